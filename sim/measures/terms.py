"""From what the layers say to the typed terms a rule reads, with bounds and sources checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sim.base.dates import day
from sim.base.errors import Problem, Said, did_you_mean, say
from sim.base.money import FEN_PER_YUAN
from sim.law.convert import dated
from sim.law.load import Found, Jurisdiction
from sim.law.schema import Clause, MeasureSpec
from sim.law.values import Dated, Window
from sim.measures.registry import Kind, Terms, TermSpec

if TYPE_CHECKING:
    from sim.measures.changes import Changes


LONG_AGO = day(dt.date(1930, 1, 1))
"""Before every event."""


@dataclass(frozen=True)
class UsedValue:
    """One number that a run rests on, as written."""

    jurisdiction: str
    clause: str
    term: str
    value: str
    unit: str
    valid_from: str
    valid_to: str
    status: str
    source: str
    layer: str
    range: str
    note: str


def used_values(jurisdiction: str, clause: str, term: str, found: Found) -> Iterator[UsedValue]:
    """The rows of a parameter for the list of numbers used."""
    for value in found.parameter.values:
        yield UsedValue(
            jurisdiction,
            clause,
            term,
            as_text(value.value),
            found.parameter.unit,
            str(value.from_ or ""),
            str(value.to or ""),
            value.status,
            value.source,
            found.layer,
            " – ".join(str(x) for x in value.range) if value.range else "",
            value.note,
        )


def as_text(value: Any) -> str:
    """A value as written."""
    if isinstance(value, Mapping):
        return "; ".join(f"{k}: {v}" for k, v in value.items())
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else str(value)


def build_terms(
    place: Jurisdiction,
    lender: Jurisdiction,
    clause: Clause,
    kind: Kind,
    readings: Mapping[str, str],
    changes: Changes,
    problems: list[Problem],
) -> tuple[Terms | None, list[UsedValue]]:
    """The terms of a clause, and the numbers they came from.

    Args:
        place: whose people and prices.
        lender: whose document holds the clause; ``place`` itself unless rules are borrowed.
        clause: the clause.
        kind: its kind.
        readings: options in force.
        changes: what the scenario changes.
        problems: collects everything wrong.
    """
    spec = clause.paying
    path = (*lender.position(clause.id), "measure")
    before = len(problems)
    problems += _unknown_names(lender, path, spec, kind)
    numbers, used = _numbers(place, lender, clause, kind, changes, problems)
    fixed = _fixed(lender, path, spec, kind, problems)
    if len(problems) > before:
        return None, used
    chosen = {name: spec.settled.get(name, readings[name]) for name in kind.readings()}
    window, pays_from = _days(lender, clause, readings)
    given: dict[str, Any] = {**numbers, **fixed, **chosen}
    terms = kind.terms(
        clause=clause.id,
        fund=_fund(lender, clause, readings),
        window=window,
        pays_from=pays_from,
        **given,
    )
    return terms, used


def _days(
    lender: Jurisdiction, clause: Clause, readings: Mapping[str, str]
) -> tuple[Window, int | None]:
    """The window that the event is tested against, or the day from which payments fall due."""
    window = lender.window(clause, readings["start_of_force"])
    if not clause.undated or readings["undated_day"] == "event":
        return window, None
    return Window(LONG_AGO, window.last), window.first


def _fund(lender: Jurisdiction, clause: Clause, readings: Mapping[str, str]) -> str:
    """The fund that pays; where the clause names none a reading may presume one (AMB-71)."""
    presumed = lender.file.presumed
    if clause.id in presumed.clauses and readings["unnamed_fund"] == "employment_fund":
        return presumed.fund
    return clause.paying.fund


def _unknown_names(
    lender: Jurisdiction, path: tuple[str | int, ...], spec: MeasureSpec, kind: Kind
) -> Iterator[Problem]:
    known = {
        "terms": list(kind.specs()),
        "fixed": [*kind.choices(), *kind.name_lists()],
        "settled": list(kind.readings()),
    }
    for part, names in known.items():
        for name in getattr(spec, part):
            if name not in names:
                what = say(
                    "{kind} has no '{name}' here; {hint}", "{kind} 没有“{name}”；{hint}",
                    kind=kind.name, name=name, hint=did_you_mean(name, names),
                )  # fmt: skip
                yield lender.document.problem((*path, part, name), what)


def _numbers(
    place: Jurisdiction,
    lender: Jurisdiction,
    clause: Clause,
    kind: Kind,
    changes: Changes,
    problems: list[Problem],
) -> tuple[dict[str, Dated | None], list[UsedValue]]:
    numbers: dict[str, Dated | None] = {}
    used: list[UsedValue] = []
    own = clause.paying.terms
    for name, spec in kind.specs().items():
        found = locate(place, lender, clause, kind, name)
        document, path = (lender.document, lender.position(clause.id))
        if found is not None:
            document, path = found.document, found.path
            used += used_values(place.id, clause.id, name, found)
        base = None
        if found is not None and not found.parameter.open:
            if found.parameter.unit != spec.unit:
                what = say(
                    "{name} is in {unit}, not {other}", "{name} 的单位应为 {unit}，不是 {other}",
                    name=name, unit=spec.unit, other=found.parameter.unit,
                )  # fmt: skip
                problems.append(document.problem(path, what))
                continue
            if found.parameter.by == "tier" and found.document is not place.document:
                what = say(
                    "{name} goes by the tiers of another jurisdiction than {place}",
                    "{name} 按另一地区的最低工资档区给出，不能用于 {place}",
                    name=name, place=place.id,
                )  # fmt: skip
                problems.append(document.problem(path, what))
                continue
            base = dated(found.parameter, place.tiers)
            problems += [document.problem(path, w) for w in beyond(spec, base)]
        layer = found.layer if found else "none"
        names = {c.id for c in givers(lender, clause) if c is clause or name not in own}
        changed, rows = changes.apply(clause.id, names, kind, spec, base, layer, place, problems)
        replaced = rows and all(not row.valid_from and not row.valid_to for row in rows)
        used = [u for u in used if not (replaced and u.term == name)] + rows
        if changed is None and not spec.optional:
            problems.append(document.problem(path, _missing(clause, name, spec, found)))
        numbers[name] = changed
    problems += _cross_checks(lender, clause, kind, numbers, changes)
    return numbers, used


def _missing(clause: Clause, name: str, spec: TermSpec, found: Found | None) -> Said:
    is_open = Said("is open", "文件没有定"), Said("is given nowhere", "哪里都没有给出")
    return say(
        "clause {clause} needs {name} ({unit}: {meaning}), which {status}",
        "条款 {clause} 需要 {name} 这个数，但{status}",
        clause=clause.id, name=name, unit=spec.unit, meaning=spec.meaning,
        status=is_open[found is None],
    )  # fmt: skip


def givers(lender: Jurisdiction, clause: Clause) -> tuple[Clause, ...]:
    """The clause, and those whose numbers it shares."""
    return (clause, *(lender.clause(name) for name in clause.paying.terms_of))


def locate(
    place: Jurisdiction, lender: Jurisdiction, clause: Clause, kind: Kind, name: str
) -> Found | None:
    """A term's number: the clause's own, then the place's layers, then the lender's."""
    for giver in givers(lender, clause):
        if name in giver.paying.terms:
            return lender.find(name, kind.name, giver)
    return place.find(name, kind.name) or lender.find(name, kind.name)


def beyond(spec: TermSpec, value: Dated) -> Iterator[str]:
    """What lies outside a term's own bounds, or between the positions of a switch."""
    for limit, is_low in ((spec.low, True), (spec.high, False)):
        if limit is None:
            continue
        bound = scaled(limit, spec.unit)
        for row in value.table:
            for number in row:
                exact = Fraction(number, value.denominator)
                if (exact < bound) if is_low else (exact > bound):
                    shown = exact / FEN_PER_YUAN if spec.unit.startswith("yuan") else exact
                    yield say(
                        "{name} is {value:.10g}, {side} its bound of {bound:.10g}",
                        "{name} 为 {value:.10g}，{side}界限 {bound:.10g}",
                        name=spec.name, value=float(shown), bound=float(limit),
                        side=Said("below", "低于") if is_low else Said("above", "高于"),
                    )  # fmt: skip
                    return
    for exact in sorted({Fraction(n, value.denominator) for row in value.table for n in row}):
        if spec.only and exact not in spec.only:
            positions = [f"{float(x):g}" for x in spec.only]
            yield say(
                "{name} is {value:g}; it is {positions}, nothing between",
                "{name} 为 {value:g}；只能是 {positions}，没有中间值",
                name=spec.name, value=float(exact),
                positions=Said(" or ".join(positions), " 或 ".join(positions)),
            )  # fmt: skip


