"""Populations: firm sizes and sectors against what is published, wages and ages of workers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator

from sim.present.charts.canvas import WIDTH, Canvas, Stamp, count_axis, rows_axis, widest
from sim.present.style import ACCENT, FAINT, INK, MIDDLE, PALE, SOFT, UP, style
from sim.present.words import Words

Values = npt.NDArray[np.floating]
MOST_POINTS = 400


@dataclass(frozen=True)
class FirmsShown:
    """What the picture of firms shows.

    Attributes:
        staff: of each enterprise.
        tail_from: the tail begins above so many staff.
        exponents: lowest, central and highest published exponent of the tail.
        sectors: name, share of workers drawn, share wanted, lowest and highest plausible.
    """

    staff: npt.NDArray[np.integer]
    tail_from: int
    exponents: tuple[float, float, float]
    sectors: Sequence[tuple[str, float, float, float, float]]


@dataclass(frozen=True)
class WorkersShown:
    """What the picture of workers shows.

    Attributes:
        large, small, middle: yuan a month in state and large units, small private firms, others.
        means: published means of the first two, yuan a month.
        lowest: lowest wage, yuan a month.
        men, women: ages in years.
    """

    large: Values
    small: Values
    middle: Values
    means: tuple[float, float]
    lowest: float
    men: Values
    women: Values


@dataclass(frozen=True)
class Labels:
    """Words of a picture by key, in the page's language."""

    by_key: dict[str, str]

    def __getitem__(self, key: str) -> str:
        return self.by_key[key]


def firms_chart(shown: FirmsShown, labels: Labels, words: Words, stamp: Stamp) -> Figure:
    """Sizes of firms on logarithmic axes beside the published tail; sectors beside targets."""
    with style():
        canvas = Canvas(4.1)
        canvas.head(labels["firms_title"], stamp.line(stamp.arm), stamp.source)
        canvas.legend(
            [(ACCENT, labels["drawn"]), (UP, labels["published"]), (PALE, labels["plausible"])],
            lines=[UP],
        )
        left = canvas.panel(0.62, 4.0, below=0.42, gap=0.26)
        _title(left, labels["sizes"])
        _sizes(left, shown, labels, words)
        names = [name for name, *_ in shown.sectors]
        right = canvas.panel(4.35 + widest(names), WIDTH - 0.15, below=0.42, gap=0.26)
        _title(right, labels["sectors"])
        _sectors(right, shown)
        rows_axis(right, names)
        return canvas.figure


def _title(axes: Axes, title: str) -> None:
    axes.text(0, 1.02, title, transform=axes.transAxes, size=9.5, color=SOFT, va="bottom")


def _sizes(axes: Axes, shown: FirmsShown, labels: Labels, words: Words) -> None:
    """Share of firms larger than a size; the tail's slope is its exponent."""
    sizes, counts = np.unique(shown.staff, return_counts=True)
    above = 1 - np.cumsum(counts) / counts.sum()
    keep = above > 0
    sizes, above = sizes[keep], above[keep]
    some = np.unique(np.linspace(0, len(sizes) - 1, MOST_POINTS).astype(int))
    start = shown.tail_from
    anchor = float(np.mean(shown.staff > start))
    far = np.array([start, max(float(shown.staff.max()), start * 10.0)])
    low, central, high = shown.exponents
    axes.fill_between(
        far, anchor * (far / start) ** -high, anchor * (far / start) ** -low,
        color=PALE, alpha=0.6, linewidth=0,
    )  # fmt: skip
    axes.plot(far, anchor * (far / start) ** -central, color=UP, linewidth=1.2)
    axes.plot(sizes[some], above[some], ".", color=ACCENT, markersize=3.5)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_ylim(0.4 / len(shown.staff), 1.3)
    axes.set_xlim(0.9, far[1] * 1.3)
    _powers(axes, far[1], words)
    axes.set_xlabel(labels["staff_axis"], loc="right")


def _powers(axes: Axes, most: float, words: Words) -> None:
    ticks = [10.0**k for k in range(int(np.log10(most)) + 1)]
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.xaxis.set_major_formatter(count_axis(words.count))
    axes.yaxis.set_major_locator(FixedLocator([1.0, 0.1, 0.01, 0.001, 0.0001]))
    axes.yaxis.set_major_formatter(count_axis(lambda y: f"{100 * y:g}%"))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_minor_locator(NullLocator())


