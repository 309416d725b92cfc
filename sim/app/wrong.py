"""Where a problem lies, and how the page says it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.app.model import DRAFT, Model
from sim.app.state import State
from sim.base.errors import NoEffectError, Problem, Said, UserError
from sim.budget.figures import problems
from sim.engine.places import arms
from sim.law.load import Law
from sim.scenario import Scenario


def sentence(problem: Problem, folder: Path, language: str) -> str:
    """What is wrong, and where in the planner's own files; other places say nothing to a planner.

    Args:
        problem: to be said.
        folder: where the planner's files are.
        language: of the page.
    """
    inside = f"{folder}/"
    is_cell = isinstance(problem.where, Said)
    if is_cell or problem.where.startswith(inside):
        return problem.in_full(language).removeprefix(inside)
    return problem.said(language)


def check(scenario: Scenario, law: Law) -> None:
    """``UserError`` where an opened file is no lawful scenario; it may be one without effect."""
    wrong = problems(scenario)
    try:
        list(arms(law, scenario))
    except NoEffectError:
        pass
    except UserError as error:
        wrong += error.problems
    if wrong:
        raise UserError(wrong)


def located(state: State, model: Model, error: UserError) -> Sequence[Problem]:
    """The problems of a state with the part of the document that each is about.

    The document is written out and read again, which takes longer than a slider may; so only
    where something is wrong.
    """
    try:
        scenario = state.written(DRAFT)
        wrong = problems(scenario)
        if not wrong:
            list(arms(model.law, scenario))
            for place in state.jurisdictions:
                scenario.own_tables(place)
    except UserError as found:
        return found.problems
    return wrong or error.problems
