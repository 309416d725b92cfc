"""Controls: small pieces that know how to look and whom to tell, and nothing of policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from html import escape
from typing import Any

import ipywidgets as ipw

Tell = Callable[[Any], None]
FULL = "100%"


def html(text: str = "", style: str = "") -> ipw.HTML:
    """A piece of text."""
    piece = ipw.HTML(text, layout=ipw.Layout(width="auto", margin="0"))
    if style:
        piece.add_class(style)
    return piece


def column(*parts: ipw.Widget, width: str = "auto") -> ipw.VBox:
    """Parts below each other."""
    return ipw.VBox(parts, layout=ipw.Layout(width=width, overflow="visible"))


def row(*parts: ipw.Widget, align: str = "center") -> ipw.HBox:
    """Parts beside each other."""
    return ipw.HBox(parts, layout=ipw.Layout(width=FULL, align_items=align, overflow="visible"))


def section(title: str, *parts: ipw.Widget, opened: bool = False) -> ipw.Accordion:
    """Parts under a title that folds away."""
    return ipw.Accordion(
        [column(*parts)],
        titles=(title,),
        selected_index=0 if opened else None,
        layout=ipw.Layout(overflow="visible", width="auto"),
    )


def close(widget: ipw.Widget) -> None:
    """Forget a widget and all that it holds."""
    for child in getattr(widget, "children", ()):
        close(child)
    widget.close()


class Control:
    """A labelled control that can be taken back to what holds without it.

    Attributes:
        box: what is shown.
        field: the widget that is moved.
    """

    def __init__(
        self, label: str, remark: str, field: ipw.Widget, tell: Tell, undo_tip: str
    ) -> None:
        self.field = field
        self.start = field.value
        self._label, self._remark = label, remark
        self._tell = tell
        self._quiet = False
        self.text = html()
        self.undo = ipw.Button(
            description="↺", tooltip=undo_tip, layout=ipw.Layout(width="26px", height="26px")
        )
        self.undo.add_class("undo")
        self.undo.on_click(lambda _: self.take_back())
        field.tooltip = label
        field.layout.flex, field.layout.width, field.layout.min_width = "1 1 0%", "auto", "0"
        field.observe(self._moved, "value")
        self.box = column(self.text, row(field, self.undo))
        self.mark(is_set=False)

    def mark(self, *, is_set: bool) -> None:
        """Show whether the control says something of its own."""
        style = "knob set" if is_set else "knob"
        remark = f' <span class="law">{escape(self._remark)}</span>' if self._remark else ""
        self.text.value = f'<div class="{style}"><b>{escape(self._label)}</b>{remark}</div>'
        self.undo.disabled = not is_set

    def put(self, value: Any, *, is_set: bool) -> None:
        """Place the control without telling anybody."""
        with self._silence():
            if hasattr(self.field, "step"):
                self.field.step = fitting(value, self.field.min, self.field.step)
                self.field.readout_format = readout(self.field.step)
            self.field.value = value
        self.mark(is_set=is_set)

    def take_back(self) -> None:
        """Back to where it started: tells ``None``."""
        self.put(self.start, is_set=False)
        self._tell(None)

    def _moved(self, change: Any) -> None:
        if not self._quiet:
            self.mark(is_set=True)
            self._tell(change["new"])

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


def slider(
    value: float, low: float, high: float, step: float, *, live: bool = True
) -> ipw.FloatSlider:
    """A slider; ``live`` ones tell while they move, the others when they are let go."""
    settings = {"continuous_update": live, "min": low, "max": high}
    step = fitting(value, low, float(step))
    return ipw.FloatSlider(value=value, step=step, readout_format=readout(step), **settings)


def readout(step: float) -> str:
    """As many decimals as the step has, at most three."""
    decimals = next((n for n in (0, 1, 2) if abs(step - round(step, n)) < 1e-9), 3)
    return f".{decimals}f"


def dropdown(options: Sequence[tuple[str, Any]], value: Any) -> ipw.Dropdown:
    """A choice of one."""
    return ipw.Dropdown(options=list(options), value=value, layout=ipw.Layout(width="auto"))


def tick(label: str, tell: Callable[[bool], None], *, value: bool) -> ipw.Checkbox:
    """A box to tick."""
    box = ipw.Checkbox(
        value=value,
        description=label,
        indent=False,
        layout=ipw.Layout(width="auto", margin="1px 0"),
    )
    box.observe(lambda change: tell(bool(change["new"])), "value")
    return box


def entry(label: str, hint: str = "", value: str = "") -> ipw.Text:
    """A line to write on."""
    return ipw.Text(
        value=value,
        placeholder=hint,
        description=label,
        layout=ipw.Layout(width="auto"),
        style={"description_width": "84px"},
        continuous_update=False,
    )
