"""Jobs behind head counts: what would be there anyway, what others lose, what the purse saves.

Frames from a run folder; heads and jobs as numbers, money in fen, no words.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.base.money import FEN_PER_YUAN
from sim.present.rundir import Frame, Run
from sim.present.tables import JobGroup, insured_workers, job_rows
from sim.results.once import once_a_run

LOANS = ("startup_guaranteed_loan_individual", "startup_guaranteed_loan_sme")
BEHIND_LOANS = (
    "startup_loan_interest_subsidy", "guarantee_fund_replenishment", "loan_bank_award",
)  # fmt: skip
"""Kinds whose money stands behind the loans; their jobs are counted once, with the loan."""
BENEFITS = ("unemployment_benefit", "ui_medical_premium")
SOURCES = (*BENEFITS, "contributions", "dibao")
"""What the purse saves on a job."""
SAVING_FUND = {"contributions": "social_insurance_funds", "dibao": "assistance_budget"}
"""Who saves it; benefits are saved by the fund that pays them."""


def is_static(run: Run) -> bool:
    """True where nobody acts differently for the money, so that no jobs are counted."""
    behaviour = run.record.get("behaviour") or {}
    return behaviour.get("on") is False


@once_a_run
def heads(run: Run, place: str) -> int:
    """Administrative head count of the measures that act on jobs, behaviour or not."""
    return int(job_rows(run, place)["gross"].sum())


@once_a_run
def wage(run: Run, place: str) -> float | None:
    """Average yearly wage of on-post staff, fen; of several places by their insured workers.

    ``None`` in run folders that do not tell it.
    """
    rows = run.table("population", place)
    monthly = rows[rows["item"] == "wage_on_post"].set_index("jurisdiction")["value"]
    if set(monthly.index) != set(rows["jurisdiction"]) or monthly.empty:
        return None
    if len(monthly) > 1:
        workers = insured_workers(run).set_index("jurisdiction")["workers"]
        return float(np.average(monthly, weights=workers[monthly.index])) * 12 * FEN_PER_YUAN
    return float(monthly.iloc[0]) * 12 * FEN_PER_YUAN


@once_a_run
def steps(run: Run, place: str, key: str, group: JobGroup = "paid") -> Frame:
    """From heads to net jobs by kind, channel, jurisdiction, basis or year.

    Columns: ``gross`` heads; ``anyway`` (heads without an additional job: deadweight; missing
    where a head stands for several jobs, so that these exceed the heads); ``starts`` (additional
    jobs begun or saved); ``lost`` (of them, taken from others); ``net_begun`` (what is left, in
    jobs begun or saved); ``net_low``, ``net_central``, ``net_high`` in job-years; ``cost_fen``;
    ``cost_per_net_fen`` (a net job-year).
    """
    rows = job_rows(run, place, group)
    of_kind = rows.groupby(["jurisdiction", "kind"])[["additional", "displaced"]].transform("sum")
    share = of_kind["displaced"] / of_kind["additional"].where(of_kind["additional"] != 0)
    rows = rows.assign(lost=rows["starts"] * share.fillna(0.0))
    numbers = ["gross", "starts", "lost", "net_low", "net_central", "net_high", "cost_fen"]
    found = rows.groupby(key, sort=False)[numbers].sum().reset_index()
    return _derived(found).sort_values("gross", ascending=False, ignore_index=True)


def total(frame: Frame) -> pd.Series[float]:
    """The sums of :func:`steps`."""
    numbers = ["gross", "starts", "lost", "net_low", "net_central", "net_high", "cost_fen"]
    return _derived(pd.DataFrame([frame[numbers].sum()])).iloc[0]


def _derived(frame: Frame) -> Frame:
    anyway = (frame["gross"] - frame["starts"]).where(frame["gross"] >= frame["starts"])
    net = frame["net_central"].where(frame["net_central"] > 0)
    return frame.assign(
        anyway=anyway,
        net_begun=frame["starts"] - frame["lost"],
        cost_per_net_fen=frame["cost_fen"] / net,
    )


@once_a_run
def year_ends(run: Run, place: str) -> Frame:
    """Net jobs in each December, ``channel`` against years, off-budget measures left out."""
    rows = job_rows(run, place)
    cube = rows.pivot_table(index="channel", columns="year", values="net_end", aggfunc="sum")
    return cube.reindex(columns=list(run.years)).fillna(0.0)


@once_a_run
def job_years(run: Run, place: str) -> Frame:
    """Net job-years of each year, ``channel`` against years, off-budget measures left out."""
    rows = job_rows(run, place)
    cube = rows.pivot_table(index="channel", columns="year", values="net_central", aggfunc="sum")
    return cube.reindex(columns=list(run.years)).fillna(0.0)


@once_a_run
def net_cost(run: Run, place: str, key: str = "kind") -> Frame:
    """Outlay less what the purse saves on the jobs, fen, by kind, channel or jurisdiction.

    Columns: those of :data:`SOURCES`, ``cost_fen``, ``saved_fen``, ``net_fen``, ``net_central``
    (job-years) and ``net_per_job_fen``.
    """
    rows = job_rows(run, place)
    sums = rows.groupby(key, sort=False)[["cost_fen", "net_central"]].sum()
    channel = dict(zip(rows["kind"], rows["channel"], strict=True))
    saved = _saved(run, place, rows)
    saved = saved.assign(channel=saved["kind"].map(channel))
    cube = saved.pivot_table(index=key, columns="source", values="amount_fen", aggfunc="sum")
    cube = cube.reindex(index=sums.index, columns=list(SOURCES)).fillna(0).astype("int64")
    frame = sums.join(cube).assign(saved_fen=cube.sum(axis=1))
    frame["net_fen"] = frame["cost_fen"] - frame["saved_fen"]
    net = frame["net_central"].where(frame["net_central"] > 0)
    frame["net_per_job_fen"] = frame["net_fen"] / net
    return frame.sort_values("cost_fen", ascending=False).reset_index()


def _saved(run: Run, place: str, rows: Frame) -> Frame:
    """Savings on the jobs of some rows of ``jobs.csv``."""
    offsets = run.table("offsets", place)
    meant = rows[["jurisdiction", "kind"]].drop_duplicates()
    return offsets[offsets["arm"] == "scenario"].merge(meant, on=["jurisdiction", "kind"])


@once_a_run
def net_cost_by_fund(run: Run, place: str) -> Frame:
    """What each fund pays for the jobs, what it saves on them: ``fund``, fen."""
    rows = job_rows(run, place)
    totals = run.table("totals", place)
    totals = totals[totals["arm"] == "scenario"]
    paid = totals[totals["kind"].isin(set(rows["kind"]))].groupby("fund")["outlay_fen"].sum()
    saved = _saved(run, place, rows)
    payer = _benefit_funds(totals)
    funds = [
        SAVING_FUND.get(source) or payer.get((where, source), "unspecified")
        for where, source in zip(saved["jurisdiction"], saved["source"], strict=True)
    ]
    kept = saved.assign(fund=funds).groupby("fund")["amount_fen"].sum()
    frame = pd.DataFrame({"cost_fen": paid, "saved_fen": kept}).fillna(0).astype("int64")
    frame["net_fen"] = frame["cost_fen"] - frame["saved_fen"]
    frame = frame[(frame["cost_fen"] != 0) | (frame["saved_fen"] != 0)]
    return frame.rename_axis("fund").sort_values("cost_fen", ascending=False).reset_index()


def _benefit_funds(totals: Frame) -> dict[tuple[str, str], str]:
    """The fund that pays most of each benefit, by jurisdiction and kind."""
    rows = totals[totals["kind"].isin(BENEFITS)]
    sums = rows.groupby(["jurisdiction", "kind", "fund"])["outlay_fen"].sum().sort_values()
    return {(str(place), str(kind)): str(fund) for place, kind, fund in sums.index}


@once_a_run
def behind_loans(run: Run, place: str) -> tuple[float, int]:
    """Net job-years of guaranteed start-up loans, and the public money behind them, fen."""
    rows = job_rows(run, place, "off_budget")
    net = float(rows.loc[rows["kind"].isin(LOANS), "net_central"].sum())
    totals = run.table("totals", place)
    paid = totals[(totals["arm"] == "scenario") & totals["kind"].isin(BEHIND_LOANS)]
    return net, int(paid["outlay_fen"].sum())
