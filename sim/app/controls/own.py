"""A planner's own tables: a folder beside the scenario is named, checked and used."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sim.app import widgets as w
from sim.app.controls.spec import Group, Spec, WrongValueError
from sim.app.glossary import AppWords
from sim.app.model import DRAFT
from sim.app.state import State
from sim.base.errors import UserError
from sim.engine.people import people_in
from sim.population import OwnPopulation
from sim.population.own_schema import OWN_TABLES

SUFFIXES = (".csv", ".xlsx", ".parquet")


def own_tables(state: State, root: Path, words: AppWords) -> Group:
    """The group of own tables, one line for each place.

    Args:
        state: where the page stands; its places matter here.
        root: the folder of the scenarios; tables lie inside.
        words: of the language shown.
    """
    note = words.app("tables_note", folder=root.name)
    items: tuple[Spec | str, ...] = (
        note,
        *(_tables(place, root, words) for place in state.jurisdictions),
    )
    return Group("own", words.app("sec_own"), items)


def _tables(place: str, root: Path, words: AppWords) -> Spec:
    def write(state: State, text: str | None) -> State:
        folder = (text or "").strip()
        if not folder:
            return state.with_tables(place, None)
        files = files_in(root, folder, words)
        new = replace(state.with_tables(place, files), folder=root)
        people(new, place, words)
        return new

    def read(state: State) -> str | None:
        files = state.tables.get(place)
        return str(Path(next(iter(files.values()))).parent) if files else None

    def told(state: State) -> str:
        if place not in state.tables:
            return ""
        try:
            found = people(state, place, words)
        except WrongValueError:
            return ""  # the answer will be refused, with the reason
        rows = [f"{words.app('table_' + f.table)} {f.rows:,}" for f in found.files]
        return words.app("tables_used", rows=words.list(rows))

    return Spec(
        f"tables.{place}", words.app("tables", place=words("place", place)),
        lambda at: w.line(at, words.app("tables_hint")), read, write, lambda: "",
        words=" ".join(words.both("app", "sec_own")), told=told,
    )  # fmt: skip


def people(state: State, place: str, words: AppWords) -> OwnPopulation:
    """The people that own tables describe; :class:`WrongValueError` with every problem."""
    try:
        found = people_in(place, state.scenario(DRAFT))
    except UserError as error:
        said = [problem.in_full(words.language) for problem in error.problems]
        raise WrongValueError("\n".join(said)) from None
    if not isinstance(found, OwnPopulation):
        raise TypeError(place)
    return found


def files_in(root: Path, written: str, words: AppWords) -> dict[str, str]:
    """The tables of a folder by name, as a scenario in ``root`` writes them."""
    folder = (root / written).resolve()
    if not folder.is_relative_to(root.resolve()):
        raise WrongValueError(words.app("tables_outside", folder=root.name))
    if not folder.is_dir():
        raise WrongValueError(words.app("tables_no_folder", folder=f"{root.name}/{written}"))
    found: dict[str, str] = {}
    double: list[str] = []
    for table, path in _named(folder):
        double += [path.name] if table in found else []
        found[table] = path.relative_to(root.resolve()).as_posix()
    if double:
        raise WrongValueError(words.app("tables_double", files=", ".join(double)))
    if not found:
        names = ", ".join(f"{name}.csv" for name in OWN_TABLES)
        raise WrongValueError(words.app("tables_none", names=names))
    return found


def _named(folder: Path) -> Iterator[tuple[str, Path]]:
    """Files called like a table in English or Chinese, and workbooks with sheets called so."""
    known = {name: name for name in OWN_TABLES} | {t.zh: n for n, t in OWN_TABLES.items()}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in SUFFIXES or path.name.startswith("~$"):
            continue
        if path.stem in known:
            yield known[path.stem], path
        elif path.suffix.lower() == ".xlsx":
            yield from ((known[sheet], path) for sheet in _filled(path) if sheet in known)


def _filled(path: Path) -> Iterator[str]:
    """Sheets of a workbook with anything below the header."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return  # reading it as a table says what is wrong
    for sheet in book:
        rows = sheet.iter_rows(min_row=2, max_row=50, values_only=True)
        if any(cell is not None for row in rows for cell in row):
            yield sheet.title
    book.close()
