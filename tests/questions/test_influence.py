"""Inputs that matter, read off draws: responses that are known, and none at all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import pandas as pd
import pytest

from sim.engine import simulate
from sim.law.load import load as load_law
from sim.questions import uncertainty
from sim.questions.influence import FEWEST, choose, influence, scores, swings, within
from sim.questions.inputs import TARGETS, inputs_of, values_of
from sim.questions.trials import Trial
from sim.questions.uncertainty import Draws, Rows
from sim.results.headline import KEYS
from sim.scenario import Scenario
from sim.scenario.load import of_data

CENTRAL = 1000.0
KNOWN = {
    "labour.depth": 300.0,
    "job_finding.laid_off": -200.0,
    "take_up.unemployment_benefit": 120.0,
}
"""By how much the figure moves from the low to the high end of an input."""


@cache
def trials_of(draws: int) -> tuple[list[Trial], Rows]:
    return uncertainty._trials(plan(), draws)


@cache
def plan() -> Scenario:
    header = {"title": "test", "question": "what if?", "author": "tests", "date": "2019-01-01"}
    return of_data(
        {**header, "expect": {"outlay": "same"}, "jurisdictions": ["sunan"]}, "influence"
    )


def drawn(
    effects: Mapping[str, float],
    noise: float = 0.0,
    worlds: float = 0.0,
    draws: int = 200,
    heavy: float = 0.0,
) -> Draws:
    """Draws of a figure that is known: effects of inputs, of worlds, chance of the draws."""
    rng = np.random.default_rng(5)
    trials, at = trials_of(draws)
    known = {one.name: one for one in inputs_of(plan())}
    of_world = rng.normal(0, 1, 1 + max(t.world for t in trials)) * worlds
    of_world[0] = 0.0
    of_agents = rng.normal(0, 1, 1 + max(t.agents for t in trials))
    figure = np.array([
        CENTRAL + of_world[t.world] + of_agents[t.agents]
        + sum(
            effects[n] * (v - known[n].central) / (known[n].high - known[n].low)
            for n, v in t.values.items() if n in effects  # noqa: PD011
        )
        for t in trials
    ])  # fmt: skip
    figure[at.draws] += rng.normal(0, 1, draws) * noise + (rng.random(draws) < 0.02) * heavy
    names = pd.MultiIndex.from_tuples(
        [(place, "scenario", "outlay", "") for place in ("sunan", "all")], names=KEYS
    )
    found = pd.DataFrame(np.stack([figure, figure], axis=1), columns=names)
    full = pd.DataFrame([[CENTRAL, CENTRAL]], columns=names)
    return Draws(found, full, full, at)


def told(draws: Draws) -> pd.DataFrame:
    found = influence(plan(), draws)
    return found[(found["jurisdiction"] == "all") & (found["figure"] == "outlay")]


def test_a_known_response_is_ranked_and_sized() -> None:
    found = told(drawn(KNOWN, noise=50.0))
    assert list(found["name"]) == list(KNOWN)
    swing = (found["high"] - found["low"]).to_numpy()
    assert np.all(np.abs(swing - np.array([*KNOWN.values()])) < 3 * found["error"])
    assert (found["error"] < 40).all()
    known = {one.name: one for one in inputs_of(plan())}
    for row in found.to_dict("records"):
        one = known[row["name"]]
        part = (one.central - one.low) / (one.high - one.low)
        assert row["low"] + part * (row["high"] - row["low"]) == pytest.approx(CENTRAL)
    assert 0.5 < found["share"].sum() < 1.0
    assert found["share"].is_monotonic_decreasing


def test_shares_add_up_to_what_the_inputs_do() -> None:
    found = told(drawn(KNOWN, noise=1e-6))
    assert list(found["name"]) == list(KNOWN)
    assert found["share"].sum() == pytest.approx(1.0, abs=0.05)


def test_what_no_input_moves_names_none() -> None:
    assert told(drawn({}, noise=100.0)).empty
    assert told(drawn({})).empty, "nothing moves at all"
    assert told(drawn(KNOWN, noise=5000.0)).empty, "drowned in chance"


def test_an_odd_draw_names_nothing_and_hides_nothing() -> None:
    assert told(drawn({}, noise=10.0, heavy=5000.0)).empty
    assert "labour.depth" in set(told(drawn(KNOWN, noise=20.0, heavy=300.0))["name"])


def test_worlds_count_as_the_targets_where_they_differ() -> None:
    found = told(drawn(KNOWN, noise=20.0, worlds=100.0)).set_index("name")
    assert set(found.index) == {*KNOWN, TARGETS}
    row = found.loc[TARGETS]
    assert row["high"] - row["low"] == pytest.approx(2 * 1.645 * 100.0, rel=0.35)
    assert 0.4 < row["share"] < 0.9
    assert TARGETS not in set(told(drawn(KNOWN, noise=20.0, worlds=0.5))["name"])


def test_few_draws_tell_nothing() -> None:
    assert told(drawn(KNOWN, draws=FEWEST - 1)).empty
    assert len(told(drawn(KNOWN, draws=FEWEST)))


@pytest.mark.parametrize("draws", [FEWEST, 200])
def test_chance_alone_hardly_ever_looks_telling(draws: int) -> None:
    """Shuffled draws of what does depend on inputs: at most one time in twenty, of a run."""
    found = drawn(KNOWN, noise=50.0, draws=draws)
    at, inputs = found.at, inputs_of(plan())
    values = found.plain("all", "scenario", "outlay")[1][at.draws]
    x = values_of(inputs, draws) / np.array([one.high - one.low for one in inputs])
    x = within(x, at.base)
    left, rng, named = draws - len(at.worlds), np.random.default_rng(1), 0
    for _ in range(60):
        y = within(rng.permutation(values), at.base)
        chosen = choose(x, within(scores(y), at.base), left)
        named += bool(swings(x, y, left, chosen, 1))
    assert named <= 6  # of 60 at 5 %: three are expected at most, more than six one time in forty


def test_the_same_draws_give_the_same_bytes() -> None:
    found = drawn(KNOWN, noise=50.0, worlds=30.0)
    assert influence(plan(), found).to_csv() == influence(plan(), found).to_csv()


def test_layoffs_lead_the_outlay_of_the_smallest_place() -> None:
    """As `sim sensitivity` finds by moving one input at a time (docs/uncertainty.md)."""
    law = load_law()
    found = uncertainty.draw(law, simulate(law, plan()), 200, 0.05, 1, lambda *_: None)
    rows = influence(plan(), found)
    assert set(rows["figure"]) <= {"outlay", "net_jobs", "net_cost"}, "no change from current law"
    outlay = rows[(rows["figure"] == "outlay") & (rows["jurisdiction"] == "sunan")]
    assert outlay["name"].iloc[0] == "labour.depth"
    assert "layoffs.ended_contracts" in set(outlay["name"])
    assert not outlay["name"].str.startswith("effects.").any(), "they make no payments"
