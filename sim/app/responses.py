"""Presets of how strongly firms and people respond to money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from sim import economy
from sim.app.state import State

MORE_JOBS = {"additional": 1, "reckons": 1, "displaced": 0}
"""At which end of its range a number makes money save more jobs."""


@lru_cache(maxsize=1)
def presets() -> Mapping[str, Mapping[str, float]]:
    """Numbers by preset: every effect of money on jobs at one end of its range."""
    figures = economy.response_figures()
    ends: dict[str, dict[str, float]] = {"low": {}, "high": {}}
    for name, figure in figures.items():
        end = MORE_JOBS.get(name.rpartition(".")[2])
        if end is not None and figure.range is not None:
            ends["high"][name], ends["low"][name] = figure.range[end], figure.range[1 - end]
    return {"central": {}, **ends}


def preset_of(state: State) -> str:
    """Name of the preset in force; ``own`` if it is none."""
    if not state.responds:
        return "static"
    chosen = {n: x for n, x in state.responses.items() if n in presets()["low"]}
    return next((name for name, numbers in presets().items() if chosen == numbers), "own")


def with_preset(state: State, name: str) -> State:
    """The state under a preset; numbers that no preset sets stay."""
    if name == "own":
        return state
    kept = {n: x for n, x in state.responses.items() if n not in presets()["low"]}
    numbers = {**kept, **presets().get(name, {})}
    return replace(state, responses=numbers, responds=name != "static")
