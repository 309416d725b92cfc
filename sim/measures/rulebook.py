"""The rules in force in one jurisdiction: every measure with its terms, from law and scenario."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from sim.base.errors import Problem, UserError, did_you_mean
from sim.law.load import Jurisdiction, Law
from sim.law.schema import NATURES, Clause, Nature, NoDouble
from sim.law.values import Dated
from sim.measures.changes import Changes, Place
from sim.measures.registry import Kind, Terms, kinds
from sim.measures.terms import UsedValue, build_terms
from sim.scenario import Scenario


@dataclass(frozen=True)
class Measure:
    """A clause that pays.

    Attributes:
        clause: id, e.g. ``zy1a``; a borrowed clause keeps the lender's.
        kind: how it decides and pays.
        terms: the numbers and choices of the clause.
        standing: True where national law grants it without the document too.
        part_of: the clause it only adds to, where its people are counted; empty for most.
    """

    clause: str
    kind: Kind
    terms: Terms
    standing: bool
    part_of: str = ""

    @property
    def fund(self) -> str:
        """The fund that pays."""
        return self.terms.fund

    @property
    def nature(self) -> Nature:
        """Outlay, guaranteed credit, or revenue forgone."""
        return NATURES.get(self.fund, "outlay")


@dataclass(frozen=True)
class Rulebook:
    """The rules of one jurisdiction in one arm.

    Attributes:
        jurisdiction: whose people the rules apply to.
        lender: whose document the rules are from; the same unless they are borrowed.
        measures: in the order of the document.
        no_double: clauses of which an occasion draws only one, under the readings chosen.
        local: shared numbers (minimum wage, contribution rates...) by name.
        readings: option in force of every named reading.
        numbers: every number used, with status, source and layer.
        touched: places of the scenario that make a difference here.
    """

    jurisdiction: str
    lender: str
    measures: tuple[Measure, ...]
    no_double: tuple[NoDouble, ...]
    local: dict[str, Dated]
    readings: dict[str, str]
    numbers: tuple[UsedValue, ...] = field(compare=False)
    touched: frozenset[Place] = field(compare=False)

    def measure(self, clause: str) -> Measure:
        """The measure of a clause; ``KeyError`` if it does not pay."""
        for measure in self.measures:
            if measure.clause == clause:
                return measure
        raise KeyError(clause)


def rulebook(law: Law, jurisdiction: str, scenario: Scenario | None = None) -> Rulebook:
    """The rules in force under current law, or under a scenario.

    Raises:
        UserError: every problem of law or scenario that concerns this jurisdiction.
    """
    problems: list[Problem] = []
    place = law[jurisdiction]
    changes = Changes.of(scenario, law, place)
    lender = changes.lender or place
    readings = changes.readings(law, place)
    measures, values = [], []
    for clause in lender.file.clauses:
        if clause.measure is None:
            continue
        kind = _kind(lender, clause, problems)
        if kind is None or not changes.keeps(clause):
            continue
        terms, used = build_terms(place, lender, clause, kind, readings, changes, problems)
        values += used
        if terms is not None:
            spec = clause.measure
            measure = Measure(clause.id, kind, terms, spec.standing, spec.part_of)
            measures.append(_same(measure))
    local, shared = changes.local(place, problems)
    values += _beneath(measures, shared)
    no_double = tuple(
        rule
        for rule in lender.file.no_double
        if not rule.reading or readings[rule.reading] == rule.when
    )
    if problems:
        raise UserError(dict.fromkeys(problems))
    touched = changes.touched | _readings_that_matter(law, place, readings, lender, measures)
    return Rulebook(
        jurisdiction,
        lender.id,
        tuple(measures),
        no_double,
        local,
        readings,
        (*shared, *values),
        frozenset(touched),
    )


def _beneath(measures: list[Measure], shared: list[UsedValue]) -> list[UsedValue]:
    """The shared numbers that the facts of each measure rest on, listed under its clause."""
    return [
        replace(value, clause=measure.clause)
        for measure in measures
        for value in shared
        if value.term in measure.kind.rests_on
    ]


def _readings_that_matter(
    law: Law,
    place: Jurisdiction,
    readings: dict[str, str],
    lender: Jurisdiction,
    measures: list[Measure],
) -> set[Place]:
    """Readings that differ from the place's own and that some measure or rule looks at."""
    looked_at = {rule.reading for rule in lender.file.no_double}
    for measure in measures:
        looked_at |= readings_of(lender, lender.clause(measure.clause), measure.kind)
    usual = {name: spec.recommended for name, spec in law.readings.items()} | place.file.readings
    return {("readings", n) for n in looked_at if n and readings[n] != usual[n]}


