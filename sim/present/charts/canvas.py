"""The sheet every figure is drawn on: title, subtitle, legend row, panels, source line.

All distances are inches, so that a figure looks the same whatever its height.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.present.fonts import text_width
from sim.present.style import FAINT, INK, SOFT

WIDTH = 8.6
POINTS = 72


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
    """Width of a text in inches."""
    return text_width(text, size) / POINTS


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
        axes = self.figure.add_axes(
            (left / WIDTH, low / self.height, (right - left) / WIDTH, tall / self.height)
        )
        axes.patch.set_visible(False)
        return axes


def empty(canvas: Canvas, words: str) -> Figure:
    """The figure that says there is nothing to show."""
    canvas.figure.text(0.5, 0.45, words, ha="center", va="center", color=SOFT, size=10)
    return canvas.figure
