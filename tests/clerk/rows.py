"""Rows of facts for the clerk's examples: each test changes what it is about."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from .clerk import clerk

D = date


def numbers(**values):
    """Local numbers that are the same on every day; a dict goes by category."""

    def local(name, day, category=None):
        value = values.get(name)
        if callable(value):
            return value(day)
        return value.get(category) if isinstance(value, dict) else value

    return local


NOTHING = numbers()
"""Nobody supplied a local number."""

WAGE = numbers(minimum_wage=150_000, benefit_share=Fraction(8, 10))
"""Minimum wage 1,500; benefit 80 % of it, 1,200."""

FIRM = {
    "firm": 1,
    "applied_on": D(2019, 6, 10),
    "enterprise": True,
    "insured": True,
    "owes_premium": False,
    "tier": 1,
    "staff": 40,
    "staff_average": 50,
    "staff_last_year": 100,
    "layoffs_last_year": 0,
    "premium_paid_fen": 1_000_001,
    "premium_paid_by_firm_fen": 500_000,
    "back_payments_fen": 20_000,
    "si_payable_month_fen": 1_000_000,
    "si_three_payable_month_fen": 900_000,
    "recognised_distressed": True,
    "months_in_difficulty": 4,
    "objected": False,
    "trained_on": D(2019, 5, 20),
    "training_cost_fen": 40_000_000,
    "education_fund_fen": 25_000_000,
    "trainees": 10,
    "training_approved": True,
    "disabled_staff": 10,
}

SPELL = {
    "person": 1,
    "left_on": D(2019, 3, 31),
    "registered_on": D(2019, 4, 10),
    "reemployed_month": None,
    "founded": False,
    "contributed_months": 24,
    "laid_off": True,
    "seeking": True,
    "hardship": True,
    "rural": False,
    "tier": 1,
    "groups": set(),
}

CERTIFICATE = {
    "person": 1,
    "issued_on": D(2019, 5, 1),
    "applied_on": D(2019, 7, 1),
    "in_enterprise": True,
    "level": 4,
    "post_level": 0,
    "skill_level_certificate": False,
    "insured_months": 12,
    "insured_months_in_a_row": 5,
    "staff_training_subsidised": False,
    "staff_training_same_year": False,
    "staff_training_ever": False,
}

COURSE = {
    "person": 1,
    "started_on": D(2019, 6, 20),
    "ended_on": D(2019, 8, 10),
    "days_attended": 40,
    "passed": True,
    "certified": True,
    "self_paid": True,
    "startup_course": False,
    "project_based": True,
    "free_course_before": False,
    "courses_before": 0,
    "unemployed": True,
    "entitled_to_benefit": False,
    "choice": -1,
    "groups": {"hard_to_employ"},
    "tier": 1,
}

INTERN = {
    "person": 1,
    "unit": 1,
    "applied_on": D(2019, 3, 1),
    "started_on": D(2019, 3, 15),
    "planned_months": 6,
    "completed_months": 6,
    "born_on": D(1996, 7, 1),
    "left_school_on": D(2018, 6, 30),
    "unemployed": True,
    "groups": {"graduate"},
    "tier": 1,
    "recognised_base": True,
    "stipend_month_fen": 120_000,
    "batch_started": 5,
    "batch_ended": 4,
    "batch_retained": 2,
    "earlier_batch_kept_many": False,
    "retained": True,
    "stable_months": 6,
    "hired_early": False,
    "contract_months": 0,
    "insured_after": False,
}

HIRE = {
    "person": 1,
    "firm": 1,
    "hired_on": D(2019, 11, 5),
    "enterprise": True,
    "insured": True,
    "contract_months": 12,
    "months_on_post": 12,
    "groups": {"hard_to_employ", "registered_poor", "graduating_this_year"},
    "tier": 1,
    "private": True,
    "small_or_labour_intensive": True,
    "registered_unemployed": True,
    "by_agency": True,
    "trained": True,
    "degree": 2,
    "fresh_graduate": True,
    "sent_by_programme": False,
    "tax_due_year_fen": 600_000,
    "both_three_month_fen": 100_000,
    "employer_three_month_fen": 70_000,
    "employer_all_month_fen": 80_000,
}


LOAN = {
    "borrower": 1,
    "granted_on": D(2019, 6, 10),
    "borrower_type": 0,
    "qualifies": True,
    "founder": True,
    "individual_business": True,
    "partners": 1,
    "partners_qualifying": 1,
    "high_tech_student": False,
    "small": False,
    "staff": 0,
    "new_hires": 0,
    "contract_months": 0,
    "clean_record": True,
    "requested_fen": 12_000_000,
    "term_months": 36,
    "rate_bp": 600,
    "subsidised_before": 0,
    "good_borrower": True,
    "institutions": 3,
    "lost_on": None,
    "fund_loss_fen": 0,
    "groups": set(),
}
"""A person borrows 120,000 at 6 % for three years."""

FIRM_LOAN = {
    **LOAN,
    "borrower_type": 2,
    "founder": False,
    "individual_business": False,
    "small": True,
    "staff": 100,
    "new_hires": 25,
    "contract_months": 12,
    "requested_fen": 400_000_000,
}
"""A small firm of 100, of whom 25 are new, asks for 4 million."""

STARTUP = {
    "founder": 1,
    "founded_on": D(2019, 11, 20),
    "form": 0,
    "first_time": True,
    "qualifies": True,
    "unemployed": True,
    "months_open": 30,
    "rent_month_fen": 60_000,
    "trademarks": 2,
    "in_public_park": True,
    "strained_county": True,
    "pilot": True,
    "tax_due_year_fen": 500_000,
    "groups": {"registered_poor", "graduate"},
    "tier": 1,
}

TAX_YEAR = {
    "firm": 1,
    "year_end": D(2019, 12, 31),
    "settled_on": D(2020, 5, 20),
    "enterprise": True,
    "private": True,
    "insured": True,
    "technology_service": True,
    "commercial_power": True,
    "staff": 20,
    "wage_bill_fen": 100_000_000,
    "education_spending_fen": 6_000_000,
    "education_carried_fen": 3_000_000,
    "taxable_income_fen": 50_000_000,
    "contribution_base_month_fen": 10_000_000,
}

GUARANTEE_YEAR = {
    "institution": 1,
    "settled_on": D(2019, 12, 20),
    "government": True,
    "reguarantor": True,
    "qualifies": True,
    "average_balance_fen": 100_000_500,
    "new_fiscal_capital_fen": 1_000_000_000,
    "province_grants": True,
    "provincial_subsidy_fen": 200_000_000,
    "compensated_fen": 100_000_000,
    "recovered_fen": 40_000_000,
}

INCUBATOR = {
    "incubator": 1,
    "assessed_on": D(2019, 12, 1),
    "residents": 31,
    "effective": True,
    "passed": True,
    "awarded_before": False,
    "chosen": True,
    "level": 3,
    "provincial_award_fen": 50_000_000,
}

INSTITUTION = {
    "institution": 1,
    "assessed_on": D(2019, 12, 1),
    "type": 0,
    "level": 2,
    "approved": True,
    "awarded_before": False,
    "poor_staff": 4,
}

APPRENTICE = {
    "person": 1,
    "firm": 1,
    "started_on": D(2019, 9, 1),
    "years": 2,
    "completed": True,
    "enterprise": True,
    "emerging_chain": True,
}

POST = {
    "person": 1,
    "started_on": D(2019, 6, 15),
    "months_on_post": 3,
    "able_and_willing": True,
    "disadvantaged_graduate": True,
    "farm_graduate": False,
    "groups": {"hard_to_employ"},
    "tier": 1,
}

MOVE = {
    "person": 1,
    "moved_on": D(2019, 9, 1),
    "organised": True,
    "outside_county": True,
    "stable_months": 6,
    "groups": {"registered_poor"},
}

GRADUATION = {
    "person": 1,
    "applied_on": D(2019, 10, 1),
    "disadvantaged": True,
    "drawn_before": False,
}

TALENT = {
    "person": 1,
    "applied_on": D(2019, 10, 1),
    "arrived_on": D(2018, 3, 1),
    "qualifies": True,
    "talent_type": 2,
    "first_home": True,
    "own_use": True,
}


def decide(clause, row, local=NOTHING, readings=None, **changes):
    return clerk(clause, {**row, **changes}, local, readings or {})
