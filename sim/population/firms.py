"""Drawing firms and public institutions: sizes, sectors, ownership, districts, age."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from sim.base.dates import month
from sim.base.draws import bits, uniform
from sim.measures.tables import Bool
from sim.population import lookup
from sim.population.columns import OWNERSHIP, SECTORS, Firms
from sim.population.exchange import quotas, settle
from sim.population.roles import apprentice_places, welfare_firms
from sim.population.targets import Targets

Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Units:
    """Firms in the making, before they are put in order."""

    staff: Int64
    sector: Int64
    ownership: Int64
    enterprise: Bool


def draw_firms(targets: Targets, seed: int, size: float) -> Firms:
    """Insured firms and institutions whose staff adds up to the insured target."""
    insured = max(2, round(targets.place.insured.value * size))
    in_public = round(insured * targets.place.public_share.value)
    units = _join(
        _enterprises(targets, seed, size, insured - in_public),
        _institutions(targets, seed, in_public),
    )
    # Interleaved at random, so that every partition holds firms and institutions alike.
    order = np.argsort(bits(seed, "firm/order", np.arange(len(units.staff))), kind="stable")
    return _in_order(
        targets,
        seed,
        size,
        _Units(
            units.staff[order], units.sector[order], units.ownership[order], units.enterprise[order]
        ),
    )


def _in_order(targets: Targets, seed: int, size: float, units: _Units) -> Firms:
    ids = np.arange(len(units.staff))
    tier_shares = list(targets.place.tiers.shares.values())
    return Firms.of(
        firm=ids,
        first_worker=np.cumsum(units.staff) - units.staff,
        staff=units.staff,
        sector=units.sector,
        ownership=units.ownership,
        enterprise=units.enterprise,
        tier=_settled(seed, "firm/tier", units.staff, quotas(tier_shares, int(units.staff.sum()))),
        opened_month=_opened(targets, seed, units),
        internship_base=_bases(targets, seed, size, units.staff),
        apprentices=apprentice_places(
            targets, seed, size, units.staff, units.sector, units.enterprise
        ),
        welfare=welfare_firms(targets, seed, size, units.staff, units.enterprise),
    )


def _enterprises(targets: Targets, seed: int, size: float, staff: int) -> _Units:
    place, sizes = targets.place, targets.common.sizes
    named = [
        (round(e.staff.value * size / n), SECTORS.index(e.sector), OWNERSHIP.index(e.ownership))
        for e in place.named_employers
        for n in [max(1, round(size))]
        for _ in range(n)
    ]
    named = [e for e in named if e[0] >= 1]
    rest = staff - sum(e[0] for e in named)
    count = min(max(1, round(place.insured_firms.value * size) - len(named)), rest)
    ids = np.arange(count)
    order = _ranks(bits(seed, "firm/staff", ids))
    drawn = tailed_sizes(rest, order, sizes.tail_exponent.value, round(place.largest_size.value))
    # A firm's size rank pulls it to the sectors and owners of large firms (Gaussian copula).
    score = ndtri((_ranks(drawn, order) + 0.5) / count)
    sector = _left(quotas(place.sectors.of(SECTORS), staff), named, part=1)
    owner = _left(quotas(place.ownership.of(OWNERSHIP), staff), named, part=2)
    named_units = np.array(named, np.int64).reshape(-1, 3)
    of_sector = _settled(
        seed, "firm/sector", drawn, sector,
        _key(seed, "firm/sector", score, sizes.sector_tilt.value),
    )  # fmt: skip
    lean = np.array(sizes.state_lean.of(SECTORS))[of_sector]
    of_owner = _settled(
        seed, "firm/owner", drawn, owner,
        _key(seed, "firm/owner", score, sizes.ownership_tilt.value) - lean,
    )  # fmt: skip
    return _Units(
        np.concatenate([named_units[:, 0], drawn]),
        np.concatenate([named_units[:, 1], of_sector]),
        np.concatenate([named_units[:, 2], of_owner]),
        np.ones(len(named) + count, np.bool_),
    )


def _institutions(targets: Targets, seed: int, staff: int) -> _Units:
    sizes = targets.common.sizes
    count = min(max(1, round(staff / sizes.institution_mean_staff.value)), staff)
    drawn = tailed_sizes(
        staff,
        _ranks(bits(seed, "institution/staff", np.arange(count))),
        sizes.institution_tail_exponent.value,
        round(sizes.institution_largest.value),
    )
    return _Units(
        drawn,
        np.full(count, SECTORS.index("public"), np.int64),
        np.full(count, OWNERSHIP.index("state"), np.int64),
        np.zeros(count, np.bool_),
    )


def _join(a: _Units, b: _Units) -> _Units:
    return _Units(*(np.concatenate([getattr(a, k), getattr(b, k)]) for k in a.__dataclass_fields__))


def tailed_sizes(total: int, ranks: Int64, exponent: float, largest: int) -> Int64:
    """Whole sizes of one or more that add up to a total, with a Pareto tail cut off at a cap.

    P(size > x) falls like ``x ** -exponent`` (a Lomax law). Firms take the law's quantiles at
    evenly spaced probabilities, in the order of ``ranks``, so that the tail of a small place is
    not left to luck; the law's scale is the one at which they add up to the total.

    Args:
        total: persons to spread.
        ranks: a permutation of 0 to n-1; firm i takes the quantile of its rank.
        exponent: of the complementary distribution function.
        largest: no size exceeds it, as long as the total can be reached that way.
    """
    count = len(ranks)
    probability = (ranks + 0.5) / count

    def sizes(scale: float) -> Int64:
        above_cap = (1 + largest / scale) ** -exponent
        excess = scale * ((1 - probability * (1 - above_cap)) ** (-1 / exponent) - 1)
        return np.asarray(1 + np.minimum(np.floor(excess), largest - 1), np.int64)

    low, high = 1e-3, 1e6
    for _ in range(80):
        middle = (low * high) ** 0.5
        low, high = (middle, high) if int(sizes(middle).sum()) <= total else (low, middle)
    found = sizes(low)
    missing, more = divmod(total - int(found.sum()), count)
    # What is left after flooring goes one by one to the firms next below the largest.
    return np.asarray(found + missing + (ranks >= count - more))


def apportion(weights: npt.ArrayLike, shares: Sequence[float], key: npt.ArrayLike) -> Int64:
    """A class for each row so that weights fall into classes by the given shares.

    Rows are lined up by ``key`` and the line is cut at the cumulative shares: totals hit the
    shares up to the weight of one row at each cut.
    """
    weights = np.asarray(weights, np.float64)
    order = np.argsort(np.asarray(key), kind="stable")
    line = np.cumsum(weights[order])
    middles = (line - weights[order] / 2) / max(line[-1], 1.0)
    cuts = np.cumsum(shares)[:-1] / max(sum(shares), 1e-12)
    classes = np.empty(len(weights), np.int64)
    classes[order] = np.searchsorted(cuts, middles, side="right")
    return classes


def _left(wanted: Int64, named: list[tuple[int, int, int]], *, part: int) -> Int64:
    """Staff left for the other firms of each class once the named employers are placed."""
    rest = int(wanted.sum()) - sum(employer[0] for employer in named)
    left = wanted.copy()
    for employer in named:
        left[employer[part]] -= employer[0]
    left = np.maximum(left, 0)
    return left if left.sum() == rest else quotas(left if left.any() else wanted, rest)


def _settled(
    seed: int, stream: str, staff: Int64, wanted: Int64, key: Float64 | None = None
) -> Int64:
    """A class for each firm: drawn along the key (chance by default), then exchanged to fit."""
    ids = np.arange(len(staff))
    line = uniform(seed, stream, ids) if key is None else key
    drawn = apportion(staff, (wanted / max(int(wanted.sum()), 1)).tolist(), line)
    return settle(staff, drawn, wanted, bits(seed, f"{stream} exchange", ids))


def _key(seed: int, stream: str, score: Float64, tilt: float) -> Float64:
    noise = ndtri(uniform(seed, stream, np.arange(len(score))) * (1 - 2e-9) + 1e-9)
    return np.asarray(-tilt * score + np.sqrt(1 - tilt**2) * noise)


def _ranks(*keys: npt.NDArray[np.integer]) -> Int64:
    ranks = np.empty(len(keys[0]), np.int64)
    ranks[np.lexsort(keys[::-1])] = np.arange(len(keys[0]))
    return ranks


def _opened(targets: Targets, seed: int, units: _Units) -> Int64:
    """Month of opening; large firms and public institutions are older."""
    sizes = targets.common.sizes
    table = np.floor(lookup.curve(sizes.firm_age_months)).astype(np.int64)
    field = lookup.four_fields(bits(seed, "firm/age", np.arange(len(units.staff))))[0]
    large = ~units.enterprise | (units.staff >= sizes.large_from.value)
    older = np.where(large, round(sizes.youngest_large.value), 0)
    return np.asarray(month(targets.common.base_year, 12) - table[field] - older)


def _bases(targets: Targets, seed: int, size: float, staff: Int64) -> Int64:
    """Internship bases: enough of the larger units, some of them recognised."""
    sizes = targets.common.sizes
    interns = targets.place.interns.value * size
    count = max(1, round(interns / sizes.interns_per_base.value))
    ids = np.arange(len(staff))
    key = bits(seed, "firm/internship base", ids) >> np.uint64(1)
    key = np.where(staff >= sizes.internship_base_staff.value, key, key | np.uint64(1 << 63))
    chosen = np.argsort(key, kind="stable")[:count]
    recognised = uniform(seed, "firm/recognised base", chosen) < sizes.recognised_base_share.value
    base = np.zeros(len(staff), np.int64)
    base[chosen] = 1 + recognised
    return base
