"""Reading a planner's file (CSV, XLSX, Parquet) into columns of cells that know their row."""

from __future__ import annotations

import csv
import hashlib
import io
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.base.errors import Problem, UserError, did_you_mean
from sim.population.own_schema import OwnColumn, OwnTable, column_of

MOST = 20
"""Problems of one kind that are listed before the rest are counted."""

Cells = npt.NDArray[np.object_]
INDEX_PREFIX = "__"


class Findings:
    """Problems as they are found; the first of each kind are listed, the others counted."""

    def __init__(self) -> None:
        self._listed: dict[tuple[str, str], list[Problem]] = {}
        self._more: Counter[tuple[str, str]] = Counter()

    def __bool__(self) -> bool:
        return bool(self._listed)

    def add(self, file: str, kind: str, what: str, *, row: int = 0, column: str = "") -> None:
        """Note a problem of a kind in a file; rows count as a spreadsheet shows them."""
        where = ", ".join(part for part in (f"row {row}" if row else "", column) if part)
        key = (file, f"{column} {kind}")
        listed = self._listed.setdefault(key, [])
        if len(listed) < MOST:
            listed.append(Problem(f"{file}: {where}" if where else file, what))
        else:
            self._more[key] += 1

    def problems(self) -> list[Problem]:
        """Everything found, in the order of finding."""
        found: list[Problem] = []
        for key, listed in self._listed.items():
            found += listed
            if self._more[key]:
                found.append(Problem(key[0], f"and {self._more[key]:,} more like the last"))
        return found


@dataclass(frozen=True)
class Sheet:
    """A table as read: cells by column, ``None`` where empty.

    Attributes:
        table: what it is a table of.
        file: how messages call it.
        sha256: hash of the file's bytes.
        rows: row of the file that each entry stands in.
        cells: columns by their English names.
        headers: as written in the file, by English name.
        ignored: headers that the schema does not know.
    """

    table: OwnTable
    file: str
    sha256: str
    rows: npt.NDArray[np.int64]
    cells: dict[str, Cells] = field(repr=False)
    headers: dict[str, str]
    ignored: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.rows)


def read_sheet(table: OwnTable, path: Path, file: str, findings: Findings) -> Sheet | None:
    """Read a file; ``None`` and a problem among the findings if it cannot be used.

    Args:
        table: what the file holds.
        path: CSV (UTF-8 or GB18030), XLSX or Parquet.
        file: how messages call it.
        findings: where problems go.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        what = f"is not a table: '{path.suffix or path.name}' should be .csv, .xlsx or .parquet"
        findings.add(file, "suffix", what)
        return None
    try:
        data = path.read_bytes()
        grid = reader(data, table)
    except OSError as error:
        findings.add(file, "read", f"cannot be read: {error.strerror}")
        return None
    except UserError as error:
        for problem in error.problems:
            findings.add(file, "read", problem.what)
        return None
    return _sheet(table, file, hashlib.sha256(data).hexdigest(), grid, findings)


Grid = Iterable[Sequence[Any]]


def _sheet(table: OwnTable, file: str, sha256: str, grid: Grid, findings: Findings) -> Sheet | None:
    lines = [(i, line) for i, line in enumerate(grid, 1) if any(_cell(c) is not None for c in line)]
    if len(lines) < 2:
        findings.add(file, "empty", "holds no rows below a header")
        return None
    first, header = lines[0]
    columns, ignored = _columns(table, file, first, header, findings)
    body = lines[1:]
    width = len(header)
    cells = {name: np.empty(len(body), object) for name in columns}
    for at, (row, line) in enumerate(body):
        if any(_cell(c) is not None for c in line[width:]):
            what = f"has {len(line)} cells, the header {width}; is a comma inside a text unquoted?"
            findings.add(file, "width", what, row=row)
        for name, (_, position) in columns.items():
            cells[name][at] = _cell(line[position]) if position < len(line) else None
    for column in table.columns:
        if column.required and column.name not in columns:
            findings.add(file, "missing", f"the column '{column.name}' ({column.zh}) is missing")
    headers = {name: str(header[position]) for name, (_, position) in columns.items()}
    rows = np.array([row for row, _ in body], np.int64)
    return Sheet(table, file, sha256, rows, cells, headers, tuple(ignored))


def _columns(
    table: OwnTable, file: str, row: int, header: Sequence[Any], findings: Findings
) -> tuple[dict[str, tuple[OwnColumn, int]], list[str]]:
    """Position of each known column, and the headers that are not known."""
    found: dict[str, tuple[OwnColumn, int]] = {}
    ignored: list[str] = []
    known = [name for column in table.columns for name in column.headers]
    for position, cell in enumerate(header):
        text = str(cell if cell is not None else "").strip()
        column = column_of(table, text)
        if column is None:
            hint = did_you_mean(text.lower(), known) if text else ""
            if hint.startswith("did you mean"):
                what = f"'{text}' is no column of {table.name}; {hint}"
                findings.add(file, "header", f"{what} Rename it, or leave it out", row=row)
            elif text and not text.startswith(INDEX_PREFIX):
                ignored.append(text)
        elif column.name in found:
            findings.add(file, "header", f"two columns are '{column.name}'", row=row)
        else:
            found[column.name] = (column, position)
    return found, ignored


def _cell(value: Any) -> Any:
    """A cell as it stands; ``None`` where nothing does."""
    if isinstance(value, str):
        value = value.strip().lstrip("\ufeff")
        return value or None
    if value is None or value != value or str(value) in ("NaT", "<NA>"):  # noqa: PLR0124 - NaN
        return None
    return value


def _csv(data: bytes, _table: OwnTable) -> Grid:
    text = _text(data)
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UserError(f"is not valid CSV: {error}; is a quotation mark left open?") from None


def _text(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise UserError("is UTF-16 text; save it as 'CSV UTF-8'")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise UserError("is neither UTF-8 nor GB18030 text; save it as 'CSV UTF-8'")


def _xlsx(data: bytes, table: OwnTable) -> Grid:
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles that it does not know
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise UserError(
            "is not a valid .xlsx workbook; save it again from the spreadsheet"
        ) from None
    named = [s for s in book.worksheets if _named(s.title, table)]
    if not named and len(book.worksheets) > 1:
        titles = ", ".join(s.title for s in book.worksheets)
        raise UserError(f"has several sheets ({titles}), none named '{table.name}' or '{table.zh}'")
    sheet = named[0] if named else book.worksheets[0]
    return [list(line) for line in sheet.iter_rows(values_only=True)]


def _named(title: str, table: OwnTable) -> bool:
    words = title.lower().replace("/", " ").split()
    return table.name in words or table.zh in words


def _parquet(data: bytes, _table: OwnTable) -> Grid:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        raise UserError(
            "is Parquet, which needs pyarrow: pip install 'wengang[parquet]'; "
            "or save it as CSV or XLSX"
        ) from None
    try:
        table = parquet.ParquetFile(io.BytesIO(data)).read()
    except (ArrowException, OSError, ValueError):
        raise UserError("is not a valid Parquet file") from None
    columns = [column.to_pylist() for column in table.columns]
    return [list(table.column_names), *(list(line) for line in zip(*columns, strict=True))]


_READERS: dict[str, Callable[[bytes, OwnTable], Grid]] = {
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".parquet": _parquet,
}
