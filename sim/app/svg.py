"""Pictures as plain SVG text: quick to write, readable by screen readers, saved as they are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from unicodedata import east_asian_width

from sim.present.formats import number
from sim.present.style import INK

WIDTH = 640.0
SIZE = 10.5
FAMILY = "Wengang,'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif"


@dataclass(frozen=True)
class Figure:
    """A picture with what it says in words and in numbers.

    Attributes:
        name: identifies it, also as a file.
        title: what is shown.
        stamp: place, years, arm and unit.
        svg: the drawing; empty where there is nothing to draw.
        head: column titles of its numbers.
        rows: its numbers.
        note: a remark below.
        keys: (colour, name) of what is drawn.
    """

    name: str
    title: str
    stamp: str
    svg: str
    head: Sequence[str] = ()
    rows: Sequence[Sequence[object]] = ()
    note: str = ""
    keys: Sequence[tuple[str, str]] = field(default_factory=tuple)


def drawing(inner: Iterable[str], height: float, label: str, width: float = WIDTH) -> str:
    """A drawing of some elements; ``label`` says what it shows to people who do not see it."""
    return (
        f'<svg role="img" aria-label="{escape(label)}" viewBox="0 0 {width:g} {height:.0f}" '
        f'font-family="{FAMILY}" xmlns="http://www.w3.org/2000/svg">{"".join(inner)}</svg>'
    )


def text(
    x: float, y: float, words: str, colour: str = INK, side: str = "start", size: float = SIZE
) -> str:
    """Words at a place; ``side`` is start, middle or end."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{colour}" '
        f'text-anchor="{side}">{escape(words)}</text>'
    )


def rect(x: float, y: float, width: float, height: float, colour: str, title: str = "") -> str:
    """A filled rectangle; ``title`` appears under the pointer."""
    if width < 0:
        x, width = x + width, -width
    if height < 0:
        y, height = y + height, -height
    shape = (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"'
    )
    return f"{shape}><title>{escape(title)}</title></rect>" if title else f"{shape}/>"


def line(points: Iterable[tuple[float, float]], colour: str, width: float, dash: str = "") -> str:
    """A line through points."""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}"{dashed}/>'
    )


def across(x: float, right: float, y: float, colour: str = "#e4e7eb") -> str:
    """A thin horizontal line."""
    return f'<path d="M{x:.1f} {y:.1f}H{right:.1f}" stroke="{colour}"/>'


def width_of(words: str, size: float = SIZE) -> float:
    """About how wide words are: Chinese characters are square, others about half as wide."""
    return size * sum(1.0 if east_asian_width(c) in "WF" else 0.53 for c in words)


def shortened(words: str, room: float, size: float = SIZE) -> str:
    """Words cut to fit, with an ellipsis."""
    if width_of(words, size) <= room:
        return words
    while words and width_of(words + "…", size) > room:
        words = words[:-1]
    return words.rstrip() + "…"


def ceiling(value: float) -> float:
    """A round number above a value, so that the scale holds still while a slider moves a little."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    steps = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
    return float(next(s * power for s in steps if s * power >= value * 1.02 or s == 10))


def marks(top: float) -> list[float]:
    """Round numbers from zero to a number that :func:`ceiling` gave."""
    first = round(top / 10.0 ** math.floor(math.log10(top)), 6)
    parts = {1.5: 3, 2.5: 5, 3: 3, 5: 5, 6: 3}.get(first, 4)
    return [top * part / parts for part in range(parts + 1)]


def tick(value: float) -> str:
    """A number on an axis, without idle zeros."""
    if value == 0:
        return "0"
    size = abs(value)
    decimals = 0 if size >= 1000 else 1 if size >= 10 else 2 if size >= 0.1 else 3
    shown = number(value, decimals)
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
