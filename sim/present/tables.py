"""Tidy frames for the pages, straight from a run folder: identifiers, fen and heads, no words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from sim.base.errors import Problem, UserError
from sim.measures.registry import kinds
from sim.present.rundir import Frame, Run
from sim.results.once import once_a_run

ARMS = ("no_policy", "current_law", "scenario")
WORKERS = ("insured_enterprise_workers", "enterprise_workers", "workers")
OFF_BUDGET = ("bank_credit_contingent", "tax_or_price_forgone")
MOST = 12
WEAKEST_FIRST = ("assumption", "scenario", "reference", "statute")


def with_year(totals: Frame) -> Frame:
    """Totals with the calendar year of each month."""
    return totals.assign(year=totals["month"].str[:4].astype("int64"))


def by_fund_year_arm(totals: Frame) -> Frame:
    """Outlay by year, arm and fund."""
    keys = ["year", "arm", "fund"]
    return with_year(totals).groupby(keys)["outlay_fen"].sum().reset_index()


def by_line(totals: Frame, keys: Sequence[str], years: Sequence[int]) -> Frame:
    """One row a line: the scenario by year, the total of every arm, the difference.

    Columns: the keys, one for each year (as text), ``scenario``, ``current_law``, ``no_policy``,
    ``difference`` (scenario less current law) and ``relative`` (the same over current law).
    """
    keys = list(keys)
    yearly = with_year(totals)
    cube = yearly.pivot_table(
        index=keys, columns=["arm", "year"], values="outlay_fen", aggfunc="sum", fill_value=0
    )
    lines = pd.DataFrame(index=cube.index)
    for year in years:
        present = ("scenario", year) in cube.columns
        lines[str(year)] = cube["scenario", year] if present else 0
    arms = cube.T.groupby(level="arm").sum().T
    for arm in ("scenario", "current_law", "no_policy"):
        lines[arm] = arms[arm] if arm in arms.columns else 0
    lines["difference"] = lines["scenario"] - lines["current_law"]
    lines = lines.sort_values(["scenario", "current_law"], ascending=False)
    return lines.reset_index()


def with_total(frame: Frame, keys: Sequence[str], label: str) -> Frame:
    """The frame with a last row of sums; the first key says so, the others stay empty."""
    if frame.empty:
        return frame
    sums = frame.drop(columns=list(keys)).sum()
    names = {k: (label if i == 0 else "") for i, k in enumerate(keys)}
    return pd.concat([frame, pd.DataFrame([{**names, **sums}])[list(frame)]], ignore_index=True)


def largest(frame: Frame, key: str, most: int = MOST) -> Frame:
    """The first rows of a sorted frame, and one of key ``others`` with the sums of the rest."""
    if len(frame) <= most + 1:
        return frame
    rest = frame.iloc[most:].select_dtypes("number").sum()
    others = pd.DataFrame([{key: "others", **rest}]).reindex(columns=frame.columns)
    whole = frame.select_dtypes("integer").columns
    return pd.concat([frame.head(most), others.astype(dict.fromkeys(whole, "int64"))],
                     ignore_index=True)  # fmt: skip


def by_month(totals: Frame, arm: str) -> Frame:
    """Outlay by month and fund of one arm."""
    rows = totals[totals["arm"] == arm]
    return rows.groupby(["month", "fund"])["outlay_fen"].sum().reset_index()


def month_totals(totals: Frame, arm: str) -> pd.Series[int]:
    """Outlay of each month of one arm."""
    return totals[totals["arm"] == arm].groupby("month")["outlay_fen"].sum()


def same_as_current_law(totals: Frame) -> bool:
    """True where the scenario pays, line by line and month by month, what current law pays."""
    keys = ["jurisdiction", "clause", "fund", "month"]
    first, second = (
        totals[totals["arm"] == arm].groupby(keys)["outlay_fen"].sum()
        for arm in ("scenario", "current_law")
    )
    return bool(first[first != 0].equals(second[second != 0]))


@once_a_run
def payments(run: Run, place: str) -> Frame:
    """Heads x standard x months: one row a clause of the scenario, most expensive first.

    Columns: clause, kind, fund, paid (claims over the years), covered, payments (payee-months),
    mean_fen (mean payment) and outlay_fen.
    """
    keys = ["jurisdiction", "clause", "kind", "fund"]
    totals = run.table("totals", place)
    money = totals[totals["arm"] == "scenario"].groupby(keys)[["heads", "outlay_fen"]].sum()
    funnel = run.table("funnel", place)
    people = funnel[funnel["arm"] == "scenario"].groupby(keys)[["paid", "covered"]].sum()
    lines = money.join(people, how="left").fillna(0).astype("int64").reset_index()
    lines = lines.rename(columns={"heads": "payments"})
    lines["mean_fen"] = lines["outlay_fen"] // np.maximum(lines["payments"], 1)
    return lines.sort_values("outlay_fen", ascending=False, ignore_index=True)


def counted(rows: Frame) -> Frame:
    """Rows of the scenario whose heads count; an add-on's are counted under its main clause."""
    return rows[(rows["arm"] == "scenario") & (rows["part_of"] == "")]


