"""The commands that set the program beside the world: calibrate and validate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from sim.questions.calibration.kept import KeptFit
    from sim.questions.calibration.task import Task

out, err = Console(), Console(stderr=True)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Processes = Annotated[
    int | None,
    typer.Option("--processes", "-p", min=1, help="Worker processes; default: all cores."),
]
PAGE = Path(__file__).parents[2] / "docs" / "calibration.md"


def calibrate(
    write: Annotated[
        bool, typer.Option("--write", help="Keep the fit, and values that are worth a change.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Compare the kept fit with the values in use.")
    ] = False,
    processes: Processes = None,
    as_json: AsJson = False,
) -> None:
    """Fit the free numbers of the economy to published figures, and show how well they fit.

    Without --write nothing changes. A search takes two to three minutes, --check some seconds.

    Example: sim calibrate --check; sim calibrate --write
    """
    from sim.base.errors import UserError
    from sim.base.files import write_text
    from sim.base.pool import cores
    from sim.questions.calibration import kept as files
    from sim.questions.calibration.figures import Worlds
    from sim.questions.calibration.fit import fit
    from sim.questions.calibration.task import shipped_values, task

    if write and check:
        raise UserError("--check compares and --write replaces: give one of them")
    note = err if as_json else out
    wanted, kept = task(), files.read_fit()
    used = shipped_values(wanted, kept.values)
    worlds = Worlds(wanted, processes or cores())
    if check:
        _show(kept, wanted, as_json=as_json)
        _compare(list(files.differences(kept, wanted, used, worlds)), kept, note)
        return
    result = fit(worlds, used, lambda line: note.print(line, highlight=False))
    if write:
        write_text(PAGE, files.page(files.write_fit(result), wanted))
    _show(files.kept_fit(result), wanted, as_json=as_json)
    note.print(_what_moved(moved=result.moved, written=write))


def _compare(found: list[str], kept: KeptFit, note: Console) -> None:
    from sim.questions.calibration.kept import fingerprint

    for line in found:
        note.print(f"DIFFERS  {line}", markup=False, highlight=False, soft_wrap=True)
    if found:
        raise typer.Exit(1)
    changed = "" if kept.fingerprint == fingerprint() else ", though its data have changed"
    note.print(f"the kept fit is that of the values in use{changed}", highlight=False)


def _what_moved(*, moved: bool, written: bool) -> str:
    if not moved:
        return "the values in use are at the optimum within what is worth a change"
    if written:
        return "values moved: run make golden WHY=..., and write docs/backtest.md again"
    return "other values fit better: sim calibrate --write puts them in place"


def _show(kept: KeptFit, wanted: Task, *, as_json: bool) -> None:
    from sim.questions.calibration.kept import is_missed, said

    if as_json:
        print(json.dumps(kept.model_dump(mode="json"), ensure_ascii=False, indent=1))
        return
    losses = [f"{of[0]:.2f} + {of[1]:.2f}" for of in (kept.loss_in_use, kept.loss_best)]
    title = f"loss (targets + priors) in use {losses[0]}, where the search ended {losses[1]}"
    numbers = Table("number", "prior", "range", "in use", "search ended at", "told", title=title)
    for name, one in kept.parameters.items():
        low, high = one.range
        numbers.add_row(
            name, f"{one.prior:g}", f"{low:g} to {high:g}", f"{one.value:g}", f"{one.best:g}",
            f"{one.informed:.0%}",
        )  # fmt: skip
    out.print(numbers)
    figures = Table("figure", "published", "program", "ratio", "distance (s.d.)")
    for target in wanted.targets:
        fitted = kept.targets[target.id]
        style = "red" if is_missed(fitted) else "green"
        figures.add_row(
            target.what.en if target.what else target.id,
            said(fitted.published, target.unit), said(fitted.mean, target.unit),
            f"[{style}]{fitted.ratio:.2f}[/{style}]", f"{fitted.residual:+.1f}",
        )  # fmt: skip
    out.print(figures)


def validate(
    write: Annotated[
        Path | None, typer.Option("--write", help="Also write the page as Markdown.")
    ] = None,
    processes: Processes = None,
    as_json: AsJson = False,
) -> None:
    """The program's answers beside published evaluations, its terms set to those programmes.

    Example: sim validate --write docs/validation.md
    """
    from sim.base.files import write_text
    from sim.base.pool import cores
    from sim.engine import Settings, simulate
    from sim.law.load import load as load_law
    from sim.questions.evaluations import page
    from sim.questions.evaluations.listed import listed
    from sim.results import Tables, tables_of
    from sim.scenario import Scenario

    def run(scenario: Scenario) -> Tables:
        settings = Settings(processes=processes or cores(), reach=False)
        return tables_of(simulate(load_law(), scenario, settings), load_law())

    rows = list(page.validate(listed(), run))
    if write is not None:
        write_text(write, page.markdown(rows))
    if as_json:
        told = [{**r.evaluation.model_dump(), "got": r.got, "inside": r.inside} for r in rows]
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return
    table = Table("programme and figure", "published", "range", "program", "verdict", "role")
    for row in rows:
        one, style = row.evaluation, "green" if row.inside else "red"
        table.add_row(
            one.what.en, page.said(one.value, one.unit),
            f"{page.said(one.low, one.unit)} to {page.said(one.high, one.unit)}",
            page.said(row.got, one.unit),
            f"[{style}]{'inside' if row.inside else 'outside'}[/{style}]", one.role,
        )  # fmt: skip
    out.print(table)
