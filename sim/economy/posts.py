"""What happens to posts: lay-offs close them, quits pass them on to somebody new."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.base.dates import first_day_of, month
from sim.base.draws import uniform
from sim.economy.responses import Responses
from sim.economy.world import World
from sim.population import Partition

Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]

MOST_A_MONTH = 0.5
"""No firm loses more than half its posts in one month."""


@dataclass(frozen=True)
class Closings:
    """Posts closed by lay-offs.

    Attributes:
        first_month: month number where the horizon begins.
        rows: rows of the closed posts in the partition, ascending.
        months: month number in which each closes.
        left_on: day on which its holder leaves.
        by_firm: lay-offs by firm and month of the horizon, ``[firms, months]``.
        base_year: lay-offs of each firm in the year before the horizon.
    """

    first_month: int
    rows: npt.NDArray[np.intp]
    months: Int64
    left_on: Int64
    by_firm: Int64
    base_year: Int64


def closings(
    partition: Partition, responses: Responses, world: World, last_year: int, seed: int
) -> Closings:
    """Lay-offs from the year after the base year to a last year."""
    base = min(partition.years) - 1
    first = month(base + 1)
    hazards = _hazards(partition, responses, world, base + 1, last_year, seed)
    firm_rows = partition.firm_rows
    rows, step = _first_event(hazards, firm_rows, partition.worker_ids, "post/layoff", seed)
    months = first + step
    cell = firm_rows[rows].astype(np.int64) * hazards.shape[1] + step
    return Closings(
        first_month=first,
        rows=rows,
        months=months,
        left_on=day_in_month(months, uniform(seed, "post/day", partition.worker_ids[rows])),
        by_firm=np.bincount(cell, minlength=hazards.size).reshape(hazards.shape),
        base_year=_base_year_layoffs(partition, responses, base, seed),
    )


def departures(
    partition: Partition, responses: Responses, world: World, closed: Closings, seed: int
) -> tuple[npt.NDArray[np.intp], Int64, Int64]:
    """Holders of posts who leave against their will: rows, months, last days.

    Lay-offs, and contracts of enterprises that end without renewal; the latter posts are filled
    again and are no lay-offs. Of both, only what comes first in a post counts.
    """
    first, steps = closed.first_month, closed.by_firm.shape[1]
    monthly = 1 - (1 - responses.layoffs.ended_contracts.value) ** (1 / 12)
    by_sector = np.minimum(monthly * world.multipliers("layoffs", first, steps), MOST_A_MONTH)
    hazards = by_sector[partition.firms.sector] * partition.firms.enterprise[:, None]
    ids = partition.worker_ids
    ended, step = _first_event(hazards, partition.firm_rows, ids, "post/contract end", seed)
    days = day_in_month(first + step, uniform(seed, "post/contract end day", ids[ended]))
    rows = np.concatenate([closed.rows, ended])
    months = np.concatenate([closed.months, first + step])
    left_on = np.concatenate([closed.left_on, days])
    order = np.lexsort((months, rows))
    chosen = order[np.unique(rows[order], return_index=True)[1]]
    return rows[chosen], months[chosen], left_on[chosen]


def _first_event(
    hazards: Float64,
    firm_rows: npt.NDArray[np.int32],
    ids: npt.NDArray[np.int64],
    stream: str,
    seed: int,
) -> tuple[npt.NDArray[np.intp], Int64]:
    """Posts to which something happens, and in which month of the horizon; one draw a post."""
    happened_by = 1 - np.cumprod(1 - hazards, axis=1)
    u = uniform(seed, stream, ids)
    rows = np.flatnonzero(u < happened_by[:, -1][firm_rows])
    step = (happened_by[firm_rows[rows]] <= u[rows, None]).sum(axis=1)
    return rows, step


def _hazards(
    partition: Partition, responses: Responses, world: World, first: int, last: int, seed: int
) -> Float64:
    """Monthly chance that a post closes, ``[firms, months]``.

    A firm's yearly rate is zero or, with chance p, exponential: ``max(0, mean * log(p / (1-u)))``.
    A shock of multiplier m raises p and the mean by its root each, so that expected lay-offs rise
    m-fold, half by more firms and half by more posts a firm, and nobody is laid off less.
    """
    years = np.arange(first, last + 1)
    u = uniform(seed, "firm/layoffs", partition.firms.firm[:, None], years[None, :])
    shock = np.sqrt(world.multipliers("layoffs", month(first), 12 * len(years)))
    some = 1 - responses.layoffs.zero_share.value
    chance = np.minimum(some * shock, 1.0)
    with np.errstate(divide="ignore"):
        log_chance = np.log(chance)
    sector = partition.firms.sector
    excess = log_chance[sector] - np.repeat(np.log1p(-u), 12, axis=1)
    mean = responses.layoffs.mean_rate.value / 12 * shock
    rates = np.maximum(excess, 0.0) * mean[sector]
    return np.asarray(np.minimum(rates, MOST_A_MONTH) * partition.firms.enterprise[:, None])


def _base_year_layoffs(partition: Partition, responses: Responses, year: int, seed: int) -> Int64:
    """Lay-offs of the base year: posts that are gone, counted among as many as are left."""
    firms = partition.firms
    some, mean = 1 - responses.layoffs.zero_share.value, responses.layoffs.mean_rate.value
    u = uniform(seed, "firm/layoffs", firms.firm, np.full(len(firms), year))
    rates = np.maximum(np.log(some) - np.log1p(-u), 0.0) * mean * firms.enterprise
    gone = uniform(seed, "post/base-year layoff", partition.worker_ids) < np.repeat(
        rates, firms.staff
    )
    return np.add.reduceat(gone, partition.offsets, dtype=np.int64)


def day_in_month(months: npt.ArrayLike, u: Float64) -> Int64:
    """A day of each month, by a uniform draw."""
    months = np.asarray(months)
    first = first_day_of(months).astype(np.int64)
    return np.asarray(first + (u * (first_day_of(months + 1) - first)).astype(np.int64))


def insured_by(
    partition: Partition, rows: npt.NDArray[np.intp], months: Int64, responses: Responses, seed: int
) -> tuple[Int64, Int64]:
    """Insured months of who holds each post in a month, and months in a row.

    Posts change hands at the rate of quits. A newcomer brings a part of the months that the
    leaver had, and adds those since.
    """
    ids = partition.worker_ids[rows]
    elapsed = months - month(min(partition.years)) + 1
    monthly = 1 - (1 - responses.layoffs.quit_rate.value) ** (1 / 12)
    u = uniform(seed, "post/quit", ids)
    quit_after = np.floor(np.log1p(-u) / np.log1p(-monthly)).astype(np.int64)
    stays = quit_after >= elapsed
    before = partition.workers.insured_months[rows].astype(np.int64)
    since = np.where(stays, elapsed, elapsed - quit_after)
    brought = (before * uniform(seed, "post/newcomer", ids)).astype(np.int64)
    total = np.maximum(np.where(stays, before + elapsed, brought + since), 0)
    unbroken = uniform(seed, "post/unbroken", ids)
    share = responses.certificates.unbroken_share.value
    broken = stays & (unbroken >= share)
    row = np.where(stays, total, since)
    part = np.where(broken, (unbroken - share) / max(1 - share, 1e-9), 1.0)
    return total, np.minimum(np.ceil(row * part).astype(np.int64), total)
