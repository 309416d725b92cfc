"""What the purses can pay of what is due: gates, order of payment, who pays in their place.

Entitlements stay as they are; this says who pays them, when, and what stays unpaid.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sim.budget.figures import EMPLOYMENT, UI, National
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
    fen: int
    excess: int = 0


@dataclass(frozen=True)
class Payer:
    """Who stands in for a fund, and the most it gives in a year; ``None`` without limit."""

    fund: str
    limit: int | None = None


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
    """

    months: tuple[str, ...]
    dues: tuple[Due, ...]
    premiums: tuple[int, ...]
    figures: Mapping[str, int]
    national: National
    gates: bool
    backstops: Mapping[str, tuple[str, tuple[Payer, ...]]]
    moves: tuple[Move, ...] = ()
    transfers: tuple[Move, ...] = ()
    employment_fund: str = EMPLOYMENT[0]


@dataclass(frozen=True)
class Part:
    """A part of what was due: who paid it, or why nobody did."""

    due: Due
    payer: str
    outcome: str
    fen: int


@dataclass(frozen=True)
class GateTest:
    """A reserve gate in one year: the balance and payments it looked at."""

    fund: str
    kind: str
    year: int
    needs: int
    balance: int
    payments: int
    open: bool

    @property
    def reserve(self) -> float:
        """Months of reserve: last year's closing balance over its mean monthly payment."""
        return 12 * self.balance / self.payments if self.payments else float("inf")


@dataclass
class Settlement:
    """A plan settled.

    Attributes:
        parts: what became of everything due.
        purses: every purse that took part.
        tests: the gates, year by year.
        moves: what another purse paid in place of a fund.
    """

    plan: Plan
    parts: list[Part] = field(default_factory=list)
    purses: dict[str, Purse] = field(default_factory=dict)
    tests: list[GateTest] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    lent: dict[tuple[str, str], int] = field(default_factory=dict)

    def purse(self, fund: str) -> Purse:
        """A purse; money that nobody keeps a balance of is provided as needed."""
        if fund not in self.purses:
            self.purses[fund] = Purse(fund, None)
            for _ in self.purses[UI].months:
                self.purses[fund].open_month()
        return self.purses[fund]

    def payments_of(self, i: int) -> int:
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
        shut = plan.gates and not enough
        yield GateTest(gate.fund, gate.kind, year, gate.months, balance, paid, not shut)


def _take_in(found: Settlement, i: int) -> None:
    plan, month = found.plan, found.plan.months[i]
    fund = found.purses[UI]
    fund.take_in("premium_fen", plan.premiums[i])
    rate = plan.national.figures["interest_rate"].value
    fund.take_in("interest_fen", round(max(fund.now.opening_fen, 0) * rate / 12))
    arrives = plan.national.appropriations.shares.get(int(month[5:]), 0.0)
    subsidy = found.purses[plan.employment_fund]
    subsidy.take_in("appropriation_fen", round(plan.figures["employment_appropriation"] * arrives))
    for move in plan.transfers:
        if move.month == month:
            found.purse(move.payer).pay("transfer_out_fen", move.amount_fen)
            found.purse(move.fund).take_in("transfer_in_fen", move.amount_fen)


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
    year = int(due.month[:4])
    if any(t.kind == due.kind and t.year == year and not t.open for t in found.tests):
        found.parts.append(Part(due, "", "gate", due.fen))
        return
    if due.excess:
        _book(found, due, LOCAL, "excess", found.purse(LOCAL).pay("measures_fen", due.excess))
    owed = due.fen - due.excess
    for move in moves:
        part = min(owed, move.amount_fen)
        owed -= part
        found.purse(move.payer).pay("measures_fen", part)
        found.moves.append(move)
        _book(found, due, move.payer, "moved", part)
    own = found.plan.national.purse(due.kind, due.fund)
    paid = found.purse(own).pay("measures_fen", owed)
    _book(found, due, own, "paid", paid)
    _stand_in(found, own, due.clause, due.month, owed - paid, due)


def _stand_in(
    found: Settlement, fund: str, clause: str, month: str, short: int, due: Due | None
) -> None:
    """Others pay in turn what a fund could not; the last one without limit bears the rest."""
    backstops = found.plan.backstops
    rule, payers = backstops.get(clause) or backstops.get(fund) or ("", ())
    for payer in payers if short else ():
        key = (payer.fund, month[:4])
        room = short if payer.limit is None else max(payer.limit - found.lent.get(key, 0), 0)
        part = min(short, room)
        if not part:
            continue
        short -= part
        found.lent[key] = found.lent.get(key, 0) + part
        flow = "measures_fen" if due else "other_fen"
        found.purse(payer.fund).pay(flow, part)
        found.moves.append(Move(rule, clause, month, fund, payer.fund, part))
        if due:
            _book(found, due, payer.fund, "moved", part)
    if due and short:
        found.parts.append(Part(due, "", "unpaid", short))


def _book(found: Settlement, due: Due, payer: str, outcome: str, fen: int) -> None:
    if fen:
        found.parts.append(Part(due, payer, outcome, fen))


def _move_out(found: Settlement, month: str) -> None:
    """The training money of 2019-21 leaves the insurance fund's balance once."""
    national, fund = found.plan.national, found.purses[UI]
    if month == national.training_transfer_month:
        part = found.plan.figures["opening_balance"]
        wanted = round(part * national.figures["training_transfer_share"].value)
        fund.pay("transfer_out_fen", wanted)
