"""What was drawn, against what it was drawn to: every target, misses included."""

from __future__ import annotations

import numpy as np

from sim.base.money import FEN_PER_YUAN
from sim.population.checks import checks
from sim.population.columns import STOCK, Population
from sim.population.comparison import Comparison
from sim.population.fitted import fitted
from sim.population.targets import Targets, targets_of


def compare_with_targets(
    population: Population, targets: Targets | None = None
) -> list[Comparison]:
    """Every target of a place beside the drawn value: those it is drawn to, then the checks."""
    targets = targets or targets_of(population.jurisdiction)
    return [*fitted(population, targets), *checks(population, targets)]


def summary(population: Population) -> dict[str, float]:
    """A small description for reports: counts, wages (yuan a month) and shares.

    ``mean_wage`` is of the insured drawn, ``wage_on_post`` the published one of on-post staff.
    """
    place = targets_of(population.jurisdiction, draw=population.draw).place
    firms, workers, seekers = population.firms, population.workers, population.jobseekers
    return {
        "firms": len(firms),
        "enterprises": int(np.count_nonzero(firms.enterprise)),
        "workers": len(workers),
        "enterprise_workers": int(firms.staff[firms.enterprise].sum()),
        "largest_firm": int(firms.staff[firms.enterprise].max(initial=0)),
        "jobseekers": len(seekers),
        "registered_unemployed": int(np.count_nonzero(seekers.origin == STOCK)),
        "mean_wage": float(workers.wage_fen.mean()) / FEN_PER_YUAN,
        "wage_on_post": place.wage_on_post.value / 12,
        "median_wage": float(np.median(workers.wage_fen)) / FEN_PER_YUAN,
        "at_floor_share": float(workers.at_floor.mean()),
        "women_share": float(workers.woman.mean()),
        "rural_share": float(workers.rural.mean()),
        "mean_insured_months": float(workers.insured_months.mean()),
    }
