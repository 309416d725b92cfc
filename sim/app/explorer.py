"""The page: controls on the left, what follows from them on the right."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ipywidgets as ipw

from sim.app import page
from sim.app import widgets as w
from sim.app.describe import differences
from sim.app.glossary import AppWords, characters
from sim.app.look import stylesheet
from sim.app.model import Answer, Model
from sim.app.panel import Change, Panel
from sim.app.picture import Picture
from sim.app.purse import purse_block
from sim.app.save_box import SaveBox
from sim.app.saving import Header, Saver, header_data, scenario_folder, text_of
from sim.app.state import State, state_of
from sim.base.errors import Problem, UserError, did_you_mean
from sim.measures.rulebook import current_law, rulebook
from sim.present.words import LANGUAGES, Language
from sim.scenario import Scenario
from sim.scenario import load as load_scenario

CONTROLS_WIDTH = "390px"
DEFAULT_PLACE = "xiangtan"
RESULTS = ("chips", "notice", "headline", "months", "funds", "purse", "measures")
"""Blocks beside the controls, in this order."""


@dataclass(frozen=True)
class Timing:
    """How long the last change took, seconds."""

    model: float
    picture: float
    page: float


class Explorer:
    """A page on which a planner moves a scenario and sees what follows.

    Shown by a notebook when it is a cell's last value.

    Attributes:
        state: where the controls stand.
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
            jurisdiction: the place to begin with.
            language: ``zh`` or ``en``.
            scenario: a scenario file to begin with, instead of current law.
            folder: where scenarios are opened and saved; the nearest ``scenarios`` if absent.
            model: to share what is kept between pages.
        """
        self.model = model or Model()
        wrong = _unknown_place(self.model, jurisdiction)
        self.words = AppWords(language)
        self.saver = Saver(Path(folder) if folder else scenario_folder())
        self._picture = Picture()
        self._opened: Path | None = None
        self._about: tuple[str, ...] = ()
        self._name, self._said = "", Header()
        self.state = State(DEFAULT_PLACE if wrong else jurisdiction)
        self._frame()
        if scenario is not None:
            try:
                self._take_over(Path(scenario), travel=True)
            except UserError as error:
                wrong += error.problems
        self._build()
        if wrong:
            self._refuse(UserError(wrong))

    def _ipython_display_(self, **_: Any) -> None:
        from IPython.display import display

        display(self.page)  # type: ignore[no-untyped-call]

    # building

    def _frame(self) -> None:
        """What stays while the page is made anew."""
        self.page = ipw.VBox(layout=ipw.Layout(overflow="visible"))
        self.page.add_class("wengang")
        self._style = w.html(
            f"<style>{stylesheet(characters(self.model.law, self.saver.texts()))}</style>"
        )
        self.outputs = {name: w.html() for name in (*RESULTS, "document")}

    def _build(self) -> None:
        """Make the page anew: after another language, place or document."""
        old = self.page.children
        self.panel = Panel(self.model, self.state, self.words, self._changed)
        self.save_box = SaveBox(self.words, self._save, self._name, self._said)
        header = self._header()
        saving = w.section(self.words.app("sec_save"), self.save_box.box)
        controls = w.column(self.panel.box, saving, width=CONTROLS_WIDTH)
        controls.add_class("wengang-controls")
        controls.layout.flex = f"0 0 {CONTROLS_WIDTH}"
        main = w.row(controls, self._results(), align="flex-start")
        main.add_class("wengang-main")
        self.page.children = (self._style, header, main)
        self._forget(old)
        self.refresh()

    def _forget(self, old: tuple[ipw.Widget, ...]) -> None:
        kept = {self._style, *self.outputs.values()}

        def forget(widget: ipw.Widget) -> None:
            if widget not in kept:
                for child in getattr(widget, "children", ()):
                    forget(child)
                widget.close()

        for widget in old:
            forget(widget)

    def _results(self) -> ipw.VBox:
        out = self.outputs
        document = w.section(self.words.app("sec_document"), out["document"], opened=True)
        results = w.column(*(out[name] for name in RESULTS), document)
        results.add_class("wengang-results")
        results.layout.flex = "1 1 0"
        return results

    def _header(self) -> ipw.HBox:
        app = self.words.app
        title = w.html(f'<div class="brand">{app("brand")}</div><h2>{app("explorer")}</h2>')
        title.layout.flex = "1 1 auto"
        places = [(self.words("place", name), name) for name in self.model.law.jurisdictions]
        self.place = w.dropdown(places, self.state.jurisdiction)
        self.start_from = w.dropdown(self._files(), str(self._opened or ""))
        self.language = ipw.ToggleButtons(
            options=[("中文", "zh"), ("English", "en")],
            value=self.words.language,
            style={"button_width": "72px"},
        )
        self.reset = ipw.Button(
            description=app("reset"), icon="undo", tooltip=app("reset_tip"),
            layout=ipw.Layout(width="auto"),
        )  # fmt: skip
        self._listen()
        parts: list[ipw.Widget] = [title]
        for field, label, width in (
            (self.place, "jurisdiction", "150px"), (self.start_from, "start_from", "220px"),
        ):  # fmt: skip
            field.layout.width, field.tooltip = width, app(label)
            parts += [w.html(f'<span class="small">{app(label)}</span>'), field]
        header = w.row(*parts, self.reset, self.language)
        header.add_class("wengang-top")
        return header

    def _listen(self) -> None:
        self.place.observe(lambda change: self.show_place(change["new"]), "value")
        self.language.observe(lambda change: self.speak(change["new"]), "value")
        self.start_from.observe(lambda change: self._start(change["new"]), "value")
        self.reset.on_click(lambda _: self.reset_all())

    def _files(self) -> list[tuple[str, str]]:
        options = [(self.words.app("as_issued"), "")]
        files = self.saver.files()
        if self._opened is not None and self._opened not in files:
            files.append(self._opened)
        return options + [(path.stem, str(path)) for path in files]

    # what the header does

    def show_place(self, jurisdiction: str) -> None:
        """Show another place; the opened scenario comes along, other changes do not."""
        self.state = State(jurisdiction)
        if self._opened is not None:
            self._take_over(self._opened)
        self._keep_writing()
        self._build()

    def speak(self, language: str) -> None:
        """Show the page in another language; nothing else changes."""
        self.words = AppWords(next(name for name in LANGUAGES if name == language))
        self._keep_writing()
        self._build()

    def open(self, path: Path | str) -> None:
        """Begin from a scenario file, at the place it is about."""
        self._take_over(Path(path), travel=True)
        self._build()

    def reset_all(self) -> None:
        """Back to the document as issued, in an ordinary economy."""
        self._opened = None
        self.state = State(self.state.jurisdiction)
        self._keep_writing()
        self._build()

    def _start(self, path: str) -> None:
        if not path:
            self.reset_all()
            return
        try:
            self.open(path)
        except UserError as error:
            self._refuse(error)

    def _take_over(self, path: Path, *, travel: bool = False) -> None:
        """Place the controls where a file says; ``travel`` goes to a place it is about."""
        scenario = load_scenario(path)
        here, named = self.state.jurisdiction, scenario.file.jurisdictions
        if travel and named and here not in named:
            here = named[0]
        self.state = state_of(scenario.file, _rules(self.model, scenario, here))
        self._opened, self._about = path, named
        if travel:
            asked = scenario.file.question.zh, scenario.file.question.en
            question = asked[self.words.language == "en"]
            self._said = Header(question, scenario.file.author, asked=asked)

    def _keep_writing(self) -> None:
        """What is written in the boxes outlives a new page."""
        self._name = self.save_box.name.value
        self._said = self.save_box.header().in_language(self.words.language)

    # what a control does

    def _changed(self, change: Change) -> None:
        self.state = change(self.state)
        self.refresh()

    def refresh(self) -> None:
        """Work out the state and show it."""
        begun = time.perf_counter()
        if not self.model.quick(self.state) and self.page.children:
            self.outputs["notice"].value = page.notice("info", self.words.app("busy"))
        try:
            self.answer = self.model.answer(self.state)
        except UserError as error:
            self._refuse(error)
            return
        worked_out = time.perf_counter()
        aria = page.aria(self.answer, self.state, self.words)
        svg = self._picture.draw(self.answer, self.words, aria)
        drawn = time.perf_counter()
        self._show(svg)
        shown = time.perf_counter()
        self.timing = Timing(worked_out - begun, drawn - worked_out, shown - drawn)

    def _refuse(self, error: UserError) -> None:
        details = [problem.what for problem in error.problems]
        self.outputs["notice"].value = page.notice("warning", self.words.app("refused"), details)

    def _show(self, svg: str) -> None:
        out, answer, state, words = self.outputs, self.answer, self.state, self.words
        phrases = list(differences(state, self.panel.knobs, self.model.law, words))
        note = words.app(answer.note) if answer.note else self._elsewhere()
        blocks = {
            "chips": page.chips(phrases, words),
            "notice": page.notice("info", note),
            "headline": page.headline(answer, words),
            "months": page.months(svg, answer, words),
            "funds": page.funds(answer, words),
            "purse": purse_block(answer.purse, words),
            "measures": page.measures(answer, state, words),
            "document": page.document(self.document()),
        }
        for name, block in blocks.items():
            if out[name].value != block:
                out[name].value = block

    def _elsewhere(self) -> str:
        """Says so where the opened scenario is about other places."""
        if self._opened is None or not self._about or self.state.jurisdiction in self._about:
            return ""
        place = self.words("place", self.state.jurisdiction)
        return self.words.app("not_here", name=self._opened.stem, place=place)

    # saving

    def document(self) -> str:
        """The scenario file as it would be saved now."""
        header = self.save_box.header()
        today = dt.datetime.now(dt.UTC).astimezone().date()
        data = header_data(header, self.state, self.answer, self.panel.knobs, self.model.law, today)
        return text_of(self.state, data)

    def _save(self, name: str, header: Header, replaces: bool) -> str:  # noqa: FBT001 - a box
        """Save the state; the message to show."""
        try:
            self.model.answer(self.state)
            text = self.document()
            path = self.saver.save(name, text, header, self.words, replaces=replaces)
        except UserError as error:
            what = [problem.what for problem in error.problems]
            return page.notice("warning", what[0], what[1:])
        self.outputs["document"].value = page.document(text)
        shown = self.saver.shown(path)
        return page.saved(self.words.app("saved", path=shown), f"sim report {shown}")


def _unknown_place(model: Model, jurisdiction: str) -> list[Problem]:
    known = list(model.law.jurisdictions)
    if jurisdiction in known:
        return []
    return [Problem("", f"no place '{jurisdiction}'; {did_you_mean(jurisdiction, known)}")]


def _rules(model: Model, scenario: Scenario, here: str) -> Any:
    """The rules whose measures an opened scenario switches: its lender's if it borrows any."""
    if not any(b.for_ == here for b in scenario.file.policy.borrow):
        return current_law(model.law, here)
    borrow = [b.model_dump(by_alias=True) for b in scenario.file.policy.borrow]
    return rulebook(model.law, here, scenario.with_(policy={"borrow": borrow}, readings={}))


__all__ = ["Answer", "Explorer"]
