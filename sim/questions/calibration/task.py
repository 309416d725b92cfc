"""What is fitted to what: free numbers with their priors, targets with their uncertainty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, Self

import numpy as np
import numpy.typing as npt
from pydantic import Field, model_validator

from sim.base.documents import Strict, read
from sim.base.errors import Problem, UserError, did_you_mean
from sim.economy import response_figures, responses
from sim.law.schema import Names
from sim.questions.backtest import Outcome, outcomes

FILE = Path(__file__).parents[1] / "data" / "calibration.yaml"
REFUND = "stable_employment_refund"
LEVEL, SLOPE = "claims.level", "claims.slope"
SPREADS = 2 * 1.645
"""Standard deviations in a 5-95 % interval of the normal distribution."""

Float64 = npt.NDArray[np.float64]
Range = tuple[float, float]


class Free(Strict):
    """A free number: what its source alone would give, and its range where that is not shipped."""

    prior: float
    range: Range | None = None
    source: Annotated[str, Field(min_length=4)]


class Target(Strict):
    """A published figure, how closely it ought to be met (5-95 %), and the program's figure for it.

    ``gap`` explains a figure that stays outside the interval.
    """

    id: str
    figure: str
    low: float
    high: float
    outcome: str = ""
    what: Names | None = None
    value: float | None = None
    unit: str = ""
    source: str = ""
    confidence: Literal["found", "derived", "recalled"] | None = None
    gap: str = ""

    @model_validator(mode="after")
    def _either(self) -> Self:
        own = (self.what, self.value, self.unit, self.source, self.confidence)
        given = [part not in (None, "") for part in own]
        if any(given) == bool(self.outcome) or any(given) != all(given):
            raise ValueError(
                "name an outcome, or give all of what, value, unit, source, confidence"
            )
        if not self.low < self.high:
            raise ValueError("'low' should lie below 'high'")
        return self

    @property
    def spread(self) -> float:
        """One standard deviation of the published figure, in its unit."""
        return (self.high - self.low) / SPREADS


class Task(Strict):
    """Everything in ``data/calibration.yaml``."""

    year: int
    seeds: Annotated[tuple[int, ...], Field(min_length=1)]
    worthwhile: Annotated[float, Field(ge=0)]
    parameters: dict[str, Free]
    targets: tuple[Target, ...]

    @property
    def priors(self) -> Float64:
        """Prior of each parameter."""
        return np.array([free.prior for free in self.parameters.values()])

    @property
    def ranges(self) -> npt.NDArray[np.float64]:
        """Lowest and highest plausible value of each parameter, ``[2, parameters]``."""
        known = response_figures()
        pairs = [free.range or known[name].range for name, free in self.parameters.items()]
        return np.array(pairs, np.float64).T

    @property
    def spreads(self) -> Float64:
        """One standard deviation of each prior."""
        low, high = self.ranges
        return np.asarray((high - low) / SPREADS)


def task(path: Path = FILE) -> Task:
    """The task; ``UserError`` with every problem if the file is not right."""
    document = read(path)
    found = document.as_model(Task)
    published = {outcome.id: outcome for outcome in outcomes()}
    problems = [document.problem(*problem) for problem in _problems(found, list(published))]
    if problems:
        raise UserError(problems)
    filled = tuple(_filled(t, published[t.outcome]) if t.outcome else t for t in found.targets)
    return found.model_copy(update={"targets": filled})


def _problems(found: Task, published: list[str]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Where the task is wrong, and what is."""
    from sim.questions.calibration.figures import FIGURES

    known = response_figures()
    for name, free in found.parameters.items():
        if name not in known and name not in (LEVEL, SLOPE):
            hint = did_you_mean(name, list(known))
            yield ("parameters", name), f"no such number; {hint}"
        elif free.range is None and (name not in known or known[name].range is None):
            yield ("parameters", name), "has no range: give one, [low, high]"
    for i, target in enumerate(found.targets):
        if target.outcome and target.outcome not in published:
            hint = did_you_mean(target.outcome, published)
            yield ("targets", i, "outcome"), f"no such outcome '{target.outcome}'; {hint}"
        if target.figure not in FIGURES:
            hint = did_you_mean(target.figure, list(FIGURES))
            yield ("targets", i, "figure"), f"no such figure '{target.figure}'; {hint}"


def _filled(target: Target, outcome: Outcome) -> Target:
    """A target with what the published outcome says."""
    parts = ("what", "value", "unit", "source", "confidence")
    return target.model_copy(update={part: getattr(outcome, part) for part in parts})


def curve(level: float, slope: float) -> dict[int, float]:
    """Share of firms that claim the ordinary refund by lowest staff of a size class, two places."""
    return {
        staff: round(float(1 / (1 + np.exp(-level - slope * np.log(staff)))), 2)
        for staff in sorted(responses().take_up[REFUND].by_staff)
    }


def shipped_values(wanted: Task, kept: dict[str, float]) -> dict[str, float]:
    """Values that the program uses now, by the names of the parameters.

    Args:
        wanted: the parameters.
        kept: level and slope of claims as kept; they hold while they give the shipped shares.

    Raises:
        UserError: the shipped shares that claim are no longer those of the kept level and slope.
    """
    known = response_figures()
    given = {LEVEL: kept[LEVEL], SLOPE: kept[SLOPE]}
    if curve(*given.values()) != responses().take_up[REFUND].by_staff:
        where = f"take_up.{REFUND}"
        what = (
            f"the shares by staff are not those of level {given[LEVEL]} and slope {given[SLOPE]} "
            f"in fit.yaml: {curve(*given.values())}"
        )
        raise UserError(Problem(where, what))
    return {name: given[name] if name in given else known[name].value for name in wanted.parameters}


def rounded(value: float) -> float:
    """A number as it is kept: three digits that count."""
    return float(f"{value:.3g}")
