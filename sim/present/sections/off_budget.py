"""Off the budget: credit that public money guarantees, and revenue or prices forgone."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sim.present import off_budget as frames
from sim.present.blocks import Block, Column, Fold, Table, Text
from sim.present.rundir import Frame
from sim.present.sections.columns import name
from sim.present.view import View

INTEREST = "startup_loan_interest_subsidy"
LOSSES = "guarantee_fund_replenishment"


def off_budget(view: View) -> list[Block]:
    """What public money stands behind or goes without, by clause; none of it is an outlay."""
    frame = frames.off_budget(view.run, view.place)
    words = view.words
    blocks: list[Block] = [Text(sentence(view))]
    if len(frame):
        blocks += [Text(more) for more in (_lent(view, frame), _forgone(view, frame)) if more]
        blocks += _tables(view, frame)
    silent = frames.unpriced(view.run, view.place)
    if silent:
        blocks.append(Text(words.say("off_unpriced", count=silent)))
    return blocks


def sentence(view: View) -> str:
    """What the exposure is, that it is in no total, and where its cost shows."""
    words, say = view.words, view.words.say
    natures = set(frames.off_budget(view.run, view.place)["nature"])
    if not natures:
        return say("off_none")
    if "credit" not in natures:
        return say("off_only_forgone")
    return say(
        "off_exposure",
        year=view.run.years[-1],
        exposure=words.money(_at_end(view)),
        interest=words.money(view.outlay(kind=INTEREST)),
        losses=words.money(view.outlay(kind=LOSSES)),
    )


def point(view: View) -> str:
    """The same for the answer: exposure and revenue forgone in a line."""
    frame = frames.off_budget(view.run, view.place)
    if frame.empty:
        return ""
    forgone = int(frame.loc[frame["nature"] == "forgone", "scenario"].sum())
    exposure, words = _at_end(view), view.words
    parts = [
        words.say(key, year=view.run.years[-1], money=words.money(fen))
        for key, fen in (("off_point_credit", exposure), ("off_point_forgone", forgone))
        if fen
    ]
    return words.say("off_point", parts=words.list(parts)) if parts else ""


def _at_end(view: View) -> int:
    months = frames.outstanding(view.run, view.place)
    return int(months.get(f"{view.run.years[-1]}-12", 0))


def _lent(view: View, frame: Frame) -> str:
    rows = frame[frame["nature"] == "credit"]
    months = frames.outstanding(view.run, view.place)
    if rows.empty or months.empty:
        return ""
    words = view.words
    return words.say(
        "off_lent",
        when=view.words.capital(view.when),
        loans=words.count(rows["cases"].sum()),
        money=words.money(rows["scenario"].sum()),
        month=words.month(str(months.idxmax())),
        peak=words.money(months.max()),
    )


def _forgone(view: View, frame: Frame) -> str:
    rows = frame[frame["nature"] == "forgone"]
    if not rows["scenario"].sum():
        return ""
    words = view.words
    money = words.money(rows["scenario"].sum())
    return words.say("off_forgone", when=view.when, money=money)


def _tables(view: View, frame: Frame) -> list[Block]:
    """By clause; the overview shows the sums of each jurisdiction and folds the clauses."""
    words, head = view.words, view.words.head
    place = Column("jurisdiction", head("place"), name(view, "place"))
    nature = Column("nature", head("nature"), name(view, "nature"))
    clause = [
        Column("clause", head("clause"), str, "code"),
        Column("kind", head("measure"), name(view, "kind")),
        nature,
    ]
    if not view.overview:
        return [_table(view, frame, clause)]
    keys = ["jurisdiction", "nature"]
    sums = frame.groupby(keys, sort=False).sum(numeric_only=True).reset_index()
    order = {p: i for i, p in enumerate(view.run.places)}
    sums = sums.sort_values("jurisdiction", key=lambda x: x.map(order), kind="stable")
    title = words.say("in_figures", title=head("by_clause"))
    return [
        _table(view, sums, [place, nature]),
        Fold(title, [_table(view, frame, [place, *clause])]),
    ]


def _table(view: View, frame: Frame, first: Sequence[Column]) -> Table:
    words, head = view.words, view.words.head
    years = [str(y) for y in view.run.years]
    ends = [f"end_{y}" for y in years]
    unit = words.money_unit(frame[["scenario", "current_law", *ends]].to_numpy().max())
    columns = [
        *first,
        Column("cases", head("cases"), words.count, "number"),
        *(Column(y, words.say("off_year", year=y), unit.text, "number") for y in years),
        Column("scenario", head("total"), unit.text, "number", strong=True),
    ]
    if (frame["scenario"] != frame["current_law"]).any():
        columns.append(Column("current_law", head("current_total"), unit.text, "number"))
    if frame[ends].to_numpy().any():
        titles = (words.say("off_end", year=y) for y in years)
        columns += [Column(e, t, unit.text, "number") for e, t in zip(ends, titles, strict=True)]
    caption = view.caption(head("off_table"), unit.name)
    return Table(caption, frame, columns, note=words.say("off_note"))


def moved(view: View) -> list[Block]:
    """Money that another fund finally paid, where the run tells it."""
    frame = frames.moved(view.run, view.place)
    if frame.empty:
        return []
    words, head = view.words, view.words.head
    unit = words.money_unit(frame["total"].max())
    columns = [Column("jurisdiction", head("place"), name(view, "place"))] * view.overview
    columns += [
        Column("rule", head("clause"), str, "code"),
        Column("fund", head("due_from"), name(view, "fund")),
        Column("payer", head("paid_by"), name(view, "fund")),
        *(Column(str(y), str(y), unit.text, "number") for y in view.run.years),
        Column("total", head("total"), unit.text, "number", strong=True),
    ]
    total = words.money(int(frame["total"].sum()))
    table = Table(view.caption(head("moved_funds"), unit.name), pd.DataFrame(frame), columns)
    return [Text(words.say("moved_sentence", money=total)), table]
