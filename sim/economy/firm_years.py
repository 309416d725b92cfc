"""Firms in the years in which they could apply: staff, lay-offs, premiums, distress, training."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.base.dates import NEVER, month
from sim.base.draws import bits, uniform
from sim.base.money import FEN_PER_YUAN
from sim.economy.labour import distress_chance
from sim.economy.plan import NOTHING, Plan
from sim.economy.posts import Closings, Intentions, closings, day_in_month
from sim.economy.premiums import (
    ALL,
    THREE,
    UNEMPLOYMENT,
    UNEMPLOYMENT_FIRM,
    Local,
    filled_months,
    month_bills,
    stretches,
    year_bills,
)
from sim.economy.responses import Responses
from sim.economy.world import World
from sim.measures.tables import Array, Bool, FirmYears, bit
from sim.population import Partition, Targets, targets_of
from sim.population.lookup import code_table, curve, four_fields

Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Setting:
    """What the facts of a partition are built from.

    Attributes:
        would: what firms would do; it keeps what follows whatever the plan and local numbers.
        local: the jurisdiction's law parameters by name.
        plan: what money changes in the arm.
    """

    would: Intentions
    local: Local
    plan: Plan = NOTHING

    @property
    def partition(self) -> Partition:
        """Firms with their workers and jobseekers."""
        return self.would.surplus.partition

    @property
    def world(self) -> World:
        """Shocks and growth of wages."""
        return self.would.surplus.world

    @property
    def responses(self) -> Responses:
        """Numbers of the economy."""
        return self.would.surplus.responses

    @property
    def wage_growth(self) -> float:
        """Share a year."""
        return self.would.surplus.wage_growth

    @property
    def seed(self) -> int:
        """Of the events."""
        return self.would.surplus.seed

    @cached_property
    def closings(self) -> Closings:
        """The posts that close."""
        return closings(self.would, self.plan)

    @cached_property
    def gone_by_month(self) -> Int64:
        """Posts of each firm closed up to the end of each month of the horizon."""
        return np.cumsum(self.closings.by_firm, axis=1)

    @property
    def targets(self) -> Targets:
        """The targets that the partition was drawn to."""
        return targets_of(self.partition.jurisdiction, draw=self.partition.draw)

    @property
    def base_year(self) -> int:
        """Year whose end the population shows."""
        return min(self.partition.years) - 1

    @property
    def wages_by_firm(self) -> Int64:
        """Wages of a month of the base year, all posts of each firm."""
        return self.would.kept("wages", lambda: self._by_firm(self.partition.workers.wage_fen))

    @property
    def disabled(self) -> Int64:
        """Posts of each firm whose holder is disabled."""
        groups = self.partition.workers.groups
        return self.would.kept("disabled", lambda: self._by_firm((groups & bit("disabled")) != 0))

    def _by_firm(self, of_posts: Array) -> Int64:
        return np.add.reduceat(of_posts, self.partition.offsets, dtype=np.int64)

    def declared(self, year: int) -> Int64:
        """Wage that each post declares in a year, fen a month; 0 where insured at the floor."""
        return self.would.kept(("declared", year), lambda: _declared(self, year))

    def average_staff(self, year: int) -> Int64:
        """Mean of the twelve month-end head counts of each firm, rounded half up."""
        if year not in self._averages:
            begin = month(year) - self.closings.first_month
            gone = self.gone_by_month[:, begin : begin + 12].sum(axis=1)
            total = 12 * self.partition.firms.staff.astype(np.int64) - gone
            self._averages[year] = (2 * total + 12) // 24
        return self._averages[year]

    @cached_property
    def _averages(self) -> dict[int, Int64]:
        return {}

    def wage_factor(self, year: int) -> npt.NDArray[np.float64]:
        """Wages of a year against the base year, by sector."""
        shocks = self.world.multipliers("wages", month(year), 12).mean(axis=1)
        growth = (1.0 + self.wage_growth) ** (year - self.base_year)
        return np.asarray(shocks * growth)


def firm_years(setting: Setting, years: tuple[int, ...]) -> FirmYears:
    """A row for each firm that still has staff when it would apply, year by year."""
    tables = [FirmYears.of(**dict(_year(setting, year))) for year in years]
    table = FirmYears.joined(tables)
    return table.take(table.staff > 0)


def _year(setting: Setting, year: int) -> Iterator[tuple[str, Any]]:
    firms, seed = setting.partition.firms, setting.seed
    ids, occasion = firms.firm, np.full(len(firms), year)
    draw = four_fields(bits(seed, "firm/application", ids, occasion))
    months = month(year) + code_table(setting.responses.firms.application_months)[draw[0]] - 1
    layoffs, staff_before = last_year(setting, year)
    staff = firms.staff - _gone(setting, months)
    yield from {
        "firm": ids,
        "applied_on": day_in_month(months, draw[1] / 65536),
        "enterprise": firms.enterprise,
        "insured": np.ones(len(firms), np.bool_),
        "tier": firms.tier,
        "staff": staff,
        "staff_average": setting.average_staff(year),
        "staff_last_year": staff_before,
        "layoffs_last_year": layoffs,
    }.items()
    paid, by_firm = _premiums(setting, setting.declared(year - 1), year - 1, layoffs)
    yield "premium_paid_fen", paid
    yield "premium_paid_by_firm_fen", by_firm
    every, three = _payable(setting, setting.declared(year), year, months)
    yield "si_payable_month_fen", every
    yield "si_three_payable_month_fen", three
    distressed = _distressed(setting, year, layoffs, staff_before)
    yield "recognised_distressed", distressed
    yield from _standing(setting, occasion, distressed, paid)
    yield from _training(setting, year, distressed, staff)
    yield "disabled_staff", _disabled(setting, staff)


def _disabled(setting: Setting, staff: Int64) -> Int64:
    """Disabled employees: of the posts, or as many as firms have that concentrate them."""
    partition, rules = setting.partition, setting.responses.firms
    draw = four_fields(bits(setting.seed, "firm/disabled", partition.firms.firm))
    share = curve(rules.welfare_share)[draw[0]]
    concentrated = np.rint(staff * share).astype(np.int64)
    return np.minimum(np.where(partition.firms.welfare, concentrated, setting.disabled), staff)


def last_year(setting: Setting, year: int) -> tuple[Int64, Int64]:
    """Lay-offs and average staff of the year before."""
    closings = setting.closings
    if year - 1 == setting.base_year:
        gone = closings.base_year
        # Those who left in the base year were there for half of it on average.
        return gone, (2 * setting.partition.firms.staff.astype(np.int64) + gone + 1) // 2
    begin = month(year - 1) - closings.first_month
    return closings.by_firm[:, begin : begin + 12].sum(axis=1), setting.average_staff(year - 1)


def _gone(setting: Setting, months: Int64) -> Int64:
    """Posts closed up to the end of each firm's month of application."""
    upto = setting.gone_by_month
    return np.asarray(upto[np.arange(len(upto)), months - setting.closings.first_month])


