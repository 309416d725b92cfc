"""Stable-employment refund 稳岗返还: zy1a, tc1a, ly3.1a, xt7a, sn8a."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.dates import Int32, first_day_of, year_of
from sim.base.money import Int64
from sim.law.values import Dated
from sim.measures.award import Award, Bool, every, once
from sim.measures.registry import Terms, choice, measure, reading, term
from sim.measures.tables import UNEMPLOYMENT_PREMIUM, FirmYears


@dataclass(frozen=True, kw_only=True)
class RefundTerms(Terms):
    """Terms of the ordinary refund."""

    share: Dated = term("share", "part of last year's premium that is returned")
    registered_unemployment_rate: Dated | None = term(
        "share", "last year's registered urban rate", optional=True
    )
    arrears: str = choice(
        "what premium arrears do", "ignored", "bar until cleared", default="ignored"
    )
    few_layoffs: str = reading("AMB-01, AMB-02: what 少裁员 means")
    registered_rate_year: str = reading("AMB-02: which year's registered rate is the threshold")
    refund_base: str = reading("AMB-03: which premium the share is of")
    back_payments: str = reading("AMB-03: whether arrears paid now count in the base")


@measure(
    "stable_employment_refund",
    of=FirmYears,
    terms=RefundTerms,
    pays="firm",
    channel="retention",
    rising=("share", "registered_unemployment_rate"),
    rests_on=UNEMPLOYMENT_PREMIUM,
)
def stable_employment_refund(firms: FirmYears, terms: RefundTerms) -> Award:
    """Part of last year's unemployment premium, returned to firms that laid off few or none."""
    eligible = every(
        enterprise=firms.enterprise,
        insured=firms.insured,
        few_layoffs=laid_off_few(
            firms,
            terms.registered_unemployment_rate,
            terms.few_layoffs,
            terms.registered_rate_year,
        ),
        no_arrears=terms.arrears == "ignored" or ~firms.owes_premium,
        in_window=terms.window.holds(firms.applied_on),
    )
    refund = terms.share.share_on(firms.applied_on).of(premium_base(firms, terms))
    return Award.of(eligible, once(refund, firms.month("applied_on")))


def laid_off_few(firms: FirmYears, rate: Dated | None, meaning: str, year: str) -> Bool:
    """No lay-offs last year, or a lay-off rate under the registered rate.

    ``below_registered_rate``: strictly below (AMB-01 b); ``at_most_registered_rate``: equal
    passes too (AMB-02); ``none``: no lay-offs at all (AMB-01 a). The registered rate is that of
    ``last_year``, the year of the lay-offs, or of ``this_year``, that of the application (AMB-02).
    Where nobody supplied the rate only firms without lay-offs are known to pass.
    """
    what = ("laid off few", rate, meaning, year)
    return firms.kept(what, lambda: _laid_off_few(firms, rate, meaning, year))


def _laid_off_few(firms: FirmYears, rate: Dated | None, meaning: str, year: str) -> Bool:
    none: Bool = np.asarray(firms.layoffs_last_year == 0)
    if meaning == "none" or rate is None:
        return none
    limit = rate.share_on(last_day_of_year(firms.applied_on, ago=int(year == "last_year")))
    few: Bool = limit.exceeds(firms.layoffs_last_year, firms.staff_last_year)
    if meaning == "at_most_registered_rate":
        layoffs = firms.layoffs_last_year.astype(np.int64)
        few |= layoffs * limit.denominator == limit.numerator * firms.staff_last_year
    return np.asarray(none | few)


def last_day_of_year(days: Int32, ago: int) -> Int64:
    """Day number of 31 December of the year of each day, or so many years before."""
    january = 12 * (year_of(days) + 1 - ago - 1970)
    return np.asarray(first_day_of(january) - 1, np.int64)


def premium_base(firms: FirmYears, terms: RefundTerms) -> Int64:
    """Premium that the refund is a share of (AMB-03)."""
    paid = firms.premium_paid_fen
    if terms.refund_base == "employer_part":
        paid = firms.premium_paid_by_firm_fen
    if terms.back_payments == "included":
        paid = paid + firms.back_payments_fen
    return paid
