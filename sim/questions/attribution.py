"""What each group of measures costs and saves, when measures stand in for each other.

Switching off one measure changes what others pay: by the rules against double benefit, and
through what firms and people do. So the scenario is run with every coalition of groups (the
measures of a channel, or the kinds of one channel), and the total is shared by first in, last in
and Shapley. What national law grants anyway is in force in every coalition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from sim.base.errors import UserError, did_you_mean
from sim.base.pool import spread
from sim.engine import ARMS, Outcome
from sim.engine.people import people_in
from sim.engine.places import Place, arms
from sim.engine.tally import Asked, Horizon, Tally
from sim.engine.visit import tally_partition
from sim.law.load import Law
from sim.measures.rulebook import Measure, Rulebook
from sim.questions.intervals import ALL
from sim.questions.shapley import Coalition, alone, coalitions, last, shapley, whole
from sim.questions.trials import PARTITION, Progress
from sim.results.answers import ATTRIBUTION, answer
from sim.results.headline import JOBS, OUTLAY, Key, headline
from sim.scenario import Scenario

FIGURES = (OUTLAY, JOBS)
MOST = 7
"""Groups at most: every coalition of them is run."""
ALWAYS, OTHERS = "always", "others"
AT_ONCE = 8
"""Coalitions that share one visit of a partition."""
NUMBERS = ["booked", "alone", "last", "shapley"]


@dataclass(frozen=True)
class Game:
    """One place of a scenario, to be run with any coalition of groups.

    Attributes:
        scenario: the scenario.
        place: its rules.
        group_of: group by kind of measure; kinds without one are always in force.
    """

    scenario: Scenario
    place: Place
    group_of: Mapping[str, str]

    @property
    def groups(self) -> list[str]:
        """Groups with a measure in force."""
        found = {self.group(m) for m in self.place.arms["scenario"].measures}
        return sorted(found - {ALWAYS})

    def group(self, measure: Measure) -> str:
        """The group of a measure; :data:`ALWAYS` for what is in force in every coalition."""
        return ALWAYS if measure.standing else self.group_of.get(measure.kind.name, ALWAYS)

    def rules(self, chosen: Coalition) -> Rulebook:
        """The scenario's rules with a coalition of groups in force."""
        rules = self.place.arms["scenario"]
        kept = tuple(m for m in rules.measures if self.group(m) in {*chosen, ALWAYS})
        return replace(rules, measures=kept)


@dataclass(frozen=True)
class Round:
    """Some coalitions of a game."""

    game: Game
    chosen: tuple[Coalition, ...]

    def figures(self) -> list[dict[tuple[str, str], float]]:
        """Figures by (figure, item) of each coalition."""
        game, name = self.game, self.game.place.jurisdiction
        kept = {arm: game.place.arms[arm] for arm in ARMS[:2]}
        tried = {f"coalition {i}": game.rules(one) for i, one in enumerate(self.chosen)}
        place, tally = Place(name, kept | tried), Tally()
        for part in people_in(name, game.scenario).partitions(PARTITION):
            tally.add(tally_partition(part, place, game.scenario, Asked.MONEY))
        horizon = Horizon(*game.scenario.file.years)
        found = headline(Outcome({name: place}, {name: tally}, {}, horizon, game.scenario))
        return [_of_arm(found, arm) for arm in tried]


def _of_arm(found: Mapping[Key, float], arm: str) -> dict[tuple[str, str], float]:
    return {(figure, item): value for (_, a, figure, item), value in found.items() if a == arm}


def attribution(
    law: Law,
    scenario: Scenario,
    within: str = "",
    processes: int = 1,
    progress: Progress = lambda *_: None,
) -> pd.DataFrame:
    """Outlay (fen) and net job-years of the scenario by group: the table ``attribution``.

    ``booked`` is what the run books under the group, ``alone`` what it adds by itself, ``last``
    what would be missing without it, ``shapley`` its exact share: with what is always in force,
    these add up to the total to the fen.

    Args:
        law: every jurisdiction's law.
        scenario: the scenario.
        within: a channel whose kinds are the groups, all else being in force; none: the groups
            are the channels.
        processes: worker processes; results do not depend on them.
        progress: called with (what, done, of).
    """
    places = list(arms(law, scenario))
    group_of = _groups(places, within)
    games = [Game(scenario, place, group_of) for place in places]
    rounds = [
        Round(game, every[i : i + AT_ONCE])
        for game in games
        for every in [tuple(coalitions(game.groups))]
        for i in range(0, len(every), AT_ONCE)
    ]
    figures: dict[str, dict[Coalition, dict[tuple[str, str], float]]] = {}
    for done, (one, found) in enumerate(
        zip(rounds, spread(Round.figures, rounds, processes), strict=True)
    ):
        known = figures.setdefault(one.game.place.jurisdiction, {})
        known |= dict(zip(one.chosen, found, strict=True))
        progress("coalitions", done + 1, len(rounds))
    rows = [row for game in games for row in _rows(game, figures[game.place.jurisdiction])]
    table = answer(ATTRIBUTION, rows)
    if len(places) < 2:
        return table
    sums = table.groupby(["group", "figure"], sort=False)[NUMBERS].sum().reset_index()
    return answer(ATTRIBUTION, [*rows, *_records(sums.assign(jurisdiction=ALL))])


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _groups(places: Sequence[Place], within: str) -> dict[str, str]:
    """Group by kind of measure; of the kinds of a channel, the last ones share a group."""
    channel = {m.kind.name: m.kind.channel for p in places for m in p.arms["scenario"].measures}
    if not within:
        return dict(channel)
    if within not in channel.values():
        hint = did_you_mean(within, sorted(set(channel.values())))
        raise UserError(f"no measure in force acts by the channel '{within}'; {hint}")
    kinds = [kind for kind, name in channel.items() if name == within]
    named = kinds if len(kinds) <= MOST else kinds[: MOST - 1]
    return {kind: kind if kind in named else OTHERS for kind in kinds}


def interaction(table: pd.DataFrame, column: str = "last") -> pd.Series[float]:
    """What the parts of a column leave of the total, by jurisdiction and figure."""
    sums = table.groupby(["jurisdiction", "figure"], sort=False)[["shapley", column]].sum()
    return sums["shapley"] - sums[column]


def _rows(
    game: Game, figures: Mapping[Coalition, Mapping[tuple[str, str], float]]
) -> Iterator[dict[str, Any]]:
    everybody = figures[frozenset(game.groups)]
    booked = {(figure, group): 0.0 for figure in FIGURES for group in game.groups}
    kinds = {m.kind.name: game.group(m) for m in game.place.arms["scenario"].measures}
    for (figure, item), value in everybody.items():
        group = kinds.get(item.removeprefix("kind:"), ALWAYS)
        if (figure, group) in booked:
            booked[figure, group] += value
    for figure in FIGURES:
        worth = {chosen: found[figure, ""] for chosen, found in figures.items()}
        before = worth[frozenset()]
        yield _row(game, ALWAYS, figure, before, before, before, before)
        exact = shapley(worth)
        shares: Any = whole(exact) if figure == OUTLAY else exact
        for group in game.groups:
            first_in, last_in = alone(worth, group), last(worth, group)
            yield _row(game, group, figure, booked[figure, group], first_in, last_in, shares[group])


def _row(game: Game, group: str, figure: str, *numbers: Any) -> dict[str, Any]:
    told = {name: float(number) for name, number in zip(NUMBERS, numbers, strict=True)}
    place = game.place.jurisdiction
    return {"jurisdiction": place, "group": group, "figure": figure} | told
