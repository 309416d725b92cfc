"""Executed notebooks as PDF: the blocks that their sections keep as data, set by typst."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from sim.present.fonts import FONT_FILE
from sim.present.formats import shortened
from sim.present.pages import TEMPLATES, PageName
from sim.present.plain import MIME, Data
from sim.present.widths import layout

TEMPLATE = TEMPLATES / "print" / "report.typ"

_JOINT = re.compile(r"([/_?&=]|\.(?=[a-z]))(?=\w)")
_SVG = re.compile(r"<svg .*?</svg>", flags=re.DOTALL)


def page_pdf(notebook: Any, page: PageName, scenario: str, footer: str) -> bytes:
    """An executed notebook as a finished PDF; the same notebook gives the same bytes.

    Args:
        notebook: the notebook.
        page: which page it is.
        scenario: the scenario's title.
        footer: the line at the foot of every page.
    """
    return typeset(page_data(list(sections(notebook)), page, scenario, footer))


def sections(notebook: Any) -> Iterator[tuple[list[Data], str]]:
    """The blocks of each section of an executed notebook, and its HTML."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if MIME in data:
                yield data[MIME], data["text/html"]


def page_data(
    shown: Sequence[tuple[Sequence[Data], str]], page: PageName, scenario: str, footer: str
) -> Data:
    """What the template is given: words, blocks with their drawings, and what goes to the end.

    Args:
        shown: blocks and HTML of each section.
        page: which page it is.
        scenario: the scenario's title.
        footer: the line at the foot of every page.
    """
    head = page.words.head
    folds: list[Data] = []
    first, *rest = [_together(_drawn(section, html)) for section, html in shown]
    blocks = [*first, *([{"block": "new_page"}] if rest else []), *(b for s in rest for b in s)]
    blocks = list(_with_note(blocks, head("pdf_by_place")))
    for block in blocks:
        if block["block"] == "fold":
            block["anchor"] = f"fold-{len(folds)}"
            folds.append(block)
    return {
        "language": page.language,
        "title": page.words.say("page_title", place=page.words.capital(page.title), title=scenario),
        "short_title": page.words.say(
            "page_title", place=page.words.capital(page.title), title=shortened(scenario, 60)
        ),
        "brand": head("brand"),
        "footer": footer,
        "page": head("pdf_page"),
        "see": head("pdf_see"),
        "appendix": head("pdf_appendix"),
        "blocks": [{**b, "blocks": []} if b["block"] == "fold" else b for b in blocks],
        "folds": folds,
    }


def _together(blocks: list[Data]) -> list[Data]:
    """A section of nothing but a heading and points stays on one page."""
    kinds = [b["block"] for b in blocks]
    return [{"block": "whole", "blocks": blocks}] if kinds == ["heading", "points"] else blocks


def _with_note(blocks: Sequence[Data], intro: str) -> Iterator[Data]:
    """Blocks to be printed; what is not is named in a note, where its first table would stand."""
    titles = [(b["blocks"][0]["label"], b["title"]) for b in blocks if _on_screen(b)]
    gone = [f"{label.strip()} {re.split('[:：]', title)[0]}" for label, title in titles]
    for block in blocks:
        if not _on_screen(block):
            yield block
        elif gone:
            yield {"block": "text", "tone": "note", "text": intro.format(tables="; ".join(gone))}
            gone = []


def _on_screen(block: Data) -> bool:
    return block["block"] == "fold" and not block["printed"]


def _drawn(blocks: Sequence[Data], html: str) -> list[Data]:
    """Blocks with the drawings of their section's HTML, in which they stand in the same order."""
    drawings = iter(_SVG.findall(html))

    def visit(block: Data) -> Data:
        if block["block"] == "fold":
            return {**block, "blocks": [visit(b) for b in block["blocks"]]}
        if block["block"] == "picture":
            svg = next(drawings).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
            return {**block, "drawing": svg}
        if block["block"] == "table":
            rows = _breakable(block)
            fit = layout(block["columns"], rows)
            return {
                **block,
                "rows": rows,
                "size": fit.size,
                "widths": fit.columns,
                "breaks": fit.breaks,
            }
        return block

    return [visit(b) for b in blocks]


def _breakable(table: Data) -> list[list[str]]:
    """Cells in which long addresses and names may break, where the table says so."""
    long = [c["kind"] == "long" for c in table["columns"]]
    return [
        [_JOINT.sub("\\1\u200b", cell) if b else cell for cell, b in zip(row, long, strict=True)]
        for row in table["rows"]
    ]


def typeset(data: Data) -> bytes:
    """The PDF of a page's data."""
    import typst

    made = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=_fonts(),
        sys_inputs={"page": json.dumps(data, ensure_ascii=False)},
        format="pdf",
    )
    _forget()
    return bytes(made)


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """The shipped font and no other, whatever the machine has."""
    import typst

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(FONT_FILE.parent)],
    )


def _forget() -> None:
    """Have typst drop what it keeps of a page.

    It keeps what the last ten documents were made of, in case they are set again: half a gigabyte
    of pages that are not. Ten empty documents push them out, for a few milliseconds.
    """
    import typst

    for _ in range(10):
        typst.compile(b" ", font_paths=_fonts())
