"""Which firms train apprentices, and which employ disabled workers in concentration."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.base.draws import bits
from sim.measures.tables import Bool
from sim.population.columns import SECTORS
from sim.population.targets import Targets

Int64 = npt.NDArray[np.int64]

INDUSTRY = np.isin(SECTORS, ("mining", "manufacturing", "construction", "transport"))
"""Sectors whose firms train apprentices first."""


def apprentice_places(
    targets: Targets, seed: int, size: float, staff: Int64, sector: Int64, enterprise: Bool
) -> Int64:
    """Apprentices that each firm takes on a year: some larger firms, industry first.

    They add up to the place's target as far as a quarter of each firm's staff allows.
    """
    sizes = targets.common.sizes
    wanted = max(1, round(targets.place.apprentices.value * size))
    count = max(1, round(wanted / sizes.apprentices_per_firm.value))
    large = enterprise & (staff >= sizes.apprentice_firm_staff.value)
    rank = np.select([large & INDUSTRY[sector], large, enterprise], [0, 1, 2], 3)
    order = np.lexsort((bits(seed, "firm/apprentices", np.arange(len(staff))), rank))
    chosen = order[:count]
    most = np.maximum(staff[chosen] // 4, 1)
    # The same number each, as far as they have the staff; the largest take what is left.
    even = np.minimum(-(-wanted // len(chosen)), most)
    left = wanted - int(even.sum())
    largest = int(np.argmax(most))
    even[largest] = min(max(int(even[largest]) + left, 1), int(most[largest]))
    places = np.zeros(len(staff), np.int64)
    places[chosen] = even
    return places


def welfare_firms(targets: Targets, seed: int, size: float, staff: Int64, enterprise: Bool) -> Bool:
    """Firms in which disabled workers are concentrated: as many as the target says."""
    wanted = targets.place.welfare_firms.value
    count = max(1, round(wanted * size)) if wanted else 0
    medium = enterprise & (staff >= targets.common.sizes.welfare_firm_staff.value) & (staff < 300)
    rank = np.select([medium, enterprise], [0, 1], 2)
    order = np.lexsort((bits(seed, "firm/welfare", np.arange(len(staff))), rank))
    welfare = np.zeros(len(staff), np.bool_)
    welfare[order[:count]] = True
    return welfare
