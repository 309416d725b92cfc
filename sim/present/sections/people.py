"""Whom it reaches."""

from __future__ import annotations

import math

from sim.present import charts, tables
from sim.present.blocks import Block, Column, Fold, Picture, Table, Text
from sim.present.formats import NOTHING
from sim.present.rundir import Frame
from sim.present.sections import sentences
from sim.present.sections.columns import caption, folded, name
from sim.present.view import View
from sim.present.words import glossary

MOST = 8


def people(view: View) -> list[Block]:
    """Firms by size, persons by group, and the funnel of each measure."""
    words = view.words
    firms, persons = (_in_order(view, d) for d in ("staff", "group"))
    blocks: list[Block] = [
        Text(sentences.people(view)),
        Picture(
            charts.reach_by_category(firms, persons, words, view.stamp),
            words.say("cap_reach"),
            words.say("alt_reach"),
        ),
    ]
    folded = [
        _reach_table(view, frame, dimension, title)
        for frame, dimension, title in (
            (firms, "staff", "firms_by_size"),
            (persons, "group", "persons_by_group"),
        )
        if len(frame)
    ]
    if folded:
        blocks.append(Fold(words.head("fold_reach"), folded))
    return [*blocks, *_funnel(view)]


def _in_order(view: View, dimension: str) -> Frame:
    frame = tables.reach(view.run, view.place, dimension)
    if dimension == "group":
        return frame.sort_values("heads", ascending=False, ignore_index=True)
    order = {key: i for i, key in enumerate(glossary()["staff"])}
    rank = frame["category"].map(order)
    return frame.assign(rank=rank).sort_values("rank", ignore_index=True).drop(columns="rank")


def _reach_table(view: View, frame: Frame, dimension: str, title: str) -> Table:
    words = view.words
    unit = words.money_unit(frame["outlay_fen"].max())
    heads, fen = int(frame["heads"].sum()), int(frame["outlay_fen"].sum())
    if dimension == "group":
        # groups overlap: their shares are of the claims, not of the sum of the groups
        heads, fen = tables.persons_paid(view.run, view.place)
    frame = frame.assign(share_heads=frame["heads"], share_money=frame["outlay_fen"])
    columns = [
        Column("category", words.head("category"), name(view, dimension)),
        Column("heads", words.head("heads"), words.count, "number"),
        Column("share_heads", words.head("share"), lambda x: words.percent(x, heads, 1), "number"),
        Column("outlay_fen", words.head("outlay"), unit.text, "number"),
        Column("share_money", words.head("share_of_money"), lambda x: words.percent(x, fen, 1),
               "number"),
    ]  # fmt: skip
    return Table(view.caption(words.head(title), unit.name), frame, columns)


def _funnel(view: View) -> list[Block]:
    words, head = view.words, view.words.head
    frame = tables.funnel_by_kind(view.run, view.place)
    if frame.empty:
        return []
    picture = Picture(
        charts.funnel_by_measure(frame.head(MOST), words, view.stamp),
        caption(view, "cap_funnel", len(frame), "cap_first", MOST),
        words.say("alt_funnel"),
    )
    frame = frame.assign(take_up=frame["paid"] / frame["eligible"].where(frame["eligible"] > 0))
    columns = [
        Column("kind", head("measure"), name(view, "kind")),
        *(Column(s, head(s), words.count, "number") for s in ("occasions", "eligible", "paid")),
        Column("take_up", head("take_up"), lambda x: _percent(view, x), "number"),
        Column("covered", head("covered"), words.count, "number"),
    ]
    earlier = tables.has_earlier(view.run, view.place)
    note = words.say("funnel_note")
    if earlier:
        gap = "" if words.chinese else " "
        note += gap + words.say("earlier_note", year=view.run.years[0])
    title = head("chart_funnel")
    table = Table(view.caption(title), frame, columns, note=note)
    return [picture, folded(view, table, title)]


def _percent(view: View, value: float) -> str:
    return NOTHING if math.isnan(value) else view.words.percent(value, 1.0, 1)
