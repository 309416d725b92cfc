"""The eligibility funnel of a clause: from occasions, condition by condition, to who is paid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np

from sim.engine.answer import answered
from sim.engine.decide import Desk
from sim.engine.people import people_in
from sim.engine.places import arms
from sim.law.load import Law
from sim.measures.award import Bool, conditions_heard
from sim.measures.rulebook import Measure, Rulebook
from sim.scenario import Scenario

PARTITION = 250_000


@dataclass(frozen=True)
class Step:
    """One step of a funnel.

    Attributes:
        name: ``occasions``, the name of a condition, ``eligible``, ``claimed`` or ``paid``.
        rows: occasions that are left.
        covered: persons they cover: the staff of firms, or one each.
        fen: public money of those left over all months, at the steps that have one; else 0.
    """

    name: str
    rows: int
    covered: int
    fen: int = 0

    def __add__(self, other: Step) -> Step:
        return Step(
            self.name, self.rows + other.rows, self.covered + other.covered, self.fen + other.fen
        )


@dataclass(frozen=True)
class Funnel:
    """The steps of one clause in one place under a scenario."""

    jurisdiction: str
    clause: str
    kind: str
    steps: tuple[Step, ...]


def funnels(law: Law, scenario: Scenario, clauses: tuple[str, ...] = ()) -> Iterator[Funnel]:
    """The funnel of every measure of the scenario's places, or of some clauses.

    Conditions narrow the field one after the other, in the order of the rule; a rule with
    alternatives (a loan to a person or to a firm) goes from occasions to the eligible at once.
    """
    for place in arms(law, scenario):
        name, rules = place.jurisdiction, place.arms["scenario"]
        wanted = [m for m in rules.measures if not clauses or m.clause in clauses]
        if not wanted:
            continue
        parts = [
            answered(part, place, scenario)["scenario"].desk
            for part in people_in(name, scenario).partitions(PARTITION)
        ]
        for measure in wanted:
            counted = [_steps(one, measure, rules, scenario) for one in parts]
            if len({tuple(s.name for s in steps) for steps in counted}) > 1:
                counted = [[s for s in steps if s.name in ENDS] for steps in counted]
            steps = tuple(reduce(add, together) for together in zip(*counted, strict=True))
            yield Funnel(name, measure.clause, measure.kind.name, steps)


ENDS = ("occasions", "eligible", "claimed", "paid")


def _steps(facts: Desk, measure: Measure, rules: Rulebook, scenario: Scenario) -> list[Step]:
    table = facts.facts[measure.kind.table]
    fresh = table.take(slice(None))  # a table that remembers nothing, so that conditions are heard
    with conditions_heard() as heard:
        award = measure.kind.rule(fresh, measure.terms)
    covered, money = table.covered, award.total

    def step(name: str, left: Bool, *, paid: bool = False) -> Step:
        fen = int(money[left].sum()) if paid else 0
        return Step(name, int(np.count_nonzero(left)), int(covered[left].sum()), fen)

    left = np.ones(len(table), np.bool_)
    steps = [step("occasions", left)]
    for name, holds in heard:
        left = left & holds
        steps.append(step(name, left))
    if not np.array_equal(left, award.eligible):
        steps = steps[:1]
    rows = np.flatnonzero(award.eligible)
    claimed = np.zeros(len(table), np.bool_)
    claimed[rows] = facts.claims(measure.kind, table, scenario.file.take_up, rows)
    paid = facts.decision(measure, rules, scenario.file.take_up).paid
    return [
        *steps,
        step("eligible", award.eligible, paid=True),
        step("claimed", claimed, paid=True),
        step("paid", paid, paid=True),
    ]
