"""The controls of a page: what stays while places change, and what each place's law makes."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from sim.app import widgets as w
from sim.app.clause_text import Clauses
from sim.app.controls import Spec, WrongValueError
from sim.app.controls.economy import economy
from sim.app.controls.measures import Page, measures, name_of, readings
from sim.app.controls.own import own_tables
from sim.app.controls.purse import purse
from sim.app.controls.responses import responses
from sim.app.controls.where import where
from sim.app.glossary import AppWords
from sim.app.knobs import Knob, knobs
from sim.app.model import Model
from sim.app.part import Part
from sim.app.state import State
from sim.app.wrong import is_cell, sentence
from sim.base.errors import Problem

Tell = Callable[[str, State], None]


class Panel:
    """Every control of a state's place.

    Attributes:
        box: what is shown.
        state: where the controls stand.
        rules: the rules that they move, of each place.
        knobs: the numbers of the law that can be moved.
        search: where a term is looked for.
    """

    def __init__(
        self, model: Model, state: State, words: AppWords, tell: Tell, folder: Path
    ) -> None:
        """Make the controls.

        Args:
            model: answers what the controls need to know.
            state: where they stand at first.
            words: of the language shown.
            tell: is told the control that was moved and the state that follows.
            folder: where scenarios live; own tables lie inside.
        """
        self.model, self.words, self.tell, self.folder = model, words, tell, folder
        self.state = state
        self.search = w.line(hint=words.app("search_hint"), live=True)
        self.search.tooltip = words.app("search")
        self.search.add_class("wg-search")
        self.search.observe(lambda change: self.find(change["new"]), "value")
        self._found = w.html()
        self._finding = (w.row(self.search), self._found)
        self._fixed = Part([where(model.law, words), economy(state, words)], state, self._control)
        self._lawful = self._law_part()
        self.box = w.stack()
        self._fill()

    @property
    def controls(self) -> Mapping[str, w.Control]:
        """By name: ``kind.term``, ``on.kind``, ``take_up.kind``, ``reading.name``..."""
        return ChainMap(self._fixed.controls, self._lawful.controls)  # type: ignore[arg-type]

    @property
    def parts(self) -> tuple[Part, Part]:
        """What stays while places change, and what the law of a place makes."""
        return self._fixed, self._lawful

    def fold(self, name: str) -> w.Fold:
        """A group that is on the page."""
        return next(p.folds[name].fold for p in self.parts if name in p.folds)

    def _control(self, spec: Spec) -> w.Control:
        return w.Control(spec, self._moved, self.words.app("undo_tip"))

    def _law_part(self, opened: frozenset[str] = frozenset()) -> Part:
        """What depends on the place and its rules."""
        model, state, words = self.model, self.state, self.words
        self.rules = model.rules(state)
        self.knobs: list[Knob] = knobs(model.law, *self.rules)
        clauses = Clauses(model.law, self.rules, words)
        page = Page(model, state, self.rules, self.knobs, words, clauses)
        unclear = readings(page)
        groups = [
            measures(page, unclear), unclear, responses(words), purse(state, words),
            own_tables(state, self.folder, words),
        ]  # fmt: skip
        return Part(groups, state, self._control, opened)

    def _fill(self) -> None:
        parts = (*self._fixed.boxes, *self._lawful.boxes)
        self.box.children = (*self._finding, *parts)

    def _moved(self, spec: Spec, value: Any) -> None:
        try:
            after = spec.write(self.state, value)
        except WrongValueError as wrong:
            self.controls[spec.name].complain(str(wrong))
            return
        self.tell(spec.name, after)

    def show(self, state: State) -> None:
        """Place every control where a state has it; the law of another place is read anew."""
        before, self.state = self.state, state
        self._fixed.show(state)
        if before.only_frame() == state.only_frame():
            self._lawful.show(state)
            return
        old = self._lawful
        self._lawful = self._law_part(old.opened)
        self._fill()
        old.close()
        self.find(self.search.value)

    def close(self) -> None:
        """Forget every control."""
        for part in self.parts:
            part.close()

    def find(self, text: str) -> int:
        """Show only what holds every word, in Chinese or English; how many controls do."""
        wanted = text.casefold().split()
        found = len(self._fixed.find(wanted)) + len(self._lawful.find(wanted))
        said = self.words.app("found", n=found) if found else self.words.app("found_none")
        self._found.value = f'<div class="small" role="status">{said}</div>' if wanted else ""
        return found

    # what is wrong

    def complain(self, problems: Iterable[Problem], moved: str) -> None:
        """Say what is wrong beside the controls concerned, else beside the one that was moved."""
        said: dict[str, list[str]] = {}
        for problem in problems:
            name = self._concerned(problem.where) or moved
            said.setdefault(name, []).append(sentence(problem, self.folder, self.words))
        for name, lines in said.items():
            if name in self.controls:
                self.controls[name].complain("\n".join(dict.fromkeys(lines)))

    def _concerned(self, where: str) -> str:
        """The control that a place of the scenario document comes from; empty for none."""
        if is_cell(where):
            return next((f"tables.{place}" for place in self.state.tables), "")
        name = _control_at(where.rpartition(": ")[2].split("."), self.state, self.knobs)
        return name if name in self.controls else ""


SINGLE = {"world": "span", "behaviour": "responses", "years": "years"}
NAMED = {"readings": "reading", "take_up": "take_up", "figures": "balance", "tables": "tables"}


def _control_at(path: list[str], state: State, numbers: Iterable[Knob]) -> str:
    """Name of the control that writes a part of the scenario document."""
    match path:
        case ["policy", "change", i, *_]:
            target = dict(enumerate(state.changes)).get(int(i))
            return next((name_of(knob) for knob in numbers if target in knob.targets), "")
        case ["policy", "switch_off", i, *_]:
            return f"on.{dict(enumerate(sorted(state.off))).get(int(i))}"
        case ["policy", part, *_]:
            return part
        case ["budget" | "population", part, name, *_] | [part, name, *_] if part in NAMED:
            return f"{NAMED[part]}.{name}"
    return SINGLE.get(path[0], "")
