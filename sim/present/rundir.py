"""Reading a finished run folder: the record and its tables, checked and typed."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from sim.base.errors import Problem, UserError, listed, say
from sim.base.files import sha256_of
from sim.base.sums import with_year
from sim.results.once import Kept, once_a_run

Frame = pd.DataFrame

_NUMBERS = {
    "heads": "int64",
    "outlay_fen": "int64",
    "cost_fen": "int64",
    "year": "int64",
    "gross": "int64",
    "occasions": "int64",
    "eligible": "int64",
    "paid": "int64",
    "covered": "int64",
    "starts": "float64",
    "additional": "float64",
    "displaced": "float64",
    "net_end": "float64",
    "net_low": "float64",
    "net_central": "float64",
    "net_high": "float64",
    **dict.fromkeys(
        (
            "central",
            "low",
            "high",
            "median",
            "agents",
            "noise",
            "moved",
            "error",
            "first",
            "total",
            "booked",
            "alone",
            "last",
            "shapley",
            "chance",
            "share",
        ),
        "float64",
    ),
    "draws": "int64",
    "premium_fen": "int64",
    "amount_fen": "int64",
    "outstanding_fen": "int64",
    "needs_months": "int64",
    "due_fen": "int64",
    "refused_fen": "int64",
    "refused_heads": "int64",
    "closes_below_fen": "int64",
    "balance_fen": "int64",
    "low_fen": "int64",
    "other_fen": "int64",
    "high_fen": "int64",
    "reserve_low": "float64",
    "open_low": "bool",
    "payments_fen": "int64",
    "reserve_months": "float64",
    "open": "bool",
    "priced": "bool",
    "recommended": "bool",
}

COLUMNS: Mapping[str, str] = {
    "totals": "jurisdiction clause kind fund month arm heads outlay_fen",
    "jobs": "jurisdiction kind channel arm year basis gross starts additional displaced net_low"
    " net_central net_high net_end cost_fen",
    "offsets": "jurisdiction kind arm year source amount_fen",
    "funnel": "jurisdiction clause kind fund arm year occasions eligible paid covered priced",
    "reach": "jurisdiction clause kind arm dimension category heads outlay_fen",
    "gains": "jurisdiction arm year dimension category heads outlay_fen",
    "values": "jurisdiction clause term value unit valid_from valid_to status source layer range"
    " note",
    "clauses": "jurisdiction clause article title_zh title_en lead accounted kind fund valid_from"
    " valid_to note",
    "readings": "jurisdiction reading ambiguity option recommended meaning",
    "population": "jurisdiction item value",
    "premiums": "jurisdiction year premium_fen",
    "off_budget": "jurisdiction clause kind fund nature month arm heads amount_fen outstanding_fen",
    "funding": "jurisdiction arm rule clause month fund payer amount_fen",
    "gates": "jurisdiction arm kind year needs_months reserve_months open due_fen refused_fen"
    " refused_heads closes_below_fen reserve_low open_low",
    "reserves": "jurisdiction arm month balance_fen low_fen high_fen payments_fen reserve_months",
    "purses": "jurisdiction arm fund month other_fen",
    "balances": "jurisdiction arm fund basis period flow central low high",
    "chances": "jurisdiction arm event fund kind year chance central low high",
    "settled": "jurisdiction arm clause kind month fund payer outcome heads amount_fen",
    "intervals": "jurisdiction arm figure item central low high median agents noise moved draws",
    "influence": "jurisdiction figure name group central low high error share",
    "sensitivity": "part name group figure central low high error first total",
    "attribution": "jurisdiction group figure booked alone last shapley",
}


# tables and columns of text that older run folders do not have; they are read as empty
OPTIONAL_TABLES = frozenset(
    {
        "off_budget", "funding", "offsets", "gates", "purses", "reserves", "settled",
        "intervals", "sensitivity", "attribution", "balances", "chances", "gains",
        "influence",
    }
)  # fmt: skip
OPTIONAL: Mapping[str, str] = {"funnel": "part_of", "reach": "part_of", "jobs": "acts"}


@dataclass(frozen=True)
class Run(Kept):
    """A run folder; tables are read once, on first use, and never changed.

    Attributes:
        folder: where it lies.
        record: what the run says about itself.
    """

    folder: Path
    record: Mapping[str, Any]

    def table(self, name: str, place: str = "all", arm: str = "") -> Frame:
        """One table, of one jurisdiction or of all, in one arm or in all."""
        key = (name, place, arm) if arm else (name, place)
        if key not in self._known:
            self._known[key] = self._table(*key)
        frame: Frame = self._known[key]
        return frame

    def _table(self, name: str, place: str, arm: str = "") -> Frame:
        if arm:
            frame = self.table(name, place)
            return frame[frame["arm"] == arm]
        if place != "all":
            frame = self.table(name)
            return frame[frame["jurisdiction"] == place]
        path, columns = self.folder / f"{name}.csv", COLUMNS[name].split()
        if name in OPTIONAL_TABLES and not self.has(name):
            return with_year(_nothing(columns))
        return _read(path, columns, OPTIONAL.get(name, "").split())

    def has(self, name: str) -> bool:
        """True where the run wrote a table that not every run has."""
        return (self.folder / f"{name}.csv").is_file()

    @property
    def places(self) -> tuple[str, ...]:
        """Jurisdictions of the run, in its order."""
        return tuple(self.record["jurisdictions"])

    @property
    def years(self) -> tuple[int, ...]:
        """Every year of the run."""
        given = [int(y) for y in self.record["years"]]
        return tuple(range(min(given), max(given) + 1))

    @property
    def fingerprint(self) -> str:
        """The run's fingerprint, in full."""
        return str(self.record["fingerprint"])

    @property
    def has_draws(self) -> bool:
        """True where the run has intervals."""
        return bool(len(self.table("intervals")))

    @once_a_run
    def identifiers(self) -> frozenset[tuple[str, str]]:
        """Every (section, identifier) of the tables that needs a word on the pages."""
        return frozenset(self._identifiers())

    def _identifiers(self) -> Iterator[tuple[str, str]]:
        for table, column, section in (
            ("totals", "kind", "kind"),
            ("totals", "fund", "fund"),
            ("totals", "arm", "arm"),
            ("totals", "jurisdiction", "place"),
            ("jobs", "kind", "kind"),
            ("jobs", "channel", "channel"),
            ("jobs", "basis", "basis"),
            ("funnel", "kind", "kind"),
            ("funnel", "fund", "fund"),
            ("off_budget", "kind", "kind"),
            ("off_budget", "nature", "nature"),
            ("funding", "fund", "fund"),
            ("funding", "payer", "fund"),
            ("settled", "payer", "fund"),
            ("clauses", "kind", "kind"),
            ("clauses", "fund", "fund"),
            ("clauses", "accounted", "accounted"),
            ("values", "status", "status"),
            ("values", "unit", "unit"),
            ("values", "layer", "layer"),
        ):
            for key in self.table(table)[column].unique():
                if key:
                    yield section, str(key)
        for table in ("reach", "gains"):
            known = self.table(table)[["dimension", "category"]].drop_duplicates()
            for dimension, category in known.itertuples(index=False):
                if dimension != "district":
                    yield str(dimension), str(category)


