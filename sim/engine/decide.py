"""One partition's facts under any rules: who is awarded what, and who claims it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from sim.economy import claimed_with
from sim.measures.award import Award, Bool
from sim.measures.registry import Kind, Terms
from sim.measures.rulebook import Measure, Rulebook
from sim.measures.tables import Facts, Table

Rates = Mapping[str, float]
"""Take-up that a scenario sets, by kind."""
Rows = npt.NDArray[np.intp]
Claims = Callable[[Kind, Table, Rates, Rows], Bool]


@dataclass(frozen=True)
class Decision:
    """The outcome of one measure in one partition.

    Attributes:
        table: the occasions it looked at.
        award: eligibility and payments by row.
        paid: rows that are eligible, claimed, and not displaced by another clause.
    """

    table: Table
    award: Award
    paid: Bool


@dataclass
class Desk:
    """Decides one partition; an unchanged measure is not decided again.

    Attributes:
        facts: the tables of the partition.
        claims: which rows of a table claim under a kind.
    """

    facts: Facts
    claims: Claims
    _awards: dict[tuple[str, str, Terms], Award] = field(default_factory=dict)
    _claimed: dict[tuple[type[Table], str, float | None], tuple[Bool, Bool]] = field(
        default_factory=dict
    )
    _would: dict[tuple[tuple[str, str, Terms], float | None], Bool] = field(default_factory=dict)

    def apart(self) -> Desk:
        """The same facts and decisions so far; what is decided from now on is noted apart."""
        notes = dict(self._awards), dict(self._claimed), dict(self._would)
        return Desk(self.facts, self.claims, *notes)

    def decision(self, measure: Measure, rules: Rulebook, rates: Rates) -> Decision:
        """The outcome of a measure under a rulebook."""
        award = self._award(measure)
        paid = self._would_be_paid(measure, rates)
        for keep, rivals in _doubles(measure, rules):
            if keep == "larger":
                paid = paid & self._is_largest(measure, rivals, rates)
            elif keep != measure.clause:
                winner = next((m for m in rivals if m.clause == keep), None)
                if winner is not None:
                    paid = paid & ~self._would_be_paid(winner, rates)
        return Decision(self.facts[measure.kind.table], award, paid)

    def _award(self, measure: Measure) -> Award:
        key = (measure.kind.name, measure.kind.variant, measure.terms)
        if key not in self._awards:
            self._awards[key] = measure.kind.rule(self.facts[measure.kind.table], measure.terms)
        return self._awards[key]

    def _would_be_paid(self, measure: Measure, rates: Rates) -> Bool:
        kind = measure.kind
        key = ((kind.name, kind.variant, measure.terms), rate_of(kind, rates))
        if key not in self._would:
            award = self._award(measure)
            worth = award.eligible & (award.total > 0) if award.priced else award.eligible
            rows = np.flatnonzero(worth)
            paid = np.zeros(len(worth), np.bool_)
            paid[rows] = self._claims(kind, rates, rows)
            self._would[key] = paid
        return self._would[key]

    def _claims(self, kind: Kind, rates: Rates, rows: Rows) -> Bool:
        """Who of some rows claims; each row is asked once, and most are never asked."""
        table = self.facts[kind.table]
        key = (kind.table, claimed_with(kind.name), rate_of(kind, rates))
        if key not in self._claimed:
            self._claimed[key] = np.zeros(len(table), np.bool_), np.zeros(len(table), np.bool_)
        known, says = self._claimed[key]
        fresh = rows[~known[rows]]
        if len(fresh):
            says[fresh] = self.claims(kind, table, rates, fresh)
            known[fresh] = True
        return says[rows]

    def _is_largest(self, measure: Measure, rivals: list[Measure], rates: Rates) -> Bool:
        own = self._award(measure).total
        largest = np.ones(len(own), np.bool_)
        order = sorted([measure, *rivals], key=lambda m: m.clause)
        for rival in rivals:
            # Of equal amounts the clause that stands first is drawn.
            other, first = self._award(rival).total, order.index(measure) < order.index(rival)
            beaten = (other > own) if first else (other >= own)
            largest &= ~(self._would_be_paid(rival, rates) & beaten)
        return largest


def joined(desks: Sequence[Desk]) -> Desk:
    """One desk for the facts of several: fewer, longer columns are decided faster."""
    tables = {kind: kind.joined([desk.facts[kind] for desk in desks]) for kind in desks[0].facts}
    return Desk(tables, desks[0].claims)


def _doubles(measure: Measure, rules: Rulebook) -> list[tuple[str, list[Measure]]]:
    """What to keep, and the other measures in force, of each rule against double benefit."""
    return [
        (rule.keep, [m for m in rules.measures if m.clause in rule.clauses and m is not measure])
        for rule in rules.no_double
        if measure.clause in rule.clauses
    ]


def rate_of(kind: Kind, rates: Rates) -> float | None:
    """The take-up a scenario sets for a kind, or for the kind it is claimed with."""
    return rates.get(claimed_with(kind.name))


def depends_on(measure: Measure, rules: Rulebook, rates: Rates) -> tuple[object, ...]:
    """Everything a decision depends on besides the facts."""
    rivals = [m for _, others in _doubles(measure, rules) for m in others]
    keeps = tuple(keep for keep, _ in _doubles(measure, rules))
    parts = [(m.clause, m.terms, rate_of(m.kind, rates)) for m in (measure, *rivals)]
    return (*parts, keeps)
