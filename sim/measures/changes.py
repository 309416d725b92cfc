"""What a scenario changes in the law of one jurisdiction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

from sim.base.dates import NEVER, day
from sim.base.errors import Problem, Said, no_such, say
from sim.law.convert import dated, spliced
from sim.law.load import Jurisdiction, Law, reading_problems
from sim.law.schema import Clause, Parameter, Unit, Value
from sim.law.values import ALWAYS, Dated
from sim.measures.registry import Kind, TermSpec, kinds
from sim.measures.terms import UsedValue, as_text, beyond, used_values
from sim.scenario import Scenario
from sim.scenario.schema import Change

Place = tuple[str | int, ...]
"""A place in a scenario document."""

JURISDICTION = Said("jurisdiction", "地区")
PAYING_CLAUSE = Said("paying clause", "支付条款")
KIND = Said("kind of measure", "措施类别")
MEASURE = Said("measure", "措施")


@dataclass(frozen=True)
class Changes:
    """A scenario seen from one jurisdiction; empty under current law.

    ``touched`` collects the places of the scenario that made a difference here.
    """

    scenario: Scenario | None = None
    lender: Jurisdiction | None = None
    listed: tuple[tuple[int, Change], ...] = ()
    off: tuple[str, ...] = ()
    keep_only: frozenset[str] = frozenset()
    touched: set[Place] = field(default_factory=set, compare=False)

    @classmethod
    def of(cls, scenario: Scenario | None, law: Law, place: Jurisdiction) -> Changes:
        """The changes that concern a jurisdiction."""
        if scenario is None:
            return cls()
        policy = scenario.file.policy
        lender = None
        for borrow in policy.borrow:
            if borrow.for_ == place.id and borrow.rules_of in law.jurisdictions:
                lender = law[borrow.rules_of]
        listed = tuple(
            (i, change)
            for i, change in enumerate(policy.change)
            if not change.jurisdictions or place.id in change.jurisdictions
        )
        touched: set[Place] = set()
        if lender is not None and lender is not place:
            touched = {("policy", "borrow", i) for i in range(len(policy.borrow))}
        only = frozenset(policy.keep_only)
        return cls(scenario, lender, listed, policy.switch_off, only, touched)

    def keeps(self, clause: Clause) -> bool:
        """Whether the clause's measure stays in force."""
        names = {clause.id, clause.paying.kind, clause.paying.part_of}
        if self.keep_only:
            # A local budget cannot repeal what national law grants; switch_off can imagine it.
            return clause.paying.standing or bool(names & self.keep_only)
        found = [i for i, name in enumerate(self.off) if name in names]
        self.touched.update(("policy", "switch_off", i) for i in found)
        return not found

    def readings(self, law: Law, place: Jurisdiction) -> dict[str, str]:
        """Option in force of every reading: recommended, then the place's, then the scenario's."""
        chosen = {name: spec.recommended for name, spec in law.readings.items()}
        chosen |= place.file.readings
        if self.scenario is not None:
            chosen |= {
                name: option
                for name, option in self.scenario.file.readings.items()
                if not reading_problems(name, option, law.readings)
            }
        return chosen

    def apply(
        self,
        clause: str,
        names: set[str],
        kind: Kind,
        spec: TermSpec,
        base: Dated | None,
        layer: str,
        place: Jurisdiction,
        problems: list[Problem],
    ) -> tuple[Dated | None, list[UsedValue]]:
        """A clause's number after the changes that concern it, and the rows to list.

        ``names`` are the clauses that a change may name to mean this number.
        """
        value, rows = base, []
        concerning = list(self._concerning(names, kind, spec.name, layer))
        problems += self._overlaps(concerning)
        for i, change in concerning:
            new = self._dated(i, change, spec.unit, base, place, problems)
            if new is None:
                continue
            if not change.local_excess:
                problems += [self._problem(i, what) for what in beyond(spec, new)]
            value = self._over(i, value, new, change)
            rows += self._rows(place.id, clause, change, spec.unit)
        return value, rows

    def local(
        self, place: Jurisdiction, problems: list[Problem]
    ) -> tuple[dict[str, Dated], list[UsedValue]]:
        """The shared numbers of a place, after changes, and the rows to list."""
        local: dict[str, Dated] = {}
        rows: list[UsedValue] = []
        for name in place.parameter_names():
            found = place.find(name)
            if found is None:
                continue
            base = value = None if found.parameter.open else dated(found.parameter, place.tiers)
            changed: list[UsedValue] = []
            concerning = [
                (i, change)
                for i, change in self.listed
                if change.term == name and not change.clause and not change.kind
            ]
            problems += self._overlaps(concerning)
            for i, change in concerning:
                new = self._dated(i, change, found.parameter.unit, base, place, problems)
                if new is not None and min(min(row) for row in new.table) < 0:
                    what = say("{name} is negative", "{name} 是负数", name=name)
                    problems.append(self._problem(i, what))
                elif new is not None:
                    value = self._over(i, value, new, change)
                    changed += self._rows(place.id, "", change, found.parameter.unit)
            if value is None:
                continue
            local[name] = value
            replaced = changed and all(not row.valid_from and not row.valid_to for row in changed)
            rows += [*([] if replaced else used_values(place.id, "", name, found)), *changed]
        return local, rows

    def excess_meant(self, clause: str, kind: Kind, name: str) -> bool:
        """Whether a change of the term is marked as a deliberate local excess."""
        found = self._concerning({clause}, kind, name, "none")
        return any(change.local_excess for _, change in found)

    def where(self, clause: str, kind: Kind, name: str) -> str:
        """Place of the last change of a term in the scenario; empty if none."""
        found = list(self._concerning({clause}, kind, name, "none"))
        if not found or self.scenario is None:
            return ""
        return self.scenario.document.where(("policy", "change", found[-1][0]))

    def _concerning(
        self, names: set[str], kind: Kind, name: str, layer: str
    ) -> Iterator[tuple[int, Change]]:
        for i, change in self.listed:
            if change.term != name:
                continue
            shared = not change.clause and not change.kind and layer != "clause"
            if change.clause in names or change.kind == kind.name or shared:
                yield i, change

    def _dated(
        self,
        i: int,
        change: Change,
        unit: Unit,
        base: Dated | None,
        place: Jurisdiction,
        problems: list[Problem],
    ) -> Dated | None:
        by = ""
        if isinstance(change.value, dict):
            by = "tier" if base and base.categories == place.tiers else "registration"
            by = "bracket" if all(isinstance(k, int) for k in change.value) else by
        if base is None and (change.from_ or change.to):
            what = say(
                "{term} is open on the other days: supply it without 'from' and 'to'",
                "{term} 在其余日期没有数：请不写 from 和 to，直接给出",
                term=change.term,
            )
            problems.append(self._problem(i, what))
            return None
        try:
            new = dated(_parameter(change, unit, by), place.tiers)
        except ValueError as error:
            problems.append(self._problem(i, str(error)))
            return None
        if base is not None and base.by_bracket and not new.categories:
            # One number for every bracket; below the first one there is still none.
            width = len(base.categories)
            rows = tuple((row[0],) * width for row in new.table)
            return replace(new, table=rows, categories=base.categories)
        return new

    def _over(self, i: int, base: Dated | None, new: Dated, change: Change) -> Dated:
        value = spliced(base, new, *_days(change))
        if value != base:
            self.touched.add(("policy", "change", i))
        return value

    def _overlaps(self, changes: list[tuple[int, Change]]) -> Iterator[Problem]:
        for (i, one), (j, other) in combinations(changes, 2):
            (first, last), (begin, end) = _days(one), _days(other)
            if first <= end and begin <= last:
                what = say(
                    "changes {term} on days that change {number} of the list changes too",
                    "与第 {number} 项改动在同一时段改了同一个数 {term}",
                    term=one.term, number=i + 1,
                )  # fmt: skip
                yield self._problem(j, what)

    def _rows(self, place: str, clause: str, change: Change, unit: Unit) -> list[UsedValue]:
        name = self.scenario.name if self.scenario else ""
        excess = ["beyond the bound of the text: at local cost"] if change.local_excess else []
        return [
            UsedValue(
                jurisdiction=place,
                clause=clause,
                term=change.term,
                value=as_text(change.value),
                unit=unit,
                valid_from=str(change.from_ or ""),
                valid_to=str(change.to or ""),
                status="assumption",
                source=f"scenario {name}",
                layer="scenario",
                range="",
                note="; ".join(filter(None, [change.why, *excess])),
            )
        ]

    def _problem(self, i: int, what: str) -> Problem:
        path = ("policy", "change", i, "value")
        return self.scenario.problem(path, what) if self.scenario else Problem("", what)


