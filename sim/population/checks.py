"""What nothing is drawn to: published figures that the drawn population is held against."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from sim.base.dates import day
from sim.base.errors import Problem, UserError
from sim.base.money import FEN_PER_YUAN
from sim.law.convert import dated
from sim.law.load import load as load_law
from sim.population.columns import Population
from sim.population.comparison import Comparison, of_figure
from sim.population.targets import Targets

CONTRIBUTION_BASE = ("contribution_floor", "contribution_cap")
UNEMPLOYMENT = ("unemployment_employer", "unemployment_employee")
TAIL_FROM = 20
"""Firms of more staff than this are the tail."""


def checks(population: Population, targets: Targets) -> Iterator[Comparison]:
    """Every check of a place."""
    place, known = targets.place, targets.common.checks
    firms, workers = population.firms, population.workers
    pay = workers.wage_fen / FEN_PER_YUAN
    yield of_figure("Gini of wages", known.wage_gini, gini(pay), role="check")
    staff = firms.staff[firms.enterprise]
    tail = tail_exponent(staff)
    if np.isfinite(tail):
        yield of_figure("tail exponent of firm sizes", known.size_tail, tail, role="check")
    large = staff >= targets.common.sizes.large_from.value
    share = float(staff[large].sum() / staff.sum())
    yield of_figure("workers in firms from 300 staff", known.in_large_firms, share, role="check")
    mean = place.wage_on_post.model_copy(
        update={"range": (place.wage_private.value, place.wage_on_post.value)}
    )
    yield of_figure("mean wage, all insured", mean, float(pay.mean()) * 12, role="check")
    floor, cap, rate = bases(population.jurisdiction, targets.common.base_year)
    base = np.where(workers.at_floor, 0.0, pay).clip(floor, cap)
    premium = float(base.mean()) * rate * 12
    yield of_figure("premium per insured person", known.premium_per_insured, premium, role="check")
    at_floor = float((base <= floor).mean())
    yield of_figure("contribution base at the floor", known.base_at_floor, at_floor, role="check")
    months = float(workers.insured_months.mean())
    yield of_figure("mean insured months", known.insured_months, months, role="check")
    cover = len(workers) / (place.residents.value * population.size)
    yield of_figure("insured over residents", place.cover, cover, role="check")


def gini(values: npt.NDArray[np.floating]) -> float:
    """Gini coefficient of positive values."""
    ordered = np.sort(values.astype(np.float64))
    n = len(ordered)
    return float(2 * (np.arange(1, n + 1) @ ordered) / (n * ordered.sum()) - (n + 1) / n)


def tail_exponent(staff: npt.NDArray[np.integer]) -> float:
    """Hill's estimate of the exponent of P(size > x), over firms above 20 staff.

    Whole numbers begin half a unit lower (Clauset, Shalizi & Newman 2009, eq. 3.7); not a number
    with fewer than ten such firms.
    """
    tail = staff[staff > TAIL_FROM]
    if len(tail) < 10:
        return float("nan")
    return float(1 / np.log(tail / (TAIL_FROM + 0.5)).mean())


def bases(jurisdiction: str, year: int) -> tuple[float, float, float]:
    """Contribution floor and cap (yuan a month) and total unemployment rate at a year's end."""
    law, on = load_law()[jurisdiction], day(f"{year}-12-31")
    values = {}
    for name in CONTRIBUTION_BASE + UNEMPLOYMENT:
        found = law.find(name)
        if found is None:
            raise UserError(Problem(name, f"the law of {jurisdiction} does not give it"))
        value = dated(found.parameter, law.tiers)
        share = name in UNEMPLOYMENT
        values[name] = float(value.fraction_on(on)) if share else int(value.on(on)) / FEN_PER_YUAN
    floor, cap = (values[name] for name in CONTRIBUTION_BASE)
    return floor, cap, sum(values[name] for name in UNEMPLOYMENT)
