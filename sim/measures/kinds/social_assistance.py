"""Subsistence allowance and relief 低保与临时救助: zy14b, tc11a tc11b, ly1.5f, sn20b."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.law.values import Dated
from sim.measures.award import Award, every, monthly
from sim.measures.registry import Terms, choice, measure, term
from sim.measures.tables import Spells, any_of


@dataclass(frozen=True, kw_only=True)
class AssistanceTerms(Terms):
    """Terms of assistance; the amounts are set elsewhere."""

    amount: Dated | None = term("yuan/month", "monthly assistance", optional=True)
    months: Dated | None = term("months", "months of assistance", optional=True)
    persons: str = choice("who is helped", "dibao or hardship", "dibao", "hardship")


@measure(
    "social_assistance",
    of=Spells,
    terms=AssistanceTerms,
    pays="person",
    channel="income support",
    rising=("amount", "months"),
)
def social_assistance(spells: Spells, terms: AssistanceTerms) -> Award:
    """Dibao and relief for the registered unemployed and their households."""
    dibao = any_of(spells.groups, ("dibao",))
    helped = {
        "dibao or hardship": dibao | spells.hardship,
        "dibao": dibao,
        "hardship": spells.hardship,
    }
    eligible = every(
        in_hardship=helped[terms.persons], in_window=terms.window.holds(spells.registered_on)
    )
    if terms.amount is None or terms.months is None:
        return Award.unpriced(eligible)
    first = spells.month("registered_on")
    length = np.broadcast_to(terms.months.on(spells.registered_on), eligible.shape)
    return Award.of(eligible, *monthly(terms.amount, first, length))
