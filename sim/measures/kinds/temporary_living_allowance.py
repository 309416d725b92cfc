"""Temporary living allowance 临时生活补助: zy14a, ly1.5e, xt9g, sn20a."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.dates import NEVER, Int32
from sim.law.values import Dated
from sim.measures.award import Award, Payment, every, monthly
from sim.measures.kinds.unemployment_benefit import (
    Entitlement,
    EntitlementTerms,
    entitlement,
    months_out_of_work,
)
from sim.measures.registry import choice, measure, reading, term
from sim.measures.tables import Spells

LONGEST = 120
"""Months after which a spell without end is not followed any further."""


@dataclass(frozen=True, kw_only=True)
class TemporaryTerms(EntitlementTerms):
    """Terms of the allowance."""

    temporary_allowance: Dated | None = term(
        "yuan/month", "monthly allowance by household registration", optional=True
    )
    temporary_months: Dated | None = term("months", "most months in a calendar year", optional=True)
    contract_ended_from: Dated | None = term(
        "date", "only contracts that ended from this day on", optional=True, low=None
    )
    dismissed: str = choice(
        "whether it is for the laid-off only", "asked", "not asked", default="asked"
    )
    must_seek: str = choice(
        "whether the person must be looking for work", "no", "yes", default="no"
    )
    exhausted_benefit: str = reading("AMB-79: who has used up the benefit")


@measure(
    "temporary_living_allowance",
    of=Spells,
    terms=TemporaryTerms,
    pays="person",
    channel="income support",
    rising=("temporary_allowance", "temporary_months"),
)
def temporary_living_allowance(spells: Spells, terms: TemporaryTerms) -> Award:
    """A few months a year for laid-off people in hardship who cannot draw benefit."""
    benefit = entitlement(spells, terms)
    first, months = months_without_benefit(spells, benefit)
    eligible = in_need(spells, terms) & every(
        never_entitled_to_benefit=terms.exhausted_benefit != "excluded" or ~benefit.holds,
        months_without_benefit=months > 0,
        in_window=terms.window.holds(spells.registered_on),
    )
    if terms.temporary_allowance is None or terms.temporary_months is None:
        return Award.unpriced(eligible)
    return Award.of(eligible, *by_year(spells, terms, first, months))


def in_need(spells: Spells, terms: TemporaryTerms) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Laid off, in hardship, and what else the clause asks."""
    since = terms.contract_ended_from
    ended = since is None or (spells.left_on != NEVER) & (
        spells.left_on >= since.on(spells.registered_on)
    )
    return every(
        laid_off=terms.dismissed == "not asked" or spells.laid_off,
        hardship=spells.hardship,
        contract_ended_since=ended,
        seeking=terms.must_seek == "no" or spells.seeking,
    )


def months_without_benefit(spells: Spells, benefit: Entitlement) -> tuple[Int32, Int32]:
    """First month without benefit, and months from there to the next job."""
    first = spells.month("registered_on") + 1 + np.where(benefit.holds, benefit.months, 0)
    return first.astype(np.int32), np.maximum(months_out_of_work(spells, first), 0)


def by_year(
    spells: Spells, terms: TemporaryTerms, first: Int32, months: Int32
) -> tuple[Payment, ...]:
    """At most so many months in each calendar year, consecutive from its first free month."""
    rate, limit = terms.temporary_allowance, terms.temporary_months
    if rate is None or limit is None or not len(spells):
        return ()
    end = np.minimum(first + months, first + LONGEST)
    payments: tuple[Payment, ...] = ()
    for january in range(int(first.min()) // 12 * 12, int(end.max()), 12):
        begin = np.maximum(first, january)
        length = np.minimum(np.minimum(end, january + 12) - begin, limit.on(spells.registered_on))
        payments += monthly(rate, begin, length, spells.rural.astype(np.int8))
    return payments
