"""Promote the totals of every shipped scenario: ``make golden WHY="what changed and why"``.

Rewrites the golden files that differ and adds a line for each to "Changed totals" in CHANGELOG.md.
"""

from __future__ import annotations

import datetime as dt
import os
import sys

import pandas as pd

from tests.runs import GOLDEN, NAMES, ROOT, every_cell, read_golden, tables, yearly

HEADING = "### Changed totals"


def changed(name: str, totals: pd.DataFrame) -> str:
    """One line saying how a scenario's grand totals moved; empty if nothing did."""
    after = outlay_of(totals)
    try:
        before_frame = read_golden(name)
    except AssertionError:
        return f"`{name}`: {after / 100:,.2f} yuan (new)"
    if before_frame.equals(totals):
        return ""
    before = outlay_of(before_frame)
    return f"`{name}`: {before / 100:,.2f} -> {after / 100:,.2f} yuan"


def outlay_of(totals: pd.DataFrame) -> int:
    """Public outlay of the scenario arm, in fen; credit and revenue forgone left out."""
    rows = (totals["arm"] == "scenario") & (totals["nature"] == "outlay")
    return int(totals.loc[rows, "outlay_fen"].sum())


def main() -> int:
    why = os.environ.get("WHY", "").strip()
    if not why:
        print('say what changed and why: make golden WHY="..."', file=sys.stderr)
        return 2
    lines = []
    for name in NAMES:
        totals = yearly(every_cell(tables(name)))
        line = changed(name, totals)
        if line:
            totals.to_csv(GOLDEN / f"{name}.csv", index=False, lineterminator="\n")
            lines.append(line)
            print(line)
    for stale in sorted({p.stem for p in GOLDEN.glob("*.csv")} - set(NAMES)):
        (GOLDEN / f"{stale}.csv").unlink()
        lines.append(f"`{stale}`: scenario removed")
    if not lines:
        print("no total changed")
        return 0
    path = ROOT / "CHANGELOG.md"
    text = path.read_text(encoding="utf-8")
    entry = "\n".join(f"- {dt.datetime.now(tz=dt.UTC).date()} {line}: {why}" for line in lines)
    path.write_text(text.replace(HEADING, f"{HEADING}\n\n{entry}", 1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
