"""Internship subsidy 就业见习补贴: zy5a, zy5b, tc5a, ly3.3a-e, xt8a, sn12."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.dates import (
    NEVER,
    Int32,
    add_months,
    completed_years,
    first_day_of,
    month_of,
)
from sim.law.values import Dated
from sim.measures.award import (
    Award,
    Bool,
    Payment,
    every,
    monthly,
    once,
    overlap,
    segments,
    settled,
)
from sim.measures.registry import Terms, choice, measure, names, reading, term
from sim.measures.tables import GROUPS, Internships, any_of


@dataclass(frozen=True, kw_only=True)
class InternTerms(Terms):
    """Who may be an intern, and for how long; shared by every variant."""

    groups: tuple[str, ...] = names("graduates admitted at any age", *GROUPS)
    school_years: Dated | None = term(
        "years", "graduates only within so many years of leaving school", optional=True
    )
    youngest: Dated = term("years", "lowest age of unemployed youth, completed years")
    oldest: Dated = term("years", "highest age of unemployed youth, completed years")
    months_least: Dated = term("months", "shortest internship")
    months_most: Dated = term("months", "most months paid")
    early_hire: str = choice(
        "an internship cut short by an early hire",
        "as any other",
        "pays the months done",
        default="as any other",
    )
    intern_age: str = reading("AMB-23: the day that age is tested on")
    short_internship: str = reading("AMB-78: internships under the shortest length")


@dataclass(frozen=True, kw_only=True)
class RetentionTerms(InternTerms):
    """Terms that look at how many interns the unit keeps."""

    high_retention: str = choice(
        "which retention rate is high", "above half", "half or more", default="above half"
    )
    retention_rate: str = reading("AMB-27: kept out of those who ended or who started")
    higher_rate: str = reading("AMB-28: higher rate for the batch, those kept, or later batches")


@dataclass(frozen=True, kw_only=True)
class FlatTerms(RetentionTerms):
    """Terms of a monthly rate in yuan."""

    internship_rate: Dated | None = term("yuan/month", "monthly rate", optional=True)
    higher_monthly_rate: Dated | None = term(
        "yuan/month", "monthly rate at high retention", optional=True
    )


@dataclass(frozen=True, kw_only=True)
class WageTerms(RetentionTerms):
    """Terms of a rate in minimum wages."""

    minimum_wage: Dated | None = term(
        "yuan/month", "monthly minimum wage of the district", optional=True
    )
    wage_share: Dated = term("share", "rate as a share of the minimum wage", high=2)
    higher_wage_share: Dated | None = term(
        "share", "rate at high retention, as a share of the minimum wage", high=2, optional=True
    )
    unit_share: Dated | None = term(
        "share", "post allowance the unit itself must pay at least", optional=True
    )
    insurance: Dated | None = term("yuan", "accident insurance per internship", optional=True)
    intern_insurance: str = reading("AMB-25: who pays the accident insurance")


@dataclass(frozen=True, kw_only=True)
class UpliftTerms(InternTerms):
    """Terms of an uplift at recognised bases."""

    internship_rate: Dated | None = term("yuan/month", "monthly base rate", optional=True)
    uplift: Dated = term(
        "share", "uplift at national and provincial bases", high="0.1", only=("0", "0.1")
    )


@dataclass(frozen=True, kw_only=True)
class CostSharingTerms(RetentionTerms):
    """Terms of Lingyuan's cost sharing, one set for each retention tier."""

    tier_paid: str = choice("the retention tier this clause is for", "low", "high")
    minimum_wage: Dated = term("yuan/month", "monthly minimum wage of the district")
    stipend_floor: Dated = term("share", "lowest stipend as a share of the minimum wage")
    stipend_share: Dated = term("share", "part of the stipend that public money bears")
    insurance: Dated = term("yuan", "accident insurance per internship")
    guidance: Dated = term("yuan/month", "guidance cost per intern")
    guidance_by: str = choice("who bears guidance", "fund", "unit")
    intern_cap: str = reading("AMB-26: minimum wage caps the subsidy or its base")


