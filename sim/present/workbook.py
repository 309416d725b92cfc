"""Sheets as one Excel workbook: native numbers, Chinese headings first, nothing that computes."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from copy import copy
from functools import cache, lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sim.base.files import check_writable
from sim.present.filing import DECIMALS, Chart, Field, Sheet
from sim.present.native_charts import charts_page
from sim.present.words import Words

FORMATS = {"yuan": "#,##0.00", "count": "#,##0", "share": "0.0%",
           "number": "#,##0.0", "cell": "General"}  # fmt: skip
NARROWEST, WIDEST, LONGEST = 9, 30, 48
"""Widths in characters: of any column, of a column of text or words, of one of long text."""
PORTRAIT = 88
"""Up to this many characters a table is printed upright."""
HEAD_ROWS = 5
LINE = 14.4
A4 = 9


def write_workbook(
    path: Path,
    sheets: Sequence[Sheet],
    words: Words,
    about: Sequence[tuple[str, str]],
    charts: Sequence[Chart] = (),
) -> None:
    """Write a workbook beside its name, then rename.

    Args:
        path: the file.
        sheets: one a page, in order.
        words: the language of the cells; headings stand in Chinese, then in English.
        about: what the workbook was made of, for the foot of every page.
        charts: drawn from the sheets on a page of their own, the second.

    Raises:
        UserError: the file cannot be written.
    """
    from openpyxl import Workbook

    check_writable(path)
    book = Workbook()
    book.remove(book.active)
    pages = {sheet.name: book.create_sheet(_tab(sheet, words)) for sheet in sheets}
    for sheet in sheets:
        _page(pages[sheet.name], sheet, words, about)
    drawn = [c for c in charts if c.sheet in pages]
    if drawn:
        by_name = {sheet.name: sheet for sheet in sheets}
        page = book.create_sheet(words("sheet", "book_charts"), 1)
        charts_page(page, drawn, {n: (pages[n], by_name[n]) for n in pages}, words, HEAD_ROWS)
        _printed(page, words, about, upright=True)
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


@cache
def _styles() -> SimpleNamespace:
    """Fonts, fills and alignments, made once: comparing them is most of writing a cell."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    def font(**how: Any) -> Font:
        return Font(name="Calibri", **how)

    return SimpleNamespace(
        title=font(bold=True, size=14),
        grey=font(color="666666"),
        small=font(color="666666", size=9),
        bold=font(bold=True),
        fill=PatternFill("solid", fgColor="E8EEF5"),
        above=Border(top=Side("thin", color="333333")),
        line=Border(bottom=Side("thin", color="9FB3C8")),
        middle=Alignment(wrap_text=True, vertical="center"),
        right=Alignment(wrap_text=True, vertical="center", horizontal="right"),
        wrapped=Alignment(wrap_text=True, vertical="top"),
        top=Alignment(vertical="top"),
    )


def _page(page: Any, sheet: Sheet, words: Words, about: Sequence[tuple[str, str]]) -> None:
    from openpyxl.utils import get_column_letter

    zh, en, style = Words("zh"), Words("en"), _styles()
    _put(page.cell(1, 1), sheet.title(zh)).font = style.title
    _put(page.cell(2, 1), sheet.title(en)).font = style.grey
    headings = {language: _headings(sheet, language, words) for language in (zh, en)}
    for row, language in ((4, zh), (HEAD_ROWS, en)):
        for at, (heading, column) in enumerate(
            zip(headings[language], sheet.fields, strict=True), 1
        ):
            cell = _put(page.cell(row, at), heading)
            cell.font, cell.fill = style.bold if language is zh else style.grey, style.fill
            cell.alignment = style.right if column.kind in DECIMALS else style.middle
            cell.border = style.line
    rows, total = sheet.rows(words), sheet.total_row(words)
    rows += [total] if total else []
    _cells(page, rows, sheet.fields, words)
    if total:
        _total(page, HEAD_ROWS + len(rows))
    widths = [
        _width(column, [names[j] for names in headings.values()], [row[j] for row in rows])
        for j, column in enumerate(sheet.fields)
    ]
    for j, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(j)].width = width
    for at, language in ((4, zh), (HEAD_ROWS, en)):
        _high_enough(page, at, headings[language], widths)
    for i, values in enumerate(rows, HEAD_ROWS + 1):
        _high_enough(page, i, values, widths)
    page.freeze_panes = page.cell(HEAD_ROWS + 1, 2)
    page.print_title_rows = f"4:{HEAD_ROWS}"
    foot = [*sheet.notes, *(f"{k}: {v}" for k, v in about)]
    _notes(page, HEAD_ROWS + 2 + len(rows), foot, widths)
    _printed(page, words, about, upright=sum(widths) <= PORTRAIT)


def _headings(sheet: Sheet, words: Words, filed: Words) -> list[str]:
    """Headings, the unit in brackets on a line of its own."""
    return [re.sub("(（[^）]*）)$", r"\n\1", text) for text in sheet.headings(words, filed)]


