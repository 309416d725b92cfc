"""Who gains, as pages tell it: every category in its order and by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from sim.base.sums import sums_by
from sim.engine.gains import (
    DIMENSIONS,
    NO_DISTRICT,
    NO_UNIT,
    NOT_FIRM,
    NOT_PERSON,
    NOT_RECORDED,
    OVERLAP,
    REST,
)  # fmt: skip
from sim.law.schema import Tier
from sim.present import tables
from sim.present.rundir import Frame, Run
from sim.present.words import Words
from sim.results.once import once_a_run

RANKED = ("staff", "district")
"""Dimensions whose categories have an order of their own; the others go by money."""
LAST = ("none", NOT_RECORDED, NO_UNIT, NO_DISTRICT, NOT_FIRM, NOT_PERSON, OVERLAP)
OLD = ("staff", "group")
"""What runs tell that kept no ``gains``."""


def has_all(run: Run) -> bool:
    """True where a run kept who gains in every dimension; older ones did not."""
    return run.has("gains")


def dimensions(run: Run, place: str) -> tuple[str, ...]:
    """By what those who gain can be told apart; districts are each place's own."""
    known = DIMENSIONS if has_all(run) else OLD
    return tuple(d for d in known if d != "district" or place != "all")


@once_a_run
def gains(run: Run, place: str, dimension: str, before: str) -> Frame:
    """Claims, money and what is gained over an arm, by category, in the order of the pages.

    Columns: category, heads, outlay_fen, gain_fen. All rows add up to all that is paid; in older
    runs they are of firms, or of persons in overlapping groups.
    """
    now, then = (_sums(run, place, arm) for arm in ("scenario", before))
    every = [c for d, c in dict.fromkeys([*now, *then]) if d == dimension]
    paid = {category: now.get((dimension, category), (0, 0)) for category in every}
    rows = [
        (c, *paid[c], paid[c][1] - then.get((dimension, c), (0, 0))[1])
        for c in in_order(dimension, {c: fen for c, (_, fen) in paid.items()})
    ]
    frame = pd.DataFrame(rows, columns=["category", "heads", "outlay_fen", "gain_fen"])
    return frame.astype(dict.fromkeys(frame.columns[1:], "int64"))


@once_a_run
def _sums(run: Run, place: str, arm: str) -> dict[tuple[str, str], tuple[int, int]]:
    """Claims and fen by dimension and category; an add-on's claims are its main clause's."""
    keys = ("dimension", "category")
    if has_all(run):
        rows = own = run.table("gains", place, arm)
    else:
        rows = tables.on_budget(run, run.table("reach", place, arm))
        own = rows[rows["part_of"] == ""]
    heads = sums_by(own, keys, "heads")
    return {key: (heads.get(key, 0), fen) for key, fen in sums_by(rows, keys, "outlay_fen").items()}


def in_order(dimension: str, paid: Mapping[str, int]) -> list[str]:
    """Categories as pages show them: sizes and districts in their order, the others by money.

    Whom the dimension does not tell apart comes last.
    """
    told = [category for category in paid if category not in LAST]
    if dimension not in RANKED:
        told.sort(key=lambda category: -paid[category])
    return [*told, *(category for category in LAST if category in paid)]


def told(frame: Frame) -> Frame:
    """The rows that are of the firms, or of the persons, that a dimension is about."""
    return frame[~frame["category"].isin(REST)]


def about(frame: Frame) -> Frame:
    """The rows that add up to what those get whom a dimension is about."""
    return frame[~frame["category"].isin((NOT_FIRM, NOT_PERSON))]


def name_of(words: Words, dimension: str, tiers: Iterable[Tier]) -> Callable[[str], str]:
    """What the categories of a dimension are called; districts as the law of their place says."""
    names = {tier.id: words.own(tier.names.model_dump()) for tier in tiers}

    def name(category: str) -> str:
        of_law = dimension == "district" and category in names
        return names[category] if of_law else words(dimension, category)

    return name
