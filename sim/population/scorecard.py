"""What was drawn, against what it was drawn to: every target, misses included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.base.dates import NEVER
from sim.base.money import FEN_PER_YUAN
from sim.measures.tables import bit
from sim.population.columns import (
    ARRIVALS,
    GRADUATE,
    INSTITUTION_TYPES,
    OWNERSHIP,
    REGISTRANT,
    RESERVE,
    SECTORS,
    STOCK,
    Population,
)
from sim.population.figures import Confidence, Figure, Mix
from sim.population.people import on_post_weight
from sim.population.targets import Targets, targets_of


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
    """

    target: str
    wanted: float
    got: float
    error: float
    confidence: Confidence
    unit: str


def compare_with_targets(
    population: Population, targets: Targets | None = None
) -> list[Comparison]:
    """Every target of a place beside the drawn value."""
    targets = targets or targets_of(population.jurisdiction)
    return [
        *_counts(population, targets),
        *_firms(population, targets),
        *_wages(population, targets),
        *_persons(population, targets),
        *_seekers(population, targets),
        *_businesses(population, targets),
        *_institutions(population, targets),
    ]


def summary(population: Population) -> dict[str, float]:
    """A small description for reports: counts, mean wage (yuan a month) and shares."""
    firms, workers, seekers = population.firms, population.workers, population.jobseekers
    return {
        "firms": len(firms),
        "enterprises": int(np.count_nonzero(firms.enterprise)),
        "workers": len(workers),
        "enterprise_workers": int(firms.staff[firms.enterprise].sum()),
        "largest_firm": int(firms.staff[firms.enterprise].max(initial=0)),
        "jobseekers": len(seekers),
        "registered_unemployed": int(np.count_nonzero(seekers.origin == STOCK)),
        "mean_wage": float(workers.wage_fen.mean()) / FEN_PER_YUAN,
        "median_wage": float(np.median(workers.wage_fen)) / FEN_PER_YUAN,
        "at_floor_share": float(workers.at_floor.mean()),
        "women_share": float(workers.woman.mean()),
        "rural_share": float(workers.rural.mean()),
        "mean_insured_months": float(workers.insured_months.mean()),
    }


def _compare(name: str, figure: Figure, got: float, scale: float = 1.0) -> Comparison:
    return _row(name, figure.value * scale, got, figure.confidence, figure.unit)


def _row(name: str, wanted: float, got: float, confidence: Confidence, unit: str) -> Comparison:
    error = got / wanted - 1 if wanted else got
    return Comparison(name, wanted, float(got), float(error), confidence, unit)


def _counts(population: Population, targets: Targets) -> Iterator[Comparison]:
    place, size = targets.place, population.size
    origin, years = population.jobseekers.origin, len(population.years)
    yield _compare("insured workers", place.insured, len(population.workers), size)
    enterprises = int(np.count_nonzero(population.firms.enterprise))
    yield _compare("insured firms", place.insured_firms, enterprises, size)
    stock = int(np.count_nonzero(origin == STOCK))
    yield _compare("registered unemployed", place.registered_unemployed, stock, size)
    for name, figure, code in (
        ("new registrants a year", place.registrants, REGISTRANT),
        ("graduates a year", place.graduates, GRADUATE),
        ("labour reserve a year", place.reserve, RESERVE),
    ):
        yield _compare(name, figure, np.count_nonzero(origin == code) / years, size)
    interns = np.count_nonzero(population.jobseekers.intern)
    yield _compare("interns a year", place.interns, interns / years, size)


def _firms(population: Population, targets: Targets) -> Iterator[Comparison]:
    firms, place = population.firms, targets.place
    staff, enterprise = firms.staff, firms.enterprise
    public = 1 - staff[enterprise].sum() / staff.sum()
    yield _compare("share in public institutions", place.public_share, public)
    weights = np.where(enterprise, staff, 0)
    yield from _classes("sector", place.sectors, SECTORS[:-1], firms.sector, weights)
    yield from _classes("ownership", place.ownership, OWNERSHIP, firms.ownership, weights)
    yield from _classes("tier", place.tiers, tuple(place.tiers.shares), firms.tier, staff)
    for employer in place.named_employers:
        near = np.abs(staff[enterprise] - employer.staff.value * population.size).argmin()
        got = staff[enterprise][near]
        yield _compare(employer.name, employer.staff, got, population.size)


