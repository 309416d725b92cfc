"""The commands that answer questions: case, explain, readings, backtest, funnel."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.tree import Tree

from sim.base.errors import UserError
from sim.cli.accounts import add_occasion, yuan

if TYPE_CHECKING:
    from sim.questions.case import Case

out = Console()
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]

SUMS = {
    "outlay": "public money in all",
    "credit": "credit guaranteed in all",
    "forgone": "revenue or price forgone in all",
}


def case(
    file: Annotated[
        Path | None, typer.Argument(help="A case, or a list of them (YAML, JSON).")
    ] = None,
    as_json: AsJson = False,
    facts: Annotated[
        str, typer.Option("--facts", help="List the facts of an occasion (or: all), and stop.")
    ] = "",
) -> None:
    """What every measure says about the facts of one firm, person or institution.

    A case is a small file: jurisdiction, occasions with their facts, and values that the texts
    leave open. Facts that are needed and absent are named, never taken as zero.

    Example: sim case scenarios/cases/hire.yaml; sim case --facts hire
    """
    from sim.law.load import load as load_law
    from sim.questions.case import cases_of

    if facts or file is None:
        _print_facts(facts or "all", as_json=as_json)
        return
    cases = cases_of(file, load_law())
    if as_json:
        print(json.dumps([c.as_dict() for c in cases], ensure_ascii=False, indent=1))
    else:
        for decided in cases:
            _print_case(decided)
    if any(c.undecided for c in cases):
        raise typer.Exit(1)


def explain(
    folder: Annotated[Path, typer.Argument(help="A run folder.")],
    agent: Annotated[
        str, typer.Argument(help="ziyang/firm/17, xiangtan/person/2041, sunan/institution/3")
    ] = "",
    arm: Annotated[str, typer.Option(help="scenario, current_law or no_policy")] = "scenario",
    clause: Annotated[
        str, typer.Option("--clause", help="Name some agents that a clause pays, and stop.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """One firm, person or institution of a finished run, down to parameters and clauses.

    Example: sim explain runs/baseline --clause xt9f; sim explain runs/baseline xiangtan/firm/17
    """
    from sim.law.load import load as load_law
    from sim.questions.explain import agents_paid
    from sim.questions.explain import explain as explained

    law = load_law()
    if clause or not agent:
        if not clause:
            raise UserError("say which agent, or a clause to find agents by: --clause zy1a")
        rows = agents_paid(law, folder, clause)
        if as_json:
            print(json.dumps([{"agent": a, "amount_fen": n} for a, n in rows], indent=1))
            return
        table = Table("agent", "yuan", title=f"paid under {clause}")
        for name, fen in rows:
            table.add_row(name, f"{fen / 100:,.2f}")
        out.print(table)
        return
    found = explained(law, folder, agent, arm)
    if as_json:
        print(json.dumps(found.as_dict(), ensure_ascii=False, indent=1))
        return
    tree = Tree(f"[bold]{found.agent}[/bold] in the arm {found.arm}")
    for note in found.notes:
        tree.add(f"[yellow]{note}[/yellow]")
    for lived in found.occasions:
        add_occasion(tree, lived.name, lived.facts, lived.accounts)
    out.print(tree)


def readings(
    scenario: Annotated[
        Path | None, typer.Argument(help="A scenario: what would each other option change?")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """The named readings of ambiguous clauses; for a scenario, what each alternative would change.

    A scenario chooses one with: readings: {distressed_method: contributions}

    Example: sim readings; sim readings scenarios/baseline.yaml
    """
    from sim.law.load import load as load_law
    from sim.measures.rulebook import clauses_by_reading

    law = load_law()
    if scenario is not None:
        _print_alternatives(scenario, as_json=as_json)
        return
    clauses = clauses_by_reading(law)
    if as_json:
        rows: list[dict[str, Any]] = [
            {"reading": name, **spec.model_dump(), "clauses": clauses[name]}
            for name, spec in law.readings.items()
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = Table("reading", "options (first: recommended)", "clauses", show_lines=True)
    for name, spec in law.readings.items():
        options = sorted(spec.options.items(), key=lambda item: item[0] != spec.recommended)
        told = [f"[bold]{option}[/bold]: {meaning}" for option, meaning in options]
        about = f"{name}\n{spec.ambiguity}, weight {spec.weight}: {spec.meaning}"
        table.add_row(about, "\n".join(told), shortened(clauses[name]))
    out.print(table)
    rest = Table("ambiguity", "about", "how it is treated", show_lines=False)
    for name, entry in law.ambiguities.items():
        if not entry.readings:
            how = ", ".join(entry.numbers or entry.facts) or entry.settled
            rest.add_row(f"{name} ({entry.weight})", entry.about, how)
    out.print("\nDecided by a number, by a fact of the case, or settled:")
    out.print(rest)


def backtest(
    folder: Annotated[Path, typer.Argument(help="A run folder of current law, all places.")],
    as_json: AsJson = False,
    write: Annotated[
        Path | None, typer.Option("--write", help="Also write the page as Markdown.")
    ] = None,
) -> None:
    """The figures of a run for 2019 beside published outcomes, with the ratio.

    Example: sim backtest runs/baseline --write docs/backtest.md
    """
    from sim.base.files import write_text
    from sim.questions import backtest as page
    from sim.results.write import read_tables

    rows = list(page.backtest(read_tables(folder)))
    if write is not None:
        write_text(write, page.markdown(rows))
    if as_json:
        told = [{**r.outcome.model_dump(), "got": r.got, "ratio": r.ratio} for r in rows]
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return
    table = Table("figure", "places", "published", "program", "ratio", "role", "period")
    for row in rows:
        o, style = row.outcome, "red" if row.large else "green"
        table.add_row(
            o.what.en, "all five" if len(o.places) > 1 else o.places[0],
            page.shown(o.value, o.unit), page.shown(row.got, o.unit),
            f"[{style}]{row.ratio:.2f}[/{style}]", o.role, o.period,
        )  # fmt: skip
    out.print(table)


def funnel(
    scenario: Annotated[Path, typer.Argument(help="A scenario file.")],
    clause: Annotated[
        list[str] | None, typer.Option("--clause", help="A clause; may be repeated.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """From occasions, condition by condition, to who claims and who is paid.

    Example: sim funnel scenarios/baseline.yaml --clause zy1a --clause xt9f
    """
    from dataclasses import asdict

    from sim.law.load import load as load_law
    from sim.questions.funnel import funnels
    from sim.scenario import load

    found = list(funnels(load_law(), load(scenario), tuple(clause or ())))
    if not found:
        raise UserError(f"no clause {', '.join(clause or [])} pays in this scenario")
    if as_json:
        print(json.dumps([asdict(f) for f in found], ensure_ascii=False, indent=1))
        return
    for one in found:
        table = Table("step", "occasions", "persons", "million yuan", title=one.clause)
        for column in table.columns[1:]:
            column.justify = "right"
        for step in one.steps:
            money = f"{step.fen / 1e8:,.2f}" if step.fen else ""
            table.add_row(step.name, f"{step.rows:,}", f"{step.covered:,}", money)
        out.print(table)


def shortened(clauses: list[str], most: int = 14) -> str:
    """The first clauses, and how many more there are."""
    more = len(clauses) - most
    return ", ".join(clauses[:most]) + (f" and {more} more" if more > 0 else "")


def _print_alternatives(path: Path, *, as_json: bool) -> None:
    from dataclasses import asdict

    from sim.law.load import load as load_law
    from sim.questions.alternatives import alternatives
    from sim.scenario import load

    found = list(alternatives(load_law(), load(path)))
    if as_json:
        print(json.dumps([asdict(a) for a in found], ensure_ascii=False, indent=1))
        return
    table = Table(
        "ambiguity", "reading or number", "in force", "instead", "jurisdiction", "million yuan",
        "%",
        title=f"{path.stem}: change of the public outlay under each alternative",
    )  # fmt: skip
    for column in table.columns:
        column.overflow = "fold"
    for column in table.columns[5:]:
        column.justify = "right"
    for a in sorted(found, key=lambda a: -abs(a.change_fen)):
        moved = "" if not a.rebooked_fen else f"[dim](rebooks {a.rebooked_fen / 1e8:,.2f})[/dim]"
        table.add_row(
            f"{a.ambiguity} {a.weight}", a.what, a.chosen, a.option, a.jurisdiction,
            f"{a.change_fen / 1e8:+,.2f} {moved}", f"{a.change_fen / max(a.outlay_fen, 1):+.1%}",
        )  # fmt: skip
    out.print(table)


def _print_facts(name: str, *, as_json: bool) -> None:
    from sim.base.errors import UserError, did_you_mean
    from sim.measures.occasion import named_facts
    from sim.questions.case import OCCASIONS

    if name != "all" and name not in OCCASIONS:
        raise UserError(f"no occasion '{name}'; {did_you_mean(name, list(OCCASIONS))}")
    chosen = OCCASIONS if name == "all" else {name: OCCASIONS[name]}
    schema = {
        occasion: {
            fact: {"unit": unit_of(column.metadata), "meaning": column.metadata["meaning"]}
            for fact, column in named_facts(table).items()
            if column.metadata["unit"] != "id"
        }
        for occasion, table in chosen.items()
    }
    if as_json:
        print(json.dumps(schema, ensure_ascii=False, indent=1))
        return
    for occasion, facts in schema.items():
        about = (chosen[occasion].__doc__ or "").splitlines()[0]
        table = Table("fact", "written as", "meaning", title=f"{occasion}: {about}")
        for fact, said in facts.items():
            table.add_row(fact, said["unit"], said["meaning"])
        out.print(table)
    from sim.measures.tables import GROUPS

    listed = Table("group", "中文", title="groups")
    for group, chinese in GROUPS.items():
        listed.add_row(group, chinese)
    out.print(listed)


WRITTEN = {
    "day": "date (2019-03-31) or never",
    "month": "month (2019-03) or never",
    "bits": "list of groups",
    "-": "true or false",
    "fen": "yuan",
    "fen/month": "yuan a month",
    "fen/year": "yuan a year",
    "code": "whole number",
}


def unit_of(metadata: Any) -> str:
    """How people write a fact."""
    if metadata["words"]:
        return " | ".join(metadata["words"])
    return WRITTEN.get(metadata["unit"], str(metadata["unit"]))


def _print_case(decided: Case) -> None:
    tree = Tree(f"[bold]{escape(decided.name)}[/bold] under the law of {decided.jurisdiction}")
    for occasion in decided.occasions:
        add_occasion(tree, occasion.name, occasion.facts, occasion.accounts)
    for nature, said in SUMS.items():
        fen = sum(a.total for o in decided.occasions for a in o.accounts if a.nature == nature)
        if fen:
            tree.add(f"[bold]{said}: {yuan(fen)}[/bold]")
    if decided.not_asked:
        other = tree.add("[dim]other measures need other occasions[/dim]")
        for name, clauses in decided.not_asked.items():
            other.add(f"[dim]{name}: {', '.join(clauses)}[/dim]")
    out.print(tree)
