"""A whole run: every arm of every partition of every jurisdiction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from sim import population
from sim.base.errors import NoEffectError, Problem, say
from sim.base.pool import spread
from sim.engine.people import people_in
from sim.engine.places import ARMS, Place, arms
from sim.engine.tally import Asked, Horizon, Tally
from sim.engine.visit import tally_in_turn, tally_partition
from sim.law.load import Law
from sim.scenario import Scenario


@dataclass(frozen=True)
class Settings:
    """How to run, without effect on any total.

    Attributes:
        processes: worker processes; 1 runs in this one.
        partition_workers: workers per partition, about.
        reach: whether to add up who gains, who is paid twice and what lies above ceilings
            (slower by a little).
        more: whether scenarios in the same world follow: what the arms that no scenario changes
            come to is kept for them.
    """

    processes: int = 1
    partition_workers: int = 250_000
    reach: bool = True
    more: bool = False


@dataclass
class Outcome:
    """What a run found.

    Attributes:
        places: rules by jurisdiction.
        tallies: sums by jurisdiction.
        populations: fingerprint and description by jurisdiction.
        horizon: the years reported.
    """

    places: dict[str, Place]
    tallies: dict[str, Tally]
    populations: dict[str, population.Population]
    horizon: Horizon
    scenario: Scenario = field(repr=False)


Progress = Callable[[str, int, int], None]


def _silent(_what: str, _done: int, _of: int) -> None:
    """Show nothing."""


def simulate(
    law: Law,
    scenario: Scenario,
    settings: Settings = Settings(),
    progress: Progress = _silent,
) -> Outcome:
    """Run a scenario.

    Args:
        law: every jurisdiction's law.
        scenario: what to run; its arms share one world and one set of draws.
        settings: processes and partition size; totals do not depend on them.
        progress: called with (what, done, of) as partitions finish.

    Raises:
        UserError: everything wrong with the scenario.
        NoEffectError: a change that changes nothing.
    """
    places = {place.jurisdiction: place for place in arms(law, scenario)}
    populations = {}
    for i, name in enumerate(places):
        progress("population", i, len(places))
        populations[name] = people_in(name, scenario)
    tasks = [
        Task(places[name], i, settings.partition_workers, settings.reach, settings.more, scenario)
        for name in places
        for i in range(len(populations[name].partitions(settings.partition_workers)))
    ]
    tallies: dict[str, Tally] = {name: Tally() for name in places}
    for done, (name, tally) in enumerate(spread(Task.run, tasks, settings.processes)):
        tallies[name].add(tally)
        progress("partitions", done + 1, len(tasks))
    horizon = Horizon(*scenario.file.years)
    outcome = Outcome(places, tallies, populations, horizon, scenario)
    _check_effect(outcome, law)
    return outcome


@dataclass(frozen=True)
class Task:
    """One partition in every arm."""

    place: Place
    index: int
    partition_workers: int
    reach: bool
    more: bool
    scenario: Scenario = field(repr=False)

    def run(self) -> tuple[str, Tally]:
        """The sums of the partition."""
        name = self.place.jurisdiction
        people = people_in(name, self.scenario)
        partition = people.partitions(self.partition_workers)[self.index]
        asked = Asked.REACH if self.reach else Asked.LINES
        one = partition, self.place, self.scenario, asked
        if not self.more:
            return name, tally_partition(*one)
        return name, tally_in_turn((people.fingerprint, self.partition_workers, self.index), *one)


def _check_effect(outcome: Outcome, law: Law) -> None:
    """``NoEffectError`` when rules differ on paper but no total does, nor the purse that pays."""
    scenario = outcome.scenario
    policy = scenario.file.policy
    if policy == type(policy)() and not scenario.file.readings and not scenario.file.take_up:
        return
    if law.purse_numbers() & {change.term for change in policy.change}:
        return
    if any(_differs(outcome, name) for name in outcome.places):
        return
    what = say(
        "changes the rules but not one payment or eligible head; is it the number you meant?",
        "规则改了，但没有一笔支付或一个对象因此变化；要改的是这个数吗？",
    )
    raise NoEffectError(Problem(scenario.document.name, what))


def _differs(outcome: Outcome, name: str) -> bool:
    """Whether any total or paying fund of a jurisdiction differs from current law."""
    arms_, lines = outcome.places[name].arms, outcome.tallies[name].lines
    now, then = ({m.clause: m.fund for m in arms_[arm].measures} for arm in ARMS[1:])
    if now != then:
        return True
    pairs = [(lines["current_law", c], lines["scenario", c]) for c in now]
    return any(
        not np.array_equal(a.outlay, b.outlay) or not np.array_equal(a.funnel, b.funnel)
        for a, b in pairs
    )
