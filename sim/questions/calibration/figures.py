"""The program's figures for the targets, read off the current law of one year in some worlds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from sim import economy
from sim.base.pool import spread
from sim.economy.posts import closings, departures
from sim.engine import ARMS
from sim.engine.answer import answered, intentions, world_of
from sim.engine.decide import Desk, Rates, Rows
from sim.engine.people import people_in
from sim.engine.places import Place, arms
from sim.engine.tally import Asked, Horizon, Sheet
from sim.law.load import load as load_law
from sim.measures.award import Bool
from sim.measures.kinds.stable_employment_refund import RefundTerms, laid_off_few
from sim.measures.registry import Kind
from sim.measures.tables import FirmYears, Table
from sim.population import Partition
from sim.questions.calibration.task import LEVEL, REFUND, SLOPE, Task, curve
from sim.scenario import Scenario
from sim.scenario.load import of_data

LARGER = "distressed_enterprise_refund"
COUNTED = (REFUND, LARGER, "skill_upgrade_subsidy", "unemployment_benefit")
LARGE_ENOUGH = 20
"""Staff from which the share of staff laid off says something about a firm."""
PARTITION = 250_000

Values = Mapping[str, float]
Sums = dict[tuple[str, str], float]
"""Sums by place and item."""


def _all(sums: Sums, *items: str) -> float:
    """Sum of some items over all places."""
    return float(sum(number for (_, item), number in sums.items() if item in items))


FIGURES: dict[str, Callable[[Sums], float]] = {
    "firms_without_layoffs": lambda s: _all(s, "none laid off") / _all(s, "larger firms"),
    "layoff_rate_of_the_rest": lambda s: (
        _all(s, "lay-off rates") / (_all(s, "larger firms") - _all(s, "none laid off"))
    ),
    "firms_with_few_layoffs": lambda s: _all(s, "few laid off") / _all(s, "larger firms"),
    "involuntary_separations": lambda s: _all(s, "separations") / _all(s, "staff"),
    "firms_that_close": lambda s: _all(s, "closing") / _all(s, "firms"),
    "staff_of_firms_that_close": lambda s: _all(s, "closing staff") / _all(s, "staff"),
    "refund_workers": lambda s: (
        _all(s, f"{REFUND} covered", f"{LARGER} covered") / _all(s, "insured")
    ),
    "workers_per_firm": lambda s: (
        _all(s, f"{REFUND} covered", f"{LARGER} covered")
        / _all(s, f"{REFUND} paid", f"{LARGER} paid")
    ),
    "distressed_share": lambda s: (
        s["ziyang", f"{LARGER} fen"] / (s["ziyang", f"{LARGER} fen"] + s["ziyang", f"{REFUND} fen"])
    ),
    "skill_per_1000": lambda s: 1000 * _all(s, "skill_upgrade_subsidy paid") / _all(s, "insured"),
    "benefit_recipients": lambda s: _all(s, "unemployment_benefit heads") / _all(s, "insured"),
    "loans_lingyuan": lambda s: s["lingyuan", "credit fen"] / 100,
}
"""What can be aimed at, by name."""


@dataclass(frozen=True)
class Worlds:
    """Possible worlds in which figures are read off.

    Attributes:
        wanted: seeds and year.
        processes: worker processes, without effect on any figure.
        size: share of full size.
    """

    wanted: Task
    processes: int = 1
    size: float = 1.0
    known: dict[tuple[tuple[float, ...], int], npt.NDArray[np.float64]] = field(
        default_factory=dict
    )

    def of(self, values: Sequence[Values]) -> npt.NDArray[np.float64]:
        """Figures of the targets for some sets of values, ``[sets, seeds, targets]``."""
        fresh = [v for v in values if (tuple(v.values()), self.wanted.seeds[-1]) not in self.known]
        jobs = [
            _Job(place, seed, self.wanted.year, self.size, tuple(fresh))
            for seed in self.wanted.seeds
            for place in places()
            if fresh
        ]
        sums: dict[int, list[Sums]] = {s: [{} for _ in fresh] for s in self.wanted.seeds}
        for job, found in zip(jobs, spread(_Job.run, jobs, self.processes), strict=True):
            for total, part in zip(sums[job.seed], found, strict=True):
                # Each job has a place of its own.
                total.update(part)
        for seed, totals in sums.items():
            for chosen, total in zip(fresh, totals, strict=True):
                figures = [FIGURES[t.figure](total) for t in self.wanted.targets]
                self.known[tuple(chosen.values()), seed] = np.array(figures)
        return np.array(
            [[self.known[tuple(v.values()), seed] for seed in self.wanted.seeds] for v in values]
        )


@cache
def places() -> tuple[str, ...]:
    """Every jurisdiction."""
    return tuple(load_law().jurisdictions)


@dataclass(frozen=True)
class _Job:
    """Some sets of values in one place and world, so that its population is read once."""

    place: str
    seed: int
    year: int
    size: float
    values: tuple[Values, ...]

    def run(self) -> list[Sums]:
        """Sums for each set."""
        return [self._one(values) for values in self.values]

    def _one(self, values: Values) -> Sums:
        scenario = current_law(self.year, self.seed, self.size, values)
        scenario = scenario.with_(jurisdictions=[self.place])
        place = next(iter(arms(load_law(), scenario)))
        # The scenario's arm is current law once more.
        rules = Place(self.place, {arm: place.arms[arm] for arm in ARMS[:2]})
        people = people_in(self.place, scenario)
        total: Sums = {}
        shares = curve(values[LEVEL], values[SLOPE])
        for partition in people.partitions(PARTITION):
            for item, number in _counted(partition, rules, scenario, shares).items():
                total[self.place, item] = total.get((self.place, item), 0.0) + number
        return total


def current_law(year: int, seed: int, size: float, values: Values) -> Scenario:
    """The five documents as they stand, in one year, with some numbers of the economy changed."""
    known = economy.response_figures()
    return of_data(
        {
            "title": {"zh": "校准", "en": "Calibration"},
            "question": {"zh": "校准", "en": "Calibration"},
            "author": "sim calibrate",
            "date": f"{year}-12-31",
            "expect": {"outlay": "same"},
            "years": [year, year],
            "behaviour": {"responses": {n: v for n, v in values.items() if n in known}},
            "population": {"size": size, "seed": seed},
        },
        "calibration",
    )


def _counted(
    partition: Partition, place: Place, scenario: Scenario, shares: Mapping[int, float]
) -> dict[str, float]:
    """Items of one partition under current law."""
    name = ARMS[1]
    seed = scenario.file.population.seed
    desk = claiming(answered(partition, place, scenario)[name].desk, place, seed, shares)
    found = {"insured": float(len(partition.workers))}
    return (
        found | _leaving(partition, scenario) | _firms(desk, place) | _paid(desk, place, scenario)
    )


def claiming(desk: Desk, place: Place, seed: int, shares: Mapping[int, float]) -> Desk:
    """The same facts where other shares of firms claim the ordinary refund."""

    def claims(kind: Kind, table: Table, rates: Rates, rows: Rows) -> Bool:
        if kind.name != REFUND:
            return desk.claims(kind, table, rates, rows)
        by_staff = {REFUND: shares}
        return economy.claims(table, REFUND, place.jurisdiction, seed, by_staff, rows)

    return replace(desk, claims=claims, _claimed={}, _would={})


def _paid(desk: Desk, place: Place, scenario: Scenario) -> dict[str, float]:
    """Rows paid, persons covered, fen and heads in December of the kinds that are aimed at."""
    rules, sums = place.arms[ARMS[1]], Counter[str]()
    sheet = Sheet(desk, Horizon(*scenario.file.years), Asked.LINES)
    for measure in rules.measures:
        kind = measure.kind.name
        if kind not in COUNTED and measure.nature != "credit":
            continue
        lines = sheet.line(measure, rules, {})
        if measure.nature == "credit":
            sums["credit fen"] += int(lines.outlay.sum())
            continue
        sums[f"{kind} paid"] += int(lines.funnel[2, 1])
        sums[f"{kind} covered"] += int(lines.funnel[3, 1])
        sums[f"{kind} fen"] += int(lines.outlay.sum())
        sums[f"{kind} heads"] += int(lines.heads[-1])
    return dict(sums)


def _firms(desk: Desk, place: Place) -> dict[str, float]:
    """Lay-offs of the year before in enterprises that are large enough."""
    firms = desk.facts[FirmYears]
    refund = next(m for m in place.arms[ARMS[1]].measures if m.kind.name == REFUND)
    if not isinstance(firms, FirmYears) or not isinstance(refund.terms, RefundTerms):
        raise TypeError(type(firms))
    here = firms.enterprise & (firms.staff_last_year >= LARGE_ENOUGH)
    terms = refund.terms
    few = laid_off_few(
        firms, terms.registered_unemployment_rate, terms.few_layoffs, terms.registered_rate_year
    )
    gone, staff = firms.layoffs_last_year[here], firms.staff_last_year[here]
    return {
        "larger firms": float(here.sum()),
        "none laid off": float((gone == 0).sum()),
        "few laid off": float(few[here].sum()),
        "lay-off rates": float((gone / staff).sum()),
    }


def _leaving(partition: Partition, scenario: Scenario) -> dict[str, float]:
    """Enterprises that close, and everybody who leaves one against their will, in the year."""
    would = intentions(partition, scenario)
    surplus, firms = would.surplus, partition.firms
    closing = np.unique(would.exits.firm)
    rows, _, _ = departures(
        partition, surplus.responses, world_of(scenario), closings(would), surplus.seed
    )
    return {
        "firms": float(firms.enterprise.sum()),
        "staff": float(firms.staff[firms.enterprise].sum()),
        "closing": float(len(closing)),
        "closing staff": float(firms.staff[closing].sum()),
        "separations": float(len(rows)),
    }
