"""Errors for people: what was wrong, where, and what would be right; all problems at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Self


class Said(str):
    """A sentence in English that knows how it is said in Chinese.

    It outlives being raised: ``str(ValueError(sentence))`` is the very same sentence.
    """

    __slots__ = ("zh",)
    zh: str

    def __new__(cls, english: str, zh: str = "") -> Self:
        made = super().__new__(cls, english)
        made.zh = zh
        return made

    def __str__(self) -> str:
        return self


def say(english: str, zh: str, /, **values: Any) -> Said:
    """A sentence in both languages, its {names} filled in, each with its own words for them."""
    chinese = {name: said(value, "zh") for name, value in values.items()}
    return Said(english.format(**values).rstrip(" ;"), zh.format(**chinese).rstrip("；"))


def said(text: Any, language: str) -> Any:
    """A text in a language: ``zh`` or English; as it is where it knows one only."""
    return text.zh or text if language == "zh" and isinstance(text, Said) else text


def listed(words: Iterable[object]) -> Said:
    """Words one after the other."""
    every = [str(word) for word in words]
    return Said(", ".join(every), "、".join(every))


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a user can put right.

    Attributes:
        where: ``file:line: key`` or whatever names the place best; may be empty.
        what: what is wrong and what would be right, in one sentence.
    """

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what

    def said(self, language: str) -> str:
        """What is wrong, in a language."""
        return str(said(self.what, language))

    def in_full(self, language: str) -> str:
        """Where and what, in a language."""
        colon = "：" if language == "zh" else ": "
        return colon.join(str(said(part, language)) for part in (self.where, self.what) if part)


class UserError(Exception):
    """A mistake in what the user gave; carries every problem found, shown without a traceback."""

    def __init__(self, problems: Problem | str | Iterable[Problem]) -> None:
        if isinstance(problems, str):
            problems = Problem("", problems)
        if isinstance(problems, Problem):
            problems = [problems]
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def said(self, language: str) -> list[str]:
        """What is wrong, a sentence each."""
        return [problem.said(language) for problem in self.problems]


class NoEffectError(UserError):
    """A scenario changes something in name only: the run would be current law again."""


def no_such(what: Said, name: str, known: Sequence[str]) -> Said:
    """Nothing of a sort goes by a name; a hint at what does."""
    hint = did_you_mean(name, known)
    english, zh = "no {what} '{name}'; {hint}", "没有{what}“{name}”；{hint}"
    return say(english, zh, what=what, name=name, hint=hint)


def did_you_mean(word: str, known: Sequence[str]) -> Said:
    """A hint naming the closest known word, or the known words when they are few."""
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return say("did you mean '{word}'?", "是不是“{word}”？", word=close[0])
    if 0 < len(known) <= 12:
        return say("known: {words}", "可用：{words}", words=listed(known))
    return Said("")
