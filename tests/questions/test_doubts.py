"""Intervals, sensitivity and attribution: what must hold whatever the numbers."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm, qmc

from sim.base.errors import UserError
from sim.economy import response_figures
from sim.engine import Outcome, simulate
from sim.engine.places import arms
from sim.law.load import load as load_law
from sim.present.words import Words
from sim.questions import inputs, intervals, sensitivity, uncertainty
from sim.questions.attribution import ALWAYS, NUMBERS, attribution
from sim.questions.indices import indices
from sim.questions.inputs import Input, inputs_of, values_at, with_inputs
from sim.questions.shapley import alone, coalitions, last, shapley, whole
from sim.questions.trials import Sampler, Trial, run_trials
from sim.results.headline import KEYS, headline
from sim.scenario import Scenario
from sim.scenario.load import of_data

CHANGE = {"change": [{"clause": "sn12", "term": "internship_rate", "value": 1100}]}


def sunan(**more: object) -> Scenario:
    """A scenario of the smallest place."""
    header = {"title": "test", "question": "what if?", "author": "tests", "date": "2019-01-01"}
    return of_data(
        {**header, "expect": {"outlay": "up"}, "jurisdictions": ["sunan"], **more}, "try"
    )


@cache
def run(changed: bool) -> Outcome:
    return simulate(load_law(), sunan(policy=CHANGE) if changed else sunan())


@cache
def found(changed: bool, processes: int = 1) -> pd.DataFrame:
    return uncertainty.uncertainty(load_law(), run(changed), draws=12, processes=processes)


def of(table: pd.DataFrame, figure: str, arm: str = "scenario", item: str = "") -> pd.Series:
    rows = table[(table["figure"] == figure) & (table["arm"] == arm) & (table["item"] == item)]
    return rows[rows["jurisdiction"] == "sunan"].iloc[0]


# --- inputs --------------------------------------------------------------------------------------


def test_every_figure_with_a_range_is_an_input() -> None:
    wanted = {n for n, f in response_figures().items() if f.range and f.range[0] < f.range[1]}
    assert {one.name for one in inputs_of(sunan())} == wanted
    assert any(name.startswith("take_up.") for name in wanted)


def test_what_a_scenario_sets_is_not_uncertain_and_its_shocks_are() -> None:
    world = {"shocks": [{"from": "2020-01", "to": "2020-12", "layoffs": 2.0}]}
    plan = sunan(behaviour={"responses": {"labour.depth": 0.2}}, world=world)
    names = {one.name for one in inputs_of(plan)}
    assert "labour.depth" not in names
    assert "shocks.layoffs" in names
    moved = with_inputs(plan, {"shocks.layoffs": 0.5, "labour.discount": 0.1})
    assert moved["world"]["shocks"][0]["layoffs"] == 1.5
    assert moved["behaviour"]["responses"] == {"labour.depth": 0.2, "labour.discount": 0.1}


def test_values_fill_the_range() -> None:
    one = Input("labour.depth", 1.0, 2.0, 5.0)
    chances = np.linspace(0, 1, 101)
    drawn = [one.at(u) for u in chances]
    assert (drawn[0], drawn[-1]) == (1.0, 5.0)
    assert np.all(np.diff(drawn) > 0)
    assert one.at(0.25) == pytest.approx(2.0), "a quarter of the area lies below the mode"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_input_has_its_word(language: str) -> None:
    words = Words(language)  # type: ignore[arg-type]
    for one in inputs_of(sunan()):
        assert words.input(one.name) != one.name.replace("_", " "), one.name
        assert words("input_group", one.group)


# --- intervals -----------------------------------------------------------------------------------


def test_the_same_for_any_number_of_processes() -> None:
    pd.testing.assert_frame_equal(found(True), found(True, 2))


def test_central_values_are_those_of_the_run() -> None:
    table, told = found(True), headline(run(True))
    for arm in ("no_policy", "current_law", "scenario"):
        assert of(table, "outlay", arm)["central"] == told["sunan", arm, "outlay", ""]
    assert of(table, "net_jobs")["central"] == pytest.approx(
        told["sunan", "scenario", "net_jobs", ""]
    )
    assert (table["low"] <= table["central"]).all()
    assert (table["central"] <= table["high"]).all()
    outlay = of(table, "outlay")
    assert outlay["low"] < outlay["high"]
    assert 0 <= outlay["noise"] <= 1


def test_parts_are_told_like_the_whole() -> None:
    table = found(True)
    rows = table[(table["arm"] == "scenario") & (table["jurisdiction"] == "sunan")]
    funds = rows[(rows["figure"] == "outlay") & rows["item"].str.startswith("fund:")]
    assert funds["central"].sum() == of(table, "outlay")["central"]
    kinds = rows[(rows["figure"] == "net_jobs") & rows["item"].str.startswith("kind:")]
    assert kinds["central"].sum() == pytest.approx(of(table, "net_jobs")["central"])
    net = of(table, "jobs_outlay")["central"] - of(table, "offsets")["central"]
    assert of(table, "net_cost")["central"] == pytest.approx(net)


def test_arms_share_their_draws() -> None:
    change, outlay = of(found(True), "outlay_change"), of(found(True), "outlay")
    assert change["central"] > 0
    assert change["high"] - change["low"] < (outlay["high"] - outlay["low"]) / 10


def test_a_scenario_like_current_law_changes_exactly_nothing() -> None:
    for figure in ("outlay_change", "net_jobs_change"):
        row = of(found(False), figure)
        assert list(row[["central", "low", "high", "median", "agents"]]) == [0, 0, 0, 0, 0]


def test_without_any_policy_no_draw_makes_a_job() -> None:
    place = next(arms(load_law(), sunan()))
    local = [m.clause for m in place.arms["scenario"].measures if not m.standing]
    plan = sunan(policy={"switch_off": local})
    table = uncertainty.uncertainty(load_law(), simulate(load_law(), plan), draws=10)
    jobs = table[(table["arm"] == "scenario") & table["figure"].isin(["net_jobs", "net_jobs_end"])]
    assert not jobs[["central", "low", "high", "agents"]].to_numpy().any()
    assert not of(table, "offsets")[["central", "low", "high"]].to_numpy().any()


def test_drawn_numbers_reach_firms_and_people() -> None:
    plan = sunan()
    sampler = Sampler.of(load_law(), plan, 1.0)
    trials = [Trial(), Trial(values={"effects.unemployed_training_subsidy.additional": 0.3})]
    table = run_trials(sampler, trials, 1, lambda *_: None)
    jobs = table["sunan", "scenario", "net_jobs", "kind:unemployed_training_subsidy"]
    assert jobs.iloc[1] > jobs.iloc[0] > 0
    assert (
        jobs.iloc[0]
        == headline(run(False))["sunan", "scenario", "net_jobs", "kind:unemployed_training_subsidy"]
    )


def test_too_few_draws_and_worlds_of_their_own_are_refused() -> None:
    with pytest.raises(UserError, match="10 at least"):
        uncertainty.uncertainty(load_law(), run(False), draws=9)
    with pytest.raises(UserError, match="leave 'draw' out"):
        Sampler.of(load_law(), sunan(population={"draw": 3}), 0.05)
    with pytest.raises(UserError, match="make no interval"):
        sunan(draws=5)


def test_draws_fill_the_cube_evenly() -> None:
    points = inputs.points(5, 64)
    counts = np.histogram(points[:, 3], bins=8, range=(0, 1))[0]
    assert list(counts) == [8] * 8
    assert np.array_equal(points, inputs.points(5, 64)), "the same for every run"


def test_intervals_settle_with_more_draws() -> None:
    drawn = norm.ppf(inputs.points(1, 1024)[:, 0])
    assert intervals.ends(drawn, 0.0) == pytest.approx((-1.645, 1.645), abs=0.05)
    assert intervals.moved(drawn, 0.0) < 0.03
    assert intervals.moved(np.array([0.0] * 10 + [1.0] * 10), 0.0) == 1, "the end came late"
    assert intervals.moved(np.zeros(20), 0.0) == 0
    assert intervals.moved(np.array([1.0, np.inf] * 10), 1.0) == 1


def test_chance_is_taken_off_by_its_variance() -> None:
    rng = np.random.default_rng(1)
    signal, noise = rng.normal(5, 3, 4000), rng.normal(0, 4, 4000)
    share = intervals.share_of(16.0, signal + noise)
    assert share == pytest.approx(16 / 25, abs=0.03)
    cleaned = intervals.without_noise(signal + noise, share)
    assert cleaned.std() == pytest.approx(3, abs=0.15)
    assert cleaned.mean() == pytest.approx((signal + noise).mean())


def test_a_whole_place_is_as_uncertain_as_its_samples_tell() -> None:
    """Sums of 100 of 10,000 agents, grossed up, vary ten times as much as those of all."""
    rng = np.random.default_rng(2)
    names = pd.MultiIndex.from_tuples([("p", "scenario", "outlay", "")], names=KEYS)
    centre = pd.DataFrame(rng.normal(size=(400, 100)).sum(axis=1) * 100, columns=names)
    full = pd.Series([7.0], index=names)
    others = intervals.other_agents(full, centre, {"p": 0.01})
    assert float(others.std().iloc[0]) == pytest.approx(100, rel=0.1)
    assert float(others.mean().iloc[0]) == pytest.approx(7.0)


# --- attribution ---------------------------------------------------------------------------------


def test_shapley_shares_are_fair_and_exact() -> None:
    # a and b stand in for each other, c adds 1 and d nothing
    worth = {s: 10 * bool(s & {"a", "b"}) + ("c" in s) for s in coalitions("abcd")}
    assert shapley(worth) == {"a": 5, "b": 5, "c": 1, "d": 0}
    assert (alone(worth, "a"), last(worth, "a")) == (10, 0)
    assert len(list(coalitions("abcd"))) == 16


def test_whole_shares_keep_the_sum() -> None:
    shares = {"a": Fraction(10, 3), "b": Fraction(10, 3), "c": Fraction(10, 3)}
    assert sum(whole(shares).values()) == 10
    assert set(whole(shares).values()) == {3, 4}
    with pytest.raises(ValueError, match="whole numbers"):
        whole({"a": Fraction(1, 2)})


def test_attribution_adds_up_to_the_fen_in_any_number_of_processes() -> None:
    table = attribution(load_law(), sunan())
    told = headline(run(False))
    sums = table.groupby("figure")[NUMBERS].sum()
    for figure in ("outlay", "net_jobs"):
        whole_figure = told["sunan", "scenario", figure, ""]
        assert sums.loc[figure, "shapley"] == pytest.approx(whole_figure, abs=1e-9)
    assert sums.loc["outlay", "shapley"] == told["sunan", "scenario", "outlay", ""]
    always = table[(table["group"] == ALWAYS) & (table["figure"] == "net_jobs")]
    assert always["shapley"].item() == 0, "what no policy has too makes no job"
    pd.testing.assert_frame_equal(table, attribution(load_law(), sunan(), processes=2))


def test_attribution_within_a_channel() -> None:
    table = attribution(load_law(), sunan(), within="start-up")
    sums = table.groupby("figure")["shapley"].sum()
    assert sums["outlay"] == headline(run(False))["sunan", "scenario", "outlay", ""]
    with pytest.raises(UserError, match="start-up"):
        attribution(load_law(), sunan(), within="startup")


# --- sensitivity ---------------------------------------------------------------------------------


def test_indices_of_a_known_function() -> None:
    """Ishigami's function: first order .314, .442, 0; total .558, .442, .244."""
    points = qmc.Sobol(6, seed=1).random(1024) * 2 * np.pi - np.pi
    a, b = points[:, :3], points[:, 3:]

    def f(x: np.ndarray) -> np.ndarray:
        return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])

    mixed = [np.where(np.arange(3) == i, b, a) for i in range(3)]
    told = indices(f(a), f(b), np.array([f(x) for x in mixed]))
    assert told.first == pytest.approx([0.314, 0.442, 0.0], abs=0.02)
    assert told.total == pytest.approx([0.558, 0.442, 0.244], abs=0.02)
    nothing = indices(np.ones(8), np.ones(8), np.ones((2, 8)))
    assert not nothing.total.any()


