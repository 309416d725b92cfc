"""Values that change on given days, and may differ by category; what rules read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

import numpy as np
import numpy.typing as npt

from sim.base.dates import NEVER
from sim.base.money import Share

Int64 = npt.NDArray[np.int64]
Bool = npt.NDArray[np.bool_]

ALWAYS = int(np.iinfo(np.int32).min)


@dataclass(frozen=True)
class Dated:
    """A step function of the day, one column per category.

    Attributes:
        starts: day numbers from which each row of ``table`` holds, ascending; the first may be
            ``ALWAYS``.
        table: int64 ``[steps, categories]``: fen for money, counts for months, days, persons and
            years, numerators over ``denominator`` for shares.
        categories: names of the columns (``("districts", "counties")``), or ascending lower
            bounds (``(12, 60, 120)``) where the value goes by brackets; empty for one column.
        denominator: 1 except for shares.
    """

    starts: tuple[int, ...]
    table: tuple[tuple[int, ...], ...]
    categories: tuple[str, ...] | tuple[int, ...] = ()
    denominator: int = 1

    @cached_property
    def _hash(self) -> int:
        return hash((self.starts, self.table, self.categories, self.denominator))

    def __hash__(self) -> int:
        """Computed once: terms are looked up by their values all the time."""
        return self._hash

    @property
    def by_bracket(self) -> bool:
        """True where the columns are brackets of a number."""
        return bool(self.categories) and isinstance(self.categories[0], int)

    def column(self, category: npt.ArrayLike | None) -> npt.NDArray[np.intp] | int:
        """Column of each row: the code itself, or the bracket a number falls in."""
        if not self.categories or (len(self.categories) == 1 and not self.by_bracket):
            return 0
        if category is None:
            msg = f"this value goes by {self.categories}: say which"
            raise ValueError(msg)
        category = np.asarray(category)
        if not self.by_bracket:
            return category.astype(np.intp)
        return np.asarray(self._brackets.take(category, mode="clip"))

    @cached_property
    def _array(self) -> Int64:
        return np.asarray(self.table, dtype=np.int64)

    @cached_property
    def _brackets(self) -> npt.NDArray[np.intp]:
        """Bracket of each whole number from 0 to the last bound, beyond which nothing changes."""
        numbers = np.arange(int(self.categories[-1]) + 1)
        found = np.searchsorted(np.asarray(self.categories), numbers, side="right") - 1
        return np.maximum(found, 0)

    def step(self, day: npt.ArrayLike) -> npt.NDArray[np.intp] | int:
        """Row of the table in force on each day."""
        day = np.asarray(day)
        step: npt.NDArray[np.intp] | int = 0
        for start in self.starts[1:]:
            step = step + (day >= start).astype(np.intp)
        return step

    def row(self, day: int) -> Int64:
        """The stored integers in force on one day, by category."""
        return np.asarray(self._array[self.step(day)])

    def raw(self, day: npt.ArrayLike, category: npt.ArrayLike | None = None) -> Int64:
        """The stored integers in force on each day, for each category."""
        step, column = self.step(day), self.column(category)
        if isinstance(step, int):
            return np.asarray(self._array[step].take(column))
        return np.asarray(self._array.ravel().take(step * len(self.table[0]) + column))

    def on(self, day: npt.ArrayLike, category: npt.ArrayLike | None = None) -> Int64:
        """Fen or count in force on each day (int64; 0-d when the same for every row)."""
        if self.denominator != 1:
            msg = "a share is read with share_on()"
            raise TypeError(msg)
        return self.raw(day, category)

    def share_on(self, day: npt.ArrayLike, category: npt.ArrayLike | None = None) -> Share:
        """The exact share in force on each day."""
        return Share(self.raw(day, category), self.denominator)

    def below_first_bracket(self, number: npt.ArrayLike) -> Bool:
        """True where a number lies below the first bracket, so that no value is given."""
        return np.asarray(np.asarray(number) < self.categories[0])

    def __mul__(self, other: Dated) -> Dated:
        """Product of two plain shares, e.g. a rate on a share of a base."""
        return _merge(self, other, lambda a, b: a * b)

    def __add__(self, other: Dated) -> Dated:
        """Sum of two plain shares, e.g. of contribution rates."""
        return _merge(self, other, lambda a, b: a + b)

    def fraction_on(self, day: int) -> Fraction:
        """The share on one day as a fraction (values without categories)."""
        return Fraction(int(self.raw(day)), self.denominator)


def _merge(a: Dated, b: Dated, op: Callable[[Fraction, Fraction], Fraction]) -> Dated:
    starts = tuple(sorted({*a.starts, *b.starts}))
    rows = [[op(a.fraction_on(day), b.fraction_on(day))] for day in starts]
    table, denominator = share_table(rows)
    return Dated(starts, table, (), denominator)


def share_table(rows: Sequence[Sequence[Fraction]]) -> tuple[tuple[tuple[int, ...], ...], int]:
    """Numerators over one common denominator."""
    denominator = lcm(*(x.denominator for row in rows for x in row))
    table = tuple(tuple(int(x * denominator) for x in row) for row in rows)
    return table, denominator


@dataclass(frozen=True)
class Window:
    """Days on which a clause holds, both ends included (AMB-73)."""

    first: int = ALWAYS
    last: int = NEVER - 1

    def holds(self, days: npt.ArrayLike) -> Bool:
        """True on each day inside the window; never true for ``NEVER``."""
        days = np.asarray(days)
        return np.asarray((days >= self.first) & (days <= self.last))
