"""A measure as the ceilings would have it: what lies above is a local excess."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from sim.law.ceilings import ceilings
from sim.law.values import Dated
from sim.measures.registry import TermSpec
from sim.measures.rulebook import Measure, Rulebook
from sim.measures.terms import scaled


def within_ceilings(rules: Rulebook) -> Rulebook | None:
    """The rulebook with every number cut at its ceiling; ``None`` if none lies above."""
    cut = tuple(_within(measure) for measure in rules.measures)
    if cut == rules.measures:
        return None
    return replace(rules, measures=cut)


def beyond_ceilings(rules: Rulebook) -> Iterator[str]:
    """Clauses with a number above its ceiling."""
    for measure in rules.measures:
        if _within(measure) != measure:
            yield measure.clause


def _within(measure: Measure) -> Measure:
    changed: dict[str, Any] = {}
    for name, spec in measure.kind.specs().items():
        value = getattr(measure.terms, name)
        if value is None:
            continue
        cap = _cap(measure, spec)
        cut = value if cap is None else _cut(value, cap)
        if cut != value:
            changed[name] = cut
    return replace(measure, terms=replace(measure.terms, **changed)) if changed else measure


def _cap(measure: Measure, spec: TermSpec) -> Fraction | None:
    """The most that a number may be, in the stored unit: of the text, and of national rules."""
    bounds = [] if spec.high is None else [scaled(spec.high, spec.unit)]
    ceiling = getattr(measure.terms, spec.at_most) if spec.at_most.endswith("ceiling") else None
    if ceiling is not None:
        bounds.append(max(Fraction(x, ceiling.denominator) for row in ceiling.table for x in row))
    national = ceilings().of(measure.kind.name, spec.name)
    if national is not None:
        bounds.append(Fraction(national.stored))
    return min(bounds, default=None)


def _cut(value: Dated, cap: Fraction) -> Dated:
    most = cap * value.denominator
    if all(x <= most for row in value.table for x in row):
        return value
    # A denominator that cannot hold the ceiling is widened, so that nothing is lost.
    scale = most.denominator
    table = tuple(tuple(min(x * scale, int(most * scale)) for x in row) for row in value.table)
    return replace(value, table=table, denominator=value.denominator * scale)
