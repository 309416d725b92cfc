"""First-order realism: published outcomes, in generous bands, with the shipped responses."""

import numpy as np
import pytest

from sim.base.dates import day, month, year_of
from sim.economy import build_facts, claims
from sim.measures.tables import TABLES, Certificates, FirmYears, Spells
from sim.population import draw, targets_of
from tests.economy.law_values import local_values


@pytest.fixture(scope="module")
def xiangtan():
    population = draw(targets_of("xiangtan"))
    parts = [build_facts(p, local_values(), years=(2019,)) for p in population.partitions()]
    facts = {
        t: t(**{n: np.concatenate([getattr(f[t], n) for f in parts])
                for n in t.dtypes()})
        for t in TABLES
    }  # fmt: skip
    return population, facts


def few_layoffs(firms):
    return firms.enterprise & (
        (firms.layoffs_last_year == 0) | (firms.layoffs_last_year < 0.0342 * firms.staff_last_year)
    )


def test_most_firms_pass_the_layoff_test(xiangtan):
    firms = xiangtan[1][FirmYears]
    ok = few_layoffs(firms)
    assert 0.80 < ok.sum() / firms.enterprise.sum() < 0.95
    assert 0.80 < firms.staff[ok].sum() / firms.staff[firms.enterprise].sum() < 0.95


def test_a_third_of_the_insured_in_a_fifth_of_the_firms_are_reached(xiangtan):
    firms = xiangtan[1][FirmYears]
    paid = few_layoffs(firms) & claims(firms, "stable_employment_refund", "xiangtan", 2019)
    assert 0.30 < firms.staff[paid].sum() / firms.staff.sum() < 0.40
    assert 0.15 < paid.sum() / firms.enterprise.sum() < 0.25
    assert 55 < firms.staff[paid].mean() < 135
    yuan_each = firms.premium_paid_fen[paid].sum() / 200 / firms.staff[paid].sum()
    assert 198 < yuan_each < 334  # the floor base, and the mean on-post wage


def test_few_workers_are_in_distressed_firms(xiangtan):
    firms = xiangtan[1][FirmYears]
    share = firms.staff[firms.recognised_distressed].sum() / firms.staff[firms.enterprise].sum()
    assert 0.010 < share < 0.045


def test_about_six_certificates_per_thousand_are_paid(xiangtan):
    population, facts = xiangtan
    table = facts[Certificates]
    paid = table.in_enterprise & (table.insured_months >= 12) & ~np.isin(table.level, (1, 2))
    paid &= claims(table, "skill_upgrade_subsidy", "xiangtan", 2019)
    paid &= ~table.staff_training_subsidised
    # A whole year; Xiangtan's text holds for a part of 2019.
    assert 5 < 1000 * paid.sum() / len(population.workers) < 9
    level = np.where(table.level == 0, table.post_level, table.level)[paid]
    assert 1450 < np.choose(level - 3, [2000, 1500, 1000]).mean() < 1750


def test_recipients_and_the_register_are_of_published_size(xiangtan):
    population, facts = xiangtan
    spells, end = facts[Spells], day("2019-12-31")
    here = (spells.registered_on <= end) & (spells.reemployed_month > month(2019, 12))
    assert 13_000 < here.sum() < 21_000  # published: 13,217 at the start, 19,153 at the end
    entitled = here & spells.laid_off & spells.seeking & (spells.contributed_months >= 12)
    recipients = entitled & (end - spells.registered_on < 14 * 30)
    assert 0.006 < 0.85 * recipients.sum() / len(population.workers) < 0.017


def test_refunds_are_paid_late_in_the_year(xiangtan):
    firms = xiangtan[1][FirmYears]
    last_quarter = (firms.applied_on >= day("2019-10-01")).mean()
    assert 0.45 < last_quarter < 0.60
    assert np.all(year_of(firms.applied_on) == 2019)
