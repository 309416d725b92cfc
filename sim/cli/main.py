"""Commands. Each parses words, calls one room, and prints; nothing is computed here."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from sim.base.errors import Problem, UserError
from sim.base.pool import cores
from sim.cli import app as app_command
from sim.cli import batch, budget, calibrate, doubts, jobs, population, questions, template
from sim.cli.jobs import job_columns
from sim.cli.languages import checked_formats, checked_languages
from sim.cli.progress import progress

if TYPE_CHECKING:
    from sim.measures.rulebook import Rulebook

app = typer.Typer(
    name="sim",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="Wengang 稳岗: what job-stabilisation policy costs, whom it reaches, what it saves.",
)
out = Console()
err = Console(stderr=True)

app.command()(app_command.app)
app.command()(batch.batch)
app.command()(batch.compare)
app.command()(questions.case)
app.command()(questions.explain)
app.command()(questions.readings)
app.command()(questions.backtest)
app.command()(questions.funnel)
app.command()(budget.budget)
app.command()(jobs.jobs)
app.command()(calibrate.calibrate)
app.command()(calibrate.validate)
app.command()(doubts.sensitivity)
app.command()(doubts.attribution)
app.command()(population.population)
app.command()(template.template)

INTERRUPTED = 130
"""What a command that Ctrl-C ended gives back."""
Out = Annotated[Path, typer.Option("--out", "-o", help="Folder to write.")]
Draws = Annotated[
    int | None,
    typer.Option("--draws", help="Draws for the intervals, 0 for none; default: the scenario's."),
]
ScenarioPath = Annotated[Path, typer.Argument(help="A scenario file.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Processes = Annotated[
    int | None,
    typer.Option("--processes", "-p", min=1, help="Worker processes; default: all cores."),
]


def main() -> None:
    """Run the command line; a user's mistake is shown without a traceback."""
    try:
        code = app(standalone_mode=False)
    except UserError as error:
        for problem in error.problems:
            err.print(
                f"error: {problem}", style="red", markup=False, highlight=False, soft_wrap=True
            )
        sys.exit(2)
    except typer.Abort:
        code = INTERRUPTED
    except Exception as error:
        # Click's own usage errors carry their exit code and know how to show themselves.
        if hasattr(error, "show") and hasattr(error, "exit_code"):
            error.show()
            sys.exit(error.exit_code)
        raise
    if code == INTERRUPTED:
        err.print("stopped")
    if isinstance(code, int):
        sys.exit(code)


@app.command()
def run(
    scenario: ScenarioPath,
    out_dir: Out,
    processes: Processes = None,
    static: Annotated[
        bool, typer.Option("--static", help="Nobody acts differently for the money.")
    ] = False,
    as_json: AsJson = False,
    draws: Draws = None,
) -> None:
    """Simulate a scenario and write its run folder: totals, jobs, funnel, record.

    Example: sim run scenarios/baseline.yaml --out runs/baseline
    """
    earlier = _name_of(out_dir)
    record = _simulate(scenario, out_dir, processes, draws, static=static, quiet=as_json)
    if earlier not in ("", record["scenario"]["name"]):
        err.print(f"replaced the run of {earlier} in {out_dir}", markup=False, highlight=False)
    if as_json:
        print(json.dumps(record["totals"], ensure_ascii=False, indent=1))
    else:
        _print_totals(record, out_dir)
        out.print(f"run folder: {out_dir}", highlight=False)


