"""Who finally pays: what a fund cannot pay falls on others; money that moves between funds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from sim.base.dates import day, month_label, month_of
from sim.base.dates import month as month_number
from sim.budget.amounts import Fen
from sim.law.load import Jurisdiction
from sim.law.schema import CascadeSpec, RuleSpec, TransferSpec
from sim.law.values import Dated


@dataclass(frozen=True)
class Move:
    """Money that another purse pays in place of a fund, or into it.

    Attributes:
        rule: the clause that says so (zy1c, tc16a, ly5.6b).
        clause: the clause whose outlay it is; empty for a transfer between funds.
        month: ``2019-12``.
        fund: the fund that is relieved, or that receives.
        payer: who pays.
        amount_fen: how much.
    """

    rule: str
    clause: str
    month: str
    fund: str
    payer: str
    amount_fen: Fen


def moves(place: Jurisdiction, local: Mapping[str, Dated], outlays: pd.DataFrame) -> Iterator[Move]:
    """What the rule clauses of a jurisdiction move, in one arm.

    Args:
        place: whose rules.
        local: its numbers; a rule whose number nobody gives moves nothing.
        outlays: clause, fund, month and outlay_fen of the arm, one row per cell.
    """
    years = sorted({int(month[:4]) for month in outlays["month"]})
    for clause in place.file.clauses:
        rule = clause.rule
        if rule is None:
            continue
        for year in years:
            if rule.cascade is not None:
                yield from _cascade(clause.id, rule, rule.cascade, local, outlays, year)
            if rule.transfer is not None:
                yield from _transfer(place, clause.id, rule.transfer, local, year)


def _cascade(
    clause: str,
    rule: RuleSpec,
    spec: CascadeSpec,
    local: Mapping[str, Dated],
    outlays: pd.DataFrame,
    year: int,
) -> Iterator[Move]:
    """Month by month the fund pays as long as it can, then the others in turn (AMB-08)."""
    left = _available(local, spec.available, year)
    if left is None:
        return
    purses: list[tuple[str, int | None]] = [(spec.fund, left)]
    purses += [(b.fund, _available(local, b.available, year)) for b in spec.then]
    spent = [0] * len(purses)
    covered = outlays[outlays["clause"].isin(rule.on) & (outlays["fund"] == spec.fund)]
    covered = covered[covered["month"].str[:4] == str(year)].sort_values(["month", "clause"])
    for row in covered.to_dict("records"):
        owed = int(row["outlay_fen"])
        for i, (payer, limit) in enumerate(purses):
            part = owed if limit is None else min(owed, limit - spent[i])
            owed -= part
            spent[i] += part
            if part and i:
                yield Move(clause, row["clause"], row["month"], spec.fund, payer, part)


def _transfer(
    place: Jurisdiction, clause: str, spec: TransferSpec, local: Mapping[str, Dated], year: int
) -> Iterator[Move]:
    """The year's sum, booked in its first month in force: the text names no month."""
    amount = _available(local, spec.amount, year)
    issued = int(month_of(day(place.file.document.issued)))
    month = max(month_number(year), issued)
    if amount and month < month_number(year + 1):
        yield Move(clause, "", month_label(month), spec.into, spec.from_, amount)


def _available(local: Mapping[str, Dated], name: str, year: int) -> int | None:
    """Fen that a purse has in a year; ``None`` if nobody says, or if it is not limited."""
    return int(local[name].on(day(f"{year}-01-01"))) if name in local else None
