"""The view that writes out: the scenario file, the workbook, the full report."""

from __future__ import annotations

import base64
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as ipw

from sim.app import widgets as w
from sim.app.background import Background, Later, Message
from sim.app.glossary import AppWords
from sim.base.errors import UserError

FEW, MANY = 40, 200
LARGEST_LINK = 12_000_000
MIMES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".html": "text/html",
    ".yaml": "text/yaml",
}


class Office:
    """Has the workbook and the report written beside the page, and tells how far they are.

    Attributes:
        message: what is shown of it.
    """

    def __init__(self, later: Later, document: Callable[[], str]) -> None:
        self._later, self._document = later, document
        self._background = Background(lambda message: later.soon(lambda: self._heard(message)))
        self.message = w.html()
        self._asked = 0
        self.written: list[Path] = []

    def build(self, words: AppWords, around: Any) -> ipw.VBox:
        """The controls of the view."""
        self._words, self._around = words, around
        app = words.app
        self.draws = w.dropdown(
            [(app("draws_few", n=FEW), FEW), (app("draws_many", n=MANY), MANY)], FEW
        )
        self.draws.tooltip = app("draws_tip")
        self.buttons = {
            "workbook": self._button("workbook"),
            "report": self._button("report"),
            "file": self._button("file"),
        }
        self.stop = self._button("stop")
        self.stop.disabled = not self._asked
        line = w.row(*self.buttons.values(), self.draws, self.stop)
        line.add_class("wengang-pin")
        return w.column(line, self.message)

    def _button(self, what: str) -> ipw.Button:
        app = self._words.app
        button = ipw.Button(
            description=app(f"write_{what}"), tooltip=app(f"write_{what}_tip"),
            layout=ipw.Layout(width="auto"),
        )  # fmt: skip
        button.on_click(lambda _: self.do(what))
        return button

    def do(self, what: str) -> None:
        """Write something out, or stop doing so."""
        if what == "stop":
            self._background.drop()
            self._end(self._words.app("write_stopped"), "info")
            return
        try:
            text = self._document()
        except UserError as error:
            self._say("warning", self._words.list(error.said(self._words.language)))
            return
        name = self._around.file_name
        if what == "file":
            link = _link(f"{name}.yaml", text.encode())
            self._say("done", self._words.app("file_ready"), link)
            return
        saver, starts = self._around.saver, self._around.state.folder
        self._asked = self._background.ask(
            what, text=text, name=name, folder=str(starts or saver.folder),
            out=str(saver.reports / name), draws=self.draws.value, language=self._words.language,
        )  # fmt: skip
        self._busy(busy=True)
        self._say("info", self._words.app("step_start", done=0, of=0))

    def _heard(self, message: Message) -> None:
        app = self._words.app
        if message["id"] != self._asked:
            return
        if "step" in message:
            what, done, of = (message[key] for key in ("step", "done", "of"))
            self._say("info", app(f"step_{what}", done=done, of=of))
        if "written" in message:
            self.written = [Path(path) for path in message["written"]]
        if "error" in message:
            said = [reason[self._words.language] for reason in message["error"]]
            reasons = self._words.list(said) or app("worker_ended")
            self._end(app("not_written", reasons=reasons), "warning")
        if "end" in message:
            self._end(app("written", path=self._place()), "done", self._links())

    def _end(self, text: str, style: str, more: str = "") -> None:
        self._asked = 0
        self._busy(busy=False)
        self._say(style, text, more)

    def _busy(self, *, busy: bool) -> None:
        for button in self.buttons.values():
            button.disabled = busy
        self.stop.disabled = not busy

    @property
    def busy(self) -> bool:
        """Whether something is being written."""
        return bool(self._asked)

    def _place(self) -> str:
        first = self.written[0]
        folder = first.parent if len(self.written) > 1 else first
        here = Path.cwd()
        return str(folder.relative_to(here) if folder.is_relative_to(here) else folder)

    def _links(self) -> str:
        """Links to the files of a size that a link can carry."""
        wanted = [p for p in self.written if p.name != "index.html" and p.suffix in MIMES]
        mine = [p for p in wanted if p.suffix == ".xlsx" or f".{self._words.language}." in p.name]
        small = [p for p in mine or wanted if p.stat().st_size < LARGEST_LINK]
        return " ".join(_link(p.name, p.read_bytes()) for p in small)

    def _say(self, style: str, text: str, more: str = "") -> None:
        self.message.value = (
            f'<div class="notice {style}" role="status">{escape(text)} {more}</div>'
        )

    def close(self) -> None:
        """End the process."""
        self._background.close()


def _link(name: str, content: bytes) -> str:
    data = base64.b64encode(content).decode("ascii")
    href = f"data:{MIMES[Path(name).suffix]};base64,{data}"
    return f'<a download="{escape(name)}" href="{href}">{escape(name)}</a>'
