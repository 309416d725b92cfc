"""Golden totals of every shipped scenario, and what must hold of every run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.budget.checks import broken_identities
from sim.engine import Session, Settings, simulate, still
from sim.engine.gains import DIMENSIONS, Gains
from sim.law.load import load as load_law
from sim.measures.rulebook import current_law
from sim.results import tables_of
from sim.scenario import load
from tests.runs import KEYS, NAMES, ROOT, every_cell, outcome, read_golden, tables, yearly


@pytest.mark.parametrize("name", NAMES)
def test_golden_totals(name: str) -> None:
    pd.testing.assert_frame_equal(
        yearly(every_cell(tables(name))), read_golden(name), check_exact=True, check_dtype=True
    )


def test_a_missing_golden_file_fails(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="is missing"):
        read_golden("baseline", tmp_path)


def test_the_canary_sings() -> None:
    """One fen in one month, or one term a hair off, must fail the golden comparison."""
    totals = every_cell(tables("baseline"))
    pd.testing.assert_frame_equal(yearly(totals), read_golden("baseline"), check_exact=True)
    totals.loc[17, "outlay_fen"] += 1
    with pytest.raises(AssertionError):
        pd.testing.assert_frame_equal(yearly(totals), read_golden("baseline"), check_exact=True)
    scenario = load(ROOT / "scenarios" / "baseline.yaml").with_(
        jurisdictions=["sunan"],
        policy={"change": [{"clause": "sn12", "term": "internship_rate", "value": 1000.01}]},
    )
    lines = simulate(load_law(), scenario).tallies["sunan"].lines
    golden = read_golden("baseline")
    rows = golden[(golden["clause"] == "sn12") & (golden["arm"] == "scenario")]
    assert int(lines["scenario", "sn12"].outlay.sum()) != int(rows["outlay_fen"].sum())
    assert int(lines["current_law", "sn12"].outlay.sum()) == int(rows["outlay_fen"].sum())


@pytest.mark.parametrize("name", NAMES)
def test_identities(name: str) -> None:
    found = tables(name)
    parts = (found.totals, found.off_budget, found.funnel, found.reach, found.gains, found.premiums)
    assert list(broken_identities(*parts)) == []
    assert not found.totals.duplicated(["jurisdiction", "clause", "month", "arm"]).any()
    assert ((found.totals["heads"] > 0) | (found.totals["outlay_fen"] > 0)).all()
    # The tables against the exact sums they were made from.
    for place, tally in outcome(name).tallies.items():
        for (arm, clause), lines in tally.lines.items():
            rows = found.totals[(found.totals["clause"] == clause) & (found.totals["arm"] == arm)]
            rows = rows[rows["jurisdiction"] == place]
            if rows.empty:
                apart = found.off_budget[found.off_budget["clause"] == clause]
                rows = apart[(apart["arm"] == arm) & (apart["jurisdiction"] == place)]
                rows = rows.rename(columns={"amount_fen": "outlay_fen"})
                assert int(rows["outstanding_fen"].sum()) == int(lines.exposure.sum())
            assert int(rows["outlay_fen"].sum()) == int(lines.outlay.sum()), (place, arm, clause)
            assert int(rows["heads"].sum()) == int(lines.heads.sum()), (place, arm, clause)


def test_identities_can_break() -> None:
    found = tables("baseline")

    def broken(**changed: pd.DataFrame) -> list[str]:
        names = ("totals", "off_budget", "funnel", "reach", "gains", "premiums")
        parts = {name: getattr(found, name) for name in names}
        return list(broken_identities(**{**parts, **changed}))

    assert not broken()
    assert broken(funnel=found.funnel.assign(paid=found.funnel["eligible"] + 1))
    assert broken(funnel=found.funnel.assign(paid=0))
    assert broken(premiums=found.premiums.assign(premium_fen=1))
    assert broken(reach=found.reach.assign(outlay_fen=found.reach["outlay_fen"] + 1))
    assert broken(gains=found.gains.assign(outlay_fen=found.gains["outlay_fen"] + 1))
    assert broken(gains=found.gains[found.gains["category"] != "overlap"])
    assert broken(totals=found.totals.assign(heads=-1))
    assert broken(off_budget=found.off_budget.assign(clause="zy1a"))


def test_an_add_on_is_not_counted_twice() -> None:
    """zy5b raises the rate of interns already counted under zy5a."""
    found = tables("baseline")
    interns = found.funnel[(found.funnel["clause"] == "zy5a") & (found.funnel["arm"] == "scenario")]
    jobs = found.jobs[(found.jobs["jurisdiction"] == "ziyang") & (found.jobs["arm"] == "scenario")]
    gross = jobs.loc[jobs["kind"] == "internship_subsidy", "gross"]
    assert int(gross.sum()) == int(interns["paid"].sum())


@pytest.mark.parametrize("name", NAMES)
def test_outlay_moves_as_the_author_expects(name: str) -> None:
    expect = load(ROOT / "scenarios" / f"{name}.yaml").file.expect
    totals = tables(name).totals
    after = int(totals.loc[totals["arm"] == "scenario", "outlay_fen"].sum())
    if expect.against == "current_law":
        before = int(totals.loc[totals["arm"] == "current_law", "outlay_fen"].sum())
    else:
        baseline = tables("baseline").totals
        chosen = baseline["jurisdiction"].isin(list(outcome(name).places))
        before = int(baseline.loc[chosen & (baseline["arm"] == "scenario"), "outlay_fen"].sum())
    sign = {"up": 1, "down": -1, "same": 0}[expect.outlay]
    assert np.sign(after - before) == sign, f"{before / 100:,.0f} -> {after / 100:,.0f} yuan"


def test_current_law_as_a_scenario_differs_by_exactly_nothing() -> None:
    totals = tables("baseline").totals
    by_arm = {arm: g.drop(columns="arm").reset_index(drop=True) for arm, g in totals.groupby("arm")}
    pd.testing.assert_frame_equal(by_arm["scenario"], by_arm["current_law"], check_exact=True)


def test_without_the_documents_only_national_law_pays() -> None:
    totals = tables("baseline").totals
    kinds = set(totals.loc[totals["arm"] == "no_policy", "kind"])
    assert kinds == {"unemployment_benefit", "ui_medical_premium"}


def test_every_kind_and_jurisdiction_pays_something() -> None:
    """A measure that never pays on full-size populations is a mistake in facts or rules."""
    cells = every_cell(tables("baseline"))
    now = cells[cells["arm"] == "current_law"]
    paying = set(now.loc[now["outlay_fen"] > 0, "clause"])
    law = load_law()
    for jurisdiction, clause in law.clauses():
        if clause.measure is None:
            continue
        funnel = tables("baseline").funnel
        rows = funnel[(funnel["clause"] == clause.id) & (funnel["arm"] == "current_law")]
        small = jurisdiction.id == "sunan"  # a few firms: a year may pass without a listed one
        assert small or int(rows["eligible"].sum()) > 0, f"{clause.id}: nobody is ever eligible"
        assert small or clause.id in paying or not rows["priced"].all(), f"{clause.id} never pays"


def assert_gains_equal(found: Gains, golden: Gains) -> None:
    assert found.keys() == golden.keys()
    assert all(np.array_equal(found[key], golden[key]) for key in found)


@pytest.mark.parametrize("name", NAMES)
def test_everybody_who_gains_is_told_of_in_every_dimension(name: str) -> None:
    """Money to the fen, claims to the head, whatever they are told apart by."""
    gains, paid = tables(name).gains, tables(name).funnel
    fen, claims = (gains.groupby(["jurisdiction", "arm", "dimension"])[c].sum() for c in
                   ("outlay_fen", "heads"))  # fmt: skip
    off = set(tables(name).off_budget["clause"])
    paid = paid[~paid["clause"].isin(off) & (paid["part_of"] == "")]
    wanted = paid.groupby(["jurisdiction", "arm"])["paid"].sum()
    for place, tally in outcome(name).tallies.items():
        for arm, rules in outcome(name).places[place].arms.items():
            outlays = [m.clause for m in rules.measures if m.nature == "outlay"]
            total = sum(int(tally.lines[arm, clause].outlay.sum()) for clause in outlays)
            for dimension in DIMENSIONS:
                assert fen.get((place, arm, dimension), 0) == total
                assert claims.get((place, arm, dimension), 0) == wanted.get((place, arm), 0)


@pytest.mark.parametrize("workers", [7_000, 40_000, 10**9])
def test_totals_do_not_depend_on_partitions(workers: int) -> None:
    scenario = load(ROOT / "scenarios" / "refund_70.yaml").with_(jurisdictions=["ziyang", "sunan"])
    found = simulate(load_law(), scenario, Settings(partition_workers=workers))
    for name, tally in found.tallies.items():
        for key, lines in tally.lines.items():
            golden = outcome("refund_70").tallies[name].lines[key]
            assert np.array_equal(lines.outlay, golden.outlay), (name, key)
            assert np.array_equal(lines.heads, golden.heads), (name, key)
            assert_gains_equal(lines.gains, golden.gains)
            assert np.array_equal(lines.funnel, golden.funnel), (name, key)


def test_totals_do_not_depend_on_processes() -> None:
    scenario = load(ROOT / "scenarios" / "refund_70.yaml").with_(jurisdictions=["ziyang", "sunan"])
    found = simulate(load_law(), scenario, Settings(processes=2, partition_workers=30_000))
    for name, tally in found.tallies.items():
        for key, lines in tally.lines.items():
            golden = outcome("refund_70").tallies[name].lines[key]
            assert np.array_equal(lines.outlay, golden.outlay)
            assert_gains_equal(lines.gains, golden.gains)


@pytest.mark.parametrize("name", ["refund_70", "contributions_method", "refund_outreach"])
def test_a_session_gives_the_same_totals(name: str) -> None:
    session = Session(load_law(), "lingyuan")
    session.run(load(ROOT / "scenarios" / "baseline.yaml"))
    scenario = load(ROOT / "scenarios" / f"{name}.yaml")
    if name == "contributions_method":
        scenario = scenario.with_(readings={"few_layoffs": "none"})
    wanted = simulate(load_law(), still(scenario).with_(jurisdictions=["lingyuan"])).tallies
    found = session.run(scenario).tallies["lingyuan"]
    for key, lines in found.lines.items():
        assert np.array_equal(lines.outlay, wanted["lingyuan"].lines[key].outlay), key


def test_open_clauses_can_be_priced_by_a_scenario() -> None:
    """Every number that the texts leave open, supplied at once in every place."""
    number = {"yuan": 1000, "yuan/month": 300, "months": 6}
    change = [
        {"clause": measure.clause, "term": name, "value": number[spec.unit]}
        for place in load_law().jurisdictions
        for measure in current_law(load_law(), place).measures
        if not measure.kind.rule(measure.kind.table.empty(), measure.terms).priced
        for name, spec in measure.kind.specs().items()
        if getattr(measure.terms, name) is None and name in measure.kind.rising
    ]
    scenario = load(ROOT / "scenarios" / "baseline.yaml").with_(
        policy={"change": change}, population={"size": 0.2}
    )
    found = tables_of(simulate(load_law(), scenario, Settings(reach=False)), load_law())
    funnel = found.funnel[found.funnel["arm"] == "scenario"]
    assert funnel["priced"].all()
    assert len({c["clause"] for c in change}) >= 33
    paid = set(every_cell(found).loc[lambda x: x["arm"] == "scenario", "clause"])
    assert len({c["clause"] for c in change} - paid) <= 3, "small places may have nobody in a year"


def test_months_outside_the_years_are_left_out() -> None:
    scenario = load(ROOT / "scenarios" / "baseline.yaml").with_(
        jurisdictions=["sunan"], years=[2020, 2020]
    )
    one_year = simulate(load_law(), scenario).tallies["sunan"].lines
    three = outcome("baseline").tallies["sunan"].lines
    assert np.array_equal(
        one_year["current_law", "sn8a"].outlay, three["current_law", "sn8a"].outlay[12:24]
    )


def test_golden_columns_are_pinned() -> None:
    assert list(read_golden("baseline")) == [*KEYS, "head_months", "outlay_fen", "months_sha256"]
