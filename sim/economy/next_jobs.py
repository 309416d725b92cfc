"""What the next job of a jobseeker is: in an insured unit, a public post, away, one's own."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.base.draws import uniform
from sim.economy.firm_years import Setting
from sim.measures.tables import Array, Bool, Int8, any_of
from sim.population import ORIGINS

ELSEWHERE, UNIT, FOUNDED, PUBLIC_POST, AWAY = range(5)
"""Informal or uninsured work here; the unit of the person; a business of one's own; a
public-service post (公益性岗位); work away from home."""

IN_NEED = ("dibao", "registered_poor", "disabled")
"""Groups that make a graduate a disadvantaged one."""


def next_jobs(setting: Setting, kept: Bool) -> Int8:
    """What the next job of each jobseeker is, whenever it comes (int8 code).

    Args:
        setting: of the partition.
        kept: interns whom their unit hires.
    """
    finding, rules = setting.responses.job_finding, setting.responses.next_jobs
    people, ids = setting.partition.jobseekers, setting.partition.jobseeker_ids
    by_origin = np.asarray(finding.hired_by_insured_unit.of(ORIGINS))
    by_unit = uniform(setting.seed, "hire/by unit", ids) < by_origin[people.origin]
    kind = np.full(len(ids), UNIT, np.int8)
    # Most of what follows is asked only of those whom the unit does not hire.
    rows = np.flatnonzero(~(kept | by_unit))
    origin = people.origin[rows]
    founds = np.asarray(rules.founded.of(ORIGINS))[origin]
    post = founds + _post_chance(setting, people.groups[rows])
    away = post + np.asarray(rules.moves.of(ORIGINS))[origin]
    u = uniform(setting.seed, "seeker/next job kind", ids[rows])
    kind[rows] = np.where(
        u < post, np.where(u < founds, FOUNDED, PUBLIC_POST), np.where(u < away, AWAY, ELSEWHERE)
    )
    return kind


def _post_chance(setting: Setting, groups: Array) -> npt.NDArray[np.float64]:
    """Chance of a public-service post: for those hard to employ, poor, or graduates in need."""
    rules = setting.responses.next_jobs
    graduate = any_of(groups, ("graduate",))
    conditions = [
        graduate & any_of(groups, IN_NEED),
        graduate,
        any_of(groups, ("hard_to_employ",)),
        any_of(groups, ("registered_poor",)),
    ]
    chances = [
        rules.public_post_in_need.value,
        rules.public_post_graduate.value,
        rules.public_post.value,
        rules.public_post_poor.value,
    ]
    return np.select(conditions, chances, 0.0)
