"""Sheets of what comes out: jobs from heads to net, and how far every figure could be off."""

from __future__ import annotations

from sim.present.filing import Field, Sheet
from sim.present.rundir import Frame
from sim.present.sheets.funds import PLACE
from sim.present.words import Words
from sim.questions.intervals import ALL
from sim.questions.purse import Purses

NUMBERS = ("central", "low", "high", "agents")
ENDS = ("central", "low", "high", "error")
JOBS = ("starts", "additional", "displaced", "net_low", "net_central", "net_high", "net_end")


def jobs(p: Purses, words: Words, place: str) -> Sheet:
    """Heads, additional, displaced and net jobs, and what they cost, by measure and year."""
    frame = p.rows("jobs", place)
    return Sheet(
        "jobs",
        frame[(frame["gross"] > 0) | (frame["starts"] != 0)],
        [
            PLACE, Field("kind", "kind", "word", "kind"), Field("year", "year"),
            Field("gross", "heads", "count"),
            *(Field(name, f"jobs_{name}", "number") for name in JOBS),
            Field("cost_fen", "amount", "money"),
        ],
        [words.say("note_jobs_sheet")],
    )  # fmt: skip


def intervals(p: Purses, words: Words, place: str) -> Sheet:
    """Central values with their 5-95 % intervals, of all places together where none is named."""
    found = _of_places(p, "intervals", place)
    names = [
        _name(words, figure, item)
        for figure, item in zip(found["figure"], found["item"].fillna(""), strict=True)
    ]
    of_jobs = found["figure"].str.startswith("net_jobs")
    scale = of_jobs.map({True: 1, False: words.filed.fen})
    frame = found.assign(
        item=names,
        unit=[words.say("unit_jobs") if jobs else words.filed.name for jobs in of_jobs],
        **{name: found[name] / scale for name in NUMBERS},
    )
    return Sheet(
        "intervals",
        frame,
        [
            PLACE, Field("item", "item"), Field("unit", "unit"),
            *(Field(name, f"range_{name}", "filed") for name in NUMBERS),
            Field("moved", "range_moved", "share"), Field("draws", "range_draws", "count"),
        ],
        [words.say("note_intervals" if len(frame) else "doubts_none")],
    )  # fmt: skip


def influence(p: Purses, words: Words, place: str) -> Sheet:
    """Inputs that matter, as the draws tell: the figure at the two ends of each one's range."""
    found = _of_places(p, "influence", place)
    of_jobs = found["figure"].str.startswith("net_jobs")
    scale = of_jobs.map({True: 1, False: words.filed.fen})
    frame = found.assign(
        item=[words("figure", str(figure)) for figure in found["figure"]],
        input=[words.input(str(name)) for name in found["name"]],
        unit=[words.say("unit_jobs") if jobs else words.filed.name for jobs in of_jobs],
        **{name: found[name] / scale for name in ENDS},
    )
    return Sheet(
        "influence",
        frame,
        [
            PLACE, Field("item", "item"), Field("input", "matters_input"), Field("unit", "unit"),
            *(Field(name, f"matters_{name}", "filed") for name in ENDS),
            Field("share", "matters_share", "share"),
        ],
        [words.say("note_influence" if len(frame) else "note_influence_none")],
    )  # fmt: skip


def _of_places(p: Purses, table: str, place: str) -> Frame:
    """Rows of a place, or of every place and, where there are several, of all together."""
    found = p.rows(table)
    if place or len(p.record["jurisdictions"]) == 1:
        return found[found["jurisdiction"].isin([place] if place else p.places)]
    found = found[found["jurisdiction"].isin([*p.places, ALL])]
    return found.assign(jurisdiction=found["jurisdiction"].replace(ALL, "together"))


def _name(words: Words, figure: str, item: str) -> str:
    """A figure in words, with the fund or kind that it is of."""
    part, _, name = item.rpartition(":")
    title = words("figure", figure).format(year=item)
    return f"{title} · {words(part, name)}" if part else title
