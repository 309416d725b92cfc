"""From one total to another, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.present.charts.canvas import WIDTH, Canvas, Stamp, widest
from sim.present.charts.panel import amounts, note, row_bars, rows_axis
from sim.present.formats import MoneyUnit
from sim.present.style import ACCENT, DOWN, FAINT, PALE, UP, style
from sim.present.words import Words

ROW = 0.26
CUT = 0.25  # steps that span less than this part of the axis are looked at more closely


def levels(start: int, steps: Sequence[tuple[str, int]]) -> list[int]:
    """Where each step begins, and where the last one ends."""
    return list(accumulate((fen for _, fen in steps), initial=start))


def starts_at(reached: Sequence[float]) -> float:
    """Where the axis begins: at zero, or near the levels where these hardly differ."""
    low, high = min(reached), max(reached)
    if low <= 0 or high - low >= CUT * high or high == low:
        return 0.0
    return max(0.0, low - 1.2 * (high - low))


def waterfall(
    ends: Sequence[tuple[str, int]],
    steps: Sequence[tuple[str, int]],
    title: str,
    words: Words,
    stamp: Stamp,
) -> Figure:
    """The first total, what is added and taken off, the last total.

    Args:
        ends: name and fen of the first and of the last total.
        steps: name and fen of each change, in order.
        title: the figure's title.
        words: the language.
        stamp: place, years, arm and source.
    """
    with style():
        canvas = Canvas(1.32 + ROW * (len(steps) + 2))
        unit = words.money_unit(max(fen for _, fen in ends))
        canvas.head(title, stamp.line(unit.name), stamp.source)
        canvas.top += 0.02
        names = [ends[0][0], *(name for name, _ in steps), ends[1][0]]
        axes = canvas.panel(widest(names) + 0.2, WIDTH - 0.15, below=0.26)
        reached = levels(ends[0][1], steps)
        base = unit.of(starts_at(reached))
        _totals(axes, ends, len(steps) + 1, base, unit)
        _steps(axes, steps, reached, unit)
        rows_axis(axes, names)
        tallest = unit.of(max(reached))
        axes.set_xlim(base, base + (tallest - base) * 1.17 or 1.0)
        amounts(axes, "x", 6)
        return canvas.figure


def _totals(
    axes: Axes, ends: Sequence[tuple[str, int]], last: int, base: float, unit: MoneyUnit
) -> None:
    for row, (_, fen), colour in zip((0, last), ends, (PALE, ACCENT), strict=True):
        value = unit.of(fen)
        row_bars(axes, row, value - base, 0.62, colour, start=base)
        _label(axes, row, value, unit.text(fen))


def _steps(
    axes: Axes, steps: Sequence[tuple[str, int]], reached: Sequence[int], unit: MoneyUnit
) -> None:
    for row, (_, fen) in enumerate(steps, start=1):
        first, last = unit.of(reached[row - 1]), unit.of(reached[row])
        row_bars(axes, row, last - first, 0.62, UP if fen > 0 else DOWN, start=first)
        axes.plot([first, first], [row - 1, row + 0.31], color=FAINT, lw=0.7, zorder=0)
        _label(axes, row, max(first, last), unit.text(fen, signed=True))
    end = unit.of(reached[-1])
    axes.plot([end, end], [len(steps), len(steps) + 1], color=FAINT, lw=0.7, zorder=0)


def _label(axes: Axes, row: int, at: float, text: str) -> None:
    note(axes, at, row, text, dx=5, size=8.8)
