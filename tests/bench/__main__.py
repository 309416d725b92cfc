"""``make bench``: speed beside plain pandas, memory, and whether the aims are met.

Exit code 0 whatever the speed; 1 if any total differs from the pandas version's.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
from time import perf_counter

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from tests.bench import measure
from tests.bench.measure import CHANGE, RULES, WHOLE, Row

TIMES_PANDAS, CHANGE_SECONDS, WHOLE_LAW_TIMES = 10, 0.015, 2


def main() -> int:
    words = _arguments()
    if words.peak_memory_of:
        print(measure.own_peak_memory(words.peak_memory_of))
        return 0
    begin, out = perf_counter(), Console(stderr=words.json, width=None if words.json else 132)
    rows: list[Row] = []
    for workers in words.workers:
        for row in measure.rows(workers, words.repeats, draws=workers <= 100_000):
            rows.append(row)
            out.print(f"[dim]{workers:>9,}  {row.what}: {shown(row.ours.median)}[/dim]")
    peaks = {workers: measure.peak_memory(workers) for workers in words.workers}
    aims = list(_aims(rows))
    if words.json:
        print(json.dumps(_data(rows, peaks, aims), indent=1))
    else:
        _print(out, rows, peaks, aims)
        out.print(f"took {perf_counter() - begin:.0f} s", style="dim")
    wrong = [f"{r.what}, {r.workers:,} workers: {d}" for r in rows for d in r.differences]
    wrong += _unlike(rows)
    for what in wrong:
        print(f"totals differ: {what}", file=sys.stderr)
    return 1 if wrong else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    sizes = [100_000, 1_000_000]
    parser.add_argument(
        "--workers", type=int, nargs="+", default=sizes, help="default: %(default)s"
    )
    parser.add_argument("--repeats", type=int, default=7, help="default: %(default)s")
    parser.add_argument("--json", action="store_true", help="print JSON for programs")
    parser.add_argument("--peak-memory-of", type=int, default=0, help=argparse.SUPPRESS)
    return parser.parse_args()


def _unlike(rows: list[Row]) -> list[str]:
    """Parts of one size that should find the same current-law totals but do not."""
    same = ("whole law", "build facts", "full run")
    plain = [r for r in rows if r.what.startswith(same) and "from" not in r.what]
    found = []
    for workers in sorted({r.workers for r in plain}):
        hashes = {r.ours_hash for r in plain if r.workers == workers}
        if len(hashes) > 1:
            found.append(f"{workers:,} workers: {', '.join(sorted(hashes))} for the same totals")
    return found


def _aims(rows: list[Row]) -> list[tuple[str, str, bool]]:
    """(aim, what was found, met) at the largest number of workers."""
    largest = max(r.workers for r in rows)
    found = {r.what: r for r in rows if r.workers == largest}
    ratio, change = found[RULES].ratio or 0.0, found[CHANGE].ours.median
    each = [found[what].ours.median / max(found[what].eligible, 1) for what in (WHOLE, RULES)]
    return [
        (
            f"whole law within {WHOLE_LAW_TIMES} times the 13 clauses above, per eligible row",
            f"{each[0] / each[1]:.2f} times", each[0] <= WHOLE_LAW_TIMES * each[1],
        ),
        (
            f"rules pass of {largest:,} workers {TIMES_PANDAS} times as fast as pandas",
            f"{ratio:.1f} times", ratio >= TIMES_PANDAS,
        ),
        (
            f"one-parameter change at {largest:,} workers under {CHANGE_SECONDS * 1000:.0f} ms",
            shown(change), change < CHANGE_SECONDS,
        ),
    ]  # fmt: skip


def _print(
    out: Console, rows: list[Row], peaks: dict[int, int | None], aims: list[tuple[str, str, bool]]
) -> None:
    table = Table(title="Speed: median (best) of several repeats, one process unless said")
    for name in ("what", "workers", "ours", "pandas", "ratio", "totals, ours", "totals, pandas"):
        table.add_column(name, justify="left" if name == "what" else "right")
    for row in rows:
        theirs = f"{shown(row.pandas.median)} ({shown(row.pandas.best)})" if row.pandas else ""
        mine = f"{shown(row.ours.median)} ({shown(row.ours.best)})"
        ratio = f"{row.ratio:.1f}" if row.ratio else ""
        table.add_row(
            row.what, f"{row.workers:,}", mine, theirs, ratio, row.ours_hash, row.pandas_hash
        )
    out.print(table)
    for workers, peak in peaks.items():
        if peak is not None:
            out.print(f"peak memory of a full run, {workers:,} workers: {peak / 2**20:,.0f} MiB")
    for aim, found, met in aims:
        out.print(f"aim {'met' if met else 'NOT met'}: {aim} (found: {found})", highlight=False)
    out.print(
        "The pandas one-parameter change is the sums alone; ours goes from a scenario, checked "
        "against the law, to three arms.", style="dim",
    )  # fmt: skip
    out.print(", ".join(f"{k} {v}" for k, v in _machine().items()), style="dim", highlight=False)


def shown(seconds: float) -> str:
    return f"{seconds * 1000:,.1f} ms" if seconds < 1 else f"{seconds:,.2f} s"


def _machine() -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "pandas": pd.__version__,
        "cores": str(measure.cores()),
    }


def _data(
    rows: list[Row], peaks: dict[int, int | None], aims: list[tuple[str, str, bool]]
) -> dict[str, object]:
    return {
        "rows": [row.as_data() for row in rows],
        "peak_memory_bytes": {str(workers): peak for workers, peak in peaks.items()},
        "aims": [{"aim": aim, "found": found, "met": met} for aim, found, met in aims],
        "machine": _machine(),
    }


if __name__ == "__main__":
    sys.exit(main())
