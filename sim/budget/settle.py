"""What the purses can pay of what is due: gates, order of payment, who pays in their place.

Entitlements stay as they are; this says who pays them, when, and what stays unpaid. An amount is
one number, or one for every draw: both are settled by the same rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.budget.amounts import Fen, Test, above, least, only, some, whole
from sim.budget.figures import EMPLOYMENT, TRAINING, UI, National
from sim.budget.funding import Move
from sim.budget.purses import Purse

LOCAL = "local_budget"
OUTCOMES = ("paid", "moved", "excess", "gate", "unpaid")
"""Of what is due: paid by its own purse; by another in its place; by the local budget as it lies
above the text's ceiling; refused by the reserve gate; left without a payer."""


@dataclass(frozen=True)
class Due:
    """What one clause owes in one month.

    Attributes:
        clause, kind, fund: whose; the fund is the one the text names.
        month: ``2019-12``.
        heads: occasions paid.
        fen: how much.
        excess: fen of it above the text's ceiling.
    """

    clause: str
    kind: str
    fund: str
    month: str
    heads: int
    fen: Fen
    excess: Fen = 0


@dataclass(frozen=True)
class Payer:
    """Who stands in for a fund, and the most it gives in a year; ``None`` without limit."""

    fund: str
    limit: Fen | None = None


@dataclass(frozen=True)
class Training:
    """Firms' own training funds by month, all firms together.

    Attributes:
        set_aside: what they put in, fen.
        own: what they pay of the training that the documents support, fen.
        other: what they spend on other training, fen.
    """

    set_aside: tuple[Fen, ...]
    own: tuple[Fen, ...]
    other: tuple[Fen, ...]


@dataclass(frozen=True)
class Plan:
    """One place and arm, ready to be settled.

    Attributes:
        months: every month, in order, from a January.
        dues: what is owed.
        premiums: premium income of the insurance fund by month, fen.
        figures: the place's figures in fen.
        national: what holds everywhere.
        gates: whether the reserve gates are on.
        backstops: who pays when a fund is dry, (rule, payers) by clause or else by fund.
        moves: what the law's own cascade moves under numbers that a scenario gives.
        transfers: money that moves between funds.
        employment_fund: name of the place's employment subsidy fund.
        training: firms' own training funds; ``None`` where nobody asks.
        rates: national rates in place of the shipped ones, by name of their figure.
    """

    months: tuple[str, ...]
    dues: tuple[Due, ...]
    premiums: tuple[Fen, ...]
    figures: Mapping[str, Fen]
    national: National
    gates: bool
    backstops: Mapping[str, tuple[str, tuple[Payer, ...]]]
    moves: tuple[Move, ...] = ()
    transfers: tuple[Move, ...] = ()
    employment_fund: str = EMPLOYMENT[0]
    training: Training | None = None
    rates: Mapping[str, Any] = field(default_factory=dict)

    def rate(self, name: str) -> Any:
        """A national rate."""
        return self.rates[name] if name in self.rates else self.national.figures[name].value


@dataclass(frozen=True)
class Part:
    """A part of what was due: who paid it, or why nobody did."""

    due: Due
    payer: str
    outcome: str
    fen: Fen


@dataclass(frozen=True)
class GateTest:
    """A reserve gate in one year: the balance and payments it looked at."""

    fund: str
    kind: str
    year: int
    needs: int
    balance: Fen
    payments: Fen
    open: Test

    @property
    def reserve(self) -> Any:
        """Months of reserve: last year's closing balance over its mean monthly payment."""
        return months_of(self.balance, self.payments)


def months_of(balance: Fen, payments: Fen) -> Any:
    """For how many months a balance lasts, at the payments of a year."""
    if isinstance(payments, int):
        return 12 * balance / payments if payments else float("inf")
    some_paid = payments > 0
    return np.where(some_paid, 12 * balance / np.where(some_paid, payments, 1), np.inf)


@dataclass
class Settlement:
    """A plan settled.

    Attributes:
        parts: what became of everything due.
        purses: every purse that took part.
        tests: the gates, year by year.
        moves: what another purse paid in place of a fund.
        lent: what purses gave in place of others, by purse and year.
        short: what funds could not pay themselves, by fund and month.
    """

    plan: Plan
    parts: list[Part] = field(default_factory=list)
    purses: dict[str, Purse] = field(default_factory=dict)
    tests: list[GateTest] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    lent: dict[tuple[str, str], Fen] = field(default_factory=dict)
    short: dict[tuple[str, str], Fen] = field(default_factory=dict)

    def purse(self, fund: str) -> Purse:
        """A purse; money that nobody keeps a balance of is provided as needed."""
        if fund not in self.purses:
            self.purses[fund] = Purse(fund, None)
            for _ in self.purses[UI].months:
                self.purses[fund].open_month()
        return self.purses[fund]

    def payments_of(self, i: int) -> Fen:
        """Payments of the insurance fund in the twelve months before month ``i``."""
        own = sum(m.payments for m in self.purses[UI].months[max(i - 12, 0) : i])
        before = max(12 - i, 0)
        return own + self.plan.figures["payments_last_year"] * before // 12


def settle(plan: Plan) -> Settlement:
    """Settle every month in order."""
    found = Settlement(plan)
    found.purses[UI] = Purse(UI, plan.figures["opening_balance"])
    fund = plan.employment_fund
    found.purses[fund] = Purse(fund, plan.figures["employment_opening"])
    if plan.training:
        found.purses[TRAINING] = Purse(TRAINING, 0, since_start=True)
    other = {
        UI: plan.national.profiles[UI].months(plan.figures["other_payments"]),
        fund: plan.national.profiles[EMPLOYMENT[0]].months(plan.figures["employment_other"]),
    }
    by_month: dict[str, list[Due]] = {}
    for due in plan.dues:
        by_month.setdefault(due.month, []).append(due)
    for i, month in enumerate(plan.months):
        if i % 12 == 0:
            found.tests += _tests(found, i)
        for purse in found.purses.values():
            purse.open_month()
        _take_in(found, i)
        _train(found, i)
        _pay_all(found, by_month.get(month, []), month, {f: y[i % 12] for f, y in other.items()})
        _move_out(found, month)
    return found


