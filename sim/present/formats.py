"""Numbers as a reader of each language writes them: 万元 and 亿元, or yuan and million yuan."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

FEN = 100
MINUS = "\u2212"
NOTHING = "–"
LONGEST_NAME = 40
"""Letters of a scenario's name in the foot of a page or a chart."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class MoneyUnit:
    """How a table or chart writes money.

    Attributes:
        name: the unit as printed.
        fen: fen in one unit.
        decimals: digits after the point.
    """

    name: str
    fen: int
    decimals: int

    def of(self, fen: float) -> float:
        """An amount in this unit."""
        return fen / self.fen

    def text(self, fen: float, *, signed: bool = False) -> str:
        """An amount in this unit, without the unit's name."""
        return number(fen / self.fen, self.decimals, signed=signed)


def number(value: float, decimals: int = 0, *, signed: bool = False) -> str:
    """Thousands separators, a real minus sign; a dash for zero, ``<0.1`` for what rounds to it.

    A change that rounds to zero is ``≈0``: its sign would say more than is known.
    """
    if value == 0:
        return NOTHING
    smallest = 10.0**-decimals
    if abs(value) < smallest / 2:
        return "≈0" if signed or value < 0 else f"<{smallest:.{decimals}f}"
    text = f"{abs(value):,.{decimals}f}"
    sign = MINUS if value < 0 else ("+" if signed else "")
    return sign + text


def _three(value: float) -> float:
    if not value:
        return 0.0
    return round(value, 2 - math.floor(math.log10(abs(value))))


def shortened(text: str, most: int) -> str:
    """A long name by its beginning and its end."""
    if len(text) <= most:
        return text
    end = most // 4
    return f"{text[: most - end - 1]}…{text[-end:]}"


