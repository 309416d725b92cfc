"""How far off the figures could be, what that rests on, and what is owed to which measures."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from sim.present import tables
from sim.present.blocks import Block, Column, Fold, Table, Text
from sim.present.formats import NOTHING
from sim.present.rundir import Frame
from sim.present.sections.matters import matters, shown
from sim.present.view import View
from sim.questions.intervals import widened

ORDER = (
    "outlay", "outlay_change", "net_jobs", "net_jobs_change", "net_jobs_end", "jobs_outlay",
    "offsets", "net_cost", "cost_per_net_job", "net_cost_per_net_job",
)  # fmt: skip


def doubts(view: View) -> list[Block]:
    """Intervals of the figures; inputs that matter and attribution where they were asked."""
    words, frame = view.words, tables.intervals(view.run, view.place)
    if frame.empty:
        blocks: list[Block] = [Text(words.say("doubts_none"))]
    else:
        blocks = [
            Text(_sentence(view)),
            _table(view, frame),
            Text(words.say("doubts_note"), "note"),
        ]
    return [*blocks, *matters(view), *_attribution(view)]


def _sentence(view: View) -> str:
    words = view.words
    outlay, jobs = (tables.interval(view.run, view.place, f) for f in ("outlay", "net_jobs"))
    low, high = words.alike(outlay["low"], outlay["high"])
    return words.say(
        "doubts_sentence",
        draws=int(outlay["draws"]),
        low=low,
        high=high,
        jobs_low=words.jobs(jobs["low"]),
        jobs_high=words.jobs(jobs["high"]),
        moved=words.percent(max(outlay["moved"], jobs["moved"]), 1),
    )


def _table(view: View, frame: Frame) -> Table:
    head = view.words.head
    rows = frame[~frame["item"].str.contains(":") & frame["figure"].isin(ORDER)]
    rows = rows[~rows["figure"].str.endswith("_change") | (not view.same)]
    rank = rows["figure"].map(ORDER.index)
    rows = rows.assign(rank=rank).sort_values(["rank", "item"])
    lines = [_row(view, row) for row in rows.to_dict("records")]
    funds = frame[frame["item"].str.startswith("fund:") & (frame["central"] > 0)]
    funds = funds.sort_values("central", ascending=False)
    lines += [_row(view, row) for row in funds.to_dict("records")]
    columns = [
        Column("name", head("figure_name")),
        Column("central", head("central"), str, "number", strong=True),
        Column("interval", head("low_high"), str, "number"),
        Column("chance", head("by_chance"), str, "number"),
        Column("moved", head("moved_by"), str, "number"),
    ]
    note = _widened(view, [*rows.to_dict("records"), *funds.to_dict("records")])
    return Table(view.caption(head("sec_doubts")), Frame(lines), columns, note=note)


def _widened(view: View, rows: Sequence[Mapping[Any, Any]]) -> str:
    """Names the figures whose interval was widened to the central value, with their median."""
    words = view.words
    parts = [
        words.say(
            "widened_part", name=_name(view, row),
            median=shown(words, str(row["figure"]))(row["median"]),
        )
        for row in rows
        if widened(row["low"], row["central"], row["high"])
    ]  # fmt: skip
    return words.say("note_widened", parts=words.list(parts)) if parts else ""


def _name(view: View, row: Mapping[Any, Any]) -> str:
    words, figure, item = view.words, str(row["figure"]), str(row["item"])
    if item.startswith("fund:"):
        fund = words.inline(words("fund", item.removeprefix("fund:")))
        return words.say("figure_assigned", figure=words("figure", figure), fund=fund)
    return words("figure", figure).format(year=item)


def _row(view: View, row: Mapping[Any, Any]) -> dict[str, str]:
    words, figure = view.words, str(row["figure"])
    show = shown(words, figure)
    low, central, high, chance = (float(row[k]) for k in ("low", "central", "high", "agents"))
    mark = words.say("widened_mark") if widened(low, central, high) else ""
    return {
        "name": _name(view, row),
        "central": show(central),
        "interval": words.span(show(low), show(high)) + mark,
        "chance": show(chance),
        "moved": words.percent(float(row["moved"]), 1),
    }


def _attribution(view: View) -> list[Block]:
    found = view.run.table("attribution", "all") if view.overview else view.run.table(
        "attribution", view.place
    )  # fmt: skip
    if view.overview:
        last = "all" if (found["jurisdiction"] == "all").any() else (*view.run.places, "")[0]
        found = found[found["jurisdiction"] == last]
    if found.empty:
        return [Text(view.words.say("attr_none", path=view.file, run="RUN"), "note")]
    words, head = view.words, view.words.head
    tables_ = [_shares(view, found[found["figure"] == f], f) for f in ("outlay", "net_jobs")]
    return [Text(words.say("attribution_sentence")), Fold(head("attribution"), tables_)]


def _shares(view: View, rows: Frame, figure: str) -> Table:
    words, head = view.words, view.words.head
    numbers = ["booked", "alone", "last", "shapley"]
    sums = rows[numbers].sum()
    named = rows.assign(name=[_group(view, str(g)) for g in rows["group"]])[["name", *numbers]]
    total = {"name": head("total"), **sums}
    left = {n: sums["shapley"] - sums[n] for n in ("alone", "last")}
    between = {"name": head("interaction"), "booked": math.nan, "shapley": math.nan, **left}
    frame = Frame([*named.to_dict("records"), total, between])
    show = shown(view.words, figure)

    def cell(value: float) -> str:
        return NOTHING if math.isnan(value) else show(value)

    columns = [
        Column("name", head("group_of")),
        Column("booked", head("booked"), cell, "number"),
        Column("alone", head("first_in"), cell, "number"),
        Column("last", head("last_in"), cell, "number"),
        Column("shapley", head("shapley"), cell, "number", strong=True),
    ]
    return Table(view.caption(words("figure", figure)), frame, columns)


def _group(view: View, group: str) -> str:
    words = view.words
    section = next((s for s in ("share_of", "channel", "kind") if words.find(s, group)), "channel")
    return words(section, group)