def _declared(setting: Setting, year: int) -> Int64:
    """Wage that each post declares in a year, fen a month; 0 where insured at the floor."""
    partition = setting.partition
    factor = setting.wage_factor(year)
    workers = partition.workers
    wage = np.where(workers.at_floor, 0, workers.wage_fen)
    # Of a number that is not negative, casting is the floor.
    if np.all(factor == factor[0]):
        return np.asarray(wage * factor[0] + 0.5).astype(np.int64)
    by_post = np.repeat(factor[partition.firms.sector], partition.firms.staff)
    return np.asarray(wage * by_post + 0.5).astype(np.int64)


def _premiums(setting: Setting, declared: Int64, year: int, layoffs: Int64) -> tuple[Int64, Int64]:
    """Unemployment premium paid in a calendar year: firm and employees, and the firm's part."""
    parts = stretches(setting.local, year, UNEMPLOYMENT, UNEMPLOYMENT_FIRM)
    partition, closings = setting.partition, setting.closings
    begin, end = month(year), month(year, 12)
    opened = partition.firms.opened_month
    late = np.flatnonzero(np.repeat(opened > begin, partition.firms.staff))
    closed = closings.rows[closings.months <= end]
    rows = np.union1d(late, closed)
    firm_of = partition.firm_rows[rows]
    last = np.full(len(rows), end)
    last[np.searchsorted(rows, closed)] = closings.months[closings.months <= end]
    months = filled_months(parts, opened[firm_of].astype(np.int64), last)
    sums, bases = [], [part.base(declared) for part in parts]
    for which in (0, 1):
        bills = year_bills(bases, parts, which)
        bills[rows] = year_bills([base[rows] for base in bases], parts, which, months)
        total = np.add.reduceat(bills, partition.offsets)
        if year == setting.base_year:
            # Those laid off in the base year paid as their colleagues did, for half of it.
            staff = 2 * partition.firms.staff.astype(np.int64)
            total += (2 * total * layoffs + staff) // (2 * staff)
        sums.append(total)
    return sums[0], sums[1]


