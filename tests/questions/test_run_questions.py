"""Questions about a run: what another reading would change, and the account of one agent."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from sim.base.errors import UserError
from sim.cli.main import app
from sim.engine import Settings, simulate
from sim.engine.answer import desk, intentions
from sim.engine.people import people_of
from sim.law.load import load as load_law
from sim.measures.rulebook import current_law
from sim.questions.alternatives import alternatives
from sim.questions.explain import _lived, _Run, agents_paid, explain
from sim.results import write
from sim.scenario.load import of_data

HEADER = {
    "title": {"zh": "试", "en": "test"}, "question": "?", "author": "tests", "date": "2019-12-31",
    "expect": {"outlay": "same"},
}  # fmt: skip
SMALL = of_data({**HEADER, "jurisdictions": ["sunan"]}, "sunan.yaml")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("run") / "sunan"
    write(simulate(load_law(), SMALL, Settings(reach=False)), load_law(), path)
    return path


def test_an_alternative_changes_what_a_run_with_it_changes() -> None:
    found = {(a.what, a.option): a for a in alternatives(load_law(), SMALL)}
    other = SMALL.with_(readings={"graduate_scope": "sent_only"})
    tally = simulate(load_law(), other).tallies["sunan"].lines
    change = sum(
        int(tally["scenario", c].outlay.sum()) - int(tally["current_law", c].outlay.sum())
        for arm, c in tally
        if arm == "scenario" and c not in {"sn10a", "sn10b"}
    )
    told = found["graduate_scope", "sent_only"]
    assert told.change_fen == change < 0
    assert told.weight == "H"
    assert told.clauses == ("sn8c",)
    assert ("sn11b.amount", "30000") in found, "numbers come with the ends of their range"


def test_a_reading_about_funds_rebooks_and_costs_nothing() -> None:
    found = {(a.what, a.option): a for a in alternatives(load_law(), SMALL)}
    told = found["unnamed_fund", "employment_fund"]
    assert told.change_fen == 0
    assert told.rebooked_fen > 0


def test_the_readings_command_prices_a_scenario(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL.text, encoding="utf-8")
    told = CliRunner().invoke(app, ["readings", str(path), "--json"])
    assert told.exit_code == 0
    rows = json.loads(told.output)
    assert {"ambiguity", "what", "chosen", "option", "change_fen"} <= set(rows[0])
    assert CliRunner().invoke(app, ["readings", str(path)]).exit_code == 0


@pytest.mark.parametrize("clause", ["sn8a", "sn8c", "sn10a", "sn10c", "sn16b", "sn19a", "sn11b"])
def test_an_agent_is_told_what_the_run_paid(folder: Path, clause: str) -> None:
    agent, amount = agents_paid(load_law(), folder, clause)[0]
    told = explain(load_law(), folder, agent)
    paid = [a for o in told.occasions for a in o.accounts if a.clause == clause and a.claimed]
    assert max(a.total for a in paid) == amount
    assert any(a.numbers for a in paid)
    assert told.notes == []


def test_what_agents_are_told_adds_up_to_the_run(folder: Path) -> None:
    """Every claim of a small clause, agent by agent, against the total of the run."""
    found = agents_paid(load_law(), folder, "sn10d", most=1000)
    lines = simulate(load_law(), SMALL).tallies["sunan"].lines["scenario", "sn10d"]
    assert sum(amount for _, amount in found) == int(lines.outlay.sum())


def test_what_is_not_claimed_displaces_nothing() -> None:
    """An agent's account adds up to what the run pays it, clause by clause, in a whole place."""
    law, place = load_law(), "sunan"
    rules = current_law(law, place)
    part = people_of(place, 1.0, 2019).partitions(10**9)[0]
    facts = desk(intentions(part, SMALL), rules.local, SMALL)
    run = _Run(law, SMALL, {}, [])
    for clause in ("sn8a", "sn8b"):
        measure = rules.measure(clause)
        decision = facts.decision(measure, rules, {})
        table = facts.facts[measure.kind.table]
        for row in np.flatnonzero(decision.award.eligible)[:120].tolist():
            lived = _lived(run, rules, facts, table, row, "current_law")
            told = next(a for a in lived.accounts if a.clause == clause)
            paid = told.total if told.claimed and told.outcome == "paid" else 0
            assert paid == (decision.award.total[row] if decision.paid[row] else 0)


def test_agents_that_are_not_there_are_told(folder: Path) -> None:
    for agent, said in (
        ("sunan/firm/999999", "nothing happened"),
        ("moon/firm/1", "the run has no 'moon'"),
        ("sunan/robot/1", "no kind of agent 'robot'"),
        ("firm", "write it as"),
    ):
        with pytest.raises(UserError, match=said):
            explain(load_law(), folder, agent)
    with pytest.raises(UserError, match="pays nobody"):
        agents_paid(load_law(), folder, "zy1a")


def test_the_explain_command(folder: Path) -> None:
    listed = CliRunner().invoke(app, ["explain", str(folder), "--clause", "sn8a", "--json"])
    agent = json.loads(listed.output)[0]["agent"]
    text = CliRunner().invoke(app, ["explain", str(folder), agent])
    assert text.exit_code == 0
    assert "Stable-employment refund" in text.output
    told = json.loads(CliRunner().invoke(app, ["explain", str(folder), agent, "--json"]).output)
    assert told["agent"] == agent
