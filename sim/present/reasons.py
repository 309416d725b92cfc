"""What the data files say in English of a number, for the Chinese page."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache

from sim.present.words import DATA, Words


def told(text: str, words: Words) -> str:
    """A source or reason in the language of the page, where it is known in that language.

    Addresses, titles of publications and what a scenario's author wrote stay as they are.
    """
    if not words.chinese or not text:
        return text
    known = _known()
    if text in known["text"]:
        return known["text"][text]
    for part, chinese in known["part"].items():
        text = text.replace(part, chinese)
    return text


@lru_cache(maxsize=1)
def _known() -> Mapping[str, Mapping[str, str]]:
    path = DATA / "reasons" / "zh.toml"
    found: dict[str, dict[str, str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return found
