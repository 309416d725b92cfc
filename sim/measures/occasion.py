"""One row of a fact table from facts as people write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from sim.base.dates import NEVER, as_date, day, parse_month
from sim.base.errors import Problem, UserError, did_you_mean
from sim.base.money import fen
from sim.measures.tables import Table, bit

FEN = "_fen"


def occasion(table: type[Table], facts: Mapping[str, Any]) -> Table:
    """A one-row table.

    Days are ISO dates or ``never``, months ``2019-03`` or ``never``, money is in yuan under the
    column's name without ``_fen``, groups are a list of names.

    Raises:
        UserError: unknown facts, missing facts (never taken as zero), wrong values; all at once.
    """
    return occasions(table, [facts])


def occasions(table: type[Table], rows: Sequence[Mapping[str, Any]]) -> Table:
    """A table of several such rows."""
    columns = {f.name.removesuffix(FEN): f for f in fields(table)}
    problems: list[Problem] = []
    values: dict[str, list[Any]] = {f.name: [] for f in columns.values()}
    for i, facts in enumerate(rows):
        where = f"row {i + 1}: " if len(rows) > 1 else ""
        for name in facts:
            if name not in columns:
                hint = did_you_mean(str(name), list(columns))
                problems.append(Problem(f"{where}{name}", f"no such fact; {hint}"))
        for name, spec in columns.items():
            if name not in facts:
                what = f"this fact is needed ({spec.metadata['meaning']})"
                problems.append(Problem(f"{where}{name}", what))
                continue
            try:
                values[spec.name].append(_number(facts[name], spec.metadata["unit"]))
            except (ValueError, TypeError) as error:
                problems.append(Problem(f"{where}{name}", str(error)))
    if problems:
        raise UserError(problems)
    return table.of(**values)


def _number(value: Any, unit: str) -> int:
    if value == "never":
        return NEVER
    for units, convert in _WRITTEN.items():
        if unit in units:
            return convert(value)
    if isinstance(value, bool) or not isinstance(value, int):
        msg = f"'{value}' should be a whole number ({unit})"
        raise TypeError(msg)
    return value


def _truth(value: Any) -> int:
    if not isinstance(value, bool):
        msg = f"'{value}' should be true or false"
        raise TypeError(msg)
    return int(value)


_WRITTEN: dict[tuple[str, ...], Callable[[Any], int]] = {
    ("day",): lambda value: day(as_date(value)),
    ("month",): lambda value: parse_month(str(value)),
    ("bits",): lambda value: bit(*value),
    ("fen", "fen/month"): lambda value: fen(str(value)),
    ("-",): _truth,
}
