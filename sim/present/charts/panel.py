"""What is drawn in a panel: scales, bars, notes.

Matplotlib's own ticks and bars keep track of everything a drawing may become; a finished page does
not change. Here one scale, or all bars of a colour, are one outline and a few words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import ScaledTranslation, Transform

from sim.present.charts.canvas import POINTS, widest
from sim.present.formats import number
from sim.present.style import GRID, INK, SOFT

_MOST_DECIMALS = 6
_TITLE_PAD = 5.5
_TITLE: dict[str, Any] = {"size": 9, "color": SOFT}
Way = Literal["x", "y"]
Ticks = Mapping[float, str]


def amount_labels(ticks: Sequence[float]) -> list[str]:
    """Labels of amounts: as few decimals as an axis needs, the same for all its ticks."""
    decimals = max((_decimals(float(tick)) for tick in ticks), default=0)
    smallest = 10.0**-_MOST_DECIMALS / 2
    return ["0" if abs(tick) < smallest else number(tick, decimals) for tick in ticks]


def _decimals(value: float) -> int:
    exact = (d for d in range(_MOST_DECIMALS) if abs(round(value, d) - value) < 1e-9)
    return next(exact, _MOST_DECIMALS)


def scale(
    axes: Axes, which: Way, at: Sequence[float], labels: Sequence[str], *,
    grid: bool = True, title: str = "", pad: float = 3.5, **look: Any,
) -> None:  # fmt: skip
    """Ticks of an axis: all grid lines as one outline, one text each, its title at the end.

    Matplotlib makes five objects of every tick: they were half the time of a figure.

    Args:
        axes: the panel; its limits are set.
        which: the axis.
        at: where, in data.
        labels: what they say.
        grid: with lines across the panel.
        title: at the right of ``x``, along ``y``.
        pad: points between the panel and the labels.
        look: of the labels, as matplotlib names it.
    """
    look = {"size": 9.5, **look}
    if grid and len(at):
        _grid(axes, which, at)
    write = _under if which == "x" else _beside
    write(axes, dict(zip(at, labels, strict=True)), title, pad, look)


def _under(axes: Axes, ticks: Ticks, title: str, pad: float, look: Mapping[str, Any]) -> None:
    """Labels under a panel, the title below them on the right."""
    axes.xaxis.set_visible(False)
    point = _dots_a_point(axes) / axes.bbox.height
    for at, label in ticks.items():
        _write(axes, at, -pad * point, label, axes.get_xaxis_transform(), ha="center", va="top",
               **look)  # fmt: skip
    if title:
        down = pad + look["size"] + _TITLE_PAD
        _write(axes, 1, -down * point, title, axes.transAxes, ha="right", va="top", **_TITLE)


def _beside(axes: Axes, ticks: Ticks, title: str, pad: float, look: Mapping[str, Any]) -> None:
    """Labels on the left of a panel, the title along them."""
    axes.yaxis.set_visible(False)
    point = _dots_a_point(axes) / axes.bbox.width
    for at, label in ticks.items():
        _write(axes, -pad * point, at, label, axes.get_yaxis_transform(), ha="right",
               va="center_baseline", **look)  # fmt: skip
    if title:
        out = pad + POINTS * widest([*ticks.values()], look["size"]) + _TITLE_PAD
        _write(axes, -out * point, 0.5, title, axes.transAxes, ha="center", va="bottom",
               rotation=90, rotation_mode="anchor", **_TITLE)  # fmt: skip


def _dots_a_point(axes: Axes) -> float:
    return axes.figure.dpi / POINTS


def _grid(axes: Axes, which: str, at: Sequence[float]) -> None:
    """Thin lines across the panel, behind everything."""
    along = axes.get_xaxis_transform() if which == "x" else axes.get_yaxis_transform()
    ends = [((x, 0.0), (x, 1.0)) if which == "x" else ((0.0, x), (1.0, x)) for x in at]
    path = Path(np.reshape(ends, (-1, 2)), [Path.MOVETO, Path.LINETO] * len(ends))
    axes.add_artist(
        PathPatch(path, transform=along, fill=False, edgecolor=GRID, linewidth=0.8, zorder=0.5)
    )


def amounts(axes: Axes, which: Way, most: int, **how: Any) -> None:
    """A scale of at most so many amounts, see :func:`scale`."""
    at = round_ticks(axes, which, most)
    scale(axes, which, at, amount_labels(at), **how)


def counts(axes: Axes, which: Way, most: int, show: Callable[[float], str], **how: Any) -> None:
    """A scale of at most so many numbers, labelled by a function of the number."""
    at = round_ticks(axes, which, most)
    scale(axes, which, at, [show(x) for x in at], **how)


def round_ticks(axes: Axes, which: Way, most: int) -> list[float]:
    """Round numbers between the limits of an axis."""
    low, high = axes.get_xlim() if which == "x" else axes.get_ylim()
    slack = 1e-9 * (high - low)
    found: Any = MaxNLocator(most).tick_values(low, high)
    return [float(x) for x in found if low - slack <= x <= high + slack]


def powers(axes: Axes, show: Callable[[float], str], **how: Any) -> None:
    """A logarithmic scale along ``x`` with the powers of ten between its limits."""
    low, high = axes.get_xlim()
    axes.set_xscale("log")
    axes.set_xlim(low, high)
    # a power of ten close to the right edge would have its label cut off
    first, last = int(np.ceil(np.log10(low))), int(np.floor(np.log10(high / 1.6)))
    at = [10.0**power for power in range(first, last + 1)]
    scale(axes, "x", at, [show(x) for x in at], **how)


def boxes(
    axes: Axes, left: npt.ArrayLike, right: npt.ArrayLike, low: npt.ArrayLike,
    high: npt.ArrayLike, colour: str, **how: Any,
) -> None:  # fmt: skip
    """Rectangles of one colour as a single outline: quicker, and smaller on a page."""
    every: Any = np.broadcast_arrays(*(np.asarray(a, float) for a in (left, right, low, high)))
    every = np.stack([one.ravel() for one in every])
    x0, x1, y0, y1 = every[:, (every[0] != every[1]) & (every[2] != every[3])]
    if len(x0):
        points = np.stack([x0, y0, x0, y1, x1, y1, x1, y0, x0, y0], axis=1).reshape(-1, 2)
        codes = [Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY] * len(x0)
        axes.add_artist(PathPatch(Path(points, codes), facecolor=colour, linewidth=0, **how))


def bars(
    axes: Axes, x: npt.ArrayLike, heights: npt.ArrayLike, width: float, base: npt.ArrayLike,
    colour: str,
) -> None:  # fmt: skip
    """Upright bars of one colour; the limits of the panel are the caller's."""
    middle, low = np.asarray(x, float), np.asarray(base, float)
    boxes(axes, middle - width / 2, middle + width / 2, low, low + np.asarray(heights), colour)


