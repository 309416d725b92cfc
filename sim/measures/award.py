"""What a measure decides for each row: who may claim, what is paid, in which months."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from sim.base.dates import NEVER, Int32, first_day_of, month_of
from sim.base.money import Int64
from sim.law.values import ALWAYS, Dated
from sim.measures.tables.base import Table

Bool = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Payment:
    """Equal monthly payments of one payer.

    Attributes:
        amount: fen of each payment (int64 ``[rows]``).
        first_month: month number of the first payment (int32 ``[rows]``).
        months: how many payments, one a month; 0 for none (int32 ``[rows]``).
        by_fund: True where public money pays; False for what the employer itself must bear.
    """

    amount: Int64
    first_month: Int32
    months: Int32
    by_fund: bool = True

    @property
    def total(self) -> Int64:
        """Fen over all months, by row."""
        return self.amount * self.months

    def where(self, rows: Bool) -> Payment:
        """The same payments, none outside the given rows."""
        return replace(self, months=self.months * rows)


@dataclass(frozen=True)
class Award:
    """The outcome of a measure on a table.

    Attributes:
        eligible: rows that meet every condition of the clause, before take-up.
        payments: what eligible rows receive; never anything for the others.
        priced: False where the law gives no number and nobody supplied one.
        exposure: what public money stands behind in each month, for credit (no payment of it).
    """

    eligible: Bool
    payments: tuple[Payment, ...]
    priced: bool = True
    exposure: tuple[Payment, ...] = ()

    @classmethod
    def of(cls, eligible: Bool, *payments: Payment) -> Award:
        """An award whose payments are limited to the eligible rows."""
        return cls(eligible, tuple(p.where(eligible) for p in payments))

    @classmethod
    def unpriced(cls, eligible: Bool) -> Award:
        """Heads without money: the clause's number is open."""
        return cls(eligible, (), priced=False)

    @property
    def total(self) -> Int64:
        """Public money of each row over all months, in fen."""
        rows = np.zeros(len(self.eligible), np.int64)
        for payment in self.payments:
            if payment.by_fund:
                rows += payment.total
        return rows


def paid_from(award: Award, day: int, table: Table) -> Award:
    """What of an award falls due in the month of a day or later; nothing else makes entitled.

    Rows to whom nothing falls due at any time (credit, open numbers) go by their occasion.
    """
    month = int(month_of(day))
    payments = tuple(_from_month(p, month) for p in award.payments)
    never = np.ones(len(award.eligible), np.bool_)
    after = np.zeros(len(award.eligible), np.bool_)
    for whole, part in zip(award.payments, payments, strict=True):
        never &= whole.months == 0
        after |= part.months > 0
    eligible = award.eligible & every(due_in_force=after | (never & (table.occasion >= day)))
    exposure = tuple(p.where(eligible) for p in award.exposure)
    return replace(award, eligible=eligible, payments=payments, exposure=exposure)


def _from_month(payment: Payment, month: int) -> Payment:
    """The payments from a month on."""
    first, months = overlap(payment.first_month, payment.months, month, NEVER)
    return replace(payment, first_month=first, months=months)


_HEARD: ContextVar[list[tuple[str, Bool]] | None] = ContextVar("conditions heard", default=None)
_PARTS: ContextVar[list[tuple[str, Bool]] | None] = ContextVar("parts heard", default=None)


def every(**tests: Bool | bool) -> Bool:
    """Rows that meet every condition; a condition that is plainly ``True`` is not asked.

    Conditions have names so that :func:`conditions_heard` can tell which of them failed.
    """
    heard = _HEARD.get()
    asked = {name: np.asarray(test) for name, test in tests.items() if test is not True}
    if heard is not None:
        heard += asked.items()
    if not asked:
        msg = "every() needs a condition that is asked"
        raise ValueError(msg)
    met, *rest = asked.values()
    for test in rest:
        met = met & test
    return met


@contextmanager
def conditions_heard() -> Iterator[list[tuple[str, Bool]]]:
    """Collects the conditions that rules look at, by name, while it is open."""
    heard: list[tuple[str, Bool]] = []
    token = _HEARD.set(heard)
    try:
        yield heard
    finally:
        _HEARD.reset(token)


