"""Tax forgone: ly3.2a (education deduction), xt5b (15 % rate), xt5a xt11g (key groups), sn6."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.money import Int64, Share
from sim.law.values import ALWAYS, Dated
from sim.measures.award import Award, Payment, every, once
from sim.measures.registry import Terms, measure, names, term
from sim.measures.tables import (
    BUSINESS_FORMS,
    GROUPS,
    Hires,
    Int16,
    Int32,
    Startups,
    TaxYears,
    any_of,
)

NOTHING = Dated((ALWAYS,), ((0,),))


@dataclass(frozen=True, kw_only=True)
class DeductionTerms(Terms):
    """Terms of the deduction of employee-education spending."""

    limit_share: Dated = term("share", "highest deduction as a share of wages")
    former_share: Dated | None = term("share", "the limit of the law before", optional=True)
    income_tax_rate: Dated | None = term("share", "enterprise income tax rate", optional=True)


@measure(
    "tax_expenditure",
    of=TaxYears,
    terms=DeductionTerms,
    pays="firm",
    channel="training",
    variant="education_deduction",
    rising=("limit_share", "income_tax_rate"),
)
def education_deduction(years: TaxYears, terms: DeductionTerms) -> Award:
    """Income tax forgone by deducting education spending beyond what the law before allowed."""
    eligible = every(
        enterprise=years.enterprise,
        education_spending=years.education_spending_fen + years.education_carried_fen > 0,
        in_window=terms.window.holds(years.year_end),
    )
    if terms.income_tax_rate is None:
        return Award.unpriced(eligible)
    former = terms.former_share or NOTHING
    parts = terms.limit_share.denominator * former.denominator
    more = deducted(years, terms.limit_share, parts) - deducted(years, former, parts)
    rate = terms.income_tax_rate.share_on(years.year_end)
    forgone = Share(rate.numerator, rate.denominator * parts).of(np.maximum(more, 0))
    return Award.of(eligible, once(forgone, years.month("settled_on")))


def deducted(years: TaxYears, limit: Dated, parts: int) -> Int64:
    """Education spending deducted under a limit, never more than the taxable income.

    Args:
        years: the tax years.
        limit: share of the wage bill.
        parts: the result is in so many parts of a fen, so that nothing is rounded yet.
    """
    share = limit.share_on(years.year_end)
    allowed = years.wage_bill_fen * share.numerator * (parts // share.denominator)
    spent = years.education_spending_fen + years.education_carried_fen
    income = np.maximum(years.taxable_income_fen, 0)
    return np.asarray(np.minimum(np.minimum(spent, income) * parts, allowed))


@dataclass(frozen=True, kw_only=True)
class ReducedRateTerms(Terms):
    """Terms of a lower income-tax rate."""

    reduced_rate: Dated = term("share", "the lower rate")
    income_tax_rate: Dated | None = term("share", "the usual rate", optional=True)


@measure(
    "tax_expenditure",
    of=TaxYears,
    terms=ReducedRateTerms,
    pays="firm",
    channel="none",
    variant="reduced_rate",
    rising=("income_tax_rate",),
)
def reduced_rate(years: TaxYears, terms: ReducedRateTerms) -> Award:
    """Income tax forgone at the lower rate of certified technology-service firms."""
    eligible = every(
        enterprise=years.enterprise,
        technology_service=years.technology_service,
        in_window=terms.window.holds(years.year_end),
    )
    if terms.income_tax_rate is None:
        return Award.unpriced(eligible)
    usual = terms.income_tax_rate.share_on(years.year_end)
    lower = terms.reduced_rate.share_on(years.year_end)
    less = usual.numerator * lower.denominator - lower.numerator * usual.denominator
    forgone = Share(np.maximum(less, 0), usual.denominator * lower.denominator)
    income = np.maximum(years.taxable_income_fen, 0)
    return Award.of(eligible, once(forgone.of(income), years.month("settled_on")))


@dataclass(frozen=True, kw_only=True)
class ReliefTerms(Terms):
    """Terms of relief without a number in the text."""

    amount: Dated | None = term("yuan", "per firm and year", optional=True)


@measure(
    "tax_expenditure",
    of=TaxYears,
    terms=ReliefTerms,
    pays="firm",
    channel="retention",
    rising=("amount",),
)
def general_relief(years: TaxYears, terms: ReliefTerms) -> Award:
    """Tax and fee cuts that the text names without a rate."""
    eligible = every(enterprise=years.enterprise, in_window=terms.window.holds(years.year_end))
    if terms.amount is None:
        return Award.unpriced(eligible)
    amount = np.broadcast_to(terms.amount.on(years.year_end), eligible.shape)
    return Award.of(eligible, once(amount, years.month("year_end")))


@dataclass(frozen=True, kw_only=True)
class CreditTerms(Terms):
    """Terms of a yearly tax credit for key groups."""

    groups: tuple[str, ...] = names("key groups besides the registered unemployed", *GROUPS)
    yearly_credit: Dated | None = term("yuan", "highest credit a year", optional=True)
    years_limit: Dated | None = term("years", "most years", optional=True, high=10)
    contract_months_needed: Dated | None = term("months", "shortest labour contract", optional=True)


@measure(
    "tax_expenditure",
    of=Hires,
    terms=CreditTerms,
    pays="firm",
    channel="hiring",
    variant="hire_credit",
    rising=("yearly_credit", "years_limit"),
)
def hire_credit(hires: Hires, terms: CreditTerms) -> Award:
    """Taxes credited for each full year that a hired person of the key groups stays."""
    contract = terms.contract_months_needed
    eligible = every(
        enterprise=hires.enterprise,
        insured=hires.insured,
        key_group=hires.registered_unemployed | any_of(hires.groups, terms.groups),
        contract_long_enough=contract is None
        or hires.contract_months >= contract.on(hires.hired_on),
        in_window=terms.window.holds(hires.hired_on),
    )
    day, first = hires.hired_on, hires.month("hired_on")
    if terms.yearly_credit is None or terms.years_limit is None:
        return Award.unpriced(eligible)
    credit = np.minimum(terms.yearly_credit.on(day), hires.tax_due_year_fen)
    return Award.of(
        eligible, *yearly(credit, first, hires.months_on_post // 12, terms.years_limit, day)
    )


@measure(
    "tax_expenditure",
    of=Startups,
    terms=CreditTerms,
    pays="person",
    channel="start-up",
    variant="founder_credit",
    rising=("yearly_credit", "years_limit"),
)
def founder_credit(startups: Startups, terms: CreditTerms) -> Award:
    """Taxes credited for each full year that a key-group founder's own business is open."""
    day, first = startups.founded_on, startups.month("founded_on")
    eligible = every(
        key_group=startups.unemployed | any_of(startups.groups, terms.groups),
        individual_business=startups.form == BUSINESS_FORMS["individual_business"],
        in_window=terms.window.holds(day),
    )
    if terms.yearly_credit is None or terms.years_limit is None:
        return Award.unpriced(eligible)
    credit = np.minimum(terms.yearly_credit.on(day), startups.tax_due_year_fen)
    return Award.of(
        eligible, *yearly(credit, first, startups.months_open // 12, terms.years_limit, day)
    )


def yearly(
    amount: Int64, first: Int32, full_years: Int16, limit: Dated, day: Int32
) -> tuple[Payment, ...]:
    """The same amount after each full year, at most so many times."""
    times = np.minimum(full_years, limit.on(day))
    most = max(max(row) for row in limit.table)
    return tuple(once(amount, first + 12 * k).where(times >= k) for k in range(1, most + 1))
