"""Firms and their workers from a planner's tables; what they leave open is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.base.dates import add_months, completed_months
from sim.base.draws import uniform
from sim.measures.tables import Array, Bool
from sim.population.columns import SECTORS, Firms, Population, Workers, arrays
from sim.population.own_cells import Given, Limits
from sim.population.own_fill import (
    Keys,
    as_is,
    choose,
    decade,
    fill,
    months_class,
    staff_class,
    wage_class,
)

Int64 = npt.NDArray[np.int64]
Ids = npt.NDArray[np.object_]

FIRM_KEYS: Keys = (
    ("enterprise", as_is),
    ("staff", staff_class),
    ("sector", as_is),
    ("ownership", as_is),
    ("tier", as_is),
    ("internship_base", as_is),
    ("welfare", as_is),
)
FIRM_OF_WORKER: Keys = (("sector", as_is), ("staff", staff_class), ("ownership", as_is))
WORKER_KEYS: Keys = (
    *FIRM_OF_WORKER,
    ("education", as_is),
    ("woman", as_is),
    ("born_on", decade),
    ("wage_fen", wage_class),
    ("insured_months", months_class),
    ("rural", as_is),
    ("at_floor", as_is),
    ("groups", as_is),
)
WORKING_AGE = 16


@dataclass(frozen=True)
class Units:
    """The firms of the population, whose ids they have, and what was given of them.

    Attributes:
        firms: complete.
        ids: the planner's id of each; ``None`` if the firms are synthetic.
        given: where columns were given.
    """

    firms: Firms
    ids: Ids | None
    given: Mapping[str, Bool]

    def rows(self, named: Ids) -> Int64:
        """Row of each named firm; -1 where none is named."""
        ids = self.ids if self.ids is not None else ()
        by_id = {text: row for row, text in enumerate(ids)}
        return np.array([by_id.get(text, -1) for text in named], np.int64)


@dataclass(frozen=True)
class Filled:
    """Columns of a finished table, where they were given, and the row of the file (or -1)."""

    columns: dict[str, Array]
    given: dict[str, Bool]
    source: Int64


def own_units(firms: Given | None, workers: Given | None, donors: Population, seed: int) -> Units:
    """The firms of a firms table, or those that a workers table names."""
    if firms is None and workers is None:
        return Units(donors.firms, None, {})
    posts: dict[str, int] = {}
    for text in workers.ids.get("firm_id", ()) if workers is not None else ():
        posts[text] = posts.get(text, 0) + 1
    if firms is not None:
        ids = firms.ids["firm_id"]
        values, given = dict(firms.values), dict(firms.given)
    else:
        ids = np.array(list(posts), object)
        values, given = {}, {}
    counted = np.array([posts.get(text, 0) for text in ids], np.int64)
    has = given.get("staff", np.zeros(len(ids), np.bool_))
    values["staff"] = np.where(has, values.get("staff", counted), counted)
    given["staff"] = has | (counted > 0)
    theirs = {
        name: column.astype(np.int64)
        for name, column in arrays(donors.firms).items()
        if name not in ("firm", "first_worker")
    }
    known = _what_it_is(values, given, len(ids))
    filled, _ = fill(seed, "firm", len(ids), values, known, theirs, FIRM_KEYS)
    staff = filled["staff"]
    table = Firms.of(firm=np.arange(len(ids)), first_worker=np.cumsum(staff) - staff, **filled)
    return Units(table, ids, given)


def _what_it_is(values: dict[str, Int64], given: Mapping[str, Bool], count: int) -> dict[str, Bool]:
    """Where columns are known: the sector tells an enterprise from an institution, and back."""
    nowhere, zeros = np.zeros(count, np.bool_), np.zeros(count, np.int64)
    public = SECTORS.index("public")
    sector, kind = given.get("sector", nowhere), given.get("enterprise", nowhere)
    sectors, kinds = values.get("sector", zeros), values.get("enterprise", zeros)
    values["enterprise"] = np.where(kind, kinds, sectors != public)
    values["sector"] = np.where(sector, sectors, public)
    return {**given, "enterprise": kind | sector, "sector": sector | (kind & (kinds == 0))}


def own_workers(
    workers: Given | None, units: Units, donors: Population, limits: Limits, seed: int
) -> Filled:
    """A holder of each post: as given, else drawn; of firms without any in the table, all drawn."""
    firms, names = units.firms, list(Workers.dtypes())
    posts = int(firms.staff.sum())
    source = np.full(posts, -1, np.int64)
    own = {name: np.zeros(posts, np.int64) for name in names}
    given = {name: np.zeros(posts, np.bool_) for name in names}
    drawn = np.ones(posts, np.bool_)
    if workers is not None:
        firm = units.rows(workers.ids["firm_id"])
        order = np.argsort(firm, kind="stable")
        sorted_firm = firm[order]
        rank = np.arange(len(order)) - np.searchsorted(sorted_firm, sorted_firm)
        at = firms.first_worker[sorted_firm].astype(np.int64) + rank
        source[at], drawn[at] = order, False
        for name in workers.values:
            own[name][at] = workers.values[name][order]
            given[name][at] = workers.has(name)[order]
    if units.ids is None:
        return Filled(arrays(donors.workers), given, source)
    columns = _like_whole_firms(firms, donors, seed)
    if not drawn.all():
        filled = _by_person(firms, own, given, ~drawn, donors, seed)
        for name in names:
            columns[name][~drawn] = filled[name]
        _within_career(columns, given["insured_months"], ~drawn, limits)
    return Filled(columns, given, source)


def _like_whole_firms(firms: Firms, donors: Population, seed: int) -> dict[str, Array]:
    """Workers for every post, each firm's drawn from one synthetic firm like it."""
    theirs = donors.firms
    keys = [(name, how) for name, how in FIRM_KEYS if name not in ("internship_base", "welfare")]
    chosen = choose(
        uniform(seed, "own/firm like it", firms.firm),
        [how(getattr(firms, name).astype(np.int64)) for name, how in keys],
        [how(getattr(theirs, name).astype(np.int64)) for name, how in keys],
        len(theirs),
    )
    post = np.arange(int(firms.staff.sum()))
    like = np.repeat(chosen, firms.staff)
    # The holders in turn, from a random one on: as many of them as there are, before any twice.
    start = np.repeat(
        (uniform(seed, "own/worker like", firms.firm) * theirs.staff[chosen]).astype(np.int64),
        firms.staff,
    )
    rank = post - np.repeat(firms.first_worker.astype(np.int64), firms.staff)
    row = theirs.first_worker[like] + (start + rank) % theirs.staff[like]
    return {name: column[row].copy() for name, column in arrays(donors.workers).items()}


