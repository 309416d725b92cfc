"""How far the results of a scenario could be off: Monte Carlo over everything that has a range.

Every draw takes all inputs from their ranges (:mod:`sim.questions.inputs`) and the targets of
the population from a world, and runs all arms on a sample with them: firms and people behave by
the drawn numbers. What the inputs do is told from the same people with central inputs, what the
world does from central samples. The chance of who the agents are is kept apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import norm

from sim.base.errors import UserError
from sim.budget.draws import DUE, OWN, PREMIUM, WAGES, yearly
from sim.engine import ARMS, Outcome, Settings, simulate
from sim.law.load import Law
from sim.questions.balances import balances
from sim.questions.influence import influence
from sim.questions.inputs import inputs_of, values_of
from sim.questions.intervals import (
    ALL,
    HIGH,
    Columns,
    Float64,
    ends,
    grossed_up,
    least,
    moved,
    other_agents,
    share_of,
    with_total,
    without_noise,
)
from sim.questions.trials import Progress, Sampler, Trial, run_trials
from sim.results.answers import INFLUENCE, INTERVALS, answer
from sim.results.headline import (
    COST,
    JOBS,
    JOBS_END,
    JOBS_OUTLAY,
    KEYS,
    NET_COST,
    NET_COST_PER_JOB,
    OFFSETS,
    OUTLAY,
    Key,
    headline,
)
from sim.results.write import Answer
from sim.scenario import Scenario

Ints = npt.NDArray[np.intp]

DRAWS, SIZE = 200, 0.05
FEWEST = 10
SEEDS = 12
"""Sets of agents that samples take turns with; the central values are run with each."""
PER_WORLD = 8
"""Draws that share a world: a population is drawn once for them, each has inputs of its own."""
AGAIN = 2
"""Worlds whose draws are run with other agents too, to tell chance from uncertainty."""
RATIOS = {COST: (JOBS_OUTLAY, JOBS), NET_COST_PER_JOB: (NET_COST, JOBS)}
ORDER = (OUTLAY, JOBS, JOBS_END, JOBS_OUTLAY, OFFSETS, NET_COST)
PAID = (OUTLAY, JOBS_OUTLAY, DUE, PREMIUM, WAGES, OWN)
"""Sums of payments: less than nothing is nothing."""
CHANGES = {f"{figure}_change": figure for figure in (OUTLAY, JOBS)}
"""Figures of the scenario less those of current law, with the same draws."""


@dataclass(frozen=True)
class Draws:
    """What the samples found, at full size; all jurisdictions together included.

    Attributes:
        found: figures of each trial.
        full: figures of the full-size central run, a single row.
        agents: figures that the central run could have had with other agents.
        at: which trial is which.
    """

    found: pd.DataFrame
    full: pd.DataFrame
    agents: pd.DataFrame
    at: Rows

    @cached_property
    def places(self) -> list[str]:
        """Jurisdictions, and all together."""
        found = self.full.columns.get_level_values("jurisdiction")
        return [*(p for p in dict.fromkeys(found) if p != ALL), ALL]

    @cached_property
    def _columns(self) -> tuple[Columns, ...]:
        return tuple(Columns.of(frame) for frame in (self.full, self.found, self.agents))

    def of(self, place: str, arm: str, figure: str, item: str) -> Found:
        """A figure: ratios and changes are those of each draw."""
        if figure in RATIOS:
            money, jobs = (self.of(place, arm, part, item) for part in RATIOS[figure])
            return money.over(jobs)
        full, found, agents = self.plain(place, arm, figure, item)
        told = _told(self.at, float(full[0]), found, agents)
        return replace(told, drawn=np.maximum(told.drawn, 0.0)) if figure in PAID else told

    def plain(self, place: str, arm: str, figure: str, item: str = "") -> tuple[Float64, ...]:
        """A figure that is no ratio: of the full run, of each trial, with other agents."""
        minus = ["current_law"] if figure in CHANGES else []
        keys = [(place, one, CHANGES.get(figure, figure), item) for one in (arm, *minus)]
        return tuple(_difference(columns.take(keys)) for columns in self._columns)


@dataclass(frozen=True)
class Rows:
    """Which rows of the trials are which.

    Attributes:
        centre: central inputs in the central world, by agents.
        worlds: central inputs, by world.
        draws: the draws; ``base`` the row of the same people with central inputs.
        again: the first draws with other agents; ``again_base`` and ``first`` as they say.
    """

    centre: Ints
    worlds: Ints
    draws: Ints
    base: Ints
    again: Ints
    again_base: Ints
    first: Ints


def _told(at: Rows, full: float, found: Float64, agents: Float64) -> Found:
    """Central value and draws of one figure, with what is chance of the samples taken off.

    A draw is the full-size central value, plus what its inputs do to its own people, plus what its
    world does to central samples.
    """
    inputs = found[at.draws] - found[at.base]
    others = found[at.again] - found[at.again_base]
    chance = float(np.mean((inputs[at.first] - others) ** 2)) / 2 if len(others) else 0.0
    of_inputs = without_noise(inputs, share_of(least(chance, len(others)), inputs))
    worlds = found - found[at.centre].mean()
    central = least(float(found[at.centre].var(ddof=1)), len(at.centre) - 1)
    noise = share_of(central, worlds[at.worlds])
    of_worlds = np.sqrt(1.0 - noise) * worlds[at.base]
    raw, kept = inputs + worlds[at.base], of_inputs + of_worlds
    left = share_of(float(kept.var()), raw)
    return Found(full, full + kept, agents, 1.0 - left if raw.any() else 0.0)


@dataclass(frozen=True)
class Found:
    """One figure: its central value, its draws without noise, other agents, share of noise."""

    central: float
    drawn: Float64
    agents: Float64
    noise: float

    def over(self, jobs: Found) -> Found:
        """Fen for a job; without end where there is none."""
        central = float(_over(np.asarray(self.central), np.asarray(jobs.central)))
        values, agents = _over(self.drawn, jobs.drawn), _over(self.agents, jobs.agents)
        return Found(central, values, agents, max(self.noise, jobs.noise))


def uncertainty(
    law: Law,
    outcome: Outcome,
    draws: int = DRAWS,
    size: float = SIZE,
    processes: int = 1,
    progress: Progress = lambda *_: None,
) -> pd.DataFrame:
    """Central values with their 5-95 % intervals: the table ``intervals``.

    Args:
        law: every jurisdiction's law.
        outcome: the full-size run of the scenario.
        draws: how many.
        size: share of each place that a draw samples (small places: 10,000 workers or all).
        processes: worker processes; results do not depend on them.
        progress: called with (what, done, of).
    """
    return intervals_of(draw(law, outcome, draws, size, processes, progress))


def intervals_of(found: Draws) -> pd.DataFrame:
    """The table ``intervals`` of what draws found."""
    return answer(INTERVALS, [row for place in found.places for row in _rows(found, place)])


def simulated(
    law: Law,
    scenario: Scenario,
    processes: int = 1,
    progress: Progress = lambda *_: None,
    draws: int | None = None,
    *,
    more: bool = False,
) -> tuple[Outcome, dict[str, Answer]]:
    """A scenario's full-size run, and what as many draws as it asks for make of it.

    Intervals of its totals, inputs that matter, its purses' balances, chances that gates close.

    ``draws`` asks for another number. A scenario in a world of its own has no other to be drawn.
    ``more`` says that others in the same world follow (:class:`sim.engine.Settings`).
    """
    outcome = simulate(law, scenario, Settings(processes=processes, more=more), progress)
    draws = scenario.file.draws if draws is None else draws
    if not draws or scenario.file.population.draw:
        return outcome, {}
    return outcome, of_draws(law, outcome, draws, processes, progress)


def of_draws(
    law: Law, outcome: Outcome, draws: int, processes: int, progress: Progress
) -> dict[str, Answer]:
    """Every table that draws of a run make, by name, each with how it was asked."""
    found = draw(law, outcome, draws, SIZE, processes, progress)
    tables = {
        INTERVALS: intervals_of(found),
        INFLUENCE: influence(outcome.scenario, found),
        **balances(law, outcome, found),
    }
    asked = {"draws": draws, "size": SIZE}
    return {name: (table, asked) for name, table in tables.items()}


def draw(
    law: Law, outcome: Outcome, draws: int, size: float, processes: int, progress: Progress
) -> Draws:
    """Run the draws; arguments as for :func:`uncertainty`."""
    if draws < FEWEST:
        raise UserError(f"{draws} draws make no interval; ask for {FEWEST} at least, or for none")
    sampler = replace(Sampler.of(law, outcome.scenario, size), tell=_told_of)
    trials, at = _trials(outcome.scenario, draws)
    found = grossed_up(run_trials(sampler, trials, processes, progress), sampler.shares)
    full = pd.Series(_told_of(outcome))
    full.index = full.index.set_names(KEYS)
    return Draws(
        with_total(found),
        with_total(full.to_frame().T),
        with_total(other_agents(full, found.iloc[at.centre], sampler.shares)),
        at,
    )


def _told_of(outcome: Outcome) -> dict[Key, float]:
    """What is asked of a run: its headline figures, and what purses take in and owe."""
    return {**headline(outcome), **yearly(outcome)}


def _trials(scenario: Scenario, draws: int) -> tuple[list[Trial], Rows]:
    """Every trial; the first half of the draws has a sample of all worlds."""
    inputs, worlds = inputs_of(scenario), ceil(draws / PER_WORLD)
    drawn, names = values_of(inputs, draws).tolist(), [one.name for one in inputs]
    trials = [Trial(agents) for agents in range(SEEDS)]
    trials += [Trial(w % SEEDS, w) for w in range(1, worlds + 1)]
    base = SEEDS + np.arange(draws) % worlds
    trials += [
        replace(trials[base[i]], values=dict(zip(names, drawn[i], strict=True)))
        for i in range(draws)
    ]
    every = np.arange(draws)
    first = every[every % worlds < AGAIN]
    start = len(trials)
    trials += [_with_others(trials[SEEDS + w]) for w in range(min(AGAIN, worlds))]
    trials += [_with_others(trials[SEEDS + worlds + i]) for i in first]
    return trials, Rows(
        centre=np.arange(SEEDS),
        worlds=SEEDS + np.arange(worlds),
        draws=SEEDS + worlds + every,
        base=base,
        again=start + min(AGAIN, worlds) + np.arange(len(first)),
        again_base=start + first % worlds,
        first=first,
    )


def _with_others(trial: Trial) -> Trial:
    return replace(trial, agents=(trial.agents + SEEDS // 2) % SEEDS)


def _rows(draws: Draws, place: str) -> Iterator[dict[str, Any]]:
    """The rows of one jurisdiction."""
    items = {(key[2], key[3]) for key in draws.full.columns if key[0] == place and key[2] in ORDER}
    plain = sorted(items, key=lambda one: (ORDER.index(one[0]), one[1]))
    for arm in ARMS:
        for figure, item in plain:
            found = draws.of(place, arm, figure, item)
            if arm == "no_policy" and figure != OUTLAY:
                continue  # the other figures are counted against this arm
            if not item or found.central or found.drawn.any():
                yield _row(place, arm, figure, item, found)
        if arm != "no_policy":
            for figure in RATIOS:
                yield _row(place, arm, figure, "", draws.of(place, arm, figure, ""))
    for figure in CHANGES:
        yield _row(place, "scenario", figure, "", draws.of(place, "scenario", figure, ""))


def _row(place: str, arm: str, figure: str, item: str, found: Found) -> dict[str, Any]:
    low, high = ends(found.drawn, found.central)
    chance = np.inf
    if np.isfinite(found.agents).all():
        chance = float(norm.ppf(HIGH)) * float(found.agents.std(ddof=1))
    return {
        "jurisdiction": place,
        "arm": arm,
        "figure": figure,
        "item": item,
        "central": found.central,
        "low": low,
        "high": high,
        "median": float(np.quantile(found.drawn, 0.5, method="inverted_cdf")),
        "agents": chance,
        "noise": found.noise,
        "moved": moved(found.drawn, found.central),
        "draws": len(found.drawn),
    }


def _difference(columns: Float64) -> Float64:
    return np.asarray(columns[:, 0] - columns[:, 1:].sum(axis=1))


def _over(money: Float64, jobs: Float64) -> Float64:
    """Fen for a job; without end where there is none."""
    return np.where(jobs > 0, money / np.where(jobs > 0, jobs, 1.0), np.inf)
