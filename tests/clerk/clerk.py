"""The clerk: one row, one clause, one decision, straight from the text of the five documents.

A second implementation, written from the law texts and the catalogue of clauses alone, scalar
and slow on purpose. It looks at one clause at a time: which of two clauses is paid when a row
qualifies for both (AMB-05, AMB-77) is not decided here, nor are take-up and budgets.
"""

from __future__ import annotations

from collections.abc import Callable

from .basics import Decision, Facts, Local, Readings, UndecidedError, UnpricedError
from .firms import (
    distressed_enterprise_refund,
    distressed_on_the_job_training,
    stable_employment_refund,
)
from .hires import social_insurance_subsidy
from .interns import intern_early_hire_topup, intern_retention_bonus, internship_subsidy
from .learning import (
    skill_upgrade_subsidy,
    training_living_allowance,
    unemployed_training_subsidy,
)
from .spells import temporary_living_allowance, ui_medical_premium, unemployment_benefit

__all__ = ["CLAUSES", "Decision", "Facts", "Local", "Readings", "clerk"]

BY_DOCUMENT: dict[Callable[..., Decision], tuple[str, ...]] = {
    stable_employment_refund: ("zy1a", "tc1a", "ly3.1a", "xt7a", "sn8a"),
    distressed_enterprise_refund: ("zy1b", "tc1b", "ly3.1b", "xt7b", "sn8b"),
    unemployment_benefit: ("zy13a", "tc10a", "ly1.5c", "xt9d", "sn19a"),
    ui_medical_premium: ("zy13b", "tc10b", "ly1.5d", "xt9e", "sn19b"),
    skill_upgrade_subsidy: ("zy11", "tc8", "ly3.2d", "xt14c", "sn16a"),
    training_living_allowance: ("zy10b", "tc7b", "ly1.3c", "xt13c", "sn15d"),
    distressed_on_the_job_training: ("zy9", "tc6b", "ly3.2c", "xt14b", "sn14"),
    intern_retention_bonus: ("zy5c",),
    intern_early_hire_topup: ("tc5b",),
    temporary_living_allowance: ("zy14a", "ly1.5e", "xt9g", "sn20a"),
}
"""Measures with one paying clause in each document: the document says which rules apply."""

BY_CLAUSE: dict[Callable[..., Decision], tuple[str, ...]] = {
    unemployed_training_subsidy: ("zy10a", "tc7a", "ly1.3b", "xt13a", "xt13d", "sn15a"),
    internship_subsidy: ("zy5a", "zy5b", "tc5a", "ly3.3c", "ly3.3d", "xt8a", "sn12"),
    social_insurance_subsidy: ("ly2.1c", "xt9a", "xt9b", "sn8d"),
}
"""Measures with several paying clauses in one document."""

RULES = {"tc1c": "tc1b", "tc10c": "tc10a", "xt8b": "xt14c", "xt14d": "xt14c"}
"""Rules without money of their own, and the clause whose money they govern.

Any of the ids, or several joined by "+" ("xt8b+xt14c+xt14d"), names the one measure.
"""

CLAUSES = tuple(
    clause for table in (BY_DOCUMENT, BY_CLAUSE) for clauses in table.values() for clause in clauses
)
"""Every paying clause the clerk knows."""


def paying_clause(clause: str) -> str:
    """The clause that pays, of an id or of several joined by "+"."""
    named = {RULES.get(part, part) for part in clause.split("+")}
    if len(named) != 1 or not named <= set(CLAUSES):
        raise KeyError(f"the clerk has no clause {clause}")
    return named.pop()


def decide(clause: str, facts: Facts, local: Local, readings: Readings) -> Decision:
    """Hand the row to the desk in charge of the clause."""
    doc = clause[:2]
    for desk, clauses in BY_DOCUMENT.items():
        if clause in clauses:
            return desk(doc, facts, local, readings)
    for desk, clauses in BY_CLAUSE.items():
        if clause in clauses:
            return desk(clause, doc, facts, local, readings)
    raise KeyError(clause)


def clerk(clause: str, facts: Facts, local: Local, readings: Readings) -> Decision:
    """Decide one row under one clause.

    Args:
        clause: Id of the catalogue, such as ``zy1a`` or ``xt8b+xt14c+xt14d``.
        facts: One row of the clause's table: days as ``date`` or None, months as (year, month) or
            None, money in fen, ``groups`` as a set of names.
        local: ``local(name, day, category=None)``: a number the text does not give, or None.
        readings: Reading per ambiguity, see ``basics.OPTIONS``; what is missing gets the default.
            ``horizon`` ("2024-12") is the last month counted of payments without any end.

    Returns:
        The decision; if a local number is missing, ``priced`` is False and there is no money.
    """
    facts = {**facts, "groups": set(facts["groups"])} if "groups" in facts else facts
    try:
        return decide(paying_clause(clause), facts, local, readings)
    except UnpricedError as unknown:
        return Decision(eligible=True, priced=False, why=str(unknown))
    except UndecidedError as unknown:
        return Decision(eligible=False, priced=False, why=str(unknown))
