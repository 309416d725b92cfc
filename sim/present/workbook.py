"""Sheets as one Excel workbook: native numbers, Chinese headings first, nothing that computes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.base.files import check_writable
from sim.present.filing import Field, Sheet
from sim.present.words import Words

FORMATS = {"wan": "#,##0.00", "yuan": "#,##0.00", "count": "#,##0", "share": "0.0%",
           "number": "#,##0.0"}  # fmt: skip
WIDTHS = {"text": 14, "long": 60, "word": 24, "wan": 15, "yuan": 13, "count": 11, "share": 11,
          "number": 11}  # fmt: skip
HEAD_ROWS = 5


def write_workbook(
    path: Path, sheets: Sequence[Sheet], words: Words, about: Sequence[tuple[str, str]]
) -> None:
    """Write a workbook beside its name, then rename.

    Args:
        path: the file.
        sheets: one a page, in order.
        words: the language of the cells; headings stand in Chinese, then in English.
        about: what the workbook was made of, for the foot of every page.

    Raises:
        UserError: the file cannot be written.
    """
    from openpyxl import Workbook

    check_writable(path)
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _page(book.create_sheet(_tab(sheet, words)), sheet, words, about)
    path.parent.mkdir(parents=True, exist_ok=True)
    building = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        book.save(building)
        building.replace(path)
    finally:
        building.unlink(missing_ok=True)


def _tab(sheet: Sheet, words: Words) -> str:
    """A name that Excel takes: 31 characters, none of those it forbids."""
    return "".join(c for c in sheet.title(words) if c not in r"[]:*?/\\")[:31]


def _page(page: Any, sheet: Sheet, words: Words, about: Sequence[tuple[str, str]]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    zh, en = Words("zh"), Words("en")
    _put(page.cell(1, 1), sheet.title(zh)).font = Font(bold=True, size=14)
    _put(page.cell(2, 1), sheet.title(en)).font = Font(color="666666")
    for row, language in ((4, zh), (HEAD_ROWS, en)):
        for at, heading in enumerate(sheet.headings(language), 1):
            cell = _put(page.cell(row, at), heading)
            cell.font = Font(bold=language is zh, color="000000" if language is zh else "666666")
            cell.fill = PatternFill("solid", fgColor="E8EEF5")
            cell.alignment = Alignment(wrap_text=True, vertical="center")
    for i, values in enumerate(sheet.rows(words), HEAD_ROWS + 1):
        for j, (value, column) in enumerate(zip(values, sheet.fields, strict=True), 1):
            _cell(page.cell(i, j), value, column)
    for j, column in enumerate(sheet.fields, 1):
        page.column_dimensions[get_column_letter(j)].width = WIDTHS[column.kind]
    page.freeze_panes = page.cell(HEAD_ROWS + 1, 2)
    foot = HEAD_ROWS + 2 + len(sheet.frame)
    for i, text in enumerate([*sheet.notes, *(f"{k}: {v}" for k, v in about)]):
        _put(page.cell(foot + i, 1), text).font = Font(color="666666", size=9)
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _cell(cell: Any, value: Any, column: Field) -> None:
    from openpyxl.styles import Alignment

    if value is None:
        return
    if isinstance(value, str):
        _put(cell, value).alignment = Alignment(wrap_text=True, vertical="top")
        return
    cell.value = value
    cell.number_format = FORMATS[column.kind]
    cell.alignment = Alignment(vertical="top")


def _put(cell: Any, text: str) -> Any:
    """Text as text: what begins like a formula stays words."""
    cell.value = text
    cell.data_type = "s"
    return cell
