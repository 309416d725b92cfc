"""What a batch leaves for people and programs: the ranking page, the workbook, the summary."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pandas as pd

from sim import __version__
from sim.base.errors import Problem, UserError
from sim.base.files import write_text
from sim.present.blocks import Block, Column, Heading, Table, Text
from sim.present.html import section_html
from sim.present.pages import PageName, loose_html
from sim.present.rundir import Run, open_run
from sim.present.side_by_side import Rows, details, native_charts, overview, sheets
from sim.present.standing import figures
from sim.present.words import Language, Words
from sim.present.workbook import write_workbook
from sim.results.kept import is_whole, program_sha256

if TYPE_CHECKING:
    from sim.present.batch import Entry, Plan

SUMMARY = "summary.json"
Row = dict[str, Any]
Open = Callable[[Path], Run]


def write_index(entries: Sequence[Entry], plan: Plan) -> None:
    """Write ``summary.json`` and ``.csv``, the workbook, and a page for each language.

    Scenarios of earlier batches in the folder stay listed while they were run by this program.
    """
    with pd.option_context("mode.string_storage", "python"):  # faster for many small tables
        open_once: Open = cache(open_run)  # what a run has been asked is remembered
        rows = [_row(entry, plan, open_once) for entry in entries]
        earlier = _earlier(plan, {row["path"] for row in rows})
        rows = sorted([*rows, *earlier], key=lambda row: str(row["path"]))
        summary = {"wengang": __version__, "program": program_sha256()[:16], "scenarios": rows}
        text = json.dumps(summary, ensure_ascii=False, indent=1)
        write_text(plan.out / SUMMARY, text + "\n")
        write_text(plan.out / "summary.csv", _csv(rows))
        _write_pages(rows, plan, open_once, len(earlier))


def _row(entry: Entry, plan: Plan, open_once: Open) -> Row:
    run = _opened(entry, plan, open_once)
    name = entry.scenario.name if entry.scenario else Path(entry.path).stem
    status = "failed" if entry.reason else "pages_failed" if entry.pages_failed else "done"
    row: Row = {"scenario": name, "path": entry.path, "status": status, "reason": entry.reason}
    row |= {"same_as": entry.same_as, "pages_failed": entry.pages_failed}
    if run is None:
        return row
    scenario = run.record["scenario"]
    return row | {
        "run": f"runs/{entry.folder}",
        "made": {x: _made(entry, plan, run, x) for x in plan.spoken},
        "fingerprint": run.fingerprint,
        "title": scenario["title"],
        "question": scenario["question"],
        "years": list(run.years),
        "all": figures(run),
        "places": {place: figures(run, place) for place in run.places},
    }


def _opened(entry: Entry, plan: Plan, open_once: Open) -> Run | None:
    """The run of an entry, unless it failed; one that is gone by now has failed too."""
    if entry.reason:
        return None
    try:
        return open_once(plan.runs / entry.folder)
    except UserError as error:
        entry.reason = f"{error}; give the command again"
        return None


def _made(entry: Entry, plan: Plan, run: Run, language: Language) -> Row:
    """Addresses of the first page, its PDF and the workbook, as far as they are there."""
    pages = plan.pages(entry.folder)
    first = PageName("all" if len(run.places) > 1 else run.places[0], language)
    wanted = {
        "report": [pages / first.named("html"), pages / "index.html"],
        "pdf": [pages / first.named("pdf")],
        "workbook": [plan.book(entry.folder, language)],
    }
    return {
        name: next((p.relative_to(plan.out).as_posix() for p in paths if p.is_file()), "")
        for name, paths in wanted.items()
    }


def _earlier(plan: Plan, present: set[str]) -> list[Row]:
    """Scenarios that an earlier batch of the same program has finished in this folder."""
    try:
        summary = json.loads((plan.out / SUMMARY).read_text(encoding="utf-8"))
        rows: list[Row] = [r for r in summary["scenarios"] if r["path"] not in present]
        if summary["program"] != program_sha256()[:16]:
            return []
        return [r for r in rows if r["status"] != "failed" and is_whole(plan.out / r["run"])]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _csv(rows: Sequence[Row]) -> str:
    flat = [
        {key: row[key] for key in ("scenario", "path", "status", "reason", "same_as")}
        | {"run": row.get("run", ""), "jurisdiction": place}
        | numbers
        for row in rows
        for place, numbers in ({"all": row.get("all", {})} | row.get("places", {})).items()
    ]
    frame = pd.DataFrame(flat)
    whole = [c for c in frame if str(c).endswith("_fen")]
    frame = frame.astype(dict.fromkeys(whole, "Int64"))
    return str(frame.to_csv(index=False, lineterminator="\n"))


def names_of(given: Sequence[tuple[str, str]]) -> list[str]:
    """Names that are all different: the short one where it is, else the long one."""
    counts = Counter(short for short, _ in given)
    return [short if counts[short] == 1 else long for short, long in given]


def _write_pages(rows: Sequence[Row], plan: Plan, open_once: Open, earlier: int) -> None:
    done = [row for row in rows if row["status"] != "failed" and not row["same_as"]]
    runs = [open_once(plan.out / row["run"]) for row in done]
    names = names_of([(row["scenario"], row["path"]) for row in done])
    together = Rows(names, runs)
    languages = plan.spoken
    for i, language in enumerate(languages):
        words = Words(language)
        made = [_made_in(row, language) for row in done]
        links = {n: _address(of["report"]) for n, of in zip(names, made, strict=True)}
        first: list[Block] = [
            Text(_count(rows, words, earlier), "note"),
            Heading(words.head("cmp_batch"), level=1),
        ]
        other = next((x for x in languages if x != language), None)
        more: list[Block] = []
        if runs:
            first += overview(together, words, foot(words), links)
            more = [_runs_table(names, done, made, words), *details(together, words)]
        blocks = _in_order([*first, *_left_out(rows, words), *more])
        twin = (other, page_name(languages.index(other), other)) if other else None
        html = loose_html(
            [section_html(blocks, words)], words.head("cmp_batch"), words, twin, foot(words)
        )
        write_text(plan.out / page_name(i, language), html)
        if runs:
            write_comparison(plan.out / comparison_name(i, language), together, words)


def _in_order(blocks: Sequence[Block]) -> list[Block]:
    """The tables of a page numbered one after another, as they stand."""
    numbers = count(1)
    return [replace(b, number=str(next(numbers))) if isinstance(b, Table) else b for b in blocks]


def _made_in(row: Row, language: Language) -> Row:
    """What there is of a run in a language; an earlier batch may have made it in others only."""
    made: dict[str, Row] = row["made"]
    return made.get(language) or next(iter(made.values()))


def page_name(number: int, language: str) -> str:
    """The first language's page is the entrance."""
    return "index.html" if number == 0 else f"index.{language}.html"


