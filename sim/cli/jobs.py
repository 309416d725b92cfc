"""Net jobs on the console: beside outlay after a run, and per million yuan beside evaluations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

out = Console()


def jobs(
    folder: Annotated[Path, typer.Argument(help="A run folder of current law, all places.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
    write: Annotated[
        Path | None, typer.Option("--write", help="Also write the page as Markdown.")
    ] = None,
) -> None:
    """Heads and net jobs per million yuan, beside what evaluations of such measures lead to expect.

    Example: sim jobs runs/baseline --write docs/behaviour-bands.md
    """
    from sim.base.files import write_text
    from sim.questions import bands as page
    from sim.results.write import read_tables

    rows = list(page.bands(read_tables(folder)))
    if write is not None:
        write_text(write, page.markdown(rows))
    if as_json:
        told = [{**r.band.model_dump(mode="json"), **r.as_dict()} for r in rows]
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return
    table = Table(
        "measure", "heads", "jobs", "job-years", "centre", "range", "lies in",
        title="Per million yuan: heads, net jobs, net job-years; what is expected of either",
    )  # fmt: skip
    table.columns[0].overflow = "fold"
    for column in table.columns[1:-1]:
        column.justify = "right"
    colours = {"centre": "green", "range": "yellow", "outside": "red"}
    for row in rows:
        b = row.band
        table.add_row(
            f"{b.what.en} ({b.counts})",
            f"{row.gross:,.0f}", f"{row.begun:,.1f}", f"{row.years:,.1f}",
            page.span(b.centre), page.span(b.range),
            f"[{colours[row.place]}]{row.place}[/{colours[row.place]}]",
        )  # fmt: skip
    out.print(table)


def job_columns(folder: Path, places: list[str]) -> dict[str, tuple[str, str]]:
    """Net job-years of a run's scenario and yuan a piece, by place; empty if nobody responds."""
    from sim.present.net_jobs import is_static, steps, total
    from sim.present.rundir import open_run

    run = open_run(folder)
    if is_static(run):
        return {}
    found = {}
    for place in places:
        sums = total(steps(run, place, "kind"))
        net, each = sums["net_central"], sums["cost_per_net_fen"]
        found[place] = (f"{net:,.1f}", f"{each / 100:,.0f}" if net > 0 else "-")
    return found
