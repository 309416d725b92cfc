"""Frames of what is no outlay: credit guaranteed, revenue forgone, money moved between funds."""

from __future__ import annotations

import pandas as pd

from sim.base.sums import sums_by
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
    keys = ("jurisdiction", "clause", "kind", "nature")
    rows, years = run.table("off_budget", place), [str(y) for y in run.years]
    names = [*(name for y in years for name in (y, f"end_{y}")), "scenario", "current_law"]
    found: dict[tuple[str, ...], dict[str, int]] = {}
    for (*key, arm, year), fen in sums_by(rows, (*keys, "arm", "year"), "amount_fen").items():
        line = found.setdefault((*key,), dict.fromkeys(names, 0))
        for name in (arm, str(year) if arm == "scenario" else ""):
            if name in line:
                line[name] += fen
    own = run.table("off_budget", place, "scenario")
    for (*key, month), fen in sums_by(own, (*keys, "month"), "outstanding_fen").items():
        if month[4:] == "-12" and month[:4] in years:
            found[(*key,)][f"end_{month[:4]}"] += fen
    order = sorted(
        found.items(), key=lambda x: (x[0][3], -x[1]["scenario"], -x[1]["current_law"], x[0])
    )
    cases = _cases(run)
    lines = [(*key, cases.get((key[0], key[1]), 0), *line.values()) for key, line in order]
    numbers = dict.fromkeys(("cases", *names), "int64")
    return pd.DataFrame(lines, columns=[*keys, *numbers]).astype(numbers)


@once_a_run
def _cases(run: Run) -> dict[tuple[str, str], int]:
    return sums_by(run.table("funnel", arm="scenario"), ("jurisdiction", "clause"), "paid")


@once_a_run
def outstanding(run: Run, place: str) -> pd.Series[int]:
    """Guaranteed credit outstanding in each month of the scenario, in fen."""
    rows = run.table("off_budget", place, "scenario")
    rows = rows[rows["nature"] == "credit"]
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
    keys, years = ("jurisdiction", "rule", "fund", "payer"), [str(y) for y in run.years]
    rows = run.table("funding", place, "scenario")
    found: dict[tuple[str, ...], dict[str, int]] = {}
    for (*key, year), fen in sums_by(rows, (*keys, "year"), "amount_fen").items():
        if key[-1] != key[-2]:
            line = found.setdefault((*key,), dict.fromkeys((*years, "total"), 0))
            line[str(year)] += fen
            line["total"] += fen
    order = sorted(found.items(), key=lambda x: (-x[1]["total"], x[0]))
    lines = [(*key, *line.values()) for key, line in order if line["total"]]
    return pd.DataFrame(lines, columns=[*keys, *years, "total"])
