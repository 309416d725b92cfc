"""A figure on the page, and the same as files: a picture with its font inside, a table."""

from __future__ import annotations

import base64
import csv
import io
import re
from collections.abc import Iterable, Sequence
from html import escape
from xml.etree import ElementTree as ET

from sim.app.glossary import AppWords
from sim.app.svg import Figure, rect, text, width_of
from sim.present.style import INK, SOFT
from sim.present.webfont import font_face

HEADROOM = 44.0
LINE = ' class="line"'  # what is drawn in ink is a line, not an area
_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def block(figure: Figure) -> str:
    """A figure as HTML: title, stamp, key, drawing, remark."""
    keys = "".join(
        f'<span class="key"><i{LINE if colour == INK else ""} style="background:{colour}"></i>'
        f"{escape(name)}</span>"
        for colour, name in figure.keys
    )
    keys = f'<div class="keys">{keys}</div>' if keys else ""
    note = f'<p class="remark">{escape(figure.note)}</p>' if figure.note else ""
    drawn = f'<div class="picture">{figure.svg}</div>' if figure.svg else ""
    return (
        f'<div class="figure"><h3>{escape(figure.title)}</h3>'
        f'<p class="stamp">{escape(figure.stamp)}</p>{keys}{drawn}{note}</div>'
    )


def links(figures: Iterable[Figure], words: AppWords) -> str:
    """Links that save figures: as SVG with the font inside, drawn from it as PNG, and as CSV."""
    items = []
    for figure in figures:
        parts = [escape(figure.title)]
        if figure.svg:
            parts.append(_link(f"{figure.name}.svg", "image/svg+xml", picture_file(figure), "SVG"))
            parts.append(_bitmap(f"{figure.name}.png", words))
        if figure.rows:
            parts.append(_link(f"{figure.name}.csv", "text/csv", table_file(figure), "CSV"))
        if len(parts) > 1:
            items.append(f"<li>{' '.join(parts)}</li>")
    if not items:
        return ""
    return (
        f'<div class="saves"><b>{escape(words.app("save_as"))}</b><ul>{"".join(items)}</ul></div>'
    )


def _link(name: str, mime: str, content: str, label: str) -> str:
    data = base64.b64encode(content.encode()).decode("ascii")
    return f'<a download="{name}" href="data:{mime};charset=utf-8;base64,{data}">{label}</a>'


def _bitmap(name: str, words: AppWords) -> str:
    """A button with which the browser draws the SVG beside it as a bitmap."""
    failed = escape(words.app("no_png"), quote=True)
    return f'<button type="button" data-png="{name}" data-failed="{failed}">PNG</button>'


def picture_file(figure: Figure) -> str:
    """The drawing alone, with title, stamp and key, readable without any font installed."""
    box = _BOX.findall(figure.svg)[0]
    width, height = map(float, box)
    head = [text(4, 16, figure.title, size=14), text(4, 34, figure.stamp, SOFT)]
    keys, shift = _keys(figure, width)
    head += keys
    inner = figure.svg[figure.svg.index(">") + 1 : figure.svg.rindex("</svg>")]
    opening = figure.svg[: figure.svg.index(">") + 1].replace(
        f'viewBox="0 0 {box[0]} {box[1]}"',
        f'viewBox="0 0 {width:g} {height + shift:g}" width="{width:g}" height="{height + shift:g}"',
    )
    shown = frozenset("".join(ET.fromstring(figure.svg).itertext()))  # noqa: S314 - ours
    shown |= set(figure.title + figure.stamp + "".join(name for _, name in figure.keys))
    return (
        f"{opening}<style>{font_face(shown)}</style>"
        f'<rect width="100%" height="100%" fill="white"/>{"".join(head)}'
        f'<g transform="translate(0 {shift:g})">{inner}</g></svg>'
    )


def _keys(figure: Figure, width: float) -> tuple[list[str], float]:
    """What the colours mean, in as many lines as that takes, and where the drawing begins."""
    drawn: list[str] = []
    x, y = 4.0, HEADROOM
    for colour, name in figure.keys:
        wide = 13 + width_of(name)
        if x + wide > width and x > 4:
            x, y = 4.0, y + 16
        top, tall = (y + 2.5, 2) if colour == INK else (y - 1, 9)
        drawn.append(rect(x, top, 9, tall, colour))
        drawn.append(text(x + 13, y + 7, name))
        x += wide + 14
    return drawn, y + (16 if figure.keys else 0)


def table_file(figure: Figure) -> str:
    """The numbers as CSV, with what they are of on the first lines."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([figure.title])
    writer.writerow([figure.stamp])
    writer.writerow(figure.head)
    writer.writerows([_safe(row) for row in figure.rows])
    return "\ufeff" + buffer.getvalue()  # the mark lets spreadsheets read Chinese


def _safe(row: Sequence[object]) -> list[object]:
    """Words that begin like a formula stay words."""
    return [f"'{c}" if isinstance(c, str) and c[:1] in "=+-@" else c for c in row]
