"""The scorecard: every target beside what was drawn; the command that prints it."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from sim.cli.main import app
from sim.population import compare_with_targets, draw, jurisdictions, targets_of
from sim.population.checks import bases, gini, tail_exponent
from sim.population.comparison import of_figure, of_share
from sim.population.figures import Figure, Mix

PLACES = jurisdictions()
KNOWN_MISSES = {"sunan": {"workers in firms from 300 staff"}, "ziyang": {"insured over residents"}}
"""Findings: Sunan has no firm so large; Ziyang insures few of its residents."""


@pytest.fixture(scope="module")
def cards():
    with np.errstate(all="raise"):
        return {p: compare_with_targets(draw(targets_of(p))) for p in PLACES}


@pytest.fixture(autouse=True, scope="module")
def _own_cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WENGANG_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.mark.parametrize("place", PLACES)
def test_every_target_is_met_but_for_known_findings(cards, place):
    missed = {row.target for row in cards[place] if row.verdict == "missed"}
    assert missed == KNOWN_MISSES.get(place, set())


@pytest.mark.parametrize("place", PLACES)
def test_targets_that_are_fitted_are_met_closely(cards, place):
    rows = [row for row in cards[place] if row.role == "fitted"]
    assert len(rows) >= 100
    for row in rows:
        assert np.isfinite(row.error), row
        assert row.low <= row.wanted <= row.high, row
        if row.target.startswith(("mean wage", "interns", "women among workers", "rural among")):
            assert abs(row.error) < 0.01, row
        if row.target.startswith(("sector", "ownership", "tier")):
            assert abs(row.got - row.wanted) < 0.0015, row
        if row.target.startswith("wage spread"):
            assert abs(row.error) < 0.03, row


@pytest.mark.parametrize("seed", [1, 2])
def test_another_seed_meets_them_too(seed):
    card = compare_with_targets(draw(targets_of("sunan"), seed))
    missed = {row.target for row in card if row.verdict == "missed"}
    assert missed == KNOWN_MISSES["sunan"]


@pytest.mark.parametrize("place", PLACES)
def test_checks_are_apart_and_say_how_they_are_known(cards, place):
    rows = {row.target: row for row in cards[place] if row.role == "check"}
    assert len(rows) == 8
    assert 0.30 < rows["Gini of wages"].got < 0.38
    assert 1.0 < rows["tail exponent of firm sizes"].got < 1.5


def figure(value, confidence, limits=None):
    return Figure(
        value=value, unit="share", period=2018, source="test", confidence=confidence, range=limits
    )


@pytest.mark.parametrize(
    ("wanted", "got", "verdict"),
    [
        (figure(0.5, "found"), 0.5049, "met"),
        (figure(0.5, "found"), 0.506, "missed"),
        (figure(0.5, "derived", (0.1, 0.9)), 0.514, "met"),
        (figure(0.5, "derived", (0.1, 0.9)), 0.516, "missed"),
        (figure(0.5, "recalled", (0.1, 0.9)), 0.89, "met"),
        (figure(0.5, "recalled", (0.1, 0.9)), 0.91, "missed"),
    ],
)
def test_the_verdict_depends_on_how_the_target_is_known(wanted, got, verdict):
    assert of_figure("x", wanted, got).verdict == verdict


def test_a_check_is_met_inside_its_range_however_it_is_known():
    wanted = figure(0.5, "derived", (0.1, 0.9))
    assert of_figure("x", wanted, 0.8, role="check").verdict == "met"
    assert of_figure("x", wanted, 0.95, role="check").verdict == "missed"


def test_shares_of_few_agents_may_miss_by_half_an_agent():
    mix = Mix(
        shares={"a": 0.04, "b": 0.96}, unit="share", period=2018, source="test",
        confidence="derived", range=(0.9, 1.1),
    )  # fmt: skip
    assert of_share("a", mix, 0.04, 0.0, 10).verdict == "met"
    assert of_share("a", mix, 0.04, 0.0, 1000).verdict == "missed"
    assert of_share("a", mix, 0.04, 0.04, 1000).high == pytest.approx(0.044)


def test_gini_and_tail_of_known_distributions():
    assert gini(np.array([1.0, 1.0, 1.0])) == pytest.approx(0)
    assert gini(np.array([0.0, 0.0, 1.0])) == pytest.approx(2 / 3)
    chance = (np.arange(100_000) + 0.5) / 100_000
    sizes = np.rint(5 * chance ** (-1 / 1.3)).astype(int)
    assert tail_exponent(sizes) == pytest.approx(1.3, rel=0.02)
    assert np.isnan(tail_exponent(np.array([1, 2, 30])))


def test_bases_come_from_the_law():
    assert bases("xiangtan", 2018) == pytest.approx((3300, 16499, 0.01))
    assert bases("xiangtan", 2019) == pytest.approx((2825, 14100, 0.01), rel=0.05)


def run(*words):
    return CliRunner().invoke(app, ["population", *words], catch_exceptions=False)


def test_the_command_prints_summaries_and_scorecards():
    found = run("sunan")
    assert found.exit_code == 0
    assert "3,600" in found.stdout
    card = run("sunan", "--scorecard")
    assert card.exit_code == 0
    assert "missed" in card.stdout
    assert "nothing is drawn to these" in card.stdout


def test_the_command_prints_json():
    told = json.loads(run("sunan", "--scorecard", "--json").stdout)
    assert set(told) == {"sunan"}
    row = told["sunan"][0]
    assert set(row) == {
        "target", "wanted", "got", "error", "confidence", "unit", "low", "high", "role", "verdict",
    }  # fmt: skip
    told = json.loads(run("sunan", "--draw", "3", "--json").stdout)
    assert told["sunan"]["workers"] != 3600
