"""Who claims what they are entitled to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.base.draws import uniform
from sim.base.errors import Problem, UserError, did_you_mean, say
from sim.economy.responses import Responses, TakeUp, responses
from sim.measures.tables import Bool, Table

Float64 = npt.NDArray[np.float64]
Rates = Mapping[str, float | Mapping[int, float]]
"""Rates of a scenario by kind: one share, or shares by lowest staff of a size class."""


def take_up_rate(
    kind: str,
    jurisdiction: str,
    sizes: npt.ArrayLike,
    years: npt.ArrayLike,
    rates: Rates | None = None,
    behaviour: Responses | None = None,
) -> Float64:
    """Share of the entitled who claim, by row.

    Args:
        kind: kind of measure.
        jurisdiction: place; some have a factor of their own.
        sizes: staff of the claiming firm, 1 for persons.
        years: calendar year of the occasion.
        rates: a scenario's rates, used as they stand instead of the shipped ones.
        behaviour: the responses in force; the shipped ones when absent.
    """
    sizes, years = np.broadcast_arrays(np.asarray(sizes), np.asarray(years))
    if rates is not None and kind in rates:
        chosen = rates[kind]
        if isinstance(chosen, Mapping):
            return _steps(chosen, sizes)
        return np.full(sizes.shape, _share(kind, chosen))
    known = (behaviour or responses()).take_up
    if kind not in known:
        what = say("no rate; {hint}", "没有申领率；{hint}", hint=did_you_mean(kind, list(known)))
        raise UserError(Problem(f"take-up: {kind}", what))
    return _shipped(known[kind], jurisdiction, sizes, years)


def claims(
    table: Table,
    kind: str,
    jurisdiction: str,
    seed: int,
    rates: Rates | None = None,
    rows: npt.NDArray[np.intp] | None = None,
    behaviour: Responses | None = None,
) -> Bool:
    """True for each row whose claimant would claim, if entitled.

    The draw belongs to (seed, kind, claimant, occasion): more take-up only adds claimants.
    """
    kind = claimed_with(kind)
    chosen: Any = slice(None) if rows is None else rows
    u = uniform(seed, f"take_up/{kind}", table.claimant[chosen], table.occasion[chosen])
    chance = take_up_rate(
        kind, jurisdiction, table.size[chosen], table.year[chosen], rates, behaviour
    )
    return np.asarray(u < chance)


def claimed_with(kind: str) -> str:
    """The kind whose claim decides: its own, or the one it follows."""
    entry = responses().take_up.get(kind)
    return entry.follows if entry and entry.follows else kind


def _shipped(
    entry: TakeUp, jurisdiction: str, sizes: npt.NDArray[np.int_], years: npt.NDArray[np.int_]
) -> Float64:
    if entry.rate is not None:
        chance = np.full(sizes.shape, entry.rate)
    else:
        chance = _steps(entry.by_staff or entry.by_year, sizes if entry.by_staff else years)
    return np.asarray(np.minimum(chance * entry.places.get(jurisdiction, 1.0), 1.0))


def _steps(by_lowest: Mapping[int, float], numbers: npt.NDArray[np.int_]) -> Float64:
    lowest = sorted(by_lowest)
    if not lowest:
        what = say("give a rate for at least one size class", "至少给出一个规模档的比例")
        raise UserError(Problem("take-up", what))
    shares = np.asarray([_share(str(n), by_lowest[n]) for n in lowest])
    found = np.searchsorted(lowest, numbers, side="right") - 1
    return np.asarray(shares[np.maximum(found, 0)])


def _share(where: str, value: float) -> float:
    if not 0 <= value <= 1:
        what = say(
            "{value} should be a share from 0 to 1", "{value} 应为 0 至 1 的比例", value=value
        )
        raise UserError(Problem(f"take-up: {where}", what))
    return value
