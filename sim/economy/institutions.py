"""Guarantee companies, incubators and other institutions in their years."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.base.dates import first_day_of
from sim.base.draws import bits, uniform
from sim.base.money import FEN_PER_YUAN
from sim.economy.firm_years import Setting
from sim.measures.tables import (
    INSTITUTIONS,
    LEVELS,
    Array,
    GuaranteeYears,
    IncubatorYears,
    InstitutionYears,
)
from sim.population.columns import INSTITUTION_TYPES, Institutions
from sim.population.lookup import curve, four_fields

Int64 = npt.NDArray[np.int64]

TURN = 65536
"""``Institutions.standing`` goes from 0 to just below this."""

STEP = 40503
"""Golden part of :data:`TURN`: year by year, others of a type have their turn, none for long."""


def guarantee_years(setting: Setting, years: tuple[int, ...]) -> GuaranteeYears:
    """Each guarantee institution in each year, settled on its last day."""
    rules = setting.responses.institutions
    table, year = _rows(setting, ("guarantor", "private_guarantor", "reguarantor"), years)
    ids, since = table.institution, year - setting.base_year
    draw = four_fields(bits(setting.seed, "guarantor/year", ids, year))
    other = four_fields(bits(setting.seed, "guarantor/losses", ids, year))
    government = table.type == INSTITUTION_TYPES.index("guarantor")
    luck = 0.9 + 0.2 * draw[0] / TURN
    balance = _whole(table.scale * (1 + rules.growth.value) ** since * luck)
    raised = government & (draw[1] < rules.new_capital.value * TURN)
    capital = np.where(raised, _whole(curve(rules.capital)[draw[2]] * table.scale), 0)
    granted = raised & (draw[3] < rules.province_grants.value * TURN)
    subsidy = np.where(granted, _whole(capital * curve(rules.provincial_subsidy)[other[0]]), 0)
    compensated = _whole(balance * curve(rules.compensated)[other[1]])
    return GuaranteeYears.of(
        institution=ids,
        settled_on=_last_days(year),
        government=government,
        reguarantor=table.type == INSTITUTION_TYPES.index("reguarantor"),
        qualifies=other[3] < rules.guarantor_qualifies.value * TURN,
        average_balance_fen=balance * FEN_PER_YUAN,
        new_fiscal_capital_fen=capital * FEN_PER_YUAN,
        province_grants=granted,
        provincial_subsidy_fen=subsidy * FEN_PER_YUAN,
        compensated_fen=compensated * FEN_PER_YUAN,
        recovered_fen=_whole(compensated * curve(rules.recovered)[other[2]]) * FEN_PER_YUAN,
    )


def incubator_years(setting: Setting, years: tuple[int, ...]) -> IncubatorYears:
    """Each incubator in each year.

    Its first good year is one draw: in it, it passes and is found effective, and from the next
    year on it has drawn what is paid but once.
    """
    rules = setting.responses.institutions
    table, year = _rows(setting, ("incubator",), years)
    ids = table.institution
    since = year - setting.base_year
    first = _first_good_year(setting, table.standing)
    draw = four_fields(bits(setting.seed, "incubator/year", ids, year))
    growth = curve(rules.residents_growth)[
        four_fields(bits(setting.seed, "incubator/growth", ids))[0]
    ]
    good = (year > first) & (draw[0] < rules.good_later.value * TURN)
    passed = (year > first) & (draw[0] < rules.passes.value * TURN)
    provincial = table.level >= LEVELS["provincial"]
    award = _whole(curve(rules.provincial_award)[draw[1]])
    turn = (table.standing + STEP * (since // 2)) % TURN
    return IncubatorYears.of(
        incubator=ids,
        assessed_on=_assessed(setting, ids, year),
        residents=np.maximum(np.rint(table.scale * growth ** (since - 1)), 1),
        effective=good | (year == first),
        passed=passed | good | (year == first),
        awarded_before=year > first,
        # The best are chosen every other year (每两年择优), the first time in the horizon's first.
        chosen=(since % 2 == 1) & (turn < rules.chosen.value * TURN),
        level=table.level,
        provincial_award_fen=np.where(provincial & (year == first), award, 0) * FEN_PER_YUAN,
    )


def _first_good_year(setting: Setting, standing: Array) -> Int64:
    """Year in which each incubator is first found good: before the horizon, or in it."""
    share = setting.responses.institutions.good_before.value
    years = len(setting.partition.years)
    part = (standing / TURN - share) / max(1 - share, 1e-9)
    step = np.where(part < 0, 0, 1 + np.floor(part * years)).astype(np.int64)
    return setting.base_year + step


def institution_years(setting: Setting, years: tuple[int, ...]) -> InstitutionYears:
    """Each other institution in each year since it exists."""
    rules, base = setting.responses.institutions, setting.base_year
    table, year = _rows(setting, tuple(INSTITUTIONS), years)
    ids, since = table.institution, year - base
    studio = table.type == INSTITUTION_TYPES.index("studio")
    # Studios are approved once, in the base year or later, as many each year.
    approved_in = base + table.standing * (len(setting.partition.years) + 1) // TURN
    share = np.asarray(rules.approved.of(INSTITUTION_TYPES))[table.type]
    turn = (table.standing + STEP * since) % TURN
    staff = table.scale * (0.7 + 0.6 * uniform(setting.seed, "workshop/staff", ids, year))
    codes = [INSTITUTIONS.get(name, -1) for name in INSTITUTION_TYPES]
    found = InstitutionYears.of(
        institution=ids,
        assessed_on=_assessed(setting, ids, year),
        type=np.asarray(codes)[table.type],
        level=table.level,
        approved=np.where(studio, year == approved_in, turn < share * TURN),
        awarded_before=studio & (year > approved_in),
        poor_staff=np.rint(staff),
    )
    return found.take(~studio | (year >= approved_in))


def _rows(
    setting: Setting, types: tuple[str, ...], years: tuple[int, ...]
) -> tuple[Institutions, Int64]:
    """Institutions of some types, once for each year, and the year."""
    table = setting.partition.institutions
    codes = [INSTITUTION_TYPES.index(name) for name in types]
    rows = np.flatnonzero(np.isin(table.type, codes))
    year = np.repeat(np.asarray(years, np.int64), len(rows))
    return table.take(np.tile(rows, len(years))), year


def _assessed(setting: Setting, ids: Array, year: Int64) -> Int64:
    """A day of December, the same for an institution in every year."""
    december = first_day_of((year - 1970) * 12 + 11).astype(np.int64)
    field = four_fields(bits(setting.seed, "institution/day", ids))[0]
    return december + (field.astype(np.int64) * 31 >> 16)


def _last_days(year: Int64) -> Int64:
    return first_day_of((year - 1969) * 12).astype(np.int64) - 1


def _whole(amount: Any) -> Int64:
    """Whole numbers, halves to the even one."""
    return np.asarray(np.rint(amount), np.int64)
