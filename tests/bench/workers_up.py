"""The rules pass from the workers up: bills of a million posts, summed to firms, then the rules.

Both sides start from posts (wage, floor, firm, months filled) and compute what the facts hold of
social insurance: last year's unemployment premium of each firm and what is payable in the month
of application, three years of each. Both then run the same rules pass on firms with these sums.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from sim.base.dates import NEVER, month, month_of, year_of
from sim.economy import events, firm_years, premiums
from sim.economy.firm_years import Setting
from sim.engine.answer import intentions
from sim.engine.decide import Desk, joined
from sim.measures.rulebook import Rulebook
from sim.measures.tables import FirmYears
from tests.bench import ours, peer
from tests.bench.city import YEARS, City
from tests.bench.frames import Frames, Numbers
from tests.bench.totals import ByClause, Int64

BILLS = (
    "premium_paid_fen", "premium_paid_by_firm_fen", "si_payable_month_fen",
    "si_three_payable_month_fen",
)  # fmt: skip
REPORTED = range(YEARS[0], YEARS[1] + 1)


@dataclass(frozen=True)
class Posts:
    """A partition before its bills are known.

    Attributes:
        desk: its other facts.
        setting: posts, wages, closings.
        asked: month in which each firm applies, by year.
        layoffs: of the year before, by year and firm.
        staffed: firms that still have staff when they would apply, by year.
    """

    desk: Desk
    setting: Setting
    asked: dict[int, Int64]
    layoffs: dict[int, Int64]
    staffed: dict[int, Int64]


def posts_of(city: City, rules: Rulebook) -> list[Posts]:
    """What both sides start from."""
    return [
        _posts(partition, desk, rules, city)
        for partition, desk in zip(city.partitions, city.desks, strict=True)
    ]


def _posts(partition: Any, desk: Desk, rules: Rulebook, city: City) -> Posts:
    would = intentions(partition, city.scenario)
    setting = events.Setting(would, rules.local)
    table: Any = desk.facts[FirmYears]
    months, year = month_of(table.applied_on), year_of(table.applied_on)
    asked, layoffs, staffed = {}, {}, {}
    for each in REPORTED:
        rows = np.flatnonzero(year == each)
        firms = table.firm[rows] - partition.firms.firm[0]
        asked[each] = np.full(len(partition.firms), month(each), np.int64)
        asked[each][firms] = months[rows]
        layoffs[each] = np.zeros(len(partition.firms), np.int64)
        layoffs[each][firms] = table.layoffs_last_year[rows]
        staffed[each] = firms
    return Posts(desk, setting, asked, layoffs, staffed)


def ours_up(posts: list[Posts], rules: Rulebook) -> tuple[ByClause, Int64]:
    """Totals, and the sums of the bills over all firms and years."""
    desks = [_with_bills(some) for some in posts]
    sums = [[getattr(d.facts[FirmYears], name).sum() for name in BILLS] for d in desks]
    return ours.rules_pass([joined(desks)], rules), np.sum(sums, axis=0)


def _with_bills(posts: Posts) -> Desk:
    setting, found = posts.setting, []
    years = range(YEARS[0] - 1, YEARS[1] + 1)
    declared = {year: firm_years._declared(setting, year) for year in years}
    for year in REPORTED:
        columns = (
            *firm_years._premiums(setting, declared[year - 1], year - 1, posts.layoffs[year]),
            *firm_years._payable(setting, declared[year], year, posts.asked[year]),
        )
        found.append([column[posts.staffed[year]] for column in columns])
    joined = (np.concatenate(parts) for parts in zip(*found, strict=True))
    table: Any = posts.desk.facts[FirmYears]
    billed = replace(table, **dict(zip(BILLS, joined, strict=True)))
    return Desk({**posts.desk.facts, FirmYears: billed}, posts.desk.claims)


@dataclass(frozen=True)
class Ledger:
    """The same posts as frames, and the floors, caps and rates of each stretch of months.

    ``workers``: firm, wage (0 where insured at the floor), opened and closed month of the post.
    ``firms``: staff, lay-offs of the year before and month of application, by firm and year.
    """

    workers: pd.DataFrame
    firms: dict[int, pd.DataFrame]
    factor: dict[int, float]
    paid: dict[int, list[premiums.Stretch]]
    payable: dict[int, list[premiums.Stretch]]


def ledger_of(posts: list[Posts], rules: Rulebook) -> Ledger:
    """The frames, made before any timing."""
    firms = {
        year: pd.concat([_firms(some, year) for some in posts], ignore_index=True)
        for year in REPORTED
    }
    setting, before = posts[0].setting, range(YEARS[0] - 1, YEARS[1])
    factors = {year: setting.wage_factor(year) for year in range(YEARS[0] - 1, YEARS[1] + 1)}
    return Ledger(
        workers=pd.concat([_workers(some.setting) for some in posts], ignore_index=True),
        firms=firms,
        factor={year: float(by_sector[0]) for year, by_sector in factors.items()},
        paid={
            year: premiums.stretches(
                rules.local, year, premiums.UNEMPLOYMENT, premiums.UNEMPLOYMENT_FIRM
            )
            for year in before
        },
        payable={
            year: premiums.stretches(rules.local, year, premiums.ALL, premiums.THREE)
            for year in REPORTED
        },
    )


def _workers(setting: Setting) -> pd.DataFrame:
    partition, closings = setting.partition, setting.closings
    firm = partition.firm_rows
    closed = np.full(len(firm), NEVER, np.int64)
    closed[closings.rows] = closings.months
    return pd.DataFrame({
        "firm": partition.firms.firm[firm],
        "wage": np.where(partition.workers.at_floor, 0, partition.workers.wage_fen),
        "opened": partition.firms.opened_month[firm].astype(np.int64),
        "closed": closed,
    })  # fmt: skip


def _firms(posts: Posts, year: int) -> pd.DataFrame:
    firms = posts.setting.partition.firms
    return pd.DataFrame({
        "staff": firms.staff.astype(np.int64),
        "layoffs": posts.layoffs[year],
        "asked": posts.asked[year],
    }, index=firms.firm)  # fmt: skip


def pandas_up(frames: Frames, numbers: Numbers, ledger: Ledger) -> tuple[ByClause, Int64]:
    """Totals, and the sums of the bills over all firms and years."""
    bills = pd.concat({year: _bills(ledger, year) for year in REPORTED}, names=["year", "firm"])
    firms = frames["FirmYears"].drop(columns=list(BILLS))
    firms = firms.assign(year=firms["applied_on"].dt.year)
    firms = firms.merge(bills, left_on=["year", "firm"], right_index=True)
    totals = peer.rules_pass({**frames, "FirmYears": firms}, numbers)
    return totals, firms[list(BILLS)].sum().to_numpy(np.int64)


def _bills(ledger: Ledger, year: int) -> pd.DataFrame:
    """Bills of every firm in a year: paid the year before, and payable when it applies."""
    firms = ledger.firms[year]
    paid = _paid(ledger, year - 1)
    if year - 1 < REPORTED[0]:
        # Those laid off in the base year paid as their colleagues did, for half of it.
        twice = 2 * firms["staff"]
        paid = paid.add(paid.mul(2 * firms["layoffs"], axis=0).add(twice, axis=0).floordiv(
            2 * twice, axis=0
        ))  # fmt: skip
    return paid.join(_payable(ledger, year, firms["asked"]))


def _paid(ledger: Ledger, year: int) -> pd.DataFrame:
    """Unemployment premium paid in a year, by firm."""
    workers, parts = ledger.workers, ledger.paid[year]
    wage = _declared(ledger, year)
    # With one rate all year, the rate stands before the sum over the months.
    based = 0
    for part in parts:
        end = (workers["closed"] + 1).clip(upper=part.first + part.months)
        months = (end - workers["opened"].clip(lower=part.first)).clip(lower=0)
        based = based + wage.clip(part.floor, part.cap) * months
    bills = pd.DataFrame({
        name: _of(based, parts, which) for which, name in enumerate(BILLS[:2])
    })  # fmt: skip
    return bills.groupby(workers["firm"]).sum()


def _of(based: pd.Series, parts: list[premiums.Stretch], which: int) -> pd.Series:
    rates = {part.rates[which] for part in parts}
    if len(rates) != 1:
        msg = "the peer expects one unemployment rate a year"
        raise ValueError(msg)
    rate = rates.pop()
    return peer.share_of(based, (rate.numerator, rate.denominator))


def _payable(ledger: Ledger, year: int, asked: pd.Series) -> pd.DataFrame:
    """Social insurance payable in the month of application, by firm."""
    workers = ledger.workers
    at = asked.to_numpy()[workers["firm"]]
    wage, filled = _declared(ledger, year), workers["closed"] > at
    found = []
    for part in ledger.payable[year]:
        here = filled & (at >= part.first) & (at < part.first + part.months)
        base = wage[here].clip(part.floor, part.cap)
        bills = pd.DataFrame({
            name: peer.share_of(base, (rate.numerator, rate.denominator))
            for name, rate in zip(BILLS[2:], part.rates, strict=True)
        })  # fmt: skip
        found.append(bills.groupby(workers["firm"][here]).sum())
    return pd.concat(found).reindex(asked.index, fill_value=0)


def _declared(ledger: Ledger, year: int) -> pd.Series:
    """Wage that each post declares in a year."""
    grown = ledger.workers["wage"] * ledger.factor[year] + 0.5
    return grown.astype("int64")
