"""The sheets of a run, in the order they are filed; frames come from the run, words from here.

Nothing is computed here that another room could not check: sheets choose, order and name.
"""

from __future__ import annotations

from collections.abc import Callable

from sim.present.filing import Sheet
from sim.present.sheets.checks import doubles, figures, limits, publication
from sim.present.sheets.funds import (
    bills,
    chances,
    employment_use,
    funds,
    gates,
    measure_bills,
    moved,
    profile,
    purses,
    ui_budget,
)
from sim.present.sheets.lending import commitments, loan_interest, loans
from sim.present.sheets.outcomes import influence, intervals, jobs
from sim.present.sheets.plans import assessment, performance, targets, triggers
from sim.present.words import Words
from sim.questions.purse import Purses

Build = Callable[[Purses, Words, str], Sheet]

SHEETS: dict[str, Build] = {
    "ui_budget": ui_budget,
    "employment_use": employment_use,
    "performance": performance,
    "assessment": assessment,
    "loan_interest": loan_interest,
    "publication": publication,
    "gates": gates,
    "chances": chances,
    "funds": funds,
    "purses": purses,
    "bills": bills,
    "measure_bills": measure_bills,
    "moved": moved,
    "limits": limits,
    "doubles": doubles,
    "targets": targets,
    "profile": profile,
    "loans": loans,
    "commitments": commitments,
    "triggers": triggers,
    "figures": figures,
    "jobs": jobs,
    "intervals": intervals,
    "influence": influence,
}
"""Every sheet by name; each takes the run's purses, the language, and a place or ``""`` for all."""

__all__ = ["SHEETS"]
