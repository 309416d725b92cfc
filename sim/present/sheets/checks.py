"""Sheets for the auditor: legal limits, who was refunded, what the purses start from."""

from __future__ import annotations

from sim.present.filing import Field, Sheet
from sim.present.sheets.funds import PLACE, chosen
from sim.present.words import Words, glossary
from sim.questions.purse import Purses


def limits(p: Purses, words: Words, place: str) -> Sheet:
    """What the law does not allow, or leaves to the place's own money."""
    frame = chosen(p.findings, place)
    about = [_about(str(a), words) for a in frame["about"]]
    return Sheet(
        "limits",
        frame.assign(about=about),
        [
            PLACE, Field("check", "check", "word", "check"), Field("clause", "clause"),
            Field("other", "other_clause"), Field("about", "about"),
            Field("heads", "heads", "count"), Field("amount_fen", "amount", "wan"),
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
    return "; ".join(f"{words('term', term)} > {most}" for term, _, most in parts)


def doubles(p: Purses, words: Words, place: str) -> Sheet:
    """Everyone for whom two clauses of one purpose pay: to be looked at one by one."""
    frame = chosen(p.doubled, place)
    return Sheet(
        "doubles",
        frame,
        [
            PLACE, Field("purpose", "purpose", "word", "purpose"), Field("year", "year"),
            Field("person", "person"), Field("clause", "clause"),
            Field("fund", "fund", "word", "fund"), Field("fen", "amount", "wan"),
            Field("other", "other_clause"), Field("other_fund", "other_fund", "word", "fund"),
            Field("other_fen", "other_amount", "wan"),
            Field("across", "across", "word", "yes"),
        ],
        [words.say("note_doubles" if len(frame) else "note_doubles_none")],
    )  # fmt: skip


def publication(p: Purses, words: Words, place: str) -> Sheet:
    """Every firm refunded, as it is published before payment."""
    return Sheet(
        "publication",
        chosen(p.refunded, place),
        [
            PLACE, Field("year", "year"), Field("firm", "firm"),
            Field("kind", "kind", "word", "kind"), Field("clause", "clause"),
            Field("month", "month"), Field("workers", "workers", "count"),
            Field("amount_fen", "amount", "wan"),
        ],
        [words.say("note_publication")],
    )  # fmt: skip


def figures(p: Purses, words: Words, place: str) -> Sheet:
    """Balances and other figures that the purses start from."""
    return Sheet(
        "figures",
        chosen(p.figures, place),
        [
            PLACE, Field("figure", "figure", "word", "figure"), Field("period", "period"),
            Field("used_fen", "used", "wan"), Field("low_fen", "low", "wan"),
            Field("high_fen", "high", "wan"),
            Field("confidence", "confidence", "word", "confidence"),
            Field("source", "source", "long"), Field("note", "note", "long"),
        ],
        [words.say("note_figures")],
    )  # fmt: skip
