"""The rules of every jurisdiction of a scenario, in every arm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sim import economy
from sim.base.errors import NoEffectError, Problem, UserError, did_you_mean
from sim.law.load import Law
from sim.measures.changes import scenario_problems
from sim.measures.rulebook import Rulebook, current_law, rulebook
from sim.scenario import Scenario

ARMS = ("no_policy", "current_law", "scenario")


@dataclass(frozen=True)
class Place:
    """One jurisdiction of a run: its rules in every arm."""

    jurisdiction: str
    arms: dict[str, Rulebook]


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
