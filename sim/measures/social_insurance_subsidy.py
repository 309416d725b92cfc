"""Social-insurance subsidy for target hires 社会保险补贴: ly2.1c, xt9a, xt9b, sn8d."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.dates import Int32
from sim.law.values import Dated
from sim.measures.award import Award, Bool, Payment, monthly, once
from sim.measures.registry import Terms, choice, measure, names, term
from sim.measures.tables import GROUPS, THREE_OF_EMPLOYER, Hires, any_of


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


@dataclass(frozen=True, kw_only=True)
class ActualTerms(HireTerms):
    """Terms of contributions actually paid."""

    share: Dated | None = term("share", "part of the contributions refunded", optional=True)
    insurances: str = choice("which of the employer's contributions count", "three", "all")
    contract_months_needed: Dated | None = term("months", "shortest labour contract", optional=True)
    months_on_post_needed: Dated | None = term(
        "months", "months to be worked before one payment for all of them", optional=True
    )


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
    return Award.of(
        eligible,
        *monthly(
            terms.contribution_benchmark,
            hires.month("hired_on"),
            subsidised_months(hires, terms.months_limit),
            share=rates * terms.base_share,
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
    eligible = insured_hires(hires, terms)
    if terms.contract_months_needed is not None:
        eligible &= hires.contract_months >= terms.contract_months_needed.on(hires.hired_on)
    every = terms.insurances == "all"
    paid = hires.employer_all_month_fen if every else hires.employer_three_month_fen
    needed = terms.months_on_post_needed
    if needed is not None:
        eligible &= hires.months_on_post >= needed.on(hires.hired_on)
    if terms.share is None:
        return Award.unpriced(eligible)
    amount = terms.share.share_on(hires.hired_on).of(paid)
    first = hires.month("hired_on")
    if needed is not None:
        done = needed.on(hires.hired_on)
        return Award.of(eligible, once(amount * done, first + done))
    if terms.months_limit is None:
        return Award.unpriced(eligible)
    months = subsidised_months(hires, terms.months_limit)
    return Award.of(eligible, Payment(amount, first, months))


def insured_hires(hires: Hires, terms: HireTerms) -> Bool:
    """Enterprises that insure a newly hired person of the named groups, hired in the window."""
    return np.asarray(
        hires.enterprise
        & hires.insured
        & any_of(hires.groups, terms.groups)
        & terms.window.holds(hires.hired_on)
        & (hires.months_on_post > 0)
    )


def subsidised_months(hires: Hires, limit: Dated) -> Int32:
    """Months worked and insured, up to the limit."""
    return np.minimum(hires.months_on_post, limit.on(hires.hired_on)).astype(np.int32)
