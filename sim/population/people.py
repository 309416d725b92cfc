"""Drawing the holders of insured posts: age, sex, schooling, wage, insured months."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

from sim.base.dates import day
from sim.base.draws import bits
from sim.base.money import FEN_PER_YUAN
from sim.measures.tables import Array
from sim.population import lookup
from sim.population.columns import EDUCATION, OWNERSHIP, Firms, Workers
from sim.population.figures import Curve
from sim.population.targets import Targets

CHUNK = 1 << 16
DAYS_PER_YEAR = 365.25
FIRST_INSURED_AGE = 20
INSURANCE_MONTHS = 240
"""Months since unemployment insurance began in earnest (1999)."""


def draw_workers(targets: Targets, seed: int, firms: Firms) -> Workers:
    """One holder for each post of the firms, drawn in chunks that stay in cache."""
    rows = int(firms.staff.sum())
    tables = _Tables.of(targets)
    by_firm = _FirmNumbers.of(targets, seed, firms, tables.mean_premium)
    firm_rows = np.repeat(np.arange(len(firms), dtype=np.int32), firms.staff)
    workers = {name: np.empty(rows, dtype) for name, dtype in Workers.dtypes().items()}
    for begin in range(0, rows, CHUNK):
        end = min(begin + CHUNK, rows)
        ids = np.arange(begin, end)
        _draw_chunk(
            {name: column[begin:end] for name, column in workers.items()},
            lookup.four_fields(bits(seed, "worker/person", ids)),
            lookup.four_fields(bits(seed, "worker/job", ids)),
            firm_rows[begin:end],
            tables,
            by_firm,
        )
    return Workers(**workers)


@dataclass(frozen=True)
class _Tables:
    """The distributions of persons, as look-up tables."""

    age_days: Array
    career: Array
    wage: Array
    education: Array
    groups: Array
    premium: Array
    mean_premium: float
    women: int
    rural: int
    born_before: int
    lowest_wage_fen: int

    @classmethod
    def of(cls, targets: Targets) -> _Tables:
        persons, wages = targets.common.persons, targets.common.wages
        women = persons.women_share.value
        school = np.asarray(persons.education.of(EDUCATION))
        premium = np.exp(
            np.add.outer(
                [0.0, wages.women_premium.value],
                [0.0] * (len(EDUCATION) - 1) + [wages.tertiary_premium.value],
            )
        )
        within = max(wages.sigma.value**2 - wages.firm_sigma.value**2, 0.0) ** 0.5
        return cls(
            age_days=np.stack([age_in_days(persons.age_men), age_in_days(persons.age_women)]),
            career=lookup.curve(persons.insured_part_of_career).astype(np.float32),
            wage=lookup.lognormal_factors(within).astype(np.float32),
            education=lookup.codes(school.tolist()),
            groups=lookup.group_bits(persons.groups),
            premium=premium.astype(np.float32),
            mean_premium=float(np.asarray([1 - women, women]) @ premium @ school),
            women=int(lookup.thresholds(women)),
            rural=int(lookup.thresholds(targets.place.rural_share.value)),
            born_before=day(f"{targets.common.base_year}-12-31"),
            lowest_wage_fen=round(targets.place.lowest_wage.value * FEN_PER_YUAN),
        )


@dataclass(frozen=True)
class _FirmNumbers:
    """What workers inherit from their firm: its wage level and how often it insures the floor."""

    wage_fen: Array
    at_floor: Array

    @classmethod
    def of(cls, targets: Targets, seed: int, firms: Firms, mean_premium: float) -> _FirmNumbers:
        level = firm_wages(targets, seed, firms) * (FEN_PER_YUAN / mean_premium)
        return cls(
            np.rint(level).astype(np.float32), lookup.thresholds(_floor_shares(targets, firms))
        )


def _draw_chunk(
    out: dict[str, Array],
    person: tuple[lookup.UInt16, ...],
    job: tuple[lookup.UInt16, ...],
    firm_rows: npt.NDArray[np.int32],
    tables: _Tables,
    by_firm: _FirmNumbers,
) -> None:
    woman = person[0] < tables.women
    sex = woman.view(np.int8)
    age = tables.age_days[sex, person[1]]
    education = tables.education[person[2]]
    out["woman"][:] = woman
    out["born_on"][:] = tables.born_before - age
    out["education"][:] = education
    out["groups"][:] = tables.groups[person[3]]
    wage = by_firm.wage_fen[firm_rows] * tables.wage[job[0]]
    wage *= tables.premium[sex, education]
    out["wage_fen"][:] = np.maximum(np.rint(wage), tables.lowest_wage_fen)
    out["insured_months"][:] = insured_months(age, tables.career[job[1]])
    out["at_floor"][:] = job[2] < by_firm.at_floor[firm_rows]
    out["rural"][:] = job[3] < tables.rural


def age_in_days(figure: Curve) -> Array:
    """Table of ages in days from a curve of ages in years (int32)."""
    return np.floor(lookup.curve(figure) * DAYS_PER_YEAR).astype(np.int32)


def insured_months(age_days: Array, part: Array) -> Array:
    """Months insured: a part of the months since the career began, one at least (int16)."""
    career = (age_days - int(FIRST_INSURED_AGE * DAYS_PER_YEAR)) * np.float32(12 / DAYS_PER_YEAR)
    months = np.ceil(np.clip(career, 1, INSURANCE_MONTHS) * part)
    return np.maximum(months, 1).astype(np.int16)


def firm_wages(targets: Targets, seed: int, firms: Firms) -> npt.NDArray[np.float64]:
    """Mean wage of each firm, yuan a month.

    State units and large firms pay the published on-post mean, small private firms the regional
    private mean, those between pass from one to the other with the logarithm of their staff;
    each firm has a lasting effect of its own, and both published means hold over all workers.
    """
    place, sizes, wages = targets.place, targets.common.sizes, targets.common.wages
    weight = on_post_weight(targets, firms)
    small, large = place.wage_private.value / 12, place.wage_on_post.value / 12
    field = lookup.four_fields(bits(seed, "firm/wage", firms.firm))[0]
    effect = lookup.lognormal_factors(wages.firm_sigma.value)[field]
    # One large employer's luck must not move a whole place: luck fades with staff.
    luck = 1 / (1 + firms.staff / sizes.large_from.value)
    effect = 1 + luck * (effect - 1)
    for kind in (weight == 0, weight == 1, (weight > 0) & (weight < 1)):
        if kind.any():
            effect[kind] /= np.average(effect[kind], weights=firms.staff[kind])
    return np.asarray((small + weight * (large - small)) * effect)


def on_post_weight(targets: Targets, firms: Firms) -> npt.NDArray[np.float64]:
    """How far a firm pays as state units and large firms do: 1, small private firms 0."""
    sizes = targets.common.sizes
    low, high = log(sizes.small_below.value), log(sizes.large_from.value)
    weight = np.clip((np.log(firms.staff) - low) / (high - low), 0, 1)
    return np.asarray(np.where(firms.ownership == OWNERSHIP.index("state"), 1.0, weight))


def _floor_shares(targets: Targets, firms: Firms) -> npt.NDArray[np.float64]:
    """Share of a firm's workers insured at the floor, with the published mean over enterprises."""
    wages = targets.common.wages
    by_owner = np.asarray([wages.at_floor_weights[name].value for name in OWNERSHIP])
    weight = by_owner[firms.ownership] * firms.enterprise
    total = float((firms.staff * firms.enterprise).sum())
    mean = float((weight * firms.staff).sum()) / max(total, 1.0)
    return np.asarray(weight * wages.at_floor.value / max(mean, 1e-12))
