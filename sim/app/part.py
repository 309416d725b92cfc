"""A part of the panel: groups of controls, made when seen, placed and searched together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import ipywidgets as ipw

from sim.app import widgets as w
from sim.app.controls import Group, Spec
from sim.app.state import State

FEW = 4  # measures: so many that a search finds are opened


class Controls(Mapping[str, w.Control]):
    """Controls by name; each is made when it is first asked for."""

    def __init__(self, make: Callable[[Spec], w.Control]) -> None:
        self.specs: dict[str, Spec] = {}
        self.made: dict[str, w.Control] = {}
        self._make = make

    def __getitem__(self, name: str) -> w.Control:
        if name not in self.made:
            self.made[name] = self._make(self.specs[name])
        return self.made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.specs)

    def __len__(self) -> int:
        return len(self.specs)


@dataclass(frozen=True)
class Shown:
    """A group as it stands on the page."""

    group: Group
    fold: w.Fold
    level: int


class Part:
    """Some groups of controls.

    Attributes:
        controls: by name.
        folds: groups on the page so far, by name.
        boxes: what is shown.
    """

    def __init__(
        self,
        groups: Sequence[Group],
        state: State,
        make: Callable[[Spec], w.Control],
        opened: frozenset[str] = frozenset(),
    ) -> None:
        """Make the titles; what stands under them waits until it is seen.

        Args:
            groups: in order.
            state: where the controls stand.
            make: makes a control.
            opened: names of groups that are open besides those that always are.
        """
        self.state = state
        self._opened = opened
        self._before: frozenset[str] | None = None
        self.controls = Controls(lambda spec: self._made(make, spec))
        self.folds: dict[str, Shown] = {}
        for group in groups:
            self.controls.specs |= {spec.name: spec for spec in group.specs()}
        self.boxes = [self._fold(group, 1) for group in groups]
        self.show(state)

    def _made(self, make: Callable[[Spec], w.Control], spec: Spec) -> w.Control:
        control = make(spec)
        control.put(spec.read(self.state), spec.told(self.state))
        return control

    def _fold(self, group: Group, level: int) -> ipw.Widget:
        beside = self.controls[group.tick.name].box if group.tick else None
        opened = group.opened or group.name in self._opened
        fold = w.Fold(
            group.title, lambda: self._inside(group, level), opened=opened, level=level,
            beside=beside,
        )  # fmt: skip
        self.folds[group.name] = Shown(group, fold, level)
        return fold.box

    def _inside(self, group: Group, level: int) -> Sequence[ipw.Widget]:
        if group.columns:
            return [w.grid([self.controls[s.name].box for s in group.own()], group.columns)]
        return [self._item(item, level) for item in group.items]

    def _item(self, item: Spec | str | Group, level: int) -> ipw.Widget:
        if isinstance(item, Group):
            return self._fold(item, level + 1)
        if isinstance(item, str):
            return w.html(
                item if item.startswith("<") else f'<div class="small">{escape(item)}</div>'
            )
        return self.controls[item.name].box

    def show(self, state: State) -> None:
        """Place every control where a state has it."""
        self.state = state
        for name, control in self.controls.made.items():
            spec = self.controls.specs[name]
            control.put(spec.read(state), spec.told(state))
        for shown in self.folds.values():
            said = (s.read(state) is not None for s in shown.group.specs() if s.can_undo)
            shown.fold.mark(is_set=any(said))

    def close(self) -> None:
        """Forget it all."""
        for box in self.boxes:
            w.close(box)
        for control in self.controls.made.values():
            w.close(control.box)

    @property
    def opened(self) -> frozenset[str]:
        """Names of the groups that are open."""
        return frozenset(name for name, shown in self.folds.items() if shown.fold.opened)

    # searching

    def find(self, wanted: Sequence[str]) -> list[Spec]:
        """Show only controls that hold every word; all again where there are none.

        Returns:
            the controls found.
        """
        if self._before is None:
            self._before = self.opened
        top = [shown for shown in self.folds.values() if shown.level == 1]
        found = [spec for shown in top for group in shown.group.groups()
                 for spec in _hits(group, wanted)]  # fmt: skip
        for shown in top:
            self._sieve(shown, wanted, open_it=True)
        inner = [shown for shown in list(self.folds.values()) if shown.level > 1]
        few = sum(bool(_hits(shown.group, wanted)) for shown in inner) <= FEW
        for shown in inner:
            self._sieve(shown, wanted, open_it=few)
        if not wanted:
            for name, shown in self.folds.items():
                shown.fold.open(wide=name in self._before)
            self._before = None
        self._hide_others({spec.name for spec in found}, wanted)
        return list({spec.name: spec for spec in found}.values())

    def _sieve(self, shown: Shown, wanted: Sequence[str], *, open_it: bool) -> None:
        hits = any(_hits(group, wanted) for group in shown.group.groups())
        shown.fold.show(visible=hits or not wanted)
        if wanted and hits and open_it:
            shown.fold.open()

    def _hide_others(self, found: set[str], wanted: Sequence[str]) -> None:
        for name, control in self.controls.made.items():
            hidden = bool(wanted) and name not in found and not name.startswith("on.")
            (control.box.add_class if hidden else control.box.remove_class)("wg-hidden")


def _hits(group: Group, wanted: Sequence[str]) -> list[Spec]:
    """The group's own controls that hold every word, by themselves or with its title."""
    if not wanted:
        return list(group.own())
    own = [s for s in group.own() if all(x in f"{s.corpus} {group.corpus}" for x in wanted)]
    whole = all(word in group.corpus for word in wanted)
    return own if not whole else list(group.own())
