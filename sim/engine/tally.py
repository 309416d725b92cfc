"""Exact sums over decisions: by clause and month, by clause and year, by who gains."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from sim.base.dates import month
from sim.base.sums import EXACT
from sim.engine.decide import Decision, Desk, Rates, depends_on
from sim.engine.gains import Gains, Paid, Units, added
from sim.measures.award import Award, Payment
from sim.measures.rulebook import Measure, Rulebook
from sim.measures.tables import Table

Int64 = npt.NDArray[np.int64]

Key = TypeVar("Key")


class Asked(IntEnum):
    """How much of the sums is asked for; each step costs more time.

    Money by month alone, of public purses and of employers; also heads, funnel, credit; also who
    gains.
    """

    MONEY = 1
    LINES = 2
    REACH = 3


@dataclass
class Lines:
    """Sums of one clause in one arm.

    Attributes:
        outlay: fen by month of the horizon (int64): paid, lent or forgone.
        heads: payees paid in each month (int64).
        funnel: occasions, eligible and paid rows, persons covered (int64 ``[4, 1 + years]``): those
            before the horizon, then year by year.
        gains: claims and fen by dimension, category and year; empty if not asked for.
        priced: False where the clause's number is open.
        exposure: fen that public money stands behind in each month, for credit (int64).
        later: fen due after the horizon from what was granted in it.
        own: fen by month that employers bear beside the fund (int64).
    """

    outlay: Int64
    heads: Int64
    funnel: Int64
    gains: Gains
    priced: bool
    exposure: Int64
    later: int
    own: Int64

    def __add__(self, other: Lines) -> Lines:
        return Lines(
            self.outlay + other.outlay,
            self.heads + other.heads,
            self.funnel + other.funnel,
            added(self.gains, other.gains),
            self.priced and other.priced,
            self.exposure + other.exposure,
            self.later + other.later,
            self.own + other.own,
        )


@dataclass
class Tally:
    """Sums of a set of partitions.

    Attributes:
        lines: by (arm, clause).
        premiums: unemployment premium paid in the year before each year, fen (int64 ``[years]``).
        insured: unemployment premium payable in fen, insured posts, lay-offs and wages that
            enterprises pay in fen, by month, by arm (int64 ``[4, months]``).
        excess: fen by month above the ceilings of the text or of national rules, by (arm, clause).
        doubles: persons for whom two clauses of one purpose pay in one period, and fen of the
            smaller amounts (int64 ``[2]``), by (arm, purpose, clause, clause).
        jobs: additional jobs by (arm, kind), as in :class:`sim.engine.ledger.Ledger`.
        contributions: social insurance payable a month and the staff it is for, by year (fen and
            persons, int64 ``[2, years]``).
        idle: fen by month that standing measures would pay if nobody responded, by (arm, clause).
    """

    lines: dict[tuple[str, str], Lines] = field(default_factory=dict)
    premiums: Int64 = field(default_factory=lambda: np.zeros(0, np.int64))
    insured: dict[str, Int64] = field(default_factory=dict)
    excess: dict[tuple[str, str], Int64] = field(default_factory=dict)
    doubles: dict[tuple[str, str, str, str], Int64] = field(default_factory=dict)
    jobs: dict[tuple[str, str], Int64] = field(default_factory=dict)
    contributions: Int64 = field(default_factory=lambda: np.zeros((2, 0), np.int64))
    idle: dict[tuple[str, str], Int64] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Add another partition's sums; exact, so in any order."""
        for key, lines in other.lines.items():
            self.lines[key] = self.lines[key] + lines if key in self.lines else lines
        for one, path in other.jobs.items():
            self.jobs[one] = self.jobs[one] + path if one in self.jobs else path
        for one, outlay in other.idle.items():
            self.idle[one] = self.idle[one] + outlay if one in self.idle else outlay
        if len(other.premiums):
            known = len(self.premiums) > 0
            self.premiums = self.premiums + other.premiums if known else other.premiums
            self.contributions = (
                self.contributions + other.contributions if known else other.contributions
            )
        _add(self.insured, other.insured)
        _add(self.excess, other.excess)
        _add(self.doubles, other.doubles)


def _add(to: dict[Key, Int64], more: dict[Key, Int64]) -> None:
    for key, sums in more.items():
        to[key] = to[key] + sums if key in to else sums