def test_sensitivity_names_what_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {one.name: one for one in inputs_of(sunan())}
    names = (
        "effects.unemployed_training_subsidy.additional",
        "labour.depth",
        "offsets.dibao_stops",
    )
    monkeypatch.setattr(sensitivity, "inputs_of", lambda _: tuple(known[n] for n in names))
    table = sensitivity.sensitivity(load_law(), run(False), rows=8, worlds=8)
    each = table[(table["part"] == "input") & (table["figure"] == "net_jobs")].set_index("name")
    swing = (each["high"] - each["low"]).abs()
    assert swing["effects.unemployed_training_subsidy.additional"] > 1
    assert swing["offsets.dibao_stops"] == 0
    groups = table[table["part"] == "group"].set_index(["figure", "name"])
    assert groups.loc[("outlay", "effects"), "total"] == pytest.approx(0, abs=0.05)
    assert groups.loc[("net_jobs", "offsets"), "total"] == 0
    assert groups.loc["outlay", "total"].sum() >= 0.99
    with pytest.raises(UserError, match="power of two"):
        sensitivity.sensitivity(load_law(), run(False), rows=12)


def test_values_at_the_middle_of_the_cube_are_inside() -> None:
    inputs = inputs_of(sunan())
    values = values_at(inputs, np.full(len(inputs), 0.5))
    assert all(one.low <= values[one.name] <= one.high for one in inputs)
