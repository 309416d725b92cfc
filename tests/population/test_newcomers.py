"""Founders, borrowers, students, talents, apprentices and institutions of the population."""

import numpy as np
import pytest

from sim.base.dates import NEVER, year_of
from sim.population import compare_with_targets, draw, jurisdictions, targets_of
from sim.population.columns import INSTITUTION_TYPES, POPULATION_TABLES, STUDENT
from sim.population.lookup import ENTRIES
from sim.population.systematic import spread

PLACES = jurisdictions()


@pytest.fixture(scope="module")
def populations():
    with np.errstate(all="raise"):
        return {name: draw(targets_of(name)) for name in PLACES}


@pytest.mark.parametrize("place", PLACES)
def test_every_table_has_rows_and_lies_in_the_order_of_firms(populations, place):
    population = populations[place]
    for name, table in population.tables().items():
        assert len(table), name
        assert type(table) is POPULATION_TABLES[name]
        if name not in ("firms", "workers"):
            assert np.all(np.diff(table.firm) >= 0), name
            assert 0 <= table.firm.min() <= table.firm.max() < len(population.firms), name


@pytest.mark.parametrize("place", PLACES)
def test_the_new_targets_are_met(populations, place):
    rows = {row.target: row for row in compare_with_targets(populations[place])}
    exact = [n for n in rows if n.startswith("institutions:") or n.endswith("a year")]
    assert len(exact) >= 14
    for name in exact:
        assert abs(rows[name].error) < 0.005, rows[name]


def test_every_clause_finds_its_institutions(populations):
    types = {p: set(populations[p].institutions.type.tolist()) for p in PLACES}
    for place in PLACES:
        missing = set(range(len(INSTITUTION_TYPES))) - types[place]
        assert {INSTITUTION_TYPES[code] for code in missing} <= {"reguarantor", "private_guarantor"}
    assert INSTITUTION_TYPES.index("reguarantor") in types["ziyang"]
    table = populations["ziyang"].institutions
    incubators = table.type == INSTITUTION_TYPES.index("incubator")
    assert (table.scale[incubators] > 30).any()
    assert (table.scale[incubators] <= 30).any()


@pytest.mark.parametrize("place", PLACES)
def test_founders_and_their_loans(populations, place):
    table = populations[place].founders
    borrows = table.loan_yuan > 0
    assert np.array_equal(borrows, table.borrowed_on != NEVER)
    assert np.all(table.loan_yuan % 10_000 == 0)
    assert np.array_equal(table.founded_on == NEVER, table.loans_before > 0)
    assert np.all(borrows[table.founded_on == NEVER])
    both = borrows & (table.founded_on != NEVER)
    assert np.all(table.founded_on[both] <= table.borrowed_on[both])
    assert np.array_equal(year_of(table.founded_on[both]), year_of(table.borrowed_on[both]))
    assert np.all(table.partners[~borrows] == 1)
    each = table.loan_yuan[borrows] / table.partners[borrows]
    assert 70_000 < each.mean() < 110_000


def test_firm_loans_reach_the_edges(populations):
    population = populations["xiangtan"]
    table, staff = population.firm_loans, population.firms.staff
    assert np.all(table.loan_yuan % 10_000 == 0)
    assert np.all(population.firms.enterprise[table.firm])
    assert np.all(table.new_hires <= staff[table.firm])
    assert (4 * table.new_hires == staff[table.firm]).any()  # exactly 25 %
    assert (staff[table.firm] == 100).any()
    assert (staff[table.firm] > 100).any()
    keys = table.firm.astype(np.int64) * 10_000 + year_of(table.borrowed_on)
    assert len(np.unique(keys)) == len(keys)


def test_lingyuan_asks_for_about_twice_four_million(populations):
    population = populations["lingyuan"]
    asked = population.founders.loan_yuan.sum() + population.firm_loans.loan_yuan.sum()
    assert 8e6 < asked / 3 < 16e6  # some of it is refused or above the limit


@pytest.mark.parametrize("place", PLACES)
def test_apprentices_fit_into_their_firms(populations, place):
    firms = populations[place].firms
    takes = firms.apprentices > 0
    assert np.all(firms.enterprise[takes])
    assert np.all(firms.apprentices[takes] <= np.maximum(firms.staff[takes] // 4, 1))
    assert np.all(firms.enterprise[firms.welfare])


def test_students_come_when_schools_apply(populations):
    table = populations["xiangtan"].arrivals
    months = (table.applied_on[table.kind == STUDENT]).astype("datetime64[D]")
    months = months.astype("datetime64[M]").astype(int) % 12 + 1
    assert set(months.tolist()) == {3, 4, 5, 9, 10, 11}


def test_partitions_share_out_everybody(populations):
    population = populations["ziyang"]
    parts = population.partitions(30_000)
    assert len(parts) > 3
    workers, seekers = len(population.workers), len(population.jobseekers)
    founders = np.concatenate([p.founder_ids for p in parts])
    arrivals = np.concatenate([p.arrival_ids for p in parts])
    assert np.array_equal(founders, workers + seekers + np.arange(len(population.founders)))
    assert np.array_equal(
        arrivals, workers + seekers + len(founders) + np.arange(len(population.arrivals))
    )
    ids = np.concatenate([p.institutions.institution for p in parts])
    assert np.array_equal(ids, np.arange(len(population.institutions)))
    assert sum(len(p.firm_loans) for p in parts) == len(population.firm_loans)


def test_small_draws_keep_one_of_each_kind_and_the_money_in_proportion():
    whole, small = (draw(targets_of("ziyang"), size=size) for size in (1.0, 0.02))
    assert set(small.institutions.type.tolist()) == set(whole.institutions.type.tolist())
    guarantors = [
        p.institutions.scale[p.institutions.type == INSTITUTION_TYPES.index("guarantor")].sum()
        for p in (whole, small)
    ]
    assert guarantors[1] == pytest.approx(0.02 * guarantors[0], rel=0.1)
    assert len(small.founders) == pytest.approx(0.02 * len(whole.founders), rel=0.05)


def test_spread_draws_lie_evenly_in_each_group():
    group = np.array([7, 3, 3, 7, 3, 3, 5])
    number = spread(1, "test", np.arange(7), group)
    assert sorted(number[group == 3]) == [ENTRIES * k // 8 for k in (1, 3, 5, 7)]
    assert sorted(number[group == 7]) == [ENTRIES // 4, ENTRIES * 3 // 4]
    assert number[group == 5] == ENTRIES // 2
    assert len(spread(1, "test", np.zeros(0, np.int64), np.zeros(0, np.int64))) == 0
