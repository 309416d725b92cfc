"""The population: frozen tables of firms, workers (posts) and jobseekers, and their partitions.

Workers are stored firm by firm and jobseekers are sorted by the unit that would host or hire
them, so that a run of firms with all its people is a slice of each table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from sim.measures.tables import Array, Bool, Int8, Int16, Int32, Int64, Table, UInt16, column

SECTORS = (
    "mining",
    "manufacturing",
    "construction",
    "transport",
    "services",
    "agriculture",
    "hotels_catering",
    "trade",
    "public",
)
"""Sectors, from those of large firms to those of small ones; ``public`` is for institutions."""

OWNERSHIP = ("state", "other", "private")
"""Ownership, from that of large firms to that of small ones."""

EDUCATION = ("junior", "senior", "vocational", "tertiary")
"""Highest school completed: junior secondary or less, senior, vocational, university."""

ORIGINS = ("stock", "registrant", "graduate", "reserve")
"""How a jobseeker comes to the market.

``stock``: on the register at the end of the base year; ``registrant``: registers in a later year
(other than by losing a modelled post); ``graduate``: leaves school in a later year;
``reserve``: rural and poor labour that trains or is hired without registering.
"""

STOCK, REGISTRANT, GRADUATE, RESERVE = range(len(ORIGINS))

ARRIVALS = ("student", "talent")
"""Students of the graduation year who apply for a subsidy; recognised talents who came."""

STUDENT, TALENT = range(len(ARRIVALS))

INSTITUTION_TYPES = (
    "guarantor",
    "private_guarantor",
    "reguarantor",
    "incubator",
    "studio",
    "hr_agency",
    "blind_massage",
    "township",
    "demonstration",
    "workshop",
)
"""Government and private financing guarantors, re-guarantors, incubators, and those that
:data:`sim.measures.tables.INSTITUTIONS` names."""


@dataclass(frozen=True)
class Firms(Table):
    """Units that pay unemployment insurance, at the end of the base year."""

    firm: Int32 = column("int32", "id", "the firm, 0 to F-1")
    first_worker: Int32 = column("int32", "id", "id of its first worker; the others follow")
    staff: Int32 = column("int32", "persons", "insured posts, one or more")
    sector: Int8 = column("int8", "code", "position in SECTORS")
    ownership: Int8 = column("int8", "code", "position in OWNERSHIP")
    enterprise: Bool = column("bool", "-", "an enterprise (not a public institution)")
    tier: Int8 = column("int8", "code", "minimum-wage tier of the district")
    opened_month: Int32 = column("int32", "month", "month in which it began to pay premiums")
    internship_base: Int8 = column(
        "int8", "code", "0 hosts no interns, 1 does, 2 national or provincial base"
    )
    apprentices: Int16 = column("int16", "persons/year", "new-type apprentices it takes on")
    welfare: Bool = column("bool", "-", "employs disabled workers in concentration (集中安置)")


@dataclass(frozen=True)
class Workers(Table):
    """Insured posts and who holds them at the end of the base year; id = row number."""

    born_on: Int32 = column("int32", "day", "date of birth")
    woman: Bool = column("bool", "-", "a woman")
    rural: Bool = column("bool", "-", "rural household registration")
    education: Int8 = column("int8", "code", "position in EDUCATION")
    groups: UInt16 = column("uint16", "bits", "groups the person belongs to")
    wage_fen: Int32 = column("int32", "fen/month", "wage in the base year")
    at_floor: Bool = column("bool", "-", "insured at the contribution floor, whatever the wage")
    insured_months: Int16 = column("int16", "months", "unemployment insurance so far")


@dataclass(frozen=True)
class Jobseekers(Table):
    """People out of work, now or in later years; id = number of workers + row number."""

    firm: Int32 = column("int32", "id", "the unit that would host or hire the person")
    origin: Int8 = column("int8", "code", "position in ORIGINS")
    came_on: Int32 = column("int32", "day", "day of registration, or of looking for work")
    left_on: Int32 = column("int32", "day", "day the last contract ended; NEVER if none")
    left_school_on: Int32 = column("int32", "day", "day of leaving school; NEVER if not known")
    laid_off: Bool = column("bool", "-", "left the last job against their will")
    insured_months: Int16 = column("int16", "months", "unemployment insurance, not drawn on")
    born_on: Int32 = column("int32", "day", "date of birth")
    woman: Bool = column("bool", "-", "a woman")
    rural: Bool = column("bool", "-", "rural household registration")
    groups: UInt16 = column("uint16", "bits", "groups the person belongs to on arrival")
    wage_fen: Int32 = column("int32", "fen/month", "wage the person would earn, base year")
    intern: Bool = column("bool", "-", "asks for an internship on arrival")


@dataclass(frozen=True)
class Founders(Table):
    """People who open a business in a later year, or borrow again for the one they have.

    Id = number of workers and jobseekers + row number. Whoever founds from the register is a
    jobseeker or a dismissed worker instead.
    """

    firm: Int32 = column("int32", "id", "a unit of the district (places the person, no more)")
    founded_on: Int32 = column("int32", "day", "day the business opens; NEVER if it exists already")
    borrowed_on: Int32 = column("int32", "day", "day of the start-up loan asked for; NEVER if none")
    loan_yuan: Int32 = column("int32", "yuan", "amount asked for, whole 10,000; 0 if none")
    loans_before: Int8 = column("int8", "loans", "subsidised start-up loans before")
    partners: Int16 = column("int16", "persons", "people who start up together; 1 if alone")
    groups: UInt16 = column("uint16", "bits", "groups the person belongs to")


@dataclass(frozen=True)
class FirmLoans(Table):
    """Applications of small and micro firms for a guaranteed start-up loan."""

    firm: Int32 = column("int32", "id", "the firm that borrows")
    borrowed_on: Int32 = column("int32", "day", "day the loan would be paid out")
    loan_yuan: Int32 = column("int32", "yuan", "amount asked for, whole 10,000")
    new_hires: Int32 = column("int32", "persons", "qualifying persons newly hired in the year")


@dataclass(frozen=True)
class Arrivals(Table):
    """Students of the graduation year and talents; id follows those of the founders."""

    firm: Int32 = column("int32", "id", "a unit of the district (places the person, no more)")
    kind: Int8 = column("int8", "code", "position in ARRIVALS")
    applied_on: Int32 = column("int32", "day", "day of the application")


@dataclass(frozen=True)
class Institutions(Table):
    """Institutions that clauses pay; id = row number."""

    institution: Int32 = column("int32", "id", "the institution")
    firm: Int32 = column("int32", "id", "a unit of the district (places it, no more)")
    type: Int8 = column("int8", "code", "position in INSTITUTION_TYPES")
    level: Int8 = column("int8", "code", "who recognised it: sim.measures.tables.LEVELS")
    scale: Int64 = column(
        "int64", "-", "yuan guaranteed, resident entities, or registered-poor staff; 0 for others"
    )
    standing: Int32 = column(
        "int32",
        "1/65,536",
        "its place among those of its type and level, evenly spread: decides its turn",
    )


@dataclass(frozen=True)
class Partition:
    """A run of firms with its workers and jobseekers; the unit of work.

    Attributes:
        jurisdiction: name of the jurisdiction.
        years: calendar years for which newcomers are drawn.
        firms: the firms.
        workers: their posts, firm by firm.
        jobseekers: those whose unit is one of the firms.
        founders, firm_loans, arrivals, institutions: likewise.
        first_worker: id of the first worker.
        first_jobseeker: id of the first jobseeker.
        first_founder: id of the first founder.
        first_arrival: id of the first of the arrivals.
        draw: number of the world its targets are from.
    """

    jurisdiction: str
    years: tuple[int, ...]
    firms: Firms
    workers: Workers
    jobseekers: Jobseekers
    founders: Founders
    firm_loans: FirmLoans
    arrivals: Arrivals
    institutions: Institutions
    first_worker: int
    first_jobseeker: int
    first_founder: int
    first_arrival: int
    draw: int = 0

    @property
    def worker_ids(self) -> npt.NDArray[np.int64]:
        """Agent ids of the workers."""
        return _ids(self.first_worker, self.workers)

    @property
    def jobseeker_ids(self) -> npt.NDArray[np.int64]:
        """Agent ids of the jobseekers."""
        return _ids(self.first_jobseeker, self.jobseekers)

    @property
    def founder_ids(self) -> npt.NDArray[np.int64]:
        """Agent ids of the founders."""
        return _ids(self.first_founder, self.founders)

    @property
    def arrival_ids(self) -> npt.NDArray[np.int64]:
        """Agent ids of the students and talents."""
        return _ids(self.first_arrival, self.arrivals)

    @property
    def offsets(self) -> npt.NDArray[np.intp]:
        """Row of each firm's first worker, for ``np.add.reduceat``."""
        return (self.firms.first_worker - self.first_worker).astype(np.intp)

    @property
    def firm_rows(self) -> npt.NDArray[np.int32]:
        """Row of each worker's firm."""
        return np.repeat(np.arange(len(self.firms), dtype=np.int32), self.firms.staff)

    @property
    def unit_rows(self) -> npt.NDArray[np.int32]:
        """Row of each jobseeker's unit."""
        return self.rows_of(self.jobseekers.firm)

    def rows_of(self, firms: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        """Row of each firm, by its id."""
        first = int(self.firms.firm[0]) if len(self.firms) else 0
        return firms - np.int32(first)


@dataclass(frozen=True)
class Population:
    """Who lives in a jurisdiction.

    Attributes:
        jurisdiction: name of the jurisdiction.
        size: share of full size; totals of a run are to be divided by it.
        seed: seed of the draw.
        years: calendar years for which newcomers are drawn.
        firms, workers, jobseekers, founders, firm_loans, arrivals, institutions: the tables.
        fingerprint: sha256 of the contents.
        draw: number of the world its targets are from; 0 has the central values.
    """

    jurisdiction: str
    size: float
    seed: int
    years: tuple[int, ...]
    firms: Firms = field(repr=False)
    workers: Workers = field(repr=False)
    jobseekers: Jobseekers = field(repr=False)
    founders: Founders = field(repr=False)
    firm_loans: FirmLoans = field(repr=False)
    arrivals: Arrivals = field(repr=False)
    institutions: Institutions = field(repr=False)
    fingerprint: str
    draw: int = field(default=0, kw_only=True)

    def partitions(self, workers_per_partition: int = 96_000) -> list[Partition]:
        """The population as firm-aligned slices of about so many workers."""
        cuts = self._cuts(workers_per_partition)
        return [self._slice(a, b) for a, b in pairwise(cuts)]

    def _cuts(self, workers_per_partition: int) -> Sequence[int]:
        ends = self.firms.first_worker.astype(np.int64) + self.firms.staff
        cuts = [0]
        while cuts[-1] < len(self.firms):
            wanted = int(self.firms.first_worker[cuts[-1]]) + workers_per_partition
            cuts.append(max(int(np.searchsorted(ends, wanted, side="right")), cuts[-1] + 1))
        return cuts

    def _slice(self, begin: int, end: int) -> Partition:
        firms = self.firms.take(slice(begin, end))
        first = int(firms.first_worker[0])
        last = int(firms.first_worker[-1]) + int(firms.staff[-1])
        seekers = _run(self.jobseekers, begin, end)
        founders = _run(self.founders, begin, end)
        arrivals = _run(self.arrivals, begin, end)
        before = len(self.workers) + len(self.jobseekers)
        return Partition(
            jurisdiction=self.jurisdiction,
            years=self.years,
            firms=firms,
            workers=self.workers.take(slice(first, last)),
            jobseekers=self.jobseekers.take(seekers),
            founders=self.founders.take(founders),
            firm_loans=self.firm_loans.take(_run(self.firm_loans, begin, end)),
            arrivals=self.arrivals.take(arrivals),
            institutions=self.institutions.take(_run(self.institutions, begin, end)),
            first_worker=first,
            first_jobseeker=len(self.workers) + seekers.start,
            first_founder=before + founders.start,
            first_arrival=before + len(self.founders) + arrivals.start,
            draw=self.draw,
        )

    def tables(self) -> dict[str, Table]:
        """The tables by name."""
        return {name: getattr(self, name) for name in POPULATION_TABLES}


POPULATION_TABLES: dict[str, type[Table]] = {
    "firms": Firms,
    "workers": Workers,
    "jobseekers": Jobseekers,
    "founders": Founders,
    "firm_loans": FirmLoans,
    "arrivals": Arrivals,
    "institutions": Institutions,
}
"""Tables of a population by name; those after the workers are sorted by their firm."""


def arrays(table: Table) -> dict[str, Array]:
    """Columns of a table by name."""
    return {name: getattr(table, name) for name in table.dtypes()}


def _ids(first: int, table: Table) -> npt.NDArray[np.int64]:
    return np.arange(first, first + len(table), dtype=np.int64)


def _run(
    table: Jobseekers | Founders | FirmLoans | Arrivals | Institutions, begin: int, end: int
) -> slice:
    """Rows of a table that belong to a run of firms."""
    a, b = np.searchsorted(table.firm, [begin, end])
    return slice(int(a), int(b))
