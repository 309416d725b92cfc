"""Wages: published means of two kinds of units, and a spread, met by calibration.

A wage is the level of the firm's kind times what sector, sex, schooling, age, the firm and the
person add. The levels (one a kind of unit) and the spread of the person's part are found by root
finding, so that the published means and the spread hold with the lowest wages in force.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import ndtri

from sim.base.draws import bits
from sim.base.money import FEN_PER_YUAN
from sim.measures.tables import Array, Bool
from sim.population import lookup
from sim.population.columns import EDUCATION, OWNERSHIP, SECTORS, Firms
from sim.population.joint import Holders
from sim.population.systematic import spread
from sim.population.targets import AGES, Targets

Float64 = npt.NDArray[np.float64]

SAMPLE = 20_000
"""Workers on whom the spread is measured while it is searched for."""


@dataclass(frozen=True)
class _Pay:
    """What wages are made of, one entry a worker.

    Attributes:
        wanted: mean wage that the worker's unit should pay, fen a month.
        factor: what sector, firm, sex, schooling and age make of it.
        lowest: lowest wage, fen a month.
        chance: a number of 16 bits for the person's own part.
    """

    wanted: Float64
    factor: Float64
    lowest: Float64
    chance: npt.NDArray[np.int64]

    def take(self, rows: npt.NDArray[np.intp]) -> _Pay:
        """The same of some workers."""
        return _Pay(self.wanted[rows], self.factor[rows], self.lowest[rows], self.chance[rows])


def draw_wages(targets: Targets, seed: int, firms: Firms, holders: Holders) -> Array:
    """Monthly wages of the base year in fen, one a post (int32)."""
    weight = on_post_weight(targets, firms)
    kinds = np.select([weight == 1, weight == 0], [0, 1], 2)
    pay = _pay(targets, seed, firms, holders, weight)
    kind = np.repeat(kinds, firms.staff)
    sigma = own_sigma(targets, pay, np.flatnonzero(kind == 0))
    own = lookup.lognormal_factors(sigma)[pay.chance]
    wages = np.zeros(len(kind), np.int32)
    for code in range(3):
        rows = np.flatnonzero(kind == code)
        if len(rows):
            part = pay.take(rows)
            wages[rows] = _levelled(part, part.wanted * part.factor * own[rows])
    return wages


def _pay(targets: Targets, seed: int, firms: Firms, holders: Holders, weight: Float64) -> _Pay:
    place, wages = targets.place, targets.common.wages
    small, large = place.wage_private.value / 12, place.wage_on_post.value / 12
    level = (small + weight * (large - small)) * FEN_PER_YUAN
    person = np.exp(
        np.array([0.0, wages.women_premium.value])[:, None, None]
        + np.array(wages.education_premium.of(EDUCATION))[None, :, None]
        + np.array(wages.age_premium.of(AGES))[None, None, :]
    )
    # Rounding hides the last bit of exp, which differs between processors.
    person = np.round(person, 6)
    by_firm = _firm_effects(targets, seed, firms)
    strata = np.repeat(np.select([weight == 1, weight == 0], [0, 1], 2), firms.staff)
    return _Pay(
        wanted=np.repeat(level, firms.staff),
        factor=np.repeat(by_firm, firms.staff)
        * person[holders.sex, holders.education, holders.age],
        lowest=np.repeat(lowest_wages(targets, firms), firms.staff),
        chance=spread(seed, "worker/wage", np.arange(len(strata)), strata),
    )


def _firm_effects(targets: Targets, seed: int, firms: Firms) -> Float64:
    """What sector and the firm itself make of the wages it pays."""
    sizes, wages = targets.common.sizes, targets.common.wages
    sector = np.round(np.exp(wages.sector_premium.of(SECTORS)), 6)[firms.sector]
    field = lookup.four_fields(bits(seed, "firm/wage", firms.firm))[0]
    effect = lookup.lognormal_factors(wages.firm_sigma.value)[field]
    # One large employer's luck must not move a whole place: luck fades with staff.
    luck = 1 / (1 + firms.staff / sizes.large_from.value)
    return np.asarray(sector * (1 + luck * (effect - 1)))


def lowest_wages(targets: Targets, firms: Firms) -> Float64:
    """Lowest wage that each unit pays, by its district's tier, fen a month."""
    place = targets.place
    by_tier = [
        place.lowest_wage_by_tier.get(tier, place.lowest_wage).value for tier in place.tiers.shares
    ]
    return np.asarray(by_tier, np.float64)[firms.tier] * FEN_PER_YUAN


def own_sigma(targets: Targets, pay: _Pay, rows: npt.NDArray[np.intp]) -> float:
    """Spread of a person's own part at which state and large units have the spread wanted.

    It is measured in log points on at most 20,000 workers, taken evenly; zero if what firms and
    attributes make is already more.
    """
    wanted = targets.common.wages.sigma.value
    if len(rows) < 2:
        return wanted
    some = pay.take(rows[:: -(-len(rows) // SAMPLE)])
    normal = ndtri(lookup.MIDPOINTS)[some.chance]
    base = some.wanted * some.factor

    def missing(sigma: float) -> float:
        wages = _levelled(some, base * np.exp(sigma * normal))
        return float(np.log(wages).std()) - wanted

    if missing(0.0) >= 0:
        return 0.0
    # Where the lowest wage lies near the mean, the spread stops growing: the most is taken then.
    tried = np.round(np.arange(1, 16) * 0.1, 1).tolist()
    found = [missing(sigma) for sigma in tried]
    above = next((i for i, miss in enumerate(found) if miss >= 0), None)
    if above is None:
        return float(tried[int(np.argmax(found))])
    low = tried[above - 1] if above else 0.0
    return round(float(brentq(missing, low, tried[above], xtol=1e-4)), 4)


def _levelled(pay: _Pay, wages: Float64) -> Array:
    """Wages in proportion, at the level at which they have the mean wanted (fen, int32)."""
    wanted = float(pay.wanted.mean())
    low, high = 1e-6, 1.0
    if float(pay.lowest.mean()) >= wanted:
        return np.asarray(np.rint(pay.lowest), np.int32)

    def missing(level: float) -> float:
        return float(np.maximum(level * wages, pay.lowest).mean()) - wanted

    while missing(high) < 0:
        high *= 2
    level = round(float(brentq(missing, low, high, xtol=1e-10, rtol=1e-9)), 8)
    return np.asarray(np.rint(np.maximum(level * wages, pay.lowest)), np.int32)


def on_post_weight(targets: Targets, firms: Firms) -> Float64:
    """How far a firm pays as state units and large firms do: 1, small private firms 0."""
    sizes = targets.common.sizes
    low, high = log(sizes.small_below.value), log(sizes.large_from.value)
    weight = np.clip((np.log(firms.staff) - low) / (high - low), 0, 1)
    return np.asarray(np.where(firms.ownership == OWNERSHIP.index("state"), 1.0, weight))


def floor_weights(targets: Targets, firms: Firms) -> tuple[Float64, Bool]:
    """How often each firm insures at the floor against others; and whether it ever does."""
    sizes, wages = targets.common.sizes, targets.common.wages
    by_owner = np.asarray([wages.at_floor_weights[name].value for name in OWNERSHIP])
    by_size = np.select(
        [firms.staff < sizes.small_below.value, firms.staff >= sizes.large_from.value],
        [wages.at_floor_small.value, wages.at_floor_large.value],
        1.0,
    )
    return np.asarray(by_owner[firms.ownership] * by_size), np.asarray(firms.enterprise)
