"""Cash and premises for founders: zy4b zy4f tc4a ly4.1b, ly2.2a xt11a, xt11b sn10d, xt11c."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.law.values import Dated
from sim.measures.award import Award, Bool, Payment, every, once
from sim.measures.registry import Terms, measure, names, reading, term
from sim.measures.tables import BUSINESS_FORMS, GROUPS, Int32, Int64, Startups, any_of

NEEDS = ("first_time", "qualifies", "unemployed", "in_public_park", "strained_county", "pilot")


@dataclass(frozen=True, kw_only=True)
class FounderTerms(Terms):
    """Which founders."""

    needs: tuple[str, ...] = names("what is asked of founder or business", *NEEDS)
    forms: tuple[str, ...] = names("legal forms; any if none is named", *BUSINESS_FORMS)
    groups: tuple[str, ...] = names("founders of any of these groups; all if none", *GROUPS)
    also_groups: tuple[str, ...] = names("who must be in one of these too", *GROUPS)


@dataclass(frozen=True, kw_only=True)
class PremisesTerms(FounderTerms):
    """Terms of premises in kind."""

    monthly_value: Dated | None = term("yuan/month", "value of what is waived", optional=True)
    months_limit: Dated | None = term("months", "most months", optional=True)


@dataclass(frozen=True, kw_only=True)
class RentTerms(FounderTerms):
    """Terms of the rent subsidy."""

    amount: Dated | None = term("yuan/month", "rent subsidy", optional=True, at_most="ceiling")
    ceiling: Dated | None = term("yuan/month", "highest subsidy the text allows", optional=True)
    months_limit: Dated | None = term("months", "most months", optional=True)
    rent_limit: str = reading("AMB-48: never above the rent, or flat")


@dataclass(frozen=True, kw_only=True)
class OneOffTerms(FounderTerms):
    """Terms of a one-off to founders."""

    amount: Dated | None = term("yuan", "one-off", optional=True, at_most="ceiling")
    floor: Dated | None = term(
        "yuan", "lowest amount the text allows", optional=True, at_most="amount"
    )
    ceiling: Dated | None = term("yuan", "highest amount the text allows", optional=True)
    first_business: str = reading("AMB-55: first-time asked of both forms, or of firms only")


@dataclass(frozen=True, kw_only=True)
class TrademarkTerms(FounderTerms):
    """Terms of the trademark subsidy."""

    amount: Dated = term("yuan", "per trademark")
    most: Dated = term("count", "most trademarks")


@measure(
    "startup_premises_relief",
    of=Startups,
    terms=PremisesTerms,
    pays="person",
    channel="start-up",
    rising=("monthly_value", "months_limit"),
)
def startup_premises_relief(startups: Startups, terms: PremisesTerms) -> Award:
    """Cheap or free premises in kind, month by month while the business is open."""
    eligible = asked(startups, terms)
    if terms.monthly_value is None or terms.months_limit is None:
        return Award.unpriced(eligible)
    value = np.broadcast_to(terms.monthly_value.on(startups.founded_on), eligible.shape)
    return Award.of(eligible, while_open(startups, value, terms.months_limit))


@measure(
    "startup_rent_subsidy",
    of=Startups,
    terms=RentTerms,
    pays="person",
    channel="start-up",
    rising=("amount", "months_limit"),
)
def startup_rent_subsidy(startups: Startups, terms: RentTerms) -> Award:
    """Part of the rent each month, up to a limit and a number of months."""
    eligible = asked(startups, terms) & every(pays_rent=startups.rent_month_fen > 0)
    if terms.amount is None or terms.months_limit is None:
        return Award.unpriced(eligible)
    amount = np.broadcast_to(terms.amount.on(startups.founded_on), eligible.shape)
    if terms.rent_limit == "actual_rent":
        amount = np.minimum(amount, startups.rent_month_fen)
    return Award.of(eligible, while_open(startups, amount, terms.months_limit))


@measure(
    "startup_one_off",
    of=Startups,
    terms=OneOffTerms,
    pays="person",
    channel="start-up",
    rising=("amount",),
)
def startup_one_off(startups: Startups, terms: OneOffTerms) -> Award:
    """One payment to founders when they open."""
    if terms.first_business == "firms_only":
        alone = startups.form == BUSINESS_FORMS["individual_business"]
        eligible = asked(startups, terms, excused=alone)
    else:
        eligible = asked(startups, terms)
    if terms.amount is None:
        return Award.unpriced(eligible)
    amount = np.broadcast_to(terms.amount.on(startups.founded_on), eligible.shape)
    return Award.of(eligible, once(amount, startups.month("founded_on")))


@measure(
    "trademark_subsidy",
    of=Startups,
    terms=TrademarkTerms,
    pays="person",
    channel="start-up",
    rising=("amount", "most"),
)
def trademark_subsidy(startups: Startups, terms: TrademarkTerms) -> Award:
    """A sum per registered trademark, up to a number of them."""
    eligible = asked(startups, terms) & every(trademark=startups.trademarks > 0)
    day = startups.founded_on
    counted = np.minimum(startups.trademarks.astype(np.int64), terms.most.on(day))
    return Award.of(eligible, once(terms.amount.on(day) * counted, startups.month("founded_on")))


def asked(startups: Startups, terms: FounderTerms, excused: Bool | None = None) -> Bool:
    """Groups, legal form, needs and window.

    Args:
        startups: the businesses.
        terms: of the clause.
        excused: rows that need not be the founder's first business.
    """
    first = startups.first_time if excused is None else startups.first_time | excused
    found = {need: getattr(startups, need) for need in NEEDS} | {"first_time": first}
    forms = [BUSINESS_FORMS[name] for name in terms.forms]
    return every(
        in_groups=not terms.groups or any_of(startups.groups, terms.groups),
        in_groups_too=not terms.also_groups or any_of(startups.groups, terms.also_groups),
        form=not forms or np.isin(startups.form, forms),
        **{need: found[need] for need in terms.needs},
        in_window=terms.window.holds(startups.founded_on),
    )


def while_open(startups: Startups, amount: Int64, limit: Dated) -> Payment:
    """Equal months from the month of founding, while open, up to the limit."""
    months = np.minimum(startups.months_open, limit.on(startups.founded_on))
    first: Int32 = startups.month("founded_on")
    return Payment(amount, first, months.astype(np.int32))
