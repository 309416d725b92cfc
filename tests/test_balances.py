"""Purses in draws: the same rules as in one run, whatever the draw; ranges and chances."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from sim.base.errors import UserError
from sim.budget.draws import Drawn, drawn_plan, item_of, yearly
from sim.budget.figures import EMPLOYMENT, UI, given, national, place_book
from sim.budget.plans import settlements
from sim.budget.settle import Settlement, settle
from sim.budget.tables import owed
from sim.engine import simulate
from sim.law.load import load
from sim.questions.balances import (
    RATES,
    SET_ASIDE,
    balances,
    figures_of,
    fund_inputs,
    fund_values,
)
from sim.questions.inputs import inputs_of, points
from sim.questions.uncertainty import draw
from sim.results.tables import totals_of
from sim.scenario.load import of_data
from tests.questions.test_run_questions import HEADER
from tests.runs import NAMES, outcome

DRAWS = 40


@cache
def central(name: str) -> dict[tuple[str, str], Settlement]:
    found = outcome(name)
    due = owed(found, totals_of(found))
    return {
        one: settled
        for one, settled in settlements(load(), found.scenario, found.places, due).items()
        if one[1] == "scenario"
    }


def drawn(name: str, place: str, draws: int = DRAWS) -> tuple[Settlement, Drawn]:
    """A place of a shipped scenario in draws that are far apart: twice as much, or nothing."""
    found, settled = outcome(name), central(name)[place, "scenario"]
    values = fund_values(found.scenario, tuple(found.places), draws)
    figures = figures_of(place, found.scenario, values)
    rng = np.random.default_rng(1)
    sums = {k[2:]: rng.choice([0.0, 0.7, 1.0, 2.0], draws) for k in yearly(found)}
    every = Drawn(sums, figures, {rate: values[rate] for rate in RATES}, values[SET_ASIDE])
    rules = found.places[place].arms["scenario"]
    return settle(drawn_plan(settled.plan, load(), rules, every)), every


def of_draw(drawn: Drawn, i: int) -> Drawn:
    return Drawn(
        {k: float(v[i]) for k, v in drawn.sums.items()},
        {k: int(v[i]) for k, v in drawn.figures.items()},
        {k: float(v[i]) for k, v in drawn.rates.items()},
        float(drawn.set_aside[i]),
    )


@pytest.mark.parametrize("place", ["ziyang", "xiangtan", "sunan"])
def test_every_draw_is_settled_as_if_it_were_the_only_one(place: str) -> None:
    together, every = drawn("deep_downturn", place)
    rules = outcome("deep_downturn").places[place].arms["scenario"]
    plan = central("deep_downturn")[place, "scenario"].plan
    for i in (0, 7, 23):
        alone = settle(drawn_plan(plan, load(), rules, of_draw(every, i)))
        assert [bool(np.broadcast_to(t.open, DRAWS)[i]) for t in together.tests] == [
            t.open for t in alone.tests
        ]
        for fund, purse in alone.purses.items():
            for mine, others in zip(purse.months, together.purses[fund].months, strict=True):
                for flow, fen in mine.flows.items():
                    assert np.broadcast_to(others.flows[flow], DRAWS)[i] == fen, (fund, flow)
        short = {k: v[i] for k, v in together.short.items() if np.broadcast_to(v, DRAWS)[i]}
        assert short == {k: v for k, v in alone.short.items() if v}


def test_a_draw_with_central_values_is_the_run_itself() -> None:
    for (place, arm), settled in central("baseline").items():
        found, scenario = outcome("baseline"), outcome("baseline").scenario
        same = Drawn(
            {k[2:]: np.ones(2) for k in yearly(found)},
            {k: np.array([v, v]) for k, v in given(place, scenario).items()},
            {rate: np.full(2, national().figures[rate].value) for rate in RATES},
            np.ones(2),
        )
        again = settle(drawn_plan(settled.plan, load(), found.places[place].arms[arm], same))
        assert list(again.purses) == list(settled.purses)
        for fund, purse in settled.purses.items():
            for mine, other in zip(purse.months, again.purses[fund].months, strict=True):
                assert all(np.all(other.flows[flow] == fen) for flow, fen in mine.flows.items())
                assert np.all(other.closing_fen == mine.closing_fen)


@pytest.mark.parametrize("name", NAMES)
def test_identities_hold_in_every_draw_of_every_scenario(name: str) -> None:
    for place, _ in central(name):
        found, _ = drawn(name, place, 16)
        for purse in found.purses.values():
            before = purse.balance
            for month in purse.months:
                assert np.all(month.opening_fen == before) or purse.balance is None
                closing = month.opening_fen + month.income_fen - month.outlay_fen
                assert np.all(closing == month.closing_fen)
                if purse.basis == "balance":
                    assert np.all(month.closing_fen >= 0)
                before = month.closing_fen
        due = sum(one.fen for one in found.plan.dues)
        assert np.all(sum(part.fen for part in found.parts) == due)
        paid = sum(p.fen for p in found.parts if p.payer)
        booked = sum(m.flows["measures_fen"] for p in found.purses.values() for m in p.months)
        assert np.all(paid == booked)
        for test in found.tests:
            through = sum(
                p.fen for p in found.parts
                if p.payer and p.due.kind == test.kind and int(p.due.month[:4]) == test.year
            )  # fmt: skip
            assert not np.any(np.where(test.open, 0, through))


def test_what_a_year_owes_is_what_the_run_books() -> None:
    found = yearly(outcome("baseline"))
    totals = totals_of(outcome("baseline"))
    booked = totals.groupby(["jurisdiction", "arm"])["outlay_fen"].sum()
    for (place, arm), fen in booked.items():
        assert sum(v for k, v in found.items() if k[:3] == (place, arm, "due")) == fen
    line = national().line("unemployment_benefit", UI)
    benefits = totals[
        (totals["jurisdiction"] == "sunan") & (totals["arm"] == "scenario")
        & (totals["month"].str[:4] == "2020")
        & totals["kind"].isin(["unemployment_benefit", "ui_medical_premium"])
    ]  # fmt: skip
    assert found["sunan", "scenario", "due", item_of(line, "2020")] == benefits["outlay_fen"].sum()


def test_every_figure_of_the_purses_with_a_range_is_drawn_from_it() -> None:
    scenario, places = outcome("baseline").scenario, ("ziyang", "sunan")
    values = fund_values(scenario, places, 256)
    for place in places:
        for name, figure in place_book(place).figures.items():
            assert figure.range
            low, high = (end * 100 for end in figure.range)
            drawn_ones = values[f"{place}.{name}"]
            assert low <= drawn_ones.min() < drawn_ones.max() <= high
            assert drawn_ones.min() < low + 0.2 * (high - low)
            assert drawn_ones.max() > high - 0.2 * (high - low)
    # No two move together, nor with a response of the same draw.
    chances = points(len(inputs_of(scenario)), 256).T
    figures = [values[one.name] for one in fund_inputs(scenario, places)]
    apart = np.corrcoef([*figures, *chances])[: len(figures)] - np.eye(
        len(figures), len(figures) + len(chances)
    )
    assert np.abs(apart).max() < 0.4
    assert np.sqrt((apart**2).mean()) < 1.2 / np.sqrt(256)


def test_what_is_a_share_of_the_appropriation_moves_with_it() -> None:
    scenario = outcome("baseline").scenario
    found = figures_of("ziyang", scenario, fund_values(scenario, ("ziyang",), 256))
    share = found["employment_other"] / found["employment_appropriation"]
    assert (share <= 1.000001).all()
    assert share.min() < 0.6
    own = scenario.with_(budget={"figures": {"ziyang": {"employment_other": 5.0}}})
    assert figures_of("ziyang", own, fund_values(own, ("ziyang",), 16))["employment_other"] == 500


def test_balances_and_chances_of_a_run_and_a_bureaus_own_figures() -> None:
    scenario = of_data({**HEADER, "jurisdictions": ["sunan"]}, "budget.yaml")
    found = simulate(load(), scenario)
    draws = draw(load(), found, 12, 0.05, 1, lambda *_: None)
    tables = balances(load(), found, draws)
    held, chances = tables["balances"], tables["chances"]
    assert (held["low"] <= held["central"]).all()
    assert (held["central"] <= held["high"]).all()
    assert set(held["arm"]) == {"current_law", "scenario"}
    assert set(held.loc[held["basis"] == "as_needed", "flow"]) == {"outlay"}
    closing = held[(held["flow"] == "closing") & (held["fund"] == UI)]
    assert (closing["low"] < closing["high"]).all()
    assert chances["chance"].between(0, 1).all()
    assert set(chances["event"]) == {"gate", "dry"}
    # A scenario equal to current law has the same purses in every draw.
    one, other = (
        held[held["arm"] == arm].drop(columns="arm").reset_index(drop=True)
        for arm in ("current_law", "scenario")
    )
    pd.testing.assert_frame_equal(one, other)

    thin = {"opening_balance": 1_500_000, "payments_last_year": 1_600_000}
    found.scenario = scenario.with_(budget={"figures": {"sunan": thin}})
    known = balances(load(), found, draws)
    first = known["balances"][known["balances"]["period"] == "2019-01"]
    opening = first[(first["flow"] == "opening") & (first["fund"] == UI)]
    assert (opening["low"] == opening["high"]).all(), "what a bureau gives is not uncertain"
    gates = known["chances"]
    gates = gates[(gates["kind"] == "stable_employment_refund") & (gates["year"] == 2019)]
    assert gates["chance"].tolist() == [1.0, 1.0]
    assert set(held["fund"]) & set(EMPLOYMENT)


def test_too_few_draws_are_refused() -> None:
    with pytest.raises(UserError, match="make no interval"):
        draw(load(), outcome("baseline"), 5, 0.05, 1, lambda *_: None)
