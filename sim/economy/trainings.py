"""Courses taken by people who are not employees."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.base.dates import NEVER, day, first_day_of, month_of, year_of
from sim.base.draws import bits, uniform
from sim.economy.firm_years import Setting
from sim.economy.spells import Seekers
from sim.law.values import Window
from sim.measures.kinds.unemployment_benefit import EntitlementTerms, entitlement
from sim.measures.tables import Array, Bool, Spells, Trainings, bit
from sim.population.columns import RESERVE
from sim.population.lookup import code_table, curve, four_fields

Int64 = npt.NDArray[np.int64]
DAYS_A_WEEK, COURSE_DAYS = 7, 5


@dataclass(frozen=True)
class _Trainees:
    """Who takes a course, and when it begins."""

    person: Int64
    started_on: Int64
    unemployed: Bool
    entitled: Bool
    groups: Array
    tier: Array

    @classmethod
    def joined(cls, some: list[_Trainees]) -> _Trainees:
        return cls(
            *(np.concatenate([getattr(t, k) for t in some]) for k in cls.__dataclass_fields__)
        )

    def take(self, rows: Array) -> _Trainees:
        return _Trainees(*(getattr(self, k)[rows] for k in self.__dataclass_fields__))


def trainings(
    setting: Setting, unemployed: Spells, people: Seekers, years: tuple[int, ...]
) -> Trainings:
    """Courses begun in the years; a few people take a second one in the same year."""
    horizon = range(setting.base_year + 1, max(years) + 1)
    trainees = _Trainees.joined([
        *(_of_spells(setting, unemployed, year) for year in horizon),
        _of_others(setting, people),
    ])  # fmt: skip
    first = _table(setting, trainees, 0)
    again = uniform(setting.seed, "trainee/again", trainees.person, trainees.started_on)
    rows = np.flatnonzero(again < setting.responses.trainings.second_course.value)
    repeated = trainees.take(rows)
    later = first.ended_on[rows].astype(np.int64) + 14
    second = _table(setting, _Trainees(**{**vars(repeated), "started_on": later}), 1)
    second = second.take(year_of(later) == year_of(repeated.started_on))
    table = Trainings.joined([first, second])
    return table.take(np.isin(year_of(table.started_on), years))


def _of_spells(setting: Setting, spells: Spells, year: int) -> _Trainees:
    """Registered unemployed: the longer out of work in the year, the likelier a course."""
    begin, after = day(f"{year}-01-01"), day(f"{year + 1}-01-01")
    job = np.where(spells.reemployed_month == NEVER, 0, spells.reemployed_month)
    until = np.where(spells.reemployed_month == NEVER, NEVER, first_day_of(job)).astype(np.int64)
    first = np.maximum(spells.registered_on, begin).astype(np.int64)
    days = np.clip(np.minimum(until, after) - first, 0, None)
    rules = setting.responses.trainings
    chance = rules.registered_per_year.value * days / 365
    u = uniform(setting.seed, "trainee/course", spells.person, np.full(len(spells), year))
    rows = np.flatnonzero(u < chance)
    # Given that there is a course, u spreads its start evenly over the days.
    started = first[rows] + (u[rows] / chance[rows] * days[rows]).astype(np.int64)
    benefit = entitlement(spells, benefit_terms(setting))
    since = month_of(started) - benefit.first_month[rows]
    on_benefit = benefit.holds[rows] & (since >= 0) & (since < benefit.months[rows])
    return _Trainees(
        person=spells.person[rows].astype(np.int64),
        started_on=started,
        unemployed=np.ones(len(rows), np.bool_),
        entitled=on_benefit,
        groups=spells.groups[rows],
        tier=spells.tier[rows],
    )


def benefit_terms(setting: Setting) -> EntitlementTerms:
    """Who is entitled to unemployment benefit, and how long, by the shared law of the place."""
    return EntitlementTerms(
        clause="",
        fund="",
        window=Window(),
        contributed_months_needed=setting.local["contributed_months_needed"],
        benefit_months=setting.local["benefit_months"],
    )


def _of_others(setting: Setting, people: Seekers) -> _Trainees:
    """People who never register: graduates, and the labour reserve, soon after they come."""
    partition, rules = setting.partition, setting.responses.trainings
    table = partition.jobseekers
    chance = np.where(table.origin == RESERVE, rules.reserve.value, rules.graduates.value)
    u = uniform(setting.seed, "trainee/course", people.ids)
    rows = np.flatnonzero(~people.registered & ~table.intern & (u < chance))
    wait = (uniform(setting.seed, "trainee/wait", people.ids[rows]) * 90).astype(np.int64)
    started = table.came_on[rows] + wait
    none = np.zeros(len(rows), np.bool_)
    tier = partition.firms.tier[partition.unit_rows[rows]]
    return _Trainees(people.ids[rows], started, none, none, table.groups[rows], tier)


def _table(setting: Setting, trainees: _Trainees, before: int) -> Trainings:
    rules = setting.responses.trainings
    draw = four_fields(bits(setting.seed, "trainee/days", trainees.person, trainees.started_on))
    other = four_fields(bits(setting.seed, "trainee/end", trainees.person, trainees.started_on))
    planned = np.rint(curve(rules.days)[draw[0]]).astype(np.int64)
    attended = np.rint(planned * curve(rules.attendance)[draw[1]]).astype(np.int64)
    lasts = (planned - 1) // COURSE_DAYS * DAYS_A_WEEK + (planned - 1) % COURSE_DAYS
    passed = (draw[2] < rules.passed.value * 65536) & (2 * attended >= planned)
    choice = code_table(rules.choice)[other[2]]
    bought, free_before = _how_bought(setting, trainees)
    return Trainings.of(
        person=trainees.person,
        started_on=trainees.started_on,
        ended_on=trainees.started_on + lasts,
        days_attended=attended,
        passed=passed,
        certified=passed & (draw[3] < rules.certified.value * 65536),
        self_paid=other[0] < rules.self_paid.value * 65536,
        startup_course=other[1] < rules.startup.value * 65536,
        project_based=bought,
        free_course_before=free_before | (before > 0),
        courses_before=np.full(len(planned), before),
        unemployed=trainees.unemployed,
        entitled_to_benefit=trainees.entitled,
        choice=np.where(trainees.entitled, choice, -1),
        groups=trainees.groups,
        tier=trainees.tier,
    )


def _how_bought(setting: Setting, trainees: _Trainees) -> tuple[Bool, Bool]:
    """Whether the course was bought as a whole, and whether a free one was taken before."""
    rules = setting.responses.trainings
    draw = four_fields(
        bits(setting.seed, "trainee/how bought", trainees.person, trainees.started_on)
    )
    decapacity = (trainees.groups & bit("decapacity_worker")) != 0
    chance = np.where(decapacity, rules.project_based_decapacity.value, rules.project_based.value)
    # Whether there was a free course belongs to the person, not to the course.
    free = uniform(setting.seed, "trainee/free before", trainees.person) < rules.free_before.value
    return draw[0] < chance * 65536, free
