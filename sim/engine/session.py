"""One jurisdiction kept at hand, so that moving one number shows its effect at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sim import population
from sim.economy import insured_months
from sim.engine.answer import desk, intentions, world_of
from sim.engine.beside import above_ceilings
from sim.engine.decide import joined
from sim.engine.gains import Gains, Units, all_outlays
from sim.engine.people import people_in
from sim.engine.places import ARMS, arms
from sim.engine.run import Outcome
from sim.engine.tally import Asked, Horizon, Int64, Lines, Sheet, Tally
from sim.law.load import Law
from sim.law.values import Dated
from sim.measures.rulebook import Measure, rulebook
from sim.scenario import Scenario

KEPT = 4


def still(scenario: Scenario) -> Scenario:
    """The scenario in a world where nobody responds."""
    responses = dict(scenario.file.behaviour.responses)
    return scenario.with_(behaviour={"on": False, "responses": responses})


class Session:
    """Answers scenarios on one jurisdiction; facts are kept between questions.

    The costing is static: nobody responds. Its totals are those of :func:`sim.engine.simulate`
    with behaviour off, to the fen. A change of rules alone
    decides only the measures it touches; a change of world or of shared numbers rebuilds facts.
    """

    def __init__(self, law: Law, jurisdiction: str, partition_workers: int = 96_000) -> None:
        self.law = law
        self.jurisdiction = jurisdiction
        self.partition_workers = partition_workers
        self._known: dict[tuple[object, ...], _Facts] = {}

    def run(self, scenario: Scenario) -> Outcome:
        """The outcome of a scenario for this jurisdiction alone (without who is reached)."""
        chosen = still(scenario).with_(jurisdictions=[self.jurisdiction])
        place = next(iter(arms(self.law, chosen)))
        people = people_in(self.jurisdiction, scenario)
        tally = Tally()
        for arm in ARMS:
            rates = scenario.file.take_up if arm == "scenario" else {}
            facts = self._facts(people, place.arms[arm].local, chosen)
            for clause, lines in facts.sheet.lines(place.arms[arm], rates).items():
                tally.lines[arm, clause] = lines
            above_ceilings(tally, arm, place.arms[arm], facts.sheet, rates)
            tally.insured[arm] = facts.insured
        horizon = Horizon(*scenario.file.years)
        name = self.jurisdiction
        return Outcome({name: place}, {name: tally}, {name: people}, horizon, chosen)

    def lines(self, scenario: Scenario) -> list[tuple[Measure, Lines]]:
        """Every measure of the scenario's rules with its sums; the other arms are not asked."""
        file = scenario.file
        people = people_in(self.jurisdiction, scenario)
        rules = rulebook(self.law, self.jurisdiction, scenario)
        found = self._facts(people, rules.local, scenario).sheet.lines(rules, file.take_up)
        return [(measure, found[measure.clause]) for measure in rules.measures]

    def gains(self, scenario: Scenario) -> Gains:
        """Who gains under the scenario's rules; the other arms are not asked."""
        chosen, rates = still(scenario), scenario.file.take_up
        people = people_in(self.jurisdiction, scenario)
        rules = rulebook(self.law, self.jurisdiction, scenario)
        sheet = self._facts(people, rules.local, chosen).sheet
        (whole,) = people.partitions(len(people.workers))
        lines = replace(sheet, units=Units.of(whole), _lines={}).lines(rules, rates)
        return all_outlays((m, lines[m.clause].gains) for m in rules.measures)

    def _facts(
        self, people: population.Population, local: dict[str, Dated], scenario: Scenario
    ) -> _Facts:
        file = scenario.file
        chosen = tuple(sorted(file.behaviour.responses.items()))
        key = (people.fingerprint, world_of(scenario), chosen, file.years, tuple(local.items()))
        if key not in self._known:
            while len(self._known) >= KEPT:
                self._known.pop(next(iter(self._known)))
            parts = people.partitions(self.partition_workers)
            would = [intentions(part, scenario) for part in parts]
            desks = [desk(one, local, scenario) for one in would]
            years = range(file.years[0], file.years[1] + 1)
            insured = np.sum([insured_months(one, local, years) for one in would], axis=0)
            sheet = Sheet(joined(desks), Horizon(*file.years), Asked.LINES)
            self._known[key] = _Facts(sheet, insured)
        return self._known[key]


@dataclass(frozen=True)
class _Facts:
    """The sheet of a place in a world, and what its funds live on by month."""

    sheet: Sheet
    insured: Int64
