"""Courses at public cost: sn15b (start-up), ly1.3a (projects), xt13b zy8a sn17 (free)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.law.values import Dated
from sim.measures.award import Award, Bool, every, once
from sim.measures.registry import Terms, measure, names, term
from sim.measures.tables import GROUPS, Int32, Trainings, any_of


@dataclass(frozen=True, kw_only=True)
class SumTerms(Terms):
    """Terms of a sum per course."""

    amount: Dated | None = term("yuan", "cost of a course", optional=True, at_most="ceiling")
    floor: Dated | None = term(
        "yuan", "lowest amount the text allows", optional=True, at_most="amount"
    )
    ceiling: Dated | None = term("yuan", "highest amount the text allows", optional=True)


@dataclass(frozen=True, kw_only=True)
class CourseTerms(SumTerms):
    """Terms of courses for named groups."""

    groups: tuple[str, ...] = names("trainees of any of these groups; all if none", *GROUPS)


@measure(
    "startup_training_subsidy",
    of=Trainings,
    terms=SumTerms,
    pays="person",
    channel="start-up",
    rising=("amount",),
)
def startup_training_subsidy(courses: Trainings, terms: SumTerms) -> Award:
    """One payment per passed course in starting a business."""
    eligible = every(
        startup_course=courses.startup_course,
        passed=courses.passed,
        in_window=terms.window.holds(courses.ended_on),
    )
    return per_course(courses, terms, eligible, courses.ended_on)


@measure(
    "project_based_training_purchase",
    of=Trainings,
    terms=CourseTerms,
    pays="institution",
    channel="training",
    rising=("amount",),
)
def project_based_training_purchase(courses: Trainings, terms: CourseTerms) -> Award:
    """The price per head of whole courses bought for unemployed people of the named groups."""
    eligible = every(
        project_based=courses.project_based, unemployed=courses.unemployed
    ) & for_groups(courses, terms)
    return per_course(courses, terms, eligible)


@measure(
    "free_training_poor",
    of=Trainings,
    terms=CourseTerms,
    pays="institution",
    channel="training",
    rising=("amount",),
)
def free_training_poor(courses: Trainings, terms: CourseTerms) -> Award:
    """The whole cost of any course that the labour bureau holds for registered-poor workers."""
    return per_course(courses, terms, for_groups(courses, terms))


@measure(
    "veteran_free_training",
    of=Trainings,
    terms=CourseTerms,
    pays="institution",
    channel="training",
    rising=("amount",),
)
def veteran_free_training(courses: Trainings, terms: CourseTerms) -> Award:
    """The cost of one free course after discharge."""
    eligible = for_groups(courses, terms) & every(no_free_course_before=~courses.free_course_before)
    return per_course(courses, terms, eligible)


@measure(
    "migrant_training",
    of=Trainings,
    terms=CourseTerms,
    pays="institution",
    channel="training",
    rising=("amount",),
)
def migrant_training(courses: Trainings, terms: CourseTerms) -> Award:
    """The cost of skill courses for migrant workers and rural labour."""
    return per_course(courses, terms, for_groups(courses, terms))


def for_groups(courses: Trainings, terms: CourseTerms) -> Bool:
    """Trainees of the named groups whose course began in the window."""
    return every(
        in_groups=not terms.groups or any_of(courses.groups, terms.groups),
        in_window=terms.window.holds(courses.started_on),
    )


def per_course(
    courses: Trainings, terms: SumTerms, eligible: Bool, day: Int32 | None = None
) -> Award:
    """The sum in force on the first day (or another one) per course, in the month it ends."""
    if terms.amount is None:
        return Award.unpriced(eligible)
    amount = terms.amount.on(courses.started_on if day is None else day)
    amount = np.broadcast_to(amount, eligible.shape)
    return Award.of(eligible, once(amount, courses.month("ended_on")))
