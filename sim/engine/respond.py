"""How firms and people respond to the money of each arm of one partition.

Facts are built once as if nobody responded; every arm is decided on them; what firms and people
then do differently becomes a plan, and facts are built again by it. Jobs are the difference between
an arm and the one without any policy, with the same draws.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.base.dates import month_of
from sim.economy.effects import Effect
from sim.economy.labour import Surplus
from sim.economy.plan import Plan
from sim.economy.posts import Intentions, closing_months
from sim.economy.search import Search
from sim.engine.decide import Desk, Rates
from sim.engine.firms import Kept, kept
from sim.engine.ledger import Ledger
from sim.engine.searchers import (
    Money,
    Moved,
    book_moves,
    change_of,
    compared,
    lasting,
    money_by_source,
    moved,
    plan_of,
)
from sim.engine.tally import Horizon
from sim.measures.rulebook import Rulebook
from sim.measures.tables import Table, any_of

Int64 = npt.NDArray[np.int64]
MECHANISMS = ("search", "jobs", "cost")


@dataclass(frozen=True)
class Arm:
    """One arm on the facts when nobody responds."""

    desk: Desk
    rules: Rulebook
    rates: Rates


@dataclass(frozen=True)
class Act:
    """What an arm pays, and what firms and people out of work do for it."""

    money: Mapping[str, Money]
    firms: Kept
    moves: Moved


@dataclass(frozen=True)
class Response:
    """What an arm's money changes, and the jobs that it makes or saves."""

    plan: Plan
    ledger: Ledger


def act(arm: Arm, would: Intentions, search: Search, reference: Act | None = None) -> Act:
    """What is done for the money of an arm.

    Args:
        arm: on the facts when nobody responds.
        would: what firms would do without money.
        search: what people do in the reference.
        reference: the arm in whose world searches were drawn; this one, if absent.
    """
    effects = would.surplus.responses.effects
    money = _money(arm, effects)
    known = reference.money if reference else money
    firms = kept(arm.desk, arm.rules, arm.rates, would)
    return Act(money, firms, moved(search, effects, money["search"], known["search"]))


def respond(
    one: Act, bare: Act, reference: Act, would: Intentions, search: Search, horizon: Horizon
) -> Response:
    """The response in an arm on the same world and draws as the others.

    Args:
        one: what is done in it.
        bare: what is done without policy, against which jobs are counted.
        reference: what is done in the arm in whose world searches were drawn.
        would: what firms would do without money.
        search: what people do in the reference.
        horizon: the months booked.
    """
    effects = would.surplus.responses.effects
    ledger = Ledger(horizon.first_month, horizon.months)
    _book_posts(ledger, would, effects, one.firms, bare.firms)
    book_moves(ledger, search, effects, one.moves, bare.moves)
    for acts in MECHANISMS:
        _book_rows(ledger, acts, would, search, one.money, bare.money, reference.money)
    return Response(plan_of(search, one.moves, one.firms.plan), ledger)


def _money(arm: Arm, effects: Mapping[str, Effect]) -> dict[str, Money]:
    return {
        acts: money_by_source(arm.desk, arm.rules, arm.rates, effects, acts) for acts in MECHANISMS
    }


def _book_posts(
    ledger: Ledger, would: Intentions, effects: Mapping[str, Effect], arm: Kept, bare: Kept
) -> None:
    """Posts that stay open longer than without any policy, by whose money they do."""
    if not arm.kinds:
        return
    until, otherwise = closing_months(would, arm.plan), closing_months(would, bare.plan)
    rows = np.flatnonzero(until != otherwise)
    if not len(rows):
        return
    partition = would.surplus.partition
    post = np.zeros((len(rows), len(arm.kinds)))
    at = np.minimum(np.searchsorted(would.dismissals.rows, rows), len(would.dismissals) - 1)
    known = would.dismissals.rows[at] == rows
    post[known] = arm.by_post[at[known]]
    firm = arm.by_firm[partition.firm_rows[rows]]
    shares = np.where(post.any(axis=1, keepdims=True), post, firm)
    assisted = any_of(partition.workers.groups[rows], ("dibao",))
    for column, kind in enumerate(arm.kinds):
        if shares[:, column].any():
            ledger.book(
                kind, otherwise[rows], until[rows], shares[:, column], effects[kind].lost, assisted
            )


def _book_rows(
    ledger: Ledger,
    acts: str,
    would: Intentions,
    search: Search,
    money: Mapping[str, Money],
    bare: Mapping[str, Money],
    reference: Mapping[str, Money],
) -> None:
    """Jobs that paid rows stand for, where no post and no search shows them."""
    effects = would.surplus.responses.effects
    for source in sorted({*money[acts], *bare[acts]}):
        effect = effects[source[0]]
        if not effect.share:
            continue
        table, (now, without, before) = compared(source, money[acts], bare[acts], reference[acts])
        rows = np.flatnonzero(now != without)
        if acts == "search":
            rows = rows[~search.rows_of(table.claimant[rows].astype(np.int64))[1]]
        if not len(rows):
            continue
        jobs = _jobs(effect, table, now, without, before, would.surplus)[rows]
        begin = month_of(table.occasion[rows]).astype(np.int64)
        end = begin + (lasting(table)[rows] if not effect.lasts else effect.lasts)
        ledger.book(source[0], begin, end, jobs, effect.lost)


def _jobs(
    effect: Effect, table: Table, now: Int64, without: Int64, before: Int64, surplus: Surplus
) -> npt.NDArray[np.float64]:
    """Additional jobs of each row, against the arm without policy."""
    if effect.acts == "cost":
        cost = _labour_cost(surplus)
        return np.asarray(effect.share * (now - without) / (effect.lasts * cost), np.float64)
    heads = table.covered if effect.basis == "covered_workers" else np.ones(len(now), np.int64)
    worth = [np.where(fen > 0, 1.0 + change_of(fen, before), 0.0) for fen in (now, without)]
    new = before == 0
    scale = [np.where(new, np.minimum(w, 1.0), w) for w in worth]
    return np.asarray(effect.share * effect.jobs * heads * (scale[0] - scale[1]))


def _labour_cost(surplus: Surplus) -> float:
    """Mean labour cost of a job in the base year, fen a month."""
    return surplus.mean_wage_fen * surplus.responses.labour.labour_cost.value
