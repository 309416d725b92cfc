"""Sheets of aims: target clauses, performance targets, prior assessment, trigger plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from sim.base.sums import sums_by
from sim.budget.figures import national
from sim.present.filing import Field, Sheet
from sim.present.sheets.funds import PLACE, where
from sim.present.words import Words
from sim.questions.purse import Purses
from sim.results.once import once_a_run

MOST_KINDS = 6
MEASURES = {
    "reserve_months": ("months", 1),
    "cover": ("times", 1),
    "employment_months": ("months", 1),
    "recipients": ("percent", 100),
    "layoffs": ("percent", 100),
}
"""Unit and scale in which the trigger plan shows what it watches."""
Row = dict[str, Any]


def targets(p: Purses, words: Words, place: str) -> Sheet:
    """Every target clause beside the run's figure, and the money it would need."""
    what = "what_zh" if words.chinese else "what_en"
    return Sheet(
        "targets",
        p.rows("targets", place),
        [
            PLACE, Field("clause", "clause"), Field(what, "what"), Field("year", "year"),
            Field("target", "target", "number"), Field("unit", "unit", "word", "target_unit"),
            Field("simulated", "simulated", "number"), Field("reached", "reached", "share"),
            Field("unit_cost_yuan", "unit_cost", "yuan"), Field("paid_fen", "paid", "money"),
            Field("needed_fen", "needed", "money"), Field("quote", "quote", "long"),
        ],
        [words.say("note_targets")],
    )  # fmt: skip


def triggers(p: Purses, words: Words, place: str) -> Sheet:
    """Lines, the month that crosses them, and what the document says then happens."""
    names = {line.id: words.own(line.what.model_dump()) for line in national().lines}
    frame = p.rows("triggers", place)
    scale = frame["measure"].map(lambda m: MEASURES[m][1])
    unit = [words("measure_unit", MEASURES[m][0]) for m in frame["measure"]]
    return Sheet(
        "triggers",
        frame.assign(line=frame["line"].map(names), nearest=frame["nearest"] * scale, unit=unit),
        [
            PLACE, Field("line", "line"), Field("crossed", "crossed", "word", "yes"),
            Field("first_month", "first_month"), Field("months", "months_over", "count"),
            Field("nearest", "nearest", "number"), Field("unit", "unit"),
            Field("nearest_month", "nearest_month"),
            Field("clause", "clause"),
            Field("does_zh" if words.chinese else "does_en", "does", "long"),
        ],
        [words.say("note_triggers")],
    )  # fmt: skip


def performance(p: Purses, words: Words, place: str) -> Sheet:
    """Quantity, quality, timeliness, cost, effect, satisfaction, of the first year of the run."""
    rows = [
        (
            name, words("indicator", one), words("indicator", two),
            words("indicator", said).format(kind=words("kind", kind) if kind else ""), value,
            unit if unit == "%" else words(*unit), "person" if value is None else "simulation",
        )
        for name in where(p, place)
        for one, two, said, kind, value, unit in _performance(p, name)
    ]  # fmt: skip
    columns = ["jurisdiction", "one", "two", "indicator", "value", "unit", "by"]
    return Sheet(
        "performance",
        pd.DataFrame(rows, columns=columns),
        [
            PLACE, Field("one", "level_one"), Field("two", "level_two"),
            Field("indicator", "indicator", "long"), Field("value", "value", "number"),
            Field("unit", "unit"), Field("by", "filled_by", "word", "filled_by"),
        ],
        [words.say("note_performance")],
    )  # fmt: skip


@once_a_run
def _performance(p: Purses, place: str) -> list[tuple[Any, ...]]:
    """Two levels, the indicator and the kind it is of, its value and unit; ``None``: unknown."""
    cases, yuan, years = (("target_unit", unit) for unit in ("cases", "yuan", "job_years"))
    top = _first_year(p, place)[:MOST_KINDS]
    doubles = p.sums("findings", place, "check", of="heads").get("double", 0)
    rate = float(p.rows("execution", place)["rate"].iloc[0])
    late = float(p.rows("profile", place).head(12)["share"].tail(3).sum())
    watched = p.rows("triggers", place)
    nearest = dict(zip(watched["line"][::-1], watched["nearest"][::-1], strict=True))
    reserves = p.rows("reserves", place)
    held = dict(zip(reserves["month"], reserves["reserve_months"], strict=True))
    return [
        *(("output", "quantity", "heads_of", k, float(heads), cases) for k, heads, _ in top),
        ("output", "quality", "lawful", "", 100.0, "%"),
        ("output", "quality", "no_double", "", float(doubles), cases),
        ("output", "timeliness", "execution", "", 100 * rate, "%"),
        ("output", "timeliness", "last_quarter", "", 100 * late, "%"),
        ("output", "timeliness", "on_time", "", None, "%"),
        *(("output", "cost", "mean_of", k, fen / 100 / max(heads, 1), yuan)
          for k, heads, fen in top),
        ("effect", "economic", "jobs_effect", "", _net_jobs(p, place), years),
        *(("effect", "social", key, "", 100 * float(nearest[line]), "%")
          for line, key in (("layoffs", "layoff_rate"), ("recipients", "recipients"))
          if line in nearest),
        ("effect", "sustainable", "reserve", "", float(held[f"{p.years[0]}-12"]),
         ("unit", "months")),
        ("satisfaction", "service", "satisfied", "", None, "%"),
    ]  # fmt: skip


