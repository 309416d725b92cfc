"""Whom it reaches."""

from __future__ import annotations

import math

from sim.present import charts, tables
from sim.present.blocks import Block, Column, Fold, Picture, Table, Text
from sim.present.formats import NOTHING
from sim.present.rundir import Frame
from sim.present.sections import sentences
from sim.present.sections.columns import caption, folded, name, signed
from sim.present.view import View

MOST = 8


def people(view: View) -> list[Block]:
    """Firms by size, persons by group, and the funnel of each measure."""
    words = view.words
    firms, persons = (_in_order(view, d) for d in ("staff", "group"))
    blocks: list[Block] = [
        Text(sentences.people(view)),
        *(Text(text) for text in [_gains(view, firms, persons)] if text),
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
    return tables.reach_with_gain(view.run, view.place, dimension, _before(view))


def _before(view: View) -> str:
    """What the gains are counted against."""
    return "no_policy" if view.same else "current_law"


def _gains(view: View, firms: Frame, persons: Frame) -> str:
    """Who gets more than before, and who gets most of it."""
    words = view.words
    parts = []
    for frame, dimension, key in (
        (firms, "staff", "gain_firms"),
        (persons, "group", "gain_persons"),
    ):
        named = frame[frame["category"] != "none"]
        total = _gain_in_all(view, dimension)
        if not total or not named["gain_fen"].any():
            continue
        most = named.to_dict("records")[int(named["gain_fen"].abs().to_numpy().argmax())]
        parts.append(words.say(
            key, money=words.money(total, signed=True),
            category=words.inline(words(dimension, str(most["category"]))),
            most=words.money(int(most["gain_fen"]), signed=True),
        ))  # fmt: skip
    arm = words.inline(words("arm", _before(view)))
    return words.say("gain_sentence", arm=arm, parts=words.list(parts)) if parts else ""


def _gain_in_all(view: View, dimension: str) -> int:
    """Money gained under measures that pay firms, or persons; groups overlap, so not their sum."""
    kinds = tables.kinds_reaching(view.run, view.place, dimension)
    now, then = (
        sum(fen for kind, fen in view.sums("kind", arm) if kind in kinds)
        for arm in ("scenario", _before(view))
    )
    return now - then


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
        Column("gain_fen", words.head("gain"), signed(unit), "number"),
    ]  # fmt: skip
    note = words.say("gain_note", arm=words.inline(words("arm", _before(view))))
    return Table(view.caption(words.head(title), unit.name), frame, columns, note=note)


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
