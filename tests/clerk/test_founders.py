"""Examples of founders, incubators, institutions, worked by hand (sums in yuan in the comments)."""

from __future__ import annotations

from fractions import Fraction

from .rows import INCUBATOR, INSTITUTION, NOTHING, SPELL, STARTUP, D, decide, numbers

BENEFIT = numbers(
    minimum_wage=lambda day: 150_000 if day < D(2019, 7, 1) else 160_000,
    benefit_share=Fraction(8, 10),
    benefit_months={24: 6},
)


# --- founders ------------------------------------------------------------------------------------


def test_premises_in_kind():
    # 500 a month, 550 from 2020: 2 x 500 + 550
    local = numbers(monthly_value=lambda day: 50_000 if day.year < 2020 else 55_000, months_limit=3)
    decision = decide("zy4b", STARTUP, local)
    assert decision.by_month == {(2019, 11): 50_000, (2019, 12): 50_000, (2020, 1): 55_000}
    assert decide("tc4a", STARTUP, local, months_open=2).amount_fen == 100_000
    assert not decide("zy4b", STARTUP, local, in_public_park=False).eligible
    assert decide("zy4f", STARTUP, local, in_public_park=False).eligible
    assert not decide("zy4f", STARTUP, local, unemployed=False).eligible
    assert not decide("zy4f", STARTUP, local, strained_county=False).eligible
    assert not decide("zy4b", STARTUP).priced
    # LY: at least two years, whatever the locality says
    assert len(decide("ly4.1b", STARTUP, local).by_month) == 24


def test_rent_of_xt():
    # rent 600, local sum 700: 600 in each of 24 months; flat 700; a sum of 900 is limited to 800
    local = numbers(amount=70_000)
    assert decide("xt11a", STARTUP, local).amount_fen == 24 * 60_000
    flat = {"rent_limit": "flat"}
    assert decide("xt11a", STARTUP, local, flat).amount_fen == 24 * 70_000
    assert decide("xt11a", STARTUP, numbers(amount=90_000), flat).amount_fen == 24 * 80_000
    assert decide("xt11a", STARTUP, local, months_open=5).amount_fen == 5 * 60_000
    assert not decide("xt11a", STARTUP, local, first_time=False).eligible
    assert not decide("xt11a", STARTUP, local, rent_month_fen=0).eligible
    assert not decide("xt11a", STARTUP).priced


def test_rent_of_poor_graduates():
    local = numbers(amount=50_000, months_limit=12)
    assert decide("ly2.2a", STARTUP, local).amount_fen == 12 * 50_000
    assert not decide("ly2.2a", STARTUP, local, groups={"graduate"}).eligible
    assert not decide("ly2.2a", STARTUP, local, groups={"registered_poor"}).eligible
    assert not decide("ly2.2a", STARTUP, local, qualifies=False).eligible
    assert not decide("ly2.2a", STARTUP, numbers(amount=50_000)).priced


def test_one_offs():
    # the range of XT is 3,000 to 20,000
    for asked, paid in ((200_000, 300_000), (500_000, 500_000), (3_000_000, 2_000_000)):
        assert decide("xt11b", STARTUP, numbers(amount=asked)).by_month == {(2019, 11): paid}
    assert not decide("xt11b", STARTUP, qualifies=False).eligible
    assert not decide("xt11b", STARTUP, first_time=False).eligible
    assert decide("sn10d", STARTUP).amount_fen == 500_000
    assert not decide("sn10d", STARTUP, pilot=False).eligible
    assert not decide("sn10d", STARTUP, form=3).eligible
    assert not decide("sn10d", STARTUP, groups={"registered_poor"}).eligible
    assert not decide("sn10d", STARTUP, first_time=False).eligible
    firms_only = {"first_business": "firms_only"}
    assert decide("sn10d", STARTUP, NOTHING, firms_only, first_time=False).eligible
    assert not decide("sn10d", STARTUP, NOTHING, firms_only, first_time=False, form=1).eligible


def test_trademarks():
    # 2 x 500; of 5 only 3 count
    assert decide("xt11c", STARTUP).by_month == {(2019, 11): 100_000}
    assert decide("xt11c", STARTUP, trademarks=5).amount_fen == 150_000
    assert not decide("xt11c", STARTUP, trademarks=0).eligible
    assert decide("xt11c", STARTUP, rent_month_fen=0).eligible
    assert not decide("xt11c", STARTUP, founded_on=D(2019, 1, 31)).eligible


