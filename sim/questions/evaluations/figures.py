"""The program's figures for evaluations: read off runs, or off what firms would do in a world."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim import economy
from sim.base.dates import year_of
from sim.economy.labour import SurplusJobs, dismissed, surplus_jobs
from sim.economy.posts import Intentions
from sim.engine import ARMS
from sim.engine.answer import desk, intentions
from sim.engine.people import people_in
from sim.engine.places import arms
from sim.law.load import load as load_law
from sim.measures.tables import Startups
from sim.results import Tables
from sim.scenario import Scenario

Bool = npt.NDArray[np.bool_]
Int64 = npt.NDArray[np.int64]
Terms = Mapping[str, float | str]
PARTITION = 250_000
MONTHS = 12


@dataclass
class World:
    """One scenario that is asked: its run, and what firms would do without money.

    Attributes:
        scenario: the document.
        run: simulates it.
    """

    scenario: Scenario
    run: Callable[[Scenario], Tables]
    _tables: list[Tables] = field(default_factory=list)
    _firms: list[Intentions] = field(default_factory=list)

    @property
    def tables(self) -> Tables:
        """Tables of the run."""
        if not self._tables:
            self._tables.append(self.run(self.scenario))
        return self._tables[0]

    @property
    def places(self) -> tuple[str, ...]:
        """Jurisdictions."""
        return tuple(self.scenario.file.jurisdictions or load_law().jurisdictions)

    @property
    def firms(self) -> list[Intentions]:
        """What firms would do without money, by partition."""
        if not self._firms:
            self._firms += [
                intentions(part, self.scenario)
                for name in self.places
                for part in people_in(name, self.scenario).partitions(PARTITION)
            ]
        return self._firms

    def jobs(self, kind: str, arm: str = "scenario") -> pd.DataFrame:
        """Job rows of a kind in an arm."""
        rows = self.tables.jobs
        return rows[(rows["kind"] == kind) & (rows["arm"] == arm)]

    @property
    def earnings_fen(self) -> float:
        """Mean wage of a year, over the insured workers of all places, 2019."""
        parts = [would.surplus.partition for would in self.firms]
        total = sum(float(p.workers.wage_fen.sum(dtype=np.int64)) for p in parts)
        return MONTHS * total / sum(len(p.workers) for p in parts)


# --- keeping jobs in a slump ---------------------------------------------------------------------


@dataclass(frozen=True)
class _Slump:
    """The last year of a partition: surplus jobs, dismissals, closing firms.

    Attributes:
        would: what firms would do.
        jobs: the surplus jobs.
        last: which of them belong to the year.
        depth: share of jobs without work by firm.
    """

    would: Intentions
    jobs: SurplusJobs
    last: Bool
    depth: npt.NDArray[np.float64]

    @property
    def staff(self) -> Int64:
        """Staff by firm."""
        return self.would.surplus.partition.firms.staff.astype(np.int64)

    def dismissals(self, borne: float = 0.0) -> Bool:
        """Which surplus jobs of the year are dismissed, if a share of their loss is borne."""
        found = dismissed(self.would.surplus, self.jobs, borne)
        return np.asarray(np.isin(self.jobs.rows, found.rows) & self.last)

    def closing(self) -> tuple[npt.NDArray[np.intp], Int64]:
        """Firms that would close in the year, and by how much they are short, fen."""
        exits, surplus = self.would.exits, self.would.surplus
        begin = surplus.first_month + MONTHS * (len(surplus.years) - 1)
        rows = np.flatnonzero(exits.months >= begin)
        return exits.firm[rows].astype(np.intp), exits.shortage_fen[rows]


def _slumps(world: World) -> Iterator[_Slump]:
    for would in world.firms:
        depth = would.surplus.slumps()
        jobs = surplus_jobs(would.surplus, depth)
        last = jobs.year == len(would.surplus.years) - 1
        yield _Slump(would, jobs, last, depth[:, -1])


def _number(terms: Terms, name: str) -> float:
    return float(terms[name])


@dataclass(frozen=True)
class _ShortTime:
    """Sums of a programme that bears a share of the cost of idle work.

    Attributes:
        staff: of the firms that take part.
        prevented: dismissals that do not happen.
        paid: for jobs that are kept, months of their wage.
    """

    staff: float
    prevented: float
    paid: float


def _short_time(world: World, terms: Terms, *, at_least: float, below: float = 2.0) -> _ShortTime:
    """A programme for firms where a share of the work between two bounds is gone."""
    borne, sums = _number(terms, "borne"), np.zeros(3)
    for slump in _slumps(world):
        part = (slump.depth >= at_least) & (slump.depth < below) & (slump.depth > 0)
        here = part[slump.jobs.firm]
        without, left = slump.dismissals() & here, slump.dismissals(borne) & here
        kept = slump.last & here & ~left
        paid = (borne * slump.jobs.loss)[kept].sum()
        sums += slump.staff[part].sum(), without.sum() - left.sum(), paid
    return _ShortTime(*(float(number) for number in sums))


def prevented(world: World, terms: Terms) -> float:
    """Dismissals prevented, of the staff of the firms that take part."""
    found = _short_time(world, terms, at_least=_number(terms, "from"))
    return found.prevented / found.staff


def cost_of_a_job_kept(world: World, terms: Terms) -> float:
    """What is paid for each dismissal prevented, over the labour cost of a job in a year."""
    found = _short_time(world, terms, at_least=_number(terms, "from"))
    return found.paid / found.prevented / (MONTHS * economy.responses().labour.labour_cost.value)


def hard_hit_against_others(world: World, terms: Terms) -> float:
    """Dismissals prevented per worker in firms hit hard, over those per worker in the others."""
    edge = _number(terms, "from")
    hard = _short_time(world, terms, at_least=edge)
    other = _short_time(world, terms, at_least=0.0, below=edge)
    return (hard.prevented / hard.staff) / (other.prevented / other.staff)


def would_have_left(world: World, terms: Terms) -> float:
    """Workers of covered firms who would be dismissed or whose firm would close, and are kept."""
    lost = covered = 0
    for slump in _slumps(world):
        part = slump.depth >= _number(terms, "from")
        closing = np.zeros(len(part), np.bool_)
        closing[slump.closing()[0]] = True
        gone = slump.dismissals() & ~slump.dismissals(_number(terms, "borne"))
        by_firm = np.bincount(slump.jobs.firm[gone], minlength=len(part))
        lost += int(np.where(closing, slump.staff, by_firm)[part].sum())
        covered += int(slump.staff[part].sum())
    return lost / covered


@dataclass(frozen=True)
class _Grant:
    """Sums of a lump sum to every firm below a size: staff, wage bill a month, staff spared."""

    staff: float
    wages_fen: float
    spared: float


def _grant(world: World, terms: Terms) -> _Grant:
    sums = np.zeros(3)
    for slump in _slumps(world):
        partition = slump.would.surplus.partition
        wages = np.add.reduceat(partition.workers.wage_fen, partition.offsets, dtype=np.int64)
        reached = partition.firms.enterprise & (slump.staff < _number(terms, "below"))
        closing, short = slump.closing()
        spared = closing[reached[closing] & (short <= _number(terms, "months") * wages[closing])]
        sums += slump.staff[reached].sum(), wages[reached].sum(), slump.staff[spared].sum()
    return _Grant(*(float(number) for number in sums))


def grant_cost(world: World, terms: Terms) -> float:
    """The grant per job spared for a year, over mean earnings of a year in the firms reached."""
    found = _grant(world, terms)
    return _number(terms, "months") / MONTHS * found.staff / found.spared


def grant_effect(world: World, terms: Terms) -> float:
    """Jobs spared, of those of the firms reached."""
    found = _grant(world, terms)
    return found.spared / found.staff


# --- what runs say -------------------------------------------------------------------------------


def kept_per_hundred(world: World, terms: Terms) -> float:
    """Additional jobs begun or kept for each hundred covered."""
    rows = world.jobs(str(terms["kind"]))
    return 100 * float(rows["starts"].sum()) / float(rows["gross"].sum())


def net_per_head(world: World, terms: Terms) -> float:
    """Additional jobs begun, less those that others lose, for each head reached."""
    rows = world.jobs(str(terms["kind"]))
    kept = rows["net_central"].sum() / rows["additional"].sum()
    return float(rows["starts"].sum() * kept / rows["gross"].sum())


def more_at_work(world: World, terms: Terms) -> float:
    """Additional jobs in December for each head reached up to then; displacement not taken off."""
    rows = world.jobs(str(terms["kind"]))
    kept = rows["net_central"].sum() / rows["additional"].sum()
    year = int(terms["year"])
    december = rows.loc[rows["year"] == year, "net_end"].sum() / kept
    return float(december / rows.loc[rows["year"] <= year, "gross"].sum())


def cost_of_a_job_year(world: World, terms: Terms) -> float:
    """Outlay for each net job-year, over the mean earnings of a year."""
    rows = world.jobs(str(terms["kind"]))
    return float(rows["cost_fen"].sum() / rows["net_central"].sum() / world.earnings_fen)


def still_open(world: World, terms: Terms) -> float:
    """Businesses founded in the first year that are open after some months."""
    open_, all_ = 0, 0
    law, first = load_law(), world.scenario.file.years[0]
    for place in arms(law, world.scenario):
        for would in world.firms:
            if would.surplus.partition.jurisdiction != place.jurisdiction:
                continue
            facts = desk(would, place.arms[ARMS[1]].local, world.scenario).facts[Startups]
            if not isinstance(facts, Startups):
                raise TypeError(type(facts))
            months = facts.months_open[year_of(facts.founded_on) == first]
            open_ += int((months > _number(terms, "months")).sum())
            all_ += len(months)
    return open_ / all_


BENEFIT = "unemployment_benefit"


def _later(world: World) -> tuple[float, float]:
    """Further months without a job under the scenario, and people who draw benefit under it."""
    months = [MONTHS * float(world.jobs(BENEFIT, arm)["additional"].sum()) for arm in ARMS[1:]]
    return months[0] - months[1], float(world.jobs(BENEFIT)["gross"].sum())


def months_per_month(world: World, terms: Terms) -> float:
    """Further months without a job per recipient and further month of entitlement."""
    later, people = _later(world)
    return later / people / _number(terms, "months")


def level_elasticity(world: World, terms: Terms) -> float:
    """Rise of the time without a job, of its mean, over the rise of the benefit."""
    later, people = _later(world)
    mean = 1 / economy.responses().job_finding.laid_off.value
    return later / people / mean / _number(terms, "rise")


FIGURES: dict[str, Callable[[World, Terms], float]] = {
    one.__name__: one
    for one in (
        prevented, cost_of_a_job_kept, hard_hit_against_others, would_have_left, grant_cost,
        grant_effect, kept_per_hundred, net_per_head, more_at_work, cost_of_a_job_year, still_open,
        months_per_month, level_elasticity,
    )
}  # fmt: skip
"""What can be set beside an evaluation, by name."""
