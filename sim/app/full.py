"""The full answer of a state: jobs and intervals, read from a run of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any

import numpy as np

from sim.app.balance import Paid, Purse
from sim.app.model import Answer, Row, joined
from sim.budget.settle import GateTest
from sim.present import gains, net_jobs, tables
from sim.present.rundir import Frame, Run

FIGURES = (
    "outlay", "outlay_change", "net_jobs", "net_jobs_change", "cost_per_net_job", "net_cost",
    "net_cost_per_net_job",
)  # fmt: skip
Data = dict[str, Any]
Against = dict[str, dict[str, tuple[int, int, int]]]
"""Claims paid and fen over all years, and fen in current law, by dimension and category."""


@dataclass(frozen=True)
class Jobs:
    """What heads come to. Money is in fen, ``net`` in job-years over all years.

    Attributes:
        heads: administrative head count of the measures that act on jobs.
        anyway: heads whose job would be there anyway; ``None`` where a head stands for more jobs.
        starts: jobs begun or saved.
        lost: of them, lost by others.
        net: net job-years of the scenario against no policy.
        law: the same of current law.
        cost: outlay of those measures.
        saved: what the public purse saves on the jobs.
        wage: mean yearly wage; ``None`` where the run does not tell it.
        channels: heads, jobs and outlay by channel.
    """

    heads: int
    anyway: float | None
    starts: float
    lost: float
    net: float
    law: float
    cost: float
    saved: float
    wage: float | None
    channels: Sequence[Data]

    @property
    def each(self) -> float:
        """Fen for a net job-year; infinite where there is none."""
        return self.cost / self.net if self.net > 0 else math.inf


@dataclass(frozen=True)
class Full:
    """What a run of a state found, behaviour and all.

    Attributes:
        folder: the run folder.
        draws: draws behind the intervals; 0 while there are none.
        answer: the same numbers as of the static costing.
        jobs: ``None`` where nobody responds.
        spans: central value and ends of the 5-95 % interval, by figure.
        gains: who gains, as the run's report tells it.
    """

    folder: str
    draws: int
    answer: Answer
    jobs: Jobs | None
    spans: Mapping[str, Sequence[float]]
    gains: Against = field(default_factory=dict)

    def span(self, figure: str) -> tuple[float, float] | None:
        """The ends of an interval, if there is one."""
        found = self.spans.get(figure)
        return (found[1], found[2]) if found else None

    def packed(self) -> Data:
        """As plain data."""
        own = {f.name: getattr(self, f.name) for f in fields(self)}
        return {**own, "answer": packed(self.answer), "jobs": self.jobs and asdict(self.jobs)}

    @classmethod
    def unpacked(cls, data: Data) -> Full:
        """From plain data."""
        jobs = data["jobs"] and Jobs(**data["jobs"])
        gains = {
            dimension: {category: (row[0], row[1], row[2]) for category, row in rows.items()}
            for dimension, rows in data.get("gains", {}).items()
        }
        own = {"answer": unpacked(data["answer"]), "jobs": jobs, "gains": gains}
        return cls(**{**data, **own})


def full_of(run: Run, answer: Answer) -> Full:
    """The full answer that a run holds."""
    place = run.places[0] if len(run.places) == 1 else "all"
    found = {figure: tables.interval(run, place, figure) for figure in FIGURES}
    draws = int(found["outlay"].get("draws", 0))
    return Full(
        str(run.folder),
        draws,
        answer,
        None if net_jobs.is_static(run) else _jobs(run, place),
        {k: (x["central"], x["low"], x["high"]) for k, x in found.items() if x},
        _gains(run, place),
    )


def _gains(run: Run, place: str) -> Against:
    """Who gains in the scenario, and what the same get under current law."""
    found: Against = {}
    for dimension in gains.dimensions(run, place):
        frame = gains.gains(run, place, dimension, "current_law")
        law = frame["outlay_fen"] - frame["gain_fen"]
        columns = (frame["heads"].tolist(), frame["outlay_fen"].tolist(), law.tolist())
        found[dimension] = dict(zip(frame["category"], zip(*columns, strict=True), strict=True))
    return found


def _jobs(run: Run, place: str) -> Jobs:
    by_channel = net_jobs.steps(run, place, "channel")
    whole = net_jobs.total(by_channel)
    saved = net_jobs.net_cost(run, place)["saved_fen"].sum()
    law = tables.job_rows(run, place, arm="current_law")["net_central"].sum()
    return Jobs(
        heads=int(whole["gross"]),
        anyway=None if math.isnan(whole["anyway"]) else float(whole["anyway"]),
        starts=float(whole["starts"]),
        lost=float(whole["lost"]),
        net=float(whole["net_central"]),
        law=float(law),
        cost=float(whole["cost_fen"]),
        saved=float(saved),
        wage=net_jobs.wage(run, place),
        channels=_rows(by_channel.drop(columns=["anyway", "cost_per_net_fen"])),
    )


def _rows(frame: Frame) -> list[Data]:
    return [{str(k): _plain(v) for k, v in row.items()} for row in frame.to_dict("records")]


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


# --- static numbers as plain data ----------------------------------------------------------------


def packed(answer: Answer) -> Data:
    """Numbers as plain data."""
    if answer.parts:
        return {"parts": {place: packed(part) for place, part in answer.parts.items()}}
    rows = [{**_fields(row), "outlay": row.outlay.tolist()} for row in answer.rows]
    purse = answer.purse and {
        **_fields(answer.purse),
        "tests": [asdict(test) for test in answer.purse.tests],
        "parts": [[*key, fen] for key, fen in answer.purse.parts.items()],
        "refused": [[*key, fen] for key, fen in answer.purse.refused.items()],
    }
    payers = [{**_fields(line), "outlay": line.outlay.tolist()} for line in answer.payers]
    return {**_fields(answer), "parts": {}, "rows": rows, "payers": payers, "purse": purse}


def _fields(thing: Any) -> Data:
    return {f.name: getattr(thing, f.name) for f in fields(thing)}


def unpacked(data: Data) -> Answer:
    """Numbers from plain data."""
    if data["parts"]:
        return joined({place: unpacked(part) for place, part in data["parts"].items()})
    rows = tuple(
        Row(
            **{
                **row,
                "outlay": np.array(row["outlay"], np.int64),
                "occasions": tuple(row["occasions"]),
            }
        )
        for row in data["rows"]
    )
    payers = tuple(
        Paid(**{**line, "outlay": np.array(line["outlay"], np.int64)}) for line in data["payers"]
    )
    return Answer(**{**data, "rows": rows, "payers": payers, "purse": _purse(data["purse"])})


def _purse(data: Data | None) -> Purse | None:
    if data is None:
        return None
    series = {n: tuple(data[n]) for n in ("months", "balance", "before", "payments")}
    tests = tuple(GateTest(**test) for test in data["tests"])
    parts = {(payer, outcome): fen for payer, outcome, fen in data["parts"]}
    refused = {(kind, year): fen for kind, year, fen in data["refused"]}
    levels = {level: (law, scenario) for level, (law, scenario) in data["levels"].items()}
    return Purse(**series, tests=tests, parts=parts, refused=refused, levels=levels)
