"""Who lives in a jurisdiction: insured firms, the holders of their posts, and people out of work.

Drawn to targets with sources, kept on disk, cut into firm-aligned partitions. Nothing here may
know what a measure pays or what firms and people will do.
"""

from sim.population.columns import (
    EDUCATION,
    ORIGINS,
    OWNERSHIP,
    SECTORS,
    Firms,
    Jobseekers,
    Partition,
    Population,
    Workers,
)
from sim.population.figures import Curve, Figure, Mix, Profiles, Rates
from sim.population.scorecard import Comparison, compare_with_targets, summary
from sim.population.store import CacheWarning, cache_folder, load
from sim.population.synthesis import draw
from sim.population.targets import Targets, jurisdictions, targets_of

__all__ = [
    "EDUCATION",
    "ORIGINS",
    "OWNERSHIP",
    "SECTORS",
    "CacheWarning",
    "Comparison",
    "Curve",
    "Figure",
    "Firms",
    "Jobseekers",
    "Mix",
    "Partition",
    "Population",
    "Profiles",
    "Rates",
    "Targets",
    "Workers",
    "cache_folder",
    "compare_with_targets",
    "draw",
    "jurisdictions",
    "load",
    "summary",
    "targets_of",
]
