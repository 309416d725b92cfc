"""Examples of loans and guarantees, worked by hand (sums in yuan in the comments)."""

from __future__ import annotations

from fractions import Fraction

from .rows import FIRM_LOAN, GUARANTEE_YEAR, LOAN, NOTHING, D, decide, numbers

QUARTERLY = numbers(
    paid_every=3,
    share={1: Fraction(1), 2: Fraction(1, 2), 3: Fraction(1, 4)},
    firm_share={1: Fraction(1, 2), 2: Fraction(1, 2), 3: Fraction(0)},
)
YEARLY = numbers(paid_every=12)


# --- loans ---------------------------------------------------------------------------------------


def test_loans_of_persons():
    assert decide("zy3a", LOAN).by_month == {(2019, 6): 12_000_000}
    # 200,000 asked: 150,000 in four places, 100,000 in LY
    more = {"requested_fen": 20_000_000}
    for clause in ("zy3a", "tc3a", "xt6a", "sn10a"):
        assert decide(clause, LOAN, **more).amount_fen == 15_000_000
    assert decide("ly4.7a", LOAN, **more).amount_fen == 10_000_000
    assert decide("ly4.7a", LOAN, **more, high_tech_student=True).amount_fen == 20_000_000
    assert not decide("zy3a", LOAN, qualifies=False).eligible
    assert not decide("zy3a", LOAN, founder=False).eligible
    assert not decide("zy3a", LOAN, borrower_type=2).eligible
    assert decide("zy3a", LOAN, individual_business=False).eligible
    assert not decide("sn10a", LOAN, individual_business=False).eligible
    assert not decide("zy3a", LOAN, granted_on=D(2019, 3, 19)).eligible


def test_loans_of_partners():
    together = {"borrower_type": 1, "partners": 6, "partners_qualifying": 4}
    rich = {**together, "requested_fen": 100_000_000}
    # 4 x 150,000 = 600,000; all 6 would be 900,000, capped at 750,000
    assert decide("xt6b", LOAN, **rich).amount_fen == 60_000_000
    everyone = {"partners_counted": "all"}
    assert decide("xt6b", LOAN, NOTHING, everyone, **rich).amount_fen == 75_000_000
    assert decide("xt6b", LOAN, **{**rich, "partners_qualifying": 5}).amount_fen == 75_000_000
    assert decide("xt6b", LOAN, **together).amount_fen == 12_000_000
    assert decide("xt6b", LOAN, **together, qualifies=False).eligible
    assert not decide("xt6b", LOAN, NOTHING, everyone, **together, qualifies=False).eligible
    assert not decide("xt6b", LOAN, **{**together, "partners_qualifying": 0}).eligible
    assert not decide("xt6b", LOAN, borrower_type=1).eligible  # alone
    assert not decide("xt6a", LOAN, **together).eligible


def test_loans_of_firms_at_exactly_a_hundred():
    """Table 6.1: 25 % in four places, 15 % in LY."""
    for clause in ("zy3b", "tc3b", "xt6d", "sn10b"):
        assert decide(clause, FIRM_LOAN).amount_fen == 300_000_000
        assert not decide(clause, FIRM_LOAN, new_hires=24).eligible
        # 101: 15 % are 15.15
        assert decide(clause, FIRM_LOAN, staff=101, new_hires=16).eligible
        assert not decide(clause, FIRM_LOAN, staff=101, new_hires=15).eligible
    assert decide("ly4.7b", FIRM_LOAN, new_hires=15).eligible
    assert not decide("ly4.7b", FIRM_LOAN, new_hires=14).eligible
    from_hundred = {"hundred_edge": "from"}
    assert decide("zy3b", FIRM_LOAN, NOTHING, from_hundred, new_hires=15).eligible
    assert not decide("zy3b", FIRM_LOAN, NOTHING, from_hundred, staff=99, new_hires=15).eligible


def test_headcount_before_the_new_hires():
    before = {"loan_headcount": "before_new_hires"}
    # 24 new against 100 - 24 = 76: more than the 19 needed
    assert decide("zy3b", FIRM_LOAN, NOTHING, before, new_hires=24).eligible
    # 120 with 18 new: 102 before, 15 % are 15.3; 118 with 18: 100 before, 25 % are 25
    assert decide("zy3b", FIRM_LOAN, NOTHING, before, staff=120, new_hires=18).eligible
    assert not decide("zy3b", FIRM_LOAN, NOTHING, before, staff=118, new_hires=18).eligible
    assert decide("zy3b", FIRM_LOAN, NOTHING, before, staff=3, new_hires=3).eligible


