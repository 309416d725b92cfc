"""Drawing the people out of work: the register, later registrants, graduates, labour reserve."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.base.dates import NEVER, day
from sim.base.draws import uniform
from sim.base.money import FEN_PER_YUAN
from sim.measures.tables import Array, Bool, bit
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
from sim.population.joint import DAYS_PER_YEAR, age_in_days
from sim.population.people import insured_months
from sim.population.systematic import choose, chosen, classes, lined_up, spread
from sim.population.targets import Targets

Int64 = npt.NDArray[np.int64]

YOUNGEST = int(16 * DAYS_PER_YEAR) + 1
"""Nobody registers before the age of sixteen (days)."""


def draw_jobseekers(targets: Targets, seed: int, size: float, firms: Firms) -> Jobseekers:
    """Everybody who is or comes to be out of work without losing a modelled post."""
    origin, year = _who(targets, size)
    ids = np.arange(len(origin))
    # Shares hold in each year's arrivals of each origin.
    block = (year - targets.common.base_year) * len(ORIGINS) + origin
    came_on = _came_on(targets, seed, block, origin, year)
    seekers = targets.common.seekers
    woman = _share(seed, "seeker/woman", ids, block, [seekers.women_share.value])
    age = _age_days(targets, origin, spread(seed, "seeker/age", ids, block))
    came_on, age = _stock_at_arrival(targets, origin, came_on, age)
    columns = {
        "origin": origin,
        "came_on": came_on,
        "born_on": came_on - age,
        "woman": woman,
        "rural": _share(seed, "seeker/rural", ids, block, seekers.rural_share.of(ORIGINS)),
        "groups": _groups(targets, seed, block, woman, age),
        **_past(targets, seed, block, came_on, age),
        "intern": _interns(targets, seed, size, block, age),
    }
    return _placed(
        seed,
        firms,
        Jobseekers.of(
            firm=np.zeros(len(origin)),
            wage_fen=_wages(targets, seed, block),
            left_school_on=_left_school(targets, seed, ids, origin, came_on, age),
            **columns,
        ),
    )


def _share(seed: int, stream: str, ids: Int64, block: Int64, shares: list[float]) -> Bool:
    """True for a share of the people of each block (one share, or one by origin), within one."""
    given = np.asarray(shares)
    by_block = given[np.arange(int(block.max(initial=0)) + 1) % len(ORIGINS) % len(given)]
    return chosen(by_block[block], lined_up(seed, stream, ids, block))


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


def _came_on(targets: Targets, seed: int, block: Int64, origin: Int64, year: Int64) -> Int64:
    """Day of arrival: spread over the year; July for graduates; before its end for the stock."""
    field = spread(seed, "seeker/arrival", np.arange(len(block)), block)
    u = lookup.MIDPOINTS[field]
    january = np.array([day(f"{y}-01-01") for y in range(1970, 2100)])
    first, after = january[year - 1970], january[year - 1969]
    on_register = lookup.curve(targets.common.seekers.months_on_register) * (DAYS_PER_YEAR / 12)
    any_day = first + (u * (after - first)).astype(np.int64)
    july = first + 181 + (u * 31).astype(np.int64)
    stock = after - 1 - on_register[field].astype(np.int64)
    return np.select([origin == STOCK, origin == GRADUATE], [stock, july], any_day)


def _age_days(targets: Targets, origin: Int64, field: Int64) -> Int64:
    seekers = targets.common.seekers
    registered = age_in_days(seekers.age_registered)[field]
    graduate = age_in_days(seekers.age_graduate)[field]
    reserve = age_in_days(seekers.age_reserve)[field]
    return np.select([origin == GRADUATE, origin == RESERVE], [graduate, reserve], registered)


def _stock_at_arrival(
    targets: Targets, origin: Int64, came_on: Int64, age: Int64
) -> tuple[Int64, Int64]:
    """Day and age of registration; the ages of the stock are those at the base year's end."""
    end = day(f"{targets.common.base_year}-12-31")
    stock = origin == STOCK
    waited = np.minimum(end - came_on, np.maximum(age - YOUNGEST, 0))
    return np.where(stock, end - waited, came_on), np.where(stock, age - waited, age)


