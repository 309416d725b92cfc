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
SIZES = (8.0, 7.4, 6.8, 6.2, 5.6)
PAD = 0.45  # em on each side of a cell
FIRM = {"number", "short"}  # kinds whose cells stay on one line
MOST = 30.0  # em that a column may wish for while others want more
KEEP = 470.0  # points: a table up to this height stays in one piece
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
    """Letters as large as fit, and widths by what stands in the columns."""
    cells = [[row[i] for row in rows] for i in range(len(columns))]
    least = [_least(c, body) for c, body in zip(columns, cells, strict=True)]
    wish = [
        max(low, min(max(_title(c), *(width(x) for x in body), 0.0), MOST))
        for low, c, body in zip(least, columns, cells, strict=True)
    ]
    pad = 2 * PAD * len(columns)
    needed = sum(least) + pad
    size = next((s for s in SIZES if needed * s <= ROOM), ROOM / needed)
    shared = _share_out(least, wish, ROOM / size - pad)
    lines = [_lines([c["title"] for c in columns], shared), *(_lines(r, shared) for r in rows)]
    tall = size * sum(n * _LINE + _ROW for n in lines)
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


def _share_out(least: Sequence[float], wish: Sequence[float], room: float) -> list[float]:
    """Everyone the least, then towards the wishes as far as the room goes."""
    spare = room - sum(least)
    wanted = [high - low for low, high in zip(least, wish, strict=True)]
    if spare >= sum(wanted):
        rest = (spare - sum(wanted)) / len(least)
        return [high + rest for high in wish]
    share = max(spare, 0.0) / (sum(wanted) or 1.0)
    return [low + more * share for low, more in zip(least, wanted, strict=True)]


def _lines(cells: Sequence[str], columns: Sequence[float]) -> int:
    """Lines of the tallest cell of a row."""
    return max(
        (math.ceil(width(c) / w - 1e-9) for c, w in zip(cells, columns, strict=True)), default=1
    )
