"""The run of a scenario: the finished one of the same content, or one that is simulated now."""

from __future__ import annotations

from pathlib import Path

from sim.base.errors import Problem, UserError
from sim.base.files import check_writable
from sim.budget.figures import problems as budget_problems
from sim.engine.places import arms
from sim.law.load import load as load_law
from sim.present.page_jobs import no_place
from sim.questions.uncertainty import simulated
from sim.results.kept import find_kept, folder_name, keep, run_key
from sim.scenario import Scenario, load

RUNS = Path("runs")
"""Where runs are kept, by their content, for whom names a scenario and no run folder."""


def in_order(path: str | Path, draws: int | None = None) -> Scenario:
    """A scenario that law and budget have nothing against; ``draws`` asks for another number."""
    scenario = load(path)  # checked as it was written: problems name the lines of the file
    wrong = budget_problems(scenario)
    if wrong:
        raise UserError(wrong)
    list(arms(load_law(), scenario))
    return scenario if draws is None else scenario.with_(draws=draws)


def run_of(path: str | Path, jurisdiction: str) -> Path:
    """The run folder of a scenario file in ``RUNS``; without one it is simulated, in this process.

    Args:
        path: the scenario file.
        jurisdiction: one of its places, or ``all``: asked before anything is simulated.
    """
    scenario = in_order(path)
    known = [*(scenario.file.jurisdictions or load_law().jurisdictions), "all"]
    if jurisdiction not in known:
        raise UserError(Problem("jurisdiction", no_place(jurisdiction, known)))
    key = run_key(scenario)
    folder = RUNS / folder_name(scenario, key)
    found = find_kept(RUNS, key)
    if found is None:
        check_writable(folder)
        outcome, answers = simulated(load_law(), scenario)
        keep(outcome, load_law(), folder, answers)
    return found or folder
