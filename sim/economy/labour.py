"""What firms do with jobs they no longer need, before anybody offers money for keeping them.

A firm-year's slump leaves a share of its jobs without work; people who quit absorb some; each
surplus job that is left is kept if dismissing it would cost more than carrying it through the
slump. A firm whose loss exceeds its cash closes. Symbols are those of ``docs/behaviour.md``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.base.dates import month
from sim.base.draws import bits, uniform
from sim.economy.responses import Responses
from sim.economy.world import World
from sim.population import SECTORS, Partition
from sim.population.lookup import curve, four_fields

Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

MOST_A_MONTH = 0.5
"""No firm loses more than half its posts in one month."""
LARGE_WAGE = 3.0
"""Above three times the mean wage, severance counts twelve years at most."""


@dataclass(frozen=True)
class Surplus:
    """Where the labour of a partition is drawn from.

    Attributes:
        partition: the firms and their posts.
        responses: numbers of the economy.
        world: shocks.
        years: consecutive calendar years.
        wage_growth: share a year.
        mean_wage_fen: of the place's on-post staff in the base year, fen a month.
        seed: of the events.
        stream: name of the draw by post.
    """

    partition: Partition
    responses: Responses
    world: World
    years: tuple[int, ...]
    wage_growth: float
    mean_wage_fen: float
    seed: int
    stream: str = "post/layoff"

    @property
    def first_month(self) -> int:
        """January of the first year."""
        return month(self.years[0])

    def slumps(self) -> Float64:
        """Share of jobs without work after attrition, ``s[firm, year]``.

        ``s = max(0, depth * log(p / (1 - u)) - a)``: zero for most firms, exponential for the
        rest, less what quits absorb. A shock of multiplier m raises p and depth by its root each,
        so that expected surplus rises about m-fold and nobody's falls.
        """
        rules, firms = self.responses.labour, self.partition.firms
        u = uniform(self.seed, "firm/layoffs", firms.firm[:, None], np.array(self.years)[None, :])
        shock = np.sqrt(self._by_year("layoffs"))[firms.sector]
        struck = self.distressed()
        factor = shock * np.where(struck, rules.distress_factor.value, 1.0)
        chance = np.minimum(rules.slump_share.value * factor, 1.0)
        with np.errstate(divide="ignore"):
            reach = np.maximum(np.log(chance) - np.log1p(-u), 0.0)
        depth = rules.depth.value * shock * reach
        absorbed = rules.unfilled_quits.value * self.responses.layoffs.quit_rate.value
        left = np.maximum(depth - absorbed, 0.0) * firms.enterprise[:, None]
        return np.asarray(left)

    def distressed(self) -> npt.NDArray[np.bool_]:
        """Firm-years in distress, recognised or not, ``[firm, year]``; one draw decides both."""
        firms, years = self.partition.firms, np.array(self.years)
        u = uniform(self.seed, "firm/distress", firms.firm[:, None], years[None, :])
        shock = self._by_year("distress")
        return np.asarray(u < distress_chance(self.partition, self.responses, shock))

    def _by_year(self, what: str) -> Float64:
        """Mean multiplier of each year by sector, ``[sectors, years]``."""
        months = self.world.multipliers(what, self.first_month, 12 * len(self.years))
        return np.asarray(months.reshape(len(SECTORS), len(self.years), 12).mean(axis=2))

    def reckons(self) -> npt.NDArray[np.bool_]:
        """Firms that reckon with money when they decide on dismissals."""
        u = uniform(self.seed, "firm/reckons", self.partition.firms.firm)
        return np.asarray(u < self.responses.labour.reckons.value)

    def months_of_slump(self) -> Float64:
        """How long each firm-year's slump lasts, months, ``m[firm, year]``."""
        firms, years = self.partition.firms, np.array(self.years)
        words = bits(self.seed, "firm/slump", firms.firm[:, None], years[None, :])
        field = four_fields(words.ravel())[0]
        return curve(self.responses.labour.slump_months)[field].reshape(words.shape)


def distress_chance(partition: Partition, responses: Responses, shock: Float64) -> Float64:
    """Chance of distress by firm and year, before any look at lay-offs.

    Args:
        partition: the firms.
        responses: numbers of the economy.
        shock: multiplier by sector and year, ``[sectors, years]``.
    """
    firms, rules = partition.firms, responses.firms
    by_sector = np.asarray(rules.distress_by_sector.of(SECTORS))
    chance = rules.distressed.value * (by_sector[:, None] * shock)[firms.sector]
    small = firms.staff < rules.distress_small_below.value
    chance = np.where(small[:, None], chance * rules.distress_small_weight.value, chance)
    # The largest are known by name: whether they are listed is a scenario's choice, not luck.
    known = firms.staff >= rules.distress_listed_below.value
    return np.where(known[:, None], 0.0, chance)


