"""Scenarios that come one after another in a process share work and find what each finds alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.engine import Outcome, Settings, simulate, still, visit
from sim.law.load import load as load_law
from sim.scenario import Scenario, load
from tests.runs import ROOT

BASE = load(ROOT / "scenarios" / "baseline.yaml").with_(
    jurisdictions=["lingyuan", "sunan"], population={"size": 0.2}
)


def refund(share: float, **more: Any) -> Scenario:
    change = {"kind": "stable_employment_refund", "term": "share", "value": share}
    return BASE.with_(policy={"change": [{**change, "from": "2020-01-01"}]}, **more)


SHOCK = {"from": "2020-02", "to": "2020-06", "layoffs": 2.0, "job_finding": 0.7}
TURNS = {
    "refund": refund(0.7),
    "another refund": refund(0.6),
    "refund once more": refund(0.7),
    "take-up": refund(0.7, take_up={"skill_upgrade_subsidy": 0.9}),
    "nobody responds": still(refund(0.7)),
    "other responses": refund(
        0.7, behaviour={"responses": {"labour.reckons": 0.9, "trainings.lock_in": 0.3}}
    ),
    "another world": refund(0.7, world={"shocks": [SHOCK]}),
    "other years": refund(0.7, years=[2020, 2021]),
    "other people": refund(0.7, population={"size": 0.2, "seed": 7}),
    "as the documents say": BASE,
}


def plain(outcome: Outcome) -> dict[Any, Any]:
    """Every sum of a run, as plain data in its order."""

    def told(found: Any) -> Any:
        if isinstance(found, np.ndarray):
            return found.tolist()
        if isinstance(found, dict):
            return [(key, told(value)) for key, value in found.items()]
        return told(vars(found)) if hasattr(found, "__dict__") else found

    return {name: told(tally) for name, tally in outcome.tallies.items()}


@pytest.fixture(scope="module")
def in_turn() -> dict[str, dict[Any, Any]]:
    law, more = load_law(), Settings(more=True)
    return {name: plain(simulate(law, scenario, more)) for name, scenario in TURNS.items()}


@pytest.mark.parametrize("name", TURNS)
def test_each_finds_what_it_finds_alone(name: str, in_turn: dict[str, dict[Any, Any]]) -> None:
    assert in_turn[name] == plain(simulate(load_law(), TURNS[name], Settings()))


def test_the_turns_differ(in_turn: dict[str, dict[Any, Any]]) -> None:
    """What is kept of one would be wrong for the next: the comparison above can fail."""
    different = {str(found) for found in in_turn.values()}
    assert len(different) == len(TURNS) - 1  # one refund comes twice


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visit, "KEPT", 1)
    simulate(load_law(), TURNS["refund"], Settings(more=True))
    assert len(visit._shared) == 1


def test_what_one_scenario_decides_is_not_kept() -> None:
    def notes() -> list[int]:
        grounds = [kept.ground for kept in visit._shared.values()]
        return [len(desk._awards) for g in grounds for *_, desk in g.desks.known]

    simulate(load_law(), TURNS["refund"], Settings(more=True))
    before = notes()
    for share in (0.62, 0.64, 0.66):
        simulate(load_law(), refund(share), Settings(more=True))
    assert notes() == before
