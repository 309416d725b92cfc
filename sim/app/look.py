"""How the page looks: its style sheet, and the shipped font for machines without Chinese fonts."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from sim.present.webfont import font_face

FOLDER = Path(__file__).parent
FONT_IS_SERVED = "WENGANG_FONT_IS_SERVED"
"""Set in the environment where the page finds the whole font beside it."""


@lru_cache(maxsize=2)
def stylesheet(shown: frozenset[str]) -> str:
    """The style sheet with the font inside, cut down to the characters that may be shown."""
    font = "" if FONT_IS_SERVED in os.environ else font_face(shown)
    return font + "".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.css")))
