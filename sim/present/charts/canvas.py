"""The sheet every figure is drawn on: title, subtitle, legend row, panels, source line.

All distances are inches, so that a figure looks the same whatever its height.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.ticker import Formatter, FuncFormatter

from sim.present.formats import number
from sim.present.style import FAINT, INK, SOFT

WIDTH = 8.6
_POINTS = 72
_MOST_DECIMALS = 6


@dataclass(frozen=True)
class Stamp:
    """What every figure states besides its subject.

    Attributes:
        place: jurisdiction.
        years: first and last year.
        arm: what the numbers assume.
        source: the line at the foot, with the run's fingerprint.
    """

    place: str
    years: str
    arm: str
    source: str

    def line(self, *more: str) -> str:
        """Place, years and whatever else, as the subtitle gives it."""
        return "  ·  ".join([self.place, self.years, *(m for m in more if m)])


def text_inches(text: str, size: float) -> float:
    """Width of a text, estimated by its characters: Chinese ones are square."""
    ems = sum(1.0 if ord(c) > 0x2E00 else (0.28 if c in " .,·ilj|" else 0.57) for c in text)
    return ems * size / _POINTS


def widest(texts: Sequence[str], size: float = 9.5) -> float:
    """Width of the widest text in inches."""
    return max((text_inches(t, size) for t in texts), default=0.0)


@dataclass
class Canvas:
    """A figure under construction.

    Attributes:
        height: inches, header and footer included.
        figure: the matplotlib figure.
        top: inches from the upper edge that are taken.
    """

    height: float
    figure: Figure = field(init=False)
    top: float = 0.0
    bottom: float = 0.32

    def __post_init__(self) -> None:
        self.figure = Figure(figsize=(WIDTH, self.height))

    def head(self, title: str, subtitle: str, source: str) -> None:
        """Write title, subtitle and source line."""
        self._text(0.08, 0.10, title, 12.5, INK)
        self._text(0.08, 0.37, subtitle, 9, SOFT)
        self.figure.text(0.08 / WIDTH, 0.08 / self.height, source, size=7, color=FAINT, va="bottom")
        self.top = 0.62

    def _text(self, left: float, down: float, text: str, size: float, colour: str) -> None:
        y = 1 - down / self.height
        self.figure.text(left / WIDTH, y, text, size=size, color=colour, va="top")

    def legend(self, entries: Sequence[tuple[str, str]], lines: Sequence[str] = ()) -> None:
        """A row (or more) of colour keys: (colour, words); those of ``lines`` are drawn thin."""
        left, size = 0.08, 9.0
        for colour, words in entries:
            thick = 0.025 if colour in lines else 0.13
            width = 0.22 + text_inches(words, size) + 0.22
            if left > 0.08 and left + width > WIDTH:
                left = 0.08
                self.top += 0.22
            self._swatch(left, colour, thick)
            self._text(left + 0.2, self.top + 0.005, words, size, INK)
            left += width
        self.top += 0.32

    def _swatch(self, left: float, colour: str, thick: float) -> None:
        y = 1 - (self.top + 0.07 + thick / 2) / self.height
        box = Rectangle(
            (left / WIDTH, y),
            0.13 / WIDTH,
            thick / self.height,
            facecolor=colour,
            edgecolor="none",
            transform=self.figure.transFigure,
        )
        self.figure.add_artist(box)

    def panel(
        self, left: float, right: float, *, below: float = 0.3, gap: float = 0.0, tall: float = 0.0
    ) -> Axes:
        """Axes between two distances from the left edge, under what is already there.

        Args:
            left: inches from the left edge of the figure.
            right: inches from the left edge at which the panel ends.
            below: inches for tick labels and axis title under the panel.
            gap: more inches above, for a title of the panel.
            tall: height in inches; by default what is left.
        """
        low = self.bottom + below
        room = self.height - self.top - gap - low
        tall = min(tall, room) if tall else room
        low += room - tall
        return self.figure.add_axes(
            (left / WIDTH, low / self.height, (right - left) / WIDTH, tall / self.height)
        )


class AmountAxis(Formatter):
    """Tick labels for amounts: as few decimals as the axis needs, the same for all its ticks."""

    def __call__(self, x: float, pos: int | None = None) -> str:  # noqa: ARG002
        """The label of a tick that stands alone."""
        return self.format_ticks([x])[0]

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """The labels of all ticks of an axis."""
        decimals = max((_decimals(float(tick)) for tick in values), default=0)
        smallest = 10.0**-_MOST_DECIMALS / 2
        return ["0" if abs(tick) < smallest else number(tick, decimals) for tick in values]


def _decimals(value: float) -> int:
    exact = (d for d in range(_MOST_DECIMALS) if abs(round(value, d) - value) < 1e-9)
    return next(exact, _MOST_DECIMALS)


def count_axis(show: Callable[[float], str]) -> FuncFormatter:
    """Tick labels by a function of the number."""
    return FuncFormatter(lambda x, _: show(x))


def bars(
    axes: Axes, x: npt.ArrayLike, heights: npt.ArrayLike, width: float, base: npt.ArrayLike,
    colour: str,
) -> None:  # fmt: skip
    """Upright bars of one colour as a single outline: quicker, and smaller on a page."""
    middle, low, height = np.broadcast_arrays(*(np.asarray(a, float) for a in (x, base, heights)))
    middle, low, height = (np.atleast_1d(a)[np.atleast_1d(height) != 0]
                           for a in (middle, low, height))  # fmt: skip
    left, right, high = middle - width / 2, middle + width / 2, low + height
    corners = [(left, low), (left, high), (right, high), (right, low), (left, low)]
    points = np.stack([np.stack(corner, axis=-1) for corner in corners], axis=1).reshape(-1, 2)
    codes = [Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY] * len(left)
    axes.add_patch(PathPatch(Path(points, codes), facecolor=colour, linewidth=0))
    axes.autoscale_view()


def rows_axis(axes: Axes, labels: Sequence[str]) -> None:
    """Rows from top to bottom with their names on the left."""
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.grid(visible=False, axis="y")
    axes.spines["left"].set_visible(False)


def empty(canvas: Canvas, words: str) -> Figure:
    """The figure that says there is nothing to show."""
    canvas.figure.text(0.5, 0.45, words, ha="center", va="center", color=SOFT, size=10)
    return canvas.figure
