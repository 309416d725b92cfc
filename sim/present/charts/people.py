"""Whom it reaches: firms by size, persons by group, and where applicants drop out."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.present.charts.canvas import WIDTH, Canvas, Stamp, empty, widest
from sim.present.charts.panel import counts, note, row_bars, rows_axis, scale
from sim.present.rundir import Frame
from sim.present.style import ACCENT, MIDDLE, PALE, SOFT, style
from sim.present.words import Words

STEPS = {"occasions": "#d5dae0", "eligible": "#7fa6cc", "paid": ACCENT}


def reach_by_category(firms: Frame, persons: Frame, words: Words, stamp: Stamp) -> Figure:
    """Firms paid and their money by size; persons paid by group.

    Args:
        firms: category (size band), heads, outlay_fen.
        persons: category (group), heads, outlay_fen.
        words: the language.
        stamp: place, years, arm and source.
    """
    with style():
        rows = max(len(firms), len(persons), 3)
        canvas = Canvas(1.95 + 0.34 * rows)
        canvas.head(words.head("chart_reach"), stamp.line(stamp.arm), stamp.source)
        if firms.empty and persons.empty:
            return empty(canvas, words.head("nobody_paid"))
        canvas.legend(
            [(PALE, words.head("share_of_firms")), (ACCENT, words.head("share_of_money"))]
        )
        middle = 4.1
        if not firms.empty:
            names = [words("staff", str(c)) for c in firms["category"]]
            left = canvas.panel(
                widest(names) + 0.2, middle - 0.1, below=0.36, gap=0.26, tall=0.36 * len(firms)
            )
            _shares(left, firms, words)
            rows_axis(left, names)
            _panel_title(left, words.head("firms_by_size"))
        if not persons.empty:
            names = [words("group", str(c)) for c in persons["category"]]
            start = middle + 0.15 + widest(names, 9.5)
            right = canvas.panel(start, WIDTH - 0.1, below=0.36, gap=0.26)
            _persons(right, persons, words)
            rows_axis(right, names)
            _panel_title(right, words.head("persons_by_group"))
        return canvas.figure


def _panel_title(axes: Axes, title: str) -> None:
    note(axes, 0, axes.get_ylim()[1], title, dy=6, size=9.5, color=SOFT, va="bottom")


def _shares(axes: Axes, firms: Frame, words: Words) -> None:
    longest, rows = 0.0, np.arange(len(firms))
    for column, colour, shift in (("heads", PALE, -0.19), ("outlay_fen", ACCENT, 0.19)):
        values = firms[column].to_numpy()
        total = values.sum()
        shares = 100 * values / max(total, 1)
        row_bars(axes, rows + shift, shares, 0.34, colour)
        for i, (value, share) in enumerate(zip(values, shares, strict=True)):
            note(axes, share + 0.8, i + shift, words.percent(value, total), size=8)
        longest = max(longest, float(shares.max()))
    axes.set_xlim(0, longest * 1.2)
    counts(axes, "x", 4, lambda x: f"{x:.0f}%")


def _persons(axes: Axes, persons: Frame, words: Words) -> None:
    heads = persons["heads"].to_numpy()
    row_bars(axes, np.arange(len(heads)), heads, 0.56, MIDDLE)
    for i, value in enumerate(heads):
        note(axes, value + heads.max() * 0.02, i, words.count(value), size=8.4)
    axes.set_xlim(0, heads.max() * 1.25)
    counts(axes, "x", 3, words.count)


def funnel_by_measure(frame: Frame, words: Words, stamp: Stamp) -> Figure:
    """Occasions, eligible and paid for each measure, as shares of its occasions.

    Args:
        frame: kind, occasions, eligible, paid; the most expensive measure first.
        words: the language.
        stamp: place, years, arm and source.
    """
    with style():
        canvas = Canvas(1.6 + 0.56 * max(len(frame), 2))
        canvas.head(words.head("chart_funnel"), stamp.line(stamp.arm), stamp.source)
        if frame.empty:
            return empty(canvas, words.head("nobody_paid"))
        canvas.legend([(colour, words.head(step)) for step, colour in STEPS.items()])
        names = [words("kind", str(k)) for k in frame["kind"]]
        axes = canvas.panel(widest(names) + 0.2, WIDTH - 0.1, below=0.36)
        _steps(axes, frame, words)
        rows_axis(axes, names)
        # one occasion may make someone eligible under several clauses of a kind
        shares = frame[list(STEPS)].max(axis=1) / frame["occasions"].clip(lower=1)
        axes.set_xlim(0, 124 * max(1.0, float(shares.max())))
        ticks = range(0, 101, 25)
        title = words.head("share_of_occasions")
        scale(axes, "x", ticks, [f"{share}%" for share in ticks], title=title)
        return canvas.figure


def _steps(axes: Axes, frame: Frame, words: Words) -> None:
    whole, rows = frame["occasions"].clip(lower=1).to_numpy(), np.arange(len(frame))
    for (step, colour), shift in zip(STEPS.items(), (-0.26, 0.0, 0.26), strict=True):
        values = frame[step].to_numpy()
        shares = 100 * values / whole
        row_bars(axes, rows + shift, shares, 0.24, colour)
        for i, (value, share, of) in enumerate(zip(values, shares, whole, strict=True)):
            text = words.count(value)
            if step != "occasions":
                text += f" ({words.percent(value, of, 1)})"
            note(axes, share + 0.8, i + shift, text, size=8)
