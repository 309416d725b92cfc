"""Who lives in a jurisdiction: firms, their posts, people out of work, founders, institutions.

Drawn to targets with sources, kept on disk, cut into firm-aligned partitions. Nothing here may
know what a measure pays or what firms and people will do.
"""

from sim.population.columns import (
    ARRIVALS,
    EDUCATION,
    INSTITUTION_TYPES,
    ORIGINS,
    OWNERSHIP,
    SECTORS,
    Arrivals,
    FirmLoans,
    Firms,
    Founders,
    Institutions,
    Jobseekers,
    Partition,
    Population,
    Workers,
)
from sim.population.comparison import Comparison
from sim.population.figures import Amounts, Curve, Figure, Mix, Profiles, Rates
from sim.population.own import OwnPopulation, load_own
from sim.population.own_kept import kept_own, read_own, write_own
from sim.population.scorecard import compare_with_targets, summary
from sim.population.store import CacheWarning, cache_folder
from sim.population.synthesis import draw
from sim.population.targets import Targets, jurisdictions, targets_of
from sim.population.worlds import load

__all__ = [
    "ARRIVALS",
    "EDUCATION",
    "INSTITUTION_TYPES",
    "ORIGINS",
    "OWNERSHIP",
    "SECTORS",
    "Amounts",
    "Arrivals",
    "CacheWarning",
    "Comparison",
    "Curve",
    "Figure",
    "FirmLoans",
    "Firms",
    "Founders",
    "Institutions",
    "Jobseekers",
    "Mix",
    "OwnPopulation",
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
    "kept_own",
    "load",
    "load_own",
    "read_own",
    "summary",
    "targets_of",
    "write_own",
]