def _nothing(columns: list[str]) -> Frame:
    return pd.DataFrame({c: pd.Series(dtype=_NUMBERS.get(c, "str")) for c in columns})


def _read(path: Path, columns: list[str], optional: list[str]) -> Frame:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file), None)
        if not header:
            what = say("is empty: not even column names", "是空的：连列名也没有")
            raise UserError(Problem(str(path), what))
        absent = [c for c in optional if c not in header]
        columns = columns + [c for c in optional if c in header]
        missing = [c for c in columns if c not in header]
        if missing:
            what = say("lacks the columns: {names}", "缺少列“{names}”", names=listed(missing))
            raise UserError(Problem(str(path), what))
        types: Any = {c: _NUMBERS.get(c, "str") for c in columns}
        if path.name == "population.csv":
            types["value"] = "float64"
        texts = {c: [""] for c in columns if types[c] == "str"}
        frame = pd.read_csv(
            path,
            usecols=columns,
            dtype=types,
            keep_default_na=False,
            na_values={c: [] if c in texts else ["", "nan"] for c in columns},
            encoding="utf-8",
        )
        return with_year(frame.assign(**dict.fromkeys(absent, "")))
    except FileNotFoundError:
        what = say("is missing: this is no complete run folder", "不存在：这不是完整的运行文件夹")
        raise UserError(Problem(str(path), what)) from None
    except (ValueError, TypeError) as error:
        english, zh = "cannot be read as a table: {error}", "无法按表格读取：“{error}”"
        raise UserError(Problem(str(path), say(english, zh, error=error))) from None


@lru_cache(maxsize=2)
def _open(folder: Path, record_sha256: str) -> Run:  # noqa: ARG001  # part of the cache's key
    # The hash of the record makes sure that a folder that changed is read again.
    record = json.loads((folder / "record.json").read_text(encoding="utf-8"))
    return Run(folder, record)


def open_run(folder: str | Path) -> Run:
    """Open a run folder; several pages of one process share what is read."""
    folder = Path(folder)
    try:
        return _open(folder.resolve(), sha256_of(folder / "record.json"))
    except FileNotFoundError:
        what = say(
            "there is no record.json: this is no run folder, or the run did not finish",
            "没有 record.json：这不是运行文件夹，或者该次运行没有完成",
        )
        raise UserError(Problem(str(folder), what)) from None
    except json.JSONDecodeError as error:
        what = say("is not JSON: {error}", "不是 JSON 格式：“{error}”", error=error)
        raise UserError(Problem(str(folder / "record.json"), what)) from None


def check_scenario(run: Run, scenario_path: str, scenario_sha256: str) -> Path:
    """Re-hash the scenario and refuse a run that was made from another one.

    An empty path means the copy inside the run folder, an empty hash the one in the record.
    """
    path = Path(scenario_path) if scenario_path else run.folder / "scenario.yaml"
    if not path.is_file():
        raise UserError(
            Problem(str(path), say("there is no such scenario file", "没有这个方案文件"))
        )
    found, recorded = sha256_of(path), str(run.record["scenario"]["sha256"])
    expected = scenario_sha256 or recorded
    english = "the scenario's SHA-256 is {found}, not {want} as {where}"
    zh = "方案的 SHA-256 为 {found}，不是{where} {want}"
    wrong = [
        Problem(str(path), say(english, zh, found=found, want=want, where=where))
        for want, where in (
            (expected, say("asked for", "指定的")),
            (recorded, say("the run's record says", "运行记录所载的")),
        )
        if found != want
    ]
    if wrong:
        raise UserError(wrong)
    return path
