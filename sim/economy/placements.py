"""Public-service posts, and work away from home."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.base.dates import month, year_of
from sim.base.draws import bits, uniform
from sim.economy.firm_years import Setting
from sim.economy.jobs import months_lasting
from sim.economy.next_jobs import AWAY, IN_NEED, PUBLIC_POST
from sim.economy.posts import day_in_month
from sim.economy.spells import Seekers
from sim.measures.tables import Moves, Posts, any_of
from sim.population.lookup import four_fields

Int64 = npt.NDArray[np.int64]


def public_posts(setting: Setting, people: Seekers, years: tuple[int, ...]) -> Posts:
    """Who is placed on a public-service post in the years, and how long they stay."""
    rules, partition = setting.responses.next_jobs, setting.partition
    rows, started_on = _found(setting, people, PUBLIC_POST, years)
    ids, table = people.ids[rows], partition.jobseekers.take(rows)
    draw = four_fields(bits(setting.seed, "public post/person", ids))
    stays = uniform(setting.seed, "public post/stays", ids)
    graduate = any_of(table.groups, ("graduate",))
    longest = round(rules.longest_public_post.value)
    return Posts.of(
        person=ids,
        started_on=started_on,
        months_on_post=months_lasting(stays, rules.leaves_public_post.value, longest),
        able_and_willing=draw[0] < rules.able_and_willing.value * 65536,
        disadvantaged_graduate=graduate & any_of(table.groups, IN_NEED),
        farm_graduate=graduate & table.rural & (draw[1] < rules.purely_farming.value * 65536),
        groups=table.groups,
        tier=partition.firms.tier[partition.unit_rows[rows]],
    ).take(np.isin(year_of(started_on), years))


def moves(setting: Setting, people: Seekers, years: tuple[int, ...]) -> Moves:
    """Who goes away to work in the years, how, and for how long."""
    rules = setting.responses.next_jobs
    rows, moved_on = _found(setting, people, AWAY, years)
    ids = people.ids[rows]
    draw = four_fields(bits(setting.seed, "move/person", ids))
    stays = uniform(setting.seed, "move/stays", ids)
    return Moves.of(
        person=ids,
        moved_on=moved_on,
        organised=draw[0] < rules.organised.value * 65536,
        outside_county=draw[1] < rules.outside_county.value * 65536,
        stable_months=months_lasting(stays, rules.leaves_place.value, 60),
        groups=setting.partition.jobseekers.groups[rows],
    ).take(np.isin(year_of(moved_on), years))


def _found(
    setting: Setting, people: Seekers, kind: int, years: tuple[int, ...]
) -> tuple[npt.NDArray[np.intp], Int64]:
    """Rows of the jobseekers who find such a job in the years, and its first day."""
    due = (people.job_month >= month(years[0])) & (people.job_month <= month(years[-1], 12))
    rows = np.flatnonzero(due & (people.next_job == kind))
    u = uniform(setting.seed, "placement/day", people.ids[rows])
    came_on = setting.partition.jobseekers.came_on[rows].astype(np.int64)
    return rows, np.maximum(day_in_month(people.job_month[rows], u), came_on + 1)
