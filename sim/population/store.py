"""Drawn populations kept on disk: one .npy file a column, mapped into memory on loading."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs

from sim.measures.tables import Array, Table
from sim.population.columns import POPULATION_TABLES, Population, arrays
from sim.population.synthesis import column_hashes, draw, fingerprint
from sim.population.targets import FOLDER, Targets, files_of, targets_of

META = "meta.json"


class CacheWarning(UserWarning):
    """The population could not be kept on disk; the run goes on, and draws it again next time."""


def load(
    jurisdiction: str, size: float = 1.0, seed: int = 2019, folder: Path | None = None
) -> Population:
    """The population of a place, from disk where it was drawn before.

    Args:
        jurisdiction: a name of :func:`sim.population.jurisdictions`.
        size: share of full size, more than 1 for benchmarks.
        seed: seed of the draw.
        folder: where populations are kept; ``WENGANG_CACHE`` or the user's cache folder if absent.

    A copy on disk is used only if every column has the hash that was noted when it was written;
    otherwise it is drawn anew. Where nothing can be written, the population is kept in memory
    and a :class:`CacheWarning` says so.
    """
    targets, size = targets_of(jurisdiction), float(size)
    place = cache_folder(folder) / _name(jurisdiction, size, seed)
    kept = _read(place, targets, size, seed)
    if kept is not None:
        return kept
    drawn = draw(targets, seed, size)
    try:
        _write(place, drawn)
    except OSError as error:
        kept = _read(place, targets, size, seed)
        if kept is not None:  # another process was faster
            return kept
        message = (
            f"the population of {jurisdiction} could not be kept in {place.parent} "
            f"({error.strerror or error}); it is drawn again each time. "
            "Set WENGANG_CACHE to a folder that can be written."
        )
        warnings.warn(message, CacheWarning, stacklevel=2)
        return drawn
    return _read(place, targets, size, seed) or drawn


def cache_folder(folder: Path | None = None) -> Path:
    """Where populations are kept."""
    if folder is not None:
        return folder
    named = os.environ.get("WENGANG_CACHE")
    root = Path(named) if named else Path(platformdirs.user_cache_dir("wengang", appauthor=False))
    return root / "populations"


def _name(jurisdiction: str, size: float, seed: int) -> str:
    """Folder of a population: what it is, then the hash of all that the draw depends on."""
    return f"{jurisdiction}-size{size!r}-seed{seed}-{_key(jurisdiction, size, seed)[:24]}"


def _key(jurisdiction: str, size: float, seed: int) -> str:
    """Hash of all that the draw depends on: targets, size, seed and the text of this room."""
    digest = hashlib.sha256(f"{jurisdiction} {size!r} {seed}".encode())
    for path in files_of(jurisdiction, FOLDER):
        digest.update(path.read_bytes())
    digest.update(_code_hash())
    return digest.hexdigest()


@cache
def _code_hash() -> bytes:
    digest = hashlib.sha256()
    room = Path(__file__).parent
    # Own tables are read after the draw, and never kept here.
    texts = [path for path in sorted(room.glob("*.py")) if not path.name.startswith("own")]
    for path in [*texts, room.parent / "base" / "draws.py"]:
        digest.update(path.read_bytes())
    return digest.digest()


def _read(place: Path, targets: Targets, size: float, seed: int) -> Population | None:
    """The population kept in a folder; ``None`` unless it is whole and unchanged."""
    try:
        meta = json.loads((place / META).read_text(encoding="utf-8"))
        tables = {name: _table(place, name, kind) for name, kind in POPULATION_TABLES.items()}
    except (OSError, EOFError, ValueError, TypeError):
        return None
    hashes = column_hashes(tables)
    if not isinstance(meta, dict) or meta.get("columns") != hashes:
        return None
    return Population(
        targets.jurisdiction,
        size,
        seed,
        targets.years,
        fingerprint=fingerprint(hashes),
        **tables,  # type: ignore[arg-type]
    )


def _table(place: Path, name: str, kind: type[Table]) -> Table:
    columns: dict[str, Any] = {
        column: _mapped(place / f"{name}.{column}.npy") for column in kind.dtypes()
    }
    return kind(**columns)


def _mapped(path: Path) -> Array:
    # A plain array over the mapped file: the memmap class slows every slice.
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))


def _write(place: Path, population: Population) -> None:
    """Write beside, then rename: a folder is either whole or not there."""
    place.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=".drawing-", dir=place.parent))
    try:
        tables = population.tables()
        for name, table in tables.items():
            for column, values in arrays(table).items():
                np.save(building / f"{name}.{column}.npy", values, allow_pickle=False)
        meta = {
            "jurisdiction": population.jurisdiction,
            "size": population.size,
            "seed": population.seed,
            "fingerprint": population.fingerprint,
            "columns": column_hashes(tables),
        }
        (building / META).write_text(json.dumps(meta, indent=1), encoding="utf-8")
        _replace(building, place)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _replace(building: Path, place: Path) -> None:
    if place.exists():
        aside = Path(tempfile.mkdtemp(prefix=".damaged-", dir=place.parent))
        place.rename(aside / place.name)
        shutil.rmtree(aside, ignore_errors=True)
    building.rename(place)
    # Populations of earlier targets or code will not be asked for again.
    what = place.name.rpartition("-")[0]
    for older in place.parent.glob(f"{what}-*"):
        if older != place:
            shutil.rmtree(older, ignore_errors=True)
