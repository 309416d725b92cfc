"""On-the-job training in firms in difficulty 困难企业职工在岗培训: zy9, tc6b, ly3.2c, xt14b."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.dates import NEVER
from sim.base.money import Int64
from sim.law.values import Dated
from sim.measures.award import Award, Bool, Payment, every, once
from sim.measures.registry import Terms, measure, reading, term
from sim.measures.tables import FirmYears


@dataclass(frozen=True, kw_only=True)
class SpendingTerms(Terms):
    """Terms where a share of spending is paid."""

    share: Dated | None = term(
        "share", "part of the spending that is paid", optional=True, at_most="ceiling"
    )
    ceiling: Dated | None = term("share", "highest share the text allows", optional=True)
    training_base: str = reading("AMB-30, AMB-31: what the share is of")


@dataclass(frozen=True, kw_only=True)
class PerTraineeTerms(Terms):
    """Terms where a share of a course standard is paid per trainee."""

    share: Dated | None = term("share", "part of the standard", optional=True, at_most="ceiling")
    ceiling: Dated | None = term("share", "highest share the text allows", optional=True)
    course_standard: Dated | None = term(
        "yuan", "skill-training subsidy standard per person", optional=True
    )
    training_standard: str = reading("AMB-32: the standard is per trainee or per firm")


@measure(
    "distressed_on_the_job_training",
    of=FirmYears,
    terms=SpendingTerms,
    pays="firm",
    channel="training",
    rising=("share",),
)
def share_of_spending(firms: FirmYears, terms: SpendingTerms) -> Award:
    """A share of training spending, limited to what the firm's education fund does not cover."""
    short = shortfall(firms)
    eligible = approved(firms, terms, short)
    if terms.share is None:
        return Award.unpriced(eligible)
    base = {
        "all_spending": firms.training_cost_fen,
        "education_fund": np.minimum(firms.training_cost_fen, firms.education_fund_fen),
        "shortfall": short,
    }[terms.training_base]
    paid = np.minimum(short, terms.share.share_on(firms.trained_on).of(base))
    return Award.of(eligible, once(paid, firms.month("trained_on")), own_part(firms))


@measure(
    "distressed_on_the_job_training",
    of=FirmYears,
    terms=PerTraineeTerms,
    pays="firm",
    channel="training",
    variant="per_trainee",
    rising=("share", "course_standard"),
)
def per_trainee(firms: FirmYears, terms: PerTraineeTerms) -> Award:
    """A share of the course standard per trainee, limited to the shortfall."""
    short = shortfall(firms)
    eligible = approved(firms, terms, short)
    if terms.share is None or terms.course_standard is None:
        return Award.unpriced(eligible)
    day = firms.trained_on
    each = terms.share.share_on(day).of(terms.course_standard.on(day))
    heads = firms.trainees if terms.training_standard == "per_trainee" else 1
    paid = np.minimum(short, each * heads)
    return Award.of(eligible, once(paid, firms.month("trained_on")), own_part(firms))


def own_part(firms: FirmYears) -> Payment:
    """What the firm's education fund pays first; the clauses name it as the first payer."""
    covered = np.minimum(firms.training_cost_fen, firms.education_fund_fen)
    return once(covered, firms.month("trained_on"), by_fund=False)


def shortfall(firms: FirmYears) -> Int64:
    """Training spending that the employee-education fund does not cover."""
    return np.asarray(np.maximum(firms.training_cost_fen - firms.education_fund_fen, 0))


def approved(firms: FirmYears, terms: Terms, short: Int64) -> Bool:
    """Firms in difficulty whose training passed review and exceeds their education fund."""
    return every(
        enterprise=firms.enterprise,
        recognised_distressed=firms.recognised_distressed,
        training_held=firms.trained_on != NEVER,
        training_approved=firms.training_approved,
        education_fund_insufficient=short > 0,
        in_window=terms.window.holds(firms.trained_on),
    )
