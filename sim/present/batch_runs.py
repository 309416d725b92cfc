"""What a batch does in processes: simulate a scenario into its folder, write a run's workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.base.errors import UserError
from sim.base.files import disk_is_full
from sim.base.pool import pool
from sim.engine.people import people_of
from sim.law.load import load as load_law
from sim.questions.uncertainty import simulated
from sim.results.kept import keep
from sim.results.record import code_sha256, revision
from sim.scenario import Scenario

if TYPE_CHECKING:
    from sim.present.batch import Entry, Plan
    from sim.present.words import Language

AT_HAND = 8  # populations that the engine keeps
KILLED = "its process was killed; is there enough memory for this population?"


def simulate_all(todo: Sequence[Entry], plan: Plan, done: Callable[[Entry], None]) -> None:
    """Simulate scenarios side by side; each ends in a run folder or with a reason."""

    def told(entry: Entry, reason: str) -> None:
        entry.reason = reason
        done(entry)

    if todo:
        _read_ahead(todo)
        works = [(e, (e.scenario, plan.runs / e.folder)) for e in sorted(todo, key=_world)]
        _work_off(works, _simulate, plan.processes, told)


def file_all(
    todo: Sequence[tuple[Entry, Language]], plan: Plan, done: Callable[[Entry], None]
) -> None:
    """Write the workbooks of finished runs, each in its language, side by side."""

    def told(entry: Entry, reason: str) -> None:
        if reason:
            entry.pages_failed[f"{entry.folder}.xlsx"] = reason
        done(entry)

    works = [(e, (plan.runs / e.folder, plan.book(e.folder, x), x)) for e, x in todo]
    _work_off(works, _file, plan.processes, told)


def _world(entry: Entry) -> str:
    """What scenarios of one world have in common: they come one after another and share work."""
    file = entry.scenario and entry.scenario.file
    common = {"jurisdictions", "years", "population", "world", "behaviour"}
    return file.model_dump_json(include=common) if file else ""


def _read_ahead(todo: Sequence[Entry]) -> None:
    """Read what all scenarios share before the processes fork, so that they need not."""
    wanted = {
        (name, spec.size, spec.seed, spec.draw)
        for scenario in (entry.scenario for entry in todo)
        if scenario is not None
        for spec in [scenario.file.population]
        for name in scenario.file.jurisdictions or load_law().jurisdictions
        if name not in spec.tables
    }
    if len(wanted) <= AT_HAND:
        for key in sorted(wanted):
            people_of(*key)
    code_sha256(), revision()  # of the program that runs, whatever happens to its files meanwhile


def _work_off(
    works: Sequence[tuple[Entry, tuple[Any, ...]]],
    do: Callable[..., str],
    processes: int,
    told: Callable[[Entry, str], None],
) -> None:
    """Do all, each with its arguments; a reason is told of what failed, an empty one else."""
    if not works:
        return
    left = _side_by_side(works, do, min(processes, len(works)), told)
    for work in left:  # a worker died: one at a time, so that it takes no other with it
        if _side_by_side([work], do, 1, told):
            told(work[0], KILLED)


def _side_by_side(
    works: Sequence[tuple[Entry, tuple[Any, ...]]],
    do: Callable[..., str],
    processes: int,
    told: Callable[[Entry, str], None],
) -> list[tuple[Entry, tuple[Any, ...]]]:
    """Returns the works whose process died."""
    died = []
    with pool(processes) as workers:
        futures: dict[Future[str], Any] = {workers.submit(do, *work[1]): work for work in works}
        for future in as_completed(futures):
            work = futures[future]
            try:
                reason = future.result()
            except BrokenProcessPool:
                died.append(work)
                continue
            told(work[0], reason)
    return died


def _simulate(scenario: Scenario, folder: Path) -> str:
    """Simulate one scenario into its folder; the reason when that failed."""
    try:
        outcome, answers = simulated(load_law(), scenario, more=True)
        keep(outcome, load_law(), folder, answers)
    except UserError as error:
        return str(error)
    except Exception as error:
        if disk_is_full(error):
            raise
        return f"{scenario.document.name}: {type(error).__name__}: {error}"
    return ""


def _file(folder: Path, path: Path, language: Language) -> str:
    """Write the workbook of one run; the reason when that failed."""
    import pandas as pd

    from sim.present.run_book import write_run_book
    from sim.present.rundir import open_run
    from sim.present.words import Words

    try:
        with pd.option_context("mode.string_storage", "python"):  # faster for many small tables
            write_run_book(open_run(folder), path, Words(language))
    except UserError as error:
        return str(error)
    except Exception as error:
        if disk_is_full(error):
            raise
        return f"{type(error).__name__}: {error}"
    return ""
