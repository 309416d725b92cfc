"""A state saved as a scenario file: checked, complete, and never over somebody's work."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import sim
from sim.app.describe import title
from sim.app.glossary import AppWords
from sim.app.knobs import Knob
from sim.app.model import Answer
from sim.app.state import State
from sim.base.errors import Problem, UserError
from sim.base.files import sha256_of, write_text
from sim.law.load import Law
from sim.scenario import Scenario
from sim.scenario.load import of_text

_NAME = re.compile(r"[^\W_][\w-]{0,59}")


def is_file_name(name: str) -> bool:
    """Whether a scenario may be saved under a name."""
    return bool(_NAME.fullmatch(name))


def scenario_folder() -> Path:
    """The nearest ``scenarios`` above the working folder; else the checkout's, or a new one."""
    here = Path.cwd()
    for folder in (*(p / "scenarios" for p in (here, *here.parents)), _own()):
        if folder.is_dir():
            return folder
    return here / "scenarios"


def _own() -> Path:
    return Path(sim.__file__).parents[1] / "scenarios"


@dataclass(frozen=True)
class Header:
    """What the author says about a scenario.

    Attributes:
        question: as written on the page.
        author: who asks.
        title: empty to have one made.
        asked: the question of the opened scenario, Chinese and English.
        titled: its title, if the author wrote one.
    """

    question: str = ""
    author: str = ""
    title: str = ""
    asked: tuple[str, str] = ("", "")
    titled: tuple[str, str] = ("", "")

    def in_language(self, language: str) -> Header:
        """The opened scenario's words in another language, if nobody has written over them."""
        at = language == "en"
        own = bool(self.question) and self.question in self.asked
        found = replace(self, question=self.asked[at]) if own else self
        own = bool(self.title) and self.title in self.titled
        return replace(found, title=self.titled[at]) if own else found

    @property
    def both(self) -> dict[str, str]:
        """The question in both languages."""
        text = self.question.strip() or "–"
        zh, en = self.asked if text in self.asked else (text, text)
        return {"zh": zh, "en": en}

    @property
    def title_in_both(self) -> dict[str, str]:
        """The author's own title in both languages; empty to have one made."""
        text = self.title.strip()
        zh, en = self.titled if text in self.titled else (text, text)
        return {"zh": zh, "en": en} if text else {}


def header_data(
    header: Header, state: State, answer: Answer, knobs: Sequence[Knob], law: Law, today: dt.date
) -> dict[str, Any]:
    """The header of the scenario file; an empty title is made from the changes."""
    titles = {w.language: title(state, knobs, law, w) for w in (AppWords("zh"), AppWords("en"))}
    policy = answer.total("scenario") != answer.total("current_law")
    shocked = answer.calm is not None
    change = answer.difference
    if shocked and not policy:
        change = answer.total("current_law") - (answer.calm or 0)
    against = "baseline" if shocked and not policy else "current_law"
    return {
        "title": header.title_in_both or titles,
        "question": header.both,
        "author": header.author.strip() or "–",
        "date": today.isoformat(),
        "expect": {
            "outlay": "up" if change > 0 else "down" if change < 0 else "same",
            "against": against,
            "why": " / ".join(AppWords(name).app("why") for name in ("zh", "en")),
        },
    }


def text_of(state: State, header: dict[str, Any]) -> str:
    """The scenario file as it would be saved.

    Raises:
        UserError: the state describes no scenario.
    """
    zh, en = (AppWords(name).app("header", date=header["date"]) for name in ("zh", "en"))
    return f"# {zh} · {en}\n" + state.scenario(header).text


@dataclass(frozen=True)
class Original:
    """A scenario as it was opened, to be saved as it was while nobody changes it.

    Attributes:
        text: of the file.
        key: of the state that it gave; empty where that says less than the file.
        header: what its author says.
    """

    text: str
    key: str
    header: Header

    def says(self, state: State, header: Header, language: str) -> bool:
        """Whether a state and a header say the same as the file."""
        return self.key == state.key and header == self.header.in_language(language)


def original(scenario: Scenario, state: State, knobs: Sequence[Knob], law: Law) -> Original:
    """What to remember of an opened scenario; a title made by the explorer is left to it."""
    file = scenario.file
    asked = (file.question.zh, file.question.en)
    titled = (file.title.zh, file.title.en)
    made = tuple(title(state, knobs, law, AppWords(name)) for name in ("zh", "en"))
    own = ("", "") if titled == made else titled
    header = Header(asked[0], file.author, own[0], asked, own)
    whole = set(file.jurisdictions or law.jurisdictions) == set(state.jurisdictions)
    return Original(scenario.text, state.key if whole else "", header)


@dataclass
class Saver:
    """Saves scenarios into a folder and remembers which files are its own.

    Attributes:
        folder: where scenarios live.
    """

    folder: Path
    _made: dict[Path, str] = field(default_factory=dict)

    def save(
        self, name: str, text: str, header: Header, words: AppWords, *, replaces: bool = False
    ) -> Path:
        """Write a scenario under a name.

        A file that is there already stays, unless this session wrote it and nobody has touched
        it since, or ``replaces`` allows it.

        Raises:
            UserError: everything that is missing, or that the file exists.
        """
        name = name.strip().removesuffix(".yaml")
        checks = [
            ("name_missing", is_file_name(name)),
            ("question_missing", bool(header.question.strip())),
            ("author_missing", bool(header.author.strip())),
        ]
        missing = [Problem("", words.app(key)) for key, holds in checks if not holds]
        if missing:
            raise UserError(missing)
        path = self.folder / f"{name}.yaml"
        if path.exists() and not replaces and not self._is_own(path):
            raise UserError(words.app("exists", path=self.shown(path)))
        of_text(text, path.name)  # what is saved loads
        write_text(path, text)
        self._made[path] = sha256_of(path)
        return path

    def fits(self, state: State, words: AppWords) -> None:
        """Own tables have to lie where the scenario is saved; ``UserError`` if they do not."""
        away = state.folder is not None and state.folder.resolve() != self.folder.resolve()
        if state.tables and away:
            raise UserError(words.app("tables_elsewhere", folder=state.folder))

    def _is_own(self, path: Path) -> bool:
        return path.is_file() and self._made.get(path) == sha256_of(path)

    def shown(self, path: Path) -> str:
        """A path as the command line takes it, from the project's folder."""
        return f"{self.folder.name}/{path.name}"

    @property
    def reports(self) -> Path:
        """Where reports and workbooks go: beside the folder of scenarios."""
        return self.folder.absolute().parent / "reports"

    def texts(self) -> list[str]:
        """What can be opened, as text; what cannot be read is left out."""
        texts = []
        for path in self.files():
            with suppress(OSError, UnicodeDecodeError):
                texts.append(path.read_text(encoding="utf-8"))
        return texts

    def files(self) -> list[Path]:
        """Scenarios that can be opened."""
        return sorted(self.folder.glob("*.yaml"))
