"""Every purse that a place's money may come from, year by year, also those without a balance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from sim.budget.figures import TRAINING, UI
from sim.budget.purses import INCOME, OUTLAY

Frame = pd.DataFrame
ALWAYS = (
    TRAINING, "inclusive_finance_fund", "city_budget", "provincial_budget", "local_budget",
    "provincial_ui_adjustment_fund", "fiscal_level_unspecified", "unspecified",
)  # fmt: skip
"""Purses of every place, beside its two funds: listed also where nothing was asked of them."""
SUMS = (
    "opening_fen", "income_fen", "outlay_fen", "outlay_low", "outlay_high", "closing_fen",
    "closing_low", "closing_high",
)  # fmt: skip
COLUMNS = ("jurisdiction", "fund", "year", "basis", *SUMS, "chance")


def overview(
    purses: Frame, balances: Frame, chances: Frame, place: str, named: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """Opening, income, outlay and closing of each purse of a place by year, in one arm.

    What nobody knows stays empty: a balance of money that is provided as needed, any sum of a
    purse that a clause names (``named``) without one.

    Args:
        purses: the run's ``purses``, of one place and arm.
        balances: the run's ``balances`` likewise; may be empty.
        chances: the run's ``chances`` likewise.
        place: the place.
        named: purses that its clauses name beside :data:`ALWAYS`.
    """
    months = _by_year(purses)
    years = list(dict.fromkeys(year for _, year in months))
    known = list(dict.fromkeys(fund for fund, _ in months))
    keys = (balances[column] for column in ("fund", "flow", "period"))
    ends = dict(
        zip(
            zip(*keys, strict=True),
            zip(balances["low"], balances["high"], strict=True),
            strict=True,
        )
    )
    dry = chances[chances["event"] == "dry"].set_index(["fund", "year"])["chance"]
    for fund in dict.fromkeys([UI, *known[:2], *ALWAYS, *named, *known]):
        for year in years:
            rows = months.get((fund, year), [])
            row: dict[str, Any] = {"jurisdiction": place, "fund": fund, "year": int(year)}
            row["basis"] = "unknown" if not rows and fund in named else "as_needed"
            if rows or fund not in named:
                row |= _sums(rows, first=year == years[0])
            for flow, period in (("outlay", year), ("closing", f"{year}-12")):
                if (fund, flow, period) in ends:
                    row[f"{flow}_low"], row[f"{flow}_high"] = ends[fund, flow, period]
            yield row | {"chance": dry.get((fund, int(year)))}


def _by_year(purses: Frame) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Months by fund and year: balances, income and outlay."""
    names = ("fund", "month", "basis", "opening_fen", "closing_fen")
    flows = (purses[list(of)].sum(axis=1).tolist() for of in (INCOME, OUTLAY))
    columns = [*(purses[name].tolist() for name in names), *flows]
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for values in zip(*columns, strict=True):
        row = dict(zip((*names, "income_fen", "outlay_fen"), values, strict=True))
        found.setdefault((row["fund"], row["month"][:4]), []).append(row)
    return found


def _sums(rows: Sequence[dict[str, Any]], *, first: bool) -> dict[str, Any]:
    """Income and outlay of some months, and balances where there is one.

    What a purse that is counted from the start held ``first`` is not known.
    """
    found = {name: sum(row[name] for row in rows) for name in ("income_fen", "outlay_fen")}
    basis = rows[0]["basis"] if rows else "as_needed"
    if basis == "as_needed":
        return found
    found |= {"basis": basis, "closing_fen": rows[-1]["closing_fen"]}
    if not (first and basis == "since_start"):
        found["opening_fen"] = rows[0]["opening_fen"]
    return found
