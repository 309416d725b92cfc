"""Every target clause beside what the run gives, and the money that the rest would need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from sim.base.sums import with_year
from sim.budget.figures import Target, place_book, places_with_books

Frame = pd.DataFrame
ByClause = dict[tuple[str, str, int], list[dict[str, Any]]]
Found = dict[str, ByClause]
NEEDED = {
    "totals": ("outlay_fen",),
    "funnel": ("clause", "occasions", "eligible", "paid", "covered", "priced"),
    "off_budget": ("amount_fen",),
}
COLUMNS = ("jurisdiction", "clause", "what_zh", "what_en", "target", "unit", "year", "simulated",
           "reached", "unit_cost_yuan", "paid_fen", "needed_fen", "by", "quote")  # fmt: skip


def targets(tables: dict[str, Frame], years: tuple[int, ...], arm: str = "scenario") -> Frame:
    """One row a target and year: the figure, the share reached, unit cost and money needed.

    ``simulated`` is empty where no measure of the run counts the thing: events, staff, shares.
    ``needed_fen`` is the target at the run's mean cost a head; empty where that is not known.
    """
    rows = []
    found = {
        name: _by_clause(tables[name][tables[name]["arm"] == arm], columns)
        for name, columns in NEEDED.items()
    }
    for place in dict.fromkeys(tables["funnel"]["jurisdiction"]):
        if place in places_with_books():
            for target in place_book(str(place)).targets:
                rows += list(_of(str(place), target, found, years))
    numbers = {"simulated": "float64", "reached": "float64", "unit_cost_yuan": "float64",
               "paid_fen": "float64", "needed_fen": "float64"}  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(numbers)


def _of(
    place: str, target: Target, found: Found, years: tuple[int, ...]
) -> Iterator[dict[str, Any]]:
    asked = [int(target.year)] if target.year else list(years)
    for year in asked if target.by else asked[:1]:
        simulated, paid, heads = _figures(place, target, found, year)
        cost = paid / heads / 100 if heads and paid else np.nan
        money = target.counts in ("paid", "covered") and not np.isnan(cost)
        yield {
            "jurisdiction": place, "clause": target.clause, "what_zh": target.what.zh,
            "what_en": target.what.en, "target": target.value, "unit": target.unit,
            "year": year if target.by or target.year else "", "simulated": simulated,
            "reached": simulated / target.value if target.value else np.nan,
            "unit_cost_yuan": cost,
            "paid_fen": paid if money else np.nan,
            "needed_fen": round(target.value * cost * 100) if money else np.nan,
            "by": ", ".join(target.by), "quote": target.quote,
        }  # fmt: skip


def _by_clause(frame: Frame, columns: tuple[str, ...]) -> ByClause:
    """Rows by place, clause and year, with the columns that are asked for."""
    frame = with_year(frame)
    keys = zip(*(frame[c].tolist() for c in ("jurisdiction", "clause", "year")), strict=True)
    values = zip(*(frame[name].tolist() for name in columns), strict=True)
    found: ByClause = {}
    for key, row in zip(keys, values, strict=True):
        found.setdefault(key, []).append(dict(zip(columns, row, strict=True)))
    return found


def _figures(place: str, target: Target, found: Found, year: int) -> tuple[float, int, int]:
    """(simulated figure, fen paid, heads paid) of the clauses that work on a target."""

    def rows(name: str) -> list[dict[str, Any]]:
        clauses = dict.fromkeys(target.by)
        return [row for c in clauses for row in found[name].get((place, c, year), [])]

    def total(name: str, column: str) -> int:
        return sum(row[column] for row in rows(name))

    if not target.by:
        return np.nan, 0, 0
    if target.counts == "lent":
        return total("off_budget", "amount_fen") / 100, 0, 0
    if rows("funnel") and not total("funnel", "priced"):
        # Without a number nobody is paid; who could be is what the run knows.
        return float(total("funnel", "eligible")), 0, 0
    heads = total("funnel", target.counts if target.counts == "covered" else "paid")
    return _count(rows("funnel"), target.counts), total("totals", "outlay_fen"), heads


def _count(rows: list[dict[str, Any]], what: str) -> float:
    """Claims; of occasions, those of the clause that sees most of them."""
    if what != "occasions":
        return float(sum(row[what] for row in rows))
    sums = Counter[str]()
    for row in rows:
        sums[row["clause"]] += row["occasions"]
    return float(max(sums.values(), default=np.nan))
