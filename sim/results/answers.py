"""Tables that longer questions add to a run folder; a run that was not asked has them empty."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from sim.base.errors import Problem, UserError, say
from sim.base.files import sha256_of, write_text
from sim.results.record import RECORD, fingerprint_of, read_record
from sim.scenario import Scenario

INTERVALS, SENSITIVITY, ATTRIBUTION = "intervals", "sensitivity", "attribution"
BALANCES, CHANCES, INFLUENCE = "balances", "chances", "influence"

COLUMNS: dict[str, dict[str, str]] = {
    # Values with their 5-95 % interval: fen, jobs, or fen a job. ``agents``: half the 90 %
    # interval that chance of who the agents are makes; ``noise``: share of the draws' variance
    # that was chance of the sample; ``moved``: by how much of its width half the draws move it.
    INTERVALS: dict.fromkeys(("jurisdiction", "arm", "figure", "item"), "str")
    | dict.fromkeys(
        ("central", "low", "high", "median", "agents", "noise", "moved"), "float64"
    )
    | {"draws": "int64"},
    # What purses held, took in and paid, fen, with 5-95 % intervals over the draws: in a month, and
    # what they took in and paid in a year. ``outlay`` alone where nobody keeps a balance.
    BALANCES: dict.fromkeys(("jurisdiction", "arm", "fund", "basis", "period", "flow"), "str")
    | dict.fromkeys(("central", "low", "high"), "int64"),
    # The share of the draws in which a gate is closed (values: months of reserve), or in which a
    # fund cannot pay all that is due from it in a year (values: fen that are short).
    CHANCES: dict.fromkeys(("jurisdiction", "arm", "event", "fund", "kind"), "str")
    | {"year": "int64"}
    | dict.fromkeys(("chance", "central", "low", "high"), "float64"),
    # Inputs that move a figure by more than chance, read off the draws: ``low`` and ``high`` as in
    # ``sensitivity``, ``error`` the standard error of their distance, ``share`` of the variance.
    INFLUENCE: dict.fromkeys(("jurisdiction", "figure", "name", "group"), "str")
    | dict.fromkeys(("central", "low", "high", "error", "share"), "float64"),
    # ``part`` is ``input`` (``low`` and ``high``: the figure with the input at each end of its
    # range, ``error``: what chance alone does) or ``group`` (first-order and total indices).
    SENSITIVITY: dict.fromkeys(("part", "name", "group", "figure"), "str")
    | dict.fromkeys(("central", "low", "high", "error", "first", "total"), "float64"),
    # Fen and jobs of the scenario by group of measures: a channel, or a kind of one channel.
    ATTRIBUTION: dict.fromkeys(("jurisdiction", "group", "figure"), "str")
    | dict.fromkeys(("booked", "alone", "last", "shapley"), "float64"),
}  # fmt: skip


def answer(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """A table with its declared columns and dtypes, also when empty."""
    columns = COLUMNS[name]
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def read_answer(folder: Path, name: str) -> pd.DataFrame:
    """A table of a run folder; empty if the question was not asked."""
    path = folder / f"{name}.csv"
    if not path.is_file():
        return answer(name, [])
    text = {c: "str" for c, dtype in COLUMNS[name].items() if dtype == "str"}
    found = pd.read_csv(path, dtype=text, keep_default_na=False, na_filter=False)
    return found.astype(COLUMNS[name])


def add_answer(
    folder: Path, scenario: Scenario, name: str, table: pd.DataFrame, asked: Mapping[str, Any]
) -> None:
    """Put an answer into the run folder of its scenario, and into its record.

    Args:
        folder: a run folder.
        scenario: what was asked about.
        name: of the table.
        table: the answer.
        asked: how it was asked, for the record.

    Raises:
        UserError: the folder is no run of this scenario.
    """
    record = read_record(folder)
    if record["scenario"]["sha256"] != scenario.sha256:
        english = "is a run of another scenario than {name}; run this one first"
        zh = "是另一方案的运行，不是“{name}”的；请先运行这个方案"
        raise UserError(Problem(str(folder), say(english, zh, name=scenario.document.name)))
    path = folder / f"{name}.csv"
    write_text(path, table.to_csv(index=False, lineterminator="\n"))
    record["answers"] = {**record.get("answers", {}), name: dict(asked)}
    record["files"] = dict(sorted({**record["files"], path.name: sha256_of(path)}.items()))
    record["fingerprint"] = fingerprint_of(record)
    write_text(folder / RECORD, json.dumps(record, ensure_ascii=False, indent=1) + "\n")
