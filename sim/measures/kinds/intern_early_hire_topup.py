"""Remaining months paid when an intern is hired early 提前录用补贴: tc5b."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.dates import first_day_of
from sim.law.values import Dated
from sim.measures.award import Award, every, once
from sim.measures.kinds.internship_subsidy import InternTerms, end_month, may_intern
from sim.measures.registry import measure, reading, term
from sim.measures.tables import Internships, any_of


@dataclass(frozen=True, kw_only=True)
class TopUpTerms(InternTerms):
    """Terms of the top-up."""

    minimum_wage: Dated | None = term(
        "yuan/month", "monthly minimum wage of the district", optional=True
    )
    wage_share: Dated = term("share", "internship subsidy as a share of the minimum wage", high=2)
    contract_months_needed: Dated = term("months", "shortest labour contract")
    early_hire_topup: str = reading("AMB-24: graduates only or any intern")


@measure(
    "intern_early_hire_topup",
    of=Internships,
    terms=TopUpTerms,
    pays="firm",
    channel="hiring",
    rising=("wage_share",),
)
def intern_early_hire_topup(interns: Internships, terms: TopUpTerms) -> Award:
    """The subsidy for the months left, to the unit that hires before the term ends."""
    most = terms.months_most.on(interns.started_on)
    remaining = np.minimum(interns.planned_months, most) - interns.completed_months
    contract = terms.contract_months_needed.on(interns.started_on)
    any_intern = terms.early_hire_topup == "any_intern"
    eligible = every(
        may_intern=may_intern(interns, terms),
        graduate=any_intern or any_of(interns.groups, terms.groups),
        hired_early=interns.hired_early,
        contract_long_enough=interns.contract_months >= contract,
        insured=interns.insured_after,
        months_left=remaining > 0,
        in_window=terms.window.holds(interns.started_on),
    )
    if terms.minimum_wage is None:
        return Award.unpriced(eligible)
    hired = end_month(interns)
    day = first_day_of(hired)
    monthly = terms.wage_share.share_on(day).of(terms.minimum_wage.on(day, interns.tier))
    return Award.of(eligible, once(monthly * np.maximum(remaining, 0), hired))
