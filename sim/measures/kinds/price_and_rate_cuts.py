"""Contributions, prices and charges forgone: xt9c, xt5c, sn7."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.dates import Int32, month_of
from sim.base.money import Int64, Share
from sim.law.values import Dated, Window
from sim.measures.award import Award, Payment, every, once, segments
from sim.measures.registry import Terms, measure, reading, term
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
    begin, end = months_in_force(years, terms.window)
    payments = []
    for day, since, until in segments(terms.rate_cut):
        start = np.maximum(begin, since)
        months = np.maximum(np.minimum(end, until) - start, 0).astype(np.int32)
        amount = terms.rate_cut.share_on(day).of(years.contribution_base_month_fen)
        payments.append(Payment(amount, start.astype(np.int32), months))
    return Award.of(eligible, *payments)


def months_in_force(years: TaxYears, window: Window) -> tuple[Int32, Int32]:
    """First month of each year that begins inside a window, and the month after the last."""
    january = years.month("year_end") - 11
    begin = np.maximum(january, first_whole_month(window))
    end = np.minimum(january + 12, month_of(min(window.last, LAST_DAY)) + 1)
    return begin.astype(np.int32), end.astype(np.int32)


def months_cut(years: TaxYears, window: Window, first_year: str) -> Int64:
    """Months of each year for which a price or charge is cut (AMB-66)."""
    if first_year == "whole_year":
        return np.full(len(years), 12, np.int64)
    begin, end = months_in_force(years, window)
    return np.asarray(np.maximum(end - begin, 0), np.int64)


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
    first_year: str = reading("AMB-66: the months in force or the whole first year")


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
    months = months_cut(years, terms.window, terms.first_year)
    bill = months * terms.power_cost.on(years.year_end) * years.staff
    cut = terms.share.share_on(years.year_end).of(bill)
    return Award.of(eligible, once(cut, years.month("year_end")))


@dataclass(frozen=True, kw_only=True)
class FeeTerms(Terms):
    """Terms of administrative charges brought to zero."""

    fees: Dated | None = term("yuan", "charges per firm and year before", optional=True)
    first_year: str = reading("AMB-66: the months in force or the whole first year")


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
    months = months_cut(years, terms.window, terms.first_year)
    fees = Share(months, 12).of(terms.fees.on(years.year_end))
    return Award.of(eligible, once(fees, years.month("year_end")))
