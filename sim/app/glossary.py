"""The explorer's own words, beside those of :mod:`sim.present.words`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sim.economy.responses import FILE as RESPONSES
from sim.law.load import DATA, Law
from sim.present.words import AGES, Words, glossary

FOLDER = Path(__file__).parent


@lru_cache(maxsize=1)
def own_words() -> Mapping[str, Mapping[str, list[str]]]:
    """Section, identifier, [Chinese, English], of every file of words here."""
    merged: dict[str, dict[str, list[str]]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for section, words in tomllib.loads(path.read_text(encoding="utf-8")).items():
            merged.setdefault(section, {}).update(words)
    return merged


@dataclass(frozen=True)
class AppWords(Words):
    """Words of the explorer in one language."""

    def app(self, key: str, **values: object) -> str:
        """A label or sentence of the explorer with its values filled in."""
        return self._own("app", key).format(**values)

    def web(self, key: str) -> str:
        """A sentence of the frame around the page."""
        return self._own("web", key)

    def sector(self, key: str) -> str:
        """Name of a sector."""
        return self("sector", key)

    def _own(self, section: str, key: str) -> str:
        return own_words()[section][key][self.language == "en"]

    def money_span(self, low: float, high: float) -> str:
        """Two amounts that are only roughly known, the unit once."""
        if abs(low) > abs(high) or low * high < 0:
            return self.span(self.rough(low), self.rough(high))
        return self.rough_span(low, high)

    def both(self, section: str, key: str) -> tuple[str, ...]:
        """An entry in Chinese and English, its {names} left open; nothing where there is none."""
        own = own_words().get(section, {}).get(key)
        return tuple(own or self.find(section, key) or ())

    def reading(self, name: str) -> str:
        """What a reading is about."""
        return self("reading", name) if self.find("reading", name) else self.term(name)

    def option(self, law: Law, name: str, option: str) -> str:
        """An option of a reading: Chinese from the glossary, English from the law file."""
        pair = self.find("option", f"{name}.{option}")
        text = pair[self.language == "en"] if pair else ""
        return text or law.readings[name].options[option]


def unit_of(unit: str, term: str) -> str:
    """The unit by which a number of the law is named: the years of an age have their own word."""
    return "age" if term in AGES else unit


def characters(law: Law, texts: Iterable[str] = ()) -> frozenset[str]:
    """Every character the explorer can show by itself, for the font that its page carries.

    Args:
        law: names the places.
        texts: more that may be shown, such as the scenario files that can be opened.
    """
    every = [chr(code) for code in range(0x20, 0x7F)]
    every.append("×±≥≤\u2212·–—…“”‘’↺，。：；（）、？！年月日元万亿级")
    # The words that stand above the page in the notebook itself.
    every.append("政策推演运行下面一格移动滑块结果随之变化满意后在页面左下保存为方案文件")
    for entries in (*glossary().values(), *own_words().values()):
        every += [text for pair in entries.values() for text in pair]
    messages = FOLDER.parent.rglob("*.py")
    sources = (*DATA.rglob("*.yaml"), RESPONSES, *messages)
    every += [path.read_text(encoding="utf-8") for path in sources]
    for place in law.jurisdictions.values():
        every += [place.file.names.zh, *(tier.names.zh for tier in place.file.tiers)]
    return frozenset("".join([*every, *texts])) - {"\n"}
