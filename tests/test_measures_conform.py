"""One conformance suite for every registered measure; a new kind is tested before its author."""

from __future__ import annotations

import random
from dataclasses import fields, replace
from fractions import Fraction
from functools import cache

import numpy as np
import pytest

from sim.base.dates import day, year_of
from sim.base.errors import UserError
from sim.law.values import Dated, Window, share_table
from sim.measures.award import Award
from sim.measures.occasion import occasion
from sim.measures.registry import Kind, kinds
from sim.measures.rulebook import Measure, rulebook
from sim.measures.tables import FirmYears, Internships, Spells, Table, Trainings
from sim.measures.terms import scaled
from sim.scenario.load import of_data
from tests.harness import measure_with, rules, the_law
from tests.random_facts import random_table

ROWS = 600
KINDS = list(kinds())
IDS = ["-".join(filter(None, key)) for key in KINDS]
FAR = Window(day("2100-01-01"), day("2100-12-31"))


@cache
def clauses_of(key: tuple[str, str]) -> tuple[str, ...]:
    return tuple(
        clause.id
        for _, clause in the_law().clauses()
        if clause.measure and (clause.measure.kind, clause.measure.variant) == key
    )


PLAUSIBLE = {"share": "0.5", "yuan": 1000, "yuan/month": 300, "months": 6, "years": 2, "days": 90}


def priced(clause: str, readings: dict[str, str] | None = None) -> Measure:
    """A clause with a plausible number in place of each open one."""
    measure = measure_with(clause)
    specs = measure.kind.specs()
    missing = [n for n in measure.kind.rising if getattr(measure.terms, n) is None]
    return measure_with(clause, {n: PLAUSIBLE[specs[n].unit] for n in missing}, readings)


def sample(key: tuple[str, str], rows: int = ROWS, seed: int = 7) -> tuple[Measure, Table]:
    measure = priced(clauses_of(key)[0])
    return measure, random_table(measure.kind, random.Random(seed), rows)


def decide(measure: Measure, table: Table) -> Award:
    return measure.kind.rule(table, measure.terms)


def same(a: Award, b: Award, rows: np.ndarray | slice) -> bool:
    """Whether ``b`` is ``a`` on the given rows: who, how much, how many months, and when."""
    return np.array_equal(a.eligible[rows], b.eligible) and all(
        np.array_equal(measure_of(a)[rows], measure_of(b))
        for measure_of in (lambda x: x.total, months_paid, timing)
    )


def months_paid(award: Award) -> np.ndarray:
    return sum((p.months for p in award.payments), np.zeros(len(award.eligible), np.int64))


def timing(award: Award) -> np.ndarray:
    """Fen times month numbers, by row: moves when money moves."""
    rows = np.zeros(len(award.eligible), np.int64)
    for p in award.payments:
        middle = 2 * p.first_month.astype(np.int64) + p.months - 1
        rows += p.total * middle
    return rows


@pytest.fixture(params=KINDS, ids=IDS)
def key(request: pytest.FixtureRequest) -> tuple[str, str]:
    return request.param


def test_is_used_by_a_clause_and_documented(key: tuple[str, str]) -> None:
    kind = kinds()[key]
    assert clauses_of(key), "no clause uses this kind: it would never be tested on law"
    assert len(kind.summary) > 30
    assert kind.rule.__name__ != "<lambda>"


@pytest.mark.parametrize("rows", [0, 1])
def test_takes_any_number_of_rows(key: tuple[str, str], rows: int) -> None:
    measure, table = sample(key, rows) if rows else sample(key, 1)
    table = table if rows else type(table).empty()
    award = decide(measure, table)
    assert award.eligible.shape == (rows,)
    assert award.total.shape == (rows,)


def test_dtypes_and_signs(key: tuple[str, str]) -> None:
    measure, table = sample(key)
    award = decide(measure, table)
    assert award.eligible.dtype == np.bool_
    assert award.eligible.any(), "no random row is eligible: the other checks would see nothing"
    for payment in award.payments:
        assert payment.amount.dtype == np.int64
        assert payment.first_month.dtype == np.int32
        assert payment.months.dtype == np.int32
        assert (payment.amount[payment.months > 0] >= 0).all()
        assert (payment.months >= 0).all()
        assert not payment.months[~award.eligible].any(), "paid without being eligible"