def on_budget(run: Run, rows: Frame) -> Frame:
    """Rows of clauses that pay money: without guaranteed credit and revenue forgone."""
    funnel = run.table("funnel")
    return rows[~rows["clause"].isin(funnel.loc[funnel["fund"].isin(OFF_BUDGET), "clause"])]


@once_a_run
def funnel_by_kind(run: Run, place: str) -> Frame:
    """Occasions, eligible, paid and covered of each kind in the scenario, with its outlay.

    Clauses of one kind look at the same occasions of a jurisdiction and year, so these count
    once: as many as the clause that sees most of them has.
    """
    rows = counted(run.table("funnel", place))
    frame = pd.DataFrame(rows.groupby("kind")[["eligible", "paid", "covered"]].sum())
    most = rows.groupby(["kind", "jurisdiction", "year"])["occasions"].max()
    frame.insert(0, "occasions", most.groupby("kind").sum())
    totals = run.table("totals", place)
    money = totals[totals["arm"] == "scenario"].groupby("kind")["outlay_fen"].sum()
    frame["outlay_fen"] = money.reindex(frame.index).fillna(0).astype("int64")
    order = ["outlay_fen", "paid"]
    return frame.sort_values(order, ascending=False).reset_index()


@once_a_run
def has_earlier(run: Run, place: str) -> bool:
    """True where the funnel counts people who came before the first year of the run."""
    rows = counted(run.table("funnel", place))
    steps = rows.loc[rows["year"] < run.years[0], ["occasions", "eligible", "paid"]]
    return bool(steps.to_numpy().any())


@once_a_run
def reach(run: Run, place: str, dimension: str, arm: str = "scenario") -> Frame:
    """Heads and money of an arm by category of one dimension, in the glossary's order."""
    rows = on_budget(run, run.table("reach", place))
    rows = rows[(rows["arm"] == arm) & (rows["dimension"] == dimension)]
    rows = rows.assign(heads=rows["heads"].where(rows["part_of"] == "", 0))
    return rows.groupby("category", sort=False)[["heads", "outlay_fen"]].sum().reset_index()


@once_a_run
def persons_paid(run: Run, place: str) -> tuple[int, int]:
    """Claims paid to or for persons in the scenario, and their money in fen."""
    rows = on_budget(run, run.table("reach", place))
    kinds = set(rows.loc[rows["dimension"] == "group", "kind"])
    totals, funnel = run.table("totals", place), run.table("funnel", place)
    money = totals[(totals["arm"] == "scenario") & totals["kind"].isin(kinds)]["outlay_fen"]
    funnel = on_budget(run, counted(funnel))
    claims = funnel[funnel["kind"].isin(kinds)]["paid"]
    return int(claims.sum()), int(money.sum())


@once_a_run
def payee_counts(run: Run, place: str) -> tuple[int, int, int, int]:
    """Claims of firms paid, worker-years they cover, claims of persons, grants to institutions.

    What an institution gets for a person, such as an agency for each one placed, is a person's.
    """
    rows = run.table("reach")
    firms, persons = (set(rows.loc[rows["dimension"] == d, "kind"]) for d in ("staff", "group"))
    institutions = {k.name for k in kinds().values() if k.pays == "institution"} - persons
    funnel = on_budget(run, counted(run.table("funnel", place)))
    paid, covered = funnel.groupby("kind")["paid"].sum(), funnel.groupby("kind")["covered"].sum()
    of_firms, of_institutions = paid.index.isin(firms), paid.index.isin(institutions)
    return (
        int(paid[of_firms].sum()),
        int(covered[of_firms].sum()),
        int(paid[~of_firms & ~of_institutions].sum()),
        int(paid[of_institutions].sum()),
    )


JobGroup = Literal["paid", "unpriced", "off_budget"]
"""Measures that act on jobs: paid for, without a number in the text, or no outlay by nature."""


@once_a_run
def job_rows(run: Run, place: str, group: JobGroup = "paid", arm: str = "scenario") -> Frame:
    """Rows of ``jobs.csv`` of an arm's measures that act on jobs, income support left out.

    A measure to which nobody gives a number acts, but what it costs is not known: it is apart
    (``unpriced``), in the jurisdictions where it pays nothing. So are guaranteed loans and relief.
    """
    funnel, rows = run.table("funnel"), run.table("jobs", place)
    off = rows["kind"].isin(set(funnel.loc[funnel["fund"].isin(OFF_BUDGET), "kind"]))
    rows = rows[(off == (group == "off_budget")) & (rows["arm"] == arm)]
    if group != "off_budget":
        paid = rows.groupby(["jurisdiction", "kind"])["cost_fen"].transform("sum") > 0
        rows = rows[paid == (group == "paid")]
    return rows[_meant(rows)]


