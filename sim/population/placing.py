"""Where people and institutions belong in a partition."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.base.draws import uniform
from sim.population.columns import Firms
from sim.population.systematic import spread

__all__ = ["places", "spread"]


def places(seed: int, stream: str, firms: Firms, count: int) -> npt.NDArray[np.int32]:
    """A unit for each of so many newcomers, by its staff (int32 firm ids)."""
    u = uniform(seed, stream, np.arange(count))
    post = (u * int(firms.staff.sum())).astype(np.int64)
    unit = np.searchsorted(firms.first_worker, post, side="right") - 1
    return np.asarray(unit, np.int32)
