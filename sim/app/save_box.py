"""The boxes under which a scenario is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import ipywidgets as ipw

from sim.app import widgets as w
from sim.app.glossary import AppWords
from sim.app.saving import Header

Save = Callable[[str, Header, bool], str]


class SaveBox:
    """Name, title, question and author of a scenario, and the button that saves it.

    Attributes:
        box: what is shown.
    """

    def __init__(self, words: AppWords, save: Save, name: str, header: Header) -> None:
        app = words.app
        self.name = w.entry(app("file_name"), app("file_name_hint"), name)
        self.title = w.entry(app("title"), app("title_hint"), header.title)
        self.question = w.entry(app("question"), app("question_hint"), header.question)
        self.author = w.entry(app("author"), value=header.author)
        self.replace = w.tick(app("replace"), value=False)
        self.button = ipw.Button(
            description=app("save"), icon="save", button_style="primary",
            layout=ipw.Layout(width="120px"),
        )  # fmt: skip
        self.message = w.html()
        self._save, self._opened = save, header
        self.button.on_click(lambda _: self.save())
        self.box = w.column(
            self.name, self.title, self.question, self.author, self.replace, self.button,
            self.message,
        )  # fmt: skip

    def header(self) -> Header:
        """What the author says."""
        said = {"question": self.question, "author": self.author, "title": self.title}
        return replace(self._opened, **{name: box.value for name, box in said.items()})

    def write(self, header: Header) -> None:
        """What an opened scenario says."""
        self._opened = header
        self.title.value, self.question.value = header.title, header.question
        self.author.value = header.author

    def save(self) -> None:
        """Save, and say how it went."""
        self.message.value = self._save(self.name.value, self.header(), self.replace.value)
