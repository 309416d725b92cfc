"""What the READMEs tell a new user to type works as told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.engine.places import arms
from sim.law.load import load as load_law
from sim.measures.rulebook import Measure, current_law
from sim.scenario.load import of_text
from tests.runs import NAMES, ROOT

READMES = ("README.md", "README.zh.md")


@pytest.mark.parametrize("name", READMES)
def test_the_example_scenario_is_valid(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    found = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert found
    lines = [line[3:] for line in found.group(1).splitlines()]
    scenario = of_text("\n".join(lines), "my.yaml")
    assert {place.jurisdiction for place in arms(load_law(), scenario)} == set(
        load_law().jurisdictions
    )


@pytest.mark.parametrize("name", READMES)
def test_what_it_points_to_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for path in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / path).exists(), path
    for path in re.findall(r"`((?:sim|scenarios|notebooks|tests|docs)/[\w./*-]+)`", text):
        assert list(ROOT.glob(path)) or (ROOT / path).exists(), path
    targets = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"make ([a-z]+)\b(?! and| can)", text, re.ASCII):
        assert re.search(rf"(?m)^{target}:", targets), f"make {target}"


def test_it_counts_its_scenarios_and_clauses() -> None:
    words = {11: "eleven"}
    assert words[len(NAMES)] in (ROOT / "README.md").read_text(encoding="utf-8")
    law = load_law()
    measures = [clause.measure.kind for _, clause in law.clauses() if clause.measure]
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert f"{len(set(measures))} kinds of measure are computed ({len(measures)} clauses)" in text
    unpriced = sum(
        not priced
        for name in law.jurisdictions
        for priced in (is_priced(measure) for measure in current_law(law, name).measures)
    )
    assert f"{unpriced} clauses have no number" in text


def is_priced(measure: Measure) -> bool:
    """Whether a clause has the numbers it needs to be priced."""
    empty = measure.kind.table.empty()
    return measure.kind.rule(empty, measure.terms).priced


def test_shared_files_are_small() -> None:
    assert all(path.stat().st_size < 6_000_000 for path in Path(ROOT / "sim").rglob("*.*"))
