"""Every shipped scenario, simulated once and shared by the tests that look at totals."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import pandas as pd

from sim.engine import Outcome, Settings, simulate
from sim.law.load import load as load_law
from sim.results import Tables, tables_of
from sim.scenario import load

ROOT = Path(__file__).parents[1]
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
NAMES = [path.stem for path in SCENARIOS]
GOLDEN = Path(__file__).parent / "golden"
KEYS = ["nature", "jurisdiction", "clause", "kind", "fund", "arm", "year"]


@cache
def outcome(name: str) -> Outcome:
    """The full-size run of a shipped scenario, in one process."""
    return simulate(load_law(), load(ROOT / "scenarios" / f"{name}.yaml"), Settings())


@cache
def tables(name: str) -> Tables:
    return tables_of(outcome(name), load_law())


def every_cell(found: Tables) -> pd.DataFrame:
    """Outlays, credit and revenue forgone of a run, told apart by ``nature``."""
    apart = found.off_budget.rename(columns={"amount_fen": "outlay_fen"})
    totals = found.totals.assign(nature="outlay", outstanding_fen=0)
    return pd.concat([totals, apart[list(totals.columns)]], ignore_index=True)


def yearly(cells: pd.DataFrame) -> pd.DataFrame:
    """Exact totals by clause, fund, arm and year, with a hash of the months below them."""
    year = cells["month"].str[:4].astype("int64")
    columns_below = ["month", "heads", "outlay_fen", "outstanding_fen"]
    rows = []
    for key, part in cells.assign(year=year).groupby(KEYS, sort=True):
        months = part.sort_values("month")[columns_below]
        digest = hashlib.sha256(months.to_csv(index=False).encode()).hexdigest()[:12]
        outlay, heads = int(part["outlay_fen"].sum()), int(part["heads"].sum())
        rows.append((*key, heads, outlay, digest))
    columns = {"year": "int64", "head_months": "int64", "outlay_fen": "int64"}
    names = [*KEYS, "head_months", "outlay_fen", "months_sha256"]
    return pd.DataFrame(rows, columns=names).astype(columns)


def read_golden(name: str, folder: Path = GOLDEN) -> pd.DataFrame:
    """The promoted totals of a scenario; a missing file is a failure, never a new golden file."""
    path = folder / f"{name}.csv"
    if not path.is_file():
        message = f"{path.name} is missing: promote totals with 'make golden', and say why"
        raise AssertionError(message)
    frame = pd.read_csv(path, dtype=dict.fromkeys([*KEYS[:-1], "months_sha256"], "str"))
    return frame.astype({"year": "int64", "head_months": "int64", "outlay_fen": "int64"})
