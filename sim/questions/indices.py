"""Sobol indices of groups of inputs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import sobol_indices

Float64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Indices:
    """Shares of the variance of a figure.

    Attributes:
        first: of each group by itself.
        total: of each group with all its interactions.
        error: standard error of ``total`` over the rows.
    """

    first: Float64
    total: Float64
    error: Float64


def indices(a: Float64, b: Float64, mixed: Float64) -> Indices:
    """First-order and total indices (Saltelli et al. 2010).

    Args:
        a: figure of the rows of A, a power of two.
        b: figure of the rows of B, an independent design.
        mixed: figure of the rows of AB_i, equal to A but for group i, taken from B:
            ``[groups, rows]``.
    """
    variance = float(np.concatenate([a, b]).var())
    if variance <= 0:
        nothing = np.zeros(len(mixed))
        return Indices(nothing, nothing, nothing)
    found = sobol_indices(
        func={"f_A": a[None], "f_B": b[None], "f_AB": mixed[:, None, :]}, n=len(a)
    )
    squares = (a - mixed) ** 2 / 2 / variance
    error = squares.std(axis=1, ddof=1) / np.sqrt(len(a))
    first, total = (np.ravel(part) for part in (found.first_order, found.total_order))
    return Indices(first, total, error)
