"""What a planner set comes along to another place, wherever the place has the like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sim.app.describe import differences
from sim.app.glossary import AppWords
from sim.app.knobs import Knob, knobs, set_to
from sim.app.model import Model
from sim.app.state import State
from sim.law.load import Law
from sim.measures.rulebook import Rulebook, clauses_by_reading

WORLD = ("shock", "years", "responses", "responds", "gates")
"""Parts of a state that mean the same everywhere."""
NAMED = ("readings", "take_up", "balances", "tables")
"""Parts of a state that are lists by name."""


@dataclass(frozen=True)
class Wish:
    """Something that was set.

    Attributes:
        part: of the state: ``changes``, ``off``, ``borrow``, or one of ``NAMED``.
        name: measure, reading or place; the term of a number.
        value: what it is set to, for a number the slider's position; ``None`` takes it back.
        knob: of a number.
    """

    part: str
    name: str
    value: Any
    knob: Knob | None = None

    @property
    def about(self) -> tuple[object, ...]:
        """The same for wishes that cannot both come true."""
        return self.part, self.name, self.knob.targets if self.knob else ()


def wishes(now: State, before: State, numbers: Iterable[Knob]) -> Iterator[Wish]:
    """What was set since a state of the same places; ``numbers`` are those with a control."""
    if now.borrow != before.borrow:
        yield Wish("borrow", "", now.borrow or None)
    for knob in numbers:
        amount = set_to(now, knob)
        if amount != set_to(before, knob):
            position = None if amount is None else knob.position(amount)
            yield Wish("changes", knob.term, position, knob)
    for part in NAMED:
        new, old = getattr(now, part), getattr(before, part)
        for name in dict.fromkeys([*old, *new]):
            if new.get(name) != old.get(name):
                yield Wish(part, name, new.get(name))
    for kind in sorted(now.off ^ before.off):
        yield Wish("off", kind, True if kind in now.off else None)


def carried(
    there: State, now: State, before: State, wanted: Iterable[Wish], model: Model
) -> tuple[State, tuple[Wish, ...]]:
    """The state of other places with what was set, and what has no counterpart there.

    Args:
        there: other places, as a scenario file or the law has them.
        now: the present state.
        before: the present places, as the same file or the law has them.
        wanted: what was set; of two about the same thing the first counts.
        model: knows the rules.
    """
    every = {wish.about: wish for wish in reversed([*wanted])}.values()
    world: Any = {n: getattr(now, n) for n in WORLD if getattr(now, n) != getattr(before, n)}
    there = replace(there, **world)
    for wish in every:
        there = _with(there, wish, model) or there
    kept = [w for w in every if w.value is None or _with(there, w, model) == there]
    return there, tuple(wish for wish in every if wish not in kept)


def _with(state: State, wish: Wish, model: Model) -> State | None:
    """A state with a wish come true; ``None`` where its places have no such thing."""
    rules = model.rules(state)
    if wish.knob is not None:
        return _with_number(state, wish.knob, wish.value, knobs(model.law, *rules))
    part, name, value = wish.part, wish.name, wish.value
    if not _has(state, wish, rules, model.law):
        return None
    if part == "borrow":
        return replace(state, borrow=value or "")
    if part == "off":
        return state.with_measure(name, on=value is None)
    kept = {n: x for n, x in getattr(state, part).items() if n != name}
    every: Any = {part: kept if value is None else kept | {name: value}}
    return replace(state, **every)


def _has(state: State, wish: Wish, rules: Sequence[Rulebook], law: Law) -> bool:
    """Whether a place has what a wish is about."""
    measures = [m for r in rules for m in r.measures]
    match wish.part:
        case "borrow":
            return state.jurisdictions != (wish.value,)
        case "off" | "take_up":
            return any(m.kind.name == wish.name for m in measures)
        case "readings":
            return bool({m.clause for m in measures} & set(clauses_by_reading(law)[wish.name]))
    return wish.name in state.jurisdictions


def _with_number(
    state: State, knob: Knob, position: float | None, numbers: Iterable[Knob]
) -> State | None:
    """The state with the like of a number set, as far as its own slider goes."""
    like = [other for other in numbers if _alike(knob, other)]
    same = [other for other in like if set(other.clauses) & set(knob.clauses)]
    fits = [k for k in same or like if position is None or k.low <= position <= k.high]
    for other in fits:
        amount = None if position is None else other.written(position)
        state = state.with_change(other.targets, amount)
    return state if fits else None


def _alike(one: Knob, other: Knob) -> bool:
    """Whether two controls are of the same number: percentages of a scale are no yuan."""
    return (
        one.term == other.term
        and set(one.columns) == set(other.columns)
        and bool(_kinds(one) & _kinds(other))
    )


def _kinds(knob: Knob) -> set[str]:
    return {knob.kind, *(target.kind for target in knob.targets if target.kind)}


def left_text(left: Iterable[Wish], law: Law, words: AppWords) -> str:
    """Says what did not come along; nothing where all did."""
    named = [phrase for wish in left for phrase in _phrases(wish, law, words)]
    return words.app("not_carried", parts=words.list(named)) if named else ""


def _phrases(wish: Wish, law: Law, words: AppWords) -> Iterator[str]:
    state = State("")
    numbers = [wish.knob] if wish.knob else []
    if wish.knob is not None:
        state = state.with_change(wish.knob.targets, wish.knob.written(wish.value))
    elif wish.part in NAMED:
        every: Any = {wish.part: {wish.name: wish.value}}
        state = replace(state, **every)
    elif wish.part == "off":
        state = state.with_measure(wish.name, on=False)
    else:
        state = replace(state, borrow=wish.value)
    return differences(state, numbers, law, words)