def readings_of(place: Jurisdiction, clause: Clause, kind: Kind) -> set[str]:
    """Readings that decide a clause: those its words leave open to its rule, and three for all.

    ``start_of_force`` and ``undated_day`` date clauses without a first day, ``unnamed_fund`` books
    those without fund.
    """
    spec = clause.paying
    names = {name for name in kind.readings() if name not in spec.settled}
    if clause.undated:
        names |= {"start_of_force", "undated_day"}
    if clause.id in place.file.presumed.clauses:
        names.add("unnamed_fund")
    return names


@lru_cache(maxsize=64)
def current_law(law: Law, jurisdiction: str) -> Rulebook:
    """The rules in force without any scenario."""
    return rulebook(law, jurisdiction)


@lru_cache(maxsize=1024)
def _same(measure: Measure) -> Measure:
    """Of equal measures the one met first, so that comparing them later costs nothing."""
    return measure


def _kind(lender: Jurisdiction, clause: Clause, problems: list[Problem]) -> Kind | None:
    spec = clause.paying
    known = kinds()
    found = known.get((spec.kind, spec.variant))
    if found is None:
        path = (*lender.position(clause.id), "measure")
        variants = [variant for name, variant in known if name == spec.kind]
        if variants:
            known_as = ", ".join(variant or "(none)" for variant in variants)
            what = f"{spec.kind} has no variant '{spec.variant}'; known: {known_as}"
        else:
            hint = did_you_mean(spec.kind, sorted({name for name, _ in known}))
            what = f"no kind of measure '{spec.kind}'; {hint}"
        problems.append(lender.document.problem(path, what))
    return found


def clauses_by_reading(law: Law) -> dict[str, list[str]]:
    """The clauses that each reading decides; a clause whose words settle it is left out."""
    found: dict[str, list[str]] = {name: [] for name in law.readings}
    for place in law.jurisdictions.values():
        for measure in current_law(law, place.id).measures:
            for name in sorted(readings_of(place, place.clause(measure.clause), measure.kind)):
                found[name].append(measure.clause)
        for rule in place.file.no_double:
            if rule.reading:
                found[rule.reading] += rule.clauses
    return found


def partly_priced(rules: Rulebook) -> Iterator[tuple[str, list[str], list[str]]]:
    """(clause, numbers given, numbers still open) where only some of the numbers needed are given.

    Limits of an open number price nothing by themselves.
    """
    unsaid = {(u.clause, u.term) for u in rules.numbers if u.status == "open"}
    for measure in rules.measures:
        specs, terms = measure.kind.specs(), measure.terms
        needed = [n for n, spec in specs.items() if spec.optional]
        missing = [n for n in needed if (measure.clause, n) in unsaid and getattr(terms, n) is None]
        limits = {specs[n].at_most for n in missing} - {""}
        given = [
            n
            for n in needed
            if getattr(terms, n) is not None and not {n, specs[n].at_most} & {*limits, *missing}
        ]
        if missing and given:
            yield measure.clause, given, missing


def check(law: Law, scenario: Scenario | None = None) -> Iterator[Problem]:
    """Every problem of the law, or of a scenario against it."""
    chosen = scenario.file.jurisdictions if scenario else ()
    seen: set[Problem] = set()
    for jurisdiction in chosen or law.jurisdictions:
        try:
            rulebook(law, jurisdiction, scenario)
        except UserError as error:
            for problem in error.problems:
                if problem not in seen:
                    seen.add(problem)
                    yield problem
