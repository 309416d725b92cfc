"""Which numbers of the law can be moved, and how far: read off the kinds' own terms."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim import economy
from sim.app.state import Amount, State, Target
from sim.base.dates import date_of
from sim.law.ceilings import ceilings
from sim.law.load import Law
from sim.law.values import ALWAYS, Dated
from sim.measures.registry import TermSpec
from sim.measures.rulebook import Measure, Rulebook, current_law

PER_CENT = 100
SMALL = 10.0  # per cent: below it a slider needs tenths
CATEGORIES_MOST = 6  # more columns than that are a scale of months, not a standard


@dataclass(frozen=True)
class Knob:
    """A number of the law that a slider moves.

    Attributes:
        targets: the changes that setting it writes.
        kind: measure it is shown under.
        term: name of the number.
        unit: of the number in the law; a slider shows shares in per cent.
        value: the document's (its latest), as the slider shows it; ``None`` where it is open.
        steps: every value of the document with the day it begins, as the slider shows it.
        columns: values by category where the slider moves them together, in per cent of these.
        low: lowest position.
        high: highest position.
        step: between positions.
        clauses: that say it.
        differing: the values of the documents where they differ.
    """

    targets: tuple[Target, ...]
    kind: str
    term: str
    unit: str
    value: float | None
    steps: tuple[tuple[str, float], ...]
    columns: dict[str | int, float]
    low: float
    high: float
    step: float
    clauses: tuple[str, ...] = ()
    differing: tuple[float, ...] = ()

    @property
    def start(self) -> float:
        """Where the slider stands while the document holds; two decimals are enough to see."""
        return self.low if self.value is None else round(self.value, 2)

    def amount(self, position: float) -> Amount | None:
        """What a scenario writes for a position; ``None`` for the document's own value."""
        at_document = self.value is not None and abs(position - self.start) < 1e-6
        if at_document and len(self.steps) < 2 and not self.differing:
            return None
        return self.written(position)

    def written(self, position: float) -> Amount:
        """The number that a position stands for, be it the document's own or not."""
        if self.columns:
            moved = {c: x * position / PER_CENT for c, x in self.columns.items()}
            return {c: self._number(x) for c, x in moved.items()}
        return self._number(position)

    def position(self, amount: Amount | None) -> float:
        """Where the slider stands for what a scenario writes."""
        if amount is None:
            return self.start
        if isinstance(amount, dict):
            first, whole = next(iter(self.columns.items()))
            return round(PER_CENT * float(amount.get(first, whole)) / whole, 6)
        number = _number(amount)
        return round(number * PER_CENT, 6) if self.unit == "share" else number

    def _number(self, shown: float) -> float | int:
        if self.unit == "share":
            return round(shown / PER_CENT, 6)
        if self.unit.startswith("yuan"):
            rounded = round(shown, 2)
            return int(rounded) if rounded == int(rounded) else rounded
        return round(shown)


def _number(amount: float | str) -> float:
    if isinstance(amount, str) and "/" in amount:
        above, below = amount.split("/")
        return float(above) / float(below)
    return float(amount)


def knobs(law: Law, *rules: Rulebook) -> list[Knob]:
    """The movable numbers of rulebooks, in their order; one for all clauses that agree.

    Of several places together there is one for each number of a kind, which sets it everywhere.
    Numbers that belong to the place and not to policy (minimum wage, contribution rates) are
    left to scenario files: changing them changes the facts, not only the rules.
    """
    if len(rules) > 1:
        return list(_together(law, rules))
    found: list[Knob] = []
    for measure, name, spec in _numbers(rules):
        same = _same(rules[0], measure, name)
        if same[0] is measure:
            found += _knob(law, same, spec, _targets(rules[0], same, name))
    return found


def _numbers(rules: Sequence[Rulebook]) -> Iterator[tuple[Measure, str, TermSpec]]:
    for measure in (m for r in rules for m in r.measures):
        for name, spec in measure.kind.specs().items():
            if name not in economy.LOCAL_VALUES and spec.unit != "date":
                yield measure, name, spec


