"""Finished runs on one page, in one workbook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.base.files import check_writable, write_text
from sim.present.batch_index import comparison_name, foot, page_name, write_comparison
from sim.present.blocks import Block, Heading, Text
from sim.present.html import section_html
from sim.present.pages import loose_html
from sim.present.side_by_side import Rows, details, overview
from sim.present.standing import figures
from sim.present.words import LANGUAGES, Language, Words


def write_pages(rows: Rows, out: Path, wanted: Sequence[str]) -> list[Path]:
    """Write the comparison and its workbook in the languages wanted."""
    languages: list[Language] = [x for x in LANGUAGES if x in wanted]
    check_writable(out / "index.html")
    for run in rows.runs:
        Words("zh").require(run.identifiers())
    written = []
    for i, language in enumerate(languages):
        words = Words(language)
        title = words.head("cmp_compare")
        blocks: list[Block] = [
            Text(words.enumerate(rows.names), "note"),
            Heading(title, level=1),
            *overview(rows, words, foot(words), {}),
            *details(rows, words),
        ]
        other = next((x for x in languages if x != language), None)
        twin = (other, page_name(languages.index(other), other)) if other else None
        path = out / page_name(i, language)
        write_text(path, loose_html([section_html(blocks, words)], title, words, twin, foot(words)))
        book = out / comparison_name(i, language)
        write_comparison(book, rows, words)
        written += [path, book]
    return written


def as_dict(rows: Rows) -> list[dict[str, Any]]:
    """The same for programs: figures of all places and of each, in fen and job-years."""
    return [
        {
            "scenario": name,
            "run": str(run.folder),
            "fingerprint": run.fingerprint,
            "all": figures(run),
            "places": {place: figures(run, place) for place in run.places},
        }
        for name, run in zip(rows.names, rows.runs, strict=True)
    ]
