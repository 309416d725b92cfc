"""One partition in every arm: facts, what all do for the money, facts again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sim import economy
from sim.base.dates import parse_month
from sim.economy.plan import NOTHING, Plan
from sim.economy.posts import Intentions
from sim.economy.search import Search
from sim.engine.decide import Desk, Rates, Rows
from sim.engine.ledger import Ledger
from sim.engine.places import STANDING, Place
from sim.engine.respond import Act, Arm, Response, act, respond
from sim.engine.tally import Horizon, Int64
from sim.law.values import Dated
from sim.measures.award import Bool
from sim.measures.registry import Kind
from sim.measures.rulebook import Rulebook
from sim.measures.tables import Spells, Table
from sim.population import Partition
from sim.scenario import Scenario


@dataclass(frozen=True)
class Answer:
    """One arm of one partition once all have responded.

    Attributes:
        desk: the facts then.
        idle: the facts if nobody responded.
        ledger: the jobs that the arm's money makes or saves.
        insured: what funds live on by month: see :func:`sim.economy.insured_months`.
    """

    desk: Desk
    idle: Desk
    ledger: Ledger
    insured: Int64


def answered(partition: Partition, place: Place, scenario: Scenario) -> dict[str, Answer]:
    """Every arm of one partition once all have responded."""
    return Ground.of(partition, place, scenario).answers(place.arms, scenario)


@dataclass(frozen=True)
class _Stand:
    """An arm on the facts if nobody responds, what is done for its money, what that changes."""

    arm: Arm
    act: Act
    response: Response


@dataclass(frozen=True)
class Ground:
    """A partition in a world, with what happens in the arms that no scenario changes.

    Attributes:
        desks: of the partition.
        search: what people out of work do under current law; none where nobody responds.
        stands: the arms that no scenario changes, by name; empty where nobody responds.
    """

    desks: _Desks
    search: Search | None = None
    stands: Mapping[str, _Stand] = field(default_factory=dict)

    @classmethod
    def of(cls, partition: Partition, place: Place, scenario: Scenario) -> Ground:
        """What a scenario stands on, whatever its policy."""
        desks = _Desks(intentions(partition, scenario), Horizon(*scenario.file.years))
        if not scenario.file.behaviour.on:
            return cls(desks)
        bare, reference = (Arm(desks.idle(place.arms[x]), place.arms[x], {}) for x in STANDING)
        search = _searched(desks.would, reference)
        law = act(reference, desks.would, search)
        without = act(bare, desks.would, search, law)
        stands = {
            name: _Stand(arm, done, respond(done, without, law, desks.would, search, desks.horizon))
            for name, arm, done in zip(STANDING, (bare, reference), (without, law), strict=True)
        }
        return cls(desks, search, stands)

    def apart(self) -> Ground:
        """The same for one more scenario: what is found out for it alone goes with it."""
        return replace(self, desks=self.desks.apart())

    def answers(self, arms: Mapping[str, Rulebook], scenario: Scenario) -> dict[str, Answer]:
        """Some arms once all have responded.

        Arms with the same shared numbers and the same response share one desk.
        """
        horizon, known = self.desks.horizon, dict(self.stands)
        found = {}
        for name, rules in arms.items():
            arm = Arm(self.desks.idle(rules), rules, rates_of(name, scenario))
            if self.search is None:
                response = Response(NOTHING, Ledger(horizon.first_month, horizon.months))
            else:
                known[name] = _first_like(arm, known) or self._stand(arm, self.search)
                response = known[name].response
            desk = self.desks.desk(rules.local, response.plan)
            insured = self.desks.insured(rules.local, response.plan)
            found[name] = Answer(desk, arm.desk, response.ledger, insured)
        return found

    def _stand(self, arm: Arm, search: Search) -> _Stand:
        bare, reference = (self.stands[name].act for name in STANDING)
        would, horizon = self.desks.would, self.desks.horizon
        done = act(arm, would, search, reference)
        return _Stand(arm, done, respond(done, bare, reference, would, search, horizon))


def _searched(would: Intentions, reference: Arm) -> Search:
    """What people out of work do under current law."""
    spells = reference.desk.facts[Spells]
    if not isinstance(spells, Spells):
        raise TypeError(type(spells))
    return economy.search_of(economy.Setting(would, reference.rules.local), spells)


def _first_like(arm: Arm, known: Mapping[str, _Stand]) -> _Stand | None:
    """The first arm with the same rules: its response is the same too."""
    alike = (x for x in known.values() if x.arm.rates == arm.rates and x.arm.rules == arm.rules)
    return next(alike, None)


@dataclass
class _Desks:
    """Desks of one partition by shared numbers and plan, each built once."""

    would: Intentions
    horizon: Horizon
    known: list[tuple[dict[str, Dated], Plan, Desk]] = field(default_factory=list)
    paid: list[tuple[dict[str, Dated], Plan, Int64]] = field(default_factory=list)

    def apart(self) -> _Desks:
        """The same desks, each with notes of its own from now on."""
        known = [(local, plan, one.apart()) for local, plan, one in self.known]
        return replace(self, known=known, paid=list(self.paid))

    def idle(self, rules: Rulebook) -> Desk:
        """The desk of some rules if nobody responds."""
        return self.desk(rules.local, NOTHING)

    def desk(self, local: dict[str, Dated], plan: Plan) -> Desk:
        """The desk for some shared numbers and a plan."""
        for numbers, other, found in self.known:
            if numbers == local and other.same(plan):
                return found
        found = _desk(self.would, local, self.horizon.every_year, plan)
        self.known.append((local, plan, found))
        return found

    def insured(self, local: dict[str, Dated], plan: Plan) -> Int64:
        """What funds live on by month under some shared numbers and a plan."""
        for numbers, other, sums in self.paid:
            if numbers == local and other.same(plan):
                return sums
        found = economy.insured_months(self.would, local, self.horizon.every_year, plan)
        self.paid.append((local, plan, found))
        return found


def rates_of(arm: str, scenario: Scenario) -> Rates:
    """Take-up that an arm sets: only the scenario's own rules, or some of them, do."""
    return {} if arm in STANDING else scenario.file.take_up


