"""Whose money it is in the end: each purse's payments by level of government."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from sim.budget.figures import UI, national, place_book
from sim.budget.settle import Part

SOCIAL, UNKNOWN = "social_fund", "unknown"
BILL_LEVELS = ("central", "provincial", "city", "county", SOCIAL, UNKNOWN)
"""Levels of government; the contributors' own fund; no level named and none presumed."""


Given = Mapping[str, Mapping[str, float]]
"""Shares that a scenario gives, by purse and level."""


def bills(settled: pd.DataFrame, given: Given | None = None) -> pd.DataFrame:
    """What each level pays, exact: the parts of a line add up to it.

    Args:
        settled: the run's ``settled``.
        given: shares in place of the shipped ones.

    Returns:
        jurisdiction, arm, year, purse, kind, level, amount_fen, confidence.
    """
    rows = settled[settled["payer"] != ""]
    rows = rows.assign(year=rows["month"].str[:4].astype("int64"))
    keys = ["jurisdiction", "arm", "year", "payer", "kind"]
    sums = rows.groupby(keys)["amount_fen"].sum().reset_index()
    columns = [*keys[:3], "purse", "kind", "level", "amount_fen", "confidence"]
    return pd.DataFrame(list(_split(sums, given or {})), columns=columns).astype(
        {"amount_fen": "int64"}
    )


def _split(sums: pd.DataFrame, given: Given) -> Iterator[dict[str, Any]]:
    for row in sums.to_dict("records"):
        shares, confidence = levels_of(str(row["payer"]), str(row["jurisdiction"]), given)
        for level, fen in parts(int(row["amount_fen"]), shares).items():
            if fen:
                yield {
                    "jurisdiction": row["jurisdiction"], "arm": row["arm"], "year": row["year"],
                    "purse": row["payer"], "kind": row["kind"], "level": level,
                    "amount_fen": fen, "confidence": confidence,
                }  # fmt: skip


def by_level(every: Iterable[Part], place: str, given: Given) -> dict[str, int]:
    """What each level pays of the settled parts of a place; ``""`` is what nobody pays.

    The amounts are those of :func:`bills`: a purse is split year by year and kind by kind.
    """
    sums: dict[tuple[str, str, str], int] = {}
    for part in every:
        key = part.due.month[:4], part.payer, part.due.kind
        sums[key] = sums.get(key, 0) + int(part.fen)
    payers = {payer for _, payer, _ in sums}
    shares = {p: levels_of(p, place, given)[0] if p else {"": 1.0} for p in payers}
    found: dict[str, int] = {}
    for (_, payer, _), whole in sums.items():
        for level, fen in parts(whole, shares[payer]).items():
            found[level] = found.get(level, 0) + fen
    return found


def levels_of(purse: str, place: str, given: Given) -> tuple[dict[str, float], str]:
    """Shares of the levels in a purse of a place, and how they are known."""
    if purse == UI:
        return {SOCIAL: 1.0}, "found"
    if purse in given:
        return dict(given[purse]), "scenario"
    book = place_book(place)
    if purse == "local_budget" and book.tier == "county":
        return {"county": 1.0}, "derived"
    shares = national().levels(purse, book.region)
    if not shares:
        return {UNKNOWN: 1.0}, ""
    return shares, next((s.confidence for s in national().shares if s.purse == purse), "derived")


def parts(fen: int, shares: dict[str, float]) -> dict[str, int]:
    """An amount in exact parts: each rounds what has come so far."""
    found, upto, done = {}, 0.0, 0
    for i, (level, share) in enumerate(shares.items()):
        upto += share
        now = fen if i == len(shares) - 1 else round(fen * upto)
        found[level] = now - done
        done = now
    return found
