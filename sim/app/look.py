"""How the page looks: its style sheet, and the shipped font for machines without Chinese fonts."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from pathlib import Path

from sim.app.glossary import own_words
from sim.present.webfont import font_face

FOLDER = Path(__file__).parent
FONT_IS_SERVED = "WENGANG_FONT_IS_SERVED"
"""Set in the environment where the page finds the whole font beside it."""


@lru_cache(maxsize=2)
def stylesheet(shown: frozenset[str]) -> str:
    """The style sheet with the font inside, cut down to the characters that may be shown."""
    font = "" if FONT_IS_SERVED in os.environ else font_face(shown)
    return font + "".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.css")))


def script() -> str:
    """What the page does by itself, as HTML: names of controls, slips, keys, bitmaps."""
    said = json.dumps(own_words()["says"], ensure_ascii=False)
    code = (FOLDER / "labels.js").read_text(encoding="utf-8")
    return f"<script>window.wengangSays = {said};\n{code}</script>"
