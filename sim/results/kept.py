"""Runs kept in folders named after what they are made of, so that nothing is simulated twice."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sim.base.errors import UserError
from sim.base.files import sha256_of
from sim.engine import Outcome
from sim.law.load import Law
from sim.population.own_kept import kept_own
from sim.results.record import read_record
from sim.results.write import Answer, write
from sim.scenario import Scenario

ROOT = Path(__file__).parents[1]
TEXTS = {".py", ".yaml", ".toml", ".csv", ".json", ".j2", ".css", ".ipynb"}
DIGITS = 12
LONGEST_NAME = 60


@cache
def program_sha256() -> str:
    """Hash of all that a run and its pages depend on besides the scenario: code, law and data."""
    digest = hashlib.sha256()
    folders = (ROOT, ROOT.parent / "notebooks")
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in TEXTS]
    for path in sorted(files):
        if ".ipynb_checkpoints" not in path.parts:
            digest.update(f"{path.relative_to(ROOT.parent)}\0{sha256_of(path)}\n".encode())
    return digest.hexdigest()


def run_key(scenario: Scenario) -> str:
    """What a scenario's run is known by: its content, its own tables and this program."""
    own = {name: _own(scenario, name) for name in scenario.file.population.tables}
    parts = [scenario.content_sha256, own, program_sha256()]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:DIGITS]


def _own(scenario: Scenario, place: str) -> list[str]:
    kept = kept_own(scenario.folder, place) if scenario.folder else None
    if kept:
        return [sha256_of(kept)]
    files = scenario.own_tables(place)
    return [f"{table} {sha256_of(path)}" for table, path in sorted(files.items())]


def folder_name(scenario: Scenario, key: str) -> str:
    """The name of a run folder: the scenario's, for people, then its key."""
    return f"{scenario.name[:LONGEST_NAME]}-{key}"


def find_kept(runs: Path, key: str) -> Path | None:
    """The finished, undamaged run with a key."""
    return next((path for path in sorted(runs.glob(f"*-{key}")) if is_whole(path)), None)


def is_whole(folder: Path) -> bool:
    """True where every file of a run is as its record says."""
    try:
        files = read_record(folder)["files"]
        return all(sha256_of(folder / name) == digest for name, digest in files.items())
    except (UserError, OSError):
        return False


def keep(outcome: Outcome, law: Law, folder: Path, answers: Mapping[str, Answer]) -> None:
    """Write a run into its folder; what is damaged there is set aside."""
    if folder.exists():
        set_aside(folder)
    write(outcome, law, folder, answers)


def set_aside(folder: Path) -> Path:
    """Give a damaged folder another name, and return it."""
    aside, number = folder.with_name(f"{folder.name}.damaged"), 1
    while aside.exists():
        number += 1
        aside = folder.with_name(f"{folder.name}.damaged{number}")
    folder.rename(aside)
    return aside


def sweep(runs: Path) -> None:
    """Remove what a run that was killed left half-written; only while nobody else is at work."""
    for path in runs.glob(".*-*"):
        shutil.rmtree(path, ignore_errors=True)
