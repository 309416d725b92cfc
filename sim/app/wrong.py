"""Where in a scenario document a problem of the controls lies."""

from __future__ import annotations

from collections.abc import Sequence

from sim.app.model import DRAFT, Model
from sim.app.state import State
from sim.base.errors import Problem, UserError
from sim.budget.figures import problems
from sim.engine.places import arms


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
