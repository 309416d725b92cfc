"""From one arm's outlay to another's, measure by measure: the steps of a waterfall."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.sums import sums_by
from sim.present.rundir import Frame

MOST = 6


@dataclass(frozen=True)
class Change:
    """How the outlay of one arm becomes that of another.

    Attributes:
        before: arm that is compared with.
        after: arm that is asked about.
        start: outlay of the first, fen.
        end: outlay of the second, fen.
        steps: kind and fen, the largest change first; the last may be ``others``.
    """

    before: str
    after: str
    start: int
    end: int
    steps: tuple[tuple[str, int], ...]


def change(totals: Frame, before: str, after: str) -> Change:
    """The steps between two arms; they add up to the fen.

    Args:
        totals: outlays of a place.
        before: arm that is compared with.
        after: arm that is asked about.
    """
    sums = sums_by(totals, ("arm", "kind"), "outlay_fen")
    moved = {
        kind: sums.get((after, kind), 0) - sums.get((before, kind), 0)
        for kind in sorted({kind for _, kind in sums})
    }
    steps = sorted(((k, fen) for k, fen in moved.items() if fen), key=lambda pair: -abs(pair[1]))
    if len(steps) > MOST + 1:
        steps = [*steps[:MOST], ("others", sum(fen for _, fen in steps[MOST:]))]
    start, end = (sum(x for (of, _), x in sums.items() if of == arm) for arm in (before, after))
    return Change(before, after, start, end, tuple(steps))