def _days(change: Change) -> tuple[int, int]:
    """First and last day of a change."""
    first = day(change.from_) if change.from_ else ALWAYS
    return first, day(change.to) if change.to else NEVER - 1


def _parameter(change: Change, unit: Unit, by: str) -> Parameter:
    data: dict[str, Any] = {"value": change.value, "status": "reference", "source": "scenario"}
    value = Value.model_validate(data)
    return Parameter.model_construct(unit=unit, by=by, values=(value,))


def scenario_problems(law: Law, scenario: Scenario) -> Iterator[Problem]:
    """Names in a scenario that the law does not know."""
    measures = {clause.id: clause.measure.kind for _, clause in law.clauses() if clause.measure}
    paying, in_law = list(measures), sorted(set(measures.values()))
    known = {JURISDICTION: list(law.jurisdictions), PAYING_CLAUSE: paying}
    known |= {KIND: in_law, MEASURE: in_law + paying}
    known |= _numbers_of(law, scenario)
    for path, what, name in _names(scenario):
        if name not in known[what]:
            yield scenario.problem(path, no_such(what, name, known[what]))
    for name, option in scenario.file.readings.items():
        for problem in reading_problems(name, option, law.readings):
            yield scenario.problem(("readings", name), problem)


def _numbers_of(law: Law, scenario: Scenario) -> dict[Said, list[str]]:
    """The numbers that each change could mean, by what it says they are of."""
    by_kind: dict[str, set[str]] = {}
    for (name, _), kind in kinds().items():
        by_kind.setdefault(name, set()).update(kind.specs())
    by_clause = {c.id: by_kind[c.measure.kind] for _, c in law.clauses() if c.measure}
    shared = {name for place in law.jurisdictions.values() for name in place.shared_names()}
    known = {"": shared, **by_kind, **by_clause}
    changes = scenario.file.policy.change
    # Of a clause or kind that does not exist nothing is known: that is a problem of its own.
    return {_number_of(c): sorted(known.get(c.clause or c.kind, {c.term})) for c in changes}


