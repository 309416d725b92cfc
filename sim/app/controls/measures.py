"""Each measure: on or off, its numbers, who claims it, and how its wording is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sim import economy
from sim.app import widgets as w
from sim.app.clause_text import Clauses, ceiling_text, source_of
from sim.app.controls.spec import CEILING, LAW, Group, Mark, Spec
from sim.app.describe import document_text
from sim.app.glossary import AppWords, unit_of
from sim.app.knobs import Knob, set_to
from sim.app.model import Model
from sim.app.state import State
from sim.app.svg import width_of
from sim.law.ceilings import ceilings
from sim.law.load import Law
from sim.measures.rulebook import Measure, Rulebook, clauses_by_reading

DROPDOWN = 230.0  # what fits into a dropdown, in pixels of small print; more is said below it
FIRST = ("stable_employment_refund", "distressed_enterprise_refund")


@dataclass(frozen=True)
class Page:
    """What the controls of the law are made from.

    Attributes:
        model: answers how many claim today.
        state: where the page stands; its places and borrowed rules matter here.
        rules: of each place.
        knobs: the numbers that can be moved.
        words: of the language shown.
        clauses: what stands behind the numbers.
    """

    model: Model
    state: State
    rules: tuple[Rulebook, ...]
    knobs: Sequence[Knob]
    words: AppWords
    clauses: Clauses

    @cached_property
    def measures(self) -> list[Measure]:
        """Every measure of every place."""
        return [m for r in self.rules for m in r.measures]

    @cached_property
    def kind_of(self) -> dict[str, str]:
        """Kind by clause."""
        return {m.clause: m.kind.name for m in self.measures}

    def kinds(self) -> dict[str, list[Measure]]:
        """Measures by kind; the refunds come first."""
        found: dict[str, list[Measure]] = {kind: [] for kind in FIRST}
        for measure in self.measures:
            found.setdefault(measure.kind.name, []).append(measure)
        return {kind: measures for kind, measures in found.items() if measures}


def measures(page: Page, unclear: Group) -> Group:
    """The group of measures, one inside for each kind.

    Args:
        page: what they are made from.
        unclear: the group of readings; those about one measure stand there too.
    """
    read = {spec.name: spec for spec in unclear.own()}
    inside = tuple(_measure(page, kind, of_kind, read) for kind, of_kind in page.kinds().items())
    note = page.words.app("switch_note")
    return Group("measures", page.words.app("sec_measures"), (note, *inside), opened=True)


def _measure(page: Page, kind: str, of_kind: Sequence[Measure], read: dict[str, Spec]) -> Group:
    words = page.words
    clauses = list(dict.fromkeys(m.clause for m in of_kind))
    note = words.app("standing") if all(m.standing for m in of_kind) else " ".join(clauses[:4])
    numbers = [k for k in page.knobs if k.kind == kind or set(k.clauses) & set(clauses)]
    specs: list[Spec] = [number(page, knob) for knob in numbers]
    if _claimed(kind) and any(m.nature == "outlay" for m in of_kind):
        specs.append(_take_up(page, kind))
    about = _about(page.model.law)
    specs += [
        s for n, s in read.items() if _is_of(about[n.removeprefix("reading.")], clauses, page)
    ]
    nothing = () if specs else (words.app("no_terms"),)
    return Group(
        f"measure.{kind}", f"{words('kind', kind)}  {note}",
        (*specs, *nothing, page.clauses.of_kind(clauses)),
        words=" ".join([*words.both("kind", kind), kind, *clauses]),
        opened=kind == FIRST[0], tick=_switch(page, kind),
    )  # fmt: skip


def _claimed(kind: str) -> bool:
    known = economy.responses().take_up.get(kind)
    return known is not None and not known.follows


def _is_of(about: Sequence[str], clauses: Sequence[str], page: Page) -> bool:
    """Whether a reading is about these clauses, and not about many others here."""
    kinds = {page.kind_of[c] for c in about if c in page.kind_of}
    return bool(set(about) & set(clauses)) and len(kinds) <= 2


def _switch(page: Page, kind: str) -> Spec:
    label = page.words.app("in_force", measure=page.words("kind", kind))
    return Spec(
        f"on.{kind}", label, lambda at: w.tick("", value=at),
        lambda state: False if kind in state.off else None,
        lambda state, on: state.with_measure(kind, on=on is not False), lambda: True, bare=True,
    )  # fmt: skip


def number(page: Page, knob: Knob) -> Spec:
    """A number of the law."""
    words = page.words
    label = words.term(knob.term)
    if knob.targets[0].clause:
        label += " " + ", ".join(t.clause for t in knob.targets[:4])
    if knob.columns:
        label = words.app("scale_of", term=label)
    share = knob.unit == "share" or bool(knob.columns)
    unit = "%" if share else words("unit", unit_of(knob.unit, knob.term))
    shown = f"{label} ({unit})" if unit and unit not in label else label

    def read(state: State) -> float | None:
        amount = set_to(state, knob)
        return None if amount is None else knob.position(amount)

    def write(state: State, position: float | None) -> State:
        amount = None if position is None else knob.amount(position)
        return state.with_change(knob.targets, amount)

    return Spec(
        name_of(knob), shown, lambda at: w.slider(at, knob.low, knob.high, knob.step), read, write,
        lambda: knob.start, lambda: _said(knob, words),
        lambda: page.clauses.of_number(knob.term, knob.kind, knob.clauses),
        " ".join([*words.both("term", knob.term), knob.term, *knob.clauses]),
        tuple(marks(knob)), told=lambda state: _above(knob, read(state), words),
    )  # fmt: skip


def _above(knob: Knob, position: float | None, words: AppWords) -> str:
    """Says who bears what lies above a national ceiling; nothing up to it."""
    ceiling, at = ceilings().of(knob.kind, knob.term), knob.start if position is None else position
    if ceiling is None:
        return ""
    largest = max(knob.columns.values()) / 100 if knob.columns else 1
    share = 100 if ceiling.unit == "share" else 1
    if round(at * largest - ceiling.value * share, 6) <= 0:
        return ""
    bearer = words.inline(words("fund", ceilings().bearer))
    return words.app("ceiling_above", value=ceiling_text(ceiling, words), bearer=bearer)


def _said(knob: Knob, words: AppWords) -> str:
    """What the document says, and the national ceiling if there is one."""
    ceiling = ceilings().of(knob.kind, knob.term)
    if ceiling is None:
        return document_text(knob, words)
    value = words.app("ceiling_short", value=ceiling_text(ceiling, words))
    return words.app("and_also", first=document_text(knob, words), then=value)


def name_of(knob: Knob) -> str:
    """The name of a number's control."""
    single = "+".join(t.clause for t in knob.targets if t.clause)
    return f"{knob.kind}.{knob.term}" + (f".{single}" if single else "")


