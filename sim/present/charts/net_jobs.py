"""From heads counted to net jobs, step by step, and what is left at each year-end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.present.charts.canvas import WIDTH, Canvas, Stamp, empty, widest
from sim.present.charts.panel import (
    bars,
    counts,
    note,
    panel_title,
    powers,
    row_bars,
    rows_axis,
    scale,
)
from sim.present.rundir import Frame
from sim.present.style import ACCENT, FAINT, PALE, UP, style
from sim.present.words import Words

CHANNELS = {
    "retention": "#0b5394",
    "hiring": "#e09f2c",
    "start-up": "#1b9e83",
    "training": "#c5709d",
    "placement": "#6bb7e0",
}
_SPLIT = 0.56
"""Share of the width that the steps take."""
_UNIT = 10
"""Each tick of the steps is so many times the one before."""


def heads_to_net(
    steps: Sequence[tuple[str, float]], gone: Sequence[tuple[int, str]], ends: Frame,
    words: Words, stamp: Stamp,
) -> Figure:  # fmt: skip
    """Steps from the head count to net jobs, and net jobs at each year-end by channel.

    Args:
        steps: label and number of each step, from heads to net job-years.
        gone: what is lost after a step (its position), in words.
        ends: net jobs in each December, channel against years.
        words: the language.
        stamp: place, years, arm and source.
    """
    with style():
        canvas = Canvas(4.2)
        canvas.head(words.head("chart_net_jobs"), stamp.line(stamp.arm), stamp.source)
        if not steps or min(number for _, number in steps) <= 0:
            return empty(canvas, words.head("no_jobs"))
        shown = [c for c in CHANNELS if c in ends.index and ends.loc[c].any()]
        canvas.legend([(CHANNELS[c], words("channel", c)) for c in shown])
        names = [name for name, _ in steps]
        left = canvas.panel(widest(names) + 0.2, WIDTH * _SPLIT, below=0.42, gap=0.26)
        _steps(left, [number for _, number in steps], gone, words)
        rows_axis(left, names)
        panel_title(left, words.head("steps_title"))
        right = canvas.panel(WIDTH * _SPLIT + 0.75, WIDTH - 0.1, below=0.42, gap=0.26)
        _ends(right, ends.loc[shown], words)
        panel_title(right, words.head("ends_title"))
        return canvas.figure


def _steps(
    axes: Axes, numbers: Sequence[float], gone: Sequence[tuple[int, str]], words: Words
) -> None:
    low = _UNIT ** np.floor(np.log10(min(numbers)) - 0.3)
    high = max(numbers) * 12
    colours = [FAINT, PALE, ACCENT, ACCENT]
    for i, (number, colour) in enumerate(zip(numbers, colours, strict=False)):
        row_bars(axes, i, number - low, 0.44, colour, start=low)
        note(axes, number, i, words.jobs(number), dx=5, size=9)
    for after, text in gone:
        note(axes, low, after + 0.5, text, dx=5, color=UP)
    axes.set_xlim(low, high)
    title = words.say("log_axis", unit=words.head("heads_jobs_unit"))
    powers(axes, lambda x: f"{x:,.0f}" if x >= 1 else f"{x:g}", size=8, title=title)


def _ends(axes: Axes, ends: Frame, words: Words) -> None:
    """Bars by year, positive parts upwards and negative ones down, the sum in words."""
    years = [str(year) for year in ends.columns]
    up, down = np.zeros(len(years)), np.zeros(len(years))
    for channel in ends.index:
        values = ends.loc[channel].to_numpy(float)
        base = np.where(values >= 0, up, down)
        bars(axes, np.arange(len(years)), values, 0.56, base, CHANNELS[channel])
        up += np.maximum(values, 0)
        down += np.minimum(values, 0)
    tallest = max(float(up.max()), 1e-9)
    for i, total in enumerate(ends.sum().to_numpy(float)):
        top = up[i] + tallest * 0.02
        note(axes, i, top, words.jobs(total), size=9, ha="center", va="bottom")
    axes.set_xlim(-0.42, len(years) - 0.58)
    axes.set_ylim(float(down.min()) * 1.1, tallest * 1.14)
    names = [words.say("end_of", year=year) for year in years]
    scale(axes, "x", range(len(years)), names, size=8.6, grid=False)
    counts(axes, "y", 5, lambda x: f"{x:,g}")
