"""The command that writes a template and sample tables for a planner's own data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from sim.population import Population

out = Console()

SCENARIO = """\
# A first run on your own tables: replace the files in this folder by your own, table by table.
title: {{zh: 自有数据试算, en: First run on own data}}
question: {{zh: 用自己的数据按现行政策要花多少钱？, en: What does the law cost on our own data?}}
author: sim template
date: {date}
expect: {{outlay: same, against: current_law, why: nothing is changed}}
jurisdictions: [{place}]
years: [{first}, {last}]
population:
  tables:
{tables}
"""


def print_report(people: Population) -> None:
    """What own tables gave and what was drawn instead, table by table and column by column."""
    from sim.population import OwnPopulation

    if not isinstance(people, OwnPopulation):
        return
    title = f"{people.jurisdiction}: own data, cells given and drawn"
    table = Table("table", "column", "rows", "given", "drawn", "how", title=title)
    for line in people.report:
        counts = (f"{n:,}" for n in (line.rows, line.given, line.drawn))
        short = not line.how.startswith(("given", "drawn from synthetic rows"))
        table.add_row(line.table, line.column or "(rows)", *counts, line.how if short else "")
    out.print(table)


def template(
    folder: Annotated[Path, typer.Argument(help="A new folder to write.")],
    place: Annotated[
        str, typer.Option("--place", help="Whose people the samples are.")
    ] = "xiangtan",
    rows: Annotated[int, typer.Option("--rows", min=1, help="Rows of each sample, about.")] = 200,
) -> None:
    """Write a template workbook, sample tables (CSV) and a scenario that runs on them.

    Fill in the workbook, or give your own files the same headers (Chinese or English); a table
    or a column that you leave out is drawn. docs/own-data.md explains each column.

    Example: sim template my-data --place sunan; sim run my-data/scenario.yaml --out runs/own
    """
    from sim import population
    from sim.base.files import new_folder
    from sim.population.own import limits_of
    from sim.population.own_sample import sample_tables, write_csv
    from sim.population.own_template import write_workbook

    targets = population.targets_of(place)
    limits = limits_of(targets)
    samples = sample_tables(population.load(place), limits, rows)
    samples = {name: lines for name, lines in samples.items() if len(lines) > 1}
    with new_folder(folder, may_replace=lambda old: old.is_dir() and not any(old.iterdir())) as new:
        write_workbook(new / "template.xlsx", limits)
        for name, lines in samples.items():
            write_csv(lines, new / f"{name}.csv")
        tables = "\n".join(f"    {name}: {name}.csv" for name in samples)
        years = targets.years
        text = SCENARIO.format(
            date=f"{years[0]}-12-31", place=place, first=years[0], last=years[-1], tables=tables
        )
        (new / "scenario.yaml").write_text(text, encoding="utf-8")
    for name, lines in samples.items():
        out.print(f"{folder / name}.csv: {len(lines) - 1} rows", highlight=False, soft_wrap=True)
    out.print(
        f"{folder / 'template.xlsx'}: empty tables with lists and notes",
        highlight=False,
        soft_wrap=True,
    )
    out.print(
        f"next: sim run {folder / 'scenario.yaml'} --out runs/own", highlight=False, soft_wrap=True
    )
