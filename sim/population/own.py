"""A planner's own tables as a population: read, checked, completed, with a report on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.base.dates import day
from sim.base.errors import Problem, UserError, did_you_mean, say
from sim.measures.tables import Bool, Table
from sim.population.columns import Population, Workers
from sim.population.own_cells import Given, Limits, parse
from sim.population.own_checks import check
from sim.population.own_others import OTHERS, other_table
from sim.population.own_people import Filled, Units, own_units, own_workers
from sim.population.own_read import Findings, read_sheet
from sim.population.own_schema import OWN_TABLES, PERSONS, OwnTable
from sim.population.synthesis import column_hashes, fingerprint
from sim.population.targets import Targets, targets_of

Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True)
class OwnFile:
    """A file that a population came from."""

    table: str
    file: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class OwnLine:
    """How many cells of a column were given, and how many were drawn instead.

    Attributes:
        table, column: by their English names; the column is empty for a whole table.
        rows: of the finished table.
        given: cells from the file.
        drawn: cells drawn from synthetic rows like these.
        how: in words.
    """

    table: str
    column: str
    rows: int
    given: int
    drawn: int
    how: str


@dataclass(frozen=True)
class OwnIds:
    """The planner's ids of one kind of agent: number in the run and text in the file."""

    numbers: Int64
    texts: npt.NDArray[np.object_]


@dataclass(frozen=True)
class OwnPopulation(Population):
    """A population that comes, in part, from a planner's own tables.

    Attributes:
        files: what was read.
        report: what was given and what was drawn.
        ids: the planner's ids by kind of agent: firm, person, institution.
        hashed: whether the ids are hashes already.
    """

    files: tuple[OwnFile, ...]
    report: tuple[OwnLine, ...] = field(repr=False)
    ids: dict[str, OwnIds] = field(repr=False)
    hashed: bool = False


def load_own(
    jurisdiction: str, files: Mapping[str, Path], donors: Population, folder: Path | None = None
) -> OwnPopulation:
    """The population that own tables describe, completed from a synthetic one.

    Args:
        jurisdiction: a name of :func:`sim.population.jurisdictions`.
        files: CSV, XLSX or Parquet files by table; a table that is not named stays synthetic.
        donors: the synthetic population of the place at full size; its seed is used.
        folder: where messages and records have the files' names start.

    Raises:
        UserError: every problem of every file, with row and column.
    """
    targets = targets_of(jurisdiction)
    limits = limits_of(targets)
    given = read_tables(files, limits, folder)
    seed = donors.seed
    units = own_units(given.get("firms"), given.get("workers"), donors, seed)
    workers = own_workers(given.get("workers"), units, donors, limits, seed)
    tables: dict[str, Table] = {"firms": units.firms, "workers": Workers.of(**workers.columns)}
    filled = {"workers": workers}
    for name in OTHERS:
        own = given.get(name)
        tables[name], filled[name] = other_table(name, own, units, donors, limits, seed)
    kept: dict[str, Any] = dict(tables)
    return OwnPopulation(
        jurisdiction=jurisdiction,
        size=1.0,
        seed=seed,
        years=donors.years,
        fingerprint=fingerprint(column_hashes(tables)),
        draw=donors.draw,
        files=tuple(OwnFile(n, g.file, g.sha256, len(g)) for n, g in given.items()),
        report=tuple(_report(given, units, filled)),
        ids=_ids(given, units, filled),
        **kept,
    )


def limits_of(targets: Targets) -> Limits:
    """What a place and its years say about the files."""
    return Limits(
        base_end=day(f"{targets.common.base_year}-12-31"),
        last=day(f"{max(targets.years)}-12-31"),
        districts=tuple(targets.place.tiers.shares),
    )


