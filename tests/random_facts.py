"""Random facts that are plausible and hit the edges of the clauses often."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import Field, fields
from typing import Any

import numpy as np

from sim.base.dates import NEVER, month
from sim.measures.registry import Kind
from sim.measures.tables import (
    BORROWERS,
    GROUPS,
    FirmYears,
    GuaranteeYears,
    Hires,
    IncubatorYears,
    Internships,
    Loans,
    Spells,
    Table,
    Talents,
    TaxYears,
    Trainings,
)

EPOCH = dt.date(1970, 1, 1).toordinal()
EDGES = (
    dt.date(2018, 12, 31), dt.date(2019, 1, 1), dt.date(2019, 1, 31), dt.date(2019, 3, 20),
    dt.date(2019, 12, 31), dt.date(2020, 1, 1), dt.date(2020, 12, 31), dt.date(2021, 1, 1),
)  # fmt: skip
RARE = ("owes_premium", "objected", "awarded_before", "drawn_before", "free_course_before")
CHOSEN: dict[str, list[int]] = {
    "months_in_difficulty": [0, 1, 5, 6, 7, 12],
    "level": [0, 1, 2, 3, 4, 5], "post_level": [0, 3, 4, 5], "choice": [-1, 0, 1],
    "tier": [0], "courses_before": [0, 0, 0, 1], "planned_months": [3, 6, 12],
    "contributed_months": [0, 11, 12, 13, 24, 59, 60, 119, 120, 400],
    "insured_months": [0, 11, 12, 13, 35, 36, 37, 200],
    "insured_months_in_a_row": [0, 11, 12, 35, 36, 60],
    "contract_months": [0, 2, 3, 5, 6, 11, 12, 23, 24, 36],
    "months_on_post": [0, 1, 5, 6, 7, 11, 12, 13, 23, 24, 36, 40, 49],
    "stable_months": [0, 5, 6, 7, 20], "days_attended": [0, 1, 29, 30, 31, 40, 90],
    "months_open": [0, 1, 11, 12, 23, 24, 25, 37, 49], "trademarks": [0, 1, 2, 3, 4, 9],
    "years": [1, 2], "partners": [1, 2, 3, 5, 6, 9], "term_months": [6, 12, 23, 24, 35, 36, 60],
    "rate_bp": [0, 435, 475, 675, 676, 775, 900], "subsidised_before": [0, 0, 1, 2, 3, 4],
    "institutions": [0, 1, 2, 7], "residents": [0, 29, 30, 31, 32, 100],
    "disabled_staff": [0, 1, 9, 10, 11, 60], "poor_staff": [0, 1, 5],
    "rent_month_fen": [0, 50_000, 79_999, 80_000, 80_001, 150_000],
}  # fmt: skip


def random_table(
    kind: Kind, rng: random.Random, rows: int, fixed: dict[str, int] | None = None
) -> Table:
    """Facts of a kind's table.

    Args:
        kind: the kind of measure.
        rng: where chance comes from.
        rows: how many.
        fixed: columns that are not left to chance.
    """
    columns: dict[str, list[int]] = {f.name: [] for f in fields(kind.table)}
    consistent = CONSISTENT.get(kind.table, lambda _row, _rng: None)
    for _ in range(rows):
        row = {f.name: _random(f, rng) for f in fields(kind.table)}
        consistent(row, rng)
        row |= fixed or {}
        for name, value in row.items():
            columns[name].append(value)
    return kind.table.of(**columns)


def _random(column: Field[Any], rng: random.Random) -> int:
    name, unit = column.name, column.metadata["unit"]
    if column.metadata["words"]:
        return rng.choice(list(column.metadata["words"].values()))
    if unit == "day":
        return _day(name, rng)
    if unit == "month":
        return rng.choice([NEVER, month(2019) + rng.randint(-2, 34)])
    if unit == "bits":
        return rng.getrandbits(len(GROUPS)) & rng.getrandbits(len(GROUPS))
    if unit == "-":
        return int(rng.random() < (0.25 if name in RARE else 0.8))
    if name in CHOSEN:
        return rng.choice(CHOSEN[name])
    if unit.startswith("fen"):
        return rng.randint(1, 5_000_000)
    return rng.randint(1, min(200, int(np.iinfo(column.metadata["dtype"]).max)))


def _day(name: str, rng: random.Random) -> int:
    if name == "born_on":
        return rng.randint(dt.date(1990, 1, 1).toordinal(), dt.date(2006, 1, 1).toordinal()) - EPOCH
    if rng.random() < 0.25:
        return rng.choice(EDGES).toordinal() - EPOCH
    return rng.randint(dt.date(2018, 10, 1).toordinal(), dt.date(2021, 12, 31).toordinal()) - EPOCH


def _internship(row: dict[str, int], rng: random.Random) -> None:
    row["completed_months"] = rng.randint(0, row["planned_months"])
    if rng.random() < 0.5:
        row["completed_months"] = row["planned_months"]
    row["left_school_on"] = row["started_on"] - rng.randint(0, 1000)
    row["batch_started"] = rng.randint(1, 10)
    row["batch_ended"] = rng.randint(1, row["batch_started"])
    row["batch_retained"] = rng.randint(0, row["batch_ended"])
    row["stipend_month_fen"] = rng.choice([78_000, 77_999, 88_800, 120_001, 147_000, 200_000])


def _firm_year(row: dict[str, int], rng: random.Random) -> None:
    row["staff"] = rng.choice([36, 40, 41, 44, 240, rng.randint(1, 200)])
    row["staff_last_year"] = rng.choice([50, 100, 1000, 333])
    row["layoffs_last_year"] = rng.choice([0, 0, 1, 3, 20, 32, 33, 34, 60])
    row["training_cost_fen"] = rng.randint(1, 40_000_000)
    row["education_fund_fen"] = rng.randint(0, 40_000_000)


def _spell(row: dict[str, int], rng: random.Random) -> None:
    row["left_on"] = rng.choice([NEVER, row["registered_on"] - rng.randint(0, 90)])
    row["seeking"] = 1  # the clerk asks every applicant to seek; only Lingyuan's text does


def _training(row: dict[str, int], rng: random.Random) -> None:
    row["ended_on"] = row["started_on"] + rng.randint(1, 60)
    row["startup_course"] = int(rng.random() < 0.2)


def _hire(row: dict[str, int], rng: random.Random) -> None:
    row["months_on_post"] = max(row["months_on_post"], 1)
    row["tax_due_year_fen"] = rng.choice([0, 100_000, 600_000, 600_001, 2_000_000])


def _loan(row: dict[str, int], rng: random.Random) -> None:
    row["requested_fen"] = 1_000_000 * rng.choice([1, 5, 10, 11, 15, 16, 20, 45, 75, 76, 300, 301])
    row["partners_qualifying"] = rng.randint(0, row["partners"])
    row["staff"] = rng.choice([4, 20, 40, 99, 100, 101, 102, 120, 200])
    edges = [row["staff"] // 4, -(-row["staff"] * 15 // 100), row["staff"] * 20 // 100, 0]
    row["new_hires"] = max(rng.choice(edges) + rng.choice([-1, 0, 0, 1]), 0)
    if row["borrower_type"] == BORROWERS["small_firm"]:
        row["founder"] = 0
    row["lost_on"] = rng.choice([NEVER, row["lost_on"]])
    row["fund_loss_fen"] = rng.choice([0, 1, 333_333, 5_000_000])


def _guarantee(row: dict[str, int], rng: random.Random) -> None:
    row["average_balance_fen"] = rng.choice([0, 499_999_999_500, 500_000_000_500, 12_345, 10**10])
    row["new_fiscal_capital_fen"] = rng.choice([0, 2_500_000_000, 2_500_000_003, 7_777_777])
    row["provincial_subsidy_fen"] = rng.choice([0, 500_000_000, 123_457])
    row["compensated_fen"] = rng.choice([0, 100_000_005, 777_777])
    row["recovered_fen"] = rng.randint(0, row["compensated_fen"])


def _incubator(row: dict[str, int], rng: random.Random) -> None:
    row["provincial_award_fen"] = rng.choice([0, 50_000_000, 33_333_335])


def _talent(row: dict[str, int], rng: random.Random) -> None:
    edges = [dt.date(2017, 8, 31), dt.date(2017, 9, 1), dt.date(2020, 8, 30), dt.date(2020, 8, 31)]
    if rng.random() < 0.4:
        row["arrived_on"] = rng.choice(edges).toordinal() - EPOCH


def _tax_year(row: dict[str, int], rng: random.Random) -> None:
    year = rng.choice([2018, 2019, 2020, 2021])
    row["year_end"] = dt.date(year, 12, 31).toordinal() - EPOCH
    row["settled_on"] = dt.date(year + 1, 5, rng.randint(1, 31)).toordinal() - EPOCH
    row["wage_bill_fen"] = rng.randint(1, 10**9)
    row["education_spending_fen"] = rng.choice(
        [0, row["wage_bill_fen"] * 8 // 100, rng.randint(0, 10**8)]
    )
    row["education_carried_fen"] = rng.choice([0, 0, rng.randint(0, 10**7)])
    row["taxable_income_fen"] = rng.choice([0, rng.randint(0, 10**8)])


CONSISTENT: dict[type[Table], Callable[[dict[str, int], random.Random], None]] = {
    Internships: _internship,
    FirmYears: _firm_year,
    Spells: _spell,
    Trainings: _training,
    Hires: _hire,
    Loans: _loan,
    GuaranteeYears: _guarantee,
    IncubatorYears: _incubator,
    Talents: _talent,
    TaxYears: _tax_year,
}
"""What makes the columns of a row fit together."""