def marks(knob: Knob) -> Iterator[Mark]:
    """The values of the documents, and the national ceiling where it is not the slider's end."""
    width = knob.high - knob.low
    values = knob.differing or ((knob.value,) if knob.value is not None else ())
    for value in dict.fromkeys([*(x for _, x in knob.steps), *values]):
        if knob.low <= value <= knob.high:
            yield (value - knob.low) / width, LAW, "3px"
    ceiling = ceilings().of(knob.kind, knob.term)
    if ceiling is not None and not knob.columns:
        value = ceiling.value * (100 if ceiling.unit == "share" else 1)
        if knob.low <= value < knob.high:
            yield (value - knob.low) / width, CEILING, "7px"


def _take_up(page: Page, kind: str) -> Spec:
    words, known = page.words, economy.responses().take_up[kind]

    def now() -> float:
        return float(round(100 * page.model.take_up_now(page.state, kind)))

    def write(state: State, position: float | None) -> State:
        return state.with_take_up(kind, None if position is None else round(position / 100, 4))

    def read(state: State) -> float | None:
        rate = state.take_up.get(kind)
        return None if rate is None else round(100 * rate, 2)

    return Spec(
        f"take_up.{kind}", words.app("take_up") + " (%)", lambda at: w.slider(at, 0, 100, 1),
        read, write, now, lambda: words.app("take_up_now", value=f"{now():.0f}%"),
        details=lambda: source_of(known.source, known.confidence, words),
        words=" ".join(words.both("app", "take_up")),
    )  # fmt: skip


@lru_cache(maxsize=4)
def _about(law: Law) -> dict[str, list[str]]:
    return clauses_by_reading(law)


def readings(page: Page) -> Group:
    """The group of every unclear wording that concerns the measures at hand."""
    about = {
        name: [c for c in listed if c in page.kind_of]
        for name, listed in _about(page.model.law).items()
    }
    specs = tuple(_reading(page, name, listed) for name, listed in about.items() if listed)
    return Group("readings", page.words.app("sec_readings"), specs)


def _reading(page: Page, name: str, clauses: Sequence[str]) -> Spec:
    """A choice of how to read an unclear wording."""
    words, law = page.words, page.model.law
    usual = list(dict.fromkeys(r.readings[name] for r in page.rules))
    here = usual[0] if len(usual) == 1 else ""
    options = [
        (_option(page, name, option, usual), option) for option in law.readings[name].options
    ]
    if not here:
        options.insert(0, (words.app("each_its_own"), ""))

    def write(state: State, option: str | None) -> State:
        return state.with_reading(name, None if option in {None, here} else option)

    texts, full = " ".join(law.readings[name].options), {value: text for text, value in options}

    def told(state: State) -> str:
        text = full[state.readings.get(name, here)]
        return text if width_of(text) > DROPDOWN else ""

    return Spec(
        f"reading.{name}", words.reading(name), lambda at: w.dropdown(options, at),
        lambda state: state.readings.get(name), write, lambda: here,
        details=lambda: page.clauses.of_reading(name, clauses), told=told,
        words=" ".join([*words.both("reading", name), name, *clauses, texts]),
    )  # fmt: skip


def _option(page: Page, name: str, option: str, usual: Sequence[str]) -> str:
    text = page.words.option(page.model.law, name, option)
    if option not in usual or len(usual) > 1:
        return text
    recommended = option == page.model.law.readings[name].recommended
    tag = page.words.app("recommended" if recommended else "here")
    return f"{text}（{tag}）" if page.words.chinese else f"{text} ({tag})"
