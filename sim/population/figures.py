"""Published figures and assumptions: a number, its unit, period, source and confidence."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.base.documents import Strict
from sim.base.errors import did_you_mean
from sim.measures.tables import GROUPS

Confidence = Literal["found", "derived", "recalled"]
"""How a figure is known: read in a source, computed from such figures, or from memory."""

Unit = Literal[
    "persons",
    "persons/year",
    "persons/month",
    "firms",
    "institutions",
    "entities",
    "businesses/year",
    "loans",
    "loans/year",
    "yuan",
    "yuan/month",
    "yuan/year",
    "share",
    "share/year",
    "share/month",
    "months",
    "days",
    "years",
    "ratio",
    "exponent",
    "log points",
    "correlation",
    "standard deviations",
    "per 1,000",
    "0.01 %/year",
]


class Sourced(Strict):
    """What every figure must say about itself; a number without a source does not load."""

    unit: Unit
    period: int | Annotated[str, Field(min_length=1)]
    source: Annotated[str, Field(min_length=4)]
    confidence: Confidence
    range: tuple[float, float] | None = None
    note: str = ""

    @model_validator(mode="after")
    def _range_where_uncertain(self) -> Self:
        if self.range is None:
            if self.confidence != "found":
                raise ValueError(f"a {self.confidence} figure needs its range: [low, high]")
        elif self.range[0] > self.range[1]:
            raise ValueError("range should be [low, high]")
        return self


class Figure(Sourced):
    """One number. ``range`` holds the lowest and highest plausible value."""

    value: float

    @model_validator(mode="after")
    def _inside_range(self) -> Self:
        if self.range is not None and not self.range[0] <= self.value <= self.range[1]:
            raise ValueError(f"the value {self.value} lies outside its range {list(self.range)}")
        return self


class Mix(Sourced):
    """Shares of named classes that add up to one. ``range`` holds factors around each share."""

    shares: dict[str, Annotated[float, Field(ge=0, le=1)]]

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        total = sum(self.shares.values())
        if abs(total - 1) > 1e-6:
            raise ValueError(f"the shares add up to {total:.4f}; they should add up to 1")
        return self

    def of(self, names: tuple[str, ...]) -> list[float]:
        """Shares in the order of the names; a class left out has none."""
        return [self.shares.get(name, 0.0) for name in names]


class Rates(Sourced):
    """Shares of named classes, each by itself. ``range`` holds factors around each share."""

    shares: dict[str, Annotated[float, Field(ge=0, le=1)]]

    def of(self, names: tuple[str, ...]) -> list[float]:
        """Shares in the order of the names; a class left out has none."""
        return [self.shares.get(name, 0.0) for name in names]


class Amounts(Sourced):
    """Amounts of named classes. ``range`` holds factors around each amount."""

    amounts: dict[str, Annotated[float, Field(ge=0)]]


class Codes(Sourced):
    """Shares of whole numbers (levels, months) that add up to one."""

    shares: dict[int, Annotated[float, Field(ge=0, le=1)]]

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        total = sum(self.shares.values())
        if abs(total - 1) > 1e-6:
            raise ValueError(f"the shares add up to {total:.4f}; they should add up to 1")
        return self


class Curve(Sourced):
    """Quantiles at equal steps from 0 to 1. ``range`` holds factors around each value."""

    quantiles: Annotated[list[float], Field(min_length=2)]

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if any(a > b for a, b in pairwise(self.quantiles)):
            raise ValueError("quantiles should not fall")
        return self


class Profile(Strict):
    """A combination of groups that one person belongs to, and how common it is."""

    groups: list[str]
    share: Annotated[float, Field(ge=0, le=1)]

    @model_validator(mode="after")
    def _known_groups(self) -> Self:
        for name in self.groups:
            if name not in GROUPS:
                raise ValueError(f"no such group '{name}'; {did_you_mean(name, list(GROUPS))}")
        return self


class Profiles(Sourced):
    """Combinations of groups; whoever is in none of them belongs to no group."""

    profiles: list[Profile]

    @model_validator(mode="after")
    def _at_most_all(self) -> Self:
        total = sum(p.share for p in self.profiles)
        if total > 1 + 1e-9:
            raise ValueError(f"the shares add up to {total:.4f}, more than 1")
        return self

    def share_of(self, group: str) -> float:
        """Share of persons in a group, over all combinations."""
        return sum(p.share for p in self.profiles if group in p.groups)


class Cross(Sourced):
    """Shares of named classes (columns) among those of other classes (rows), not yet raked.

    Each row adds up to one. ``range`` holds factors around each share.
    """

    rows: dict[str, dict[str, Annotated[float, Field(ge=0, le=1)]]]

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        for name, shares in self.rows.items():
            if abs(sum(shares.values()) - 1) > 1e-6:
                raise ValueError(f"the shares of '{name}' add up to {sum(shares.values()):.4f}")
        return self

    def of(self, rows: tuple[str, ...], columns: tuple[str, ...]) -> list[list[float]]:
        """The table in the order of the names; every row and column must be there."""
        return [[self.rows[row][column] for column in columns] for row in rows]


class Premiums(Sourced):
    """Additions to the logarithm of something, by class. ``range`` is what may be added to each."""

    values: dict[str, float]

    def of(self, names: tuple[str, ...]) -> list[float]:
        """Premiums in the order of the names; a class left out has none."""
        return [self.values.get(name, 0.0) for name in names]


Factors = dict[str, Annotated[float, Field(ge=0)]]


class Ties(Sourced):
    """How much likelier a class is in a group, by attribute. ``range`` holds factors of each.

    A class left out counts 1; an attribute left out plays no part.
    """

    sex: Factors = Field(default_factory=dict)
    age: Factors = Field(default_factory=dict)
    education: Factors = Field(default_factory=dict)
    residence: Factors = Field(default_factory=dict)
    sector: Factors = Field(default_factory=dict)