def test_order_does_not_matter(key: tuple[str, str]) -> None:
    measure, table = sample(key)
    order = np.random.default_rng(3).permutation(len(table))
    assert same(decide(measure, table), decide(measure, table.take(order)), order)


@pytest.mark.parametrize("cut", [1, 137, 599])
def test_chunks_do_not_matter(key: tuple[str, str], cut: int) -> None:
    measure, table = sample(key)
    whole = decide(measure, table)
    assert same(whole, decide(measure, table.take(slice(0, cut))), slice(0, cut))
    assert same(whole, decide(measure, table.take(slice(cut, None))), slice(cut, None))


def test_inputs_are_only_read(key: tuple[str, str]) -> None:
    measure, table = sample(key)
    before = {f.name: getattr(table, f.name).copy() for f in fields(table)}
    for f in fields(table):
        getattr(table, f.name).setflags(write=False)
    decide(measure, table)
    assert all(np.array_equal(before[name], getattr(table, name)) for name in before)


def test_nothing_outside_the_window(key: tuple[str, str]) -> None:
    measure, table = sample(key)
    changes = {"window": FAR}
    if hasattr(measure.terms, "insured_months_outside"):
        changes["insured_months_outside"] = None
    award = decide(replace(measure, terms=replace(measure.terms, **changes)), table)
    if measure.standing:
        assert award.eligible.any(), "national law has no window"
    else:
        assert not award.eligible.any()
        assert not award.total.any()


def test_more_never_pays_less(key: tuple[str, str]) -> None:
    _, table = sample(key)
    had_effect = dict.fromkeys(kinds()[key].rising, False)
    for measure in under_every_reading(key):
        before = decide(measure, table)
        for name in had_effect:
            value = getattr(measure.terms, name)
            if value is None:
                continue
            spec = measure.kind.specs()[name]
            more = raised(value, spec.unit, spec.high)
            after = decide(replace(measure, terms=replace(measure.terms, **{name: more})), table)
            assert (after.total >= before.total).all(), name
            at_bound = more == value
            had_effect[name] |= at_bound or bool(after.total.sum() > before.total.sum())
    assert all(had_effect.values()), f"declared rising without any effect: {had_effect}"


def under_every_reading(key: tuple[str, str]) -> list[Measure]:
    """Every clause of a kind as it stands, and with each option of each of its readings."""
    measures = []
    for clause in clauses_of(key):
        measures.append(priced(clause))
        for name in kinds()[key].readings():
            options = the_law().readings[name].options
            measures += [priced(clause, {name: option}) for option in options]
    return measures


def raised(value: Dated, unit: str, high: Fraction | None) -> Dated:
    """The same value, half as much again, within its bound."""
    limit = scaled(high, unit) if high is not None else None
    rows = [[Fraction(x, value.denominator) * 3 / 2 for x in row] for row in value.table]
    rows = [[min(x, limit) if limit is not None else x for x in row] for row in rows]
    if unit == "share":
        table, denominator = share_table(rows)
    else:
        table, denominator = tuple(tuple(int(x) for x in row) for row in rows), 1
    return Dated(value.starts, table, value.categories, denominator)


BOUNDED = [
    (clauses_of(k)[0], name, side)
    for k in KINDS
    for name, spec in kinds()[k].specs().items()
    for side, bound in (("low", spec.low), ("high", spec.high))
    if bound is not None and spec.unit != "date"
]


