"""Population targets: what each place is drawn to, as data with sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Self, TypeVar

from pydantic import Field, model_validator

from sim.base.documents import Strict, read
from sim.base.errors import Problem, UserError, did_you_mean
from sim.measures.tables import LEVELS
from sim.population.columns import EDUCATION, INSTITUTION_TYPES, ORIGINS, OWNERSHIP, SECTORS
from sim.population.figures import Codes, Curve, Figure, Mix, Profiles, Rates

FOLDER = Path(__file__).parent / "data"
COMMON = "common"

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
    firm_age_months: Curve
    youngest_large: Figure
    internship_base_staff: Figure
    interns_per_base: Figure
    recognised_base_share: Figure
    apprentices_per_firm: Figure
    apprentice_firm_staff: Figure
    welfare_firm_staff: Figure


class Wages(Strict):
    """How wages spread inside a place, and what is insured of them."""

    sigma: Figure
    firm_sigma: Figure
    tertiary_premium: Figure
    women_premium: Figure
    at_floor: Figure
    at_floor_weights: dict[str, Figure]

    @model_validator(mode="after")
    def _known(self) -> Self:
        _only("at_floor_weights", self.at_floor_weights, OWNERSHIP, every=True)
        return self


class Persons(Strict):
    """Who holds the insured posts."""

    women_share: Figure
    age_men: Curve
    age_women: Curve
    education: Mix
    insured_part_of_career: Curve
    groups: Profiles

    @model_validator(mode="after")
    def _known(self) -> Self:
        _only("education", self.education.shares, EDUCATION)
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


@dataclass(frozen=True)
class Targets:
    """What one jurisdiction's population is drawn to."""

    jurisdiction: str
    place: Place
    common: Common

    @property
    def years(self) -> tuple[int, ...]:
        """Calendar years for which newcomers are drawn."""
        return tuple(self.common.years)


def jurisdictions(folder: Path = FOLDER) -> tuple[str, ...]:
    """Names of the places that have targets."""
    return tuple(sorted(p.stem for p in folder.glob("*.yaml") if p.stem != COMMON))


def targets_of(jurisdiction: str, folder: Path = FOLDER) -> Targets:
    """The targets of a place; ``UserError`` naming every problem otherwise."""
    known = jurisdictions(folder)
    if jurisdiction not in known:
        hint = did_you_mean(jurisdiction, known)
        raise UserError(Problem(jurisdiction, f"no population targets for this place; {hint}"))
    place = _model(folder / f"{jurisdiction}.yaml", Place)
    return Targets(jurisdiction, place, _model(folder / f"{COMMON}.yaml", Common))


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
