"""The population of a place in a scenario, read once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from sim import population
from sim.scenario import Scenario


def people_in(name: str, scenario: Scenario) -> population.Population:
    """The population of a place in a scenario, its own tables included.

    Of a place with own tables, what the scenario's folder holds of them if that is a run folder,
    else the files completed.
    """
    spec, folder = scenario.file.population, scenario.folder
    if name not in spec.tables:
        return people_of(name, spec.size, spec.seed, spec.draw)
    kept = population.kept_own(folder, name) if folder else None
    if folder and kept:
        return _kept(
            name, spec.seed, spec.draw, folder, kept.stat().st_mtime_ns, hashed=spec.hash_ids
        )
    files = scenario.own_tables(name)
    states = {table: path.stat() for table, path in files.items()}
    key = tuple((t, files[t], state.st_mtime_ns, state.st_size) for t, state in states.items())
    return _own(name, spec.seed, spec.draw, folder, key)


@lru_cache(maxsize=8)
def people_of(name: str, size: float, seed: int, draw: int = 0) -> population.Population:
    """The synthetic population, read once: forked processes inherit it, others read their own."""
    return population.load(name, size=size, seed=seed, draw=draw)


@lru_cache(maxsize=4)
def _kept(
    name: str,
    seed: int,
    draw: int,
    folder: Path,
    changed_ns: int,  # noqa: ARG001 - part of the key
    *,
    hashed: bool,
) -> population.Population:
    return population.read_own(folder, name, seed, draw, hashed=hashed)


@lru_cache(maxsize=4)
def _own(
    name: str,
    seed: int,
    draw: int,
    folder: Path | None,
    files: tuple[tuple[str, Path, int, int], ...],
) -> population.Population:
    paths = {table: path for table, path, _, _ in files}
    donors = people_of(name, 1.0, seed, draw)
    return population.load_own(name, paths, donors, folder and folder.resolve())
