"""One glossary in Chinese and English; no identifier ever reaches a page without its word."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

from sim.base.documents import read
from sim.base.errors import Problem, UserError, did_you_mean, say
from sim.present.formats import Formats

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
AGES = {"youngest", "oldest"}
"""Terms that are ages, whose years Chinese counts by a word of its own."""
DATA = Path(__file__).parent / "data"
LAW = Path(__file__).parent.parent / "law" / "data"

Glossary = Mapping[str, Mapping[str, tuple[str, str]]]


@lru_cache(maxsize=1)
def glossary() -> Glossary:
    """Every entry of the shipped files: section, identifier, (Chinese, English)."""
    entries: dict[str, dict[str, tuple[str, str]]] = {}
    for path in sorted(DATA.glob("*.toml")):
        for section, words in tomllib.loads(path.read_text(encoding="utf-8")).items():
            known = entries.setdefault(section, {})
            for key, pair in words.items():
                if key in known:
                    raise UserError(Problem(str(path), f"[{section}] {key} stands in two files"))
                known[key] = _pair(path, section, key, pair)
    return entries


def _pair(path: Path, section: str, key: str, pair: object) -> tuple[str, str]:
    if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(w, str) for w in pair):
        raise UserError(
            Problem(str(path), f"[{section}] {key} needs a Chinese and an English text")
        )
    return pair[0], pair[1]


@lru_cache(maxsize=64)
def _place_in_law(place: str) -> tuple[str, str] | None:
    # A new jurisdiction is one law file and no code: it brings its own names.
    path = next(LAW.rglob(f"{place}.yaml"), None)
    if path is None:
        return None
    names = read(path).data.get("names") or {}
    return (str(names["zh"]), str(names["en"])) if {"zh", "en"} <= set(names) else None


@dataclass(frozen=True)
class Words(Formats):
    """The glossary and the number formats of one language.

    Attributes:
        language: ``zh`` or ``en``.
    """

    language: Language

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            english, zh = (
                "language '{x}' is not offered; known: zh, en",
                "没有语言“{x}”；可用：zh、en",
            )
            raise UserError(say(english, zh, x=self.language))

    def __call__(self, section: str, key: str) -> str:
        """The word for an identifier; ``UserError`` when there is none."""
        pair = self.find(section, key)
        if pair is None:
            self.require([(section, key)])
        return cast("tuple[str, str]", pair)[self.language == "en"]

    def find(self, section: str, key: str) -> tuple[str, str] | None:
        """(Chinese, English) of an identifier, or ``None``."""
        pair = glossary().get(section, {}).get(key)
        if pair is None and section == "place":
            pair = _place_in_law(key)
        return pair

    def require(self, wanted: Iterable[tuple[str, str]]) -> None:
        """Refuse, listing every identifier that has no word."""
        missing = sorted({(s, k) for s, k in wanted if self.find(s, k) is None})
        if missing:
            raise UserError(
                [
                    Problem(
                        f"words [{section}]",
                        say(
                            "no word for '{key}'; add it to sim/present/data/words.toml. {hint}",
                            "词表中没有“{key}”；请加进 sim/present/data/words.toml。{hint}",
                            key=key,
                            hint=did_you_mean(key, list(glossary().get(section, {}))),
                        ),
                    )
                    for section, key in missing
                ]
            )

    def say(self, key: str, **values: object) -> str:
        """A sentence with its values filled in."""
        return self("sentence", key).format(**values)

    def some(self, key: str, count: int, **values: object) -> str:
        """A sentence about so many things; English may have a form of its own for one of them."""
        one = f"{key}_one"
        if count == 1 and self.find("sentence", one):
            return self.say(one, **values)
        return self.say(key, count=self.count(count), **values)

    def head(self, key: str) -> str:
        """A heading, label or column title."""
        return self("label", key)

    def own(self, text: object) -> str:
        """A text that an author wrote once, or once in each language."""
        if isinstance(text, Mapping):
            return str(text.get(self.language) or next(iter(text.values()), ""))
        return str(text or "")

    def term(self, name: str) -> str:
        """Name of a parameter; new measures bring new terms, so an unknown one is spelt out."""
        pair = self.find("term", name)
        return pair[self.language == "en"] if pair else name.replace("_", " ")

    def category(self, name: str) -> str:
        """Name of a category of a value (a tier, a grade), spelt out where unknown."""
        pair = self.find("category", name)
        return pair[self.language == "en"] if pair else name.replace("_", " ")

    def input(self, name: str) -> str:
        """Name of an uncertain input, such as ``labour.depth``; spelt out where unknown."""
        match name.split("."):
            case ["effects", kind, field]:
                return self.say(f"input_{field}", kind=self("kind", kind))
            case ["take_up", kind]:
                return self.say("input_take_up", kind=self("kind", kind))
        pair = self.find("input", name)
        return pair[self.language == "en"] if pair else name.replace("_", " ")
