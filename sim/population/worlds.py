"""Populations by name: those of world 0 from disk, those of other worlds from memory."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from sim.population import store
from sim.population.columns import Population, arrays
from sim.population.synthesis import draw as drawn
from sim.population.targets import targets_of

KEPT = 5
"""Populations of other worlds that are remembered: one world of the five places."""


def load(
    jurisdiction: str,
    size: float = 1.0,
    seed: int = 2019,
    folder: Path | None = None,
    draw: int = 0,
) -> Population:
    """The population of a place, from disk where it was drawn before.

    Args:
        jurisdiction: a name of :func:`sim.population.jurisdictions`.
        size: share of full size, more than 1 for benchmarks.
        seed: seed of the draw.
        folder: where populations are kept; ``WENGANG_CACHE`` or the user's cache folder if absent.
        draw: number of the world its targets are taken from; 0 has the central values. Only
            that one is kept on disk, the last few of the others in memory.
    """
    if draw:
        return _of_world(jurisdiction, float(size), seed, draw)
    return store.load(jurisdiction, size, seed, folder)


@lru_cache(maxsize=KEPT)
def _of_world(jurisdiction: str, size: float, seed: int, draw: int) -> Population:
    population = drawn(targets_of(jurisdiction, draw=draw), seed, size)
    for table in population.tables().values():
        for column in arrays(table).values():
            column.flags.writeable = False
    return population
