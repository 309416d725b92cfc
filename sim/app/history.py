"""Undo and redo: every stand of the controls, one after the other."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sim.app.carry import Wish
from sim.app.state import State

KEPT = 200
DRAG = 1.5  # seconds: moves of one control that follow each other are one step


@dataclass(frozen=True)
class Stand:
    """Where the page stands.

    Attributes:
        state: of the controls.
        opened: the scenario file it began from, if any.
        about: the places that the file is about.
        left: what was set at other places and has no counterpart here.
    """

    state: State
    opened: Path | None = None
    about: tuple[str, ...] = ()
    left: tuple[Wish, ...] = ()


@dataclass
class History:
    """What can be undone and redone.

    Attributes:
        now: the present stand.
    """

    now: Stand
    clock: Callable[[], float] = time.monotonic
    _past: list[Stand] = field(default_factory=list)
    _future: list[Stand] = field(default_factory=list)
    _last: tuple[str, float] = ("", 0.0)

    def go(self, stand: Stand, control: str = "") -> None:
        """Take a step; what was undone is gone. Dragging one control is one step."""
        name, moment = self._last
        self._last = (control, self.clock())
        dragged = bool(control) and control == name and self.clock() - moment < DRAG
        if stand == self.now:
            return
        if not (dragged and self._past):
            self._past = [*self._past, self.now][-KEPT:]
        elif self._past[-1] == stand:  # dragged back to where it began
            self._past.pop()
        self.now = stand
        self._future = []

    def undo(self) -> None:
        """One step back."""
        if self._past:
            self._future.append(self.now)
            self.now = self._past.pop()
            self._last = ("", 0.0)

    def redo(self) -> None:
        """One step forth again."""
        if self._future:
            self._past.append(self.now)
            self.now = self._future.pop()
            self._last = ("", 0.0)

    @property
    def before(self) -> Stand | None:
        """Where undoing leads."""
        return self._past[-1] if self._past else None

    @property
    def after(self) -> Stand | None:
        """Where redoing leads."""
        return self._future[-1] if self._future else None