def _groups(targets: Targets, seed: int, block: Int64, woman: Bool, age: Int64) -> Array:
    """Group bits by origin and, on the register, by age: the older are mostly hard to employ."""
    seekers, origin = targets.common.seekers, block % len(ORIGINS)
    limit = np.where(woman, seekers.older_woman.value, seekers.older_man.value)
    conditions = [
        origin == GRADUATE,
        origin == RESERVE,
        age < seekers.young_below.value * DAYS_PER_YEAR,
        age >= limit * DAYS_PER_YEAR,
    ]
    profiles = [seekers.graduate, seekers.reserve, seekers.young, seekers.older, seekers.prime]
    kind = np.select(conditions, range(4), 4)
    shares = np.zeros((len(profiles), 1 + max(len(p.profiles) for p in profiles)))
    masks = np.zeros(shares.shape, np.uint16)
    for row, each in enumerate(profiles):
        for column, profile in enumerate(each.profiles):
            shares[row, column], masks[row, column] = profile.share, bit(*profile.groups)
    shares[:, -1] = 1 - shares.sum(axis=1)
    blocks = int(block.max(initial=0)) + 1
    line = lined_up(seed, "seeker/groups", np.arange(len(block)), kind * blocks + block)
    return np.asarray(masks[kind, classes(shares, kind, line)])


def _past(
    targets: Targets, seed: int, block: Int64, came_on: Int64, age: Int64
) -> dict[str, Array]:
    """The last job, if any: when it ended, whether by dismissal, months insured."""
    seekers, ids = targets.common.seekers, np.arange(len(block))
    share = seekers.worked_before.value
    worked = _share(seed, "seeker/worked", ids, block, [share, share, 0.0, 0.0])
    laid_off = np.zeros(len(block), np.bool_)
    laid_off[worked] = _share(
        seed, "seeker/laid off", ids[worked], block[worked], _laid_off_shares(targets)
    )
    gap = spread(seed, "seeker/gap", ids, block * 2 + worked)
    field = spread(seed, "seeker/insured", ids, block * 4 + worked * 2 + laid_off)
    part = np.where(
        laid_off,
        lookup.curve(targets.common.persons.insured_part_of_career)[field],
        lookup.curve(seekers.insured_part_of_career)[field],
    )
    insured = np.where(worked & (part > 0), insured_months(age, part), 0)
    left_on = came_on - lookup.curve(seekers.gap_days).astype(np.int64)[gap]
    return {
        "left_on": np.where(worked, left_on, NEVER),
        "laid_off": laid_off,
        "insured_months": insured,
    }


def _laid_off_shares(targets: Targets) -> list[float]:
    """Dismissed among those who worked before, by origin."""
    place, seekers = targets.place, targets.common.seekers
    worked = place.registered_unemployed.value * seekers.worked_before.value
    stock = min(place.dismissed_registered.value / max(worked, 1), 1.0)
    return [stock, seekers.registrants_laid_off.value, 0.0, 0.0]


def _interns(targets: Targets, seed: int, size: float, block: Int64, age: Int64) -> Bool:
    """The young who ask for an internship, as many each year as the target says."""
    young = age < targets.common.seekers.young_below.value * DAYS_PER_YEAR
    origin, year = block % len(ORIGINS), block // len(ORIGINS)
    may = (origin == GRADUATE) | ((origin == REGISTRANT) & young)
    wanted = max(1, round(targets.place.interns.value * size))
    asks = np.zeros(len(block), np.bool_)
    for each in np.unique(year[may]):
        rows = np.flatnonzero(may & (year == each))
        line = lined_up(seed, "seeker/intern", rows, origin[rows])
        asks[rows] = choose(np.ones(len(rows)), wanted, line)
    return asks


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


def _wages(targets: Targets, seed: int, block: Int64) -> Int64:
    seekers, place = targets.common.seekers, targets.place
    mean = place.wage_private.value / 12 * seekers.wage_ratio.value * FEN_PER_YUAN
    field = spread(seed, "seeker/wage", np.arange(len(block)), block)
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
