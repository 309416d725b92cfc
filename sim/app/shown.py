"""What the blocks beside the controls start from: a state, its numbers, a language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sim.app.full import Full
from sim.app.glossary import AppWords
from sim.app.model import Answer
from sim.app.state import State


@dataclass(frozen=True)
class Shown:
    """A state as it is shown.

    Attributes:
        state: where the controls stand.
        static: its static costing, which is there at once.
        full: its full answer, where that is there already.
        words: the language.
        phrases: what was changed.
        elsewhere: what did not come along here, and whether the opened scenario is about here.
    """

    state: State
    static: Answer
    full: Full | None
    words: AppWords
    phrases: Sequence[str] = ()
    elsewhere: Sequence[str] = ()

    @cached_property
    def answer(self) -> Answer:
        """The numbers to show: of the full answer where there is one."""
        if self.full is None:
            return self.static
        return replace(self.full.answer, note=self.static.note, calm=self.static.calm)

    @property
    def place(self) -> str:
        """The place's name."""
        return self.words.capital(self.words("place", self.state.jurisdiction))

    @property
    def years(self) -> str:
        """The years."""
        labels = self.static.labels
        return self.words.years((int(labels[0][:4]), int(labels[-1][:4])))

    @property
    def arm(self) -> str:
        """Which arm, and by which reckoning."""
        key = "arm_static" if self.full is None else "arm_full"
        return self.words.app(key, arm=self.words.inline(self.words("arm", "scenario")))

    def stamp(self, unit: str, place: str = "") -> str:
        """What every figure states: place (this one, or another), years, arm and unit."""
        name = self.words.capital(self.words("place", place)) if place else self.place
        return f"{name} · {self.years} · {self.arm} · {unit}"
