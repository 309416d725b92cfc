"""Spells of registered unemployment: dismissed holders of posts, the register, newcomers."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sim.base.dates import NEVER, completed_years, day, month, month_of
from sim.base.draws import bits, uniform
from sim.economy.firm_years import Setting
from sim.economy.hazards import hazard_of, seeker_hazards
from sim.economy.internships import courses
from sim.economy.jobs import next_job
from sim.economy.next_jobs import ELSEWHERE, FOUNDED, next_jobs
from sim.economy.posts import departures, insured_by
from sim.measures.tables import Array, Bool, Int8, Spells, bit
from sim.population.columns import GRADUATE, RESERVE
from sim.population.lookup import curve, four_fields

Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Seekers:
    """The jobseekers of a partition with what happens to them.

    Attributes:
        ids: agent ids.
        registered: on the register as unemployed.
        registered_on: day of registration; NEVER if not registered.
        job_month: month of the next job; NEVER if none.
        next_job: what that job is, see :mod:`sim.economy.next_jobs`.
    """

    ids: Int64
    registered: Bool
    registered_on: Int64
    job_month: Int64
    next_job: Int8


def seekers(setting: Setting) -> Seekers:
    """What happens to the jobseekers of a partition."""
    found = setting.would.kept("seekers", lambda: _whatever_the_plan(setting))
    job_month, elsewhere = setting.plan.moved(found.ids, found.job_month)
    next_job = np.where(elsewhere, np.int8(ELSEWHERE), found.next_job)
    return replace(found, job_month=job_month, next_job=next_job)


def _whatever_the_plan(setting: Setting) -> Seekers:
    """What happens to jobseekers when nobody responds; who is kept as an intern need not search."""
    people, seed = setting.partition.jobseekers, setting.seed
    ids = setting.partition.jobseeker_ids
    chance = setting.responses.registration.graduate_registers.value
    graduate = people.origin == GRADUATE
    registers = uniform(seed, "seeker/registers", ids) < chance
    registered = np.where(graduate, registers, people.origin != RESERVE)
    start_of_horizon = day(f"{setting.base_year}-12-31")
    after = np.maximum(people.came_on, start_of_horizon).astype(np.int64)
    internship_end, kept = courses(setting).end_of_all(len(ids))
    after = np.where(internship_end != NEVER, internship_end, after)
    sector = setting.partition.firms.sector[setting.partition.unit_rows]
    found = next_job(setting, ids, month_of(after), seeker_hazards(setting), sector)
    return Seekers(
        ids=ids,
        registered=registered,
        registered_on=np.where(registered, people.came_on, NEVER).astype(np.int64),
        job_month=np.where(kept, month_of(np.where(kept, internship_end, 0) + 1), found),
        next_job=next_jobs(setting, kept),
    )


def spells(setting: Setting, people: Seekers, years: tuple[int, ...]) -> Spells:
    """Registered spells that touch the years: dismissed workers first, then jobseekers."""
    table = Spells.joined([_of_workers(setting), _of_seekers(setting, people)])
    begins_by = table.registered_on < day(f"{years[-1] + 1}-01-01")
    return table.take(begins_by & (table.reemployed_month >= month(years[0])))


def _of_workers(setting: Setting) -> Spells:
    partition, rules, seed = setting.partition, setting.responses.registration, setting.seed
    rows, months, left_on = departures(
        partition, setting.responses, setting.world, setting.closings, seed
    )
    registers = uniform(seed, "worker/registers", partition.worker_ids[rows])
    here = np.flatnonzero(registers < rules.laid_off_registers.value)
    rows, months, left_on = rows[here], months[here], left_on[here]
    ids, workers = partition.worker_ids[rows], partition.workers.take(rows)
    firm = partition.firm_rows[rows]
    draw = four_fields(bits(seed, "worker/spell", ids))
    older = _older(setting, workers.born_on, workers.woman, left_on)
    recognised = older & (draw[0] < rules.older_recognised.value * 65536)
    recognised |= (workers.groups & bit("disabled", "dibao", "zero_employment_family")) != 0
    finding = setting.responses.job_finding
    groups = workers.groups | np.where(recognised, bit("hard_to_employ"), 0).astype(np.uint16)
    hazard = hazard_of(
        setting, finding.laid_off.value, groups, workers.born_on, left_on, workers.education
    )
    found = next_job(setting, ids, months, hazard, partition.firms.sector[firm])
    found, elsewhere = setting.plan.moved(ids, found)
    insured, _ = insured_by(partition, rows, months, setting.responses, seed)
    founds = (
        uniform(seed, "worker/founds", ids) < setting.responses.next_jobs.founded_laid_off.value
    )
    registered_on = left_on + curve(rules.gap_days).astype(np.int64)[draw[1]]
    table = Spells.of(
        person=ids,
        left_on=left_on,
        registered_on=registered_on,
        reemployed_month=found,
        founded=(found != NEVER) & founds & ~elsewhere,
        contributed_months=insured,
        laid_off=np.ones(len(ids), np.bool_),
        seeking=draw[2] < rules.seeking.value * 65536,
        hardship=_hardship(setting, workers.groups, draw[3]),
        rural=workers.rural,
        tier=partition.firms.tier[firm],
        groups=groups,
    )
    # Who has a job again before getting round to registering never does.
    return table.take(found > month_of(registered_on))


def _of_seekers(setting: Setting, people: Seekers) -> Spells:
    rows = np.flatnonzero(people.registered & (people.job_month > month_of(people.registered_on)))
    partition, rules = setting.partition, setting.responses.registration
    table = partition.jobseekers.take(rows)
    draw = four_fields(bits(setting.seed, "seeker/spell", people.ids[rows]))
    return Spells.of(
        person=people.ids[rows],
        left_on=table.left_on,
        registered_on=people.registered_on[rows],
        reemployed_month=people.job_month[rows],
        founded=(people.next_job[rows] == FOUNDED) & (people.job_month[rows] != NEVER),
        contributed_months=table.insured_months,
        laid_off=table.laid_off,
        seeking=draw[0] < rules.seeking.value * 65536,
        hardship=_hardship(setting, table.groups, draw[1]),
        rural=table.rural,
        tier=partition.firms.tier[partition.unit_rows[rows]],
        groups=table.groups,
    )


def _hardship(setting: Setting, groups: Array, field: Array) -> Bool:
    """Hardship of the household: certain for dibao and zero-employment families."""
    certain = (groups & bit("dibao", "zero_employment_family")) != 0
    chance = setting.responses.registration.hardship.value
    return np.asarray(certain | (field < chance * 65536))


def _older(setting: Setting, born_on: Array, woman: Bool, on: Int64) -> Bool:
    """Women from 40 and men from 50 (4050人员)."""
    rules = setting.responses.registration
    limit = np.where(woman, rules.older_woman.value, rules.older_man.value)
    return np.asarray(completed_years(born_on, on) >= limit)
