"""What the document leaves open, and what becomes of every clause."""

from __future__ import annotations

from sim.present import statuses, tables
from sim.present.blocks import Block, Column, Fold, Table, Text
from sim.present.rundir import Frame
from sim.present.sections import sentences
from sim.present.sections.columns import folded, name
from sim.present.view import View


def coverage(view: View) -> list[Block]:
    """Clauses without a number, and what becomes of every clause."""
    words = view.words
    blocks: list[Block] = [Text(sentences.left_open(view))]
    silent = tables.without_number(view.run, view.place)
    if len(silent):
        table = _silent_table(view, silent)
        blocks.append(folded(view, table, words.head("point_open")))
        blocks.append(Text(words.say("open_hint"), "note"))
    counts = tables.coverage(view.run, view.place)
    if counts.empty:
        return blocks
    blocks.append(Text(sentences.coverage(view)))
    blocks.append(_coverage_table(view, counts) if view.overview else _clause_list(view))
    return blocks


def _silent_table(view: View, frame: Frame) -> Table:
    words, head = view.words, view.words.head
    missing = statuses.missing_numbers(view.run)
    pairs = zip(frame["jurisdiction"], frame["clause"], strict=True)
    terms = [[words.term(t) for t in missing.get(pair, ())] for pair in pairs]
    frame = frame.assign(missing=[words.enumerate(t) for t in terms])
    title = f"title_{words.language}"
    place = [Column("jurisdiction", head("place"), name(view, "place"))] if view.overview else []
    columns = [
        *place,
        Column("clause", head("clause"), str, "code"),
        Column(title, head("title")),
        Column("kind", head("measure"), name(view, "kind")),
        Column("missing", head("missing")),
        Column("eligible", head("eligible"), words.count, "number"),
    ]
    return Table(view.caption(words.head("point_open")), frame, columns)


def _coverage_table(view: View, counts: Frame) -> Table:
    words = view.words
    keys = sentences.treatments(counts)
    frame = counts.assign(total=counts.sum(axis=1)).reset_index()
    frame = tables.with_total(frame, ["jurisdiction"])
    columns = [Column("jurisdiction", words.head("place"), name(view, "place"))]
    columns += [Column(k, words("accounted", k), words.count, "number") for k in keys]
    columns.append(Column("total", words.head("total"), words.count, "number", strong=True))
    return Table(view.caption(words.head("point_coverage")), frame, columns, total=True)


def _clause_list(view: View) -> Fold:
    words, head = view.words, view.words.head
    frame = view.run.table("clauses", view.place)
    columns = [
        Column("clause", head("clause"), str, "code"),
        Column(f"title_{words.language}", head("title")),
        Column("accounted", head("accounted"), name(view, "accounted")),
        Column("kind", head("measure"), name(view, "kind")),
        Column("fund", head("fund_assigned"), name(view, "fund")),
        Column("lead", head("lead")),
        Column("note", head("note")),
    ]
    columns = [c for c in columns if c.key in {"clause", "accounted"} or (frame[c.key] != "").any()]
    title = head("fold_coverage")
    return Fold(title, [Table(view.caption(title), frame, columns)])
