"""The page on behaviour names what the code and its data name."""

from __future__ import annotations

import re

import pytest

from sim.economy.behaviour import Labour, Offsets
from sim.economy.effects import Effect
from sim.engine import ledger
from tests.runs import ROOT

PAGE = (ROOT / "docs" / "behaviour.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("group", [Labour, Offsets])
def test_every_number_of_firms_and_savings_is_on_the_page(group: type) -> None:
    missing = [name for name in group.model_fields if not re.search(rf"\b{name}\b", PAGE)]
    assert not missing


def test_what_an_effect_says_is_explained() -> None:
    for name in ("additional", "displaced", "jobs", "lasts", "insured"):
        assert name in Effect.model_fields
        assert f"`{name}`" in PAGE


def test_every_path_of_the_ledger_is_explained() -> None:
    for name in ("ADDITIONAL", "NET", "STARTS", "ASSISTED"):
        assert hasattr(ledger, name)
        assert f"`{name}`" in PAGE


def test_what_it_points_to_exists() -> None:
    for path in re.findall(r"`((?:sim|tests|docs)/[\w./]+\.\w+)`", PAGE):
        assert (ROOT / path).is_file(), path
    for page in re.findall(r"\]\(([\w./-]+\.md)\)", PAGE):
        assert (ROOT / "docs" / page).is_file(), page


def test_the_tests_it_names_are_those_there_are() -> None:
    code = (ROOT / "tests" / "test_behaviour.py").read_text(encoding="utf-8")
    there = set(re.findall(r"def (test_\w+)", code))
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    assert named <= there
    assert named == there
