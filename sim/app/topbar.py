"""The line above the page: where to start from, back and forth, back to the law, language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ipywidgets as ipw

from sim.app import widgets as w
from sim.app.glossary import AppWords

Does = Mapping[str, Callable[[Any], None]]
SHORT = 22  # characters of a step on its button


class TopBar:
    """Title and buttons of the page.

    Attributes:
        box: what is shown.
        start_from: scenario files to begin from.
        undo, redo, reset: buttons.
        language: the two languages.
    """

    def __init__(
        self, words: AppWords, files: Sequence[tuple[str, str]], opened: str, does: Does
    ) -> None:
        """Make the line.

        Args:
            words: of the language shown.
            files: scenarios by name and path.
            opened: path of the one in use.
            does: what ``start``, ``undo``, ``redo``, ``reset`` and ``speak`` do.
        """
        app = words.app
        self.words, self._does, self._quiet = words, does, False
        title = w.html(f'<div class="brand">{app("brand")}</div><h2>{app("explorer")}</h2>')
        title.layout = w.layout(flex="1 1 auto")
        self.start_from = w.dropdown(files, opened)
        self.start_from.layout = w.layout(width="210px")
        self.start_from.tooltip = app("start_from")
        self.undo = w.button(app("undo"), app("undo_none"), icon="undo", disabled=True)
        self.redo = w.button(app("redo"), app("redo_none"), icon="repeat", disabled=True)
        self.reset = w.button(app("reset"), app("reset_tip"), icon="balance-scale")
        self.undo.add_class("wg-undo")
        self.redo.add_class("wg-redo")
        self.language = ipw.ToggleButtons(
            options=[("中文", "zh"), ("English", "en")], value=words.language,
            tooltips=["中文", "English"], style={"button_width": "72px"},
        )  # fmt: skip
        self._listen()
        label = w.html(f'<span class="small">{app("start_from")}</span>')
        buttons = (self.undo, self.redo, self.reset, self.language)
        self.box = w.row(title, label, self.start_from, *buttons)
        self.box.add_class("wengang-top")

    def _listen(self) -> None:
        self.start_from.observe(self._start, "value")
        self.language.observe(lambda change: self._does["speak"](change["new"]), "value")
        for name in ("undo", "redo", "reset"):
            getattr(self, name).on_click(self._does[name])

    def _start(self, change: Any) -> None:
        if not self._quiet:
            self._does["start"](change["new"])

    def show(self, opened: str, files: Sequence[tuple[str, str]], back: str, forth: str) -> None:
        """Show which file is in use, and what the buttons would do; empty where nothing."""
        self._quiet = True
        try:
            if self.start_from.options != tuple(files):
                self.start_from.options = list(files)
            if self.start_from.value != opened:
                self.start_from.value = opened
        finally:
            self._quiet = False
        self._label(self.undo, "undo", back)
        self._label(self.redo, "redo", forth)

    def _label(self, button: ipw.Button, name: str, step: str) -> None:
        app = self.words.app
        short = step if len(step) <= SHORT else step[: SHORT - 1] + "…"
        button.description = f"{app(name)} {short}".strip()
        button.tooltip = app(f"{name}_step", step=step) if step else app(f"{name}_none")
        button.disabled = not step
