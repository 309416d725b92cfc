"""Every target clause beside what the run gives, and the money that the rest would need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from sim.budget.figures import Target, place_book, places_with_books

Frame = pd.DataFrame
COLUMNS = ("jurisdiction", "clause", "what_zh", "what_en", "target", "unit", "year", "simulated",
           "reached", "unit_cost_yuan", "paid_fen", "needed_fen", "by", "quote")  # fmt: skip


def targets(tables: dict[str, Frame], years: tuple[int, ...], arm: str = "scenario") -> Frame:
    """One row a target and year: the figure, the share reached, unit cost and money needed.

    ``simulated`` is empty where no measure of the run counts the thing: events, staff, shares.
    ``needed_fen`` is the target at the run's mean cost a head; empty where that is not known.
    """
    rows = []
    names = ("totals", "funnel", "off_budget")
    frames = {name: tables[name][tables[name]["arm"] == arm] for name in names}
    for place in dict.fromkeys(tables["funnel"]["jurisdiction"]):
        if place in places_with_books():
            for target in place_book(str(place)).targets:
                rows += list(_of(str(place), target, frames, years))
    numbers = {"simulated": "float64", "reached": "float64", "unit_cost_yuan": "float64",
               "paid_fen": "float64", "needed_fen": "float64"}  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(numbers)


def _of(
    place: str, target: Target, frames: dict[str, Frame], years: tuple[int, ...]
) -> Iterator[dict[str, Any]]:
    asked = [int(target.year)] if target.year else list(years)
    for year in asked if target.by else asked[:1]:
        simulated, paid, heads = _figures(place, target, frames, year)
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


def _figures(
    place: str, target: Target, frames: dict[str, Frame], year: int
) -> tuple[float, int, int]:
    """(simulated figure, fen paid, heads paid) of the clauses that work on a target."""

    def rows(name: str) -> Frame:
        frame = frames[name]
        frame = frame[(frame["jurisdiction"] == place) & frame["clause"].isin(target.by)]
        if "month" in frame:
            return frame[frame["month"].str[:4] == str(year)]
        return frame[frame["year"] == year]

    if not target.by:
        return np.nan, 0, 0
    if target.counts == "lent":
        return float(rows("off_budget")["amount_fen"].sum()) / 100, 0, 0
    counted = rows("funnel")
    if len(counted) and not counted["priced"].any():
        # Without a number nobody is paid; who could be is what the run knows.
        return float(counted["eligible"].sum()), 0, 0
    sums = counted.groupby("clause")[target.counts]
    figure = sums.sum().max() if target.counts == "occasions" else counted[target.counts].sum()
    heads = counted[target.counts if target.counts == "covered" else "paid"].sum()
    return float(figure), int(rows("totals")["outlay_fen"].sum()), int(heads)
