"""Responses load strictly; take-up and net factors answer for every kind."""

import numpy as np
import pytest

from sim.base.dates import day
from sim.base.errors import UserError
from sim.economy import (
    claims,
    response_figures,
    responses,
    take_up_rate,
    with_values,
)
from sim.economy.responses import FILE
from sim.measures.tables import Spells

KINDS = [
    "stable_employment_refund", "distressed_enterprise_refund", "unemployment_benefit",
    "ui_medical_premium", "skill_upgrade_subsidy", "unemployed_training_subsidy",
    "training_living_allowance", "distressed_on_the_job_training", "internship_subsidy",
    "intern_retention_bonus", "intern_early_hire_topup", "temporary_living_allowance",
    "social_insurance_subsidy", "startup_guaranteed_loan_individual",
    "startup_guaranteed_loan_sme", "startup_loan_interest_subsidy", "loan_bank_award",
    "guarantee_fund_replenishment", "guarantee_capital_subsidy", "guarantee_fee_subsidy",
    "guarantee_loss_subsidy", "guarantee_risk_pool", "incubator_award", "startup_premises_relief",
    "startup_rent_subsidy", "startup_one_off", "trademark_subsidy", "ui_benefit_lump_sum_startup",
    "startup_training_subsidy", "project_based_training_purchase", "free_training_poor",
    "veteran_free_training", "migrant_training", "new_apprenticeship", "poor_hire_training_grant",
    "one_off_post_subsidy", "job_placement_subsidy", "labour_export_jobseeking_subsidy",
    "graduate_employment_subsidy", "graduate_jobseeking_subsidy", "public_service_post_subsidy",
    "talent_housing_allowance", "talent_support", "disability_employer_award",
    "master_studio_award", "startup_demonstration_award", "poverty_base_award",
    "public_service_purchase", "admin_performance_award", "social_assistance", "tax_expenditure",
    "contribution_rate_cut", "energy_price_cut", "fee_reduction",
]  # fmt: skip


def spells(rows):
    return Spells.of(
        person=np.arange(rows),
        left_on=np.full(rows, day("2019-01-05")),
        registered_on=np.full(rows, day("2019-02-01")),
        reemployed_month=np.full(rows, 600),
        founded=np.zeros(rows, bool),
        contributed_months=np.full(rows, 24),
        laid_off=np.ones(rows, bool),
        seeking=np.ones(rows, bool),
        hardship=np.zeros(rows, bool),
        rural=np.zeros(rows, bool),
        tier=np.zeros(rows),
        groups=np.zeros(rows),
    )


def test_every_kind_has_take_up_and_an_effect():
    assert len(KINDS) == 54
    assert set(responses().take_up) == set(KINDS)
    assert set(responses().effects) == set(KINDS)


def test_what_follows_names_a_kind_with_a_rate():
    for name, entry in responses().take_up.items():
        if entry.follows:
            assert not responses().take_up[entry.follows].follows, name


def test_effects_are_the_cited_ones():
    effects = responses().effects
    hire = effects["social_insurance_subsidy"]
    # 1 less deadweight 0.45 less displacement 0.25 of a subsidised hire (facts E1)
    assert hire.share == 1 - 0.45
    assert hire.share * hire.lost == pytest.approx(0.25, abs=0.01)
    loan = effects["startup_guaranteed_loan_individual"]
    # 2.5 jobs claimed, deadweight 0.35, displacement 0.4
    assert loan.jobs * loan.share * (1 - loan.lost) == pytest.approx(1.0, abs=0.03)
    assert effects["startup_loan_interest_subsidy"].reason == "counted with the loan"
    assert effects["stable_employment_refund"].acts == "layoffs"


def test_an_effect_can_be_changed_within_its_range():
    name = "effects.social_insurance_subsidy.additional"
    assert response_figures()[name].range == (0.3, 0.8)
    assert with_values({name: 0.4}).effects["social_insurance_subsidy"].share == 0.4
    with pytest.raises(UserError, match="plausible range"):
        with_values({name: 0.9})


def test_larger_firms_claim_more():
    rates = take_up_rate("stable_employment_refund", "ziyang", [1, 9, 30, 120, 5000], 2019)
    assert np.all(np.diff(rates) > 0)


def test_rates_by_year():
    rates = take_up_rate("skill_upgrade_subsidy", "ziyang", 1, [2017, 2018, 2019, 2030])
    assert rates[0] == rates[1] < rates[2] <= rates[3]


def test_claims_follow_the_rate_and_more_take_up_only_adds():
    table, kind = spells(20_000), "unemployment_benefit"
    few = claims(table, kind, "ziyang", 1, {kind: 0.3})
    many = claims(table, kind, "ziyang", 1, {kind: 0.6})
    assert few.mean() == pytest.approx(0.3, abs=0.02)
    assert np.all(many[few])
    assert claims(table, kind, "ziyang", 1, {kind: 1.0}).all()
    assert not claims(table, kind, "ziyang", 1, {kind: 0.0}).any()
    assert np.array_equal(
        claims(table, kind, "ziyang", 1), claims(table, kind, "ziyang", 1, {"other": 0.1})
    )


def test_claims_do_not_depend_on_the_other_rows():
    table = spells(1000)
    rows = np.arange(3, 1000, 7)
    whole = claims(table, "unemployment_benefit", "ziyang", 5)
    assert np.array_equal(
        whole[rows], claims(table.take(rows), "unemployment_benefit", "ziyang", 5)
    )


def test_a_scenario_may_give_rates_by_size():
    rates = take_up_rate("stable_employment_refund", "ziyang", [5, 50], 2019,
                         {"stable_employment_refund": {1: 0.1, 20: 0.9}})  # fmt: skip
    assert rates.tolist() == [0.1, 0.9]


def test_an_unknown_kind_and_a_wrong_rate_are_refused():
    with pytest.raises(UserError, match="did you mean 'unemployment_benefit'"):
        take_up_rate("unemployment_benefits", "ziyang", 1, 2019)
    with pytest.raises(UserError, match="share from 0 to 1"):
        take_up_rate("unemployment_benefit", "ziyang", 1, 2019, {"unemployment_benefit": 1.2})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    unit: share\n", "", "'unit' is missing"),
        ("    range: [0.30, 0.60]\n", "", "needs its range"),
        ("slump_share:", "slump_shares:", "slump_share"),
        ("additional: [0.3, 0.55, 0.8]", "additional: [0.6, 0.55, 0.8]", "should rise"),
        ("    rate: 0.95\n", "", "give one of rate"),
        ("5: 0.17, 4: 0.37", "5: 0.27, 4: 0.37", "add up to 1"),
        (
            "staff_training_ever:\n    value: 0.16",
            "staff_training_ever:\n    value: 0.05",
            "not fall",
        ),
        ("hr_agency: 0.2", "hr_agencies: 0.2", "no such institution"),
        ('    reason: "income support: it does', '    note_: "income support: it does', "reason"),
    ],
)
def test_what_is_wrong_in_the_file_is_said(tmp_path, old, new, said):
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "responses.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UserError, match=said):
        responses(path)


def test_a_number_can_be_changed_inside_its_range():
    changed = with_values({"labour.depth": 0.1})
    assert changed.labour.depth.value == 0.1
    assert responses().labour.depth.value == 0.09
    assert response_figures(changed)["labour.depth"].value == 0.1


def test_wrong_changes_are_named_together():
    with pytest.raises(UserError) as error:
        with_values({"labour.depths": 0.1, "labour.slump_share": 1.5})
    assert "did you mean 'labour.depth'" in str(error.value)
    assert "0.3 to 0.6" in str(error.value)
