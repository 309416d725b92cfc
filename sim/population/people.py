"""Drawing the holders of insured posts: who they are, what they earn, what is insured."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.base.dates import day
from sim.measures.tables import Array, Bool
from sim.population import lookup
from sim.population.columns import Firms, Workers
from sim.population.joint import DAYS_PER_YEAR, draw_holders
from sim.population.systematic import choose, lined_up, spread
from sim.population.targets import Targets
from sim.population.wages import draw_wages, floor_weights

FIRST_INSURED_AGE = 20
INSURANCE_MONTHS = 240
"""Months since unemployment insurance began in earnest (1999)."""


def draw_workers(targets: Targets, seed: int, firms: Firms) -> Workers:
    """One holder for each post of the firms, as of the last day of the base year."""
    ids = np.arange(int(firms.staff.sum()))
    holders = draw_holders(targets, seed, np.repeat(firms.sector, firms.staff))
    career = lookup.curve(targets.common.persons.insured_part_of_career).astype(np.float32)
    part = career[spread(seed, "worker/career", ids, holders.age)]
    return Workers.of(
        born_on=day(f"{targets.common.base_year}-12-31") - holders.age_days,
        woman=holders.sex.astype(np.bool_),
        rural=holders.residence.astype(np.bool_),
        education=holders.education,
        groups=holders.groups,
        wage_fen=draw_wages(targets, seed, firms, holders),
        at_floor=_at_floor(targets, seed, firms, ids),
        insured_months=insured_months(holders.age_days, part),
    )


def _at_floor(targets: Targets, seed: int, firms: Firms, ids: npt.NDArray[np.integer]) -> Bool:
    """Who is insured at the floor whatever the wage: the share of enterprise workers wanted."""
    weight, may = floor_weights(targets, firms)
    kind = np.unique(weight, return_inverse=True)[1]
    wanted = round(targets.common.wages.at_floor.value * int(firms.staff[may].sum()))
    line = lined_up(seed, "worker/at floor", ids, np.repeat(kind, firms.staff))
    line = line[np.repeat(may, firms.staff)[line]]
    return choose(np.repeat(weight, firms.staff), wanted, line)


def insured_months(age_days: Array, part: Array) -> Array:
    """Months insured: a part of the months since the career began, one at least (int16)."""
    career = (age_days - int(FIRST_INSURED_AGE * DAYS_PER_YEAR)) * np.float32(12 / DAYS_PER_YEAR)
    months = np.ceil(np.clip(career, 1, INSURANCE_MONTHS) * part)
    return np.maximum(months, 1).astype(np.int16)
