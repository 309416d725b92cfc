"""The drawn population: determinism, shape, targets, partitions."""

import os
import subprocess
import sys

import numpy as np
import pytest

from sim.base.errors import UserError
from sim.population import (
    ORIGINS,
    SECTORS,
    compare_with_targets,
    draw,
    jurisdictions,
    summary,
    targets_of,
)
from sim.population.columns import GRADUATE, REGISTRANT, STOCK, arrays
from sim.population.firms import apportion, tailed_sizes

PLACES = ("lingyuan", "sunan", "tacheng", "xiangtan", "ziyang")


@pytest.fixture(scope="module")
def populations():
    with np.errstate(all="raise"):
        return {name: draw(targets_of(name)) for name in PLACES}


def same(a, b):
    return all(
        np.array_equal(x, y)
        for t, u in zip(a.tables().values(), b.tables().values(), strict=True)
        for x, y in zip(arrays(t).values(), arrays(u).values(), strict=True)
    )


def test_the_five_places_have_targets():
    assert jurisdictions() == PLACES


def test_the_same_seed_draws_the_same_people_and_another_seed_others():
    targets = targets_of("sunan")
    assert same(draw(targets, 7), draw(targets, 7))
    assert draw(targets, 7).fingerprint == draw(targets, 7).fingerprint
    assert draw(targets, 7).fingerprint != draw(targets, 8).fingerprint


@pytest.mark.parametrize("place", PLACES)
def test_workers_add_up_to_the_insured_and_belong_to_firms(populations, place):
    population = populations[place]
    firms = population.firms
    assert len(population.workers) == targets_of(place).place.insured.value
    assert firms.staff.min() >= 1
    assert np.array_equal(firms.firm, np.arange(len(firms)))
    assert np.array_equal(firms.first_worker, np.cumsum(firms.staff) - firms.staff)
    assert np.array_equal(firms.sector == SECTORS.index("public"), ~firms.enterprise)
    seekers = population.jobseekers
    assert np.all(np.diff(seekers.firm) >= 0)
    assert seekers.firm.max() < len(firms)


def test_sizes_have_a_heavy_tail_and_the_named_employer(populations):
    staff = populations["lingyuan"].firms.staff
    assert 9000 in staff
    staff = populations["xiangtan"].firms.staff[populations["xiangtan"].firms.enterprise]
    large = np.sort(staff[staff > 100])[::-1]
    exponent = 1 / np.mean(np.log(large / 100))  # Hill's estimator
    assert 1.0 < exponent < 1.7
    assert np.median(staff) < staff.mean() / 2


@pytest.mark.parametrize("total", [40, 41, 399, 4000, 39_999])
def test_tailed_sizes_add_up(total):
    rank = np.random.default_rng(1).permutation(40)
    sizes = tailed_sizes(total, rank, 1.2, 5000)
    assert sizes.sum() == total
    assert sizes.min() >= 1
    assert sizes[rank == 39] == sizes.max()


def test_apportion_cuts_the_line_at_the_shares():
    weights = np.ones(1000)
    classes = apportion(weights, [0.2, 0.5, 0.3], np.arange(1000))
    assert np.bincount(classes).tolist() == [200, 500, 300]
    assert np.all(np.diff(classes) >= 0)


def test_people_are_plausible(populations):
    population = populations["xiangtan"]
    workers, seekers = population.workers, population.jobseekers
    age = (17_896 - workers.born_on) / 365.25  # 31 December 2018
    assert age.min() > 16
    assert age.max() <= 60
    assert workers.insured_months.min() >= 1
    assert workers.insured_months.max() <= 240
    assert workers.wage_fen.min() >= 143_000
    in_districts = np.repeat(population.firms.tier == 0, population.firms.staff)
    assert workers.wage_fen[in_districts].min() >= 158_000
    registered = seekers.take(np.isin(seekers.origin, (STOCK, REGISTRANT)))
    assert np.all(registered.left_on >= 0)
    worked = registered.left_on < 40_000
    assert np.all(registered.left_on[worked] <= registered.came_on[worked])
    assert not np.any(registered.laid_off & ~worked)
    graduates = seekers.take(seekers.origin == GRADUATE)
    assert np.all(graduates.left_school_on < graduates.came_on)
    assert len(ORIGINS) == 4


def test_interns_go_to_bases(populations):
    population = populations["xiangtan"]
    hosts = population.jobseekers.firm[population.jobseekers.intern]
    assert np.all(population.firms.internship_base[hosts] > 0)


def test_partitions_cut_between_firms_and_lose_nobody(populations):
    population = populations["xiangtan"]
    parts = population.partitions(50_000)
    assert len(parts) > 5
    assert sum(len(p.firms) for p in parts) == len(population.firms)
    workers = np.concatenate([p.worker_ids for p in parts])
    seekers = np.concatenate([p.jobseeker_ids for p in parts])
    assert np.array_equal(workers, np.arange(len(population.workers)))
    assert np.array_equal(seekers, len(workers) + np.arange(len(population.jobseekers)))
    for part in parts:
        assert len(part.workers) <= 50_000
        assert part.firms.staff.sum() == len(part.workers)
        assert np.array_equal(part.firms.firm[part.unit_rows], part.jobseekers.firm)


def test_a_firm_larger_than_a_partition_stands_alone(populations):
    parts = populations["lingyuan"].partitions(1_000)
    assert any(len(p.firms) == 1 and len(p.workers) == 9000 for p in parts)


@pytest.mark.parametrize("size", [0.01, 0.05, 2.5])
def test_other_sizes_keep_the_shape(size):
    targets = targets_of("lingyuan")
    population = draw(targets, size=size)
    assert len(population.workers) == round(40_000 * size)
    rows = {row.target: row for row in compare_with_targets(population, targets)}
    assert abs(rows["insured firms"].error) < 0.05
    assert abs(rows["registered unemployed"].error) < 0.05
    if size >= 0.05:  # with fewer firms, whole ones cannot meet every share
        missed = [r for r in rows.values() if r.role == "fitted" and r.verdict == "missed"]
        assert len(missed) <= 10, missed
    assert summary(population)["mean_wage"] == pytest.approx(4540, rel=0.08)


@pytest.mark.parametrize("size", [0, -1, 1e9, float("nan")])
def test_an_impossible_size_is_refused(size):
    with pytest.raises(UserError, match="size"):
        draw(targets_of("sunan"), size=size)


FINGERPRINTS = """
from sim.population import draw, targets_of
print([draw(targets_of("sunan", draw=k), 5).fingerprint for k in (0, 3)])
"""


def test_another_process_and_another_processor_draw_the_same_people():
    def found(**environment):
        done = subprocess.run(
            [sys.executable, "-c", FINGERPRINTS],
            capture_output=True, text=True, check=True, env={**os.environ, **environment},
        )  # fmt: skip
        return done.stdout

    here = [draw(targets_of("sunan", draw=k), 5).fingerprint for k in (0, 3)]
    assert found(PYTHONHASHSEED="7").strip() == str(here)
    assert found(NPY_DISABLE_CPU_FEATURES="X86_V3").strip() == str(here)
