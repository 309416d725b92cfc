"""Contributions, prices and charges forgone: xt9c, xt5c, sn7."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.dates import month_of
from sim.law.values import Dated, Window
from sim.measures.award import Award, Payment, every, once, segments
from sim.measures.registry import Terms, measure, term
from sim.measures.tables import CONTRIBUTION_BASE, TaxYears

LAST_DAY = 50_000
"""A day beyond all years that are reported."""


@dataclass(frozen=True, kw_only=True)
class RateCutTerms(Terms):
    """Terms of a cut of contribution rates."""

    rate_cut: Dated | None = term("share", "rate before less rate after", optional=True)


@measure(
    "contribution_rate_cut",
    of=TaxYears,
    terms=RateCutTerms,
    pays="firm",
    channel="retention",
    rising=("rate_cut",),
    rests_on=CONTRIBUTION_BASE,
)
def contribution_rate_cut(years: TaxYears, terms: RateCutTerms) -> Award:
    """Contributions not levied because rates were cut, month by month of the year."""
    eligible = every(insured=years.insured, in_window=terms.window.holds(years.year_end))
    if terms.rate_cut is None:
        return Award.unpriced(eligible)
    january = years.month("year_end") - 11
    begin = np.maximum(january, first_whole_month(terms.window))
    end = np.minimum(january + 12, month_of(min(terms.window.last, LAST_DAY)) + 1)
    payments = []
    for day, since, until in segments(terms.rate_cut):
        start = np.maximum(begin, since)
        months = np.maximum(np.minimum(end, until) - start, 0).astype(np.int32)
        amount = terms.rate_cut.share_on(day).of(years.contribution_base_month_fen)
        payments.append(Payment(amount, start.astype(np.int32), months))
    return Award.of(eligible, *payments)


def first_whole_month(window: Window) -> int:
    """The first month that begins inside a window."""
    return int(month_of(window.first - 1)) + 1


@dataclass(frozen=True, kw_only=True)
class PowerTerms(Terms):
    """Terms of the power-price cut, a target of the text (AMB-68)."""

    share: Dated = term("share", "part of the power price")
    power_cost: Dated | None = term(
        "yuan/month", "power cost per employee before the cut", optional=True
    )


@measure(
    "energy_price_cut",
    of=TaxYears,
    terms=PowerTerms,
    pays="firm",
    channel="retention",
    rising=("share", "power_cost"),
)
def energy_price_cut(years: TaxYears, terms: PowerTerms) -> Award:
    """Part of the power bill of commercial and industrial users, if the target is met."""
    eligible = every(
        commercial_power=years.commercial_power, in_window=terms.window.holds(years.year_end)
    )
    if terms.power_cost is None:
        return Award.unpriced(eligible)
    bill = 12 * terms.power_cost.on(years.year_end) * years.staff
    cut = terms.share.share_on(years.year_end).of(bill)
    return Award.of(eligible, once(cut, years.month("year_end")))


@dataclass(frozen=True, kw_only=True)
class FeeTerms(Terms):
    """Terms of administrative charges brought to zero."""

    fees: Dated | None = term("yuan", "charges per firm and year before", optional=True)


@measure(
    "fee_reduction",
    of=TaxYears,
    terms=FeeTerms,
    pays="firm",
    channel="retention",
    rising=("fees",),
)
def fee_reduction(years: TaxYears, terms: FeeTerms) -> Award:
    """Administrative charges on private firms that are no longer levied."""
    eligible = every(private=years.private, in_window=terms.window.holds(years.year_end))
    if terms.fees is None:
        return Award.unpriced(eligible)
    fees = np.broadcast_to(terms.fees.on(years.year_end), eligible.shape)
    return Award.of(eligible, once(fees, years.month("year_end")))
