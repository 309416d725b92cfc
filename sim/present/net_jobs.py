"""Jobs behind head counts: what would be there anyway, what others lose, what the purse saves.

Frames from a run folder; heads and jobs as numbers, money in fen, no words.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from sim.base.money import FEN_PER_YUAN
from sim.base.sums import sums_by
from sim.present.outlays import outlays
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
    of_kind = rows.groupby(["jurisdiction", "kind"])[["additional", "displaced"]].sum()
    share = {
        (where, kind): displaced / additional if additional else 0.0
        for where, kind, additional, displaced in of_kind.reset_index().itertuples(index=False)
    }
    at = zip(rows["jurisdiction"].tolist(), rows["kind"].tolist(), strict=True)
    rows = rows.assign(lost=rows["starts"] * [share[line] for line in at])
    numbers = ["gross", "starts", "lost", "net_low", "net_central", "net_high", "cost_fen"]
    found = rows.groupby(key, sort=False)[numbers].sum().reset_index()
    return _derived(found).sort_values("gross", ascending=False, ignore_index=True)


def total(frame: Frame) -> pd.Series[float]:
    """The sums of :func:`steps`."""
    numbers = ("gross", "starts", "lost", "net_low", "net_central", "net_high", "cost_fen")
    found = {name: float(frame[name].sum()) for name in numbers}
    gross, starts, net = (found[name] for name in ("gross", "starts", "net_central"))
    found["anyway"] = gross - starts if gross >= starts else math.nan
    found["net_begun"] = starts - found["lost"]
    found["cost_per_net_fen"] = found["cost_fen"] / net if net > 0 else math.nan
    return pd.Series(found)


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
    return _by_channel(run, place, "net_end")


@once_a_run
def job_years(run: Run, place: str) -> Frame:
    """Net job-years of each year, ``channel`` against years, off-budget measures left out."""
    return _by_channel(run, place, "net_central")


def _by_channel(run: Run, place: str, number: str) -> Frame:
    sums = job_rows(run, place).groupby(["channel", "year"])[number].sum()
    cube = sums.unstack()  # noqa: PD010 - the sums are made
    return cube.reindex(columns=list(run.years)).fillna(0.0)


@once_a_run
def net_cost(run: Run, place: str, key: str = "kind") -> Frame:
    """Outlay less what the purse saves on the jobs, fen, by kind, channel or jurisdiction.

    Columns: those of :data:`SOURCES`, ``cost_fen``, ``saved_fen``, ``net_fen``, ``net_central``
    (job-years) and ``net_per_job_fen``.
    """
    rows = job_rows(run, place)
    sums = rows.groupby(key, sort=False)[["cost_fen", "net_central"]].sum().reset_index()
    saved = _saved(run, place)
    if key == "channel":
        channel = dict(zip(rows["kind"], rows["channel"], strict=True))
        saved = saved.assign(channel=saved["kind"].map(channel))
    fen = sums_by(saved, (key, "source"), "amount_fen")
    frame = sums.assign(**{s: [fen.get((x, s), 0) for x in sums[key]] for s in SOURCES})
    frame["saved_fen"] = frame[list(SOURCES)].sum(axis=1)
    frame["net_fen"] = frame["cost_fen"] - frame["saved_fen"]
    net = frame["net_central"].where(frame["net_central"] > 0)
    frame["net_per_job_fen"] = frame["net_fen"] / net
    return frame.sort_values("cost_fen", ascending=False, ignore_index=True)


@once_a_run
def _saved(run: Run, place: str) -> Frame:
    """Savings on the jobs of measures that are paid for."""
    rows, offsets = job_rows(run, place), run.table("offsets", place, "scenario")
    meant = set(zip(rows["jurisdiction"].tolist(), rows["kind"].tolist(), strict=True))
    at = zip(offsets["jurisdiction"].tolist(), offsets["kind"].tolist(), strict=True)
    return offsets[np.array([line in meant for line in at], dtype=bool)]


@once_a_run
def net_cost_by_fund(run: Run, place: str) -> Frame:
    """What each fund pays for the jobs, what it saves on them: ``fund``, fen."""
    kinds = set(job_rows(run, place)["kind"])
    payer = _benefit_funds(run, place)
    sums: dict[str, list[int]] = {}
    for (kind, fund), fen in outlays(run, place, "scenario", "kind", "payer").items():
        if kind in kinds:
            sums.setdefault(fund, [0, 0])[0] += fen
    saved = sums_by(_saved(run, place), ("jurisdiction", "source"), "amount_fen")
    for (where, source), fen in saved.items():
        fund = SAVING_FUND.get(source) or payer.get((where, source), "unspecified")
        sums.setdefault(fund, [0, 0])[1] += fen
    order = sorted(sums.items(), key=lambda pair: (-pair[1][0], pair[0]))
    rows = [(fund, cost, kept, cost - kept) for fund, (cost, kept) in order if cost or kept]
    return pd.DataFrame(rows, columns=["fund", "cost_fen", "saved_fen", "net_fen"])


def _benefit_funds(run: Run, place: str) -> dict[tuple[str, str], str]:
    """The fund that pays most of each benefit, by jurisdiction and kind."""
    sums = outlays(run, place, "scenario", "jurisdiction", "kind", "payer")
    order = sorted(sums.items(), key=lambda pair: pair[1])
    return {(where, kind): fund for (where, kind, fund), _ in order if kind in BENEFITS}


@once_a_run
def behind_loans(run: Run, place: str) -> tuple[float, int]:
    """Net job-years of guaranteed start-up loans, and the public money behind them, fen."""
    rows = job_rows(run, place, "off_budget")
    net = float(rows.loc[rows["kind"].isin(LOANS), "net_central"].sum())
    paid = outlays(run, place, "scenario", "kind")
    return net, sum(paid.get(kind, 0) for kind in BEHIND_LOANS)