def test_other_conditions_of_firms():
    assert decide("zy3b", FIRM_LOAN, qualifies=False).eligible
    assert not decide("zy3b", FIRM_LOAN, small=False).eligible
    assert not decide("zy3b", FIRM_LOAN, contract_months=11).eligible
    assert not decide("zy3b", FIRM_LOAN, staff=0, new_hires=0).eligible
    assert decide("zy3b", FIRM_LOAN, clean_record=False).eligible
    assert not decide("sn10b", FIRM_LOAN, clean_record=False).eligible
    assert not decide("zy3b", LOAN).eligible


# --- interest ------------------------------------------------------------------------------------


def test_interest_in_full_for_two_years():
    # 6 % of 120,000 are 7,200 a year, in June 2020 and 2021
    assert decide("tc3c", LOAN, YEARLY).amount_fen == 2 * 720_000
    paid = decide("xt6c", LOAN, YEARLY).by_month
    assert (paid[2020, 6], paid[2021, 6], paid[2022, 6]) == (720_000, 720_000, 0)
    # 18 months: one whole year, or six quarters of 1,800
    half_year_more = {(2020, 6): 720_000, (2020, 12): 360_000}
    assert decide("tc3c", LOAN, YEARLY, term_months=18).by_month == half_year_more
    quarters = decide("tc3c", LOAN, QUARTERLY, term_months=18)
    assert len(quarters.by_month) == 6
    assert quarters.by_month[2019, 9] == 180_000
    # a ceiling of 5 %: 6,000
    local = numbers(paid_every=12, rate_ceiling=Fraction(5, 100))
    assert decide("tc3c", LOAN, local, term_months=12).amount_fen == 600_000
    assert not decide("tc3c", LOAN).priced


def test_interest_by_local_shares():
    # quarters of 1,800: 4 in full, 4 at a half, 4 at a quarter = 7,200 + 3,600 + 1,800
    decision = decide("zy3c", LOAN, QUARTERLY)
    assert decision.amount_fen == 1_260_000
    assert decision.by_month[2020, 6] == 180_000
    assert decision.by_month[2020, 9] == 90_000
    # nothing beyond the third year
    assert decide("sn10c", LOAN, QUARTERLY, term_months=60).amount_fen == 1_260_000
    assert not decide("zy3c", LOAN, YEARLY).priced
    assert not decide("zy3c", FIRM_LOAN, numbers(paid_every=3, firm_share={1: 1})).priced
    assert not decide("zy3c", LOAN, QUARTERLY, qualifies=False).eligible


def test_interest_of_firms():
    # 6 % of 3 million are 180,000 a year, half of it for two years
    assert decide("zy3c", FIRM_LOAN, QUARTERLY).amount_fen == 18_000_000
    unknown = numbers(paid_every=12, share={1: 1, 2: 1, 3: 1})
    decision = decide("zy3c", FIRM_LOAN, unknown)
    assert (decision.eligible, decision.priced, decision.amount_fen) == (True, True, 0)
    # TC pays firms in full too
    assert decide("tc3c", FIRM_LOAN, YEARLY).amount_fen == 36_000_000


def test_whose_interest():
    persons, firms, both = ({"interest_scope": scope} for scope in ("persons", "firms", "both"))
    assert not decide("tc3c", FIRM_LOAN, YEARLY, persons).eligible
    assert not decide("tc3c", LOAN, YEARLY, firms).eligible
    assert not decide("xt6c", FIRM_LOAN, QUARTERLY, persons).eligible
    assert decide("xt6c", FIRM_LOAN, QUARTERLY, both).amount_fen == 18_000_000
    # section 9: for XT's small firms "an open parameter, not zero"
    assert decide("xt6c", FIRM_LOAN, QUARTERLY).amount_fen == 18_000_000
    assert not decide("xt6c", LOAN, QUARTERLY, firms).eligible
    assert decide("zy3c", FIRM_LOAN, QUARTERLY, persons).eligible
    partners = {"borrower_type": 1, "partners": 2, "partners_qualifying": 2}
    assert decide("xt6c", LOAN, YEARLY, **partners).amount_fen == 2 * 720_000


def test_interest_again():
    assert not decide("xt6c", LOAN, YEARLY, subsidised_before=1).eligible
    assert not decide("xt6e", LOAN, QUARTERLY).eligible
    assert decide("xt6e", LOAN, QUARTERLY, subsidised_before=2).amount_fen == 1_260_000
    assert not decide("xt6e", LOAN, QUARTERLY, subsidised_before=3).eligible
    repeats = {"interest_times": "three_repeats"}
    assert decide("xt6e", LOAN, QUARTERLY, repeats, subsidised_before=3).eligible
    assert not decide("xt6e", LOAN, QUARTERLY, repeats, subsidised_before=4).eligible
    assert not decide("xt6e", LOAN, QUARTERLY, subsidised_before=1, good_borrower=False).eligible


