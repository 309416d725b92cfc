"""The record of a run: hashes of everything it came from, and their verification."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import platform
import subprocess
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from sim import __version__
from sim.base.errors import Problem, UserError, listed, say
from sim.base.files import sha256_of
from sim.engine import ARMS, Outcome
from sim.engine.people import people_in
from sim.law.load import Law, fingerprint
from sim.population.own_kept import own_files
from sim.scenario import load as load_scenario

PACKAGES = ("numpy", "pandas", "scipy", "matplotlib", "papermill", "pydantic", "ruamel.yaml")
RECORD = "record.json"
NEEDED = (
    "fingerprint", "scenario", "law", "population", "seed", "draw", "size", "years",
    "jurisdictions", "code", "totals", "files",
)  # fmt: skip


def record_of(
    outcome: Outcome,
    law: Law,
    totals: pd.DataFrame,
    files: dict[str, str],
    answers: dict[str, dict[str, Any]],
) -> dict[str, Any]:
    """The record of a run whose files have these hashes, with the longer questions it answers."""
    scenario = outcome.scenario
    file = scenario.file
    record: dict[str, Any] = {
        "wengang": __version__,
        "created": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "scenario": {
            "name": scenario.name,
            "path": scenario.document.name,
            "sha256": scenario.sha256,
            "title": file.title.model_dump(),
            "question": file.question.model_dump(),
            "author": file.author,
            "date": file.date.isoformat(),
            "expect": file.expect.model_dump(),
        },
        "law": {"sha256": law.sha256},
        "population": {name: p.fingerprint for name, p in outcome.populations.items()},
        "own_data": own_files(outcome.populations),
        "seed": file.population.seed,
        "draw": file.population.draw,
        "size": file.population.size,
        "years": list(file.years),
        "jurisdictions": list(outcome.places),
        "behaviour": {"on": file.behaviour.on},
        "code": {"sha256": code_sha256(), **revision()},
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
        "totals": grand_totals(totals, tuple(outcome.places)),
        "answers": answers,
        "files": files,
    }
    return {"fingerprint": fingerprint_of(record), **record}


def fingerprint_of(record: dict[str, Any]) -> str:
    """One hash for what a run came from and what it found; the same run gives the same one."""
    parts = {
        "scenario": record["scenario"]["sha256"],
        **{
            key: record[key]
            for key in ("law", "population", "seed", "draw", "size", "years", "totals")
        },
        "code": record["code"]["sha256"],
        **{name: asked for name, asked in record.get("answers", {}).items() if asked},
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def grand_totals(totals: pd.DataFrame, jurisdictions: tuple[str, ...]) -> dict[str, dict[str, int]]:
    """Fen by arm and jurisdiction; a jurisdiction that pays nothing shows 0."""
    sums = totals.groupby(["arm", "jurisdiction"])["outlay_fen"].sum()
    return {arm: {name: int(sums.get((arm, name), 0)) for name in jurisdictions} for arm in ARMS}


@cache
def code_sha256() -> str:
    """Hash of the program's own source files, as they are when first asked: when a run begins."""
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(str(path.relative_to(root)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def revision() -> dict[str, Any]:
    """Revision of the checkout, and whether it was changed since; unknown outside one."""
    root = Path(__file__).parents[2]
    if not (root / ".git").exists():
        return {"revision": "unknown", "dirty": None}

    def git(*words: str) -> str:
        run = subprocess.run(
            ["git", "-C", str(root), *words],  # noqa: S607
            capture_output=True, text=True, check=True, timeout=20,
        )  # fmt: skip
        return run.stdout.strip()

    try:
        return {"revision": git("rev-parse", "HEAD"), "dirty": bool(git("status", "--porcelain"))}
    except (OSError, subprocess.SubprocessError):
        return {"revision": "unknown", "dirty": None}


def read_record(folder: Path) -> dict[str, Any]:
    """The record of a run folder; ``UserError`` if there is none."""
    path = folder / RECORD
    if not path.is_file():
        what = say(
            "is not a run folder: it has no record.json", "不是运行文件夹：其中没有 record.json"
        )
        raise UserError(Problem(str(folder), what))
    try:
        record: Any = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        what = say("is damaged: not valid JSON", "已损坏：不是有效的 JSON")
        raise UserError(Problem(str(path), what)) from None
    missing = [key for key in NEEDED if not isinstance(record, dict) or key not in record]
    if missing:
        english, zh = "is damaged: it lacks {names}", "已损坏：缺少“{names}”"
        raise UserError(Problem(str(path), say(english, zh, names=listed(missing))))
    return dict(record)


def verify(folder: Path, law_folder: Path | None = None) -> Iterator[tuple[str, bool, str]]:
    """Check a run folder against its record and this installation.

    Yields:
        (what was checked, whether it holds, what was found).
    """
    record = read_record(folder)
    for name, digest in record["files"].items():
        path = folder / name
        found = sha256_of(path) if path.is_file() else "missing"
        yield name, found == digest, "unchanged" if found == digest else f"changed ({found[:12]})"
    known = {*record["files"], RECORD}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix()
        if name not in known:
            yield name, False, "unknown file: the record does not name it"
    own = fingerprint_of(record)
    yield "fingerprint", own == record["fingerprint"], own
    yield _totals_hold(folder, record)
    law = fingerprint(law_folder) if law_folder else fingerprint()
    yield "law", law == record["law"]["sha256"], law[:12]
    code = code_sha256()
    yield "code", code == record["code"]["sha256"], code[:12]
    scenario = load_scenario(folder / "scenario.yaml")
    same = scenario.sha256 == record["scenario"]["sha256"]
    yield "scenario", same, scenario.sha256[:12]
    for name, wanted in record["population"].items():
        found = people_in(name, scenario).fingerprint
        yield f"population of {name}", found == wanted, found[:12]


def _totals_hold(folder: Path, record: dict[str, Any]) -> tuple[str, bool, str]:
    path = folder / "totals.csv"
    if not path.is_file():
        return "grand totals", False, "totals.csv is missing"
    totals = pd.read_csv(path)
    same = grand_totals(totals, tuple(record["jurisdictions"])) == record["totals"]
    return "grand totals", same, "add up" if same else "do not add up to the record"
