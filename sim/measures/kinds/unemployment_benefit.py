"""Unemployment benefit 失业保险金: zy13a, tc10a with tc10c, ly1.5c, xt9d, sn19a.

The clauses restate a national entitlement (Social Insurance Law, arts. 45-46).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.dates import NEVER, Int32
from sim.law.values import Dated
from sim.measures.award import Award, Bool, every, monthly
from sim.measures.registry import Terms, choice, measure, term
from sim.measures.tables import Spells


@dataclass(frozen=True, kw_only=True)
class EntitlementTerms(Terms):
    """Who is entitled to benefit, and for how long."""

    contributed_months_needed: Dated = term("months", "premium paid by employer and self")
    benefit_months: Dated = term("months", "months of benefit by contributed months (brackets)")
    reemployment_month: str = choice(
        "whether the month of re-employment is still paid", "not paid", "paid", default="not paid"
    )


@dataclass(frozen=True, kw_only=True)
class BenefitTerms(EntitlementTerms):
    """Terms of unemployment benefit."""

    minimum_wage: Dated | None = term(
        "yuan/month", "monthly minimum wage of the district", optional=True
    )
    benefit_share: Dated | None = term(
        "share", "benefit as a share of the minimum wage", optional=True
    )


@dataclass(frozen=True)
class Entitlement:
    """Benefit months of each spell: whether any, from which month, how many."""

    holds: Bool
    first_month: Int32
    months: Int32


@measure(
    "unemployment_benefit",
    of=Spells,
    terms=BenefitTerms,
    pays="person",
    channel="income support",
    rising=("benefit_share", "benefit_months"),
)
def unemployment_benefit(spells: Spells, terms: BenefitTerms) -> Award:
    """Monthly benefit from the month after registration, while entitled and out of work."""
    entitled = entitlement(spells, terms)
    if terms.minimum_wage is None or terms.benefit_share is None:
        return Award.unpriced(entitled.holds)
    return Award.of(
        entitled.holds,
        *monthly(
            terms.minimum_wage,
            entitled.first_month,
            entitled.months,
            spells.tier,
            terms.benefit_share,
        ),
    )


def entitlement(spells: Spells, terms: EntitlementTerms) -> Entitlement:
    """Entitled: left work against their will, insured long enough, registered and seeking."""
    what = (
        "entitlement",
        terms.contributed_months_needed,
        terms.benefit_months,
        terms.reemployment_month,
    )
    return spells.kept(what, lambda: _entitlement(spells, terms))


def _entitlement(spells: Spells, terms: EntitlementTerms) -> Entitlement:
    benefit_months = terms.benefit_months
    needed = terms.contributed_months_needed.on(spells.registered_on)
    insured = spells.contributed_months >= needed
    if benefit_months.by_bracket:
        insured &= ~benefit_months.below_first_bracket(spells.contributed_months)
    holds = every(
        laid_off=spells.laid_off,
        worked_before=spells.left_on != NEVER,
        insured_long_enough=insured,
        seeking=spells.seeking,
    )
    granted = benefit_months.on(spells.registered_on, spells.contributed_months)
    first = spells.month("registered_on") + 1
    until_work = months_out_of_work(spells, first)
    if terms.reemployment_month == "paid":
        until_work = np.where(spells.reemployed_month >= first, until_work + 1, 0)
    months = np.minimum(granted, np.maximum(until_work, 0))
    return Entitlement(holds, first, np.where(holds, months, 0).astype(np.int32))


def months_out_of_work(spells: Spells, first: Int32) -> Int32:
    """Months from ``first`` to the month before the next job; unbounded runs are a century."""
    reemployed = np.minimum(spells.reemployed_month, first.astype(np.int64) + 1200)
    return np.asarray(reemployed - first, np.int64)
