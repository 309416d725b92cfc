"""One firm, person or institution of a finished run: every occasion, measure, number and clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.base.dates import month_label
from sim.base.errors import Problem, UserError, did_you_mean
from sim.engine.answer import answered
from sim.engine.decide import Decision, Desk
from sim.engine.doubles import Twice, doubles
from sim.engine.people import people_in
from sim.engine.places import Place, arms
from sim.law.load import Law
from sim.measures.occasion import as_written
from sim.measures.rulebook import Measure, Rulebook
from sim.measures.tables import BORROWERS, Loans, Table
from sim.population.own_kept import OWN, number_of
from sim.questions.account import Account, account, one_of_each
from sim.questions.case import OCCASIONS
from sim.results.record import read_record
from sim.scenario import Scenario, load

AGENTS = {
    "person": ("person", "founder", "borrower"),
    "firm": ("firm", "unit", "borrower"),
    "institution": ("institution", "incubator"),
}
"""Columns of the fact tables that hold each kind of agent."""
NAMES = {table: name for name, table in OCCASIONS.items()}
Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Lived:
    """An occasion of the agent in the run, with the account of every measure that looks at it."""

    name: str
    facts: dict[str, Any]
    accounts: list[Account]


@dataclass(frozen=True)
class Explanation:
    """An agent of a run.

    Attributes:
        agent: ``ziyang/firm/17``.
        arm: which rules.
        occasions: everything that happened to it in the years of the run.
        notes: what makes this account differ from the run's, if anything.
    """

    agent: str
    arm: str
    occasions: list[Lived]
    notes: list[str]

    def as_dict(self) -> dict[str, Any]:
        """Plain values for programs; money in fen."""
        return {
            "agent": self.agent,
            "arm": self.arm,
            "notes": self.notes,
            "occasions": [
                {
                    "occasion": o.name,
                    "facts": o.facts,
                    "measures": [a.as_dict() for a in o.accounts],
                }
                for o in self.occasions
            ],
        }


@dataclass(frozen=True)
class Payee:
    """Who is paid under a clause.

    Attributes:
        jurisdiction, clause, measure: where and for what (the kind of measure).
        kind, number: the agent, as ``sim explain`` names it.
        month: of the first payment, ``2019-05``.
        covered: persons it is paid for.
        fen: all of it.
    """

    jurisdiction: str
    clause: str
    measure: str
    kind: str
    number: int
    month: str
    covered: int
    fen: int


@dataclass(frozen=True)
class _Run:
    """A run folder opened again, ready to be rebuilt partition by partition."""

    law: Law
    scenario: Scenario
    places: dict[str, Place]
    notes: list[str]

    @classmethod
    def opened(cls, law: Law, folder: Path) -> _Run:
        record = read_record(folder)
        scenario = load(folder / "scenario.yaml")
        notes = []
        if record["law"]["sha256"] != law.sha256:
            notes.append("the law files changed since the run: amounts may differ from its totals")
        places = {place.jurisdiction: place for place in arms(law, scenario)}
        return cls(law, scenario, places, notes)

    def desks(self, name: str, arm: str) -> Iterator[Desk]:
        """The facts of one jurisdiction, partition by partition."""
        for part in people_in(name, self.scenario).partitions(250_000):
            yield answered(part, self.places[name], self.scenario)[arm].desk

    def rates(self, arm: str) -> dict[str, float]:
        """Take-up that the scenario sets."""
        return self.scenario.file.take_up if arm == "scenario" else {}


def explain(law: Law, folder: Path, agent: str, arm: str = "scenario") -> Explanation:
    """The account of an agent of a run.

    Args:
        law: the law in force.
        folder: the run folder.
        agent: ``person/123``, ``firm/17`` or ``institution/3``, with the jurisdiction in front
            where the run has several: ``ziyang/firm/17``. Of a planner's own data the id in the
            file will do: ``xiangtan/firm/own:91430300XXXX``.
        arm: ``scenario``, ``current_law`` or ``no_policy``.

    Raises:
        UserError: no such run, agent or arm, or nothing happened to the agent.
    """
    run = _Run.opened(law, folder)
    name, kind, number = _agent(run, agent, folder)
    known = list(run.places[name].arms)
    if arm not in known:
        raise UserError(f"no arm '{arm}'; {did_you_mean(arm, known)}")
    rules = run.places[name].arms[arm]
    lived = [
        _lived(run, rules, facts, table, int(row), arm)
        for facts in run.desks(name, arm)
        for table in facts.facts.values()
        for row in rows_of(table, kind, number)
    ]
    if not lived:
        what = "nothing happened to this agent in the years of the run, or there is no such agent"
        raise UserError(Problem(agent, f"{what}; sim explain {folder} --clause ID names some"))
    return Explanation(f"{name}/{kind}/{number}", arm, lived, run.notes)


def rows_of(table: Table, kind: str, number: int) -> Rows:
    """Rows of a table that belong to an agent."""
    here = np.zeros(len(table), np.bool_)
    for column in AGENTS[kind]:
        if column in table.dtypes():
            mine = getattr(table, column) == number
            if isinstance(table, Loans):
                of_firm = table.borrower_type == BORROWERS["small_firm"]
                mine &= of_firm if kind == "firm" else ~of_firm
            here |= mine
    return np.flatnonzero(here)


def agents_paid(law: Law, folder: Path, clause: str, most: int = 10) -> list[tuple[str, int]]:
    """(agent, fen) of some agents that a clause pays in a run, the largest sums first."""
    run = _Run.opened(law, folder)
    found: list[tuple[str, int]] = []
    for name, place in run.places.items():
        rules = place.arms["scenario"]
        measure = next((m for m in rules.measures if m.clause == clause), None)
        if measure is None:
            continue
        for facts in run.desks(name, "scenario"):
            found += _largest(name, facts, measure, rules, run.rates("scenario"), most)
    if not found:
        raise UserError(Problem(clause, "pays nobody in this run; see funnel.csv"))
    return sorted(found, key=lambda pair: -pair[1])[:most]


def everyone_paid(law: Law, folder: Path, kinds: tuple[str, ...]) -> Iterator[Payee]:
    """Everyone whom the measures of some kinds pay in the scenario, in the order of the ids."""
    run = _Run.opened(law, folder)
    for name, place in run.places.items():
        rules = place.arms["scenario"]
        for facts in run.desks(name, "scenario"):
            for measure in rules.measures:
                if measure.kind.name in kinds:
                    decision = facts.decision(measure, rules, run.rates("scenario"))
                    yield from _payees(name, measure, decision)


def everyone_paid_twice(law: Law, folder: Path) -> Iterator[tuple[str, Twice]]:
    """By place, the persons for whom two clauses of one purpose pay in the scenario."""
    run = _Run.opened(law, folder)
    for name, place in run.places.items():
        for facts in run.desks(name, "scenario"):
            for twice in doubles(facts, place.arms["scenario"], run.rates("scenario")):
                yield name, twice


def _payees(name: str, measure: Measure, decision: Decision) -> Iterator[Payee]:
    totals = np.where(decision.paid, decision.award.total, 0)
    for row in np.flatnonzero(totals).tolist():
        first = min(int(p.first_month[row]) for p in decision.award.payments if p.months[row])
        kind, _, number = _kind_of(decision.table, row).partition("/")
        covered = int(decision.table.covered[row])
        month = month_label(first)
        yield Payee(
            name, measure.clause, measure.kind.name, kind, int(number), month, covered,
            int(totals[row]),
        )  # fmt: skip


def _largest(
    name: str, facts: Desk, measure: Measure, rules: Rulebook, rates: dict[str, float], most: int
) -> Iterator[tuple[str, int]]:
    decision = facts.decision(measure, rules, rates)
    totals = np.where(decision.paid, decision.award.total, 0)
    for row in np.argsort(-totals, kind="stable")[:most]:
        if totals[row]:
            yield f"{name}/{_kind_of(decision.table, int(row))}", int(totals[row])


def _kind_of(table: Table, row: int) -> str:
    number = int(table.claimant[row])
    if isinstance(table, Loans):
        of_firm = int(table.borrower_type[row]) == BORROWERS["small_firm"]
        return f"{'firm' if of_firm else 'person'}/{number}"
    kind = next(k for k, columns in AGENTS.items() if table.CLAIMANT in columns)
    return f"{kind}/{number}"


def _lived(run: _Run, rules: Rulebook, facts: Desk, table: Table, row: int, arm: str) -> Lived:
    occasion = table.take(slice(row, row + 1))
    accounts = []
    for measure in rules.measures:
        if measure.kind.table is not type(table):
            continue
        told = account(run.law, rules, measure, occasion, {}, beneath=True)
        claims = facts.claims(measure.kind, table, run.rates(arm), np.array([row]))
        accounts.append(replace(told, claimed=bool(claims[0])))
    return Lived(NAMES[type(table)], as_written(occasion), one_of_each(accounts, rules))


def _agent(run: _Run, agent: str, folder: Path) -> tuple[str, str, int]:
    """(jurisdiction, kind, number) of an agent as written."""
    before, own, text = agent.partition(f"/{OWN}")
    parts = [*before.split("/"), own[1:] + text] if own else agent.split("/")
    if len(parts) == 2 and len(run.places) == 1:
        parts = [next(iter(run.places)), *parts]
    example = f"{next(iter(run.places))}/firm/17"
    if len(parts) != 3 or not (own or parts[2].isdigit()):
        raise UserError(Problem(agent, f"write it as jurisdiction/kind/number, e.g. {example}"))
    name, kind, number = parts
    if name not in run.places:
        hint = did_you_mean(name, list(run.places))
        raise UserError(Problem(agent, f"the run has no '{name}'; {hint}"))
    if kind not in AGENTS:
        hint = did_you_mean(kind, list(AGENTS))
        raise UserError(Problem(agent, f"no kind of agent '{kind}'; {hint}"))
    return name, kind, number_of(folder, name, kind, number) if own else int(number)
