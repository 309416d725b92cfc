"""Outlay month by month: bars by payer, a line for current law, the difference under them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from sim.app.glossary import AppWords
from sim.app.model import Answer
from sim.app.svg import across, ceiling, drawing, line, marks, text, tick
from sim.present.formats import MoneyUnit
from sim.present.style import DOWN, FAINT, INK, SOFT, UP, fund_colour

WIDTH, LEFT, RIGHT = 640.0, 46.0, 6.0
TOP, BOTTOM = 20.0, 178.0
LOWER_TOP, LOWER_BOTTOM, HEIGHT = 204.0, 254.0, 276.0
BAR = 0.86
Float64 = npt.NDArray[np.float64]


def months_picture(answer: Answer, words: AppWords, aria: str = "") -> str:
    """The picture of an answer as an SVG element.

    Args:
        answer: what to show.
        words: the language.
        aria: what it says, for people who do not see it.
    """
    law, scenario = (answer.by_month(arm) for arm in ("current_law", "scenario"))
    unit = words.money_unit(max(int(law.max()), int(scenario.max()), 1))
    comma = "，" if words.chinese else ", "
    inner = [
        text(LEFT, 11, unit.name, SOFT),
        text(LEFT, LOWER_TOP - 8, words.app("months_diff") + comma + unit.name, SOFT),
        *_upper(answer, law / unit.fen, unit),
        *_lower((scenario - law) / unit.fen, words),
        *_labels(answer, words),
    ]
    return drawing(inner, HEIGHT, aria)


def _x(i: float, months: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * i / months


def _upper(answer: Answer, law: Float64, unit: MoneyUnit) -> Iterator[str]:
    scenario = answer.by_month("scenario") / unit.fen
    top = ceiling(float(max(law.max(), scenario.max())))

    def y(value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * value / top

    for value in marks(top):
        yield across(LEFT, WIDTH - RIGHT, y(value))
        yield text(LEFT - 5, y(value) + 3.5, tick(value), INK, "end", 10)
    base, sums = np.zeros(answer.months), answer.by("payer", "scenario")
    for payer in sorted(sums, key=lambda f: (-sums[f], f)):
        size = answer.by_month("scenario", payer) / unit.fen
        if size.any():
            yield _bars(base, base + size, y, fund_colour(payer))
        base = base + size
    steps = [(_x(i + end, len(law)), y(v)) for i, v in enumerate(law.tolist()) for end in (0, 1)]
    yield line(steps, INK, 1.3)


def _bars(low: Float64, high: Float64, y: Callable[[float], float], colour: str) -> str:
    """Bars of all months as one path."""
    months = len(low)
    wide = (WIDTH - LEFT - RIGHT) / months * BAR
    parts = []
    for i, (a, b) in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
        if b > a:
            x, foot, head = _x(i + (1 - BAR) / 2, months), y(a), y(b)
            parts.append(f"M{x:.1f} {foot:.1f}V{head:.1f}h{wide:.1f}V{foot:.1f}z")
    return f'<path d="{"".join(parts)}" fill="{colour}"/>'


def _lower(size: Float64, words: AppWords) -> Iterator[str]:
    low, high = float(size.min()), float(size.max())
    same = low == high == 0
    bottom = -ceiling(-low) if low < 0 or same else 0.0
    top = ceiling(high) if high > 0 or same else 0.0

    def y(value: float) -> float:
        return LOWER_BOTTOM - (LOWER_BOTTOM - LOWER_TOP) * (value - bottom) / (top - bottom)

    zero = np.zeros(len(size))
    yield _bars(zero, np.maximum(size, 0), y, UP)
    yield _bars(np.minimum(size, 0), zero, y, DOWN)
    yield across(LEFT, WIDTH - RIGHT, y(0), FAINT)
    if same:
        yield text((LEFT + WIDTH) / 2, y(0) - 6, words.app("months_same"), FAINT, "middle")
    room = 0.25 * (top - bottom)  # a bound too close to zero would print over it
    for value in (0.0, *(v for v in (bottom, top) if abs(v) > room and not same)):
        yield text(LEFT - 5, y(value) + 3.5, tick(value), INK, "end", 10)


def _labels(answer: Answer, words: AppWords) -> Iterator[str]:
    every = 3 if answer.months <= 48 else 12
    for i, label in enumerate(answer.labels):
        if i % every == 0:
            x = _x(i + 0.5, answer.months)
            yield text(x, HEIGHT - 5, _month(label, words), INK, "middle", 10)


def _month(label: str, words: AppWords) -> str:
    year, month = label.split("-")
    if month == "01":
        return f"{year}年" if words.chinese else year
    return f"{int(month)}月" if words.chinese else words.month(label).split()[0]
