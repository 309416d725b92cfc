"""Sheets for the auditor: legal limits, who was refunded, what the purses start from."""

from __future__ import annotations

import pandas as pd

from sim.present.filing import Field, Sheet
from sim.present.sheets.funds import PLACE
from sim.present.words import Words, glossary
from sim.questions.purse import Purses

Frame = pd.DataFrame


def limits(p: Purses, words: Words, place: str) -> Sheet:
    """What the law does not allow, or leaves to the place's own money."""
    frame = p.rows("findings", place)
    about = [_about(str(a), words) for a in frame["about"]]
    if words.chinese:
        frame = frame.assign(source=[words("check_source", str(c)) for c in frame["check"]])
    return Sheet(
        "limits",
        frame.assign(about=about),
        [
            PLACE, Field("check", "check", "word", "check"), Field("clause", "clause"),
            Field("other", "other_clause"), Field("about", "about"),
            Field("heads", "heads", "count"), Field("amount_fen", "amount", "money"),
            Field("bearer", "bearer", "word", "fund"), Field("source", "source", "long"),
        ],
        [words.say("note_limits" if len(frame) else "note_limits_none")],
    )  # fmt: skip


def _about(about: str, words: Words) -> str:
    """A purpose in words, ceilings with the names of their terms, or the words of a list."""
    if about in glossary()["purpose"]:
        return words("purpose", about)
    parts = [part.partition(" > ") for part in about.split("; ")]
    if not all(over for _, over, _ in parts):
        return about
    return words.list([f"{words('term', term)} > {_most(most, words)}" for term, _, most in parts])


def _most(text: str, words: Words) -> str:
    """A ceiling with its unit: ``0.5 share`` is 50 %."""
    value, _, unit = text.partition(" ")
    if unit == "share":
        return words.share(value)
    gap = "" if words.chinese else " "
    return f"{float(value):,.10g}{gap}{words('unit', unit)}"


def doubles(p: Purses, words: Words, place: str) -> Sheet:
    """Everyone for whom two clauses of one purpose pay: to be looked at one by one."""
    frame = p.rows("doubled", place)
    return Sheet(
        "doubles",
        frame,
        [
            PLACE, Field("purpose", "purpose", "word", "purpose"), Field("year", "year"),
            Field("person", "person"), Field("clause", "clause"),
            Field("fund", "fund", "word", "fund"), Field("fen", "amount", "money"),
            Field("other", "other_clause"), Field("other_fund", "other_fund", "word", "fund"),
            Field("other_fen", "other_amount", "money"),
            Field("across", "across", "word", "yes"),
        ],
        [words.say("note_doubles" if len(frame) else "note_doubles_none")],
    )  # fmt: skip


def publication(p: Purses, words: Words, place: str) -> Sheet:
    """Every firm refunded, as it is published before payment."""
    return Sheet(
        "publication",
        p.rows("refunded", place),
        [
            PLACE, Field("year", "year"), Field("firm", "firm"),
            Field("kind", "kind", "word", "kind"), Field("clause", "clause"),
            Field("month", "month"), Field("workers", "workers", "count"),
            Field("amount_fen", "amount", "money"),
        ],
        [words.say("note_publication")],
    )  # fmt: skip


def figures(p: Purses, words: Words, place: str) -> Sheet:
    """Balances and other figures that the purses start from."""
    frame = p.rows("figures", place)
    return Sheet(
        "figures",
        _in_chinese(frame, words) if words.chinese else frame,
        [
            PLACE, Field("figure", "figure", "word", "figure"), Field("period", "period"),
            Field("used_fen", "used", "money"), Field("low_fen", "low", "money"),
            Field("high_fen", "high", "money"),
            Field("confidence", "confidence", "word", "confidence"),
            Field("source", "source", "long"), Field("note", "note", "long"),
        ],
        [words.say("note_figures")],
    )  # fmt: skip


def _in_chinese(frame: Frame, words: Words) -> Frame:
    """How each figure was derived, in Chinese; the data files say it in English in full."""
    given = frame["confidence"] == "scenario"
    period = frame["period"].str.replace(r"end of (\d{4})", r"\1年末", regex=True)
    told = {
        section: [words(section, str(name)) for name in frame["figure"]]
        for section in ("figure_source", "figure_note")
    }
    source = pd.Series(told["figure_source"], frame.index, dtype="str")
    return frame.assign(
        period=period, source=source.where(~given, words("confidence", "scenario")),
        note=told["figure_note"],
    )  # fmt: skip
