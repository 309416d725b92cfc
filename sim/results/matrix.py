"""The matrix page: every kind of measure against the five jurisdictions, key terms in each cell."""

from __future__ import annotations

from collections.abc import Iterator

from sim.law.load import Jurisdiction, Law
from sim.law.schema import Clause, Parameter
from sim.measures.registry import kinds
from sim.measures.rulebook import Measure, current_law
from sim.measures.terms import as_text, givers

TELLING = ("distressed_method", "interest_scope", "few_layoffs")
"""Readings whose settling tells one document from another."""
PLAIN = ("share", "count", "date")
MARK = {"statute": "", "reference": "‡", "assumption": "†", "open": ""}
INTRODUCTION = """# The law in one view

What each of the five documents says, kind by kind, as the program reads it. Made by
`sim matrix --write docs/matrix.md`; a test keeps it current.

Numbers stand as in the text; **†** marks an assumption, **‡** another rule or a published figure,
*open* a number that nobody gives. Shared numbers (minimum wage, contribution rates) are left out: a
run lists them in `values.csv`. — means that the document has no such measure.
"""


def markdown(law: Law) -> str:
    """The whole page."""
    places = list(law.jurisdictions.values())
    head = ["kind", *(f"{p.file.names.en} {p.file.names.zh}" for p in places)]
    lines = [INTRODUCTION, "## Kind by jurisdiction", "", _row(head), _row(["---"] * len(head))]
    for kind in sorted({name for name, _ in kinds()}):
        cells = ["<br>".join(_cell(law, place, kind)) or "—" for place in places]
        lines.append(_row([f"`{kind}`", *cells]))
    lines.append(_row(["rules", *("<br>".join(_rules(place)) or "—" for place in places)]))
    for place in places:
        lines += _section(place)
    return "\n".join(lines) + "\n"


def _cell(law: Law, place: Jurisdiction, kind: str) -> Iterator[str]:
    for measure in current_law(law, place.id).measures:
        if measure.kind.name == kind:
            told = [_terms(place.clause(measure.clause)), *_shared(place, measure)]
            yield f"**{measure.clause}** {'; '.join(filter(None, told))}"


def _shared(place: Jurisdiction, measure: Measure) -> Iterator[str]:
    """Numbers from beyond the clause, and what its words settle where others leave it open."""
    spec = place.clause(measure.clause).paying
    named = {name for c in givers(place, place.clause(measure.clause)) for name in c.paying.terms}
    others = [
        _words(name)
        for name in measure.kind.specs()
        if name not in named and getattr(measure.terms, name) is not None
    ]
    if others:
        yield f"by {', '.join(others)}"
    for name in spec.settled:
        if name in TELLING:
            yield f"{_words(name)}: {_words(spec.settled[name])}"


def _rules(place: Jurisdiction) -> Iterator[str]:
    for clause in place.file.clauses:
        if clause.rule:
            yield f"**{clause.id}** {clause.rule.does}"


def _terms(clause: Clause) -> str:
    return "; ".join([*_numbers(clause), *_choices(clause), *_window(clause)])


def _section(place: Jurisdiction) -> Iterator[str]:
    document = place.file.document
    yield from ("", f"## {place.file.names.en} {place.file.names.zh}", "")
    yield f"{document.title} ({document.number}, {document.issued})"
    yield from ("", _row(["clause", "标题", "title", "kind", "fund", "terms"]), _row(["---"] * 6))
    for clause in place.file.clauses:
        if clause.measure:
            terms = _terms(clause)
            kind, fund = f"`{clause.measure.kind}`", clause.measure.fund
        elif clause.rule:
            terms, kind, fund = clause.rule.does, f"rule on {', '.join(clause.rule.on)}", ""
        else:
            continue
        yield _row([clause.id, clause.title.zh, clause.title.en, kind, fund, terms])


def _numbers(clause: Clause) -> Iterator[str]:
    for name, parameter in clause.paying.terms.items():
        unit = "" if name.endswith(parameter.unit) or parameter.unit in PLAIN else parameter.unit
        yield f"{_words(name)} {_number(parameter)} {unit}".rstrip()


def _number(parameter: Parameter) -> str:
    if parameter.open:
        return "*open*"
    told = []
    for value in parameter.values:
        since = f" from {value.from_}" if value.from_ else ""
        told.append(f"{as_text(value.value)}{MARK[value.status]}{since}")
    return ", ".join(told)


def _choices(clause: Clause) -> Iterator[str]:
    for name, chosen in clause.paying.fixed.items():
        words = (chosen,) if isinstance(chosen, str) else chosen
        yield f"{_words(name)}: {', '.join(map(_words, words))}"


def _window(clause: Clause) -> Iterator[str]:
    if clause.window:
        first, last = clause.window.from_, clause.window.to
        yield f"{first or 'issue'} to {last}" if last else f"from {first}"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"
