"""What a control is about: how it reads a state, and how it changes one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sim.app.state import State

LAW, CEILING = "#1f2933", "#b5451b"
"""Colours of marks: what holds without the slider, and a national ceiling."""

Mark = tuple[float, str, str]
"""Where on a slider (0 to 1), in which colour, how wide."""


class WrongValueError(ValueError):
    """A value that cannot be; says why and what would be right."""


def nothing(*_: object) -> str:
    """No remark."""
    return ""


@dataclass(frozen=True)
class Spec:
    """One control.

    Attributes:
        name: ``kind.term``, ``take_up.kind``, ``reading.name``, ``severity``...
        label: what stands above it.
        make: makes the widget, standing where it is told.
        read: where it stands in a state; ``None`` where the state leaves it alone.
        write: the state after it is moved; ``None`` takes it back. Raises :class:`WrongValueError`.
        start: where it stands while nobody moves it.
        remark: what holds without it.
        details: more, as HTML, a click away.
        words: what else a search finds it by.
        marks: ticks on a slider.
        bare: a box to tick that is its own label.
        can_undo: whether it can be taken back by itself.
        told: what there is to say of a state, below the control.
    """

    name: str
    label: str
    make: Callable[[Any], Any]
    read: Callable[[State], Any]
    write: Callable[[State, Any], State]
    start: Callable[[], Any]
    remark: Callable[[], str] = nothing
    details: Callable[[], str] = nothing
    words: str = ""
    marks: tuple[Mark, ...] = ()
    bare: bool = False
    can_undo: bool = True
    told: Callable[[State], str] = nothing

    @property
    def corpus(self) -> str:
        """What a search looks at."""
        return f"{self.label} {self.words}".casefold()


@dataclass(frozen=True)
class Group:
    """Controls under a title.

    Attributes:
        name: to find it by.
        title: as shown.
        items: controls, lines of text, and groups inside, in order.
        words: what else a search finds it by.
        opened: whether it is open at first.
        tick: a box before the title.
        columns: ticks stand in so many columns.
    """

    name: str
    title: str
    items: tuple[Spec | str | Group, ...]
    words: str = ""
    opened: bool = False
    tick: Spec | None = None
    columns: int = 0

    def own(self) -> Iterator[Spec]:
        """The controls of the group itself."""
        if self.tick is not None:
            yield self.tick
        yield from (item for item in self.items if isinstance(item, Spec))

    def groups(self) -> Iterator[Group]:
        """This group and those inside."""
        yield self
        for item in self.items:
            if isinstance(item, Group):
                yield from item.groups()

    def specs(self) -> Iterator[Spec]:
        """Every control, those of groups inside too."""
        for group in self.groups():
            yield from group.own()

    @property
    def corpus(self) -> str:
        """What a search looks at."""
        return f"{self.title} {self.words}".casefold()