@dataclass(frozen=True)
class Horizon:
    """The years a run reports; payments in other months belong to other budgets."""

    first_year: int
    last_year: int

    @property
    def first_month(self) -> int:
        """Month number of the first January."""
        return month(self.first_year)

    @property
    def months(self) -> int:
        """Number of months."""
        return 12 * self.years

    @property
    def years(self) -> int:
        """Number of years."""
        return self.last_year - self.first_year + 1

    @property
    def every_year(self) -> range:
        """The years one by one."""
        return range(self.first_year, self.last_year + 1)


@dataclass(frozen=True)
class Calendar:
    """When the occasions of a table fall: 0 before the horizon, then 1, 2, ... for its years."""

    year: npt.NDArray[np.intp]
    occasions: Int64

    @classmethod
    def of(cls, table: Table, horizon: Horizon) -> Calendar:
        """The year of each occasion, and how many fall in each."""
        since = table.year.astype(np.intp) - horizon.first_year + 1
        year = np.minimum(np.maximum(since, 0), horizon.years)
        return cls(year, np.bincount(year, minlength=horizon.years + 1))


@dataclass
class Sheet:
    """Sums of one partition under any rules; an unchanged measure is not added up again.

    Attributes:
        desk: decides the partition.
        horizon: the years reported.
        asked: which sums; those not asked for are zero.
        units: who the people are, to say who gains.
    """

    desk: Desk
    horizon: Horizon
    asked: Asked = Asked.LINES
    units: Units | None = None
    _lines: dict[tuple[object, ...], Lines] = field(default_factory=dict)
    _calendars: dict[type[Table], Calendar] = field(default_factory=dict)

    def lines(self, rules: Rulebook, rates: Rates) -> dict[str, Lines]:
        """The sums of every measure of a rulebook, by clause."""
        return {m.clause: self.line(m, rules, rates) for m in rules.measures}

    def line(self, measure: Measure, rules: Rulebook, rates: Rates) -> Lines:
        """The sums of one measure of a rulebook."""
        key = depends_on(measure, rules, rates)
        if key not in self._lines:
            decision = self.desk.decision(measure, rules, rates)
            if self.asked == Asked.MONEY:
                self._lines[key] = money_of(decision, self.horizon)
            else:
                calendar = self._calendar(measure.kind.table)
                self._lines[key] = lines_of(decision, self.horizon, calendar, self.units)
        return self._lines[key]

    def _calendar(self, kind: type[Table]) -> Calendar:
        if kind not in self._calendars:
            self._calendars[kind] = Calendar.of(self.desk.facts[kind], self.horizon)
        return self._calendars[kind]


def money_of(decision: Decision, horizon: Horizon) -> Lines:
    """Money of one decision by month, and none of the other sums."""
    rows, size = np.flatnonzero(decision.paid), horizon.months
    outlay = np.zeros(size + 1, np.int64)
    for payment in decision.award.payments:
        if payment.by_fund:
            outlay += _spread(*_within(payment, rows, horizon), payment.amount[rows], size)
    none = np.zeros(size, np.int64)
    funnel = np.zeros((4, 1 + horizon.years), np.int64)
    priced = decision.award.priced
    own = _own(decision, rows, horizon)
    return Lines(outlay[:size], none, funnel, {}, priced, none, 0, own)


def lines_of(
    decision: Decision, horizon: Horizon, calendar: Calendar, units: Units | None = None
) -> Lines:
    """The sums of one decision; who gains only where it is known who the people are."""
    rows = np.flatnonzero(decision.paid)
    outlay, heads, totals = _by_month(decision.award, rows, horizon)
    exposure = _exposure(decision.award, rows, horizon)
    later, own = _later(decision.award, rows, horizon), _own(decision, rows, horizon)
    if decision.award.priced:
        # Who is paid in other years only belongs to other budgets.
        rows = rows[totals > 0]
    return Lines(
        outlay,
        heads,
        _funnel(decision, rows, calendar),
        gains_of(decision, rows, horizon, units) if units and decision.award.priced else {},
        decision.award.priced,
        exposure,
        later,
        own,
    )


