"""Examples of placements, graduates, relief, taxes, by hand (sums in yuan in the comments)."""

from __future__ import annotations

from fractions import Fraction

from .rows import (
    FIRM,
    GRADUATION,
    HIRE,
    MOVE,
    NOTHING,
    POST,
    SPELL,
    STARTUP,
    TALENT,
    TAX_YEAR,
    D,
    decide,
    numbers,
)

# --- hires ---------------------------------------------------------------------------------------


def test_hiring_and_training_the_poor():
    assert decide("sn16c", HIRE).by_month == {(2019, 11): 200_000}
    assert decide("sn16c", HIRE, contract_months=11).amount_fen == 100_000
    assert decide("sn16c", HIRE, contract_months=6).amount_fen == 100_000
    assert not decide("sn16c", HIRE, contract_months=5).eligible
    assert not decide("sn16c", HIRE, groups=set()).eligible
    assert not decide("sn16c", HIRE, trained=False).eligible
    not_needed = {"long_contract_training": "not_needed"}
    assert decide("sn16c", HIRE, NOTHING, not_needed, trained=False).amount_fen == 200_000
    short = {"trained": False, "contract_months": 11}
    assert not decide("sn16c", HIRE, NOTHING, not_needed, **short).eligible


def test_post_subsidy():
    assert decide("xt9f", HIRE).by_month == {(2020, 11): 100_000}
    assert decide("xt9f", HIRE, hired_on=D(2019, 1, 1)).eligible
    assert not decide("xt9f", HIRE, hired_on=D(2020, 1, 1)).eligible
    assert not decide("xt9f", HIRE, months_on_post=11).eligible
    assert not decide("xt9f", HIRE, registered_unemployed=False).eligible
    assert not decide("xt9f", HIRE, small_or_labour_intensive=False).eligible
    # the year must be complete in 2019: hired in 2018
    complete = {"post_window": "completion_date"}
    assert not decide("xt9f", HIRE, NOTHING, complete).eligible
    assert decide("xt9f", HIRE, NOTHING, complete, hired_on=D(2018, 11, 5)).by_month == {
        (2019, 11): 100_000
    }


def test_agencies():
    assert decide("zy6b", HIRE, months_on_post=0).by_month == {(2019, 11): 30_000}
    assert decide("zy6b", HIRE, contract_months=3).eligible
    assert not decide("zy6b", HIRE, contract_months=2).eligible
    for fact in ("by_agency", "private", "enterprise", "insured"):
        assert not decide("zy6b", HIRE, NOTHING, **{fact: False}).eligible
    assert decide("xt19c", HIRE, private=False).by_month == {(2020, 5): 30_000}
    assert not decide("xt19c", HIRE, months_on_post=5).eligible
    assert not decide("xt19c", HIRE, groups={"hard_to_employ"}).eligible
    assert not decide("xt19c", HIRE, by_agency=False).eligible
    # six months from 5 July 2020 end on 5 January 2021
    late = {"hired_on": D(2020, 7, 5)}
    assert decide("xt19c", HIRE, **late).eligible
    complete = {"stay_window": "completion_date"}
    assert not decide("xt19c", HIRE, NOTHING, complete, **late).eligible
    assert decide("xt19c", HIRE, NOTHING, complete, hired_on=D(2018, 7, 5)).eligible


def test_work_away_from_home():
    assert decide("xt19d", MOVE).by_month == {(2020, 3): 30_000}
    assert not decide("xt19d", MOVE, stable_months=5).eligible
    assert not decide("xt19d", MOVE, organised=False).eligible
    assert not decide("xt19d", MOVE, outside_county=False).eligible
    assert not decide("xt19d", MOVE, groups=set()).eligible
    assert decide("xt19d", MOVE, moved_on=D(2020, 12, 31)).eligible
    complete = {"stay_window": "completion_date"}
    assert not decide("xt19d", MOVE, NOTHING, complete, moved_on=D(2020, 12, 31)).eligible


def test_public_posts():
    # 60 % and 50 % of 1,500: 1,650 a month; by the base subsidy 1,500 x 0.6 x 1.5 = 1,350
    local = numbers(
        minimum_wage=150_000, post_share=Fraction(6, 10), uplift=Fraction(6, 10), months_limit=36
    )
    decision = decide("ly1.1a", POST, local)
    assert decision.by_month == {(2019, 6): 165_000, (2019, 7): 165_000, (2019, 8): 165_000}
    of_subsidy = {"uplift_base": "post_subsidy"}
    assert decide("ly1.1a", POST, local, of_subsidy).amount_fen == 3 * 135_000
    assert decide("xt16c", POST, local).amount_fen == 3 * 90_000
    assert not decide("ly1.1a", POST, local, disadvantaged_graduate=False).eligible
    assert not decide("xt16c", POST, local, able_and_willing=False).eligible
    assert not decide("xt16c", POST, local, groups=set()).eligible
    assert decide("xt16c", POST, local, groups=set(), farm_graduate=True).eligible
    assert not decide("xt16c", POST, numbers(minimum_wage=150_000)).priced


