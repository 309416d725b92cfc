"""How far the balances of the purses could be off, and the chance that a gate closes or one dries.

Every draw of the intervals settles the purses anew: what they owe and take in is the draw's own
(:mod:`sim.questions.uncertainty`), what they start from is drawn from the ranges in
``sim/budget/data``. The same rules settle all draws at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.base.draws import uniform
from sim.base.money import FEN_PER_YUAN
from sim.budget.draws import DUE, OWN, PREMIUM, WAGES, Drawn, Sums, drawn_plan, item_of
from sim.budget.figures import FIGURES, given, national, place_book, places_with_books
from sim.budget.plans import set_aside, settlements
from sim.budget.purses import Purse
from sim.budget.settle import Settlement, settle
from sim.budget.tables import owed
from sim.engine import ARMS, Outcome
from sim.law.load import Law
from sim.questions.inputs import DESIGN, Input, inputs_of, points, triangular
from sim.questions.intervals import HIGH, LOW, Float64
from sim.results.answers import BALANCES, CHANCES, answer
from sim.results.tables import totals_of
from sim.scenario import Scenario

if TYPE_CHECKING:
    from sim.questions.uncertainty import Draws

RATES = ("interest_rate", "training_transfer_share", "firm_training_other_share")
"""National figures that settling draws."""
SET_ASIDE = "firms.education_fund"
FOLLOWS = dict.fromkeys(("employment_opening", "employment_other"), "employment_appropriation")
"""Figures that are put down as a share of another: the share is drawn, the other moves them."""
HELD = ("opening", "income", "outlay", "closing")
SUMMED = ("income", "outlay")
Rows = Iterator[dict[str, Any]]
Pair = tuple[Settlement, Settlement]
"""A place and arm as the central run has it, and in every draw."""


def balances(law: Law, outcome: Outcome, draws: Draws) -> dict[str, pd.DataFrame]:
    """The tables ``balances`` and ``chances`` of a run, of the arms with measures.

    Args:
        law: every jurisdiction's law.
        outcome: the full-size run.
        draws: what the draws of its intervals found.
    """
    scenario, due = outcome.scenario, owed(outcome, totals_of(outcome))
    values = fund_values(scenario, tuple(outcome.places), len(draws.at.draws))
    pairs: dict[tuple[str, str], Pair] = {}
    for (name, arm), central in settlements(law, scenario, outcome.places, due).items():
        if arm in ARMS[1:]:
            rules = outcome.places[name].arms[arm]
            drawn = Drawn(
                sums_of(draws, name, arm, central), figures_of(name, scenario, values),
                {rate: values[rate] for rate in RATES}, values[SET_ASIDE],
            )  # fmt: skip
            plan = drawn_plan(central.plan, law, rules, drawn)
            pairs[name, arm] = central, settle(plan)
    return {
        BALANCES: answer(BALANCES, list(_keyed(pairs, _held))),
        CHANCES: answer(CHANCES, list(_keyed(pairs, _chances))),
    }


# --- what is drawn -------------------------------------------------------------------------------


def fund_inputs(scenario: Scenario, places: tuple[str, ...]) -> tuple[Input, ...]:
    """What the purses start from and has a range; what a scenario itself sets is not uncertain."""
    size, found = scenario.file.population.size * FEN_PER_YUAN, []
    for place in places:
        own = scenario.file.budget.figures.get(place, {})
        figures = place_book(place).figures if place in places_with_books() else {}
        for name in FIGURES:
            if name in figures and name not in own and figures[name].range:
                low, high = figures[name].range or (0.0, 0.0)
                ends = (low * size, figures[name].value * size, high * size)
                found.append(Input(f"{place}.{name}", *ends))
    for name in RATES:
        figure = national().figures[name]
        low, high = figure.range or (figure.value, figure.value)
        found.append(Input(name, low, figure.value, high))
    return tuple(found)


def fund_values(scenario: Scenario, places: tuple[str, ...], draws: int) -> Mapping[str, Float64]:
    """Values of what the purses start from, one a draw, by name.

    Fund figures are a Latin hypercube of their own, whose points are dealt to the draws at random,
    so that no figure goes along with a response.
    """
    inputs, responses = fund_inputs(scenario, places), inputs_of(scenario)
    dealt = np.argsort(uniform(DESIGN, "purses", np.arange(draws)))
    chances = points(len(inputs), draws)[dealt]
    found = {
        one.name: triangular(chances[:, i], one.low, one.central, one.high)
        for i, one in enumerate(inputs)
    }
    known, own = points(len(responses), draws), np.ones(draws)
    for i, one in enumerate(responses):
        if one.name == SET_ASIDE:
            own = triangular(known[:, i], one.low, one.central, one.high) / set_aside(scenario)
    return {**found, SET_ASIDE: own}


def figures_of(name: str, scenario: Scenario, values: Mapping[str, Float64]) -> dict[str, Any]:
    """The figures of a place in fen: one a draw where drawn, a single one where given."""
    central = given(name, scenario)
    found: dict[str, Any] = dict(central)
    for figure in FIGURES:
        drawn, leader = values.get(f"{name}.{figure}"), FOLLOWS.get(figure, "")
        if drawn is not None:
            led = values.get(f"{name}.{leader}")
            moved = 1.0 if led is None else led / central[leader]
            found[figure] = np.rint(drawn * moved).astype(np.int64)
    return found


def sums_of(draws: Draws, name: str, arm: str, central: Settlement) -> Sums:
    """Sums of each year in the draws, over those of the central run."""
    plan = central.plan
    years = list(dict.fromkeys(month[:4] for month in plan.months))
    lines = dict.fromkeys(national().line(d.kind, d.fund) for d in plan.dues)
    keys = [(DUE, item_of(line, year)) for line in lines for year in years]
    keys += [(figure, year) for figure in (PREMIUM, WAGES, OWN) for year in years]
    return {key: _over(draws, name, arm, *key) for key in keys}


def _over(draws: Draws, name: str, arm: str, figure: str, item: str) -> Float64:
    found = draws.of(name, arm, figure, item)
    return found.drawn / found.central if found.central else found.drawn * 0.0


# --- what comes of it ----------------------------------------------------------------------------


def _keyed(pairs: Mapping[tuple[str, str], Pair], rows: Any) -> Rows:
    for (name, arm), (central, drawn) in pairs.items():
        for row in rows(central, drawn):
            yield {"jurisdiction": name, "arm": arm, **row}


def _held(central: Settlement, drawn: Settlement) -> Rows:
    """What every purse held, took in and paid by month, and took in and paid by year.

    No balance where there is none.
    """
    labels = central.plan.months
    years = list(dict.fromkeys(month[:4] for month in labels))
    for fund, purse in drawn.purses.items():
        same = central.purse(fund)
        for flow in ("outlay",) if purse.balance is None else HELD:
            values, known = _months(purse, flow), _months(same, flow)[:, 0]
            yield from _periods(fund, purse.basis, flow, labels, values, known)
            if flow in SUMMED:
                sums = (x.reshape(len(years), 12, -1).sum(axis=1) for x in (values, known))
                yield from _periods(fund, purse.basis, flow, years, *sums)


def _periods(
    fund: str, basis: str, flow: str, periods: Sequence[str], values: Any, known: Any
) -> Rows:
    low, high = _ends(values)
    for i, (period, fen) in enumerate(zip(periods, known.ravel().tolist(), strict=True)):
        yield {
            "fund": fund, "basis": basis, "period": period, "flow": flow, "central": fen,
            "low": min(fen, low[i]), "high": max(fen, high[i]),
        }  # fmt: skip


def _months(purse: Purse, flow: str) -> Any:
    """One flow of a purse by month and draw."""
    months = (np.atleast_1d(getattr(month, f"{flow}_fen")) for month in purse.months)
    return np.stack(np.broadcast_arrays(*months))


def _ends(values: Any) -> tuple[Any, Any]:
    """The 5 and 95 % quantiles over the draws, of one row or of each."""
    values = np.atleast_1d(values)
    return tuple(np.quantile(values, [LOW, HIGH], axis=-1, method="inverted_cdf"))


def _chances(central: Settlement, drawn: Settlement) -> Rows:
    """How many of the draws close a gate, or leave a fund short, year by year."""
    for known, test in zip(central.tests, drawn.tests, strict=True):
        low, high = _ends(test.reserve)
        yield {
            "event": "gate", "fund": test.fund, "kind": test.kind, "year": test.year,
            "chance": 1.0 - float(np.mean(test.open)), "central": known.reserve,
            "low": min(low, known.reserve), "high": max(high, known.reserve),
        }  # fmt: skip
    years = list(dict.fromkeys(int(month[:4]) for month in central.plan.months))
    for fund, purse in drawn.purses.items():
        for year in years if purse.basis == "balance" else ():
            short, value = _short(drawn, fund, year), int(_short(central, fund, year))
            low, high = _ends(short)
            yield {
                "event": "dry", "fund": fund, "kind": "", "year": year,
                "chance": float(np.mean(np.asarray(short) > 0)), "central": value,
                "low": min(low, value), "high": max(high, value),
            }  # fmt: skip


def _short(settled: Settlement, fund: str, year: int) -> Any:
    """What a fund could not pay itself in a year, fen."""
    return sum(
        fen for (name, month), fen in settled.short.items()
        if name == fund and month[:4] == str(year)
    )  # fmt: skip
