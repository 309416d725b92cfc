"""Where the controls stand, and the scenario document that says the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from sim.measures.rulebook import Rulebook
from sim.scenario import Scenario
from sim.scenario.load import of_data
from sim.scenario.schema import Change, Policy, ScenarioFile, ShockSpec

Amount = float | int | str | dict[str | int, Any]

# A year like 2020, as in scenarios/deep_downturn.yaml: what severity 1 means.
SEVERE = {"layoffs": 3.0, "job_finding": 0.6, "distress": 2.0}


class Target(NamedTuple):
    """Which number of the law a change is about."""

    term: str
    kind: str = ""
    clause: str = ""


@dataclass(frozen=True)
class Shock:
    """A stretch of bad months; multipliers of 1 are no shock at all."""

    first: str = "2020-02"
    last: str = "2020-12"
    sectors: tuple[str, ...] = ()
    layoffs: float = 1.0
    job_finding: float = 1.0
    distress: float = 1.0

    @property
    def severity(self) -> float:
        """How severe: 1 is the deep downturn, judged by its lay-offs."""
        return (self.layoffs - 1) / (SEVERE["layoffs"] - 1)

    @property
    def calm(self) -> bool:
        """True where nothing is different."""
        return all(getattr(self, name) == 1 for name in SEVERE)

    def of_severity(self, severity: float) -> Shock:
        """The shock with all multipliers moved together."""
        moved = {name: round(1 + severity * (full - 1), 3) for name, full in SEVERE.items()}
        return self.with_multipliers(moved)

    def with_multipliers(self, moved: Mapping[str, float]) -> Shock:
        """The shock with some multipliers set."""
        own = {name: getattr(self, name) for name in SEVERE} | dict(moved)
        return Shock(
            self.first, self.last, self.sectors,
            own["layoffs"], own["job_finding"], own["distress"],
        )  # fmt: skip

    def document(self) -> dict[str, Any]:
        """The shock as a scenario writes it."""
        said: dict[str, Any] = {"from": self.first, "to": self.last}
        if self.sectors:
            said["sectors"] = list(self.sectors)
        return said | {name: getattr(self, name) for name in SEVERE if getattr(self, name) != 1}


@dataclass(frozen=True)
class State:
    """Where the controls stand; the default is current law in an ordinary economy.

    Attributes:
        jurisdiction: whose numbers are shown.
        shock: the shock that the controls describe.
        changes: values by target, in the unit of the law.
        why: reasons by target, kept from an opened document.
        readings: options chosen.
        off: kinds of measure switched off.
        take_up: share that claims, by kind.
        rest: parts of an opened document that no control shows, by name; all are kept.
    """

    jurisdiction: str
    shock: Shock = Shock()
    changes: Mapping[Target, Amount] = field(default_factory=dict)
    why: Mapping[Target, str] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)
    off: frozenset[str] = frozenset()
    take_up: Mapping[str, float] = field(default_factory=dict)
    rest: Mapping[str, Any] = field(default_factory=dict)

    def with_change(self, targets: Iterable[Target], amount: Amount | None) -> State:
        """The state with numbers set; ``None`` leaves them to the document again."""
        targets = tuple(targets)
        changes = {t: x for t, x in self.changes.items() if t not in targets}
        if amount is not None:
            changes |= dict.fromkeys(targets, amount)
        return replace(self, changes=changes)

    def with_reading(self, name: str, option: str | None) -> State:
        """The state with a reading chosen; ``None`` leaves it as it is in force."""
        return replace(self, readings=_set(self.readings, name, option))

    def with_take_up(self, kind: str, rate: float | None) -> State:
        """The state with a take-up rate; ``None`` leaves it as it is."""
        return replace(self, take_up=_set(self.take_up, kind, rate))

    def with_measure(self, kind: str, *, on: bool) -> State:
        """The state with a measure switched on or off."""
        return replace(self, off=self.off - {kind} if on else self.off | {kind})

    def body(self) -> dict[str, Any]:
        """The scenario document without its header, as plain data."""
        rest = self.rest
        shocks = [] if self.shock.calm else [self.shock.document()]
        policy = {
            "change": [*(self._change(t) for t in self.changes), *rest.get("change", ())],
            "switch_off": [*sorted(self.off), *rest.get("switch_off", ())],
            "borrow": list(rest.get("borrow", ())),
        }
        said = {
            "jurisdictions": [self.jurisdiction],
            "years": rest.get("years"),
            "policy": {name: part for name, part in policy.items() if part},
            "readings": dict(self.readings),
            "world": {"shocks": every} if (every := [*shocks, *rest.get("shocks", ())]) else {},
            "take_up": dict(self.take_up),
            "population": rest.get("population"),
            "budget": rest.get("budget"),
        }
        return {name: part for name, part in said.items() if part}

    def _change(self, target: Target) -> dict[str, Any]:
        said: dict[str, Any] = {n: x for n in ("clause", "kind") if (x := getattr(target, n))}
        said |= {"term": target.term, "value": self.changes[target]}
        return said | ({"why": self.why[target]} if self.why.get(target) else {})

    @property
    def key(self) -> str:
        """The same for states that say the same."""
        return json.dumps(self.body(), sort_keys=True, default=str)

    def scenario(self, header: Mapping[str, Any], name: str = "explorer") -> Scenario:
        """The scenario that the controls describe; ``UserError`` if none can."""
        return of_data({**header, **self.body()}, name)

    def without_policy(self) -> State:
        """The same world under current law."""
        world = {"years", "population", "shocks", "budget"}
        kept = {n: x for n, x in self.rest.items() if n in world}
        return State(self.jurisdiction, shock=self.shock, rest=kept)

    def in_ordinary_economy(self) -> State:
        """The state without any shock."""
        rest = {n: x for n, x in self.rest.items() if n != "shocks"}
        return replace(self, shock=self.shock.of_severity(0), rest=rest)

    def only_rest(self) -> State:
        """What no control shows, alone."""
        return State(self.jurisdiction, rest=self.rest)


def _set(old: Mapping[str, Any], name: str, value: Any) -> dict[str, Any]:
    kept = {n: x for n, x in old.items() if n != name}
    return kept if value is None else {**kept, name: value}


def state_of(file: ScenarioFile, rules: Rulebook) -> State:
    """The controls of a scenario file, for one jurisdiction.

    Args:
        file: a scenario.
        rules: the rules of the jurisdiction under current law, or those it borrows.
    """
    here = rules.jurisdiction
    plain, dated = _changes(file.policy.change, here)
    off, single = _switched_off(file.policy, rules)
    shocks = list(file.world.shocks)
    data = file.model_dump(by_alias=True, exclude_defaults=True)
    said = data.get("world", {}).get("shocks", [])
    rest: dict[str, Any] = {
        "years": data.get("years"),
        "population": data.get("population"),
        "budget": data.get("budget"),
        "change": dated,
        "switch_off": single,
        "borrow": [b.model_dump(by_alias=True) for b in file.policy.borrow if b.for_ == here],
        "shocks": said[1:],
    }
    return State(
        here,
        shock=_shock(shocks[0]) if shocks else Shock(),
        changes={target: change.value for target, change in plain.items()},
        why={target: change.why for target, change in plain.items() if change.why},
        readings=dict(file.readings),
        off=off,
        take_up=dict(file.take_up),
        rest={name: part for name, part in rest.items() if part},
    )


def _shock(spec: ShockSpec) -> Shock:
    return Shock(spec.from_, spec.to, spec.sectors, spec.layoffs, spec.job_finding, spec.distress)


def _changes(
    every: Iterable[Change], here: str
) -> tuple[dict[Target, Change], list[dict[str, Any]]]:
    """Changes that a control can show, and the others as written."""
    plain: dict[Target, Change] = {}
    others: list[dict[str, Any]] = []
    for change in every:
        if change.jurisdictions and here not in change.jurisdictions:
            continue
        target = Target(change.term, change.kind, change.clause)
        shared = not (change.kind or change.clause)
        if change.from_ or change.to or change.local_excess or shared or target in plain:
            data = change.model_dump(by_alias=True, exclude_defaults=True)
            others.append({n: x for n, x in data.items() if n != "jurisdictions"})
        else:
            plain[target] = change
    return plain, others


def _switched_off(policy: Policy, rules: Rulebook) -> tuple[frozenset[str], list[str]]:
    """Kinds switched off altogether, and single clauses of others."""
    only, named = set(policy.keep_only), set(policy.switch_off)
    gone: dict[str, dict[str, bool]] = {}
    for measure in rules.measures:
        names = {measure.clause, measure.kind.name}
        dropped = not (measure.standing or names & only) if only else bool(names & named)
        gone.setdefault(measure.kind.name, {})[measure.clause] = dropped
    off = frozenset(kind for kind, clauses in gone.items() if all(clauses.values()))
    single = [c for kind, all_ in gone.items() if kind not in off for c, d in all_.items() if d]
    return off, single
