"""Where the controls stand, and the scenario document that says the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from sim.app.shock import SEVERE, Shock
from sim.scenario import Scenario
from sim.scenario.load import as_yaml, of_data, of_text
from sim.scenario.schema import FIRST_YEAR, LAST_YEAR

Amount = float | int | str | dict[str | int, Any]
Plain = dict[str, Any]

ALL = "all"
YEARS = (FIRST_YEAR, LAST_YEAR)


class Target(NamedTuple):
    """Which number of the law a change is about."""

    term: str
    kind: str = ""
    clause: str = ""


@dataclass(frozen=True)
class State:
    """Where the controls stand; the default is current law in an ordinary economy.

    Attributes:
        jurisdiction: whose numbers are shown; ``all`` for several places together.
        shock: the shock that the controls describe.
        changes: values by target, in the unit of the law.
        why: reasons by target, kept from an opened document.
        readings: options chosen.
        off: kinds of measure switched off.
        take_up: share that claims, by kind.
        rest: parts of an opened document that no control shows, by name; all are kept.
        places: the places together, if there are several.
        years: first and last.
        borrow: whose rules are used in place of the own ones; empty for the own ones.
        responses: numbers of the economy other than shipped, by dotted name.
        responds: whether anybody acts differently for the money.
        gates: whether refunds wait for the fund's reserve.
        balances: what is in the insurance fund at the beginning, yuan by place.
        tables: files of own tables by place and table, from ``folder``.
        folder: where the scenario lives.
    """

    jurisdiction: str
    shock: Shock = Shock()
    changes: Mapping[Target, Amount] = field(default_factory=dict)
    why: Mapping[Target, str] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)
    off: frozenset[str] = frozenset()
    take_up: Mapping[str, float] = field(default_factory=dict)
    rest: Mapping[str, Any] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    years: tuple[int, int] = YEARS
    borrow: str = ""
    responses: Mapping[str, float] = field(default_factory=dict)
    responds: bool = True
    gates: bool = True
    balances: Mapping[str, float] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    folder: Path | None = None

    @classmethod
    def of(cls, places: Iterable[str], **parts: Any) -> State:
        """The state of one place or of several together."""
        places = tuple(places)
        if len(places) == 1:
            return cls(places[0], **parts)
        return cls(ALL, places=places, **parts)

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """The places whose numbers are shown."""
        return self.places or (self.jurisdiction,)

    # small changes

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

    def with_response(self, name: str, value: float | None) -> State:
        """The state with a number of the economy set; ``None`` leaves the shipped one."""
        return replace(self, responses=_set(self.responses, name, value))

    def with_balance(self, place: str, yuan: float | None) -> State:
        """The state with a place's opening balance; ``None`` leaves the shipped one."""
        return replace(self, balances=_set(self.balances, place, yuan))

    def with_tables(self, place: str, tables: Mapping[str, str] | None) -> State:
        """The state with a place's own tables; ``None`` leaves the synthetic people."""
        return replace(self, tables=_set(self.tables, place, tables or None))

    # other states that follow from this one

    def at(self, place: str) -> State:
        """The same for one of the places alone."""
        if not self.places:
            return self
        balances, tables = ({p: x for p, x in m.items() if p == place} for m in self._by_place)
        return replace(
            self, jurisdiction=place, places=(), balances=balances, tables=tables,
            rest=_rest_of(self.rest, place),
        )  # fmt: skip

    @property
    def _by_place(self) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        return self.balances, self.tables

    def moved_to(self, places: Iterable[str]) -> State:
        """Other places in the same world; what was changed in the law stays behind."""
        world = {"population", "shocks", "draws"}
        return State.of(
            places, shock=self.shock, years=self.years, responses=self.responses,
            responds=self.responds, gates=self.gates, folder=self.folder,
            rest={n: x for n, x in self.rest.items() if n in world},
        )  # fmt: skip

    def without_policy(self) -> State:
        """The same world under current law."""
        world = {"population", "shocks", "budget", "draws"}
        rest = {n: x for n, x in self.rest.items() if n in world}
        plain = State(self.jurisdiction, rest=rest)
        own = {"changes", "why", "readings", "off", "take_up", "rest", "borrow"}
        kept = {n: getattr(self, n) for n in self.__dataclass_fields__ if n not in own}
        return replace(plain, **kept)

    def in_ordinary_economy(self) -> State:
        """The state without any shock."""
        rest = {n: x for n, x in self.rest.items() if n != "shocks"}
        return replace(self, shock=self.shock.of_severity(0), rest=rest)

    def only_frame(self) -> State:
        """What decides which controls there are: places, whose rules, and what no control shows."""
        return State(
            self.jurisdiction, rest=self.rest, places=self.places, years=self.years,
            borrow=self.borrow,
        )  # fmt: skip

    def only_felt(self, touched: Iterable[tuple[Any, ...]]) -> State:
        """The state without the parts of its policy that make no difference.

        Args:
            touched: places of its document that make one, as a rulebook lists them.
        """
        felt = set(touched)

        def kept(part: str, listed: Iterable[Any], start: int) -> list[Any]:
            return [x for i, x in enumerate(listed, start) if ("policy", part, i) in felt]

        own, off, rest = list(self.changes), sorted(self.off), dict(self.rest)
        rest["change"] = kept("change", rest.get("change", ()), len(own))
        rest["switch_off"] = kept("switch_off", rest.get("switch_off", ()), len(off))
        return replace(
            self,
            changes={t: self.changes[t] for t in kept("change", own, 0)},
            off=frozenset(kept("switch_off", off, 0)),
            readings={n: o for n, o in self.readings.items() if ("readings", n) in felt},
            borrow=self.borrow if ("policy", "borrow", 0) in felt else "",
            rest={name: part for name, part in rest.items() if part},
        )

    # the document

    def body(self) -> Plain:
        """The scenario document without its header, as plain data."""
        rest = self.rest
        shocks = [] if self.shock.calm else [self.shock.document()]
        lent = [{"rules_of": self.borrow, "for": p} for p in self.jurisdictions if p != self.borrow]
        policy = {
            "change": [*(self._change(t) for t in self.changes), *rest.get("change", ())],
            "switch_off": [*sorted(self.off), *rest.get("switch_off", ())],
            "borrow": [*(lent if self.borrow else ()), *rest.get("borrow", ())],
        }
        said = {
            "jurisdictions": list(self.jurisdictions),
            "years": None if self.years == YEARS else list(self.years),
            "policy": {name: part for name, part in policy.items() if part},
            "readings": dict(self.readings),
            "world": {"shocks": every} if (every := [*shocks, *rest.get("shocks", ())]) else {},
            "take_up": dict(self.take_up),
            "behaviour": self._behaviour(),
            "population": self._population(),
            "budget": self._budget(),
        }
        draws = {"draws": rest["draws"]} if "draws" in rest else {}
        return {name: part for name, part in said.items() if part} | draws

    def _change(self, target: Target) -> Plain:
        said: Plain = {n: x for n in ("clause", "kind") if (x := getattr(target, n))}
        said |= {"term": target.term, "value": self.changes[target]}
        return said | ({"why": self.why[target]} if self.why.get(target) else {})

    def _behaviour(self) -> Plain:
        said: Plain = {} if self.responds else {"on": False}
        return said | ({"responses": dict(self.responses)} if self.responses else {})

    def _population(self) -> Plain:
        tables = {place: dict(files) for place, files in self.tables.items()}
        return {**self.rest.get("population", {}), **({"tables": tables} if tables else {})}

    def _budget(self) -> Plain:
        said: Plain = dict(self.rest.get("budget", {}))
        figures = {place: dict(own) for place, own in said.pop("figures", {}).items()}
        for place, yuan in self.balances.items():
            figures[place] = {"opening_balance": yuan} | figures.get(place, {})
        gates = {} if self.gates else {"gates": "off"}
        return gates | ({"figures": figures} if figures else {}) | said

    @property
    def key(self) -> str:
        """The same for states that say the same, of the same files."""
        return json.dumps([self.body(), self._files()], sort_keys=True, default=str)

    def _files(self) -> list[tuple[str, int]]:
        """Own tables as they are now: who edits one wants another answer."""
        named = [name for files in self.tables.values() for name in files.values()]
        paths = [(self.folder or Path()) / name for name in named]
        return [(str(p), p.stat().st_mtime_ns if p.is_file() else 0) for p in paths]

    def scenario(self, header: Mapping[str, Any], name: str = "explorer") -> Scenario:
        """The scenario that the controls describe; ``UserError`` if none can."""
        return replace(of_data({**header, **self.body()}, name), folder=self.folder)

    def written(self, header: Mapping[str, Any], name: str = "explorer") -> Scenario:
        """The same by way of its text, slower: problems then name the part they are about."""
        text = as_yaml({**header, **self.body()})
        return replace(of_text(text, name), folder=self.folder)


def _set(old: Mapping[str, Any], name: str, value: Any) -> Plain:
    kept = {n: x for n, x in old.items() if n != name}
    return kept if value is None else {**kept, name: value}


def _rest_of(rest: Mapping[str, Any], place: str) -> Plain:
    """What an opened document of several places says about one of them."""
    changes = [
        {n: x for n, x in change.items() if n != "jurisdictions"}
        for change in rest.get("change", ())
        if place in change.get("jurisdictions", (place,))
    ]
    borrow = [b for b in rest.get("borrow", ()) if b["for"] == place]
    found = {**rest, "change": changes, "borrow": borrow}
    return {name: part for name, part in found.items() if part}


__all__ = ["ALL", "SEVERE", "YEARS", "Amount", "Shock", "State", "Target"]
