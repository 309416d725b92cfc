"""Who gains, as sums over all years, of one place or of several."""

from __future__ import annotations

from collections.abc import Sequence

from sim.engine.gains import DIMENSIONS, in_order
from sim.engine.gains import Gains as Yearly

Gains = dict[str, dict[str, tuple[int, int]]]
"""Claims paid and fen over all years, by dimension and category."""


def gains_of(yearly: Yearly, tiers: Sequence[str]) -> Gains:
    """The gains of a place over all years; districts by the ids of its tiers."""
    found: Gains = {dimension: {} for dimension in DIMENSIONS}
    for (dimension, category), sums in in_order(yearly, tiers):
        heads, fen = sums.sum(axis=1).tolist()
        found[dimension][category] = heads, fen
    return found


def added(every: Sequence[Gains]) -> Gains:
    """Who gains in several places; districts, which are each place's own, only in a single one."""
    found: Gains = {dimension: {} for dimension in DIMENSIONS}
    for gains in every:
        for dimension, sums in gains.items():
            if dimension != "district" or len(every) == 1:
                for category, (heads, fen) in sums.items():
                    known = found[dimension].get(category, (0, 0))
                    found[dimension][category] = known[0] + heads, known[1] + fen
    return found
