"""Controls: small pieces that know how to look and whom to tell, and nothing of policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from html import escape
from itertools import count
from typing import Any, TypeVar

import ipywidgets as ipw

from sim.app.controls.spec import Spec

FULL = "100%"
W = TypeVar("W", bound=ipw.Widget)
_numbers = count(1)


@cache
def layout(**settings: str) -> ipw.Layout:
    """A layout, the same for all widgets that look alike: each is an object of its own."""
    return ipw.Layout(**settings)


_STYLES: dict[type[ipw.Widget], ipw.Widget] = {}


def made(of: type[W], **settings: Any) -> W:
    """A widget whose style is shared with all of its class."""
    known = {"style": _STYLES[of]} if of in _STYLES else {}
    widget: W = of(**known, **settings)
    _STYLES.setdefault(of, widget.style)
    return widget


def html(text: str = "", name: str = "") -> ipw.HTML:
    """A piece of text."""
    piece = made(ipw.HTML, value=text, layout=layout(width="auto", margin="0"))
    if name:
        piece.add_class(name)
    return piece


def column(*parts: ipw.Widget, width: str = "auto") -> ipw.VBox:
    """Parts below each other."""
    return ipw.VBox(parts, layout=ipw.Layout(width=width, overflow="visible"))


def stack(*parts: ipw.Widget) -> ipw.VBox:
    """Parts below each other, as wide as what holds them."""
    return ipw.VBox(parts, layout=layout(width="auto", overflow="visible"))


def row(*parts: ipw.Widget, align: str = "center") -> ipw.HBox:
    """Parts beside each other."""
    return ipw.HBox(parts, layout=layout(width=FULL, align_items=align, overflow="visible"))


def grid(parts: Sequence[ipw.Widget], columns: int) -> ipw.GridBox:
    """Parts in columns of equal width."""
    template = f"repeat({columns}, 1fr)"
    return ipw.GridBox(list(parts), layout=layout(grid_template_columns=template, width=FULL))


def button(label: str, tip: str, **more: Any) -> ipw.Button:
    """A button."""
    settings = {"layout": layout(width="auto")} | more
    return made(ipw.Button, description=label, tooltip=tip, **settings)


def section(title: str, *parts: ipw.Widget, opened: bool = False) -> ipw.VBox:
    """Parts under a title that folds away."""
    return Fold(title, lambda: parts, opened=opened).box


def close(widget: ipw.Widget) -> None:
    """Forget a widget and all that it holds."""
    for child in getattr(widget, "children", ()):
        close(child)
    widget.close()


class Fold:
    """A title that opens what stands under it; that is made when it is first asked for.

    Attributes:
        box: what is shown.
        head: the button that opens and closes.
    """

    def __init__(
        self,
        title: str,
        make: Callable[[], Sequence[ipw.Widget]],
        *,
        opened: bool = False,
        level: int = 1,
        beside: ipw.Widget | None = None,
    ) -> None:
        self._make = make
        self.body: ipw.VBox | None = None
        self.head = made(
        ipw.ToggleButton,
            value=opened, description=title, tooltip=title, layout=layout(width=FULL),
        )  # fmt: skip
        self.head.add_class("wg-fold")
        self.head.add_class(f"wg-level{level}")
        top: ipw.Widget = self.head if beside is None else row(beside, self.head)
        self.box = stack(top)
        self.head.observe(lambda _: self._turn(), "value")
        self._turn()

    @property
    def opened(self) -> bool:
        """Whether what stands under the title is shown."""
        return bool(self.head.value)

    def open(self, *, wide: bool = True) -> None:
        """Open or close."""
        self.head.value = wide

    def made(self) -> ipw.VBox:
        """What stands under the title."""
        if self.body is None:
            self.body = stack(*self._make())
            self.body.add_class("wg-body")
        return self.body

    def show(self, *, visible: bool) -> None:
        """Show the fold, or hide it altogether."""
        (self.box.remove_class if visible else self.box.add_class)("wg-hidden")

    def mark(self, *, is_set: bool) -> None:
        """Show whether anything under the title says something of its own."""
        (self.head.add_class if is_set else self.head.remove_class)("wg-set")

    def _turn(self) -> None:
        top = self.box.children[0]
        self.head.icon = "caret-down" if self.opened else "caret-right"
        self.box.children = (top, self.made()) if self.opened else (top,)


class Control:
    """A labelled control that can be taken back to what holds without it.

    Attributes:
        spec: what it is about.
        box: what is shown.
        field: the widget that is moved.
        undo: the button that takes it back.
        complaint: what is wrong with its value; empty where nothing is.
    """

    def __init__(self, spec: Spec, tell: Callable[[Spec, Any], None], undo_tip: str) -> None:
        self.spec = spec
        self.start = spec.start()
        self.field = spec.make(self.start)
        self.complaint = ""
        self._tell = tell
        self._quiet = False
        self._says: ipw.HTML | None = None
        self.undo = button("↺", f"{undo_tip}: {spec.label}", layout=layout(width="26px"))
        self.undo.add_class("undo")
        self.undo.on_click(lambda _: self.take_back())
        self.field.tooltip = spec.label if spec.bare else f"{spec.label} {spec.remark()}".strip()
        self.field.observe(self._moved, "value")
        self.box = stack(*self._parts())
        self.box.add_class("wg-control")
        self.show(is_set=False)

    def _parts(self) -> Sequence[ipw.Widget]:
        spec = self.spec
        if spec.bare:
            return [self.field]
        remark = f' <span class="law">{escape(text)}</span>' if (text := spec.remark()) else ""
        marks = self._marks() if spec.marks else ""
        label = f'<div class="knob"{self._range()}><b>{escape(spec.label)}</b>{remark}</div>'
        field: ipw.Widget = row(self.field, *([self.undo] if spec.can_undo else ()))
        below = [html(more)] if (more := spec.details()) else []
        return [html(marks + label), field, *below]

    def _range(self) -> str:
        """How far a number may go, for the page: it explains one that goes beyond."""
        if not isinstance(self.field, ipw.FloatSlider):
            return ""
        return f' data-low="{self.field.min:.10g}" data-high="{self.field.max:.10g}"'

    def _marks(self) -> str:
        """Ticks on the slider's own track; the style is this control's alone."""
        name = f"wg-mark{next(_numbers)}"
        self.field.add_class(name)
        ticks = ",".join(
            f"linear-gradient({colour},{colour}) {100 * at:.2f}% 0/{width} 100% no-repeat"
            for at, colour, width in self.spec.marks
        )
        return f"<style>.{name} .noUi-base::after{{background:{ticks}}}</style>"

    def put(self, value: Any, told: str = "") -> None:
        """Place the control where a state has it, ``None`` for its start, and tell nobody."""
        with self._silence():
            place = self.start if value is None else self._within(value)
            if self.field.value != place:
                self.field.value = place
        self.show(is_set=value is not None)
        self.settle(told)

    def _within(self, value: Any) -> Any:
        if isinstance(self.field, ipw.FloatSlider):
            value = min(max(value, self.field.min), self.field.max)
            self.field.step = fitting(value, self.field.min, self.field.step)
            self.field.readout_format = readout(self.field.step)
        elif isinstance(self.field, ipw.Dropdown):
            known = [x for _, x in self.field.options]
            return value if value in known else self.start
        return value

    def show(self, *, is_set: bool) -> None:
        """Show whether the control says something of its own."""
        is_set = is_set and self.spec.can_undo
        if self.undo.disabled is is_set:
            self.undo.disabled = not is_set
            (self.box.add_class if is_set else self.box.remove_class)("wg-set")

    def complain(self, text: str) -> None:
        """Say beside the control what is wrong with its value."""
        if text != self.complaint:
            self.complaint = text
            self.box.add_class("wg-wrong")
            self._say(text, "wg-wrong-text", "alert")

    def settle(self, told: str = "") -> None:
        """Nothing is wrong any more; ``told`` stands below instead."""
        if self.complaint:
            self.complaint = ""
            self.box.remove_class("wg-wrong")
            self._say("", "", "")
        if told:
            self._say(told, "wg-told", "status")
        elif self._says is not None and self._says.value:
            self._say("", "", "")

    def _say(self, text: str, name: str, role: str) -> None:
        if self._says is None:
            self._says = html()
        lines = "<br>".join(escape(line) for line in text.splitlines())
        self._says.value = f'<div class="{name}" role="{role}">{lines}</div>' if text else ""
        parts = self._without_message()
        self.box.children = (*parts[:2], *([self._says] if text else ()), *parts[2:])

    def _without_message(self) -> tuple[ipw.Widget, ...]:
        return tuple(child for child in self.box.children if child is not self._says)

    def take_back(self) -> None:
        """Back to where it started: tells ``None``."""
        self.put(None)
        self._tell(self.spec, None)

    def _moved(self, change: Any) -> None:
        if not self._quiet:
            self._tell(self.spec, change["new"])

    @contextmanager
    def _silence(self) -> Iterator[None]:
        self._quiet = True
        try:
            yield
        finally:
            self._quiet = False


def fitting(value: float, low: float, step: float) -> float:
    """The step, or a finer one on which a value lies: browsers move sliders onto their steps."""
    for part in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000):
        places = (value - low) * part / step
        if abs(places - round(places)) < 1e-6:
            return round(step / part, 6)
    return round(step / 1000, 6)


FIELD = {"flex": "1 1 0%", "width": "auto", "min_width": "0"}


def slider(
    value: float, low: float, high: float, step: float, *, live: bool = True
) -> ipw.FloatSlider:
    """A slider; ``live`` ones tell while they move, the others when they are let go."""
    step = fitting(value, low, float(step))
    return made(
        ipw.FloatSlider,
        value=value, min=low, max=high, step=step, continuous_update=live,
        readout_format=readout(step), layout=layout(**FIELD),
    )  # fmt: skip


def readout(step: float) -> str:
    """As many decimals as the step has, at most three."""
    decimals = next((n for n in (0, 1, 2) if abs(step - round(step, n)) < 1e-9), 3)
    return f".{decimals}f"


def span(options: Sequence[tuple[str, Any]], value: tuple[Any, Any]) -> ipw.SelectionRangeSlider:
    """A slider with two ends."""
    return made(
        ipw.SelectionRangeSlider,
        options=list(options), value=value, continuous_update=False, layout=layout(**FIELD),
    )  # fmt: skip


def dropdown(options: Sequence[tuple[str, Any]], value: Any) -> ipw.Dropdown:
    """A choice of one."""
    return made(
        ipw.Dropdown,
        options=list(options), value=value, layout=layout(**FIELD),
    )  # fmt: skip


def tick(label: str, *, value: bool) -> ipw.Checkbox:
    """A box to tick."""
    return made(
        ipw.Checkbox,
        value=value, description=label, indent=False, layout=layout(width="auto", margin="1px 0"),
    )  # fmt: skip


def line(value: str = "", hint: str = "", *, live: bool = False) -> ipw.Text:
    """A line to write on; ``live`` ones tell every letter."""
    return made(
        ipw.Text,
        value=value, placeholder=hint, continuous_update=live, layout=layout(**FIELD),
    )  # fmt: skip


def entry(label: str, hint: str = "", value: str = "") -> ipw.Text:
    """A line to write on with its label before it."""
    return ipw.Text(
        value=value,
        placeholder=hint,
        description=label,
        layout=ipw.Layout(width="auto"),
        style={"description_width": "84px"},
        continuous_update=False,
    )
