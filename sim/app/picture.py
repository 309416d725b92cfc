"""The month-by-month picture: one figure that is kept and only moved, drawn to SVG."""

from __future__ import annotations

import io
import math
import re
from html import escape
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from sim.app.glossary import AppWords
from sim.app.model import Answer
from sim.present.formats import MoneyUnit, number
from sim.present.style import DOWN, FAINT, INK, SOFT, UP, fund_colour, settings

Float64 = npt.NDArray[np.float64]

WIDTH, HEIGHT = 8.6, 3.7
BAR = 0.86
# Text stays text: the page carries the font, and outlines would take a fifth longer to write.
SETTINGS = {**settings(), "svg.fonttype": "none", "path.simplify": False, "font.size": 8}


class Picture:
    """Bars by fund, a line for current law, and the difference under them."""

    def __init__(self) -> None:
        with rc_context(SETTINGS):
            self._figure = Figure(figsize=(WIDTH, HEIGHT))
            FigureCanvasSVG(self._figure)
            self._upper = self._figure.add_axes((0.075, 0.385, 0.915, 0.555))
            self._lower = self._figure.add_axes((0.075, 0.075, 0.915, 0.2))
            (self._law,) = self._upper.plot(
                [], [], color=INK, linewidth=1.3, drawstyle="steps-mid", zorder=4
            )
            self._more = self._patch(self._lower, UP)
            self._less = self._patch(self._lower, DOWN)
            self._lower.axhline(0, color=FAINT, linewidth=0.8)
            self._texts = self._captions()
        self._funds: dict[str, PathPatch] = {}
        self._laid_out: object = None

    def _captions(self) -> dict[str, Any]:
        def caption(axes: Axes, x: float, side: str) -> Any:
            return axes.text(
                x, 1.045, "", transform=axes.transAxes, ha=side, va="bottom", color=SOFT, size=8
            )

        return {
            "unit": caption(self._upper, 0.0, "left"),
            "lower": caption(self._lower, 0.0, "left"),
            "same": self._lower.text(
                0.5, 0.62, "", transform=self._lower.transAxes, ha="center", color=FAINT, size=8
            ),
        }

    @staticmethod
    def _patch(axes: Axes, colour: str) -> PathPatch:
        patch = PathPatch(_bars(np.zeros(1), np.zeros(1)), facecolor=colour, linewidth=0)
        axes.add_patch(patch)
        return patch

    def draw(self, answer: Answer, words: AppWords, aria: str = "") -> str:
        """The picture of an answer as an SVG element.

        Args:
            answer: what to show.
            words: the language.
            aria: what it says, for people who do not see it.
        """
        with rc_context(SETTINGS):
            law = answer.by_month("current_law")
            scenario = answer.by_month("scenario")
            unit = words.money_unit(max(int(law.max()), int(scenario.max()), 1))
            self._lay_out(answer, unit, words)
            self._show_upper(answer, law, unit)
            self._show_lower(scenario - law, unit, words)
            return self._svg(aria)

    def _lay_out(self, answer: Answer, unit: MoneyUnit, words: AppWords) -> None:
        wanted = (answer.first_month, answer.months, words.language, unit)
        if self._laid_out == wanted:
            return
        self._laid_out = wanted
        months = range(answer.months)
        for axes in (self._upper, self._lower):
            axes.set_xlim(-0.6, answer.months - 0.4)
            axes.grid(visible=False, axis="x")
            axes.xaxis.set_major_locator(FixedLocator([i for i in months if i % 3 == 0]))
            axes.yaxis.set_major_formatter(FuncFormatter(lambda x, _: tick(x)))
        self._upper.tick_params(labelbottom=False)
        self._lower.tick_params(axis="x", pad=5)
        self._upper.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
        labels = [_month(label, words) for label in answer.labels]
        self._lower.xaxis.set_major_formatter(FuncFormatter(lambda x, _: labels[round(x)]))
        self._texts["unit"].set_text(unit.name)
        comma = "，" if words.chinese else ", "
        self._texts["lower"].set_text(words.app("months_diff") + comma + unit.name)

    def _show_upper(self, answer: Answer, law: npt.NDArray[np.int64], unit: MoneyUnit) -> None:
        x, base = np.arange(answer.months), np.zeros(answer.months)
        sums = answer.by("fund", "scenario")
        for patch in self._funds.values():
            patch.set_visible(False)
        for fund in sorted(sums, key=lambda f: (-sums[f], f)):
            if fund not in self._funds:
                self._funds[fund] = self._patch(self._upper, fund_colour(fund))
            size = answer.by_month("scenario", fund) / unit.fen
            self._funds[fund].set_path(_bars(base, base + size))
            self._funds[fund].set_visible(bool(size.any()))
            base = base + size
        line = law / unit.fen
        # half a step more at both ends, so that the line spans its months
        self._law.set_data(np.r_[x[0] - 0.5, x, x[-1] + 0.5], np.r_[line[0], line, line[-1]])
        self._upper.set_ylim(0, ceiling(max(base.max(), line.max())))

    def _show_lower(
        self, difference: npt.NDArray[np.int64], unit: MoneyUnit, words: AppWords
    ) -> None:
        size = difference / unit.fen
        zero = np.zeros(len(size))
        self._more.set_path(_bars(zero, np.maximum(size, 0)))
        self._less.set_path(_bars(np.minimum(size, 0), zero))
        low, high = float(size.min()), float(size.max())
        same = low == high == 0
        self._texts["same"].set_text(words.app("months_same") if same else "")
        bottom = -ceiling(-low) if low < 0 or same else 0.0
        top = ceiling(high) if high > 0 or same else 0.0
        self._lower.set_ylim(bottom, top)
        # a bound too close to zero would print over it
        room = 0.15 * (top - bottom)
        ticks = [0.0, *(x for x in (bottom, top) if abs(x) > room and not same)]
        self._lower.yaxis.set_major_locator(FixedLocator(ticks))

    def _svg(self, aria: str) -> str:
        buffer = io.StringIO()
        self._figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
        text = buffer.getvalue()
        inner = text[text.index(">", text.index("<svg")) + 1 :]
        inner = re.sub(r"<metadata>.*?</metadata>", "", inner, flags=re.DOTALL)
        box = f"0 0 {72 * WIDTH:g} {72 * HEIGHT:g}"
        names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        return f'<svg role="img" aria-label="{escape(aria)}" viewBox="{box}" {names}>{inner}'


def _bars(low: Float64, high: Float64) -> Path:
    """Bars of all months as one outline: one artist to move, one element to write."""
    left = np.arange(len(low)) - BAR / 2
    right = left + BAR
    corners = [(left, low), (left, high), (right, high), (right, low), (left, low)]
    points = np.array(corners).transpose(2, 0, 1)
    drawn = high > low
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    if not drawn.any():
        return Path(np.zeros((1, 2)), [Path.MOVETO])
    return Path(points[drawn].reshape(-1, 2), np.tile(codes, int(drawn.sum())))


def ceiling(value: float) -> float:
    """A round number above a value, so that the scale holds still while a slider moves a little."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    steps = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
    return float(next(s * power for s in steps if s * power >= value * 1.02 or s == 10))


def tick(value: float) -> str:
    """A number on an axis, without idle zeros."""
    if value == 0:
        return "0"
    size = abs(value)
    decimals = 0 if size >= 10 else 1 if size >= 1 else 2 if size >= 0.1 else 3
    text = number(value, decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _month(label: str, words: AppWords) -> str:
    year, month = label.split("-")
    if month != "01":
        return f"{int(month)}月" if words.chinese else words.month(label).split()[0]
    return f"{year}年1月" if words.chinese else words.month(label)
