"""The tables of the jobs section with their rows of sums, made once a run: numbers, no words."""

from __future__ import annotations

import math

import pandas as pd

from sim.present.charts import CHANNELS
from sim.present.net_jobs import SOURCES, job_years, net_cost, steps, total, wage, year_ends
from sim.present.rundir import Frame, Run
from sim.present.tables import TOTAL, interval, job_rows, jobs, largest, with_intervals
from sim.results.once import once_a_run


@once_a_run
def sums(run: Run, place: str, key: str) -> dict[str, float]:
    """The sums of :func:`steps` by a key."""
    return {str(name): value for name, value in total(steps(run, place, key)).items()}


def ordered(run: Run, frame: Frame, key: str) -> Frame:
    """Jurisdictions in the order of the run, years as they come, measures as they are."""
    if key == "year":
        return frame.sort_values("year", ignore_index=True)
    if key != "jurisdiction":
        return frame
    rows = frame.set_index(key).reindex(list(run.places))
    return rows.dropna(how="all").reset_index()


@once_a_run
def drawn(run: Run, place: str, key: str) -> tuple[int, Frame, dict[str, float]]:
    """How many rows have net jobs, the largest of them and all others, the sums of all."""
    frame = ordered(run, jobs(run, place, key), key)
    frame = frame[frame["net_central"] > 0]
    top = largest(frame, key) if key == "kind" else frame
    numbers = ("gross", "net_central", "net_low", "net_high")
    return len(frame), top, {name: frame[name].sum() for name in numbers}


@once_a_run
def by_channel(run: Run, place: str) -> Frame:
    """The steps by channel, job-years and net jobs at its end of each year (``years_2019``...)."""
    frame = steps(run, place, "channel").set_index("channel")
    spans = job_years(run, place).add_prefix("years_")
    ends = year_ends(run, place).add_prefix("end_")
    frame = frame.join(spans).join(ends).reset_index()
    yearly = {name: frame[name].sum() for name in (*spans.columns, *ends.columns)}
    return _with_last(frame, {"channel": TOTAL, **sums(run, place, "channel"), **yearly})


@once_a_run
def by_row(run: Run, place: str, key: str) -> Frame:
    """The steps by measure (of a channel together) or jurisdiction, and the last row their sum.

    Columns: those of :func:`steps`, ``channel`` of a measure, and ``wages``, the cost of a net
    job-year over the mean yearly wage of its place, where a wage is told.
    """
    frame = with_intervals(run, place, ordered(run, steps(run, place, key), key), key)
    last: dict[str, object] = {key: TOTAL, **sums(run, place, key)}
    if key == "kind":
        rows = job_rows(run, place)
        channels = dict(zip(rows["kind"], rows["channel"], strict=True))
        frame = frame.assign(channel=frame["kind"].map(channels))
        rank = {channel: i for i, channel in enumerate(CHANNELS)}
        frame = frame.sort_values("channel", key=lambda x: x.map(rank), kind="stable")
        last["channel"] = ""
    found = interval(run, place, "net_jobs")
    last |= {f"net_{end}": found[end] for end in ("low", "high") if found}
    both = _with_last(frame, last)
    wages = [wage(run, p if p in run.places else place) for p in both[key]]
    told = [x for x in wages if x is not None]
    if len(told) == len(both):
        both["wages"] = both["cost_per_net_fen"] / pd.Series(told)
    return both


@once_a_run
def savings(run: Run, place: str, key: str) -> Frame:
    """Outlay, each saving and net cost by a key, and the last row their sum."""
    frame = ordered(run, net_cost(run, place, key), key)
    numbers = ("cost_fen", *SOURCES, "saved_fen", "net_fen", "net_central")
    last = {name: frame[name].sum() for name in numbers}
    net = last["net_central"]
    each = last["net_fen"] / net if net > 0 else math.nan
    return _with_last(frame, {**last, key: TOTAL, "net_per_job_fen": each})


def _with_last(frame: Frame, last: dict[str, object]) -> Frame:
    return pd.DataFrame({c: [*frame[c].tolist(), last[str(c)]] for c in frame})


@once_a_run
def added(run: Run, place: str) -> tuple[float, int]:
    """Net job-years of the scenario beyond current law, and fen."""
    after, before = (job_rows(run, place, arm=arm) for arm in ("scenario", "current_law"))
    net, fen = (after[c].sum() - before[c].sum() for c in ("net_central", "cost_fen"))
    return float(net), int(fen)


@once_a_run
def off_budget(run: Run, place: str) -> tuple[float, float, float]:
    """Net job-years of guaranteed loans and relief with their ends: central, low, high."""
    frame = jobs(run, place, group="off_budget")
    central, low, high = (float(frame[f"net_{n}"].sum()) for n in ("central", "low", "high"))
    return central, low, high
