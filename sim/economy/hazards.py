"""The monthly chance that a person out of work finds a job."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.base.dates import completed_years
from sim.base.draws import uniform
from sim.economy.firm_years import Setting
from sim.measures.tables import bit
from sim.population import EDUCATION
from sim.population.columns import GRADUATE

Float64 = npt.NDArray[np.float64]

AGES = {"under_25": 0, "from_25": 25, "from_35": 35, "from_45": 45, "from_55": 55}
"""Age bands by their first year of age."""
HIGHEST = 0.95
"""Chance that no product of factors exceeds."""


def hazard_of(
    setting: Setting,
    base: npt.ArrayLike,
    groups: npt.ArrayLike,
    born_on: npt.ArrayLike,
    on: npt.ArrayLike,
    education: npt.ArrayLike,
) -> Float64:
    """Monthly chance of a job without shocks and seasons (share, float64, one a person).

    ``h = base * age * education * hard * (u / u0) ** -e``: the chance of those who came the same
    way, times factors of age and education, of those hard to employ, and of the unemployment of
    the place, u, against the country's, u0.

    Args:
        setting: of the partition.
        base: chance by how the person came to look for work.
        groups: bits of the groups of each person.
        born_on: day of birth.
        on: day on which the person's age counts.
        education: position in ``EDUCATION``.
    """
    finding = setting.responses.job_finding
    ages = np.array([finding.by_age.amounts[name] for name in AGES])
    age = np.asarray(completed_years(np.asarray(born_on), np.asarray(on)))
    band = np.searchsorted(list(AGES.values()), age, side="right") - 1
    schooling = np.array([finding.by_education.amounts[name] for name in EDUCATION])
    hard = (np.asarray(groups) & bit("hard_to_employ")) != 0
    factor = ages[np.maximum(band, 0)] * schooling[np.asarray(education)]
    factor *= np.where(hard, finding.hard_to_employ_factor.value, 1.0) * place_factor(setting)
    return np.asarray(np.minimum(np.asarray(base) * factor, HIGHEST), np.float64)


def place_factor(setting: Setting) -> float:
    """How much easier jobs are found in the place than in the country, for its unemployment."""
    finding = setting.responses.job_finding
    local = finding.local_unemployment.amounts.get(setting.partition.jurisdiction)
    if local is None:
        return 1.0
    relative = local / finding.national_unemployment.value
    return float(relative**-finding.unemployment_elasticity.value)


def seeker_hazards(setting: Setting) -> Float64:
    """Monthly chance of a job of each jobseeker of a partition."""
    return setting.would.kept("hazards", lambda: _seeker_hazards(setting))


def _seeker_hazards(setting: Setting) -> Float64:
    finding, people = setting.responses.job_finding, setting.partition.jobseekers
    by_origin = np.array([
        finding.registered.value,
        finding.registered.value,
        finding.graduate.value,
        finding.reserve.value,
    ])  # fmt: skip
    return hazard_of(
        setting, by_origin[people.origin], people.groups, people.born_on, people.came_on,
        seeker_education(setting),
    )  # fmt: skip


def seeker_education(setting: Setting) -> npt.NDArray[np.int64]:
    """Education of each jobseeker: tertiary for graduates, drawn for others (EDUCATION code)."""
    shares = setting.responses.job_finding.seeker_education.shares
    steps = np.cumsum([shares[name] for name in EDUCATION])[:-1]
    u = uniform(setting.seed, "seeker/education", setting.partition.jobseeker_ids)
    graduate = setting.partition.jobseekers.origin == GRADUATE
    return np.where(graduate, EDUCATION.index("tertiary"), np.searchsorted(steps, u, side="right"))
