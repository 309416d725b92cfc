"""From current law to the scenario, measure by measure."""

from __future__ import annotations

from collections.abc import Iterator

from sim.app.shown import Shown
from sim.app.svg import Figure, ceiling, drawing, line, rect, shortened, text
from sim.present.formats import MoneyUnit
from sim.present.style import ARMS, DOWN, FAINT, INK, UP

WIDTH, LEFT, RIGHT, TOP, STEP, BAR = 640.0, 210.0, 80.0, 10.0, 24.0, 15.0
MOST = 10


def waterfall(shown: Shown) -> Figure:
    """What each measure adds to the outlay of current law, or takes from it."""
    words = shown.words
    law, scenario = (shown.answer.total(arm) for arm in ("current_law", "scenario"))
    changes = _changes(shown)
    unit = words.money_unit(max(law, scenario, 1))
    if changes and max(abs(fen) for _, fen in changes) < unit.fen / 10**unit.decimals:
        unit = words.money_unit(max(abs(fen) for _, fen in changes))
    names = [words("arm", arm) for arm in ("current_law", "scenario")]
    rows = [[names[0], unit.of(law)], *([n, unit.of(fen)] for n, fen in changes)]
    rows.append([names[1], unit.of(scenario)])
    title, stamp = words.app("waterfall"), shown.stamp(unit.name)
    if not changes:
        return Figure("waterfall", title, stamp, "", note=words.app("waterfall_same"))
    inner = list(_bars(names, law, scenario, changes, unit))
    label = f"{title}: {words.money(law)} → {words.money(scenario)}"
    svg = drawing(inner, TOP + STEP * (len(changes) + 2) + 4, label)
    head = [words.app("measure"), unit.name]
    return Figure("waterfall", title, stamp, svg, head, rows, note=words.app("waterfall_scale"))


def _changes(shown: Shown) -> list[tuple[str, int]]:
    """(measure, fen) of what differs, the largest first, the small ones together."""
    words = shown.words
    law, scenario = (shown.answer.by("kind", arm) for arm in ("current_law", "scenario"))
    every = {k: scenario.get(k, 0) - law.get(k, 0) for k in {*law, *scenario}}
    found = sorted((x for x in every.items() if x[1]), key=lambda x: (-abs(x[1]), x[0]))
    named = [(words("kind", kind), fen) for kind, fen in found]
    if len(named) > MOST + 1:
        rest = sum(fen for _, fen in named[MOST:])
        named = [*named[:MOST], (words.app("other_measures"), rest)]
    return named


def _bars(
    names: list[str], law: int, scenario: int, changes: list[tuple[str, int]], unit: MoneyUnit
) -> Iterator[str]:
    """The scale shows what changes: it need not begin at zero, and says so."""
    stands = [law]
    for _, fen in changes:
        stands.append(stands[-1] + fen)
    low, high = min(stands), max(stands)
    room = ceiling(max(high - low, 1)) * 0.35
    first = 0.0 if low < 1.5 * (high - low) else low - room
    span = (high - first) * 1.02

    def x(fen: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (fen - first) / span

    def row(
        i: int, name: str, a: float, b: float, colour: str, said: str, ink: str
    ) -> Iterator[str]:
        y = TOP + STEP * i
        yield text(LEFT - 8, y + 12, shortened(name, LEFT - 12), INK, "end")
        yield rect(
            x(a), y, max(x(b) - x(a), 1.0) if b >= a else min(x(b) - x(a), -1.0), BAR, colour
        )
        yield text(max(x(a), x(b)) + 5, y + 12, said, ink)

    yield from row(0, names[0], first, law, ARMS["current_law"], unit.text(law), INK)
    for i, (name, fen) in enumerate(changes):
        colour = UP if fen > 0 else DOWN
        before, after = stands[i], stands[i + 1]
        yield line([(x(before), TOP + STEP * i + BAR), (x(before), TOP + STEP * (i + 1))], FAINT, 1)
        yield from row(i + 1, name, before, after, colour, unit.text(fen, signed=True), colour)
    last = len(changes) + 1
    yield line(
        [(x(scenario), TOP + STEP * (last - 1) + BAR), (x(scenario), TOP + STEP * last)], FAINT, 1
    )
    yield from row(last, names[1], first, scenario, ARMS["scenario"], unit.text(scenario), INK)
    for i in (0, last) if first else ():
        yield text(LEFT + 12, TOP + STEP * i + 13, "≈", "#fff", "middle", 15)
