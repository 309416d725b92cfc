"""What holds for every sound and lawful run."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from sim.base.sums import sums_by, with_year
from sim.budget.purses import INCOME, OUTLAY

REFUNDS = ("stable_employment_refund",)


def broken_identities(
    totals: pd.DataFrame,
    off_budget: pd.DataFrame,
    funnel: pd.DataFrame,
    reach: pd.DataFrame,
    gains: pd.DataFrame,
    premiums: pd.DataFrame,
) -> Iterator[str]:
    """What cannot be in a sound run; empty for every run.

    Args:
        totals: the run's ``totals``.
        off_budget: the run's ``off_budget``.
        funnel: the run's ``funnel``.
        reach: the run's ``reach``.
        gains: the run's ``gains``; empty where nobody asked.
        premiums: jurisdiction, year, premium_fen (unemployment premium paid the year before).
    """
    yield from _gains_add_up(totals, gains)
    if set(off_budget["clause"]) & set(totals["clause"]):
        yield "credit or revenue forgone was counted among the outlays"
    apart = off_budget.rename(columns={"amount_fen": "outlay_fen"})
    totals = pd.concat([totals, apart[list(totals.columns)]], ignore_index=True)
    if (totals["outlay_fen"] < 0).any() or (totals["heads"] < 0).any():
        yield "a cell of the totals is negative"
    if (funnel["paid"] > funnel["eligible"]).any():
        yield "more were paid than were eligible"
    if (funnel["eligible"] > funnel["occasions"]).any():
        yield "more were eligible than there were occasions"
    unpriced = funnel.loc[~funnel["priced"], LINE]
    paid = totals.loc[totals["outlay_fen"] > 0, LINE]
    if len(unpriced.merge(paid)):
        yield "money was booked under a clause without a number"
    yield from _counts_agree(totals, funnel)
    yield from _reach_adds_up(totals, reach)
    yield from _refunds_within_premiums(totals, premiums)


def broken_purses(
    totals: pd.DataFrame, settled: pd.DataFrame, purses: pd.DataFrame, gates: pd.DataFrame
) -> Iterator[str]:
    """What cannot be in the purses of a sound run; empty for every run.

    Opening + income - outlay = closing; what is due is paid, moved, refused or unpaid; funds and
    measures add up to the same; a closed gate lets nothing through; no purse is overdrawn.
    """
    income = purses[list(INCOME)].sum(axis=1)
    outlay = purses[list(OUTLAY)].sum(axis=1)
    if (purses["opening_fen"] + income - outlay != purses["closing_fen"]).any():
        yield "opening + income - outlay is not the closing balance of a purse"
    last = purses.groupby(["jurisdiction", "arm", "fund"])["closing_fen"].shift()
    if (last.notna() & (last != purses["opening_fen"])).any():
        yield "a purse opens with another balance than it closed with"
    if (purses.loc[purses["basis"] == "balance", "closing_fen"] < 0).any():
        yield "a purse is overdrawn"
    keys = ["jurisdiction", "arm", "clause", "month"]
    places = purses["jurisdiction"].unique()
    due = totals[totals["jurisdiction"].isin(places)].groupby(keys)["outlay_fen"].sum()
    parts = settled.groupby(keys)["amount_fen"].sum()
    if not due[due != 0].equals(parts[parts != 0].rename("outlay_fen")):
        yield "what is due is not what is paid, moved, refused or unpaid"
    by = ["jurisdiction", "arm", "month"]
    paid = settled[settled["payer"] != ""].groupby([*by, "payer"])["amount_fen"].sum()
    booked = purses[purses["measures_fen"] != 0].set_index([*by, "fund"])["measures_fen"]
    if paid[paid != 0].to_dict() != booked.to_dict():
        yield "the purses and the measures do not add up to the same"
    yield from _gates_hold(settled, gates)


def _gates_hold(settled: pd.DataFrame, gates: pd.DataFrame) -> Iterator[str]:
    shut = gates.loc[~gates["open"], ["jurisdiction", "arm", "kind", "year"]]
    paid = settled[(settled["payer"] != "") & (settled["amount_fen"] != 0)]
    paid = paid.assign(year=paid["month"].str[:4].astype("int64"))
    for row in (
        paid.merge(shut).drop_duplicates(["jurisdiction", "arm", "kind", "year"]).itertuples()
    ):
        where = f"{row.jurisdiction} {row.year} ({row.arm})"
        yield f"{where}: {row.kind} was paid through a closed gate"


LINE = ["jurisdiction", "clause", "arm"]


def _counts_agree(totals: pd.DataFrame, funnel: pd.DataFrame) -> Iterator[str]:
    """Whoever counts as paid was paid in at least one month, and the other way round."""
    heads = totals.groupby(LINE)["heads"].sum()
    paid = funnel.groupby(LINE)["paid"].sum()
    both = pd.concat([heads, paid], axis=1).fillna(0)
    for row in both[
        (both["paid"] > both["heads"]) | ((both["paid"] == 0) & (both["heads"] > 0))
    ].index:
        yield f"{' '.join(row)}: heads in the months and people paid do not agree"


def _reach_adds_up(totals: pd.DataFrame, reach: pd.DataFrame) -> Iterator[str]:
    """What firms of all sizes receive is what the months add up to."""
    firms = reach[reach["dimension"] == "staff"].groupby(LINE)["outlay_fen"].sum()
    months = totals.groupby(LINE)["outlay_fen"].sum()
    for line, fen in firms.items():
        if int(months.get(line, 0)) != int(fen):
            yield f"{line}: money by firm size and money by month differ"


def _gains_add_up(totals: pd.DataFrame, gains: pd.DataFrame) -> Iterator[str]:
    """Every dimension tells of all that is paid in a year."""
    if gains.empty:
        return
    by = ("jurisdiction", "arm", "year")
    paid = {line: fen for line, fen in sums_by(with_year(totals), by, "outlay_fen").items() if fen}
    for dimension in gains["dimension"].unique().tolist():
        told = sums_by(gains[gains["dimension"] == dimension], by, "outlay_fen")
        if {line: fen for line, fen in told.items() if fen} != paid:
            yield f"money by {dimension} and money by month differ"


def _refunds_within_premiums(totals: pd.DataFrame, premiums: pd.DataFrame) -> Iterator[str]:
    refunds = totals[totals["kind"].isin(REFUNDS)]
    year = refunds["month"].str[:4].astype("int64")
    keys = [refunds["jurisdiction"], refunds["arm"], year.rename("year")]
    paid = refunds["outlay_fen"].groupby(keys).sum().reset_index()
    both = paid.merge(premiums, on=["jurisdiction", "year"])
    for row in both[both["outlay_fen"] > both["premium_fen"]].itertuples():
        yield f"{row.jurisdiction} {row.year}: refunds exceed the premiums paid ({row.arm})"
