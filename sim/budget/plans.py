"""From a run's tables to plans of who pays: what is owed, the purses, who stands in.

Everything is read from tables, so a finished run can be settled again with other figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from sim import economy
from sim.base.dates import day
from sim.base.errors import UserError
from sim.budget.amounts import Fen, whole
from sim.budget.figures import EMPLOYMENT, given, national, places_with_books, problems
from sim.budget.funding import moves
from sim.budget.settle import Due, Payer, Plan, Settlement, Training, settle
from sim.engine.places import Place
from sim.law.load import Law
from sim.measures.rulebook import Rulebook
from sim.scenario import Scenario

Frames = Mapping[str, pd.DataFrame]
NEEDED = ("totals", "insured", "excess", "training")
"""Tables of a run that settling asks for."""
Figures = Callable[[str, Scenario], dict[str, int]]
"""A place's figures in fen, by name: see ``FIGURES``."""


def settlements(
    law: Law,
    scenario: Scenario,
    places: Mapping[str, Place],
    frames: Frames,
    figures: Figures = given,
) -> dict[tuple[str, str], Settlement]:
    """Every place and arm, settled; places without figures on their purses are left out.

    Args:
        law: the law in force.
        scenario: what was run.
        places: the rules of every place and arm.
        frames: the run's tables in :data:`NEEDED`.
        figures: the figures to start from.

    Raises:
        UserError: everything wrong with the scenario's ``budget``.
    """
    wrong = problems(scenario)
    if wrong:
        raise UserError(wrong)
    found = {}
    parts = {key: _parts(frame) for key, frame in frames.items()}
    for name, place in places.items():
        if name in places_with_books():
            own = figures(name, scenario)
            for arm, rules in place.arms.items():
                here = {key: part.get((name, arm), frames[key][:0]) for key, part in parts.items()}
                found[name, arm] = settle(plan_of(law, name, rules, scenario, here, own))
    return found


def _parts(frame: pd.DataFrame) -> dict[Any, pd.DataFrame]:
    """The rows of each place and arm."""
    return dict(iter(frame.groupby(["jurisdiction", "arm"], sort=False)))


def plan_of(
    law: Law,
    name: str,
    rules: Rulebook,
    scenario: Scenario,
    frames: Frames,
    figures: Mapping[str, int],
) -> Plan:
    """What one place owes in one arm, and the purses it owes it from."""
    totals, insured = frames["totals"], frames["insured"]
    moved = tuple(moves(law[rules.lender], rules.local, totals)) if len(totals) else ()
    return Plan(
        months=tuple(insured["month"]),
        dues=tuple(_dues(totals, frames["excess"])),
        premiums=tuple(insured["premium_fen"].tolist()),
        figures=figures,
        national=national(),
        gates=scenario.file.budget.gates == "on",
        backstops=backstops(law, rules, figures),
        moves=tuple(m for m in moved if m.clause),
        transfers=tuple(m for m in moved if not m.clause),
        employment_fund=employment_fund(law, name),
        training=training(
            [
                whole(month * set_aside(scenario))
                for month in frames["training"]["wages_fen"].tolist()
            ],
            frames["training"]["own_fen"].tolist(),
            national().figures["firm_training_other_share"].value,
        ),
    )


def set_aside(scenario: Scenario) -> float:
    """Share of wages that firms set aside for training."""
    chosen = economy.with_values(scenario.file.behaviour.responses)
    return chosen.firms.education_fund.value


def training(put_in: Sequence[Fen], own: Sequence[Fen], other: Any) -> Training:
    """Firms' own training funds by month; a share of what they put in goes to other training."""
    return Training(tuple(put_in), tuple(own), tuple(whole(month * other) for month in put_in))


def _dues(totals: pd.DataFrame, excess: pd.DataFrame) -> Iterator[Due]:
    keys = zip(excess["clause"], excess["month"], strict=True)
    beyond = dict(zip(keys, excess["amount_fen"].tolist(), strict=True))
    columns = ["clause", "kind", "fund", "month", "heads", "outlay_fen"]
    for clause, kind, fund, month, heads, fen in zip(
        *(totals[c].tolist() for c in columns), strict=True
    ):
        yield Due(clause, kind, fund, month, heads, fen, beyond.get((clause, month), 0))


def employment_fund(law: Law, place: str) -> str:
    """What the place's documents call its employment subsidy fund."""
    named = {c.measure.fund for c in law[place].file.clauses if c.measure}
    return EMPLOYMENT[1] if EMPLOYMENT[1] in named else EMPLOYMENT[0]


def backstops(
    law: Law, rules: Rulebook, figures: Mapping[str, Fen]
) -> dict[str, tuple[str, tuple[Payer, ...]]]:
    """Who pays when a fund is dry: by fund as the default, by clause where a document says so."""
    found: dict[str, tuple[str, tuple[Payer, ...]]] = {}
    for cascade in national().cascades:
        payers = tuple(Payer(b.fund, figures[b.limit] if b.limit else None) for b in cascade.then)
        found[cascade.fund] = (cascade.id, payers)
    for clause in law[rules.lender].file.clauses:
        if clause.rule is None or clause.rule.cascade is None:
            continue
        payers = tuple(Payer(b.fund, _limit(rules, b.available)) for b in clause.rule.cascade.then)
        for on in clause.rule.on:
            found[on] = (clause.id, payers)
    return found


def _limit(rules: Rulebook, name: str) -> int | None:
    if name not in rules.local:
        return None
    return int(rules.local[name].on(day("2019-01-01")))
