"""Filling what a planner's table leaves open, from rows of the synthetic population like its own.

Every row that lacks something takes all that it lacks from one synthetic row (its donor), so that
what is drawn goes together. Donors agree with the row in what is given, in as many respects as
there are donors for: the last of a list of respects is let go first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from sim.base.dates import NEVER, year_of
from sim.base.draws import uniform
from sim.measures.tables import Bool

Int64 = npt.NDArray[np.int64]
Columns = Mapping[str, Int64]
Classes = Callable[[Int64], Int64]
Keys = Sequence[tuple[str, Classes]]

ENOUGH = 5
"""Donors that agreeing in several respects needs; the first respect needs one."""


def as_is(values: Int64) -> Int64:
    """Codes and group bits, each a class of its own."""
    return values


def staff_class(staff: Int64) -> Int64:
    """Size class of a firm (persons)."""
    edges = [2, 4, 8, 16, 31, 61, 121, 301, 1001, 3001]
    return np.asarray(np.digitize(staff, edges), np.int64)


def wage_class(fen: Int64) -> Int64:
    """Class of a wage (fen a month)."""
    edges = [200_000, 250_000, 300_000, 400_000, 500_000, 700_000, 1_000_000]
    return np.asarray(np.digitize(fen, edges), np.int64)


def months_class(months: Int64) -> Int64:
    """Class of months insured."""
    return np.asarray(np.digitize(months, [1, 13, 37, 61, 121, 181]), np.int64)


def decade(days: Int64) -> Int64:
    """Ten years of birth; ``NEVER`` is a class of its own."""
    return np.asarray(np.where(days == NEVER, 999, year_of(days) // 10), np.int64)


def year_class(days: Int64, base_year: int) -> Int64:
    """Year of a day; years up to the base year are one class, ``NEVER`` is another."""
    return np.asarray(np.where(days == NEVER, 0, np.maximum(year_of(days), base_year)), np.int64)


def happened(days: Int64) -> Int64:
    """Whether a day is not ``NEVER``."""
    return np.asarray(days != NEVER, np.int64)


def positive(amounts: Int64) -> Int64:
    """Whether an amount is more than nothing."""
    return np.asarray(amounts > 0, np.int64)


def fill(
    seed: int,
    stream: str,
    count: int,
    own: Columns,
    given: Mapping[str, Bool],
    donors: Columns,
    keys: Keys,
) -> tuple[dict[str, Int64], Int64]:
    """The columns of ``donors`` for the rows of ``own``, and the donor of each row.

    Args:
        seed: of the population.
        stream: name of the draws.
        count: rows to fill.
        own: what the planner gave, where ``given`` says so.
        given: by column; a column left out is given nowhere.
        donors: complete synthetic rows.
        keys: respects in which a donor should agree, the most important first, each with how
            its values fall into classes (numbers from 0).

    Returns:
        Complete columns; row of the donor, -1 where nothing was lacking.
    """
    nowhere = np.zeros(count, np.bool_)
    has = {name: given.get(name, nowhere) for name in donors}
    filled = {
        name: np.where(has[name], own.get(name, np.zeros(count, np.int64)), 0) for name in donors
    }
    pattern = np.zeros(count, np.int64)
    for i, name in enumerate(donors):
        pattern |= has[name].astype(np.int64) << i
    chosen = np.full(count, -1, np.int64)
    u = uniform(seed, f"own/{stream}", np.arange(count))
    for these in np.unique(pattern):
        rows = np.flatnonzero(pattern == these)
        lacking = [name for i, name in enumerate(donors) if not these >> i & 1]
        if not lacking:
            continue
        agree = [(name, classes) for name, classes in keys if name not in lacking]
        codes = [classes(filled[name][rows]) for name, classes in agree]
        theirs = [classes(donors[name]) for name, classes in agree]
        chosen[rows] = choose(u[rows], codes, theirs, _rows(donors))
        for name in lacking:
            filled[name][rows] = donors[name][chosen[rows]]
    return filled, chosen


def choose(
    u: npt.NDArray[np.float64], codes: Sequence[Int64], theirs: Sequence[Int64], donors: int
) -> Int64:
    """A donor for each row, agreeing in as many leading codes as leaves enough donors.

    Args:
        u: uniform draws in [0, 1), one a row.
        codes: classes of the rows, by respect.
        theirs: classes of the donors, by respect.
        donors: how many donors there are, one at least.
    """
    chosen = np.zeros(len(u), np.int64)
    pending = np.arange(len(u))
    for depth in range(len(codes), -1, -1):
        if not len(pending):
            break
        ours = [code[pending] for code in codes[:depth]]
        cells = _cells(len(pending), ours, theirs[:depth], donors)
        here, there = cells[: len(pending)], cells[len(pending) :]
        counts = np.bincount(there, minlength=int(cells.max()) + 1)
        first = np.cumsum(counts) - counts
        order = np.argsort(there, kind="stable")
        found = counts[here] >= (ENOUGH if depth > 1 else 1)
        mine = here[found]
        place = first[mine] + (u[pending[found]] * counts[mine]).astype(np.int64)
        chosen[pending[found]] = order[place]
        pending = pending[~found]
    return chosen


def _cells(rows: int, codes: Sequence[Int64], theirs: Sequence[Int64], donors: int) -> Int64:
    """One number for each combination of codes, over rows and then donors."""
    cells = np.zeros(rows + donors, np.int64)
    for ours, others in zip(codes, theirs, strict=True):
        _, number = np.unique(np.concatenate([ours, others]), return_inverse=True)
        _, cells = np.unique(cells * (int(number.max()) + 1) + number, return_inverse=True)
    return cells.astype(np.int64)


def _rows(columns: Columns) -> int:
    return len(next(iter(columns.values())))
