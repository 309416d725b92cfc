"""Weighted least squares with a pull to the priors, by Gauss-Newton steps of finite differences.

Figures are averages over possible worlds with the same draws whatever the numbers, hence step
functions of them; differences over a good part of a range see through the steps. They are taken
once: the figures bend little over the ranges. Each step is a linear least-squares problem within
the ranges (``scipy.optimize.lsq_linear``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import lsq_linear

from sim.questions.calibration.figures import Values, Worlds
from sim.questions.calibration.task import Task, rounded

Float64 = npt.NDArray[np.float64]

DIFFERENCE = 0.5
"""Width of a finite difference, in standard deviations of the prior."""
PARTS = (1.0, 0.5, 0.25)
"""Parts of a Gauss-Newton step that are tried."""
ROUNDS = 2
ENOUGH = 0.05
"""A step that lowers the loss by less ends the search."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Fit:
    """What a calibration found.

    Attributes:
        wanted: the task.
        start: values before.
        best: values with the lowest loss that was found.
        informed: by parameter, the part of the prior's variance that the targets remove.
        before: squared residuals of targets and of priors at the start, summed up.
        after: the same at the best.
        figures: figures of the targets at :attr:`values`, ``[seeds, targets]``.
    """

    wanted: Task
    start: dict[str, float]
    best: dict[str, float]
    informed: dict[str, float]
    before: tuple[float, float]
    after: tuple[float, float]
    figures: Float64

    @property
    def moved(self) -> bool:
        """Whether the best values meet the targets enough better than those at the start."""
        return self.before[0] - self.after[0] > self.wanted.worthwhile

    @property
    def values(self) -> dict[str, float]:
        """The values to use: the best if they are worth a change, else those at the start."""
        return self.best if self.moved else self.start


@dataclass(frozen=True)
class _Problem:
    """The loss in terms of ``x``, the numbers' distance from their priors in standard deviations.

    Attributes:
        worlds: where figures are read off.
        spread: standard deviation by target: of the published figure and of the mean over worlds.
    """

    worlds: Worlds
    spread: Float64

    @property
    def wanted(self) -> Task:
        """The task."""
        return self.worlds.wanted

    def x(self, values: Values) -> Float64:
        """Distances of some values."""
        given = np.array([values[name] for name in self.wanted.parameters])
        return np.asarray((given - self.wanted.priors) / self.wanted.spreads)

    def values(self, x: Float64) -> dict[str, float]:
        """Values at some distances, rounded, inside their ranges."""
        low, high = self.wanted.ranges
        found = np.clip(self.wanted.priors + x * self.wanted.spreads, low, high)
        return {n: rounded(v) for n, v in zip(self.wanted.parameters, found, strict=True)}

    def residuals(self, sets: list[dict[str, float]]) -> Float64:
        """Distance of each figure from its target in standard deviations, ``[sets, targets]``."""
        published = np.array([t.value for t in self.wanted.targets], np.float64)
        return np.asarray((self.worlds.of(sets).mean(axis=1) - published) / self.spread)

    def losses(self, sets: list[dict[str, float]]) -> list[tuple[float, float]]:
        """Loss of each set: of the targets, and of the priors."""
        missed = np.square(self.residuals(sets)).sum(axis=1)
        pulls = [np.square(self.x(values)).sum() for values in sets]
        return [(float(a), float(b)) for a, b in zip(missed, pulls, strict=True)]

    def slopes(self, x: Float64) -> Float64:
        """Change of each residual by each distance, ``[targets, parameters]``."""
        ends = (self.wanted.ranges - self.wanted.priors) / self.wanted.spreads
        room = ends[1] - x >= x - ends[0]
        steps = np.where(room, DIFFERENCE, -DIFFERENCE)
        sets = [self.values(x), *(self.values(x + step) for step in np.diag(steps))]
        found = self.residuals(sets)
        taken = np.array([self.x(values)[i] - x[i] for i, values in enumerate(sets[1:])])
        return np.asarray((found[1:] - found[0]).T / taken)

    def step(self, x: Float64, slopes: Float64) -> Float64:
        """The Gauss-Newton step from a place, within the ranges."""
        ends = (self.wanted.ranges - self.wanted.priors) / self.wanted.spreads
        matrix = np.vstack([slopes, np.eye(len(x))])
        right = -np.concatenate([self.residuals([self.values(x)])[0], x])
        tiny = 1e-9
        bounds = (ends[0] - x - tiny, ends[1] - x + tiny)
        return np.asarray(lsq_linear(matrix, right, bounds).x)


def fit(worlds: Worlds, start: Values, say: Say = lambda _: None) -> Fit:
    """Fit the free numbers.

    Args:
        worlds: the task, and how to read off figures.
        start: values to start from, those in use.
        say: is told how the search goes.
    """
    problem = _Problem(worlds, _spread(worlds, start))
    best, before = dict(start), problem.losses([dict(start)])[0]
    loss = before
    say(f"loss {sum(loss):.2f} at the values in use")
    slopes = problem.slopes(problem.x(best))
    for _ in range(ROUNDS):
        x = problem.x(best)
        step = problem.step(x, slopes)
        tried = [problem.values(x + part * step) for part in PARTS]
        found = problem.losses(tried)
        place = min(range(len(PARTS)), key=lambda i: sum(found[i]))
        gain = sum(loss) - sum(found[place])
        if gain > 0:
            best, loss = tried[place], found[place]
        say(f"loss {sum(loss):.2f} after a step")
        if gain < ENOUGH:
            break
    left = np.diag(np.linalg.inv(slopes.T @ slopes + np.eye(len(best))))
    informed = dict(zip(best, (float(part) for part in 1 - left), strict=True))
    result = Fit(worlds.wanted, dict(start), best, informed, before, loss, np.zeros(0))
    return replace(result, figures=worlds.of([result.values])[0])


def _spread(worlds: Worlds, start: Values) -> Float64:
    """Standard deviation of each residual: of the figure aimed at, and of the mean over worlds."""
    figures = worlds.of([start])[0]
    published = np.array([t.spread for t in worlds.wanted.targets])
    if len(figures) < 2:
        return published
    noise = figures.std(axis=0, ddof=1) / np.sqrt(len(figures))
    return np.asarray(np.hypot(published, noise))
