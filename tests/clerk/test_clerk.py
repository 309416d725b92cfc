"""The clerk's own examples, worked by hand from the texts (sums in yuan in the comments)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from .basics import OPTIONS, completed_years, day_plus, half_up, plus
from .clerk import CLAUSES
from .rows import COURSE, FIRM, NOTHING, SPELL, WAGE, decide, numbers

D = date


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
    assert len(CLAUSES) == len(set(CLAUSES)) == 58 + 85
    # 58 = 5+5+5+5+5+6+5+5+7+1+1+4+4
    # 85 = loans 11+5+3+1, guarantees 2+1+1+2, institutions 8+7, founders 4+2+2+1+1,
    #      courses 1+4+2, placements 1+1+2+1+2+1, graduates 2+1+1+1+1, relief 5, taxes 8
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


def test_the_larger_of_both_refunds():
    # A 288,000 against B 30,000; with 3 insured A is 6 x 1,200 x 3 = 21,600
    larger = {"distressed_method": "larger"}
    assert decide("xt7b", FIRM, WAGE, larger).amount_fen == 28_800_000
    assert decide("xt7b", FIRM, WAGE, larger, staff=3).amount_fen == 3_000_000
    assert decide("ly3.1b", FIRM, NOTHING, larger).amount_fen == 3_000_000
    assert not decide("xt7b", FIRM, NOTHING, larger).priced


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
    # or half of 1,200 for the firm
    per_firm = {"training_standard": "per_firm"}
    assert decide("xt14b", FIRM, local, per_firm).amount_fen == 60_000
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