@dataclass(frozen=True)
class Formats:
    """Number formats of one language."""

    language: str

    @property
    def chinese(self) -> bool:
        """True where Chinese is written."""
        return self.language == "zh"

    def money_unit(self, largest_fen: float) -> MoneyUnit:
        """The unit for a table whose largest amount is given."""
        largest = abs(largest_fen) / FEN
        if self.chinese:
            if largest >= 1e10:
                return MoneyUnit("亿元", 100_000_000 * FEN, 2)
            return MoneyUnit("万元", 10_000 * FEN, 1 if largest >= 1e5 else 2)
        if largest >= 1e6:
            return MoneyUnit("million yuan", 1_000_000 * FEN, 2 if largest >= 1e7 else 3)
        return MoneyUnit("yuan", FEN, 0)

    @property
    def filed(self) -> MoneyUnit:
        """The one unit of tables that are filed, fine enough for 100 yuan."""
        if self.chinese:
            return MoneyUnit("万元", 10_000 * FEN, 2)
        return MoneyUnit("million yuan", 1_000_000 * FEN, 4)

    def money(self, fen: float, *, signed: bool = False) -> str:
        """An amount in running text, in the unit that reads best."""
        yuan = abs(fen) / FEN
        zh, en = self._steps(yuan)
        factor, decimals, unit = zh if self.chinese else en
        if fen == 0:
            return f"0{unit}" if self.chinese else f"0 {unit}"
        text = number(fen / FEN / factor, decimals, signed=signed)
        return text + unit if self.chinese else f"{text} {unit}"

    def alike(self, *fen: float, signed: bool = False) -> list[str]:
        """Amounts that a sentence compares, all in one unit, so that they can be checked."""
        factor, decimals, unit = self._shared([abs(x) / FEN for x in fen if x] or [0.0])
        gap = "" if self.chinese else " "
        texts = (number(x / FEN / factor, decimals, signed=signed) if x else "0" for x in fen)
        return [f"{text}{gap}{unit}" for text in texts]

    def _shared(self, yuan: Sequence[float]) -> tuple[float, int, str]:
        """The unit, and digits after the point, in which several amounts can be compared."""
        least, most = min(yuan), max(yuan)
        low, high = (self._steps(x)[not self.chinese] for x in (least, most))
        factor, decimals, unit = high[0], max(low[1], high[1]), high[2]
        if low[0] < high[0]:
            factor, unit = (1e4, "万元") if self.chinese else (1e6, "million yuan")
            decimals = 0 if self.chinese and most >= 1e7 else 1
        while decimals < 3 and least / factor < 0.5 * 10.0**-decimals:
            decimals += 1
        return factor, decimals, unit

    @staticmethod
    def _steps(yuan: float) -> tuple[tuple[float, int, str], tuple[float, int, str]]:
        if yuan >= 1e8:
            zh = (1e8, 2, "亿元")
        elif yuan >= 1e4:
            zh = (1e4, 0 if yuan >= 1e7 else 1, "万元")
        else:
            zh = (1.0, 0, "元")
        if yuan >= 1e9:
            return zh, (1e9, 2, "billion yuan")
        if yuan >= 1e6:
            return zh, (1e6, 1, "million yuan")
        return zh, (1.0, 0, "yuan")

    def rough(self, fen: float) -> str:
        """An amount that is only roughly known: three significant digits."""
        return self.money(_three(fen))

    def span(self, low: str, high: str) -> str:
        """From one end to the other; a dash would not be told from a minus sign."""
        if MINUS in low + high:
            return f"{low} 至 {high}" if self.chinese else f"{low} to {high}"
        return f"{low}–{high}"

    def jobs_span(self, low: float, high: float) -> str:
        """Jobs from one end of an interval to the other."""
        return self.span(self.jobs(low), self.jobs(high))

    def rough_span(self, low: float, high: float) -> str:
        """Two roughly known amounts, the unit once; the high end may be infinite."""
        if math.isinf(high):
            return f"≥ {self.rough(low)}"
        last, (zh, en) = self.rough(high), self._steps(_three(high) / FEN)
        factor, decimals, _ = zh if self.chinese else en
        return self.span(number(_three(low) / FEN / factor, decimals), last)

    def inline(self, text: str) -> str:
        """A glossary word in the middle of a sentence: no capital, except for abbreviations."""
        if self.chinese or text[1:2].isupper():
            return text
        return text[:1].lower() + text[1:]

    @staticmethod
    def capital(text: str) -> str:
        """A text at the start of a line."""
        return text[:1].upper() + text[1:]

    def count(self, value: float) -> str:
        """A head count."""
        return number(round(value)) if value else "0"

    def jobs(self, value: float) -> str:
        """Jobs: one decimal while they are few."""
        return "0" if value == 0 else number(value, 0 if abs(value) >= 100 else 1)

    def percent(self, part: float, whole: float, decimals: int = 0) -> str:
        """A share in per cent; a dash where there is no whole."""
        if not whole:
            return NOTHING
        text = number(100 * part / whole, decimals)
        return "0%" if text == NOTHING else text + "%"

    def signed_percent(self, part: float, whole: float) -> str:
        """A relative change in per cent."""
        return number(100 * part / whole, 1, signed=True) + "%" if whole else NOTHING

    def share(self, text: str) -> str:
        """A share as the law writes it (``0.5``, ``2/3``) in per cent."""
        exact = Fraction(text.replace(" ", ""))
        per_cent = float(exact * 100)
        shown = f"{per_cent:.4f}".rstrip("0").rstrip(".") if "/" not in text else f"{per_cent:.1f}"
        return f"{text} ({shown}%)" if "/" in text else f"{shown}%"

    def month(self, label: str) -> str:
        """``2019-03`` as 2019年3月 or Mar 2019."""
        year, month = label.split("-")
        return f"{year}年{int(month)}月" if self.chinese else f"{_MONTHS[int(month) - 1]} {year}"

    def years(self, years: Sequence[int]) -> str:
        """First and last year."""
        first, last = min(years), max(years)
        span = str(first) if first == last else f"{first}–{last}"
        return span + "年" if self.chinese else span

    def enumerate(self, items: Sequence[str]) -> str:
        """Items in a row, as a sentence lists them."""
        if self.chinese or len(items) < 2:
            return "、".join(items) if self.chinese else "".join(items)
        return ", ".join(items[:-1]) + " and " + items[-1]

    def list(self, items: Sequence[str]) -> str:
        """Items in a row, each of several words."""
        return ("；" if self.chinese else "; ").join(items)
