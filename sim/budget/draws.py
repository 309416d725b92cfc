"""Purses in draws: what is owed, comes in and is held takes a value for every draw.

Sums of a year come from draws; within a year, months keep the shape of the central run. So the
chance of small samples stays out of single months.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sim.budget.amounts import Fen, whole
from sim.budget.figures import national
from sim.budget.plans import backstops, training
from sim.budget.settle import Due, Plan
from sim.budget.tables import own_training
from sim.engine import Outcome
from sim.engine.tally import Horizon, Int64
from sim.law.load import Law
from sim.measures.rulebook import Rulebook

DUE, PREMIUM, WAGES, OWN = "due", "premium", "wages", "own_training"
Key = tuple[str, str, str, str]
"""Jurisdiction, arm, figure and item, as in :mod:`sim.results.headline`."""
Sums = Mapping[tuple[str, str], Any]
"""Sums of a year in every draw, over that of the central run, by figure and item."""


def yearly(outcome: Outcome) -> dict[Key, float]:
    """What purses take in and owe in each year, fen.

    ``due`` by ``purse:tier:year``; ``premium``, ``wages`` and ``own_training`` by year.
    """
    found: dict[Key, float] = {}
    for name, place in outcome.places.items():
        for arm, rules in place.arms.items():
            for figure, line, months in _flows(outcome, name, arm, rules):
                for item, fen in _by_year(line, months, outcome.horizon):
                    key = (name, arm, figure, item)
                    found[key] = found.get(key, 0.0) + fen
    return found


def _flows(
    outcome: Outcome, name: str, arm: str, rules: Rulebook
) -> Iterator[tuple[str, str, Int64]]:
    """Figure, line and fen by month of one place and arm."""
    tally = outcome.tallies[name]
    for measure in rules.measures:
        if measure.nature == "outlay":
            line = national().line(measure.kind.name, measure.fund)
            yield DUE, line, tally.lines[arm, measure.clause].outlay
    yield PREMIUM, "", tally.insured[arm][0]
    yield WAGES, "", tally.insured[arm][3]
    yield OWN, "", own_training(tally, arm, rules)


def _by_year(line: str, months: Int64, horizon: Horizon) -> Iterator[tuple[str, float]]:
    sums = months.reshape(-1, 12).sum(axis=1).tolist()
    for year, fen in enumerate(sums, horizon.first_year):
        yield item_of(line, str(year)), float(fen)


def item_of(line: str, year: str) -> str:
    """The item of a line's sum in a year."""
    return f"{line}:{year}" if line else year


@dataclass(frozen=True)
class Drawn:
    """What draws change in one place and arm.

    Attributes:
        sums: of a year, over that of the central run.
        figures: the place's figures, fen.
        rates: national rates by name of their figure.
        set_aside: share of wages that firms set aside for training, over the central share.
    """

    sums: Sums
    figures: Mapping[str, Fen]
    rates: Mapping[str, Any]
    set_aside: Any


def drawn_plan(plan: Plan, law: Law, rules: Rulebook, drawn: Drawn) -> Plan:
    """A plan with a value for every draw in place of each number that is uncertain."""

    def scaled(fen: int, figure: str, line: str, month: str) -> Fen:
        return whole(fen * drawn.sums[figure, item_of(line, month[:4])]) if fen else 0

    def due(one: Due) -> Due:
        line = plan.national.line(one.kind, one.fund)
        fen, excess = (scaled(x, DUE, line, one.month) for x in (one.fen, one.excess))
        return replace(one, fen=fen, excess=excess)

    def months(fen: tuple[Fen, ...], figure: str) -> tuple[Fen, ...]:
        return tuple(scaled(x, figure, "", m) for x, m in zip(fen, plan.months, strict=True))

    return replace(
        plan,
        dues=tuple(due(one) for one in plan.dues),
        premiums=months(plan.premiums, PREMIUM),
        figures=drawn.figures,
        rates=drawn.rates,
        backstops=backstops(law, rules, drawn.figures),
        training=plan.training
        and training(
            [whole(month * drawn.set_aside) for month in months(plan.training.set_aside, WAGES)],
            months(plan.training.own, OWN),
            drawn.rates["firm_training_other_share"],
        ),
    )
