"""Whom it reaches."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from matplotlib.figure import Figure

from sim.engine.gains import OVERLAP, REST
from sim.law.load import load as load_law
from sim.present import charts, gains, tables
from sim.present.blocks import Block, Column, Fold, Picture, Table, Text
from sim.present.formats import NOTHING
from sim.present.rundir import Frame
from sim.present.sections import sentences
from sim.present.sections.columns import caption, folded, name, signed
from sim.present.view import View

MOST = 8
COLUMNS = (("staff", "sector", "sex"), ("group", "district"))
"""Panels of the picture, column by column."""


def people(view: View) -> list[Block]:
    """Who gains, by everything that tells those who gain apart, and the funnel of each measure."""
    words, told = view.words, _told(view)
    firms, persons = told["staff"], told["group"]
    blocks: list[Block] = [
        Text(sentences.people(view)),
        *(Text(text) for text in [_more_than_before(view, firms, persons)] if text),
        Picture(_picture(view, told), words.say("cap_reach"), words.say("alt_reach")),
    ]
    if not gains.has_all(view.run):
        blocks.append(Text(words.say("gains_older"), "note"))
    tables_ = [_table(view, frame, dimension) for dimension, frame in told.items() if len(frame)]
    if tables_:
        blocks.append(Fold(words.head("fold_reach"), tables_))
    return [*blocks, *_funnel(view)]


def _told(view: View) -> dict[str, Frame]:
    """Who gains, by dimension."""
    return {
        dimension: gains.gains(view.run, view.place, dimension, _before(view))
        for dimension in gains.dimensions(view.run, view.place)
    }


def _before(view: View) -> str:
    """What the gains are counted against."""
    return "no_policy" if view.same else "current_law"


def _name(view: View, dimension: str) -> Callable[[str], str]:
    tiers = load_law()[view.place].file.tiers if dimension == "district" else ()
    return gains.name_of(view.words, dimension, tiers)


def _picture(view: View, told: Mapping[str, Frame]) -> Figure:
    """The breakdowns as small panels; what groups count twice has no bar."""
    columns = [
        [_panel(view, dimension, told[dimension]) for dimension in column if dimension in told]
        for column in COLUMNS
    ]
    return charts.who_gains([[x for x in c if x.names] for c in columns], view.words, view.stamp)


def _panel(view: View, dimension: str, frame: Frame) -> charts.Breakdown:
    heads, fen = (max(int(frame[c].sum()), 1) for c in ("heads", "outlay_fen"))
    rows = frame[frame["category"] != OVERLAP]
    return charts.Breakdown(
        view.words.head(f"gains_{dimension}"),
        [_name(view, dimension)(c) for c in rows["category"]],
        (rows["heads"] / heads).tolist(),
        (rows["outlay_fen"] / fen).tolist(),
        [c not in REST for c in rows["category"]],
    )


def _more_than_before(view: View, firms: Frame, persons: Frame) -> str:
    """Who gets more than before, and who gets most of it."""
    words = view.words
    parts = []
    for frame, dimension, key in (
        (firms, "staff", "gain_firms"),
        (persons, "group", "gain_persons"),
    ):
        named = frame[~frame["category"].isin(gains.LAST)]
        total = int(gains.about(frame)["gain_fen"].sum())
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


def _table(view: View, frame: Frame, dimension: str) -> Table:
    """One breakdown in figures; its rows add up to all that is paid."""
    words, name, whole = view.words, _name(view, dimension), gains.has_all(view.run)
    heads, fen = int(frame["heads"].sum()), int(frame["outlay_fen"].sum())
    frame = tables.with_total(frame, ["category"]) if whole else frame
    unit = words.money_unit(frame["outlay_fen"].max())
    frame = frame.assign(share_heads=frame["heads"], share_money=frame["outlay_fen"])
    columns = [
        Column("category", words.head("category"),
               lambda x: words.head("total") if x == tables.TOTAL else name(x)),
        Column("heads", words.head("heads"), words.count, "number"),
        Column("share_heads", words.head("share"), lambda x: words.percent(x, heads, 1), "number"),
        Column("outlay_fen", words.head("outlay"), unit.text, "number"),
        Column("share_money", words.head("share_of_money"), lambda x: words.percent(x, fen, 1),
               "number"),
        Column("gain_fen", words.head("gain"), signed(unit), "number"),
    ]  # fmt: skip
    note = words.say("gain_note", arm=words.inline(words("arm", _before(view))))
    if words.find("sentence", f"gain_note_{dimension}"):
        note += ("" if words.chinese else " ") + words.say(f"gain_note_{dimension}")
    title = view.caption(words.head(f"gains_{dimension}"), unit.name)
    return Table(title, frame, columns, total=whole, note=note)


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
