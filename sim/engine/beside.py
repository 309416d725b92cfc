"""What the budget asks beside the sums: two measures for one person, what lies above ceilings."""

from __future__ import annotations

from sim.engine.capped import beyond_ceilings, within_ceilings
from sim.engine.decide import Rates
from sim.engine.doubles import doubles
from sim.engine.tally import Sheet, Tally
from sim.measures.rulebook import Rulebook


def beside(tally: Tally, arm: str, rules: Rulebook, sheet: Sheet, rates: Rates) -> None:
    """Note double payments and local excess of one arm."""
    if arm != "no_policy":
        for twice in doubles(sheet.desk, rules, rates):
            tally.doubles[arm, twice.purpose, twice.clause, twice.other] = twice.sums
    above_ceilings(tally, arm, rules, sheet, rates)


def above_ceilings(tally: Tally, arm: str, rules: Rulebook, sheet: Sheet, rates: Rates) -> None:
    """Note what lies above the ceilings of the text and of national rules."""
    cut = within_ceilings(rules)
    if cut is not None:
        full, most = sheet.lines(rules, rates), sheet.lines(cut, rates)
        for clause in beyond_ceilings(rules):
            tally.excess[arm, clause] = full[clause].outlay - most[clause].outlay
