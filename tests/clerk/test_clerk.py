"""The clerk's own examples, worked by hand from the texts (sums in yuan in the comments)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from .basics import OPTIONS, completed_years, day_plus, half_up, plus
from .clerk import CLAUSES, clerk

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
    "objected": False,
    "trained_on": D(2019, 5, 20),
    "training_cost_fen": 40_000_000,
    "education_fund_fen": 25_000_000,
    "trainees": 10,
    "training_approved": True,
}

SPELL = {
    "person": 1,
    "left_on": D(2019, 3, 31),
    "registered_on": D(2019, 4, 10),
    "reemployed_month": None,
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
    "employer_three_month_fen": 70_000,
    "employer_all_month_fen": 80_000,
}


def decide(clause, row, local=NOTHING, readings=None, **changes):
    return clerk(clause, {**row, **changes}, local, readings or {})


# --- the tools -----------------------------------------------------------------------------------


def test_half_a_fen_goes_up():
    assert [half_up(Fraction(n, 10)) for n in (4, 5, 14, 15, 20)] == [0, 1, 1, 2, 2]


def test_months_cross_the_year():
    assert plus((2019, 11), 3) == (2020, 2)
    assert plus((2019, 1), -1) == (2018, 12)
    assert day_plus(D(2019, 8, 31), 6) == D(2020, 2, 29)


def test_age_in_completed_years():
    assert completed_years(D(1994, 3, 16), D(2019, 3, 15)) == 24
    assert completed_years(D(1994, 3, 15), D(2019, 3, 15)) == 25


def test_every_clause_is_known_and_a_wrong_one_is_refused():
    assert len(CLAUSES) == len(set(CLAUSES)) == 58  # 5+5+5+5+5+6+5+5+7+1+1+4+4
    with pytest.raises(KeyError):
        decide("zy99", FIRM)
    with pytest.raises(KeyError):
        decide("zy1a+zy1b", FIRM)


def test_an_unknown_reading_is_an_error():
    with pytest.raises(ValueError, match="refund_base"):
        decide("zy1a", FIRM, readings={"refund_base": "half"})
    assert all(len(options) > 1 for options in OPTIONS.values())


def test_floats_are_not_exact():
    with pytest.raises(TypeError):
        decide("zy10a", COURSE, numbers(amount=1000.0))


# --- refunds -------------------------------------------------------------------------------------


def test_ordinary_refund_is_half_of_the_premium():
    # half of 10,000.01 is 5,000.005, up to 5,000.01
    decision = decide("zy1a", FIRM)
    assert decision.eligible
    assert decision.by_month == {(2019, 6): 500_001}
    assert decide("zy1a", FIRM, readings={"refund_base": "employer_part"}).amount_fen == 250_000
    # 10,000.01 + 200.00 = 10,200.01; half 5,100.005
    assert decide("zy1a", FIRM, readings={"back_payments": "included"}).amount_fen == 510_001


def test_ordinary_refund_starts_at_issue():
    assert not decide("zy1a", FIRM, applied_on=D(2019, 3, 19)).eligible
    assert decide("zy1a", FIRM, applied_on=D(2019, 3, 20)).eligible
    assert decide("sn8a", FIRM, applied_on=D(2019, 1, 1)).eligible


def test_layoffs_against_last_years_rate():
    seen = []

    def rate(day):
        seen.append(day.year)
        return Fraction(3, 100)

    local = numbers(registered_unemployment_rate=rate)
    assert decide("xt7a", FIRM, local, layoffs_last_year=2).eligible
    assert not decide("xt7a", FIRM, local, layoffs_last_year=3).eligible  # equal fails
    at_most = {"few_layoffs": "at_most_registered_rate"}
    assert decide("xt7a", FIRM, local, at_most, layoffs_last_year=3).eligible
    assert not decide("xt7a", FIRM, local, {"few_layoffs": "none"}, layoffs_last_year=1).eligible
    # TC states the rate itself
    assert decide("tc1a", FIRM, local, {"few_layoffs": "none"}, layoffs_last_year=1).eligible
    assert set(seen) == {2018}


def test_unknown_rate_leaves_the_firm_undecided():
    decision = decide("zy1a", FIRM, layoffs_last_year=1)
    assert (decision.eligible, decision.priced) == (False, False)


def test_arrears_matter_in_tc_and_xt_only():
    owing = [decide(c, FIRM, owes_premium=True).eligible for c in ("zy1a", "ly3.1a", "sn8a")]
    assert owing == [True, True, True]
    assert not decide("tc1a", FIRM, owes_premium=True).eligible
    assert not decide("xt7a", FIRM, owes_premium=True).eligible


def test_distressed_refund_by_both_methods():
    # A: 6 x 1,200 x 40 = 288,000; by the yearly average 6 x 1,200 x 50 = 360,000
    assert decide("zy1b", FIRM, WAGE).by_month == {(2019, 6): 28_800_000}
    average = {"distressed_headcount": "yearly_average"}
    assert decide("zy1b", FIRM, WAGE, average).amount_fen == 36_000_000
    # B: half of 6 x 10,000 = 30,000; three insurances: half of 6 x 9,000 = 27,000
    by_contributions = {"distressed_method": "contributions"}
    assert decide("zy1b", FIRM, NOTHING, by_contributions).amount_fen == 3_000_000
    by_contributions["distressed_insurances"] = "three"
    assert decide("sn8b", FIRM, NOTHING, by_contributions).amount_fen == 2_700_000
    # LY knows B only
    assert decide("ly3.1b", FIRM, NOTHING).amount_fen == 3_000_000


def test_distressed_refund_window_list_and_objection():
    assert decide("tc1b+tc1c", FIRM, WAGE, applied_on=D(2019, 12, 31)).eligible
    assert not decide("tc1b", FIRM, WAGE, applied_on=D(2020, 1, 1)).eligible
    assert not decide("tc1b", FIRM, WAGE, recognised_distressed=False).eligible
    assert decide("tc1b", FIRM, WAGE, objected=True).eligible
    assert not decide("zy1b", FIRM, WAGE, objected=True).eligible


def test_distressed_refund_without_the_benefit_has_no_price():
    decision = decide("zy1b", FIRM)
    assert (decision.eligible, decision.priced, decision.amount_fen) == (True, False, 0)


# --- on-the-job training -------------------------------------------------------------------------


def test_zy9_example_of_the_catalogue():
    # cost 400,000, fund 250,000: shortfall 150,000; 30 % of 400,000 = 120,000
    assert decide("zy9", FIRM).by_month == {(2019, 5): 12_000_000}
    # 30 % of 250,000 = 75,000; 30 % of 150,000 = 45,000
    fund, gap = {"training_base": "education_fund"}, {"training_base": "shortfall"}
    assert decide("zy9", FIRM, readings=fund).amount_fen == 7_500_000
    assert decide("zy9", FIRM, readings=gap).amount_fen == 4_500_000
    # limited to a shortfall of 100,000
    assert decide("zy9", FIRM, education_fund_fen=30_000_000).amount_fen == 10_000_000
    assert not decide("zy9", FIRM, education_fund_fen=40_000_000).eligible


def test_other_on_the_job_training():
    # LY: 90 % asked, 80 % of 400,000 = 320,000, limited to 150,000; or 80 % of 150,000 = 120,000
    local = numbers(share=Fraction(9, 10))
    assert decide("ly3.2c", FIRM, local).amount_fen == 15_000_000
    gap = {"ceiling_base": "shortfall"}
    assert decide("ly3.2c", FIRM, local, gap).amount_fen == 12_000_000
    # TC: a third of the shortfall
    assert decide("tc6b", FIRM, numbers(share=Fraction(1, 3))).amount_fen == 5_000_000
    # XT: half of 1,200 for each of 10
    local = numbers(share=Fraction(1, 2), course_standard=120_000)
    assert decide("xt14b", FIRM, local).amount_fen == 600_000
    assert not decide("sn14", FIRM).eligible
    assert not decide("zy9", FIRM, trained_on=D(2020, 1, 1)).eligible
    assert not decide("zy9", FIRM, trained_on=None).eligible
    assert not decide("tc6b", FIRM, training_approved=False).eligible


# --- benefit, medical premium, temporary allowance -----------------------------------------------

BENEFIT = numbers(
    minimum_wage=lambda day: 150_000 if day < D(2019, 7, 1) else 160_000,
    benefit_share=Fraction(8, 10),
    benefit_months={24: 6},
    medical_premium_share=Fraction(2, 100),
    medical_premium_base=333_333,
    temporary_months=3,
    temporary_allowance={"urban": 40_000, "rural": 25_000},
)


def test_benefit_runs_from_the_month_after_registration():
    decision = decide("zy13a", SPELL, BENEFIT)
    assert decision.by_month == {
        (2019, 5): 120_000,
        (2019, 6): 120_000,
        (2019, 7): 128_000,
        (2019, 8): 128_000,
        (2019, 9): 128_000,
        (2019, 10): 128_000,
    }
    assert decision.amount_fen == 752_000


def test_only_tc_pays_the_month_of_the_new_job():
    job = {"reemployed_month": (2019, 6)}
    assert list(decide("tc10a+tc10c", SPELL, BENEFIT, **job).by_month) == [(2019, 5), (2019, 6)]
    assert list(decide("sn19a", SPELL, BENEFIT, **job).by_month) == [(2019, 5)]


def test_benefit_conditions():
    assert not decide("zy13a", SPELL, BENEFIT, contributed_months=11).eligible
    assert not decide("zy13a", SPELL, BENEFIT, laid_off=False).eligible
    assert not decide("zy13a", SPELL, BENEFIT, left_on=None).eligible
    assert not decide("zy13a", SPELL, NOTHING).priced


def test_medical_premium_in_the_benefit_months():
    # 2 % of 3,333.33 is 66.6666, 66.67 in each of 6 months
    decision = decide("tc10b", SPELL, BENEFIT)
    assert decision.by_month[2019, 5] == 6_667
    assert decision.amount_fen == 6 * 6_667


def test_temporary_allowance_of_zy():
    decision = decide("zy14a", SPELL, contributed_months=3, reemployed_month=(2020, 2))
    assert decision.by_month == {
        (2019, 5): 50_000,
        (2019, 6): 50_000,
        (2019, 7): 50_000,
        (2020, 1): 50_000,
    }
    rural = decide("zy14a", SPELL, contributed_months=3, reemployed_month=(2019, 7), rural=True)
    assert rural.by_month == {(2019, 5): 31_000, (2019, 6): 31_000}
    two = decide("zy14a", SPELL, numbers(temporary_months=2), {"horizon": "2020-03"})
    assert not two.priced  # entitled: its benefit months are unknown


def test_temporary_allowance_after_the_benefit():
    # benefit May to October, so November, December; then January to March
    decision = decide("zy14a", SPELL, BENEFIT, {"horizon": "2020-06"})
    months = [(2019, 11), (2019, 12), (2020, 1), (2020, 2), (2020, 3)]
    assert list(decision.by_month) == months
    assert not decide("zy14a", SPELL, BENEFIT, {"exhausted_benefit": "excluded"}).eligible
    assert not decide("zy14a", SPELL, BENEFIT, reemployed_month=(2019, 10)).eligible


def test_temporary_allowance_elsewhere():
    short = {"contributed_months": 3, "reemployed_month": (2019, 12)}
    assert decide("xt9g", SPELL, BENEFIT, **short).amount_fen == 3 * 40_000
    assert decide("xt9g", SPELL, BENEFIT, **short, laid_off=False).eligible
    assert not decide("sn20a", SPELL, BENEFIT, **short, laid_off=False).eligible
    assert not decide("sn20a", SPELL, **short).priced
    early = {"left_on": D(2018, 12, 31), "registered_on": D(2019, 4, 2)}
    assert not decide("ly1.5e", SPELL, BENEFIT, **short, **early).eligible
    start = {"left_on": D(2019, 1, 1), "registered_on": D(2019, 1, 2)}
    assert min(decide("ly1.5e", SPELL, BENEFIT, **short, **start).by_month) == (2019, 2)
    assert not decide("zy14a", SPELL, BENEFIT, **short, registered_on=D(2019, 3, 19)).eligible


# --- certificates --------------------------------------------------------------------------------


def test_skill_subsidy_of_xt_in_both_orders():
    literal = {"certificate_order": "literal"}
    amounts = {5: (100_000, 200_000), 4: (150_000, 150_000), 3: (200_000, 100_000)}
    for level, (by_skill, by_letter) in amounts.items():
        assert decide("xt8b+xt14c+xt14d", CERTIFICATE, level=level).amount_fen == by_skill
        assert decide("xt14c", CERTIFICATE, readings=literal, level=level).amount_fen == by_letter
        assert decide("sn16a", CERTIFICATE, readings=literal, level=level).amount_fen == by_skill
    assert not decide("sn16a", CERTIFICATE, level=2).eligible
    assert not decide("xt14c", CERTIFICATE, staff_training_subsidised=True).eligible
    assert decide("sn16a", CERTIFICATE, staff_training_subsidised=True).eligible
    assert decide("xt14c", CERTIFICATE).by_month == {(2019, 7): 150_000}


def test_skill_window_and_insured_months():
    late = {"applied_on": D(2021, 1, 1), "issued_on": D(2020, 12, 31)}
    local = numbers(amount={4: 90_000, 3: 95_000})
    assert decide("sn16a", CERTIFICATE, **late).eligible  # the certificate counts
    assert not decide("zy11", CERTIFICATE, local, **late).eligible  # outside: 36 months
    assert decide("zy11", CERTIFICATE, local, **late, insured_months=36).amount_fen == 90_000
    assert not decide("sn16a", CERTIFICATE, insured_months=40, issued_on=D(2018, 12, 31)).eligible
    by_application = {"skill_window": "application"}
    assert not decide("sn16a", CERTIFICATE, readings=by_application, **late).eligible
    in_a_row = {"insured_year": "in_a_row"}
    assert not decide("tc8", CERTIFICATE, local, in_a_row).eligible
    assert not decide("tc8", CERTIFICATE, local, insured_months=11).eligible


def test_ungraded_certificates_and_certificate_types():
    local = numbers(amount={4: 90_000, 3: 95_000})
    assert decide("zy11", CERTIFICATE, local, level=0, post_level=3).amount_fen == 95_000
    assert not decide("tc8", CERTIFICATE, local, level=0, post_level=3).priced
    only = {"certificate_types": "qualification_only"}
    assert not decide("xt14c", CERTIFICATE, local, only, skill_level_certificate=True).eligible
    assert decide("zy11", CERTIFICATE, local, only, skill_level_certificate=True).eligible


# --- courses -------------------------------------------------------------------------------------


def test_training_subsidies():
    local = numbers(amount=200_000)
    assert decide("zy10a", COURSE, local).by_month == {(2019, 8): 200_000}
    assert decide("tc7a", COURSE, local).amount_fen == 180_000
    assert decide("sn15a", COURSE, local).amount_fen == 150_000
    assert decide("sn15a", COURSE, numbers(amount=50_000)).amount_fen == 60_000
    assert not decide("sn15a", COURSE, local, startup_course=True).eligible
    assert decide("zy10a", COURSE, local, startup_course=True).eligible
    assert not decide("tc7a", COURSE, local, passed=False).eligible
    assert not decide("ly1.3b", COURSE, local, self_paid=False).eligible
    assert not decide("zy10a", COURSE, local, ended_on=D(2019, 3, 19)).eligible


def test_training_subsidies_of_xt():
    local = numbers(amount=200_000)
    employed = {"unemployed": False}
    assert decide("xt13a", COURSE, local, **employed, groups={"school_leaver"}).eligible
    assert not decide("xt13a", COURSE, local, **employed).eligible
    assert not decide("xt13a", COURSE, local, certified=False).eligible
    assert decide("xt13d", COURSE, local, certified=False).eligible


def test_forty_days_of_training_under_five_rules():
    """Table 6.1 of the catalogue."""
    assert decide("zy10b", COURSE, numbers(amount=6_000)).amount_fen == 200_000
    assert decide("tc7b", COURSE).by_month == {(2019, 8): 150_000}
    assert decide("xt13c", COURSE).amount_fen == 80_000
    # LY: 500 a month: 666.67; 500 x 12 / 365 x 40 = 657.53; 500 / 21.75 x 40 = 919.54
    local = numbers(urban_dibao=50_000)
    assert decide("ly1.3c", COURSE, local).amount_fen == 66_667
    assert decide("ly1.3c", COURSE, local, {"dibao_day": "year_365"}).amount_fen == 65_753
    assert decide("ly1.3c", COURSE, local, {"dibao_day": "working_days"}).amount_fen == 91_954
    assert not decide("sn15d", COURSE).priced


def test_living_allowance_conditions():
    assert not decide("tc7b", COURSE, courses_before=1).eligible
    assert not decide("tc7b", COURSE, entitled_to_benefit=True).eligible
    assert not decide("tc7b", COURSE, started_on=D(2018, 12, 31)).eligible
    assert decide("tc7b", COURSE, groups={"decapacity_worker"}).eligible
    assert decide("xt13c", COURSE, groups={"registered_poor"}).eligible
    assert not decide("ly1.3c", COURSE, groups={"zero_employment_family"}).eligible
    passed = {"living_allowance_needs": "passed"}
    assert decide("tc7b", COURSE, passed=False).eligible
    assert not decide("tc7b", COURSE, readings=passed, passed=False).eligible
    assert decide("xt13c", COURSE, readings=passed, passed=False).eligible
    paid = {"living_allowance_needs": "self_paid_and_passed"}
    local = numbers(urban_dibao=50_000)
    assert not decide("ly1.3c", COURSE, local, paid, self_paid=False).eligible
    assert decide("tc7b", COURSE, local, paid, self_paid=False).eligible


def test_the_choice_of_ly():
    entitled = {"entitled_to_benefit": True}
    local = numbers(
        urban_dibao=50_000, minimum_wage=150_000, benefit_share=Fraction(8, 10)
    )  # 500 against 1,200
    assert not decide("ly1.3c", COURSE, local, **entitled).eligible
    assert decide("ly1.3c", COURSE, local, **entitled, choice=1).eligible
    assert not decide("ly1.3c", COURSE, local, **entitled, choice=0).eligible


# --- internships ---------------------------------------------------------------------------------


def test_zy_internship_and_uplift():
    local = numbers(internship_rate=100_005, uplift=Fraction(1, 10))
    decision = decide("zy5a", INTERN, local)
    assert decision.amount_fen == 6 * 100_005
    assert list(decision.by_month) == [(2019, m) for m in range(3, 9)]
    # a tenth of 1,000.05 is 100.005, up to 100.01 each month
    assert decide("zy5b", INTERN, local).amount_fen == 6 * 10_001
    assert not decide("zy5b", INTERN, local, recognised_base=False).eligible
    assert not decide("zy5a", INTERN, NOTHING).priced


def test_who_is_an_intern():
    local = numbers(internship_rate=100_000, minimum_wage=150_000)
    young, old = {"born_on": D(1994, 3, 16)}, {"born_on": D(1994, 3, 15)}
    assert decide("zy5a", INTERN, local, **young, groups=set()).eligible
    assert not decide("zy5a", INTERN, local, **old, groups=set()).eligible
    at_application = {"intern_age": "at_application"}
    assert decide("zy5a", INTERN, local, at_application, **old, groups=set()).eligible
    assert decide("zy5a", INTERN, local, **old).eligible  # graduates have no age limit
    technician = {**old, "groups": {"technician_graduate"}}
    assert decide("tc5a", INTERN, local, **technician).eligible
    assert not decide("sn12", INTERN, local, **technician).eligible
    secondary = {**old, "groups": {"secondary_graduate"}, "batch_retained": 0}
    assert decide("ly3.3c", INTERN, local, **secondary, left_school_on=D(2017, 3, 15)).eligible
    assert not decide("ly3.3c", INTERN, local, **secondary, left_school_on=D(2017, 3, 14)).eligible
    assert not decide("zy5a", INTERN, local, unemployed=False).eligible


def test_internship_length():
    local = numbers(internship_rate=100_000, minimum_wage=150_000)
    assert not decide("zy5a", INTERN, local, planned_months=2, completed_months=2).eligible
    assert not decide("zy5a", INTERN, local, completed_months=2).eligible
    done = {"short_internship": "months_done"}
    assert decide("zy5a", INTERN, local, done, completed_months=2).amount_fen == 200_000
    hired = {"completed_months": 2, "hired_early": True}
    assert decide("tc5a", INTERN, local, **hired).amount_fen == 300_000
    assert not decide("zy5a", INTERN, local, **hired).eligible


def test_tc_internship_and_early_hire():
    decision = decide("tc5a", INTERN, WAGE)
    assert decision.amount_fen == 6 * 150_000
    assert decision.employer_fen == 6 * 75_000
    hired = {
        "completed_months": 4,
        "hired_early": True,
        "contract_months": 24,
        "insured_after": True,
    }
    assert decide("tc5b", INTERN, WAGE, **hired).by_month == {(2019, 7): 300_000}
    assert not decide("tc5b", INTERN, WAGE, **{**hired, "contract_months": 23}).eligible
    assert not decide("tc5b", INTERN, WAGE, **hired, groups=set()).eligible
    any_intern = {"early_hire_topup": "any_intern"}
    assert decide("tc5b", INTERN, WAGE, any_intern, **hired, groups=set()).eligible


def test_ly_internship_of_a_unit_that_keeps_half():
    # stipend 1,200: two thirds 800; the unit 400 + 100 guidance; insurance 400 once
    decision = decide("ly3.3c", INTERN, WAGE)
    assert decision.by_month[2019, 3] == 120_000
    assert decision.by_month[2019, 8] == 80_000
    assert decision.amount_fen == 6 * 80_000 + 40_000
    assert decision.employer_fen == 6 * 50_000
    assert not decide("ly3.3d", INTERN, WAGE).eligible
    assert not decide("ly3.3c", INTERN, WAGE, stipend_month_fen=89_999).eligible
    assert decide("ly3.3c", INTERN, WAGE, stipend_month_fen=90_000).eligible
    # stipend 3,000: cap on the subsidy 1,500, cap on the base 2/3 of 1,500 = 1,000
    rich = {"stipend_month_fen": 300_000, "completed_months": 3}
    assert decide("ly3.3c", INTERN, WAGE, **rich).amount_fen == 3 * 150_000 + 40_000
    on_base = decide("ly3.3c", INTERN, WAGE, {"intern_cap": "on_base"}, **rich)
    assert on_base.amount_fen == 3 * 100_000 + 40_000
    assert on_base.employer_fen == 3 * 210_000


def test_ly_internship_of_a_unit_that_keeps_more():
    kept = {"batch_retained": 3, "stipend_month_fen": 160_000}
    decision = decide("ly3.3d", INTERN, WAGE, **kept)
    assert decision.amount_fen == 6 * 160_000 + 40_000
    assert decision.employer_fen == 6 * 10_000
    assert not decide("ly3.3c", INTERN, WAGE, **kept).eligible
    assert not decide("ly3.3d", INTERN, WAGE, **kept, started_on=D(2018, 12, 31)).eligible


def test_retention_of_exactly_half():
    """Table 6.1: low in XT, high in SN."""
    assert decide("xt8a", INTERN, WAGE).amount_fen == 6 * 150_000
    decision = decide("sn12", INTERN)
    assert decision.by_month[2019, 9] == 6 * 20_000
    assert decision.amount_fen == 6 * 120_000
    # 2 of 5 who started
    assert decide("sn12", INTERN, readings={"retention_rate": "of_started"}).amount_fen == 600_000
    only = {"higher_rate": "retained_only"}
    assert decide("sn12", INTERN, NOTHING, only, retained=False).amount_fen == 600_000


def test_xt_internship_settled_on_each_months_wage():
    # 1,500 in March to June, 1,600 in July and August; a fifth of 9,200 is 1,840
    local = numbers(minimum_wage=lambda day: 150_000 if day < D(2019, 7, 1) else 160_000)
    decision = decide("xt8a", INTERN, local, batch_retained=3)
    assert decision.by_month[2019, 6] == 150_000
    assert decision.by_month[2019, 9] == 184_000
    assert decision.amount_fen == 920_000 + 184_000
    assert not decide("xt8a", INTERN, local, started_on=D(2019, 1, 31)).eligible


def test_zy_retention_bonus():
    kept = {"groups": {"graduate", "disabled"}}
    assert decide("zy5c", INTERN, **kept).by_month == {(2020, 3): 100_000}
    assert not decide("zy5c", INTERN).eligible
    assert not decide("zy5c", INTERN, **kept, stable_months=5).eligible
    assert not decide("zy5c", INTERN, **kept, retained=False).eligible
    assert not decide("zy5c", INTERN, **kept, completed_months=5).eligible
    # six months from 19 September 2018 end a day before issue
    assert not decide("zy5c", INTERN, **kept, started_on=D(2018, 9, 19)).eligible
    assert decide("zy5c", INTERN, **kept, started_on=D(2018, 9, 20)).eligible


# --- hires ---------------------------------------------------------------------------------------


def test_xt_insurance_subsidies():
    # 10.62 % of 3,000 is 318.60 a month
    local = numbers(contribution_benchmark=300_000, months_limit=3)
    decision = decide("xt9a", HIRE, local)
    assert decision.by_month == {(2019, 11): 31_860, (2019, 12): 31_860, (2020, 1): 31_860}
    assert not decide("xt9a", HIRE, numbers(contribution_benchmark=300_000)).priced
    assert decide("xt9b", HIRE).by_month == {(2020, 11): 840_000}
    assert not decide("xt9b", HIRE, months_on_post=11).eligible
    assert not decide("xt9b", HIRE, contract_months=11).eligible
    assert not decide("xt9b", HIRE, groups={"hard_to_employ"}).eligible


def test_insurance_subsidies_elsewhere():
    assert decide("sn8d", HIRE, numbers(months_limit=24)).amount_fen == 12 * 80_000
    assert not decide("ly2.1c", HIRE, numbers(months_limit=24)).priced
    local = numbers(months_limit=2, share=Fraction(1, 2))
    assert decide("ly2.1c", HIRE, local).amount_fen == 2 * 35_000
    assert not decide("ly2.1c", HIRE, local, hired_on=D(2019, 3, 31)).eligible
    assert not decide("ly2.1c", HIRE, local, insured=False).eligible
