"""Jobs: how many are covered, how many are really saved, and what one costs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.present.charts.canvas import WIDTH, Canvas, Stamp, empty, widest
from sim.present.charts.panel import note, panel_title, powers, rows_axis
from sim.present.formats import FEN
from sim.present.rundir import Frame
from sim.present.style import ACCENT, FAINT, UP, style
from sim.present.words import Words

Values = npt.NDArray[np.floating]


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
        panel_title(heads, words.head("heads_and_jobs"))
        cost = canvas.panel(split + 0.15, WIDTH - 0.15, below=0.42, gap=0.26)
        _costs(cost, shown, words)
        rows_axis(cost, [""] * len(shown))
        panel_title(cost, words.head("cost_per_net_job"))
        return canvas.figure


def _power(value: float, words: Words) -> str:
    if value < 1:
        return f"{value:g}"
    if words.chinese and value >= 10_000:
        return f"{value / 10_000:,.0f}万"
    if not words.chinese and value >= 10_000:
        return f"{value / 1_000_000:,.0f}m" if value >= 1_000_000 else f"{value / 1_000:,.0f}k"
    return f"{value:,.0f}"


def _heads(axes: Axes, frame: Frame, words: Words) -> None:
    gross, net, most = (frame[k].to_numpy(float) for k in ("gross", "net_central", "net_high"))
    low = 10 ** np.floor(np.log10(max(net.min(), 0.05)) - 0.35)
    rows = np.arange(len(frame), dtype=float)
    axes.set_xlim(low, gross.max() * 4)
    _intervals(axes, frame["net_low"].to_numpy(float), most)
    axes.plot(*_strokes(net, gross, rows), ":", color=FAINT, lw=0.9, zorder=1)
    axes.plot(net, rows, "o", color=ACCENT, ms=6)
    axes.plot(gross, rows, "s", color=FAINT, ms=6)
    for i, (heads, jobs, high) in enumerate(zip(gross, net, most, strict=True)):
        note(axes, heads, i, words.count(heads), dx=7)
        note(axes, jobs, i, words.jobs(jobs), dy=5, ha="center", va="bottom")
        if heads > 20 * jobs:
            ratio = words.say("ratio", ratio=words.count(heads / jobs))
            middle = np.sqrt(max(high, jobs) * heads)
            note(axes, middle, i, ratio, dy=5, ha="center", va="bottom", color=UP)
    unit = words.head("heads_jobs_unit")
    powers(axes, lambda x: _power(x, words), title=words.say("log_axis", unit=unit))


def _costs(axes: Axes, frame: Frame, words: Words) -> None:
    yuan = frame["cost_fen"].to_numpy() / FEN
    central = yuan / frame["net_central"].to_numpy()
    best = yuan / np.maximum(frame["net_high"].to_numpy(), 1e-9)
    least = frame["net_low"].to_numpy()
    dearest = np.divide(yuan, least, out=np.full(len(yuan), np.inf), where=least > 0)
    low = 10 ** np.floor(np.log10(min(best.min(), central.min())) - 0.15)
    axes.set_xlim(low, central.max() * 40)
    _intervals(axes, best, dearest)
    axes.plot(central, np.arange(len(central)), "D", color=ACCENT, ms=5)
    for i, cost in enumerate(central):
        note(axes, cost, i, words.rough(cost * FEN), dy=5, ha="center", va="bottom")
    unit = words.head("yuan")
    powers(axes, lambda x: _power(x, words), title=words.say("log_axis", unit=unit))


def _strokes(low: Values, high: Values, rows: Values) -> tuple[Values, Values]:
    """A line from low to high in each row, all as one that is broken off between rows."""
    gaps = np.full(len(rows), np.nan)
    return np.stack([low, high, gaps], axis=1).ravel(), np.stack([rows, rows, gaps], axis=1).ravel()


def _intervals(axes: Axes, low: Values, high: Values) -> None:
    """Bars from low to high in each row; an arrow where one leaves the axis."""
    floor, ceiling = axes.get_xlim()
    rows = np.arange(len(low), dtype=float)
    ends = _strokes(np.maximum(low, floor), np.minimum(high, ceiling), rows)
    axes.plot(*ends, "-", color=ACCENT, lw=3.2, alpha=0.35, solid_capstyle="butt")
    for out, at, arrow in (
        (rows[low < floor], floor * 1.08, "<"),
        (rows[high > ceiling], ceiling / 1.08, ">"),
    ):
        axes.plot(np.full(len(out), at), out, arrow, color=ACCENT, ms=4.5, alpha=0.6, clip_on=False)
