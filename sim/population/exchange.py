"""Exchanging firms between classes until their staff adds up to what was wanted.

A draw by whole firms misses its shares by up to half a firm at each cut. The exchange moves one
firm, or swaps two, whenever that brings two classes nearer to their quotas, the best exchange
first; few firms change, so that the ties of size with sector and owner stay as drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

import numpy as np
import numpy.typing as npt

Int64 = npt.NDArray[np.int64]

MOST = 400
LARGE = 100


@dataclass(frozen=True)
class _Exchange:
    """Firms of size ``out`` go from class a to b and, if ``back``, one of that size returns."""

    gain: int
    a: int
    b: int
    out: int
    back: int


def quotas(shares: npt.ArrayLike, total: int) -> Int64:
    """Whole persons for each class, by largest remainders."""
    exact = np.asarray(shares, np.float64) * total / max(float(np.sum(shares)), 1e-12)
    whole = np.floor(np.round(exact, 9)).astype(np.int64)
    order = np.argsort(whole - np.round(exact, 9), kind="stable")
    whole[order[: total - int(whole.sum())]] += 1
    return whole


def settle(staff: Int64, found: Int64, wanted: Int64, tie: npt.NDArray[np.uint64]) -> Int64:
    """Classes of firms after the exchange.

    Args:
        staff: of each firm.
        found: class of each firm as drawn.
        wanted: staff of each class; adds up to all staff.
        tie: decides between firms of the same size and class (a draw by firm).
    """
    starts = (found, _large_first(staff, found, wanted))
    ends = [_exchanged(staff, start, wanted, tie) for start in starts]
    missed = [int((_over(staff, end, wanted) ** 2).sum()) for end in ends]
    return ends[int(np.argmin(missed))]


def _over(staff: Int64, classes: Int64, wanted: Int64) -> Int64:
    return np.bincount(classes, staff, len(wanted)).astype(np.int64) - wanted


def _exchanged(staff: Int64, start: Int64, wanted: Int64, tie: npt.NDArray[np.uint64]) -> Int64:
    classes = start.copy()
    for _ in range(MOST):
        over = _over(staff, classes, wanted)
        best = max(_exchanges(staff, classes, over), key=lambda e: e.gain, default=None)
        if best is None or best.gain <= 0:
            break
        # Both are found before either moves, lest a firm be sent straight back.
        there = _one(staff, classes, tie, best.a, best.out)
        returns = _one(staff, classes, tie, best.b, best.back) if best.back else None
        classes[there] = best.b
        if returns is not None:
            classes[returns] = best.a
    return classes


def _large_first(staff: Int64, found: Int64, wanted: Int64) -> Int64:
    """Firms of more than 1 % of all staff leave a class that has no room for them.

    The largest first, to the class with most room: no exchange of single firms could mend that.
    """
    classes, room = found.copy(), wanted.copy()
    large = np.flatnonzero(staff * LARGE > int(wanted.sum()))
    for row in large[np.argsort(-staff[large], kind="stable")].tolist():
        if staff[row] > room[classes[row]]:
            classes[row] = int(np.argmax(room))
        room[classes[row]] -= staff[row]
    return classes


def _exchanges(staff: Int64, classes: Int64, over: Int64) -> Iterator[_Exchange]:
    """The best move or swap between each two classes: it lessens the sum of squared misses."""
    sizes = [np.unique(staff[classes == k]) for k in range(len(over))]
    for a, b in permutations(range(len(over)), 2):
        apart = int(over[a] - over[b])
        if apart <= 1 or not len(sizes[a]):
            continue
        back = np.concatenate([[0], sizes[b]])
        # For each firm that could go, the size that would best return for it: half way.
        at = np.searchsorted(back, sizes[a] - apart // 2)
        for k in (np.clip(at, 0, len(back) - 1), np.clip(at - 1, 0, len(back) - 1)):
            net = sizes[a] - back[k]
            gain = 2 * net * (apart - net)
            i = int(np.argmax(gain))
            yield _Exchange(int(gain[i]), a, b, int(sizes[a][i]), int(back[k[i]]))


def _one(staff: Int64, classes: Int64, tie: npt.NDArray[np.uint64], of: int, size: int) -> int:
    rows = np.flatnonzero((classes == of) & (staff == size))
    return int(rows[np.argmin(tie[rows])])
