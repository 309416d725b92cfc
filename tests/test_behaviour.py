"""Jobs: the difference between two runs with the same draws."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from sim import economy
from sim.economy import responses
from sim.engine import Outcome, Settings, simulate, still
from sim.engine.ledger import ADDITIONAL, NET
from sim.law.load import load as load_law
from sim.measures.rulebook import current_law
from sim.results import Tables, tables_of
from sim.scenario import Scenario, load
from tests.runs import ROOT

PLACES = ["lingyuan", "sunan"]
BASE = load(ROOT / "scenarios" / "baseline.yaml").with_(jurisdictions=PLACES)


@cache
def _run(key: str) -> Outcome:
    return simulate(load_law(), SCENARIOS[key])


def _tables(key: str) -> Tables:
    return tables_of(_run(key), load_law())


def _with(**values: float) -> Scenario:
    chosen = {name.replace("__", "."): value for name, value in values.items()}
    return BASE.with_(behaviour={"responses": chosen})


LOANS = [
    m.clause
    for m in current_law(load_law(), "lingyuan").measures
    if m.kind.name == "startup_guaranteed_loan_individual"
]
SCENARIOS = {
    "base": BASE,
    "static": still(BASE),
    "refund_70": load(ROOT / "scenarios" / "refund_70.yaml").with_(jurisdictions=PLACES),
    "reckons_low": _with(labour__reckons=0.1),
    "reckons_high": _with(labour__reckons=0.9),
    "lock_in_low": _with(trainings__lock_in=0.3),
    "lock_in_high": _with(trainings__lock_in=1.0),
    "no_start_ups": BASE.with_(policy={"switch_off": LOANS}),
}


def _outlays(outcome: Outcome) -> dict[tuple[str, str, str], list[int]]:
    return {
        (name, *key): lines.outlay.tolist()
        for name, tally in outcome.tallies.items()
        for key, lines in tally.lines.items()
    }


def _jobs(key: str, arm: str) -> pd.DataFrame:
    jobs = _tables(key).jobs
    return jobs[jobs["arm"] == arm]


def test_the_null_scenario_has_the_jobs_of_current_law() -> None:
    for tally in _run("base").tallies.values():
        kinds = {kind for arm, kind in tally.jobs if arm == "current_law"}
        assert kinds
        for kind in kinds:
            assert np.array_equal(tally.jobs["current_law", kind], tally.jobs["scenario", kind])


def test_without_policy_there_are_no_jobs_to_count() -> None:
    for tally in _run("base").tallies.values():
        assert not any(path.any() for (arm, _), path in tally.jobs.items() if arm == "no_policy")


def test_behaviour_off_is_the_static_costing() -> None:
    """No arm's facts differ from another's, and no job is claimed."""
    static = _run("static")
    assert all(not tally.jobs for tally in static.tallies.values())
    standing = {c for (arm, c) in static.tallies["lingyuan"].lines if arm == "no_policy"}
    for clause in standing:
        lines = static.tallies["lingyuan"].lines
        assert np.array_equal(
            lines["no_policy", clause].outlay, lines["current_law", clause].outlay
        )


def test_responses_going_to_zero_approach_the_static_costing(monkeypatch) -> None:
    """The smaller every response, the nearer the outlays are to the static ones; at none, equal."""
    static, shipped = _outlays(_run("static")), responses()
    distances = []
    for scale in (1.0, 0.3, 0.03, 0.0):
        shrunk = _shrunk(shipped, scale)
        monkeypatch.setattr(economy, "with_values", lambda _changes, shrunk=shrunk: shrunk)
        outlays = _outlays(simulate(load_law(), BASE))
        distances.append(_distance(outlays, static))
    assert distances[0] > distances[1] > distances[2] >= distances[3] == 0
    assert distances[2] < 0.5 * distances[0]  # in places so small a few people remain


def _shrunk(rules: economy.Responses, scale: float) -> economy.Responses:
    """Responses in which everybody does so much less for money."""
    effects = {
        kind: one.model_copy(update={"additional": tuple(scale * x for x in one.additional)})
        if one.additional
        else one
        for kind, one in rules.effects.items()
    }
    return rules.model_copy(
        update={
            "effects": effects,
            "labour": _scaled(rules.labour, "reckons", scale),
            "trainings": _scaled(rules.trainings, "lock_in", scale),
        }
    )


def _scaled(group, name: str, scale: float):
    figure = getattr(group, name)
    return group.model_copy(
        update={name: figure.model_copy(update={"value": scale * figure.value})}
    )


def _distance(
    found: dict[tuple[str, str, str], list[int]], other: dict[tuple[str, str, str], list[int]]
) -> int:
    keys = [key for key in found if key[1] == "no_policy"]
    return sum(abs(sum(found[key]) - sum(other[key])) for key in keys)


def test_firms_that_reckon_more_keep_more() -> None:
    kept = [_retained(key) for key in ("reckons_low", "base", "reckons_high")]
    assert 0 < kept[0] < kept[1] < kept[2]


def _retained(key: str) -> float:
    jobs = _jobs(key, "current_law")
    return float(jobs.loc[jobs["kind"] == "stable_employment_refund", "additional"].sum())


def test_a_larger_refund_loses_no_jobs() -> None:
    jobs = _tables("refund_70").jobs
    sums = jobs[jobs["kind"] == "stable_employment_refund"].groupby("arm")["additional"].sum()
    assert sums["scenario"] >= sums["current_law"] > sums.get("no_policy", 0) == 0


def test_what_is_switched_off_makes_no_jobs() -> None:
    jobs = _tables("no_start_ups").jobs
    loans = jobs[(jobs["kind"] == "startup_guaranteed_loan_individual")]
    sums = loans.groupby(["jurisdiction", "arm"])["additional"].sum()
    assert sums.get(("lingyuan", "scenario"), 0) == 0 < sums["lingyuan", "current_law"]
    assert sums["sunan", "scenario"] == sums["sunan", "current_law"]


def test_jobs_do_not_depend_on_partitions_or_processes() -> None:
    other = simulate(load_law(), BASE, Settings(processes=2, partition_workers=9_000))
    for name, tally in _run("base").tallies.items():
        assert set(tally.jobs) == set(other.tallies[name].jobs)
        for key, path in tally.jobs.items():
            assert np.array_equal(path, other.tallies[name].jobs[key]), (name, key)
        assert np.array_equal(tally.contributions, other.tallies[name].contributions)


def test_net_is_additional_less_displaced() -> None:
    jobs = _tables("base").jobs
    assert np.allclose(jobs["net_central"], jobs["additional"] - jobs["displaced"])
    reached = jobs[jobs["additional"] > 0]
    assert (reached["net_low"] <= reached["net_central"] + 1e-9).all()
    assert (reached["net_central"] <= reached["net_high"] + 1e-9).all()
    for tally in _run("base").tallies.values():
        for (_, kind), path in tally.jobs.items():
            lost = responses().effects[kind].lost
            assert np.allclose(path[NET], path[ADDITIONAL] * (1 - lost), atol=1e4)


def test_kinds_that_act_on_nothing_claim_nothing() -> None:
    jobs = _tables("base").jobs
    idle = [kind for kind, effect in responses().effects.items() if effect.acts == "none"]
    assert not jobs.loc[jobs["kind"].isin(idle), ["additional", "net_end"]].to_numpy().any()


def test_who_attends_a_course_searches_less_meanwhile() -> None:
    months = [_trained(key) for key in ("lock_in_low", "base", "lock_in_high")]
    assert months[0] > months[1] > months[2]


def _trained(key: str) -> float:
    jobs = _jobs(key, "current_law")
    return float(jobs.loc[jobs["kind"] == "unemployed_training_subsidy", "additional"].sum())


def test_the_purse_saves_on_jobs() -> None:
    offsets = _tables("base").offsets
    sums = offsets[offsets["arm"] == "current_law"].groupby("source")["amount_fen"].sum()
    assert sums["contributions"] > 0
    assert sums["unemployment_benefit"] > 0
    assert not offsets.loc[offsets["arm"] == "no_policy", "amount_fen"].any()
