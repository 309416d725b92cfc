"""A purse month by month: what it held, took in, paid out and holds; exact in fen."""

from __future__ import annotations

from dataclasses import dataclass, field

FLOWS = (
    "premium_fen", "interest_fen", "appropriation_fen", "transfer_in_fen",
    "measures_fen", "other_fen", "transfer_out_fen",
)  # fmt: skip
INCOME = FLOWS[:4]


@dataclass
class Month:
    """One month of a purse, in fen."""

    opening_fen: int
    flows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FLOWS, 0))

    @property
    def closing_fen(self) -> int:
        """Opening + income - outlay."""
        income = sum(self.flows[name] for name in INCOME)
        return self.opening_fen + income - sum(self.flows[name] for name in FLOWS[4:])

    @property
    def payments(self) -> int:
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
    """

    fund: str
    balance: int | None
    months: list[Month] = field(default_factory=list)

    @property
    def basis(self) -> str:
        """``balance``, or ``as_needed``."""
        return "as_needed" if self.balance is None else "balance"

    @property
    def now(self) -> Month:
        """The month that is open."""
        return self.months[-1]

    def open_month(self) -> None:
        """Begin a month with what the last one left."""
        before = self.months[-1].closing_fen if self.months else self.balance or 0
        self.months.append(Month(before))

    def take_in(self, flow: str, fen: int) -> None:
        """Book income."""
        self.now.flows[flow] += fen

    def pay(self, flow: str, fen: int) -> int:
        """Pay as much as the purse can, and return how much that was."""
        if self.balance is None:
            self.now.flows["appropriation_fen"] += fen
            part = fen
        else:
            part = min(fen, max(self.now.closing_fen, 0))
        self.now.flows[flow] += part
        return part
