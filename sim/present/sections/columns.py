"""What several sections write in the same way: cells by their word, long tables folded."""

from __future__ import annotations

from collections.abc import Callable

from sim.present.blocks import Fold, Table
from sim.present.formats import MoneyUnit
from sim.present.tables import TOTAL
from sim.present.view import View

LONG = 15
"""A table with more rows than this is folded."""


def signed(unit: MoneyUnit) -> Callable[[float], str]:
    """Amounts with their sign."""
    return lambda fen: unit.text(fen, signed=True)


def name(view: View, section: str) -> Callable[[str], str]:
    """Identifiers by their word, that of a sum among them; empty cells stay as they are."""
    words = view.words
    return lambda key: (
        "" if key == "" else words.head("total") if key == TOTAL else words(section, key)
    )


def caption(view: View, key: str, rows: int, note: str, most: int) -> str:
    """A picture's caption, with the note that says so where not all rows are drawn alone."""
    words = view.words
    if rows <= most + (note == "cap_rest"):
        return words.say(key)
    gap = "" if words.chinese else " "
    return words.say(key) + gap + words.say(note, count=most)


def folded(view: View, table: Table, title: str) -> Table | Fold:
    """The table, behind a fold that says so if it is long."""
    if len(table.frame) <= LONG:
        return table
    return Fold(view.words.say("in_figures", title=title), [table])
