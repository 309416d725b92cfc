"""Refund to firms in temporary difficulty 困难企业稳岗返还: zy1b, tc1b/tc1c, ly3.1b, xt7b, sn8b."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.money import Int64
from sim.law.values import Dated
from sim.measures.award import Award, every, once
from sim.measures.kinds.stable_employment_refund import laid_off_few
from sim.measures.registry import Terms, choice, measure, reading, term
from sim.measures.tables import ALL_INSURANCES, FirmYears


@dataclass(frozen=True, kw_only=True)
class DistressedRefundTerms(Terms):
    """Terms of the larger refund."""

    months: Dated = term("months", "months of benefit or contributions returned")
    share: Dated = term("share", "method B: part of the contributions payable")
    benefit_share: Dated | None = term(
        "share", "unemployment benefit as a share of the minimum wage", optional=True
    )
    minimum_wage: Dated | None = term(
        "yuan/month", "monthly minimum wage of the district", optional=True
    )
    registered_unemployment_rate: Dated | None = term(
        "share", "last year's registered urban rate", optional=True
    )
    objection: str = choice(
        "what an objection to the published list does", "ignored", "bars", default="ignored"
    )
    distressed_method: str = reading("AMB-04: A by benefit, B by contributions, or the larger")
    distressed_months: str = reading("AMB-06: a fixed factor or the months in difficulty")
    distressed_headcount: str = reading("AMB-06: headcount at application or yearly average")
    distressed_insurances: str = reading("AMB-07: all insurances or three")
    few_layoffs: str = reading("AMB-01, AMB-02: what 少裁员 means")
    registered_rate_year: str = reading("AMB-02: which year's registered rate is the threshold")


@measure(
    "distressed_enterprise_refund",
    of=FirmYears,
    terms=DistressedRefundTerms,
    pays="firm",
    channel="retention",
    rising=("months", "share", "benefit_share"),
    rests_on=ALL_INSURANCES,
)
def distressed_enterprise_refund(firms: FirmYears, terms: DistressedRefundTerms) -> Award:
    """Six months of benefit per employee, or half of six months' contributions."""
    eligible = every(
        enterprise=firms.enterprise,
        insured=firms.insured,
        recognised_distressed=firms.recognised_distressed,
        few_layoffs=laid_off_few(
            firms,
            terms.registered_unemployment_rate,
            terms.few_layoffs,
            terms.registered_rate_year,
        ),
        no_objection=terms.objection == "ignored" or ~firms.objected,
        in_window=terms.window.holds(firms.applied_on),
    )
    by_method = {"benefit": by_benefit, "contributions": by_contributions, "larger": larger}
    refund = by_method[terms.distressed_method](firms, terms)
    if refund is None:
        return Award.unpriced(eligible)
    return Award.of(eligible, once(refund, firms.month("applied_on")))


def by_benefit(firms: FirmYears, terms: DistressedRefundTerms) -> Int64 | None:
    """Method A: months x monthly benefit per head x insured employees, rounded once."""
    if terms.benefit_share is None or terms.minimum_wage is None:
        return None
    day = firms.applied_on
    at_application = terms.distressed_headcount == "at_application"
    staff = firms.staff if at_application else firms.staff_average
    wages = months_counted(firms, terms) * terms.minimum_wage.on(day, firms.tier) * staff
    return terms.benefit_share.share_on(day).of(wages)


def by_contributions(firms: FirmYears, terms: DistressedRefundTerms) -> Int64:
    """Method B: a share of months x social insurance payable by firm and employees."""
    every = terms.distressed_insurances == "all"
    payable = firms.si_payable_month_fen if every else firms.si_three_payable_month_fen
    return terms.share.share_on(firms.applied_on).of(months_counted(firms, terms) * payable)


def months_counted(firms: FirmYears, terms: DistressedRefundTerms) -> Int64:
    """The months of the text; or, up to as many, those the firm was in difficulty (AMB-06)."""
    months = terms.months.on(firms.applied_on)
    if terms.distressed_months == "fixed":
        return months
    return np.minimum(months, firms.months_in_difficulty)


def larger(firms: FirmYears, terms: DistressedRefundTerms) -> Int64 | None:
    """Each firm the larger of both methods."""
    benefit = by_benefit(firms, terms)
    return None if benefit is None else np.maximum(benefit, by_contributions(firms, terms))
