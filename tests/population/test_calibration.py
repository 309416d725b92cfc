"""Raking, systematic draws, exchanges between firms, and the joint distribution of workers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.measures.tables import bit
from sim.population import EDUCATION, SECTORS, draw, targets_of
from sim.population.exchange import quotas, settle
from sim.population.joint import joint_distribution
from sim.population.raking import Margin, rake
from sim.population.systematic import choose, chosen, classes, lined_up, spread


def test_raking_meets_the_margins_and_keeps_the_odds():
    guess = np.array([[4.0, 1.0], [1.0, 2.0]])
    rows, columns = np.array([0.3, 0.7]), np.array([0.6, 0.4])
    table = rake(guess, [Margin((0,), rows), Margin((1,), columns)])
    assert table.sum(axis=1) == pytest.approx(rows)
    assert table.sum(axis=0) == pytest.approx(columns)
    odds = table[0, 0] * table[1, 1] / (table[0, 1] * table[1, 0])
    assert odds == pytest.approx(8.0, rel=1e-6)


def test_raking_says_when_margins_cannot_be_met():
    empty = np.array([[0.0, 0.0], [1.0, 1.0]])
    with pytest.raises(ValueError, match="empty"):
        rake(empty, [Margin((0,), np.array([0.5, 0.5]))])
    with pytest.raises(ValueError, match="contradict"):
        rake(np.eye(2), [Margin((0,), np.array([0.5, 0.5])), Margin((1,), np.array([0.2, 0.8]))])


def line_of(count, strata=None):
    strata = np.zeros(count, np.int64) if strata is None else strata
    return lined_up(1, "test", np.arange(count), strata)


def test_the_line_runs_by_stratum_in_random_order():
    strata = np.arange(1000) % 3
    line = line_of(1000, strata)
    assert sorted(line.tolist()) == list(range(1000))
    assert np.all(np.diff(strata[line]) >= 0)
    assert not np.all(np.diff(line[:300]) > 0)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 5), min_size=1, max_size=80), st.integers(0, 90))
def test_exactly_as_many_are_chosen_as_asked(weights, count):
    taken = choose(weights, count, line_of(len(weights)))
    assert np.count_nonzero(taken) == min(count, len(weights))


def test_whoever_weighs_more_is_chosen_more_often():
    weights = np.where(np.arange(10_000) < 5000, 3.0, 1.0)
    taken = choose(weights, 1000, line_of(10_000))
    assert np.count_nonzero(taken[:5000]) == pytest.approx(750, abs=30)
    assert not choose(weights * 0, 0, line_of(10_000)).any()


def test_chances_are_met_within_one_in_every_stratum():
    strata = np.arange(5000) % 7
    chances = (0.01 + 0.1 * strata / 7) * np.ones(5000)
    taken = chosen(chances, line_of(5000, strata))
    for k in range(7):
        assert abs(np.count_nonzero(taken[strata == k]) - chances[strata == k].sum()) <= 1
    assert abs(np.count_nonzero(taken) - chances.sum()) <= 0.5 + 1e-9


def test_classes_are_met_within_one_in_every_cell():
    cells = np.arange(3000) % 3
    shares = np.array([[0.2, 0.3, 0.5], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    found = classes(shares, cells, line_of(3000, cells))
    for k in range(3):
        counts = np.bincount(found[cells == k], minlength=3)
        assert np.all(np.abs(counts - shares[k] * 1000) <= 1.5)


def test_spread_numbers_do_not_depend_on_other_strata():
    strata = np.repeat([0, 1], 50)
    both = spread(1, "test", np.arange(100), strata)
    alone = spread(1, "test", np.arange(50, 100), strata[50:])
    assert np.array_equal(both[50:], alone)


def test_quotas_are_whole_and_add_up():
    assert quotas([0.5, 0.25, 0.25], 7).sum() == 7
    assert quotas([1.0], 3).tolist() == [3]
    assert quotas([2.0, 1.0, 1.0], 8).tolist() == [4, 2, 2]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 200), min_size=3, max_size=60), st.integers(0, 2**32 - 1))
def test_exchanges_never_make_it_worse(sizes, seed):
    random = np.random.default_rng(seed)
    staff = np.array(sizes)
    found = random.integers(0, 3, len(staff))
    wanted = quotas([0.5, 0.3, 0.2], int(staff.sum()))
    tie = random.integers(0, 2**63, len(staff)).astype(np.uint64)
    after = settle(staff, found, wanted, tie)

    def miss(classes):
        return float(((np.bincount(classes, staff, 3) - wanted) ** 2).sum())

    assert miss(after) <= miss(found)
    assert np.array_equal(after, settle(staff, found, wanted, tie))


def test_many_small_firms_meet_their_quotas_exactly():
    random = np.random.default_rng(5)
    staff = np.concatenate([random.integers(1, 30, 400), [900]])
    wanted = quotas([0.4, 0.35, 0.25], int(staff.sum()))
    found = random.integers(0, 3, len(staff))
    after = settle(staff, found, wanted, np.arange(len(staff)).astype(np.uint64))
    assert np.bincount(after, staff, 3).tolist() == wanted.tolist()


@pytest.fixture(scope="module")
def xiangtan():
    return draw(targets_of("xiangtan"))


def test_the_joint_distribution_has_its_margins():
    targets = targets_of("xiangtan")
    sectors = np.full(len(SECTORS), 1 / len(SECTORS))
    joint = joint_distribution(targets, sectors)
    assert joint.shape == (9, 2, 4, 4, 2)
    assert joint.sum() == pytest.approx(1)
    assert joint.sum(axis=(1, 2, 3, 4)) == pytest.approx(sectors)
    assert joint.sum(axis=(0, 2, 3, 4))[1] == pytest.approx(0.42)
    school = targets.common.persons.education.of(EDUCATION)
    assert joint.sum(axis=(0, 1, 2, 4)) == pytest.approx(school)


def test_attributes_go_together_as_stated(xiangtan):
    workers, firms = xiangtan.workers, xiangtan.firms
    sector = np.repeat(firms.sector, firms.staff)
    tertiary = workers.education == EDUCATION.index("tertiary")
    age = (17_896 - workers.born_on) / 365.25
    public, building = sector == SECTORS.index("public"), sector == SECTORS.index("construction")
    assert tertiary[public].mean() > 2 * tertiary[building].mean()
    assert tertiary[age < 30].mean() > 1.5 * tertiary[age >= 50].mean()
    assert workers.rural[tertiary].mean() < 0.6 * workers.rural[~tertiary].mean()
    assert workers.woman[building].mean() < 0.5 * workers.woman[public].mean()
    assert workers.wage_fen[tertiary].mean() > 1.15 * workers.wage_fen[~tertiary].mean()


def test_groups_overlap_and_lie_where_their_ties_put_them(xiangtan):
    workers, firms = xiangtan.workers, xiangtan.firms
    sector = np.repeat(firms.sector, firms.staff)

    def has(*names):
        return (workers.groups & bit(*names)) == bit(*names)

    assert has("disabled", "dibao").any()
    cut = has("decapacity_worker")
    assert np.isin(sector[cut], [SECTORS.index("mining"), SECTORS.index("manufacturing")]).all()
    assert workers.woman[has("veteran")].mean() < 0.06
    assert workers.rural[has("registered_poor")].mean() > 0.9


def test_the_floor_is_for_enterprises_and_oftener_for_private_ones(xiangtan):
    firms = xiangtan.firms
    floor = xiangtan.workers.at_floor
    enterprise = np.repeat(firms.enterprise, firms.staff)
    owner = np.repeat(firms.ownership, firms.staff)
    assert not floor[~enterprise].any()
    assert floor[enterprise].mean() == pytest.approx(0.45, abs=1e-5)
    assert floor[enterprise & (owner == 2)].mean() > 2 * floor[enterprise & (owner == 0)].mean()
