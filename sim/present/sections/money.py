"""Who pays, when, and for what: funds, months, measures."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sim.present import charts, tables
from sim.present.blocks import Block, Column, Fold, Picture, Table, Text
from sim.present.formats import FEN, MoneyUnit
from sim.present.heat import heat as heat_frames
from sim.present.rundir import Frame
from sim.present.sections import sentences
from sim.present.sections.columns import caption, folded, name, signed
from sim.present.sections.off_budget import moved
from sim.present.view import View


def money_columns(view: View, unit: MoneyUnit) -> list[Column]:
    """Years, totals of the arms and the difference, as far as the arms differ."""
    head = view.words.head
    columns = [Column(str(y), str(y), unit.text, "number") for y in view.run.years]
    total = head("total") if view.same else head("scenario_total")
    columns.append(Column("scenario", total, unit.text, "number", strong=True))
    if not view.same:
        columns.append(Column("current_law", head("current_total"), unit.text, "number"))
        columns.append(Column("difference", head("difference"), signed(unit), "number"))
    return [*columns, Column("no_policy", head("none_total"), unit.text, "number")]


def lines_table(view: View, keys: Sequence[tuple[str, str]], title: str) -> Table:
    """A table of outlays by some keys: (column, section of the glossary)."""
    columns = [k for k, _ in keys]
    frame = tables.by_line(view.totals, columns, view.run.years)
    frame = frame[(frame[["scenario", "current_law", "no_policy"]] != 0).any(axis=1)]
    frame = tables.with_total(frame, columns, view.words.head("total"))
    unit = view.words.money_unit(frame["scenario"].max() if len(frame) else 0)
    titles = {"jurisdiction": "place", "kind": "measure", "fund": "fund"}
    shown = [Column(k, view.words.head(titles[k]), name(view, section)) for k, section in keys]
    return Table(
        view.caption(title, unit.name),
        frame,
        [*shown, *money_columns(view, unit)],
        total=True,
    )


def money(view: View) -> list[Block]:
    """Outlay by fund and year, the arms side by side."""
    frame = tables.by_fund_year_arm(view.totals)
    title = view.words.head("chart_by_fund")
    picture = Picture(
        charts.outlay_by_fund(frame, view.arms, view.words, view.stamp),
        view.words.say("cap_fund"),
        view.words.say("alt_fund", years=view.years, parts=sentences.funds(view).rstrip("。.")),
    )
    return [
        Text(sentences.years(view) if view.same else changes(view, "fund")),
        picture,
        lines_table(view, [("fund", "fund")], title),
        *moved(view),
        *_premiums(view),
    ]


def _premiums(view: View) -> list[Block]:
    """The insurance fund's outlay beside the premium, where the run tells it."""
    words = view.words
    if not view.run.has("premiums"):
        return []
    parts = [
        words.say("quarter_part", year=year, share=words.percent(outlay, premium))
        for year, outlay, premium in tables.premium_shares(view.run, view.place, sentences.UI)
    ]
    return [Text(words.say("premium_sentence", parts=words.enumerate(parts)))] if parts else []


def changes(view: View, key: str) -> str:
    """By how much each fund, measure or place differs from current law, the largest first."""
    words, section = view.words, {"jurisdiction": "place"}.get(key, key)
    frame = tables.by_line(view.totals, [key], view.run.years)
    frame = frame[frame["difference"] != 0]
    frame = frame.reindex(frame["difference"].abs().sort_values(ascending=False).index).head(6)
    show = str if section == "place" else words.inline
    parts = [
        words.say(
            "change_part",
            what=show(words(section, str(k))),
            money=words.money(fen, signed=True),
        )
        for k, fen in zip(frame[key], frame["difference"], strict=True)
    ]
    return words.say("changes", parts=words.list(parts)) if parts else words.say("no_change_in")


def compare(view: View) -> list[Block]:
    """The overview's money: jurisdictions side by side, then funds."""
    rows = view.totals[view.totals["arm"] == "scenario"]
    frame = rows.groupby(["jurisdiction", "fund"])["outlay_fen"].sum().reset_index()
    insured = tables.insured_workers(view.run)
    picture = Picture(
        charts.compare_places(frame, insured, view.words, view.stamp),
        view.words.say("cap_compare"),
        view.words.say("alt_compare", parts=sentences.places(view).rstrip("。.")),
    )
    title = view.words.head("chart_compare")
    return [
        Text(sentences.places(view) if view.same else changes(view, "jurisdiction")),
        picture,
        lines_table(view, [("jurisdiction", "place")], title),
        *money(view)[1:],
    ]


def months(view: View) -> list[Block]:
    """Cash month by month."""
    words = view.words
    frame = tables.by_month(view.totals, "scenario")
    law = None if view.same else tables.month_totals(view.totals, "current_law")
    sums = tables.month_totals(view.totals, "scenario")
    alt = ""
    if len(sums):
        month = words.month(str(sums.idxmax()))
        alt = words.say("alt_months", month=month, money=words.money(sums.max()))
    picture = Picture(
        charts.cash_by_month(frame, law, words, view.stamp), words.say("cap_months"), alt
    )
    fold = Fold(words.head("fold_months"), [_months_table(view, frame)])
    return [Text(sentences.peak(view)), picture, *([fold] if len(frame) else [])]


