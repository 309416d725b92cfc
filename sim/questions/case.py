"""A case: the facts of one firm, person or institution, and what every measure says about them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import Field

from sim.base.documents import Document, Strict, read
from sim.base.errors import Problem, UserError, did_you_mean
from sim.law.load import Law
from sim.measures.changes import scenario_problems
from sim.measures.occasion import named_facts, number_of
from sim.measures.rulebook import Rulebook, rulebook
from sim.measures.tables import TABLES, Table
from sim.questions.account import Account, account, one_of_each
from sim.scenario import Scenario
from sim.scenario.load import of_data

OCCASIONS: dict[str, type[Table]] = {
    re.sub(r"(?<!^)(?=[A-Z])", "_", table.__name__).lower().removesuffix("s"): table
    for table in TABLES
}
"""What a case may hold, by name: ``hire``, ``loan``, ``firm_year``..."""

HEADER = {
    "title": {"zh": "个案", "en": "case"},
    "question": "case",
    "author": "case",
    "date": "2019-12-31",
    "expect": {"outlay": "same"},
}


class CaseFile(Strict):
    """One case as written.

    ``occasions`` hold the facts by kind of occasion, one or a list each; ``facts`` hold what all of
    them share. ``values`` supply or replace numbers: ``minimum_wage: 1580`` for a shared one,
    ``xt11a.amount: 800`` for a clause's. ``readings`` choose among readings.
    """

    case: str = ""
    jurisdiction: str
    facts: dict[str, Any] = Field(default_factory=dict)
    occasions: dict[str, dict[str, Any] | list[dict[str, Any]]]
    values: dict[str, Any] = Field(default_factory=dict)
    readings: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True)
class Occasion:
    """One occasion of a case with the account of every measure that looks at it."""

    name: str
    facts: dict[str, Any]
    accounts: list[Account]


@dataclass(frozen=True)
class Case:
    """A decided case.

    Attributes:
        name: as written, or its place in the file.
        jurisdiction: whose law.
        occasions: with their accounts.
        not_asked: occasions that other measures of the jurisdiction need, with their clauses.
    """

    name: str
    jurisdiction: str
    occasions: list[Occasion]
    not_asked: dict[str, list[str]] = field(default_factory=dict)

    @property
    def undecided(self) -> list[tuple[str, Account]]:
        """(occasion, account) of every measure that needs a fact nobody gave."""
        return [(o.name, a) for o in self.occasions for a in o.accounts if a.outcome == "undecided"]

    def as_dict(self) -> dict[str, Any]:
        """Plain values for programs; money in fen."""
        return {
            "case": self.name,
            "jurisdiction": self.jurisdiction,
            "occasions": [
                {
                    "occasion": o.name,
                    "facts": {name: _plain(value) for name, value in o.facts.items()},
                    "measures": [a.as_dict() for a in o.accounts],
                }
                for o in self.occasions
            ],
            "not_asked": self.not_asked,
        }


def cases_of(path: Path, law: Law) -> list[Case]:
    """The cases of a file (YAML or JSON): one, or a list of them.

    Raises:
        UserError: every problem of every case: unknown facts, wrong values, unknown clauses.
    """
    document = read(path)
    parts = [document]
    if isinstance(document.data, list):
        parts = [document.part(i) for i in range(len(document.data))]
    problems: list[Problem] = []
    decided = []
    for i, part in enumerate(parts):
        try:
            decided.append(decide(part.as_model(CaseFile), law, part, f"case {i + 1}"))
        except UserError as error:
            problems += error.problems
    if not parts:
        problems.append(document.problem((), "holds no case"))
    if problems:
        raise UserError(dict.fromkeys(problems))
    return decided


def decide(file: CaseFile, law: Law, document: Document, name: str) -> Case:
    """What every measure says about a case.

    Args:
        file: the case.
        law: every jurisdiction's law.
        document: where the case was written, for messages.
        name: what to call it if it has no name of its own.
    """
    problems = list(_unknown(file, law, document))
    tiers = len(law[file.jurisdiction].tiers) if file.jurisdiction in law.jurisdictions else 1
    rows = list(_rows(file, document, tiers, problems))
    rules = None
    if not problems:
        scenario = _scenario(file, law, document)
        problems += scenario_problems(law, scenario)
        try:
            rules = rulebook(law, file.jurisdiction, scenario)
            problems += _idle(file, rules, document)
        except UserError as error:
            problems += error.problems
    if problems or rules is None:
        raise UserError(dict.fromkeys(problems))
    occasions = []
    for label, facts, table, missing in rows:
        accounts = [
            account(law, rules, measure, table, missing)
            for measure in rules.measures
            if measure.kind.table is type(table)
        ]
        occasions.append(Occasion(label, facts, one_of_each(accounts, rules)))
    return Case(file.case or name, file.jurisdiction, occasions, _not_asked(rules, file))


Row = tuple[str, dict[str, Any], Table, dict[str, str]]


def _rows(file: CaseFile, document: Document, tiers: int, problems: list[Problem]) -> Iterator[Row]:
    """(label, facts, one-row table, missing columns) of every occasion of a known kind."""
    for kind, given in file.occasions.items():
        if kind not in OCCASIONS:
            continue
        for k, own in enumerate(given if isinstance(given, list) else [given]):
            spot = ("occasions", kind, k) if isinstance(given, list) else ("occasions", kind)
            shared = {f: v for f, v in file.facts.items() if f in named_facts(OCCASIONS[kind])}
            facts = {**shared, **own}
            if isinstance(facts.get("tier"), int) and not 0 <= facts["tier"] < tiers:
                what = f"'{facts['tier']}' is no tier; {file.jurisdiction} has 0 to {tiers - 1}"
                problems.append(document.problem((*spot, "tier"), what))
            table, missing = _row(OCCASIONS[kind], facts, document, spot, problems)
            label = f"{kind} {k + 1}" if isinstance(given, list) and len(given) > 1 else kind
            if table is not None:
                yield label, facts, table, missing


def _idle(file: CaseFile, rules: Rulebook, document: Document) -> Iterator[Problem]:
    """Values of the case that change nothing: of another place, or as in the law."""
    for i, name in enumerate(file.values):
        if ("policy", "change", i) not in rules.touched:
            what = f"changes nothing: no number of {file.jurisdiction}, or as in its law"
            yield document.problem(("values", name), what)


def _unknown(file: CaseFile, law: Law, document: Document) -> Iterator[Problem]:
    known: set[str] = set()
    for name in file.occasions:
        if name in OCCASIONS:
            known |= set(named_facts(OCCASIONS[name]))
    for path, name, names in (
        (("jurisdiction",), file.jurisdiction, list(law.jurisdictions)),
        *((("occasions", o), o, list(OCCASIONS)) for o in file.occasions),
        *((("facts", f), f, sorted(known)) for f in file.facts if known),
        *((("readings", r), r, list(law.readings)) for r in file.readings),
        *(
            (("readings", r), o, list(law.readings[r].options))
            for r, o in file.readings.items()
            if r in law.readings
        ),
    ):
        if name not in names:
            yield document.problem(path, f"no '{name}' here; {did_you_mean(name, names)}")


def _scenario(file: CaseFile, law: Law, document: Document) -> Scenario:
    """The case's values and readings as a scenario of its jurisdiction."""
    clauses = {c.id for _, c in law.clauses()}
    changes = []
    for name, value in file.values.items():
        clause, _, term = name.rpartition(".")
        change = {"term": term, "value": value}
        known = clause in clauses
        changes.append({"clause": clause, **change} if known else {**change, "term": name})
    return of_data(
        {
            **HEADER,
            "jurisdictions": [file.jurisdiction],
            "policy": {"change": changes},
            "readings": file.readings,
        },
        f"{document.name}: values of {file.case or 'the case'}",
    )


