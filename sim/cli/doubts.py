"""The commands that say how far to trust a result, and what it is owed to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from sim.base.pool import cores
from sim.cli.progress import progress

if TYPE_CHECKING:
    import pandas as pd

    from sim.law.load import Law
    from sim.scenario import Scenario

out = Console()
ScenarioPath = Annotated[Path, typer.Argument(help="A scenario file.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Size = Annotated[
    float,
    typer.Option(
        min=0.001, max=1, help="Share of each place that is sampled; small places more."
    ),
]  # fmt: skip
Processes = Annotated[
    int | None,
    typer.Option("--processes", "-p", min=1, help="Worker processes; default: all cores."),
]
Write = Annotated[
    Path | None, typer.Option("--write", help="Also put the table into this run folder.")
]
JOBS = ("net_jobs", "net_jobs_change", "net_jobs_end")


def sensitivity(
    scenario: ScenarioPath,
    size: Size = 0.05,
    rows: Annotated[int, typer.Option(min=8, help="Rows of the two designs.")] = 32,
    worlds: Annotated[int, typer.Option(min=8, help="Worlds of the targets.")] = 64,
    as_json: AsJson = False,
    write: Write = None,
    processes: Processes = None,
) -> None:
    """Which uncertain inputs matter for outlay and net jobs, one by one and in groups.

    Example: sim sensitivity scenarios/baseline.yaml --write runs/baseline
    """
    from sim.engine import Settings, simulate
    from sim.questions.sensitivity import sensitivity as asked
    from sim.results.answers import SENSITIVITY

    law, plan = _loaded(scenario)
    with progress() as show:
        many = processes or cores()
        outcome = simulate(law, plan, Settings(many, reach=False), show)
        found = asked(law, outcome, size, rows, worlds, many, show)
    _keep(write, plan, SENSITIVITY, found, {"rows": rows, "worlds": worlds, "size": size})
    if as_json:
        print_json(found)
        return
    for figure in found["figure"].unique():
        _print_inputs(found[found["figure"] == figure], plan.name, str(figure))


def _print_inputs(found: pd.DataFrame, name: str, figure: str, most: int = 15) -> None:
    unit, scale = unit_of(figure)
    each = found[found["part"] == "input"]
    order = (each["high"] - each["low"]).abs().sort_values(ascending=False).index
    title = f"{name}: {figure.replace('_', ' ')} with one input at an end of its range, {unit}"
    table = Table("input", "group", "low end", "high end", "swing", "± chance", title=title)
    right(table, 2)
    for row in each.loc[order].head(most).to_dict("records"):
        numbers = (row["low"], row["high"], row["high"] - row["low"], row["error"])
        table.add_row(row["name"], row["group"], *(f"{n / scale:,.2f}" for n in numbers))
    out.print(table)
    groups = found[found["part"] == "group"].sort_values("total", ascending=False)
    table = Table("group", "first order", "total", "±", title="Sobol indices: shares of variance")
    right(table, 1)
    for row in groups.to_dict("records"):
        table.add_row(row["name"], *(f"{row[c]:.2f}" for c in ("first", "total", "error")))
    out.print(table)


def attribution(
    scenario: ScenarioPath,
    within: Annotated[
        str, typer.Option("--within", help="A channel: share among its kinds of measure.")
    ] = "",
    as_json: AsJson = False,
    write: Write = None,
    processes: Processes = None,
) -> None:
    """What each group of measures costs and saves when they stand in for each other.

    Every coalition of the channels is run; Shapley values add up to the total to the fen.

    Example: sim attribution scenarios/baseline.yaml; sim attribution ... --within retention
    """
    from sim.questions.attribution import attribution as asked
    from sim.questions.attribution import interaction
    from sim.questions.intervals import ALL
    from sim.results.answers import ATTRIBUTION

    law, plan = _loaded(scenario)
    with progress() as show:
        found = asked(law, plan, within, processes or cores(), show)
    _keep(write, plan, ATTRIBUTION, found, {"within": within})
    if as_json:
        print_json(found)
        return
    last = ALL if ALL in set(found["jurisdiction"]) else str(found["jurisdiction"].iloc[0])
    left, double = interaction(found), interaction(found, "alone")
    for figure in found["figure"].unique():
        rows = found[(found["jurisdiction"] == last) & (found["figure"] == figure)]
        unit, scale = unit_of(figure)
        title = f"{plan.name}, {last}: {figure.replace('_', ' ')}, {unit}"
        table = Table("group", "booked", "first in", "last in", "Shapley", title=title)
        right(table, 1)
        for row in rows.to_dict("records"):
            numbers = (row[c] for c in ("booked", "alone", "last", "shapley"))
            table.add_row(row["group"], *(f"{n / scale:,.2f}" for n in numbers))
        sums = rows[["booked", "alone", "last", "shapley"]].sum()
        table.add_row("[bold]sum[/bold]", *(f"{n / scale:,.2f}" for n in sums))
        rest = (double[last, figure], left[last, figure])
        table.add_row("interaction", "", *(f"{n / scale:,.2f}" for n in rest), "")
        out.print(table)


def print_intervals(found: pd.DataFrame, name: str) -> None:
    """The figures of all jurisdictions together (or of the only one), with their intervals."""
    from sim.questions.intervals import widened

    place = "all" if found["jurisdiction"].nunique() > 2 else found["jurisdiction"].iloc[0]
    rows = found[(found["jurisdiction"] == place) & (found["arm"] == "scenario")]
    rows = rows[~rows["item"].str.contains(":")]
    rows = rows[~rows["figure"].str.endswith("_change") | (rows["high"] > rows["low"])]
    table = Table(
        "figure", "unit", "central", "5 %", "95 %", "half the draws",
        title=f"{name}: intervals over {found['draws'].iloc[0]} draws",
        caption="half the draws: how far an end of the interval lies off, of its width",
    )  # fmt: skip
    right(table, 2)
    beside = []
    for row in rows.to_dict("records"):
        unit, scale = unit_of(str(row["figure"]))
        numbers = (f"{row[column] / scale:,.1f}" for column in ("central", "low", "high"))
        label = f"{row['figure']} {row['item']}".replace("_", " ").strip()
        if widened(row["low"], row["central"], row["high"]):
            beside.append(f"{label} (median {row['median'] / scale:,.1f})")
        table.add_row(label, unit, *numbers, f"{row['moved']:.0%}")
    out.print(table)
    if beside:
        out.print(
            "widened to the central value, which lies at or beyond the edge of the draws: "
            + ", ".join(beside)
        )


def unit_of(figure: str) -> tuple[str, float]:
    """How a figure is printed: unit, and how many of the table's units make one."""
    if figure.endswith("per_net_job"):
        return "thousand yuan", 1e5
    if figure == "net_jobs_end":
        return "jobs", 1.0
    return ("job-years", 1.0) if figure in JOBS else ("million yuan", 1e8)


def right(table: Table, first: int) -> None:
    """Numbers stand on the right from a column on."""
    for column in table.columns[first:]:
        column.justify = "right"


def print_json(table: pd.DataFrame) -> None:
    """A table as a list of objects; what is infinite is null."""
    rows: list[dict[str, Any]] = json.loads(table.to_json(orient="records", double_precision=6))
    print(json.dumps(rows, ensure_ascii=False, indent=1))


def _loaded(path: Path) -> tuple[Law, Scenario]:
    from sim.law.load import load as load_law
    from sim.scenario import load

    return load_law(), load(path)


def _keep(
    folder: Path | None, plan: Scenario, name: str, table: pd.DataFrame, asked: dict[str, Any]
) -> None:
    if folder is not None:
        from sim.results.answers import add_answer

        add_answer(folder, plan, name, table, asked)
