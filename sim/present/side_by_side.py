"""Runs side by side: the sheets that are filed, and the same as blocks of a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from sim.budget.payers import NOBODY
from sim.present.blocks import Block, Column, Heading, Picture, Table, Text
from sim.present.charts.scenarios import scenarios_by_row
from sim.present.filing import Chart, Field, Sheet
from sim.present.formats import NOTHING, MoneyUnit, shortened
from sim.present.outlays import outlays
from sim.present.rundir import Frame, Run
from sim.present.standing import differing, figures, ranked, wide
from sim.present.words import Words

MOST_COLUMNS = 6
MOST_BARS = 15
APART = {"jurisdictions", "years", "size"}
"""What runs must have in common for one of them to be called the cheapest."""
SECTIONS = {"jurisdiction": "place", "kind": "kind", "payer": "fund", "year": ""}
NAMES = {"jurisdiction": "place", "kind": "kind", "payer": "fund", "year": "year"}
AMOUNTS = (
    Field("scenario_fen", "cmp_outlay", "money"),
    Field("current_law_fen", "cmp_law", "money"),
    Field("change_fen", "cmp_change", "money"),
    Field("change_share", "cmp_share", "share"),
    Field("net_central", "cmp_net", "number"),
    Field("net_low", "cmp_low", "number"),
    Field("net_high", "cmp_high", "number"),
    Field("extra_net", "cmp_extra", "number"),
    Field("each_yuan", "cmp_each", "count"),
    Field("more_yuan", "cmp_more", "count"),
)


class Rows:
    """Runs with the names they go by.

    Attributes:
        names: what each is called, all different.
        runs: the runs.
    """

    def __init__(self, names: Sequence[str], runs: Sequence[Run]) -> None:
        self.names, self.runs = list(names), list(runs)

    def standing(self, words: Words, order: Callable[[Any], Any] = ranked) -> Frame:
        """A row a run, ranked."""
        rows = [
            {"name": name, "title": _title(run, words), **figures(run)}
            for name, run in zip(self.names, self.runs, strict=True)
        ]
        return _with_yuan(pd.DataFrame(order(rows)))

    def places(self) -> Frame:
        """A row a run and jurisdiction."""
        rows = [
            {"name": name, "place": place, **figures(run, place)}
            for name, run in zip(self.names, self.runs, strict=True)
            for place in run.places
        ]
        return _with_yuan(pd.DataFrame(rows))


def _title(run: Run, words: Words) -> str:
    scenario = run.record["scenario"]
    return words.own(scenario.get("title")) or str(scenario["name"])


def _with_yuan(frame: Frame) -> Frame:
    def yuan(key: str) -> Any:
        return pd.to_numeric(frame[key]) / 100

    return frame.assign(each_yuan=yuan("cost_per_net_fen"), more_yuan=yuan("cost_per_extra_fen"))


def sheets(rows: Rows, words: Words) -> list[Sheet]:
    """Every table of the comparison."""
    standing = [Field("rank", "cmp_rank", "count"), Field("name", "cmp_name"),
                Field("title", "cmp_title", "long"), *AMOUNTS]  # fmt: skip
    places = [Field("name", "cmp_name"), Field("place", "cmp_place", "word", "place"), *AMOUNTS]
    found = [
        Sheet(
            "cmp_standing",
            rows.standing(words),
            standing,
            [words.say("cmp_order"), words.say("cmp_basis")],
        ),
        Sheet("cmp_places", rows.places(), places),
    ]
    for key, name in (("year", "cmp_years"), ("payer", "cmp_funds"), ("kind", "cmp_kinds")):
        frame, unit = wide(rows.names, rows.runs, key), words.filed.name
        first = Field(key, f"cmp_{NAMES[key]}", "word" if SECTIONS[key] else "text", SECTIONS[key])
        columns = [Field(n, "cmp_outlay", "money", heading=n) for n in rows.names]
        if len(rows.names) == 2:  # of more, nobody knows which two are meant
            old, new = rows.names
            frame = frame.assign(difference=frame[new] - frame[old])
            columns.append(Field("difference", "cmp_difference", "money"))
        note = "cmp_wide_year" if key == "year" else "cmp_wide"
        found.append(Sheet(name, frame, [first, *columns], [words.say(note, unit=unit)]).summed())
    return found


def native_charts() -> list[Chart]:
    """The native chart of the comparison: outlay of each run beside the document as issued."""
    values = ("current_law_fen", "scenario_fen")
    return [Chart("cmp_native", "cmp_standing", "name", values, form="bar", most=MOST_BARS)]


def overview(rows: Rows, words: Words, source: str, links: Mapping[str, str]) -> list[Block]:
    """What the runs come to: a sentence, warnings, a picture and the ranking."""
    frame = rows.standing(words)
    what = differing(rows.runs)
    text = [] if APART & set(what) else [Text(_lead(frame, words), "lead")]
    if what:
        listed = words.enumerate([words("differs", key) for key in what])
        text.append(Text(words.say("cmp_differ", what=listed), "warning"))
    sizes = {float(run.record.get("size") or 1) for run in rows.runs} - {1.0}
    if sizes:
        parts = words.enumerate([f"{100 * size:g}%" for size in sorted(sizes)])
        text.append(Text(words.say("cmp_size", sizes=parts), "warning"))
    keys = ["cmp_order", "cmp_basis"] if len(frame) > 1 else ["cmp_basis"]
    notes = [Text(words.say(key), "note") for key in keys]
    text += _unpaid(rows, words)
    picture = Picture(
        scenarios_by_row(frame, words, source), words.head("cmp_chart"), words.head("cmp_alt"),
        number="1",
    )  # fmt: skip
    return [*text, _ranking(frame, words, links), *notes, picture]


def _unpaid(rows: Rows, words: Words) -> list[Text]:
    """A warning where a part of what is due has no payer; jobs are counted as if it had."""
    found = []
    for name, run in zip(rows.names, rows.runs, strict=True):
        left = sum(outlays(run, "all", "scenario", "payer").get(why, 0) for why in NOBODY)
        if left:
            found.append(words.say("cmp_unpaid_part", name=name, money=words.money(left)))
    parts = words.list(found)
    return [Text(words.say("cmp_unpaid", parts=parts), "warning")] if found else []


def _lead(frame: Frame, words: Words) -> str:
    least = frame.iloc[int(frame["scenario_fen"].argmin())]
    values = {"least": least["title"], "money": words.money(int(least["scenario_fen"]))}
    best = frame.iloc[0]
    one = "_one" if len(frame) == 1 else ""  # a single one is neither cheapest nor lowest
    if pd.isna(best["each_yuan"]) or best["net_low"] <= 0:
        return words.say(f"cmp_lead{one}_no_jobs", **values)
    values |= {"each": words.rough(float(best["cost_per_net_fen"]))}
    return words.say(f"cmp_lead{one}", **values, **({} if one else {"name": best["title"]}))


def _ranking(frame: Frame, words: Words, links: Mapping[str, str]) -> Table:
    unit = words.money_unit(frame[["scenario_fen", "current_law_fen"]].to_numpy().max())
    ends = zip(frame["net_low"], frame["net_high"], strict=True)
    shown = frame.assign(
        interval=[words.jobs_span(a, b) for a, b in ends],
        link=[links.get(name, "") for name in frame["name"]],
    )
    head = words.head
    rank = Column("rank", words("column", "cmp_rank"), str, "number")
    columns = [
        *([rank] if len(frame) > 1 else []),
        Column("name", words("column", "cmp_name"), str, "long", link="link"),
        Column("title", words("column", "cmp_title"), str, "long"),
        Column("scenario_fen", head("tile_total"), unit.text, "number", strong=True),
        Column("change_fen", head("tile_difference"), _signed(unit), "number"),
        Column("net_central", words("column", "cmp_net"), words.jobs, "number", strong=True),
        Column("interval", head("interval"), str, "number"),
        Column("extra_net", head("cmp_extra_short"), _plus(words), "number"),
        Column("cost_per_net_fen", head("cmp_each_short"), _rough(words), "number", strong=True),
        Column("cost_per_extra_fen", head("cmp_more_short"), _rough(words), "number"),
    ]
    caption = words.say("cmp_caption", title=words("sheet", "cmp_standing"), unit=unit.name)
    return Table(caption, shown, columns, number="1")


def details(rows: Rows, words: Words) -> list[Block]:
    """The same by jurisdiction, year, fund and measure; of many runs, a row each."""
    found: list[Block] = []
    many = len(rows.runs) > MOST_COLUMNS
    for i, key in enumerate(("jurisdiction", "year", "payer", "kind"), 2):
        if many and key == "kind":
            break  # the workbook has them; a page is not wide enough
        frame, name = wide(rows.names, rows.runs, key), f"cmp_{NAMES[key]}s"
        table = (_tall_table if many else _wide_table)(frame, key, words, str(i))
        found += [Heading(words("sheet", name)), table]
    return found


def _tall_table(frame: Frame, key: str, words: Words, number: str) -> Table:
    """Runs as rows; the largest funds, the others together."""
    section, whole = SECTIONS[key], frame.set_index(key)
    unit = words.money_unit(whole.max().max())
    shown = whole.head(MOST_COLUMNS).T
    columns = [Column("name", words("column", "cmp_name"), str, "long")]
    columns += [
        Column(
            str(c),
            words(section, str(c)) if section else str(c),
            _known(unit.text, words),
            "number",
        )
        for c in shown.columns
    ]
    if len(whole) > MOST_COLUMNS:
        shown["others"] = whole.iloc[MOST_COLUMNS:].sum()
        columns.append(Column("others", words.head("cmp_others"), unit.text, "number"))
    shown["total"] = whole.sum()
    columns.append(Column("total", words.head("total"), unit.text, "number", strong=True))
    shown.columns = pd.Index([str(c) for c in shown.columns])
    shown = shown.rename_axis("name").reset_index()
    return Table(_amounts(key, unit, words), shown, columns, number=number)


def _amounts(key: str, unit: MoneyUnit, words: Words) -> str:
    return words.say("cmp_wide_year" if key == "year" else "cmp_wide", unit=unit.name)


def _wide_table(frame: Frame, key: str, words: Words, number: str) -> Table:
    names = [str(c) for c in frame.columns[1:]]
    unit = words.money_unit(frame[names].max().max())
    section, first = SECTIONS[key], names[0]
    label = words("column", f"cmp_{NAMES[key]}")
    columns = [Column(key, label, (lambda k: words(section, k)) if section else str)]
    columns += [
        Column(name, shortened(name, 24), _known(unit.text, words), "number") for name in names
    ]
    if len(names) == 2:  # more columns of differences would not fit a page
        frame = frame.assign(difference=frame[names[1]] - frame[first])
        title = words.head("cmp_difference")
        columns.append(
            Column("difference", title, _known(_signed(unit), words), "number", strong=True)
        )
    sums = frame.drop(columns=key).sum()
    total = pd.DataFrame([{key: words.head("total"), **sums}])
    show = columns[0].show
    columns[0] = Column(key, label, lambda k: k if k == words.head("total") else show(k))
    both = pd.concat([frame, total], ignore_index=True)
    return Table(_amounts(key, unit, words), both, columns, total=True, number=number)


def _signed(unit: MoneyUnit) -> Callable[[float], str]:
    return lambda fen: unit.text(fen, signed=True)


def _known(text: Callable[[float], str], words: Words) -> Callable[[Any], str]:
    """Says so where a run is not about a place or year."""
    return lambda fen: words.head("cmp_not_run") if pd.isna(fen) else text(fen)


def _rough(words: Words) -> Callable[[Any], str]:
    return lambda fen: NOTHING if pd.isna(fen) else words.rough(float(fen))


def _plus(words: Words) -> Callable[[float], str]:
    return lambda x: ("+" if x > 0 else "") + (NOTHING if abs(x) < 0.05 else words.jobs(x))
