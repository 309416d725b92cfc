"""What it costs: by fund and year, month by month, by measure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.present.charts.canvas import WIDTH, Canvas, Stamp, empty, text_inches, widest
from sim.present.charts.panel import amounts, bars, boxes, note, row_bars, rows_axis, scale
from sim.present.formats import MoneyUnit
from sim.present.rundir import Frame
from sim.present.style import ACCENT, DOWN, INK, PALE, SOFT, UP, fund_colour, style
from sim.present.words import Words


def outlay_by_fund(frame: Frame, arms: Sequence[str], words: Words, stamp: Stamp) -> Figure:
    """Stacked bars by payer, one group a year, the arms side by side.

    Args:
        frame: year, arm, payer, outlay_fen.
        arms: which arms, in order.
        words: the language.
        stamp: place, years and source.
    """
    with style():
        canvas = Canvas(4.3)
        canvas.head(
            words.head("chart_by_fund"),
            stamp.line(words.head("by_arm" if len(arms) > 2 else "by_arm_same")),
            stamp.source,
        )
        if frame.empty:
            return empty(canvas, words.head("nothing_paid"))
        cube = frame.pivot_table(
            index=["year", "arm"], columns="payer", values="outlay_fen", aggfunc="sum", fill_value=0
        )
        funds = [str(f) for f in cube.sum().sort_values(ascending=False).index]
        canvas.legend([(fund_colour(f), words("fund", f)) for f in funds])
        unit = words.money_unit(cube.sum(axis=1).max())
        axes = canvas.panel(0.75, WIDTH - 0.1, below=0.46)
        _stacks(axes, cube[funds], arms, words, unit)
        return canvas.figure


def _stacks(axes: Axes, cube: Frame, arms: Sequence[str], words: Words, unit: MoneyUnit) -> None:
    years = sorted({int(y) for y, _ in cube.index})
    width = min(0.27, 0.8 / len(arms))
    tallest = unit.of(cube.sum(axis=1).max())
    ticks, labels = [], []
    for i, year in enumerate(years):
        for j, arm in enumerate(arms):
            x = i + (j - (len(arms) - 1) / 2) * (width + 0.02)
            ticks.append(x)
            labels.append(words("arm_short", arm))
            if (year, arm) in cube.index:
                _stack(axes, x, width, cube.loc[(year, arm)], unit, tallest)
        _year(axes, i, str(year))
    axes.set_xlim(ticks[0] - width, ticks[-1] + width)
    axes.set_ylim(0, tallest * 1.12)
    scale(axes, "x", ticks, labels, size=8.2, color=SOFT, grid=False)
    amounts(axes, "y", 6, title=unit.name)


def _year(axes: Axes, x: float, year: str) -> None:
    """A year under the tick labels."""
    note(axes, x, 0, year, dy=-17, ha="center", va="top", size=10.5)


def _stack(axes: Axes, x: float, width: float, row: Any, unit: MoneyUnit, tallest: float) -> None:
    base = 0.0
    for fund, fen in row.items():
        size = unit.of(fen)
        bars(axes, x, size, width, base, fund_colour(str(fund)))
        base += size
    axes.text(x, base + tallest * 0.012, unit.text(row.sum()), ha="center", va="bottom", size=8.2)


def cash_by_month(frame: Frame, other: Any, words: Words, stamp: Stamp) -> Figure:
    """Month by month, stacked by payer; the last quarters shaded, the peak named.

    Args:
        frame: month, payer, outlay_fen of the arm shown.
        other: total of each month under current law, or ``None`` when it is the same.
        words: the language.
        stamp: place, years, arm and source.
    """
    with style():
        canvas = Canvas(3.9)
        canvas.head(words.head("chart_by_month"), stamp.line(stamp.arm), stamp.source)
        if frame.empty:
            return empty(canvas, words.head("nothing_paid"))
        cube = frame.pivot_table(
            index="month", columns="payer", values="outlay_fen", aggfunc="sum", fill_value=0
        )
        cube = cube.reindex(_all_months(cube.index), fill_value=0)
        funds = [str(f) for f in cube.sum().sort_values(ascending=False).index]
        keys = [(fund_colour(f), words("fund", f)) for f in funds]
        line = [(INK, words.head("line_current_law"))] if other is not None else []
        canvas.legend(keys + line, lines=[INK])
        unit = words.money_unit(cube.sum(axis=1).max())
        axes = canvas.panel(0.75, WIDTH - 0.1, below=0.42)
        _months(axes, cube[funds], unit)
        if other is not None:
            law = [unit.of(other.get(m, 0)) for m in cube.index]
            edges = np.repeat(np.arange(len(law) + 1) - 0.5, 2)[1:-1]
            axes.plot(edges, np.repeat(law, 2), color=INK, linewidth=1.1)
        _mark_quarters_and_peak(axes, cube.sum(axis=1), words, unit)
        return canvas.figure


def _all_months(months: Any) -> list[str]:
    years = sorted({m[:4] for m in months})
    return [f"{y}-{m:02d}" for y in years for m in range(1, 13)]


def _months(axes: Axes, cube: Frame, unit: MoneyUnit) -> None:
    x = np.arange(len(cube))
    base = np.zeros(len(cube))
    for fund in cube.columns:
        size = cube[fund].to_numpy() / unit.fen
        bars(axes, x, size, 0.86, base, fund_colour(str(fund)))
        base += size
    quarters = [i for i, m in enumerate(cube.index) if int(m[5:]) in {1, 4, 7, 10}]
    axes.set_xlim(-0.6, len(cube) - 0.4)
    axes.set_ylim(0, base.max() * 1.2)
    names = [str(int(cube.index[i][5:])) for i in quarters]
    scale(axes, "x", quarters, names, size=8.2, grid=False)
    amounts(axes, "y", 5, title=unit.name)


def _mark_quarters_and_peak(axes: Axes, total: Any, words: Words, unit: MoneyUnit) -> None:
    months = list(total.index)
    for start in range(0, len(months), 12):
        year = total.iloc[start : start + 12]
        boxes(axes, start + 8.5, start + 11.5, 0, axes.get_ylim()[1], "#f3efe4", zorder=0)
        share = words.percent(year.iloc[9:].sum(), year.sum())
        axes.text(
            start + 10, 0.985, words.say("quarter_share", share=share),
            transform=axes.get_xaxis_transform(), ha="center", va="top", size=8.2, color=SOFT,
        )  # fmt: skip
        _year(axes, start + 5.5, months[start][:4])
    _mark_peak(axes, total, words, unit)


def _mark_peak(axes: Axes, total: Any, words: Words, unit: MoneyUnit) -> None:
    peak = int(np.argmax(total.to_numpy()))
    amount = unit.of(total.iloc[peak])
    label = words.say(
        "peak", month=words.month(str(total.index[peak])), money=unit.text(total.iloc[peak])
    )
    # the months after a peak are low, so its label goes to the right where there is room
    right = peak < len(total) - 10
    axes.text(
        peak + (0.8 if right else -0.8), amount * (0.97 if right else 1.02), label,
        ha="left" if right else "right", va="center", size=8.6,
    )  # fmt: skip


def outlay_by_measure(frame: Frame, same: bool, words: Words, stamp: Stamp) -> Figure:  # noqa: FBT001
    """Sorted bars by measure: the scenario over current law, the difference at the end.

    Args:
        frame: kind, current_law, scenario (fen), most expensive first.
        same: the scenario equals current law, so only one bar is drawn.
        words: the language.
        stamp: place, years, arm and source.
    """
    with style():
        canvas = Canvas(1.55 + 0.3 * max(len(frame), 3))
        subject = stamp.arm if same else words.head("scenario_against_current")
        canvas.head(words.head("chart_by_measure"), stamp.line(subject), stamp.source)
        if frame.empty:
            return empty(canvas, words.head("nothing_paid"))
        if not same:
            canvas.legend([(ACCENT, words("arm", "scenario")), (PALE, words("arm", "current_law"))])
        names = [words("kind", str(k)) for k in frame["kind"]]
        unit = words.money_unit(frame[["current_law", "scenario"]].to_numpy().max())
        axes = canvas.panel(widest(names) + 0.2, WIDTH - 0.15, below=0.36)
        _measure_bars(axes, frame, same, unit)
        rows_axis(axes, names)
        _measure_labels(axes, frame, same, words, unit)
        amounts(axes, "x", 6, title=unit.name)
        return canvas.figure


def _measure_bars(axes: Axes, frame: Frame, same: bool, unit: MoneyUnit) -> None:  # noqa: FBT001
    rows = np.arange(len(frame))
    if not same:
        row_bars(axes, rows, frame["current_law"] / unit.fen, 0.74, PALE)
    row_bars(axes, rows, frame["scenario"] / unit.fen, 0.6 if same else 0.38, ACCENT)


def _measure_labels(axes: Axes, frame: Frame, same: bool, words: Words, unit: MoneyUnit) -> None:  # noqa: FBT001
    longest = unit.of(frame[["current_law", "scenario"]].to_numpy().max())
    inches = axes.get_position().width * WIDTH
    room = 0.85 if same else 1.3
    axes.set_xlim(0, longest * inches / max(inches - room, 1.0))
    per_inch = axes.get_xlim()[1] / inches
    for i, (law, new) in enumerate(zip(frame["current_law"], frame["scenario"], strict=True)):
        at = unit.of(max(law, new)) + 0.06 * per_inch
        value = unit.text(new)
        axes.text(at, i, value, va="center", size=8.8)
        if not same and new != law:
            change = words.signed_percent(new - law, law) if law else unit.text(new, signed=True)
            at += (text_inches(value, 8.8) + 0.1) * per_inch
            axes.text(at, i, change, va="center", size=8.2, color=UP if new > law else DOWN)