@pytest.mark.parametrize(("clause", "name", "side"), BOUNDED)
def test_values_beyond_the_bounds_are_refused(clause: str, name: str, side: str) -> None:
    measure = measure_with(clause)
    spec = measure.kind.specs()[name]
    bound = spec.low if side == "low" else spec.high
    assert bound is not None
    step = Fraction(1, 100) if spec.unit == "share" else Fraction(1)
    value = bound - step if side == "low" else bound + step
    written = str(value) if spec.unit == "share" else int(value)
    jurisdiction = next(j.id for j, c in the_law().clauses() if c.id == clause)
    scenario = of_data({**HEADER, "policy": {"change": [
        {"clause": clause, "term": name, "value": written}]}}, "bounds.yaml")  # fmt: skip
    with pytest.raises(UserError, match=f"{name} is .* its bound"):
        rulebook(the_law(), jurisdiction, scenario)


HEADER = {
    "title": {"zh": "试", "en": "test"},
    "question": "?",
    "author": "tests",
    "date": "2019-01-01",
    "expect": {"outlay": "up"},
}


def _check_refund(table: Table, award: Award, measure: Measure) -> None:
    assert isinstance(table, FirmYears)
    assert (award.total <= table.premium_paid_fen).all()


def _check_training(table: Table, award: Award, measure: Measure) -> None:
    assert isinstance(table, FirmYears)
    short = np.maximum(table.training_cost_fen - table.education_fund_fen, 0)
    assert (award.total <= short).all()


def _check_allowance(table: Table, award: Award, measure: Measure) -> None:
    assert isinstance(table, Trainings)
    limit = measure.terms.days_limit
    if limit is not None:
        rate = int(measure.terms.amount.raw(0))
        assert award.total.max() <= rate * int(limit.raw(0))
    assert not award.total[table.courses_before > 0].any()


def _check_internship(table: Table, award: Award, measure: Measure) -> None:
    assert isinstance(table, Internships)
    for payment in award.payments:
        assert payment.months.max() <= int(measure.terms.months_most.raw(0))


def _check_benefit(table: Table, award: Award, measure: Measure) -> None:
    assert isinstance(table, Spells)
    months = sum(p.months for p in award.payments)
    assert months.max() <= 24, "no one draws more than 24 months (Social Insurance Law, art. 46)"


def _check_temporary(table: Table, award: Award, measure: Measure) -> None:
    for year in range(2018, 2023):
        months = np.zeros(len(table), np.int64)
        for payment in award.payments:
            begin = np.maximum(payment.first_month, (year - 1970) * 12)
            end = np.minimum(payment.first_month + payment.months, (year - 1969) * 12)
            months += np.maximum(end - begin, 0)
        assert months.max() <= int(measure.terms.temporary_months.raw(0)), year


CAPS = {
    "stable_employment_refund": _check_refund,
    "distressed_on_the_job_training": _check_training,
    "training_living_allowance": _check_allowance,
    "internship_subsidy": _check_internship,
    "unemployment_benefit": _check_benefit,
    "temporary_living_allowance": _check_temporary,
}


@pytest.mark.parametrize(
    "clause", [c for k in KINDS if k[0] in CAPS and k[1] != "dibao" for c in clauses_of(k)]
)
def test_caps_hold(clause: str) -> None:
    measure = measure_with(clause)
    table = random_table(measure.kind, random.Random(11), ROWS)
    award = decide(measure, table)
    if award.priced:
        CAPS[measure.kind.name](table, award, measure)


def test_a_rule_finds_every_term_it_declares() -> None:
    """Terms of every clause are of the declared types; none is a raw number."""
    for jurisdiction in the_law().jurisdictions:
        for measure in rules(jurisdiction).measures:
            for name in measure.kind.specs():
                assert isinstance(getattr(measure.terms, name), Dated | None)


def test_random_rows_reach_every_year() -> None:
    kind: Kind = kinds()["stable_employment_refund", ""]
    table = random_table(kind, random.Random(1), ROWS)
    assert set(year_of(table.occasion)) >= {2019, 2020, 2021}


def test_a_fact_no_population_tells_is_filled_in_runs_and_asked_of_cases() -> None:
    told = {f.name: np.zeros(2, np.int64) for f in fields(FirmYears)}
    del told["months_in_difficulty"]
    assert FirmYears.of(**told).months_in_difficulty.tolist() == [6, 6]
    with pytest.raises(UserError, match="months_in_difficulty"):
        occasion(FirmYears, {})