def _together(law: Law, rules: Sequence[Rulebook]) -> Iterator[Knob]:
    groups: dict[tuple[str, str], list[Measure]] = {}
    for measure, name, _ in _numbers(rules):
        groups.setdefault((measure.kind.name, name), []).append(measure)
    for (kind, name), measures in groups.items():
        # A clause that has no such number does not get one because others have.
        having = [m for m in measures if _has(law, m, name)]
        targets = [Target(name, kind=kind)]
        if len(having) < len(measures):
            targets = [Target(name, clause=m.clause) for m in having]
        if having:
            yield from _knob(law, having, having[0].kind.specs()[name], tuple(targets))


def _has(law: Law, measure: Measure, name: str) -> bool:
    return getattr(measure.terms, name) is not None or _is_open(law, measure, name)


def _same(rules: Rulebook, measure: Measure, name: str) -> list[Measure]:
    """Measures whose number is this one: those of its kind that agree, or all for shared ones."""
    value = getattr(measure.terms, name)
    alike = [m for m in rules.measures if name in m.kind.specs()]
    if value is None or rules.local.get(name) != value:
        alike = [m for m in alike if m.kind.name == measure.kind.name]
    return [m for m in alike if getattr(m.terms, name) == value]


def _targets(rules: Rulebook, same: Sequence[Measure], term: str) -> tuple[Target, ...]:
    kinds = dict.fromkeys(m.kind.name for m in same)
    whole = [m for m in rules.measures if m.kind.name in kinds and term in m.kind.specs()]
    if len(whole) == len(same):
        return tuple(Target(term, kind=kind) for kind in kinds)
    return tuple(Target(term, clause=m.clause) for m in same)


def _knob(
    law: Law, same: Sequence[Measure], spec: TermSpec, targets: tuple[Target, ...]
) -> Iterator[Knob]:
    kind, clauses = same[0].kind.name, tuple(m.clause for m in same)
    values = [value for m in same if (value := getattr(m.terms, spec.name)) is not None]
    first: Dated | None = values[0] if values else None
    if first is None and not any(_is_open(law, m, spec.name) for m in same):
        return
    agreed = all(value == first for value in values) and len(values) in {0, len(same)}
    columns = {} if first is None else _columns(first, spec.unit)
    if any(len(value.table[0]) > 1 for value in values) and not (agreed and columns):
        return
    if columns:
        bounds = _joint_bounds(same, spec, columns)
        if bounds[0] < bounds[1]:  # a floor and a ceiling can leave no room to move together
            yield Knob(targets, kind, spec.name, spec.unit, PER_CENT, (), columns, *bounds, clauses)
        return
    every = [tuple(_steps(value, spec.unit)) for value in values]
    low, high, step = _bounds(law, same, spec, [x for steps in every for _, x in steps])
    if low >= high:
        return
    steps = every[0] if agreed and every else ()
    last = every[0][-1][1] if every else None
    differing = () if agreed else tuple(dict.fromkeys(steps[-1][1] for steps in every))
    yield Knob(
        targets, kind, spec.name, spec.unit, last, steps, {}, low, high, step, clauses, differing
    )


def _is_open(law: Law, measure: Measure, term: str) -> bool:
    """True where a document names the number and gives none."""
    for place, clause in law.clauses():
        if clause.id == measure.clause:
            found = place.find(term, measure.kind.name, clause)
            return found is not None and found.parameter.open
    return False


def _columns(value: Dated, unit: str) -> dict[str | int, float]:
    if not 1 < len(value.categories) <= CATEGORIES_MOST:
        return {}
    if len(value.table) > 1 or not unit.startswith("yuan"):
        return {}
    names: tuple[str | int, ...] = value.categories
    return {c: x / PER_CENT for c, x in zip(names, value.table[0], strict=True)}


def _steps(value: Dated, unit: str) -> Iterator[tuple[str, float]]:
    for start, (number, *_) in zip(value.starts, value.table, strict=True):
        yield "" if start == ALWAYS else date_of(start).isoformat(), _shown(value, number, unit)


def _shown(value: Dated, number: int, unit: str) -> float:
    """A stored number as a slider shows it: per cent, yuan, months..."""
    if unit == "share":
        return round(PER_CENT * number / value.denominator, 6)
    return number / PER_CENT if unit.startswith("yuan") else float(number)