def unprincipled(kind: Kind, terms: Terms) -> tuple[str, ...]:
    """Terms that the text sets in principle and that another term does not respect."""
    found = []
    for name, spec in kind.specs().items():
        small, large = getattr(terms, name), getattr(terms, spec.in_principle or name)
        if small is not None and large is not None and _exceeds(small, large):
            found.append(name)
    return tuple(found)


def scaled(limit: Fraction, unit: str) -> Fraction:
    """A bound in the stored unit."""
    return limit * FEN_PER_YUAN if unit.startswith("yuan") else limit


def _cross_checks(
    lender: Jurisdiction,
    clause: Clause,
    kind: Kind,
    numbers: Mapping[str, Dated | None],
    changes: Changes,
) -> Iterator[Problem]:
    path = (*lender.position(clause.id), "measure", "terms")
    for name, spec in kind.specs().items():
        small, large = numbers.get(name), numbers.get(spec.at_most)
        if small is None or large is None or changes.excess_meant(clause.id, kind, name):
            continue
        if _exceeds(small, large):
            what = say(
                "{name} exceeds {other} of {clause} ({value} against {most}); "
                "a deliberate local excess is marked local_excess in a scenario",
                "{clause} 的 {name} 超过 {other}（{value} 对 {most}）；有意由地方超出的，"
                "在方案文件中标 local_excess",
                name=name, other=spec.at_most, clause=clause.id,
                value=_shown(_peak(small), spec), most=_shown(_peak(large), spec),
            )  # fmt: skip
            where = changes.where(clause.id, kind, name) or changes.where(
                clause.id, kind, spec.at_most
            )
            yield Problem(where, what) if where else lender.document.problem((*path, name), what)


