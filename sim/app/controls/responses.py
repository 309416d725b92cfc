"""How strongly firms and people respond: low, central, high, or not at all."""

from __future__ import annotations

from sim import economy
from sim.app import widgets as w
from sim.app.clause_text import source_of
from sim.app.controls.spec import LAW, Group, Spec
from sim.app.glossary import AppWords
from sim.app.responses import preset_of, with_preset
from sim.app.state import State

MATTER = (
    "labour.reckons", "labour.depth", "layoffs.ended_contracts", "job_finding.laid_off",
    "businesses.qualifies", "next_jobs.public_post",
)  # fmt: skip
"""What moves outlay and net jobs most, by ``sim sensitivity`` on Xiangtan's baseline."""


def responses(words: AppWords) -> Group:
    """The group of response assumptions."""
    note = words.app("responses_note")
    items: tuple[Spec | str, ...] = (
        _preset(words),
        note,
        *(_number(name, words) for name in MATTER),
    )
    return Group("responses", words.app("sec_responses"), items)


def _preset(words: AppWords) -> Spec:
    names = ("central", "low", "high", "static", "own")
    options = [(words.app(f"responses_{name}"), name) for name in names]

    def read(state: State) -> str | None:
        found = preset_of(state)
        return None if found == "central" else found

    return Spec(
        "responses", words.app("responses"), lambda at: w.dropdown(options, at), read,
        lambda state, name: with_preset(state, name or "central"), lambda: "central",
        words=" ".join(t for n in names for t in words.both("app", f"responses_{n}")),
    )  # fmt: skip


def _number(name: str, words: AppWords) -> Spec:
    figure = economy.response_figures()[name]
    low, high = figure.range or (figure.value, figure.value)
    factor = 100 if figure.unit.startswith("share") else 1
    step = 0.5 if (high - low) * factor > 10 else 0.1

    def read(state: State) -> float | None:
        value = state.responses.get(name)
        return None if value is None else round(value * factor, 6)

    def write(state: State, position: float | None) -> State:
        value = None if position is None else round(position / factor, 6)
        return state.with_response(name, value)

    def remark() -> str:
        unit = "%" if factor == 100 else ""
        shown = (f"{x * factor:g}{unit}" for x in (figure.value, low, high))
        return words.app("response_now", **dict(zip(("value", "low", "high"), shown, strict=True)))

    return Spec(
        f"response.{name}", words.input(name) + (" (%)" if factor == 100 else ""),
        lambda at: w.slider(at, low * factor, high * factor, step, live=False), read, write,
        lambda: round(figure.value * factor, 6), remark,
        details=lambda: source_of(figure.source, figure.confidence, words),
        words=" ".join([*words.both("input", name), name]),
        marks=(((figure.value - low) / (high - low), LAW, "3px"),),
    )  # fmt: skip
