"""What must hold of every measure on any facts: bounds, caps, windows, monotone in what it says."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.law.values import Dated, Window
from sim.measures.award import Award
from sim.measures.rulebook import Measure
from sim.measures.tables import (
    Apprenticeships,
    GuaranteeYears,
    Hires,
    IncubatorYears,
    Loans,
    Startups,
    Table,
    TaxYears,
)
from tests.harness import measure_with, the_law
from tests.random_facts import random_table
from tests.test_measures_conform import priced

PAYING = [clause.id for _, clause in the_law().clauses() if clause.measure]
SEEDS = st.integers(0, 2**32)
QUICK = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
ROWS = 120


def decided(clause: str, seed: int) -> tuple[Measure, Table, Award]:
    measure = priced(clause)
    table = random_table(measure.kind, random.Random(seed), ROWS)
    return measure, table, measure.kind.rule(table, measure.terms)


@pytest.mark.parametrize("clause", PAYING)
@QUICK
@given(seed=SEEDS)
def test_money_goes_to_the_eligible_and_not_before_the_occasion(clause: str, seed: int) -> None:
    _, table, award = decided(clause, seed)
    assert award.eligible.dtype == np.bool_
    earliest = np.minimum(table.month(table.OCCASION), EARLIER.get(clause, _never)(table))
    for payment in (*award.payments, *award.exposure):
        paid = payment.months > 0
        assert not (paid & ~award.eligible).any()
        assert (payment.amount[paid] >= 0).all()
        assert (payment.first_month[paid] >= earliest[paid]).all()


def _never(table: Table) -> np.ndarray:
    return np.full(len(table), np.iinfo(np.int32).max)


EARLIER: dict[str, Callable[[Table], np.ndarray]] = {
    # Training is held, a loss borne, contributions levied in months of their own.
    **dict.fromkeys(("zy9", "tc6b", "ly3.2c", "xt14b"), lambda t: t.month("trained_on")),
    "zy3f": lambda t: t.month("lost_on"),
    "xt9c": lambda t: t.month("year_end") - 11,
}


@pytest.mark.parametrize("clause", PAYING)
@QUICK
@given(seed=SEEDS, cut=st.integers(17_000, 19_500))
def test_a_narrower_window_never_pays_more(clause: str, seed: int, cut: int) -> None:
    measure, table, award = decided(clause, seed)
    window = measure.terms.window
    narrower = Window(window.first, min(window.last, cut))
    changes = {"window": narrower}
    if hasattr(measure.terms, "insured_months_outside"):
        changes["insured_months_outside"] = None
        measure = replace(measure, terms=replace(measure.terms, insured_months_outside=None))
        award = measure.kind.rule(table, measure.terms)
    after = measure.kind.rule(table, replace(measure.terms, **changes))
    assert not (after.eligible & ~award.eligible).any()
    assert (after.total <= award.total).all()


def at_most(value: Dated | None) -> int:
    """The largest number of a term, in its own unit."""
    assert value is not None
    return max(max(row) for row in value.table)


def loan(measure: Measure, table: Loans, award: Award) -> None:
    limits = ("individual_limit", "student_limit", "partnership_cap", "sme_limit")
    limit = max(at_most(v) for n in limits if (v := getattr(measure.terms, n, None)))
    assert award.total.max() <= limit
    assert (award.total <= table.requested_fen).all()


def interest(measure: Measure, table: Loans, award: Award) -> None:
    assert (
        award.total <= table.requested_fen * table.rate_bp.astype(np.int64) * 3 // 10_000 + 12
    ).all()


def bank(measure: Measure, table: Loans, award: Award) -> None:
    assert (award.total <= table.requested_fen // 100 + 1).all()


def guarantee(measure: Measure, table: GuaranteeYears, award: Award) -> None:
    if getattr(measure.terms, "cap", None) is not None:
        assert award.total.max() <= at_most(measure.terms.cap)
    if measure.kind.name == "guarantee_loss_subsidy":
        assert (award.total <= table.compensated_fen - table.recovered_fen).all()


def rent(measure: Measure, table: Startups, award: Award) -> None:
    months = np.minimum(table.months_open, at_most(measure.terms.months_limit))
    assert (award.total <= table.rent_month_fen * months).all()
    assert award.total.max() <= at_most(measure.terms.amount) * at_most(measure.terms.months_limit)


def trademark(measure: Measure, table: Startups, award: Award) -> None:
    assert award.total.max() <= 150_000


def residents(measure: Measure, table: IncubatorYears, award: Award) -> None:
    assert not award.eligible[table.residents <= 30].any()


def apprentices(measure: Measure, table: Apprenticeships, award: Award) -> None:
    whole = at_most(measure.terms.amount) * table.years.astype(np.int64)
    done = award.eligible & table.completed
    assert (award.total[done] == whole[done]).all(), "advance and balance make the whole"
    assert (award.total <= whole).all()


def credit(measure: Measure, table: Startups, award: Award) -> None:
    limit = at_most(measure.terms.yearly_credit) * at_most(measure.terms.years_limit)
    assert award.total.max() <= limit
    assert (award.total <= 3 * table.tax_due_year_fen).all()


def deduction(measure: Measure, table: TaxYears, award: Award) -> None:
    assert (award.total <= table.taxable_income_fen // 4 + 1).all()


def contributions(measure: Measure, table: Hires, award: Award) -> None:
    whole = table.employer_all_month_fen * np.maximum(table.months_on_post, 12)
    top = np.maximum(table.employer_three_month_fen, table.employer_all_month_fen)
    assert (award.total <= np.maximum(whole, top * np.maximum(table.months_on_post, 12))).all()


CAPS: dict[str, Callable[..., None]] = {
    **dict.fromkeys(("zy3a", "tc3a", "ly4.7a", "xt6a", "xt6b", "sn10a"), loan),
    **dict.fromkeys(("zy3b", "tc3b", "ly4.7b", "xt6d", "sn10b"), loan),
    **dict.fromkeys(("zy3c", "tc3c", "xt6c", "xt6e", "sn10c"), interest),
    **dict.fromkeys(("zy3d", "tc3d", "xt6f"), bank),
    **dict.fromkeys(("zy2b", "zy2c", "zy2e", "zy2f"), guarantee),
    **dict.fromkeys(("xt5a", "xt11g"), credit),
    **dict.fromkeys(("ly3.2b", "xt15b"), apprentices),
    **dict.fromkeys(("ly2.1c", "xt9b", "sn8d"), contributions),
    "xt11a": rent, "xt11c": trademark, "zy4d": residents, "ly3.2a": deduction, "xt5b": deduction,
}  # fmt: skip


@pytest.mark.parametrize("clause", list(CAPS))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=SEEDS)
def test_caps_hold_on_any_facts(clause: str, seed: int) -> None:
    measure, table, award = decided(clause, seed)
    CAPS[clause](measure, table, award)


@pytest.mark.parametrize("clause", ["zy3b", "tc3b", "ly4.7b", "xt6d", "sn10b"])
@settings(max_examples=40, deadline=None)
@given(staff=st.integers(1, 400), hires=st.integers(0, 400))
def test_the_hiring_share_is_exact(clause: str, staff: int, hires: int) -> None:
    measure = measure_with(clause)
    facts = {name: np.ones(1) for name in Loans.dtypes()}
    facts |= {"borrower_type": [2], "staff": [staff], "new_hires": [hires]}
    facts |= {"granted_on": [18_300], "contract_months": [12], "requested_fen": [100]}
    award = measure.kind.rule(Loans.of(**facts), measure.terms)
    percent = 15 if clause == "ly4.7b" or staff > 100 else 25
    assert bool(award.eligible[0]) == (hires >= 1 and 100 * hires >= percent * staff)
