"""The back-test: the program's figures for 2019 beside published outcomes, gaps explained."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import pandas as pd
from pydantic import Field, TypeAdapter, ValidationError

from sim.base.documents import Strict, read
from sim.base.errors import Problem, UserError
from sim.base.money import FEN_PER_YUAN
from sim.law.schema import Names
from sim.results import Tables

FILE = Path(__file__).parent / "data" / "outcomes.yaml"
YEAR = 2019
LARGE_GAP = 0.15
ORDINARY, LARGER = "stable_employment_refund", "distressed_enterprise_refund"


class Outcome(Strict):
    """A published figure, and which figure of the program it is set beside.

    ``role``: ``fitted`` where an input was chosen with the figure in view, else ``check``.
    ``gap`` explains a difference of more than 15 %.
    """

    id: str
    what: Names
    metric: str
    places: tuple[str, ...]
    value: float
    unit: str
    period: str
    source: Annotated[str, Field(min_length=4)]
    confidence: Literal["found", "derived", "recalled"]
    role: Literal["fitted", "check"]
    gap: str = ""


@dataclass(frozen=True)
class Row:
    """An outcome beside the program's figure; ``ratio`` is the program's over the published."""

    outcome: Outcome
    got: float
    ratio: float

    @property
    def large(self) -> bool:
        """True where the figures differ by more than 15 %."""
        return abs(self.ratio - 1) > LARGE_GAP


@dataclass(frozen=True)
class _Run:
    """Current law of 2019 in some places, from a run's tables."""

    tables: Tables
    places: tuple[str, ...]

    def rows(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Rows of the places under current law in the year."""
        rows = frame[frame["jurisdiction"].isin(self.places) & (frame["arm"] == "current_law")]
        if "month" in rows:
            return rows[rows["month"].str[:4] == str(YEAR)]
        return rows[rows["year"] == YEAR]

    def outlay(self, *kinds: str) -> float:
        """Yuan of some kinds."""
        totals = self.rows(self.tables.totals)
        chosen = totals[totals["kind"].isin(kinds)]
        return float(chosen["outlay_fen"].sum()) / FEN_PER_YUAN

    def count(self, column: str, *kinds: str) -> float:
        """Paid rows or covered persons of some kinds."""
        funnel = self.rows(self.tables.funnel)
        return float(funnel.loc[funnel["kind"].isin(kinds), column].sum())

    @property
    def insured(self) -> float:
        """Insured workers."""
        people = self.tables.population
        here = people["jurisdiction"].isin(self.places) & (people["item"] == "workers")
        return float(people.loc[here, "value"].sum())

    def months(self, kind: str) -> pd.DataFrame:
        """Heads and fen of a kind by month."""
        totals = self.rows(self.tables.totals)
        columns = ["heads", "outlay_fen"]
        return pd.DataFrame(totals[totals["kind"] == kind].groupby("month")[columns].sum())


def _last_quarter(run: _Run) -> float:
    totals = run.rows(run.tables.totals)
    fund = totals[totals["fund"] == "unemployment_insurance_fund"]
    late = fund["month"].str[5:].astype(int) > 9
    return float(fund.loc[late, "outlay_fen"].sum() / fund["outlay_fen"].sum())


def _mean_benefit(run: _Run) -> float:
    months = run.months("unemployment_benefit")
    return float(months["outlay_fen"].sum() / months["heads"].sum()) / FEN_PER_YUAN


def _loans(run: _Run) -> float:
    credit = run.rows(run.tables.off_budget)
    return float(credit.loc[credit["nature"] == "credit", "amount_fen"].sum()) / FEN_PER_YUAN


METRICS: dict[str, Callable[[_Run], float]] = {
    "refund_workers_share": lambda r: r.count("covered", ORDINARY, LARGER) / r.insured,
    "refund_per_worker": lambda r: (
        r.outlay(ORDINARY, LARGER) / r.count("covered", ORDINARY, LARGER)
    ),
    "ordinary_per_worker": lambda r: r.outlay(ORDINARY) / r.count("covered", ORDINARY),
    "distressed_share": lambda r: r.outlay(LARGER) / r.outlay(ORDINARY, LARGER),
    "workers_per_firm": lambda r: (
        r.count("covered", ORDINARY, LARGER) / r.count("paid", ORDINARY, LARGER)
    ),
    "ordinary_workers_per_firm": lambda r: r.count("covered", ORDINARY) / r.count("paid", ORDINARY),
    "skill_per_1000": lambda r: 1000 * r.count("paid", "skill_upgrade_subsidy") / r.insured,
    "skill_mean": lambda r: (
        r.outlay("skill_upgrade_subsidy") / r.count("paid", "skill_upgrade_subsidy")
    ),
    "benefit_recipients": lambda r: (
        float(r.months("unemployment_benefit")["heads"].iloc[-1]) / r.insured
    ),
    "mean_benefit": _mean_benefit,
    "last_quarter": _last_quarter,
    "loans": _loans,
}
"""What can be read off a run, by name."""


def outcomes(path: Path = FILE) -> list[Outcome]:
    """The published outcomes; ``UserError`` with every problem if the file is not right."""
    document = read(path)
    try:
        found = TypeAdapter(list[Outcome]).validate_python(document.data)
    except ValidationError as error:
        raise UserError(
            [document.problem(e["loc"], str(e["msg"])) for e in error.errors()]
        ) from None
    unknown = [o for o in found if o.metric not in METRICS]
    if unknown:
        raise UserError([Problem(str(path), f"no figure '{o.metric}' ({o.id})") for o in unknown])
    return found


def backtest(tables: Tables) -> Iterator[Row]:
    """Every published outcome beside a run of all its places under current law."""
    present = set(tables.population["jurisdiction"])
    for outcome in outcomes():
        if present.issuperset(outcome.places):
            got = METRICS[outcome.metric](_Run(tables, outcome.places))
            yield Row(outcome, got, got / outcome.value)


def markdown(rows: list[Row]) -> str:
    """The page: every figure, the ratio, and what explains a large gap."""
    lines = [
        "# Back-test",
        "",
        "The program's figures for 2019 under current law (`scenarios/baseline.yaml`) beside",
        "published outcomes. Made by `sim backtest RUN --write docs/backtest.md`.",
        "",
        "*fitted*: an input was chosen with it in view; *check*: nothing was. No outcome of",
        "the five places themselves was found: national and provincial figures stand in for them.",
        "",
        "| figure | places | published | program | ratio | role | confidence | source |",
        "| --- | --- | ---: | ---: | ---: | --- | --- | --- |",
    ]
    for row in rows:
        o = row.outcome
        places = "all five" if len(o.places) > 1 else o.places[0]
        ratio = f"**{row.ratio:.2f}**" if row.large else f"{row.ratio:.2f}"
        lines.append(
            f"| {o.what.en} {o.what.zh} | {places} | {shown(o.value, o.unit)} | "
            f"{shown(row.got, o.unit)} | {ratio} | {o.role} | {o.confidence} | "
            f"{o.period}: {o.source} |"
        )
    lines += ["", "## Gaps above 15 %", ""]
    lines += [
        f"- **{r.outcome.what.en}** ({r.outcome.period}), ratio {r.ratio:.2f}: {r.outcome.gap}"
        for r in rows
        if r.large
    ]
    return "\n".join(lines) + "\n"


def shown(value: float, unit: str) -> str:
    """A figure with its unit."""
    if unit == "share":
        return f"{value:.1%}"
    return f"{value:,.1f}" if unit == "per 1,000" else f"{value:,.0f} {unit}"
