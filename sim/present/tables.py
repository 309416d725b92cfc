"""Tidy frames for the pages, straight from a run folder: identifiers, fen and heads, no words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from sim.base.errors import Problem, UserError
from sim.base.sums import sums_by, with_year
from sim.budget import payers
from sim.measures.registry import kinds
from sim.present.rundir import Frame, Run
from sim.results.once import once_a_run

ARMS = ("no_policy", "current_law", "scenario")
WORKERS = ("insured_enterprise_workers", "enterprise_workers", "workers")
OFF_BUDGET = ("bank_credit_contingent", "tax_or_price_forgone")
MOST = 12
WEAKEST_FIRST = ("assumption", "scenario", "reference", "statute")
TOTAL = "total"
"""Stands in place of an identifier in a row of sums."""


def by_line(totals: Frame, keys: Sequence[str], years: Sequence[int]) -> Frame:
    """One row a line: the scenario by year, the total of every arm, the difference.

    Columns: the keys, one for each year (as text), ``scenario``, ``current_law``, ``no_policy``
    and ``difference`` (scenario less current law).
    """
    columns = [*map(str, years), "scenario", "current_law", "no_policy"]
    lines: dict[tuple[str, ...], dict[str, int]] = {}
    for (*key, arm, year), fen in sums_by(
        with_year(totals), (*keys, "arm", "year"), "outlay_fen"
    ).items():
        line = lines.setdefault((*key,), dict.fromkeys(columns, 0))
        line[arm] += fen
        if arm == "scenario" and str(year) in line:
            line[str(year)] += fen
    order = sorted(lines.items(), key=lambda x: (-x[1]["scenario"], -x[1]["current_law"], x[0]))
    rows = [(*key, *line.values()) for key, line in order]
    frame = pd.DataFrame(rows, columns=[*keys, *columns]).astype(dict.fromkeys(columns, "int64"))
    return frame.assign(difference=frame["scenario"] - frame["current_law"])


def with_total(frame: Frame, keys: Sequence[str]) -> Frame:
    """The frame with a last row of sums; the first key is ``TOTAL``, the others stay empty."""
    if frame.empty:
        return frame
    last: dict[Any, Any] = {c: frame[c].sum() for c in frame if c not in keys}
    last |= {key: "" if i else TOTAL for i, key in enumerate(keys)}
    return pd.DataFrame({c: [*frame[c].tolist(), last[c]] for c in frame})


def largest(frame: Frame, key: str, most: int = MOST) -> Frame:
    """The first rows of a sorted frame, and one of key ``others`` with the sums of the rest."""
    if len(frame) <= most + 1:
        return frame
    rest = frame.iloc[most:].select_dtypes("number").sum()
    others = pd.DataFrame([{key: "others", **rest}]).reindex(columns=frame.columns)
    whole = frame.select_dtypes("integer").columns
    return pd.concat([frame.head(most), others.astype(dict.fromkeys(whole, "int64"))],
                     ignore_index=True)  # fmt: skip


@once_a_run
def paid(run: Run, place: str, arm: str = "") -> Frame:
    """What is due by who pays it, in one arm or in all: ``payer`` and ``outlay_fen``."""
    return payers.paid(run.table("totals", place, arm), run.table("settled", place, arm))


def month_totals(totals: Frame, arm: str) -> pd.Series[int]:
    """Outlay of each month of one arm."""
    return totals[totals["arm"] == arm].groupby("month")["outlay_fen"].sum()


def same_as_current_law(totals: Frame) -> bool:
    """True where the scenario pays, line by line and month by month, what current law pays."""
    keys = ("arm", "jurisdiction", "clause", "fund", "month")
    paid: dict[str, dict[Any, int]] = {"scenario": {}, "current_law": {}}
    for (arm, *line), fen in sums_by(totals, keys, "outlay_fen").items():
        if arm in paid and fen:
            paid[arm][(*line,)] = fen
    return paid["scenario"] == paid["current_law"]


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
    off = _off_budget(run, "clause")
    return rows[np.array([clause not in off for clause in rows["clause"].tolist()], dtype=bool)]


@once_a_run
def _off_budget(run: Run, key: str) -> frozenset[str]:
    """Clauses or kinds of guaranteed credit and revenue forgone."""
    funnel = run.table("funnel")
    return frozenset(funnel.loc[funnel["fund"].isin(OFF_BUDGET), key])


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
def payee_counts(run: Run, place: str) -> tuple[int, int, int, int]:
    """Claims of firms paid, worker-years they cover, claims of persons, grants to institutions.

    What an institution gets for a person, such as an agency for each one placed, is a person's.
    """
    rows = run.table("reach")
    firms, persons = (set(rows.loc[rows["dimension"] == d, "kind"]) for d in ("staff", "group"))
    institutions = {k.name for k in kinds().values() if k.pays == "institution"} - persons
    funnel = on_budget(run, counted(run.table("funnel", place)))
    paid, covered = (sums_by(funnel, ("kind",), of) for of in ("paid", "covered"))
    others = {kind: n for kind, n in paid.items() if kind not in firms}
    to_institutions = sum(n for kind, n in others.items() if kind in institutions)
    return (
        sum(n for kind, n in paid.items() if kind in firms),
        sum(n for kind, n in covered.items() if kind in firms),
        sum(others.values()) - to_institutions,
        to_institutions,
    )


JobGroup = Literal["paid", "unpriced", "off_budget"]
"""Measures that act on jobs: paid for, without a number in the text, or no outlay by nature."""


@once_a_run
def job_rows(run: Run, place: str, group: JobGroup = "paid", arm: str = "scenario") -> Frame:
    """Rows of ``jobs.csv`` of an arm's measures that act on jobs, income support left out.

    A measure to which nobody gives a number acts, but what it costs is not known: it is apart
    (``unpriced``), in the jurisdictions where it pays nothing. So are guaranteed loans and relief.
    """
    rows, off = run.table("jobs", place, arm), _off_budget(run, "kind")
    fen = sums_by(rows, ("jurisdiction", "kind"), "cost_fen")
    groups = [
        "off_budget" if kind in off else "paid" if fen[where, kind] > 0 else "unpriced"
        for where, kind in zip(rows["jurisdiction"].tolist(), rows["kind"].tolist(), strict=True)
    ]
    rows = rows[np.array([of == group for of in groups], dtype=bool)]
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
    if found.empty:
        return frame
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
    return found[(found["jurisdiction"] == _told_as(run, place)) & (found["arm"] == "scenario")]


def influence(run: Run, place: str) -> Frame:
    """Inputs that matter, as the draws tell; of a single place, those of all are its own."""
    found = run.table("influence")
    return found[found["jurisdiction"] == _told_as(run, place)]


def _told_as(run: Run, place: str) -> str:
    return run.places[0] if place == "all" and len(run.places) == 1 else place


@once_a_run
def interval(run: Run, place: str, figure: str) -> dict[str, float]:
    """Central, low, high, moved and draws of a figure; empty where the run has no draws."""
    found = intervals(run, place)
    if found.empty:
        return {}
    rows = found[(found["figure"] == figure) & (found["item"] == "")]
    names = ("central", "low", "high", "median", "moved", "draws")
    return {name: float(rows[name].iloc[0]) for name in names} if len(rows) else {}


@once_a_run
def premium_shares(run: Run, place: str, fund: str) -> list[tuple[int, int, int]]:
    """(year, outlay of the fund, premium paid the year before), in fen, of the scenario."""
    premiums = run.table("premiums", place).groupby("year")["premium_fen"].sum()
    outlay = sums_by(paid(run, place, "scenario"), ("payer", "year"), "outlay_fen")
    years = [int(y) for y in premiums.index if premiums[y]]
    return [(y, outlay.get((fund, y), 0), int(premiums[y])) for y in years]


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
