"""The languages that a command writes in."""

from __future__ import annotations

from sim.base.errors import UserError


def checked_languages(given: list[str] | None) -> tuple[str, ...]:
    """The languages asked for; both by default."""
    from sim.present.words import LANGUAGES

    languages = tuple(given or LANGUAGES)
    for name in languages:
        if name not in LANGUAGES:
            raise UserError(f"no language '{name}'; known: zh, en")
    return languages