@app.command()
def report(
    scenario: ScenarioPath,
    out_dir: Out = Path("reports"),
    processes: Processes = None,
    language: Annotated[
        list[str] | None, typer.Option("--language", "-l", help="zh or en; default: both.")
    ] = None,
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", "-f", help="html, pdf, xlsx, with commas; default: html,pdf."),
    ] = None,
    draws: Draws = None,
) -> None:
    """Simulate a scenario, then render one report per jurisdiction and an overview.

    Example: sim report scenarios/baseline.yaml --out reports
    """
    from sim.present.batch import FORMATS
    from sim.present.notebooks import PageDone, render
    from sim.present.pages import FORMATS as PAGES
    from sim.present.run_book import write_run_books
    from sim.scenario import load

    languages, wanted = checked_languages(language), checked_formats(formats, FORMATS, PAGES)
    folder = out_dir / load(scenario).name
    if folder.exists() and any(folder.iterdir()) and not (folder / "run/record.json").is_file():
        what = "holds something that is not an earlier report; choose another folder with --out"
        raise UserError(Problem(str(folder), what))
    record = _simulate(scenario, folder / "run", processes, draws)
    _print_totals(record, folder / "run")
    books = write_run_books(folder / "run", folder, languages) if "xlsx" in wanted else []
    paged = [name for name in wanted if name in PAGES]
    if not paged:
        out.print("\n".join(map(str, books)), markup=False, highlight=False, soft_wrap=True)
        return
    with progress() as show:

        def shown(page: PageDone) -> None:
            show("reports", page.done, page.total)

        pages = render(
            folder / "run", folder, languages=languages,
            workers=processes or cores(),
            progress=shown, formats=paged, books=books,
        )  # fmt: skip
    count = len(pages) + len(books)
    said = f"{count} files in {folder}; open {folder / 'index.html'}"
    out.print(said, markup=False, highlight=False, soft_wrap=True)


@app.command()
def check(
    scenarios: Annotated[
        list[Path] | None, typer.Argument(help="Scenario files; none checks the law alone.")
    ] = None,
) -> None:
    """Check the law files and scenarios; every problem at once.

    Example: sim check scenarios/*.yaml
    """
    from sim.budget.figures import problems as budget_problems
    from sim.engine.people import people_in
    from sim.engine.places import arms
    from sim.law.load import load as load_law
    from sim.measures.rulebook import check as check_rules
    from sim.measures.rulebook import current_law
    from sim.scenario import load

    law = load_law()
    problems = list(check_rules(law))
    for path in scenarios or []:
        try:
            plan = load(path)
            problems += budget_problems(plan)
            list(arms(law, plan))
            for name in plan.file.population.tables:
                template.print_report(people_in(name, plan))
        except UserError as error:
            problems += [*error.problems, *_further(path)]
    if problems:
        raise UserError(dict.fromkeys(problems))
    clauses = sum(1 for _ in law.clauses())
    out.print(f"law: {clauses} clauses of {len(law.jurisdictions)} jurisdictions, no problem")
    _print_partly_priced([current_law(law, name) for name in law.jurisdictions])
    for path in scenarios or []:
        out.print(f"{path}: no problem", highlight=False)
        _print_partly_priced([place.arms["scenario"] for place in arms(law, load(path))])


def _print_partly_priced(rules: Iterable[Rulebook]) -> None:
    """Names the clauses that pay nothing because only some of their numbers are given."""
    from sim.measures.rulebook import partly_priced

    for place in rules:
        for clause, given, missing in partly_priced(place):
            out.print(
                f"  {clause} is partly unpriced and pays nothing: {', '.join(given)} given, "
                f"{', '.join(missing)} open",
                highlight=False,
            )


@app.command()
def coverage(
    as_json: AsJson = False,
    write: Annotated[
        Path | None, typer.Option("--write", help="Also write the table as Markdown.")
    ] = None,
) -> None:
    """How each clause of the five documents is accounted for.

    Example: sim coverage --write docs/coverage.md
    """
    from sim.law.load import load as load_law
    from sim.measures.rulebook import current_law
    from sim.results.coverage import counts, markdown
    from sim.results.tables import clause_rows

    law = load_law()
    rows = list(clause_rows(law, tuple(law.jurisdictions)))
    if write is not None:
        from sim.base.files import write_text

        write_text(write, markdown(law, rows))
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = Table(
        "jurisdiction", *counts(rows)[0][1], title="Clauses by how they are accounted for"
    )
    for name, by_account in counts(rows):
        table.add_row(name, *(str(n) for n in by_account.values()))
    out.print(table)
    whole = counts(rows)[-1][1]
    left = whole["to_be_modelled"]
    out.print(f"{whole['all'] - left} of {whole['all']} clauses accounted for", highlight=False)
    _print_partly_priced(current_law(law, name) for name in law.jurisdictions)
    out.print("sim coverage --json lists every clause; docs/coverage.md shows the same table")


@app.command()
def matrix(
    write: Annotated[Path | None, typer.Option("--write", help="Write the page to a file.")] = None,
) -> None:
    """Every kind of measure against the five jurisdictions, with the key terms (Markdown).

    Example: sim matrix --write docs/matrix.md
    """
    from sim.base.files import write_text
    from sim.law.load import load as load_law
    from sim.results.matrix import markdown

    page = markdown(load_law())
    if write is None:
        print(page)
    else:
        write_text(write, page)
        out.print(f"written: {write}", highlight=False)


