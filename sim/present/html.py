"""Blocks as plain, accessible HTML: no scripts, no outside addresses, no random identifiers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from html import escape
from typing import Any

from sim.present.blocks import (
    Block,
    Column,
    Fold,
    Heading,
    Picture,
    Points,
    Source,
    Table,
    Text,
    Tiles,
)
from sim.present.plain import MIME, label_of, plain
from sim.present.style import style
from sim.present.svg import svg_of
from sim.present.words import Words


class Show:
    """Blocks of one section, which a notebook displays as HTML and keeps as data for print."""

    def __init__(self, blocks: Sequence[Block], words: Words) -> None:
        self.blocks = tuple(blocks)
        self.words = words

    def _repr_html_(self) -> str:
        return section_html(self.blocks, self.words)

    def _repr_mimebundle_(self, **_asked: Any) -> dict[str, Any]:
        printed = [plain(b, self.words) for b in self.blocks]
        return {"text/plain": repr(self), "text/html": self._repr_html_(), MIME: printed}

    def __repr__(self) -> str:
        # the plain-text twin that notebooks keep beside the HTML
        return next((b.text for b in self.blocks if isinstance(b, Heading)), "")


def section_html(blocks: Sequence[Block], words: Words) -> str:
    """One ``<section>`` with all its blocks."""
    return "<section>\n" + "\n".join(html(b, words) for b in blocks) + "\n</section>"


@singledispatch
def html(block: Block, _words: Words) -> str:
    """One block as HTML."""
    raise TypeError(type(block).__name__)


@html.register
def _heading(block: Heading, _words: Words) -> str:
    anchor = f' id="{escape(block.anchor)}"' if block.anchor else ""
    return f"<h{block.level}{anchor}>{escape(block.text)}</h{block.level}>"


@html.register
def _text(block: Text, _words: Words) -> str:
    return f'<p class="{block.tone}">{escape(block.text)}</p>'


@html.register
def _points(block: Points, _words: Words) -> str:
    rows = (f"<div><dt>{escape(k)}</dt><dd>{escape(v)}</dd></div>" for k, v in block.items)
    return '<dl class="points">' + "".join(rows) + "</dl>"


@html.register
def _tiles(block: Tiles, _words: Words) -> str:
    tiles = (
        f'<div class="tile"><dt>{escape(label)}</dt><dd class="figure">{escape(value)}</dd>'
        f'<dd class="remark">{escape(remark)}</dd></div>'
        for label, value, remark in block.items
    )
    return '<dl class="tiles">' + "".join(tiles) + "</dl>"


@html.register
def _source(block: Source, _words: Words) -> str:
    return f"<pre>{escape(block.text)}</pre>"


@html.register
def _fold(block: Fold, words: Words) -> str:
    inner = "\n".join(html(b, words) for b in block.blocks)
    return f"<details><summary>{escape(block.title)}</summary>\n{inner}\n</details>"


@html.register
def _table(block: Table, words: Words) -> str:
    head = "".join(_th(c) for c in block.columns)
    body = _rows(block)
    foot = ""
    if block.total and body:
        foot = f"<tfoot>{body.pop()}</tfoot>"
    label = escape(label_of(block, words))
    note = f'<p class="note">{escape(block.note)}</p>' if block.note else ""
    return (
        f'<div class="table"><table><caption><b>{label}</b>{escape(block.caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody>{foot}</table></div>{note}"
    )


def _class(column: Column) -> str:
    classes = ([column.kind] if column.kind != "text" else []) + ["strong"] * column.strong
    return f' class="{" ".join(classes)}"' if classes else ""


def _th(column: Column) -> str:
    return f'<th scope="col"{_class(column)}>{escape(column.title)}</th>'


def _rows(table: Table) -> list[str]:
    """The first cell of a row names it."""
    tags = [("th", f'<th scope="row"{_class(c)}>') for c in table.columns[:1]]
    tags += [("td", f"<td{_class(c)}>") for c in table.columns[1:]]
    links = {i: table.frame[c.link].tolist() for i, c in enumerate(table.columns) if c.link}
    rows = [[escape(cell) for cell in cells] for cells in table.cells]
    for i, addresses in links.items():
        for row, address in zip(rows, addresses, strict=True):
            row[i] = _link(row[i], str(address or ""))
    return [
        "<tr>" + "".join(f"{tag}{x}</{name}>" for (name, tag), x in zip(tags, row, strict=True))
        + "</tr>"
        for row in rows
    ]  # fmt: skip


def _link(text: str, address: str) -> str:
    """Empty cells lead nowhere."""
    return f'<a href="{escape(address)}">{text}</a>' if address else text


@html.register
def _picture(block: Picture, words: Words) -> str:
    label = escape(label_of(block, words))
    svg = figure_svg(block).replace(
        "<svg ", f'<svg role="img" aria-label="{escape(block.alt)}" ', 1
    )
    return f"<figure>{svg}<figcaption><b>{label}</b>{escape(block.caption)}</figcaption></figure>"


def figure_svg(block: Picture) -> str:
    """A figure as SVG; its text in the page's font."""
    with style():
        return svg_of(block.figure)
