"""Jobseekers hired by insured units."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.base.dates import month, month_of, year_of
from sim.base.draws import bits, uniform
from sim.base.money import divide_half_up
from sim.economy.firm_years import Setting
from sim.economy.hire_details import circumstances, employers, schooling
from sim.economy.jobs import months_lasting
from sim.economy.next_jobs import UNIT
from sim.economy.posts import day_in_month
from sim.economy.premiums import ALL_FIRM, THREE, THREE_FIRM, stretches
from sim.economy.spells import Seekers
from sim.measures.tables import Array, Bool, Hires, bit
from sim.population.columns import GRADUATE
from sim.population.lookup import code_table, four_fields

Int64 = npt.NDArray[np.int64]


def hires(setting: Setting, people: Seekers, years: tuple[int, ...]) -> Hires:
    """Who is hired in the years by the unit that the person belongs to.

    Dismissed holders of posts find work elsewhere and are not rows here; the hard-to-employ
    whom units hire are those of the register and of the labour reserve.
    """
    partition, finding, seed = setting.partition, setting.responses.job_finding, setting.seed
    begin, end = month(years[0]), month(years[-1], 12)
    due = (people.job_month >= begin) & (people.job_month <= end)
    rows = np.flatnonzero(due & (people.next_job == UNIT))
    ids, table = people.ids[rows], partition.jobseekers.take(rows)
    units = partition.firms.take(partition.unit_rows[rows])
    draw = four_fields(bits(seed, "hire/contract", ids))
    hired_on = np.maximum(
        day_in_month(people.job_month[rows], draw[0] / 65536), table.came_on.astype(np.int64) + 1
    )
    declared = _declared(setting, table.wage_fen, hired_on, draw[2])
    both, three, every = _monthly(setting, declared, hired_on)
    stays = uniform(seed, "hire/stays", ids)
    registered = people.registered[rows] & (people.registered_on[rows] <= hired_on)
    found = Hires.of(
        person=ids,
        firm=table.firm,
        hired_on=hired_on,
        enterprise=units.enterprise,
        insured=draw[1] < finding.insured.value * 65536,
        contract_months=code_table(finding.contract_months)[draw[3]],
        months_on_post=months_lasting(stays, finding.leaves_post.value, 120),
        groups=_groups(table.groups, table.origin, table.left_school_on, hired_on),
        tier=units.tier,
        both_three_month_fen=both,
        employer_three_month_fen=three,
        employer_all_month_fen=every,
        **employers(setting, units),
        **circumstances(setting, ids, units, registered),
        **schooling(setting, ids, table, units, hired_on),
    )
    return found.take(np.isin(year_of(found.hired_on), years))


def _groups(groups: Array, origin: Array, left_school_on: Array, hired_on: Int64) -> Array:
    """Groups on the day of hiring: fresh graduates count as such to the end of the year."""
    leaver = bit("graduate", "secondary_graduate", "technician_graduate")
    fresh = (origin == GRADUATE) & (year_of(left_school_on) == year_of(hired_on))
    university = (groups & bit("graduate")) != 0
    added = np.where(fresh & university, bit("graduating_this_year"), 0).astype(np.uint16)
    straight = fresh & (month_of(hired_on) - month_of(left_school_on) <= 1)
    # Hired within a month of leaving school is not "left school and unemployed".
    dropped = np.where(straight, ~np.uint16(leaver), np.uint16(0xFFFF))
    return np.asarray((groups & dropped) | added)


def _declared(setting: Setting, wage: Array, hired_on: Int64, field: Array) -> Int64:
    years = year_of(hired_on) - setting.base_year
    grown = np.floor(wage * (1.0 + setting.wage_growth) ** years + 0.5).astype(np.int64)
    at_floor: Bool = field < setting.responses.job_finding.at_floor.value * 65536
    return np.where(at_floor, 0, grown)


def _monthly(setting: Setting, declared: Int64, hired_on: Int64) -> tuple[Int64, Int64, Int64]:
    """Contributions a month at the bases and rates of the month of hiring.

    Three insurances of employer and worker, three of the employer, all of the employer.
    """
    months = month_of(hired_on)
    totals = tuple(np.zeros(len(declared), np.int64) for _ in range(3))
    for year in np.unique(year_of(hired_on)).tolist():
        for part in stretches(setting.local, year, THREE, THREE_FIRM, ALL_FIRM):
            rows = np.flatnonzero((months >= part.first) & (months < part.first + part.months))
            base = part.base(declared[rows])
            for share, total in zip(part.rates, totals, strict=True):
                total[rows] = divide_half_up(base * share.numerator, share.denominator)
    return totals[0], totals[1], totals[2]
