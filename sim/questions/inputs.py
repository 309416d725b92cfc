"""The uncertain inputs of a run: each with a low, central and high value, and a group.

A value is drawn from the triangular distribution of its range. What a scenario itself sets is
not uncertain. Targets of the population are no inputs here: they move together, by the number
of a world (:mod:`sim.population.uncertain`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.stats import qmc

from sim import economy
from sim.scenario import Scenario

Float64 = npt.NDArray[np.float64]

DESIGN = 20190101
"""Seed of the points: the same design for every scenario."""

TARGETS, OTHER = "targets", "other"
GROUPS = {
    "layoffs": ("layoffs", "labour"),
    "shocks": ("shocks",),
    "firms": ("firms",),
    "job_finding": ("job_finding", "registration", "next_jobs"),
    "training": ("certificates", "trainings", "internships", "apprenticeships"),
    "businesses": ("businesses", "loans", "institutions", "talents", "taxes"),
    "take_up": ("take_up",),
    "effects": ("effects",),
    "offsets": ("offsets",),
}
"""Groups of inputs by the first part of their names."""

SHOCKS = ("layoffs", "job_finding", "distress")
SHOCK_RANGE = (0.5, 1.5)
"""Factors around how far a shock's multiplier lies from 1."""
WHOLE = ("persons", "months", "years", "days")
"""Units of which there are no parts."""


@dataclass(frozen=True)
class Input:
    """An uncertain number.

    Attributes:
        name: dotted; ``shocks.layoffs`` for what a scenario's shocks do.
        low: lowest plausible value, in its unit.
        central: the value of the central run.
        high: highest plausible value.
        whole: True where only whole numbers make sense.
    """

    name: str
    low: float
    central: float
    high: float
    whole: bool = False

    @property
    def group(self) -> str:
        """What it is about."""
        first = self.name.partition(".")[0]
        return next((group for group, names in GROUPS.items() if first in names), OTHER)

    def at(self, chance: float) -> float:
        """The value below which it lies with a chance (0 to 1)."""
        return float(self.values(np.asarray(chance)))

    def values(self, chances: Float64) -> Float64:
        """The values below which it lies with each of the chances."""
        values = triangular(chances, self.low, self.central, self.high)
        return np.rint(values) if self.whole else values


def triangular(chances: Float64, low: float, central: float, high: float) -> Float64:
    """Values of a triangular distribution at chances: the inverse of its distribution function."""
    if high <= low:
        return np.full(np.shape(chances), central)
    width, left = high - low, (central - low) / (high - low)
    rising = low + np.sqrt(chances * width * (central - low))
    falling = high - np.sqrt((1 - chances) * width * (high - central))
    return np.clip(np.where(chances < left, rising, falling), low, high)


def inputs_of(scenario: Scenario) -> tuple[Input, ...]:
    """Every uncertain input of a scenario, in order of names."""
    chosen = scenario.file.behaviour.responses
    found = [
        Input(name, *_ends(figure), whole=figure.unit in WHOLE)
        for name, figure in economy.response_figures().items()
        if name not in chosen and figure.range and figure.range[0] < figure.range[1]
    ]
    return tuple(sorted([*found, *_of_shocks(scenario)], key=lambda i: i.name))


def _ends(figure: Any) -> tuple[float, float, float]:
    low, high = figure.range
    return low, figure.value, high


def _of_shocks(scenario: Scenario) -> Iterator[Input]:
    low, high = SHOCK_RANGE
    for what in SHOCKS:
        if any(getattr(shock, what) != 1 for shock in scenario.file.world.shocks):
            yield Input(f"shocks.{what}", low, 1.0, high)


def with_inputs(scenario: Scenario, values: Mapping[str, float]) -> dict[str, Any]:
    """Parts of a scenario document in which its inputs have these values."""
    behaviour = scenario.file.behaviour
    own = {n: v for n, v in values.items() if n.partition(".")[0] != "shocks"}
    responses = {**behaviour.responses, **own}
    parts: dict[str, Any] = {"behaviour": {**behaviour.model_dump(), "responses": responses}}
    factors = {w: values[f"shocks.{w}"] for w in SHOCKS if f"shocks.{w}" in values}
    if factors:
        parts["world"] = {"shocks": [_moved(shock, factors) for shock in _shocks(scenario)]}
    return parts


def _shocks(scenario: Scenario) -> list[dict[str, Any]]:
    return [shock.model_dump(by_alias=True) for shock in scenario.file.world.shocks]


def _moved(shock: dict[str, Any], factors: Mapping[str, float]) -> dict[str, Any]:
    moved = {w: min(max(1 + (shock[w] - 1) * f, 0.0), 10.0) for w, f in factors.items()}
    return {**shock, **moved}


def values_at(inputs: Sequence[Input], chances: Float64) -> dict[str, float]:
    """Values of inputs at their chances."""
    return {i.name: i.at(float(u)) for i, u in zip(inputs, chances, strict=True)}


def values_of(inputs: Sequence[Input], draws: int) -> Float64:
    """Values of inputs in draws, ``[draws, inputs]``: the design of :func:`points`."""
    chances = points(len(inputs), draws)
    columns = [one.values(chances[:, i]) for i, one in enumerate(inputs)]
    return np.stack(columns, axis=1) if columns else chances


def points(dimensions: int, count: int) -> Float64:
    """Points of the unit cube, a dimension an input: a Latin hypercube.

    Every input is spread evenly however many there are; of a Sobol sequence as short as this, late
    dimensions run along with each other.
    """
    if not dimensions:
        return np.zeros((count, 0))
    return np.asarray(qmc.LatinHypercube(dimensions, seed=DESIGN).random(count))