# --- banks and the guarantee fund ----------------------------------------------------------------


def test_award_to_banks():
    # 1 % of 120,000; of 3 million; three institutions
    assert decide("zy3d", LOAN).by_month == {(2019, 12): 120_000}
    assert decide("tc3d", FIRM_LOAN).amount_fen == 3_000_000
    assert decide("xt6f", LOAN, NOTHING, {"bank_award": "to_each"}).amount_fen == 360_000
    assert not decide("zy3d", LOAN, founder=False).eligible
    # 1 % of 10,000.50 is 100.005, up to 100.01
    assert decide("zy3d", LOAN, requested_fen=1_000_050).amount_fen == 10_001


def test_the_guarantee_fund_is_refilled():
    loss = {"lost_on": D(2021, 4, 2), "fund_loss_fen": 5_000_001, "groups": {"veteran"}}
    # half of 50,000.01 is 25,000.005
    assert decide("zy3f", LOAN, **loss).by_month == {(2021, 4): 2_500_001}
    assert not decide("zy3f", LOAN, **loss, qualifies=False).eligible
    assert not decide("zy3f", LOAN, **{**loss, "groups": {"disabled"}}).eligible
    assert not decide("zy3f", LOAN, **{**loss, "lost_on": None}).eligible
    assert not decide("zy3f", LOAN, **{**loss, "lost_on": D(2019, 3, 19)}).eligible
    assert not decide("zy3f", LOAN, **{**loss, "fund_loss_fen": 0}).eligible


# --- guarantees ----------------------------------------------------------------------------------


def test_new_capital():
    # 20 % of 2 million; 20 % of 10 million, of 50 million limited to 5 million
    assert decide("zy2b", GUARANTEE_YEAR).by_month == {(2019, 12): 40_000_000}
    assert decide("zy2c", GUARANTEE_YEAR).amount_fen == 200_000_000
    large = {"new_fiscal_capital_fen": 5_000_000_000}
    assert decide("zy2c", GUARANTEE_YEAR, **large).amount_fen == 500_000_000
    assert not decide("zy2c", GUARANTEE_YEAR, province_grants=False).eligible
    assert decide("zy2b", GUARANTEE_YEAR, province_grants=False).eligible
    assert not decide("zy2b", GUARANTEE_YEAR, provincial_subsidy_fen=0).eligible
    assert not decide("zy2b", GUARANTEE_YEAR, government=False).eligible


def test_guarantee_fees():
    # a thousandth of 1,000,005 is 1,000.005; of 6 billion 6 million, limited to 5 million
    assert decide("zy2e", GUARANTEE_YEAR).amount_fen == 100_001
    huge = {"average_balance_fen": 600_000_000_000}
    assert decide("zy2e", GUARANTEE_YEAR, **huge).amount_fen == 500_000_000
    assert not decide("zy2e", GUARANTEE_YEAR, qualifies=False).eligible
    assert not decide("zy2e", GUARANTEE_YEAR, average_balance_fen=0).eligible


def test_guarantee_losses():
    # 5 % of 1,000,000; of the net loss of 600,000; 20 % is limited to 10 %
    local = numbers(share=Fraction(5, 100))
    assert decide("zy2f", GUARANTEE_YEAR, local).amount_fen == 5_000_000
    net = {"loss_base": "net_loss"}
    assert decide("zy2f", GUARANTEE_YEAR, local, net).amount_fen == 3_000_000
    local = numbers(share=Fraction(20, 100))
    assert decide("zy2f", GUARANTEE_YEAR, local).amount_fen == 10_000_000
    # never above the net loss of 20,000
    recovered = {"recovered_fen": 98_000_000}
    assert decide("zy2f", GUARANTEE_YEAR, local, **recovered).amount_fen == 2_000_000
    assert not decide("zy2f", GUARANTEE_YEAR, local, compensated_fen=0).eligible
    assert not decide("zy2f", GUARANTEE_YEAR).priced


def test_risk_pools():
    local = numbers(amount=7_000_000)
    assert decide("zy2d", GUARANTEE_YEAR, local).by_month == {(2019, 12): 7_000_000}
    assert not decide("zy2d", GUARANTEE_YEAR, local, reguarantor=False).eligible
    assert decide("tc2b", GUARANTEE_YEAR, local, reguarantor=False).eligible
    assert not decide("tc2b", GUARANTEE_YEAR).priced
