"""Which inputs move a figure: bars from the low to the high end of each."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.present.charts.canvas import (
    WIDTH,
    AmountAxis,
    Canvas,
    Stamp,
    empty,
    rows_axis,
    widest,
)
from sim.present.rundir import Frame
from sim.present.style import ACCENT, INK, PALE, SOFT, style
from sim.present.words import Words

ROW = 0.27


def tornado(panels: list[tuple[str, Frame]], words: Words, stamp: Stamp) -> Figure:
    """Bars of each figure, one panel below the other.

    Args:
        panels: title with unit, and a frame with name (as printed), central, low and high.
        words: the language.
        stamp: place, years, arm and source.
    """
    with style():
        rows = [max(len(frame), 1) for _, frame in panels]
        canvas = Canvas(1.35 + sum(ROW * n + 0.75 for n in rows))
        canvas.head(words.head("chart_tornado"), stamp.line(stamp.arm), stamp.source)
        if not any(len(frame) for _, frame in panels):
            return empty(canvas, words.head("no_jobs"))
        canvas.legend([(PALE, words.head("low_end")), (ACCENT, words.head("high_end"))])
        start = widest([str(n) for _, frame in panels for n in frame["name"]]) + 0.25
        for (title, frame), many in zip(panels, rows, strict=True):
            axes = canvas.panel(start, WIDTH - 0.35, gap=0.3, tall=ROW * many)
            _bars(axes, frame)
            axes.text(0, 1.02, title, transform=axes.transAxes, size=9.5, color=SOFT, va="bottom")
            canvas.top += ROW * many + 0.75
        return canvas.figure


def _bars(axes: Axes, frame: Frame) -> None:
    centre = float(frame["central"].iloc[0])
    for i, (low, high) in enumerate(zip(frame["low"], frame["high"], strict=True)):
        axes.barh(i, low - centre, 0.62, left=centre, color=PALE, linewidth=0)
        axes.barh(i, high - centre, 0.62, left=centre, color=ACCENT, linewidth=0)
    axes.axvline(centre, color=INK, lw=0.9)
    rows_axis(axes, [str(name) for name in frame["name"]])
    axes.xaxis.set_major_formatter(AmountAxis())
