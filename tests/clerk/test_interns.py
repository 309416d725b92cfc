"""Examples of internships and hires, worked by hand (sums in yuan in the comments)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from .rows import HIRE, INTERN, NOTHING, WAGE, decide, numbers

D = date


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
    # the insurance from the fund, 300 in the first month
    by_fund = {"intern_insurance": "by_fund"}
    insured = numbers(minimum_wage=150_000, insurance=30_000)
    assert decide("tc5a", INTERN, insured, by_fund).by_month[2019, 3] == 180_000
    assert decide("tc5a", INTERN, insured).amount_fen == 900_000
    assert decide("tc5a", INTERN, WAGE, by_fund).amount_fen == 900_000
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
    # a benchmark of 3,000 a year is 250 a month: 26.55
    yearly = {"benchmark_period": "yearly"}
    assert decide("xt9a", HIRE, local, yearly).by_month[2019, 12] == 2_655
    assert decide("xt9b", HIRE).by_month == {(2020, 11): 840_000}
    both = {"poor_contributions": "both_parts"}
    assert decide("xt9b", HIRE, readings=both).by_month == {(2020, 11): 1_200_000}
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