def _months_table(view: View, frame: Frame) -> Table:
    words = view.words
    cube = frame.pivot_table(
        index="month", columns="fund", values="outlay_fen", aggfunc="sum", fill_value=0
    )
    funds = [str(f) for f in cube.sum().sort_values(ascending=False).index]
    cube["total"] = cube.sum(axis=1)
    cube["cumulative"] = cube["total"].groupby(cube.index.str[:4]).cumsum()
    unit = words.money_unit(cube["total"].max())
    columns = [Column("month", words.head("month"), words.month, "short")]
    columns += [Column(f, words("fund", f), unit.text, "number") for f in funds]
    columns.append(Column("total", words.head("total"), unit.text, "number", strong=True))
    columns.append(Column("cumulative", words.head("cumulative"), unit.text, "number"))
    title = words.head("chart_by_month")
    return Table(view.caption(title, unit.name), cube.reset_index(), columns)


def measures(view: View) -> list[Block]:
    """Outlay by measure, and heads x standard behind each line."""
    words = view.words
    frame = tables.by_line(view.totals, ["kind"], view.run.years)
    frame = frame[(frame[["scenario", "current_law"]] != 0).any(axis=1)]
    picture = Picture(
        charts.outlay_by_measure(tables.largest(frame, "kind"), view.same, words, view.stamp),
        caption(
            view,
            "cap_measures_same" if view.same else "cap_measures",
            len(frame),
            "cap_rest",
            tables.MOST,
        ),
        words.say("alt_measures", parts=sentences.measures(view).rstrip("。.")),
    )
    sentence = sentences.measures(view) if view.same else changes(view, "kind")
    blocks: list[Block] = [Text(sentence), *_not_priced(view), picture]
    title = words.head("chart_by_measure")
    lines = lines_table(view, [("kind", "kind"), ("fund", "fund")], title)
    blocks.append(folded(view, lines, title))
    if not view.overview:
        blocks.append(folded(view, _heads_times_standard(view), words.head("chart_heads")))
    return blocks


def _not_priced(view: View) -> list[Block]:
    count = len(tables.without_number(view.run, view.place))
    return [Text(view.words.say("not_priced", count=count), "note")] if count else []


def _heads_times_standard(view: View) -> Table:
    words, head = view.words, view.words.head
    frame = tables.payments(view.run, view.place)
    frame = frame[frame["outlay_fen"] > 0]
    unit = words.money_unit(frame["outlay_fen"].max() if len(frame) else 0)
    columns = [
        Column("clause", head("clause"), str, "code"),
        Column("kind", head("measure"), name(view, "kind")),
        Column("fund", head("fund"), name(view, "fund")),
        Column("paid", head("claims"), words.count, "number"),
        Column("covered", head("covered"), words.count, "number"),
        Column("payments", head("payments"), words.count, "number"),
        Column("mean_fen", head("mean_payment"), lambda f: words.count(f / FEN), "number"),
        Column("outlay_fen", head("outlay"), unit.text, "number", strong=True),
    ]
    caption = view.caption(words.head("chart_heads"), unit.name)
    return Table(caption, frame, columns, note=words.say("heads_note"))


def heat(view: View) -> list[Block]:
    """The overview's measures: a heat table, then the amounts."""
    words = view.words
    cells, unpriced = heat_frames(view.run)
    picture = Picture(
        charts.heat_table(*_top(cells, unpriced), words, view.stamp),
        caption(view, "cap_heat", len(cells), "cap_rest", tables.MOST),
        words.say("alt_heat"),
    )
    title = words.head("chart_by_measure")
    bars = [b for b in measures(view) if isinstance(b, Picture)]
    amounts = folded(view, _amounts_by_place(view), title)
    return [Text(sentences.measures(view)), *_not_priced(view), picture, amounts, *bars]


def _top(cells: Frame, unpriced: Frame) -> tuple[Frame, Frame]:
    """The most expensive rows, and one for all others."""
    if len(cells) <= tables.MOST + 1:
        return cells, unpriced
    rest = cells.iloc[tables.MOST :].sum(min_count=1)
    shown = pd.concat([cells.head(tables.MOST), pd.DataFrame([rest], index=["others"])])
    silent = unpriced.iloc[tables.MOST :].any() & rest.isna()
    marks = pd.concat([unpriced.head(tables.MOST), pd.DataFrame([silent], index=["others"])])
    return shown, marks


def _amounts_by_place(view: View) -> Table:
    words = view.words
    rows = view.totals[view.totals["arm"] == "scenario"]
    cube = rows.pivot_table(
        index="kind", columns="jurisdiction", values="outlay_fen", aggfunc="sum", fill_value=0
    ).reindex(columns=list(view.run.places), fill_value=0)
    cube["total"] = cube.sum(axis=1)
    cube = cube[cube["total"] > 0].sort_values("total", ascending=False).reset_index()
    frame = tables.with_total(pd.DataFrame(cube), ["kind"], words.head("total"))
    unit = words.money_unit(frame["total"].max() if len(frame) else 0)
    columns = [Column("kind", words.head("measure"), name(view, "kind"))]
    columns += [Column(p, words("place", p), unit.text, "number") for p in view.run.places]
    columns.append(Column("total", words.head("total"), unit.text, "number", strong=True))
    title = words.head("chart_by_measure")
    return Table(view.caption(title, unit.name), frame, columns, total=True)
