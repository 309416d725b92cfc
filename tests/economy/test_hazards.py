"""The chance of a job by age, schooling, group, place and season."""

import numpy as np
import pytest

from sim.base.dates import NEVER, day, month
from sim.economy import BASELINE, Setting, responses
from sim.economy.events import intentions_of
from sim.economy.hazards import hazard_of, seeker_hazards
from sim.economy.jobs import next_job
from sim.measures.tables import bit
from sim.population import EDUCATION, draw, targets_of
from sim.population.columns import GRADUATE
from tests.economy.law_values import local_values

ON = day("2019-07-01")


def setting(place="lingyuan", **changes):
    finding = responses().job_finding.model_copy(update=changes)
    rules = responses().model_copy(update={"job_finding": finding})
    partition = draw(targets_of(place)).partitions(10**9)[0]
    would = intentions_of(partition, BASELINE, 2021, 2019, rules)
    return Setting(would, local_values(place))


@pytest.fixture(scope="module")
def shipped():
    return setting()


def chance(of, *, born="1984-07-01", school="senior", groups=0, base=0.1):
    return float(hazard_of(of, [base], [groups], [day(born)], [ON], [EDUCATION.index(school)])[0])


def test_the_old_find_work_later_and_the_schooled_sooner(shipped):
    by_age = [
        chance(shipped, born=f"{year}-07-01") for year in (1999, 1994, 1984, 1974, 1964, 1954)
    ]
    assert by_age == sorted(by_age, reverse=True)
    assert by_age[0] > by_age[-1]
    by_school = [chance(shipped, school=school) for school in EDUCATION]
    assert by_school == sorted(by_school)
    assert by_school[0] < by_school[-1]


def test_those_hard_to_employ_find_work_later_by_their_factor(shipped):
    factor = responses().job_finding.hard_to_employ_factor.value
    hard = chance(shipped, groups=int(bit("hard_to_employ")))
    assert hard == pytest.approx(chance(shipped) * factor)


def test_a_birthday_changes_the_band(shipped):
    factors = responses().job_finding.by_age.amounts
    ratio = chance(shipped, born="1994-07-02") / chance(shipped, born="1994-07-01")
    assert ratio == pytest.approx(factors["under_25"] / factors["from_25"])


def test_jobs_are_scarcer_where_more_are_unemployed():
    finding = responses().job_finding
    doubled = {"lingyuan": 2 * finding.local_unemployment.amounts["lingyuan"]}
    local = finding.local_unemployment.model_copy(update={"amounts": doubled})
    ratio = chance(setting(local_unemployment=local)) / chance(setting())
    assert ratio == pytest.approx(2**-finding.unemployment_elasticity.value)


def test_a_chance_stays_below_one(shipped):
    assert chance(shipped, base=0.9, born="1999-07-01", school="tertiary") < 1


def test_graduates_count_as_schooled(shipped):
    people = shipped.partition.jobseekers
    hazards = seeker_hazards(shipped)
    assert len(np.unique(hazards.round(9))) > 10
    assert hazards[people.origin == GRADUATE].mean() > hazards[people.origin != GRADUATE].mean()


def test_more_jobs_are_found_in_spring_than_at_the_years_end(shipped):
    people = np.arange(200_000)
    start = np.full(len(people), month(2018, 12))
    found = next_job(shipped, people, start, np.full(len(people), 0.02), np.zeros(len(people)))
    found = found[found != NEVER]
    left = [(found >= month(2019, m)).sum() for m in range(1, 13)]
    share = [(found == month(2019, m)).sum() / left[m - 1] for m in range(1, 13)]
    by_month = responses().job_finding.by_month.shares
    assert share[4] / share[10] == pytest.approx(by_month[5] / by_month[11], rel=0.08)
    assert np.mean(share) == pytest.approx(0.02, rel=0.05)
