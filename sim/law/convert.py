"""From a number as written, with its unit, to the integers that rules read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from sim.base.dates import NEVER, as_date, day
from sim.base.errors import listed, say
from sim.base.money import fen, fraction
from sim.law.schema import CATEGORIES, Parameter, Scalar, Value
from sim.law.values import ALWAYS, Dated, share_table

FIRST_DAY_NEEDED = day(dt.date(2018, 1, 1))
"""Runs look back one year: every number must hold from here, or from ever."""


def integer(value: Scalar, unit: str) -> int | Fraction:
    """One number in the program's own unit: fen, a count, a day number, or an exact share."""
    if isinstance(value, bool):
        msg = say("'{value}' is not a number", "“{value}”不是数字", value=value)
        raise ValueError(msg)  # noqa: TRY004 - shown to users with the others
    if unit == "share":
        return fraction(str(value))
    if unit.startswith("yuan"):
        return fen(str(value))
    if unit == "date":
        return day(as_date(value))
    exact = fraction(str(value))
    if exact.denominator != 1:
        msg = say(
            "{value} should be a whole number of {unit}", "{value} 应为整数", value=value, unit=unit
        )
        raise ValueError(msg)
    return int(exact)


@lru_cache(maxsize=4096)
def dated(parameter: Parameter, tiers: tuple[str, ...]) -> Dated:
    """A parameter as a step function.

    Raises:
        ValueError: with what is wrong, for the caller to say where.
    """
    entries = [v for v in parameter.values if v.status != "open"]
    if not entries:
        msg = say("the number is open", "文件没有给出这个数")
        raise ValueError(msg)
    starts = [ALWAYS if v.from_ is None else day(v.from_) for v in entries]
    if starts[0] > FIRST_DAY_NEEDED:
        begun = f"starts on {entries[0].from_}, but runs look back to 2018-01-01"
        raise ValueError(f"{begun}; say what held before")
    categories = categories_of(parameter, tiers)
    rows = [_row(v, parameter.unit, categories) for v in entries]
    if parameter.unit == "share":
        table, denominator = share_table([[Fraction(x) for x in row] for row in rows])
    else:
        table, denominator = tuple(tuple(int(x) for x in row) for row in rows), 1
    return Dated(tuple(starts), table, categories, denominator)


def categories_of(parameter: Parameter, tiers: Sequence[str]) -> tuple[str, ...] | tuple[int, ...]:
    """Column names or bracket bounds of a parameter."""
    if not parameter.by:
        return ()
    if parameter.by == "tier":
        return tuple(tiers)
    if parameter.by in CATEGORIES:
        return CATEGORIES[parameter.by]
    first = parameter.values[0].value
    if isinstance(first, Mapping) and all(isinstance(k, int) for k in first):
        return tuple(int(k) for k in first)
    msg = f"by '{parameter.by}' needs ascending numbers, or one of tier, {', '.join(CATEGORIES)}"
    raise ValueError(msg)


def _row(
    value: Value, unit: str, categories: tuple[str, ...] | tuple[int, ...]
) -> list[int | Fraction]:
    given = value.value
    if not categories:
        if isinstance(given, Mapping) or given is None:
            msg = say(
                "one number is expected; values by category need 'by'",
                "这里只能是一个数，不能按类别分列",
            )
            raise ValueError(msg)
        return [integer(given, unit)]
    if not isinstance(given, Mapping):
        if given is None:
            msg = say("'value' is missing", "缺少 value")
            raise ValueError(msg)
        return [integer(given, unit)] * len(categories)
    if list(given) != list(categories):
        msg = say(
            "expected one number for each of {names}, in this order",
            "应依次给出 {names} 各自的数",
            names=listed(categories),
        )
        raise ValueError(msg)
    if isinstance(categories[0], int) and list(categories) != sorted(categories):
        msg = say("brackets should ascend", "各档应由低到高")
        raise ValueError(msg)
    return [integer(given[c], unit) for c in categories]


def spliced(base: Dated | None, change: Dated, first: int, last: int) -> Dated:
    """``change`` from ``first`` to ``last`` (days, included), ``base`` outside."""
    if base is None or (first == ALWAYS and last >= NEVER - 1):
        return change
    categories = change.categories or base.categories
    starts = sorted(
        {
            *(s for s in base.starts),
            *(s for s in change.starts if first <= s <= last),
            first,
            *([last + 1] if last < NEVER - 1 else []),
        }
    )
    width = max(len(categories), 1)
    rows = [
        [
            Fraction(int(source.raw(start, _key(source, categories, i))), source.denominator)
            for i in range(width)
        ]
        for start in starts
        for source in [change if first <= start <= last else base]
    ]
    table, denominator = share_table(rows)
    if base.denominator == 1 and change.denominator == 1 and denominator != 1:
        msg = "counts stay whole"
        raise AssertionError(msg)
    merged = Dated(tuple(starts), table, categories, denominator)
    return simplified(merged)


def _key(source: Dated, categories: Sequence[str | int], i: int) -> int | None:
    if not source.categories:
        return None
    return int(categories[i]) if source.by_bracket else i


def simplified(value: Dated) -> Dated:
    """The same function without steps that change nothing."""
    keep = [i for i in range(len(value.starts)) if i == 0 or value.table[i] != value.table[i - 1]]
    return replace(
        value,
        starts=tuple(value.starts[i] for i in keep),
        table=tuple(value.table[i] for i in keep),
    )
