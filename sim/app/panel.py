"""The controls of one place, read off its law; each tells how the state changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import ipywidgets as ipw

from sim.app import widgets as w
from sim.app.describe import document_text
from sim.app.glossary import AppWords
from sim.app.knobs import Knob, knobs, set_to
from sim.app.model import Model
from sim.app.state import SEVERE, State
from sim.measures.rulebook import Measure
from sim.population import SECTORS
from sim.scenario.schema import FIRST_YEAR, LAST_YEAR

REFUNDS = ("stable_employment_refund", "distressed_enterprise_refund")
REFUND_READINGS = ("few_layoffs", "distressed_method")
WORST = 150  # per cent of the deep downturn

Change = Callable[[State], State]
Tell = Callable[[Change], None]


class Panel:
    """Every control of a state's place.

    Attributes:
        box: what is shown.
        knobs: the numbers of the law that can be moved.
        controls: by name (``kind.term``, ``reading.name``, ``severity``...), for tests too.
        switches: by kind of measure.
    """

    def __init__(self, model: Model, state: State, words: AppWords, tell: Tell) -> None:
        self.model, self.state, self.words, self.tell = model, state, words, tell
        self.rules = model.rules(state)
        self.knobs = knobs(model.law, self.rules)
        self.controls: dict[str, w.Control] = {}
        self.switches: dict[str, ipw.Checkbox] = {}
        self.sectors: dict[str, ipw.Checkbox] = {}
        app = words.app
        self.box = w.column(
            w.section(app("sec_economy"), *self._economy(), opened=True),
            w.section(app("sec_refunds"), *self._refunds(), opened=True),
            w.section(app("sec_standards"), *self._standards()),
            w.section(app("sec_switches"), *self._switches()),
            w.section(app("sec_readings"), *self._other_readings()),
        )

    def _say(self, change: Change) -> None:
        """Tell a change, and remember it for controls that are made later."""
        self.state = change(self.state)
        self.tell(change)

    def _control(
        self, name: str, label: str, remark: str, field: ipw.Widget, tell: w.Tell
    ) -> w.Control:
        control = w.Control(label, remark, field, tell, self.words.app("undo_tip"))
        self.controls[name] = control
        return control

    # the economy

    def _economy(self) -> Iterator[ipw.Widget]:
        app = self.words.app
        severity = w.slider(0, 0, WORST, 5, live=False)
        yield self._control(
            "severity", app("severity") + " (%)", "", severity, self._severity_moved
        ).box
        yield w.html(f'<div class="small">{app("severity_note")}</div>')
        yield self._span().box
        yield w.html(f'<div class="knob">{app("sectors")}</div>')
        yield self._sectors()
        if more := self.state.rest.get("shocks"):
            yield w.html(f'<div class="small">{app("more_shocks", n=len(more))}</div>')
        yield w.section(app("fine_tune"), *(self._multiplier(name).box for name in SEVERE))
        self._place_shock()

    def _severity_moved(self, position: float | None) -> None:
        severity = (position or 0) / 100
        self._say(lambda s: replace(s, shock=s.shock.of_severity(severity)))
        self._place_shock()

    def _place_shock(self) -> None:
        """Put the sliders where the shock stands."""
        shock = self.state.shock
        severity = min(max(round(100 * shock.severity), 0), WORST)
        self.controls["severity"].put(severity, is_set=not shock.calm)
        for name in SEVERE:
            times = getattr(shock, name)
            self.controls[name].put(times, is_set=times != 1)

    def _multiplier(self, name: str) -> w.Control:
        highest = max(1 + WORST / 100 * (SEVERE[name] - 1), getattr(self.state.shock, name), 2.0)
        field = w.slider(1.0, 0.0, highest, 0.05, live=False)

        def moved(value: float | None) -> None:
            times = 1.0 if value is None else round(value, 3)
            self._say(lambda s: replace(s, shock=s.shock.with_multipliers({name: times})))
            self._place_shock()

        ordinary = self.words.app("ordinary")
        return self._control(name, self.words.app(name), ordinary, field, moved)

    def _span(self) -> w.Control:
        months = [f"{y}-{m:02d}" for y in range(FIRST_YEAR, LAST_YEAR + 1) for m in range(1, 13)]
        default, shock = State("").shock, self.state.shock
        known = all(m in months for m in (shock.first, shock.last))
        field = ipw.SelectionRangeSlider(
            options=[(self.words.month(m), m) for m in months],
            value=(default.first, default.last),
            continuous_update=False,
        )

        def moved(pair: tuple[str, str] | None) -> None:
            first, last = pair or (default.first, default.last)
            self._say(lambda s: replace(s, shock=replace(s.shock, first=first, last=last)))

        control = self._control("span", self.words.app("span"), "", field, moved)
        if known and (shock.first, shock.last) != (default.first, default.last):
            control.put((shock.first, shock.last), is_set=True)
        return control

    def _sectors(self) -> ipw.Widget:
        def tell(name: str) -> Callable[[bool], None]:
            def ticked(on: bool) -> None:  # noqa: FBT001 - the value of a box
                def change(s: State) -> State:
                    chosen = {*s.shock.sectors, name} if on else {*s.shock.sectors} - {name}
                    listed = tuple(x for x in SECTORS if x in chosen)
                    return replace(s, shock=replace(s.shock, sectors=listed))

                self._say(change)

            return ticked

        for name in SECTORS:
            chosen = name in self.state.shock.sectors
            self.sectors[name] = w.tick(self.words.sector(name), tell(name), value=chosen)
        columns = "repeat(3, 1fr)" if self.words.chinese else "repeat(2, 1fr)"
        layout = ipw.Layout(grid_template_columns=columns, width=w.FULL)
        return ipw.GridBox(list(self.sectors.values()), layout=layout)

    # the law

    def _refunds(self) -> Iterator[ipw.Widget]:
        for kind in REFUNDS:
            of_kind = [k for k in self.knobs if k.kind == kind]
            if not of_kind:
                continue
            yield w.html(f"<h3>{self.words('kind', kind)}</h3>")
            yield from (self._knob(knob).box for knob in of_kind)
            if kind == REFUNDS[0]:
                yield self._take_up(kind).box
        for name in REFUND_READINGS:
            yield from self._reading(name)

    def _knob(self, knob: Knob) -> w.Control:
        words = self.words
        label = words.term(knob.term)
        if knob.targets[0].clause:
            label += " " + ", ".join(t.clause for t in knob.targets)
        if knob.columns:
            label = words.app("scale_of", term=label)
        share = knob.unit == "share" or bool(knob.columns)
        unit = "%" if share else words("unit", knob.unit)
        unit = "" if unit in label else unit
        field = w.slider(knob.start, knob.low, knob.high, knob.step)

        def moved(position: float | None) -> None:
            amount = None if position is None else knob.amount(position)
            self._say(lambda s: s.with_change(knob.targets, amount))
            if amount is None:
                control.mark(is_set=False)

        name = f"{knob.kind}.{knob.term}"
        if name in self.controls:
            name += "." + "+".join(t.clause for t in knob.targets)
        text = document_text(knob, words)
        control = self._control(name, f"{label} ({unit})" if unit else label, text, field, moved)
        amount = set_to(self.state, knob)
        if amount is not None:
            place = min(max(knob.position(amount), knob.low), knob.high)
            control.put(place, is_set=True)
        return control

    def _take_up(self, kind: str) -> w.Control:
        now = self.model.take_up_now(self.state.jurisdiction, kind)
        text = self.words.app("take_up_now", value=self.words.percent(now, 1))
        field = w.slider(round(100 * now), 0, 100, 1)

        def moved(position: float | None) -> None:
            rate = None if position is None else round(position / 100, 4)
            self._say(lambda s: s.with_take_up(kind, rate))

        label = self.words.app("take_up") + " (%)"
        control = self._control(f"take_up.{kind}", label, text, field, moved)
        rate = self.state.take_up.get(kind)
        if rate is not None:
            control.put(round(100 * rate), is_set=True)
        return control

    def _reading(self, name: str) -> Iterator[ipw.Widget]:
        """A choice of how to read an unclear wording, where the place's clauses leave it open."""
        concerned = [m for m in self.rules.measures if name in m.kind.readings()]
        if not concerned or all(self._is_settled(m, name) for m in concerned):
            return
        here = self.rules.readings[name]
        options = [
            (self._option(name, option, here), option)
            for option in self.model.law.readings[name].options
        ]
        chosen = self.state.readings.get(name)

        def moved(option: str | None) -> None:
            wanted = None if option == here else option
            self._say(lambda s: s.with_reading(name, wanted))
            if wanted is None:
                control.mark(is_set=False)

        field = w.dropdown(options, here)
        control = self._control(f"reading.{name}", self.words.reading(name), "", field, moved)
        if chosen is not None:
            control.put(chosen, is_set=True)
        yield control.box

    def _option(self, name: str, option: str, here: str) -> str:
        text = self.words.option(self.model.law, name, option)
        if option != here:
            return text
        recommended = option == self.model.law.readings[name].recommended
        tag = self.words.app("recommended" if recommended else "here")
        return f"{text}（{tag}）" if self.words.chinese else f"{text} ({tag})"

    def _is_settled(self, measure: Measure, name: str) -> bool:
        return any(
            clause.id == measure.clause and name in clause.paying.settled
            for _, clause in self.model.law.clauses()
            if clause.measure
        )

    def _other_readings(self) -> Iterator[ipw.Widget]:
        for name in self.rules.readings:
            if name not in REFUND_READINGS:
                yield from self._reading(name)

    def _kinds(self) -> list[str]:
        return list(dict.fromkeys(m.kind.name for m in self.rules.measures))

    def _standards(self) -> Iterator[ipw.Widget]:
        others = [k for k in self._kinds() if k not in REFUNDS]
        holder = w.column()

        def show(kind: str | None) -> None:
            for child in holder.children:
                w.close(child)
            of_kind = [k for k in self.knobs if k.kind == kind]
            self.controls = {
                n: c for n, c in self.controls.items() if n.split(".")[0] not in others
            }
            boxes: Sequence[ipw.Widget] = [self._knob(knob).box for knob in of_kind]
            nothing = w.html(f'<div class="small">{self.words.app("no_terms")}</div>')
            holder.children = boxes or [nothing]

        first = "skill_upgrade_subsidy" if "skill_upgrade_subsidy" in others else None
        first = first or next(iter(others), None)
        self.measure = w.dropdown([(self.words("kind", k), k) for k in others], first)
        self.measure.observe(lambda change: show(change["new"]), "value")
        show(first)
        yield self.measure
        yield holder

    def _switches(self) -> Iterator[ipw.Widget]:
        yield w.html(f'<div class="small">{self.words.app("switch_note")}</div>')

        def tell(kind: str) -> Callable[[bool], None]:
            return lambda on: self._say(lambda s: s.with_measure(kind, on=on))

        for kind in self._kinds():
            of_kind = [m for m in self.rules.measures if m.kind.name == kind]
            label = self.words("kind", kind)
            standing = all(m.standing for m in of_kind)
            note = self.words.app("standing") if standing else ", ".join(m.clause for m in of_kind)
            label += f"（{note}）" if self.words.chinese else f" ({note})"
            on = kind not in self.state.off
            self.switches[kind] = w.tick(label, tell(kind), value=on)
            yield self.switches[kind]
