"""Cells of a planner's file as the integers that columns store, and which of them were given."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.base.dates import NEVER, date_of, day, month
from sim.base.errors import Said, did_you_mean, say
from sim.base.money import FEN_PER_YUAN, fen
from sim.measures.tables import Bool
from sim.population.own_read import Cells, Findings, Sheet
from sim.population.own_schema import OwnColumn, OwnTable
from sim.population.own_words import NEVER_WORDS, NONE_WORDS, Word, spellings

Int64 = npt.NDArray[np.int64]
EARLIEST = day("1900-01-01")
EXACT = 10**15
"""Whole numbers from here on lose digits in a spreadsheet."""


@dataclass(frozen=True)
class Limits:
    """What the place and the run say about a file.

    Attributes:
        base_end: last day of the base year.
        last: last day for which newcomers are drawn.
        districts: minimum-wage districts of the place.
    """

    base_end: int
    last: int
    districts: tuple[str, ...]

    def fitted(self, column: OwnColumn) -> OwnColumn:
        """The column with the words of this place."""
        if column.name != "district":
            return column
        words = tuple(Word(i, name, name) for i, name in enumerate(self.districts))
        return replace(column, kind="words", words=words)


@dataclass(frozen=True)
class Given:
    """A planner's table as numbers.

    Attributes:
        table: what it is.
        file, sha256, rows, ignored: as in the sheet.
        values: columns by their names in the population (days, months, fen, codes).
        given: where each of them was given; elsewhere the value means nothing.
        ids: columns of ids as text by their English names; empty where not given.
    """

    table: OwnTable
    file: str
    sha256: str
    rows: Int64
    ignored: tuple[str, ...]
    values: dict[str, Int64] = field(repr=False)
    given: dict[str, Bool] = field(repr=False)
    ids: dict[str, npt.NDArray[np.object_]] = field(repr=False)
    headers: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def has(self, target: str) -> Bool:
        """Where a column of the population was given."""
        return self.given.get(target, np.zeros(len(self), np.bool_))

    def value(self, target: str) -> Int64:
        """A column of the population; 0 where not given."""
        return self.values.get(target, np.zeros(len(self), np.int64))

    def header(self, target: str) -> str:
        """The header of a column as the file writes it."""
        column = self.table.column(target)
        name = column.name if column else target
        return self.headers.get(name, name)


def parse(sheet: Sheet, limits: Limits, findings: Findings) -> Given:
    """The numbers of a sheet; what cannot be read goes to the findings."""
    values: dict[str, Int64] = {}
    given: dict[str, Bool] = {}
    ids: dict[str, npt.NDArray[np.object_]] = {}
    for column in sheet.table.columns:
        if column.name not in sheet.cells:
            continue
        cells = sheet.cells[column.name]
        if column.kind == "id":
            ids[column.name] = _ids(sheet, column, cells, findings)
        else:
            found, has = _numbers(sheet, limits.fitted(column), cells, limits, findings)
            values[column.target], given[column.target] = found, has
        if column.required:
            for at in (at for at, cell in enumerate(cells) if cell is None):
                what = say("is empty; it is needed", "没有填写；这一列必填")
                _note(sheet, column, "empty", at, what, findings)
    return Given(
        sheet.table, sheet.file, sheet.sha256, sheet.rows, sheet.ignored, values, given, ids,
        sheet.headers,
    )  # fmt: skip


def _note(
    sheet: Sheet, column: OwnColumn, kind: str, at: int, what: str, findings: Findings
) -> None:
    header = sheet.headers.get(column.name, column.name)
    findings.add(sheet.file, kind, what, row=int(sheet.rows[at]), column=header)


def _ids(sheet: Sheet, column: OwnColumn, cells: Cells, findings: Findings) -> Cells:
    texts = np.full(len(cells), "", object)
    for at, cell in enumerate(cells):
        if cell is None:
            continue
        if isinstance(cell, int | float) and abs(cell) >= EXACT:
            what = say(
                "{cell} was stored as a number and lost digits; make the column text",
                "{cell} 存成了数字，丢了位数；请把这一列改为文本",
                cell=cell,
            )
            _note(sheet, column, "digits", at, what, findings)
        whole = isinstance(cell, float) and cell == int(cell)
        texts[at] = str(int(cell)) if whole else str(cell)
    return texts


def _numbers(
    sheet: Sheet, column: OwnColumn, cells: Cells, limits: Limits, findings: Findings
) -> tuple[Int64, Bool]:
    """Values of a column and where they were given; each distinct cell is read once."""
    convert = _reader(column, limits)
    values = np.zeros(len(cells), np.int64)
    given = np.zeros(len(cells), np.bool_)
    seen: dict[Hashable, int | str] = {}
    for at, cell in enumerate(cells):
        if cell is None:
            continue
        key = (type(cell), cell)
        if key not in seen:
            try:
                seen[key] = convert(cell)
            except (ValueError, TypeError, OverflowError) as error:
                seen[key] = str(error)
        found = seen[key]
        if isinstance(found, str):
            _note(sheet, column, "value", at, found, findings)
        else:
            values[at], given[at] = found, True
    return values, given


Reader = Callable[[Any], int]


def _reader(column: OwnColumn, limits: Limits) -> Reader:
    """How a cell of a column becomes a number; ``ValueError`` says what would be right."""
    if column.kind == "words":
        return _word_reader(column)
    if column.kind == "groups":
        return _group_reader(column)
    if column.kind == "date":
        return _date_reader(column, limits)
    if column.kind == "month":
        return lambda cell: _bounded_month(_day(cell), limits.base_end)
    if column.kind == "money":
        return lambda cell: _bounded(column, _fen(cell), FEN_PER_YUAN)
    return lambda cell: _bounded(column, _whole(cell), 1)


def _bounded(column: OwnColumn, value: int, scale: int) -> int:
    shown = value // scale if value % scale == 0 else value / scale
    if value < 0:
        raise ValueError(
            say(
                "{shown} is negative; {meaning} ({unit})", "{shown} 是负数；{name}不能小于 0",
                shown=shown, meaning=column.meaning, unit=column.unit, name=column.zh,
            )
        )  # fmt: skip
    if not column.low * scale <= value <= column.high * scale:
        raise ValueError(
            say(
                "{shown} should be from {low:,} to {high:,} {unit}",
                "{shown} 应在 {low:,} 到 {high:,} 之间",
                shown=shown, low=column.low, high=column.high, unit=column.unit,
            )
        )  # fmt: skip
    return value


def _number_text(cell: Any) -> str:
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        if type(cell).__name__ == "Decimal":
            return str(cell)
        raise ValueError(say("'{cell}' should be a number", "“{cell}”应为数字", cell=cell))
    return str(cell).replace(",", "").replace("，", "").strip()


def _whole(cell: Any) -> int:
    text = _number_text(cell)
    if re.fullmatch(r"[+-]?\d+(\.0*)?", text):
        return int(text.split(".")[0])
    raise ValueError(say("'{cell}' should be a whole number", "“{cell}”应为整数", cell=cell))


def _fen(cell: Any) -> int:
    if isinstance(cell, float):  # a spreadsheet's number: to the fen
        cell = round(cell, 2)
    text = _number_text(cell).removesuffix("元").removeprefix("¥")
    try:
        return fen(text)
    except ValueError as error:
        if "finer" in str(error):
            what = say("{error}; two decimals at most", "{error}；最多两位小数", error=str(error))
            raise ValueError(what) from None
        what = say(
            "'{cell}' should be an amount of yuan such as 4321.50",
            "“{cell}”应为金额（元），如 4321.50",
            cell=cell,
        )
        raise ValueError(what) from None


def _word_reader(column: OwnColumn) -> Reader:
    codes = spellings(column.words)
    numbered = column.name in ("enterprise", "welfare", "at_floor", "laid_off", "intern")

    def read(cell: Any) -> int:
        if isinstance(cell, bool) or (numbered and cell in (0, 1)):
            cell = "yes" if cell else "no"
        text = str(cell).strip().lower()
        if text not in codes:
            what = say(
                "'{cell}' is no word of this column; {hint}", "这一列没有“{cell}”这个词；{hint}",
                cell=cell, hint=_hint(text, column),
            )  # fmt: skip
            raise ValueError(what)
        return codes[text]

    return read


def _hint(text: str, column: OwnColumn) -> Said:
    close = did_you_mean(text, list(spellings(column.words)))
    if close.startswith("did you mean"):
        return close
    if len(column.words) > 12:
        return say(
            "the allowed words stand in docs/own-data.md and in the notes of 'sim template'",
            "可用的词见 docs/own-data.md 和 sim template 所给表头的批注",
        )
    both = (w.en if w.en == w.zh else f"{w.zh} {w.en}" for w in column.words)
    english, chinese = ", ".join(both), "、".join(w.zh for w in column.words)
    return Said(f"allowed: {english}", f"可用：{chinese}")


def _group_reader(column: OwnColumn) -> Reader:
    codes = spellings(column.words)

    def read(cell: Any) -> int:
        parts = [part.strip().lower() for part in re.split(r"[;；|]", str(cell)) if part.strip()]
        if len(parts) == 1 and parts[0] in NONE_WORDS:
            return 0
        bits = 0
        for part in parts:
            if part not in codes:
                what = say(
                    "'{part}' is no group; {hint}", "没有“{part}”这类人员；{hint}",
                    part=part, hint=_hint(part, column),
                )  # fmt: skip
                raise ValueError(what)
            bits |= codes[part]
        return bits

    return read


_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?(?:[ T]00:00(?::00)?)?")


def _day(cell: Any, *, year_alone: bool = False) -> int:
    """Day number of a date; of a month its first day, of a year (where allowed) 1 July."""
    if isinstance(cell, dt.datetime):
        return day(cell.date())
    if isinstance(cell, dt.date):
        return day(cell)
    text = str(cell).removesuffix(".0") if isinstance(cell, float) else str(cell)
    if year_alone and re.fullmatch(r"(19|20)\d\d年?", text):
        return day(dt.date(int(text[:4]), 7, 1))
    if re.fullmatch(r"(19|20)\d{6}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    match = _DATE.fullmatch(text)
    try:
        if match:
            return day(dt.date(int(match[1]), int(match[2]), int(match[3] or 1)))
    except ValueError:
        pass
    raise ValueError(_no_date(cell))


def _no_date(cell: Any) -> Said:
    return say(
        "'{cell}' should be a date such as 2018-12-31", "“{cell}”应为日期，如 2018-12-31", cell=cell
    )


def _date_reader(column: OwnColumn, limits: Limits) -> Reader:
    latest = limits.base_end if column.latest == "base" else limits.last

    def read(cell: Any) -> int:
        if isinstance(cell, str) and cell.lower() in NEVER_WORDS:
            if not column.never:
                raise ValueError(_no_date(cell))
            return NEVER
        return _between(_day(cell, year_alone=column.name == "born_on"), latest)

    return read


def _between(found: int, latest: int) -> int:
    if found > latest:
        raise ValueError(
            say(
                "{day} lies in the future; {last} is the last day possible",
                "{day} 在将来；最晚为 {last}",
                day=date_of(found), last=date_of(latest),
            )
        )  # fmt: skip
    if found < EARLIEST:
        what = say("{day} lies before 1900", "{day} 早于 1900 年", day=date_of(found))
        raise ValueError(what)
    return found


def _bounded_month(found: int, latest: int) -> int:
    on = date_of(_between(found, latest))
    return month(on.year, on.month)
