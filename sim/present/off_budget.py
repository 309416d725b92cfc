"""Frames of what is no outlay: credit guaranteed, revenue forgone, money moved between funds."""

from __future__ import annotations

import pandas as pd

from sim.present.rundir import Frame, Run
from sim.present.tables import OFF_BUDGET
from sim.results.once import once_a_run


@once_a_run
def off_budget(run: Run, place: str) -> Frame:
    """One row a clause: guaranteed credit first, then revenue forgone, the largest first.

    Columns: jurisdiction, clause, kind, nature, cases (loans, or claims of relief), one for each
    year (as text; newly lent or forgone in it), ``scenario`` and ``current_law`` (all years), and
    ``end_<year>`` (outstanding at its end). Amounts in fen, of the scenario but for one column.
    """
    keys = ["jurisdiction", "clause", "kind", "nature"]
    rows = run.table("off_budget", place)
    rows = rows.assign(year=rows["month"].str[:4])
    arms = rows.pivot_table(
        index=keys, columns="arm", values="amount_fen", aggfunc="sum", fill_value=0
    )
    frame = pd.DataFrame(index=arms.index)
    own = rows[rows["arm"] == "scenario"]
    for year in run.years:
        of_year = own[own["year"] == str(year)]
        frame[str(year)] = of_year.groupby(keys)["amount_fen"].sum()
        last = of_year[of_year["month"] == f"{year}-12"]
        frame[f"end_{year}"] = last.groupby(keys)["outstanding_fen"].sum()
    for arm in ("scenario", "current_law"):
        frame[arm] = arms[arm] if arm in arms.columns else 0
    frame = frame.fillna(0).astype("int64").reset_index()
    frame.insert(4, "cases", _cases(run, frame))
    order = ["nature", "scenario", "current_law"]
    return frame.sort_values(order, ascending=[True, False, False], ignore_index=True)


def _cases(run: Run, frame: Frame) -> list[int]:
    funnel = run.table("funnel")
    funnel = funnel[funnel["arm"] == "scenario"]
    paid = funnel.groupby(["jurisdiction", "clause"])["paid"].sum()
    return [int(paid.get((p, c), 0)) for p, c in zip(frame["jurisdiction"], frame["clause"],
                                                     strict=True)]  # fmt: skip


@once_a_run
def outstanding(run: Run, place: str) -> pd.Series[int]:
    """Guaranteed credit outstanding in each month of the scenario, in fen."""
    rows = run.table("off_budget", place)
    rows = rows[(rows["arm"] == "scenario") & (rows["nature"] == "credit")]
    return rows.groupby("month")["outstanding_fen"].sum()


@once_a_run
def unpriced(run: Run, place: str) -> int:
    """How many clauses of credit or relief have eligible cases but no number."""
    rows = run.table("funnel", place)
    rows = rows[(rows["arm"] == "scenario") & ~rows["priced"] & rows["fund"].isin(OFF_BUDGET)]
    return len(rows[["jurisdiction", "clause"]].drop_duplicates())


@once_a_run
def moved(run: Run, place: str) -> Frame:
    """What another fund finally paid in the scenario, one row a rule and pair of funds.

    Columns: jurisdiction, rule, fund, payer, one for each year (as text) and ``total``, in fen.
    """
    rows = run.table("funding", place)
    rows = rows[(rows["arm"] == "scenario") & (rows["payer"] != rows["fund"])]
    keys = ["jurisdiction", "rule", "fund", "payer"]
    frame = pd.DataFrame(rows.groupby(keys)["amount_fen"].sum().rename("total"))
    for i, year in enumerate(run.years):
        of_year = rows[rows["month"].str[:4] == str(year)]
        frame.insert(i, str(year), of_year.groupby(keys)["amount_fen"].sum())
    frame = frame.fillna(0).astype("int64")
    frame = frame[frame["total"] != 0].sort_values("total", ascending=False)
    return frame.reset_index()
