"""One jurisdiction kept at hand, so that moving one number shows its effect at once."""

from __future__ import annotations

from sim import population
from sim.engine.answer import desk, intentions, world_of
from sim.engine.decide import joined
from sim.engine.people import people_in
from sim.engine.places import ARMS, arms
from sim.engine.run import Outcome
from sim.engine.tally import Horizon, Lines, Sheet, Tally
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
        self._sheets: dict[tuple[object, ...], Sheet] = {}

    def run(self, scenario: Scenario) -> Outcome:
        """The outcome of a scenario for this jurisdiction alone (without who is reached)."""
        chosen = still(scenario).with_(jurisdictions=[self.jurisdiction])
        place = next(iter(arms(self.law, chosen)))
        people = people_in(self.jurisdiction, scenario)
        tally = Tally()
        for arm in ARMS:
            rates = scenario.file.take_up if arm == "scenario" else {}
            sheet = self._kept(people, place.arms[arm].local, chosen)
            for clause, lines in sheet.lines(place.arms[arm], rates).items():
                tally.lines[arm, clause] = lines
        horizon = Horizon(*scenario.file.years)
        name = self.jurisdiction
        return Outcome({name: place}, {name: tally}, {name: people}, horizon, chosen)

    def lines(self, scenario: Scenario) -> list[tuple[Measure, Lines]]:
        """Every measure of the scenario's rules with its sums; the other arms are not asked."""
        file = scenario.file
        people = people_in(self.jurisdiction, scenario)
        rules = rulebook(self.law, self.jurisdiction, scenario)
        found = self._kept(people, rules.local, scenario).lines(rules, file.take_up)
        return [(measure, found[measure.clause]) for measure in rules.measures]

    def _kept(
        self, people: population.Population, local: dict[str, Dated], scenario: Scenario
    ) -> Sheet:
        file = scenario.file
        chosen = tuple(sorted(file.behaviour.responses.items()))
        key = (people.fingerprint, world_of(scenario), chosen, file.years, tuple(local.items()))
        if key not in self._sheets:
            while len(self._sheets) >= KEPT:
                self._sheets.pop(next(iter(self._sheets)))
            horizon = Horizon(*file.years)
            parts = people.partitions(self.partition_workers)
            desks = [desk(intentions(part, scenario), local, scenario) for part in parts]
            self._sheets[key] = Sheet(joined(desks), horizon, reach=False)
        return self._sheets[key]
