"""Uncertain targets: the same targets in another possible world.

World 0 has the central values. In world k every figure with a range takes a value from a
triangular distribution (low, central, high), and so does the factor by which each share of a mix
is multiplied. The chance is a function of (name of the figure, k) alone: world k is the same in
every process, arm and year. Figures that hold in all places move together; those of one place
move by themselves. A found figure without a range is the same in every world.
"""

from __future__ import annotations

from math import sqrt
from typing import Any, TypeVar

from pydantic import BaseModel

from sim.base.draws import uniform
from sim.population.figures import (
    Codes,
    Cross,
    Curve,
    Figure,
    Mix,
    Premiums,
    Profiles,
    Rates,
    Sourced,
    Ties,
)

M = TypeVar("M", bound=BaseModel)

STREAM = 0
"""Seed of the draw; worlds are numbered, not seeded."""


def world(model: M, name: str, draw: int) -> M:
    """The targets in world ``draw`` (the model itself in world 0).

    Args:
        model: a document of targets, or a part of it.
        name: the document's name, which begins the name of each figure.
        draw: number of the world, not negative.
    """
    if draw == 0:
        return model
    return model.model_copy(
        update={key: _moved(value, f"{name}.{key}", draw) for key, value in dict(model).items()}
    )


def _moved(value: Any, name: str, draw: int) -> Any:
    if isinstance(value, Sourced):
        return value if value.range is None else _drawn(value, name, draw)
    if isinstance(value, BaseModel):
        return world(value, name, draw)
    if isinstance(value, dict):
        return {key: _moved(part, f"{name}.{key}", draw) for key, part in value.items()}
    if isinstance(value, list):
        return [_moved(part, f"{name}.{i}", draw) for i, part in enumerate(value)]
    return value


def _drawn(figure: Sourced, name: str, draw: int) -> Sourced:
    """A figure with a range, as it is in a world."""
    change: dict[str, Any] = {}
    if isinstance(figure, Figure):
        change["value"] = _triangular(figure, figure.value, name, draw)
    elif isinstance(figure, Mix | Codes):
        change["shares"] = _mix(figure, dict(figure.shares), name, draw)
    elif isinstance(figure, Rates):
        change["shares"] = {
            key: min(share * _factor(figure, f"{name}.{key}", draw), 1.0)
            for key, share in figure.shares.items()
        }
    elif isinstance(figure, Cross):
        change["rows"] = {
            key: _mix(figure, row, f"{name}.{key}", draw) for key, row in figure.rows.items()
        }
    elif isinstance(figure, Premiums):
        change["values"] = {
            key: value + _triangular(figure, 0.0, f"{name}.{key}", draw)
            for key, value in figure.values.items()
        }
    elif isinstance(figure, Profiles):
        change["profiles"] = _profiles(figure, name, draw)
    elif isinstance(figure, Curve):
        change["quantiles"] = _curve(figure, name, draw)
    elif isinstance(figure, Ties):
        for attribute in ("sex", "age", "education", "residence", "sector"):
            factors: dict[str, float] = getattr(figure, attribute)
            change[attribute] = {
                key: value * _factor(figure, f"{name}.{attribute}.{key}", draw)
                for key, value in factors.items()
            }
    return figure.model_copy(update=change)


def _triangular(figure: Sourced, central: float, name: str, draw: int) -> float:
    """A value between the ends of the figure's range, by the inverse of its distribution."""
    assert figure.range is not None  # noqa: S101 - the caller asked
    low, high = figure.range
    if high <= low:
        return central
    u = float(uniform(STREAM, f"target/{name}", [draw])[0])
    left = (central - low) / (high - low)
    if u < left:
        value = low + sqrt(u * (high - low) * (central - low))
    else:
        value = high - sqrt((1 - u) * (high - low) * (high - central))
    return min(max(value, low), high)


def _factor(figure: Sourced, name: str, draw: int) -> float:
    return _triangular(figure, 1.0, name, draw)


def _mix(figure: Sourced, shares: dict[Any, float], name: str, draw: int) -> dict[Any, float]:
    """Shares times factors, scaled to add up to one without leaving their ranges."""
    assert figure.range is not None  # noqa: S101 - the caller asked
    low, high = figure.range
    drawn = {key: v * _factor(figure, f"{name}.{key}", draw) for key, v in shares.items()}

    def scaled(level: float) -> dict[Any, float]:
        return {k: min(max(v * level, shares[k] * low), shares[k] * high) for k, v in drawn.items()}

    down, up = 0.0, 1.0 / max(min(drawn.values()), 1e-9)
    for _ in range(80):
        middle = (down + up) / 2
        down, up = (middle, up) if sum(scaled(middle).values()) < 1 else (down, middle)
    found = scaled(up)
    total = sum(found.values())
    return {key: value / total for key, value in found.items()}


def _profiles(figure: Profiles, name: str, draw: int) -> list[Any]:
    moved = [p.share * _factor(figure, f"{name}.{i}", draw) for i, p in enumerate(figure.profiles)]
    # Together they are everybody at most.
    level = min(1.0, 1.0 / max(sum(moved), 1e-12))
    return [
        p.model_copy(update={"share": share * level})
        for p, share in zip(figure.profiles, moved, strict=True)
    ]


def _curve(figure: Curve, name: str, draw: int) -> list[float]:
    """All quantiles times one factor; ages and parts of a whole keep their first and last."""
    factor = _factor(figure, name, draw)
    if figure.unit in ("years", "share"):
        first, last = figure.quantiles[0], figure.quantiles[-1]
        return [min(max(q * factor, first), last) for q in figure.quantiles]
    return [q * factor for q in figure.quantiles]
