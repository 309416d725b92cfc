"""Trials: a scenario on samples of the population, with other inputs, worlds or agents.

A sample is a population of its own, drawn small. Every arm of a trial has the same agents and the
same draws, so that differences between arms are differences of the policy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

import pandas as pd

from sim import population
from sim.base.errors import UserError
from sim.base.pool import spread
from sim.engine import Outcome
from sim.engine.people import people_in
from sim.engine.places import Place, arms
from sim.engine.tally import Asked, Horizon, Tally
from sim.engine.visit import tally_partition
from sim.law.load import Law
from sim.questions.inputs import with_inputs
from sim.results.headline import KEYS, Key, headline
from sim.scenario import Scenario

LEAST = 10_000
"""Workers that a sample has at least, or else the whole place."""
BATCH = 9
"""Trials of the same people that one process does in a row."""
PARTITION = 96_000

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Trial:
    """One run of a sample.

    Attributes:
        agents: 0 for the agents of the scenario's seed, other numbers for others.
        world: number of the world that targets are taken from; 0 has the central values.
        values: inputs by name, where not central.
    """

    agents: int = 0
    world: int = 0
    values: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Sampler:
    """Runs trials of one scenario.

    Attributes:
        scenario: what to run.
        places: its rules by jurisdiction.
        shares: size of each place's sample, as a share of full size.
        tell: the figures that are asked of a trial.
    """

    scenario: Scenario
    places: tuple[Place, ...]
    shares: Mapping[str, float]
    tell: Callable[[Outcome], dict[Key, float]] = headline

    @classmethod
    def of(cls, law: Law, scenario: Scenario, size: float) -> Sampler:
        """Samples of a size: a share of each place, but :data:`LEAST` workers at least.

        Raises:
            UserError: the scenario is wrong, or already in a world of its own.
        """
        if scenario.file.population.draw:
            what = (
                "worlds are drawn here, so the scenario should have the central one; "
                "leave 'draw' out"
            )
            raise UserError([scenario.problem(("population", "draw"), what)])
        places = tuple(arms(law, scenario))
        shares = {place.jurisdiction: _share(scenario, place, size) for place in places}
        return cls(scenario, places, shares)

    def figures(self, trial: Trial) -> dict[Key, float]:
        """The figures of a trial, at the size of its samples."""
        own = self.scenario.with_(**with_inputs(self.scenario, trial.values))
        outcome = Outcome({}, {}, {}, Horizon(*own.file.years), own)
        for place in self.places:
            name = place.jurisdiction
            chosen = self._scenario(own, trial, name)
            outcome.places[name], outcome.tallies[name] = place, Tally()
            for part in _people(name, chosen).partitions(PARTITION):
                outcome.tallies[name].add(tally_partition(part, place, chosen, Asked.MONEY))
        return self.tell(outcome)

    def _scenario(self, own: Scenario, trial: Trial, name: str) -> Scenario:
        spec = own.file.population
        people = {
            "size": self.shares[name],
            "seed": (spec.seed + trial.agents) % 2**31,
            "draw": trial.world,
            "tables": {name: spec.tables[name]} if name in spec.tables else {},
            "hash_ids": spec.hash_ids,
        }
        return own.with_(population=people)


def _people(name: str, scenario: Scenario) -> population.Population:
    spec = scenario.file.population
    if spec.tables:
        return people_in(name, scenario)
    return _drawn(name, spec.size, spec.seed, spec.draw)


@lru_cache(maxsize=12)
def _drawn(name: str, size: float, seed: int, world: int) -> population.Population:
    """A sample; none is kept on disk."""
    return population.draw(population.targets_of(name, draw=world), seed, size)


def _share(scenario: Scenario, place: Place, size: float) -> float:
    """The part of a place that is sampled; a planner's own tables are taken whole."""
    spec = scenario.file.population
    if place.jurisdiction in spec.tables:
        return 1.0
    workers = population.targets_of(place.jurisdiction).place.insured.value
    return min(max(size, LEAST / workers), spec.size)


@dataclass(frozen=True)
class _Batch:
    """Trials of the same people."""

    sampler: Sampler
    trials: Sequence[Trial]

    def figures(self) -> list[dict[Key, float]]:
        return [self.sampler.figures(trial) for trial in self.trials]


def run_trials(
    sampler: Sampler,
    trials: Sequence[Trial],
    processes: int,
    progress: Progress,
    what: str = "draws",
) -> pd.DataFrame:
    """Figures of every trial at the size of its samples: a row each, whatever the processes.

    Args:
        sampler: runs them.
        trials: what to run.
        processes: worker processes; results do not depend on them.
        progress: called with (what, done, of).
        what: name of the work.
    """
    # Those of the same people stand together, so that each sample is drawn once.
    order = sorted(range(len(trials)), key=lambda i: (trials[i].agents, trials[i].world))
    batches = list(_batches(sampler, [trials[i] for i in order]))
    found: list[dict[Key, float]] = []
    for done in spread(_Batch.figures, batches, processes):
        found += done
        progress(what, len(found), len(trials))
    rows = [row for _, row in sorted(zip(order, found, strict=True), key=lambda pair: pair[0])]
    keys = sorted({key for row in rows for key in row})
    columns = pd.MultiIndex.from_tuples(keys, names=KEYS)
    return pd.DataFrame([[row.get(key, 0.0) for key in keys] for row in rows], columns=columns)


def _batches(sampler: Sampler, trials: Sequence[Trial]) -> Iterator[_Batch]:
    for _, same in groupby(trials, key=lambda t: (t.agents, t.world)):
        row = list(same)
        yield from (_Batch(sampler, row[i : i + BATCH]) for i in range(0, len(row), BATCH))
