"""One target beside what was drawn: error, what is plausible, and whether it is met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sim.population.figures import Confidence, Figure, Sourced

Role = Literal["fitted", "check"]
"""``fitted``: the population is drawn to it. ``check``: nothing is drawn to it."""

Verdict = Literal["met", "missed"]

TOLERANCE = {"found": 0.01, "derived": 0.03}
"""Largest relative error; a recalled target, or a check, should lie inside its range instead."""


@dataclass(frozen=True)
class Comparison:
    """One target and what the population shows.

    Attributes:
        target: what is compared.
        wanted: the target, scaled to the population's size where it is a count.
        got: the population's value.
        error: relative error, ``got / wanted - 1``; the difference where nothing is wanted.
        confidence: how well the target itself is known.
        unit: of both numbers.
        low, high: what is plausible for it; both the target itself where the source gives one
            number.
        role: whether the population is drawn to it.
        verdict: found within 1 %, derived within 3 % (or half an agent), recalled and checks
            inside their range.
    """

    target: str
    wanted: float
    got: float
    error: float
    confidence: Confidence
    unit: str
    low: float
    high: float
    role: Role
    verdict: Verdict


def of_figure(
    name: str, figure: Figure, got: float, scale: float = 1.0, *, role: Role = "fitted"
) -> Comparison:
    """A figure beside the drawn value, its range scaled likewise."""
    low, high = figure.range or (figure.value, figure.value)
    whole = 0.5 if scale != 1.0 or _counts(figure) else 0.0
    limits = (low * scale, high * scale)
    return _row(name, figure.value * scale, got, figure, limits, role, whole)


def of_share(
    name: str, figure: Sourced, share: float, got: float, agents: int, *, role: Role = "fitted"
) -> Comparison:
    """A share of a mix or of profiles beside the drawn one, among so many agents."""
    low, high = figure.range or (1.0, 1.0)
    whole = 0.5 / max(agents, 1)
    return _row(name, share, got, figure, (share * low, min(share * high, 1.0)), role, whole)


def of_value(name: str, figure: Sourced, wanted: float, got: float, unit: str = "") -> Comparison:
    """A value that a curve implies (a median, a mean) beside the drawn one."""
    low, high = figure.range or (1.0, 1.0)
    return _row(name, wanted, got, figure, (wanted * low, wanted * high), "fitted", 0.0, unit)


def _counts(figure: Figure) -> bool:
    return figure.unit.split("/")[0] in (
        "persons", "firms", "institutions", "entities", "businesses", "loans",
    )  # fmt: skip


def _row(
    name: str,
    wanted: float,
    got: float,
    figure: Sourced,
    limits: tuple[float, float],
    role: Role,
    whole: float,
    unit: str = "",
) -> Comparison:
    error = got / wanted - 1 if wanted else got
    within = TOLERANCE.get(figure.confidence, 0.0) * abs(wanted)
    near = abs(got - wanted) <= max(within, whole) + 1e-9
    if role == "check" or figure.confidence == "recalled":
        near = near or limits[0] - whole - 1e-9 <= got <= limits[1] + whole + 1e-9
    return Comparison(
        name, wanted, float(got), float(error), figure.confidence, unit or figure.unit,
        limits[0], limits[1], role, "met" if near else "missed",
    )  # fmt: skip
