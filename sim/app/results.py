"""The side of the page that answers: key figures always, one view at a time, nothing else drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Protocol

import ipywidgets as ipw

from sim.app import page, views
from sim.app import widgets as w
from sim.app.background import Later, Message, Timer
from sim.app.comparing import Comparing
from sim.app.following import REST, Following
from sim.app.glossary import AppWords
from sim.app.keep import links
from sim.app.model import DRAFT, Model
from sim.app.office import Office
from sim.app.saving import Saver
from sim.app.shown import Shown
from sim.app.state import State
from sim.app.svg import Figure
from sim.app.tiles import jobs_tiles, standing
from sim.base.errors import UserError

ALWAYS = ("chips", "notice", "standing", "headline", "jobs")
VIEWS: dict[str, tuple[str, ...]] = {
    "months": ("months", "purse"),
    "money": ("money", "funds", "levels"),
    "change": ("change", "measures"),
    "work": ("channels",),
    "people": ("funnel", "gains"),
    "compare": ("compare",),
    "out": ("document",),
}
"""Outputs by view, in the order of the buttons."""


class Page(Protocol):
    """What the results ask of the page around them."""

    saver: Saver

    @property
    def state(self) -> State:
        """Where the controls stand."""

    def document(self) -> str:
        """The scenario file as it would be saved now."""

    def go_to(self, state: State) -> None:
        """Put the controls where a state says."""

    @property
    def file_name(self) -> str:
        """What the scenario would be called."""


class Results:
    """Shows what follows from where the controls stand.

    Attributes:
        box: the widget that holds it all.
        outputs: the pieces of text by name.
        views: the choice of the view.
        following: the full answer.
        comparing: what was pinned.
        office: what is written out.
    """

    def __init__(self, model: Model, around: Page) -> None:
        self._model, self._around = model, around
        names = [*ALWAYS, *(name for view in VIEWS.values() for name in view), "saves"]
        self.outputs = {name: w.html() for name in names}
        self._later = Later()
        self.following = Following(self._later, self._news)
        self.comparing = Comparing(self.following, around.go_to, self._pins_changed, self._request)
        self.office = Office(self._later, around.document)
        self._view = next(iter(VIEWS))
        self._shown: Shown | None = None
        self._refused = ""
        self._figures: list[Figure] = []
        self._settling: Timer | None = None

    @property
    def kept(self) -> set[ipw.Widget]:
        """What stays when the page is made anew."""
        return set(self.outputs.values())

    def build(self, words: AppWords) -> ipw.VBox:
        """The results in a language."""
        options = [(words.app(f"view_{name}"), name) for name in VIEWS]
        self.views = ipw.ToggleButtons(
            options=options, value=self._view, style={"button_width": "auto"},
            tooltips=[words.app(f"view_{name}_tip") for name in VIEWS],
        )  # fmt: skip
        self.views.add_class("wengang-views")
        self.views.observe(lambda change: self._turn(change["new"]), "value")
        self._extra = {
            "compare": self.comparing.build(words),
            "out": self.office.build(words, self._around),
        }
        self._room = w.column()
        parts = [self.outputs[name] for name in ALWAYS]
        self.box = w.column(*parts, self.views, self._room, self.outputs["saves"])
        self.box.add_class("wengang-results")
        self.box.layout.flex = "1 1 0"
        self._furnish()
        return self.box

    def _furnish(self) -> None:
        """Put the pieces of the present view on the page."""
        extra = [self._extra[self._view]] if self._view in self._extra else []
        self._room.children = (*extra, *(self.outputs[name] for name in VIEWS[self._view]))

    def _turn(self, view: str) -> None:
        self._view = view
        self._furnish()
        self._draw()
        self._settle_soon()

    # showing

    def show(self, shown: Shown) -> None:
        """Show a state; its full answer follows."""
        self._refused = ""
        self.following.follow(shown.state.key, lambda: self._request(shown))
        self._present(shown)

    def refuse(self, notice: str) -> None:
        """Say why something cannot be shown; it stays until something else is."""
        self._refused = notice
        self._put("notice", notice)

    def _present(self, shown: Shown) -> None:
        full = self.following.full(shown.state.key)
        words = shown.words
        self._shown = shown = Shown(
            shown.state, shown.static, full, words, shown.phrases, shown.elsewhere
        )
        note = [words.app(shown.static.note)] if shown.static.note else []
        said = page.sentences([*note, *shown.elsewhere]) + page.closed(shown.answer, words)
        self._put("chips", page.chips(shown.phrases, words))
        self._put("notice", self._refused or said)
        self._put("standing", standing(shown, self.following))
        self._put("headline", page.headline(shown.answer, words, _spans(shown)))
        self._put("jobs", jobs_tiles(shown))
        self._draw()
        self._settle_soon()

    def _put(self, name: str, text: str) -> None:
        if self.outputs[name].value != text:
            self.outputs[name].value = text

    def _draw(self, names: Sequence[str] = ()) -> None:
        """Draw the present view, or pieces of any."""
        if self._shown is None:
            return
        self._figures = []
        for name in names or VIEWS[self._view]:
            text, figures = self._drawer(name)(self._shown)
            self._put(name, text)
            self._figures += figures

    def _drawer(self, name: str) -> Callable[[Shown], views.Drawn]:
        if name == "compare":
            return self.comparing.draw
        if name == "document":
            return lambda _: (page.document(self._around.document()), [])
        if name == "gains":
            return lambda shown: views.gains(shown, self._model)
        return views.DRAW[name]

    def draw_all(self) -> None:
        """Draw every view, seen or not."""
        self._draw([name for view in VIEWS.values() for name in view])

    def _settle_soon(self) -> None:
        """Links that save what is seen are made once the controls rest."""
        self._put("saves", "")
        if self._settling is not None:
            self._settling.cancel()
        self._settling = self._later.after(REST, self.settle)

    def settle(self) -> None:
        """Make the links that save what is seen."""
        self._settling = None
        if self._shown is not None:
            self._put("saves", links(self._figures, self._shown.words))

    # the full answer

    def _request(self, shown: Shown) -> Message:
        """What to ask: a change that changes nothing is current law to the engine."""
        state, folder = shown.state, shown.state.folder
        with suppress(UserError):  # the worker says why
            state = state.without_policy() if shown.static.note else self._model.felt(state)
        text = state.scenario(DRAFT).text
        return {"text": text, "folder": str(folder) if folder else None}

    def _news(self) -> None:
        """There is more on the full answer."""
        if self._shown is None:
            return
        known = self.following.full(self._shown.state.key)
        if known is not self._shown.full:
            self._present(self._shown)
        else:
            if self._view == "compare":
                self._draw()
            self._put("standing", standing(self._shown, self.following))

    def complete(self, seconds: float = 240.0) -> bool:
        """Wait for the full answer, where nothing happens by itself; False if it does not come."""
        if self._shown is None:
            return False
        following, key = self.following, self._shown.state.key
        full = following.full(key)
        if full is None or not full.draws:
            following.start(self._request(self._shown))
        return self._later.wait(lambda: not following.busy, seconds) and bool(following.full(key))

    def _pins_changed(self) -> None:
        if self._view == "compare":
            self._draw()

    def close(self) -> None:
        """End what runs beside the page."""
        self.following.close()
        self.office.close()


def _spans(shown: Shown) -> dict[str, tuple[float, float]]:
    """The intervals of the headline, where there are any."""
    full, figures = shown.full, ("outlay", "outlay_change")
    return {f: span for f in figures if full and (span := full.span(f))}
