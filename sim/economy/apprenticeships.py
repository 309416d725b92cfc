"""New-type apprenticeships (企业新型学徒制): employees of firms that take part."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.base.dates import month, year_of
from sim.base.draws import bits, uniform
from sim.economy.firm_years import Setting
from sim.economy.posts import day_in_month
from sim.measures.tables import Apprenticeships
from sim.population import SECTORS
from sim.population.lookup import code_table, four_fields

Int64 = npt.NDArray[np.int64]


def apprenticeships(setting: Setting, years: tuple[int, ...]) -> Apprenticeships:
    """Apprenticeships begun in the years.

    A post's holder is an apprentice once at most; whether and in which year is one draw.
    """
    partition, rules, seed = setting.partition, setting.responses.apprenticeships, setting.seed
    rows, unit = _posts(setting)
    firms, ids = partition.firms.take(unit), partition.worker_ids[rows]
    chance = firms.apprentices / firms.staff
    u = uniform(seed, "worker/apprentice", ids)
    step = np.minimum(u / chance, 1000).astype(np.int64)
    draw = four_fields(bits(seed, "worker/apprenticeship", ids))
    starts = month(setting.base_year + 1) + 12 * step + (draw[0].astype(np.int64) * 12 >> 16)
    chain = four_fields(bits(seed, "firm/chain", firms.firm))[0]
    industry = firms.sector == SECTORS.index("manufacturing")
    open_until = np.full(len(partition.workers), np.iinfo(np.int32).max, np.int32)
    open_until[setting.closings.rows] = setting.closings.months
    table = Apprenticeships.of(
        person=ids,
        firm=firms.firm,
        started_on=day_in_month(starts, draw[1] / 65536),
        years=code_table(rules.years)[draw[2]],
        completed=draw[3] < rules.completed.value * 65536,
        enterprise=firms.enterprise,
        emerging_chain=industry & (chain < rules.emerging_chain.value * 65536),
    )
    due = (starts < open_until[rows]) & np.isin(year_of(table.started_on), years)
    return table.take(np.flatnonzero(due))


def _posts(setting: Setting) -> tuple[Int64, Int64]:
    """Rows of the posts of firms that take on apprentices, and of their firms."""
    firms = setting.partition.firms
    chosen = np.flatnonzero(firms.apprentices)
    staff = firms.staff[chosen].astype(np.int64)
    first = np.repeat(setting.partition.offsets[chosen] - (np.cumsum(staff) - staff), staff)
    return first + np.arange(len(first)), np.repeat(chosen, staff)
