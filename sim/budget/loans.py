"""Guaranteed loans: stock, backing, expected losses and who shares them, interest still to come."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sim.base.sums import sums_by, with_year
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
    off, paid, later = (
        with_year(tables[name][tables[name]["arm"] == arm])
        for name in ("off_budget", "settled", "commitments")
    )
    lent = off[off["nature"] == "credit"]
    new, loans, months = (
        sums_by(lent, ("jurisdiction", when), of)
        for when, of in (("year", "amount_fen"), ("year", "heads"), ("month", "outstanding_fen"))
    )
    kinds = sums_by(paid[paid["payer"] != ""], ("jurisdiction", "year", "kind"), "amount_fen")
    tails = sums_by(later[later["kind"] == INTEREST], ("jurisdiction",), "later_fen")
    years = sorted({int(month[:4]) for month in tables["purses"]["month"].unique()})
    return pd.DataFrame([
        {
            "jurisdiction": place, "year": year, "lent_fen": new.get((place, year), 0),
            "loans": loans.get((place, year), 0), **_stock(place, year, months, size),
            "interest_fen": kinds.get((place, year, INTEREST), 0),
            "award_fen": kinds.get((place, year, AWARD), 0),
            "interest_later_fen": tails.get(place, 0) * (year == years[-1]),
            "replenished_fen": kinds.get((place, year, REPLENISHMENT), 0),
        }
        for place in tables["purses"]["jurisdiction"].unique().tolist()
        if place in places_with_books()
        for year in years
    ])  # fmt: skip


def _stock(
    place: str, year: int, months: Mapping[tuple[str, str], int], size: float
) -> dict[str, int]:
    """Loans outstanding in a year, what stands behind them, and what may be lost."""
    of_year = [fen for (at, month), fen in months.items() if at == place and month[:4] == str(year)]
    stock = months.get((place, f"{year}-12"), 0)
    spec = national().figures
    multiplier, rate = spec["guarantee_multiplier"].value, spec["loan_default_rate"]
    fund = round(place_book(place).figures["guarantee_fund"].value * size * 100)
    low, high = rate.range or (rate.value, rate.value)
    return {
        "stock_fen": stock, "peak_fen": max(of_year, default=0), "fund_fen": fund,
        "covers_fen": round(fund * multiplier),
        "short_fen": max(stock - round(fund * multiplier), 0),
        "expected_loss_fen": round(stock * rate.value), "loss_low_fen": round(stock * low),
        "loss_high_fen": round(stock * high),
    }  # fmt: skip


def sharing(values: Frame, clauses: Frame) -> Frame:
    """The shares of a loss that public money takes over: jurisdiction, clause, kind, share."""
    kinds = clauses.set_index("clause")["kind"].to_dict()
    rows = values.assign(kind=values["clause"].map(kinds))
    wanted = [rows[(rows["kind"] == k) & (rows["term"] == t)] for k, t in SHARING.items()]
    found = pd.concat(wanted)[["jurisdiction", "clause", "kind", "value", "status", "source"]]
    return found.reset_index(drop=True)
