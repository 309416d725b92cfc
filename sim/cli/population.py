"""The command that shows a population and how well it meets its targets."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from sim.population import Comparison

out = Console()
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def population(
    place: Annotated[str, typer.Argument(help="A jurisdiction, or all.")] = "all",
    scorecard: Annotated[
        bool, typer.Option("--scorecard", help="Every target, what was drawn, and the verdict.")
    ] = False,
    size: Annotated[float, typer.Option(help="Share of full size.")] = 1.0,
    seed: Annotated[int, typer.Option(help="Seed of the draw.")] = 2019,
    draw: Annotated[
        int, typer.Option(min=0, help="World of uncertain targets; 0 has the central values.")
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """Who lives in a jurisdiction, and how well the draw meets what is published.

    A found target should hold within 1 %, a derived one within 3 %, a recalled one and a check
    inside its range. Checks are figures that nothing is drawn to. Misses are red; they are
    findings, not failures: the command succeeds all the same.

    Example: sim population ziyang --scorecard; sim population all --json
    """
    from sim.population import compare_with_targets, jurisdictions, load, summary, targets_of

    names = jurisdictions() if place == "all" else (place,)
    told: dict[str, Any] = {}
    for name in names:
        targets = targets_of(name, draw=draw)
        drawn = load(name, size, seed, draw=draw)
        if scorecard:
            rows = compare_with_targets(drawn, targets)
            told[name] = [asdict(row) for row in rows]
            if not as_json:
                _print_scorecard(targets.place.name, rows)
        else:
            told[name] = summary(drawn)
    if as_json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
    elif not scorecard:
        _print_summaries(told)


def _print_summaries(told: dict[str, dict[str, float]]) -> None:
    table = Table("", *told, title="Populations at the end of the base year")
    for column in table.columns[1:]:
        column.justify = "right"
    for fact in next(iter(told.values())):
        values = [by_fact[fact] for by_fact in told.values()]
        table.add_row(fact.replace("_", " "), *(_number(value) for value in values))
    out.print(table)
    out.print("sim population PLACE --scorecard holds it against every target")


def _print_scorecard(name: str, rows: list[Comparison]) -> None:
    for role, title in (
        ("fitted", "drawn to these targets"),
        ("check", "checks: nothing is drawn to these"),
    ):
        table = Table(
            "target", "wanted", "drawn", "error", "known", "range", "",
            title=f"{escape(name)}: {title}", box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0),
        )  # fmt: skip
        for column in table.columns[1:4]:
            column.justify = "right"
            column.no_wrap = True
        for row in rows:
            if row.role == role:
                table.add_row(*_cells(row), style="red" if row.verdict == "missed" else "")
        out.print(table)
    missed = sum(row.verdict == "missed" for row in rows)
    out.print(f"{escape(name)}: {len(rows) - missed} of {len(rows)} met, {missed} missed")


def _cells(row: Comparison) -> list[str]:
    plausible = "" if row.low == row.high else f"{_number(row.low)}..{_number(row.high)}"
    return [
        escape(row.target), _number(row.wanted), _number(row.got),
        f"{row.error:+.1%}", row.confidence, plausible, row.verdict,
    ]  # fmt: skip


def _number(value: float) -> str:
    if float(value).is_integer() or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:,.3g}" if abs(value) < 1 else f"{value:,.2f}"
