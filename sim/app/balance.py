"""The purses of an answer: the fund's balance, its gates, and who pays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.budget.bills import BILL_LEVELS, Given, by_level
from sim.budget.figures import UI
from sim.budget.payers import payer_of
from sim.budget.settle import GateTest, Settlement

Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Paid:
    """What one purse pays for one kind of measure in one arm.

    Attributes:
        payer: the purse; where nobody pays, why.
        outlay: fen by month.
    """

    arm: str
    kind: str
    payer: str
    outlay: Int64

    @property
    def total(self) -> int:
        """Fen in all."""
        return int(self.outlay.sum())


def paid(arm: str, settled: Settlement) -> Iterator[Paid]:
    """Who pays in a settled arm."""
    months = {label: i for i, label in enumerate(settled.plan.months)}
    found: dict[tuple[str, str], Int64] = {}
    for part in settled.parts:
        key = (part.due.kind, payer_of(part.payer, part.outcome))
        if key not in found:
            found[key] = np.zeros(len(months), np.int64)
        found[key][months[part.due.month]] += part.fen
    for (kind, payer), outlay in found.items():
        yield Paid(arm, kind, payer, outlay)


@dataclass(frozen=True)
class Purse:
    """The purses of one place.

    Attributes:
        months: ``2019-01`` and so on.
        balance, before: balance of the insurance fund at each month's end in the scenario and in
            current law, fen.
        payments: of the twelve months up to each, in the scenario, fen.
        tests: the reserve gates of the scenario.
        parts: what is due by who pays it: (payer, outcome) to fen.
        refused: what closed gates refuse: (kind, year) to fen.
        levels: what is due by the level of government that pays it, fen in current law and in the
            scenario; ``""`` is what nobody pays.
    """

    months: tuple[str, ...]
    balance: tuple[int, ...]
    before: tuple[int, ...]
    payments: tuple[int, ...]
    tests: tuple[GateTest, ...]
    parts: Mapping[tuple[str, str], int]
    refused: Mapping[tuple[str, int], int]
    levels: Mapping[str, tuple[int, int]]

    @classmethod
    def of(cls, scenario: Settlement, law: Settlement, place: str, given: Given) -> Purse:
        """What is shown of two settled arms of a place; ``given`` are a scenario's own shares."""
        months = scenario.plan.months
        balance, before = (
            tuple(m.closing_fen for m in settled.purses[UI].months) for settled in (scenario, law)
        )
        parts: dict[tuple[str, str], int] = {}
        refused: dict[tuple[str, int], int] = {}
        for part in scenario.parts:
            key = (part.payer, part.outcome)
            parts[key] = parts.get(key, 0) + part.fen
            if part.outcome == "gate":
                gate = (part.due.kind, int(part.due.month[:4]))
                refused[gate] = refused.get(gate, 0) + part.fen
        payments = tuple(scenario.payments_of(i + 1) for i in range(len(months)))
        now, then = (by_level(settled.parts, place, given) for settled in (scenario, law))
        levels = {
            level: (then.get(level, 0), now.get(level, 0))
            for level in (*BILL_LEVELS, "")
            if now.get(level) or then.get(level)
        }
        return cls(months, balance, before, payments, tuple(scenario.tests), parts, refused, levels)

    @property
    def shut(self) -> tuple[GateTest, ...]:
        """The gates that are closed."""
        return tuple(test for test in self.tests if not test.open)

    @property
    def refusing(self) -> tuple[tuple[GateTest, int], ...]:
        """The closed gates with something to pay behind them, and what each refuses."""
        sums = ((test, self.refused.get((test.kind, test.year), 0)) for test in self.shut)
        return tuple((test, fen) for test, fen in sums if fen)
