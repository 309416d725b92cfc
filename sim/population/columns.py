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

from sim.measures.tables import Array, Bool, Int8, Int16, Int32, Table, UInt16, column

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
class Partition:
    """A run of firms with its workers and jobseekers; the unit of work.

    Attributes:
        jurisdiction: name of the jurisdiction.
        years: calendar years for which newcomers are drawn.
        firms: the firms.
        workers: their posts, firm by firm.
        jobseekers: those whose unit is one of the firms.
        first_worker: id of the first worker.
        first_jobseeker: id of the first jobseeker.
    """

    jurisdiction: str
    years: tuple[int, ...]
    firms: Firms
    workers: Workers
    jobseekers: Jobseekers
    first_worker: int
    first_jobseeker: int

    @property
    def worker_ids(self) -> npt.NDArray[np.int64]:
        """Agent ids of the workers."""
        return np.arange(self.first_worker, self.first_worker + len(self.workers), dtype=np.int64)

    @property
    def jobseeker_ids(self) -> npt.NDArray[np.int64]:
        """Agent ids of the jobseekers."""
        first = self.first_jobseeker
        return np.arange(first, first + len(self.jobseekers), dtype=np.int64)

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
        first = int(self.firms.firm[0]) if len(self.firms) else 0
        return self.jobseekers.firm - np.int32(first)


@dataclass(frozen=True)
class Population:
    """Who lives in a jurisdiction.

    Attributes:
        jurisdiction: name of the jurisdiction.
        size: share of full size; totals of a run are to be divided by it.
        seed: seed of the draw.
        years: calendar years for which newcomers are drawn.
        firms, workers, jobseekers: the tables.
        fingerprint: sha256 of the contents.
    """

    jurisdiction: str
    size: float
    seed: int
    years: tuple[int, ...]
    firms: Firms = field(repr=False)
    workers: Workers = field(repr=False)
    jobseekers: Jobseekers = field(repr=False)
    fingerprint: str

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
        a, b = np.searchsorted(self.jobseekers.firm, [begin, end])
        return Partition(
            jurisdiction=self.jurisdiction,
            years=self.years,
            firms=firms,
            workers=self.workers.take(slice(first, last)),
            jobseekers=self.jobseekers.take(slice(int(a), int(b))),
            first_worker=first,
            first_jobseeker=len(self.workers) + int(a),
        )

    def tables(self) -> dict[str, Table]:
        """The tables by name."""
        return {"firms": self.firms, "workers": self.workers, "jobseekers": self.jobseekers}


def arrays(table: Table) -> dict[str, Array]:
    """Columns of a table by name."""
    return {name: getattr(table, name) for name in table.dtypes()}
