"""Xiangtan at a chosen number of workers: its population on disk, its facts, its rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from inspect import signature

from sim import population
from sim.engine import Session
from sim.engine.answer import desk, intentions
from sim.engine.decide import Desk
from sim.law.load import Law
from sim.law.load import load as load_law
from sim.measures.rulebook import Rulebook, current_law
from sim.population import Partition, Population, targets_of
from sim.scenario import Scenario
from sim.scenario.load import of_data

PLACE = "xiangtan"
YEARS = (2019, 2021)
SEED = 2019
PARTITION_WORKERS: int = signature(Session).parameters["partition_workers"].default
"""As a session cuts a city; full runs cut it as ``sim run`` does."""


@cache
def law() -> Law:
    return load_law()


def rules() -> Rulebook:
    """Current law of the place."""
    return current_law(law(), PLACE)


SPINE = (
    "xt7a", "xt7b", "xt8a", "xt9a", "xt9b", "xt9d", "xt9e", "xt9g", "xt13a", "xt13c", "xt13d",
    "xt14b", "xt14c",
)  # fmt: skip
"""The clauses that the pandas peer knows."""


def spine() -> Rulebook:
    """The clauses that both sides decide."""
    every = rules()
    return replace(every, measures=tuple(m for m in every.measures if m.clause in SPINE))


def size_of(workers: int) -> float:
    """Share of full size at which the place has so many insured workers."""
    return workers / targets_of(PLACE).place.insured.value


def baseline(workers: int) -> Scenario:
    """Current law in an ordinary economy, at so many workers."""
    return of_data(
        {
            "title": {"zh": "测速", "en": "Benchmark"},
            "question": "How long does it take?",
            "author": "Wengang benchmark",
            "date": "2019-12-31",
            "expect": {"outlay": "same", "against": "current_law", "why": "nothing is changed"},
            "jurisdictions": [PLACE],
            "years": list(YEARS),
            "population": {"size": size_of(workers), "seed": SEED},
        },
        "bench",
    )


def refund_at(scenario: Scenario, share: float) -> Scenario:
    """The scenario with another share of the ordinary refund."""
    kind = "stable_employment_refund"
    change = {"kind": kind, "term": "share", "value": share, "why": "benchmark"}
    return scenario.with_(policy={"change": [change]})


@dataclass(frozen=True)
class City:
    """A population with its partitions and a desk (with facts) for each."""

    workers: int
    scenario: Scenario
    people: Population
    partitions: list[Partition]
    desks: list[Desk]


def load_people(workers: int) -> Population:
    """The population, drawn at the first call and kept on disk between runs."""
    return population.load(PLACE, size=size_of(workers), seed=SEED)


def build_desks(partitions: list[Partition], scenario: Scenario) -> list[Desk]:
    """The facts of every partition, ready to be decided on."""
    return [
        desk(intentions(partition, scenario), rules().local, scenario) for partition in partitions
    ]


def city(workers: int) -> City:
    """Everything that the timed parts start from."""
    scenario, people = baseline(workers), load_people(workers)
    partitions = people.partitions(PARTITION_WORKERS)
    return City(workers, scenario, people, partitions, build_desks(partitions, scenario))
