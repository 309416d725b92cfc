"""What the money rests on: the document, other rules, or assumptions."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from sim.present.charts.canvas import WIDTH, Canvas, Stamp, empty, widest
from sim.present.charts.panel import note, row_bars, rows_axis, scale
from sim.present.rundir import Frame
from sim.present.style import INK, STATUSES, style
from sim.present.words import Words

LEAST_NAMED = 5
"""A share of less percent has no room for its number."""


def money_by_status(frame: Frame, words: Words, stamp: Stamp) -> Figure:
    """Shares of money by the weakest status among the numbers behind it.

    Args:
        frame: index the rows' printed names, columns statuses, values fen.
        words: the language.
        stamp: place, years, arm and source.
    """
    with style():
        canvas = Canvas(1.5 + 0.34 * max(len(frame), 2))
        canvas.head(words.head("chart_status"), stamp.line(stamp.arm), stamp.source)
        if frame.empty or not frame.to_numpy().sum():
            return empty(canvas, words.head("nothing_paid"))
        statuses = [s for s in STATUSES if s in frame.columns and frame[s].sum()]
        canvas.legend([(STATUSES[s], words("status", s)) for s in statuses])
        names = [str(n) for n in frame.index]
        axes = canvas.panel(widest(names) + 0.2, WIDTH - 0.25, below=0.26)
        whole = frame.sum(axis=1).clip(lower=1).to_numpy()
        base = np.zeros(len(frame))
        for status in statuses:
            shares = 100 * frame[status].to_numpy() / whole
            row_bars(axes, np.arange(len(frame)), shares, 0.62, STATUSES[status], start=base)
            ink = "white" if status in {"statute", "open", "scenario"} else INK
            for i in np.flatnonzero(shares >= LEAST_NAMED).tolist():
                middle = base[i] + shares[i] / 2
                note(axes, middle, i, f"{shares[i]:.0f}%", size=8.6, color=ink, ha="center")
            base += shares
        rows_axis(axes, names)
        axes.set_xlim(0, 100)
        ticks = range(0, 101, 25)
        scale(axes, "x", ticks, [f"{share}%" for share in ticks])
        return canvas.figure
