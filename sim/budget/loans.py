"""Guaranteed loans: stock, backing, expected losses and who shares them, interest still to come."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.budget.figures import national, place_book, places_with_books

Frame = pd.DataFrame
INTEREST, AWARD = "startup_loan_interest_subsidy", "loan_bank_award"
REPLENISHMENT = "guarantee_fund_replenishment"
SHARING = {REPLENISHMENT: "share", "guarantee_loss_subsidy": "share"}
"""Kinds that take over part of a loss, with the term that says how much."""


def loans(tables: dict[str, Frame], size: float, arm: str = "scenario") -> Frame:
    """One row a place and year: new loans, stock, backing, losses, interest.

    Columns: jurisdiction, year, lent_fen, loans, stock_fen (end of year), peak_fen, fund_fen,
    covers_fen (fund x multiplier), short_fen (of the stock, not covered), expected_loss_fen (stock
    x default rate), low and high, interest_fen, award_fen, interest_later_fen (after the horizon,
    in the last year only), replenished_fen (refilled by public money).
    """
    off, paid, later = tables["off_budget"], tables["settled"], tables["commitments"]
    off = off[(off["arm"] == arm) & (off["nature"] == "credit")]
    paid = paid[(paid["arm"] == arm) & (paid["payer"] != "")]
    later = later[(later["arm"] == arm) & (later["kind"] == INTEREST)]
    years = sorted({m[:4] for m in tables["purses"]["month"]})
    found: list[dict[str, Any]] = []
    for place in dict.fromkeys(tables["purses"]["jurisdiction"]):
        if place not in places_with_books():
            continue
        own, bills = off[off["jurisdiction"] == place], paid[paid["jurisdiction"] == place]
        tail = int(later.loc[later["jurisdiction"] == place, "later_fen"].sum())
        found += [
            _year(str(place), year, own, bills, tail * (year == years[-1]), size) for year in years
        ]
    return pd.DataFrame(found)


def _year(
    place: str, year: str, off: Frame, bills: Frame, tail: int, size: float
) -> dict[str, Any]:
    of = off[off["month"].str[:4] == year]
    months = of.groupby("month")["outstanding_fen"].sum()
    stock = int(months.get(f"{year}-12", 0))
    spec = national().figures
    multiplier, rate = spec["guarantee_multiplier"].value, spec["loan_default_rate"]
    fund = round(place_book(place).figures["guarantee_fund"].value * size * 100)
    low, high = rate.range or (rate.value, rate.value)
    paid = bills[bills["month"].str[:4] == year].groupby("kind")["amount_fen"].sum()
    return {
        "jurisdiction": place, "year": int(year), "lent_fen": int(of["amount_fen"].sum()),
        "loans": int(of["heads"].sum()), "stock_fen": stock,
        "peak_fen": int(months.max()) if len(months) else 0, "fund_fen": fund,
        "covers_fen": round(fund * multiplier),
        "short_fen": max(stock - round(fund * multiplier), 0),
        "expected_loss_fen": round(stock * rate.value), "loss_low_fen": round(stock * low),
        "loss_high_fen": round(stock * high), "interest_fen": int(paid.get(INTEREST, 0)),
        "award_fen": int(paid.get(AWARD, 0)), "interest_later_fen": tail,
        "replenished_fen": int(paid.get(REPLENISHMENT, 0)),
    }  # fmt: skip


def sharing(values: Frame, clauses: Frame) -> Frame:
    """The shares of a loss that public money takes over: jurisdiction, clause, kind, share."""
    kinds = clauses.set_index("clause")["kind"].to_dict()
    rows = values.assign(kind=values["clause"].map(kinds))
    wanted = [rows[(rows["kind"] == k) & (rows["term"] == t)] for k, t in SHARING.items()]
    found = pd.concat(wanted)[["jurisdiction", "clause", "kind", "value", "status", "source"]]
    return found.reset_index(drop=True)
