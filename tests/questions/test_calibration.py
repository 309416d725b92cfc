"""The kept fit is that of the values in use; the search finds what it should."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.base.errors import UserError
from sim.economy import response_figures
from sim.economy.responses import FILE as RESPONSES
from sim.economy.responses import responses
from sim.engine import Settings, simulate
from sim.law.load import load as load_law
from sim.questions.backtest import METRICS, _Run
from sim.questions.calibration.figures import FIGURES, Worlds, current_law
from sim.questions.calibration.fit import fit
from sim.questions.calibration.kept import (
    differences,
    is_missed,
    page,
    read_fit,
    with_values_in,
)
from sim.questions.calibration.task import (
    FILE,
    LEVEL,
    REFUND,
    SLOPE,
    Target,
    Task,
    curve,
    shipped_values,
    task,
)
from sim.results import tables_of
from tests.runs import ROOT


def used() -> dict[str, float]:
    return shipped_values(task(), read_fit().values)


@cache
def first_world() -> Worlds:
    wanted = task()
    return Worlds(wanted.model_copy(update={"seeds": wanted.seeds[:1]}))


def test_the_kept_fit_is_that_of_the_values_in_use() -> None:
    found = list(differences(read_fit(), task(), used(), first_world()))
    assert not found, "run: sim calibrate --write\n" + "\n".join(found)


def test_a_value_or_figure_that_is_not_the_kept_one_is_named() -> None:
    kept, wanted = read_fit(), task()
    name, target = "labour.depth", "benefit_recipients"
    one = kept.parameters[name].model_copy(update={"value": 0.1})
    figure = kept.targets[target]
    off = figure.model_copy(update={"figures": tuple(1.005 * f for f in figure.figures)})
    changed = kept.model_copy(
        update={
            "parameters": {**kept.parameters, name: one},
            "targets": {**kept.targets, target: off},
        }
    )
    found = list(differences(changed, wanted, used(), first_world()))
    assert [line.split()[0] for line in found] == [name, target]


def test_the_page_is_current() -> None:
    text = (ROOT / "docs" / "calibration.md").read_text(encoding="utf-8")
    assert text == page(read_fit(), task()), "run: sim calibrate --write"


def test_what_is_missed_is_explained_and_only_that() -> None:
    kept = read_fit()
    for target in task().targets:
        missed = is_missed(kept.targets[target.id])
        assert missed == (len(target.gap) > 40), f"{target.id}: {kept.targets[target.id].residual}"


def test_values_move_only_if_it_is_worth_it() -> None:
    kept, wanted = read_fit(), task()
    assert kept.loss_in_use[0] - kept.loss_best[0] <= wanted.worthwhile
    assert sum(kept.loss_best) <= sum(kept.loss_in_use)
    assert list(kept.parameters) == list(wanted.parameters)
    for one in kept.parameters.values():
        assert one.range[0] <= one.value <= one.range[1]


def test_figures_are_those_of_the_back_test() -> None:
    wanted, size = task(), 0.1
    small = Worlds(wanted.model_copy(update={"seeds": wanted.seeds[:1]}), size=size)
    figures = small.of([used()])[0, 0]
    got = {t.figure: float(f) for t, f in zip(wanted.targets, figures, strict=True)}
    scenario = current_law(wanted.year, wanted.seeds[0], size, {})
    tables = tables_of(simulate(load_law(), scenario, Settings(reach=False)), load_law())
    every = tuple(load_law().jurisdictions)
    for figure, metric, places in (
        ("refund_workers", "refund_workers_share", every),
        ("workers_per_firm", "workers_per_firm", every),
        ("distressed_share", "distressed_share", ("ziyang",)),
        ("skill_per_1000", "skill_per_1000", every),
        ("benefit_recipients", "benefit_recipients", every),
        ("loans_lingyuan", "loans", ("lingyuan",)),
    ):
        assert got[figure] == pytest.approx(METRICS[metric](_Run(tables, places))), figure


def test_more_slumps_mean_fewer_firms_without_layoffs() -> None:
    wanted = task()
    small = Worlds(wanted.model_copy(update={"seeds": wanted.seeds[:1]}), size=0.05)
    known = response_figures()["labour.slump_share"].range
    assert known is not None
    few, many = small.of([{**used(), "labour.slump_share": end} for end in known])[:, 0]
    at = [t.figure for t in wanted.targets].index("firms_without_layoffs")
    assert few[at] > many[at]
    recipients = [t.figure for t in wanted.targets].index("benefit_recipients")
    assert few[recipients] < many[recipients]


class Linear:
    """Worlds whose figures are linear in the numbers."""

    def __init__(self, wanted: Task, matrix: np.ndarray) -> None:
        self.wanted, self.matrix = wanted, matrix

    def of(self, values: Any) -> np.ndarray:
        return np.array([[self.matrix @ np.array(list(v.values()))] for v in values])


def test_the_search_meets_tight_targets_and_leaves_alone_what_they_do_not_tell() -> None:
    real = task()
    names = ("labour.depth", "firms.distressed")
    parameters = {name: real.parameters[name] for name in names}
    common = {"what": {"zh": "甲", "en": "a"}, "unit": "share", "source": "made up"}
    target = Target(
        id="a", figure="x", value=0.15, low=0.149, high=0.151, confidence="found", **common
    )
    wanted = real.model_copy(update={"parameters": parameters, "targets": (target,)})
    found = fit(Linear(wanted, np.array([[1.0, 0.0]])), {names[0]: 0.07, names[1]: 0.06})  # type: ignore[arg-type]
    assert found.moved
    assert found.values[names[0]] == pytest.approx(0.15, abs=0.002)
    assert found.values[names[1]] == parameters[names[1]].prior
    assert found.informed[names[0]] > 0.99
    assert found.informed[names[1]] == pytest.approx(0.0, abs=1e-9)


def test_fitted_values_take_the_place_of_those_in_use(tmp_path: Path) -> None:
    fresh = {**used(), "labour.depth": 0.123, "certificates.per_year": 19.5, LEVEL: -2.0}
    before = RESPONSES.read_text(encoding="utf-8")
    path = tmp_path / "responses.yaml"
    path.write_text(with_values_in(before, fresh), encoding="utf-8")
    read = responses(path)
    assert read.labour.depth.value == 0.123
    assert read.certificates.per_year.value == 19.5
    assert read.take_up[REFUND].by_staff == curve(-2.0, fresh[SLOPE])
    lines = zip(before.splitlines(), path.read_text(encoding="utf-8").splitlines(), strict=True)
    assert sum(a != b for a, b in lines) == 3


def test_a_wrong_task_is_refused(tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8")
    for old, new, said in (
        ("labour.depth:", "labour.depht:", "did you mean 'labour.depth'"),
        ("outcome: skill_per_1000", "outcome: skill_per_100", "did you mean 'skill_per_1000'"),
        ("low: 0.60", "low: 0.95", "'low' should lie below 'high'"),
        ("    unit: share\n", "", "name an outcome, or give all"),
        ("    figure: firms_that_close", "    figure: firms_that_shut", "no such figure"),
    ):
        assert old in text
        path = tmp_path / "calibration.yaml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(UserError, match=said):
            task(path)


def test_shares_that_are_no_longer_the_kept_curve_are_refused() -> None:
    with pytest.raises(UserError, match="not those of level -2"):
        shipped_values(task(), {LEVEL: -2.0, SLOPE: 0.605})


def test_every_figure_is_aimed_at() -> None:
    assert {t.figure for t in task().targets} == set(FIGURES)