def test_disabled_employees():
    # 10 of 40 are 25 %; 1,000 each
    local = numbers(least_persons=10, share_needed=Fraction(25, 100), amount=100_000)
    assert decide("zy7a", FIRM, local).by_month == {(2019, 6): 1_000_000}
    assert not decide("zy7a", FIRM, local, disabled_staff=9).eligible
    assert not decide("zy7a", FIRM, local, staff=41).eligible
    open_amount = numbers(least_persons=10, share_needed=Fraction(25, 100))
    assert not decide("zy7a", FIRM, open_amount).priced
    undecided = decide("zy7a", FIRM)
    assert (undecided.eligible, undecided.priced) == (False, False)


# --- graduates and talents -----------------------------------------------------------------------


def test_graduates_at_work():
    local = numbers(amount={1: 200_000, 2: 450_000, 3: 700_000})
    assert decide("xt17d", HIRE, local).by_month == {(2020, 11): 450_000}
    # the range is 3,000 to 6,000
    assert decide("xt17d", HIRE, local, degree=1).amount_fen == 300_000
    assert decide("xt17d", HIRE, local, degree=3).amount_fen == 600_000
    assert not decide("xt17d", HIRE, local, degree=0).eligible
    assert not decide("xt17e", HIRE, local).eligible
    assert decide("xt17e", HIRE, local, months_on_post=24).by_month == {(2021, 11): 450_000}
    assert not decide("xt17d", HIRE, local, fresh_graduate=False).eligible
    assert not decide("xt17d", HIRE).priced


def test_graduates_of_sn():
    local = numbers(months_limit=6)
    decision = decide("sn8c", HIRE, local)
    assert decision.amount_fen == 6 * 150_000
    assert min(decision.by_month) == (2019, 11)
    assert decide("sn8c", HIRE, local, months_on_post=4).amount_fen == 4 * 150_000
    sent = {"graduate_scope": "sent_only"}
    assert not decide("sn8c", HIRE, local, sent).eligible
    assert decide("sn8c", HIRE, local, sent, sent_by_programme=True).eligible
    assert not decide("sn8c", HIRE, local, enterprise=False).eligible
    assert not decide("sn8c", HIRE).priced


def test_job_seeking_graduates():
    assert decide("xt17c", GRADUATION).by_month == {(2019, 10): 150_000}
    assert not decide("xt17c", GRADUATION, disadvantaged=False).eligible
    assert not decide("xt17c", GRADUATION, drawn_before=True).eligible
    assert decide("xt17c", GRADUATION, applied_on=D(2019, 2, 1)).eligible
    assert not decide("xt17c", GRADUATION, applied_on=D(2019, 1, 31)).eligible


def test_talents():
    sums = {1: 15_000_000, 2: 10_000_000, 3: 5_000_000, 4: 3_000_000}
    for talent_type, amount in sums.items():
        decision = decide("ly1.6d", TALENT, talent_type=talent_type)
        assert decision.by_month == {(2019, 10): amount}
    assert not decide("ly1.6d", TALENT, talent_type=0).eligible
    assert not decide("ly1.6d", TALENT, first_home=False).eligible
    assert not decide("ly1.6d", TALENT, own_use=False).eligible
    assert decide("ly1.6d", TALENT, arrived_on=D(2020, 8, 30)).eligible
    assert not decide("ly1.6d", TALENT, arrived_on=D(2020, 8, 31)).eligible
    assert decide("zy6c", TALENT, numbers(amount=5_000)).amount_fen == 5_000
    assert not decide("zy6c", TALENT, qualifies=False).eligible
    assert not decide("zy6c", TALENT).priced


# --- relief --------------------------------------------------------------------------------------


def test_relief():
    # 400 in April, 420 from May
    local = numbers(amount=lambda day: 40_000 if day < D(2019, 5, 1) else 42_000, months=2)
    for clause in ("zy14b", "ly1.5f", "sn20b", "tc11b"):
        assert decide(clause, SPELL, local).by_month == {(2019, 4): 40_000, (2019, 5): 42_000}
        assert not decide(clause, SPELL, local, hardship=False).eligible
        assert not decide(clause, SPELL).priced
    dibao = {"hardship": False, "groups": {"dibao"}}
    assert decide("zy14b", SPELL, local, **dibao).eligible
    assert decide("tc11a", SPELL, local, **dibao).amount_fen == 82_000
    assert not decide("tc11b", SPELL, local, **dibao).eligible
    assert not decide("tc11a", SPELL, local).eligible


