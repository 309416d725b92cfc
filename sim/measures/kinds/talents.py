"""Talents: ly1.6d (housing 安家补助), zy6c (other support, by rules outside the text)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.law.values import Dated
from sim.measures.award import Award, every, once
from sim.measures.registry import Terms, measure, term
from sim.measures.tables import Talents


@dataclass(frozen=True, kw_only=True)
class HousingTerms(Terms):
    """Terms of the housing allowance; the window is that of arrival."""

    amount: Dated = term("yuan", "one-off by type of talent")


@measure(
    "talent_housing_allowance",
    of=Talents,
    terms=HousingTerms,
    pays="person",
    channel="hiring",
    rising=("amount",),
)
def talent_housing_allowance(talents: Talents, terms: HousingTerms) -> Award:
    """A sum by type to talents who arrived in the window and live in a first home bought here."""
    eligible = every(
        qualifies=talents.qualifies,
        talent_type=talents.talent_type >= 1,
        first_home=talents.first_home,
        own_use=talents.own_use,
        in_window=terms.window.holds(talents.arrived_on),
    )
    amount = terms.amount.on(talents.applied_on, talents.talent_type)
    return Award.of(
        eligible, once(np.broadcast_to(amount, eligible.shape), talents.month("applied_on"))
    )


@dataclass(frozen=True, kw_only=True)
class SupportTerms(Terms):
    """Terms of support under the city's talent rules."""

    amount: Dated | None = term("yuan", "per talent", optional=True)


@measure(
    "talent_support",
    of=Talents,
    terms=SupportTerms,
    pays="person",
    channel="none",
    rising=("amount",),
)
def talent_support(talents: Talents, terms: SupportTerms) -> Award:
    """Support of recognised talents, whose amounts are in another document."""
    eligible = every(qualifies=talents.qualifies, in_window=terms.window.holds(talents.applied_on))
    if terms.amount is None:
        return Award.unpriced(eligible)
    amount = np.broadcast_to(terms.amount.on(talents.applied_on), eligible.shape)
    return Award.of(eligible, once(amount, talents.month("applied_on")))
