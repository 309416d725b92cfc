"""Sample tables drawn from the synthetic population, as a planner would write them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.base.dates import NEVER, date_of, month_label
from sim.measures.tables import Array
from sim.population.columns import Population, arrays
from sim.population.own_cells import Limits
from sim.population.own_schema import OWN_TABLES, OwnColumn, OwnTable
from sim.population.own_words import GROUP_WORDS

Rows = npt.NDArray[np.intp]
Lines = list[list[str]]

EVERY = 1 << 40
"""More rows than any table has."""

NEVER_SAID, NONE_SAID = "无", "无"
ID_MARKS = {
    "firms": "F", "workers": "W", "jobseekers": "S", "founders": "B", "institutions": "J",
}  # fmt: skip


def sample_tables(people: Population, limits: Limits, rows: int = EVERY) -> dict[str, Lines]:
    """Lines of each table, the header first, as text in the units of the schema.

    Args:
        people: a synthetic population.
        limits: of its place.
        rows: about so many of each table; with all of them, reading the tables back gives the
            same population. Workers are given for whole firms only.
    """
    chosen = _chosen(people, rows)
    return {
        name: _lines(table, people, chosen[name], limits, set(chosen["firms"].tolist()))
        for name, table in OWN_TABLES.items()
    }


def header_of(column: OwnColumn) -> str:
    """Its header in both languages."""
    return f"{column.zh} {column.name}"


def write_csv(lines: Lines, path: Path, encoding: str = "utf-8-sig") -> None:
    """Write a table; with the mark that spreadsheets know UTF-8 by, unless told otherwise."""
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(lines)


def _chosen(people: Population, rows: int) -> dict[str, Rows]:
    """Rows of each table: firms from the first on, workers of whole firms, others evenly."""
    firms = np.arange(min(rows, len(people.firms)))
    ends = people.firms.first_worker[firms] + people.firms.staff[firms]
    within = int(np.searchsorted(ends, rows, side="right"))
    chosen = {"firms": firms, "workers": np.arange(int(ends[within - 1]) if within else 0)}
    for name, table in people.tables().items():
        if name in chosen:
            continue
        every = np.arange(len(table))
        if name == "firm_loans":
            every = np.flatnonzero(people.firm_loans.firm < len(firms))
        step = -(-len(every) // max(rows, 1)) or 1
        chosen[name] = every[::step]
    return chosen


def _lines(
    table: OwnTable, people: Population, rows: Rows, limits: Limits, firms: set[int]
) -> Lines:
    columns = {n: c[rows] for n, c in arrays(people.tables()[table.name]).items()}
    if table.name == "workers":
        firm = np.repeat(people.firms.firm, people.firms.staff)[rows]
    else:
        firm = columns["firm"]
    known: dict[str, list[str]] = {
        "firm_id": [_id("firms", f) if f in firms else "" for f in firm.tolist()],
    }
    if table.name in ID_MARKS and table.name != "firms":
        known[table.id_column()] = [_id(table.name, r) for r in rows.tolist()]
    texts = []
    for column in table.columns:
        if column.kind == "id":
            texts.append(known[column.name])
        else:
            texts.append(_texts(limits.fitted(column), columns[column.target]))
    return [[header_of(c) for c in table.columns], *map(list, zip(*texts, strict=True))]


def _id(table: str, number: int) -> str:
    return f"{ID_MARKS[table]}{number + 1:07d}"


def _texts(column: OwnColumn, values: Array) -> list[str]:
    say = _speaker(column)
    said = {value: say(value) for value in np.unique(values).tolist()}
    return [said[value] for value in values.tolist()]


def _speaker(column: OwnColumn) -> Callable[[int], str]:
    """How a stored number is written."""
    words: Mapping[int, str] = {word.code: word.zh for word in column.words}
    ways: dict[str, Callable[[int], str]] = {
        "words": lambda value: words[int(value)],
        "groups": _groups,
        "date": lambda value: NEVER_SAID if value == NEVER else date_of(value).isoformat(),
        "month": month_label,
        "money": _yuan,
        "count": str,
    }
    return ways[column.kind]


def _groups(bits: int) -> str:
    return ";".join(word.zh for word in GROUP_WORDS if word.code & bits) or NONE_SAID


def _yuan(fen: int) -> str:
    yuan, rest = divmod(int(fen), 100)
    return f"{yuan}.{rest:02d}" if rest else str(yuan)


def notes_of(limits: Limits) -> list[list[Any]]:
    """Lines that explain every column: table, headers, unit, meaning, allowed words, if missing."""
    lines: list[list[Any]] = [
        [
            "表 table",
            "列 column",
            "单位 unit",
            "含义 meaning",
            "可用的词 allowed words",
            "必填 required",
        ]
    ]
    for table in OWN_TABLES.values():
        for column in map(limits.fitted, table.columns):
            words = "; ".join(w.zh if w.zh == w.en else f"{w.zh} {w.en}" for w in column.words)
            never = f"; {NEVER_SAID} never" if column.never else ""
            required = "是 yes" if column.required else ""
            head = f"{table.zh} {table.name}"
            lines.append(
                [head, header_of(column), column.unit, column.meaning, words + never, required]
            )
    return lines
