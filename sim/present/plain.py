"""Blocks as plain data, for a printer that is not Python; what they say is what the HTML says."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from sim.present.blocks import (
    Block,
    Fold,
    Heading,
    Picture,
    Points,
    Source,
    Table,
    Text,
    Tiles,
)
from sim.present.words import Words

MIME = "application/vnd.wengang.blocks+json"

Data = dict[str, Any]


def label_of(block: Table | Picture, words: Words) -> str:
    """``表 2-1`` or ``Figure 2-1``, with the gap that separates it from the caption."""
    kind = words.head("table" if isinstance(block, Table) else "figure")
    return f"{kind} {block.number}\u3000" if block.number else ""


@singledispatch
def plain(block: Block, _words: Words) -> Data:
    """One block as data for JSON; a picture without its drawing, which the HTML has."""
    raise TypeError(type(block).__name__)


@plain.register
def _heading(block: Heading, _words: Words) -> Data:
    return {"block": "heading", "text": block.text, "level": block.level}


@plain.register
def _text(block: Text, _words: Words) -> Data:
    return {"block": "text", "text": block.text, "tone": block.tone}


@plain.register
def _points(block: Points, _words: Words) -> Data:
    return {"block": "points", "items": [list(item) for item in block.items]}


@plain.register
def _tiles(block: Tiles, _words: Words) -> Data:
    return {"block": "tiles", "items": [list(item) for item in block.items]}


@plain.register
def _source(block: Source, _words: Words) -> Data:
    return {"block": "source", "text": block.text}


@plain.register
def _fold(block: Fold, words: Words) -> Data:
    return {
        "block": "fold",
        "title": block.title,
        "blocks": [plain(b, words) for b in block.blocks],
        "printed": block.printed,
    }


@plain.register
def _table(block: Table, words: Words) -> Data:
    columns = [{"title": c.title, "kind": c.kind, "strong": c.strong} for c in block.columns]
    return {
        "block": "table",
        "label": label_of(block, words),
        "caption": block.caption,
        "columns": columns,
        "rows": block.cells,
        "total": block.total,
        "note": block.note,
    }


@plain.register
def _picture(block: Picture, words: Words) -> Data:
    return {
        "block": "picture",
        "label": label_of(block, words),
        "caption": block.caption,
        "alt": block.alt,
    }
