"""Everybody who looks for work in a partition, and when each finds it if nobody responds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.base.dates import NEVER, month_of
from sim.base.draws import uniform
from sim.economy.firm_years import Setting
from sim.economy.hazards import hazard_of, seeker_hazards
from sim.economy.jobs import next_job
from sim.economy.spells import seekers
from sim.measures.tables import Spells, any_of

Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Search:
    """Searches for work, one a person.

    Attributes:
        ids: agent ids, ascending.
        begin: month number in which each begins.
        found: month number of the job; NEVER if none.
        hazard: monthly chance of a job.
        sector: of the unit that would hire.
        dibao: whether the household draws the subsistence allowance.
        setting: of the partition.
    """

    ids: Int64
    begin: Int64
    found: Int64
    hazard: Float64
    sector: npt.NDArray[np.int8]
    dibao: Bool
    setting: Setting

    def rows_of(self, ids: Int64) -> tuple[npt.NDArray[np.intp], Bool]:
        """Row of each id, and whether it is known."""
        if not len(self.ids):
            return np.zeros(len(ids), np.intp), np.zeros(len(ids), np.bool_)
        at = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        return at, self.ids[at] == ids

    def draws(self, kind: str, people: npt.ArrayLike, occasion: npt.ArrayLike) -> Float64:
        """What decides whether a kind of measure is the cause of each person's job, in [0, 1)."""
        return uniform(self.setting.seed, f"effect/{kind}", people, occasion)

    def once_more(self, rows: npt.NDArray[np.intp]) -> Int64:
        """Month of the next job of people who do not get the one they found."""
        setting = self.setting
        return next_job(
            setting, self.ids[rows], self.found[rows], self.hazard[rows], self.sector[rows],
            stream="person/search on",
        )  # fmt: skip


def search_of(setting: Setting, spells: Spells) -> Search:
    """The searches of a partition: dismissed holders of posts, then jobseekers.

    Args:
        setting: of the partition, when nobody responds.
        spells: its registered spells then.
    """
    partition = setting.partition
    people = seekers(setting)
    left = np.flatnonzero(spells.person < partition.first_jobseeker)
    left = left[np.argsort(spells.person[left], kind="stable")]
    workers = spells.take(left)
    row = workers.person.astype(np.int64) - partition.first_worker
    firm, holders = partition.firm_rows[row], partition.workers.take(row)
    hazard = hazard_of(
        setting, setting.responses.job_finding.laid_off.value, workers.groups,
        holders.born_on, workers.left_on, holders.education,
    )  # fmt: skip
    sector = partition.firms.sector
    came = np.maximum(partition.jobseekers.came_on.astype(np.int64), 0)
    groups = (workers.groups, partition.jobseekers.groups)
    return Search(
        ids=np.concatenate([workers.person.astype(np.int64), people.ids]),
        begin=np.concatenate([month_of(workers.left_on), month_of(came)]).astype(np.int64),
        found=np.concatenate([workers.reemployed_month.astype(np.int64), people.job_month]),
        hazard=np.concatenate([hazard, seeker_hazards(setting)]),
        sector=np.concatenate([sector[firm], sector[partition.unit_rows]]),
        dibao=np.concatenate([any_of(g, ("dibao",)) for g in groups]),
        setting=setting,
    )


def sooner(search: Search, rows: npt.NDArray[np.intp]) -> Int64:
    """Month of the job of people who find it sooner by as much as others would find it later."""
    later = search.once_more(rows)
    wait = np.where(later == NEVER, 0, later - search.found[rows])
    return np.maximum(search.found[rows] - wait, search.begin[rows] + 1)
