"""Where and when: the place, the years, and by whose rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sim.app import widgets as w
from sim.app.controls.spec import Group, Spec
from sim.app.glossary import AppWords
from sim.app.state import ALL, YEARS, State
from sim.law.load import Law


def where(law: Law, words: AppWords) -> Group:
    """The group of place, years and borrowed rules."""
    items = (place(law, words), years(words), borrowed(law, words))
    return Group("where", words.app("sec_where"), items, opened=True)


def _names(law: Law, words: AppWords) -> Iterator[tuple[str, str]]:
    for name in law.jurisdictions:
        yield words("place", name), name


def place(law: Law, words: AppWords) -> Spec:
    """Whose people and law."""
    together = (words.app("all_places", n=len(law.jurisdictions)), ALL)
    options = [*_names(law, words), together]

    def write(state: State, name: str | None) -> State:
        return state.moved_to(law.jurisdictions if name == ALL else [name or state.jurisdiction])

    first = next(iter(law.jurisdictions))
    return Spec(
        "place", words.app("jurisdiction"), lambda at: w.dropdown(options, at),
        lambda state: state.jurisdiction, write, lambda: first, can_undo=False,
    )  # fmt: skip


def years(words: AppWords) -> Spec:
    """First and last year."""
    known = [(str(year), year) for year in range(YEARS[0], YEARS[1] + 1)]
    return Spec(
        "years", words.app("years"), lambda at: w.span(known, at),
        lambda state: None if state.years == YEARS else state.years,
        lambda state, pair: replace(state, years=tuple(pair or YEARS)), lambda: YEARS,
        lambda: words.app("years_now", first=YEARS[0], last=YEARS[1]),
    )  # fmt: skip


def borrowed(law: Law, words: AppWords) -> Spec:
    """Whose document applies."""
    options = [(words.app("own_rules"), ""), *_names(law, words)]

    def write(state: State, lender: str | None) -> State:
        own = (lender,) == state.jurisdictions
        return replace(state, borrow="" if own else lender or "")

    return Spec(
        "borrow", words.app("borrow"), lambda at: w.dropdown(options, at),
        lambda state: state.borrow or None, write, lambda: "",
        lambda: words.app("borrow_note"), words=" ".join(words.both("app", "borrow")),
    )  # fmt: skip