def _first_year(p: Purses, place: str) -> list[tuple[str, int, int]]:
    """Kind, heads and fen paid in the first year, most money first."""
    rows = p.dated("totals", place)
    rows = rows[(rows["year"] == p.years[0]) & (rows["outlay_fen"] > 0)]
    heads, fen = (sums_by(rows, ("kind",), of) for of in ("heads", "outlay_fen"))
    order = sorted(fen, key=lambda kind: (-fen[kind], kind))
    return [(kind, heads[kind], fen[kind]) for kind in order]


def _net_jobs(p: Purses, place: str) -> float | None:
    """Net job-years of the first year; unknown where nobody responds."""
    jobs = p.rows("jobs", place)
    net = float(jobs.loc[jobs["year"] == p.years[0], "net_central"].sum())
    return round(net, 1) if p.scenario.file.behaviour.on else None


def assessment(p: Purses, words: Words, place: str) -> Sheet:
    """Six questions before a policy gets money; the run answers what it can."""
    rows = [row for name in where(p, place) for row in _assessment(p, words, name)]
    return Sheet(
        "assessment",
        pd.DataFrame(rows, columns=["jurisdiction", "dimension", "question", "answer", "by"]),
        [
            PLACE, Field("dimension", "dimension", "word", "dimension"),
            Field("question", "question", "long"), Field("answer", "answer", "long"),
            Field("by", "filled_by", "word", "filled_by"),
        ],
        [words.say("note_assessment")],
    )  # fmt: skip


def _assessment(p: Purses, words: Words, place: str) -> Iterator[Row]:
    answers: list[tuple[str, str, dict[str, object] | None]] = [
        ("necessity", "necessity", _need(p, words, place)),
        ("necessity", "need", None),
        ("feasibility", "feasibility", _feasible(p, words, place)),
        ("feasibility", "capacity", None),
        ("attainable", "attainable", _attainable(p, place)),
        ("budget", "budget", _due(p, words, place)),
        ("budget", "assumed", _assumed(p, place)),
        ("economy", "economy", _waste(p, words, place)),
        ("funding", "funding", _lawful(p, words, place)),
        ("funding", "levels", _levels(p, words, place)),
    ]
    for dimension, key, values in answers:
        said = words("assessment", "person")
        if values is not None:
            said = words("assessment", f"a_{key}").format(**values)
        yield {
            "jurisdiction": place, "dimension": dimension,
            "question": words("assessment", f"q_{key}"), "answer": said,
            "by": "person" if values is None else "simulation",
        }  # fmt: skip


def _need(p: Purses, words: Words, place: str) -> dict[str, object]:
    clauses, eligible, paid = _counted(p, place)
    return {"clauses": clauses, "years": words.years(p.years),
            "eligible": words.count(eligible), "paid": words.count(paid)}  # fmt: skip


@once_a_run
def _counted(p: Purses, place: str) -> tuple[int, int, int]:
    """Clauses, and who is eligible and paid under them in the years of the run."""
    funnel = p.rows("funnel", place)
    rows = funnel[(funnel["part_of"] == "") & (funnel["year"] >= p.years[0])]
    return funnel["clause"].nunique(), int(rows["eligible"].sum()), int(rows["paid"].sum())


def _feasible(p: Purses, words: Words, place: str) -> dict[str, object]:
    months, year, refused = _worst(p, place)
    return {"reserve": f"{months:.0f}", "year": year, "refused": words.money(refused)}


@once_a_run
def _worst(p: Purses, place: str) -> tuple[float, int, int]:
    """The lowest reserve at a gate, its year, and what all gates refuse."""
    rows = p.rows("gates", place)
    worst = rows.sort_values("reserve_months").iloc[0]
    return worst["reserve_months"], int(worst["year"]), int(rows["refused_fen"].sum())


@once_a_run
def _attainable(p: Purses, place: str) -> dict[str, object]:
    rows = p.rows("targets", place)
    counted = rows[rows["simulated"].notna()]
    return {"counted": len(counted), "reached": int((counted["reached"] >= 1).sum()),
            "rest": len(rows) - len(counted)}  # fmt: skip


def _due(p: Purses, words: Words, place: str) -> dict[str, object]:
    payers = p.sums("settled", place, "payer")
    due = sum(payers.values())
    return {"years": words.years(p.years), "due": words.money(due),
            "paid": words.money(due - payers.get("", 0))}  # fmt: skip


@once_a_run
def _assumed(p: Purses, place: str) -> dict[str, object]:
    values = p.rows("values", place)
    return {"assumed": int((values["status"] == "assumption").sum()), "all": len(values)}


def _waste(p: Purses, words: Words, place: str) -> dict[str, object]:
    heads, fen = (p.sums("findings", place, "check", of=of) for of in ("heads", "amount_fen"))
    return {"heads": words.count(heads.get("double", 0)),
            "money": words.money(fen.get("double", 0)),
            "excess": words.money(fen.get("ceiling", 0))}  # fmt: skip


def _lawful(p: Purses, words: Words, place: str) -> dict[str, object]:
    forbidden = (p.rows("findings", place)["check"] == "forbidden").sum()
    unnamed = p.sums("settled", place, "payer").get("unspecified", 0)
    return {"count": int(forbidden), "money": words.money(unnamed)}


def _levels(p: Purses, words: Words, place: str) -> dict[str, object]:
    fen = p.sums("bills", place, "level")
    levels = ("central", "provincial", "city", "county", "unknown")
    return {level: words.money(fen.get(level, 0)) for level in levels}
