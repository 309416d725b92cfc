"""Which inputs matter: moved one by one where that was asked, else read off the draws."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from sim.present import charts, tables
from sim.present.blocks import Block, Column, Fold, Picture, Table, Text
from sim.present.rundir import Frame
from sim.present.view import View
from sim.present.words import Words
from sim.results.answers import INFLUENCE

EXACT = ("outlay", "net_jobs")
DRAWN = ("outlay", "outlay_change", "net_jobs", "net_cost")
MOST_EXACT, MOST_DRAWN = 12, 10
RUN = "RUN"
"""Stands for the run folder in a command."""


def shown(words: Words, figure: str) -> Callable[[float], str]:
    """How values of a figure are written."""
    if figure.startswith("net_jobs"):
        return words.jobs
    if figure.endswith("per_net_job"):
        return lambda fen: "∞" if math.isinf(fen) else words.rough(fen)
    return words.money


def matters(view: View) -> list[Block]:
    """The tornado of the inputs, or why there is none and what to type for it."""
    exact = view.run.table("sensitivity")
    if len(exact) and (view.overview or len(view.run.places) == 1):
        return _moved(view, exact)
    also: list[Block] = [Text(view.words.say("sens_all"), "note")] if len(exact) else []
    if INFLUENCE in view.run.record.get("answers", {}):
        return [*_drawn(view), *also]
    key = "sens_none" if view.run.has_draws else "matters_undrawn"
    return also or [Text(view.words.say(key, path=view.file, run=RUN), "note")]


def _moved(view: View, found: Frame) -> list[Block]:
    """Every input by itself, and Sobol indices; they are of all jurisdictions together."""
    each = found[found["part"] == "input"]
    return [
        _picture(view, each, EXACT, MOST_EXACT, "cap_tornado"),
        Fold(view.words.head("shares_of_variance"), [_indices(view, found)]),
    ]


def _drawn(view: View) -> list[Block]:
    """What the draws tell by themselves; figures for which no input stands out are named."""
    words, run = view.words, view.run
    found = tables.influence(run, view.place)
    asked = [f for f in DRAWN if f != "outlay_change" or not view.same]
    tops = {f: found[found["figure"] == f].head(MOST_DRAWN) for f in asked}
    told = [f for f in asked if len(tops[f])]
    silent = [words.inline(words("figure", f)) for f in asked if f not in told]
    draws = int(run.table("intervals")["draws"].iloc[0])
    shares = words.enumerate([_explained(words, f, float(tops[f]["share"].sum())) for f in told])
    said = [
        words.say("matters_drawn", draws=draws, most=MOST_DRAWN, shares=shares) if told else "",
        words.say("matters_silent", draws=draws, figures=words.enumerate(silent)) if silent else "",
        words.say("matters_exact", path=view.file, run=RUN),
    ]
    blocks: list[Block] = [Text(("" if words.chinese else " ").join(filter(None, said)))]
    if told:
        top = found.loc[[i for f in told for i in tops[f].index]]
        blocks.append(_picture(view, top, told, MOST_DRAWN, "cap_influence"))
        blocks.append(Fold(words.head("influence"), [_table(view, top)]))
    return blocks


def _explained(words: Words, figure: str, share: float) -> str:
    name = words.inline(words("figure", figure))
    return words.say("matters_share", figure=name, share=words.percent(min(share, 1.0), 1))


def _picture(view: View, rows: Frame, figures: Sequence[str], most: int, caption: str) -> Picture:
    """The tornado: one panel a figure, the largest swing on top."""
    words = view.words
    panels, alts = [], []
    for figure in figures:
        own = rows[rows["figure"] == figure]
        order = (own["high"] - own["low"]).abs().sort_values(ascending=False, kind="stable").index
        top = own.loc[order].head(most)
        named = top.assign(name=[words.input(str(name)) for name in top["name"]])
        title, unit = words("figure", figure), ""
        if not figure.startswith("net_jobs"):
            scale = words.money_unit(named[["low", "high"]].abs().to_numpy().max())
            unit = scale.name
            columns = ["central", "low", "high"]
            named[columns] = named[columns] / scale.fen
        panels.append((f"{title}  ({unit})" if unit else title, named))
        alt = words.enumerate([str(n) for n in named["name"].head(3)])
        alts.append(words.say("alt_tornado", figure=words.inline(title), inputs=alt))
    gap = "" if words.chinese else " "
    picture = charts.tornado(panels, words, view.stamp)
    return Picture(picture, words.say(caption), gap.join(alts))


def _table(view: View, rows: Frame) -> Table:
    """The bars in figures."""
    words, head = view.words, view.words.head
    cells = [
        {
            "figure": words("figure", str(row["figure"])),
            "name": words.input(str(row["name"])),
            **{key: shown(words, str(row["figure"]))(row[key]) for key in ("low", "high", "error")},
            "share": words.percent(row["share"], 1),
        }
        for row in rows.to_dict("records")
    ]
    columns = [
        Column("figure", head("figure_name")),
        Column("name", head("input")),
        Column("low", head("low_end"), str, "number"),
        Column("high", head("high_end"), str, "number"),
        Column("error", head("swing_error"), str, "number"),
        Column("share", head("share_of_spread"), str, "number", strong=True),
    ]
    return Table(view.caption(head("influence")), Frame(cells), columns)


def _indices(view: View, found: Frame) -> Table:
    words, head = view.words, view.words.head
    rows = found[(found["part"] == "group")]
    rows = rows.assign(figure_name=[words("figure", str(f)) for f in rows["figure"]])
    rows = rows.sort_values(["figure", "total"], ascending=[False, False])

    def share(value: float) -> str:
        return f"{value:.2f}"

    columns = [
        Column("figure_name", head("figure_name")),
        Column("name", head("input_group"), lambda key: words("input_group", key)),
        Column("first", head("first_order"), share, "number"),
        Column("total", head("total_order"), share, "number", strong=True),
        Column("error", "±", share, "number"),
    ]
    return Table(view.caption(head("shares_of_variance")), rows, columns)
