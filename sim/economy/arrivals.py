"""Students of the graduation year who apply for the subsidy, and talents who came."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.base.dates import year_of
from sim.base.draws import bits
from sim.economy.firm_years import Setting
from sim.measures.tables import Array, Graduations, Talents
from sim.population.columns import STUDENT, TALENT
from sim.population.lookup import code_table, curve, four_fields

Int64 = npt.NDArray[np.int64]


def graduations(setting: Setting, years: tuple[int, ...]) -> Graduations:
    """Students who apply for the job-seeking subsidy in the years."""
    rules = setting.responses.talents
    ids, applied_on = _of_kind(setting, STUDENT, years)
    draw = four_fields(bits(setting.seed, "student/application", ids))
    return Graduations.of(
        person=ids,
        applied_on=applied_on,
        disadvantaged=draw[0] < rules.disadvantaged.value * 65536,
        drawn_before=draw[1] < rules.drawn_before.value * 65536,
    )


def talents(setting: Setting, years: tuple[int, ...]) -> Talents:
    """Talents who apply in the years."""
    rules = setting.responses.talents
    ids, applied_on = _of_kind(setting, TALENT, years)
    draw = four_fields(bits(setting.seed, "talent/person", ids))
    home = four_fields(bits(setting.seed, "talent/home", ids))
    since = curve(rules.days_since_arrival).astype(np.int64)[draw[0]]
    return Talents.of(
        person=ids,
        applied_on=applied_on,
        arrived_on=applied_on - since,
        qualifies=draw[1] < rules.qualifies.value * 65536,
        talent_type=code_table(rules.types)[draw[2]],
        first_home=home[0] < rules.first_home.value * 65536,
        own_use=home[1] < rules.own_use.value * 65536,
    )


def _of_kind(setting: Setting, kind: int, years: tuple[int, ...]) -> tuple[Int64, Array]:
    """Ids and days of application of those of a kind who apply in the years."""
    table = setting.partition.arrivals
    here = (table.kind == kind) & np.isin(year_of(table.applied_on), years)
    rows = np.flatnonzero(here)
    return setting.partition.arrival_ids[rows], table.applied_on[rows].astype(np.int64)