def intentions(partition: Partition, scenario: Scenario) -> Intentions:
    """What firms of a partition would do without money, in the scenario's world."""
    chosen = economy.with_values(scenario.file.behaviour.responses)
    file = scenario.file
    return economy.intentions_of(
        partition, world_of(scenario), file.years[1], file.population.seed, chosen
    )


def desk(would: Intentions, local: dict[str, Dated], scenario: Scenario) -> Desk:
    """A desk with the facts of a partition in the scenario's world if nobody responds."""
    return _desk(would, local, Horizon(*scenario.file.years).every_year, NOTHING)


def _desk(would: Intentions, local: dict[str, Dated], years: Sequence[int], plan: Plan) -> Desk:
    surplus = would.surplus
    seed, place = surplus.seed, surplus.partition.jurisdiction
    facts = economy.build_facts(
        surplus.partition, local, surplus.world, years, seed,
        behaviour=surplus.responses, would=would, plan=plan,
    )  # fmt: skip

    def claims(kind: Kind, table: Table, rates: Rates, rows: Rows) -> Bool:
        return economy.claims(table, kind.name, place, seed, rates, rows, surplus.responses)

    return Desk(facts, claims)


def world_of(scenario: Scenario) -> economy.World:
    """The economy that a scenario describes."""
    shocks = tuple(
        economy.Shock(
            first_month=parse_month(shock.from_),
            last_month=parse_month(shock.to),
            sectors=shock.sectors,
            layoffs=shock.layoffs,
            job_finding=shock.job_finding,
            distress=shock.distress,
        )
        for shock in scenario.file.world.shocks
    )
    return economy.World(shocks=shocks)
