"""Whom it reaches: firms by size, persons by group, and where applicants drop out."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.present.charts.canvas import WIDTH, Canvas, Stamp, empty, rows_axis, widest
from sim.present.rundir import Frame
from sim.present.style import ACCENT, INK, MIDDLE, PALE, SOFT, style
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
    axes.annotate(
        title, (0, 1), xycoords="axes fraction", xytext=(0, 6), textcoords="offset points",
        size=9.5, color=SOFT, va="bottom",
    )  # fmt: skip


def _shares(axes: Axes, firms: Frame, words: Words) -> None:
    totals = firms[["heads", "outlay_fen"]].sum()
    for column, colour, shift in (("heads", PALE, -0.19), ("outlay_fen", ACCENT, 0.19)):
        for i, value in enumerate(firms[column]):
            share = 100 * value / max(totals[column], 1)
            axes.barh(i + shift, share, 0.34, color=colour, linewidth=0)
            text = words.percent(value, totals[column])
            axes.text(share + 0.8, i + shift, text, va="center", size=8, color=INK)
    axes.set_xlim(
        0, 100 * max((firms[c] / max(firms[c].sum(), 1)).max() for c in totals.index) * 1.2
    )
    axes.xaxis.set_major_formatter(lambda x, _: f"{x:.0f}%")
    axes.xaxis.set_major_locator(MaxNLocator(4))


def _persons(axes: Axes, persons: Frame, words: Words) -> None:
    heads = persons["heads"].to_numpy()
    for i, value in enumerate(heads):
        axes.barh(i, value, 0.56, color=MIDDLE, linewidth=0)
        axes.text(value + heads.max() * 0.02, i, words.count(value), va="center", size=8.4)
    axes.set_xlim(0, heads.max() * 1.25)
    axes.xaxis.set_major_formatter(lambda x, _: words.count(x))
    axes.xaxis.set_major_locator(MaxNLocator(3))


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
        for i, row in enumerate(frame.itertuples(index=False)):
            _steps(axes, i, row, words)
        rows_axis(axes, names)
        # one occasion may make someone eligible under several clauses of a kind
        shares = frame[list(STEPS)].max(axis=1) / frame["occasions"].clip(lower=1)
        axes.set_xlim(0, 124 * max(1.0, float(shares.max())))
        axes.set_xticks([0, 25, 50, 75, 100], ["0%", "25%", "50%", "75%", "100%"])
        axes.set_xlabel(words.head("share_of_occasions"), loc="right")
        return canvas.figure


def _steps(axes: Axes, i: int, row: object, words: Words) -> None:
    whole = max(int(getattr(row, "occasions", 0)), 1)
    for (step, colour), shift in zip(STEPS.items(), (-0.26, 0.0, 0.26), strict=True):
        value = int(getattr(row, step))
        axes.barh(i + shift, 100 * value / whole, 0.24, color=colour, linewidth=0)
        text = words.count(value)
        if step != "occasions":
            text += f" ({words.percent(value, whole, 1)})"
        axes.text(100 * value / whole + 0.8, i + shift, text, va="center", size=8, color=INK)
