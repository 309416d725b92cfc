"""Lines that a bureau watches: which month crosses which, how near it comes, what then happens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from sim.budget.figures import (
    EMPLOYMENT,
    UI,
    Line,
    Response,
    national,
    place_book,
    places_with_books,
)

Frame = pd.DataFrame
COLUMNS = ("jurisdiction", "arm", "line", "measure", "side", "value", "crossed", "first_month",
           "months", "nearest", "nearest_month", "clause", "does_zh", "does_en",
           "source")  # fmt: skip
NEEDED = ("purses", "totals", "insured", "reserves")
BENEFIT = "unemployment_benefit"


def triggers(tables: dict[str, Frame]) -> Frame:
    """One row a place, arm, line and response of its document.

    ``nearest`` is the value that comes nearest to the line (or goes farthest beyond it).
    """
    rows: list[dict[str, Any]] = []
    for (place, arm), months in measured(tables).groupby(["jurisdiction", "arm"], sort=False):
        for line in national().lines:
            rows += list(_row(str(place), str(arm), line, months))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def measured(tables: dict[str, Frame]) -> Frame:
    """What the lines look at, by place, arm and month.

    reserve_months; cover (income over spending of twelve months); employment_months (balance of
    the employment subsidy fund over its mean monthly spending of twelve months); recipients
    (benefits paid in the month over insured posts); layoffs (of twelve months over insured
    posts). Empty where twelve months are not there yet.
    """
    keys = ["jurisdiction", "arm", "month"]
    purses, totals = tables["purses"], tables["totals"]
    flows_of = ["measures_fen", "other_fen"]
    fund = purses[purses["fund"] == UI].set_index(keys)
    fund = fund[[p in places_with_books() for p in fund.index.get_level_values(0)]]
    subsidy = purses[purses["fund"].isin(EMPLOYMENT) & (purses["basis"] == "balance")]
    subsidy = subsidy.set_index(keys).reindex(fund.index)
    flows = pd.DataFrame({
        "income": fund["premium_fen"] + fund["interest_fen"] + fund["transfer_in_fen"],
        "spent": fund[flows_of].sum(axis=1),
        "subsidies": subsidy[flows_of].sum(axis=1),
    })  # fmt: skip
    people = tables["insured"].set_index(keys).reindex(flows.index)
    heads = totals[totals["kind"] == BENEFIT].groupby(keys)["heads"].sum()
    flows["laid_off"] = people["laid_off"]
    year = flows.groupby(keys[:2], sort=False).rolling(12).sum().droplevel([0, 1])
    found = pd.DataFrame({
        "reserve_months": tables["reserves"].set_index(keys)["reserve_months"],
        "cover": year["income"] / year["spent"],
        "employment_months": 12 * subsidy["closing_fen"] / year["subsidies"],
        "recipients": heads.reindex(flows.index).fillna(0) / people["posts"],
        "layoffs": year["laid_off"] / people["posts"],
    }).reindex(flows.index)  # fmt: skip
    return found.reset_index()


def _row(place: str, arm: str, line: Line, months: Frame) -> Iterator[dict[str, Any]]:
    values = months[line.measure].to_numpy(dtype=np.float64)
    known = ~np.isnan(values)
    if not known.any():
        return
    beyond = known & (values < line.value if line.side == "below" else values > line.value)
    worst = np.nanargmin(values) if line.side == "below" else np.nanargmax(values)
    labels = months["month"].tolist()
    then = [r for r in place_book(place).responses if r.line == line.id]
    nothing = Response(line=line.id, clause="", does=line.does)
    for response in then or [nothing]:
        yield {
            "jurisdiction": place, "arm": arm, "line": line.id, "measure": line.measure,
            "side": line.side, "value": line.value, "crossed": bool(beyond.any()),
            "first_month": labels[int(np.argmax(beyond))] if beyond.any() else "",
            "months": int(beyond.sum()), "nearest": float(values[worst]),
            "nearest_month": labels[int(worst)],
            "clause": response.clause,
            "does_zh": response.does.zh,
            "does_en": response.does.en, "source": line.source,
        }  # fmt: skip
