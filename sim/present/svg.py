"""Figures as compact SVG: a backend for matplotlib that keeps words as words.

The page carries its font, so a figure's text is drawn by whoever shows it: it can be searched,
copied and read aloud. Matplotlib's own SVG backend is made for every drawing there is; a page has
a dozen plain ones, and writing them was most of its time.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Bbox, Transform

from sim.present.fonts import ASCENT, DESCENT, text_width

DPI = 72
_COMMANDS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}
_CAPS = {"projecting": "square", "round": "round"}
_ANCHORS = {"left": ("start", 0.0), "center": ("middle", 0.5), "right": ("end", 1.0)}


def svg_of(figure: Figure) -> str:
    """A figure as one ``<svg>`` element; the same figure gives the same text."""
    figure.dpi = DPI
    width, height = (float(inches) * DPI for inches in figure.get_size_inches())
    pen = Pen(width, height)
    figure.draw(pen)
    return (
        f'<svg viewBox="0 0 {_number(width)} {_number(height)}" stroke-linejoin="round">'
        f"{''.join(pen.written)}</svg>"
    )


class Pen(RendererBase):
    """What matplotlib draws one figure with; sizes are points."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self.width, self.height = width, height
        self.written: list[str] = []
        self.clips: set[str] = set()

    def get_canvas_width_height(self) -> tuple[float, float]:
        """The size of the sheet."""
        return self.width, self.height

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: Any = None,  # noqa: N803
    ) -> None:
        """One outline or area."""
        points = np.asarray(transform.transform(path.vertices), float)
        codes = path.codes
        if not np.isfinite(points).all():
            whole: Any = Path(points, codes).cleaned(remove_nans=True)
            points, codes = whole.vertices[:-1], whole.codes[:-1]  # without the mark of its end
        if not len(points):
            return
        points = points * (1, -1) + (0, self.height)
        paint = _paint(gc, rgbFace)
        if paint:
            clip = self._clip(gc, points)
            self.written.append(f'<path d="{_outline(points, codes)}"{paint}{clip}/>')

    def draw_text(
        self, gc: GraphicsContextBase, x: float, y: float, s: str, prop: FontProperties,
        angle: float, ismath: Any = False, mtext: Any = None,  # noqa: ARG002, FBT002
    ) -> None:  # fmt: skip
        """One line of words, held where it is aligned: another font would do little harm."""
        size = prop.get_size_in_points()
        anchor, part = _ANCHORS[mtext.get_horizontalalignment() if mtext and not angle else "left"]
        x += part * text_width(s, size)
        at = f"{_number(-angle)} {_number(x)} {_number(y)}"
        turned = f' transform="rotate({at})"' if angle else ""
        held = f' text-anchor="{anchor}"' if part else ""
        self.written.append(
            f'<text x="{_number(x)}" y="{_number(y)}" font-size="{_number(size)}"'
            f"{held}{_fill(gc.get_rgb(), gc)}{turned}>{escape(s, quote=False)}</text>"
        )

    def get_text_width_height_descent(
        self,
        s: str,
        prop: FontProperties,
        ismath: Any,  # noqa: ARG002
    ) -> tuple[float, float, float]:
        """How large a text is: every line of a size is equally high."""
        size = prop.get_size_in_points()
        return text_width(s, size), (ASCENT + DESCENT) * size, DESCENT * size

    def _get_font_height_metrics(self, prop: FontProperties) -> tuple[float, float, float]:
        """Spares matplotlib looking for the font file of every text."""
        size = prop.get_size_in_points()
        return ASCENT * size, DESCENT * size, 0.0

    def _clip(self, gc: GraphicsContextBase, points: npt.NDArray[np.float64]) -> str:
        """Where a drawing leaves its frame, the frame."""
        frame: Bbox | None = gc.get_clip_rectangle()
        if frame is None:
            return ""
        left, bottom, right, top = frame.extents
        ends = (left, self.height - top, right, self.height - bottom)
        left, top, right, bottom = (round(float(x)) for x in ends)
        low, high = points.min(axis=0), points.max(axis=0)
        if (low >= (left - 1, top - 1)).all() and (high <= (right + 1, bottom + 1)).all():
            return ""
        name = f"clip-{left}-{top}-{right}-{bottom}"
        if name not in self.clips:
            self.clips.add(name)
            box = f'x="{left}" y="{top}" width="{right - left}" height="{bottom - top}"'
            self.written.append(f'<clipPath id="{name}"><rect {box}/></clipPath>')
        return f' clip-path="url(#{name})"'


def _number(value: float) -> str:
    """A hundredth of a point is fine enough."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _outline(points: npt.NDArray[np.float64], codes: Any) -> str:
    """Path data: a letter and its points, or ``Z``."""
    pairs = [f"{x:.2f} {y:.2f}" for x, y in points.tolist()]
    if codes is None:
        return "M" + "L".join(pairs)
    words, last = [], 0
    for pair, code in zip(pairs, codes.tolist(), strict=True):
        if code == Path.CLOSEPOLY:
            words.append("Z")
        elif code == last and code in (Path.CURVE3, Path.CURVE4):
            words.append(f" {pair}")  # SVG goes on with the same command
        else:
            words.append(_COMMANDS[code] + pair)
        last = code
    return "".join(words)


@lru_cache(maxsize=1000)
def _hex(colour: Any) -> str:
    return str(to_hex(colour[:3]))


def _fill(colour: Sequence[float], gc: GraphicsContextBase) -> str:
    """A fill and, where one shines through, its opacity."""
    colour = tuple(colour)
    opacity = gc.get_alpha() if gc.get_forced_alpha() else (colour[3] if len(colour) > 3 else 1.0)
    shining = f' fill-opacity="{opacity:g}"' if opacity < 1 else ""
    return f' fill="{_hex(colour)}"{shining}'


def _paint(gc: GraphicsContextBase, face: Any) -> str:
    """Attributes of an outline or area; nothing where neither is to be seen."""
    colour, width = gc.get_rgb(), float(gc.get_linewidth())
    filled = face is not None and (len(face) < 4 or face[3] > 0)
    drawn = width > 0 and colour[3] > 0
    if not filled and not drawn:
        return ""
    words = _fill(face, gc) if filled else ' fill="none"'
    if drawn:
        opacity = gc.get_alpha() if gc.get_forced_alpha() else colour[3]
        words += f' stroke="{_hex(tuple(colour))}" stroke-width="{_number(width)}"'
        words += f' stroke-opacity="{opacity:g}"' if opacity < 1 else ""
        dashed: Any = gc.get_dashes()
        start, dashes = dashed
        if dashes is not None:
            words += f' stroke-dasharray="{" ".join(_number(float(x)) for x in dashes)}"'
            words += f' stroke-dashoffset="{_number(float(start))}"' if start else ""
        if gc.get_capstyle() != "butt":
            words += f' stroke-linecap="{_CAPS[gc.get_capstyle()]}"'
    return words
