"""Targets load strictly: every number says where it comes from."""

import shutil

import pytest

from sim.base.errors import UserError
from sim.law.load import load as load_law
from sim.population import targets_of
from sim.population.targets import FOLDER


@pytest.fixture
def folder(tmp_path):
    for name in ("common.yaml", "sunan.yaml"):
        shutil.copy(FOLDER / name, tmp_path / name)
    return tmp_path


def edit(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_copy_of_the_shipped_targets_loads(folder):
    assert targets_of("sunan", folder).place == targets_of("sunan").place


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("sunan.yaml", "  unit: persons\n", "", "'unit' is missing"),
        ("sunan.yaml", "  confidence: recalled\n", "", "'confidence' is missing"),
        ("sunan.yaml", "  range: [2400.0, 5000.0]\n", "", "needs its range"),
        ("sunan.yaml", "  value: 3600\n", "  value: 36000\n", "outside its range"),
        ("sunan.yaml", "insured:", "insurd:", "did you mean 'insured'"),
        ("sunan.yaml", "mining: 0.36", "minning: 0.36", "did you mean 'mining'"),
        ("sunan.yaml", "mining: 0.36", "mining: 0.46", "should add up to 1"),
        ("sunan.yaml", "unit: persons\n", "unit: heads\n", "unit"),
        ("common.yaml", "groups: [veteran]", "groups: [veterans]", "did you mean 'veteran'"),
        ("common.yaml", "[0.02, 0.08, 0.18", "[0.02, 0.28, 0.18", "should not fall"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line(folder, name, old, new, said):
    old = old.replace("2400.0, 5000.0", "2400, 5000")
    edit(folder, name, old, new)
    with pytest.raises(UserError, match=said) as error:
        targets_of("sunan", folder)
    assert f"{name}:" in str(error.value)


def test_a_number_without_source_does_not_load(folder):
    text = (folder / "sunan.yaml").read_text(encoding="utf-8")
    lines = [x for x in text.splitlines() if not x.strip().startswith("source:")]
    (folder / "sunan.yaml").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(UserError) as error:
        targets_of("sunan", folder)
    assert str(error.value).count("'source' is missing") >= 15


def test_an_unknown_place_is_refused_with_a_hint():
    with pytest.raises(UserError, match="did you mean 'xiangtan'"):
        targets_of("xiangtann")


def test_tier_codes_are_those_of_the_law():
    for place, law in load_law().jurisdictions.items():
        assert tuple(targets_of(place).place.tiers.shares) == law.tiers
