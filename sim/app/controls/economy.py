"""How bad: presets, severity, months, sectors, and each multiplier by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sim.app import widgets as w
from sim.app.controls.spec import Group, Spec
from sim.app.glossary import AppWords
from sim.app.shock import PRESETS, SEVERE, Shock
from sim.app.state import State
from sim.population import SECTORS
from sim.scenario.schema import FIRST_YEAR, LAST_YEAR

WORST = 150  # per cent of the deep downturn
CALM = Shock()


def economy(state: State, words: AppWords) -> Group:
    """The group of the shock."""
    app = words.app
    ticks = Group(
        "sectors", app("sectors"), tuple(_sector(name, words) for name in SECTORS),
        columns=3 if words.chinese else 2,
    )  # fmt: skip
    fine = Group("fine_tune", app("fine_tune"), tuple(_multiplier(n, words) for n in SEVERE))
    more = state.rest.get("shocks")
    others = (
        (app("more_shocks" if len(more) > 1 else "more_shocks_one", n=len(more)),) if more else ()
    )
    items = (_preset(words), _severity(words), _span(words), ticks, *others, fine)
    return Group("economy", app("sec_economy"), items, opened=True)


def _preset(words: AppWords) -> Spec:
    options = [(words.app(f"shock_{name}"), name) for name in (*PRESETS, "own")]

    def write(state: State, name: str | None) -> State:
        return replace(state, shock=PRESETS.get(name or "ordinary", state.shock))

    def read(state: State) -> str | None:
        return None if state.shock.calm else state.shock.preset

    searched = " ".join(text for n in PRESETS for text in words.both("app", f"shock_{n}"))
    return Spec(
        "shock", words.app("shock"), lambda at: w.dropdown(options, at), read, write,
        lambda: "ordinary", words=searched,
    )  # fmt: skip


def _severity(words: AppWords) -> Spec:
    def write(state: State, position: float | None) -> State:
        return replace(state, shock=state.shock.of_severity((position or 0) / 100))

    def read(state: State) -> float | None:
        shock = state.shock
        return None if shock.calm else min(max(round(100 * shock.severity), 0), WORST)

    return Spec(
        "severity", words.app("severity") + " (%)",
        lambda at: w.slider(at, 0, WORST, 5, live=False), read, write, lambda: 0.0,
        lambda: words.app("severity_note"), words=" ".join(words.both("app", "severity")),
    )  # fmt: skip


def _multiplier(name: str, words: AppWords) -> Spec:
    def write(state: State, value: float | None) -> State:
        times = 1.0 if value is None else round(value, 3)
        return replace(state, shock=state.shock.with_multipliers({name: times}))

    def read(state: State) -> float | None:
        times: float = getattr(state.shock, name)
        return None if times == 1 else times

    highest = max(1 + WORST / 100 * (SEVERE[name] - 1), 2.0)
    return Spec(
        name, words.app(name), lambda at: w.slider(at, 0.0, highest, 0.05, live=False), read,
        write, lambda: 1.0, lambda: words.app("ordinary"),
        words=" ".join(words.both("app", name)),
    )  # fmt: skip


def _span(words: AppWords) -> Spec:
    months = [f"{y}-{m:02d}" for y in range(FIRST_YEAR, LAST_YEAR + 1) for m in range(1, 13)]
    usual = (CALM.first, CALM.last)

    def write(state: State, pair: tuple[str, str] | None) -> State:
        first, last = pair or usual
        return replace(state, shock=replace(state.shock, first=first, last=last))

    def read(state: State) -> Any:
        pair = (state.shock.first, state.shock.last)
        return None if pair == usual or not set(pair) <= set(months) else pair

    options = [(words.month(m), m) for m in months]
    return Spec(
        "span", words.app("span"), lambda at: w.span(options, at), read, write, lambda: usual,
        words=" ".join(words.both("app", "span")),
    )  # fmt: skip


def _sector(name: str, words: AppWords) -> Spec:
    def write(state: State, on: bool | None) -> State:  # noqa: FBT001 - the value of a box
        shock = state.shock.with_sector(name, SECTORS, on=bool(on))
        return replace(state, shock=shock)

    label = words.sector(name)
    return Spec(
        f"sector.{name}", label, lambda at: w.tick(label, value=at),
        lambda state: name in state.shock.sectors or None, write, lambda: False, bare=True,
        words=" ".join(words.both("sector", name)),
    )  # fmt: skip
