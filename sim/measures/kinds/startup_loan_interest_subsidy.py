"""Interest subsidy on start-up loans 创业担保贷款贴息: zy3c, tc3c, xt6c, xt6e, sn10c."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.money import Int64, Share
from sim.law.values import Dated
from sim.measures.award import Award, Bool, Payment, every
from sim.measures.kinds.startup_loans import LoanTerms, granted
from sim.measures.registry import choice, measure, reading, term
from sim.measures.tables import BORROWERS, Loans

LOAN_YEARS = 3
BASIS_POINTS = 10_000


@dataclass(frozen=True, kw_only=True)
class InterestTerms(LoanTerms):
    """Terms of the subsidy."""

    share: Dated | None = term("share", "part of the interest paid, by loan year", optional=True)
    firm_share: Dated | None = term(
        "share", "the same for small firms, by loan year", optional=True
    )
    rate_ceiling: Dated | None = term(
        "share", "highest interest rate subsidised, a year", optional=True
    )
    paid_every: Dated = term("months", "months from one payment to the next", low=1, high=12)
    times: str = choice("which of a borrower's loans", "any", "first", "repeat", default="any")
    times_most: Dated | None = term("count", "most subsidised loans in all", optional=True)
    interest_scope: str = reading("AMB-12: persons, small firms, or both")
    interest_times: str = reading("AMB-13: whether the most includes the first")


@measure(
    "startup_loan_interest_subsidy",
    of=Loans,
    terms=InterestTerms,
    pays="person",
    channel="start-up",
    rising=("share",),
)
def startup_loan_interest_subsidy(loans: Loans, terms: InterestTerms) -> Award:
    """Part of the interest of a granted loan, paid after each period of its first years."""
    met, principal = granted(loans, terms)
    firms = loans.borrower_type == BORROWERS["small_firm"]
    repeat = terms.times == "repeat"
    eligible = every(
        loan_granted=met,
        interest_scope={"persons": ~firms, "firms": firms, "both": True}[terms.interest_scope],
        first_subsidy=terms.times != "first" or loans.subsidised_before == 0,
        repeat_subsidy=not repeat or (loans.subsidised_before >= 1) & loans.good_borrower,
        times_left=not repeat or times_left(loans, terms),
        in_window=terms.window.holds(loans.granted_on),
    )
    if terms.share is None:
        return Award.unpriced(eligible)
    least = min(min(row) for row in terms.paid_every.table)
    periods = range(1, -(-12 * LOAN_YEARS // least) + 1)
    return Award.of(eligible, *(interest(loans, terms, principal, firms, k) for k in periods))


def times_left(loans: Loans, terms: InterestTerms) -> Bool:
    """Another subsidised loan stays within the most allowed (AMB-13)."""
    if terms.times_most is None:
        return np.ones(len(loans), np.bool_)
    repeats = terms.interest_times == "three_repeats"
    most = terms.times_most.on(loans.granted_on) + int(repeats)
    return np.asarray(loans.subsidised_before < most)


def interest(
    loans: Loans, terms: InterestTerms, principal: Int64, firms: Bool, period: int
) -> Payment:
    """The subsidised interest of one period, paid when it is over; the last one may be shorter."""
    every_so = np.broadcast_to(terms.paid_every.on(loans.granted_on), len(loans))
    lasts = months_with_interest(loans)
    begin = np.minimum((period - 1) * every_so, lasts)
    end = np.minimum(period * every_so, lasts)
    rate = subsidised_rate(loans, terms)
    amount = np.where(
        firms,
        _part(loans, terms.firm_share, rate, begin, end).of(principal),
        _part(loans, terms.share, rate, begin, end).of(principal),
    )
    first = (loans.month("granted_on") + end).astype(np.int32)
    return Payment(amount, first, (end > begin).astype(np.int32))


def months_with_interest(loans: Loans) -> Int64:
    """Months of the first years of a loan; one that the guarantee fund had to bear ends there.

    No text says so: they subsidise interest, and a loan that was called in bears none.
    """
    agreed = np.minimum(loans.term_months, 12 * LOAN_YEARS)
    until_loss = loans.month("lost_on").astype(np.int64) - loans.month("granted_on")
    return np.asarray(np.clip(until_loss, 0, agreed), np.int64)


def subsidised_rate(loans: Loans, terms: InterestTerms) -> Share:
    """The loan's rate a year, up to the ceiling."""
    rate = loans.rate_bp.astype(np.int64)
    if terms.rate_ceiling is None:
        return Share(rate, BASIS_POINTS)
    ceiling = terms.rate_ceiling.share_on(loans.granted_on)
    both = np.minimum(rate * ceiling.denominator, ceiling.numerator * BASIS_POINTS)
    return Share(both, BASIS_POINTS * ceiling.denominator)


def _part(loans: Loans, share: Dated | None, rate: Share, begin: Int64, end: Int64) -> Share:
    """Share of the principal that the subsidised interest of the loan's months is."""
    if share is None:
        return Share(np.int64(0), 1)
    months = np.zeros(len(loans), np.int64)
    for year in range(1, LOAN_YEARS + 1):
        inside = np.minimum(end, 12 * year) - np.maximum(begin, 12 * (year - 1))
        part = share.share_on(loans.granted_on, np.full(len(loans), year))
        months += np.maximum(inside, 0) * part.numerator
    return Share(rate.numerator * months, rate.denominator * share.denominator * 12)
