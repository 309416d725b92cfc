"""One row of a fact table from facts as people write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import Field, fields
from typing import Any

import numpy as np

from sim.base.dates import NEVER, as_date, date_of, day, month_label, month_of, parse_month
from sim.base.errors import Problem, UserError, did_you_mean
from sim.base.money import FEN_PER_YUAN, fen
from sim.measures.tables import GROUPS, Table, bit

FEN = "_fen"
NEVER_SAID = "NEVER"
FIRST_DAY, LAST_DAY = day(dt.date(1930, 1, 1)), day(dt.date(2100, 12, 31))
MOST_FEN = 10**13
"""Facts in money stay below 100 billion yuan: sums with them are exact."""


def occasion(table: type[Table], facts: Mapping[str, Any]) -> Table:
    """A one-row table.

    Days are ISO dates or ``never``, months ``2019-03`` or ``never``, money is in yuan under the
    column's name without ``_fen``, groups are a list of names, codes have their words.

    Raises:
        UserError: unknown facts, missing facts (never taken as zero), wrong values; all at once.
    """
    return occasions(table, [facts])


def occasions(table: type[Table], rows: Sequence[Mapping[str, Any]]) -> Table:
    """A table of several such rows."""
    columns = named_facts(table)
    problems: list[Problem] = []
    values: dict[str, list[Any]] = {f.name: [] for f in columns.values()}
    for i, facts in enumerate(rows):
        where = f"row {i + 1}: " if len(rows) > 1 else ""
        problems += unknown_facts(table, facts, where)
        for name, spec in columns.items():
            if name not in facts:
                what = f"this fact is needed ({spec.metadata['meaning']})"
                problems.append(Problem(f"{where}{name}", what))
                continue
            try:
                values[spec.name].append(number_of(facts[name], spec))
            except (ValueError, TypeError) as error:
                problems.append(Problem(f"{where}{name}", str(error)))
    if problems:
        raise UserError(problems)
    return table.of(**values)


def named_facts(table: type[Table]) -> dict[str, Field[Any]]:
    """The columns of a table by the names people write: money without ``_fen``."""
    return {f.name.removesuffix(FEN): f for f in fields(table)}


def unknown_facts(table: type[Table], facts: Mapping[str, Any], where: str = "") -> list[Problem]:
    """Facts that the table does not have."""
    known = list(named_facts(table))
    return [
        Problem(f"{where}{name}", f"no such fact; {did_you_mean(str(name), known)}")
        for name in facts
        if name not in known
    ]


def number_of(value: Any, column: Field[Any]) -> int:
    """A fact as written, as the integer its column stores.

    Raises:
        ValueError, TypeError: with what would be right.
    """
    unit, words = column.metadata["unit"], column.metadata["words"]
    if value == "never":
        if NEVER_SAID not in column.metadata["meaning"]:
            msg = "'never' is not possible here"
            raise ValueError(msg)
        return NEVER
    if words and isinstance(value, str):
        if value not in words:
            msg = f"'{value}' should be one of: {', '.join(words)}"
            raise ValueError(msg)
        return int(words[value])
    number = _converted(value, unit)
    low, high = limits(column)
    if not low <= number <= high:
        msg = f"'{value}' is out of range: {_said(low, unit)} to {_said(high, unit)}"
        raise ValueError(msg)
    return number


def _converted(value: Any, unit: str) -> int:
    for units, convert in _WRITTEN.items():
        if unit in units:
            try:
                return convert(value)
            except UserError as error:
                raise ValueError(str(error)) from None
    if isinstance(value, bool) or not isinstance(value, int):
        msg = f"'{value}' should be a whole number ({unit})"
        raise TypeError(msg)
    return value


def limits(column: Field[Any]) -> tuple[int, int]:
    """Lowest and highest number a person may state for a column."""
    unit, words = column.metadata["unit"], column.metadata["words"]
    if unit == "day":
        return FIRST_DAY, LAST_DAY
    if unit == "month":
        return int(month_of(FIRST_DAY)), int(month_of(LAST_DAY))
    if unit.startswith("fen"):
        return 0, MOST_FEN
    if unit == "-":
        return 0, 1
    if words:
        return min(words.values()), max(words.values())
    return column.metadata["low"], int(np.iinfo(column.metadata["dtype"]).max)


def _said(number: int, unit: str) -> str:
    return str(_SAID[unit](number)) if unit in _SAID and unit != "-" else str(number)


def as_written(row: Table) -> dict[str, Any]:
    """The facts of a one-row table as people write them; ids left out."""
    facts: dict[str, Any] = {}
    for name, column in named_facts(type(row)).items():
        if column.metadata["unit"] != "id":
            facts[name] = _written(int(getattr(row, column.name)[0]), column)
    return facts


def _written(value: int, column: Field[Any]) -> Any:
    unit, words = column.metadata["unit"], column.metadata["words"]
    if unit in _SAID:
        return "never" if value == NEVER else _SAID[unit](value)
    return next((word for word, code in words.items() if code == value), value)


def _truth(value: Any) -> int:
    if not isinstance(value, bool):
        msg = f"'{value}' should be true or false"
        raise TypeError(msg)
    return int(value)


_WRITTEN: dict[tuple[str, ...], Callable[[Any], int]] = {
    ("day",): lambda value: day(as_date(value)),
    ("month",): lambda value: parse_month(str(value)),
    ("bits",): lambda value: bit(*value),
    ("fen", "fen/month", "fen/year"): lambda value: fen(str(value)),
    ("-",): _truth,
}
_SAID: dict[str, Callable[[int], Any]] = {
    "day": lambda value: date_of(value).isoformat(),
    "month": month_label,
    "bits": lambda value: [name for name in GROUPS if value & bit(name)],
    "-": bool,
    **dict.fromkeys(("fen", "fen/month", "fen/year"), lambda value: value / FEN_PER_YUAN),
}
