"""Where people and institutions belong in a partition, and draws that leave little to luck."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.base.draws import bits, uniform
from sim.population import lookup
from sim.population.columns import Firms

Int64 = npt.NDArray[np.int64]


def places(seed: int, stream: str, firms: Firms, count: int) -> npt.NDArray[np.int32]:
    """A unit for each of so many newcomers, by its staff (int32 firm ids)."""
    u = uniform(seed, stream, np.arange(count))
    post = (u * int(firms.staff.sum())).astype(np.int64)
    unit = np.searchsorted(firms.first_worker, post, side="right") - 1
    return np.asarray(unit, np.int32)


def spread(seed: int, stream: str, ids: Int64, group: npt.NDArray[np.integer]) -> Int64:
    """16-bit numbers that lie evenly in each group, in random order.

    The n members of a group get the middles of n equal parts of the range, so that the mean of
    what is read with them hardly depends on luck.
    """
    key = bits(seed, stream, ids)
    order = np.lexsort((key, group))
    _, first, counts = np.unique(group[order], return_index=True, return_counts=True)
    rank = np.empty(len(ids), np.int64)
    rank[order] = np.arange(len(ids)) - np.repeat(first, counts)
    number = np.empty(len(ids), np.int64)
    number[order] = np.repeat(counts, counts)
    return np.asarray((2 * rank + 1) * lookup.ENTRIES // (2 * np.maximum(number, 1)))
