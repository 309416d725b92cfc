"""Run folders: written whole or not at all, read back exactly."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from sim.base.errors import Problem, UserError, listed, say
from sim.base.files import new_folder, sha256_of
from sim.engine import Outcome
from sim.law.load import Law
from sim.population import write_own
from sim.results.answers import COLUMNS as ANSWERS
from sim.results.answers import answer
from sim.results.record import RECORD, read_record, record_of
from sim.results.tables import COLUMNS, Tables, frame, tables_of

LATER = frozenset({"gains"})
"""Tables that older run folders do not have."""

Answer = tuple[pd.DataFrame, Mapping[str, Any]]
"""A table that answers a longer question, and how it was asked."""


def write(
    outcome: Outcome, law: Law, folder: Path, answers: Mapping[str, Answer] | None = None
) -> dict[str, Any]:
    """Write a run folder and return its record; an earlier run of that name is replaced.

    Args:
        outcome: the run.
        law: every jurisdiction's law.
        folder: where to.
        answers: tables of longer questions by name, each with how it was asked; others are empty.

    Raises:
        UserError: the folder cannot be written, or holds something that is not a run.
    """
    tables, answers = tables_of(outcome, law), answers or {}
    with new_folder(folder, may_replace=lambda path: (path / RECORD).is_file()) as building:
        (building / "scenario.yaml").write_text(outcome.scenario.text, encoding="utf-8")
        for name, table in tables.items():
            table.to_csv(building / f"{name}.csv", index=False, lineterminator="\n")
        for name in ANSWERS:
            found = answers[name][0] if name in answers else answer(name, [])
            found.to_csv(building / f"{name}.csv", index=False, lineterminator="\n")
        hash_ids = outcome.scenario.file.population.hash_ids
        write_own(building, outcome.populations, hash_ids=hash_ids)
        files = {path.name: sha256_of(path) for path in sorted(building.iterdir())}
        asked = {name: dict(how) for name, (_, how) in answers.items()}
        record = record_of(outcome, law, tables.totals, files, asked)
        text = json.dumps(record, ensure_ascii=False, indent=1)
        (building / RECORD).write_text(text + "\n", encoding="utf-8")
    return record


def read_tables(folder: Path) -> Tables:
    """The tables of a run folder, with their dtypes; ``UserError`` if one is missing.

    A run from before ``gains`` was kept has it empty.
    """
    read_record(folder)
    frames = {}
    for name, columns in COLUMNS.items():
        path = folder / f"{name}.csv"
        if name in LATER and not path.is_file():
            frames[name] = frame(name, [])
            continue
        if not path.is_file():
            what = say("is missing from the run folder", "运行文件夹中没有这个文件")
            raise UserError(Problem(str(path), what))
        text = {c: "str" for c, dtype in columns.items() if dtype == "str"}
        found = pd.read_csv(path, dtype=text, keep_default_na=False, na_filter=False)
        lacking = [c for c in columns if c not in found]
        if lacking:
            english = "lacks the columns {names}: an older run; simulate it again"
            zh = "缺少列“{names}”：由旧版程序生成，请重新测算"
            raise UserError(Problem(str(path), say(english, zh, names=listed(lacking))))
        frames[name] = found.astype(columns)
    return Tables(**frames)
