"""Raking: the joint distribution nearest to a first guess that has given margins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Float64 = npt.NDArray[np.float64]

ROUNDS = 500
DECIMALS = 12


@dataclass(frozen=True)
class Margin:
    """What the joint distribution must add up to along some of its axes.

    Attributes:
        axes: the axes that are kept, in rising order.
        shares: the sums wanted over all other axes; of the shape of those axes.
    """

    axes: tuple[int, ...]
    shares: Float64


def rake(guess: Float64, margins: Sequence[Margin], tolerance: float = 1e-9) -> Float64:
    """Iterative proportional fitting (Deming & Stephan 1940) of a table of any dimension.

    The result has the margins and keeps every odds ratio of the guess; of all tables with those
    margins it has the least relative entropy to the guess, so that this is entropy balancing too.

    Args:
        guess: non-negative; only its odds ratios matter.
        margins: each with the same total; a class that is wanted must not be empty in the guess.
        tolerance: largest difference allowed between a sum and its margin.

    Returns:
        The fitted table, rounded to twelve places so that it is the same on every machine.

    Raises:
        ValueError: the margins contradict each other or the guess.
    """
    table = np.asarray(guess, np.float64) / np.sum(guess)
    for _ in range(ROUNDS):
        worst = 0.0
        for margin in margins:
            others = tuple(a for a in range(table.ndim) if a not in margin.axes)
            sums = table.sum(axis=others, keepdims=True)
            wanted = np.asarray(margin.shares, np.float64).reshape(sums.shape)
            if np.any((sums <= 0) & (wanted > 0)):
                raise ValueError("a class that is wanted is empty in the first guess")
            worst = max(worst, float(np.abs(sums - wanted).max()))
            table = table * (wanted / np.where(sums > 0, sums, 1.0))
        if worst <= tolerance:
            return np.asarray(np.round(table, DECIMALS))
    raise ValueError(f"the margins contradict each other: {worst:.2e} apart after {ROUNDS} rounds")
