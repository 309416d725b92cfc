"""Errors for people: what was wrong, where, and what would be right; all problems at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


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


class UserError(Exception):
    """A mistake in what the user gave; carries every problem found, shown without a traceback."""

    def __init__(self, problems: Problem | str | Iterable[Problem]) -> None:
        if isinstance(problems, str):
            problems = Problem("", problems)
        if isinstance(problems, Problem):
            problems = [problems]
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class NoEffectError(UserError):
    """A scenario changes something in name only: the run would be current law again."""


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """A hint naming the closest known word, or the known words when they are few."""
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return f"did you mean '{close[0]}'?"
    if 0 < len(known) <= 12:
        return "known: " + ", ".join(known)
    return ""
