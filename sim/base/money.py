"""Money is int64 fen. Shares are exact fractions; rounding is half up, once, on integers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from sim.base.errors import say

Int64 = npt.NDArray[np.int64]
FEN_PER_YUAN = 100


def fen(yuan: str | Decimal | float) -> int:
    """Fen of an amount in yuan; amounts finer than a fen are refused."""
    try:
        exact = Decimal(str(yuan)) * FEN_PER_YUAN
    except InvalidOperation as error:
        raise ValueError(_no_amount(yuan)) from error
    if not exact.is_finite():
        raise ValueError(_no_amount(yuan))
    if exact != exact.to_integral_value():
        raise ValueError(say("{yuan} yuan is finer than a fen", "{yuan} 元细于一分", yuan=yuan))
    return int(exact)


def _no_amount(text: object) -> str:
    return say("'{text}' is not an amount of yuan", "“{text}”不是金额（元）", text=text)


def fraction(value: str | Decimal | float) -> Fraction:
    """An exact share from a YAML number or a text such as ``2/3``."""
    try:
        return Fraction(str(value).replace(" ", ""))
    except (ValueError, ZeroDivisionError) as error:
        msg = say(
            "'{text}' is not a number (a share may be written 0.5 or 2/3)",
            "“{text}”不是数字（比例可写作 0.5 或 2/3）",
            text=value,
        )
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
