"""Drawing the people out of work: the register, later registrants, graduates, labour reserve."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.base.dates import NEVER, day
from sim.base.draws import bits, uniform
from sim.base.money import FEN_PER_YUAN
from sim.measures.tables import Array, Bool
from sim.population import lookup
from sim.population.columns import (
    GRADUATE,
    ORIGINS,
    REGISTRANT,
    RESERVE,
    STOCK,
    Firms,
    Jobseekers,
)
from sim.population.people import DAYS_PER_YEAR, age_in_days, insured_months
from sim.population.targets import Targets

Int64 = npt.NDArray[np.int64]


def draw_jobseekers(targets: Targets, seed: int, size: float, firms: Firms) -> Jobseekers:
    """Everybody who is or comes to be out of work without losing a modelled post."""
    origin, year = _who(targets, size)
    ids = np.arange(len(origin))
    person = lookup.four_fields(bits(seed, "seeker/person", ids))
    past = lookup.four_fields(bits(seed, "seeker/past", ids))
    came_on = _came_on(targets, seed, ids, origin, year)
    woman = person[0] < int(lookup.thresholds(targets.common.seekers.women_share.value))
    age = _age_days(targets, origin, person[1])
    groups = _groups(targets, origin, woman, age, person[2])
    columns = {
        "origin": origin,
        "came_on": came_on,
        "born_on": came_on - age,
        "woman": woman,
        "rural": _by_origin(targets.common.seekers.rural_share.of(ORIGINS), origin, person[3]),
        "groups": groups,
        **_past(targets, origin, came_on, age, past),
        "intern": _interns(targets, seed, size, origin, year, age),
    }
    return _placed(
        seed,
        firms,
        Jobseekers.of(
            firm=np.zeros(len(origin)),
            wage_fen=_wages(targets, seed, ids),
            left_school_on=_left_school(targets, seed, ids, origin, came_on, age),
            **columns,
        ),
    )


def _who(targets: Targets, size: float) -> tuple[Int64, Int64]:
    """Origin and year of arrival of each person."""
    place, years = targets.place, targets.common.years
    blocks = [(STOCK, targets.common.base_year, place.registered_unemployed.value)]
    for year in years:
        blocks += [
            (REGISTRANT, year, place.registrants.value),
            (GRADUATE, year, place.graduates.value),
            (RESERVE, year, place.reserve.value),
        ]
    counts = [round(value * size) for _, _, value in blocks]
    origins = np.repeat([origin for origin, _, _ in blocks], counts)
    return origins, np.repeat([year for _, year, _ in blocks], counts)


def _came_on(targets: Targets, seed: int, ids: Int64, origin: Int64, year: Int64) -> Int64:
    """Day of arrival: spread over the year; July for graduates; before its end for the stock."""
    u = uniform(seed, "seeker/arrival", ids)
    field = (u * lookup.ENTRIES).astype(np.int64)
    january = np.array([day(f"{y}-01-01") for y in range(1970, 2100)])
    first, after = january[year - 1970], january[year - 1969]
    on_register = lookup.curve(targets.common.seekers.months_on_register) * (DAYS_PER_YEAR / 12)
    spread = first + (u * (after - first)).astype(np.int64)
    july = first + 181 + (u * 31).astype(np.int64)
    stock = after - 1 - on_register[field].astype(np.int64)
    return np.select([origin == STOCK, origin == GRADUATE], [stock, july], spread)


def _age_days(targets: Targets, origin: Int64, field: lookup.UInt16) -> Int64:
    seekers = targets.common.seekers
    registered = age_in_days(seekers.age_registered)[field]
    graduate = age_in_days(seekers.age_graduate)[field]
    reserve = age_in_days(seekers.age_reserve)[field]
    return np.select([origin == GRADUATE, origin == RESERVE], [graduate, reserve], registered)


def _groups(
    targets: Targets, origin: Int64, woman: Bool, age: Int64, field: lookup.UInt16
) -> Array:
    """Group bits by origin and, on the register, by age: the older are mostly hard to employ."""
    seekers = targets.common.seekers
    limit = np.where(woman, seekers.older_woman.value, seekers.older_man.value)
    conditions = [
        origin == GRADUATE,
        origin == RESERVE,
        age < seekers.young_below.value * DAYS_PER_YEAR,
        age >= limit * DAYS_PER_YEAR,
    ]
    profiles = [seekers.graduate, seekers.reserve, seekers.young, seekers.older]
    tables = [lookup.group_bits(p)[field] for p in profiles]
    return np.select(conditions, tables, lookup.group_bits(seekers.prime)[field])


def _by_origin(shares: list[float], origin: Int64, field: lookup.UInt16) -> Bool:
    return np.asarray(field < lookup.thresholds(shares)[origin])


def _past(
    targets: Targets, origin: Int64, came_on: Int64, age: Int64, past: tuple[lookup.UInt16, ...]
) -> dict[str, Array]:
    """The last job, if any: when it ended, whether by dismissal, months insured."""
    seekers = targets.common.seekers
    worked = (origin <= REGISTRANT) & (
        past[0] < int(lookup.thresholds(seekers.worked_before.value))
    )
    laid_off = worked & _by_origin(_laid_off_shares(targets), origin, past[1])
    gap = lookup.curve(seekers.gap_days).astype(np.int64)[past[2]]
    part = np.where(
        laid_off,
        lookup.curve(targets.common.persons.insured_part_of_career)[past[3]],
        lookup.curve(seekers.insured_part_of_career)[past[3]],
    )
    insured = np.where(worked & (part > 0), insured_months(age, part), 0)
    return {
        "left_on": np.where(worked, came_on - gap, NEVER),
        "laid_off": laid_off,
        "insured_months": insured,
    }


def _laid_off_shares(targets: Targets) -> list[float]:
    """Dismissed among those who worked before, by origin."""
    place, seekers = targets.place, targets.common.seekers
    worked = place.registered_unemployed.value * seekers.worked_before.value
    stock = min(place.dismissed_registered.value / max(worked, 1), 1.0)
    return [stock, seekers.registrants_laid_off.value, 0.0, 0.0]


def _interns(
    targets: Targets, seed: int, size: float, origin: Int64, year: Int64, age: Int64
) -> Bool:
    """The young who ask for an internship, as many a year as the target says."""
    young = age < targets.common.seekers.young_below.value * DAYS_PER_YEAR
    may = (origin == GRADUATE) | ((origin == REGISTRANT) & young)
    first = year - min(targets.common.years)
    available = np.bincount(first[may], minlength=len(targets.common.years))
    wanted = targets.place.interns.value * size / np.maximum(available, 1)
    u = uniform(seed, "seeker/intern", np.arange(len(origin)))
    asks = u < wanted[np.clip(first, 0, len(wanted) - 1)]
    return np.asarray(may & asks)


def _left_school(
    targets: Targets, seed: int, ids: Int64, origin: Int64, came_on: Int64, age: Int64
) -> Int64:
    """Graduates left on 30 June; other young people at 16 to 19; older ones long ago (NEVER)."""
    birthdays = 16 + 3 * uniform(seed, "seeker/left school", ids)
    young = age < targets.common.seekers.young_below.value * DAYS_PER_YEAR
    at = came_on - age + (np.minimum(birthdays * DAYS_PER_YEAR, age)).astype(np.int64)
    june = came_on.astype("datetime64[D]").astype("datetime64[Y]").astype("datetime64[D]")
    graduated = june.astype(np.int64) + 180
    return np.select([origin == GRADUATE, young], [graduated, at], NEVER)


def _wages(targets: Targets, seed: int, ids: Int64) -> Int64:
    seekers, place = targets.common.seekers, targets.place
    mean = place.wage_private.value / 12 * seekers.wage_ratio.value * FEN_PER_YUAN
    field = lookup.four_fields(bits(seed, "seeker/wage", ids))[0]
    wages = mean * lookup.lognormal_factors(seekers.wage_sigma.value)[field]
    return np.maximum(np.rint(wages), place.lowest_wage.value * FEN_PER_YUAN).astype(np.int64)


def _placed(seed: int, firms: Firms, seekers: Jobseekers) -> Jobseekers:
    """Each person at a unit (by its staff; interns at a base), in the order of the units."""
    u = uniform(seed, "seeker/unit", np.arange(len(seekers)))
    post = (u * int(firms.staff.sum())).astype(np.int64)
    unit = np.searchsorted(firms.first_worker, post, side="right") - 1
    bases = np.flatnonzero(firms.internship_base)
    base = bases[(u * len(bases)).astype(np.int64)]
    firm = np.where(seekers.intern, base, unit).astype(np.int32)
    order = np.argsort(firm, kind="stable")
    placed = seekers.take(order)
    return Jobseekers.of(
        **{n: getattr(placed, n) for n in Jobseekers.dtypes() if n != "firm"},
        firm=firm[order],
    )
