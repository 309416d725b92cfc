"""What a report is made of, whatever it is printed with: headings, texts, tables, figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from matplotlib.figure import Figure

from sim.present.rundir import Frame

Kind = Literal["text", "number", "amount", "short", "long", "code"]


@dataclass(frozen=True)
class Heading:
    """A section's title.

    Attributes:
        text: the words, with their number.
        anchor: name to link to.
        level: 2 for a section, 3 inside one.
    """

    text: str
    anchor: str = ""
    level: int = 2


@dataclass(frozen=True)
class Text:
    """A paragraph.

    Attributes:
        text: plain words.
        tone: ``lead`` for the answer itself, ``note`` for small print, ``warning`` for caution.
    """

    text: str
    tone: Literal["plain", "lead", "note", "warning"] = "plain"


@dataclass(frozen=True)
class Points:
    """A list of labelled sentences: (label, sentence)."""

    items: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Tiles:
    """Key figures: (label, figure, remark)."""

    items: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        key: column of the frame.
        title: words above it.
        show: how a cell is written; the default is plain text.
        kind: ``number`` stands on the right and never breaks, ``amount`` may break,
            ``short`` never breaks, ``long`` breaks anywhere, ``code`` is for identifiers.
        strong: printed heavier, for totals.
        link: column of the frame with the address that a cell leads to; empty cells lead nowhere.
    """

    key: str
    title: str
    show: Callable[..., str] = str
    kind: Kind = "text"
    strong: bool = False
    link: str = ""


@dataclass(frozen=True)
class Table:
    """A table with its caption.

    Attributes:
        caption: what it shows; place, years and unit included.
        frame: the rows.
        columns: what is shown of them.
        total: the last row is a sum.
        note: small print below.
        number: ``2-1``, given by the page.
    """

    caption: str
    frame: Frame
    columns: Sequence[Column]
    total: bool = False
    note: str = ""
    number: str = ""

    @cached_property
    def cells(self) -> list[list[str]]:
        """What stands in the cells, row by row, whatever it is printed with."""
        columns = [[c.show(value) for value in self.frame[c.key].tolist()] for c in self.columns]
        return [list(row) for row in zip(*columns, strict=True)]


@dataclass(frozen=True)
class Picture:
    """A figure with its caption.

    Attributes:
        figure: the drawing.
        caption: what to see in it.
        alt: the same in words for those who do not see it.
        number: ``2-1``, given by the page.
    """

    figure: Figure
    caption: str
    alt: str
    number: str = ""


@dataclass(frozen=True)
class Source:
    """A file's text as it is written.

    Attributes:
        text: its lines.
    """

    text: str


@dataclass(frozen=True)
class Fold:
    """Blocks that a reader opens on demand; printed open.

    Attributes:
        title: what is in it.
        blocks: what a reader sees who opens it.
        printed: false for what would fill the pages of an overview and stands, place by place,
            in print elsewhere.
    """

    title: str
    blocks: Sequence[Block] = field(default_factory=tuple)
    printed: bool = True


Block = Heading | Text | Points | Tiles | Table | Picture | Source | Fold
