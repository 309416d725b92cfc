"""What both sides must agree on: by clause, fen and heads by month and the funnel by year."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Totals:
    """Sums of one clause.

    Attributes:
        outlay: fen by month of the horizon.
        heads: payees by month of the horizon.
        funnel: occasions, eligible, paid and persons covered, ``[4, 1 + years]``.
    """

    outlay: Int64
    heads: Int64
    funnel: Int64


ByClause = Mapping[str, Totals]


def hash_of(totals: ByClause, *more: Int64) -> str:
    """Short hash of all totals, exact to the fen."""
    digest = hashlib.sha256()
    for clause in sorted(totals):
        digest.update(clause.encode())
        for part in (totals[clause].outlay, totals[clause].heads, totals[clause].funnel):
            digest.update(np.ascontiguousarray(part, np.int64).tobytes())
    for extra in more:
        digest.update(np.ascontiguousarray(extra, np.int64).tobytes())
    return digest.hexdigest()[:12]


def differences(ours: ByClause, theirs: ByClause) -> list[str]:
    """Where two sets of totals differ, in words."""
    found = [f"{c} is on one side only" for c in sorted(set(ours) ^ set(theirs))]
    for clause in sorted(set(ours) & set(theirs)):
        for part in ("outlay", "heads", "funnel"):
            a, b = getattr(ours[clause], part), getattr(theirs[clause], part)
            if not np.array_equal(a, b):
                found.append(f"{clause} {part}: {int(a.sum()):,} against {int(b.sum()):,}")
    return found
