"""The program's figures beside published outcomes, and the funnel of a clause."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.base.errors import UserError
from sim.law.load import load as load_law
from sim.questions.backtest import METRICS, backtest, markdown, outcomes
from sim.questions.funnel import funnels
from tests.questions.test_run_questions import SMALL
from tests.runs import ROOT, tables


def test_every_large_gap_is_explained() -> None:
    rows = list(backtest(tables("baseline")))
    assert len(rows) == len(outcomes())
    for row in rows:
        assert np.isfinite(row.ratio)
        assert not row.large or len(row.outcome.gap) > 40, f"{row.outcome.id}: {row.ratio:.2f}"
        assert row.large or not row.outcome.gap, f"{row.outcome.id}: the gap is no more"


def test_some_outcomes_stay_unfitted_as_a_check() -> None:
    roles = [o.role for o in outcomes()]
    assert roles.count("check") >= 5
    assert roles.count("fitted") >= 5
    assert {o.metric for o in outcomes()} <= set(METRICS)


def test_the_page_is_current() -> None:
    page = (ROOT / "docs" / "backtest.md").read_text(encoding="utf-8")
    assert page == markdown(list(backtest(tables("baseline")))), (
        "run: sim run scenarios/baseline.yaml --out runs/baseline, then "
        "sim backtest runs/baseline --write docs/backtest.md"
    )


def test_a_wrong_outcome_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "outcomes.yaml"
    path.write_text(
        "- {id: a, what: {zh: 甲, en: a}, metric: moon, places: [ziyang], value: 1, unit: yuan, "
        "period: x, source: here it is, confidence: found, role: check}\n",
        encoding="utf-8",
    )
    with pytest.raises(UserError, match="no figure 'moon'"):
        outcomes(path)


def test_a_funnel_narrows_and_ends_at_the_run() -> None:
    found = list(funnels(load_law(), SMALL))
    assert {f.clause for f in found} == {
        c.id for _, c in load_law().clauses() if c.measure and c.id.startswith("sn")
    }
    for one in found:
        rows = [step.rows for step in one.steps]
        assert rows == sorted(rows, reverse=True), one.clause
        assert one.steps[0].name == "occasions"
        assert [s.name for s in one.steps[-3:]] == ["eligible", "claimed", "paid"]
        assert one.steps[-1].fen <= one.steps[-2].fen <= one.steps[-3].fen
    refund = next(f for f in found if f.clause == "sn8a")
    assert [s.name for s in refund.steps] == [
        "occasions", "enterprise", "insured", "few_layoffs", "in_window", "eligible", "claimed",
        "paid",
    ]  # fmt: skip


def test_a_funnel_of_the_clauses_asked_for() -> None:
    assert [f.clause for f in funnels(load_law(), SMALL, ("sn10d",))] == ["sn10d"]
