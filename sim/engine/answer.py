"""One partition in every arm: facts, what all do for the money, facts again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim import economy
from sim.base.dates import parse_month
from sim.economy.plan import NOTHING, Plan
from sim.economy.posts import Intentions
from sim.engine.decide import Desk, Rates, Rows
from sim.engine.ledger import Ledger
from sim.engine.places import ARMS, Place
from sim.engine.respond import Arm, respond
from sim.engine.tally import Horizon, Int64
from sim.law.values import Dated
from sim.measures.award import Bool
from sim.measures.registry import Kind
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
    """Every arm of one partition once all have responded.

    Arms with the same shared numbers and the same response share one desk.
    """
    would, horizon = intentions(partition, scenario), Horizon(*scenario.file.years)
    shared = _Shared(would, scenario)
    idle = {
        arm: Arm(shared.desk(rules.local, NOTHING), rules, rates_of(arm, scenario))
        for arm, rules in place.arms.items()
    }
    if not scenario.file.behaviour.on:
        nothing = Ledger(horizon.first_month, horizon.months)
        return {
            arm: Answer(one.desk, one.desk, nothing, shared.insured(place.arms[arm].local, NOTHING))
            for arm, one in idle.items()
        }
    bare, reference, _ = ARMS
    spells = idle[reference].desk.facts[Spells]
    if not isinstance(spells, Spells):
        raise TypeError(type(spells))
    setting = economy.Setting(would, place.arms[reference].local)
    search = economy.search_of(setting, spells)
    first = {arm: _first_like(arm, idle) for arm in idle}
    distinct = {arm: one for arm, one in idle.items() if first[arm] == arm}
    responses = respond(distinct, bare, reference, would, search, horizon)
    return {
        arm: Answer(
            shared.desk(place.arms[arm].local, responses[like].plan),
            idle[arm].desk,
            responses[like].ledger,
            shared.insured(place.arms[arm].local, responses[like].plan),
        )
        for arm, like in first.items()
    }


def _first_like(arm: str, idle: Mapping[str, Arm]) -> str:
    """The first arm with the same rules on the same facts: its response is the same too."""
    one = idle[arm]
    return next(
        other
        for other, its in idle.items()
        if its.desk is one.desk and its.rates == one.rates and its.rules == one.rules
    )


@dataclass
class _Shared:
    """Desks of one partition by shared numbers and plan, each built once."""

    would: Intentions
    scenario: Scenario
    known: list[tuple[dict[str, Dated], Plan, Desk]] = field(default_factory=list)
    paid: list[tuple[dict[str, Dated], Plan, Int64]] = field(default_factory=list)

    def desk(self, local: dict[str, Dated], plan: Plan) -> Desk:
        """The desk for some shared numbers and a plan."""
        for numbers, other, found in self.known:
            if numbers == local and other.same(plan):
                return found
        found = desk(self.would, local, self.scenario, plan)
        self.known.append((local, plan, found))
        return found

    def insured(self, local: dict[str, Dated], plan: Plan) -> Int64:
        """What funds live on by month under some shared numbers and a plan."""
        for numbers, other, sums in self.paid:
            if numbers == local and other.same(plan):
                return sums
        first, last = self.scenario.file.years
        found = economy.insured_months(self.would, local, range(first, last + 1), plan)
        self.paid.append((local, plan, found))
        return found


def rates_of(arm: str, scenario: Scenario) -> Rates:
    """Take-up that an arm sets: only the scenario's own rules, or some of them, do."""
    return {} if arm in ARMS[:2] else scenario.file.take_up


def intentions(partition: Partition, scenario: Scenario) -> Intentions:
    """What firms of a partition would do without money, in the scenario's world."""
    chosen = economy.with_values(scenario.file.behaviour.responses)
    file = scenario.file
    return economy.intentions_of(
        partition, world_of(scenario), file.years[1], file.population.seed, chosen
    )


def desk(
    would: Intentions, local: dict[str, Dated], scenario: Scenario, plan: Plan = NOTHING
) -> Desk:
    """A desk with the facts of a partition in the scenario's world."""
    first, last = scenario.file.years
    surplus = would.surplus
    years, seed = tuple(range(first, last + 1)), surplus.seed
    facts = economy.build_facts(
        surplus.partition, local, surplus.world, years, seed,
        behaviour=surplus.responses, would=would, plan=plan,
    )  # fmt: skip
    place = surplus.partition.jurisdiction

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
