"""The responses of firms and people by subject: what ``data/responses.yaml`` must say."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from sim.base.documents import Strict
from sim.measures.tables import INSTITUTIONS
from sim.population import SECTORS, Amounts, Curve, Figure, Rates
from sim.population.figures import Codes, Mix


class Leaving(Strict):
    """People who leave posts that are filled again."""

    ended_contracts: Figure
    quit_rate: Figure


class Labour(Strict):
    """Slumps, keeping and dismissing, cash: see :mod:`sim.economy.labour`."""

    slump_share: Figure
    depth: Figure
    unfilled_quits: Figure
    distress_factor: Figure
    slump_months: Curve
    idle_loss: Figure
    labour_cost: Figure
    severance: Figure
    severance_cap: Figure
    severance_paid: Figure
    rehiring: Figure
    mass_heads: Figure
    mass_share: Figure
    report_months: Figure
    fixed_cost: Figure
    cash_months: Figure
    cash_spread: Curve
    cash_by_size: Figure
    discount: Figure
    reckons: Figure
    stays_after: Figure


class Offsets(Strict):
    """What the public purse saves on a job."""

    dibao: Amounts
    dibao_stops: Figure


class FirmBehaviour(Strict):
    """What happens to firms besides lay-offs."""

    application_months: Codes
    distressed: Figure
    distress_by_sector: Rates
    distress_small_weight: Figure
    distress_small_below: Figure
    distress_listed_below: Figure
    distress_layoff_limit: Figure
    objected: Figure
    arrears: Figure
    arrears_distressed: Figure
    back_payers: Figure
    trains: Figure
    trains_distressed: Figure
    trained_part: Curve
    training_cost: Curve
    education_fund: Figure
    education_fund_left: Curve
    training_approved: Figure
    welfare_share: Curve

    @model_validator(mode="after")
    def _known(self) -> Self:
        if set(self.distress_by_sector.shares) != set(SECTORS[:-1]):
            raise ValueError(f"distress_by_sector: give a number for each of {SECTORS[:-1]}")
        return self


class JobFinding(Strict):
    """Monthly hazards of the next job, and what follows it."""

    laid_off: Figure
    registered: Figure
    graduate: Figure
    reserve: Figure
    hard_to_employ_factor: Figure
    by_age: Amounts
    by_education: Amounts
    seeker_education: Mix
    by_month: Codes
    national_unemployment: Figure
    local_unemployment: Amounts
    unemployment_elasticity: Figure
    hired_by_insured_unit: Rates
    insured: Figure
    contract_months: Codes
    leaves_post: Figure
    at_floor: Figure
    small_industry_below: Figure
    small_other_below: Figure
    labour_intensive: Rates
    by_agency: Figure
    trained: Figure
    degrees: Codes
    fresh_months: Figure
    fresh_meets: Figure
    tax_per_employee: Curve


class Registration(Strict):
    """Who registers as unemployed, and in what state."""

    laid_off_registers: Figure
    graduate_registers: Figure
    gap_days: Curve
    seeking: Figure
    hardship: Figure
    older_man: Figure
    older_woman: Figure
    older_recognised: Figure


class CertificateRates(Strict):
    """Vocational certificates of employees."""

    per_year: Figure
    levels: Codes
    post_levels: Codes
    skill_level_share: Figure
    unbroken_share: Figure
    days_to_apply: Curve
    staff_training_subsidised: Figure
    staff_training_same_year: Figure
    staff_training_ever: Figure

    @model_validator(mode="after")
    def _nested(self) -> Self:
        parts = (
            self.staff_training_subsidised.value,
            self.staff_training_same_year.value,
            self.staff_training_ever.value,
        )
        if list(parts) != sorted(parts):
            raise ValueError("staff_training: subsidised, same_year and ever should not fall")
        return self


class TrainingRates(Strict):
    """Courses taken by people who are not employees."""

    lock_in: Figure
    registered_per_year: Figure
    graduates: Figure
    reserve: Figure
    days: Curve
    attendance: Curve
    passed: Figure
    certified: Figure
    self_paid: Figure
    startup: Figure
    second_course: Figure
    choice: Codes
    project_based: Figure
    project_based_decapacity: Figure
    free_before: Figure


class InternshipRates(Strict):
    """Internships of the young."""

    days_to_start: Curve
    months: Codes
    drops_out: Figure
    hired_early: Figure
    retention_by_unit: Curve
    contract_months: Codes
    early_contract_months: Codes
    insured_after: Figure
    stipend: Curve


class NextJobs(Strict):
    """What the next job is where it is not in an insured unit of the place."""

    founded: Rates
    founded_laid_off: Figure
    public_post: Figure
    public_post_graduate: Figure
    public_post_in_need: Figure
    public_post_poor: Figure
    moves: Rates
    organised: Figure
    outside_county: Figure
    leaves_place: Figure
    purely_farming: Figure
    able_and_willing: Figure
    leaves_public_post: Figure
    longest_public_post: Figure


class NewBusinesses(Strict):
    """New businesses: form, premises, survival, taxes."""

    forms: Codes
    first_time: Figure
    qualifies: Figure
    closes: Figure
    rent: Curve
    trademarks: Codes
    in_public_park: Figure
    strained_county: Figure
    pilot: Figure
    tax_due: Curve


class LoanTerms(Strict):
    """Start-up loans: who meets the conditions, how long, at what rate, and losses."""

    qualifies: Figure
    firm_qualifies: Figure
    founder: Figure
    firm_borrowed_before: Figure
    high_tech_student: Figure
    clean_record: Figure
    good_borrower: Figure
    partner_qualifies: Figure
    small_below: Figure
    contract_months: Codes
    term_months: Codes
    rate: Codes
    defaults: Figure
    default_after: Curve
    fund_share: Curve


class ApprenticeRates(Strict):
    """New-type apprenticeships."""

    years: Codes
    completed: Figure
    emerging_chain: Figure


class TaxRates(Strict):
    """What firms earn and spend, against their wage bill."""

    income: Curve
    education_spending: Curve
    education_carried: Curve
    technology_service: Figure
    commercial_power: Rates


class InstitutionRates(Strict):
    """What institutions do in a year, and how they are assessed."""

    growth: Figure
    guarantor_qualifies: Figure
    new_capital: Figure
    capital: Curve
    province_grants: Figure
    provincial_subsidy: Curve
    compensated: Curve
    recovered: Curve
    residents_growth: Curve
    good_before: Figure
    good_later: Figure
    passes: Figure
    chosen: Figure
    provincial_award: Curve
    approved: Rates

    @model_validator(mode="after")
    def _known(self) -> Self:
        if unknown := set(self.approved.shares) - set(INSTITUTIONS):
            raise ValueError(f"approved: no such institution {sorted(unknown)}")
        return self


class TalentRates(Strict):
    """Students who apply for the job-seeking subsidy, and talents who came."""

    disadvantaged: Figure
    drawn_before: Figure
    types: Codes
    qualifies: Figure
    first_home: Figure
    own_use: Figure
    days_since_arrival: Curve