def _by_person(
    firms: Firms,
    own: Mapping[str, Int64],
    given: Mapping[str, Bool],
    rows: Bool,
    donors: Population,
    seed: int,
) -> dict[str, Int64]:
    """What is lacking of the workers in the table, from synthetic workers like them."""
    at = np.flatnonzero(rows)
    firm = np.repeat(np.arange(len(firms)), firms.staff)[at]
    theirs = {name: c.astype(np.int64) for name, c in arrays(donors.workers).items()}
    mine = {name: column[at] for name, column in own.items()}
    has = {name: column[at] for name, column in given.items()}
    donor_firm = np.repeat(np.arange(len(donors.firms)), donors.firms.staff)
    for name, _ in FIRM_OF_WORKER:
        mine[name] = getattr(firms, name).astype(np.int64)[firm]
        has[name] = np.ones(len(at), np.bool_)
        theirs[name] = getattr(donors.firms, name).astype(np.int64)[donor_firm]
    filled, _ = fill(seed, "worker", len(at), mine, has, theirs, WORKER_KEYS)
    return {name: filled[name] for name in own}


def _within_career(columns: dict[str, Array], given: Bool, rows: Bool, limits: Limits) -> None:
    """Drawn months of insurance fit the age given."""
    at = np.flatnonzero(rows & ~given)
    of_age = add_months(columns["born_on"][at], 12 * WORKING_AGE)
    career = completed_months(of_age, np.full(len(at), limits.base_end))
    columns["insured_months"][at] = np.clip(
        columns["insured_months"][at], 1, np.maximum(career, 1)
    )  # fmt: skip
