"""Training subsidy for the unemployed and key groups: zy10a, tc7a, ly1.3b, xt13a, xt13d, sn15a."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.law.values import Dated
from sim.measures.award import Award, every, once
from sim.measures.registry import Terms, measure, names, term
from sim.measures.tables import GROUPS, Trainings, any_of

NEEDS = ("passed", "certified", "not_certified", "self_paid", "not_startup_course")


@dataclass(frozen=True, kw_only=True)
class TrainingTerms(Terms):
    """Terms of the subsidy."""

    amount: Dated | None = term("yuan", "subsidy per course", optional=True, at_most="ceiling")
    floor: Dated | None = term(
        "yuan", "lowest amount the text allows", optional=True, at_most="amount"
    )
    ceiling: Dated | None = term("yuan", "highest amount the text allows", optional=True)
    needs: tuple[str, ...] = names("what the course must have led to", *NEEDS)
    groups: tuple[str, ...] = names("groups served besides the registered unemployed", *GROUPS)


@measure(
    "unemployed_training_subsidy",
    of=Trainings,
    terms=TrainingTerms,
    pays="person",
    channel="training",
    rising=("amount",),
)
def unemployed_training_subsidy(courses: Trainings, terms: TrainingTerms) -> Award:
    """One payment per course for registered unemployed people (and named groups) who qualified."""
    outcome = {
        "passed": courses.passed,
        "certified": courses.certified,
        "not_certified": ~courses.certified,
        "self_paid": courses.self_paid,
        "not_startup_course": ~courses.startup_course,
    }
    served = courses.unemployed
    if terms.groups:
        served = served | any_of(courses.groups, terms.groups)
    eligible = every(
        served=served,
        **{need: outcome[need] for need in terms.needs},
        in_window=terms.window.holds(courses.ended_on),
    )
    if terms.amount is None:
        return Award.unpriced(eligible)
    amount = np.broadcast_to(terms.amount.on(courses.ended_on), eligible.shape)
    return Award.of(eligible, once(amount, courses.month("ended_on")))
