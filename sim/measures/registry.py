"""The contract between a kind of measure, its terms and the engine.

A kind is a module of this room: a frozen dataclass of terms, whose fields say unit, bounds and
meaning, and one pure function ``(table, terms) -> Award`` registered with :func:`measure`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, field, fields
from fractions import Fraction
from functools import cache, wraps
from typing import Any, Literal

from sim.law.schema import Unit
from sim.law.values import Dated, Window
from sim.measures.award import Award, paid_from
from sim.measures.tables import Table

Payee = Literal["firm", "person", "institution"]
Channel = Literal[
    "retention", "hiring", "start-up", "training", "placement", "income support", "none"
]


@dataclass(frozen=True)
class TermSpec:
    """How a term is written in the law: unit, bounds, meaning, and whether it may stay open.

    ``at_most`` names a term it must not exceed, ``in_principle`` one that it may exceed only
    with a flag; ``only`` lists its values where it is a switch.
    """

    name: str
    unit: Unit
    meaning: str
    low: Fraction | None
    high: Fraction | None
    optional: bool
    at_most: str = ""
    in_principle: str = ""
    only: tuple[Fraction, ...] = ()


def term(
    unit: Unit,
    meaning: str,
    *,
    low: float | str | None = 0,
    high: float | str | None = None,
    optional: bool = False,
    at_most: str = "",
    in_principle: str = "",
    only: tuple[str, ...] = (),
) -> Any:
    """A number the law gives.

    Args:
        unit: ``share``, ``yuan``, ``yuan/month``, ``yuan/day``, ``months``, ``years``, ``days``,
            ``persons`` or ``count``.
        meaning: what it says, for documentation and messages.
        low: lowest value allowed, included, in the unit.
        high: highest value allowed, included.
        optional: the clause may leave it out; the rule then finds ``None``.
        at_most: name of another term this one must not exceed.
        in_principle: name of another term this one should not exceed: where it does, a flag.
        only: the values allowed, where there is nothing between them.
    """
    extra = {
        "term": (unit, meaning, low, high, optional, at_most, in_principle, only),
    }
    return field(metadata=extra) if not optional else field(default=None, metadata=extra)


def choice(meaning: str, *options: str, default: str | None = None) -> Any:
    """A variant fixed by the clause's text: one of a few named options."""
    extra = {"choice": (meaning, options)}
    return field(metadata=extra) if default is None else field(default=default, metadata=extra)


def names(meaning: str, *options: str) -> Any:
    """A list of names from a closed vocabulary, e.g. the groups a clause is for."""
    return field(default=(), metadata={"names": (meaning, options)})


def reading(meaning: str) -> Any:
    """A named reading of an ambiguous clause; options and default live in the national law file."""
    return field(metadata={"reading": meaning})


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What every kind's terms have: the clause, its fund and its window.

    ``pays_from``: the day from which payments fall due where the window tests them instead of the
    event (AMB-66); ``None`` where it tests the event.
    """

    clause: str
    fund: str
    window: Window
    pays_from: int | None = None


Rule = Callable[[Any, Any], Award]


@dataclass(frozen=True)
class Kind:
    """A registered measure.

    Attributes:
        name: the kind of the catalogue.
        variant: which way of doing it, where jurisdictions differ too much for terms alone.
        table: the fact table it decides on.
        terms: dataclass of its terms.
        pays: who receives the money.
        channel: how it is meant to stabilise jobs.
        rule: the pure function.
        rising: terms with which the award never falls, for the conformance suite.
        rests_on: shared numbers of the law that the money columns of its table come from.
    """

    name: str
    variant: str
    table: type[Table]
    terms: type[Terms]
    pays: Payee
    channel: Channel
    rule: Rule
    rising: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """First line of the rule's docstring."""
        return (self.rule.__doc__ or "").strip().splitlines()[0]

    def specs(self) -> dict[str, TermSpec]:
        """The numeric terms by name."""
        return {f.name: _spec(f) for f in fields(self.terms) if "term" in f.metadata}

    def choices(self) -> dict[str, tuple[str, tuple[str, ...], bool]]:
        """(meaning, options, required) of each textual variant."""
        return {
            f.name: (*f.metadata["choice"], f.default is MISSING)
            for f in fields(self.terms)
            if "choice" in f.metadata
        }

    def name_lists(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """(meaning, vocabulary) of each list of names."""
        return {f.name: f.metadata["names"] for f in fields(self.terms) if "names" in f.metadata}

    def readings(self) -> tuple[str, ...]:
        """Names of the readings its rule looks at."""
        return tuple(f.name for f in fields(self.terms) if "reading" in f.metadata)


MOST = {"share": 1, "yuan": 10_000_000, "yuan/month": 100_000, "yuan/day": 10_000}
"""Highest value of a term that names none: beyond it a number is a slip of the hand."""


@cache
def _spec(entry: Field[Any]) -> TermSpec:
    unit, meaning, low, high, optional, at_most, in_principle, only = entry.metadata["term"]
    exact = [None if x is None else Fraction(str(x)) for x in (low, high)]
    if exact[1] is None and unit in MOST:
        exact[1] = Fraction(MOST[unit])
    switch = tuple(Fraction(x) for x in only)
    return TermSpec(
        entry.name, unit, meaning, exact[0], exact[1], optional, at_most, in_principle, switch
    )


_KINDS: dict[tuple[str, str], Kind] = {}


def measure(
    name: str,
    *,
    of: type[Table],
    terms: type[Terms],
    pays: Payee,
    channel: Channel,
    variant: str = "",
    rising: tuple[str, ...] = (),
    rests_on: tuple[str, ...] = (),
) -> Callable[[Rule], Rule]:
    """Register a rule as the way a kind (and variant) of measure decides and pays."""

    def register(rule: Rule) -> Rule:
        if (name, variant) in _KINDS:
            msg = f"{name} {variant} is registered twice"
            raise ValueError(msg)
        decide = _dated(rule)
        _KINDS[name, variant] = Kind(
            name, variant, of, terms, pays, channel, decide, rising, rests_on
        )
        return decide

    return register


def _dated(rule: Rule) -> Rule:
    """The rule, which pays nothing before the day its payments begin, if there is one."""

    @wraps(rule)
    def decide(table: Table, terms: Terms) -> Award:
        award = rule(table, terms)
        return award if terms.pays_from is None else paid_from(award, terms.pays_from, table)

    return decide


@cache
def kinds() -> dict[tuple[str, str], Kind]:
    """Every registered kind, by (name, variant)."""
    package = importlib.import_module("sim.measures.kinds")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"sim.measures.kinds.{module.name}")
    return dict(sorted(_KINDS.items()))


__all__ = [
    "Dated",
    "Kind",
    "Payee",
    "TermSpec",
    "Terms",
    "choice",
    "kinds",
    "measure",
    "names",
    "reading",
    "term",
]
