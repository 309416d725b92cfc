"""A purse month by month: what it held, took in, paid out and holds; exact in fen."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.budget.amounts import Fen, above, least

INCOME = (
    "premium_fen", "interest_fen", "appropriation_fen", "transfer_in_fen", "set_aside_fen",
)  # fmt: skip
OUTLAY = ("measures_fen", "own_fen", "other_fen", "transfer_out_fen")
FLOWS = (*INCOME, *OUTLAY)
"""``set_aside_fen`` and ``own_fen``: what firms set aside for training, and pay from it."""


@dataclass
class Month:
    """One month of a purse, in fen."""

    opening_fen: Fen
    flows: dict[str, Fen] = field(default_factory=lambda: dict.fromkeys(FLOWS, 0))

    @property
    def income_fen(self) -> Fen:
        """Everything that came in."""
        return sum(map(self.flows.__getitem__, INCOME))

    @property
    def outlay_fen(self) -> Fen:
        """Everything that went out."""
        return sum(map(self.flows.__getitem__, OUTLAY))

    @property
    def closing_fen(self) -> Fen:
        """Opening + income - outlay."""
        return self.opening_fen + self.income_fen - self.outlay_fen

    @property
    def payments(self) -> Fen:
        """What was paid for measures and other lawful purposes; no transfers."""
        return self.flows["measures_fen"] + self.flows["other_fen"]


@dataclass
class Purse:
    """A purse under way.

    Attributes:
        fund: its name.
        balance: fen it opens with; ``None`` for money that is provided as it is needed, of which
            no balance is claimed.
        months: the months so far; the last one is open.
        since_start: True where nobody knows what it opens with, so that it is counted from
            nothing when the run begins.
    """

    fund: str
    balance: Fen | None
    months: list[Month] = field(default_factory=list)
    since_start: bool = False

    @property
    def basis(self) -> str:
        """``balance``, ``as_needed`` or ``since_start``."""
        if self.balance is None:
            return "as_needed"
        return "since_start" if self.since_start else "balance"

    @property
    def now(self) -> Month:
        """The month that is open."""
        return self.months[-1]

    def open_month(self) -> None:
        """Begin a month with what the last one left."""
        first = 0 if self.balance is None else self.balance
        self.months.append(Month(self.months[-1].closing_fen if self.months else first))

    def book(self, flow: str, fen: Fen) -> None:
        """Book income, or an outlay that is made whatever the purse holds."""
        self.now.flows[flow] = self.now.flows[flow] + fen

    def pay(self, flow: str, fen: Fen) -> Fen:
        """Pay as much as the purse can, and return how much that was."""
        if self.balance is None:
            self.book("appropriation_fen", fen)
            part = fen
        else:
            part = least(fen, above(self.now.closing_fen, 0))
        self.book(flow, part)
        return part