def _meant(rows: Frame) -> pd.Series[bool]:
    """Rows of measures that act on jobs; income support is left out."""
    if not rows["acts"].any():  # older folders do not say so
        return rows.groupby("kind")["net_high"].transform("sum") > 0
    return (rows["acts"] != "none") & (rows["channel"] != "income support")


@once_a_run
def jobs(run: Run, place: str, key: str = "kind", group: JobGroup = "paid") -> Frame:
    """Gross heads, net jobs with their interval and cost, one row a kind (or jurisdiction).

    Those without an outlay are apart, see :func:`job_rows`.
    Gross heads add up claims over the years; columns as in ``jobs.csv`` plus
    ``net_per_million`` (net jobs per million yuan) and ``cost_per_net_fen``.
    """
    rows = job_rows(run, place, group)
    keys = [key, "channel", "basis"] if key == "kind" else [key]
    numbers = ["gross", "net_low", "net_central", "net_high", "cost_fen"]
    frame = rows.groupby(keys, sort=False)[numbers].sum().reset_index()
    net = frame["net_central"].where(frame["net_central"] > 0)
    if group == "paid":
        frame = with_intervals(run, place, frame, key)
    frame["cost_per_net_fen"] = frame["cost_fen"] / net
    million = frame["cost_fen"].where(frame["cost_fen"] > 0) / 1e8
    frame["net_per_million"] = frame["net_central"] / million
    return frame.sort_values("cost_fen", ascending=False, ignore_index=True)


def with_intervals(run: Run, place: str, frame: Frame, key: str) -> Frame:
    """Low and high net jobs as drawn, where the run has draws."""
    found = run.table("intervals")
    found = found[(found["arm"] == "scenario") & (found["figure"] == "net_jobs")]
    if key == "kind":
        found = found[(found["jurisdiction"] == place) & found["item"].str.startswith("kind:")]
        at = found["item"].str.removeprefix("kind:")
    else:
        found = found[found["item"] == ""]
        at = found["jurisdiction"]
    for column in ("low", "high"):
        drawn = frame[key].map(dict(zip(at, found[column], strict=True)))
        frame[f"net_{column}"] = drawn.fillna(frame[f"net_{column}"])
    return frame


@once_a_run
def jobs_sums(run: Run, place: str) -> pd.Series[float]:
    """Sums of :func:`jobs`; net jobs with the interval of the whole, where the run has draws."""
    sums: pd.Series[float] = jobs(run, place).sum(numeric_only=True)
    drawn = interval(run, place, "net_jobs")
    if drawn:
        sums["net_low"], sums["net_high"] = drawn["low"], drawn["high"]
    return sums


@once_a_run
def intervals(run: Run, place: str) -> Frame:
    """Intervals of the scenario's figures; of a single place, those of all are its own."""
    found = run.table("intervals")
    place = run.places[0] if place == "all" and len(run.places) == 1 else place
    return found[(found["jurisdiction"] == place) & (found["arm"] == "scenario")]


@once_a_run
def interval(run: Run, place: str, figure: str) -> dict[str, float]:
    """Central, low, high, moved and draws of a figure; empty where the run has no draws."""
    found = intervals(run, place)
    rows = found[(found["figure"] == figure) & (found["item"] == "")]
    names = ("central", "low", "high", "moved", "draws")
    return {name: float(rows[name].iloc[0]) for name in names} if len(rows) else {}


@once_a_run
def clause_status(run: Run) -> Frame:
    """The weakest status among the numbers of each clause: jurisdiction, clause, status.

    Shared numbers that a clause rests on are listed with it and count like its own.
    Take-up rates are left out: they are estimates for every clause, so they tell none apart.
    """
    rows = run.table("values")
    rows = rows[(rows["clause"] != "") & ~rows["term"].str.startswith("take_up")]
    # a number that the scenario sets is a choice to be costed, not something assumed
    rows = rows.assign(status=rows["status"].where(rows["layer"] != "scenario", "scenario"))
    rank = {s: i for i, s in enumerate(WEAKEST_FIRST)}
    rows = rows[rows["status"].isin(rank)]
    weakest = rows.assign(rank=rows["status"].map(rank))
    lowest = weakest.groupby(["jurisdiction", "clause"])["rank"].min().reset_index()
    lowest["status"] = [WEAKEST_FIRST[int(r)] for r in lowest["rank"]]
    return lowest[["jurisdiction", "clause", "status"]]