def _tests(found: Settlement, i: int) -> Iterator[GateTest]:
    """The gates of a year, on the balance and the payments of the year before."""
    plan, fund = found.plan, found.purses[UI]
    balance = fund.months[-1].closing_fen if fund.months else plan.figures["opening_balance"]
    paid = found.payments_of(i)
    for gate in plan.national.gates:
        enough = 12 * balance >= gate.months * paid
        year = int(plan.months[i][:4])
        passes = enough if plan.gates else True
        yield GateTest(gate.fund, gate.kind, year, gate.months, balance, paid, passes)


def _take_in(found: Settlement, i: int) -> None:
    plan, month = found.plan, found.plan.months[i]
    fund = found.purses[UI]
    fund.book("premium_fen", plan.premiums[i])
    rate = plan.rate("interest_rate")
    fund.book("interest_fen", whole(above(fund.now.opening_fen, 0) * rate / 12))
    arrives = plan.national.appropriations.shares.get(int(month[5:]), 0.0)
    subsidy = found.purses[plan.employment_fund]
    subsidy.book("appropriation_fen", whole(plan.figures["employment_appropriation"] * arrives))
    for move in plan.transfers:
        if move.month == month:
            found.purse(move.payer).pay("transfer_out_fen", move.amount_fen)
            found.purse(move.fund).book("transfer_in_fen", move.amount_fen)


def _train(found: Settlement, i: int) -> None:
    """What firms set aside for training and spend of it; what one has is no other's."""
    training = found.plan.training
    if training:
        purse = found.purses[TRAINING]
        purse.book("set_aside_fen", training.set_aside[i])
        purse.book("own_fen", training.own[i])
        purse.book("other_fen", training.other[i])


def _pay_all(found: Settlement, dues: list[Due], month: str, other: dict[str, int]) -> None:
    """What is due in a month, in the order of priority; what no document governs in its place."""
    priority = found.plan.national.priority
    lines: list[tuple[int, str, Due | str]] = [(priority.rank(d.kind), d.clause, d) for d in dues]
    lines += [(priority.rank("other"), "", fund) for fund in other]
    moved: dict[str, list[Move]] = {}
    for move in found.plan.moves:
        if move.month == month:
            moved.setdefault(move.clause, []).append(move)
    for _, clause, line in sorted(lines, key=lambda one: one[:2]):
        if isinstance(line, str):
            short = other[line] - found.purses[line].pay("other_fen", other[line])
            _stand_in(found, line, "", month, short, None)
        else:
            _pay(found, line, moved.get(clause, []))


def _pay(found: Settlement, due: Due, moves: list[Move]) -> None:
    passes = _passes(found, due)
    _book(found, due, "", "gate", due.fen - only(due.fen, passes))
    excess = only(due.excess, passes)
    if some(excess):
        _book(found, due, LOCAL, "excess", found.purse(LOCAL).pay("measures_fen", excess))
    owed = only(due.fen, passes) - excess
    if not some(owed):
        return
    for move in moves:
        part = least(owed, move.amount_fen)
        owed = owed - part
        found.purse(move.payer).pay("measures_fen", part)
        found.moves.append(move)
        _book(found, due, move.payer, "moved", part)
    own = found.plan.national.purse(due.kind, due.fund)
    paid = found.purse(own).pay("measures_fen", owed)
    _book(found, due, own, "paid", paid)
    _stand_in(found, own, due.clause, due.month, owed - paid, due)


def _passes(found: Settlement, due: Due) -> Test:
    """Whether no gate is closed to what is due."""
    year = int(due.month[:4])
    passes: Test = True
    for test in found.tests:
        if test.kind == due.kind and test.year == year:
            passes = test.open & passes
    return passes


def _stand_in(
    found: Settlement, fund: str, clause: str, month: str, short: Fen, due: Due | None
) -> None:
    """Others pay in turn what a fund could not; the last one without limit bears the rest."""
    if not some(short):
        return
    found.short[fund, month] = found.short.get((fund, month), 0) + short
    backstops = found.plan.backstops
    rule, payers = backstops.get(clause) or backstops.get(fund) or ("", ())
    for payer in payers:
        key = (payer.fund, month[:4])
        room = short if payer.limit is None else above(payer.limit, found.lent.get(key, 0))
        part = least(short, room)
        if not some(part):
            continue
        short = short - part
        found.lent[key] = found.lent.get(key, 0) + part
        flow = "measures_fen" if due else "other_fen"
        found.purse(payer.fund).pay(flow, part)
        found.moves.append(Move(rule, clause, month, fund, payer.fund, part))
        if due:
            _book(found, due, payer.fund, "moved", part)
    if due:
        _book(found, due, "", "unpaid", short)


def _book(found: Settlement, due: Due, payer: str, outcome: str, fen: Fen) -> None:
    if some(fen):
        found.parts.append(Part(due, payer, outcome, fen))


def _move_out(found: Settlement, month: str) -> None:
    """The training money of 2019-21 leaves the insurance fund's balance once."""
    national, fund = found.plan.national, found.purses[UI]
    if month == national.training_transfer_month:
        part = found.plan.figures["opening_balance"]
        wanted = whole(part * found.plan.rate("training_transfer_share"))
        fund.pay("transfer_out_fen", wanted)
