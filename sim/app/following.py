"""The full answer follows the controls: asked for once they rest, dropped when they move on."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from sim.app.background import Background, Later, Message, Timer
from sim.app.full import Full

REST = 0.7
"""Seconds that the controls rest before the full answer is asked for."""
KEPT = 64


class Following:
    """Keeps the full answer of the present state, once there is one.

    Attributes:
        step: (what, done, of) of the work under way, if any.
        trouble: why there is no full answer, each reason by language.
    """

    def __init__(self, later: Later, changed: Callable[[], None]) -> None:
        """``changed`` is called on the page's thread when there is something new to show."""
        self._later, self._changed = later, changed
        self._asides: OrderedDict[str, Message] = OrderedDict()
        self._of = ""
        self._background = Background(lambda message: later.soon(lambda: self._heard(message)))
        self._known: OrderedDict[str, Full] = OrderedDict()
        self._timer: Timer | None = None
        self._key = ""
        self._request: Message = {}
        self._asked = 0
        self.step: tuple[str, int, int] | None = None
        self.trouble: tuple[Mapping[str, str], ...] = ()

    def full(self, key: str) -> Full | None:
        """What is known of a state."""
        return self._known.get(key)

    @property
    def busy(self) -> bool:
        """Whether the present state is being worked out, or about to be."""
        return bool(self._asked or self._timer)

    def follow(self, key: str, request: Callable[[], Message]) -> None:
        """The controls stand elsewhere now; ``request`` makes what to ask."""
        if key == self._key:
            return
        self.rest()
        self._key, self.trouble = key, ()
        if self._ready(key):
            self._aside()
        else:
            self._timer = self._later.after(REST, lambda: self.start(request()))

    def also(self, key: str, request: Message) -> None:
        """Have the full answer of another state too, when there is nothing else to do."""
        self._asides[key] = request
        self._aside()

    def forget(self, key: str) -> None:
        """The full answer of another state is not needed any more."""
        self._asides.pop(key, None)

    def _aside(self) -> None:
        """Ask for the first of the others that is not known."""
        if self.busy or not self._later.live:
            return
        for key, request in self._asides.items():
            if not self._ready(key):
                self._of = key
                self._asked = self._background.ask("answer", **request)
                return

    def rest(self) -> None:
        """Nobody waits for an answer now."""
        if self._timer is not None:
            self._timer.cancel()
        if self._asked:
            self._background.drop()
        self._timer, self._asked, self.step = None, 0, None

    def start(self, request: Message) -> None:
        """Ask for the full answer now."""
        self._timer, self.step, self._of = None, ("start", 0, 0), self._key
        self._asked = self._background.ask("answer", **request)
        self._changed()

    def close(self) -> None:
        """End the process."""
        self.rest()
        self._background.close()

    def _ready(self, key: str) -> bool:
        full = self._known.get(key)
        return full is not None and bool(full.draws or full.jobs is None)

    def _heard(self, message: Message) -> None:
        if message["id"] != self._asked:
            return
        if "found" in message:
            self._keep(message["found"])
        if "step" in message and self._of == self._key:
            self.step = message["step"], message["done"], message["of"]
        if "error" in message:
            self._asides.pop(self._of, None)
            if self._of == self._key:
                self.trouble = tuple(message["error"]) or ({},)
        if {"end", "error"} & message.keys():
            self._asked, self.step = 0, None
            self._aside()
        self._changed()

    def _keep(self, found: dict[str, Any]) -> None:
        self._known[self._of] = Full.unpacked(found)
        self._known.move_to_end(self._of)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
