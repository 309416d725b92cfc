"""Sheets of aims: target clauses, performance targets, prior assessment, trigger plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from sim.budget.figures import national
from sim.present.filing import Field, Sheet
from sim.present.sheets.funds import PLACE, chosen, where
from sim.present.words import Words
from sim.questions.purse import Purses

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
        chosen(p.targets, place),
        [
            PLACE, Field("clause", "clause"), Field(what, "what"), Field("year", "year"),
            Field("target", "target", "number"), Field("unit", "unit", "word", "target_unit"),
            Field("simulated", "simulated", "number"), Field("reached", "reached", "share"),
            Field("unit_cost_yuan", "unit_cost", "yuan"), Field("paid_fen", "paid", "wan"),
            Field("needed_fen", "needed", "wan"), Field("quote", "quote", "long"),
        ],
        [words.say("note_targets")],
    )  # fmt: skip


def triggers(p: Purses, words: Words, place: str) -> Sheet:
    """Lines, the month that crosses them, and what the document says then happens."""
    names = {line.id: words.own(line.what.model_dump()) for line in national().lines}
    frame = chosen(p.triggers, place)
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
    rows = [row for name in where(p, place) for row in _performance(p, words, name)]
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


def _performance(p: Purses, words: Words, place: str) -> Iterator[Row]:
    def say(key: str) -> str:
        return words("indicator", key)

    def row(one: str, two: str, name: str, value: float | None, unit: str) -> Row:
        by = "person" if value is None else "simulation"
        return {"jurisdiction": place, "one": say(one), "two": say(two), "indicator": name,
                "value": value, "unit": unit, "by": by}  # fmt: skip

    cases, yuan = words("target_unit", "cases"), words("target_unit", "yuan")
    heads, fen = _first_year(p, place)
    top = fen.sort_values(ascending=False).index[:MOST_KINDS]
    for kind in top:
        name = say("heads_of").format(kind=words("kind", str(kind)))
        yield row("output", "quantity", name, float(heads[kind]), cases)
    yield row("output", "quality", say("lawful"), 100.0, "%")
    yield row(
        "output", "quality", say("no_double"), float(_doubles(p, place)["heads"].sum()), cases
    )
    rate = chosen(p.execution, place)
    yield row("output", "timeliness", say("execution"), 100 * float(rate["rate"].iloc[0]), "%")
    late = chosen(p.profile, place).head(12)["share"].tail(3).sum()
    yield row("output", "timeliness", say("last_quarter"), 100 * float(late), "%")
    yield row("output", "timeliness", say("on_time"), None, "%")
    for kind in top:
        name = say("mean_of").format(kind=words("kind", str(kind)))
        yield row("output", "cost", name, float(fen[kind]) / 100 / max(float(heads[kind]), 1), yuan)
    years = words("target_unit", "job_years")
    yield row("effect", "economic", say("jobs_effect"), _net_jobs(p, place), years)
    watched = chosen(p.triggers, place).drop_duplicates("line").set_index("line")["nearest"]
    for line, key in (("layoffs", "layoff_rate"), ("recipients", "recipients")):
        if line in watched:
            yield row("effect", "social", say(key), 100 * float(watched[line]), "%")
    reserves = p.rows("reserves", place)
    held = reserves.loc[reserves["month"] == f"{p.years[0]}-12", "reserve_months"].tolist()
    yield row("effect", "sustainable", say("reserve"), float(held[0]), words("unit", "months"))
    yield row("satisfaction", "service", say("satisfied"), None, "%")


def _first_year(p: Purses, place: str) -> tuple[Any, Any]:
    """Heads and fen paid by kind in the first year."""
    totals = p.rows("totals", place)
    of = totals[totals["month"].str[:4] == str(p.years[0])]
    sums = of[of["outlay_fen"] > 0].groupby("kind")[["heads", "outlay_fen"]].sum()
    return sums["heads"], sums["outlay_fen"]


def _net_jobs(p: Purses, place: str) -> float | None:
    """Net job-years of the first year; unknown where nobody responds."""
    jobs = p.rows("jobs", place)
    net = float(jobs.loc[jobs["year"] == p.years[0], "net_central"].sum())
    return round(net, 1) if p.scenario.file.behaviour.on else None


def _doubles(p: Purses, place: str) -> pd.DataFrame:
    found = chosen(p.findings, place)
    return found[found["check"] == "double"]


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
    funnel = p.rows("funnel", place)
    counted = funnel[(funnel["part_of"] == "") & (funnel["year"] >= p.years[0])]
    return {"clauses": funnel["clause"].nunique(), "years": words.years(p.years),
            "eligible": words.count(int(counted["eligible"].sum())),
            "paid": words.count(int(counted["paid"].sum()))}  # fmt: skip


def _feasible(p: Purses, words: Words, place: str) -> dict[str, object]:
    rows = p.rows("gates", place)
    worst = rows.sort_values("reserve_months").to_dict("records")[0]
    return {"reserve": f"{worst['reserve_months']:.0f}", "year": worst["year"],
            "refused": words.money(int(rows["refused_fen"].sum()))}  # fmt: skip


def _attainable(p: Purses, place: str) -> dict[str, object]:
    rows = chosen(p.targets, place)
    counted = rows[rows["simulated"].notna()]
    return {"counted": len(counted), "reached": int((counted["reached"] >= 1).sum()),
            "rest": len(rows) - len(counted)}  # fmt: skip


def _due(p: Purses, words: Words, place: str) -> dict[str, object]:
    rows = p.rows("settled", place)
    paid = rows.loc[rows["payer"] != "", "amount_fen"].sum()
    return {"years": words.years(p.years), "due": words.money(int(rows["amount_fen"].sum())),
            "paid": words.money(int(paid))}  # fmt: skip


def _assumed(p: Purses, place: str) -> dict[str, object]:
    values = p.frames["values"]
    own = values[values["jurisdiction"] == place]
    return {"assumed": int((own["status"] == "assumption").sum()), "all": len(own)}


def _waste(p: Purses, words: Words, place: str) -> dict[str, object]:
    found, double = chosen(p.findings, place), _doubles(p, place)
    above = found.loc[found["check"] == "ceiling", "amount_fen"].sum()
    return {"heads": words.count(int(double["heads"].sum())),
            "money": words.money(int(double["amount_fen"].sum())),
            "excess": words.money(int(above))}  # fmt: skip


def _lawful(p: Purses, words: Words, place: str) -> dict[str, object]:
    found, rows = chosen(p.findings, place), p.rows("settled", place)
    unnamed = rows.loc[rows["payer"] == "unspecified", "amount_fen"].sum()
    return {"count": int((found["check"] == "forbidden").sum()),
            "money": words.money(int(unnamed))}  # fmt: skip


def _levels(p: Purses, words: Words, place: str) -> dict[str, object]:
    rows = p.bills[(p.bills["arm"] == "scenario") & (p.bills["jurisdiction"] == place)]
    sums = rows.groupby("level")["amount_fen"].sum()
    levels = ("central", "provincial", "city", "county", "unknown")
    return {level: words.money(int(sums.get(level, 0))) for level in levels}
