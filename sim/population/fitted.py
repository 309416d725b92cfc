"""Every target that the population is drawn to, beside what was drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from sim.base.dates import NEVER, day
from sim.base.money import FEN_PER_YUAN
from sim.measures.tables import Array, Bool, bit
from sim.population.columns import (
    ARRIVALS,
    EDUCATION,
    GRADUATE,
    INSTITUTION_TYPES,
    ORIGINS,
    OWNERSHIP,
    REGISTRANT,
    RESERVE,
    SECTORS,
    STOCK,
    Population,
)
from sim.population.comparison import Comparison, of_figure, of_share, of_value
from sim.population.figures import Codes, Curve, Mix, Profiles, Rates
from sim.population.joint import DAYS_PER_YEAR
from sim.population.targets import Targets
from sim.population.wages import on_post_weight

FEW = 30
"""Fewer workers than this show no mean."""


def fitted(population: Population, targets: Targets) -> Iterator[Comparison]:
    """Every target of a place that the draw uses."""
    yield from _counts(population, targets)
    yield from _firms(population, targets)
    yield from _wages(population, targets)
    yield from _workers(population, targets)
    yield from _seekers(population, targets)
    yield from _register(population, targets)
    yield from _groups_of_seekers(population, targets)
    yield from _businesses(population, targets)
    yield from _institutions(population, targets)


def _counts(population: Population, targets: Targets) -> Iterator[Comparison]:
    place, size = targets.place, population.size
    origin, years = population.jobseekers.origin, len(population.years)
    yield of_figure("insured workers", place.insured, len(population.workers), size)
    enterprises = int(np.count_nonzero(population.firms.enterprise))
    yield of_figure("insured firms", place.insured_firms, enterprises, size)
    stock = int(np.count_nonzero(origin == STOCK))
    yield of_figure("registered unemployed", place.registered_unemployed, stock, size)
    for name, figure, code in (
        ("new registrants a year", place.registrants, REGISTRANT),
        ("graduates a year", place.graduates, GRADUATE),
        ("labour reserve a year", place.reserve, RESERVE),
    ):
        yield of_figure(name, figure, np.count_nonzero(origin == code) / years, size)
    interns = np.count_nonzero(population.jobseekers.intern)
    yield of_figure("interns a year", place.interns, interns / years, size)


def _firms(population: Population, targets: Targets) -> Iterator[Comparison]:
    firms, place = population.firms, targets.place
    staff, enterprise = firms.staff, firms.enterprise
    public = 1 - staff[enterprise].sum() / staff.sum()
    yield of_figure("share in public institutions", place.public_share, public)
    mean = float(staff[~enterprise].mean()) if (~enterprise).any() else 0.0
    wanted = targets.common.sizes.institution_mean_staff
    yield of_figure("mean staff of public institutions", wanted, mean)
    weights = np.where(enterprise, staff, 0)
    yield from _classes("sector", place.sectors, SECTORS[:-1], firms.sector, weights)
    yield from _classes("ownership", place.ownership, OWNERSHIP, firms.ownership, weights)
    yield from _classes("tier", place.tiers, tuple(place.tiers.shares), firms.tier, staff)
    if population.size == 1.0:
        named = [employer.staff.value for employer in place.named_employers]
        largest = int(staff[enterprise & ~np.isin(staff, named)].max(initial=0))
        yield of_figure("largest firm besides the named", place.largest_size, largest)
    for employer in place.named_employers:
        near = np.abs(staff[enterprise] - employer.staff.value * population.size).argmin()
        yield of_figure(employer.name, employer.staff, staff[enterprise][near], population.size)


def _classes(
    what: str,
    mix: Mix,
    names: Sequence[str],
    column: npt.NDArray[np.integer],
    weights: npt.NDArray[np.integer],
) -> Iterator[Comparison]:
    agents = int(weights.sum())
    got = np.bincount(column, weights=weights, minlength=len(names)) / max(agents, 1)
    for name, wanted, value in zip(names, mix.of(tuple(names)), got, strict=False):
        yield of_share(f"{what} {name}", mix, wanted, value, agents)


def _wages(population: Population, targets: Targets) -> Iterator[Comparison]:
    place, wages, firms = targets.place, targets.common.wages, population.firms
    pay = population.workers.wage_fen * (12 / FEN_PER_YUAN)
    weight = np.repeat(on_post_weight(targets, firms), firms.staff)
    for name, figure, rows in (
        ("mean wage, state and large units", place.wage_on_post, weight == 1),
        ("mean wage, small private firms", place.wage_private, weight == 0),
    ):
        if np.count_nonzero(rows) >= FEW:
            yield of_figure(name, figure, pay[rows].mean())
    if np.count_nonzero(weight == 1) >= FEW:
        spread = float(np.log(pay[weight == 1]).std())
        yield of_figure("wage spread, state and large units", wages.sigma, spread)
    enterprise = np.repeat(firms.enterprise, firms.staff)
    floor = population.workers.at_floor[enterprise].mean()
    yield of_figure("insured at the floor, enterprises", wages.at_floor, floor)


def _workers(population: Population, targets: Targets) -> Iterator[Comparison]:
    workers, persons = population.workers, targets.common.persons
    count = len(workers)
    yield of_figure("women among workers", persons.women_share, workers.woman.mean())
    yield of_figure("rural among workers", targets.place.rural_share, workers.rural.mean())
    ones = np.ones(count, np.int64)
    yield from _classes("schooling", persons.education, EDUCATION, workers.education, ones)
    age = (day(f"{targets.common.base_year}-12-31") - workers.born_on) / DAYS_PER_YEAR
    for name, curve, rows in (
        ("median age of men", persons.age_men, ~workers.woman),
        ("median age of women", persons.age_women, workers.woman),
    ):
        yield _median(name, curve, age[rows])
    yield from _groups("workers", persons.groups, workers.groups)


def _median(name: str, curve: Curve, values: npt.NDArray[np.floating]) -> Comparison:
    """The median of a curve beside that of the values drawn from it."""
    return of_value(name, curve, float(np.quantile(curve.quantiles, 0.5)), float(np.median(values)))


def _groups(who: str, profiles: Profiles, groups: Array) -> Iterator[Comparison]:
    for group in dict.fromkeys(g for p in profiles.profiles for g in p.groups):
        got = np.count_nonzero(groups & bit(group)) / max(len(groups), 1)
        wanted = profiles.share_of(group)
        # Each combination is rounded to whole persons.
        parts = sum(group in p.groups for p in profiles.profiles)
        agents = max(len(groups) // parts, 1)
        yield of_share(f"{group} among {who}", profiles, wanted, got, agents)


def _seekers(population: Population, targets: Targets) -> Iterator[Comparison]:
    people, seekers = population.jobseekers, targets.common.seekers
    count = len(people)
    if not count:
        return
    yield of_figure("women among jobseekers", seekers.women_share, people.woman.mean())
    for code, name in enumerate(ORIGINS):
        here = people.rural[people.origin == code]
        if len(here):
            rural = seekers.rural_share
            yield _rate(f"rural among {name}", rural, name, here)
    private = targets.place.wage_private.value / 12
    ratio = float(people.wage_fen.mean()) / FEN_PER_YUAN / private
    yield of_figure("re-employment wage over private mean", seekers.wage_ratio, ratio)


def _rate(name: str, rates: Rates, of: str, true: Bool) -> Comparison:
    # Whole persons in each year: three roundings.
    return of_share(name, rates, rates.shares[of], float(true.mean()), max(len(true) // 3, 1))


def _register(population: Population, targets: Targets) -> Iterator[Comparison]:
    """The stock on the register at the end of the base year."""
    people, seekers, place = population.jobseekers, targets.common.seekers, targets.place
    stock = people.origin == STOCK
    if not stock.any():
        return
    dismissed = int(np.count_nonzero(people.laid_off & stock))
    wanted, size = place.dismissed_registered, population.size
    yield of_figure("dismissed on the register", wanted, dismissed, size)
    worked = people.left_on != NEVER
    registered = people.origin <= REGISTRANT
    share = float(worked[registered].mean())
    yield of_figure("worked before, of the registered", seekers.worked_before, share)
    end = day(f"{targets.common.base_year}-12-31")
    months = (end - people.came_on[stock]) / (DAYS_PER_YEAR / 12)
    yield _median("median months on the register", seekers.months_on_register, months)
    age = (np.where(stock, end, people.came_on) - people.born_on)[registered] / DAYS_PER_YEAR
    yield _median("median age of the registered", seekers.age_registered, age)


def _groups_of_seekers(population: Population, targets: Targets) -> Iterator[Comparison]:
    people, seekers = population.jobseekers, targets.common.seekers
    age = (people.came_on - people.born_on) / DAYS_PER_YEAR
    registered = people.origin <= REGISTRANT
    young = age < seekers.young_below.value
    older = ~young & (
        age >= np.where(people.woman, seekers.older_woman.value, seekers.older_man.value)
    )
    for name, profiles, rows in (
        ("young registered", seekers.young, registered & young),
        ("prime-age registered", seekers.prime, registered & ~young & ~older),
        ("older registered", seekers.older, registered & older),
        ("graduates", seekers.graduate, people.origin == GRADUATE),
        ("labour reserve", seekers.reserve, people.origin == RESERVE),
    ):
        yield from _groups(name, profiles, people.groups[rows])


def _businesses(population: Population, targets: Targets) -> Iterator[Comparison]:
    place, size, years = targets.place, population.size, len(population.years)
    rules, founders = targets.common.businesses, population.founders
    opened = np.count_nonzero(founders.founded_on != NEVER)
    yield of_figure("businesses founded a year", place.founders, opened / years, size)
    borrowed = np.count_nonzero(founders.loan_yuan)
    yield of_figure("start-up loans asked for a year", place.loans, borrowed / years, size)
    if borrowed:
        again = float(np.count_nonzero(founders.loans_before) / borrowed)
        yield of_figure("repeat loans", rules.repeat_loans, again)
        lent = founders.loan_yuan > 0
        yield from _codes("partners", rules.partners, founders.partners[lent])
        each = founders.loan_yuan[lent] / founders.partners[lent]
        yield _median("median loan of a person", rules.loan_person, each)
    firms = len(population.firm_loans)
    yield of_figure("loans asked for by firms a year", place.firm_loans, firms / years, size)
    apprentices = float(population.firms.apprentices.sum())
    yield of_figure("apprentices a year", place.apprentices, apprentices, size)
    welfare = float(np.count_nonzero(population.firms.welfare))
    yield of_figure("firms that concentrate the disabled", place.welfare_firms, welfare, size)
    for code, figure in enumerate((place.students, place.talents)):
        got = np.count_nonzero(population.arrivals.kind == code)
        yield of_figure(f"{ARRIVALS[code]}s a year", figure, got / years, size)


def _codes(what: str, codes: Codes, column: Array) -> Iterator[Comparison]:
    for number, share in codes.shares.items():
        got = np.count_nonzero(column == number) / max(len(column), 1)
        # A cut at each end of the class, in each of three years.
        yield of_share(f"{what}: {number}", codes, share, got, max(len(column) // 6, 1))


def _institutions(population: Population, targets: Targets) -> Iterator[Comparison]:
    table, size = population.institutions, population.size
    for code, name in enumerate(INSTITUTION_TYPES):
        entries = [e for e in targets.place.institutions if e.type == name]
        if entries:
            first = entries[0].count
            ranges = [e.count.range or (e.count.value, e.count.value) for e in entries]
            total = first.model_copy(
                update={
                    "value": sum(e.count.value for e in entries),
                    "range": (sum(r[0] for r in ranges), sum(r[1] for r in ranges)),
                }
            )
            got = float(np.count_nonzero(table.type == code))
            yield of_figure(f"institutions: {name}", total, got, size)