def _width(column: Field, headings: Sequence[str], values: Sequence[Any]) -> float:
    """As wide as its cells, within bounds; a heading may take several lines."""
    wide = [_ems(_text(v, column)) for v in values if v is not None]
    widest = LONGEST if column.kind == "long" else WIDEST
    words = (part for heading in headings[1:] for part in heading.split())
    heading = max(*(min(_ems(line), 12) for line in headings[0].split("\n")), *map(len, words), 0)
    return min(max([*wide, heading, NARROWEST - 2]), widest) + 2


def _high_enough(page: Any, row: int, values: Sequence[Any], widths: Sequence[float]) -> None:
    """Room for the lines of a row's texts: not every program finds it by itself."""
    texts = [(v, w) for v, w in zip(values, widths, strict=True) if isinstance(v, str)]
    lines = max((_lines(text, width) for text, width in texts), default=1)
    if lines > 1:
        page.row_dimensions[row].height = LINE * lines


@lru_cache(maxsize=10_000)
def _lines(text: str, width: float) -> int:
    """Lines of a wrapped text: Chinese breaks anywhere, other words stay whole."""
    if "\n" in text:
        return sum(_lines(part, width) for part in text.split("\n"))
    lines, left = 1, 0.0
    for word in re.findall(r"[^\x00-\u2e7f]|\S+\s*|\s+", text):
        wide = _ems(word.rstrip())
        if left and left + wide > width - 1:
            lines, left = lines + 1, 0.0
        lines += max(0, -(-wide // int(width)) - 1)  # longer than a line by itself
        left += _ems(word)
    return lines


def _text(value: Any, column: Field) -> str:
    """About what a cell shows."""
    if isinstance(value, str):
        return value
    return f"{value:,.2f}" if column.kind in ("money", "filed", "yuan") else f"{value:,.6g}"


def _ems(text: str) -> int:
    """Width in characters of a spreadsheet; a Chinese one counts twice."""
    return len(text) if text.isascii() else _wide(text)


@lru_cache(maxsize=10_000)
def _wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _notes(page: Any, first: int, notes: Sequence[str], widths: Sequence[float]) -> None:
    """Small print under the table, across as many columns as it needs, never beyond the table."""
    room, style = sum(widths), _styles()
    for i, text in enumerate(notes, first):
        cell = _put(page.cell(i, 1), text)
        cell.font, cell.alignment = style.small, style.wrapped
        page.merge_cells(start_row=i, end_row=i, start_column=1, end_column=len(widths))
        page.row_dimensions[i].height = 13 * _lines(text, room)


def _printed(page: Any, words: Words, about: Sequence[tuple[str, str]], *, upright: bool) -> None:
    """A4, as wide as the paper, numbered pages that say what they were made of."""
    page.page_setup.orientation = "portrait" if upright else "landscape"
    page.page_setup.paperSize = A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins.left = page.page_margins.right = 0.5
    page.page_margins.top, page.page_margins.bottom = 0.6, 0.7
    page.oddFooter.left.text = " · ".join(_shortened(about)).replace("&", "&&")
    page.oddFooter.right.text = words.head("book_page")
    page.oddFooter.left.size = page.oddFooter.right.size = 8


def _shortened(about: Sequence[tuple[str, str]]) -> Iterator[str]:
    """As much as a footer takes: 255 characters, codes included."""
    room = 160
    for key, value in about:
        text = f"{key} {value}"
        room -= len(text)
        if room < 0:
            return
        yield text


def _cells(page: Any, rows: Sequence[Sequence[Any]], fields: Sequence[Field], words: Words) -> None:
    """The cells below the headings; unknown ones stay empty."""
    looks = [_looks(page, column, words) for column in fields]
    for i, values in enumerate(rows, HEAD_ROWS + 1):
        for j, (value, (text, number)) in enumerate(zip(values, looks, strict=True), 1):
            cell = page.cell(i, j)
            if isinstance(value, str):
                _put(cell, value)._style = text  # noqa: SLF001
            elif value is not None:
                cell.value = value
                cell._style = number  # noqa: SLF001


def _total(page: Any, row: int) -> None:
    """The last row stands out: it is the sum of the others."""
    for cell in page[row]:
        cell._style = copy(cell._style)  # noqa: SLF001  # the cells above share theirs
        cell.font, cell.border = _styles().bold, _styles().above


def _looks(page: Any, column: Field, words: Words) -> tuple[Any, Any]:
    """How a column's texts and numbers look: all its cells share what is put together once."""
    from openpyxl.cell import Cell

    text, number = Cell(page), Cell(page)
    text.alignment = _styles().wrapped
    number.alignment = _styles().top
    number.number_format = _format(column, words)
    return text._style, number._style  # noqa: SLF001


def _format(column: Field, words: Words) -> str:
    """How a column's numbers are shown; millions need more places than units of 10,000."""
    if column.kind in ("money", "filed"):
        return "#,##0." + "0" * min(words.filed.decimals, 3)
    return FORMATS.get(column.kind, "General")


def _put(cell: Any, text: str) -> Any:
    """Text as text: what begins like a formula stays words."""
    cell.value = text
    cell.data_type = "s"
    return cell
