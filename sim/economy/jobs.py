"""When people out of work find the next job."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.base.dates import NEVER, month
from sim.base.draws import uniform
from sim.economy.firm_years import Setting

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
    origin = month(setting.base_year, 12)
    u = uniform(setting.seed, stream, people)
    patience = np.log1p(-u) / np.log1p(-np.asarray(hazard))
    begin = np.asarray(after, np.int64) + 1 - origin
    weights = setting.world.multipliers("job_finding", origin, LOOK_AHEAD) * _season(
        setting, origin
    )
    clock = np.concatenate([np.zeros((len(weights), 1)), np.cumsum(weights, axis=1)], axis=1)
    step = np.empty(len(u), np.int64)
    sector = np.asarray(sector)
    for code in range(len(clock)):
        here = np.flatnonzero(sector == code)
        target = clock[code, np.minimum(begin[here], LOOK_AHEAD)] + patience[here]
        step[here] = np.searchsorted(clock[code], target, side="right") - 1
    return np.where(step < LOOK_AHEAD, origin + step, NEVER)


def _season(setting: Setting, origin: int) -> Float64:
    """Multipliers of the months from an origin on, one on average over a year."""
    shares = setting.responses.job_finding.by_month.shares
    months = (origin + np.arange(LOOK_AHEAD)) % 12 + 1
    return np.array([12 * shares[int(m)] for m in months])


def months_lasting(u: Float64, monthly_end: float, most: int) -> Int64:
    """Whole months that something lasts which ends with a monthly chance, at most so many."""
    months = np.floor(np.log1p(-u) / np.log1p(-monthly_end))
    return np.asarray(np.minimum(months, most).astype(np.int64))
