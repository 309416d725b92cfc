"""Own data in a run folder: the tables, the planner's ids, the report; and finding an agent by id.

Only the run folder holds any of it: ids and the completed tables are never written elsewhere.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from sim.base.errors import Problem, UserError, say
from sim.population.columns import POPULATION_TABLES, Population, arrays
from sim.population.own import OwnFile, OwnIds, OwnLine, OwnPopulation
from sim.population.synthesis import column_hashes, fingerprint
from sim.population.targets import targets_of

IDS, REPORT, FILES = "own_ids.csv", "own_data.csv", "own_files.csv"
RECORD = "record.json"
SALT = "WENGANG_ID_SALT"
"""Environment variable with the salt of hashed ids; without it a salt is made and forgotten."""
OWN = "own:"


def write_own(
    folder: Path, populations: Mapping[str, Population], *, hash_ids: bool = False
) -> None:
    """Write what a run has of own data beside its results; nothing if it has none.

    Args:
        folder: the run folder in the making.
        populations: by jurisdiction.
        hash_ids: write salted hashes in place of ids.
    """
    own = {n: p for n, p in populations.items() if isinstance(p, OwnPopulation)}
    if not own:
        return
    salt = _salt() or secrets.token_bytes(32)
    with (folder / IDS).open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream, lineterminator="\n")
        lines.writerow(("jurisdiction", "kind", "number", "id"))
        for name, people in own.items():
            for kind, ids in people.ids.items():
                for number, text in zip(ids.numbers.tolist(), ids.texts.tolist(), strict=True):
                    written = hashed(text, salt) if hash_ids and not people.hashed else text
                    lines.writerow((name, kind, number, written))
    _write_rows(folder / REPORT, OwnLine, {n: p.report for n, p in own.items()})
    _write_rows(folder / FILES, OwnFile, {n: p.files for n, p in own.items()})
    for name, people in own.items():
        columns: dict[str, Any] = {
            f"{table}.{column}": values
            for table, rows in people.tables().items()
            for column, values in arrays(rows).items()
        }
        np.savez(folder / _tables(name), **columns)


def own_files(populations: Mapping[str, Population]) -> dict[str, dict[str, dict[str, Any]]]:
    """Name, hash and rows of the files of each place's own tables, for a run's record."""
    return {
        name: {
            own.table: {"file": own.file, "sha256": own.sha256, "rows": own.rows}
            for own in people.files
        }
        for name, people in populations.items()
        if isinstance(people, OwnPopulation)
    }


def kept_own(folder: Path, jurisdiction: str) -> Path | None:
    """The file of a place's own population, if the folder is that of a run which has one."""
    path = folder / _tables(jurisdiction)
    return path if path.is_file() and (folder / RECORD).is_file() else None


def read_own(
    folder: Path, jurisdiction: str, seed: int, draw: int = 0, *, hashed: bool = False
) -> OwnPopulation:
    """The completed own population that a run folder holds.

    Args:
        folder: the run folder.
        jurisdiction: name of the place.
        seed: of the run.
        draw: of the run.
        hashed: whether the run was to hash ids.
    """
    path = folder / _tables(jurisdiction)
    try:
        with np.load(path, allow_pickle=False) as kept:
            tables = {
                table: kind(**{c: kept[f"{table}.{c}"] for c in kind.dtypes()})
                for table, kind in POPULATION_TABLES.items()
            }
        known: dict[str, Any] = {
            "files": tuple(_read_rows(folder / FILES, OwnFile, jurisdiction)),
            "report": tuple(_read_rows(folder / REPORT, OwnLine, jurisdiction)),
            "ids": _read_ids(folder / IDS, jurisdiction),
        }
    except (OSError, ValueError, TypeError, KeyError):
        what = say("is damaged; run the scenario again", "已损坏；请重新运行方案")
        raise UserError(Problem(str(path), what)) from None
    columns: dict[str, Any] = dict(tables)
    return OwnPopulation(
        jurisdiction, 1.0, seed, targets_of(jurisdiction).years, draw=draw,
        fingerprint=fingerprint(column_hashes(tables)), hashed=hashed, **known, **columns,
    )  # fmt: skip


def _read_ids(path: Path, jurisdiction: str) -> dict[str, OwnIds]:
    found: dict[str, tuple[list[int], list[str]]] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["jurisdiction"] == jurisdiction:
                numbers, texts = found.setdefault(row["kind"], ([], []))
                numbers.append(int(row["number"]))
                texts.append(row["id"])
    return {
        kind: OwnIds(np.array(numbers, np.int64), np.array(texts, object))
        for kind, (numbers, texts) in found.items()
    }


R = TypeVar("R", OwnLine, OwnFile)


def _read_rows(path: Path, kind: type[R], jurisdiction: str) -> Iterator[R]:
    numbers = {f.name for f in fields(kind) if f.type == "int"}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row.pop("jurisdiction") == jurisdiction:
                values: dict[str, Any] = {n: int(v) if n in numbers else v for n, v in row.items()}
                yield kind(**values)


def number_of(folder: Path, jurisdiction: str, kind: str, written: str) -> int:
    """Number in a run of the agent that the planner's file calls ``own:ID`` (or just ``ID``).

    Args:
        folder: the run folder.
        jurisdiction: name of the place.
        kind: firm, person or institution.
        written: the id, or its hash where the run holds hashes.
    """
    text = written.removeprefix(OWN)
    path = folder / IDS
    if not path.is_file():
        raise UserError(Problem(written, "this run has no own data; name agents by their number"))
    salt = _salt()
    wanted = {text, hashed(text, salt)} if salt else {text}
    with path.open(encoding="utf-8", newline="") as stream:
        found = sorted(
            int(row["number"])
            for row in csv.DictReader(stream)
            if row["id"] in wanted and (row["jurisdiction"], row["kind"]) == (jurisdiction, kind)
        )
    if not found:
        what = (
            f"no {kind} of {jurisdiction} has this id in the run's own data; "
            f"if its ids are hashed, give the hash, or set {SALT} as it was for the run"
        )
        raise UserError(Problem(written, what))
    if len(found) > 1:
        which = ", ".join(f"{jurisdiction}/{kind}/{number}" for number in found)
        raise UserError(Problem(written, f"stands in several tables; say which: {which}"))
    return found[0]


def hashed(text: str, salt: bytes) -> str:
    """The salted hash that stands for an id (HMAC-SHA256, 20 hexadecimal digits)."""
    return hmac.new(salt, text.encode(), hashlib.sha256).hexdigest()[:20]


def _salt() -> bytes:
    return os.environ.get(SALT, "").encode()


def _tables(jurisdiction: str) -> str:
    return f"own_{jurisdiction}.npz"


def _write_rows(
    path: Path, kind: type[OwnLine | OwnFile], rows: Mapping[str, tuple[Any, ...]]
) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream, lineterminator="\n")
        lines.writerow(("jurisdiction", *(f.name for f in fields(kind))))
        for name, entries in rows.items():
            lines.writerows((name, *asdict(entry).values()) for entry in entries)
