"""Populations: firm sizes and sectors against what is published, wages and ages of workers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.present.charts.canvas import WIDTH, Canvas, Stamp, widest
from sim.present.charts.panel import counts, panel_title, row_bars, rows_axis, scale
from sim.present.style import ACCENT, FAINT, INK, MIDDLE, PALE, UP, style
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
        panel_title(left, labels["sizes"])
        _sizes(left, shown, labels, words)
        names = [name for name, *_ in shown.sectors]
        right = canvas.panel(4.35 + widest(names), WIDTH - 0.15, below=0.42, gap=0.26)
        panel_title(right, labels["sectors"])
        _sectors(right, shown)
        rows_axis(right, names)
        return canvas.figure


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
    staff = [10**k for k in range(int(np.log10(far[1])) + 1)]
    scale(axes, "x", staff, [words.count(n) for n in staff], title=labels["staff_axis"])
    shares = [y for y in (1.0, 0.1, 0.01, 0.001, 0.0001) if y > axes.get_ylim()[0]]
    scale(axes, "y", shares, [f"{100 * y:g}%" for y in shares])


def _sectors(axes: Axes, shown: FirmsShown) -> None:
    shares = 100 * np.array([values for _, *values in shown.sectors])
    drawn, wanted, low, high = shares.T
    rows = np.arange(len(shares))
    row_bars(axes, rows, high - low, 0.62, PALE, start=low)
    row_bars(axes, rows, drawn, 0.3, ACCENT)
    for row, at in zip(rows, wanted, strict=True):
        axes.plot([at] * 2, [row - 0.36, row + 0.36], color=UP, linewidth=1.6)
    axes.set_xlim(0, shares.max() * 1.05)
    counts(axes, "x", 6, lambda x: f"{x:.0f}%")


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
        panel_title(left, labels["wages"])
        _wages(left, shown, labels, words)
        right = canvas.panel(5.45, WIDTH - 0.15, below=0.42, gap=0.26)
        panel_title(right, labels["ages"])
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
    axes.set_xlim(edges[0], edges[-1])
    wages = [t for t in (1500, 3000, 6000, 12_000, 24_000) if edges[0] < t < edges[-1]]
    scale(axes, "x", wages, [words.count(t) for t in wages], title=labels["wage_axis"])
    axes.set_ylim(0, top)
    counts(axes, "y", 8, lambda y: f"{y:g}%")


def _ages(axes: Axes, shown: WorkersShown, labels: Labels) -> None:
    edges = np.arange(15, 65, 5)
    total = len(shown.men) + len(shown.women)
    bands, most = range(len(edges) - 1), 0.0
    for ages, side, colour in ((shown.men, -1, PALE), (shown.women, 1, MIDDLE)):
        share = 100 * np.histogram(ages, edges)[0] / max(total, 1)
        row_bars(axes, bands, side * share, 0.8, colour)
        most = max(most, float(share.max()))
    axes.set_xlim(-1.08 * most, 1.08 * most)
    axes.set_ylim(-0.6, len(bands) - 0.4)
    scale(axes, "y", bands, [f"{a}–{a + 4}" for a in edges[:-1]], grid=False)
    counts(axes, "x", 6, lambda x: f"{abs(x):g}%")
    for where, key, align in ((0.02, "men", "left"), (0.98, "women", "right")):
        axes.text(where, 0.97, labels[key], transform=axes.transAxes, size=8.5, ha=align, va="top")