def _number_of(change: Change) -> Said:
    return say("number of {of}", "{of}的数", of=change.of)


def _names(scenario: Scenario) -> Iterator[tuple[tuple[Any, ...], Said, str]]:
    """(path, what it should be, name) of everything a scenario names in the law."""
    file, policy = scenario.file, scenario.file.policy
    for i, name in enumerate(file.jurisdictions):
        yield ("jurisdictions", i), JURISDICTION, name
    for i, change in enumerate(policy.change):
        path = ("policy", "change", i)
        for j, name in enumerate(change.jurisdictions):
            yield (*path, "jurisdictions", j), JURISDICTION, name
        if change.clause:
            yield (*path, "clause"), PAYING_CLAUSE, change.clause
        if change.kind:
            yield (*path, "kind"), KIND, change.kind
        yield (*path, "term"), _number_of(change), change.term
    for i, borrow in enumerate(policy.borrow):
        yield ("policy", "borrow", i, "rules_of"), JURISDICTION, borrow.rules_of
        yield ("policy", "borrow", i, "for"), JURISDICTION, borrow.for_
    for part in ("switch_off", "keep_only"):
        for i, name in enumerate(getattr(policy, part)):
            yield ("policy", part, i), MEASURE, name
    for name in file.take_up:
        yield ("take_up", name), KIND, name


__all__ = ["Changes", "scenario_problems"]