def part_due(**tests: Bool) -> Bool:
    """Rows on which a part of the payment falls due.

    Not a condition of the clause: who does not meet it stays entitled, and gets less or nothing.
    """
    heard = _PARTS.get()
    if heard is not None:
        heard += tests.items()
    return np.asarray(np.logical_and.reduce(list(tests.values())))


@contextmanager
def parts_heard() -> Iterator[list[tuple[str, Bool]]]:
    """Collects what parts of payments depend on, by name, while it is open."""
    heard: list[tuple[str, Bool]] = []
    token = _PARTS.set(heard)
    try:
        yield heard
    finally:
        _PARTS.reset(token)


@contextmanager
def unheard() -> Iterator[None]:
    """Conditions looked at inside are alternatives: they are not told one by one."""
    token = _HEARD.set(None)
    try:
        yield
    finally:
        _HEARD.reset(token)


def once(amount: npt.ArrayLike, month: npt.ArrayLike, *, by_fund: bool = True) -> Payment:
    """A single payment in a month."""
    month = np.asarray(month, np.int32)
    amount = np.broadcast_to(np.asarray(amount, np.int64), month.shape)
    return Payment(amount, month, np.ones(month.shape, np.int32), by_fund)


def monthly(
    rate: Dated,
    first_month: npt.ArrayLike,
    months: npt.ArrayLike,
    category: npt.ArrayLike | None = None,
    share: Dated | None = None,
    *,
    by_fund: bool = True,
) -> tuple[Payment, ...]:
    """Monthly payments at the rate in force on the first of each month.

    A run of months that crosses a change of rate becomes one payment per step.

    Args:
        rate: fen a month.
        first_month: month number of the first payment, by row.
        months: number of months, by row; negative counts as none.
        category: the rate's category (tier), by row.
        share: paid share of the rate, rounded half up each month; all of it when absent.
        by_fund: as in :class:`Payment`.
    """
    if rate.denominator != 1:
        msg = "monthly payments go by a rate in money"
        raise TypeError(msg)
    payments, column = [], rate.column(category)
    for day, since, until in segments(rate, share):
        begin, length = overlap(first_month, months, since, until)
        # The share of each category's rate, then each row's: rounding is the same, work is less.
        amounts = rate.row(day)
        if share is not None:
            amounts = share.share_on(day).of(amounts)
        amount = np.broadcast_to(amounts.take(column), begin.shape)
        payments.append(Payment(amount, begin, length, by_fund))
    return tuple(payments)


def overlap(
    first_month: npt.ArrayLike, months: npt.ArrayLike, since: int, until: int
) -> tuple[Int32, Int32]:
    """First month and number of months of each run that fall in ``[since, until)``."""
    begin = np.asarray(first_month, np.int32)
    length = np.maximum(np.asarray(months, np.int32), 0)
    if since == ALWAYS and until == NEVER:
        return begin, length
    # A month number and its length stay far below the range of int32 except for NEVER.
    end = np.minimum(begin.astype(np.int64) + length, until)
    start = np.maximum(begin, since)
    length = np.maximum(end - start, 0).astype(np.int32)
    return np.where(length > 0, start, begin), length


def segments(*values: Dated | None) -> list[tuple[int, int, int]]:
    """(a day inside, first month, month after the last) of each stretch without a change.

    A value that changes within a month holds from the first of the next one.
    """
    changes = {s for v in values if v is not None for s in v.starts if s != ALWAYS}
    starts = sorted({int(month_of(s - 1)) + 1 for s in changes})
    bounds = [ALWAYS, *starts, NEVER]
    return [
        (int(first_day_of(a)) if a != ALWAYS else _before(starts), a, b)
        for a, b in pairwise(bounds)
    ]


def _before(starts: list[int]) -> int:
    return int(first_day_of(starts[0])) - 1 if starts else 0


def settled(payments: tuple[Payment, ...], month: Int32) -> Payment:
    """Several runs of monthly payments, paid in one sum in the given month."""
    return once(sum((p.total for p in payments), np.zeros(month.shape, np.int64)), month)
