"""The budget's tables of a run: what was paid of what is due, the purses, the gates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.base.dates import month_label
from sim.budget.figures import UI, given, national, poor, rich
from sim.budget.funding import Move
from sim.budget.plans import NEEDED, Figures, Frames, settlements
from sim.budget.purses import FLOWS
from sim.budget.settle import GateTest, Settlement, months_of
from sim.engine import Outcome
from sim.engine.places import Place, arms
from sim.engine.tally import Tally
from sim.law.load import Law
from sim.measures.rulebook import Rulebook
from sim.scenario import Scenario

Int64 = npt.NDArray[np.int64]

KEYS = ("jurisdiction", "arm")
COLUMNS: dict[str, dict[str, str]] = {
    "funding": dict.fromkeys((*KEYS, "rule", "clause", "month", "fund", "payer"), "str")
    | {"amount_fen": "int64"},
    "settled": dict.fromkeys(
        (*KEYS, "clause", "kind", "month", "fund", "payer", "outcome"), "str"
    )
    | {"heads": "int64", "amount_fen": "int64"},
    "purses": dict.fromkeys((*KEYS, "fund", "month", "basis"), "str")
    | {"opening_fen": "int64"}
    | dict.fromkeys(FLOWS, "int64")
    | {"closing_fen": "int64"},
    "reserves": dict.fromkeys((*KEYS, "fund", "month"), "str")
    | dict.fromkeys(("balance_fen", "low_fen", "high_fen", "payments_fen"), "int64")
    | {"reserve_months": "float64"},
    "gates": dict.fromkeys((*KEYS, "fund", "kind"), "str")
    | {"year": "int64", "needs_months": "int64", "reserve_months": "float64", "open": "bool"}
    | dict.fromkeys(("balance_fen", "payments_fen", "due_fen", "refused_fen"), "int64")
    | {"refused_heads": "int64", "closes_below_fen": "int64"}
    | {"reserve_low": "float64", "reserve_high": "float64", "open_low": "bool"},
    "commitments": dict.fromkeys((*KEYS, "clause", "kind", "fund"), "str")
    | {"later_fen": "int64", "own_fen": "int64"},
    "insured": dict.fromkeys((*KEYS, "month"), "str")
    | dict.fromkeys(("premium_fen", "posts", "laid_off"), "int64"),
    "training": dict.fromkeys((*KEYS, "month"), "str")
    | dict.fromkeys(("wages_fen", "own_fen"), "int64"),
    "excess": dict.fromkeys((*KEYS, "clause", "month"), "str") | {"amount_fen": "int64"},
    "doubles": dict.fromkeys((*KEYS, "purpose", "clause", "other"), "str")
    | {"payees": "int64", "least_fen": "int64"},
}  # fmt: skip
Rows = Iterator[dict[str, Any]]
Settled = Mapping[tuple[str, str], Settlement]


def funding_rows(found: Settled) -> Rows:
    """What another purse pays in place of a fund, or into it."""
    for (name, arm), settled in found.items():
        for move in [*settled.moves, *settled.plan.transfers]:
            yield {"jurisdiction": name, "arm": arm, **_fields(move)}


def _fields(move: Move) -> dict[str, Any]:
    return {f: getattr(move, f) for f in ("rule", "clause", "month", "fund", "payer", "amount_fen")}


def settled_rows(found: Settled) -> Rows:
    """Everything due, by who paid it or why nobody did."""
    for (name, arm), settled in found.items():
        for part in settled.parts:
            due = part.due
            yield {
                "jurisdiction": name, "arm": arm, "clause": due.clause, "kind": due.kind,
                "month": due.month, "fund": due.fund, "payer": part.payer,
                "outcome": part.outcome, "heads": due.heads, "amount_fen": part.fen,
            }  # fmt: skip


def purse_rows(found: Settled) -> Rows:
    """Every purse, month by month."""
    for (name, arm), settled in found.items():
        for purse in settled.purses.values():
            for label, month in zip(settled.plan.months, purse.months, strict=True):
                yield {
                    "jurisdiction": name, "arm": arm, "fund": purse.fund, "month": label,
                    "basis": purse.basis, "opening_fen": month.opening_fen, **month.flows,
                    "closing_fen": month.closing_fen,
                }  # fmt: skip


def reserve_rows(found: Settled, poorest: Settled, richest: Settled) -> Rows:
    """Months of reserve of the insurance fund at each month's end, on the last twelve months.

    ``low_fen`` and ``high_fen``: the balance when every figure that it starts from stands at the
    poor or the rich end of its range.
    """
    for key, settled in found.items():
        ends = [each[key].purses[UI].months for each in (found, poorest, richest)]
        for i, (label, now, low, high) in enumerate(zip(settled.plan.months, *ends, strict=True)):
            paid = settled.payments_of(i + 1)
            yield {
                "jurisdiction": key[0], "arm": key[1], "fund": UI, "month": label,
                "balance_fen": now.closing_fen, "low_fen": low.closing_fen,
                "high_fen": high.closing_fen, "payments_fen": paid,
                "reserve_months": months_of(now.closing_fen, paid),
            }  # fmt: skip


def gate_rows(found: Settled, poorest: Settled, richest: Settled) -> Rows:
    """Every gate and year: reserve, what was due behind it, what it refused, where it closes."""
    for key, settled in found.items():
        for test, low, high in zip(
            settled.tests, poorest[key].tests, richest[key].tests, strict=True
        ):
            yield {
                "jurisdiction": key[0], "arm": key[1], **_gate(settled, test),
                "reserve_low": low.reserve, "reserve_high": high.reserve, "open_low": low.open,
            }  # fmt: skip


def _gate(settled: Settlement, test: GateTest) -> dict[str, Any]:
    behind = [
        p for p in settled.parts
        if p.due.kind == test.kind and int(p.due.month[:4]) == test.year
    ]  # fmt: skip
    shut = [p for p in behind if p.outcome == "gate"]
    return {
        "fund": test.fund, "kind": test.kind, "year": test.year, "needs_months": test.needs,
        "reserve_months": test.reserve, "open": test.open, "balance_fen": test.balance,
        "payments_fen": test.payments, "due_fen": sum(p.fen for p in behind),
        "refused_fen": sum(p.fen for p in shut), "refused_heads": sum(p.due.heads for p in shut),
        "closes_below_fen": -(-test.needs * test.payments // 12),
    }  # fmt: skip


def commitment_rows(outcome: Outcome) -> Rows:
    """What falls due after the horizon, and what employers bear beside the funds."""
    for name, place in outcome.places.items():
        for arm, rules in place.arms.items():
            for measure in rules.measures:
                lines = outcome.tallies[name].lines[arm, measure.clause]
                own = int(lines.own.sum())
                if lines.later or own:
                    yield {
                        "jurisdiction": name, "arm": arm, "clause": measure.clause,
                        "kind": measure.kind.name, "fund": measure.fund,
                        "later_fen": int(lines.later), "own_fen": own,
                    }  # fmt: skip


def insured_rows(outcome: Outcome) -> Rows:
    """Premium payable, insured posts and lay-offs by month."""
    for name, tally in outcome.tallies.items():
        for arm, months in tally.insured.items():
            for i, (premium, posts, laid_off, _) in enumerate(months.T.tolist()):
                yield {
                    "jurisdiction": name, "arm": arm,
                    "month": month_label(outcome.horizon.first_month + i),
                    "premium_fen": premium, "posts": posts, "laid_off": laid_off,
                }  # fmt: skip


def training_rows(outcome: Outcome) -> Rows:
    """Wages of enterprises by month, and what their own training funds pay first."""
    for name, place in outcome.places.items():
        tally = outcome.tallies[name]
        for arm, rules in place.arms.items():
            own = own_training(tally, arm, rules)
            for i, (wages, paid) in enumerate(zip(tally.insured[arm][3], own, strict=True)):
                yield {
                    "jurisdiction": name, "arm": arm,
                    "month": month_label(outcome.horizon.first_month + i),
                    "wages_fen": int(wages), "own_fen": int(paid),
                }  # fmt: skip


def own_training(tally: Tally, arm: str, rules: Rulebook) -> Int64:
    """What firms' own training funds pay first, fen by month."""
    kinds = national().training.kinds
    clauses = [m.clause for m in rules.measures if m.kind.name in kinds]
    total = np.zeros(tally.insured[arm].shape[1], np.int64)
    for clause in clauses:
        total += tally.lines[arm, clause].own
    return total


