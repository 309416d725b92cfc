"""People out of work, founders, loans, arrivals and institutions from a planner's tables.

Whatever kind of row a table does not hold at all (a year of newcomers, a type of institution) is
taken from the synthetic population: missing is never zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from sim.base.dates import NEVER, add_months, completed_months, year_of
from sim.base.draws import uniform
from sim.measures.tables import Array, Bool, Table
from sim.population.columns import POPULATION_TABLES, REGISTRANT, STOCK, Population, arrays
from sim.population.own_cells import Given, Limits
from sim.population.own_fill import (
    Classes,
    Columns,
    Keys,
    as_is,
    choose,
    decade,
    fill,
    happened,
    months_class,
    positive,
    staff_class,
    wage_class,
    year_class,
)
from sim.population.own_people import WORKING_AGE, Filled, Units

Int64 = npt.NDArray[np.int64]

OTHERS = ("jobseekers", "founders", "firm_loans", "arrivals", "institutions")


def other_table(
    name: str, own: Given | None, units: Units, donors: Population, limits: Limits, seed: int
) -> tuple[Table, Filled]:
    """A table of people or institutions: own rows completed, missing kinds of rows added."""
    kind = POPULATION_TABLES[name]
    theirs = {
        column: values.astype(np.int64)
        for column, values in arrays(donors.tables()[name]).items()
        if column != "institution"
    }
    mine, given = _own_rows(name, own, units, donors, theirs, limits, seed)
    count = len(own) if own is not None else 0
    blocks = _blocks(name, limits)
    added = np.flatnonzero(~np.isin(blocks(theirs), blocks(mine))) if count else _every(theirs)
    more = {column: values[added] for column, values in theirs.items()}
    if units.ids is not None:
        more = _moved(name, more, units, donors, seed)
    columns = {c: np.concatenate([mine[c], more[c]]) for c in theirs}
    order = np.argsort(columns["firm"], kind="stable")
    columns = {column: values[order] for column, values in columns.items()}
    extra = len(order) - count
    source = np.concatenate([np.arange(count), np.full(extra, -1)])[order]
    given = {c: np.concatenate([g, np.zeros(extra, np.bool_)])[order] for c, g in given.items()}
    if name == "institutions":
        columns["institution"] = np.arange(len(order))
    return kind.of(**columns), Filled(dict(columns), given, source)


def _every(columns: Columns) -> Int64:
    return np.arange(len(columns["firm"]))


def _own_rows(
    name: str,
    own: Given | None,
    units: Units,
    donors: Population,
    theirs: Columns,
    limits: Limits,
    seed: int,
) -> tuple[dict[str, Int64], dict[str, Bool]]:
    """The planner's rows, completed and placed."""
    if own is None:
        return {column: np.zeros(0, np.int64) for column in theirs}, {}
    values, given = dict(own.values), dict(own.given)
    donor_columns = dict(theirs)
    named = own.ids.get("firm_id", np.full(len(own), "", object))
    firm = units.rows(named)
    if name == "jobseekers":
        _origin(values, given, len(own), limits)
    if name == "firm_loans":
        values["staff"] = units.firms.staff[firm].astype(np.int64)
        given["staff"] = np.ones(len(own), np.bool_)
        donor_columns["staff"] = donors.firms.staff[theirs["firm"]].astype(np.int64)
    del donor_columns["firm"]
    filled, chosen = fill(
        seed, name, len(own), values, given, donor_columns, _keys(name, limits)
    )  # fmt: skip
    has = {c: own.has(c) for c in filled}
    if name == "jobseekers":
        _dates(filled, has, donor_columns, chosen, limits)
    if name == "firm_loans":
        _hires(filled, has["new_hires"], donor_columns, chosen)
    if name == "institutions":
        _standing(filled, has["standing"], seed)
    if name == "founders":
        filled["borrowed_on"] = np.maximum(
            filled["borrowed_on"], np.where(filled["founded_on"] == NEVER, 0, filled["founded_on"])
        )
    interns = filled.get("intern", np.zeros(len(own), np.int64)) == 1
    filled["firm"] = np.where(firm >= 0, firm, _places(name, units, interns, seed))
    return {c: filled[c] for c in theirs}, {c: has[c] for c in theirs if c != "firm"}


def _blocks(name: str, limits: Limits) -> Callable[[Columns], Int64]:
    """Which kind of row each row is: a year of newcomers, a type of institution."""
    base = int(year_of([limits.base_end])[0])

    def block(columns: Columns) -> Int64:
        if name == "institutions":
            return columns["type"]
        if name == "jobseekers":
            year = np.where(columns["origin"] == STOCK, base, year_of(columns["came_on"]))
            return np.asarray(columns["origin"] * 10_000 + year)
        if name == "arrivals":
            return columns["kind"] * 10_000 + year_of(columns["applied_on"])
        day = columns["borrowed_on"]
        if name == "founders":
            day = np.where(day == NEVER, columns["founded_on"], day)
        return year_of(day).astype(np.int64)

    return block


