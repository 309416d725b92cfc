"""What the law does not allow: forbidden purposes, excess over ceilings, double payment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from sim.base.money import fraction
from sim.budget.figures import EMPLOYMENT, national
from sim.law.ceilings import ceilings
from sim.law.purposes import purposes

CHECKS = ("forbidden", "ceiling", "double")
COLUMNS = ("jurisdiction", "check", "clause", "other", "about", "heads", "amount_fen", "bearer",
           "source")  # fmt: skip
Frame = pd.DataFrame
Rows = Iterator[dict[str, Any]]


def findings(tables: dict[str, Frame], arm: str = "scenario") -> Frame:
    """Everything found in one arm: jurisdiction, check, clauses, heads, money, who bears it.

    ``about`` says what of: the words of the list, the national ceiling, or the purpose.
    """
    settled, excess, doubles = (tables[name] for name in ("settled", "excess", "doubles"))
    clauses = tables["clauses"]
    rows = [
        *_forbidden(settled[settled["arm"] == arm]),
        *_above(excess[excess["arm"] == arm], tables["values"], clauses),
        *_twice(doubles[doubles["arm"] == arm]),
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(
        {"heads": "int64", "amount_fen": "int64"}
    )


def _forbidden(settled: Frame) -> Rows:
    rule = national().forbidden
    here = settled["payer"].isin(EMPLOYMENT) & settled["kind"].isin(rule.kinds)
    for (place, clause, kind), rows in settled[here].groupby(["jurisdiction", "clause", "kind"]):
        yield _found(
            place, "forbidden", clause, "", rule.kinds[str(kind)], rows["heads"].sum(),
            rows["amount_fen"].sum(), "local_budget", rule.source,
        )  # fmt: skip


def _above(excess: Frame, values: Frame, clauses: Frame) -> Rows:
    kinds = clauses.set_index("clause")["kind"].to_dict()
    for (place, clause), rows in excess.groupby(["jurisdiction", "clause"]):
        own = values[(values["jurisdiction"] == place) & (values["clause"] == clause)]
        over = [
            (term, ceiling)
            for term, value in zip(own["term"], own["value"], strict=True)
            if (ceiling := ceilings().of(kinds.get(str(clause), ""), str(term)))
            and _largest(str(value)) > ceiling.value
        ]
        about = "; ".join(f"{term} > {c.value:g} {c.unit}" for term, c in over)
        source = "; ".join(c.source for _, c in over) or "the text's own ceiling"
        yield _found(
            place, "ceiling", clause, "", about, 0, rows["amount_fen"].sum(), ceilings().bearer,
            source,
        )  # fmt: skip


def _largest(value: str) -> float:
    """The largest number of a value as the run lists it: ``1: 1; 2: 2/3``, ``150000``."""
    numbers = [part.split(":")[-1].strip() for part in value.split(";")]
    return max((float(fraction(n)) for n in numbers if n and n != "none"), default=0.0)


def _twice(doubles: Frame) -> Rows:
    """Two clauses of one purpose for one person in the same period."""
    for row in doubles.to_dict("records"):
        yield _found(
            row["jurisdiction"], "double", row["clause"], row["other"], row["purpose"],
            row["payees"], row["least_fen"], "", purposes().source,
        )  # fmt: skip


def _found(*values: Any) -> dict[str, Any]:
    return dict(zip(COLUMNS, values, strict=True))
