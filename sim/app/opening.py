"""An opened scenario file as a state of the controls; what no control shows is kept as written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sim.app.shock import Shock
from sim.app.state import State, Target
from sim.law.load import Law
from sim.measures.rulebook import Rulebook, current_law, rulebook
from sim.scenario import Scenario
from sim.scenario.schema import Change, Policy, ScenarioFile, ShockSpec

Places = tuple[str, ...]


def places_about(named: Places, now: State, law: Law) -> Places:
    """Where to show a scenario about the places named: where the page is, if it is about that."""
    here = now.jurisdictions
    if set(named) == set(law.jurisdictions):
        return tuple(law.jurisdictions)
    return here if not named or set(here) <= set(named) else named[:1]


def state_at(scenario: Scenario, places: Places, law: Law) -> State:
    """The controls of an opened scenario at some places."""
    rules = [_rules(law, scenario, place) for place in places]
    return state_of(scenario.file, *rules, folder=scenario.folder)


def _rules(law: Law, scenario: Scenario, here: str) -> Rulebook:
    """The rules whose measures an opened scenario switches: its lender's if it borrows any."""
    if not any(b.for_ == here for b in scenario.file.policy.borrow):
        return current_law(law, here)
    borrow = [b.model_dump(by_alias=True) for b in scenario.file.policy.borrow]
    return rulebook(law, here, scenario.with_(policy={"borrow": borrow}, readings={}))


def state_of(file: ScenarioFile, *rules: Rulebook, folder: Path | None = None) -> State:
    """The controls of a scenario file, for one place or for several together.

    Args:
        file: a scenario.
        rules: the rules of each place under current law, or those it borrows.
        folder: where the file lies.
    """
    here = tuple(r.jurisdiction for r in rules)
    plain, others = _changes(file.policy.change, here)
    off, single = _switched_off(file.policy, rules)
    data = file.model_dump(by_alias=True, exclude_defaults=True)
    shocks = data.get("world", {}).get("shocks", [])
    lender, borrow = _borrowed(file.policy, here)
    population = data.get("population", {})
    population.pop("tables", None)
    balances, budget = _budget(data.get("budget", {}))
    rest = {
        "population": population,
        "budget": budget,
        "change": others,
        "switch_off": single,
        "borrow": borrow,
        "shocks": shocks[1:],
    }
    kept = {name: part for name, part in rest.items() if part}
    return State.of(
        here,
        shock=_shock(file.world.shocks[0]) if shocks else Shock(),
        changes={target: change.value for target, change in plain.items()},
        why={target: change.why for target, change in plain.items() if change.why},
        readings=dict(file.readings),
        off=off,
        take_up=dict(file.take_up),
        rest=kept | ({"draws": data["draws"]} if "draws" in data else {}),
        years=file.years,
        borrow=lender,
        responses=dict(file.behaviour.responses),
        responds=file.behaviour.on,
        gates=file.budget.gates == "on",
        balances=balances,
        tables={p: dict(files) for p, files in file.population.tables.items() if p in here},
        folder=folder,
    )


def _shock(spec: ShockSpec) -> Shock:
    return Shock(spec.from_, spec.to, spec.sectors, spec.layoffs, spec.job_finding, spec.distress)


def _changes(
    every: Iterable[Change], here: Sequence[str]
) -> tuple[dict[Target, Change], list[dict[str, Any]]]:
    """Changes that a control can show, and the others as written."""
    plain: dict[Target, Change] = {}
    others: list[dict[str, Any]] = []
    for change in every:
        about = [p for p in here if not change.jurisdictions or p in change.jurisdictions]
        if not about:
            continue
        target = Target(change.term, change.kind, change.clause)
        shared = not (change.kind or change.clause)
        some = len(about) < len(here)
        dated = change.from_ or change.to or change.local_excess
        if dated or shared or some or target in plain:
            data = change.model_dump(by_alias=True, exclude_defaults=True)
            data.pop("jurisdictions", None)
            others.append(data | ({"jurisdictions": about} if some else {}))
        else:
            plain[target] = change
    return plain, others


def _switched_off(policy: Policy, rules: Sequence[Rulebook]) -> tuple[frozenset[str], list[str]]:
    """Kinds switched off altogether, and single clauses of others."""
    only, named = set(policy.keep_only), set(policy.switch_off)
    gone: dict[str, dict[str, bool]] = {}
    for measure in (m for r in rules for m in r.measures):
        names = {measure.clause, measure.kind.name}
        dropped = not (measure.standing or names & only) if only else bool(names & named)
        gone.setdefault(measure.kind.name, {})[measure.clause] = dropped
    off = frozenset(kind for kind, clauses in gone.items() if all(clauses.values()))
    single = [c for kind, all_ in gone.items() if kind not in off for c, d in all_.items() if d]
    return off, single


def _borrowed(policy: Policy, here: Sequence[str]) -> tuple[str, list[dict[str, Any]]]:
    """Whose rules all places use, or who borrows from whom where that differs."""
    pairs = {b.for_: b.rules_of for b in policy.borrow if b.for_ in here}
    lenders = set(pairs.values())
    if len(lenders) == 1:
        lender = lenders.pop()
        if {*pairs, lender} >= set(here) and lender not in pairs:
            return lender, []
    return "", [{"rules_of": lender, "for": place} for place, lender in pairs.items()]


def _budget(data: dict[str, Any]) -> tuple[dict[str, float], dict[str, Any]]:
    """Opening balances by place, and the rest of the budget."""
    figures = {place: dict(own) for place, own in data.get("figures", {}).items()}
    balances = {
        p: own.pop("opening_balance") for p, own in figures.items() if "opening_balance" in own
    }
    rest = {n: x for n, x in data.items() if n not in {"gates", "figures"}}
    left = {place: own for place, own in figures.items() if own}
    return balances, rest | ({"figures": left} if left else {})
