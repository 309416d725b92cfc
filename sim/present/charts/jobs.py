"""Jobs: how many are covered, how many are really saved, and what one costs."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator

from sim.present.charts.canvas import WIDTH, Canvas, Stamp, count_axis, empty, rows_axis, widest
from sim.present.formats import FEN
from sim.present.rundir import Frame
from sim.present.style import ACCENT, FAINT, INK, SOFT, UP, style
from sim.present.words import Words


def jobs_by_row(frame: Frame, words: Words, stamp: Stamp) -> Figure:
    """Gross heads against net jobs with their interval, and the cost of a net job.

    Args:
        frame: name (as printed), gross, net_low, net_central, net_high, cost_fen.
        words: the language.
        stamp: place, years, arm and source.
    """
    with style():
        shown = frame[(frame["gross"] > 0) & (frame["net_central"] > 0)]
        canvas = Canvas(2.1 + 0.42 * max(len(shown), 2))
        canvas.head(words.head("chart_jobs"), stamp.line(stamp.arm), stamp.source)
        if shown.empty:
            return empty(canvas, words.head("no_jobs"))
        canvas.legend([(FAINT, words.head("gross_heads")), (ACCENT, words.head("net_jobs"))])
        names = [str(n) for n in shown["name"]]
        start = widest(names) + 0.25
        split = start + (WIDTH - start) * 0.6
        heads = canvas.panel(start, split - 0.2, below=0.42, gap=0.26)
        _heads(heads, shown, words)
        rows_axis(heads, names)
        _title(heads, words.head("heads_and_jobs"))
        cost = canvas.panel(split + 0.15, WIDTH - 0.15, below=0.42, gap=0.26)
        _costs(cost, shown, words)
        rows_axis(cost, [""] * len(shown))
        _title(cost, words.head("cost_per_net_job"))
        return canvas.figure


def _title(axes: Axes, title: str) -> None:
    axes.text(0, 1.02, title, transform=axes.transAxes, size=9.5, color=SOFT, va="bottom")


def _log(axes: Axes, low: float, high: float, words: Words, unit: str) -> None:
    axes.set_xscale("log")
    axes.set_xlim(low, high)
    # A power of ten close to the right edge would have its label cut off.
    powers = np.arange(np.ceil(np.log10(low)), np.floor(np.log10(high / 1.6)) + 1)
    axes.xaxis.set_major_locator(FixedLocator((10.0**powers).tolist()))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(count_axis(lambda x: _power(x, words)))
    axes.set_xlabel(words.say("log_axis", unit=unit), loc="right")


def _power(value: float, words: Words) -> str:
    if value < 1:
        return f"{value:g}"
    if words.chinese and value >= 10_000:
        return f"{value / 10_000:,.0f}万"
    if not words.chinese and value >= 10_000:
        return f"{value / 1_000_000:,.0f}m" if value >= 1_000_000 else f"{value / 1_000:,.0f}k"
    return f"{value:,.0f}"


def _heads(axes: Axes, frame: Frame, words: Words) -> None:
    least = frame[["net_central"]].to_numpy().min()
    low = 10 ** np.floor(np.log10(max(least, 0.05)) - 0.35)
    high = frame["gross"].max() * 4
    for i, row in enumerate(frame.itertuples(index=False)):
        numbers: Any = row
        _interval(axes, i, numbers.net_low, numbers.net_high, low, ACCENT)
        axes.plot([numbers.net_central, numbers.gross], [i, i], ":", color=FAINT, lw=0.9, zorder=1)
        axes.plot(numbers.net_central, i, "o", color=ACCENT, ms=6)
        axes.plot(numbers.gross, i, "s", color=FAINT, ms=6)
        _note(axes, numbers.gross, i, words.count(numbers.gross), 7, "left", "center")
        _note(axes, numbers.net_central, i, words.jobs(numbers.net_central), -6, "center", "up")
        if numbers.gross > 20 * numbers.net_central:
            middle = np.sqrt(max(numbers.net_high, numbers.net_central) * numbers.gross)
            ratio = words.say("ratio", ratio=words.count(numbers.gross / numbers.net_central))
            _note(axes, middle, i, ratio, 0, "center", "up", UP)
    _log(axes, low, high, words, words.head("heads_jobs_unit"))


def _costs(axes: Axes, frame: Frame, words: Words) -> None:
    yuan = frame["cost_fen"].to_numpy() / FEN
    central = yuan / frame["net_central"].to_numpy()
    best = yuan / np.maximum(frame["net_high"].to_numpy(), 1e-9)
    low = 10 ** np.floor(np.log10(min(best.min(), central.min())) - 0.15)
    high = central.max() * 40
    for i, (cost, cheap) in enumerate(zip(central, best, strict=True)):
        least = frame["net_low"].iloc[i]
        dear = yuan[i] / least if least > 0 else np.inf
        _interval(axes, i, cheap, min(dear, high * 2), low, ACCENT, high)
        axes.plot(cost, i, "D", color=ACCENT, ms=5)
        _note(axes, cost, i, words.rough(cost * FEN), -6, "center", "up")
    _log(axes, low, high, words, words.head("yuan"))


def _interval(
    axes: Axes,
    row: int,
    low: float,
    high: float,
    floor: float,
    colour: str,
    ceiling: float = np.inf,
) -> None:
    """A bar from low to high; an arrow where it leaves the axis."""
    ends = [max(low, floor), min(high, ceiling)]
    axes.plot(ends, [row, row], "-", color=colour, lw=3.2, alpha=0.35, solid_capstyle="butt")
    if low < floor:
        axes.plot(floor * 1.08, row, "<", color=colour, ms=4.5, alpha=0.6, clip_on=False)
    if high > ceiling:
        axes.plot(ceiling / 1.08, row, ">", color=colour, ms=4.5, alpha=0.6, clip_on=False)


def _note(
    axes: Axes, x: float, row: int, text: str, dx: float, ha: str, where: str, colour: str = INK
) -> None:
    axes.annotate(
        text,
        (x, row),
        xytext=(dx if where == "center" else 0, 0 if where == "center" else 5),
        textcoords="offset points",
        ha=ha,
        va="center" if where == "center" else "bottom",
        size=8.2,
        color=colour,
    )
