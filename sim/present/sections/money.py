"""Who pays, when, and for what: funds, months, measures."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sim.present import charts, outlays, tables
from sim.present.blocks import Block, Column, Fold, Picture, Table, Text
from sim.present.formats import FEN, MoneyUnit
from sim.present.heat import heat as heat_frames
from sim.present.rundir import Frame
from sim.present.sections import sentences
from sim.present.sections.columns import caption, folded, name, signed
from sim.present.sections.off_budget import moved
from sim.present.view import View

MOST_CHANGES = 6


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
    frame = outlays.lines_with_total(view.run, view.place, *columns)
    unit = view.words.money_unit(frame["scenario"].max() if len(frame) else 0)
    titles = {"jurisdiction": "place", "kind": "measure", "payer": "payer"}
    shown = [Column(k, view.words.head(titles[k]), name(view, section)) for k, section in keys]
    return Table(
        view.caption(title, unit.name),
        frame,
        [*shown, *money_columns(view, unit)],
        total=True,
    )


def money(view: View) -> list[Block]:
    """Outlay by who pays it and year, the arms side by side."""
    frame = outlays.by_payer_year_arm(view.run, view.place)
    title = view.words.head("chart_by_fund")
    picture = Picture(
        charts.outlay_by_fund(frame, view.arms, view.words, view.stamp),
        view.words.say("cap_fund"),
        view.words.say("alt_fund", years=view.years, parts=sentences.funds(view).rstrip("。.")),
    )
    return [
        Text(sentences.years(view) if view.same else changes(view, "payer")),
        picture,
        lines_table(view, [("payer", "fund")], title),
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
    """By how much each payer, measure or place differs from current law, the largest first."""
    words, section = view.words, {"jurisdiction": "place", "payer": "fund"}.get(key, key)
    show = str if section == "place" else words.inline
    largest = outlays.differences(view.run, view.place, key)[:MOST_CHANGES]
    amounts = words.alike(*(fen for _, fen in largest), signed=True)
    parts = [
        words.say("change_part", what=show(words(section, str(k))), money=money)
        for (k, _), money in zip(largest, amounts, strict=True)
    ]
    return words.say("changes", parts=words.list(parts)) if parts else words.say("no_change_in")


def compare(view: View) -> list[Block]:
    """The overview's money: jurisdictions side by side, then funds."""
    frame = outlays.by_two(view.run, "all", "jurisdiction", "payer")
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
    frame = outlays.by_two(view.run, view.place, "month", "payer")
    law = None if view.same else outlays.months(view.run, view.place, "current_law")
    sums = outlays.months(view.run, view.place, "scenario")
    alt = ""
    if len(sums):
        month = words.month(str(sums.idxmax()))
        alt = words.say("alt_months", month=month, money=words.money(sums.max()))
    picture = Picture(
        charts.cash_by_month(frame, law, words, view.stamp), words.say("cap_months"), alt
    )
    fold = Fold(words.head("fold_months"), [_months_table(view)])
    return [Text(sentences.peak(view)), picture, *([fold] if len(frame) else [])]


def _months_table(view: View) -> Table:
    words = view.words
    funds, cube = outlays.month_by_payer(view.run, view.place)
    unit = words.money_unit(cube["total"].max())
    columns = [Column("month", words.head("month"), words.month, "short")]
    columns += [Column(f, words("fund", f), unit.text, "number") for f in funds]
    columns.append(Column("total", words.head("total"), unit.text, "number", strong=True))
    columns.append(Column("cumulative", words.head("cumulative"), unit.text, "number"))
    title = words.head("chart_by_month")
    return Table(view.caption(title, unit.name), cube, columns)


def measures(view: View) -> list[Block]:
    """Outlay by measure, and heads x standard behind each line."""
    words = view.words
    count, largest = outlays.measures(view.run, view.place)
    picture = Picture(
        charts.outlay_by_measure(largest, view.same, words, view.stamp),
        caption(
            view,
            "cap_measures_same" if view.same else "cap_measures",
            count,
            "cap_rest",
            tables.MOST,
        ),
        words.say("alt_measures", parts=sentences.measures(view).rstrip("。.")),
    )
    sentence = sentences.measures(view) if view.same else changes(view, "kind")
    blocks: list[Block] = [Text(sentence), *_not_priced(view), picture]
    title = words.head("chart_by_measure")
    lines = lines_table(view, [("kind", "kind"), ("payer", "fund")], title)
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
        Column("fund", head("fund_assigned"), name(view, "fund")),
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
    frame = outlays.kinds_by_place(view.run)
    unit = words.money_unit(frame["total"].max() if len(frame) else 0)
    columns = [Column("kind", words.head("measure"), name(view, "kind"))]
    columns += [Column(p, words("place", p), unit.text, "number") for p in view.run.places]
    columns.append(Column("total", words.head("total"), unit.text, "number", strong=True))
    title = words.head("chart_by_measure")
    return Table(view.caption(title, unit.name), frame, columns, total=True)
