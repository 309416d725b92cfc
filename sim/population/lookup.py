"""Distributions as tables of 65,536 entries, read by 16 bits of a random word.

One 64-bit draw decides four facts of a person, each by one table look-up: several times faster
than evaluating quantile functions, and as fine as any figure we have.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from sim.measures.tables import Array, bit
from sim.population.figures import Codes, Curve, Profiles

ENTRIES = 1 << 16
MIDPOINTS: npt.NDArray[np.float64] = (np.arange(ENTRIES) + 0.5) / ENTRIES
"""The probability that each entry stands for."""

UInt16 = npt.NDArray[np.uint16]
T = TypeVar("T", bound=Array)


def four_fields(words: npt.NDArray[np.uint64]) -> tuple[UInt16, UInt16, UInt16, UInt16]:
    """Four independent 16-bit numbers of each 64-bit word."""
    a, b, c, d = ((words >> np.uint64(16 * k)).astype(np.uint16) for k in range(4))
    return a, b, c, d


def codes(shares: Sequence[float]) -> npt.NDArray[np.int8]:
    """Table of class codes with the given shares; rounding goes to the last class."""
    return _codes(tuple(shares))


@cache
def _codes(shares: tuple[float, ...]) -> npt.NDArray[np.int8]:
    found = np.searchsorted(np.cumsum(shares), MIDPOINTS, side="right")
    return _fixed(np.minimum(found, len(shares) - 1).astype(np.int8))


def code_table(figure: Codes) -> npt.NDArray[np.int64]:
    """Table of whole numbers with the given shares."""
    return _code_table(tuple(figure.shares.items()))


@cache
def _code_table(shares: tuple[tuple[int, float], ...]) -> npt.NDArray[np.int64]:
    numbers = np.asarray([number for number, _ in shares], np.int64)
    return _fixed(numbers[codes([share for _, share in shares])])


def curve(figure: Curve) -> npt.NDArray[np.float64]:
    """Table of a sourced quantile function."""
    return _quantiles(tuple(figure.quantiles))


@cache
def _quantiles(values: tuple[float, ...]) -> npt.NDArray[np.float64]:
    return _fixed(np.interp(MIDPOINTS, np.linspace(0, 1, len(values)), values))


def lognormal_factors(sigma: float) -> npt.NDArray[np.float64]:
    """Table of lognormal factors with mean one, to six places.

    Rounding hides the last bit of ``exp``, which differs between processors.
    """
    factors = np.exp(sigma * ndtri(MIDPOINTS))
    return np.asarray(np.round(factors / factors.mean(), 6))


def group_bits(figure: Profiles) -> npt.NDArray[np.uint16]:
    """Table of group bit masks with the shares of the profiles."""
    masks = [bit(*p.groups) for p in figure.profiles]
    shares = [p.share for p in figure.profiles]
    chosen = codes([*shares, max(0.0, 1 - sum(shares))])
    return np.asarray([*masks, 0], np.uint16)[chosen]


def _fixed(table: T) -> T:
    """The same table, read-only: it is shared by all who ask for it."""
    table.flags.writeable = False
    return table


def thresholds(probability: npt.ArrayLike) -> Array:
    """Numbers of entries that count as success: ``field < threshold`` (int32)."""
    return np.asarray(np.rint(np.clip(probability, 0, 1) * ENTRIES), np.int32)
