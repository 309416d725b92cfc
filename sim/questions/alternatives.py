"""What each alternative reading of an ambiguous clause would change in the outlay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.base.errors import UserError
from sim.engine import Session
from sim.law.load import Law
from sim.measures.rulebook import clauses_by_reading, rulebook
from sim.scenario import Scenario


@dataclass(frozen=True)
class Alternative:
    """Another option of a reading, or another value of a number, in one jurisdiction.

    Attributes:
        ambiguity: its id in the catalogue.
        weight: H, M or L.
        what: name of the reading, or ``clause.term`` of the number.
        chosen: the option or value in force.
        option: the other one.
        jurisdiction: where.
        clauses: the clauses that it decides there.
        outlay_fen: outlay under the scenario as it stands.
        change_fen: outlay with the other option, less that.
        rebooked_fen: money that only moves to another fund.
    """

    ambiguity: str
    weight: str
    what: str
    chosen: str
    option: str
    jurisdiction: str
    clauses: tuple[str, ...]
    outlay_fen: int
    change_fen: int
    rebooked_fen: int


@dataclass
class _Question:
    """One jurisdiction under the scenario, ready for other options."""

    session: Session
    scenario: Scenario
    before: dict[str, int]

    def put(self, **changes: object) -> tuple[int, int]:
        """(change of the outlay, money rebooked) with some parts of the scenario replaced."""
        after = by_fund(self.session, self.scenario.with_(**changes))
        funds = {*after, *self.before}
        apart = [after.get(fund, 0) - self.before.get(fund, 0) for fund in funds]
        change = sum(apart)
        return change, (sum(map(abs, apart)) - abs(change)) // 2


def alternatives(law: Law, scenario: Scenario) -> Iterator[Alternative]:
    """Every other option of every ambiguity that decides a clause of the scenario's places.

    Readings come with each of their options, numbers with the ends of their range.
    """
    decided = clauses_by_reading(law)
    for name in scenario.file.jurisdictions or law.jurisdictions:
        here = scenario.with_(jurisdictions=[name])
        session = Session(law, name)
        question = _Question(session, here, by_fund(session, here))
        prefix = law[name].file.prefix
        for ambiguity, spec in law.ambiguities.items():
            for reading in spec.readings:
                clauses = tuple(c for c in decided[reading] if c.startswith(prefix))
                if clauses and law.readings[reading].ambiguity == ambiguity:
                    yield from _options(law, question, name, reading, clauses)
            for number in spec.numbers:
                if number.startswith(prefix):
                    yield from _ends(law, question, name, ambiguity, number)


def _options(
    law: Law, question: _Question, name: str, reading: str, clauses: tuple[str, ...]
) -> Iterator[Alternative]:
    spec = law.readings[reading]
    chosen = rulebook(law, name, question.scenario).readings[reading]
    for option in spec.options:
        if option == chosen:
            continue
        others = {**question.scenario.file.readings, reading: option}
        change, rebooked = question.put(readings=others)
        yield Alternative(
            spec.ambiguity, spec.weight, reading, chosen, option, name, clauses,
            sum(question.before.values()), change, rebooked,
        )  # fmt: skip


def _ends(
    law: Law, question: _Question, name: str, ambiguity: str, number: str
) -> Iterator[Alternative]:
    """The ends of a number's range; nothing for numbers that are open or have none."""
    clause, _, term = number.rpartition(".")
    used = [
        v
        for v in rulebook(law, name, question.scenario).numbers
        if (v.clause, v.term) == (clause, term)
    ]
    if not used or not used[0].range:
        return
    for end in used[0].range.split(" – "):
        if end == used[0].value:
            continue
        policy = question.scenario.file.policy.model_dump(by_alias=True, exclude_defaults=True)
        change = {"clause": clause, "term": term, "value": float(end)}
        policy["change"] = [*policy.get("change", ()), change]
        try:
            moved, rebooked = question.put(policy=policy)
        except UserError:
            continue  # the scenario sets this number itself
        yield Alternative(
            ambiguity, law.ambiguities[ambiguity].weight, number, used[0].value, end, name,
            (clause,), sum(question.before.values()), moved, rebooked,
        )  # fmt: skip


def by_fund(session: Session, scenario: Scenario) -> dict[str, int]:
    """Outlay of the scenario arm by fund, in fen; credit and revenue forgone left out."""
    sums: dict[str, int] = {}
    for measure, lines in session.lines(scenario):
        if measure.nature == "outlay":
            sums[measure.fund] = sums.get(measure.fund, 0) + int(lines.outlay.sum())
    return sums
