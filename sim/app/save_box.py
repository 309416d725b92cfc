"""The boxes under which a scenario is saved."""

from __future__ import annotations

from collections.abc import Callable

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
        self.replace = w.tick(app("replace"), lambda _: None, value=False)
        self.button = ipw.Button(
            description=app("save"), icon="save", button_style="primary",
            layout=ipw.Layout(width="120px"),
        )  # fmt: skip
        self.message = w.html()
        self._save, self._asked = save, header.asked
        self.button.on_click(lambda _: self.save())
        self.box = w.column(
            self.name, self.title, self.question, self.author, self.replace, self.button,
            self.message,
        )  # fmt: skip

    def header(self) -> Header:
        """What the author says."""
        return Header(self.question.value, self.author.value, self.title.value, self._asked)

    def save(self) -> None:
        """Save, and say how it went."""
        self.message.value = self._save(self.name.value, self.header(), self.replace.value)
