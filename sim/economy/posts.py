"""What happens to posts: lay-offs and closing firms end them, quits pass them on."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from sim.base.dates import NEVER, first_day_of, month
from sim.base.draws import uniform
from sim.economy.labour import (
    MOST_A_MONTH,
    Dismissals,
    Exits,
    Surplus,
    dismissals,
    exits,
    first_event,
)
from sim.economy.plan import NOTHING, Plan
from sim.economy.responses import Responses
from sim.economy.world import World
from sim.population import Partition

Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]
T = TypeVar("T")


@dataclass(frozen=True)
class Closings:
    """Posts closed by lay-offs and by firms that close.

    Attributes:
        first_month: month number where the horizon begins.
        rows: rows of the closed posts in the partition, ascending.
        months: month number in which each closes.
        left_on: day on which its holder leaves.
        by_firm: posts closed by firm and month of the horizon, ``[firms, months]``.
        base_year: lay-offs of each firm in the year before the horizon.
    """

    first_month: int
    rows: npt.NDArray[np.intp]
    months: Int64
    left_on: Int64
    by_firm: Int64
    base_year: Int64


@dataclass(frozen=True)
class Intentions:
    """What firms would do without money: dismiss posts, close.

    Attributes:
        surplus: the years of the horizon.
        dismissals: posts they would dismiss.
        exits: firm-years in which they would close.
        base_year: lay-offs of each firm in the year before the horizon.
        reckons: firms that reckon with money when they decide on dismissals.
        known: what :meth:`kept` has computed, for all arms.
    """

    surplus: Surplus
    dismissals: Dismissals
    exits: Exits
    base_year: Int64
    reckons: npt.NDArray[np.bool_]
    known: dict[Hashable, Any] = field(init=False, default_factory=dict, compare=False, repr=False)

    def kept(self, what: Hashable, compute: Callable[[], T]) -> T:
        """What follows whatever money changes, computed once."""
        if what not in self.known:
            self.known[what] = compute()
        found: T = self.known[what]
        return found


def intentions(surplus: Surplus) -> Intentions:
    """What firms would do without money, in the horizon and in the year before it."""
    before = replace(surplus, years=(surplus.years[0] - 1,), stream="post/base-year layoff")
    gone = dismissals(before, before.slumps()).firm
    slumps = surplus.slumps()
    return Intentions(
        surplus=surplus,
        dismissals=dismissals(surplus, slumps),
        exits=exits(surplus, slumps),
        base_year=np.bincount(gone, minlength=len(surplus.partition.firms)),
        reckons=surplus.reckons(),
    )


def closings(would: Intentions, plan: Plan = NOTHING) -> Closings:
    """The posts that close in the horizon: what firms would do, less what a plan prevents."""
    if plan.empty:
        return would.kept("closings", lambda: _closings(would, NOTHING))
    return _closings(would, plan)


def _closings(would: Intentions, plan: Plan) -> Closings:
    surplus, partition = would.surplus, would.surplus.partition
    firms, months = len(partition.firms), 12 * len(surplus.years)
    closed = closing_months(would, plan)
    rows = np.flatnonzero(closed < surplus.first_month + months)
    chosen = closed[rows]
    cell = partition.firm_rows[rows].astype(np.int64) * months + chosen - surplus.first_month
    ids = partition.worker_ids[rows]
    return Closings(
        first_month=surplus.first_month,
        rows=rows,
        months=chosen,
        left_on=day_in_month(chosen, uniform(surplus.seed, "post/day", ids)),
        by_firm=np.bincount(cell, minlength=firms * months).reshape(firms, months),
        base_year=would.base_year,
    )


def closing_months(would: Intentions, plan: Plan) -> Int64:
    """Month in which each post closes; the one after the horizon where it does not."""
    surplus, partition = would.surplus, would.surplus.partition
    after = surplus.first_month + 12 * len(surplus.years)
    planned = np.full(len(partition.workers), after, np.int64)
    planned[would.dismissals.rows] = kept_until(would, plan, after)
    return np.minimum(planned, last_months(would, plan)[partition.firm_rows])


def last_months(would: Intentions, plan: Plan) -> Int64:
    """Month in which each firm closes; beyond every horizon if it does not."""
    last = np.full(len(would.surplus.partition.firms), NEVER, np.int64)
    left = ~plan.spared_of(len(would.exits))
    np.minimum.at(last, would.exits.firm[left], would.exits.months[left])
    return last


def kept_until(would: Intentions, plan: Plan, after: int) -> Int64:
    """Month in which each post to be dismissed closes: at once, after the slump, or not at all."""
    found, surplus = would.dismissals, would.surplus
    ids = surplus.partition.worker_ids[found.rows]
    needed = uniform(surplus.seed, "post/needed after", ids)
    stays = needed < surplus.responses.labour.stays_after.value
    later = np.where(stays, after, np.minimum(found.months + found.slump, after))
    return np.where(plan.kept_of(len(found)), later, found.months)


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
    ended, step = first_event(hazards, partition.firm_rows, ids, "post/contract end", seed)
    days = day_in_month(first + step, uniform(seed, "post/contract end day", ids[ended]))
    rows = np.concatenate([closed.rows, ended])
    months = np.concatenate([closed.months, first + step])
    left_on = np.concatenate([closed.left_on, days])
    order = np.lexsort((months, rows))
    chosen = order[np.unique(rows[order], return_index=True)[1]]
    return rows[chosen], months[chosen], left_on[chosen]


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
