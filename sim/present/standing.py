"""What one run comes to, in few figures, so that runs can be ranked and laid side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from sim.present.rundir import Frame, Run
from sim.present.tables import ARMS, interval, job_rows, paid
from sim.results.once import once_a_run

NET = ("net_low", "net_central", "net_high")


@once_a_run
def figures(run: Run, place: str = "all") -> dict[str, Any]:
    """Outlay by arm, change from current law, net job-years and their cost, of a place or of all.

    Money is in fen. ``net_*`` are job-years of the scenario against no policy, ``extra_net``
    those beyond current law; ``cost_per_net_fen`` is the outlay of the measures meant for jobs
    over the central figure, ``cost_per_extra_fen`` what is added to both over one another, where
    the scenario pays more and saves more. What cannot be said is ``None``.
    """
    outlay = _outlays(run, place)
    law, jobs = _jobs(run, place, "current_law"), _jobs(run, place, "scenario")
    change = outlay["scenario"] - outlay["current_law"]
    extra = round(jobs["net_central"] - law["net_central"], 6)
    more = jobs["cost_fen"] - law["cost_fen"]
    return {
        **{f"{arm}_fen": outlay[arm] for arm in ARMS},
        "change_fen": change,
        "change_share": change / outlay["current_law"] if outlay["current_law"] else None,
        **{key: round(jobs[key], 6) for key in NET},
        "extra_net": extra,
        "cost_per_net_fen": _each(jobs["cost_fen"], jobs["net_central"]),
        "cost_per_extra_fen": _each(more, extra) if more > 0 else None,
    }


@once_a_run
def _outlays(run: Run, place: str) -> dict[str, int]:
    totals = run.table("totals", place)
    sums = totals.groupby("arm")["outlay_fen"].sum()
    return {arm: int(sums.get(arm, 0)) for arm in ARMS}


@once_a_run
def _jobs(run: Run, place: str, arm: str) -> dict[str, float]:
    """Net jobs of the measures that act on jobs and cost money, and that money."""
    rows = job_rows(run, place, arm=arm)
    sums = {key: float(rows[key].sum()) for key in (*NET, "cost_fen")}
    drawn = interval(run, place, "net_jobs") if arm == "scenario" else {}
    return sums | {f"net_{end}": drawn[end] for end in ("low", "high") if drawn}


def _each(fen: float, number: float) -> int | None:
    return round(fen / number) if number > 0 else None


def ranked(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows with their rank: the cheapest net job-year first, last where there may be none."""

    def order(row: dict[str, Any]) -> tuple[bool, float, int, str]:
        cost = row["cost_per_net_fen"]
        unsure = cost is None or row["net_low"] <= 0
        return unsure, cost or math.inf, row["scenario_fen"], row["name"]

    return [{"rank": i, **row} for i, row in enumerate(sorted(rows, key=order), 1)]


def differing(runs: Sequence[Run]) -> list[str]:
    """In what the runs differ that makes their amounts hard to compare."""
    found = []
    for key in ("jurisdictions", "years", "size", "seed", "draw", "law", "code"):
        seen = {str(_plain(run.record.get(key))) for run in runs}
        if len(seen) > 1:
            found.append(key)
    worlds = {tuple(_outlays(run, "all").items())[:2] for run in runs}
    if not found and len(worlds) > 1:
        found.append("world")
    return found


def _plain(value: Any) -> Any:
    """What identifies a part of the record: the hash of the law or of the code."""
    return value["sha256"] if isinstance(value, dict) and "sha256" in value else value


def _about(run: Run, key: str) -> list[str]:
    """The places or years that a run is about."""
    first, last = run.record["years"]
    return [*run.places] if key == "jurisdiction" else [str(y) for y in range(first, last + 1)]


def wide(names: Sequence[str], runs: Sequence[Run], key: str) -> Frame:
    """Outlay of the scenario by payer, kind, jurisdiction or year: a column for each run.

    Money is in fen (nullable ``Int64``); a place or year that a run is not about is missing.
    """
    found = {}
    for name, run in zip(names, runs, strict=True):
        totals = paid(run, "all", "scenario")
        by = totals["month"].str[:4] if key == "year" else totals[key]
        found[name] = totals.groupby(by)["outlay_fen"].sum()
        if key in ("jurisdiction", "year"):
            found[name] = found[name].reindex(_about(run, key), fill_value=0)
    frame = pd.DataFrame(found).astype("Int64")
    if key in ("payer", "kind"):
        frame = frame.fillna(0)
    frame.index.name = key
    if key == "year":
        return frame.sort_index().reset_index()
    return frame.loc[frame.max(axis=1).sort_values(ascending=False).index].reset_index()
