"""The facts of a partition: what happens to its firms and people, as measures read it."""

from __future__ import annotations

from collections.abc import Sequence

from sim.base.errors import Problem, UserError, did_you_mean
from sim.economy.apprenticeships import apprenticeships
from sim.economy.arrivals import graduations, talents
from sim.economy.certificates import certificates
from sim.economy.firm_years import Setting, firm_years
from sim.economy.hires import hires
from sim.economy.institutions import guarantee_years, incubator_years, institution_years
from sim.economy.internships import courses, internships
from sim.economy.loans import loans
from sim.economy.placements import moves, public_posts
from sim.economy.posts import closings
from sim.economy.premiums import ALL, Local
from sim.economy.responses import Responses, responses
from sim.economy.spells import seekers, spells
from sim.economy.startups import startups
from sim.economy.tax_years import tax_years
from sim.economy.trainings import trainings
from sim.economy.world import BASELINE, World
from sim.measures.tables import (
    Apprenticeships,
    Certificates,
    Facts,
    FirmYears,
    Graduations,
    GuaranteeYears,
    Hires,
    IncubatorYears,
    InstitutionYears,
    Internships,
    Loans,
    Moves,
    Posts,
    Spells,
    Startups,
    Talents,
    TaxYears,
    Trainings,
)
from sim.population import Partition, targets_of

LOCAL_VALUES = (
    "minimum_wage",
    "contribution_floor",
    "contribution_cap",
    "contributed_months_needed",
    "benefit_months",
    *ALL,
)
"""Law parameters that facts are built with; the rates are shares."""


def build_facts(
    partition: Partition,
    local: Local,
    world: World = BASELINE,
    years: Sequence[int] = (2019, 2020, 2021),
    seed: int = 2019,
    *,
    behaviour: Responses | None = None,
) -> Facts:
    """The fact tables of a partition for some calendar years.

    Events do not depend on the policy arm, on the partitioning, or on which years are asked for.

    Args:
        partition: firms with their workers and jobseekers.
        local: the jurisdiction's law parameters by name, at least :data:`LOCAL_VALUES`.
        world: shocks and growth of wages.
        years: consecutive years after the population's base year.
        seed: of the events; the population has its own.
        behaviour: responses other than the shipped ones.
    """
    asked = tuple(sorted(set(years)))
    _check(partition, local, asked)
    setting = _setting(partition, local, world, asked[-1], seed, behaviour or responses())
    return {**_of_people(setting, asked), **_of_businesses(setting, asked)}


def _of_people(setting: Setting, asked: tuple[int, ...]) -> Facts:
    """Spells out of work and what ends them, learning; businesses founded from the register."""
    course = courses(setting)
    people = seekers(setting, *course.end_of_all(len(setting.partition.jobseekers)))
    horizon = tuple(range(setting.base_year + 1, asked[-1] + 1))
    every_spell = spells(setting, people, horizon)
    return {
        Spells: every_spell if asked == horizon else spells(setting, people, asked),
        Hires: hires(setting, people, asked),
        Posts: public_posts(setting, people, asked),
        Moves: moves(setting, people, asked),
        Startups: startups(setting, every_spell, asked),
        Trainings: trainings(setting, every_spell, people, asked),
        Internships: internships(setting, course, asked),
        Graduations: graduations(setting, asked),
        Talents: talents(setting, asked),
    }


def _of_businesses(setting: Setting, asked: tuple[int, ...]) -> Facts:
    """Firms and their employees, borrowers, institutions."""
    return {
        FirmYears: firm_years(setting, asked),
        TaxYears: tax_years(setting, asked),
        Certificates: certificates(setting, asked),
        Apprenticeships: apprenticeships(setting, asked),
        Loans: loans(setting, asked),
        GuaranteeYears: guarantee_years(setting, asked),
        IncubatorYears: incubator_years(setting, asked),
        InstitutionYears: institution_years(setting, asked),
    }


def _setting(
    partition: Partition, local: Local, world: World, last: int, seed: int, rules: Responses
) -> Setting:
    growth = world.wage_growth
    if growth is None:
        growth = targets_of(partition.jurisdiction, draw=partition.draw).place.wage_growth.value
    return Setting(
        partition=partition,
        local=local,
        world=world,
        responses=rules,
        closings=closings(partition, rules, world, last, seed),
        wage_growth=growth,
        seed=seed,
    )


def _check(partition: Partition, local: Local, years: tuple[int, ...]) -> None:
    problems = [
        Problem("local", f"'{name}' is missing; {did_you_mean(name, list(local))}")
        for name in LOCAL_VALUES
        if name not in local
    ]
    if not years:
        problems.append(Problem("years", "give at least one year"))
    for year in years:
        if year not in partition.years:
            known = ", ".join(map(str, partition.years))
            problems.append(Problem("years", f"{year} is not covered; the population has {known}"))
    if problems:
        raise UserError(problems)
