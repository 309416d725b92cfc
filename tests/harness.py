"""Shared helpers: a clause's terms with some numbers and readings replaced, and one decision."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import fields, replace
from fractions import Fraction
from functools import cache
from typing import Any

from sim.base.dates import NEVER, day, month
from sim.base.money import fen, fraction
from sim.law.load import Law, load
from sim.law.values import ALWAYS, Dated, share_table
from sim.measures.registry import Kind
from sim.measures.rulebook import Measure, Rulebook, rulebook
from sim.measures.tables import GROUPS, FirmYears, Hires, Internships, Spells, Table, Trainings

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
    categories = tuple(f"c{i}" for i in range(len(rows[0]))) if len(rows[0]) > 1 else ()
    if unit == "share":
        table, denominator = share_table(rows)
        return Dated(starts, table, categories, denominator)
    return Dated(starts, tuple(tuple(int(x) for x in row) for row in rows), categories)


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


def random_table(
    kind: Kind, rng: random.Random, rows: int, fixed: dict[str, int] | None = None
) -> Table:
    """Plausible and edge-prone facts."""
    columns: dict[str, list[int]] = {f.name: [] for f in fields(kind.table)}
    for _ in range(rows):
        row = {f.name: _random(f.name, f.metadata["unit"], rng) for f in fields(kind.table)}
        _make_consistent(kind.table, row, rng)
        row |= fixed or {}
        for name, value in row.items():
            columns[name].append(value)
    return kind.table.of(**columns)


def _random(name: str, unit: str, rng: random.Random) -> int:
    if unit == "day":
        low, high = (dt.date(1990, 1, 1), dt.date(2006, 1, 1)) if name == "born_on" else (
            dt.date(2018, 10, 1), dt.date(2021, 12, 31))  # fmt: skip
        edges = [
            dt.date(2018, 12, 31),
            dt.date(2019, 1, 1),
            dt.date(2019, 12, 31),
            dt.date(2020, 1, 1),
        ]
        chosen = rng.choice(edges) if rng.random() < 0.2 and name != "born_on" else None
        ordinal = chosen.toordinal() if chosen else rng.randint(low.toordinal(), high.toordinal())
        return ordinal - dt.date(1970, 1, 1).toordinal()
    if unit == "month":
        return rng.choice([NEVER, month(2019) + rng.randint(-2, 34)])
    if unit == "bits":
        return sum(1 << i for i in range(len(GROUPS)) if rng.random() < 0.25)
    if unit == "-":
        return int(rng.random() < (0.25 if name in ("owes_premium", "objected") else 0.8))
    special = {
        "level": [0, 1, 2, 3, 4, 5], "post_level": [0, 3, 4, 5], "choice": [-1, 0, 1],
        "tier": [0], "courses_before": [0, 0, 0, 1], "planned_months": [3, 6, 12],
        "contributed_months": [0, 11, 12, 13, 24, 59, 60, 119, 120, 400],
        "insured_months": [0, 11, 12, 13, 35, 36, 37, 200],
        "insured_months_in_a_row": [0, 11, 12, 35, 36, 60],
        "contract_months": [0, 6, 11, 12, 23, 24, 36], "months_on_post": [0, 1, 11, 12, 13, 40],
        "stable_months": [0, 5, 6, 7, 20], "days_attended": [0, 1, 29, 30, 31, 40, 90],
    }  # fmt: skip
    if name in special:
        return rng.choice(special[name])
    if unit.startswith("fen"):
        return rng.randint(1, 5_000_000)
    return rng.randint(1, 200)


def _make_consistent(table: type[Table], row: dict[str, int], rng: random.Random) -> None:
    if table is Internships:
        row["completed_months"] = rng.randint(0, row["planned_months"])
        if rng.random() < 0.5:
            row["completed_months"] = row["planned_months"]
        row["left_school_on"] = row["started_on"] - rng.randint(0, 1000)
        row["batch_started"] = rng.randint(1, 10)
        row["batch_ended"] = rng.randint(1, row["batch_started"])
        row["batch_retained"] = rng.randint(0, row["batch_ended"])
        row["stipend_month_fen"] = rng.choice([78_000, 77_999, 88_800, 120_001, 147_000, 200_000])
    if table is FirmYears:
        row["staff_last_year"] = rng.choice([50, 100, 1000, 333])
        row["layoffs_last_year"] = rng.choice([0, 0, 1, 3, 20, 32, 33, 34, 60])
        row["training_cost_fen"] = rng.randint(1, 40_000_000)
        row["education_fund_fen"] = rng.randint(0, 40_000_000)
    if table is Spells:
        row["left_on"] = rng.choice([NEVER, row["registered_on"] - rng.randint(0, 90)])
        row["seeking"] = 1  # the clerk asks every applicant to seek; only Lingyuan's text does
    if table is Trainings:
        row["ended_on"] = row["started_on"] + rng.randint(1, 60)
        if rng.random() < 0.9:
            row["startup_course"] = 0
    if table is Hires:
        row["months_on_post"] = max(row["months_on_post"], 1)
