"""Social-insurance bills of posts and firms, in whole fen.

The contribution base of a post is its wage (or nothing, where it is insured at the floor),
raised to the floor and cut at the cap in force. A bill is rounded once per post and year (or
month, for what is payable in one month), half up; sums over posts are exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm

import numpy as np
import numpy.typing as npt

from sim.base.dates import first_day_of, month, month_of
from sim.law.values import ALWAYS, Dated

Int64 = npt.NDArray[np.int64]
Local = Mapping[str, Dated]
"""The jurisdiction's law parameters by name."""

BASES = ("contribution_floor", "contribution_cap")
UNEMPLOYMENT = ("unemployment_employer", "unemployment_employee")
UNEMPLOYMENT_FIRM = ("unemployment_employer",)
THREE_FIRM = ("pension_employer", "medical_employer", "unemployment_employer")
ALL_FIRM = (*THREE_FIRM, "injury_employer", "maternity_employer")
_EMPLOYEE = ("pension_employee", "medical_employee", "unemployment_employee")
THREE = (*THREE_FIRM, *_EMPLOYEE)
ALL = (*ALL_FIRM, *_EMPLOYEE)


@dataclass(frozen=True)
class Stretch:
    """Consecutive months of a year with the same floor, cap and rates.

    Attributes:
        first: month number of its first month.
        months: how many months.
        floor, cap: fen a month.
        rates: one rate for each list of insurances asked for.
    """

    first: int
    months: int
    floor: int
    cap: int
    rates: tuple[Fraction, ...]

    def base(self, declared: npt.ArrayLike) -> Int64:
        """Contribution bases for declared wages (0 where insured at the floor), fen a month."""
        return np.clip(np.asarray(declared, np.int64), self.floor, self.cap)


def rate(local: Local, insurances: Sequence[str], day: int) -> Fraction:
    """Sum of the contribution rates in force on a day."""
    total = Fraction(0)
    for name in insurances:
        share = local[name].share_on(day)
        total += Fraction(int(np.asarray(share.numerator)), share.denominator)
    return total


def stretches(local: Local, year: int, *insurances: Sequence[str]) -> list[Stretch]:
    """A calendar year cut where the floor, the cap or one of the rates changes.

    The values in force on the first of a month hold for the whole month.
    """
    names = (*BASES, *dict.fromkeys(n for some in insurances for n in some))
    return list(_stretches(year, insurances, names, tuple(local[name] for name in names)))


@lru_cache(maxsize=256)
def _stretches(
    year: int,
    insurances: tuple[Sequence[str], ...],
    names: tuple[str, ...],
    values: tuple[Dated, ...],
) -> tuple[Stretch, ...]:
    # The same for every partition: worked out once.
    local = dict(zip(names, values, strict=True))
    begins = _changes(local, names, year)
    ends = [*begins[1:], month(year + 1)]
    found: list[Stretch] = []
    for number, end in zip(begins, ends, strict=True):
        day = int(first_day_of(number))
        floor, cap = (int(local[name].on(day)) for name in BASES)
        rates = tuple(rate(local, some, day) for some in insurances)
        found.append(Stretch(number, end - number, floor, cap, rates))
    return tuple(found)


def _changes(local: Local, names: Sequence[str], year: int) -> list[int]:
    """January, and each later month of the year whose first day is the first under a new value."""
    first, after = month(year), month(year + 1)
    # A value that starts after the first of a month holds from the next month on.
    starts = {
        int(month_of(start - 1)) + 1
        for name in set(names)
        for start in local[name].starts
        if start != ALWAYS
    }
    return [first, *sorted(s for s in starts if first < s < after)]


def year_bills(
    bases: Sequence[Int64], parts: Sequence[Stretch], which: int, months: Int64 | None = None
) -> Int64:
    """A year's premium of each post, rounded once, half up.

    Args:
        bases: contribution base of each post in fen a month, for each stretch.
        parts: the stretches of the year.
        which: which of the stretches' rates.
        months: months of each stretch in which each post is filled, ``[stretches, posts]``;
            every month when absent.
    """
    denominator = lcm(*(part.rates[which].denominator for part in parts))
    total, product = np.zeros(len(bases[0]), np.int64), np.empty(len(bases[0]), np.int64)
    for i, part in enumerate(parts):
        numerator = int(part.rates[which] * denominator)
        filled = part.months if months is None else months[i]
        np.multiply(bases[i], numerator * filled, out=product)
        total += product
    return _halved_up(total, denominator)


def month_bills(base: Int64, part: Stretch, which: int) -> Int64:
    """What is payable in one month of a stretch on each base in fen, rounded half up."""
    share = part.rates[which]
    return _halved_up(base * share.numerator, share.denominator)


def _halved_up(numerator: Int64, denominator: int) -> Int64:
    """:func:`divide_half_up` of an array of our own, in place: a million posts are memory-bound."""
    numerator *= 2
    numerator += denominator
    numerator //= 2 * denominator
    return numerator


def filled_months(parts: Sequence[Stretch], first: Int64, last: Int64) -> Int64:
    """Months of each stretch between two months, both included, ``[stretches, posts]``."""
    begin = np.array([part.first for part in parts])[:, None]
    end = begin + np.array([part.months for part in parts])[:, None]
    return np.asarray(np.maximum(np.minimum(end, last + 1) - np.maximum(begin, first), 0))
