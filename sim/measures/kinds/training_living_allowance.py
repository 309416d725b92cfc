"""Living allowance while training 培训期间生活费补贴: zy10b, tc7b, ly1.3c, xt13c, sn15d."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.money import Int64, divide_half_up
from sim.law.values import Dated
from sim.measures.award import Award, Bool, every, once
from sim.measures.registry import Terms, choice, measure, names, reading, term
from sim.measures.tables import GROUPS, Trainings, any_of


@dataclass(frozen=True, kw_only=True)
class AllowanceTerms(Terms):
    """What every form of the allowance has."""

    groups: tuple[str, ...] = names("groups the allowance is for", *GROUPS)
    unemployed_only: str = choice(
        "whether trainees must be registered unemployed", "no", "yes", default="no"
    )
    paid_first: str = choice(
        "whether the text speaks of trainees who paid first",
        "not asked",
        "asked",
        default="not asked",
    )
    living_allowance_needs: str = reading("AMB-75: whether the course must be passed")


@dataclass(frozen=True, kw_only=True)
class DailyTerms(AllowanceTerms):
    """Terms of a daily rate."""

    amount: Dated | None = term("yuan/day", "daily rate", optional=True, at_most="ceiling")
    ceiling: Dated | None = term("yuan/day", "highest rate the text allows", optional=True)
    days_limit: Dated | None = term("days", "most days paid per course", optional=True)
    living_days: str = reading("AMB-34: every training day, or thirty at most")


@dataclass(frozen=True, kw_only=True)
class DibaoTerms(AllowanceTerms):
    """Terms of a rate that follows the subsistence standard (Lingyuan)."""

    urban_dibao: Dated | None = term("yuan/month", "urban subsistence standard", optional=True)
    benefit_share: Dated = term("share", "unemployment benefit as a share of the minimum wage")
    minimum_wage: Dated = term("yuan/month", "monthly minimum wage of the district")
    dibao_day: str = reading("AMB-35: how a monthly standard becomes a daily one")


@measure(
    "training_living_allowance",
    of=Trainings,
    terms=DailyTerms,
    pays="person",
    channel="income support",
    rising=("amount", "days_limit"),
)
def by_day(courses: Trainings, terms: DailyTerms) -> Award:
    """A daily rate for each day attended, once a year, never beside unemployment benefit."""
    eligible = entitled(courses, terms) & every(no_benefit_meanwhile=~courses.entitled_to_benefit)
    if terms.amount is None:
        return Award.unpriced(eligible)
    days = courses.days_attended.astype(np.int64)
    if terms.days_limit is not None:
        days = np.minimum(days, terms.days_limit.on(courses.started_on))
    elif terms.living_days == "thirty_days":
        days = np.minimum(days, 30)
    amount = terms.amount.on(courses.started_on) * days
    return Award.of(eligible, once(amount, courses.month("ended_on")))


@measure(
    "training_living_allowance",
    of=Trainings,
    terms=DibaoTerms,
    pays="person",
    channel="income support",
    variant="dibao",
    rising=("urban_dibao",),
)
def by_dibao(courses: Trainings, terms: DibaoTerms) -> Award:
    """The subsistence standard by days attended; whoever may draw benefit picks one."""
    if terms.urban_dibao is None:
        free = every(no_benefit_meanwhile=~courses.entitled_to_benefit)
        return Award.unpriced(entitled(courses, terms) & free)
    amount = dibao_for_days(courses, terms.urban_dibao, terms.dibao_day)
    # AMB-36: a stated choice holds; otherwise the larger of the two is taken.
    larger = amount > benefit_for_days(courses, terms)
    picked = np.where(courses.choice == -1, larger, courses.choice == 1)
    free = ~courses.entitled_to_benefit | picked
    eligible = entitled(courses, terms) & every(allowance_picked=free)
    return Award.of(eligible, once(amount, courses.month("ended_on")))


def entitled(courses: Trainings, terms: AllowanceTerms) -> Bool:
    """In the named groups, in the window, first course of the year (AMB-80)."""
    needs = terms.living_allowance_needs
    return every(
        in_groups=any_of(courses.groups, terms.groups),
        first_course_of_year=courses.courses_before == 0,
        unemployed=terms.unemployed_only == "no" or courses.unemployed,
        passed=needs == "nothing" or courses.passed,
        self_paid=terms.paid_first == "not asked"
        or needs != "self_paid_and_passed"
        or courses.self_paid,
        in_window=terms.window.holds(courses.started_on),
    )


def dibao_for_days(courses: Trainings, urban_dibao: Dated, dibao_day: str) -> Int64:
    """The monthly standard for the days attended, rounded once (AMB-35)."""
    per, days_in = {"month_30": (1, 30), "year_365": (12, 365), "working_days": (100, 2175)}[
        dibao_day
    ]
    days = courses.days_attended.astype(np.int64)
    return divide_half_up(urban_dibao.on(courses.started_on) * days * per, days_in)


def benefit_for_days(courses: Trainings, terms: DibaoTerms) -> Int64:
    """Unemployment benefit for the same days, at a thirtieth of the month each."""
    day = courses.started_on
    benefit = terms.benefit_share.share_on(day).of(terms.minimum_wage.on(day, courses.tier))
    return divide_half_up(benefit * courses.days_attended.astype(np.int64), 30)
