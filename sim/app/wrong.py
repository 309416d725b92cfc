"""Where a problem lies, and how the page says it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from sim.app.glossary import AppWords
from sim.app.model import DRAFT, Model
from sim.app.state import State
from sim.base.errors import NoEffectError, Problem, Said, UserError
from sim.budget.figures import problems
from sim.engine.places import arms
from sim.law.load import Law
from sim.scenario import Scenario

NAME = re.compile(r"\b[a-z]+(_[a-z]+)*\b", re.ASCII)


def sentence(problem: Problem, folder: Path, words: AppWords) -> str:
    """What is wrong, and where in the planner's own files; other places say nothing to a planner.

    Names stay as they are where a file has them; of a control they are those it goes by.

    Args:
        problem: to be said.
        folder: where the planner's files are.
        words: of the language shown.
    """
    inside = f"{folder}/"
    if is_cell(problem.where) or problem.where.startswith(inside):
        return problem.in_full(words.language).removeprefix(inside)
    text = problem.said(words.language)
    return NAME.sub(lambda found: _word(found[0], words), text) if words.chinese else text


def is_cell(where: str) -> bool:
    """Whether a place lies in own tables: only those have rows, which each language says."""
    return isinstance(where, Said)


def _word(name: str, words: AppWords) -> str:
    known = (words.find(section, name) for section in ("term", "kind"))
    return next((pair[0] for pair in known if pair), name)


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