def _sectors(axes: Axes, shown: FirmsShown) -> None:
    for row, (_, drawn, wanted, low, high) in enumerate(shown.sectors):
        axes.barh(row, 100 * (high - low), 0.62, left=100 * low, color=PALE, linewidth=0)
        axes.barh(row, 100 * drawn, 0.3, color=ACCENT, linewidth=0)
        axes.plot([100 * wanted] * 2, [row - 0.36, row + 0.36], color=UP, linewidth=1.6)
    axes.set_xlim(left=0)
    axes.xaxis.set_major_formatter(count_axis(lambda x: f"{x:.0f}%"))


def workers_chart(shown: WorkersShown, labels: Labels, words: Words, stamp: Stamp) -> Figure:
    """Monthly wages by kind of unit with the published means; ages of men and women."""
    with style():
        canvas = Canvas(4.1)
        canvas.head(labels["workers_title"], stamp.line(stamp.arm), stamp.source)
        canvas.legend(
            [(ACCENT, labels["large"]), (FAINT, labels["middle"]), (MIDDLE, labels["small"]),
             (UP, labels["means"])],
            lines=[UP],
        )  # fmt: skip
        left = canvas.panel(0.62, 4.75, below=0.42, gap=0.26)
        _title(left, labels["wages"])
        _wages(left, shown, labels, words)
        right = canvas.panel(5.45, WIDTH - 0.15, below=0.42, gap=0.26)
        _title(right, labels["ages"])
        _ages(right, shown, labels)
        return canvas.figure


def _wages(axes: Axes, shown: WorkersShown, labels: Labels, words: Words) -> None:
    every = np.concatenate([shown.large, shown.middle, shown.small])
    edges = np.geomspace(shown.lowest * 0.97, np.quantile(every, 0.998), 45)
    weights = [np.full(len(v), 100 / len(every)) for v in (shown.large, shown.middle, shown.small)]
    axes.hist(
        [shown.large, shown.middle, shown.small], bins=edges.tolist(), weights=weights,
        stacked=True, color=[ACCENT, FAINT, MIDDLE], linewidth=0,
    )  # fmt: skip
    axes.set_xscale("log")
    top = axes.get_ylim()[1]
    # The higher mean is named on its right, the lower one on its left.
    for mean, drawn, shift, align in (
        (shown.means[0], shown.large, 1.04, "left"), (shown.means[1], shown.small, 0.96, "right"),
    ):  # fmt: skip
        if len(drawn):
            axes.axvline(mean, color=UP, linewidth=1.2)
            text = f"{words.count(mean)} ({words.count(float(drawn.mean()))})"
            axes.text(mean * shift, top, text, size=8, color=INK, va="top", ha=align)
    ticks = [t for t in (1500, 3000, 6000, 12_000, 24_000) if edges[0] < t < edges[-1]]
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(count_axis(words.count))
    axes.yaxis.set_major_formatter(count_axis(lambda y: f"{y:g}%"))
    axes.set_xlabel(labels["wage_axis"], loc="right")


def _ages(axes: Axes, shown: WorkersShown, labels: Labels) -> None:
    edges = np.arange(15, 65, 5)
    total = len(shown.men) + len(shown.women)
    for ages, side, colour in ((shown.men, -1, PALE), (shown.women, 1, MIDDLE)):
        share = 100 * np.histogram(ages, edges)[0] / max(total, 1)
        axes.barh(np.arange(len(share)), side * share, 0.8, color=colour, linewidth=0)
    axes.set_yticks(range(len(edges) - 1), [f"{a}–{a + 4}" for a in edges[:-1]])
    axes.grid(visible=False, axis="y")
    axes.xaxis.set_major_formatter(count_axis(lambda x: f"{abs(x):g}%"))
    for where, key, align in ((0.02, "men", "left"), (0.98, "women", "right")):
        axes.text(where, 0.97, labels[key], transform=axes.transAxes, size=8.5, ha=align, va="top")
