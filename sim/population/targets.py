"""Population targets: what each place is drawn to, as data with sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Self, TypeVar

from pydantic import Field, model_validator

from sim.base.documents import Strict, read
from sim.base.errors import Problem, UserError, did_you_mean, say
from sim.measures.tables import GROUPS, LEVELS
from sim.population.columns import EDUCATION, INSTITUTION_TYPES, ORIGINS, OWNERSHIP, SECTORS
from sim.population.figures import (
    Codes,
    Cross,
    Curve,
    Figure,
    Mix,
    Premiums,
    Profiles,
    Rates,
    Ties,
)
from sim.population.uncertain import world

FOLDER = Path(__file__).parent / "data"
COMMON = "common"

SEXES = ("man", "woman")
AGE_LIMITS = (30, 40, 50)
"""Years of age at which the next age class begins."""
AGES = ("under_30", "30_to_39", "40_to_49", "from_50")
RESIDENCES = ("urban", "rural")
CLASSES: dict[str, tuple[str, ...]] = {
    "sector": SECTORS,
    "sex": SEXES,
    "age": AGES,
    "education": EDUCATION,
    "residence": RESIDENCES,
}
"""Attributes that the joint distribution of workers is made of, and their classes."""

S = TypeVar("S", bound=Strict)


class Employer(Strict):
    """A named employer so large that it must not be left to chance."""

    name: str
    sector: str
    ownership: str
    staff: Figure

    @model_validator(mode="after")
    def _known(self) -> Self:
        _only("sector", [self.sector], SECTORS[:-1])
        _only("ownership", [self.ownership], OWNERSHIP)
        return self


class InstitutionTarget(Strict):
    """Institutions of one type and level: how many, and how large in the mean."""

    type: str
    level: str = "none"
    count: Figure
    size: Figure | None = None

    @model_validator(mode="after")
    def _known(self) -> Self:
        _only("type", [self.type], INSTITUTION_TYPES)
        _only("level", [self.level], tuple(LEVELS))
        return self


class Place(Strict):
    """Targets of one jurisdiction (``data/<name>.yaml``)."""

    name: str
    insured: Figure
    public_share: Figure
    insured_firms: Figure
    largest_size: Figure
    named_employers: list[Employer]
    sectors: Mix
    ownership: Mix
    tiers: Mix
    wage_on_post: Figure
    wage_private: Figure
    wage_growth: Figure
    lowest_wage: Figure
    lowest_wage_by_tier: dict[str, Figure] = Field(default_factory=dict)
    residents: Figure
    cover: Figure
    rural_share: Figure
    registered_unemployed: Figure
    dismissed_registered: Figure
    registrants: Figure
    graduates: Figure
    reserve: Figure
    interns: Figure
    apprentices: Figure
    welfare_firms: Figure
    founders: Figure
    loans: Figure
    firm_loans: Figure
    loan_institutions: Figure
    students: Figure
    talents: Figure
    programme_graduates: Figure
    institutions: list[InstitutionTarget]

    @model_validator(mode="after")
    def _known(self) -> Self:
        _only("sectors", self.sectors.shares, SECTORS[:-1])
        _only("ownership", self.ownership.shares, OWNERSHIP)
        _only("lowest_wage_by_tier", self.lowest_wage_by_tier, tuple(self.tiers.shares))
        return self


class Sizes(Strict):
    """How staff is spread over firms and institutions."""

    tail_exponent: Figure
    institution_tail_exponent: Figure
    institution_mean_staff: Figure
    institution_largest: Figure
    large_from: Figure
    small_below: Figure
    sector_tilt: Figure
    ownership_tilt: Figure
    state_lean: Premiums
    firm_age_months: Curve
    youngest_large: Figure
    internship_base_staff: Figure
    interns_per_base: Figure
    recognised_base_share: Figure
    apprentices_per_firm: Figure
    apprentice_firm_staff: Figure
    welfare_firm_staff: Figure

    @model_validator(mode="after")
    def _known(self) -> Self:
        _only("state_lean", self.state_lean.values, SECTORS[:-1])
        return self


class Wages(Strict):
    """How wages spread inside a place, and what is insured of them."""

    sigma: Figure
    firm_sigma: Figure
    women_premium: Figure
    education_premium: Premiums
    age_premium: Premiums
    sector_premium: Premiums
    at_floor: Figure
    at_floor_weights: dict[str, Figure]
    at_floor_small: Figure
    at_floor_large: Figure

    @model_validator(mode="after")
    def _known(self) -> Self:
        _only("at_floor_weights", self.at_floor_weights, OWNERSHIP, every=True)
        _only("education_premium", self.education_premium.values, EDUCATION)
        _only("age_premium", self.age_premium.values, AGES)
        _only("sector_premium", self.sector_premium.values, SECTORS)
        return self


class Persons(Strict):
    """Who holds the insured posts."""

    women_share: Figure
    age_men: Curve
    age_women: Curve
    education: Mix
    women_by_sector: Rates
    education_by_sector: Cross
    education_by_age: Cross
    rural_by_sector: Rates
    rural_by_education: Rates
    insured_part_of_career: Curve
    groups: Profiles
    group_ties: dict[str, Ties]

    @model_validator(mode="after")
    def _known(self) -> Self:
        _only("education", self.education.shares, EDUCATION, every=True)
        _only("women_by_sector", self.women_by_sector.shares, SECTORS, every=True)
        _only("education_by_sector", list(self.education_by_sector.rows), SECTORS, every=True)
        _only("education_by_age", list(self.education_by_age.rows), AGES, every=True)
        for row in (*self.education_by_sector.rows.values(), *self.education_by_age.rows.values()):
            _only("education", list(row), EDUCATION, every=True)
        _only("rural_by_sector", self.rural_by_sector.shares, SECTORS, every=True)
        _only("rural_by_education", self.rural_by_education.shares, EDUCATION, every=True)
        _only("group_ties", list(self.group_ties), tuple(GROUPS))
        for ties in self.group_ties.values():
            for attribute, classes in CLASSES.items():
                _only(attribute, list(getattr(ties, attribute)), classes)
        return self


class Seekers(Strict):
    """Who is out of work."""

    women_share: Figure
    rural_share: Rates
    age_registered: Curve
    age_graduate: Curve
    age_reserve: Curve
    months_on_register: Curve
    worked_before: Figure
    registrants_laid_off: Figure
    insured_part_of_career: Curve
    gap_days: Curve
    wage_ratio: Figure
    wage_sigma: Figure
    older_man: Figure
    older_woman: Figure
    young_below: Figure
    young: Profiles
    prime: Profiles
    older: Profiles
    graduate: Profiles
    reserve: Profiles

    @model_validator(mode="after")
    def _known(self) -> Self:
        _only("rural_share", self.rural_share.shares, ORIGINS)
        return self


class Businesses(Strict):
    """Who founds businesses, and what is borrowed for them."""

    groups: Profiles
    days_to_loan: Curve
    repeat_loans: Figure
    loans_again: Codes
    partners: Codes
    loan_person: Curve
    loan_firm: Curve
    borrower_staff_least: Figure
    borrower_staff_most: Figure
    hired_share: Curve


class Checks(Strict):
    """Published figures that nothing is drawn to; the drawn population is held against them."""

    wage_gini: Figure
    size_tail: Figure
    premium_per_insured: Figure
    base_at_floor: Figure
    in_large_firms: Figure
    insured_months: Figure


class Common(Strict):
    """Targets and parameters that hold in every place (``data/common.yaml``)."""

    base_year: int
    years: Annotated[list[int], Field(min_length=1)]
    sizes: Sizes
    wages: Wages
    persons: Persons
    seekers: Seekers
    businesses: Businesses
    institution_sizes: Curve
    student_months: Codes
    checks: Checks


@dataclass(frozen=True)
class Targets:
    """What one jurisdiction's population is drawn to.

    Attributes:
        jurisdiction: name of the place.
        place: its own targets.
        common: those that hold in every place.
        draw: number of the world they are taken from; 0 has the central values.
    """

    jurisdiction: str
    place: Place
    common: Common
    draw: int = 0

    @property
    def years(self) -> tuple[int, ...]:
        """Calendar years for which newcomers are drawn."""
        return tuple(self.common.years)


def jurisdictions(folder: Path = FOLDER) -> tuple[str, ...]:
    """Names of the places that have targets."""
    return tuple(sorted(p.stem for p in folder.glob("*.yaml") if p.stem != COMMON))


def targets_of(jurisdiction: str, folder: Path = FOLDER, draw: int = 0) -> Targets:
    """The targets of a place; ``UserError`` naming every problem otherwise.

    Args:
        jurisdiction: a name of :func:`jurisdictions`.
        folder: where the target files are.
        draw: number of the world they are taken from: 0 has the central values, any other one
            draws every figure that has a range (:mod:`sim.population.uncertain`).
    """
    return _targets_of(jurisdiction, folder, draw)


@lru_cache(maxsize=32)
def _targets_of(jurisdiction: str, folder: Path, draw: int) -> Targets:
    if draw < 0:
        raise UserError(Problem("draw", f"{draw} should be 0 (central values) or a world above"))
    known = jurisdictions(folder)
    if jurisdiction not in known:
        hint = did_you_mean(jurisdiction, known)
        what = say(
            "no population targets for this place; {hint}",
            "没有这个地区的人口目标；{hint}",
            hint=hint,
        )
        raise UserError(Problem(jurisdiction, what))
    place = _model(folder / f"{jurisdiction}.yaml", Place)
    if draw:
        place = world(place, jurisdiction, draw)
    return Targets(jurisdiction, place, _common(folder, draw), draw)


@lru_cache(maxsize=8)
def _common(folder: Path, draw: int) -> Common:
    """What holds in all places, in a world."""
    common = _model(folder / f"{COMMON}.yaml", Common)
    if not draw:
        return common
    # What is only compared with stays: nothing is drawn to it.
    return world(common, COMMON, draw).model_copy(update={"checks": common.checks})


def files_of(jurisdiction: str, folder: Path = FOLDER) -> tuple[Path, ...]:
    """The files that a place's targets come from."""
    return (folder / f"{COMMON}.yaml", folder / f"{jurisdiction}.yaml")


def _model(path: Path, model: type[S]) -> S:
    return _cached(path, path.stat().st_mtime_ns, model) if path.exists() else _read(path, model)


@cache
def _cached(path: Path, changed_ns: int, model: type[S]) -> S:  # noqa: ARG001 - the cache's key
    return _read(path, model)


def _read(path: Path, model: type[S]) -> S:
    return read(path).as_model(model)


def _only(
    what: str,
    names: Sequence[str] | dict[str, Figure] | dict[str, float],
    known: Sequence[str],
    *,
    every: bool = False,
) -> None:
    for name in names:
        if name not in known:
            raise ValueError(f"{what}: no such class '{name}'; {did_you_mean(name, list(known))}")
    if every and set(names) != set(known):
        raise ValueError(f"{what}: give a number for each of {', '.join(known)}")
