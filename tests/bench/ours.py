"""The simulator's side: the parts that are timed, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import add

from sim.engine import Outcome, Session, Settings, simulate
from sim.engine.decide import Desk
from sim.engine.tally import Asked, Horizon, Lines, Sheet
from sim.measures.rulebook import Rulebook
from sim.population import Population, draw, targets_of
from sim.scenario import Scenario
from tests.bench.city import PLACE, SEED, YEARS, City, law, refund_at, size_of
from tests.bench.totals import ByClause, Totals


def totals_of(lines: dict[str, Lines]) -> ByClause:
    """The engine's sums in the form that is compared."""
    return {c: Totals(x.outlay, x.heads, x.funnel) for c, x in lines.items()}


def cold(desks: list[Desk]) -> list[Desk]:
    """Desks on the same facts that have decided nothing, and whose tables remember nothing."""
    every = slice(None)
    return [
        Desk({kind: table.take(every) for kind, table in desk.facts.items()}, desk.claims)
        for desk in desks
    ]


def rules_pass(desks: list[Desk], rules: Rulebook) -> ByClause:
    """Every measure of a rulebook on ready facts, added up by clause and month."""
    horizon = Horizon(*YEARS)
    sheets = [Sheet(desk, horizon, Asked.LINES).lines(rules, {}) for desk in desks]
    return totals_of({clause: reduce(add, (s[clause] for s in sheets)) for clause in sheets[0]})


def session(city: City) -> Session:
    """A session that has answered current law and one change."""
    kept = Session(law(), PLACE)
    kept.run(city.scenario)
    kept.run(refund_at(city.scenario, 0.51))
    return kept


def changes(count: int) -> Iterator[float]:
    """Refund shares that a session has not seen."""
    yield from (round(0.6 + i / 100, 2) for i in range(count))


def one_change(kept: Session, scenario: Scenario, share: float) -> Outcome:
    """From a number on a slider to the totals of three arms."""
    return kept.run(refund_at(scenario, share))


def full_run(scenario: Scenario, processes: int) -> Outcome:
    """Population from disk, facts, three arms, totals."""
    return simulate(law(), scenario, Settings(processes=processes))


def arm_of(outcome: Outcome, arm: str = "current_law") -> ByClause:
    """Totals of one arm of a run."""
    lines = outcome.tallies[PLACE].lines
    return totals_of({clause: x for (of, clause), x in lines.items() if of == arm})


def draw_people(workers: int) -> Population:
    """Draw a population, keeping nothing."""
    return draw(targets_of(PLACE), SEED, size_of(workers))
