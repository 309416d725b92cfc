"""Worked cases as data: facts of one occasion -> who is eligible, how much, in which months."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sim.base.dates import month_label
from sim.base.documents import read
from sim.base.money import fen
from sim.measures import tables
from sim.measures.award import Award
from sim.measures.occasion import occasion
from tests.harness import jurisdiction_of, measure_with, the_law

FOLDER = Path(__file__).parent / "cases"


def _cases() -> list[Any]:
    cases = []
    for path in sorted(FOLDER.glob("*.yaml")):
        data = read(path).data
        for case in data["cases"]:
            facts = {**data["typical"], **case.get("facts", {})}
            kind = path.name.split(".")[0]
            cases.append(pytest.param(kind, data["table"], facts, case, id=case["id"]))
    return cases


CASES = _cases()


def by_month(award: Award) -> dict[str, int]:
    """Public money of the only row, in fen, by month."""
    months: Counter[str] = Counter()
    for payment in award.payments:
        if payment.by_fund:
            for i in range(int(payment.months[0])):
                months[month_label(int(payment.first_month[0]) + i)] += int(payment.amount[0])
    return {month: amount for month, amount in months.items() if amount}


@pytest.mark.parametrize(("kind", "table", "facts", "case"), CASES)
def test_case(kind: str, table: str, facts: dict[str, Any], case: dict[str, Any]) -> None:
    measure = measure_with(case["clause"], case.get("local"), case.get("readings"))
    assert measure.kind.name == kind
    assert jurisdiction_of(case["clause"]) == case["jurisdiction"]
    row = occasion(getattr(tables, table), facts)
    award = measure.kind.rule(row, measure.terms)
    expect = case["expect"]
    assert bool(award.eligible[0]) == expect["eligible"], case["why"]
    assert int(award.total[0]) == fen(str(expect.get("amount", 0))), case["arithmetic"]
    assert award.priced == expect.get("priced", True)
    if "by_month" in expect:
        wanted = {str(m): fen(str(yuan)) for m, yuan in expect["by_month"].items()}
        assert by_month(award) == {m: a for m, a in wanted.items() if a}, case["arithmetic"]
    if "employer" in expect:
        own = sum(int(p.total[0]) for p in award.payments if not p.by_fund)
        assert own == fen(str(expect["employer"])), case["arithmetic"]


def test_every_paying_clause_has_cases() -> None:
    worked = {case.values[3]["clause"] for case in CASES}
    paying = {clause.id for _, clause in the_law().clauses() if clause.measure}
    assert paying - worked == set()
    assert all(case.values[3].get("why") and case.values[3].get("arithmetic") for case in CASES)
