"""Money is int64 fen. Shares are exact fractions; rounding is half up, once, on integers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

import numpy as np
import numpy.typing as npt

Int64 = npt.NDArray[np.int64]
FEN_PER_YUAN = 100


def fen(yuan: str | Decimal | float) -> int:
    """Fen of an amount in yuan; amounts finer than a fen are refused."""
    try:
        exact = Decimal(str(yuan)) * FEN_PER_YUAN
    except InvalidOperation as error:
        msg = f"'{yuan}' is not an amount of yuan"
        raise ValueError(msg) from error
    if not exact.is_finite():
        msg = f"'{yuan}' is not an amount of yuan"
        raise ValueError(msg)
    if exact != exact.to_integral_value():
        msg = f"{yuan} yuan is finer than a fen"
        raise ValueError(msg)
    return int(exact)


def fraction(value: str | Decimal | float) -> Fraction:
    """An exact share from a YAML number or a text such as ``2/3``."""
    try:
        return Fraction(str(value).replace(" ", ""))
    except (ValueError, ZeroDivisionError) as error:
        msg = f"'{value}' is not a number (a share may be written 0.5 or 2/3)"
        raise ValueError(msg) from error


def divide_half_up(numerator: npt.ArrayLike, denominator: int) -> Int64:
    """Integer division of non-negative numbers, halves rounded up."""
    numerator = np.asarray(numerator, dtype=np.int64)
    return (2 * numerator + denominator) // (2 * denominator)


@dataclass(frozen=True, slots=True)
class Share:
    """Exact shares ``numerator / denominator``; the numerator may be one number or one a row."""

    numerator: npt.NDArray[np.int64] | np.int64 | int
    denominator: int

    def of(self, amount: npt.ArrayLike) -> Int64:
        """The share of each amount, rounded half up to the fen (int64)."""
        # Twice numerator over twice denominator keeps odd denominators exact at the half.
        amount = np.asarray(amount, dtype=np.int64)
        if isinstance(self.numerator, int) and self.numerator == self.denominator:
            return amount
        doubled = amount * (2 * self.numerator) + self.denominator
        return np.asarray(doubled // (2 * self.denominator), dtype=np.int64)

    def exceeds(self, part: npt.ArrayLike, whole: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        """True where ``part / whole`` lies strictly below this share (exact, in integers)."""
        part = np.asarray(part, dtype=np.int64)
        whole = np.asarray(whole, dtype=np.int64)
        return np.asarray(part * self.denominator < self.numerator * whole)

    def __add__(self, other: Share) -> Share:
        return Share(
            self.numerator * other.denominator + other.numerator * self.denominator,
            self.denominator * other.denominator,
        )