@dataclass(frozen=True)
class Dismissals:
    """Posts that firms would dismiss without money for keeping them, one at most a post.

    Attributes:
        rows: rows of the posts in the partition, ascending.
        months: month number in which each would close.
        firm: row of the firm.
        year: position of the calendar year among the years asked for.
        gain_fen: what dismissing saves the firm against carrying the job, ``x > 0``, fen.
        slump: months that the job would have to be carried.
    """

    rows: Rows
    months: Int64
    firm: Int64
    year: Int64
    gain_fen: Int64
    slump: Int64

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Exits:
    """Firm-years in which a firm would close for want of cash.

    Attributes:
        firm: row of the firm, ascending.
        months: month number in which it would close.
        shortage_fen: how far its loss exceeds its cash, fen.
    """

    firm: Int64
    months: Int64
    shortage_fen: Int64

    def __len__(self) -> int:
        return len(self.firm)


@dataclass(frozen=True)
class SurplusJobs:
    """Jobs without work, before anybody decides on them, one at most a post.

    Attributes:
        rows: rows of the posts in the partition, ascending.
        step: month of the years asked for in which each is first without work.
        firm: row of the firm.
        year: position of the calendar year among the years asked for.
        slump: months that the job would have to be carried.
        loss: what carrying it costs, ``labour_cost * idle * m``, months of its wage.
        wage_fen: wage of that year, fen a month.
    """

    rows: Rows
    step: Int64
    firm: Int64
    year: Int64
    slump: Float64
    loss: Float64
    wage_fen: Float64


def surplus_jobs(surplus: Surplus, slumps: Float64) -> SurplusJobs:
    """The jobs that slumps leave without work, and what carrying each would cost."""
    partition, rules = surplus.partition, surplus.responses.labour
    rows, step = _surplus_posts(surplus, slumps)
    ids, firm, year = partition.worker_ids[rows], partition.firm_rows[rows], step // 12
    slump = surplus.months_of_slump()[firm, year]
    idle = uniform(surplus.seed, "post/idle", ids) * rules.idle_loss.value
    return SurplusJobs(
        rows=rows,
        step=step,
        firm=firm.astype(np.int64),
        year=year,
        slump=slump,
        loss=rules.labour_cost.value * idle * slump,
        wage_fen=partition.workers.wage_fen[rows] * (1.0 + surplus.wage_growth) ** year,
    )


def dismissals(surplus: Surplus, slumps: Float64) -> Dismissals:
    """The posts that would be dismissed: surplus, and dearer to keep than to dismiss."""
    return dismissed(surplus, surplus_jobs(surplus, slumps))


def dismissed(surplus: Surplus, jobs: SurplusJobs, borne: float = 0.0) -> Dismissals:
    """Those of the surplus jobs that are dearer to keep than to dismiss.

    ``x = labour_cost * idle * m * (1 - borne) - (severance + rehiring + report)``, in months of the
    job's wage.

    Args:
        surplus: where labour is drawn from.
        jobs: its surplus jobs.
        borne: share of the loss that somebody else bears, as short-time work does.
    """
    excess = jobs.loss * (1.0 - borne) - _cost_of_dismissal(surplus, jobs.rows, jobs.wage_fen)
    excess -= _report(surplus, jobs.firm, jobs.year, excess > 0)
    chosen = np.flatnonzero(excess > 0)
    return Dismissals(
        rows=jobs.rows[chosen],
        months=surplus.first_month + jobs.step[chosen],
        firm=jobs.firm[chosen],
        year=jobs.year[chosen],
        gain_fen=np.ceil(excess[chosen] * jobs.wage_fen[chosen]).astype(np.int64),
        slump=np.maximum(np.rint(jobs.slump[chosen]), 1).astype(np.int64),
    )


def _surplus_posts(surplus: Surplus, slumps: Float64) -> tuple[Rows, Int64]:
    """Posts without work, and in which month of the years they first are; one draw a post."""
    monthly = np.minimum(np.repeat(slumps / 12, 12, axis=1), MOST_A_MONTH)
    shock = surplus.world.multipliers("layoffs", surplus.first_month, monthly.shape[1])
    return first_event(
        _within_year(monthly, shock[surplus.partition.firms.sector]),
        surplus.partition.firm_rows, surplus.partition.worker_ids, surplus.stream, surplus.seed,
    )  # fmt: skip


