"""Internships (就业见习) of the young: length, end, who is kept, batches by unit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.base.dates import NEVER, add_months, month_of, year_of
from sim.base.draws import bits, uniform
from sim.economy.firm_years import Setting
from sim.economy.jobs import months_lasting
from sim.measures.tables import Array, Bool, Internships
from sim.population.lookup import code_table, curve, four_fields

Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Course:
    """The course of each internship: rows of the jobseekers and what becomes of them."""

    rows: npt.NDArray[np.intp]
    started_on: Int64
    planned: Int64
    done: Int64
    ended_on: Int64
    kept: Bool
    early: Bool

    def end_of_all(self, people: int) -> tuple[Int64, Bool]:
        """Last day by jobseeker (NEVER without internship), and whether the unit hires."""
        end = np.full(people, NEVER, np.int64)
        end[self.rows] = self.ended_on
        hired = np.zeros(people, np.bool_)
        hired[self.rows] = self.kept | self.early
        return end, hired


def courses(setting: Setting) -> Course:
    """How each internship goes, whatever the plan."""
    return setting.would.kept("courses", lambda: _courses(setting))


def _courses(setting: Setting) -> Course:
    """A unit keeps its interns with a chance of its own."""
    partition, rules, seed = setting.partition, setting.responses.internships, setting.seed
    rows = np.flatnonzero(partition.jobseekers.intern)
    ids = partition.jobseeker_ids[rows]
    draw = four_fields(bits(seed, "intern/course", ids))
    started_on = (
        partition.jobseekers.came_on[rows] + curve(rules.days_to_start).astype(np.int64)[draw[0]]
    )
    planned = code_table(rules.months)[draw[1]].astype(np.int64)
    # One draw says whether an intern drops out, is hired early, or reaches the end.
    leaving = draw[2] / 65536
    drops, hires = rules.drops_out.value, rules.hired_early.value
    early = (leaving >= drops) & (leaving < drops + hires) & (planned > 1)
    short = (leaving < drops) | early
    part = (planned * draw[3].astype(np.int64)) >> 16
    done = np.where(short, np.where(early, np.maximum(part, 1), part), planned)
    unit = partition.jobseekers.firm[rows]
    habit = curve(rules.retention_by_unit)[four_fields(bits(seed, "unit/retention", unit))[0]]
    kept = ~short & (uniform(seed, "intern/kept", ids) < habit)
    ended_on = add_months(started_on, done).astype(np.int64) - 1
    return Course(rows, started_on, planned, done, np.maximum(ended_on, started_on), kept, early)


def internships(setting: Setting, years: tuple[int, ...]) -> Internships:
    """Internships begun in the years."""
    partition, rules, seed = setting.partition, setting.responses.internships, setting.seed
    course = courses(setting)
    people = partition.jobseekers.take(course.rows)
    ids = partition.jobseeker_ids[course.rows]
    units = partition.firms.take(partition.unit_rows[course.rows])
    draw = four_fields(bits(seed, "intern/contract", ids))
    hired = course.kept | course.early
    after = code_table(rules.contract_months)[draw[0]]
    contract = np.where(course.early, code_table(rules.early_contract_months)[draw[0]], after)
    leaves = setting.responses.job_finding.leaves_post.value
    lasting = months_lasting(uniform(seed, "intern/stays", ids), leaves, 60)
    started, ended, kept = _batches(people.firm, course)
    table = Internships.of(
        person=ids,
        unit=people.firm,
        applied_on=course.started_on - (draw[1].astype(np.int64) * 15 >> 16),
        started_on=course.started_on,
        planned_months=course.planned,
        completed_months=course.done,
        born_on=people.born_on,
        left_school_on=people.left_school_on,
        unemployed=np.ones(len(ids), np.bool_),
        groups=people.groups,
        tier=units.tier,
        recognised_base=units.internship_base == 2,
        stipend_month_fen=_stipends(setting, course.started_on, units.tier, draw[2]),
        batch_started=started,
        batch_ended=ended,
        batch_retained=kept,
        retained=course.kept,
        stable_months=np.where(hired, lasting, 0),
        hired_early=course.early,
        contract_months=np.where(hired, contract, 0),
        insured_after=hired & (draw[3] < rules.insured_after.value * 65536),
    )
    return table.take(np.isin(year_of(table.started_on), years))


def _batches(unit: Array, course: Course) -> tuple[Int64, Int64, Int64]:
    """Interns who started at the unit in the same half-year, of whom ended, of whom kept."""
    half_year = month_of(course.started_on) // 6
    key = unit.astype(np.int64) * 4096 + half_year
    _, batch = np.unique(key, return_inverse=True)
    ended = course.done == course.planned
    count = int(batch.max(initial=-1)) + 1
    sums = (
        np.bincount(batch, minlength=count),
        np.bincount(batch[ended], minlength=count),
        np.bincount(batch[course.kept], minlength=count),
    )
    return sums[0][batch], sums[1][batch], sums[2][batch]


def _stipends(setting: Setting, started_on: Int64, tier: Array, field: Array) -> Int64:
    """Stipend: a part of the minimum wage in force, in whole yuan."""
    wage = setting.local["minimum_wage"].on(started_on, tier)
    part = curve(setting.responses.internships.stipend)[field]
    return np.asarray(np.rint(wage * part / 100).astype(np.int64) * 100)