@once_a_run
def money_by_status(run: Run, place: str, row: str) -> Frame:
    """Scenario outlay by status, one row a fund (or jurisdiction); columns are statuses."""
    totals = run.table("totals", place)
    totals = totals[totals["arm"] == "scenario"]
    merged = totals.merge(clause_status(run), on=["jurisdiction", "clause"], how="left")
    merged["status"] = merged["status"].fillna("none")
    cube = merged.pivot_table(
        index=row, columns="status", values="outlay_fen", aggfunc="sum", fill_value=0
    )
    return cube.loc[cube.sum(axis=1).sort_values(ascending=False).index]


@once_a_run
def values(run: Run, place: str, status: str) -> Frame:
    """The values with a status, or set by the ``scenario``; equal ones are merged.

    Columns as in ``values.csv``, with ``clauses`` (identifiers; empty for a shared parameter)
    and ``kinds`` instead of ``jurisdiction`` and ``clause``.
    """
    rows = run.table("values", place)
    chosen = rows["layer"] == "scenario"
    rows = rows[chosen if status == "scenario" else (rows["status"] == status) & ~chosen]
    kinds = run.table("clauses")[["jurisdiction", "clause", "kind"]].drop_duplicates(
        ["jurisdiction", "clause"]
    )
    merged = rows.merge(kinds, on=["jurisdiction", "clause"], how="left")
    merged["kind"] = merged["kind"].fillna("")
    same = ["term", "value", "unit", "valid_from", "valid_to", "status", "layer", "range", "note"]
    own = merged["source"].where(merged["source"] != merged["clause"], "")
    groups = merged.assign(source=own).groupby([*same, "source"], sort=False)
    listed = groups.agg(
        clauses=("clause", lambda x: tuple(dict.fromkeys(c for c in x if c))),
        kinds=("kind", lambda x: tuple(dict.fromkeys(k for k in x if k))),
    )
    frame: Frame = listed.reset_index()
    return frame


@once_a_run
def premium_shares(run: Run, place: str, fund: str) -> list[tuple[int, int, int]]:
    """(year, outlay of the fund, premium paid the year before), in fen, of the scenario."""
    premiums = run.table("premiums", place).groupby("year")["premium_fen"].sum()
    totals = with_year(run.table("totals", place))
    totals = totals[(totals["arm"] == "scenario") & (totals["fund"] == fund)]
    outlay = totals.groupby("year")["outlay_fen"].sum()
    years = [int(y) for y in premiums.index if premiums[y]]
    return [(y, int(outlay.get(y, 0)), int(premiums[y])) for y in years]


@once_a_run
def without_number(run: Run, place: str) -> Frame:
    """Clauses that have heads but no money: clause, kind, fund, part_of, eligible, titles."""
    rows = run.table("funnel", place)
    rows = rows[(rows["arm"] == "scenario") & ~rows["priced"]]
    keys = ["jurisdiction", "clause", "kind", "fund", "part_of"]
    frame = pd.DataFrame(rows.groupby(keys)["eligible"].sum()).reset_index()
    titles = run.table("clauses")[["jurisdiction", "clause", "title_zh", "title_en"]]
    titles = titles.drop_duplicates(["jurisdiction", "clause"])
    frame = frame.merge(titles, on=["jurisdiction", "clause"], how="left")
    frame[["title_zh", "title_en"]] = frame[["title_zh", "title_en"]].fillna("")
    return frame.sort_values("eligible", ascending=False, ignore_index=True)


@once_a_run
def missing_numbers(run: Run) -> dict[tuple[str, str], tuple[str, ...]]:
    """Terms that nobody gives a number for, by jurisdiction and clause."""
    rows = run.table("values")
    groups = rows[rows["status"] == "open"].groupby(["jurisdiction", "clause"])["term"]
    return {(str(p), str(c)): tuple(dict.fromkeys(terms)) for (p, c), terms in groups}


@once_a_run
def coverage(run: Run, place: str) -> Frame:
    """How many clauses are accounted for in which way, one row a jurisdiction."""
    rows = run.table("clauses", place)
    rows = rows.drop_duplicates(["jurisdiction", "clause"])
    cube = rows.pivot_table(
        index="jurisdiction", columns="accounted", values="clause", aggfunc="count", fill_value=0
    )
    return cube.loc[[p for p in run.places if p in cube.index]]


@once_a_run
def insured_workers(run: Run) -> Frame:
    """Insured enterprise workers of each jurisdiction: jurisdiction, workers."""
    rows = run.table("population")
    cube = rows.pivot_table(index="jurisdiction", columns="item", values="value")
    item = next((i for i in WORKERS if i in cube.columns), None)
    if item is None:
        where = str(run.folder / "population.csv")
        raise UserError(Problem(where, f"has none of the items: {', '.join(WORKERS)}"))
    workers = [float(cube[item].get(p, 0.0)) for p in run.places]
    return pd.DataFrame({"jurisdiction": list(run.places), "workers": workers})
