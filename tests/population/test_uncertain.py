"""Worlds of uncertain targets: world 0 is the central one, the others lie inside the ranges."""

import numpy as np
import pytest
from pydantic import BaseModel

from sim.base.errors import UserError
from sim.engine import simulate
from sim.law.load import load as load_law
from sim.population import compare_with_targets, draw, jurisdictions, load, targets_of
from sim.population import store as store_module
from sim.population.figures import Codes, Cross, Curve, Figure, Mix, Profiles, Rates, Sourced
from sim.scenario import load as load_scenario
from tests.runs import ROOT


def figures(model, name=""):
    """Every sourced figure of a document with its name."""
    if isinstance(model, Sourced):
        yield name, model
    elif isinstance(model, BaseModel):
        for key, value in dict(model).items():
            yield from figures(value, f"{name}.{key}")
    elif isinstance(model, dict):
        for key, value in model.items():
            yield from figures(value, f"{name}.{key}")
    elif isinstance(model, list):
        for key, value in enumerate(model):
            yield from figures(value, f"{name}.{key}")


def all_figures(place, k):
    targets = targets_of(place, draw=k)
    return dict([*figures(targets.place, "place"), *figures(targets.common, "common")])


def test_world_0_is_the_central_one():
    assert targets_of("sunan", draw=0) == targets_of("sunan")
    assert all_figures("sunan", 0) == all_figures("sunan", 0)


def test_worlds_differ_and_repeat():
    one, again, two = (all_figures("tacheng", k) for k in (1, 1, 2))
    assert one == again
    differing = [name for name in one if one[name] != two[name]]
    assert len(differing) > 80
    assert one["place.insured"].value != targets_of("tacheng").place.insured.value


def test_what_is_found_without_a_range_stays():
    central, moved = all_figures("ziyang", 0), all_figures("ziyang", 5)
    stay = [n for n, f in central.items() if f.range is None]
    assert "place.insured" in stay
    assert all(moved[name] == central[name] for name in stay)


def within(share, central, figure):
    low, high = figure.range
    return central * low - 1e-9 <= share <= central * high + 1e-9


def shares_of(figure):
    """Every number of a figure that its range holds factors of."""
    if isinstance(figure, Mix | Codes | Rates):
        return list(figure.shares.values())
    if isinstance(figure, Cross):
        return [share for row in figure.rows.values() for share in row.values()]
    return list(figure.quantiles) if isinstance(figure, Curve) else []


@pytest.mark.parametrize("place", jurisdictions())
@pytest.mark.parametrize("k", range(1, 9))
def test_every_figure_stays_inside_its_range(place, k):
    central = all_figures(place, 0)
    for name, figure in all_figures(place, k).items():
        if figure.range is None:
            continue
        type(figure).model_validate(figure.model_dump())
        if isinstance(figure, Figure):
            assert figure.range[0] <= figure.value <= figure.range[1], name
        pairs = zip(shares_of(figure), shares_of(central[name]), strict=True)
        assert all(within(after, before, figure) or after == 1 for after, before in pairs), name
        if isinstance(figure, Mix | Codes):
            assert sum(figure.shares.values()) == pytest.approx(1, abs=1e-9)
        if isinstance(figure, Profiles):
            assert sum(p.share for p in figure.profiles) <= 1 + 1e-9


def test_values_follow_the_triangular_distribution():
    values = np.array([targets_of("sunan", draw=k).place.insured.value for k in range(1, 400)])
    figure = targets_of("sunan").place.insured
    low, high = figure.range
    assert values.mean() == pytest.approx((low + figure.value + high) / 3, rel=0.02)
    assert values.std() == pytest.approx(536, rel=0.1)


def test_common_figures_move_together_and_local_ones_alone():
    a, b = targets_of("sunan", draw=4), targets_of("lingyuan", draw=4)
    assert a.common == b.common
    rural = [t.place.rural_share for t in (a, b)]
    parts = [(f.value - f.range[0]) / (f.range[1] - f.range[0]) for f in rural]
    assert parts[0] != pytest.approx(parts[1], abs=1e-3)


@pytest.mark.parametrize("k", range(1, 7))
def test_a_population_of_another_world_meets_that_worlds_targets(k):
    targets = targets_of("sunan", draw=k)
    with np.errstate(all="raise"):
        population = draw(targets)
    assert len(population.workers) == round(targets.place.insured.value)
    rows = {row.target: row for row in compare_with_targets(population, targets)}
    for name in ("insured firms", "mean wage, state and large units", "women among workers"):
        assert abs(rows[name].error) < 0.01, rows[name]


def test_a_world_below_zero_is_refused():
    with pytest.raises(UserError, match="draw"):
        targets_of("sunan", draw=-1)


def test_loading_keeps_world_0_on_disk_and_others_in_memory(tmp_path, monkeypatch):
    central = load("sunan", folder=tmp_path)
    assert len(list(tmp_path.iterdir())) == 1
    other = load("sunan", folder=tmp_path, draw=2)
    assert len(list(tmp_path.iterdir())) == 1
    assert other.fingerprint != central.fingerprint
    assert load("sunan", folder=tmp_path, draw=2) is other
    with pytest.raises(ValueError, match="read-only"):
        other.workers.wage_fen[:1] = 0
    monkeypatch.setattr(store_module, "draw", None)
    assert load("sunan", folder=tmp_path, draw=0).fingerprint == central.fingerprint


def test_a_scenario_in_another_world_has_other_totals():
    base = load_scenario(ROOT / "scenarios" / "baseline.yaml").with_(jurisdictions=["sunan"])
    other = base.with_(population={"draw": 3})
    outlays = [outlay(simulate(load_law(), one)) for one in (base, other, other)]
    assert outlays[0] != outlays[1] == outlays[2]


def outlay(outcome):
    return {key: int(lines.outlay.sum()) for key, lines in outcome.tallies["sunan"].lines.items()}
