"""What firms do for the money of an arm: keep jobs in order to qualify, survive on what comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sim.base.dates import month
from sim.economy.plan import Plan
from sim.economy.posts import Intentions
from sim.engine.decide import Claims, Desk, Rates
from sim.measures.rulebook import Measure, Rulebook
from sim.measures.tables import FirmYears

Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Kept:
    """What firms keep in one arm, and for the sake of which money.

    Attributes:
        plan: posts kept and firms spared.
        kinds: kinds of measures that firms keep jobs or survive for.
        by_post: share of each kind in each post kept, ``[dismissals, kinds]``.
        by_firm: share of each kind in each firm spared, ``[firms, kinds]``.
    """

    plan: Plan
    kinds: tuple[str, ...]
    by_post: Float64
    by_firm: Float64


def kept(desk: Desk, rules: Rulebook, rates: Rates, would: Intentions) -> Kept:
    """What firms keep for the money of an arm.

    Args:
        desk: the facts when nobody responds.
        rules: the arm's rules.
        rates: take-up that the arm's scenario sets.
        would: what firms would do without money.
    """
    effects = would.surplus.responses.effects
    paying = [m for m in rules.measures if m.kind.table is FirmYears and m.nature == "outlay"]
    on_terms = [m for m in paying if effects[m.kind.name].acts == "layoffs"]
    kinds = tuple(sorted({m.kind.name for m in paying}))
    table = desk.facts[FirmYears]
    if not isinstance(table, FirmYears):
        raise TypeError(type(table))
    posts, by_post = _posts_kept(table, desk.claims, on_terms, rules, rates, would)
    spared, by_exit = _spared(desk, paying, rules, rates, would)
    by_firm = np.zeros((len(would.surplus.partition.firms), len(kinds)))
    at = [kinds.index(m.kind.name) for m in paying]
    for column, where in enumerate(at):
        by_firm[would.exits.firm[spared], where] += by_exit[spared, column]
    shares = np.zeros((len(posts), len(kinds)))
    for column, measure in enumerate(on_terms):
        shares[:, kinds.index(measure.kind.name)] += by_post[:, column]
    return Kept(Plan(kept=posts, spared=spared), kinds, _shares(shares), _shares(by_firm))


def _shares(weights: Float64) -> Float64:
    """Rows that add up to one, or to nothing."""
    total = weights.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(weights, total, out=np.zeros_like(weights), where=total > 0))


# --- dismissals ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Choices:
    """Firm-years with jobs to dismiss, dearest last.

    Attributes:
        order: dismissals by firm-year, then by what dismissing saves.
        begin: where each firm-year begins in ``order``.
        heads: jobs to dismiss in each, ``K``.
        saved: running sum of what dismissing saves, in that order, fen.
        firm: row of the firm.
        year: calendar year.
    """

    order: Rows
    begin: Int64
    heads: Int64
    saved: Int64
    firm: Int64
    year: Int64

    @classmethod
    def of(cls, would: Intentions) -> _Choices:
        """All firm-years with jobs to dismiss."""
        found, years = would.dismissals, len(would.surplus.years)
        cell = found.firm * years + found.year
        order = np.lexsort((found.gain_fen, cell))
        cells, begin, heads = np.unique(cell[order], return_index=True, return_counts=True)
        saved = np.concatenate([[0], np.cumsum(found.gain_fen[order])])
        year = would.surplus.years[0] + cells % years
        return cls(order, begin.astype(np.int64), heads, saved, cells // years, year)

    def cost(self, rows: Rows, dismissed: Int64) -> Int64:
        """What keeping all but so many costs: the cheapest to keep are kept."""
        begin = self.begin[rows]
        return np.asarray(self.saved[begin + self.heads[rows] - dismissed] - self.saved[begin])


def _posts_kept(
    table: FirmYears,
    claims: Claims,
    measures: list[Measure],
    rules: Rulebook,
    rates: Rates,
    would: Intentions,
) -> tuple[Bool, Float64]:
    """Which dismissals firms forgo, and how much money of each measure each is kept for."""
    none = (
        np.zeros(len(would.dismissals), np.bool_),
        np.zeros((len(would.dismissals), len(measures))),
    )
    if not measures or not len(would.dismissals) or not len(table):
        return none
    choices = _Choices.of(would)
    at, rows = _matched(table, choices, would)
    at, rows = _reckoning(at, rows, choices, would)
    if not len(rows):
        return none
    asked = table.take(rows)

    def money(dismissed: Int64, which: Rows) -> Int64:
        """Fen by measure and firm-year, if so many were dismissed this year."""
        some = asked.take(which)
        hypothetical = replace(
            some,
            layoffs_last_year=dismissed.astype(np.int32),
            staff_last_year=some.staff_average,
        )
        here = Desk({FirmYears: hypothetical}, claims)
        found = [here.decision(m, rules, rates) for m in measures]
        return np.stack([np.where(d.paid, d.award.total, 0) for d in found])

    every = np.arange(len(rows))
    heads = choices.heads[at]
    anyway, best = money(heads, every), money(np.zeros_like(heads), every)
    more = np.flatnonzero(best.sum(axis=0) > anyway.sum(axis=0))
    if not len(more):
        return none
    at, heads = at[more], heads[more]
    ends = anyway[:, more], best[:, more]
    return _chosen(choices, at, heads, ends, lambda k, w: money(k, more[w]), would, none)


def _chosen(
    choices: _Choices,
    at: Rows,
    heads: Int64,
    ends: tuple[Int64, Int64],
    money: Callable[[Int64, Rows], Int64],
    would: Intentions,
    none: tuple[Bool, Float64],
) -> tuple[Bool, Float64]:
    """The best of dismissing all, few enough for some money, few enough for all of it.

    ``ends``: the money with all dismissed, and with none.
    """
    discount = would.surplus.responses.labour.discount.value
    every, anyway = np.arange(len(at)), ends[0]
    floor, full = (fen.sum(axis=0) for fen in ends)
    best_gain, best = np.zeros(len(at)), heads.copy()
    for least in (full, floor + 1):
        few = _most(heads, _pays(money, least))
        gain = discount * (money(few, every).sum(axis=0) - floor) - choices.cost(at, few)
        better = gain > best_gain
        best_gain, best = np.where(better, gain, best_gain), np.where(better, few, best)
    posts, by_post = none
    extra = np.maximum(money(best, every) - anyway, 0)
    for row in np.flatnonzero(best < heads).tolist():
        begin = int(choices.begin[at[row]])
        chosen = choices.order[begin : begin + int(heads[row] - best[row])]
        posts[chosen] = True
        by_post[chosen] = extra[:, row]
    return posts, by_post


def _pays(money: Callable[[Int64, Rows], Int64], least: Int64) -> Callable[[Int64, Rows], Bool]:
    """Whether so many dismissals leave at least so much money."""
    return lambda k, rows: np.asarray(money(k, rows).sum(axis=0) >= least[rows])


def _most(heads: Int64, holds: Callable[[Int64, Rows], Bool]) -> Int64:
    """The most dismissals for which something still holds, by halving; it holds for none."""
    low, high = np.zeros_like(heads), heads.copy()
    while True:
        open_ = np.flatnonzero(high - low > 1)
        if not len(open_):
            return low
        middle = (low[open_] + high[open_]) // 2
        fine = holds(middle, open_)
        low[open_] = np.where(fine, middle, low[open_])
        high[open_] = np.where(fine, high[open_], middle)


def _matched(table: FirmYears, choices: _Choices, would: Intentions) -> tuple[Rows, Rows]:
    """Firm-years with jobs to dismiss that have a row in the table: places in both."""
    firms = would.surplus.partition.firms.firm
    years = len(would.surplus.years)
    first = would.surplus.years[0]
    keys = (table.firm.astype(np.int64) - int(firms[0])) * years + table.year - first
    wanted = choices.firm * years + choices.year - first
    _, rows, at = np.intersect1d(keys, wanted, return_indices=True)
    return at, rows


def _reckoning(at: Rows, rows: Rows, choices: _Choices, would: Intentions) -> tuple[Rows, Rows]:
    """Those firms that reckon with the money when they decide."""
    here = would.reckons[choices.firm[at]]
    return at[here], rows[here]


# --- closing firms -------------------------------------------------------------------------------


def _spared(
    desk: Desk, measures: list[Measure], rules: Rulebook, rates: Rates, would: Intentions
) -> tuple[Bool, Float64]:
    """Which closings money prevents that has come by then in the year, and whose money."""
    exits, surplus = would.exits, would.surplus
    money = np.zeros((len(exits), len(measures)))
    if not len(exits):
        return np.zeros(0, np.bool_), money
    begin = (exits.months - surplus.first_month) // 12 * 12
    until = exits.months - surplus.first_month
    for column, measure in enumerate(measures):
        received = _received(desk, measure, rules, rates, would)
        before = np.concatenate([np.zeros((len(received), 1), np.int64), received], axis=1)
        total = np.cumsum(before, axis=1)
        money[:, column] = total[exits.firm, until + 1] - total[exits.firm, begin]
    return money.sum(axis=1) >= exits.shortage_fen, money


def _received(
    desk: Desk, measure: Measure, rules: Rulebook, rates: Rates, would: Intentions
) -> Int64:
    """What each firm receives by month, fen, ``[firms, months]``; runs count when they begin."""
    partition, years = would.surplus.partition, would.surplus.years
    received = np.zeros((len(partition.firms), 12 * len(years)), np.int64)
    decision = desk.decision(measure, rules, rates)
    rows = np.flatnonzero(decision.paid)
    table = decision.table
    firm = table.claimant[rows].astype(np.int64) - int(partition.firms.firm[0])
    for payment in decision.award.payments:
        if not payment.by_fund:
            continue
        at = payment.first_month[rows].astype(np.int64) - month(years[0])
        within = (at >= 0) & (at < received.shape[1])
        np.add.at(received, (firm[within], at[within]), payment.total[rows][within])
    return received
