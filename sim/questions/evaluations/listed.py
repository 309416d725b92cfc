"""The evaluations: published figure, range and source, and the terms of the program's figure."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from sim.base.documents import Strict, read
from sim.base.errors import UserError, did_you_mean
from sim.law.schema import Names
from sim.questions.evaluations.figures import FIGURES
from sim.scenario import Scenario
from sim.scenario.load import of_data

FILE = Path(__file__).parents[1] / "data" / "evaluations.yaml"


class Evaluation(Strict):
    """A published figure, and which figure of the program it is set beside.

    ``role``: ``emergent`` where the figure comes out of decisions, ``set`` where a parameter was
    chosen with it in view. ``gap`` says why the program lies outside the range.
    """

    id: str
    what: Names
    figure: str
    scenario: str
    terms: dict[str, float | str]
    set: Annotated[str, Field(min_length=4)]
    value: float
    low: float
    high: float
    unit: str
    source: Annotated[str, Field(min_length=4)]
    confidence: Literal["found", "derived", "recalled"]
    role: Literal["emergent", "set"]
    gap: str = ""

    @model_validator(mode="after")
    def _inside(self) -> Self:
        if not self.low <= self.value <= self.high:
            raise ValueError("the published figure should lie within its range")
        return self


class Listed(Strict):
    """Everything in ``data/evaluations.yaml``."""

    scenarios: dict[str, dict[str, Any]]
    evaluations: tuple[Evaluation, ...]

    def scenario(self, name: str) -> Scenario:
        """A scenario of the list: the baseline with the differences that it names."""
        plain = {
            "title": {"zh": "现行文件", "en": "Current law"},
            "question": {"zh": "与已发表的评估相比如何？", "en": "How does it compare?"},
            "author": "sim validate",
            "date": "2019-12-31",
            "expect": {"outlay": "same"},
            "years": [2019, 2021],
        }
        return of_data({**plain, **self.scenarios[name]}, name)


def listed(path: Path = FILE) -> Listed:
    """The evaluations; ``UserError`` with every problem if the file is not right."""
    document = read(path)
    found = document.as_model(Listed)
    problems = []
    for i, one in enumerate(found.evaluations):
        for key, name, known in (
            ("figure", one.figure, FIGURES),
            ("scenario", one.scenario, found.scenarios),
        ):
            if name not in known:
                what = f"no such {key} '{name}'; {did_you_mean(name, list(known))}"
                problems.append(document.problem(("evaluations", i, key), what))
    if problems:
        raise UserError(problems)
    for name in found.scenarios:
        found.scenario(name)
    return found
