"""One partition in every arm, added up; what scenarios of one world share is added up once."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from sim.base.dates import year_of
from sim.engine.answer import Ground, rates_of, world_of
from sim.engine.beside import beside
from sim.engine.decide import Desk
from sim.engine.gains import Units
from sim.engine.places import STANDING, Place
from sim.engine.tally import Asked, Horizon, Sheet, Tally
from sim.measures.rulebook import Rulebook
from sim.measures.tables import Facts, FirmYears
from sim.population import Partition
from sim.scenario import Scenario

KEPT = 8
"""Partitions of which a process keeps what scenarios of one world share, the latest world each."""


def tally_partition(
    partition: Partition, place: Place, scenario: Scenario, asked: Asked = Asked.REACH
) -> Tally:
    """Every arm of one partition, in one visit.

    Who gains goes with what the budget asks beside the sums.
    """
    units = _units(partition, asked)
    return _tally(Ground.of(partition, place, scenario), place.arms, scenario, asked, units)


@dataclass(frozen=True)
class _Shared:
    """What a partition comes to under some rules in a world, whatever a scenario changes."""

    world: Hashable
    rules: Mapping[str, Rulebook]
    ground: Ground
    units: Units | None
    tally: Tally


_shared: dict[Hashable, _Shared] = {}


def tally_in_turn(
    which: Hashable, partition: Partition, place: Place, scenario: Scenario, asked: Asked
) -> Tally:
    """Every arm of one partition, where scenarios in the same world come one after another.

    The same sums as of :func:`tally_partition`; the arms that no scenario changes are visited once.

    Args:
        which: what tells the partition from any other, its people's fingerprint included.
        partition: some of the place's people.
        place: its rules.
        scenario: what to run.
        asked: which sums.
    """
    file, standing = scenario.file, {arm: place.arms[arm] for arm in STANDING}
    chosen = tuple(sorted(file.behaviour.responses.items()))
    world = (
        partition.draw, world_of(scenario), chosen, file.behaviour.on, file.years,
        file.population.seed, asked,
    )  # fmt: skip
    kept = _shared.pop(which, None)
    if kept is None or kept.world != world or kept.rules != standing:
        ground, units = Ground.of(partition, place, scenario), _units(partition, asked)
        tally = _tally(ground.apart(), standing, scenario, asked, units)
        kept = _Shared(world, standing, ground, units, tally)
    _shared[which] = kept
    while len(_shared) > KEPT:
        del _shared[next(iter(_shared))]
    tally, own = Tally(), {arm: x for arm, x in place.arms.items() if arm not in standing}
    tally.add(kept.tally)
    tally.add(_tally(kept.ground.apart(), own, scenario, asked, kept.units))
    return tally


def _units(partition: Partition, asked: Asked) -> Units | None:
    return Units.of(partition) if asked == Asked.REACH else None


def _tally(
    ground: Ground, arms: Mapping[str, Rulebook], scenario: Scenario, asked: Asked,
    units: Units | None,
) -> Tally:  # fmt: skip
    """The sums of some arms."""
    horizon = ground.desks.horizon
    tally, sheets = Tally(), _Sheets(horizon, asked, units)
    idle = _Sheets(horizon, Asked.MONEY)
    for arm, answer in ground.answers(arms, scenario).items():
        rules, rates = arms[arm], rates_of(arm, scenario)
        for clause, lines in sheets.of(answer.desk).lines(rules, rates).items():
            tally.lines[arm, clause] = lines
        for measure in rules.measures:
            if measure.standing and scenario.file.behaviour.on:
                lines = idle.of(answer.idle).line(measure, rules, rates)
                tally.idle[arm, measure.clause] = lines.outlay
        for kind, path in answer.ledger.paths.items():
            tally.jobs[arm, kind] = path
        if arm == "current_law":
            tally.premiums = _premiums(answer.desk.facts, horizon)
            tally.contributions = _contributions(answer.desk.facts, horizon)
        tally.insured[arm] = answer.insured
        if asked == Asked.REACH:
            beside(tally, arm, rules, sheets.of(answer.desk), rates)
    return tally


@dataclass
class _Sheets:
    """A sheet for each desk."""

    horizon: Horizon
    asked: Asked
    units: Units | None = None
    known: dict[int, Sheet] = field(default_factory=dict)

    def of(self, facts: Desk) -> Sheet:
        """The sheet of a desk."""
        if id(facts) not in self.known:
            self.known[id(facts)] = Sheet(facts, self.horizon, self.asked, self.units)
        return self.known[id(facts)]


def _premiums(facts: Facts, horizon: Horizon) -> npt.NDArray[np.int64]:
    firms = facts[FirmYears]
    if not isinstance(firms, FirmYears):
        raise TypeError(type(firms))
    return _by_year(firms, firms.premium_paid_fen, horizon)


def _contributions(facts: Facts, horizon: Horizon) -> npt.NDArray[np.int64]:
    """Social insurance payable in a month, and the staff it is for, by year."""
    firms = facts[FirmYears]
    if not isinstance(firms, FirmYears):
        raise TypeError(type(firms))
    return np.stack(
        [_by_year(firms, x, horizon) for x in (firms.si_payable_month_fen, firms.staff)]
    )


def _by_year(
    firms: FirmYears, amounts: npt.NDArray[np.integer], horizon: Horizon
) -> npt.NDArray[np.int64]:
    totals = np.zeros(horizon.years, np.int64)
    np.add.at(totals, year_of(firms.applied_on) - horizon.first_year, amounts.astype(np.int64))
    return totals
