"""A clause and its numbers, as the law data have them, one click away from a control."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from sim.app.glossary import AppWords, unit_of
from sim.law.ceilings import Ceiling, ceilings
from sim.law.load import Law
from sim.law.schema import Clause
from sim.measures.rulebook import Rulebook
from sim.measures.terms import UsedValue


class Clauses:
    """What the law data say about clauses, numbers and unclear wordings.

    Args:
        law: the law in force.
        rules: of the places at hand.
        words: of the language shown.
    """

    def __init__(self, law: Law, rules: Sequence[Rulebook], words: AppWords) -> None:
        self._law, self._words = law, words
        self._clauses = {clause.id: clause for _, clause in law.clauses()}
        self._numbers: dict[tuple[str, str], list[UsedValue]] = {}
        for number in (n for r in rules for n in r.numbers):
            self._numbers.setdefault((number.clause, number.term), []).append(number)

    def of_number(self, term: str, kind: str, clauses: Sequence[str]) -> str:
        """The clauses behind a number, its values with source and status, and its ceiling."""
        listed = [line for c in clauses for line in self._values(c, term)]
        parts = [*dict.fromkeys(self._title(c) for c in clauses), *dict.fromkeys(listed)]
        return self._folded(clauses, [*parts, *self._ceiling(kind, term)])

    def of_kind(self, clauses: Sequence[str]) -> str:
        """The clauses of a measure: title, who leads, and days of force."""
        parts = [line for c in clauses for line in (self._title(c), *self._about(c))]
        return self._folded(clauses, parts, "measure_clauses")

    def of_reading(self, name: str, clauses: Sequence[str]) -> str:
        """What is unclear, and whom it concerns."""
        spec = self._law.readings[name]
        about = self._law.ambiguities[spec.ambiguity].about
        line = escape(f"{spec.ambiguity}: {spec.meaning}; {about}")
        return self._folded(clauses, [line, *(self._title(c) for c in clauses)])

    def _folded(self, clauses: Sequence[str], lines: Iterable[str], name: str = "clause") -> str:
        few = ", ".join(clauses[:3]) + (" …" if len(clauses) > 3 else "")
        return folded(f"{self._words.app(name)} {few}", lines)

    def _title(self, name: str) -> str:
        clause = self._clauses[name]
        title = clause.title.zh if self._words.chinese else clause.title.en
        article = self._words.app("article", article=clause.article)
        return f"<b>{escape(name)}</b> {escape(article)} {escape(title)}"

    def _about(self, name: str) -> Iterator[str]:
        clause, words = self._clauses[name], self._words
        fund = words("fund", clause.paying.fund)
        yield escape(words.app("clause_about", lead=clause.lead, fund=fund, days=_days(clause)))
        if clause.note:
            yield escape(clause.note)

    def _values(self, clause: str, term: str) -> Iterator[str]:
        words = self._words
        for number in self._numbers.get((clause, term), ()):
            status, layer = words("status", number.status), words("layer", number.layer)
            span = "–".join(filter(None, (number.valid_from, number.valid_to)))
            value = " ".join(filter(None, (_amount(number, words), span)))
            tail = [f"{words.app('range')} {number.range}"] if number.range else []
            tail += [number.note] if number.note else []
            text = words.app("number_is", value=value, status=status, layer=layer)
            more = "; ".join([number.source, *tail])
            yield f'{escape(text)} <span class="law">{escape(more)}</span>'

    def _ceiling(self, kind: str, term: str) -> Iterator[str]:
        ceiling = ceilings().of(kind, term)
        if ceiling is not None:
            text = self._words.app("ceiling_is", value=ceiling_text(ceiling, self._words))
            yield f'{escape(text)} <span class="law">{escape(ceiling.source)}</span>'


def folded(title: str, lines: Iterable[str]) -> str:
    """Lines of HTML under a title that opens at a click."""
    inner = "".join(f"<p>{line}</p>" for line in lines)
    head = f"<summary>{escape(title)}</summary>"
    return f'<details class="wg-clause">{head}{inner}</details>'


def source_of(source: str, confidence: str, words: AppWords) -> str:
    """Where a number of the economy is from, a click away."""
    return folded(words.app("source"), [escape(f"{words('confidence', confidence)}: {source}")])


def _days(clause: Clause) -> str:
    window = clause.window
    if window is None:
        return "–"
    return "–".join(str(day or "") for day in (window.from_, window.to))


def _amount(number: UsedValue, words: AppWords) -> str:
    """A value as people write it."""
    try:
        plain = float(number.value)
    except ValueError:
        return f"{number.value} {words('unit', number.unit)}".strip()
    return with_unit(plain, unit_of(number.unit, number.term), words)


def ceiling_text(ceiling: Ceiling, words: AppWords) -> str:
    """A ceiling with its unit."""
    return with_unit(ceiling.value, ceiling.unit, words)


def with_unit(value: float, unit: str, words: AppWords) -> str:
    """A number of the law with its unit; shares in per cent."""
    share = unit == "share"
    text = f"{100 * value if share else value:,.4f}".rstrip("0").rstrip(".")
    if share:
        return f"{text}%"
    return text + ("" if words.chinese else " ") + words("unit", unit)
