"""How the page looks: its style sheet, and the shipped font for machines without Chinese fonts."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from sim.present.webfont import font_face

FILE = Path(__file__).parent / "style.css"


@lru_cache(maxsize=2)
def stylesheet(shown: frozenset[str]) -> str:
    """The style sheet with the font inside, cut down to the characters that may be shown."""
    return font_face(shown) + FILE.read_text(encoding="utf-8")
