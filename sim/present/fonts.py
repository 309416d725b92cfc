"""The font that the program ships: known to matplotlib, embedded in pages."""

from __future__ import annotations

import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any

FONT_FILE = Path(__file__).parent / "fonts" / "NotoSansCJKsc-subset.ttf"
ASCENT, DESCENT = 0.88, 0.12
"""Height of a line above and below its base, in its size."""
_SIZE = 100.0
_FIXED = 65536  # FreeType's numbers with sixteen bits after the point


@lru_cache(maxsize=1)
def font_family() -> str:
    """Register the shipped font with matplotlib, once, and return its family name."""
    from matplotlib import font_manager

    font_manager.fontManager.addfont(str(FONT_FILE))
    return font_manager.FontProperties(fname=str(FONT_FILE)).get_name()


@lru_cache(maxsize=20_000)
def text_width(text: str, size: float) -> float:
    """Width of a text in the unit of its size."""
    return size * sum(map(_advance, text))


@lru_cache(maxsize=20_000)
def _advance(character: str) -> float:
    """How wide a character is, in its size."""
    from matplotlib.ft2font import LoadFlags

    font = _font()
    if ord(character) not in font.get_charmap():
        warnings.warn(f"Glyph {ord(character)} is not in the shipped font", stacklevel=2)
        return 1.0
    glyph = font.load_char(ord(character), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / _FIXED / _SIZE


@lru_cache(maxsize=1)
def _font() -> Any:
    from matplotlib.ft2font import FT2Font

    font = FT2Font(str(FONT_FILE))
    font.set_size(_SIZE, 72)
    return font