def gains_of(
    decision: Decision, rows: npt.NDArray[np.intp], horizon: Horizon, units: Units
) -> Gains:
    """Who gains from one decision, of rows that are paid within the horizon."""
    fen = np.zeros((horizon.years, len(rows)), np.int64)
    for payment in decision.award.payments:
        if payment.by_fund:
            amount, (begin, end) = payment.amount[rows], _within(payment, rows, horizon)
            for i in range(horizon.years):
                months = np.minimum(end, 12 * (i + 1)) - np.maximum(begin, 12 * i)
                fen[i] += amount * np.maximum(months, 0)
    return units.gains(Paid(decision.table, rows, fen))


def _later(award: Award, rows: npt.NDArray[np.intp], horizon: Horizon) -> int:
    """Fen of public money that falls due after the last month."""
    end = horizon.first_month + horizon.months
    total = 0
    for payment in award.payments:
        if payment.by_fund:
            first, months = payment.first_month[rows].astype(np.int64), payment.months[rows]
            total += int((payment.amount[rows] * np.clip(first + months - end, 0, months)).sum())
    return total


def _own(decision: Decision, rows: npt.NDArray[np.intp], horizon: Horizon) -> Int64:
    """Fen that employers bear: their part of a shared cost, training that the fund does not pay."""
    size = horizon.months
    total = np.zeros(size + 1, np.int64)
    for payment in decision.award.payments:
        if not payment.by_fund:
            total += _spread(*_within(payment, rows, horizon), payment.amount[rows], size)
    return total[:size]


def _within(payment: Payment, rows: npt.NDArray[np.intp], horizon: Horizon) -> tuple[Int64, Int64]:
    """The months of the horizon that each row's payments begin in and end before."""
    begin = payment.first_month[rows].astype(np.int64) - horizon.first_month
    end = np.minimum(np.maximum(begin + payment.months[rows], 0), horizon.months)
    return np.minimum(np.maximum(begin, 0), horizon.months), end


def _exposure(award: Award, rows: npt.NDArray[np.intp], horizon: Horizon) -> Int64:
    size = horizon.months
    total = np.zeros(size + 1, np.int64)
    for payment in award.exposure:
        total += _spread(*_within(payment, rows, horizon), payment.amount[rows], size)
    return total[:size]


def _by_month(
    award: Award, rows: npt.NDArray[np.intp], horizon: Horizon
) -> tuple[Int64, Int64, Int64]:
    size = horizon.months
    outlay, heads = np.zeros(size + 1, np.int64), np.zeros(size + 1, np.int64)
    totals = np.zeros(len(rows), np.int64)
    parts = [p for p in award.payments if p.by_fund]
    reached = np.zeros(len(rows), np.int64) if len(parts) > 1 else None
    for payment in parts:
        first, months = payment.first_month[rows], payment.months[rows]
        amount = payment.amount[rows]
        at = np.flatnonzero((months > 0) & (amount > 0))
        if len(at) < len(rows):
            first, months, amount = first[at], months[at], amount[at]
        begin = first.astype(np.int64) - horizon.first_month
        end = np.minimum(np.maximum(begin + months, 0), size)
        begin = np.minimum(np.maximum(begin, 0), size)
        outlay += _spread(begin, end, amount, size)
        totals[at] += amount * (end - begin)
        # A payee counts once a month however many parts the payment has; parts come in time order.
        if reached is not None:
            fresh = np.minimum(np.maximum(begin, reached[at]), end)
            reached[at] = np.maximum(reached[at], end)
            begin = fresh
        heads += _spread(begin, end, None, size)
    return outlay[:size], heads[:size], totals


def _spread(begin: Int64, end: Int64, amount: Int64 | None, size: int) -> Int64:
    """Sum of amounts (or counts) over the months [begin, end) of every row."""
    if amount is not None and int(amount.sum()) >= EXACT:
        msg = "a partition's payments exceed the exact range of the month sums"
        raise OverflowError(msg)
    starts = np.bincount(begin, weights=amount, minlength=size + 1)
    stops = np.bincount(end, weights=amount, minlength=size + 1)
    return np.cumsum(np.rint(starts - stops).astype(np.int64))


def _funnel(decision: Decision, rows: npt.NDArray[np.intp], calendar: Calendar) -> Int64:
    years = len(calendar.occasions)
    eligible, paid = calendar.year[decision.award.eligible], calendar.year[rows]
    covered = np.bincount(paid, weights=decision.table.covered[rows], minlength=years)
    counts = (
        calendar.occasions,
        np.bincount(eligible, minlength=years),
        np.bincount(paid, minlength=years),
        np.rint(covered),
    )
    return np.array(counts, np.int64)
