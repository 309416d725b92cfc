"""Figures as SVG text; words that many figures share are laid out once."""

from __future__ import annotations

import io
from collections import OrderedDict
from functools import lru_cache
from typing import Any

from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

DPI = 72
NO_DATE = {"Date": None, "Creator": None}
MOST = 20_000


class Outlines(TextToPath):
    """Text as outlines: matplotlib would read every glyph from the font's file each time."""

    @lru_cache(maxsize=MOST)  # noqa: B019 - there is one of these a process
    def _size(self, text: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        return super().get_text_width_height_descent(text, prop, ismath)

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Any
    ) -> tuple[float, float, float]:
        """How large a text is."""
        return self._size(s, prop.copy(), ismath)  # a copy: properties change and are the key

    @lru_cache(maxsize=MOST)  # noqa: B019
    def _glyphs(self, font: Any, text: str) -> tuple[Any, Any, Any]:
        return super().get_glyphs_with_font(font, text)

    def get_glyphs_with_font(  # type: ignore[override]
        self,
        font: Any,
        s: str,
        glyph_map: OrderedDict[str, Any] | None = None,
        return_new_glyphs_only: bool = False,  # noqa: FBT001, FBT002
        **how: Any,
    ) -> tuple[Any, Any, Any]:
        """The outlines of a text, and where each of them stands."""
        if glyph_map is None or not return_new_glyphs_only or any(how.values()):
            return super().get_glyphs_with_font(font, s, glyph_map, return_new_glyphs_only, **how)
        places, glyphs, boxes = self._glyphs(font, s)
        new = OrderedDict((name, path) for name, path in glyphs.items() if name not in glyph_map)
        return places, new, boxes


OUTLINES = Outlines()


def svg_of(figure: Figure) -> str:
    """A figure as matplotlib saves it, without the moment it was made."""
    figure.dpi = DPI
    width, height = figure.get_size_inches() * DPI
    text = io.StringIO()
    renderer = RendererSVG(width, height, text, metadata=NO_DATE)  # type: ignore[no-untyped-call]
    renderer._text2path = OUTLINES  # noqa: SLF001
    figure.draw(renderer)
    renderer.finalize()  # type: ignore[no-untyped-call]
    return text.getvalue()
