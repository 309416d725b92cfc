"""The five jurisdictions side by side."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, LogNorm, to_hex
from matplotlib.figure import Figure

from sim.present.charts.canvas import WIDTH, Canvas, Stamp, empty, widest
from sim.present.charts.panel import amounts, note, panel_title, row_bars, rows_axis
from sim.present.formats import FEN, number
from sim.present.rundir import Frame
from sim.present.style import ACCENT, HEAT, INK, SOFT, fund_colour, style
from sim.present.words import Words


def compare_places(frame: Frame, insured: Frame, words: Words, stamp: Stamp) -> Figure:
    """Total by payer, and per insured enterprise worker, all years together, a row a jurisdiction.

    Args:
        frame: jurisdiction, payer, outlay_fen.
        insured: jurisdiction, workers.
        words: the language.
        stamp: place, years, arm and source.
    """
    with style():
        places = [str(p) for p in insured["jurisdiction"]]
        canvas = Canvas(2.31 + 0.38 * len(places))
        canvas.head(words.head("chart_compare"), stamp.line(stamp.arm), stamp.source)
        if frame.empty:
            return empty(canvas, words.head("nothing_paid"))
        cube = frame.pivot_table(
            index="jurisdiction", columns="payer", values="outlay_fen", aggfunc="sum", fill_value=0
        ).reindex(places, fill_value=0)
        funds = [str(f) for f in cube.sum().sort_values(ascending=False).index]
        canvas.legend([(fund_colour(f), words("fund", f)) for f in funds])
        names = [words("place", p) for p in places]
        start = widest(names) + 0.2
        split = start + (WIDTH - start) * 0.56
        left = canvas.panel(start, split - 0.2, below=0.3, gap=0.44)
        _totals(left, cube[funds], words)
        rows_axis(left, names)
        right = canvas.panel(split + 0.1, WIDTH - 0.15, below=0.3, gap=0.44)
        workers = insured.set_index("jurisdiction")["workers"].to_numpy()
        _per_worker(right, cube.sum(axis=1).to_numpy(), workers, words)
        rows_axis(right, [""] * len(names))
        return canvas.figure


def _totals(axes: Axes, cube: Frame, words: Words) -> None:
    sums = cube.sum(axis=1).to_numpy()
    unit = words.money_unit(sums.max())
    base = np.zeros(len(cube))
    for fund in cube.columns:
        size = cube[fund].to_numpy() / unit.fen
        row_bars(axes, np.arange(len(cube)), size, 0.6, fund_colour(str(fund)), start=base)
        base += size
    for i, fen in enumerate(sums):
        axes.text(base[i] + base.max() * 0.015, i, unit.text(fen), va="center", size=8.8)
    axes.set_xlim(0, base.max() * 1.2)
    amounts(axes, "x", 5)
    panel_title(axes, words.say("panel_total", unit=unit.name))


def _per_worker(axes: Axes, fen: npt.ArrayLike, workers: npt.ArrayLike, words: Words) -> None:
    yuan = np.asarray(fen) / FEN / np.maximum(np.asarray(workers), 1)
    row_bars(axes, np.arange(len(yuan)), yuan, 0.6, ACCENT)
    for i, value in enumerate(yuan):
        axes.text(value + yuan.max() * 0.02, i, number(value), va="center", size=8.8)
    axes.set_xlim(0, max(yuan.max(), 1e-9) * 1.25)
    amounts(axes, "x", 4)
    panel_title(axes, words.head("panel_per_worker"))


def heat_table(cells: Frame, unpriced: Frame, words: Words, stamp: Stamp) -> Figure:
    """Yuan of all years per insured enterprise worker, by measure and jurisdiction.

    Args:
        cells: index kind, columns jurisdictions, values yuan (NaN where nothing is paid).
        unpriced: same shape, True where the document has the measure but no number.
        words: the language.
        stamp: place, years, arm and source.
    """
    with style():
        canvas = Canvas(1.5 + 0.27 * max(len(cells), 3))
        canvas.head(
            words.head("chart_heat"), stamp.line(stamp.arm, words.head("heat_unit")), stamp.source
        )
        if cells.empty:
            return empty(canvas, words.head("nothing_paid"))
        names = [words("kind", str(k)) for k in cells.index]
        axes = canvas.panel(widest(names) + 0.2, WIDTH - 0.12, below=0.12, gap=0.24)
        _heat(axes, cells, unpriced)
        rows_axis(axes, names)
        places = [words("place", str(p)) for p in cells.columns]
        axes.xaxis.set_visible(False)
        for at, place in enumerate(places):
            note(axes, at, -0.5, place, dy=3.5, size=9.5, ha="center", va="baseline")
        for spine in axes.spines.values():
            spine.set_visible(False)
        canvas.figure.text(
            1 - 0.12 / WIDTH, 0.08 / canvas.height,
            words.head("heat_key" if (unpriced & ~(cells > 0)).to_numpy().any() else "heat_blank"),
            size=8, color=SOFT, ha="right", va="bottom",
        )  # fmt: skip
        return canvas.figure


def _heat(axes: Axes, cells: Frame, unpriced: Frame) -> None:
    values = cells.to_numpy(dtype=float)
    known = values[np.isfinite(values) & (values > 0)]
    colours = LinearSegmentedColormap.from_list("wengang", list(HEAT))
    scale = LogNorm(max(known.min(), 0.1), max(known.max(), 1.0)) if known.size else None
    for i, row in enumerate(values):
        for j, value in enumerate(row):
            if scale is not None and np.isfinite(value) and value > 0:
                shade = float(scale(max(value, 0.1)))
                row_bars(axes, i, 0.96, 0.9, to_hex(colours(shade)), start=j - 0.48)
                ink = "white" if shade > 0.62 else INK
                text = number(value, 0 if value >= 10 else 1)
                axes.text(j, i, text, ha="center", va="center", size=8.6, color=ink)
            elif bool(unpriced.iloc[i, j]):
                axes.text(j, i, "○", ha="center", va="center", size=8.6, color=SOFT)
    axes.set_xlim(-0.5, values.shape[1] - 0.5)
