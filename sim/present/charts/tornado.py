"""Which inputs move a figure: bars from the low to the high end of each."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.present.charts.canvas import WIDTH, Canvas, Stamp, empty, widest
from sim.present.charts.panel import amounts, panel_title, row_bars, rows_axis
from sim.present.rundir import Frame
from sim.present.style import ACCENT, INK, PALE, style
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
            panel_title(axes, title)
            canvas.top += ROW * many + 0.75
        return canvas.figure


def _bars(axes: Axes, frame: Frame) -> None:
    centre = float(frame["central"].iloc[0])
    ends = frame[["low", "high"]].to_numpy(float)
    for values, colour in zip(ends.T, (PALE, ACCENT), strict=True):
        row_bars(axes, np.arange(len(frame)), values - centre, 0.62, colour, start=centre)
    rows_axis(axes, [str(name) for name in frame["name"]])
    least, most = min(ends.min(), centre), max(ends.max(), centre)
    room = 0.05 * ((most - least) or 1.0)
    axes.set_xlim(least - room, most + room)
    axes.plot([centre] * 2, axes.get_ylim(), color=INK, lw=0.9)
    amounts(axes, "x", 8)
