"""The purses: whether refunds wait for the reserve, and what the fund begins with."""

from __future__ import annotations

from dataclasses import replace

from sim.app import widgets as w
from sim.app.controls.spec import Group, Spec, WrongValueError
from sim.app.glossary import AppWords
from sim.app.state import State
from sim.budget.figures import place_book, places_with_books

UNITS = {"zh": 10_000, "en": 1_000_000}
"""Yuan in the unit that a balance is written in."""
MOST = 1_000_000_000_000  # yuan: beyond it a number is a slip of the hand


def purse(state: State, words: AppWords) -> Group:
    """The group of gates and opening balances."""
    known = [p for p in state.jurisdictions if p in places_with_books()]
    items = (_gates(words), *(_balance(place, words) for place in known))
    return Group("purse", words.app("sec_purse"), items)


def _gates(words: AppWords) -> Spec:
    label = words.app("gates")
    return Spec(
        "gates", label, lambda at: w.tick(label, value=at),
        lambda state: None if state.gates else False,
        lambda state, on: replace(state, gates=on is not False), lambda: True, bare=True,
        words=" ".join(words.both("app", "gates")),
    )  # fmt: skip


def _balance(place: str, words: AppWords) -> Spec:
    figure = place_book(place).figures["opening_balance"]
    name = words("place", place)

    def shown(yuan: float) -> str:
        return _shown(yuan, words)

    def remark() -> str:
        low, high = figure.range or (figure.value, figure.value)
        return words.app(
            "balance_now", value=shown(figure.value), low=shown(low), high=shown(high),
            confidence=words("confidence", figure.confidence),
        )  # fmt: skip

    def write(state: State, text: str | None) -> State:
        return state.with_balance(place, _yuan(text or "", words))

    def read(state: State) -> str | None:
        yuan = state.balances.get(place)
        return None if yuan is None else shown(yuan)

    return Spec(
        f"balance.{place}", words.app("balance", place=name),
        lambda at: w.line(at, shown(figure.value)), read, write, lambda: "", remark,
        words=" ".join(words.both("app", "balance")),
    )  # fmt: skip


def _shown(yuan: float, words: AppWords) -> str:
    return f"{yuan / UNITS[words.language]:,.6f}".rstrip("0").rstrip(".")


def _yuan(text: str, words: AppWords) -> float | None:
    """Yuan from a number in the language's unit as written; ``None`` for an empty line."""
    unit = UNITS[words.language]
    text = text.replace(",", "").replace("，", "").strip()
    for name in ("万元", "million yuan", "million"):
        text = text.removesuffix(name).strip()
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        raise WrongValueError(words.app("balance_no_number", text=text)) from None
    if not 0 <= number * unit <= MOST:
        raise WrongValueError(words.app("balance_beyond", most=f"{MOST // unit:,}"))
    return round(number * unit, 2)