def _keys(name: str, limits: Limits) -> Keys:
    """In what respects donors should agree, the most important first."""
    base = int(year_of([limits.base_end])[0])
    year: Classes = lambda days: year_class(days, base)  # noqa: E731 - one of several rules
    keys: dict[str, Keys] = {
        "jobseekers": (
            ("origin", as_is), ("came_on", year), ("laid_off", as_is), ("left_on", happened),
            ("born_on", decade), ("woman", as_is), ("insured_months", months_class),
            ("rural", as_is), ("groups", as_is), ("wage_fen", wage_class), ("intern", as_is),
        ),
        "founders": (
            ("borrowed_on", year), ("loan_yuan", positive), ("founded_on", year),
            ("loans_before", positive), ("partners", as_is), ("groups", as_is),
        ),
        "firm_loans": (("borrowed_on", year), ("staff", staff_class), ("loan_yuan", as_is)),
        "arrivals": (("kind", as_is), ("applied_on", year)),
        "institutions": (("type", as_is), ("level", as_is), ("scale", positive)),
    }  # fmt: skip
    return keys[name]


def _origin(values: dict[str, Int64], given: dict[str, Bool], count: int, limits: Limits) -> None:
    """Without a word on it, who came by the base year's end is of the stock, others register."""
    nowhere = np.zeros(count, np.bool_)
    came = np.where(
        given.get("came_on", nowhere), values.get("came_on", np.zeros(count)), limits.base_end
    )
    told = np.where(came <= limits.base_end, STOCK, REGISTRANT)
    has = given.get("origin", nowhere)
    values["origin"] = np.where(has, values.get("origin", told), told)
    given["origin"] = np.ones(count, np.bool_)


def _dates(
    filled: dict[str, Int64],
    has: Mapping[str, Bool],
    donors: Columns,
    chosen: Int64,
    limits: Limits,
) -> None:
    """Drawn dates keep the donor's distance to the day of registration."""
    drawn = chosen >= 0
    came = filled["came_on"]
    for name in ("left_on", "left_school_on", "born_on"):
        rows = np.flatnonzero(drawn & ~has[name])
        theirs = donors[name][chosen[rows]]
        apart = theirs - donors["came_on"][chosen[rows]]
        filled[name][rows] = np.where(theirs == NEVER, NEVER, came[rows] + apart)
    left = np.where(filled["left_on"] == NEVER, 0, filled["left_on"])
    filled["came_on"] = np.where(has["came_on"], came, np.maximum(came, left))
    of_age = add_months(filled["born_on"], 12 * WORKING_AGE)
    working = completed_months(of_age, np.minimum(filled["came_on"], limits.last))
    at_most = np.maximum(working, 0)
    insured = filled["insured_months"]
    filled["insured_months"] = np.where(
        has["insured_months"], insured, np.minimum(insured, at_most)
    )  # fmt: skip


def _hires(filled: dict[str, Int64], has: Bool, donors: Columns, chosen: Int64) -> None:
    """Drawn hires are the donor's share of its staff."""
    rows = np.flatnonzero((chosen >= 0) & ~has)
    theirs = donors["new_hires"][chosen[rows]] / donors["staff"][chosen[rows]]
    filled["new_hires"][rows] = np.ceil(filled["staff"][rows] * theirs - 1e-9).astype(np.int64)


def _standing(filled: dict[str, Int64], has: Bool, seed: int) -> None:
    """Places not given are spread evenly among those of a type and level."""
    group = filled["type"] * 16 + filled["level"]
    order = np.lexsort((uniform(seed, "own/institution standing", np.arange(len(group))), group))
    _, first, counts = np.unique(group[order], return_index=True, return_counts=True)
    rank = np.arange(len(group)) - np.repeat(first, counts)
    even = np.zeros(len(group), np.int64)
    even[order] = (2 * rank + 1) * 65_536 // (2 * np.repeat(counts, counts))
    filled["standing"] = np.where(has, filled["standing"], even)


def _places(name: str, units: Units, interns: Bool, seed: int) -> Int64:
    """A unit for each row, by its staff; interns at a base, if there is one."""
    firms, count = units.firms, len(interns)
    u = uniform(seed, f"own/{name} unit", np.arange(count))
    post = (u * int(firms.staff.sum())).astype(np.int64)
    unit = np.searchsorted(firms.first_worker, post, side="right") - 1
    bases = np.flatnonzero(firms.internship_base)
    if not len(bases):
        return unit
    return np.where(interns, bases[(u * len(bases)).astype(np.int64)], unit)


def _moved(
    name: str, rows: dict[str, Int64], units: Units, donors: Population, seed: int
) -> dict[str, Array]:
    """Synthetic rows at the planner's firms instead of the synthetic ones."""
    count = len(rows["firm"])
    if name != "firm_loans":
        interns = rows.get("intern", np.zeros(count, np.int64)) == 1
        return {**rows, "firm": _places(f"added {name}", units, interns, seed)}
    may = np.flatnonzero(units.firms.enterprise)
    if not len(may):
        return {column: values[:0] for column, values in rows.items()}
    theirs = donors.firms.staff[rows["firm"]].astype(np.int64)
    staff = units.firms.staff.astype(np.int64)
    u = uniform(seed, "own/borrowing firm", np.arange(count))
    firm = may[choose(u, [staff_class(theirs)], [staff_class(staff[may])], len(may))]
    hires = np.ceil(staff[firm] * (rows["new_hires"] / theirs) - 1e-9).astype(np.int64)
    return {**rows, "firm": firm, "new_hires": hires}
