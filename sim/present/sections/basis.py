"""What the numbers rest on: the document, other rules, assumptions, readings."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from typing import Any

import pandas as pd

from sim.present import charts, statuses
from sim.present.blocks import Block, Column, Fold, Kind, Picture, Table, Text
from sim.present.reasons import told
from sim.present.rundir import Frame
from sim.present.sections import sentences
from sim.present.view import View
from sim.present.words import AGES, Words

MOST_KINDS = 3


def basis(view: View) -> list[Block]:
    """Money by status, every assumption with its range, the readings."""
    words = view.words
    row, section = ("jurisdiction", "place") if view.overview else ("fund", "fund")
    shares = statuses.money_by_status(view.run, view.place, row)
    if view.overview:
        shares = shares.loc[[p for p in view.run.places if p in shares.index]]
    shares.index = pd.Index([words(section, str(k)) for k in shares.index])
    sentence = sentences.basis(view)
    picture = Picture(
        charts.money_by_status(shares, words, view.stamp),
        words.say("cap_status"),
        words.say("alt_status", parts=sentence.rstrip("。.")),
    )
    blocks: list[Block] = [Text(sentence), Text(_counts(view)), picture]
    chosen = statuses.values(view.run, view.place, "scenario")
    if len(chosen):
        blocks.insert(0, _values_table(view, chosen, words.head("set_by_scenario")))
    folds = [("fold_assumptions", "assumption"), ("fold_references", "reference")]
    if not view.overview:
        folds.append(("fold_statutes", "statute"))
    for fold, status in folds:
        frame = statuses.values(view.run, view.place, status)
        if len(frame):
            blocks.append(Fold(words.head(fold), [_values_table(view, frame, words.head(fold))]))
    return [*blocks, *_readings(view)]


def _counts(view: View) -> str:
    counts = statuses.counts(view.run, view.place)
    names = {"assumptions": "assumption", "references": "reference", "statutes": "statute"}
    found = {k: counts.get(v, 0) for k, v in {**names, "open": "open"}.items()}
    return view.words.say("assumption_count", **found)


def _values_table(view: View, frame: Frame, title: str) -> Table:
    words, head = view.words, view.words.head
    rows = [_value_cells(words, row) for row in frame.to_dict("records")]
    shown = pd.DataFrame(rows, dtype=object)
    keys = ["term", "kind", "value", "range", "valid", "source", "reason", "clause"]
    keys = [k for k in keys if k in {"term", "value"} or any(row[k] for row in rows)]
    titles = {"kind": "measure", "term": "parameter"}
    kinds: dict[str, Kind] = {
        "value": "amount",
        "range": "amount",
        "valid": "short",
        "source": "long",
        "reason": "long",
        "clause": "code",
    }
    columns = [Column(k, head(titles.get(k, k)), str, kinds.get(k, "text")) for k in keys]
    return Table(view.caption(title), shown, columns, note=head("on_top"))


def _value_cells(words: Words, row: dict[Hashable, Any]) -> dict[str, str]:
    unit, layer = str(row["unit"]), str(row["layer"])
    if row["term"] in AGES:
        unit = "age"
    source = [words("layer", layer)] if layer not in {"", "clause"} else []
    return {
        "clause": " ".join(row["clauses"]) or words.head("shared"),
        "kind": _kinds(words, row["kinds"]),
        "term": words.term(row["term"]),
        "value": readable(words, str(row["value"]), unit, row["kinds"]),
        "range": readable(words, str(row["range"]), unit),
        "valid": _valid(words, str(row["valid_from"]), str(row["valid_to"])),
        "source": " · ".join(
            [*source, *([told(str(row["source"]), words)] if row["source"] else [])]
        ),
        "reason": told(str(row["note"]), words),
    }


def _kinds(words: Words, kinds: Sequence[str]) -> str:
    """The first measures that a number is for, and how many more there are."""
    names = [words("kind", k) for k in kinds]
    if len(names) > MOST_KINDS + 1:
        more = words.say("and_others", count=len(names) - MOST_KINDS)
        names = [*names[:MOST_KINDS], more]
    return words.enumerate(names)


def _valid(words: Words, first: str, last: str) -> str:
    if not first and not last:
        return ""
    key = "valid_both" if first and last else ("valid_from" if first else "valid_to")
    return words.say(key, first=first, last=last)


_NUMBER = r"-?\d+(?:\.\d+)?(?:\s*/\s*\d+)?"
_ENTRY = re.compile(rf"['\"]?([\w.+-]+)['\"]?\s*:\s*['\"]?({_NUMBER})['\"]?")
_RANGE = re.compile(rf"\[?\s*({_NUMBER})\s*(?:,|–|-|\.\.\.?|…)\s*({_NUMBER})\s*\]?")


def readable(words: Words, text: str, unit: str, kinds: Sequence[str] = ()) -> str:
    """A value as written in the law, in words: ``0.5`` share is 50%, categories by name.

    Args:
        words: the language.
        text: as written.
        unit: of the value.
        kinds: measures that it is for: they tell what a category that is a number stands for.
    """
    if re.fullmatch(_NUMBER, text):
        return _one(words, text, unit)
    if entries := _ENTRY.findall(text):
        return words.list([_entry(words, k, v, unit, kinds) for k, v in entries])
    if ends := _RANGE.fullmatch(text):
        low, high = (_one(words, end, unit) for end in ends.groups())
        name = "%" if unit == "share" else (words("unit", unit) if unit else "")
        return high if low == high else f"{low.removesuffix(name).strip()}–{high}"
    return text.replace("_", " ")


def _entry(words: Words, key: str, value: str, unit: str, kinds: Sequence[str]) -> str:
    pairs = [words.find("bracket", f"{kind}.{key}") for kind in kinds]
    pair = next((p for p in pairs if p), None)
    name = pair[not words.chinese] if pair else words.category(key)
    sign = " → " if key.isdigit() and not pair else words.head("sign")
    return f"{name}{sign}{_one(words, value, unit)}"


def _one(words: Words, text: str, unit: str) -> str:
    if unit == "share":
        return words.share(text)
    shown = text
    if "/" not in text:
        value = float(text)
        shown = f"{int(value):,}" if value == int(value) else f"{value:,.10g}"
    name = words("unit", unit) if unit else ""
    return f"{shown}{name}" if words.chinese else f"{shown} {name}".strip()


def _readings(view: View) -> list[Block]:
    words, head = view.words, view.words.head
    frame = view.run.table("readings", view.place)
    if frame.empty:
        return []
    keys = ["reading", "ambiguity", "option", "recommended", "meaning"]
    if view.overview:
        frame = frame.drop_duplicates(keys)
    rows = frame.to_dict("records")
    frame = frame.assign(
        subject=[_subject(words, row) for row in rows],
        chosen=[_chosen(words, row) for row in rows],
    )
    columns = [
        Column("ambiguity", head("ambiguity"), str, "short"),
        Column("subject", head("content")),
        Column("chosen", head("option")),
        Column("recommended", head("recommended"), lambda yes: head("yes" if yes else "no")),
    ]
    intro = Text(words.say("readings_intro"))
    title = head("fold_readings")
    return [intro, Fold(title, [Table(view.caption(title), frame, columns)])]


def _subject(words: Words, row: dict[Hashable, Any]) -> str:
    pair = words.find("reading", str(row["reading"]))
    return pair[not words.chinese] if pair else str(row["meaning"]).split(": ", 1)[0]


def _chosen(words: Words, row: dict[Hashable, Any]) -> str:
    pair = words.find("option", f"{row['reading']}.{row['option']}")
    if pair and words.chinese:
        return pair[0]
    return str(row["meaning"]).split(": ", 1)[-1]