@measure(
    "internship_subsidy",
    of=Internships,
    terms=FlatTerms,
    pays="firm",
    channel="placement",
    rising=("internship_rate",),
)
def flat_rate(interns: Internships, terms: FlatTerms) -> Award:
    """A monthly rate per intern; the higher one of good keepers is settled at the end."""
    eligible = admitted(interns, terms)
    if terms.internship_rate is None:
        return Award.unpriced(eligible)
    first, months = paid_months(interns, terms)
    payments = monthly(terms.internship_rate, first, months)
    if terms.higher_monthly_rate is not None:
        higher = monthly(terms.higher_monthly_rate, first, months)
        payments += (top_up(interns, terms, higher, payments, first + months),)
    return Award.of(eligible, *payments)


@measure(
    "internship_subsidy",
    of=Internships,
    terms=WageTerms,
    pays="firm",
    channel="placement",
    variant="minimum_wage",
    rising=("wage_share",),
)
def minimum_wage_rate(interns: Internships, terms: WageTerms) -> Award:
    """A share of the minimum wage per intern and month, more for units that keep their interns."""
    eligible = admitted(interns, terms)
    first, months = paid_months(interns, terms)
    wage = terms.minimum_wage
    if wage is None:
        return Award.unpriced(eligible)

    def at(share: Dated, *, by_fund: bool = True) -> tuple[Payment, ...]:
        return monthly(wage, first, months, interns.tier, share, by_fund=by_fund)

    payments = at(terms.wage_share)
    if terms.higher_wage_share is not None:
        higher = at(terms.higher_wage_share)
        payments += (top_up(interns, terms, higher, payments, first + months),)
    if terms.unit_share is not None:
        payments += at(terms.unit_share, by_fund=False)
    if terms.insurance is not None:
        premium = np.broadcast_to(terms.insurance.on(interns.started_on), first.shape)
        payments += (once(premium, first, by_fund=terms.intern_insurance == "by_fund"),)
    return Award.of(eligible, *payments)


@measure(
    "internship_subsidy",
    of=Internships,
    terms=UpliftTerms,
    pays="firm",
    channel="placement",
    variant="uplift",
    rising=("uplift",),
)
def uplift(interns: Internships, terms: UpliftTerms) -> Award:
    """Part of the base rate on top, at national and provincial internship bases."""
    eligible = admitted(interns, terms) & every(recognised_base=interns.recognised_base)
    if terms.internship_rate is None:
        return Award.unpriced(eligible)
    first, months = paid_months(interns, terms)
    payments = monthly(terms.internship_rate, first, months, share=terms.uplift)
    raised = np.broadcast_to(terms.uplift.raw(interns.started_on) > 0, eligible.shape)
    return Award.of(eligible & every(uplift_granted=raised), *payments)


@measure(
    "internship_subsidy",
    of=Internships,
    terms=CostSharingTerms,
    pays="firm",
    channel="placement",
    variant="cost_sharing",
    rising=("stipend_share",),
)
def cost_sharing(interns: Internships, terms: CostSharingTerms) -> Award:
    """Stipend, insurance and guidance shared between public money and the unit by retention."""
    day = first_day_of(month_of(interns.started_on))
    wage = terms.minimum_wage.on(day, interns.tier)
    too_little = terms.stipend_floor.share_on(day).exceeds(interns.stipend_month_fen, wage)
    eligible = admitted(interns, terms) & every(
        stipend_high_enough=~too_little,
        retention_tier=keeps_many(interns, terms) == (terms.tier_paid == "high"),
    )
    first, months = paid_months(interns, terms)
    insurance = np.broadcast_to(terms.insurance.on(day), day.shape)
    guidance = monthly(terms.guidance, first, months, by_fund=terms.guidance_by == "fund")
    return Award.of(
        eligible, *stipend_parts(interns, terms, first, months), once(insurance, first), *guidance
    )


