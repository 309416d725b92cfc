"""The font that the program ships: known to matplotlib, embedded in pages."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

FONT_FILE = Path(__file__).parent / "fonts" / "NotoSansCJKsc-subset.ttf"


@lru_cache(maxsize=1)
def font_family() -> str:
    """Register the shipped font with matplotlib, once, and return its family name."""
    from matplotlib import font_manager

    font_manager.fontManager.addfont(str(FONT_FILE))
    return font_manager.FontProperties(fname=str(FONT_FILE)).get_name()
