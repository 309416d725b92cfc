"""From one arm's outlay to another's, measure by measure: the steps of a waterfall."""

from __future__ import annotations

from dataclasses import dataclass

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
    sums = totals.groupby(["kind", "arm"])["outlay_fen"].sum().unstack(fill_value=0)
    sums = sums.reindex(columns=[before, after], fill_value=0)
    moved = sums[after] - sums[before]
    moved = moved[moved != 0]
    ordered = moved.reindex(moved.abs().sort_values(ascending=False, kind="stable").index)
    steps = [(str(kind), int(fen)) for kind, fen in ordered.items()]
    if len(steps) > MOST + 1:
        steps = [*steps[:MOST], ("others", sum(fen for _, fen in steps[MOST:]))]
    return Change(before, after, int(sums[before].sum()), int(sums[after].sum()), tuple(steps))
