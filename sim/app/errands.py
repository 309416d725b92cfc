"""What the process beside the page does when asked; each errand tells how far it is.

The full answer of a state is a run folder as ``sim run`` writes it, kept by its content.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from sim.app.full import full_of
from sim.app.model import DRAFT, answer_of
from sim.base.errors import Problem, UserError, say
from sim.base.files import alone_in, write_text
from sim.base.pool import cores
from sim.budget.figures import problems as budget_problems
from sim.engine import Outcome, Settings, simulate
from sim.law.load import Law
from sim.law.load import load as load_law
from sim.population import cache_folder
from sim.present.notebooks import render
from sim.present.rundir import open_run
from sim.present.sheets import SHEETS
from sim.present.words import Words
from sim.present.workbook import write_workbook
from sim.questions.purse import Purses
from sim.questions.uncertainty import of_draws, simulated
from sim.results.answers import INTERVALS, add_answer, read_answer
from sim.results.kept import is_whole, run_key
from sim.results.record import RECORD, code_sha256, read_record
from sim.results.write import Answer, write
from sim.scenario import Scenario

Tell = Callable[..., None]
Request = dict[str, Any]

FEW_DRAWS = 40
"""Draws behind the intervals of the page; ``sim run`` makes 200."""
KEPT = 60
ANSWER = "answer.json"


def full_answer(scenario: Scenario, request: Request, tell: Tell) -> None:
    """Jobs first, then intervals; each is told when it is there."""
    folder, draws = kept_folder(scenario), int(request.get("draws", FEW_DRAWS))
    draws = 0 if scenario.file.population.draw else draws
    with alone_in(folder, lambda: tell(step="waiting", done=0, of=0)):
        told = _kept(folder)
        if told is None or told["draws"] < draws:
            told = _worked_out(scenario, folder, draws, tell)
    tell(found=told)
    _tidy(folder.parent)


def _worked_out(scenario: Scenario, folder: Path, draws: int, tell: Tell) -> dict[str, Any]:
    outcome = _simulated(scenario, tell)
    write(outcome, law(), folder / "run")
    told = _written(folder, outcome)
    if not draws:
        return told
    tell(found=told)
    answers = of_draws(law(), outcome, draws, cores(), _progress(tell))
    for name, (table, asked) in answers.items():
        add_answer(folder / "run", outcome.scenario, name, table, asked)
    return _written(folder, outcome)


def _simulated(scenario: Scenario, tell: Tell) -> Outcome:
    wrong = budget_problems(scenario)
    if wrong:
        raise UserError(wrong)
    return simulate(law(), scenario, Settings(processes=cores()), _progress(tell))


def _progress(tell: Tell) -> Callable[[str, int, int], None]:
    def progress(what: str, done: int, of: int) -> None:
        tell(step=what, done=done, of=of)

    return progress


def _written(folder: Path, outcome: Outcome) -> dict[str, Any]:
    """The full answer of the run in a folder, kept beside it."""
    data = full_of(open_run(folder / "run"), answer_of(law(), outcome)).packed()
    write_text(folder / ANSWER, json.dumps(data))
    return data


def _kept(folder: Path) -> dict[str, Any] | None:
    """The full answer in a folder, if the run behind it is whole."""
    if not (folder / ANSWER).is_file() or not is_whole(folder / "run"):
        return None
    found: dict[str, Any] = json.loads((folder / ANSWER).read_text(encoding="utf-8"))
    return found


def kept_folder(scenario: Scenario) -> Path:
    """Where the full answer of a scenario is kept."""
    return desk_folder() / run_key(scenario)


def desk_folder() -> Path:
    """Where full answers are kept, beside the populations."""
    return cache_folder().parent / "desk"


def _tidy(desk: Path) -> None:
    """Keep the newest answers only."""
    folders = sorted(desk.iterdir(), key=lambda path: path.stat().st_mtime)
    for old in folders[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)


@lru_cache(maxsize=1)
def law() -> Law:
    """The law, read once."""
    return load_law()


# --- what is written out -------------------------------------------------------------------------


def workbook(scenario: Scenario, request: Request, tell: Tell) -> None:
    """The tables a bureau files, of the scenario's own run."""
    out = Path(request["out"])
    _own_run(scenario, out, int(request["draws"]), tell)
    words = Words(request["language"])
    tell(step="workbook", done=0, of=1)
    run, path = Purses.of(out / "run", law()), out / f"{scenario.name}.xlsx"
    sheets = [build(run, words, "") for build in SHEETS.values()]
    about = [("sim", f"{run.record['wengang']} · {run.record['fingerprint']}")]
    about.append((scenario.name, words.own(run.record["scenario"]["title"])))
    write_workbook(path, sheets, words, about)
    tell(written=[str(path)])


def report(scenario: Scenario, request: Request, tell: Tell) -> None:
    """The report in both languages, of the scenario's own run."""
    out = Path(request["out"])
    _own_run(scenario, out, int(request["draws"]), tell)
    tell(step="report", done=0, of=0)
    pages = render(
        out / "run", out, workers=cores(),
        progress=lambda page: tell(step="pages", done=page.done, of=page.total),
    )  # fmt: skip
    tell(written=[str(path) for path in pages])


def _own_run(scenario: Scenario, out: Path, draws: int, tell: Tell) -> None:
    """The run folder of a scenario in its report's folder, as ``sim report`` makes it."""
    if out.exists() and any(out.iterdir()) and not (out / "run" / RECORD).is_file():
        what = say(
            "{out} holds something that is not an earlier report; choose another file name",
            "{out} 中有并非先前报告的内容；请换一个文件名",
            out=out,
        )
        raise UserError(Problem(str(out), what))
    if _is_run_of(out / "run", scenario, draws):
        return
    wrong = budget_problems(scenario)
    if wrong:
        raise UserError(wrong)
    known = _known_answers(scenario, draws)
    outcome, answers = simulated(law(), scenario, cores(), _progress(tell), 0 if known else draws)
    write(outcome, law(), out / "run", known or answers)


def _known_answers(scenario: Scenario, draws: int) -> dict[str, Answer]:
    """What the page has made of the draws of the same content: a header changes no figure."""
    folder = kept_folder(scenario.with_(**DRAFT)) / "run"
    if not draws or not is_whole(folder):
        return {}
    known = read_record(folder)["answers"].items()
    return {
        name: (read_answer(folder, name), asked)
        for name, asked in known
        if asked.get("draws") == draws
    }


def _is_run_of(folder: Path, scenario: Scenario, draws: int) -> bool:
    """Whether a folder holds this very run already."""
    try:
        record = read_record(folder)
    except UserError:
        return False
    asked = record.get("answers", {}).get(INTERVALS, {}).get("draws", 0)
    made_of = record["scenario"]["sha256"], record["code"]["sha256"], record["law"]["sha256"]
    same = made_of == (scenario.sha256, code_sha256(), law().sha256)
    return same and asked == draws and is_whole(folder)


ERRANDS: dict[str, Callable[[Scenario, Request, Tell], None]] = {
    "answer": full_answer,
    "workbook": workbook,
    "report": report,
}
