"""For whom two measures of one purpose pay: the audit's first question, from the decisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from sim.base.dates import NEVER
from sim.engine.decide import Desk, Rates
from sim.law.purposes import Purpose, purposes
from sim.measures.rulebook import Measure, Rulebook

Int64 = npt.NDArray[np.int64]
YEARS = 4096
"""More than any calendar year: a person and a year make one number."""
PERSONS = ("person", "founder")
"""Columns that hold the person a measure is paid for, whoever receives the money."""


@dataclass(frozen=True)
class Twice:
    """Persons for whom two clauses of one purpose pay in one year.

    Attributes:
        purpose, clause, other: what for, and under which clauses.
        person, year: whom and when (int64).
        fen, other_fen: what each clause pays for the person in that year (int64).
    """

    purpose: str
    clause: str
    other: str
    person: Int64
    year: Int64
    fen: Int64
    other_fen: Int64

    @property
    def sums(self) -> Int64:
        """(persons and years, fen of the smaller amount of each), int64 ``[2]``."""
        return np.array([len(self.person), np.minimum(self.fen, self.other_fen).sum()], np.int64)


@dataclass(frozen=True)
class _Paid:
    """Persons of one measure by calendar year, each once: keys ascending, fen, months of pay."""

    keys: Int64
    fen: Int64
    first: Int64
    end: Int64


def doubles(desk: Desk, rules: Rulebook, rates: Rates) -> Iterator[Twice]:
    """Pairs of clauses that pay for the same person, purpose and period, whatever fund they use.

    The period is the calendar year, or, where the purpose says so, overlapping months: from the
    first to the last month of pay for the occasions of a year.
    """
    for purpose in purposes().purposes:
        found = [
            (m.clause, paid)
            for m in rules.measures
            if m.kind.name in purpose.kinds and m.nature == "outlay" and not m.part_of
            if (paid := _paid(desk, m, rules, rates)) is not None
        ]
        for (clause, a), (other, b) in combinations(found, 2):
            twice = _both(purpose, clause, a, other, b)
            if len(twice.person):
                yield twice


def _both(purpose: Purpose, clause: str, a: _Paid, other: str, b: _Paid) -> Twice:
    keys, i, j = np.intersect1d(a.keys, b.keys, assume_unique=True, return_indices=True)
    if purpose.within == "months":
        together = (a.first[i] < b.end[j]) & (b.first[j] < a.end[i])
        keys, i, j = keys[together], i[together], j[together]
    return Twice(purpose.id, clause, other, keys // YEARS, keys % YEARS, a.fen[i], b.fen[j])


def _paid(desk: Desk, measure: Measure, rules: Rulebook, rates: Rates) -> _Paid | None:
    if measure.kind.table.CLAIMANT not in PERSONS:
        return None
    decision = desk.decision(measure, rules, rates)
    amount = decision.award.total
    rows = np.flatnonzero(decision.paid & (amount > 0))
    ids = decision.table.claimant[rows].astype(np.int64)
    rows, ids = rows[(ids != NEVER) & (ids >= 0)], ids[(ids != NEVER) & (ids >= 0)]
    if not len(rows):
        return None
    year = decision.table.year[rows].astype(np.int64)
    keys, at = np.unique(ids * YEARS + year, return_inverse=True)
    fen = np.zeros(len(keys), np.int64)
    np.add.at(fen, at, amount[rows])
    first, end = np.full(len(keys), NEVER, np.int64), np.zeros(len(keys), np.int64)
    for payment in decision.award.payments:
        begin, months = payment.first_month[rows].astype(np.int64), payment.months[rows]
        some = (months > 0) & (payment.amount[rows] > 0)
        np.minimum.at(first, at[some], begin[some])
        np.maximum.at(end, at[some], begin[some] + months[some])
    return _Paid(keys, fen, first, end)
