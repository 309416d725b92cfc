"""When people out of work find the next job."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from sim.base.dates import NEVER, month
from sim.base.draws import uniform
from sim.economy.firm_years import Setting
from sim.economy.world import World

Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]

LOOK_AHEAD = 360
"""Months after which a job that has not been found counts as never."""


def next_job(
    setting: Setting,
    people: npt.ArrayLike,
    after: npt.ArrayLike,
    hazard: npt.ArrayLike,
    sector: npt.ArrayLike,
    *,
    stream: str = "person/next job",
) -> Int64:
    """Month of the next job of each person; ``NEVER`` if beyond the look-ahead.

    Time runs faster or slower with the season and the shocks to job finding: a person finds a job
    once the months lived through, each weighted by its multipliers, exceed the person's own draw.

    Args:
        setting: of the partition: shocks, seasons, seed.
        people: agent ids.
        after: month number after which the search counts, by person.
        hazard: monthly hazard without shocks and seasons, by person.
        sector: sector of the unit that would hire, by person.
        stream: name of the draw.
    """
    u = uniform(setting.seed, stream, people)
    patience = np.log1p(-u) / np.log1p(-np.asarray(hazard))
    origin, sector = month(setting.base_year, 12), np.asarray(sector)
    season = tuple(setting.responses.job_finding.by_month.shares.items())
    clocks, clock_of = _clocks(setting.world, origin, season)
    begin = np.minimum(np.asarray(after, np.int64) + 1 - origin, LOOK_AHEAD)
    step = np.empty(len(u), np.int64)
    for code, clock in enumerate(clocks):
        here = slice(None) if len(clocks) == 1 else np.flatnonzero(clock_of[sector] == code)
        target = clock[begin[here]] + patience[here]
        step[here] = np.searchsorted(clock, target, side="right") - 1
    return np.where(step < LOOK_AHEAD, origin + step, NEVER)


@lru_cache(maxsize=32)
def _clocks(
    world: World, origin: int, season: tuple[tuple[int, float], ...]
) -> tuple[Float64, Int64]:
    """Weighted months lived through up to each month, by clock, and the clock of each sector."""
    shares = dict(season)
    by_month = np.array([12 * shares[(origin + i) % 12 + 1] for i in range(LOOK_AHEAD)])
    weights = world.multipliers("job_finding", origin, LOOK_AHEAD) * by_month
    weights, clock_of = np.unique(weights, axis=0, return_inverse=True)
    nothing = np.zeros((len(weights), 1))
    return np.concatenate([nothing, np.cumsum(weights, axis=1)], axis=1), clock_of.ravel()


def months_lasting(u: Float64, monthly_end: float, most: int) -> Int64:
    """Whole months that something lasts which ends with a monthly chance, at most so many."""
    months = np.floor(np.log1p(-u) / np.log1p(-monthly_end))
    return np.asarray(np.minimum(months, most).astype(np.int64))