def _exceeds(small: Dated, large: Dated) -> bool:
    """Whether a number that must not exceed another does, anywhere as far as that can be told."""
    if len({x for row in small.table for x in row}) == 1 or _peak(large) == _trough(large):
        return _peak(small) > _trough(large)
    return _peak(small) > _peak(large)


def _trough(value: Dated) -> Fraction:
    return Fraction(min(min(row) for row in value.table), value.denominator)


def _peak(value: Dated) -> Fraction:
    return Fraction(max(max(row) for row in value.table), value.denominator)


def _shown(number: Fraction, spec: TermSpec) -> Said:
    is_money = spec.unit.startswith("yuan")
    shown = f"{float(number / FEN_PER_YUAN if is_money else number):.10g}"
    english = shown if spec.unit == "share" else f"{shown} {spec.unit}"
    return Said(english, f"{shown} 元" if is_money else shown)


def _fixed(
    lender: Jurisdiction,
    path: tuple[str | int, ...],
    spec: MeasureSpec,
    kind: Kind,
    problems: list[Problem],
) -> dict[str, str | tuple[str, ...]]:
    fixed: dict[str, str | tuple[str, ...]] = {}
    for name, (meaning, options, required) in kind.choices().items():
        given = spec.fixed.get(name)
        if given is None:
            if required:
                what = f"{kind.name} needs '{name}' ({meaning}): {', '.join(options)}"
                problems.append(lender.document.problem((*path, "fixed"), what))
            continue
        if given not in options:
            what = f"{name} is one of: {', '.join(options)}"
            problems.append(lender.document.problem((*path, "fixed", name), what))
        fixed[name] = given
    for name, (_, vocabulary) in kind.name_lists().items():
        listed = spec.fixed.get(name, ())
        listed = (listed,) if isinstance(listed, str) else listed
        for word in listed:
            if word not in vocabulary:
                what = f"no '{word}'; {did_you_mean(word, vocabulary)}"
                problems.append(lender.document.problem((*path, "fixed", name), what))
        fixed[name] = tuple(listed)
    return {name: fixed[name] for name in (f.name for f in fields(kind.terms)) if name in fixed}