def row_bars(
    axes: Axes, rows: npt.ArrayLike, lengths: npt.ArrayLike, thick: float, colour: str,
    start: npt.ArrayLike = 0.0,
) -> None:  # fmt: skip
    """Lying bars of one colour; the limits of the panel are the caller's."""
    middle, left = np.asarray(rows, float), np.asarray(start, float)
    boxes(axes, left, left + np.asarray(lengths), middle - thick / 2, middle + thick / 2, colour)


def note(
    axes: Axes, x: float, y: float, text: str, *, dx: float = 0.0, dy: float = 0.0, **how: Any
) -> None:
    """Words so many points beside a place of the panel."""
    _write(axes, x, y, text, _shifted(axes, dx, dy), **{"size": 8.2, "va": "center", **how})


@lru_cache(maxsize=4)
def _shifted(axes: Axes, dx: float, dy: float) -> Transform:
    shift = ScaledTranslation(dx / POINTS, dy / POINTS, axes.figure.dpi_scale_trans)
    return axes.transData + shift


def _write(axes: Axes, x: float, y: float, text: str, to: Transform, **look: Any) -> None:
    """Words that belong to the sheet: a panel would prepare to cut each of them at its edge."""
    axes.figure.text(x, y, text, transform=to, **{"color": INK, **look})


def panel_title(axes: Axes, title: str) -> None:
    """A title over one panel of several."""
    _write(axes, 0, 1.02, title, axes.transAxes, size=9.5, color=SOFT, va="bottom")


def rows_axis(axes: Axes, labels: Sequence[str]) -> None:
    """Rows from top to bottom with their names on the left."""
    axes.set_ylim(len(labels) - 0.5, -0.5)
    scale(axes, "y", range(len(labels)), labels, grid=False)
    axes.spines["left"].set_visible(False)