# --- taxes and prices ----------------------------------------------------------------------------


def test_deduction_of_education_spending():
    # 60,000 + 30,000 against 8 % of 1,000,000 = 80,000, formerly 2.5 % = 25,000
    rate = Fraction(25, 100)
    local = numbers(income_tax_rate=rate, former_share=Fraction(25, 1000))
    # a quarter of 55,000; of 80,000
    assert decide("ly3.2a", TAX_YEAR, local).by_month == {(2020, 5): 1_375_000}
    assert decide("ly3.2a", TAX_YEAR, numbers(income_tax_rate=rate)).amount_fen == 2_000_000
    # an income of 30,000 allows 30,000: a quarter of 5,000
    assert decide("ly3.2a", TAX_YEAR, local, taxable_income_fen=3_000_000).amount_fen == 125_000
    assert decide("ly3.2a", TAX_YEAR, local, taxable_income_fen=-1).amount_fen == 0
    assert not decide("ly3.2a", TAX_YEAR, local, enterprise=False).eligible
    assert not decide("ly3.2a", TAX_YEAR, local, year_end=D(2018, 12, 31)).eligible
    assert not decide("ly3.2a", TAX_YEAR).priced


def test_technology_service_firms():
    # 10 % of 500,000
    local = numbers(income_tax_rate=Fraction(25, 100))
    assert decide("xt5b", TAX_YEAR, local).by_month == {(2020, 5): 5_000_000}
    assert not decide("xt5b", TAX_YEAR, local, technology_service=False).eligible
    assert decide("xt5b", TAX_YEAR, local, taxable_income_fen=-5).amount_fen == 0
    assert not decide("xt5b", TAX_YEAR).priced


def test_credits_of_key_groups():
    # hires: 5,200 below the tax of 6,000; 25 months are two full years
    local = numbers(yearly_credit=520_000, years_limit=3)
    paid = {(2020, 11): 520_000, (2021, 11): 520_000}
    assert decide("xt5a", HIRE, local, months_on_post=25).by_month == paid
    assert decide("xt5a", HIRE, local, months_on_post=60).amount_fen == 3 * 520_000
    assert decide("xt5a", HIRE, local, months_on_post=11).amount_fen == 0
    assert not decide("xt5a", HIRE, local, contract_months=11).eligible
    poor = {"registered_unemployed": False}
    assert decide("xt5a", HIRE, local, **poor).eligible
    assert not decide("xt5a", HIRE, local, **poor, groups=set()).eligible
    assert not decide("xt5a", HIRE).priced
    # founders: limited to a tax of 5,000, 30 months are two full years
    paid = {(2020, 11): 500_000, (2021, 11): 500_000}
    assert decide("xt11g", STARTUP, local).by_month == paid
    assert not decide("xt11g", STARTUP, local, form=1).eligible
    assert decide("xt11g", STARTUP, local, groups=set()).eligible
    assert not decide("xt11g", STARTUP, local, groups=set(), unemployed=False).eligible


def test_rates_power_and_fees():
    # 4 % of 100,000 from May; XT begins in February 2019
    local = numbers(rate_cut=lambda day: Fraction(0) if day < D(2019, 5, 1) else Fraction(4, 100))
    decision = decide("xt9c", TAX_YEAR, local)
    assert min(decision.by_month) == (2019, 2)
    assert decision.amount_fen == 8 * 400_000
    assert not decide("xt9c", TAX_YEAR, local, year_end=D(2018, 12, 31)).eligible
    assert not decide("xt9c", TAX_YEAR, local, insured=False).eligible
    # a tenth of 100 x 20 x 11, February to December; or of the whole year (AMB-66)
    power = numbers(power_cost=10_000)
    assert decide("xt5c", TAX_YEAR, power).by_month == {(2019, 12): 220_000}
    whole = {"first_year": "whole_year"}
    assert decide("xt5c", TAX_YEAR, power, whole).by_month == {(2019, 12): 240_000}
    assert not decide("xt5c", TAX_YEAR, power, commercial_power=False).eligible
    assert not decide("xt5c", TAX_YEAR).priced
    assert decide("sn7", TAX_YEAR, numbers(fees=33_000)).by_month == {(2019, 12): 33_000}
    assert not decide("sn7", TAX_YEAR, private=False).eligible
    assert decide("sn6", TAX_YEAR, numbers(amount=44_000)).by_month == {(2019, 12): 44_000}
    assert not decide("sn6", TAX_YEAR, enterprise=False).eligible
    assert not decide("sn6", TAX_YEAR).priced