def excess_rows(outcome: Outcome) -> Rows:
    """What lies above a ceiling, by clause and month, credit and relief included."""
    for name, tally in outcome.tallies.items():
        for (arm, clause), months in tally.excess.items():
            for i, fen in enumerate(months.tolist()):
                if fen:
                    yield {
                        "jurisdiction": name, "arm": arm, "clause": clause,
                        "month": month_label(outcome.horizon.first_month + i), "amount_fen": fen,
                    }  # fmt: skip


def double_rows(outcome: Outcome) -> Rows:
    """Pairs of clauses that pay for one person, purpose and period."""
    for name, tally in outcome.tallies.items():
        for (arm, purpose, clause, other), (payees, least) in tally.doubles.items():
            yield {
                "jurisdiction": name, "arm": arm, "purpose": purpose, "clause": clause,
                "other": other, "payees": int(payees), "least_fen": int(least),
            }  # fmt: skip


def budget_frames(outcome: Outcome, law: Law, totals: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The tables of the budget by name, ``funding`` among them."""
    due = owed(outcome, totals)
    return {
        "commitments": _frame("commitments", commitment_rows(outcome)),
        **{name: due[name] for name in NEEDED if name != "totals"},
        "doubles": _frame("doubles", double_rows(outcome)),
        **settled_frames(law, outcome.scenario, outcome.places, due, poor, rich),
    }


def owed(outcome: Outcome, totals: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """What settling asks of a run: the tables in :data:`NEEDED`."""
    return {
        "totals": totals,
        "insured": _frame("insured", insured_rows(outcome)),
        "excess": _frame("excess", excess_rows(outcome)),
        "training": _frame("training", training_rows(outcome)),
    }


def settled_again(
    law: Law, scenario: Scenario, tables: Frames, figures: Figures
) -> dict[str, pd.DataFrame]:
    """Who pays in a finished run if the purses start from other figures; nothing is simulated.

    Args:
        law: the law of the run.
        scenario: what was run.
        tables: its tables in :data:`NEEDED`.
        figures: the figures by place, in fen: drawn, or at one end of their ranges.

    Returns:
        ``settled``, ``purses``, ``reserves``, ``gates`` and ``funding``.
    """
    places = {place.jurisdiction: place for place in arms(law, scenario)}
    due = {name: tables[name] for name in NEEDED}
    return settled_frames(law, scenario, places, due, figures, figures, figures)


def settled_frames(
    law: Law,
    scenario: Scenario,
    places: Mapping[str, Place],
    due: Frames,
    low: Figures,
    high: Figures,
    figures: Figures = given,
) -> dict[str, pd.DataFrame]:
    """The tables of who pays, with balances at the low and the high end."""
    found = settlements(law, scenario, places, due, figures)
    ends = [settlements(law, scenario, places, due, end) for end in (low, high)]
    return {
        "settled": _frame("settled", settled_rows(found)),
        "purses": _frame("purses", purse_rows(found)),
        "reserves": _frame("reserves", reserve_rows(found, *ends)),
        "gates": _frame("gates", gate_rows(found, *ends)),
        "funding": _frame("funding", funding_rows(found)),
    }


def _frame(name: str, rows: Rows) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(COLUMNS[name])).astype(COLUMNS[name])
