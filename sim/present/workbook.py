"""Sheets as one Excel workbook: native numbers, Chinese headings first, nothing that computes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.base.files import check_writable
from sim.present.filing import Field, Sheet, shown
from sim.present.words import Words

FORMATS = {"wan": "#,##0.00", "yuan": "#,##0.00", "count": "#,##0", "share": "0.0%",
           "number": "#,##0.0"}  # fmt: skip
WIDEST = {"text": 34, "long": 60, "word": 30}
"""Most characters to a column of text; a Chinese one counts for two. Columns of numbers: 14."""
NARROWEST, NUMBERS = 6, 14
HEAD_ROWS = 5
TITLE, TITLE_EN, HEAD, HEAD_EN, SMALL, TEXT = (
    "title", "title_en", "heading", "heading_en", "small_print", "text",
)  # fmt: skip
"""Looks of cells; those of numbers have the names of their kinds."""
LINE = 13.5
"""Height of a line of text, points."""
A4 = 9
GREY, BAND, RULE = "666666", "E8EEF5", "BFC7D1"
SONG = "\u5b8b\u4f53"
"""The typeface in which offices file."""


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
    _add_styles(book, words)
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
    zh, en = Words("zh"), Words("en")
    headings = [sheet.headings(language) for language in (zh, en)]
    _put(page.cell(1, 1), sheet.title(zh)).style = TITLE
    _put(page.cell(2, 1), sheet.title(en)).style = TITLE_EN
    rows = sheet.rows(words)
    widths = [_width(f, j, headings, rows) for j, f in enumerate(sheet.fields)]
    for at, row, style in ((4, headings[0], HEAD), (HEAD_ROWS, headings[1], HEAD_EN)):
        for j, heading in enumerate(row, 1):
            _put(page.cell(at, j), heading).style = style
        page.row_dimensions[at].height = LINE * _lines(row, widths)
    for i, values in enumerate(rows, HEAD_ROWS + 1):
        for j, (value, column) in enumerate(zip(values, sheet.fields, strict=True), 1):
            _cell(page.cell(i, j), value, column)
        lines = _lines(values, widths)
        if lines > 1:
            page.row_dimensions[i].height = LINE * lines
    foot = [*sheet.notes, *(f"{k}: {v}" for k, v in about)]
    _foot(page, HEAD_ROWS + 2 + len(rows), foot, widths)
    _print_setup(page, widths)


def _width(column: Field, at: int, headings: Sequence[list[str]], rows: list[list[Any]]) -> float:
    """Characters that a column needs: for its cells, and a third of each heading."""
    most = WIDEST.get(column.kind, NUMBERS)
    cells = max((_characters(_seen(row[at], column)) for row in rows), default=0)
    needed = max(cells, *(-(-_characters(row[at]) // 3) + 1 for row in headings))
    return min(max(needed + 2, NARROWEST), most)


def _seen(value: Any, column: Field) -> str:
    """A cell about as wide as Excel shows it."""
    return value if isinstance(value, str) else shown(value, column) + "00"


def _characters(text: str) -> int:
    """Width of a text in characters; Chinese ones count for two."""
    return sum(2 if ord(c) > 0x2E00 else 1 for c in text)


def _lines(values: Sequence[Any], widths: Sequence[float]) -> int:
    """Lines that a row of texts takes in columns of these widths."""
    texts = ((v, w) for v, w in zip(values, widths, strict=True) if isinstance(v, str))
    return max((-(-_characters(v) // max(int(w) - 1, 1)) for v, w in texts), default=1) or 1


def _foot(page: Any, first: int, texts: Sequence[str], widths: Sequence[float]) -> None:
    """Small print under the table, each text across all its columns."""
    for at, text in enumerate(texts, first):
        _put(page.cell(at, 1), text).style = SMALL
        page.merge_cells(start_row=at, end_row=at, start_column=1, end_column=len(widths))
        page.row_dimensions[at].height = LINE * _lines([text], [sum(widths)])


def _print_setup(page: Any, widths: Sequence[float]) -> None:
    """A4 across, as wide as the paper, headings on every page, pages numbered."""
    from openpyxl.utils import get_column_letter

    for j, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(j)].width = width
    page.freeze_panes = page.cell(HEAD_ROWS + 1, 2)
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"1:{HEAD_ROWS}"
    page.print_options.horizontalCentered = True
    page.page_margins.left = page.page_margins.right = 0.5
    page.page_margins.top, page.page_margins.bottom, page.page_margins.footer = 0.6, 0.8, 0.35
    page.oddFooter.center.text = "&A  &P / &N"


def _add_styles(book: Any, words: Words) -> None:
    """The looks of cells by name, made once for a workbook: setting a name is quick."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

    face, side = SONG if words.chinese else None, Side(style="thin", color=RULE)
    frame = Border(left=side, right=side, top=side, bottom=side)
    band = PatternFill("solid", fgColor=BAND)
    level, wrapped = Alignment(vertical="center"), Alignment(wrap_text=True, vertical="center")
    middle = Alignment(wrap_text=True, vertical="center", horizontal="center")
    plain, grey = Font(name=face, size=10), Font(name=face, size=9, color=GREY)
    bold = Font(name=face, size=10, bold=True)
    looks = {
        TITLE: {"font": Font(name=face, size=14, bold=True)},
        TITLE_EN: {"font": Font(name=face, size=10, color=GREY)},
        HEAD: {"font": bold, "fill": band, "border": frame, "alignment": middle},
        HEAD_EN: {"font": grey, "fill": band, "border": frame, "alignment": middle},
        SMALL: {"font": grey, "alignment": wrapped},
        TEXT: {"font": plain, "border": frame, "alignment": wrapped},
    }
    for kind, form in FORMATS.items():
        looks[kind] = {"font": plain, "border": frame, "alignment": level, "number_format": form}
    for name, look in looks.items():
        book.add_named_style(NamedStyle(name, **look))


def _cell(cell: Any, value: Any, column: Field) -> None:
    """A cell of the table: text as text, numbers as numbers, nothing where nobody knows."""
    if value is None or isinstance(value, str):
        cell.style = TEXT
        if value:
            _put(cell, value)
        return
    cell.value = value
    cell.style = column.kind


def _put(cell: Any, text: str) -> Any:
    """Text as text: what begins like a formula stays words."""
    cell.value = text
    cell.data_type = "s"
    return cell
