"""Shared helpers: a clause's terms with some numbers and readings replaced, and one decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

from sim.base.dates import day
from sim.base.money import fen, fraction
from sim.law.load import Law, load
from sim.law.values import ALWAYS, Dated, share_table
from sim.measures.rulebook import Measure, Rulebook, rulebook

# The cases and the clerk name one reading of the training subsidy by the clause it is for.
ALIASES = {"ceiling_base": "training_base"}
OPTIONS = {("training_base", "total"): "all_spending"}


@cache
def the_law() -> Law:
    return load()


@cache
def rules(jurisdiction: str) -> Rulebook:
    return rulebook(the_law(), jurisdiction)


def jurisdiction_of(clause: str) -> str:
    law = the_law()
    return next(j.id for j in law.jurisdictions.values() if clause.startswith(j.file.prefix))


def dated(value: Any, unit: str) -> Dated | None:
    """A number of a case: constant, by date, by tier, or by registration."""
    if value is None:
        return None
    if isinstance(value, Mapping) and all(isinstance(k, dt.date) for k in value):
        starts = tuple(day(k) for k in value)
        rows = [_row(v, unit) for v in value.values()]
        starts = (ALWAYS, *starts[1:])
    else:
        starts, rows = (ALWAYS,), [_row(value, unit)]
    categories = _categories(value, len(rows[0]))
    if unit == "share":
        table, denominator = share_table(rows)
        return Dated(starts, table, categories, denominator)
    return Dated(starts, tuple(tuple(int(x) for x in row) for row in rows), categories)


def _categories(value: Any, width: int) -> tuple[str, ...] | tuple[int, ...]:
    """Numbers other than 0, 1, 2... are brackets; anything else is a list of categories."""
    if isinstance(value, Mapping) and all(isinstance(k, int) for k in value) and 0 not in value:
        return tuple(value)
    return tuple(f"c{i}" for i in range(width)) if width > 1 else ()


def _row(value: Any, unit: str) -> list[Fraction]:
    values = list(value.values()) if isinstance(value, Mapping) else [value]
    if unit == "share":
        return [fraction(str(v)) for v in values]
    return [Fraction(fen(str(v)) if unit.startswith("yuan") else int(v)) for v in values]


def measure_with(
    clause: str, local: Mapping[str, Any] | None = None, readings: Mapping[str, str] | None = None
) -> Measure:
    """A clause's measure with local numbers and readings of a case in place of the law's."""
    jurisdiction = jurisdiction_of(clause)
    measure = rules(jurisdiction).measure(clause)
    spec = the_law()[jurisdiction].clause(clause).measure
    assert spec is not None
    specs, known = measure.kind.specs(), measure.kind.readings()
    changes: dict[str, Any] = {}
    for name, value in (local or {}).items():
        if name in specs:
            changes[name] = value if isinstance(value, Dated) else dated(value, specs[name].unit)
    for name, option in (readings or {}).items():
        reading = ALIASES.get(name, name)
        if reading in known and reading not in spec.settled:
            changes[reading] = OPTIONS.get((reading, option), option)
    return replace(measure, terms=replace(measure.terms, **changes))
