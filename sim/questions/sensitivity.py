"""Which uncertain inputs matter: each by itself (for a tornado), and groups (Sobol indices).

Inputs are compared for the same people, so that what a sample happens to be like cancels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.base.errors import UserError
from sim.engine import Outcome
from sim.law.load import Law
from sim.questions.indices import indices
from sim.questions.inputs import TARGETS, Input, inputs_of, points, values_at
from sim.questions.intervals import (
    ALL,
    HIGH,
    LOW,
    Float64,
    columns_of,
    grossed_up,
    share_of,
    with_total,
)
from sim.questions.trials import Progress, Sampler, Trial, run_trials
from sim.questions.uncertainty import SEEDS, SIZE
from sim.results.answers import SENSITIVITY, answer
from sim.results.headline import JOBS, KEYS, OUTLAY, Key, headline

FIGURES = (OUTLAY, JOBS)
ROWS, WORLDS = 32, 64
FEWEST = 8
LARGEST = 10
"""Inputs of each figure that are tried again with other agents."""
REPEATS = (1, 2, 3)


@dataclass(frozen=True)
class Study:
    """A scenario ready to be tried.

    Attributes:
        sampler: runs its trials.
        full: figures of its full-size run, a single row.
        inputs: what is uncertain.
        processes: worker processes.
        progress: called with (what, done, of).
    """

    sampler: Sampler
    full: pd.DataFrame
    inputs: tuple[Input, ...]
    processes: int
    progress: Progress

    @property
    def names(self) -> list[Key]:
        """The figures that are looked at."""
        return [(ALL, "scenario", figure, "") for figure in FIGURES]

    @property
    def central(self) -> Float64:
        """The figures of the full-size run."""
        return np.asarray(columns_of(with_total(self.full), self.names)[0])

    def plain(self, trials: Sequence[Trial], what: str) -> Float64:
        """The figures of trials, grossed up, ``[trials, figures]``."""
        found = run_trials(self.sampler, trials, self.processes, self.progress, what)
        return columns_of(with_total(grossed_up(found, self.sampler.shares)), self.names)

    def run(self, trials: Sequence[Trial], what: str) -> Float64:
        """The full-size central figures, plus what trials change for the same people."""
        sets = sorted({trial.agents for trial in trials})
        shown = self.plain([*(Trial(agents) for agents in sets), *trials], what)
        same = [sets.index(trial.agents) for trial in trials]
        return np.asarray(shown[len(sets) :] - shown[same] + self.central)


def sensitivity(
    law: Law,
    outcome: Outcome,
    size: float = SIZE,
    rows: int = ROWS,
    worlds: int = WORLDS,
    processes: int = 1,
    progress: Progress = lambda *_: None,
) -> pd.DataFrame:
    """What each uncertain input does to outlay and net jobs: the table ``sensitivity``.

    Args:
        law: every jurisdiction's law.
        outcome: the full-size run of the scenario.
        size: share of each place that a trial samples.
        rows: rows of the two designs of the indices.
        worlds: worlds from which the weight of the targets is told.
        processes: worker processes; results do not depend on them.
        progress: called with (what, done, of).
    """
    if min(rows, worlds) < FEWEST:
        raise UserError(f"{min(rows, worlds)} tell nothing; ask for {FEWEST} at least")
    if rows & (rows - 1):
        raise UserError(f"{rows} rows make no even design; ask for a power of two, such as {ROWS}")
    sampler, full = Sampler.of(law, outcome.scenario, size), pd.Series(headline(outcome))
    full.index = full.index.set_names(KEYS)
    inputs = inputs_of(outcome.scenario)
    study = Study(sampler, full.to_frame().T, inputs, processes, progress)
    by_target, spread = _targets(study, worlds)
    return answer(SENSITIVITY, [*_each(study), *by_target, *_groups(study, rows, spread)])


def _each(study: Study) -> Iterator[dict[str, Any]]:
    """Every input at the low and the high end of its range, all others central."""
    ends = study.run([*_at_ends(study.inputs, 0)], "inputs").reshape(-1, 2, len(FIGURES)).copy()
    swing = np.abs(ends[:, 1] - ends[:, 0])
    again = sorted({int(i) for f in range(len(FIGURES)) for i in _largest(swing[:, f])})
    chosen = [study.inputs[i] for i in again]
    trials = [trial for agents in REPEATS for trial in _at_ends(chosen, agents)]
    more = study.run(trials, "largest").reshape(len(REPEATS), len(again), 2, len(FIGURES))
    sets = np.concatenate([ends[None, again], more])
    ends[again] = sets.mean(axis=0)
    error = np.full(swing.shape, np.nan)
    error[again] = (sets[:, :, 1] - sets[:, :, 0]).std(axis=0, ddof=1) / np.sqrt(len(sets))
    for i, one in enumerate(study.inputs):
        for f, figure in enumerate(FIGURES):
            low, high = ends[i, :, f]
            told = float(np.nan_to_num(error[i, f]))
            yield _row("input", one.name, one.group, figure, study.central[f], low, high, told)


def _at_ends(inputs: Sequence[Input], agents: int) -> Iterator[Trial]:
    for one in inputs:
        yield Trial(agents, 0, {one.name: one.low})
        yield Trial(agents, 0, {one.name: one.high})


def _largest(swing: Float64) -> Sequence[int]:
    order = np.argsort(-swing, kind="stable")[:LARGEST]
    return [int(i) for i in order if swing[i] > 0]


def _targets(study: Study, worlds: int) -> tuple[list[dict[str, Any]], Float64]:
    """What all targets of the population do together, and the variance that they make.

    One target cannot be moved by itself to good effect: another number of firms deals all cards
    anew. The variance is that between worlds, less that between central samples of different
    people; the ends are 5 and 95 % of what is left.
    """
    trials = [*map(Trial, range(SEEDS)), *(Trial(k % SEEDS, k) for k in range(1, worlds + 1))]
    figures = study.plain(trials, "worlds")
    centre, drawn = figures[:SEEDS], figures[SEEDS:]
    rows, variance = [], np.zeros(len(FIGURES))
    for f, figure in enumerate(FIGURES):
        noise = share_of(float(centre[:, f].var(ddof=1)), drawn[:, f])
        moved = np.sqrt(1.0 - noise) * (drawn[:, f] - centre[:, f].mean())
        variance[f] = moved.var()
        low, high = study.central[f] + np.quantile(moved, [LOW, HIGH])
        rows.append(_row("input", TARGETS, TARGETS, figure, study.central[f], low, high, 0.0))
    return rows, variance


def _groups(study: Study, rows: int, of_targets: Float64) -> Iterator[dict[str, Any]]:
    """Sobol indices of groups of inputs; the targets add their own variance to it.

    Inputs are tried in the central world, each row with other people: the indices of the inputs
    share what the targets leave.
    """
    groups = list(dict.fromkeys(sorted(i.group for i in study.inputs)))
    chances = points(2 * len(study.inputs), rows)
    trials = [trial for j in range(rows) for trial in _rows_of(study, groups, chances[j], j)]
    cube = study.run(trials, "groups").reshape(rows, len(groups) + 2, len(FIGURES))
    for f, figure in enumerate(FIGURES):
        a, b, mixed = cube[:, 0, f], cube[:, 1, f], cube[:, 2:, f].T
        told, variance = indices(a, b, mixed), float(cube[:, :2, f].var())
        whole = variance + float(of_targets[f])
        share = variance / whole if whole else 0.0
        for i, group in enumerate(groups):
            first, total, error = (
                float(x[i]) * share for x in (told.first, told.total, told.error)
            )
            row = _row("group", group, group, figure, study.central[f], 0, 0, error)
            yield row | {"first": first, "total": total}
        row = _row("group", TARGETS, TARGETS, figure, study.central[f], 0, 0, 0)
        yield row | dict.fromkeys(("first", "total"), 1.0 - share if whole else 0.0)


def _rows_of(study: Study, groups: Sequence[str], chances: Float64, row: int) -> Iterator[Trial]:
    """One row: A, B, and A with each group in turn from B."""
    many = len(study.inputs)
    a, b = (values_at(study.inputs, part) for part in (chances[:many], chances[many:]))
    for values in (a, b, *(_mixed(study.inputs, group, a, b) for group in groups)):
        yield Trial(row % SEEDS, 0, values)


def _mixed(
    inputs: Sequence[Input], group: str, a: Mapping[str, float], b: Mapping[str, float]
) -> dict[str, float]:
    return {i.name: (b if i.group == group else a)[i.name] for i in inputs}


def _row(
    part: str, name: str, group: str, figure: str, *numbers: float | Float64
) -> dict[str, Any]:
    central, low, high, error = (float(number) for number in numbers)
    return {
        "part": part, "name": name, "group": group, "figure": figure, "central": central,
        "low": low, "high": high, "error": error, "first": 0.0, "total": 0.0,
    }  # fmt: skip
