"""Which uncertain inputs matter, read off the draws of the intervals: nothing is simulated for it.

Two hundred draws move some 234 inputs at once, so a figure cannot be regressed on all of them.
Draws of one world share their people: what inputs do is told within worlds, where who the people
are cancels. Inputs come in one by one, each time the one that explains most of what is left of the
ranks of the draws, which no odd draw can mislead; how many are kept is decided by an information
criterion that reckons with how many were tried (the extended BIC of Chen and Chen, 2008). They are
fitted together, and those told whose effect is larger than chance would make any of all the inputs
look, in any of all the figures. The worlds, which hold the targets of the population, count as one
input more where they differ by more than samples of other people do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.stats import levene, norm, rankdata
from scipy.stats import t as student

from sim.questions.inputs import TARGETS, Input, inputs_of, values_of
from sim.questions.intervals import HIGH, LOW, Float64, share_of
from sim.results.answers import INFLUENCE, answer
from sim.results.headline import JOBS, NET_COST, OUTLAY
from sim.scenario import Scenario

if TYPE_CHECKING:
    from sim.questions.uncertainty import Draws, Ints

FIGURES = (OUTLAY, "outlay_change", JOBS, NET_COST)
FEWEST = 50
"""Draws below which nothing can be told apart from chance."""
A_STEP = 10
"""Draws for each input that may come in."""
CHANCE = 0.05
"""Chance that something is named although it does nothing: of the inputs of a run, of a world."""


@dataclass(frozen=True)
class Swing:
    """What one input does to a figure.

    Attributes:
        at: which input.
        swing: the figure with the input at the high end of its range, less that at the low end.
        error: standard error of the swing.
        variance: what it adds to the variance of the draws, without what chance adds to that.
    """

    at: int
    swing: float
    error: float
    variance: float


def influence(scenario: Scenario, draws: Draws) -> pd.DataFrame:
    """The inputs that move a figure by more than chance, largest first: the table ``influence``.

    Args:
        scenario: whose inputs were drawn.
        draws: what its draws found.
    """
    inputs, many = inputs_of(scenario), len(draws.at.draws)
    if many < FEWEST:
        return answer(INFLUENCE, [])
    ranges = np.array([one.high - one.low for one in inputs])
    drawn = within(values_of(inputs, many) / ranges, draws.at.base)
    asked = [(place, figure) for place in draws.places for figure in FIGURES]
    rows = [
        {"jurisdiction": place, "figure": figure, **row}
        for place, figure in asked
        for row in _rows(draws, inputs, drawn, place, figure, len(asked))
    ]
    return answer(INFLUENCE, rows)


def _rows(
    draws: Draws, inputs: Sequence[Input], drawn: Float64, place: str, figure: str, asked: int
) -> Iterator[dict[str, Any]]:
    """The rows of one figure: inputs and worlds, the largest swing first."""
    full, found, _ = draws.plain(place, "scenario", figure)
    at, central = draws.at, float(full[0])
    worlds, centre = found[at.worlds], found[at.centre]
    values, left = within(found[at.draws], at.base), len(at.draws) - len(at.worlds)
    whole = float((values**2).sum()) / left + float(worlds.var(ddof=1))
    chosen = choose(drawn, within(scores(values), at.base), left)
    bars = []
    for one in swings(drawn, values, left, chosen, asked):
        given = inputs[one.at]
        below = one.swing * (given.central - given.low) / (given.high - given.low)
        ends = central - below, central - below + one.swing
        bars.append((given.name, given.group, *ends, one.error, one.variance / whole))
    bars += [(TARGETS, TARGETS, *row) for row in _of_worlds(worlds, centre, central, whole)]
    for name, group, *numbers in sorted(bars, key=lambda bar: -abs(bar[3] - bar[2])):
        low, high, error, share = numbers
        yield {"name": name, "group": group, "central": central, "low": low, "high": high,
               "error": error, "share": share}  # fmt: skip


def within(values: Float64, groups: Ints) -> Float64:
    """Values less the mean of their group."""
    _, at = np.unique(groups, return_inverse=True)
    means = np.stack([values[at == group].mean(axis=0) for group in range(at.max() + 1)])
    return np.asarray(values - means[at])


def scores(values: Float64) -> Float64:
    """Values as their ranks would lie in a normal distribution: none lies far out."""
    return np.asarray(norm.ppf((rankdata(values) - 0.5) / len(values)))


def swings(
    drawn: Float64, values: Float64, left: int, chosen: Sequence[int], asked: int
) -> list[Swing]:
    """What chosen inputs do to a figure, fitted together; those that stand above chance.

    Args:
        drawn: inputs in the draws, as shares of their ranges, ``[draws, inputs]``, centred.
        values: the figure in the draws, centred.
        left: degrees of freedom: draws less the means that were taken off.
        chosen: which inputs.
        asked: how many figures are asked: each input has so many occasions to look telling.
    """
    if not chosen:
        return []
    own = drawn[:, chosen]
    square = np.linalg.inv(_products(own, own))
    fitted = (square * _products(own, values[:, None]).T).sum(axis=1)
    rest = values - (own * fitted).sum(axis=1)
    free = left - len(chosen)
    errors = np.sqrt(float((rest**2).sum()) / free * np.diag(square))
    least = errors * student.isf(CHANCE / 2 / (drawn.shape[1] * asked), free)
    spread = (own**2).sum(axis=0) / left
    variances = np.maximum(fitted**2 - errors**2, 0.0) * spread
    return [
        Swing(at, float(fitted[i]), float(errors[i]), float(variances[i]))
        for i, at in enumerate(chosen)
        if abs(fitted[i]) > least[i]
    ]


def _products(a: Float64, b: Float64) -> Float64:
    """Sums of products of columns, to the last bit the same however many threads there are."""
    return np.asarray((a[:, :, None] * b[:, None, :]).sum(axis=0))


def choose(drawn: Float64, values: Float64, left: int) -> list[int]:
    """The most telling inputs, as many as the criterion is best for.

    Args:
        drawn: inputs in the draws, centred.
        values: what they should explain, centred.
        left: degrees of freedom.
    """
    rest, own, total = values, drawn, float((values**2).sum())
    tried = drawn.shape[1]
    price = np.log(left) + 2 * np.log(max(tried, 1))
    chosen: list[int] = []
    worth = [0.0]
    while total > 0 and len(chosen) < min(left // A_STEP, tried):
        sizes = (own**2).sum(axis=0)
        sizes[[*chosen, *np.flatnonzero(sizes <= 0)]] = np.inf
        best = int(((own * rest[:, None]).sum(axis=0) ** 2 / sizes).argmax())
        unit = own[:, best] / np.sqrt(sizes[best])
        rest = rest - unit * (unit * rest).sum()
        own = own - unit[:, None] * (own * unit[:, None]).sum(axis=0)
        chosen.append(best)
        share = max(float((rest**2).sum()) / total, np.finfo(float).tiny)
        worth.append(left * np.log(share) + len(chosen) * price)
    return chosen[: int(np.argmin(worth))]


def _of_worlds(
    worlds: Float64, centre: Float64, central: float, whole: float
) -> Iterator[tuple[float, float, float, float]]:
    """Low and high (5 and 95 % of the worlds), error and share of what the targets do together.

    Nothing where worlds differ no more than central samples of other people: by the test of Brown
    and Forsythe, which a single odd world does not mislead.
    """
    chance, apart = float(centre.var(ddof=1)), float(worlds.var(ddof=1))
    if apart <= chance or levene(worlds, centre, center="median").pvalue > CHANCE:
        return
    noise = share_of(chance, worlds)
    moved = np.sqrt(1.0 - noise) * (worlds - centre.mean())
    low, high = (float(end) for end in central + np.quantile(moved, [LOW, HIGH]))
    error = (high - low) / np.sqrt(2.0 * (len(worlds) - 1))
    yield low, high, float(error), (apart - chance) / whole
