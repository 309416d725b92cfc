"""What people out of work do for the money of an arm: find the next job sooner, or later.

Everybody's search is drawn once, for a world in which current law pays. Where an arm pays a person
less, the job that the money brought goes with a chance, and the search goes on; where it pays
more, the job comes sooner with a chance. Thinning the arrivals of jobs by a share is the same as
lowering their hazard by it. Who attends a course searches less meanwhile: without the money that
pays for it, the same job comes sooner by the search given up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.base.dates import NEVER, month_of
from sim.economy.effects import Effect
from sim.economy.plan import Plan
from sim.economy.search import Search, sooner
from sim.engine.decide import Desk, Rates
from sim.engine.ledger import Ledger
from sim.measures.rulebook import Rulebook
from sim.measures.tables import Table, Trainings

Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]

LONG = 600
"""Months that a job lasts of which no end is known."""
DAYS_A_MONTH = 30
LASTING = ("months_on_post", "stable_months", "months_open")
"""Columns that say how long the job of a row lasts."""


Source = tuple[str, str]
"""A kind of measure and the name of a table it pays on; a kind may pay on several."""
Money = Mapping[Source, tuple[Table, Int64]]


def money_by_source(
    desk: Desk, rules: Rulebook, rates: Rates, effects: Mapping[str, Effect], acts: str
) -> Money:
    """Fen that each row of a table is paid by kind, of the kinds that act in one way."""
    found: dict[Source, tuple[Table, Int64]] = {}
    for measure in rules.measures:
        kind = measure.kind.name
        if effects[kind].acts != acts:
            continue
        decision = desk.decision(measure, rules, rates)
        money = np.where(decision.paid, np.maximum(decision.award.total, 1), 0)
        source = kind, measure.kind.table.__name__
        before = found.get(source)
        found[source] = decision.table, money if before is None else before[1] + money
    return found


def change_of(now: Int64, reference: Int64) -> Float64:
    """Money against that of the reference: -1 for none of it, 1 for twice as much or for new."""
    paid = reference > 0
    ratio = np.divide(now, reference, out=np.ones(len(now)), where=paid)
    return np.where(paid, np.clip(ratio - 1.0, -1.0, 1.0), np.where(now > 0, 1.0, 0.0))


@dataclass(frozen=True)
class Moved:
    """People whose next job comes in another month in one arm, one row a person.

    Attributes:
        rows: their rows in the search, ascending.
        months: month number of the job; NEVER if none.
        later: whether the job is lost and another one found; else the same job comes in that month.
        delayed: whether search given up during a course is the cause.
        kind: place of the kind of measure that is the cause.
        lasts: months that the job would have lasted.
    """

    rows: Rows
    months: Int64
    later: Bool
    delayed: Bool
    kind: Int64
    lasts: Int64

    def plan(self, search: Search) -> tuple[Int64, Int64, Bool]:
        """Ids, months and whether any job stands in for the paid one."""
        return search.ids[self.rows], self.months, self.later


def moved(search: Search, effects: Mapping[str, Effect], money: Money, reference: Money) -> Moved:
    """Whose job comes later or sooner for what an arm pays against the reference."""
    causes = list(_causes(search, effects, money, reference))
    if not causes:
        nobody = np.zeros(0, np.int64)
        no = np.zeros(0, np.bool_)
        return Moved(nobody, nobody, no, no, nobody, nobody)
    rows, later, shift, kind, lasts = (np.concatenate(parts) for parts in zip(*causes, strict=True))
    # Of several causes one counts: what delays, what hastens, a course; then in order of the kinds.
    order = np.lexsort((kind, shift != 0, ~later, rows))
    order = order[np.unique(rows[order], return_index=True)[1]]
    rows, later, shift = rows[order], later[order], shift[order]
    months = np.where(later, search.once_more(rows), sooner(search, rows))
    shifted = np.maximum(search.found[rows] + shift, search.begin[rows] + 1)
    months = np.where(shift != 0, shifted, months)
    return Moved(rows, months, later, shift != 0, kind[order], lasts[order])


def _causes(
    search: Search, effects: Mapping[str, Effect], money: Money, reference: Money
) -> Iterator[tuple[Rows, Bool, Int64, Int64, Int64]]:
    """What each kind moves.

    Yields:
        Rows of the search; whether to another job later; by how many months the same one comes
        later; place of the kind; months that the job lasts.
    """
    places = {kind: place for place, kind in enumerate(effects)}
    for source in sorted({*money, *reference}):
        kind, place = source[0], places[source[0]]
        table, (now, before) = compared(source, money, reference)
        change = change_of(now, before) * effects[kind].share
        touched = np.flatnonzero(now != before)
        at, known = search.rows_of(table.claimant[touched].astype(np.int64))
        found = search.found[at]
        here = known & (found != NEVER) & (found >= month_of(table.occasion[touched]))
        touched, at = touched[here], at[here]
        u = search.draws(kind, table.claimant[touched], table.occasion[touched])
        moves = u < np.abs(change[touched])
        shift = np.where(moves, 0, _course(search, table, touched, now, before))
        some = moves | (shift != 0)
        rows = at[some]
        yield (
            rows,
            (moves & (change[touched] < 0))[some],
            shift[some],
            np.full(len(rows), place),
            lasting(table)[touched][some],
        )


def _course(search: Search, table: Table, rows: Rows, now: Int64, before: Int64) -> Int64:
    """Months of search that a course costs; negative where it is not paid as in the reference."""
    if not isinstance(table, Trainings):
        return np.zeros(len(rows), np.int64)
    given_up = search.setting.responses.trainings.lock_in.value
    months = given_up * (table.ended_on[rows] - table.started_on[rows] + 1) / DAYS_A_MONTH
    u = search.draws("course", table.claimant[rows], table.occasion[rows])
    new = (now[rows] > 0).astype(np.int64) - (before[rows] > 0)
    return new * np.floor(months + u).astype(np.int64)


def compared(source: Source, *money: Money) -> tuple[Table, list[Int64]]:
    """A table, and what each of some arms pays its rows."""
    table, some = next(m[source] for m in money if source in m)
    none = np.zeros(len(some), np.int64)
    return table, [m[source][1] if source in m else none for m in money]


def lasting(table: Table) -> Int64:
    """Months that the job of each row lasts."""
    for name in LASTING:
        column = getattr(table, name, None)
        if column is not None:
            months = np.asarray(column, np.int64)
            return np.where(months > 0, months, LONG)
    return np.full(len(table), LONG, np.int64)


def book_moves(
    ledger: Ledger, search: Search, effects: Mapping[str, Effect], arm: Moved, bare: Moved
) -> None:
    """Book what the moves of an arm are worth against those without any policy."""
    kinds = tuple(effects)
    rows = np.union1d(arm.rows, bare.rows)
    if not len(rows):
        return
    here, there = _months(search, arm, rows), _months(search, bare, rows)
    cause, delayed, lasts = _reason(arm, bare, rows)
    # A job is gained until it ends, or until the person would have had another anyway.
    end = np.where(here <= there, np.minimum(there, here + lasts), np.maximum(there, here - lasts))
    differs = here != there
    causes = {*zip(cause[differs].tolist(), delayed[differs].tolist(), strict=True)}
    for place, by_course in sorted(causes):
        chosen = differs & (cause == place) & (delayed == by_course)
        effect = effects[kinds[place]]
        jobs = np.full(int(chosen.sum()), effect.jobs)
        ledger.book(
            kinds[place], here[chosen], end[chosen], jobs, effect.lost, search.dibao[rows[chosen]],
            delayed=by_course,
        )  # fmt: skip


def _months(search: Search, moves: Moved, rows: Rows) -> Int64:
    """Month of the job of some people under some moves."""
    months = search.found[rows].astype(np.int64)
    at = np.searchsorted(rows, moves.rows)
    months[at] = moves.months
    return months


def _reason(arm: Moved, bare: Moved, rows: Rows) -> tuple[Int64, Bool, Int64]:
    """The kind behind each difference, whether search given up is, how long the job lasts."""
    cause, lasts = np.zeros(len(rows), np.int64), np.full(len(rows), LONG, np.int64)
    delayed = np.zeros(len(rows), np.bool_)
    for moves in (arm, bare):  # the bare arm's has the last word
        at = np.searchsorted(rows, moves.rows)
        cause[at], delayed[at], lasts[at] = moves.kind, moves.delayed, moves.lasts
    return cause, delayed, lasts


def plan_of(search: Search, moves: Moved, kept: Plan) -> Plan:
    """One plan of what firms keep and of the moves of people."""
    ids, months, later = moves.plan(search)
    return Plan(kept.kept, kept.spared, ids, months, later)
