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

from sim.base.errors import Problem, Said, UserError, did_you_mean, listed, say
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
        key = (file, f"{column} {kind}")
        found = self._listed.setdefault(key, [])
        if len(found) < MOST:
            found.append(Problem(_where(file, row, column), what))
        else:
            self._more[key] += 1

    def problems(self) -> list[Problem]:
        """Everything found, in the order of finding."""
        found: list[Problem] = []
        for key, first in self._listed.items():
            found += first
            if self._more[key]:
                more = say(
                    "and {n:,} more like the last", "另有 {n:,} 处与上一条相同", n=self._more[key]
                )
                found.append(Problem(key[0], more))
        return found


def _where(file: str, row: int, column: str) -> Said:
    """A cell, row or column of a file; rows count as a spreadsheet shows them."""
    at = say("row {row}", "第 {row} 行", row=row) if row else Said("")
    parts = [part for part in (at, column) if part]
    between = (
        ", ".join(parts),
        "，".join(part.zh if isinstance(part, Said) else part for part in parts),
    )
    return Said(f"{file}: {between[0]}", f"{file} {between[1]}") if parts else Said(file)


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
        what = say(
            "is not a table: '{ending}' should be .csv, .xlsx or .parquet",
            "不是表格文件：“{ending}”应为 .csv、.xlsx 或 .parquet",
            ending=path.suffix or path.name,
        )
        findings.add(file, "suffix", what)
        return None
    try:
        data = path.read_bytes()
        grid = reader(data, table)
    except OSError as error:
        what = say("cannot be read: {why}", "无法读取，请检查权限", why=error.strerror)
        findings.add(file, "read", what)
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
        findings.add(file, "empty", say("holds no rows below a header", "标题行下面没有数据行"))
        return None
    first, header = lines[0]
    columns, ignored = _columns(table, file, first, header, findings)
    body = lines[1:]
    width = len(header)
    cells = {name: np.empty(len(body), object) for name in columns}
    for at, (row, line) in enumerate(body):
        if any(_cell(c) is not None for c in line[width:]):
            what = say(
                "has {n} cells, the header {width}; is a comma inside a text unquoted?",
                "有 {n} 格，标题行只有 {width} 格；是否有文字里的逗号没有加引号？",
                n=len(line), width=width,
            )  # fmt: skip
            findings.add(file, "width", what, row=row)
        for name, (_, position) in columns.items():
            cells[name][at] = _cell(line[position]) if position < len(line) else None
    for column in table.columns:
        if column.required and column.name not in columns:
            what = say(
                "the column '{name}' ({zh}) is missing", "缺少“{zh}”（{name}）一列",
                name=column.name, zh=column.zh,
            )  # fmt: skip
            findings.add(file, "missing", what)
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
                what = say(
                    "'{text}' is no column of {table}; {hint} Rename it, or leave it out",
                    "{table} 表没有“{text}”一列；{hint}请改名或删去",
                    text=text, table=table.name, hint=hint,
                )  # fmt: skip
                findings.add(file, "header", what, row=row)
            elif text and not text.startswith(INDEX_PREFIX):
                ignored.append(text)
        elif column.name in found:
            what = say("two columns are '{name}'", "“{name}”有两列", name=column.name)
            findings.add(file, "header", what, row=row)
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
        what = say(
            "is not valid CSV: {error}; is a quotation mark left open?",
            "不是有效的 CSV；是否有引号没有成对？",
            error=error,
        )
        raise UserError(what) from None


def _text(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise UserError(
            say("is UTF-16 text; save it as 'CSV UTF-8'", "编码是 UTF-16；请另存为“CSV UTF-8”")
        )
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise UserError(
        say(
            "is neither UTF-8 nor GB18030 text; save it as 'CSV UTF-8'",
            "编码既不是 UTF-8 也不是 GB18030；请另存为“CSV UTF-8”",
        )
    )


def _xlsx(data: bytes, table: OwnTable) -> Grid:
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles that it does not know
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError):
        what = say(
            "is not a valid .xlsx workbook; save it again from the spreadsheet",
            "不是有效的 .xlsx 工作簿；请在表格软件中重新保存",
        )
        raise UserError(what) from None
    named = [s for s in book.worksheets if _named(s.title, table)]
    if not named and len(book.worksheets) > 1:
        what = say(
            "has several sheets ({titles}), none named '{name}' or '{zh}'",
            "有多张工作表（{titles}），没有一张叫“{zh}”或“{name}”",
            titles=listed(s.title for s in book.worksheets), name=table.name, zh=table.zh,
        )  # fmt: skip
        raise UserError(what)
    sheet = named[0] if named else book.worksheets[0]
    return [list(line) for line in sheet.iter_rows(values_only=True)]


def _named(title: str, table: OwnTable) -> bool:
    words = title.lower().replace("/", " ").split()
    return table.name in words or table.zh in words


def _parquet(data: bytes, _table: OwnTable) -> Grid:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        what = say(
            "is Parquet, which needs pyarrow: pip install 'wengang[parquet]'; "
            "or save it as CSV or XLSX",
            "是 Parquet 文件，需先安装 pyarrow（pip install 'wengang[parquet]'）；"
            "或另存为 CSV、XLSX",
        )
        raise UserError(what) from None
    try:
        table = parquet.ParquetFile(io.BytesIO(data)).read()
    except (ArrowException, OSError, ValueError):
        what = say("is not a valid Parquet file", "不是有效的 Parquet 文件")
        raise UserError(what) from None
    columns = [column.to_pylist() for column in table.columns]
    return [list(table.column_names), *(list(line) for line in zip(*columns, strict=True))]


_READERS: dict[str, Callable[[bytes, OwnTable], Grid]] = {
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".parquet": _parquet,
}