def _within_year(monthly: Float64, shock: Float64) -> Float64:
    """A year's surplus falls into its months as the shock does."""
    years = monthly.shape[1] // 12
    weights = shock.reshape(len(shock), years, 12)
    means = weights.mean(axis=2, keepdims=True)
    relative = np.divide(weights, means, out=np.ones_like(weights), where=means > 0)
    return np.asarray(np.minimum(monthly * relative.reshape(monthly.shape), MOST_A_MONTH))


def first_event(
    hazards: Float64,
    firm_rows: npt.NDArray[np.int32],
    ids: Int64,
    stream: str,
    seed: int,
) -> tuple[Rows, Int64]:
    """Posts to which something happens, and in which month of the horizon; one draw a post."""
    happened_by = 1 - np.cumprod(1 - hazards, axis=1)
    u = uniform(seed, stream, ids)
    rows = np.flatnonzero(u < happened_by[:, -1][firm_rows])
    step = (happened_by[firm_rows[rows]] <= u[rows, None]).sum(axis=1)
    return rows, step


def _cost_of_dismissal(surplus: Surplus, rows: Rows, wage: Float64) -> Float64:
    """Severance and rehiring, in months of the wage: a month for each year of service."""
    rules, partition = surplus.responses.labour, surplus.partition
    u = uniform(surplus.seed, "post/tenure", partition.worker_ids[rows])
    quit_monthly = 1 - (1 - surplus.responses.layoffs.quit_rate.value) ** (1 / 12)
    served = np.minimum(
        partition.workers.insured_months[rows], np.log1p(-u) / np.log1p(-quit_monthly)
    )
    # A half month for less than half a year, a month for each year begun after that.
    years = np.where(served < 6, 0.5, np.ceil(served / 12))
    paid_on = np.minimum(wage, LARGE_WAGE * surplus.mean_wage_fen) / np.maximum(wage, 1.0)
    years = np.where(paid_on < 1, np.minimum(years, rules.severance_cap.value), years) * paid_on
    severance = rules.severance_paid.value * rules.severance.value * years
    return np.asarray(severance + rules.rehiring.value)


def _report(
    surplus: Surplus, firm: Int64, year: Int64, dismissed: npt.NDArray[np.bool_]
) -> Float64:
    """The month that a mass dismissal takes, by post: 20 people or a tenth of the staff."""
    rules, firms, years = surplus.responses.labour, surplus.partition.firms, len(surplus.years)
    cell = firm * years + year
    heads = np.bincount(cell[dismissed], minlength=len(firms) * years)[cell]
    many = (heads >= rules.mass_heads.value) | (
        heads >= rules.mass_share.value * firms.staff[firm]
    ) & (heads > 1)
    return np.where(many, rules.report_months.value, 0.0)


def exits(surplus: Surplus, slumps: Float64) -> Exits:
    """Firm-years whose loss exceeds the firm's cash, one at most a firm-year.

    Loss ``l = fixed_cost * s * m`` and cash ``b = cash * (n / 10) ** size_power * e`` are in months
    of the wage bill, e lognormal; the firm would close if ``l > b``.
    """
    rules, firms, seed = surplus.responses.labour, surplus.partition.firms, surplus.seed
    years = np.array(surplus.years)
    draw = four_fields(bits(seed, "firm/cash", firms.firm[:, None], years[None, :]).ravel())
    spread = curve(rules.cash_spread)[draw[0]].reshape(slumps.shape)
    size = (np.maximum(firms.staff, 1) / 10.0) ** rules.cash_by_size.value
    cash = rules.cash_months.value * size[:, None] * spread
    short = rules.fixed_cost.value * slumps * surplus.months_of_slump() - cash
    firm, year = np.nonzero(short > 0)
    wages = np.add.reduceat(
        surplus.partition.workers.wage_fen, surplus.partition.offsets, dtype=np.int64
    )
    bill = wages[firm] * (1.0 + surplus.wage_growth) ** year * rules.labour_cost.value
    closing = draw[1].reshape(slumps.shape)[firm, year].astype(np.int64) * 12 >> 16
    return Exits(
        firm=firm.astype(np.int64),
        months=surplus.first_month + 12 * year.astype(np.int64) + closing,
        shortage_fen=np.ceil(short[firm, year] * bill).astype(np.int64),
    )
