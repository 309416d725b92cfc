"""New businesses: of founders, and of people who leave the register to work for themselves."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.base.dates import month, year_of
from sim.base.draws import bits, uniform
from sim.base.money import FEN_PER_YUAN
from sim.economy.firm_years import Setting
from sim.economy.jobs import months_lasting
from sim.economy.posts import day_in_month
from sim.measures.tables import Array, Bool, Spells, Startups
from sim.population.lookup import code_table, curve, four_fields

Int64 = npt.NDArray[np.int64]

LONGEST = 120
"""Months after which a business counts as open for good."""


def startups(setting: Setting, spells: Spells, years: tuple[int, ...]) -> Startups:
    """Businesses that open in the years.

    Args:
        setting: of the partition.
        spells: all registered spells of the horizon.
        years: calendar years.
    """
    return Startups.joined([_of_founders(setting, years), _of_spells(setting, spells, years)])


def _of_founders(setting: Setting, years: tuple[int, ...]) -> Startups:
    partition = setting.partition
    rows = np.flatnonzero(np.isin(year_of(partition.founders.founded_on), years))
    table = partition.founders.take(rows)
    tier = partition.firms.tier[partition.rows_of(table.firm)]
    ids = partition.founder_ids[rows]
    return _table(setting, ids, table.founded_on, np.zeros(len(ids), np.bool_), table.groups, tier)


def _of_spells(setting: Setting, spells: Spells, years: tuple[int, ...]) -> Startups:
    in_time = (spells.reemployed_month >= month(years[0])) & (
        spells.reemployed_month <= month(years[-1], 12)
    )
    table = spells.take(np.flatnonzero(spells.founded & in_time))
    u = uniform(setting.seed, "startup/day", table.person)
    days = day_in_month(table.reemployed_month, u)
    unemployed = np.ones(len(table), np.bool_)
    found = _table(setting, table.person, days, unemployed, table.groups, table.tier)
    return found.take(np.isin(year_of(found.founded_on), years))


def _table(
    setting: Setting, ids: Array, founded_on: Array, unemployed: Bool, groups: Array, tier: Array
) -> Startups:
    rules, seed = setting.responses.businesses, setting.seed
    draw = four_fields(bits(seed, "startup/business", ids))
    other = four_fields(bits(seed, "startup/premises", ids))
    closes = uniform(seed, "startup/closes", ids)
    return Startups.of(
        founder=ids,
        founded_on=founded_on,
        form=forms(setting, ids),
        first_time=draw[0] < rules.first_time.value * 65536,
        qualifies=draw[1] < rules.qualifies.value * 65536,
        unemployed=unemployed,
        months_open=months_lasting(closes, rules.closes.value, LONGEST),
        rent_month_fen=_yuan(curve(rules.rent)[other[0]]),
        trademarks=code_table(rules.trademarks)[draw[2]],
        in_public_park=other[1] < rules.in_public_park.value * 65536,
        strained_county=other[2] < rules.strained_county.value * 65536,
        pilot=other[3] < rules.pilot.value * 65536,
        tax_due_year_fen=_yuan(curve(rules.tax_due)[draw[3]]),
        groups=groups,
        tier=tier,
    )


def forms(setting: Setting, ids: Array) -> Int64:
    """Legal form of each founder's business: a code of BUSINESS_FORMS."""
    field = four_fields(bits(setting.seed, "startup/form", ids))[0]
    return code_table(setting.responses.businesses.forms)[field]


def _yuan(amount: Array) -> Int64:
    """Fen of whole yuan."""
    return np.rint(amount).astype(np.int64) * FEN_PER_YUAN
