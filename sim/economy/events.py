"""The facts of a partition: what happens to its firms and people, as measures read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sim.base.errors import Problem, UserError, did_you_mean
from sim.base.money import FEN_PER_YUAN
from sim.economy.apprenticeships import apprenticeships
from sim.economy.arrivals import graduations, talents
from sim.economy.certificates import certificates
from sim.economy.firm_years import Setting, firm_years
from sim.economy.fund_income import Int64, months_of_insurance
from sim.economy.hires import hires
from sim.economy.institutions import guarantee_years, incubator_years, institution_years
from sim.economy.internships import internships
from sim.economy.labour import Surplus
from sim.economy.loans import loans
from sim.economy.placements import moves, public_posts
from sim.economy.plan import NOTHING, Plan
from sim.economy.posts import Intentions, intentions
from sim.economy.premiums import ALL, Local
from sim.economy.responses import Responses, responses
from sim.economy.spells import Seekers, seekers, spells
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
    Table,
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
    would: Intentions | None = None,
    plan: Plan = NOTHING,
) -> Facts:
    """The fact tables of a partition for some calendar years, each built when first asked for.

    Events do not depend on the policy arm, on the partitioning, or on which years are asked for.

    Args:
        partition: firms with their workers and jobseekers.
        local: the jurisdiction's law parameters by name, at least :data:`LOCAL_VALUES`.
        world: shocks and growth of wages.
        years: consecutive years after the population's base year.
        seed: of the events; the population has its own.
        behaviour: responses other than the shipped ones.
        would: what firms would do, where it is known already (:func:`intentions_of`).
        plan: what money changes in the arm.
    """
    asked = tuple(sorted(set(years)))
    _check(partition, local, asked)
    rules = behaviour or responses()
    would = would or intentions_of(partition, world, asked[-1], seed, rules)
    return LivedFacts(_Lived(Setting(would, local, plan), asked))


def insured_months(
    would: Intentions, local: Local, years: Sequence[int], plan: Plan = NOTHING
) -> Int64:
    """Premium payable, insured posts, lay-offs, wages of enterprises by month: ``[4, months]``.

    Args:
        would: what firms would do without money.
        local: the jurisdiction's law parameters by name.
        years: consecutive calendar years.
        plan: what money changes in the arm; the same posts pay, close and open as in the facts.
    """
    return months_of_insurance(Setting(would, local, plan), tuple(years))


@dataclass(frozen=True)
class _Lived:
    """What happens in some years, and what several tables tell parts of."""

    setting: Setting
    years: tuple[int, ...]

    @cached_property
    def people(self) -> Seekers:
        """What happens to jobseekers."""
        return seekers(self.setting)

    @cached_property
    def every_spell(self) -> Spells:
        """Spells out of work of all years up to the last one asked for."""
        horizon = tuple(range(self.setting.base_year + 1, self.years[-1] + 1))
        return spells(self.setting, self.people, horizon)

    def spells(self) -> Spells:
        """Spells out of work of the years asked for."""
        all_asked = self.years[0] == self.setting.base_year + 1
        return self.every_spell if all_asked else spells(self.setting, self.people, self.years)


BUILT: Mapping[type[Table], Callable[[_Lived], Table]] = {
    Spells: lambda lived: lived.spells(),
    Hires: lambda lived: hires(lived.setting, lived.people, lived.years),
    Posts: lambda lived: public_posts(lived.setting, lived.people, lived.years),
    Moves: lambda lived: moves(lived.setting, lived.people, lived.years),
    Startups: lambda lived: startups(lived.setting, lived.every_spell, lived.years),
    Trainings: lambda lived: trainings(lived.setting, lived.every_spell, lived.people, lived.years),
    Internships: lambda lived: internships(lived.setting, lived.years),
    Graduations: lambda lived: graduations(lived.setting, lived.years),
    Talents: lambda lived: talents(lived.setting, lived.years),
    FirmYears: lambda lived: firm_years(lived.setting, lived.years),
    TaxYears: lambda lived: tax_years(lived.setting, lived.years),
    Certificates: lambda lived: certificates(lived.setting, lived.years),
    Apprenticeships: lambda lived: apprenticeships(lived.setting, lived.years),
    Loans: lambda lived: loans(lived.setting, lived.years),
    GuaranteeYears: lambda lived: guarantee_years(lived.setting, lived.years),
    IncubatorYears: lambda lived: incubator_years(lived.setting, lived.years),
    InstitutionYears: lambda lived: institution_years(lived.setting, lived.years),
}
"""How each table is built."""


class LivedFacts(Mapping[type[Table], Table]):
    """Tables that are built when first asked for: few arms pay on every kind of occasion."""

    def __init__(self, lived: _Lived) -> None:
        self._lived = lived
        self._built: dict[type[Table], Table] = {}

    def __getitem__(self, kind: type[Table]) -> Table:
        if kind not in self._built:
            self._built[kind] = BUILT[kind](self._lived)
        return self._built[kind]

    def __iter__(self) -> Iterator[type[Table]]:
        return iter(BUILT)

    def __len__(self) -> int:
        return len(BUILT)


def intentions_of(
    partition: Partition, world: World, last_year: int, seed: int, rules: Responses
) -> Intentions:
    """What firms would do without money, from the year after the base year to a last one."""
    place = targets_of(partition.jurisdiction, draw=partition.draw).place
    growth = place.wage_growth.value if world.wage_growth is None else world.wage_growth
    years = tuple(range(min(partition.years), last_year + 1))
    wage = place.wage_on_post.value / 12 * FEN_PER_YUAN
    return intentions(Surplus(partition, rules, world, years, growth, wage, seed))


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
