"""New enterprise apprenticeship 企业新型学徒制: ly3.2b, xt15b."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.law.values import Dated
from sim.measures.award import Award, every, once, part_due
from sim.measures.registry import Terms, choice, measure, term
from sim.measures.tables import Apprenticeships


@dataclass(frozen=True, kw_only=True)
class ApprenticeTerms(Terms):
    """Terms of the subsidy."""

    amount: Dated | None = term("yuan", "per apprentice and year", optional=True)
    floor: Dated | None = term(
        "yuan", "lowest amount the text allows", optional=True, at_most="amount"
    )
    soft_floor: Dated | None = term(
        "yuan",
        "lowest amount the text asks for in principle (原则上)",
        optional=True,
        in_principle="amount",
    )
    advance_share: Dated | None = term(
        "share", "part paid in advance", optional=True, at_most="advance_ceiling"
    )
    advance_ceiling: Dated | None = term("share", "highest advance allowed", optional=True)
    chain: str = choice("which enterprises", "any", "emerging chains", default="any")


@measure(
    "new_apprenticeship",
    of=Apprenticeships,
    terms=ApprenticeTerms,
    pays="firm",
    channel="training",
    rising=("amount",),
)
def new_apprenticeship(apprentices: Apprenticeships, terms: ApprenticeTerms) -> Award:
    """A sum per apprentice and year: an advance at the start, the rest on completion."""
    day = apprentices.started_on
    eligible = every(
        enterprise=apprentices.enterprise,
        emerging_chain=terms.chain == "any" or apprentices.emerging_chain,
        in_window=terms.window.holds(day),
    )
    if terms.amount is None:
        return Award.unpriced(eligible)
    years = apprentices.years.astype(np.int32)
    total = terms.amount.on(day) * years
    first = apprentices.month("started_on")
    share = terms.advance_share
    advance = np.zeros(len(total), np.int64) if share is None else share.share_on(day).of(total)
    rest = once(total - advance, first + 12 * years).where(
        part_due(course_completed=apprentices.completed)
    )
    return Award.of(eligible, once(advance, first), rest)
