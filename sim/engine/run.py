"""A whole run: every arm of every partition of every jurisdiction."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from sim import economy, population
from sim.base.dates import parse_month, year_of
from sim.base.errors import NoEffectError, Problem, UserError, did_you_mean
from sim.engine.decide import Desk, Rates, Rows
from sim.engine.tally import Horizon, Sheet, Tally
from sim.law.load import Law
from sim.law.values import Dated
from sim.measures.award import Bool
from sim.measures.changes import scenario_problems
from sim.measures.registry import Kind
from sim.measures.rulebook import Rulebook, current_law, rulebook
from sim.measures.tables import Facts, FirmYears, Table
from sim.population import Partition
from sim.scenario import Scenario

ARMS = ("no_policy", "current_law", "scenario")


@dataclass(frozen=True)
class Settings:
    """How to run, without effect on any total.

    Attributes:
        processes: worker processes; 1 runs in this one.
        partition_workers: workers per partition, about.
        reach: whether to add up who is reached (slower by a little).
    """

    processes: int = 1
    partition_workers: int = 250_000
    reach: bool = True


@dataclass(frozen=True)
class Place:
    """One jurisdiction of a run: its rules in every arm."""

    jurisdiction: str
    arms: dict[str, Rulebook]


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
        Task(places[name], i, settings.partition_workers, settings.reach, scenario)
        for name in places
        for i in range(len(populations[name].partitions(settings.partition_workers)))
    ]
    tallies: dict[str, Tally] = {name: Tally() for name in places}
    for done, (name, tally) in enumerate(_map(tasks, settings.processes)):
        tallies[name].add(tally)
        progress("partitions", done + 1, len(tasks))
    horizon = Horizon(*scenario.file.years)
    outcome = Outcome(places, tallies, populations, horizon, scenario)
    _check_effect(outcome, law)
    return outcome


def arms(law: Law, scenario: Scenario) -> Iterator[Place]:
    """The rules of every jurisdiction of a scenario, in every arm."""
    problems = [*scenario_problems(law, scenario), *_unknown_responses(scenario)]
    if problems:
        raise UserError(problems)
    problems, places = _unknown_places(law, scenario), []
    for name in scenario.file.jurisdictions or law.jurisdictions:
        try:
            current = current_law(law, name)
            under = rulebook(law, name, scenario)
        except UserError as error:
            problems += error.problems
            continue
        standing = tuple(m for m in current.measures if m.standing)
        bare = replace(current, measures=standing)
        places.append(Place(name, dict(zip(ARMS, (bare, current, under), strict=True))))
    if problems:
        raise UserError(dict.fromkeys(problems))
    changes_something(scenario, places)
    yield from places


def _unknown_places(law: Law, scenario: Scenario) -> list[Problem]:
    """Places of own tables that do not exist."""
    return [
        scenario.problem(
            ("population", "tables", name),
            f"no jurisdiction '{name}'; {did_you_mean(name, list(law.jurisdictions))}",
        )
        for name in scenario.file.population.tables
        if name not in law.jurisdictions
    ]


def _unknown_responses(scenario: Scenario) -> list[Problem]:
    """Numbers of the economy that do not exist or lie outside their range."""
    try:
        economy.with_values(scenario.file.behaviour.responses)
    except UserError as error:
        where = scenario.problem(("behaviour", "responses"), "").where
        return [Problem(where, f"{p.where}: {p.what}") for p in error.problems]
    return []


def changes_something(scenario: Scenario, places: list[Place]) -> None:
    """``NoEffectError`` naming every part of a policy that is as in current law everywhere."""
    touched = {path for place in places for path in place.arms["scenario"].touched}
    policy = scenario.file.policy
    named: list[tuple[str | int, ...]] = [("readings", name) for name in scenario.file.readings]
    for part in ("change", "switch_off", "borrow"):
        named += [("policy", part, i) for i in range(len(getattr(policy, part)))]
    idle = [path for path in named if path not in touched]
    if policy.keep_only and all(p.arms["current_law"] == p.arms["scenario"] for p in places):
        idle.append(("policy", "keep_only"))
    if idle:
        what = (
            "changes nothing: it is as in current law, or not in force, "
            "in every jurisdiction of the scenario"
        )
        raise NoEffectError([scenario.problem(path, what) for path in idle])


@dataclass(frozen=True)
class Task:
    """One partition in every arm."""

    place: Place
    index: int
    partition_workers: int
    reach: bool
    scenario: Scenario = field(repr=False)

    def run(self) -> tuple[str, Tally]:
        """The sums of the partition."""
        name = self.place.jurisdiction
        people = people_in(name, self.scenario)
        partition = people.partitions(self.partition_workers)[self.index]
        return name, tally_partition(partition, self.place, self.scenario, reach=self.reach)


def people_in(name: str, scenario: Scenario) -> population.Population:
    """The population of a place in a scenario, its own tables included.

    Of a place with own tables, what the scenario's folder holds of them if that is a run folder,
    else the files completed.
    """
    spec, folder = scenario.file.population, scenario.folder
    if name not in spec.tables:
        return people_of(name, spec.size, spec.seed, spec.draw)
    kept = population.kept_own(folder, name) if folder else None
    if folder and kept:
        return _kept(
            name, spec.seed, spec.draw, folder, kept.stat().st_mtime_ns, hashed=spec.hash_ids
        )
    files = scenario.own_tables(name)
    states = {table: path.stat() for table, path in files.items()}
    key = tuple((t, files[t], state.st_mtime_ns, state.st_size) for t, state in states.items())
    return _own(name, spec.seed, spec.draw, folder, key)


@lru_cache(maxsize=8)
def people_of(name: str, size: float, seed: int, draw: int = 0) -> population.Population:
    """The synthetic population, read once: forked processes inherit it, others read their own."""
    return population.load(name, size=size, seed=seed, draw=draw)


@lru_cache(maxsize=4)
def _kept(
    name: str,
    seed: int,
    draw: int,
    folder: Path,
    changed_ns: int,  # noqa: ARG001 - part of the key
    *,
    hashed: bool,
) -> population.Population:
    return population.read_own(folder, name, seed, draw, hashed=hashed)


@lru_cache(maxsize=4)
def _own(
    name: str,
    seed: int,
    draw: int,
    folder: Path | None,
    files: tuple[tuple[str, Path, int, int], ...],
) -> population.Population:
    paths = {table: path for table, path, _, _ in files}
    donors = people_of(name, 1.0, seed, draw)
    return population.load_own(name, paths, donors, folder and folder.resolve())


def tally_partition(
    partition: Partition, place: Place, scenario: Scenario, *, reach: bool = True
) -> Tally:
    """Every arm of one partition, in one visit."""
    horizon = Horizon(*scenario.file.years)
    tally = Tally()
    sheets: list[tuple[dict[str, Dated], Sheet]] = []
    for arm, rules in place.arms.items():
        sheet = next((s for local, s in sheets if local == rules.local), None)
        if sheet is None:
            # Arms with the same shared numbers share their facts.
            sheet = Sheet(desk(partition, rules.local, scenario), horizon, reach)
            sheets.append((rules.local, sheet))
        rates = scenario.file.take_up if arm == "scenario" else {}
        for clause, lines in sheet.lines(rules, rates).items():
            tally.lines[arm, clause] = lines
        if arm == "current_law":
            tally.premiums = _premiums(sheet.desk.facts, horizon)
    return tally


def desk(partition: Partition, local: dict[str, Dated], scenario: Scenario) -> Desk:
    """A desk with the facts of a partition in the scenario's world."""
    first, last = scenario.file.years
    seed = scenario.file.population.seed
    years = tuple(range(first, last + 1))
    chosen = economy.with_values(scenario.file.behaviour.responses)
    facts = economy.build_facts(partition, local, world_of(scenario), years, seed, behaviour=chosen)
    place = partition.jurisdiction

    def claims(kind: Kind, table: Table, rates: Rates, rows: Rows) -> Bool:
        return economy.claims(table, kind.name, place, seed, rates, rows)

    return Desk(facts, claims)


def world_of(scenario: Scenario) -> economy.World:
    """The economy that a scenario describes."""
    shocks = tuple(
        economy.Shock(
            first_month=parse_month(shock.from_),
            last_month=parse_month(shock.to),
            sectors=shock.sectors,
            layoffs=shock.layoffs,
            job_finding=shock.job_finding,
            distress=shock.distress,
        )
        for shock in scenario.file.world.shocks
    )
    return economy.World(shocks=shocks)


def _premiums(facts: Facts, horizon: Horizon) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    firms = facts[FirmYears]
    if not isinstance(firms, FirmYears):
        raise TypeError(type(firms))
    year = year_of(firms.applied_on) - horizon.first_year
    totals = np.zeros(horizon.years, np.int64)
    np.add.at(totals, year, firms.premium_paid_fen)
    return totals


def _map(tasks: list[Task], processes: int) -> Iterable[tuple[str, Tally]]:
    if processes <= 1 or len(tasks) <= 1:
        yield from (task.run() for task in tasks)
        return
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if "fork" in methods else None)
    with ProcessPoolExecutor(min(processes, len(tasks)), mp_context=context) as pool:
        yield from pool.map(Task.run, tasks)


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
    what = "changes the rules but not one payment or eligible head; is it the number you meant?"
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
