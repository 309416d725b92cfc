"""Whom it reaches: who gains, broken down in several ways, and where applicants drop out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.present.charts.canvas import WIDTH, Canvas, Stamp, empty, widest
from sim.present.charts.panel import note, row_bars, rows_axis, scale
from sim.present.rundir import Frame
from sim.present.style import ACCENT, INK, PALE, SOFT, style
from sim.present.words import Words

ROW, TITLE = 0.31, 0.36
"""Inches of a row, and above a panel with its title."""
SMALL, LONGEST = 8.6, 1.75
STEPS = {"occasions": "#d5dae0", "eligible": "#7fa6cc", "paid": ACCENT}


@dataclass(frozen=True)
class Breakdown:
    """One panel of who gains.

    Attributes:
        title: what the categories are of.
        names: of the categories, from top to bottom.
        claims: share of each in all claims.
        money: share of each in all money.
        drawn: whether each has bars; the others have words alone.
    """

    title: str
    names: Sequence[str]
    claims: Sequence[float]
    money: Sequence[float]
    drawn: Sequence[bool]


def who_gains(columns: Sequence[Sequence[Breakdown]], words: Words, stamp: Stamp) -> Figure:
    """Shares of claims and of money, broken down in several ways: columns of small panels.

    Args:
        columns: the panels, from top to bottom.
        words: the language.
        stamp: place, years, arm and source.
    """
    with style():
        tall = max((_tall(column) for column in columns), default=0.0)
        canvas = Canvas(1.26 + max(tall, 0.5))
        canvas.head(words.head("chart_reach"), stamp.line(stamp.arm), stamp.source)
        if not tall:
            return empty(canvas, words.head("nobody_paid"))
        canvas.legend(
            [(PALE, words.head("share_of_claims")), (ACCENT, words.head("share_of_money"))]
        )
        wide = WIDTH / len(columns)
        for i, column in enumerate(columns):
            if column:
                names = [_in_two(name) for one in column for name in one.names]
                left = wide * i + 0.2 + widest("\n".join(names).split("\n"), SMALL)
                axes = canvas.panel(left, wide * (i + 1) - 0.1, below=0, tall=_tall(column))
                _panels(axes, column, names, words)
        return canvas.figure


def _tall(column: Sequence[Breakdown]) -> float:
    """Inches that the panels of a column take."""
    return sum(TITLE + ROW * len(one.names) for one in column)


def _panels(axes: Axes, column: Sequence[Breakdown], names: Sequence[str], words: Words) -> None:
    """The panels of a column, each scaled to its own longest bar; the height is in inches."""
    axes.set_xlim(0, 1.25)
    axes.set_ylim(_tall(column), 0)
    top, every = 0.0, list[float]()
    for one in column:
        top += TITLE
        note(axes, 0, top - 0.04, one.title, size=9.5, color=SOFT, va="bottom")
        rows = top + ROW * (np.arange(len(one.names)) + 0.5)
        _shares(axes, one, rows, words)
        every += rows.tolist()
        top += ROW * len(rows)
    scale(axes, "y", every, names, grid=False, size=SMALL)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.xaxis.set_visible(False)


def _in_two(name: str) -> str:
    """A long name on two lines."""
    if widest([name], SMALL) <= LONGEST:
        return name
    ends = [i + 1 for i, sign in enumerate(name) if sign in " 、，"]
    middle = min(ends, key=lambda end: abs(end - len(name) / 2), default=len(name))
    return f"{name[:middle].rstrip()}\n{name[middle:]}".rstrip()


def _shares(axes: Axes, one: Breakdown, rows: npt.NDArray[np.floating[Any]], words: Words) -> None:
    drawn = np.where(one.drawn, [one.claims, one.money], 0.0)
    lengths = drawn / max(float(drawn.max()), 1e-9)
    for shares, ends, colour, shift in (
        (one.claims, lengths[0], PALE, -0.19 * ROW), (one.money, lengths[1], ACCENT, 0.19 * ROW),
    ):  # fmt: skip
        row_bars(axes, rows + shift, ends, 0.34 * ROW, colour)
        for share, end, row, bar in zip(shares, ends, rows + shift, one.drawn, strict=True):
            look = INK if bar else SOFT
            note(axes, end, row, words.percent(share, 1.0, 1), dx=3, size=7.6, color=look)


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
