"""The commands on many scenarios: run them all, and lay finished runs side by side."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from sim.base.errors import Problem, UserError
from sim.cli.languages import checked_formats, checked_languages
from sim.cli.progress import progress_line

if TYPE_CHECKING:
    from sim.present.batch import Entry, Plan

out = Console()
err = Console(stderr=True)

Languages = Annotated[
    list[str] | None, typer.Option("--language", "-l", help="zh or en; default: both.")
]
Draws = Annotated[
    int | None,
    typer.Option(
        "--draws", help="Draws for the intervals, 0 for none (quick); default: each scenario's."
    ),
]
Seconds = Annotated[
    float, typer.Option("--page-seconds", min=1, help="Longest time for one report page.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def batch(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...",
            help="Scenario files, folders (every *.yaml in them, not below) or patterns in quotes.",
        ),
    ],
    out_dir: Annotated[Path, typer.Option("--out", "-o", help="Folder to write.")] = Path(
        "reports/batch"
    ),
    language: Languages = None,
    processes: Annotated[
        int | None,
        typer.Option("--processes", "-p", min=1, help="Side by side; default: all cores."),
    ] = None,
    seconds: Seconds = 600.0,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format", "-f", help="html, pdf, xlsx, with commas, or none; default: html,xlsx."
        ),
    ] = None,
    *,
    draws: Draws = None,
    as_json: AsJson = False,
) -> None:
    """Simulate and render many scenarios overnight, and rank them on one page.

    Every scenario is checked first. One that fails is reported with its reason, the others
    finish, and the exit code is 1. Scenarios of the same content are simulated once. Give the
    same command again after an interruption: what is finished is not done again.

    Example: sim batch scenarios --out reports/night; sim batch 'mine/**/*.yaml' extra.yaml -l zh
    """
    from sim.base.pool import cores
    from sim.present.batch import FORMATS, USUAL, Plan

    wanted = () if formats == ["none"] else checked_formats(formats, FORMATS, USUAL)
    plan = Plan(out_dir, checked_languages(language), processes or cores(), seconds, wanted, draws)
    entries = _go(paths, plan)
    if as_json:
        print((out_dir / "summary.json").read_text(encoding="utf-8"), end="")
    else:
        _report(entries, out_dir)
    if any(entry.failed for entry in entries):
        raise typer.Exit(1)


def _go(paths: list[str], plan: Plan) -> list[Entry]:
    from sim.present.batch import run_batch

    try:
        with progress_line() as tell:
            return run_batch(paths, plan, tell, _say)
    except KeyboardInterrupt:
        _say("what is finished stays; the same command goes on from there")
        raise


def _say(text: str) -> None:
    err.print(text, style="yellow", markup=False, highlight=False, soft_wrap=True)


def _report(entries: list[Entry], folder: Path) -> None:
    """Say what failed and why, what was the same, and where the results are."""
    for entry in entries:
        if entry.reason:
            where = "" if entry.reason.startswith(entry.path) else f"{entry.path}: "
            _say(f"failed: {where}{entry.reason}")
        for page, why in entry.pages_failed.items() if not entry.same_as else ():
            _say(f"failed: {entry.path}: {page or 'report'}: {why}")
        if entry.same_as:
            out.print(
                f"{entry.path} has the content of {entry.same_as}", markup=False, highlight=False
            )
    failed = sum(entry.failed for entry in entries)
    noun = "scenario" if len(entries) == 1 else "scenarios"
    text = f"{len(entries) - failed} of {len(entries)} {noun} finished"
    out.print(
        f"{text}; open {folder / 'index.html'}", markup=False, highlight=False, soft_wrap=True
    )


def compare(
    folders: Annotated[
        list[Path],
        typer.Argument(metavar="RUN RUN...", help="Run folders, the first to compare with."),
    ],
    out_dir: Annotated[Path, typer.Option("--out", "-o", help="Folder to write.")] = Path(
        "reports/comparison"
    ),
    language: Languages = None,
    as_json: AsJson = False,
) -> None:
    """Lay finished runs side by side: a page in each language and a workbook.

    Example: sim compare runs/baseline runs/refund_70 --out reports/refund
    """
    from sim.present.batch_index import open_runs
    from sim.present.comparison import as_dict, write_pages

    languages = checked_languages(language)
    rows = open_runs(folders)
    if len(rows.runs) < 2:
        again = ": the same run is named again" if len(folders) > 1 else ""
        raise UserError(Problem("", f"name two run folders or more{again}"))
    written = write_pages(rows, out_dir, languages)
    if as_json:
        data: Any = as_dict(rows)
        print(json.dumps(data, ensure_ascii=False, indent=1))
        return
    for path in written:
        out.print(str(path), markup=False, highlight=False, soft_wrap=True)