def test_benefit_paid_at_once():
    # benefit May to October; business in August: 3 months drawn, 3 x 1,280 at once
    founder = {"founded": True, "reemployed_month": (2019, 8)}
    decision = decide("xt11d", SPELL, BENEFIT, **founder)
    assert decision.by_month == {(2019, 8): 384_000}
    # the law's own sum: monthly benefit until July, then the rest
    assert len(decide("xt9d", SPELL, BENEFIT, **founder).by_month) == 3
    assert not decide("xt11d", SPELL, BENEFIT, **{**founder, "founded": False}).eligible
    assert not decide(
        "xt11d", SPELL, BENEFIT, **{**founder, "reemployed_month": (2019, 5)}
    ).eligible
    after_one = {**founder, "reemployed_month": (2019, 6)}
    assert decide("xt11d", SPELL, BENEFIT, **after_one).amount_fen == 5 * 120_000
    last = {**founder, "reemployed_month": (2019, 10)}
    assert decide("xt11d", SPELL, BENEFIT, **last).amount_fen == 128_000
    used_up = {**founder, "reemployed_month": (2019, 11)}
    assert not decide("xt11d", SPELL, BENEFIT, **used_up).eligible
    assert not decide("xt11d", SPELL, BENEFIT, **founder, laid_off=False).eligible


# --- incubators ----------------------------------------------------------------------------------


def test_incubators_of_zy():
    # 31 residents: 31,000, or 1,000 for the one above 30
    assert decide("zy4d", INCUBATOR).by_month == {(2019, 12): 3_100_000}
    above = {"incubator_residents": "above_threshold"}
    assert decide("zy4d", INCUBATOR, NOTHING, above).amount_fen == 100_000
    assert not decide("zy4d", INCUBATOR, residents=30).eligible
    assert not decide("zy4d", INCUBATOR, effective=False).eligible
    assert not decide("zy4d", INCUBATOR, awarded_before=True).eligible
    # a tenth of 500,000, for provincial and national ones
    assert decide("zy4e", INCUBATOR).amount_fen == 5_000_000
    assert decide("zy4e", INCUBATOR, level=4, awarded_before=True).eligible
    assert not decide("zy4e", INCUBATOR, level=2).eligible
    assert not decide("zy4e", INCUBATOR, provincial_award_fen=0).eligible


def test_incubators_elsewhere():
    local = numbers(amount=8_000_000)
    for clause in ("tc4b", "tc4d", "ly4.1a", "ly2.2b", "xt12a"):
        assert decide(clause, INCUBATOR, local).amount_fen == 8_000_000
        assert not decide(clause, INCUBATOR).priced
    assert not decide("tc4b", INCUBATOR, local, effective=False).eligible
    assert decide("ly4.1a", INCUBATOR, local, effective=False).eligible
    assert not decide("ly2.2b", INCUBATOR, local, effective=False).eligible
    assert not decide("xt12a", INCUBATOR, local, chosen=False).eligible
    assert not decide("tc4d", INCUBATOR, local, level=4).eligible
    assert decide("tc4d", INCUBATOR, local, assessed_on=D(2020, 12, 31)).eligible
    assert not decide("tc4d", INCUBATOR, local, assessed_on=D(2021, 1, 1)).eligible
    # SN: 80,000 is limited to 30,000, 5,000 raised to 10,000
    county = {"level": 1}
    assert decide("sn11b", INCUBATOR, local, **county).amount_fen == 3_000_000
    assert decide("sn11b", INCUBATOR, numbers(amount=500_000), **county).amount_fen == 1_000_000
    assert not decide("sn11b", INCUBATOR, local).eligible
    assert not decide("sn11b", INCUBATOR, local, **county, passed=False).eligible
    assert not decide("sn11b", INCUBATOR, local, **county, awarded_before=True).eligible


# --- other institutions --------------------------------------------------------------------------


def test_the_studio():
    assert decide("sn16b", INSTITUTION).by_month == {(2019, 12): 3_000_000}
    assert not decide("sn16b", INSTITUTION, level=1).eligible
    assert not decide("sn16b", INSTITUTION, approved=False).eligible
    assert not decide("sn16b", INSTITUTION, awarded_before=True).eligible


def test_other_institutions():
    local = numbers(amount=150_000)
    types = {"zy17b": 1, "zy7c": 2, "xt24b": 3, "xt11e": 4}
    for clause, type_ in types.items():
        assert decide(clause, INSTITUTION, local, type=type_, level=0).amount_fen == 150_000
        assert not decide(clause, INSTITUTION, local).eligible
        assert not decide(clause, INSTITUTION, local, type=type_, approved=False).eligible
        assert not decide(clause, INSTITUTION, type=type_).priced
    # 4 poor workers at 1,500
    for clause in ("xt19a", "sn5"):
        assert decide(clause, INSTITUTION, local, type=5).amount_fen == 600_000
        assert not decide(clause, INSTITUTION, local, type=5, poor_staff=0).eligible