def _classes(
    what: str,
    mix: Mix,
    names: tuple[str, ...],
    column: npt.NDArray[np.int8],
    weights: npt.NDArray[np.integer],
) -> Iterator[Comparison]:
    got = np.bincount(column, weights=weights, minlength=len(names)) / weights.sum()
    for name, wanted, value in zip(names, mix.of(names), got, strict=False):
        yield _row(f"{what} {name}", wanted, value, mix.confidence, "share")


def _wages(population: Population, targets: Targets) -> Iterator[Comparison]:
    place, wages, firms = targets.place, targets.common.wages, population.firms
    pay = population.workers.wage_fen * (12 / FEN_PER_YUAN)
    weight = np.repeat(on_post_weight(targets, firms), firms.staff)
    for name, figure, rows in (
        ("mean wage, state and large units", place.wage_on_post, weight == 1),
        ("mean wage, small private firms", place.wage_private, weight == 0),
    ):
        if rows.any():
            yield _compare(name, figure, pay[rows].mean())
    spread = float(np.log(pay[weight == 1]).std()) if (weight == 1).any() else 0.0
    yield _compare("wage spread, state and large units", wages.sigma, spread)
    enterprise = np.repeat(firms.enterprise, firms.staff)
    floor = population.workers.at_floor[enterprise].mean()
    yield _compare("insured at the floor, enterprises", wages.at_floor, floor)


def _persons(population: Population, targets: Targets) -> Iterator[Comparison]:
    workers, persons = population.workers, targets.common.persons
    yield _compare("women among workers", persons.women_share, workers.woman.mean())
    yield _compare("rural among workers", targets.place.rural_share, workers.rural.mean())
    for group in dict.fromkeys(g for p in persons.groups.profiles for g in p.groups):
        got = np.count_nonzero(workers.groups & bit(group)) / len(workers)
        wanted = persons.groups.share_of(group)
        yield _row(f"{group} among workers", wanted, got, persons.groups.confidence, "share")


def _seekers(population: Population, targets: Targets) -> Iterator[Comparison]:
    people, seekers = population.jobseekers, targets.common.seekers
    yield _compare("women among jobseekers", seekers.women_share, people.woman.mean())
    for code, profiles in ((GRADUATE, seekers.graduate), (RESERVE, seekers.reserve)):
        groups = people.groups[people.origin == code]
        name = "graduates" if code == GRADUATE else "labour reserve"
        for group in dict.fromkeys(g for p in profiles.profiles for g in p.groups):
            got = np.count_nonzero(groups & bit(group)) / max(len(groups), 1)
            wanted = profiles.share_of(group)
            yield _row(f"{group} among {name}", wanted, got, profiles.confidence, "share")


def _businesses(population: Population, targets: Targets) -> Iterator[Comparison]:
    place, size, years = targets.place, population.size, len(population.years)
    founders = population.founders
    opened = np.count_nonzero(founders.founded_on != NEVER)
    yield _compare("businesses founded a year", place.founders, opened / years, size)
    borrowed = np.count_nonzero(founders.loan_yuan)
    yield _compare("start-up loans asked for a year", place.loans, borrowed / years, size)
    firms = len(population.firm_loans)
    yield _compare("loans asked for by firms a year", place.firm_loans, firms / years, size)
    apprentices = float(population.firms.apprentices.sum())
    yield _compare("apprentices a year", place.apprentices, apprentices, size)
    welfare = float(np.count_nonzero(population.firms.welfare))
    yield _compare("firms that concentrate the disabled", place.welfare_firms, welfare, size)
    for code, figure in enumerate((place.students, place.talents)):
        got = np.count_nonzero(population.arrivals.kind == code)
        yield _compare(f"{ARRIVALS[code]}s a year", figure, got / years, size)


def _institutions(population: Population, targets: Targets) -> Iterator[Comparison]:
    table, size = population.institutions, population.size
    for code, name in enumerate(INSTITUTION_TYPES):
        entries = [e for e in targets.place.institutions if e.type == name]
        if entries:
            wanted = sum(e.count.value for e in entries) * size
            got = float(np.count_nonzero(table.type == code))
            first = entries[0].count
            yield _row(f"institutions: {name}", wanted, got, first.confidence, first.unit)
