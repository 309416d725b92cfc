"""Social-insurance subsidy for target hires 社会保险补贴: ly2.1c, xt9a, xt9b, sn8d."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.dates import Int32
from sim.base.money import Int64
from sim.law.values import ALWAYS, Dated
from sim.measures.award import Award, Bool, Payment, every, monthly, once
from sim.measures.registry import Terms, choice, measure, names, reading, term
from sim.measures.tables import GROUPS, THREE_OF_EMPLOYER, Hires, any_of

MONTHLY, YEARLY = Dated((ALWAYS,), ((1,),)), Dated((ALWAYS,), ((1,),), denominator=12)
"""A month's part of a benchmark given by month, and by year."""


@dataclass(frozen=True, kw_only=True)
class HireTerms(Terms):
    """Whose contributions are subsidised, and for how long."""

    groups: tuple[str, ...] = names("groups the subsidy is for", *GROUPS)
    months_limit: Dated | None = term("months", "most months subsidised", optional=True)


@dataclass(frozen=True, kw_only=True)
class StandardTerms(HireTerms):
    """Terms of standard rates on a standard base (xt9a)."""

    contribution_benchmark: Dated | None = term(
        "yuan/month", "the year's pension contribution benchmark", optional=True
    )
    base_share: Dated = term("share", "part of the benchmark that is the base")
    pension_rate: Dated = term("share", "pension rate subsidised")
    medical_rate: Dated = term("share", "medical rate subsidised")
    unemployment_rate: Dated = term("share", "unemployment rate subsidised")
    benchmark_period: str = reading("AMB-45: the benchmark is of a month or of a year")


@dataclass(frozen=True, kw_only=True)
class ActualTerms(HireTerms):
    """Terms of contributions actually paid."""

    share: Dated | None = term("share", "part of the contributions refunded", optional=True)
    insurances: str = choice("which of the employer's contributions count", "three", "all")
    contract_months_needed: Dated | None = term("months", "shortest labour contract", optional=True)
    months_on_post_needed: Dated | None = term(
        "months", "months to be worked before one payment for all of them", optional=True
    )
    poor_contributions: str = reading("AMB-46: the employer's part, or both parts")
    poor_months: str = reading("AMB-46: the months needed, or every month on the post")


@measure(
    "social_insurance_subsidy",
    of=Hires,
    terms=StandardTerms,
    pays="firm",
    channel="hiring",
    variant="standard",
    rising=("contribution_benchmark", "base_share"),
)
def at_standard_rates(hires: Hires, terms: StandardTerms) -> Award:
    """Standard rates on a standard base, monthly while the hired person is insured."""
    eligible = insured_hires(hires, terms)
    if terms.contribution_benchmark is None or terms.months_limit is None:
        return Award.unpriced(eligible)
    rates = terms.pension_rate + terms.medical_rate + terms.unemployment_rate
    period = MONTHLY if terms.benchmark_period == "monthly" else YEARLY
    return Award.of(
        eligible,
        *monthly(
            terms.contribution_benchmark,
            hires.month("hired_on"),
            subsidised_months(hires, terms.months_limit),
            share=rates * terms.base_share * period,
        ),
    )


@measure(
    "social_insurance_subsidy",
    of=Hires,
    terms=ActualTerms,
    pays="firm",
    channel="hiring",
    variant="actual",
    rising=("share",),
    rests_on=THREE_OF_EMPLOYER,
)
def as_paid(hires: Hires, terms: ActualTerms) -> Award:
    """The employer's own contributions, monthly, or in one sum when the months are done."""
    contract, needed = terms.contract_months_needed, terms.months_on_post_needed
    day = hires.hired_on
    eligible = insured_hires(
        hires,
        terms,
        contract_long_enough=contract is None or hires.contract_months >= contract.on(day),
        worked_long_enough=needed is None or hires.months_on_post >= needed.on(day),
    )
    paid = contributions(hires, terms)
    if terms.share is None:
        return Award.unpriced(eligible)
    amount = terms.share.share_on(hires.hired_on).of(paid)
    first = hires.month("hired_on")
    if needed is not None:
        done = needed.on(hires.hired_on)
        in_one_sum = once(amount * done, first + done)
        if terms.poor_months == "first_twelve":
            return Award.of(eligible, in_one_sum)
        after = Payment(amount, first + done, months_beyond(hires, terms, done))
        return Award.of(eligible, in_one_sum, after)
    if terms.months_limit is None:
        return Award.unpriced(eligible)
    months = subsidised_months(hires, terms.months_limit)
    return Award.of(eligible, Payment(amount, first, months))


def insured_hires(hires: Hires, terms: HireTerms, **more: Bool | bool) -> Bool:
    """Enterprises that insure a newly hired person of the named groups, hired in the window."""
    return every(
        enterprise=hires.enterprise,
        insured=hires.insured,
        in_groups=any_of(hires.groups, terms.groups),
        worked_a_month=hires.months_on_post > 0,
        **more,
        in_window=terms.window.holds(hires.hired_on),
    )


def contributions(hires: Hires, terms: ActualTerms) -> Int64:
    """Contributions of a month that count: of the employer, or of both (AMB-46)."""
    if terms.insurances == "all":
        return hires.employer_all_month_fen
    if terms.poor_contributions == "both_parts":
        return hires.both_three_month_fen
    return hires.employer_three_month_fen


def months_beyond(hires: Hires, terms: ActualTerms, done: Int64) -> Int32:
    """Months on the post after those paid in one sum, up to the limit if there is one."""
    limit = terms.months_limit
    months = hires.months_on_post if limit is None else subsidised_months(hires, limit)
    return np.asarray(np.maximum(months - done, 0), np.int32)


def subsidised_months(hires: Hires, limit: Dated) -> Int32:
    """Months worked and insured, up to the limit."""
    return np.minimum(hires.months_on_post, limit.on(hires.hired_on)).astype(np.int32)
