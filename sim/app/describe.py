"""What was changed, in words: for the page and for a scenario's title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.app.glossary import AppWords, unit_of
from sim.app.knobs import Knob, set_to
from sim.app.responses import preset_of, presets
from sim.app.state import YEARS, Amount, Shock, State
from sim.law.load import Law

_SHORT = {"zh": 26, "en": 60}


def differences(state: State, knobs: Sequence[Knob], law: Law, words: AppWords) -> Iterator[str]:
    """Every difference from the document in an ordinary economy, one short phrase each."""
    if state.years != YEARS:
        first, last = state.years
        one = first == last
        yield (
            words.app("year_is", year=first)
            if one
            else words.app("years_are", first=first, last=last)
        )
    if state.borrow:
        yield words.app("borrow_is", place=words("place", state.borrow))
    for borrow in state.rest.get("borrow", ()):
        yield words.app("borrow_is", place=words("place", borrow["rules_of"]))
    yield from _numbers(state, knobs, words)
    for kind in sorted(state.off):
        yield words.app("off_is", measure=words("kind", kind))
    for clause in state.rest.get("switch_off", ()):
        yield words.app("off_is", measure=clause)
    for name, option in state.readings.items():
        text = words.option(law, name, option)
        yield words.app("reading_is", reading=words.reading(name), option=text)
    for kind, rate in state.take_up.items():
        share = words.percent(rate, 1)
        yield words.app("take_up_is", measure=words("kind", kind), value=share)
    if not state.shock.calm:
        yield shock_text(state.shock, words)
    yield from _world(state, words)


def _world(state: State, words: AppWords) -> Iterator[str]:
    """What was set of people and purses."""
    preset = preset_of(state)
    if preset not in {"central", "own"}:
        yield words.app("responses_are", name=words.app(f"responses_{preset}"))
    for name, value in state.responses.items():
        if preset == "own" or name not in presets()["low"]:
            yield f"{words.input(name)} {value:g}"
    if not state.gates:
        yield words.app("gates_off")
    for place, yuan in state.balances.items():
        money = words.money(round(yuan * 100))
        yield words.app("balance_is", place=words("place", place), money=money)
    for place, tables in state.tables.items():
        yield words.app("tables_are", place=words("place", place), n=len(tables))


def step(before: State, after: State, knobs: Sequence[Knob], law: Law, words: AppWords) -> str:
    """What was done between two stands of the controls, in a phrase."""
    if before.jurisdictions != after.jurisdictions:
        return words("place", after.jurisdiction)
    old, new = (list(differences(s, knobs, law, words)) for s in (before, after))
    come, gone = ([x for x in a if x not in b] for a, b in ((new, old), (old, new)))
    if come:
        return come[0]
    return words.app("taken_back", step=gone[0]) if gone else words.app("small_step")


def _numbers(state: State, knobs: Sequence[Knob], words: AppWords) -> Iterator[str]:
    shown = set()
    for knob in knobs:
        amount = set_to(state, knob)
        if amount is not None:
            shown |= set(knob.targets)
            value = value_text(knob, knob.position(amount), words)
            yield _change(knob.kind, knob.term, value, words)
    for target, amount in state.changes.items():
        if target not in shown:
            yield _change(target.kind, target.term, _plain(amount), words, target.clause)
    for change in state.rest.get("change", ()):
        kind, clause = change.get("kind", ""), change.get("clause", "")
        yield _change(kind, change["term"], _plain(change["value"]), words, clause)


def _change(kind: str, term: str, value: str, words: AppWords, clause: str = "") -> str:
    name = words.term(term)
    if not kind and not clause:
        return f"{name} {value}"
    place = words("kind", kind) if kind else clause
    return words.app("change_is", measure=place, term=name, value=value)


def _plain(amount: Amount) -> str:
    if isinstance(amount, dict):
        return "; ".join(f"{name}: {x}" for name, x in amount.items())
    return str(amount)


def shock_text(shock: Shock, words: AppWords) -> str:
    """A shock in one phrase."""
    span = f"{words.month(shock.first)}–{words.month(shock.last)}"
    text = words.app(
        "shock_is",
        span=span,
        layoffs=f"{shock.layoffs:g}",
        job_finding=f"{shock.job_finding:g}",
        distress=f"{shock.distress:g}",
    )
    if not shock.sectors:
        return text
    sectors = words.enumerate([words.sector(s) for s in shock.sectors])
    return text + words.app("sectors_are", sectors=sectors)


def value_text(knob: Knob, position: float, words: AppWords) -> str:
    """A position of a knob with its unit."""
    number = f"{position:,.2f}".rstrip("0").rstrip(".")
    if knob.unit == "share" or knob.columns:
        return f"{number}%"
    unit = words("unit", unit_of(knob.unit, knob.term))
    return f"{number}{unit}" if words.chinese else f"{number} {unit}".strip()


def document_text(knob: Knob, words: AppWords) -> str:
    """What the document says about a knob's number."""
    if knob.differing:
        values = [value_text(knob, x, words) for x in knob.differing]
        return words.app("documents_differ", value=words.list(values))
    if knob.columns:
        parts = [f"{_category(c, words)} {x:,.0f}" for c, x in knob.columns.items()]
        return words.list(parts) + (" " + words("unit", knob.unit))
    if not knob.steps:
        return words.app("left_open")
    texts, last = [], ""
    for begins, position in knob.steps:
        value = value_text(knob, position, words)
        if value != last:
            texts.append(words.app("from_then", value=value, date=begins) if begins else value)
        last = value
    return words.app("document_says", value=words.list(texts))


def _category(name: str | int, words: AppWords) -> str:
    if isinstance(name, int):
        return f"{name}级" if words.chinese else f"level {name}"
    return words.category(name)


def title(state: State, knobs: Sequence[Knob], law: Law, words: AppWords) -> str:
    """A short title for a scenario of this state."""
    place = words("place", state.jurisdiction)
    said = list(differences(state, knobs, law, words))
    if not said:
        text = words.app("title_none")
    elif len(said) == 1:
        text = said[0]
    elif len(said[0]) + len(said[1]) <= _SHORT[words.language] and len(said) == 2:
        text = words.list(said)
    else:
        more = len(said) - (0 if words.chinese else 1)
        text = words.app("title_many", first=said[0], n=more)
    return f"{place}：{text}" if words.chinese else f"{place}: {text}"
