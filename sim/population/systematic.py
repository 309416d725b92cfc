"""Systematic draws: whole agents that meet shares within rounding, who it is left to chance.

Agents are lined up stratum by stratum, in random order inside each (a counter-based draw by
agent), and chances are added up along the line: whoever takes the sum past the next half is
chosen. Every stretch of the line then holds as many as its chances add up to, give or take one,
and each agent is chosen with its own chance. Nothing depends on partitions or processes.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.base.draws import bits
from sim.measures.tables import Bool
from sim.population.lookup import ENTRIES

Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]


def lined_up(
    seed: int, stream: str, ids: npt.NDArray[np.integer], strata: npt.NDArray[np.integer]
) -> Int64:
    """Positions of the agents, stratum by stratum and in random order inside each.

    Args:
        seed: of the draw.
        stream: names the draw; each name is independent.
        ids: of the agents.
        strata: of each agent, 0 to 32,767.
    """
    order = np.argsort(bits(seed, stream, ids))
    by_stratum = np.argsort(np.asarray(strata, np.int16)[order], kind="stable")
    return np.asarray(order[by_stratum])


def chosen(chances: Float64, order: Int64) -> Bool:
    """Who is chosen, each with its own chance (at most 1), systematically along the line."""
    line = np.cumsum(chances[order])
    before = np.concatenate([[0.0], line[:-1]])
    taken = np.zeros(len(chances), np.bool_)
    taken[order] = np.floor(line + 0.5) > np.floor(before + 0.5)
    return taken


def choose(weights: npt.ArrayLike, count: int, order: Int64) -> Bool:
    """Exactly so many agents, with chances in proportion to their weights.

    Args:
        weights: of each agent, not negative; equal where all are zero.
        count: how many; at most all.
        order: positions of the agents that may be chosen, as :func:`lined_up` gives them.
    """
    weights = np.asarray(weights, np.float64)
    chances = np.zeros(len(weights))
    count = min(count, len(order))
    if count:
        here = weights[order]
        chances[order] = _inclusion(here if here.any() else np.ones(len(here)), count)
    return chosen(chances, order)


def _inclusion(weights: Float64, count: int) -> Float64:
    """Chances in proportion to weights, none above 1, that add up to the count."""
    weights = weights / weights.max()
    sure = np.zeros(len(weights), np.bool_)
    while True:
        rest = np.where(sure, 0.0, weights)
        total = float(rest.sum())
        left = count - int(sure.sum())
        if total <= 1e-9:
            # Those with weight do not suffice: the others share what is left.
            spare = ~sure
            return np.where(sure, 1.0, left / max(int(spare.sum()), 1) * spare)
        chances = np.round(rest * (left / total), 12)
        above = chances > 1
        if not above.any():
            return np.where(sure, 1.0, chances)
        sure |= above


def classes(shares: Float64, cells: npt.NDArray[np.integer], order: Int64) -> Int64:
    """A class for each agent, by the shares of its cell, met within one in each cell.

    Args:
        shares: one row a cell, one column a class.
        cells: row of each agent; the line should run cell by cell.
        order: every agent, as :func:`lined_up` gives them.
    """
    found = np.full(len(cells), shares.shape[1] - 1, np.int64)
    left = order
    for k in range(shares.shape[1] - 1):
        rest = shares[:, k:].sum(axis=1)
        part = np.round(shares[:, k] / np.where(rest > 0, rest, 1.0), 12)
        chances = part[cells]
        taken = chosen(chances, left)
        found[taken] = k
        left = left[~taken[left]]
    return found


def spread(
    seed: int, stream: str, ids: npt.NDArray[np.integer], strata: npt.NDArray[np.integer]
) -> Int64:
    """16-bit numbers that lie evenly in each stratum, in random order.

    The n members of a stratum get the middles of n equal parts of the range, so that the mean of
    what is read with them hardly depends on luck.
    """
    order = lined_up(seed, stream, ids, strata)
    sorted_strata = np.asarray(strata)[order]
    first = np.flatnonzero(np.diff(sorted_strata, prepend=-1))
    counts = np.diff(np.append(first, len(order)))
    rank = np.arange(len(order)) - np.repeat(first, counts)
    number = np.empty(len(order), np.int64)
    number[order] = (2 * rank + 1) * ENTRIES // (2 * np.repeat(counts, counts))
    return number
