"""The page: controls on the left, what follows from them on the right."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ipywidgets as ipw

from sim.app import page
from sim.app import widgets as w
from sim.app.carry import carried, left_text, wishes
from sim.app.describe import differences, step
from sim.app.glossary import AppWords, characters
from sim.app.history import History, Stand
from sim.app.knobs import knobs
from sim.app.look import script, stylesheet
from sim.app.model import Answer, Model
from sim.app.opening import Places, places_about, state_at
from sim.app.panel import Panel
from sim.app.results import Results
from sim.app.save_box import SaveBox
from sim.app.saving import (
    Header,
    Original,
    Saver,
    header_data,
    is_file_name,
    original,
    scenario_folder,
    text_of,
)
from sim.app.shown import Shown
from sim.app.state import ALL, State
from sim.app.topbar import TopBar
from sim.app.wrong import check, located, sentence
from sim.base.errors import Problem, Said, UserError, no_such
from sim.present.words import LANGUAGES, Language
from sim.scenario import load as load_scenario

CONTROLS_WIDTH = "400px"
DEFAULT_PLACE = "xiangtan"
Button = Any


@dataclass(frozen=True)
class Timing:
    """How long the last change took, seconds."""

    model: float
    page: float


class Explorer:
    """A page on which a planner moves a scenario and sees what follows.

    Shown by a notebook when it is a cell's last value.

    Attributes:
        history: where the controls stand and stood.
        answer: the numbers shown.
        page: the widget that holds it all.
        timing: of the last change.
    """

    def __init__(
        self,
        jurisdiction: str = DEFAULT_PLACE,
        language: Language = "zh",
        *,
        scenario: Path | str | None = None,
        folder: Path | str | None = None,
        model: Model | None = None,
    ) -> None:
        """Build the page.

        Args:
            jurisdiction: the place to begin with, or ``all``.
            language: ``zh`` or ``en``.
            scenario: a scenario file to begin with, instead of current law.
            folder: where scenarios are opened and saved; the nearest ``scenarios`` if absent.
            model: to share what is kept between pages.
        """
        self.model = model or Model()
        wrong = _unknown_place(self.model, jurisdiction)
        self.words = AppWords(language)
        self.saver = Saver(Path(folder) if folder else scenario_folder())
        self._name, self._said = "", Header()
        self._file: Original | None = None
        law = self.model.law.jurisdictions
        places = tuple(law) if jurisdiction == ALL else (DEFAULT_PLACE if wrong else jurisdiction,)
        start = Stand(State.of(places, folder=self.saver.folder))
        self.history = History(start)
        self._frame()
        if scenario is not None:
            try:
                self.history = History(self._read(Path(scenario)))
            except UserError as error:
                wrong += error.problems
        self._build()
        if wrong:
            self._refuse(UserError(wrong))

    @property
    def state(self) -> State:
        """Where the controls stand."""
        return self.history.now.state

    @property
    def place(self) -> Any:
        """The choice of the place."""
        return self.panel.controls["place"].field

    @property
    def start_from(self) -> Any:
        """The choice of the scenario to begin from."""
        return self.bar.start_from

    @property
    def language(self) -> Any:
        """The choice of the language."""
        return self.bar.language

    @property
    def reset(self) -> Button:
        """The button that goes back to the law."""
        return self.bar.reset

    def _ipython_display_(self, **_: Any) -> None:
        from IPython.display import HTML, display

        display(HTML(script()))  # type: ignore[no-untyped-call]
        display(self.page)  # type: ignore[no-untyped-call]

    # building

    def _frame(self) -> None:
        """What stays while the page is made anew."""
        self.page = ipw.VBox(layout=ipw.Layout(overflow="visible"))
        self.page.add_class("wengang")
        self._style = w.html(
            f"<style>{stylesheet(characters(self.model.law, self.saver.texts()))}</style>"
        )
        self.results = Results(self.model, self)
        self.outputs = self.results.outputs

    def _build(self) -> None:
        """Make the page anew: at first, and after another language."""
        old, app = self.page.children, self.words.app
        self.panel = Panel(self.model, self.state, self.words, self._moved, self.saver.folder)
        english = self.words.language == "en"
        (self.page.add_class if english else self.page.remove_class)("english")
        self.save_box = SaveBox(self.words, self._save, self._name, self._said)
        self.bar = self._topbar()
        saving = w.section(app("sec_save"), self.save_box.box)
        controls = w.column(self.panel.box, saving, width=CONTROLS_WIDTH)
        controls.add_class("wengang-controls")
        controls.layout.flex = f"0 0 {CONTROLS_WIDTH}"
        main = w.row(controls, self.results.build(self.words), align="flex-start")
        main.add_class("wengang-main")
        self.page.children = (self._style, self.bar.box, main)
        self._forget(old)
        self._show_bar()
        self.refresh()

    def _forget(self, old: tuple[ipw.Widget, ...]) -> None:
        kept = {self._style, *self.results.kept}

        def forget(widget: ipw.Widget) -> None:
            if widget not in kept:
                for child in getattr(widget, "children", ()):
                    forget(child)
                widget.close()

        for widget in old:
            forget(widget)

    def _topbar(self) -> TopBar:
        does = {
            "start": self._start, "undo": lambda _: self.undo(), "redo": lambda _: self.redo(),
            "reset": lambda _: self.reset_all(), "speak": self.speak,
        }  # fmt: skip
        return TopBar(self.words, self._files(), self._opened_now(), does)

    def _opened_now(self) -> str:
        return str(self.history.now.opened or "")

    def _files(self) -> list[tuple[str, str]]:
        options = [(self.words.app("as_issued"), "")]
        files, opened = self.saver.files(), self.history.now.opened
        if opened is not None and opened not in files:
            files.append(opened)
        return options + [(path.stem, str(path)) for path in files]

    def _show_bar(self) -> None:
        now, before, after = (getattr(self.history, x) for x in ("now", "before", "after"))
        back = self._step(before, now) if before else ""
        forth = self._step(now, after) if after else ""
        self.bar.show(self._opened_now(), self._files(), back, forth)

    def _step(self, before: Stand, after: Stand) -> str:
        """What leads from one stand to the next, in a phrase."""
        if before.opened != after.opened:
            name = after.opened.stem if after.opened else self.words.app("as_issued")
            return self.words.app("opened_step", name=name)
        law, words = self.model.law, self.words
        return step(before.state, after.state, self.panel.knobs, law, words)

    # what the line above the page does

    def undo(self) -> None:
        """Take the last change back."""
        self.history.undo()
        self._follow()

    def redo(self) -> None:
        """Make the change again that was taken back."""
        self.history.redo()
        self._follow()

    def show_place(self, jurisdiction: str) -> None:
        """Show another place, or ``all``; what was opened and what was set come along."""
        law = self.model.law.jurisdictions
        places = tuple(law) if jurisdiction == ALL else (jurisdiction,)
        now, state = self.history.now, self.state
        before, stand = State.of(state.jurisdictions), Stand(state.moved_to(places))
        if now.opened is not None:
            before = self._read(now.opened, state.jurisdictions).state
            stand = self._read(now.opened, places)
        wanted = [*wishes(state, before, self.panel.knobs), *now.left]
        there, left = carried(stand.state, state, before, wanted, self.model)
        self._go(replace(stand, state=there, left=left))

    def speak(self, language: str) -> None:
        """Show the page in another language; nothing else changes."""
        self.panel.close()
        self.words = AppWords(next(name for name in LANGUAGES if name == language))
        self._keep_writing()
        self._build()

    def open(self, path: Path | str) -> None:
        """Begin from a scenario file, at the place it is about."""
        self._go(self._read(Path(path)))
        self.save_box.write(self._said)

    def go_to(self, state: State) -> None:
        """Put the controls where a state has them, as one step that can be undone."""
        self._go(replace(self.history.now, state=state))

    def arrive(self) -> None:
        """A visitor comes: what was saved since the page was prepared can be opened."""
        if list(self.start_from.options) != self._files():
            self._build()

    def reset_all(self) -> None:
        """Back to the document as issued, in an ordinary economy."""
        self._go(Stand(State.of(self.state.jurisdictions, folder=self.saver.folder)))

    def _start(self, path: str) -> None:
        if not path:
            self.reset_all()
            return
        self._try(lambda: self.open(path))

    def _try(self, go: Callable[[], None]) -> None:
        """Go somewhere; where that cannot be, stay, say why, and put the controls back."""
        try:
            go()
        except UserError as error:
            self.panel.show(self.state)
            self._show_bar()
            self._refuse(error)

    def _read(self, path: Path, places: Places | None = None) -> Stand:
        """Where the controls stand for a scenario file, at the places it is about or at others."""
        scenario = load_scenario(path)
        check(scenario, self.model.law)
        named = scenario.file.jurisdictions
        places = places or places_about(named, self.state, self.model.law)
        state = state_at(scenario, places, self.model.law)
        movable = knobs(self.model.law, *self.model.rules(state))
        self._file = original(scenario, state, movable, self.model.law)
        self._said = self._file.header.in_language(self.words.language)
        return Stand(state, path, named)

    def _keep_writing(self) -> None:
        """What is written in the boxes outlives a new page."""
        self._name = self.save_box.name.value
        self._said = self.save_box.header().in_language(self.words.language)

    # what a control does

    def _moved(self, control: str, state: State) -> None:
        if control == "place":
            self._try(lambda: self.show_place(state.jurisdiction))
            return
        self._go(replace(self.history.now, state=state), control)

    def _go(self, stand: Stand, control: str = "") -> None:
        self.history.go(stand, control)
        self._follow(control)

    def _follow(self, control: str = "") -> None:
        """Show where the controls stand now; ``control`` was moved to get there."""
        self._say_if_slow()
        try:
            self.panel.show(self.state)
        except UserError as error:
            self._refuse(error)
        self._show_bar()
        self.refresh(control)

    def refresh(self, control: str = "") -> None:
        """Work out the state and show it; ``control`` was moved last."""
        begun = time.perf_counter()
        self._say_if_slow()
        try:
            self.answer = self.model.answer(self.state)
        except UserError as error:
            self._refuse(error)
            self.panel.complain(located(self.state, self.model, error), control)
            return
        worked_out = time.perf_counter()
        self.results.show(self._shown())
        self.timing = Timing(worked_out - begun, time.perf_counter() - worked_out)

    def _say_if_slow(self) -> None:
        if self.page.children and not self.model.quick(self.state):
            self.outputs["notice"].value = page.notice("info", self.words.app("busy"))

    def _refuse(self, error: UserError) -> None:
        said = self._sentences(error)
        self.results.refuse(page.notice("warning", self.words.app("refused"), said))

    def _sentences(self, error: UserError) -> list[str]:
        return [sentence(p, self.saver.folder, self.words) for p in error.problems]

    def _shown(self) -> Shown:
        phrases = tuple(differences(self.state, self.panel.knobs, self.model.law, self.words))
        return Shown(self.state, self.answer, None, self.words, phrases, self._elsewhere())

    def _elsewhere(self) -> tuple[str, ...]:
        """Says what did not come along, and where the opened scenario is about other places."""
        now = self.history.now
        said = [left_text(now.left, self.model.law, self.words)]
        if now.opened and now.about and not set(self.state.jurisdictions) <= set(now.about):
            place = self.words("place", self.state.jurisdiction)
            said.append(self.words.app("not_here", name=now.opened.stem, place=place))
        return tuple(filter(None, said))

    # what the results ask

    @property
    def file_name(self) -> str:
        """What the scenario is called, or would be."""
        name = self.save_box.name.value.strip().removesuffix(".yaml")
        return name if is_file_name(name) else "explorer"

    # saving

    def document(self) -> str:
        """The scenario file as it would be saved now; one that nobody changed stays as it is."""
        header = self.save_box.header()
        if self._file is not None and self._file.says(self.state, header, self.words.language):
            return self._file.text
        today = dt.datetime.now(dt.UTC).astimezone().date()
        state = self.model.felt(self.state)
        data = header_data(header, state, self.answer, self.panel.knobs, self.model.law, today)
        return text_of(state, data)

    def _save(self, name: str, header: Header, replaces: bool) -> str:  # noqa: FBT001 - a box
        """Save the state; the message to show."""
        try:
            self.model.answer(self.state)
            self.saver.fits(self.state, self.words)
            text = self.document()
            path = self.saver.save(name, text, header, self.words, replaces=replaces)
        except UserError as error:
            what = self._sentences(error)
            return page.notice("warning", what[0], what[1:])
        self.outputs["document"].value = page.document(text)
        shown = self.saver.shown(path)
        return page.saved(self.words.app("saved", path=shown), f"sim report {shown}")


def _unknown_place(model: Model, jurisdiction: str) -> list[Problem]:
    known = [*model.law.jurisdictions, ALL]
    if jurisdiction in known:
        return []
    return [Problem("", no_such(Said("place", "地区"), jurisdiction, known))]


__all__ = ["Answer", "Explorer"]
