"""Award to employers that concentrate disabled workers 集中安置残疾人用人单位奖励: zy7a."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.law.values import Dated
from sim.measures.award import Award, every, once
from sim.measures.registry import Terms, measure, term
from sim.measures.tables import FirmYears


@dataclass(frozen=True, kw_only=True)
class EmployerAwardTerms(Terms):
    """Terms of the award; the measures themselves are still to be drafted."""

    amount: Dated | None = term("yuan", "per disabled employee and year", optional=True)
    share_needed: Dated = term("share", "disabled employees as a share of all")
    least_persons: Dated = term("persons", "fewest disabled employees")


@measure(
    "disability_employer_award",
    of=FirmYears,
    terms=EmployerAwardTerms,
    pays="firm",
    channel="hiring",
    rising=("amount",),
)
def disability_employer_award(firms: FirmYears, terms: EmployerAwardTerms) -> Award:
    """A sum per disabled employee, to employers that concentrate them."""
    day = firms.applied_on
    too_few = terms.share_needed.share_on(day).exceeds(firms.disabled_staff, firms.staff)
    eligible = every(
        disabled_staff=firms.disabled_staff >= terms.least_persons.on(day),
        disabled_share=~too_few,
        in_window=terms.window.holds(day),
    )
    if terms.amount is None:
        return Award.unpriced(eligible)
    paid = terms.amount.on(day) * firms.disabled_staff.astype(np.int64)
    return Award.of(eligible, once(paid, firms.month("applied_on")))
