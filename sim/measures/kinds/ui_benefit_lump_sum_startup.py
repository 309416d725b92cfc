"""Remaining unemployment benefit paid at once to founders 一次性发放剩余失业保险金: xt11d."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.dates import first_day_of
from sim.measures.award import Award, every, once
from sim.measures.kinds.unemployment_benefit import BenefitTerms, entitlement
from sim.measures.registry import measure
from sim.measures.tables import Spells

LATEST = 12 * 200
"""A month beyond all that are reported, in place of one that never comes."""


@dataclass(frozen=True, kw_only=True)
class LumpSumTerms(BenefitTerms):
    """Terms of the lump sum: those of the benefit."""


@measure(
    "ui_benefit_lump_sum_startup",
    of=Spells,
    terms=LumpSumTerms,
    pays="person",
    channel="start-up",
    rising=("benefit_share",),
)
def ui_benefit_lump_sum_startup(spells: Spells, terms: LumpSumTerms) -> Award:
    """The benefit months that are left, at once, to whoever founds a business while drawing it."""
    benefit = entitlement(spells, terms)
    granted = terms.benefit_months.on(spells.registered_on, spells.contributed_months)
    left = granted - benefit.months
    # Rows without a job have no such month; any will do, for they are paid nothing.
    month = np.where(spells.founded, spells.reemployed_month, benefit.first_month)
    day = first_day_of(np.minimum(month, LATEST).astype(np.int32))
    eligible = every(
        entitled_to_benefit=benefit.holds,
        founded=spells.founded,
        drawing_benefit=benefit.months > 0,
        months_left=left > 0,
        in_window=terms.window.holds(day),
    )
    if terms.minimum_wage is None or terms.benefit_share is None:
        return Award.unpriced(eligible)
    wages = terms.minimum_wage.on(day, spells.tier) * np.maximum(left, 0)
    paid = terms.benefit_share.share_on(day).of(wages)
    return Award.of(eligible, once(paid, month.astype(np.int32)))
