"""The program's answers beside published evaluations elsewhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from sim.base.errors import UserError
from sim.engine import Settings, simulate
from sim.law.load import load as load_law
from sim.questions.evaluations.figures import (
    World,
    cost_of_a_job_kept,
    grant_effect,
    prevented,
    would_have_left,
)
from sim.questions.evaluations.listed import FILE, listed
from sim.questions.evaluations.page import Row, markdown, validate
from sim.results import Tables, tables_of
from sim.scenario import Scenario
from tests.runs import ROOT, tables


def run(scenario: Scenario) -> Tables:
    """The baseline is that of the other tests: the scenario differs in its words alone."""
    if scenario.name == "ordinary":
        return tables("baseline")
    return tables_of(simulate(load_law(), scenario, Settings(reach=False)), load_law())


@cache
def rows() -> tuple[Row, ...]:
    return tuple(validate(listed(), run))


@cache
def slump() -> World:
    return World(listed().scenario("slump").with_(jurisdictions=["lingyuan", "sunan"]), run)


def test_the_page_is_current() -> None:
    text = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    assert text == markdown(list(rows())), "run: sim validate --write docs/validation.md"


def test_what_lies_outside_is_explained_and_only_that() -> None:
    for row in rows():
        explained = len(row.evaluation.gap) > 40
        assert explained is not row.inside, f"{row.evaluation.id}: {row.got:.4g}"


def test_most_figures_are_tests_and_most_pass() -> None:
    emergent = [row for row in rows() if row.evaluation.role == "emergent"]
    assert len(emergent) > len(rows()) / 2
    assert sum(row.inside for row in emergent) > len(emergent) / 2


def test_a_programme_that_bears_more_prevents_more_and_costs_more() -> None:
    shares = [prevented(slump(), {"borne": b, "from": 0.1}) for b in (0.0, 0.3, 0.6, 1.0)]
    assert shares[0] == 0 < shares[1] < shares[2] < shares[3]
    costs = [cost_of_a_job_kept(slump(), {"borne": b, "from": 0.1}) for b in (0.3, 0.6, 1.0)]
    assert costs == sorted(costs)


def test_workers_of_firms_hit_harder_are_likelier_to_leave() -> None:
    shares = [would_have_left(slump(), {"borne": 1.0, "from": f}) for f in (0.02, 0.1, 0.2)]
    assert shares == sorted(shares)


def test_a_larger_grant_spares_more() -> None:
    spared = [grant_effect(slump(), {"months": m, "below": 500}) for m in (0, 1, 2.5, 12)]
    assert spared[0] == 0 < spared[1] < spared[2] < spared[3]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("figure: still_open", "figure: still_opened", "did you mean 'still_open'"),
        ("scenario: slump", "scenario: slumps", "did you mean 'slump'"),
        ("low: 0.10\n    high: 0.25", "low: 0.22\n    high: 0.25", "within its range"),
        ("borne: 0.615, ", "borne: [1], ", "borne"),
        ("layoffs: 3.0", "layoffs: 30.0", "layoffs"),
    ],
)
def test_a_wrong_list_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "evaluations.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UserError, match=said):
        listed(path)