def _bounds(
    law: Law, same: Sequence[Measure], spec: TermSpec, values: Sequence[float]
) -> tuple[float, float, float]:
    """Lowest and highest position and the step: within the term's bounds, wide enough to use.

    The end is the national ceiling where there is one, unless a document itself goes beyond.
    """
    factor = PER_CENT if spec.unit == "share" else 1
    if spec.only:
        off, on = (float(x) * factor for x in (min(spec.only), max(spec.only)))
        return off, on, on - off
    low = float(spec.low or 0) * factor
    limit = math.inf if spec.high is None else float(spec.high) * factor
    low = max([low, *_floors(same, spec)])
    limit = min([limit, *_values(same, spec.at_most, spec.unit)])
    largest = max(values, default=0.0) or _largest_elsewhere(law, same[0], spec)
    ceiling = _ceiling(same[0].kind.name, spec)
    if ceiling is not None and largest < ceiling:
        limit = min(limit, ceiling)
    if spec.unit == "share":
        if largest >= SMALL or largest == 0:
            return low, limit, 1.0
        return low, min(limit, _round_up(4 * largest)), 0.1
    high = min(limit, _round_up(2 * largest or 12.0))
    whole = not spec.unit.startswith("yuan")
    return low, high, 1.0 if whole else _step(high)


def _ceiling(kind: str, spec: TermSpec) -> float | None:
    """What national rules provide for at most, as a slider shows it."""
    ceiling = ceilings().of(kind, spec.name)
    if ceiling is None:
        return None
    return ceiling.value * PER_CENT if ceiling.unit == "share" else ceiling.value


def _joint_bounds(
    same: Sequence[Measure], spec: TermSpec, columns: dict[str | int, float]
) -> tuple[float, float, float]:
    """Bounds in per cent of the law for amounts by category moved together."""
    smallest, largest = min(columns.values()), max(columns.values())
    lows = [PER_CENT * x / smallest for x in _floors(same, spec)]
    highs = [PER_CENT * x / largest for x in _values(same, spec.at_most, spec.unit)]
    return max([0.0, *lows]), min([3.0 * PER_CENT, *highs]), 5.0


def _floors(same: Sequence[Measure], spec: TermSpec) -> list[float]:
    """Every value of the terms that this one caps."""
    specs = same[0].kind.specs()
    others = [name for name, other in specs.items() if other.at_most == spec.name]
    return [x for name in others for x in _values(same, name, spec.unit)]


def _values(same: Sequence[Measure], term: str, unit: str) -> list[float]:
    """Every value of a term of some measures, as a slider shows it."""
    values = [value for m in same if term and (value := getattr(m.terms, term, None)) is not None]
    return [_shown(v, number, unit) for v in values for row in v.table for number in row]


def _largest_elsewhere(law: Law, measure: Measure, spec: TermSpec) -> float:
    """The largest value any document gives the term, for one that is open here."""
    every = [m for j in law.jurisdictions for m in current_law(law, j).measures]
    values = [
        _shown(value, number, spec.unit)
        for other in every
        if other.kind.name == measure.kind.name
        and (value := getattr(other.terms, spec.name, None)) is not None
        for row in value.table
        for number in row
    ]
    return max(values, default=0.0)


def _step(high: float) -> float:
    """Whole yuan, 1, 2 or 5 times a power of ten, with at least a hundred positions if possible."""
    steps = [digit * 10.0**power for power in range(4) for digit in (1, 2, 5)]
    return max((s for s in steps if s <= high / 100), default=1.0)


def _round_up(number: float) -> float:
    """The next round number: 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8 or 10 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(number))
    for digit in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10):
        if digit * power >= number * (1 - 1e-9):
            return float(digit * power)
    return float(10 * power)


def set_to(state: State, knob: Knob) -> Amount | None:
    """What a state sets a knob to, if all its targets agree."""
    amounts = [state.changes.get(target) for target in knob.targets]
    return amounts[0] if all(a == amounts[0] for a in amounts) else None
