"""Skill-upgrade subsidy 技术技能提升补贴: zy11, tc8, ly3.2d, xt8b/xt14c/xt14d, sn16a."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.law.values import Dated
from sim.measures.award import Award, Bool, every, once
from sim.measures.registry import Terms, choice, measure, reading, term
from sim.measures.tables import Certificates, Int8


@dataclass(frozen=True, kw_only=True)
class SkillTerms(Terms):
    """Terms of the subsidy."""

    amount: Dated | None = term("yuan", "subsidy by certificate level (5 junior)", optional=True)
    insured_months_needed: Dated = term("months", "months insured, inside the window")
    insured_months_outside: Dated | None = term(
        "months", "months insured, outside the window; no grant when absent", optional=True
    )
    ungraded: str = choice(
        "certificates without a level", "no amount", "graded by post", default="no amount"
    )
    no_double_training: str = choice(
        "with a staff-training subsidy for the same certificate",
        "stacks",
        "bars",
        default="stacks",
    )
    skill_window: str = reading("AMB-40: the day the window tests")
    insured_year: str = reading("AMB-39: months cumulative or in a row")
    certificate_order: str = reading("AMB-41: order of levels and amounts")
    certificate_types: str = reading("AMB-76: both types of certificate or one")
    double_training: str = reading("AMB-42: which staff-training subsidy counts as double")


@measure(
    "skill_upgrade_subsidy",
    of=Certificates,
    terms=SkillTerms,
    pays="person",
    channel="training",
    rising=("amount",),
)
def skill_upgrade_subsidy(certificates: Certificates, terms: SkillTerms) -> Award:
    """One payment to an insured employee who obtained a certificate."""
    level = graded(certificates, terms)
    both = terms.certificate_types == "both"
    amount = terms.amount
    eligible = every(
        in_enterprise=certificates.in_enterprise,
        insured_long_enough=insured_long_enough(certificates, terms),
        graded=level > 0,
        level_paid=amount is None or not amount.by_bracket or ~amount.below_first_bracket(level),
        no_staff_training_subsidy=terms.no_double_training == "stacks"
        or ~trained_at_public_cost(certificates, terms),
        vocational_qualification=both or ~certificates.skill_level_certificate,
    )
    if amount is None:
        return Award.unpriced(eligible)
    paid = np.broadcast_to(amount.on(certificates.applied_on, level), level.shape)
    return Award.of(eligible, once(paid, certificates.month("applied_on")))


def trained_at_public_cost(certificates: Certificates, terms: SkillTerms) -> Bool:
    """The enterprise drew a staff-training subsidy that excludes this one (AMB-42)."""
    return {
        "same_certificate": certificates.staff_training_subsidised,
        "same_year": certificates.staff_training_same_year,
        "ever": certificates.staff_training_ever,
    }[terms.double_training]


def graded(certificates: Certificates, terms: SkillTerms) -> Int8:
    """Level that sets the amount."""
    level = certificates.level
    if terms.ungraded == "graded by post":
        level = np.where(level == 0, certificates.post_level, level)
    if terms.certificate_order == "literal":
        # The text sets 三、四、五级 against 1,000, 1,500, 2,000: levels 3 and 5 change places.
        level = np.where((level >= 3) & (level <= 5), 8 - level, level)
    return level.astype(np.int8)


def insured_long_enough(certificates: Certificates, terms: SkillTerms) -> Bool:
    """The eased condition inside the window, the old one (or nothing) outside."""
    by_application = terms.skill_window == "application"
    day = certificates.applied_on if by_application else certificates.issued_on
    cumulative = terms.insured_year == "cumulative"
    insured = certificates.insured_months if cumulative else certificates.insured_months_in_a_row
    inside = terms.window.holds(day)
    enough = inside & (insured >= terms.insured_months_needed.on(day))
    if terms.insured_months_outside is not None:
        enough |= ~inside & (insured >= terms.insured_months_outside.on(day))
    return np.asarray(enough, np.bool_)
