"""The rules of every jurisdiction of a scenario, in every arm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sim import economy
from sim.base.errors import NoEffectError, Problem, Said, UserError, no_such, say
from sim.law.load import Law
from sim.measures.changes import JURISDICTION, scenario_problems
from sim.measures.rulebook import Rulebook, current_law, rulebook
from sim.population import SECTORS
from sim.scenario import Scenario

ARMS = ("no_policy", "current_law", "scenario")
STANDING = ARMS[:2]
"""Without any policy and as the documents say: arms that no scenario changes."""


@dataclass(frozen=True)
class Place:
    """One jurisdiction of a run: its rules in every arm."""

    jurisdiction: str
    arms: dict[str, Rulebook]


def arms(law: Law, scenario: Scenario) -> Iterator[Place]:
    """The rules of every jurisdiction of a scenario, in every arm."""
    problems, places = _unknown(law, scenario), []
    if problems:
        raise UserError(problems)
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


def _unknown(law: Law, scenario: Scenario) -> list[Problem]:
    """Names in a scenario that stand for nothing, and responses outside their range."""
    return [
        *scenario_problems(law, scenario),
        *_unknown_responses(scenario),
        *_unknown_sectors(scenario),
        *_unknown_places(law, scenario),
    ]


def _unknown_sectors(scenario: Scenario) -> list[Problem]:
    """Sectors of shocks that do not exist."""
    return [
        scenario.problem(
            ("world", "shocks", i, "sectors"), no_such(Said("sector", "行业"), name, SECTORS)
        )
        for i, shock in enumerate(scenario.file.world.shocks)
        for name in shock.sectors
        if name not in SECTORS
    ]


def _unknown_places(law: Law, scenario: Scenario) -> list[Problem]:
    """Places of own tables that do not exist."""
    return [
        scenario.problem(
            ("population", "tables", name), no_such(JURISDICTION, name, list(law.jurisdictions))
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
        return [
            Problem(where, say("{a}: {b}", "{a}：{b}", a=p.where, b=p.what)) for p in error.problems
        ]
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
        what = say(
            "changes nothing: it is as in current law, or not in force, "
            "in every jurisdiction of the scenario",
            "没有改变什么：在方案的各地区，它与现行规定相同，或者并不生效",
        )
        raise NoEffectError([scenario.problem(path, what) for path in idle])
