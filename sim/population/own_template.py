"""A workbook to fill in: a sheet a table, lists of allowed words, and a sheet of notes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.population.own_cells import Limits
from sim.population.own_sample import Lines, header_of, notes_of
from sim.population.own_schema import OWN_TABLES, OwnColumn

NOTES = "说明 notes"
LAST_ROW = 100_000
LONGEST_LIST = 255
"""Characters that a spreadsheet allows in a list of words."""


def write_workbook(path: Path, limits: Limits, samples: Mapping[str, Lines] | None = None) -> None:
    """Write the template.

    Args:
        path: the .xlsx file.
        limits: of the place, for the words of its districts.
        samples: lines of each table with their header; empty tables otherwise.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, table in OWN_TABLES.items():
        sheet = book.create_sheet(f"{table.zh} {name}")
        lines = samples[name] if samples else [[header_of(c) for c in table.columns]]
        for line in lines:
            sheet.append(line)
        for number, column in enumerate(table.columns, 1):
            letter = get_column_letter(number)
            cell = sheet.cell(1, number)
            cell.font = Font(bold=True, color="C00000" if column.required else "000000")
            sheet.column_dimensions[letter].width = max(14, 2 * len(column.zh) + len(column.name))
            if column.kind == "id":
                sheet.column_dimensions[letter].number_format = "@"
            _offer(sheet, limits.fitted(column), letter)
        sheet.freeze_panes = "A2"
    notes = book.create_sheet(NOTES)
    for line in notes_of(limits):
        notes.append(line)
    for letter, width in zip("ABCDEF", (20, 28, 18, 60, 60, 12), strict=True):
        notes.column_dimensions[letter].width = width
    book.save(path)


def _offer(sheet: Any, column: OwnColumn, letter: str) -> None:
    """A list to choose from, where the allowed words fit into one."""
    from openpyxl.worksheet.datavalidation import DataValidation

    words = ",".join(word.zh for word in column.words)
    if column.kind != "words" or not words or len(words) > LONGEST_LIST:
        return
    # English words are accepted as well, so that other entries are not refused.
    offer = DataValidation(
        type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=False
    )
    offer.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.add_data_validation(offer)
