"""Which numbers of the law can be moved, and how far: read off the kinds' own terms."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim import economy
from sim.app.state import Amount, State, Target
from sim.base.dates import date_of
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

    @property
    def start(self) -> float:
        """Where the slider stands while the document holds; two decimals are enough to see."""
        return self.low if self.value is None else round(self.value, 2)

    def amount(self, position: float) -> Amount | None:
        """What a scenario writes for a position; ``None`` for the document's own value."""
        at_document = self.value is not None and abs(position - self.start) < 1e-6
        if at_document and len(self.steps) < 2:
            return None
        if self.columns:
            moved = {c: x * position / PER_CENT for c, x in self.columns.items()}
            return {c: self._written(x) for c, x in moved.items()}
        return self._written(position)

    def position(self, amount: Amount | None) -> float:
        """Where the slider stands for what a scenario writes."""
        if amount is None:
            return self.start
        if isinstance(amount, dict):
            first, whole = next(iter(self.columns.items()))
            return round(PER_CENT * float(amount.get(first, whole)) / whole, 6)
        number = _number(amount)
        return round(number * PER_CENT, 6) if self.unit == "share" else number

    def _written(self, shown: float) -> float | int:
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


def knobs(law: Law, rules: Rulebook) -> list[Knob]:
    """The movable numbers of a rulebook, in its order; one for all clauses that agree.

    Numbers that belong to the place and not to policy (minimum wage, contribution rates) are
    left to scenario files: changing them changes the facts, not only the rules.
    """
    found: list[Knob] = []
    for measure in rules.measures:
        for name, spec in measure.kind.specs().items():
            if name in economy.LOCAL_VALUES or spec.unit == "date":
                continue
            same = _same(rules, measure, name)
            if same[0] is measure:
                found += _knob(law, rules, same, spec)
    return found


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


def _knob(law: Law, rules: Rulebook, same: Sequence[Measure], spec: TermSpec) -> Iterator[Knob]:
    measure = same[0]
    value: Dated | None = getattr(measure.terms, spec.name)
    if value is None and not _is_open(law, measure, spec.name):
        return
    columns = {} if value is None else _columns(value, spec.unit)
    if value is not None and len(value.table[0]) > 1 and not columns:
        return
    targets, kind = _targets(rules, same, spec.name), measure.kind.name
    if columns:
        bounds = _joint_bounds(measure, spec, columns)
        if bounds[0] < bounds[1]:  # a floor and a ceiling can leave no room to move together
            yield Knob(targets, kind, spec.name, spec.unit, PER_CENT, (), columns, *bounds)
        return
    steps = () if value is None else tuple(_steps(value, spec.unit))
    bounds = _bounds(law, measure, spec, [x for _, x in steps])
    last = steps[-1][1] if steps else None
    yield Knob(targets, kind, spec.name, spec.unit, last, steps, {}, *bounds)


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
    law: Law, measure: Measure, spec: TermSpec, values: Sequence[float]
) -> tuple[float, float, float]:
    """Lowest and highest position and the step: within the term's bounds, wide enough to use."""
    factor = PER_CENT if spec.unit == "share" else 1
    if spec.only:
        off, on = (float(x) * factor for x in (min(spec.only), max(spec.only)))
        return off, on, on - off
    low = float(spec.low or 0) * factor
    limit = math.inf if spec.high is None else float(spec.high) * factor
    low = max([low, *_floors(measure, spec)])
    if spec.at_most:
        limit = min([limit, *_values(measure, spec.at_most, spec.unit)])
    largest = max(values, default=0.0) or _largest_elsewhere(law, measure, spec)
    if spec.unit == "share":
        if largest >= SMALL or largest == 0:
            return low, limit, 1.0
        return low, min(limit, _round_up(4 * largest)), 0.1
    high = min(limit, _round_up(2 * largest or 12.0))
    whole = not spec.unit.startswith("yuan")
    return low, high, 1.0 if whole else _step(high)


def _joint_bounds(
    measure: Measure, spec: TermSpec, columns: dict[str | int, float]
) -> tuple[float, float, float]:
    """Bounds in per cent of the law for amounts by category moved together."""
    smallest, largest = min(columns.values()), max(columns.values())
    lows = [PER_CENT * x / smallest for x in _floors(measure, spec)]
    highs = [PER_CENT * x / largest for x in _values(measure, spec.at_most, spec.unit)]
    return max([0.0, *lows]), min([3.0 * PER_CENT, *highs]), 5.0


def _floors(measure: Measure, spec: TermSpec) -> list[float]:
    """Every value of the terms that this one caps."""
    others = [n for n, other in measure.kind.specs().items() if other.at_most == spec.name]
    return [x for name in others for x in _values(measure, name, spec.unit)]


def _values(measure: Measure, term: str, unit: str) -> list[float]:
    """Every value of a term of a measure, as a slider shows it."""
    value: Dated | None = getattr(measure.terms, term) if term else None
    if value is None:
        return []
    return [_shown(value, number, unit) for row in value.table for number in row]


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
