"""Whom it reaches, and how many jobs that stabilises."""

from __future__ import annotations

import math

from sim.present import charts, tables
from sim.present.blocks import Block, Column, Fold, Picture, Table, Text
from sim.present.formats import NOTHING
from sim.present.rundir import Frame
from sim.present.sections import answer
from sim.present.sections.columns import caption, folded, name
from sim.present.view import View
from sim.present.words import glossary

MOST = 8


def people(view: View) -> list[Block]:
    """Firms by size, persons by group, and the funnel of each measure."""
    words = view.words
    firms, persons = (_in_order(view, d) for d in ("staff", "group"))
    blocks: list[Block] = [
        Text(answer.people(view)),
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


def jobs(view: View) -> list[Block]:
    """Gross heads, net jobs, cost per net job: by measure, or by jurisdiction."""
    words = view.words
    key, section = ("jurisdiction", "place") if view.overview else ("kind", "kind")
    frame = tables.jobs(view.run, view.place, key)
    if view.overview:
        frame = frame.set_index(key).reindex(list(view.run.places)).dropna(how="all").reset_index()
    sentence = answer.jobs(view)
    if not frame["net_central"].sum():
        return [Text(sentence)]
    drawn = frame[frame["net_central"] > 0]
    top = tables.largest(drawn, key) if key == "kind" else drawn
    named = top.assign(name=[words(section, str(k)) for k in top[key]])
    sums = frame.sum(numeric_only=True)
    alt = words.say(
        "alt_jobs",
        gross=words.count(sums["gross"]),
        **{k: words.jobs(sums[f"net_{n}"])
           for k, n in (("net", "central"), ("low", "low"), ("high", "high"))},
    )  # fmt: skip
    figure = charts.jobs_by_row(named, words, view.stamp)
    return [
        Text(sentence),
        Text(words.say("jobs_warning"), "warning"),
        *_ratio(view),
        *_without_outlay(view),
        Picture(figure, caption(view, "cap_jobs", len(drawn), "cap_rest", tables.MOST), alt),
        folded(view, _jobs_table(view, frame, key, section), words.head("sec_jobs")),
    ]


def _without_outlay(view: View) -> list[Block]:
    """Jobs of guaranteed loans and relief, which have no outlay to set against them."""
    words = view.words
    sums = tables.jobs(view.run, view.place, off_budget=True).sum(numeric_only=True)
    if not sums.get("net_high", 0):
        return []
    net, low, high = (words.jobs(sums[f"net_{n}"]) for n in ("central", "low", "high"))
    return [Text(words.say("jobs_off", net=net, low=low, high=high))]


def _ratio(view: View) -> list[Block]:
    frame = tables.jobs(view.run, view.place)
    refund = frame[frame["kind"] == "stable_employment_refund"].sum(numeric_only=True)
    if not refund.get("net_central", 0):
        return []
    ratio = view.words.count(refund["gross"] / refund["net_central"])
    return [Text(view.words.say("jobs_reading", ratio=ratio))]


def _jobs_table(view: View, frame: Frame, key: str, section: str) -> Table:
    words, head = view.words, view.words.head
    unit = words.money_unit(frame["cost_fen"].max())
    ends = zip(frame["net_low"], frame["net_high"], strict=True)
    frame = frame.assign(interval=[f"{words.jobs(a)}–{words.jobs(b)}" for a, b in ends])
    first = [Column(key, head("place" if view.overview else "measure"), name(view, section))]
    if key == "kind":
        first.append(Column("channel", head("channel"), name(view, "channel")))
        first.append(Column("basis", head("basis"), name(view, "basis")))
    columns = [
        *first,
        Column("gross", head("gross"), words.count, "number"),
        Column("net_central", head("net_central"), words.jobs, "number", strong=True),
        Column("interval", head("interval"), str, "number"),
        Column("cost_fen", head("outlay"), unit.text, "number"),
        Column("cost_per_net_fen", head("cost_per_net_job"), lambda x: _money(view, x), "number"),
        Column("net_per_million", head("per_million"), lambda x: _jobs(view, x), "number"),
    ]
    return Table(view.caption(head("sec_jobs"), unit.name), frame, columns)


def _money(view: View, fen: float) -> str:
    return NOTHING if math.isnan(fen) else view.words.rough(fen)


def _jobs(view: View, jobs: float) -> str:
    return NOTHING if math.isnan(jobs) else view.words.jobs(jobs)
