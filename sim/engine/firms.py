"""What firms do for the money of an arm: keep jobs in order to qualify, survive on what comes."""

from __future__ import annotations

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
    posts = np.zeros(len(would.dismissals), np.bool_)
    by_post = np.zeros((len(posts), len(measures)))
    if not measures or not len(posts) or not len(table):
        return posts, by_post
    choices = _Choices.of(would)
    at, rows = _matched(table, choices, would)
    at, rows = _reckoning(at, rows, choices, would)
    if not len(rows):
        return posts, by_post
    ways, begin, dismissed = _ways(choices.heads[at])
    money = _money(table.take(rows[ways]), dismissed, claims, measures, rules, rates)
    last = begin + choices.heads[at]  # all dismissed, as nobody would pay for
    discount = would.surplus.responses.labour.discount.value
    more = money.sum(axis=0) - money[:, last].sum(axis=0)[ways]
    gain = discount * more - choices.cost(at[ways], dismissed)
    gain[last] = 0.0
    best = _last_of_the_best(gain, begin)
    extra = np.maximum(money[:, best] - money[:, last], 0)
    for row in np.flatnonzero(best < last).tolist():
        start = int(choices.begin[at[row]])
        chosen = choices.order[start : start + int(last[row] - best[row])]
        posts[chosen] = True
        by_post[chosen] = extra[:, row]
    return posts, by_post


def _ways(heads: Int64) -> tuple[Rows, Int64, Int64]:
    """Every number to dismiss, from none to all: whose firm-year, where each begins, the number."""
    ways = np.repeat(np.arange(len(heads)), heads + 1)
    begin = np.cumsum(heads + 1) - heads - 1
    return ways, begin, np.arange(len(ways)) - begin[ways]


def _last_of_the_best(gain: Float64, begin: Int64) -> Int64:
    """Where the gain of each run is greatest; of equal ones the last, which keeps fewest."""
    lengths = np.diff(begin, append=len(gain))
    at_best = gain == np.repeat(np.maximum.reduceat(gain, begin), lengths)
    return np.asarray(np.maximum.reduceat(np.where(at_best, np.arange(len(gain)), -1), begin))


def _money(
    table: FirmYears,
    dismissed: Int64,
    claims: Claims,
    measures: list[Measure],
    rules: Rulebook,
    rates: Rates,
) -> Int64:
    """Fen by measure and firm-year, if so many were dismissed this year."""
    hypothetical = replace(
        table,
        layoffs_last_year=dismissed.astype(np.int32),
        staff_last_year=table.staff_average,
    )
    here = Desk({FirmYears: hypothetical}, claims)
    found = [here.decision(m, rules, rates) for m in measures]
    return np.stack([np.where(d.paid, d.award.total, 0) for d in found])


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
