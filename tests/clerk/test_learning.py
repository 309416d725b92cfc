"""Examples of certificates and courses, worked by hand (sums in yuan in the comments)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from .rows import APPRENTICE, CERTIFICATE, COURSE, NOTHING, decide, numbers

D = date


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


def test_what_counts_as_training_twice():
    same_year, ever = {"double_training": "same_year"}, {"double_training": "ever"}
    trained = {"staff_training_ever": True}
    assert decide("xt14c", CERTIFICATE, **trained).eligible
    assert decide("xt14c", CERTIFICATE, readings=same_year, **trained).eligible
    assert not decide("xt14c", CERTIFICATE, readings=ever, **trained).eligible
    this_year = {"staff_training_same_year": True}
    assert not decide("xt14c", CERTIFICATE, readings=same_year, **this_year).eligible
    assert decide("sn16a", CERTIFICATE, readings=ever, **trained).eligible


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
    # a limit of 30 days: 30 x 50
    thirty = {"living_days": "thirty_days"}
    assert decide("zy10b", COURSE, numbers(amount=6_000), thirty).amount_fen == 150_000
    assert decide("tc7b", COURSE).by_month == {(2019, 8): 150_000}
    assert decide("xt13c", COURSE, readings=thirty).amount_fen == 80_000
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


# --- courses in kind, start-up courses, apprentices ----------------------------------------------


def test_startup_courses_of_sn():
    course = {"startup_course": True}
    assert decide("sn15b", COURSE, numbers(amount=120_000), **course).by_month == {
        (2019, 8): 120_000
    }
    # the range is 500 to 1,900
    assert decide("sn15b", COURSE, numbers(amount=40_000), **course).amount_fen == 50_000
    assert decide("sn15b", COURSE, numbers(amount=200_000), **course).amount_fen == 190_000
    assert not decide("sn15b", COURSE, numbers(amount=120_000)).eligible
    assert not decide("sn15b", COURSE, NOTHING, passed=False, **course).eligible
    assert not decide("sn15b", COURSE, **course).priced
    # the window looks at the last day
    early = {"started_on": D(2018, 12, 20), "ended_on": D(2019, 1, 1)}
    assert decide("sn15b", COURSE, numbers(amount=120_000), **course, **early).eligible


def test_free_courses():
    local = numbers(amount=200_000)
    decision = decide("ly1.3a", COURSE, local, groups={"decapacity_worker"}, passed=False)
    assert decision.by_month == {(2019, 8): 200_000}
    assert not decide("ly1.3a", COURSE, local).eligible
    worker = {"groups": {"decapacity_worker"}}
    assert not decide("ly1.3a", COURSE, local, **worker, project_based=False).eligible
    assert not decide("ly1.3a", COURSE, local, **worker, unemployed=False).eligible
    assert not decide("ly1.3a", COURSE, **worker).priced
    veteran = {"groups": {"veteran"}}
    assert decide("zy8a", COURSE, local, **veteran).eligible
    assert not decide("zy8a", COURSE, local, **veteran, free_course_before=True).eligible
    assert not decide("zy8a", COURSE, local, **veteran, started_on=D(2019, 3, 19)).eligible


def test_free_courses_of_the_poor_and_migrants():
    local = numbers(amount=200_000)
    poor = {"groups": {"registered_poor"}}
    last = {"started_on": D(2020, 12, 31), "ended_on": D(2021, 1, 9)}
    assert decide("xt13b", COURSE, local, **poor, **last).by_month == {(2021, 1): 200_000}
    assert not decide("xt13b", COURSE, local, **poor, started_on=D(2021, 1, 1)).eligible
    assert not decide("xt13b", COURSE, local, **poor, started_on=D(2019, 1, 31)).eligible
    for group in ("registered_poor", "school_leaver", "rural_transfer_worker", "returning_migrant"):
        assert decide("sn17", COURSE, local, groups={group}).amount_fen == 200_000
    assert not decide("sn17", COURSE, local).eligible
    assert not decide("sn17", COURSE, local, **poor, started_on=D(2018, 12, 31)).eligible


def test_apprentices():
    # LY: 2 years of 4,000.01 are 8,000.02; half in advance 4,000.01, the rest after two years
    local = numbers(amount=400_001, advance_share=Fraction(1, 2))
    paid = {(2019, 9): 400_001, (2021, 9): 400_001}
    assert decide("ly3.2b", APPRENTICE, local).by_month == paid
    # 60 % is limited to 50 %; without completion the advance alone
    local = numbers(amount=400_001, advance_share=Fraction(6, 10))
    assert decide("ly3.2b", APPRENTICE, local, completed=False).amount_fen == 400_001
    # a third of 8,000 is 2,666.67, the rest 5,333.33
    local = numbers(amount=400_000, advance_share=Fraction(1, 3))
    paid = {(2019, 9): 266_667, (2021, 9): 533_333}
    assert decide("ly3.2b", APPRENTICE, local).by_month == paid
    assert not decide("ly3.2b", APPRENTICE, local, enterprise=False).eligible
    # LY: 3,000 is below the soft floor; nothing supplied means 4,000
    local = numbers(amount=300_000, advance_share=0)
    assert decide("ly3.2b", APPRENTICE, local).amount_fen == 600_000
    assert decide("ly3.2b", APPRENTICE, numbers(advance_share=0)).amount_fen == 800_000


def test_apprentices_of_xt():
    local = numbers(amount=300_000)  # the floor of 4,000 is hard
    assert sum(decide("xt15b", APPRENTICE, local).by_month.values()) == 800_000
    assert decide("xt15b", APPRENTICE, local).by_month[2021, 9] == 800_000
    assert decide("xt15b", APPRENTICE, local, completed=False).amount_fen == 0
    assert not decide("xt15b", APPRENTICE, local, emerging_chain=False).eligible
    assert not decide("xt15b", APPRENTICE, local, started_on=D(2021, 1, 1)).eligible
    assert decide("xt15b", APPRENTICE, local, started_on=D(2019, 1, 1)).eligible
    assert not decide("xt15b", APPRENTICE).priced