def _row(
    table: type[Table],
    facts: Mapping[str, Any],
    document: Document,
    where: tuple[str | int, ...],
    problems: list[Problem],
) -> tuple[Table | None, dict[str, str]]:
    """A one-row table, and its columns that nobody gave (by column, as people write them)."""
    columns = named_facts(table)
    wrong = [
        document.problem((*where, name), f"no such fact; {did_you_mean(name, list(columns))}")
        for name in facts
        if name not in columns
    ]
    values: dict[str, int] = {}
    missing: dict[str, str] = {}
    for name, column in columns.items():
        if name in facts:
            try:
                values[column.name] = number_of(facts[name], column)
            except (ValueError, TypeError) as error:
                wrong.append(document.problem((*where, name), str(error)))
        elif column.metadata["unit"] == "id":
            values[column.name] = 1
        else:
            values[column.name] = 0
            missing[column.name] = name
    problems += wrong
    if wrong:
        return None, {}
    return table.of(**{n: np.asarray([v]) for n, v in values.items()}), missing


def _not_asked(rules: Rulebook, file: CaseFile) -> dict[str, list[str]]:
    """Occasions the case does not hold, and the clauses that look at them."""
    names = {table: name for name, table in OCCASIONS.items()}
    found: dict[str, list[str]] = {}
    for measure in rules.measures:
        name = names[measure.kind.table]
        if name not in file.occasions:
            found.setdefault(name, []).append(measure.clause)
    return found


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | int | float | list) else str(value)
