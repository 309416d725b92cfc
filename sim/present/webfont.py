"""The shipped font cut down to the characters of one page, as data addresses for its CSS.

Cutting a font takes as long as a third of a page. Most characters are those that this program
itself writes: they are cut once, for all pages, and only what else a page holds is cut for it.
"""

from __future__ import annotations

import base64
import io
import logging
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from sim.present.fonts import FONT_FILE

TEXTS = Path(__file__).parent / "data"
LATIN = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("·–—…≤≥×−+±²°§“”‘’")


@lru_cache(maxsize=256)
def woff2(characters: frozenset[str]) -> bytes:
    """A WOFF2 font with the glyphs of the given characters only; pages of a batch often agree."""
    from fontTools import subset

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    options = subset.Options(
        flavor="woff2",
        layout_features=[],
        hinting=False,
        name_IDs=[0, 1, 2, 13, 14],  # family, licence: the open font licence asks to keep them
        notdef_outline=True,
        drop_tables=["vhea", "vmtx", "VORG"],
    )
    font = subset.load_font(str(FONT_FILE), options, lazy=True)
    for table in ("GSUB", "GPOS", "GDEF"):  # dropped unread
        if table in font:
            del font[table]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(characters)))
    subsetter.subset(font)
    buffer = io.BytesIO()
    subset.save_font(font, buffer, options)
    font.close()
    return buffer.getvalue()


@cache
def shared() -> tuple[frozenset[str], ...]:
    """Characters that many pages have: letters and signs, then those of the Chinese glossary."""
    glossary = {c for file in sorted(TEXTS.glob("*.toml")) for c in file.read_text("utf-8")}
    known = frozenset(c for c in glossary if c > "\u2e7f")
    return LATIN, known


def parts(characters: Iterable[str]) -> list[frozenset[str]]:
    """Fonts for some characters: shared ones as far as half of them is wanted, then the rest."""
    wanted = frozenset(c for c in set(characters) if c >= " ")
    chosen = [one for one in shared() if 2 * len(one & wanted) >= len(one)]
    rest = wanted.difference(*chosen)
    return [*chosen, *([rest] if rest else [])]


@lru_cache(maxsize=256)
def _face(characters: frozenset[str], *, whole: bool) -> str:
    data = base64.b64encode(woff2(characters)).decode("ascii")
    codes = ",".join(f"U+{ord(c):X}" for c in sorted(characters))
    return (
        "@font-face{font-family:'Wengang';font-display:block;"
        f"src:url(data:font/woff2;base64,{data}) format('woff2')"
        f"{'' if whole else f';unicode-range:{codes}'}}}"
    )


def font_face(characters: Iterable[str]) -> str:
    """CSS ``@font-face`` rules that hold the font itself, one for each of its parts."""
    found = parts(characters)
    return "".join(_face(one, whole=len(found) == 1) for one in found)
