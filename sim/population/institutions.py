"""Drawing institutions, and the students and talents who come in later years."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.base.dates import first_day_of
from sim.base.draws import bits, uniform
from sim.measures.tables import LEVELS
from sim.population import lookup
from sim.population.columns import (
    INSTITUTION_TYPES,
    STUDENT,
    TALENT,
    Arrivals,
    Firms,
    Institutions,
)
from sim.population.placing import places
from sim.population.systematic import spread
from sim.population.targets import InstitutionTarget, Targets

Int64 = npt.NDArray[np.int64]


def draw_institutions(targets: Targets, seed: int, size: float, firms: Firms) -> Institutions:
    """The place's institutions; a small draw keeps one of each kind that the place has."""
    entries = targets.place.institutions
    counts = [_count(entry, size) for entry in entries]
    entry = np.repeat(np.arange(len(entries)), counts)
    ids = np.arange(len(entry))
    type_ = np.array([INSTITUTION_TYPES.index(e.type) for e in entries], np.int64)[entry]
    mean = np.array([_mean(e, n, size) for e, n in zip(entries, counts, strict=True)])
    factors = lookup.curve(targets.common.institution_sizes)[
        spread(seed, "institution/size", ids, entry)
    ]
    # Of each entry they have the mean wanted, however few there are.
    drawn = np.bincount(entry, factors, len(entries)) / np.maximum(counts, 1)
    sizes = np.rint(factors * (mean / np.maximum(drawn, 1e-9))[entry])
    firm = places(seed, "institution/unit", firms, len(entry))
    order = np.argsort(firm, kind="stable")
    return Institutions.of(
        institution=ids,
        firm=firm[order],
        type=type_[order],
        level=np.array([LEVELS[e.level] for e in entries], np.int64)[entry][order],
        scale=sizes[order],
        standing=spread(seed, "institution/standing", ids, entry)[order],
    )


def _count(entry: InstitutionTarget, size: float) -> int:
    return max(1, round(entry.count.value * size)) if entry.count.value else 0


def _mean(entry: InstitutionTarget, count: int, size: float) -> float:
    """Mean size; money is scaled so that its total goes with the population's size."""
    if entry.size is None:
        return 0.0
    if entry.size.unit != "yuan" or not count:
        return entry.size.value
    return entry.size.value * entry.count.value * size / count


def draw_arrivals(targets: Targets, seed: int, size: float, firms: Firms) -> Arrivals:
    """Students of the graduation year who apply, and talents who came, year by year."""
    place = targets.place
    blocks = [
        (kind, year, max(1, round(figure.value * size)) if figure.value else 0)
        for year in targets.common.years
        for kind, figure in ((STUDENT, place.students), (TALENT, place.talents))
    ]
    counts = [count for _, _, count in blocks]
    kind = np.repeat([kind for kind, _, _ in blocks], counts)
    year = np.repeat([year for _, year, _ in blocks], counts)
    ids = np.arange(len(kind))
    draw = lookup.four_fields(bits(seed, "arrival/day", ids))
    in_month = lookup.code_table(targets.common.student_months)[draw[0]]
    months = (year - 1970) * 12 + in_month - 1
    first = first_day_of(months).astype(np.int64)
    length = first_day_of(months + 1) - first
    january = first_day_of((year - 1970) * 12).astype(np.int64)
    talent_day = january + (uniform(seed, "arrival/talent day", ids) * 365).astype(np.int64)
    firm = places(seed, "arrival/unit", firms, len(kind))
    order = np.argsort(firm, kind="stable")
    applied = np.where(kind == STUDENT, first + (draw[1] * length // lookup.ENTRIES), talent_day)
    return Arrivals.of(firm=firm[order], kind=kind[order], applied_on=applied[order])
