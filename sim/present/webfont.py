"""The shipped font cut down to the characters of one page, as a data address for its CSS."""

from __future__ import annotations

import base64
import io
import logging
from collections.abc import Iterable
from functools import lru_cache

from sim.present.fonts import FONT_FILE


@lru_cache(maxsize=64)
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
        drop_tables=["GSUB", "GPOS", "GDEF", "vhea", "vmtx", "VORG"],
    )
    font = subset.load_font(str(FONT_FILE), options, lazy=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(characters)))
    subsetter.subset(font)
    buffer = io.BytesIO()
    subset.save_font(font, buffer, options)
    font.close()
    return buffer.getvalue()


def font_face(characters: Iterable[str]) -> str:
    """A CSS ``@font-face`` rule that holds the font itself."""
    data = base64.b64encode(woff2(frozenset(characters))).decode("ascii")
    return (
        "@font-face{font-family:'Wengang';font-display:block;"
        f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
    )