def comparison_name(number: int, language: str) -> str:
    """The workbook in the first language has the plain name."""
    return "comparison.xlsx" if number == 0 else f"comparison.{language}.xlsx"


def write_comparison(path: Path, rows: Rows, words: Words) -> None:
    """The workbook of runs side by side."""
    pairs = zip(rows.names, rows.runs, strict=True)
    about = [(name, f"{run.record['wengang']} · {run.fingerprint}") for name, run in pairs]
    write_workbook(path, sheets(rows, words), words, about, native_charts())


def foot(words: Words) -> str:
    """What made the page."""
    return words.say("cmp_foot", version=__version__, program=program_sha256()[:16])


def _count(rows: Sequence[Row], words: Words, earlier: int) -> str:
    failed = sum(row["status"] == "failed" for row in rows)
    text = words.some("cmp_count", len(rows), done=len(rows) - failed, failed=failed)
    gap = "" if words.chinese else " "
    return text + (gap + words.some("cmp_earlier", earlier) if earlier else "")


def _address(path: str) -> str:
    return quote(path)


def _runs_table(
    names: Sequence[str], done: Sequence[Row], made: Sequence[Row], words: Words
) -> Table:
    """Where everything is: report, PDF, workbook, run folder, fingerprint."""
    frame = pd.DataFrame(
        {
            "name": list(names),
            "report": [_report_word(row, of, words) for row, of in zip(done, made, strict=True)],
            "link": [_address(of["report"]) for of in made],
            "run": [row["run"] for row in done],
            "fingerprint": [row["fingerprint"] for row in done],
        }
    )
    columns = [
        Column("name", words("column", "cmp_name"), str, "long"),
        Column("report", words("column", "cmp_report"), str, "short", link="link"),
    ]
    for form, name in (("pdf", "PDF"), ("workbook", "XLSX")):
        there = [str(of[form]) for of in made]
        if any(there):
            frame[form] = [name if path else "–" for path in there]
            frame[f"{form}_link"] = [_address(path) for path in there]
            columns.append(Column(form, name, str, "short", link=f"{form}_link"))
    columns += [
        Column("run", words.head("cmp_folder"), str, "long"),
        Column("fingerprint", words.head("cmp_fingerprint"), str, "code"),
    ]
    return Table(words.head("cmp_runs"), frame, columns)


def _report_word(row: Row, made: Row, words: Words) -> str:
    if not made["report"]:
        return words.head("cmp_no_pages")
    return words.head("cmp_pages_failed" if row["pages_failed"] else "cmp_read")


def _left_out(rows: Sequence[Row], words: Words) -> list[Block]:
    """Scenarios that failed, with the reason, and those that are another one again."""
    found: list[Block] = []
    failed = [
        {"path": row["path"], "reason": row["reason"] or _page_reasons(row["pages_failed"])}
        for row in rows
        if row["status"] != "done" and not row["same_as"]
    ]
    same = [{"path": row["path"], "reason": row["same_as"]} for row in rows if row["same_as"]]
    for listed, title, second in (
        (failed, "cmp_failed", "cmp_reason"),
        (same, "cmp_same", "cmp_first"),
    ):
        if listed:
            columns = [
                Column("path", words("column", "cmp_name"), str, "long"),
                Column("reason", words.head(second), str, "long"),
            ]
            found.append(Table(words.head(title), pd.DataFrame(listed), columns))
    return found


def _page_reasons(failed: Mapping[str, str]) -> str:
    return "; ".join(f"{name}: {why}" if name else why for name, why in failed.items())


def open_runs(folders: Sequence[Path]) -> Rows:
    """Run folders to be compared, each under a name of its own; all problems at once."""
    runs: list[Run] = []
    problems: list[Problem] = []
    once: dict[Path, Path] = {}
    for folder in folders:
        once.setdefault(folder.resolve(), folder)
    for folder in once.values():
        try:
            runs.append(open_run(folder))
        except UserError as error:
            problems += error.problems
    if problems:
        raise UserError(problems)
    given = [(str(run.record["scenario"]["name"]), run.folder.as_posix()) for run in runs]
    return Rows(names_of(given), runs)
