"""Tables that are filed: what a sheet is, and how it reads on a terminal, as JSON and in Excel."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pandas as pd

from sim.present.formats import number
from sim.present.words import Words

Kind = Literal["text", "long", "word", "cell", "money", "filed", "yuan", "count", "share", "number"]
DECIMALS: dict[str, int] = {"money": 4, "filed": 4, "yuan": 2, "count": 0, "share": 4, "number": 2}


def book_name(name: str, language: str) -> str:
    """File name of the workbook of a run known by a name."""
    return f"{name}.{language}.xlsx"


@dataclass(frozen=True)
class Field:
    """A column of a sheet.

    Attributes:
        key: column of the frame.
        word: its heading in the glossary's section ``column``.
        kind: ``word`` cells are identifiers that the glossary knows; ``money`` cells are fen,
            ``filed`` ones in the unit of money already, or beside such;
            ``cell`` is text that is a number where it reads as one.
        section: the glossary's section of ``word`` cells.
        heading: a heading that needs no glossary: a year.
        titles: the glossary's section of the heading.
    """

    key: str
    word: str
    kind: Kind = "text"
    section: str = ""
    heading: str = ""
    titles: str = "column"


@dataclass(frozen=True)
class Chart:
    """A native chart of a workbook, drawn from the cells of a sheet.

    Attributes:
        title: in the glossary's section ``label``.
        sheet: whose cells.
        names: the column of the categories.
        values: the columns drawn; all but the first when empty.
        form: upright columns, lying bars (the first on top) or lines.
        stacked: one on top of the other.
        most: rows drawn, from the first.
    """

    title: str
    sheet: str
    names: str
    values: Sequence[str]
    form: Literal["column", "bar", "line"] = "column"
    stacked: bool = False
    most: int = 0


@dataclass(frozen=True)
class Sheet:
    """A table ready to be printed, written or filed.

    Attributes:
        name: its title in the glossary's section ``sheet``.
        frame: identifiers, fen and counts.
        fields: its columns.
        notes: small print, in the language of the sheet.
        total: what its columns come to, by key; no last row of sums where nothing is said.
    """

    name: str
    frame: pd.DataFrame
    fields: Sequence[Field]
    notes: Sequence[str] = field(default_factory=tuple)
    total: Mapping[str, Any] = field(default_factory=dict)

    def summed(self) -> Sheet:
        """The sheet with the sums of all its columns of money."""
        keys = [f.key for f in self.fields if f.kind == "money"]
        return replace(self, total={key: int(self.frame[key].sum()) for key in keys})

    def total_row(self, words: Words) -> list[Any]:
        """The cells of the row of sums, the first of them its name; empty without a total."""
        if not self.total:
            return []
        cells = [
            _reader(f, words)(self.total[f.key]) if f.key in self.total else None
            for f in self.fields
        ]
        return [words.head("total"), *cells[1:]]

    def title(self, words: Words) -> str:
        """The title."""
        return words("sheet", self.name)

    def headings(self, words: Words, filed: Words | None = None) -> list[str]:
        """The headings, with the unit of money where a word heads a column of it.

        Args:
            words: the language of the headings.
            filed: the language of the cells, which decides the unit; the same by default.
        """
        unit = words.say(f"unit_{(filed or words).language}")
        own = [f.kind == "money" and not f.heading and f.titles == "column" for f in self.fields]
        return [
            words.say("heading_money", title=title, unit=unit) if of_money else title
            for title, of_money in zip(self.bare_headings(words), own, strict=True)
        ]

    def bare_headings(self, words: Words) -> list[str]:
        """The headings where the caption tells the unit."""
        return [f.heading or words(f.titles, f.word) for f in self.fields]

    def rows(self, words: Words) -> list[list[Any]]:
        """Cells as plain values: words, numbers in the unit of the heading, ``None`` if unknown."""
        columns = [
            [read(value) for value in self.frame[f.key].tolist()]
            for f, read in ((f, _reader(f, words)) for f in self.fields)
        ]
        return [list(row) for row in zip(*columns, strict=True)]

    def as_dict(self, words: Words) -> dict[str, Any]:
        """Plain data for programs: identifiers and numbers as the frame holds them."""
        data = json.loads(self.frame.to_json(orient="records", force_ascii=False))
        return {"sheet": self.name, "title": self.title(words), "rows": data}


def side_by_side(names: Sequence[str], sheets: Sequence[Sheet]) -> Sheet:
    """The same sheet of several runs as one, the name of the scenario first."""
    fields = {f.key: f for sheet in sheets for f in sheet.fields}
    frames = [s.frame.assign(scenario=name) for name, s in zip(names, sheets, strict=True)]
    frame = pd.concat([f for f in frames if len(f)] or frames, ignore_index=True)
    notes = dict.fromkeys(note for sheet in sheets for note in sheet.notes)
    return Sheet(
        sheets[0].name, frame, [Field("scenario", "scenario"), *fields.values()], list(notes)
    )


def _reader(column: Field, words: Words) -> Callable[[Any], Any]:
    def word(value: Any) -> Any:
        return words(column.section, str(value)) if str(value) else ""

    def count(value: Any) -> Any:
        if value is None or value is pd.NA or isinstance(value, str):
            return None if value is pd.NA else value or None
        if math.isnan(value):
            return None
        return "∞" if math.isinf(value) else _rounded(value, column, words)

    def cell(value: Any) -> Any:
        try:
            return float(value)
        except ValueError:
            return str(value)

    if column.kind == "word":
        return word
    if column.kind == "cell":
        return cell
    return count if column.kind in DECIMALS else str


def _rounded(value: float, column: Field, words: Words) -> float:
    """A number in the unit of its heading, with the decimals of its kind."""
    if column.kind in ("money", "filed"):
        return round(words.filed.of(value) if column.kind == "money" else value,
                     words.filed.decimals)  # fmt: skip
    return round(value, DECIMALS[column.kind]) if DECIMALS[column.kind] else round(value)


def shown(value: Any, column: Field, words: Words) -> str:
    """A cell as the terminal prints it."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if column.kind == "cell":
        return f"{value:g}"
    if column.kind == "share":
        return f"{100 * value:.1f}%"
    if column.kind in ("money", "filed"):
        return number(value, 1 if words.chinese else 2) if value else "0"
    return f"{value:,.{0 if column.kind == 'count' else 1}f}"
