"""Scenarios side by side: what each adds to the outlay, and how many jobs it saves."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.present.charts.canvas import WIDTH, Canvas, text_inches, widest
from sim.present.charts.panel import amounts, counts, panel_title, row_bars, rows_axis
from sim.present.formats import shortened
from sim.present.rundir import Frame
from sim.present.style import ACCENT, DOWN, FAINT, INK, UP, style
from sim.present.words import Words

LONGEST = 26


def scenarios_by_row(frame: Frame, words: Words, source: str) -> Figure:
    """Change of outlay from current law, and net job-years with their interval.

    Args:
        frame: name, change_fen, net_low, net_central, net_high; one row a scenario.
        words: the language.
        source: the line at the foot.
    """
    with style():
        canvas = Canvas(1.75 + 0.3 * max(len(frame), 2))
        canvas.head(words.head("cmp_chart"), "", source)
        names = [shortened(str(name), LONGEST) for name in frame["name"]]
        start = widest(names) + 0.25
        split = start + (WIDTH - start) * 0.5
        left = canvas.panel(start, split - 0.25, below=0.3, gap=0.2)
        _changes(left, frame, words)
        rows_axis(left, names)
        right = canvas.panel(split + 0.1, WIDTH - 0.2, below=0.3, gap=0.2)
        _jobs(right, frame, words)
        rows_axis(right, [""] * len(names))
        return canvas.figure


def _changes(axes: Axes, frame: Frame, words: Words) -> None:
    fen = frame["change_fen"].to_numpy(dtype=float)
    largest = float(np.abs(fen).max()) or 1.0
    unit = words.money_unit(largest)
    for some, colour in ((fen > 0, UP), (fen <= 0, DOWN)):
        row_bars(axes, np.flatnonzero(some), fen[some] / unit.fen, 0.6, colour)
    axes.plot([0, 0], [len(fen) - 0.5, -0.5], color=FAINT, linewidth=0.8)
    reach = largest / unit.fen
    for i, value in enumerate(fen):
        side = "right" if value < 0 else "left"
        at = value / unit.fen + (-0.03 if value < 0 else 0.03) * reach
        axes.text(at, i, unit.text(value, signed=True), va="center", ha=side, size=8.4)
    label = text_inches(unit.text(-largest, signed=True), 8.4) + 0.2
    below, above = min(fen.min() / unit.fen, 0.0), max(fen.max() / unit.fen, 0.0)
    inches = axes.get_position().width * WIDTH - label * ((below < 0) + (above > 0))
    room = label * ((above - below) or reach) / max(inches, 0.5)
    axes.set_xlim(below - room * (below < 0), above + room if above else 0.15 * reach)
    amounts(axes, "x", 4)
    panel_title(axes, words.head("cmp_left").format(unit=unit.name))


def _jobs(axes: Axes, frame: Frame, words: Words) -> None:
    low, centre, high = (frame[f"net_{k}"].to_numpy() for k in ("low", "central", "high"))
    rows = range(len(frame))
    axes.hlines(rows, low, high, color=FAINT, linewidth=3)
    axes.plot(centre, rows, "o", color=ACCENT, markersize=5)
    edge = max(float(high.max()), 1.0)
    for i, value in enumerate(centre):
        axes.text(edge * 1.04, i, words.jobs(value), va="center", size=8.4, color=INK)
    axes.set_xlim(min(0.0, float(low.min())), edge * 1.25)
    counts(axes, "x", 4, words.count)
    panel_title(axes, words.head("cmp_right"))
