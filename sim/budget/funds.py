"""Totals by fund, and the checks that hold for every lawful run."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

UNEMPLOYMENT_FUND = "unemployment_insurance_fund"
REFUNDS = ("stable_employment_refund",)


def by_fund_and_year(totals: pd.DataFrame) -> pd.DataFrame:
    """Fen by jurisdiction, arm, fund and year.

    Args:
        totals: the run's ``totals`` table.
    """
    year = totals["month"].str[:4].astype("int64").rename("year")
    keys = [totals["jurisdiction"], totals["arm"], totals["fund"], year]
    return totals["outlay_fen"].groupby(keys).sum().rename("outlay_fen").reset_index()


def broken_identities(
    totals: pd.DataFrame, funnel: pd.DataFrame, premiums: pd.DataFrame
) -> Iterator[str]:
    """What cannot be in a sound run; empty for every run.

    Args:
        totals: the run's ``totals``.
        funnel: the run's ``funnel``.
        premiums: jurisdiction, year, premium_fen (unemployment premium paid the year before).
    """
    if (totals["outlay_fen"] < 0).any() or (totals["heads"] < 0).any():
        yield "a cell of the totals is negative"
    if (funnel["paid"] > funnel["eligible"]).any():
        yield "more were paid than were eligible"
    if (funnel["eligible"] > funnel["occasions"]).any():
        yield "more were eligible than there were occasions"
    unpriced = set(funnel.loc[~funnel["priced"], "clause"])
    if unpriced & set(totals.loc[totals["outlay_fen"] > 0, "clause"]):
        yield "money was booked under a clause without a number"
    whole = int(totals["outlay_fen"].sum())
    for column in ("jurisdiction", "clause", "kind", "fund", "month", "arm"):
        if int(totals.groupby(column)["outlay_fen"].sum().sum()) != whole:
            yield f"the total is not the sum over {column}"
    yield from _refunds_within_premiums(totals, premiums)


def _refunds_within_premiums(totals: pd.DataFrame, premiums: pd.DataFrame) -> Iterator[str]:
    refunds = totals[totals["kind"].isin(REFUNDS)]
    year = refunds["month"].str[:4].astype("int64")
    keys = [refunds["jurisdiction"], refunds["arm"], year.rename("year")]
    paid = refunds["outlay_fen"].groupby(keys).sum().reset_index()
    both = paid.merge(premiums, on=["jurisdiction", "year"])
    for row in both[both["outlay_fen"] > both["premium_fen"]].itertuples():
        yield f"{row.jurisdiction} {row.year}: refunds exceed the premiums paid ({row.arm})"