def _payable(setting: Setting, declared: Int64, year: int, months: Int64) -> tuple[Int64, Int64]:
    """Social insurance payable in the month of application: all of it, and the three."""
    partition, closings = setting.partition, setting.closings
    asked = months[partition.firm_rows[closings.rows]]
    gone = closings.rows[closings.months <= asked]
    results = [np.zeros(len(partition.firms), np.int64) for _ in range(2)]
    for part in stretches(setting.local, year, ALL, THREE):
        firms = (months >= part.first) & (months < part.first + part.months)
        if not firms.any():
            continue
        base = part.base(declared)
        for which, result in enumerate(results):
            bills = month_bills(base, part, which)
            bills[gone] = 0
            result[firms] = np.add.reduceat(bills, partition.offsets)[firms]
    return results[0], results[1]


def _distressed(setting: Setting, year: int, layoffs: Int64, staff: Int64) -> Bool:
    """Firms on the list of the distressed: likelier in some sectors and in shocks, few lay-offs."""
    firms, rules = setting.partition.firms, setting.responses.firms
    shock = setting.world.multipliers("distress", month(year), 12).mean(axis=1)
    chance = distress_chance(setting.partition, setting.responses, shock[:, None])[:, 0]
    u = uniform(setting.seed, "firm/distress", firms.firm, np.full(len(firms), year))
    few = layoffs <= rules.distress_layoff_limit.value * staff
    listed = np.isin(firms.firm, setting.world.listed_firms)
    return np.asarray(firms.enterprise & ((few & (u < chance)) | listed))


def _standing(
    setting: Setting, occasion: Int64, distressed: Bool, paid: Int64
) -> Iterator[tuple[str, Any]]:
    """Arrears, back payments, objections to the list."""
    rules, firms = setting.responses.firms, setting.partition.firms
    draw = four_fields(bits(setting.seed, "firm/standing", firms.firm, occasion))
    owes = np.where(distressed, rules.arrears_distressed.value, rules.arrears.value)
    yield "owes_premium", (draw[0] < owes * 65536) & firms.enterprise
    pays_back = (draw[1] < rules.back_payers.value * 65536) & firms.enterprise
    # One to twelve months of arrears, at last year's premium.
    back = paid * (1 + draw[2].astype(np.int64) * 12 // 65536) // 12
    yield "back_payments_fen", np.where(pays_back, back, 0)
    yield "objected", distressed & (draw[3] < rules.objected.value * 65536)


def _training(
    setting: Setting, year: int, distressed: Bool, staff: Int64
) -> Iterator[tuple[str, Any]]:
    """On-the-job training in the year: day, trainees, spending, education fund left for it."""
    rules, partition = setting.responses.firms, setting.partition
    firms, occasion = partition.firms, np.full(len(partition.firms), year)
    draw = four_fields(bits(setting.seed, "firm/training", firms.firm, occasion))
    cost = four_fields(bits(setting.seed, "firm/training cost", firms.firm, occasion))
    chance = np.where(distressed, rules.trains_distressed.value, rules.trains.value)
    trains = firms.enterprise & (draw[0] < chance * 65536)
    trainees = np.ceil(staff * curve(rules.trained_part)[draw[1]]).astype(np.int64)
    per_head = np.rint(curve(rules.training_cost)[draw[2]] * FEN_PER_YUAN).astype(np.int64)
    yearly = 12.0 * setting.wages_by_firm * setting.wage_factor(year)[firms.sector]
    left = rules.education_fund.value * curve(rules.education_fund_left)[draw[3]]
    held = month(year) + (cost[0].astype(np.int64) * 12 >> 16)
    held_on = day_in_month(held, cost[1] / 65536)
    yield "trained_on", np.where(trains, held_on, NEVER)
    yield "training_cost_fen", np.where(trains, trainees * per_head, 0)
    yield "education_fund_fen", np.where(trains, np.floor(yearly * left).astype(np.int64), 0)
    yield "trainees", np.where(trains, trainees, 0)
    yield "training_approved", trains & (cost[2] < rules.training_approved.value * 65536)