def stipend_parts(
    interns: Internships, terms: CostSharingTerms, first: Int32, months: Int32
) -> tuple[Payment, ...]:
    """The public part and the unit's part of the stipend, month by month."""
    stipend = interns.stipend_month_fen
    share = terms.stipend_share.share_on(interns.started_on)
    parts: tuple[Payment, ...] = ()
    for day, since, until in segments(terms.minimum_wage):
        wage = terms.minimum_wage.on(day, interns.tier)
        if terms.intern_cap == "on_subsidy":
            public = np.minimum(share.of(stipend), wage)
        else:
            public = share.of(np.minimum(stipend, wage))
        begin, length = overlap(first, months, since, until)
        parts += (
            Payment(public, begin, length),
            Payment(stipend - public, begin, length, by_fund=False),
        )
    return parts


def admitted(interns: Internships, terms: InternTerms) -> Bool:
    """Those who may be interns, long enough, in the window."""
    return every(
        may_intern=may_intern(interns, terms),
        long_enough=long_enough(interns, terms),
        in_window=terms.window.holds(interns.started_on),
    )


def may_intern(interns: Internships, terms: InternTerms) -> Bool:
    """Unemployed graduates of the named groups, and unemployed youth."""
    tested = interns.started_on if terms.intern_age == "at_start" else interns.applied_on
    age = completed_years(interns.born_on, tested)
    young = (age >= terms.youngest.on(tested)) & (age <= terms.oldest.on(tested))
    graduate = any_of(interns.groups, terms.groups)
    if terms.school_years is not None:
        known = interns.left_school_on != NEVER
        left = np.where(known, interns.left_school_on, interns.started_on)
        limit = add_months(left, 12 * terms.school_years.on(interns.started_on))
        graduate = graduate & known & (interns.started_on <= limit)
    return np.asarray(interns.unemployed & (young | graduate))


def long_enough(interns: Internships, terms: InternTerms) -> Bool:
    """At least the shortest length done; some readings and early hires accept less."""
    least = terms.months_least.on(interns.started_on)
    enough = interns.completed_months >= least
    if terms.short_internship == "months_done":
        enough = interns.completed_months >= 1
    elif terms.early_hire == "pays the months done":
        enough = enough | (interns.hired_early & (interns.completed_months >= 1))
    return np.asarray(enough)


def paid_months(interns: Internships, terms: InternTerms) -> tuple[Int32, Int32]:
    """First month and number of months paid: one per completed month, up to the most."""
    most = terms.months_most.on(interns.started_on)
    months = np.minimum(interns.completed_months, most)
    return month_of(interns.started_on), months.astype(np.int32)


def keeps_many(interns: Internships, terms: RetentionTerms) -> Bool:
    """Whether the unit's batch shows the high retention rate; the edge at half is the clause's."""
    of_ended = terms.retention_rate == "of_ended"
    whole = interns.batch_ended if of_ended else interns.batch_started
    twice = 2 * interns.batch_retained.astype(np.int32)
    high = twice >= whole if terms.high_retention == "half or more" else twice > whole
    return np.asarray(high & (whole > 0))


def top_up(
    interns: Internships,
    terms: RetentionTerms,
    higher: tuple[Payment, ...],
    base: tuple[Payment, ...],
    month: Int32,
) -> Payment:
    """The difference to the higher rate over all months, paid when the batch is settled."""
    earlier = terms.higher_rate == "later_batches"
    rows = interns.earlier_batch_kept_many if earlier else keeps_many(interns, terms)
    if terms.higher_rate == "retained_only":
        rows = rows & interns.retained
    difference = settled(higher, month).amount - settled(base, month).amount
    return once(np.maximum(difference, 0), month).where(rows)


def end_of(interns: Internships) -> Int32:
    """Day on which the internship's last completed month ends."""
    return add_months(interns.started_on, interns.completed_months)


def end_month(interns: Internships) -> Int32:
    """Month in which what follows the internship begins."""
    return (month_of(interns.started_on) + interns.completed_months).astype(np.int32)
