"""Amounts that are one number, or one for every draw: what both are settled with."""

from __future__ import annotations

from typing import Any

import numpy as np

Fen = Any
"""Fen: an int, or an int64 array with a number for every draw."""
Test = Any
"""True or false, or an array of them with one for every draw."""


def least(a: Fen, b: Fen) -> Fen:
    """The smaller amount, in each draw."""
    return min(a, b) if isinstance(a, int) and isinstance(b, int) else np.minimum(a, b)


def above(a: Fen, b: Fen) -> Fen:
    """By how much an amount exceeds another, or nothing."""
    return max(a - b, 0) if isinstance(a, int) and isinstance(b, int) else np.maximum(a - b, 0)


def some(amount: Fen) -> bool:
    """True unless the amount is nothing in every draw."""
    return bool(amount) if isinstance(amount, int) else bool(np.any(amount))


def only(amount: Fen, where: Test) -> Fen:
    """The amount where a test holds, else nothing."""
    return (amount if where else 0) if isinstance(where, bool) else np.where(where, amount, 0)


def whole(amount: Any) -> Fen:
    """Rounded to fen; halves go to the even one."""
    return round(amount) if isinstance(amount, float) else np.rint(amount).astype(np.int64)
