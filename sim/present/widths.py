"""How wide the columns of a printed table are, and how tall it gets: from the font's own widths."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sim.present.fonts import FONT_FILE

ROOM = 493.2  # points between the margins of A4
SIZES = (8.0, 7.3, 6.6, 6.0, 5.6)
PAD = 0.45  # em on each side of a cell
FIRM = {"number", "short"}  # kinds whose cells stay on one line
KEEP = 230.0  # points: a table up to this height stays in one piece
STRICT = 4  # how much more a tall cell counts than a low one
WORTH = 1.15  # letters get smaller where that saves this much of the lines
LEGIBLE = 6.6  # points: smaller only where a table is too wide
PAGE = 640.0  # points: what goes beyond a page is set as small as is legible
_LINE, _ROW = 1.25, 0.4  # em: one line with its leading; what a row has beyond its lines


@dataclass(frozen=True)
class Layout:
    """How a table is set.

    Attributes:
        size: of its letters, in points.
        columns: widths in points, padding included.
        breaks: it is too tall to stay in one piece.
    """

    size: float
    columns: Sequence[float]
    breaks: bool


@lru_cache(maxsize=1)
def _advances() -> Mapping[str, float]:
    from fontTools.ttLib import TTFont

    with TTFont(FONT_FILE, lazy=True) as font:
        em, widths = font["head"].unitsPerEm, font["hmtx"].metrics
        return {chr(code): widths[name][0] / em for code, name in font.getBestCmap().items()}


@lru_cache(maxsize=65536)
def width(text: str) -> float:
    """Width of a text on one line, in em."""
    known = _advances()
    return sum(known.get(c, 1.0) for c in text if c != "\u200b")


def layout(columns: Sequence[Mapping[str, Any]], rows: Sequence[Sequence[str]]) -> Layout:
    """Letters as large as fit without making the table tall, and widths by what the cells need."""
    cells = [[row[i] for row in rows] for i in range(len(columns))]
    least = [_least(c, body) for c, body in zip(columns, cells, strict=True)]
    wish = [
        max(low, _title(c), *(width(x) for x in body), 0.0)
        for low, c, body in zip(least, columns, cells, strict=True)
    ]
    need = [
        sum(width(x) ** STRICT for x in [c["title"], *body])
        for c, body in zip(columns, cells, strict=True)
    ]
    pad = 2 * PAD * len(columns)
    widest = sum(least) + pad
    fit = [s for s in SIZES if widest * s <= ROOM] or [ROOM / widest]
    tried = []
    for size in [s for s in fit if s >= LEGIBLE] or fit[:1]:
        shared = _share_out(least, wish, need, ROOM / size - pad)
        lines = [_lines([c["title"] for c in columns], shared), *(_lines(r, shared) for r in rows)]
        tried.append((size, shared, lines))
    most = min(sum(lines) for _, _, lines in tried) * WORTH
    fair = [(size, shared, lines) for size, shared, lines in tried if sum(lines) <= most]
    size, shared, lines = next((t for t in fair if _height(t[0], t[2]) <= PAGE), fair[-1])
    tall = _height(size, lines)
    return Layout(size, [round((w + 2 * PAD) * size, 2) for w in shared], tall > KEEP)


def _least(column: Mapping[str, Any], body: Sequence[str]) -> float:
    """What a column cannot do without: a whole cell where cells stay whole, or a whole word."""
    title = _longest_word(column["title"])
    if column["kind"] in FIRM:
        return max(title, *(width(cell) for cell in body), 0.0) + 0.1
    if column["kind"] == "long":
        return max(title, 8.0)
    return max(title, *(min(_longest_word(cell), 14.0) for cell in body), 3.0) + 0.1


def _title(column: Mapping[str, Any]) -> float:
    whole = width(column["title"])
    return min(whole, 8.0) if column["kind"] in FIRM else whole


def _longest_word(text: str) -> float:
    """The longest piece that a line break would spoil; Chinese may break, but once is enough."""
    if any(unicodedata.east_asian_width(c) == "W" for c in text):
        return min(width(text), max(5.0, min(width(text) / 2 + 0.6, 7.0)))
    return max((width(word) for word in re.split(r"[\s\u200b]+", text)), default=0.0)


def _share_out(
    least: Sequence[float], wish: Sequence[float], need: Sequence[float], room: float
) -> list[float]:
    """Widths between the least and the wish under which rows get least tall, as the room goes.

    What makes rows tall is taken as the sum of ``(width of cell / width of column) ** STRICT``.
    Where no bound holds it is smallest with columns as wide as the root of what they need; the
    one factor that fills the room is found by halving.
    """
    if room >= sum(wish):
        spare = (room - sum(wish)) / len(wish)
        return [w + spare for w in wish]
    roots = [n ** (1 / (STRICT + 1)) for n in need]

    def at(factor: float) -> list[float]:
        bounds = zip(least, roots, wish, strict=True)
        return [min(max(low, factor * root), high) for low, root, high in bounds]

    low, high = 0.0, max(w / r for w, r in zip(wish, roots, strict=True) if r)
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(at(middle)) <= room else (low, middle)
    return at(low)


def _height(size: float, lines: Sequence[int]) -> float:
    """Points from the first row to the last."""
    return size * sum(n * _LINE + _ROW for n in lines)


def _lines(cells: Sequence[str], columns: Sequence[float]) -> int:
    """Lines of the tallest cell of a row."""
    return max(
        (math.ceil(width(c) / w - 1e-9) for c, w in zip(cells, columns, strict=True)), default=1
    )
