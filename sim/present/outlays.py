"""Outlays of a run, added up once for all sections, pages and languages: fen, no words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from sim.base.sums import sums_by
from sim.present.rundir import Frame, Run
from sim.present.tables import ARMS, by_line, largest, paid, same_as_current_law, with_total
from sim.results.once import once_a_run


@once_a_run
def outlays(run: Run, place: str, arm: str, *keys: str) -> dict[Any, int]:
    """Fen of an arm by what stands in one column of ``totals``, or by tuples of several.

    ``fund`` is what the document assigns the money to, ``payer`` who pays it.
    """
    return sums_by(_table(run, place, keys, arm), keys, "outlay_fen")


def _table(run: Run, place: str, keys: Sequence[str], arm: str = "") -> Frame:
    return paid(run, place, arm) if "payer" in keys else run.table("totals", place, arm)


@once_a_run
def ranked(run: Run, place: str, arm: str, key: str) -> list[tuple[str, int]]:
    """(identifier, fen) of a column, largest first, zeros left out."""
    sums = sorted(outlays(run, place, arm, key).items())
    return sorted(((k, fen) for k, fen in sums if fen), key=lambda pair: -pair[1])


@once_a_run
def same(run: Run, place: str) -> bool:
    """True where the scenario is current law."""
    if place == "all":
        return all(same(run, each) for each in run.places)
    return same_as_current_law(run.table("totals", place))


@once_a_run
def lines(run: Run, place: str, *keys: str) -> Frame:
    """One row a line, see :func:`by_line`."""
    return by_line(_table(run, place, keys), keys, run.years)


@once_a_run
def lines_with_total(run: Run, place: str, *keys: str) -> Frame:
    """Lines in which any arm pays, and their total."""
    frame = lines(run, place, *keys)
    return with_total(frame[(frame[list(ARMS)] != 0).any(axis=1)], keys)


@once_a_run
def differences(run: Run, place: str, key: str) -> list[tuple[str, int]]:
    """(identifier, fen) by which a line differs from current law, the largest first."""
    frame = lines(run, place, key)
    pairs = zip(frame[key].tolist(), frame["difference"].tolist(), strict=True)
    return sorted((pair for pair in pairs if pair[1]), key=lambda pair: -abs(pair[1]))


@once_a_run
def measures(run: Run, place: str) -> tuple[int, Frame]:
    """How many measures the scenario or current law pays for; the largest, and all others."""
    frame = lines(run, place, "kind")
    frame = frame[(frame[["scenario", "current_law"]] != 0).any(axis=1)]
    return len(frame), largest(frame, "kind")


@once_a_run
def by_two(run: Run, place: str, first: str, second: str, arm: str = "scenario") -> Frame:
    """Outlay of an arm, a row for what stands in two columns together."""
    sums = sorted(outlays(run, place, arm, first, second).items())
    rows = [(*key, fen) for key, fen in sums]
    return pd.DataFrame(rows, columns=[first, second, "outlay_fen"]).astype({"outlay_fen": "int64"})


@once_a_run
def by_payer_year_arm(run: Run, place: str) -> Frame:
    """Outlay by year, arm and payer."""
    rows = [
        (year, arm, payer, fen)
        for arm in ARMS
        for (year, payer), fen in outlays(run, place, arm, "year", "payer").items()
    ]
    return pd.DataFrame(sorted(rows), columns=["year", "arm", "payer", "outlay_fen"])


@once_a_run
def months(run: Run, place: str, arm: str) -> pd.Series[int]:
    """Outlay of each month of an arm."""
    sums = sorted(outlays(run, place, arm, "month").items())
    index = pd.Index([month for month, _ in sums], dtype="str", name="month")
    return pd.Series([fen for _, fen in sums], index, dtype="int64", name="outlay_fen")


@once_a_run
def month_by_payer(run: Run, place: str) -> tuple[list[str], Frame]:
    """Payers, most money first, and their outlay month by month with total and running total."""
    sums = outlays(run, place, "scenario", "month", "payer")
    whole = sorted(outlays(run, place, "scenario", "payer").items())
    names = [payer for payer, _ in sorted(whole, key=lambda pair: -pair[1])]
    every = sorted({month for month, _ in sums})
    cube = pd.DataFrame(
        {"month": every, **{p: [sums.get((m, p), 0) for m in every] for p in names}}
    )
    cube["total"] = cube[names].sum(axis=1)
    years = [month[:4] for month in every]
    cube["cumulative"] = cube["total"].groupby(pd.Series(years, dtype="str")).cumsum()
    return names, cube


@once_a_run
def kinds_by_place(run: Run) -> Frame:
    """Outlay of the scenario, a row a kind, a column a place, totals of both."""
    sums = outlays(run, "all", "scenario", "kind", "jurisdiction")
    rows = [
        {"kind": kind, **{p: sums.get((kind, p), 0) for p in run.places}, "total": fen}
        for kind, fen in ranked(run, "all", "scenario", "kind")
    ]
    return with_total(pd.DataFrame(rows, columns=["kind", *run.places, "total"]), ["kind"])
