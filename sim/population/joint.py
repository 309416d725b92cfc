"""Who holds the posts: sex, age, schooling and residence jointly, then the groups.

The joint distribution of sector, sex, age class, schooling and residence is raked
(:mod:`sim.population.raking`) from a first guess, whose odds ratios say how they go together, to
the margins of the target files. Posts take its classes systematically, one attribute after the
other, each by the share that it has given those before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.measures.tables import Array, Bool, bit
from sim.population import lookup
from sim.population.columns import EDUCATION, SECTORS
from sim.population.figures import Curve, Rates, Ties
from sim.population.raking import Margin, rake
from sim.population.systematic import choose, classes, lined_up, spread
from sim.population.targets import AGE_LIMITS, AGES, CLASSES, Persons, Targets

Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

SECTOR, SEX, AGE, SCHOOL, RESIDENCE = range(5)
"""Axes of the joint distribution, in the order of :data:`sim.population.targets.CLASSES`."""

DAYS_PER_YEAR = 365.25


@dataclass(frozen=True)
class Holders:
    """The holders of posts: codes of each attribute, age and group bits, one entry a post."""

    sex: Int64
    age: Int64
    age_days: Array
    education: Int64
    residence: Int64
    groups: Array


def joint_distribution(targets: Targets, sector_shares: Float64) -> Float64:
    """Shares of workers by sector, sex, age class, schooling and residence.

    Args:
        targets: of the place.
        sector_shares: share of insured staff in each sector (``SECTORS``), as drawn.
    """
    persons = targets.common.persons
    women, rural = persons.women_share.value, targets.place.rural_share.value
    by_age = np.stack([age_shares(persons.age_men), age_shares(persons.age_women)])
    return rake(
        _guess(persons),
        [
            Margin((SECTOR,), sector_shares),
            Margin((SEX, AGE), by_age * np.array([[1 - women], [women]])),
            Margin((SCHOOL,), np.array(persons.education.of(EDUCATION))),
            Margin((RESIDENCE,), np.array([1 - rural, rural])),
        ],
    )


def _guess(persons: Persons) -> Float64:
    """How the attributes go together, before the margins are met."""
    women = _two(persons.women_by_sector, SECTORS)
    by_sector = np.array(persons.education_by_sector.of(SECTORS, EDUCATION))
    by_age = np.array(persons.education_by_age.of(AGES, EDUCATION))
    sector = _two(persons.rural_by_sector, SECTORS)
    school = _two(persons.rural_by_education, EDUCATION)
    return np.asarray(np.einsum("sx,se,ae,sr,er->sxaer", women, by_sector, by_age, sector, school))


def _two(rates: Rates, names: tuple[str, ...]) -> Float64:
    """Shares without and with, by class."""
    share = np.clip(rates.of(names), 1e-6, 1 - 1e-6)
    return np.stack([1 - share, share], axis=1)


def age_shares(figure: Curve) -> Float64:
    """Share of each age class in a curve of ages in years."""
    below = np.searchsorted(lookup.curve(figure), AGE_LIMITS) / lookup.ENTRIES
    return np.diff(np.concatenate([[0.0], below, [1.0]]))


def draw_holders(targets: Targets, seed: int, sector: npt.NDArray[np.int8]) -> Holders:
    """A holder for each post, by the sector of its firm."""
    ids = np.arange(len(sector))
    at = sector.astype(np.int64)
    count = np.bincount(at, minlength=len(SECTORS))
    joint = joint_distribution(targets, count / max(len(sector), 1))
    cells = at
    codes: dict[str, Int64] = {"sector": at}
    for axis, name in enumerate(list(CLASSES)[1:], start=1):
        # Shares of this attribute given those before it, one row a cell.
        table = joint.sum(axis=tuple(range(axis + 1, joint.ndim))).reshape(-1, joint.shape[axis])
        codes[name] = classes(table, cells, lined_up(seed, f"worker/{name}", ids, cells))
        cells = cells * joint.shape[axis] + codes[name]
    return Holders(
        sex=codes["sex"],
        age=codes["age"],
        age_days=_age_days(targets, seed, ids, codes["sex"], codes["age"]),
        education=codes["education"],
        residence=codes["residence"],
        groups=_groups(targets, seed, ids, codes, cells),
    )


def _age_days(targets: Targets, seed: int, ids: Int64, sex: Int64, age: Int64) -> Array:
    """Ages in days, spread evenly over the part of the curve that each age class covers."""
    persons = targets.common.persons
    field = spread(seed, "worker/age in class", ids, sex * len(AGES) + age).astype(np.float64)
    tables = np.stack([age_in_days(persons.age_men), age_in_days(persons.age_women)])
    shares = np.stack([age_shares(persons.age_men), age_shares(persons.age_women)])
    first = (np.cumsum(shares, axis=1) - shares)[sex, age] * lookup.ENTRIES
    entry = (first + field * shares[sex, age]).astype(np.int64)
    return np.asarray(tables[sex, np.minimum(entry, lookup.ENTRIES - 1)])


def age_in_days(figure: Curve) -> Array:
    """Table of ages in days from a curve of ages in years (int32)."""
    return np.floor(lookup.curve(figure) * DAYS_PER_YEAR).astype(np.int32)


def _groups(
    targets: Targets, seed: int, ids: Int64, codes: dict[str, Int64], cells: Int64
) -> Array:
    """Group bits: each combination as often as its share says, where its ties put it."""
    persons = targets.common.persons
    groups = np.zeros(len(ids), np.uint16)
    line = lined_up(seed, "worker/groups", ids, cells)
    for profile in persons.groups.profiles:
        weights = np.ones(len(ids))
        for name in profile.groups:
            if name in persons.group_ties:
                weights *= tied(persons.group_ties[name], codes)
        count = round(profile.share * len(ids))
        taken = choose(weights, count, line)
        groups[taken] = bit(*profile.groups)
        left: Bool = ~taken
        line = line[left[line]]
    return groups


def tied(ties: Ties, codes: dict[str, Int64]) -> Float64:
    """How likely each person is in a group against another whose factors are one."""
    weights = np.ones(len(codes["sector"]))
    for attribute, names in CLASSES.items():
        factors: dict[str, float] = getattr(ties, attribute)
        if factors:
            weights *= np.array([factors.get(name, 1.0) for name in names])[codes[attribute]]
    return weights
