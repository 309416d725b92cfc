"""Populations on disk: round trip, damage, folders that cannot be written."""

import json

import numpy as np
import pytest

from sim.population import CacheWarning, draw, load, targets_of
from sim.population import store as store_module
from sim.population.columns import arrays


def only_folder(tmp_path):
    (place,) = [p for p in tmp_path.iterdir() if not p.name.startswith(".")]
    return place


def columns(population):
    return {
        f"{t}.{c}": a for t, table in population.tables().items() for c, a in arrays(table).items()
    }


def test_what_is_loaded_is_what_was_drawn(tmp_path):
    drawn = draw(targets_of("sunan"))
    first, second = (load("sunan", folder=tmp_path) for _ in range(2))
    for name, values in columns(drawn).items():
        assert np.array_equal(values, columns(first)[name]), name
        assert np.array_equal(values, columns(second)[name]), name
    assert drawn.fingerprint == first.fingerprint == second.fingerprint
    assert [p.name for p in tmp_path.iterdir()] == [only_folder(tmp_path).name]


def test_loaded_columns_cannot_be_written(tmp_path):
    population = load("sunan", folder=tmp_path)
    for values in columns(population).values():
        with pytest.raises(ValueError, match="read-only"):
            values[:1] = 0


def test_the_second_load_does_not_draw(tmp_path, monkeypatch):
    load("sunan", folder=tmp_path)
    monkeypatch.setattr(store_module, "draw", None)
    assert len(load("sunan", folder=tmp_path).workers) == 3600


def test_size_and_seed_are_kept_apart(tmp_path):
    prints = {
        load("sunan", size, seed, tmp_path).fingerprint
        for size, seed in [(1.0, 1), (1.0, 2), (0.5, 1)]
    }
    assert len(prints) == 3
    assert len(list(tmp_path.iterdir())) == 3


def flip_a_byte(place):
    path = place / "workers.wage_fen.npy"
    data = bytearray(path.read_bytes())
    data[-5] ^= 1
    path.write_bytes(bytes(data))


def cut_short(place):
    path = place / "jobseekers.groups.npy"
    path.write_bytes(path.read_bytes()[:-100])


def other_meta(place):
    meta = json.loads((place / "meta.json").read_text())
    meta["columns"]["firms.staff"] = "0" * 64
    (place / "meta.json").write_text(json.dumps(meta))


@pytest.mark.parametrize(
    "damage",
    [
        flip_a_byte,
        cut_short,
        other_meta,
        lambda place: (place / "meta.json").unlink(),
        lambda place: (place / "meta.json").write_text("[]"),
        lambda place: (place / "firms.tier.npy").unlink(),
        lambda place: (place / "firms.tier.npy").write_bytes(b""),
    ],
)
def test_a_damaged_copy_is_drawn_anew(tmp_path, damage):
    expected = load("sunan", folder=tmp_path).fingerprint
    damage(only_folder(tmp_path))
    assert load("sunan", folder=tmp_path).fingerprint == expected
    assert store_module._read(only_folder(tmp_path), targets_of("sunan"), 1.0, 2019) is not None


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.warns(CacheWarning, match="WENGANG_CACHE"):
        population = load("sunan", folder=blocked / "below")
    assert len(population.workers) == 3600


def test_the_cache_folder_comes_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("WENGANG_CACHE", str(tmp_path))
    load("sunan", 0.5)
    assert any((tmp_path / "populations").iterdir())


def test_populations_of_earlier_targets_are_cleared_away(tmp_path, monkeypatch):
    load("sunan", folder=tmp_path)
    load("sunan", seed=3, folder=tmp_path)
    monkeypatch.setattr(store_module, "_key", lambda *_: "f" * 64)
    load("sunan", folder=tmp_path)
    names = sorted(p.name.split("-")[2] for p in tmp_path.iterdir())
    assert names == ["seed2019", "seed3"]
