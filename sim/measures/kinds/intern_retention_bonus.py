"""Bonus to the employer who keeps a hard-to-employ intern 见习留用补贴: zy5c."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.law.values import Dated
from sim.measures.award import Award, every, once
from sim.measures.kinds.internship_subsidy import (
    InternTerms,
    end_month,
    end_of,
    long_enough,
    may_intern,
)
from sim.measures.registry import measure, names, term
from sim.measures.tables import GROUPS, Internships, any_of


@dataclass(frozen=True, kw_only=True)
class BonusTerms(InternTerms):
    """Terms of the bonus."""

    amount: Dated = term("yuan", "one-off per intern kept")
    stable_months_needed: Dated = term("months", "months of stable employment")
    bonus_groups: tuple[str, ...] = names("groups the bonus is for", *GROUPS)


@measure(
    "intern_retention_bonus",
    of=Internships,
    terms=BonusTerms,
    pays="firm",
    channel="retention",
    rising=("amount",),
)
def intern_retention_bonus(interns: Internships, terms: BonusTerms) -> Award:
    """One payment to the employer when a kept intern of a named group has stayed long enough."""
    ended = end_of(interns)
    needed = terms.stable_months_needed.on(ended)
    eligible = every(
        may_intern=may_intern(interns, terms),
        long_enough=long_enough(interns, terms),
        in_groups=any_of(interns.groups, terms.bonus_groups),
        retained=interns.retained,
        completed=interns.completed_months >= interns.planned_months,
        stable_long_enough=interns.stable_months >= needed,
        in_window=terms.window.holds(ended),
    )
    amount = np.broadcast_to(terms.amount.on(ended), ended.shape)
    return Award.of(eligible, once(amount, end_month(interns) + needed))