def read_tables(
    files: Mapping[str, Path], limits: Limits, folder: Path | None = None
) -> dict[str, Given]:
    """The tables as numbers, in the order of the schema; ``UserError`` with every problem."""
    findings = Findings()
    unknown = [
        Problem(
            name,
            say(
                "no such table; {hint}",
                "没有这种表；{hint}",
                hint=did_you_mean(name, [*OWN_TABLES]),
            ),
        )
        for name in files
        if name not in OWN_TABLES
    ]
    given: dict[str, Given] = {}
    for name, table in OWN_TABLES.items():
        if name in files:
            path = files[name]
            inside = folder is not None and path.is_relative_to(folder)
            shown = str(path.relative_to(folder)) if inside and folder else path.name
            sheet = read_sheet(table, path, shown, findings)
            if sheet is not None:
                given[name] = parse(sheet, limits, findings)
    whole = len(given) == len(files) and not unknown
    if whole and all(_has_required(table) for table in given.values()):
        check(given, limits, findings)
    if findings or unknown:
        raise UserError([*unknown, *findings.problems()])
    return given


def _has_required(table: Given) -> bool:
    present = {*table.ids, *(c.name for c in table.table.columns if c.target in table.values)}
    return all(c.name in present for c in table.table.columns if c.required)


def _ids(
    given: Mapping[str, Given], units: Units, filled: Mapping[str, Filled]
) -> dict[str, OwnIds]:
    """The planner's ids by kind of agent."""
    found: dict[str, OwnIds] = {}
    if units.ids is not None:
        found["firm"] = OwnIds(np.arange(len(units.ids), dtype=np.int64), units.ids)
    persons: list[OwnIds] = []
    before = 0
    for name in PERSONS:
        persons += [_ids_of(given.get(name), filled[name].source, before)]
        before += len(filled[name].source)
    found["person"] = OwnIds(
        np.concatenate([p.numbers for p in persons]), np.concatenate([p.texts for p in persons])
    )
    found["institution"] = _ids_of(given.get("institutions"), filled["institutions"].source, 0)
    return {kind: ids for kind, ids in found.items() if len(ids.numbers)}


def _ids_of(table: Given | None, source: Int64, before: int) -> OwnIds:
    texts = table.ids.get(table.table.id_column()) if table is not None else None
    if texts is None:
        return OwnIds(np.zeros(0, np.int64), np.zeros(0, object))
    numbers = np.flatnonzero(source >= 0)
    mine = texts[source[numbers]]
    named = mine != ""
    return OwnIds(numbers[named] + before, mine[named])


def _report(
    given: Mapping[str, Given], units: Units, filled: Mapping[str, Filled]
) -> Iterator[OwnLine]:
    """A line for each column of each table, and one for rows that no file holds."""
    for name, table in OWN_TABLES.items():
        named = given.get(name)
        if name == "firms" and units.ids is not None:
            yield from _columns(table, units.given, len(units.firms), counted=named is None)
        elif named is None:
            rows = len(units.firms) if name == "firms" else len(filled[name].source)
            yield OwnLine(name, "", rows, 0, rows, _instead(name, units))
        else:
            mine = filled[name].source >= 0
            masks = {column: has[mine] for column, has in filled[name].given.items()}
            yield from _columns(table, masks, len(named))
            added = len(mine) - len(named)
            if added:
                yield OwnLine(name, "", added, 0, added, _added(name))
        for header in named.ignored if named is not None else ():
            yield OwnLine(name, header, len(named or ()), 0, 0, "not used: not in the schema")


def _columns(
    table: OwnTable, masks: Mapping[str, Bool], rows: int, *, counted: bool = False
) -> Iterator[OwnLine]:
    nowhere = np.zeros(rows, np.bool_)
    for column in table.columns:
        if column.kind == "id":
            continue
        has = int(np.count_nonzero(masks.get(column.target, nowhere)))
        how = "given" if has == rows else "drawn from synthetic rows like these"
        if counted and has == rows:
            how = "counted in the workers table"
        yield OwnLine(table.name, column.name, rows, has, rows - has, how)


def _added(name: str) -> str:
    if name == "workers":
        return "of units without workers in the file: drawn from one synthetic unit like each"
    return "synthetic rows of kinds (years, types) that the file does not hold"


def _instead(name: str, units: Units) -> str:
    if units.ids is None:
        return "the synthetic table"
    if name == "workers":
        return "drawn for each unit's staff, from one synthetic unit like it"
    return "the synthetic table, placed at the given units"
