"""Cash tied to graduates: xt17d xt17e sn8c (employment), xt17c (job-seeking)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.law.values import Dated
from sim.measures.award import Award, Payment, every, once
from sim.measures.registry import Terms, measure, reading, term
from sim.measures.tables import Graduations, Hires


@dataclass(frozen=True, kw_only=True)
class AfterYearsTerms(Terms):
    """Terms of a sum once so many months are worked (xt17d, xt17e)."""

    amount: Dated | None = term("yuan", "sum by degree", optional=True, at_most="ceiling")
    floor: Dated | None = term(
        "yuan", "lowest sum the text allows", optional=True, at_most="amount"
    )
    ceiling: Dated | None = term("yuan", "highest sum the text allows", optional=True)
    months_needed: Dated = term("months", "months worked in the place")


@measure(
    "graduate_employment_subsidy",
    of=Hires,
    terms=AfterYearsTerms,
    pays="person",
    channel="retention",
    variant="after_years",
    rising=("amount",),
)
def after_years(hires: Hires, terms: AfterYearsTerms) -> Award:
    """A sum by degree to a graduate who has worked in the place for so long."""
    day = hires.hired_on
    needed = terms.months_needed.on(day)
    eligible = every(
        fresh_graduate=hires.fresh_graduate,
        degree=hires.degree >= 1,
        worked_long_enough=hires.months_on_post >= needed,
        in_window=terms.window.holds(day),
    )
    if terms.amount is None:
        return Award.unpriced(eligible)
    amount = np.broadcast_to(terms.amount.on(day, hires.degree), eligible.shape)
    return Award.of(eligible, once(amount, hires.month("hired_on") + needed))


@dataclass(frozen=True, kw_only=True)
class MonthlyTerms(Terms):
    """Terms of a monthly living subsidy (sn8c)."""

    amount: Dated = term("yuan/month", "monthly subsidy")
    months_limit: Dated | None = term("months", "most months", optional=True)
    graduate_scope: str = reading("AMB-53: any graduate taken on, or those sent only")


@measure(
    "graduate_employment_subsidy",
    of=Hires,
    terms=MonthlyTerms,
    pays="person",
    channel="hiring",
    rising=("amount", "months_limit"),
)
def each_month(hires: Hires, terms: MonthlyTerms) -> Award:
    """A monthly living subsidy for graduates taken on by enterprises."""
    day = hires.hired_on
    eligible = every(
        enterprise=hires.enterprise,
        fresh_graduate=hires.fresh_graduate,
        degree=hires.degree >= 1,
        sent_by_programme=terms.graduate_scope == "any_graduate" or hires.sent_by_programme,
        in_window=terms.window.holds(day),
    )
    if terms.months_limit is None:
        return Award.unpriced(eligible)
    months = np.minimum(hires.months_on_post, terms.months_limit.on(day)).astype(np.int32)
    amount = np.broadcast_to(terms.amount.on(day), eligible.shape)
    return Award.of(eligible, Payment(amount, hires.month("hired_on"), months))


@dataclass(frozen=True, kw_only=True)
class JobseekingTerms(Terms):
    """Terms of the job-seeking subsidy."""

    amount: Dated = term("yuan", "one-off per graduate")


@measure(
    "graduate_jobseeking_subsidy",
    of=Graduations,
    terms=JobseekingTerms,
    pays="person",
    channel="income support",
    rising=("amount",),
)
def graduate_jobseeking_subsidy(graduates: Graduations, terms: JobseekingTerms) -> Award:
    """One payment to disadvantaged students in their graduation year."""
    eligible = every(
        disadvantaged=graduates.disadvantaged,
        not_drawn_before=~graduates.drawn_before,
        in_window=terms.window.holds(graduates.applied_on),
    )
    amount = np.broadcast_to(terms.amount.on(graduates.applied_on), eligible.shape)
    return Award.of(eligible, once(amount, graduates.month("applied_on")))