@app.command()
def verify(
    folder: Annotated[Path, typer.Argument(help="A run folder.")], as_json: AsJson = False
) -> None:
    """Check a run folder against its record, and against this installation.

    Example: sim verify runs/baseline
    """
    from sim.results import verify as verify_run

    checks = list(verify_run(folder))
    if as_json:
        rows = [{"check": name, "holds": holds, "found": found} for name, holds, found in checks]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for name, holds, found in checks:
            mark = "ok     " if holds else "DIFFERS"
            out.print(f"{mark}  {name}: {found}", markup=False, highlight=False)
    if not all(holds for _, holds, _ in checks):
        raise typer.Exit(1)


def _further(path: Path) -> Sequence[Problem]:
    """What law and budget have against the parts of a scenario that can be read."""
    from sim.budget.figures import problems as budget_problems
    from sim.engine.places import arms
    from sim.law.load import load as load_law
    from sim.scenario.load import what_is_right

    plan = what_is_right(path)
    if plan is None:
        return ()
    try:
        found = list(budget_problems(plan))
        list(arms(load_law(), plan))
    except UserError as error:
        return [*found, *error.problems]
    return found


def _name_of(folder: Path) -> str:
    """The scenario of the run that a folder holds already; nothing if it holds none."""
    from sim.results.record import read_record

    with contextlib.suppress(UserError):
        return str(read_record(folder)["scenario"]["name"])
    return ""


def _simulate(
    scenario: Path,
    folder: Path,
    processes: int | None,
    draws: int | None,
    *,
    static: bool = False,
    quiet: bool = False,
) -> dict[str, Any]:
    from sim.base.files import check_writable
    from sim.budget.figures import problems as budget_problems
    from sim.engine import still
    from sim.law.load import load as load_law
    from sim.questions.uncertainty import simulated
    from sim.results import write
    from sim.results.answers import INTERVALS
    from sim.results.record import code_sha256
    from sim.scenario import load

    plan = still(load(scenario)) if static else load(scenario)
    law = load_law()
    wrong = budget_problems(plan)
    if wrong:
        raise UserError(wrong)
    check_writable(folder)
    code_sha256()  # of the program that runs, whatever happens to its files meanwhile
    with progress() as show:
        outcome, answers = simulated(law, plan, processes or cores(), show, draws)
    if answers and not quiet:
        doubts.print_intervals(answers[INTERVALS][0], plan.name)
    return write(outcome, law, folder, answers)


def _print_totals(record: dict[str, Any], folder: Path) -> None:
    first, last = record["years"]
    title = f"{record['scenario']['name']}: public outlay {first}-{last}, million yuan"
    net = job_columns(folder, record["jurisdictions"])
    heads = ("net job-years", "yuan each") if net else ()
    table = Table("jurisdiction", *record["totals"], *heads, title=title)
    for column in table.columns[1:]:
        column.justify = "right"
    for name in record["jurisdictions"]:
        amounts = [record["totals"][arm][name] for arm in record["totals"]]
        table.add_row(name, *(f"{fen / 1e8:,.2f}" for fen in amounts), *net.get(name, ()))
    out.print(table)
    out.print(
        "net job-years: of the scenario against no policy, by measures that act on jobs and cost"
        if net
        else "behaviour is off: nobody acts differently for the money, so no net jobs",
        highlight=False,
    )
    out.print(f"fingerprint {record['fingerprint']}", highlight=False)
    _compare_with_expectation(record)


def _compare_with_expectation(record: dict[str, Any]) -> None:
    """Say so when the outlay moves otherwise than the scenario's author expected."""
    expect = record["scenario"]["expect"]
    if expect["against"] != "current_law":
        return  # another scenario's run is needed to tell
    before, after = (sum(record["totals"][arm].values()) for arm in ("current_law", "scenario"))
    found = "same" if before == after else "up" if after > before else "down"
    if found != expect["outlay"]:
        words = f"the author expected the outlay to go {expect['outlay']}, it goes {found}"
        err.print(f"note: {words}: look twice before you believe either", style="yellow")
