"""The purses: a fund's balance against its reserve lines, and where the money flows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from sim.budget.payers import NOBODY
from sim.present.charts.canvas import WIDTH, Canvas, Stamp, empty, widest
from sim.present.charts.panel import amounts, boxes, counts, scale
from sim.present.formats import MoneyUnit
from sim.present.rundir import Frame
from sim.present.style import ACCENT, INK, OTHER_FUNDS, SOFT, UP, fund_colour, style
from sim.present.words import Words

AMBER = "#d08a1d"
SHUT = "#f7e3db"
PLACES = (ACCENT, "#1b9e83", "#c5709d", "#e09f2c", *OTHER_FUNDS)
GATES = ((24, AMBER), (12, UP))


def balance_line(frame: Frame, shut: Sequence[int], words: Words, stamp: Stamp) -> Figure:
    """The insurance fund's balance, with the balances that make 12 and 24 months of payments.

    Args:
        frame: month, balance_fen, low_fen, high_fen, payments_fen (of the twelve months up to
            it), in order.
        shut: years in which a gate is closed.
        words: the language.
        stamp: place, years, arm and source.
    """
    with style():
        canvas = Canvas(3.7)
        canvas.head(words.head("chart_balance"), stamp.line(stamp.arm), stamp.source)
        if frame.empty:
            return empty(canvas, words.head("nothing_paid"))
        unit = words.money_unit(frame["balance_fen"].max())
        ends = [(words.head("line_balance"), "balance_fen", 1, ACCENT)]
        ends += [(words.say("line_gate", months=m), "payments_fen", m // 12, c) for m, c in GATES]
        axes = canvas.panel(0.75, WIDTH - widest([e[0] for e in ends]) - 0.2, below=0.42)
        x = np.arange(len(frame))
        low, high = (frame[name].to_numpy() / unit.fen for name in ("low_fen", "high_fen"))
        axes.fill_between(x, low, high, color=ACCENT, alpha=0.1, linewidth=0)
        lines, highest = [], float(high.max())
        for label, column, times, colour in ends:
            y = frame[column].to_numpy() * times / unit.fen
            main = column == "balance_fen"
            width, dash = (2.2, "-") if main else (1.3, "--")
            axes.plot(x, y, color=colour, linewidth=width, linestyle=dash)
            lines.append((label, float(y[-1]), colour))
            highest = max(highest, float(y.max()))
        _month_axis(axes, frame["month"].tolist(), words)
        axes.set_ylim(0, highest * 1.12)
        _years_shut(axes, frame, shut, words)
        amounts(axes, "y", 5, title=unit.name)
        _end_labels(axes, lines)
        return canvas.figure


def fund_lines(
    funds: Sequence[tuple[str, Frame]], since: Sequence[str], words: Words, stamp: Stamp
) -> Figure:
    """Balances of other purses side by side, with the ends of their ranges.

    Args:
        funds: each fund with its months: month, central, low, high, in order.
        since: funds that are counted from the first month.
        words: the language.
        stamp: place, years, arm and source.
    """
    with style():
        canvas = Canvas(3.0)
        canvas.head(words.head("chart_funds"), stamp.line(stamp.arm), stamp.source)
        if not funds:
            return empty(canvas, words.head("nothing_paid"))
        room = WIDTH / len(funds)
        for i, (fund, frame) in enumerate(funds):
            axes = canvas.panel(room * i + 0.75, room * (i + 1) - 0.2, below=0.32, gap=0.3)
            unit = words.money_unit(frame["high"].max())
            title = words("fund", fund)
            if fund in since:
                title = words.say("fund_since", fund=title)
            axes.text(0, 1.03, title, transform=axes.transAxes, size=9.5, color=INK)
            _band(axes, frame, unit, fund_colour(fund))
            _month_axis(axes, frame["month"].tolist(), words, starts=("01",))
            amounts(axes, "y", 5, title=unit.name)
        return canvas.figure


def _band(axes: Axes, frame: Frame, unit: MoneyUnit, colour: str) -> None:
    """A line between the ends of its range; nothing below nought is cut off."""
    x = np.arange(len(frame))
    low, middle, high = (frame[n].to_numpy() / unit.fen for n in ("low", "central", "high"))
    axes.fill_between(x, low, high, color=colour, alpha=0.18, linewidth=0)
    axes.plot(x, middle, color=colour, linewidth=2.2)
    least, most = min(float(low.min()), 0.0), max(float(high.max()), 1e-9)
    axes.set_ylim(least * 1.12, most * 1.12)


def reserve_lines(frame: Frame, words: Words, stamp: Stamp) -> Figure:
    """Months of reserve of every place, with the lines of 12 and 24 months.

    Args:
        frame: jurisdiction, month, reserve_months.
        words: the language.
        stamp: place, years, arm and source.
    """
    with style():
        canvas = Canvas(3.7)
        canvas.head(words.head("chart_reserve"), stamp.line(stamp.arm), stamp.source)
        if frame.empty:
            return empty(canvas, words.head("nothing_paid"))
        places = [str(p) for p in dict.fromkeys(frame["jurisdiction"])]
        names = [words("place", p) for p in places]
        gates = [words.say("line_gate", months=m) for m, _ in GATES]
        axes = canvas.panel(0.75, WIDTH - widest([*names, *gates]) - 0.2, below=0.42)
        lines, months = [], list(dict.fromkeys(frame["month"]))
        for place, name, colour in zip(places, names, PLACES, strict=False):
            y = frame.loc[frame["jurisdiction"] == place, "reserve_months"].to_numpy()
            axes.plot(np.arange(len(y)), y, color=colour, linewidth=1.8)
            lines.append((name, float(y[-1]), colour))
        for (months_needed, colour), label in zip(GATES, gates, strict=True):
            axes.plot([-0.5, len(months) - 0.5], [months_needed] * 2, "--", color=colour, lw=1.3)
            lines.append((label, float(months_needed), colour))
        _month_axis(axes, months, words)
        axes.set_ylim(0, max(float(frame["reserve_months"].max()), 30.0) * 1.1)
        counts(axes, "y", 8, words.count, title=words.head("reserve_months"))
        _end_labels(axes, lines)
        return canvas.figure


def _years_shut(axes: Axes, frame: Frame, shut: Sequence[int], words: Words) -> None:
    """Shade the years in which a gate is closed."""
    years = frame["month"].str[:4].astype(int).to_numpy()
    for year in shut:
        at = np.flatnonzero(years == year)
        if len(at):
            boxes(axes, at[0] - 0.5, at[-1] + 0.5, *axes.get_ylim(), SHUT, zorder=0)
            axes.text(
                float(at.mean()), 0.98, words.head("gate_shut"), color=UP, size=8.6, ha="center",
                va="top", transform=axes.get_xaxis_transform(),
            )  # fmt: skip


def _month_axis(
    axes: Axes, months: Sequence[str], words: Words, starts: Sequence[str] = ("01", "07")
) -> None:
    ticks = [i for i, m in enumerate(months) if m[5:] in starts]
    axes.set_xlim(-0.5, len(months) - 0.5)
    names = [words.month(months[i]) for i in ticks]
    scale(axes, "x", ticks, names, size=8.2, pad=7, grid=False)


def _end_labels(axes: Axes, lines: Sequence[tuple[str, float, str]]) -> None:
    """Names at the ends of their lines, moved apart where they would overlap."""
    low, high = axes.get_ylim()
    gap = (high - low) * 0.062
    spots = sorted(lines, key=lambda line: line[1])
    at = [max(spots[0][1], low + gap / 2)] if spots else []
    for _, y, _ in spots[1:]:
        at.append(max(y, at[-1] + gap))
    over = at[-1] - (high - gap / 2) if at else 0
    for (label, _, colour), y in zip(spots, at, strict=True):
        axes.text(
            1.01, y - max(over, 0), label, color=colour, size=8.8, va="center", ha="left",
            transform=axes.get_yaxis_transform(),
        )  # fmt: skip


def money_flow(links: Frame, words: Words, stamp: Stamp) -> Figure:
    """From the purse to the measure to the payee; what a gate refuses or nobody pays in red.

    Args:
        links: purse, kind, payee, fen; a purse may be ``gate`` or ``unpaid``.
        words: the language.
        stamp: place, years, arm and source.
    """
    with style():
        kinds = links["kind"].nunique() if len(links) else 0
        canvas = Canvas(2.4 + 0.34 * max(kinds, 3))
        unit = words.money_unit(links["fen"].sum())
        line = stamp.line(stamp.arm, unit.name)
        canvas.head(words.head("chart_flow"), line, stamp.source)
        if links.empty:
            return empty(canvas, words.head("nothing_paid"))
        axes = canvas.panel(0.08, WIDTH - 0.08, below=0.02)
        axes.set_axis_off()
        axes.set_xlim(0, WIDTH - 0.16)
        axes.set_ylim(0, 1)
        _Flow(axes, links, words, unit).draw()
        return canvas.figure


class _Flow:
    """Three columns of nodes and the bands between them."""

    NODE = 0.12
    GAP = 0.018
    SMALLEST = 0.012

    def __init__(self, axes: Axes, links: Frame, words: Words, unit: MoneyUnit) -> None:
        self.axes, self.links, self.words, self.unit = axes, links, words, unit
        self.columns = ("purse", "kind", "payee")
        self.sums = {c: _largest_first(links, c) for c in self.columns}
        names = [self._names(c) for c in self.columns]
        left = widest([*names[0].values()], 8.6) + 0.15
        right = WIDTH - 0.16 - widest([*names[2].values()], 8.6) - 0.15
        self.at = dict(zip(self.columns, (left, (left + right) / 2 - 0.55, right), strict=True))
        self.names = dict(zip(self.columns, names, strict=True))
        self.spans = {c: self._spans(c) for c in self.columns}

    def _names(self, column: str) -> dict[str, str]:
        section = "fund" if column == "purse" else column

        def name(key: str) -> str:
            return f"{self.words(section, key)} {self.unit.text(self.sums[column][key])}"

        return {key: name(key) for key in self.sums[column]}

    def _spans(self, column: str) -> dict[str, tuple[float, float]]:
        """Top and bottom of every node, the largest first."""
        fen = np.array([*self.sums[column].values()])
        room = 1 - self.GAP * (len(fen) - 1)
        sizes = np.maximum(fen / fen.sum() * room, self.SMALLEST)
        sizes *= room / sizes.sum()
        top, spans = 1.0, {}
        for key, size in zip(self.sums[column], sizes.tolist(), strict=True):
            spans[key] = (top, top - size)
            top -= size + self.GAP
        return spans

    def draw(self) -> None:
        """Bands first, then nodes and names over them."""
        for left, right in (("purse", "kind"), ("kind", "payee")):
            self._bands(left, right)
        for column in self.columns:
            for key, (top, bottom) in self.spans[column].items():
                self._node(column, key, top, bottom)

    def _node(self, column: str, key: str, top: float, bottom: float) -> None:
        x = self.at[column]
        colour = fund_colour(key) if column == "purse" else SOFT
        boxes(self.axes, x, x + self.NODE, bottom, top, colour, zorder=3)
        before = column == "purse"
        self.axes.text(
            x - 0.06 if before else x + self.NODE + 0.06, (top + bottom) / 2,
            self.names[column][key], size=8.6, va="center", ha="right" if before else "left",
            color=UP if key in NOBODY else INK, zorder=4,
        )  # fmt: skip

    def _bands(self, left: str, right: str) -> None:
        cube = self.links.groupby([left, right, "purse"] if left != "purse" else [left, right])
        sums = cube["fen"].sum()
        used: dict[tuple[str, str], float] = {}
        places = [list(self.spans[column]) for column in (left, right, "purse")]

        def place(item: tuple[Any, Any]) -> list[int]:
            return [order.index(str(key)) for order, key in zip(places, item[0], strict=False)]

        rows = sorted(sums.items(), key=place)
        for keys, fen in rows:
            a, b = str(keys[0]), str(keys[1])  # type: ignore[index]
            purse = str(keys[2]) if left != "purse" else a  # type: ignore[index]
            self._band((left, a), (right, b), float(fen), fund_colour(purse), used)

    def _band(
        self, a: tuple[str, str], b: tuple[str, str], fen: float, colour: str,
        used: dict[tuple[str, str], float],
    ) -> None:  # fmt: skip
        (x0, y0, h0), (x1, y1, h1) = (self._slot(node, fen, used) for node in (a, b))
        x0 += self.NODE
        middle = (x0 + x1) / 2
        corners = [
            (x0, y0), (middle, y0), (middle, y1), (x1, y1), (x1, y1 - h1), (middle, y1 - h1),
            (middle, y0 - h0), (x0, y0 - h0), (x0, y0),
        ]  # fmt: skip
        codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
        self.axes.add_artist(
            PathPatch(Path(corners, codes), facecolor=colour, alpha=0.38, linewidth=0, zorder=2)
        )

    def _slot(
        self, node: tuple[str, str], fen: float, used: dict[tuple[str, str], float]
    ) -> tuple[float, float, float]:
        """Where a band docks at a node: x, top, height."""
        column, key = node
        top, bottom = self.spans[column][key]
        whole = self.sums[column][key]
        height = (top - bottom) * fen / whole
        done = used.get(node, 0.0)
        used[node] = done + height
        return self.at[column], top - done, height


def _largest_first(links: Frame, column: str) -> dict[str, float]:
    sums = links.groupby(column)["fen"].sum().sort_values(ascending=False)
    return {str(key): float(fen) for key, fen in sums.items()}
