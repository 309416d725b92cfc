"""The command on the purses: prints what a finance bureau reads, writes what it files."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sim.base.errors import Problem, UserError, did_you_mean

if TYPE_CHECKING:
    from sim.present.filing import Sheet
    from sim.present.words import Words
    from sim.questions.purse import Purses

out = Console(width=None if sys.stdout.isatty() else 180)
PRINTED = (
    "gates", "chances", "funds", "ui_budget", "bills", "limits", "triggers", "loans", "targets",
)  # fmt: skip
MOST_ROWS = 60


def budget(
    folders: Annotated[
        list[Path], typer.Argument(metavar="RUN...", help="A run folder, or several side by side.")
    ],
    sheet: Annotated[
        list[str] | None,
        typer.Option("--sheet", "-s", help="A sheet by name; may be repeated; all: every sheet."),
    ] = None,
    place: Annotated[str, typer.Option("--place", help="One jurisdiction; default: all.")] = "",
    language: Annotated[str, typer.Option("--language", "-l", help="zh or en")] = "zh",
    workbook: Annotated[
        Path | None, typer.Option("--workbook", help="Write every sheet as one XLSX file.")
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", help="Write every sheet as a CSV file in a folder.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """The purses of a run: gates, funds, levels of government, limits, loans; and what is filed.

    Example: sim budget runs/baseline --place ziyang; sim budget runs/baseline --workbook f.xlsx;
    what crosses which line in which scenario: sim budget runs/* --sheet triggers
    """
    from sim.present.words import Words

    words = Words(language)  # type: ignore[arg-type]
    runs = _open(folders, place)
    every = workbook is not None or csv is not None or "all" in (sheet or [])
    sheets = _sheets(runs, words, place, sheet, every=every)
    if workbook is not None:
        _write(workbook, sheets, words, runs)
    if csv is not None:
        _write_csv(csv, sheets, words)
    if as_json:
        print(json.dumps([s.as_dict(words) for s in sheets], ensure_ascii=False, indent=1))
    elif workbook is None and csv is None:
        for one in sheets:
            _print(one, words)


def _open(folders: Sequence[Path], place: str) -> list[Purses]:
    from sim.law.load import load as load_law
    from sim.questions.purse import Purses

    law = load_law()
    runs = [Purses.of(folder, law) for folder in folders]
    for run in runs:
        if place and place not in run.places:
            what = f"the run has no '{place}'; {did_you_mean(place, run.places)}"
            raise UserError(Problem("--place", what))
    return runs


def _sheets(
    runs: Sequence[Purses], words: Words, place: str, names: Sequence[str] | None, *, every: bool
) -> list[Sheet]:
    """The sheets asked for, of one run or of several side by side."""
    from sim.present.filing import side_by_side
    from sim.present.sheets import SHEETS

    wrong = [n for n in names or () if n not in SHEETS and n != "all"]
    if wrong:
        hints = [f"no sheet '{n}'; {did_you_mean(n, list(SHEETS))}" for n in wrong]
        known = f"known: {', '.join(SHEETS)}"
        raise UserError([Problem("--sheet", f"{hint} {known}".strip()) for hint in hints])
    chosen = list(SHEETS) if every else [*(names or PRINTED)]
    found = [[SHEETS[name](run, words, place) for run in runs] for name in chosen]
    titles = [str(run.record["scenario"]["name"]) for run in runs]
    return [same[0] if len(same) == 1 else side_by_side(titles, same) for same in found]


def _write(path: Path, sheets: Sequence[Sheet], words: Words, runs: Sequence[Purses]) -> None:
    from sim.present.workbook import write_workbook

    if path.suffix.lower() != ".xlsx":
        raise UserError(Problem(str(path), "a workbook's name ends in .xlsx"))
    records = [run.record for run in runs]
    about = [("sim", f"{r['wengang']} · {r['fingerprint']}") for r in records]
    about += [(r["scenario"]["name"], words.own(r["scenario"]["title"])) for r in records]
    write_workbook(path, sheets, words, about)
    out.print(f"{len(sheets)} sheets in {path}", highlight=False)


def _write_csv(folder: Path, sheets: Sequence[Sheet], words: Words) -> None:
    import pandas as pd

    from sim.base.files import write_text

    for one in sheets:
        frame = pd.DataFrame(one.rows(words), columns=one.headings(words))
        # The mark at the beginning lets spreadsheets read Chinese.
        write_text(folder / f"{one.name}.csv", "\ufeff" + frame.to_csv(index=False))
    out.print(f"{len(sheets)} files in {folder}", highlight=False)


def _print(sheet: Sheet, words: Words) -> None:
    from sim.present.filing import DECIMALS, shown

    table = Table(title=sheet.title(words), title_justify="left")
    for heading, field in zip(sheet.headings(words), sheet.fields, strict=True):
        right = field.kind in DECIMALS
        table.add_column(escape(heading), justify="right" if right else "left", overflow="fold")
    rows = sheet.rows(words)
    for row in rows[:MOST_ROWS]:
        table.add_row(*(escape(shown(v, f, words)) for v, f in zip(row, sheet.fields, strict=True)))
    out.print(table)
    if len(rows) > MOST_ROWS:
        out.print(f"... {len(rows) - MOST_ROWS} more rows: --json, --csv or --workbook")
    for note in sheet.notes:
        out.print(f"[dim]{escape(note)}[/dim]")
    out.print()
