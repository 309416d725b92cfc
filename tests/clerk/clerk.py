"""The clerk: one row, one clause, one decision, straight from the text of the five documents.

A second implementation, written from the law texts and the catalogue of clauses alone, scalar
and slow on purpose. It looks at one clause at a time: which of two clauses is paid when a row
qualifies for both (AMB-05, AMB-77) is not decided here, nor are take-up and budgets.
"""

from __future__ import annotations

from collections.abc import Callable

from .basics import Decision, Facts, Local, Readings, UndecidedError, UnpricedError
from .courses import free_course, new_apprenticeship, startup_training_subsidy
from .firms import (
    distressed_enterprise_refund,
    distressed_on_the_job_training,
    stable_employment_refund,
)
from .founders import (
    startup_one_off,
    startup_premises_relief,
    startup_rent_subsidy,
    trademark_subsidy,
    ui_benefit_lump_sum_startup,
)
from .graduates import (
    graduate_employment_subsidy,
    graduate_jobseeking_subsidy,
    graduate_living_subsidy,
    talent_housing_allowance,
    talent_support,
)
from .guarantees import (
    guarantee_capital_subsidy,
    guarantee_fee_subsidy,
    guarantee_loss_subsidy,
    guarantee_risk_pool,
)
from .hires import social_insurance_subsidy
from .institutions import incubator_award, institution_award
from .interns import intern_early_hire_topup, intern_retention_bonus, internship_subsidy
from .learning import (
    skill_upgrade_subsidy,
    training_living_allowance,
    unemployed_training_subsidy,
)
from .loans import (
    guarantee_fund_replenishment,
    loan_bank_award,
    start_up_loan,
    start_up_loan_interest,
)
from .placements import (
    disability_employer_award,
    job_placement_subsidy,
    labour_export_jobseeking_subsidy,
    one_off_post_subsidy,
    poor_hire_training_grant,
    public_service_post_subsidy,
)
from .relief import social_assistance
from .spells import temporary_living_allowance, ui_medical_premium, unemployment_benefit
from .taxes import (
    contribution_rate_cut,
    education_deduction,
    energy_price_cut,
    fee_reduction,
    key_group_founder_credit,
    key_group_hire_credit,
    tax_relief_of_firms,
    technology_service_tax,
)

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
    # loans and guarantees
    start_up_loan: (
        *("zy3a", "tc3a", "ly4.7a", "xt6a", "sn10a", "xt6b"),  # persons, partners
        *("zy3b", "tc3b", "ly4.7b", "xt6d", "sn10b"),  # small firms
    ),
    start_up_loan_interest: ("zy3c", "tc3c", "xt6c", "xt6e", "sn10c"),
    loan_bank_award: ("zy3d", "tc3d", "xt6f"),
    guarantee_fund_replenishment: ("zy3f",),
    guarantee_capital_subsidy: ("zy2b", "zy2c"),
    guarantee_fee_subsidy: ("zy2e",),
    guarantee_loss_subsidy: ("zy2f",),
    guarantee_risk_pool: ("zy2d", "tc2b"),
    # institutions
    incubator_award: ("zy4d", "zy4e", "tc4b", "tc4d", "ly4.1a", "ly2.2b", "xt12a", "sn11b"),
    institution_award: ("sn16b", "xt11e", "xt19a", "sn5", "zy7c", "zy17b", "xt24b"),
    # founders
    startup_premises_relief: ("zy4b", "zy4f", "tc4a", "ly4.1b"),
    startup_rent_subsidy: ("xt11a", "ly2.2a"),
    startup_one_off: ("xt11b", "sn10d"),
    trademark_subsidy: ("xt11c",),
    ui_benefit_lump_sum_startup: ("xt11d",),
    # courses
    startup_training_subsidy: ("sn15b",),
    free_course: ("ly1.3a", "xt13b", "zy8a", "sn17"),
    new_apprenticeship: ("ly3.2b", "xt15b"),
    # placements
    poor_hire_training_grant: ("sn16c",),
    one_off_post_subsidy: ("xt9f",),
    job_placement_subsidy: ("zy6b", "xt19c"),
    labour_export_jobseeking_subsidy: ("xt19d",),
    public_service_post_subsidy: ("ly1.1a", "xt16c"),
    disability_employer_award: ("zy7a",),
    # graduates and talents
    graduate_employment_subsidy: ("xt17d", "xt17e"),
    graduate_living_subsidy: ("sn8c",),
    graduate_jobseeking_subsidy: ("xt17c",),
    talent_housing_allowance: ("ly1.6d",),
    talent_support: ("zy6c",),
    # relief
    social_assistance: ("zy14b", "ly1.5f", "sn20b", "tc11a", "tc11b"),
    # taxes and prices
    education_deduction: ("ly3.2a",),
    technology_service_tax: ("xt5b",),
    tax_relief_of_firms: ("sn6",),
    key_group_hire_credit: ("xt5a",),
    key_group_founder_credit: ("xt11g",),
    contribution_rate_cut: ("xt9c",),
    energy_price_cut: ("xt5c",),
    fee_reduction: ("sn7",),
}
"""Measures with several paying clauses in one document, or with too few to go by document."""

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
