"""The languages and formats that a command writes in."""

from __future__ import annotations

from collections.abc import Sequence

from sim.base.errors import UserError


def checked_languages(given: list[str] | None) -> tuple[str, ...]:
    """The languages asked for; both by default."""
    from sim.present.words import LANGUAGES

    languages = tuple(given or LANGUAGES)
    for name in languages:
        if name not in LANGUAGES:
            raise UserError(f"no language '{name}'; known: zh, en")
    return languages


def checked_formats(
    given: list[str] | None, known: Sequence[str] = (), usual: Sequence[str] = ()
) -> tuple[str, ...]:
    """The formats asked for, each by itself or several with commas.

    Args:
        given: what was asked for.
        known: what there is; those of pages by default.
        usual: when nothing is asked for; all by default.
    """
    from sim.present.pages import FORMATS

    known = tuple(known or FORMATS)
    formats = tuple(name.strip() for text in given or [] for name in text.split(","))
    for name in formats:
        if name not in known:
            raise UserError(f"no format '{name}'; known: {', '.join(known)}")
    return formats or tuple(usual or known)
