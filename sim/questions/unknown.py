"""What a rule says whatever the facts that nobody gave: tried on many rows that differ in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import Field, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.base.dates import NEVER, day, month_of
from sim.measures.award import conditions_heard
from sim.measures.occasion import FIRST_DAY, LAST_DAY, NEVER_SAID, limits
from sim.measures.rulebook import Measure
from sim.measures.tables import GROUPS, Table

TRIES = 4096
POLICY_YEARS = day("2015-01-01"), day("2024-12-31")
CODES = 5
"""Codes without words (levels of certificates) run from 0 to 5."""
Values = npt.NDArray[np.int64]
Parts = npt.NDArray[np.float64]


def decided(
    measure: Measure, table: Table, missing: Collection[str], tiers: int
) -> dict[str, bool]:
    """The conditions that hold, or fail, whatever the missing facts are.

    Args:
        measure: the measure.
        table: one occasion; columns in ``missing`` hold a placeholder.
        missing: columns that nobody gave.
        tiers: minimum-wage tiers of the place.
    """
    parts = _evenly()
    columns = {
        f.name: _tried(f, parts, tiers)
        if f.name in missing
        else np.repeat(getattr(table, f.name), TRIES)
        for f in fields(table)
    }
    with conditions_heard() as heard:
        measure.kind.rule(type(table).of(**columns), measure.terms)
    together: dict[str, npt.NDArray[np.bool_]] = {}
    for name, holds in heard:
        together[name] = together.get(name, np.asarray(True)) & holds
    return {name: bool(h.any()) for name, h in together.items() if h.any() == h.all()}


def _evenly() -> Iterator[Parts]:
    """Sequences that fill [0, 1) evenly, each unlike the others: multiples of roots of primes."""
    primes = (n for n in range(2, 10_000) if all(n % k for k in range(2, int(n**0.5) + 1)))
    for prime in primes:
        yield np.arange(1, TRIES + 1) * np.sqrt(prime) % 1.0


def _tried(column: Field[Any], parts: Iterator[Parts], tiers: int) -> Values:
    """Values of a fact: of every kind, those near the policy and its limits most often."""
    unit, words = column.metadata["unit"], column.metadata["words"]
    if words:
        codes = np.asarray(list(words.values()))
        return codes[_between(next(parts), 0, len(codes) - 1)]
    if unit in ("day", "month"):
        return _days(column, parts)
    low, high = limits(column)
    if column.name == "tier":
        return _between(next(parts), 0, tiers - 1)
    if unit in ("bits", "code", "-"):
        most = {"bits": (1 << len(GROUPS)) - 1, "code": CODES, "-": 1}[unit]
        return _between(next(parts), low if unit == "code" else 0, most)
    small = _between(next(parts), low, min(high, 60))
    large = np.exp(next(parts) * np.log(float(high))).astype(np.int64)
    return np.where(next(parts) < 0.5, small, np.clip(large, low, high))


def _days(column: Field[Any], parts: Iterator[Parts]) -> Values:
    """Days or months, most of them in the years of the policy; none where that is possible."""
    near, far = (_between(next(parts), *ends) for ends in (POLICY_YEARS, (FIRST_DAY, LAST_DAY)))
    days = np.where(next(parts) < 0.7, near, far)
    found = days if column.metadata["unit"] == "day" else month_of(days).astype(np.int64)
    may_miss = NEVER_SAID in column.metadata["meaning"]
    return np.where((next(parts) < 0.2) & may_miss, NEVER, found)


def _between(part: Parts, low: int, high: int) -> Values:
    """Whole numbers from low to high, both included."""
    return low + np.floor(part * (high - low + 1)).astype(np.int64)
