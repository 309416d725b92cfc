"""What the numbers of a run rest on: the document, other rules, assumptions, choices."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from sim.base.sums import sums_by
from sim.present.rundir import Frame, Run
from sim.present.tables import WEAKEST_FIRST
from sim.results.once import once_a_run

SAME = ("term", "value", "unit", "valid_from", "valid_to", "status", "layer", "range", "note")
"""Values that agree in all of these are told once."""


@once_a_run
def clause_status(run: Run) -> Frame:
    """The weakest status among the numbers of each clause: jurisdiction, clause, status.

    Shared numbers that a clause rests on are listed with it and count like its own.
    Take-up rates are left out: they are estimates for every clause, so they tell none apart.
    """
    rows = run.table("values")
    rows = rows[(rows["clause"] != "") & ~rows["term"].str.startswith("take_up")]
    # a number that the scenario sets is a choice to be costed, not something assumed
    rows = rows.assign(status=rows["status"].where(rows["layer"] != "scenario", "scenario"))
    rank = {s: i for i, s in enumerate(WEAKEST_FIRST)}
    rows = rows[rows["status"].isin(rank)]
    weakest = rows.assign(rank=rows["status"].map(rank))
    lowest = weakest.groupby(["jurisdiction", "clause"])["rank"].min().reset_index()
    lowest["status"] = [WEAKEST_FIRST[int(r)] for r in lowest["rank"]]
    return lowest[["jurisdiction", "clause", "status"]]


@once_a_run
def money_by_status(run: Run, place: str, row: str) -> Frame:
    """Scenario outlay by status, one row a fund (or jurisdiction); columns are statuses."""
    lowest = clause_status(run)
    keys = zip(lowest["jurisdiction"], lowest["clause"], strict=True)
    status = dict(zip(keys, lowest["status"], strict=True))
    totals = run.table("totals", place, "scenario")
    sums: dict[str, dict[str, int]] = {}
    for (name, *line), fen in sums_by(
        totals, (row, "jurisdiction", "clause"), "outlay_fen"
    ).items():
        of = sums.setdefault(name, {})
        known = status.get((*line,), "none")
        of[known] = of.get(known, 0) + fen
    names = sorted(sums, key=lambda name: (-sum(sums[name].values()), name))
    columns = sorted({known for of in sums.values() for known in of})
    cells = [[sums[name].get(known, 0) for known in columns] for name in names]
    return pd.DataFrame(cells, pd.Index(names, name=row), pd.Index(columns, name="status"))


@once_a_run
def values(run: Run, place: str, status: str) -> Frame:
    """The values with a status, or set by the ``scenario``; equal ones are merged.

    Columns as in ``values.csv``, with ``clauses`` (identifiers; empty for a shared parameter)
    and ``kinds`` instead of ``jurisdiction`` and ``clause``.
    """
    rows = _values(run, place).get(status, [])
    return pd.DataFrame(rows, columns=[*SAME, "source", "clauses", "kinds"])


@once_a_run
def _values(run: Run, place: str) -> dict[str, list[dict[str, Any]]]:
    """The values of :func:`values` by their status."""
    clauses = run.table("clauses")
    at = zip(clauses["jurisdiction"].tolist(), clauses["clause"].tolist(), strict=True)
    kinds: dict[tuple[str, str], str] = {}
    for clause, kind in zip(at, clauses["kind"].tolist(), strict=True):
        kinds.setdefault(clause, kind)
    found: dict[str, dict[tuple[str, ...], dict[str, Any]]] = {}
    for row in run.table("values", place).to_dict("records"):
        source = "" if row["source"] == row["clause"] else row["source"]
        key = (*(row[name] for name in SAME), source)
        status = "scenario" if row["layer"] == "scenario" else row["status"]
        of = found.setdefault(status, {})
        empty: dict[str, Any] = {"clauses": (), "kinds": ()}
        value = of.setdefault(key, dict(zip((*SAME, "source"), key, strict=True)) | empty)
        kind = kinds.get((row["jurisdiction"], row["clause"]), "")
        for name, one in (("clauses", row["clause"]), ("kinds", kind)):
            if one and one not in value[name]:
                value[name] = (*value[name], one)
    return {status: list(of.values()) for status, of in found.items()}


@once_a_run
def missing_numbers(run: Run) -> dict[tuple[str, str], tuple[str, ...]]:
    """Terms that nobody gives a number for, by jurisdiction and clause."""
    rows = run.table("values")
    groups = rows[rows["status"] == "open"].groupby(["jurisdiction", "clause"])["term"]
    return {(str(p), str(c)): tuple(dict.fromkeys(terms)) for (p, c), terms in groups}


@once_a_run
def counts(run: Run, place: str) -> dict[str, int]:
    """How many values have each status; one that several clauses rest on counts once."""
    rows = run.table("values", place)
    told = {*zip(*(rows[c].tolist() for c in rows if c != "clause"), strict=True)}
    at = [c for c in rows if c != "clause"].index("status")
    return Counter(value[at] for value in told)
