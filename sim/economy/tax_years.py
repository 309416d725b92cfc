"""Firms in the years for which taxes, contributions and prices are settled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.base.dates import day
from sim.base.draws import bits
from sim.economy.firm_years import Setting, last_year
from sim.economy.hire_details import is_private
from sim.economy.premiums import stretches
from sim.measures.tables import TaxYears
from sim.population import SECTORS
from sim.population.lookup import curve, four_fields

Int64 = npt.NDArray[np.int64]


def tax_years(setting: Setting, years: tuple[int, ...]) -> TaxYears:
    """A row for each firm with staff, for the years and the one before.

    The income tax of a year is settled in the next, so that the first year asked for holds the
    settlement of the one before it.
    """
    asked = sorted({*years, min(years) - 1})
    table = TaxYears.joined([TaxYears.of(**dict(_year(setting, year))) for year in asked])
    return table.take(table.staff > 0)


def _year(setting: Setting, year: int) -> Iterator[tuple[str, Any]]:
    firms, rules = setting.partition.firms, setting.responses.taxes
    when = np.full(len(firms), year)
    staff = _staff(setting, year)
    draw = four_fields(bits(setting.seed, "firm/taxes", firms.firm, when))
    yield from {
        "firm": firms.firm,
        "year_end": np.full(len(firms), day(f"{year}-12-31")),
        "settled_on": day(f"{year + 1}-05-01") + (draw[3].astype(np.int32) * 31 >> 16),
        "enterprise": firms.enterprise,
        "private": is_private(firms),
        "insured": np.ones(len(firms), np.bool_),
        "staff": staff,
    }.items()
    wages = 12.0 * setting.wages_by_firm * setting.wage_factor(year)[firms.sector]
    bill = np.rint(wages * (staff / firms.staff)).astype(np.int64)
    yield "wage_bill_fen", bill
    for name, share, field in (
        ("taxable_income_fen", rules.income, draw[0]),
        ("education_spending_fen", rules.education_spending, draw[1]),
        ("education_carried_fen", rules.education_carried, draw[2]),
    ):
        yield name, np.where(firms.enterprise, np.floor(bill * curve(share)[field]), 0)
    yield from _character(setting)
    yield "contribution_base_month_fen", _base(setting, year, staff)


def _character(setting: Setting) -> Iterator[tuple[str, Any]]:
    """What lasts: certified technology services, the tariff of the firm's power."""
    firms, rules = setting.partition.firms, setting.responses.taxes
    draw = four_fields(bits(setting.seed, "firm/tax character", firms.firm))
    services = firms.enterprise & (firms.sector == SECTORS.index("services"))
    yield "technology_service", services & (draw[0] < rules.technology_service.value * 65536)
    commercial = np.asarray(rules.commercial_power.of(SECTORS))[firms.sector]
    yield "commercial_power", firms.enterprise & (draw[1] < commercial * 65536)


def _staff(setting: Setting, year: int) -> Int64:
    if year == setting.base_year:
        return last_year(setting, year + 1)[1]
    return setting.average_staff(year)


def _base(setting: Setting, year: int, staff: Int64) -> Int64:
    """Wages between floor and cap of a mean month, for the average staff of the year."""
    partition, declared = setting.partition, setting.declared(year)
    total = np.zeros(len(partition.firms), np.int64)
    for part in stretches(setting.local, year, ()):
        total += part.months * np.add.reduceat(part.base(declared), partition.offsets)
    posts = partition.firms.staff.astype(np.int64)
    # Firms differ in size, so each has a denominator of its own; halves go up.
    return (2 * total * staff + 12 * posts) // (24 * posts)
