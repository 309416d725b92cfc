"""The view in which pinned states and finished runs stand side by side."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from html import escape
from pathlib import Path

import ipywidgets as ipw

from sim.app import widgets as w
from sim.app.background import Message
from sim.app.following import Following
from sim.app.glossary import AppWords
from sim.app.keep import block
from sim.app.pins import Beside, Pin, of_run, of_state, picture, runs_in, table
from sim.app.shown import Shown
from sim.app.state import State
from sim.app.svg import Figure
from sim.base.errors import UserError
from sim.present.rundir import open_run

MOST = 6


class Comparing:
    """Keeps what was pinned, in order.

    Attributes:
        pins: the states.
        runs: the finished runs.
    """

    def __init__(
        self,
        following: Following,
        go_to: Callable[[State], None],
        changed: Callable[[], None],
        request: Callable[[Shown], Message],
    ) -> None:
        self._following, self._go_to, self._changed = following, go_to, changed
        self._request = request
        self.pins: list[Pin] = []
        self.runs: list[Path] = []
        self._shown: Shown | None = None

    def build(self, words: AppWords) -> ipw.VBox:
        """The controls of the view."""
        self._words = words
        self.name = w.entry("", words.app("pin_name_hint"))
        self.name.layout.width = "260px"
        self.pin_button = _button(
            words.app("pin"), words.app("pin_tip"), self._pin_shown, "primary"
        )
        options = [(words.app("choose_run"), ""), *((_run_name(p), str(p)) for p in self._found())]
        self.choice = w.dropdown(options, "")
        self.choice.layout.width, self.choice.tooltip = "260px", words.app("choose_run")
        self.choice.observe(lambda change: self._add(change["new"]), "value")
        self._list = w.column()
        self.message = w.html()
        self._list_pins()
        line = w.row(self.name, self.pin_button, self.choice)
        line.add_class("wengang-pin")
        return w.column(line, self.message, self._list)

    @staticmethod
    def _found() -> list[Path]:
        here = Path.cwd()
        return runs_in([here / "runs", here / "reports"])

    # what is kept

    def _pin_shown(self) -> None:
        if self._shown is not None:
            self.pin(self._shown, self.name.value.strip())
            self.name.value = ""

    def pin(self, shown: Shown, name: str = "") -> None:
        """Keep a state; without a name it gets the next letter."""
        taken = {pin.name for pin in self.pins}
        letters = (chr(ord("A") + i) for i in range(26))
        name = name or next((x for x in letters if x not in taken), f"{len(taken) + 1}")
        if len(self.pins) + len(self.runs) >= MOST:
            return self._say(self._words.app("pins_full", most=MOST))
        kept = [pin for pin in self.pins if pin.name != name]
        self.pins = [*kept, Pin(name, shown.state, shown.static)]
        self._following.also(shown.state.key, self._request(shown))
        return self._renew()

    def remove(self, name: str) -> None:
        """Keep a state or run no longer."""
        for pin in self.pins:
            if pin.name == name:
                self._following.forget(pin.state.key)
        self.pins = [pin for pin in self.pins if pin.name != name]
        self.runs = [run for run in self.runs if _run_name(run) != name]
        self._renew()

    def restore(self, name: str) -> None:
        """Put the controls where a pinned state says."""
        for pin in self.pins:
            if pin.name == name:
                self._go_to(pin.state)

    def _add(self, folder: str) -> None:
        if not folder or Path(folder) in self.runs:
            return
        try:
            run = open_run(folder)
            of_run("", run, self._words)
        except UserError as error:
            language = self._words.language
            self._say(self._words.list([one.in_full(language) for one in error.problems]))
            return
        except KeyError as error:
            self._say(self._words.app("run_lacks", folder=folder, name=error.args[0]))
            return
        if len(self.pins) + len(self.runs) >= MOST:
            self._say(self._words.app("pins_full", most=MOST))
            return
        self.runs.append(Path(folder))
        self._renew()

    def _say(self, text: str) -> None:
        self.message.value = (
            f'<p class="remark up" role="status">{escape(text)}</p>' if text else ""
        )

    def _renew(self) -> None:
        self._say("")
        self._list_pins()
        self._changed()

    def _list_pins(self) -> None:
        rows = [self._row(pin.name, of_state=True) for pin in self.pins]
        rows += [self._row(_run_name(run), of_state=False) for run in self.runs]
        old, self._list.children = self._list.children, tuple(rows)
        for row in old:
            w.close(row)

    def _row(self, name: str, *, of_state: bool) -> ipw.HBox:
        app = self._words.app
        back = _button(app("restore"), app("restore_tip"), lambda: self.restore(name))
        gone = _button(app("remove"), app("remove_tip"), lambda: self.remove(name))
        parts = [w.html(f"<b>{escape(name)}</b>"), *([back] if of_state else []), gone]
        return w.row(*parts)

    # what is shown

    def columns(self, shown: Shown) -> list[Beside]:
        """What is pinned, then the present state."""
        words, full = shown.words, self._following.full
        found = [
            of_state(pin.name, Shown(pin.state, pin.static, full(pin.state.key), words))
            for pin in self.pins
        ]
        for folder in self.runs:
            with suppress(UserError):
                found.append(of_run(_run_name(folder), open_run(folder), words))
        return [*found, of_state(words.app("present_state"), shown)]

    def draw(self, shown: Shown) -> tuple[str, list[Figure]]:
        """The comparison, or how to begin one."""
        self._shown = shown
        if not self.pins and not self.runs:
            return f'<p class="remark">{escape(shown.words.app("no_pins"))}</p>', []
        columns = self.columns(shown)
        figure = picture(columns, shown.words)
        note = f'<p class="remark">{escape(shown.words.app("beside_note"))}</p>'
        return table(columns, shown.words) + note + block(figure), [figure]


def _button(text: str, tip: str, does: Callable[[], None], style: str = "") -> ipw.Button:
    button = ipw.Button(
        description=text, tooltip=tip, button_style=style, layout=ipw.Layout(width="auto")
    )
    button.on_click(lambda _: does())
    return button


def _run_name(folder: Path) -> str:
    """A run's folder, or the folder of the report it lies in."""
    return folder.parent.name if folder.name == "run" else folder.name
