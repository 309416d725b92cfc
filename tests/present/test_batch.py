"""Many scenarios: simulated once, ranked, resumed after any interruption, never half done."""

from __future__ import annotations

import errno
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
import pytest

from sim.base.errors import UserError
from sim.cli.main import main
from sim.present import batch, batch_runs
from sim.present.batch import Plan, find_scenarios, run_batch
from sim.present.batch_index import names_of
from sim.present.blocks import Table, Text
from sim.present.notebooks import jobs_of, render_jobs
from sim.present.rundir import open_run
from sim.present.side_by_side import Rows, overview
from sim.present.standing import figures, ranked
from sim.present.words import Language, Words
from sim.results.kept import is_whole, run_key
from sim.scenario import load
from tests.runs import ROOT

TEXT = """\
title: {{zh: 见习补贴{value}元, en: Interns at {value} yuan}}
question: what if?
author: tests
date: 2019-01-01
expect: {{outlay: up}}
jurisdictions: [sunan]
years: [2019, 2019]
policy: {{change: [{{clause: sn12, term: internship_rate, value: {value}}}]}}
"""


def write(folder: Path, name: str, value: int, more: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.yaml"
    path.write_text(more + TEXT.format(value=value), encoding="utf-8")
    return path


def go(paths: list[object], out: Path, **how: object) -> list[batch.Entry]:
    plan = Plan(out, **{"languages": ("en",), "formats": (), "draws": 0, **how})
    return run_batch([str(p) for p in paths], plan, lambda *_: None, lambda _: None)


def data_of(out: Path) -> dict[str, bytes]:
    """Every data file of a batch; records and report pages also tell the moment, which differs."""
    found = {p.relative_to(out).as_posix(): p for p in out.rglob("*") if p.is_file()}
    kept = {n: p for n, p in found.items() if p.suffix in {".csv", ".yaml", ".html"}}
    kept = {n: p for n, p in kept.items() if not n.startswith("pages/") or p.name == "index.html"}
    kept["summary.json"] = out / "summary.json"
    records = {n: p for n, p in found.items() if p.name == "record.json"}
    plain = {n: json.loads(p.read_text()) | {"created": ""} for n, p in records.items()}
    pages = {n: b"" for n in found if n.startswith("pages/")}
    return (
        pages
        | {n: p.read_bytes() for n, p in kept.items()}
        | {n: json.dumps(r).encode() for n, r in plain.items()}
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two scenarios, one of them twice in another layout, and one with a mistake."""
    place = tmp_path_factory.mktemp("scenarios")
    write(place, "a", 1100)
    write(place, "b & <i>", 1300)
    write(place, "z", 1100, "# the same once more\n")
    text = TEXT.format(value=1200).replace("internship_rate", "internship_rata")
    (place / "bad.yaml").write_text(text, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def finished(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list]:
    out = tmp_path_factory.mktemp("batch") / "out"
    return out, go([folder], out, languages=("zh", "en"), formats=("html", "xlsx"))


def test_a_failing_scenario_does_not_stop_the_others(finished: tuple[Path, list]) -> None:
    _, entries = finished
    by_name = {Path(e.path).stem: e for e in entries}
    assert [e.failed for e in entries] == [False, False, True, False]
    assert "did you mean 'internship_rate'" in by_name["bad"].reason
    assert by_name["z"].same_as == by_name["a"].path


def test_the_same_content_is_simulated_once(finished: tuple[Path, list]) -> None:
    out, entries = finished
    runs = sorted(p.name for p in (out / "runs").iterdir())
    assert runs == sorted({e.folder for e in entries if e.folder})
    assert len(runs) == 2
    assert all(is_whole(out / "runs" / name) for name in runs)


@pytest.mark.parametrize("name", ["index.html", "index.en.html"])
def test_the_index_links_what_is_there(finished: tuple[Path, list], name: str) -> None:
    out, _ = finished
    html = (out / name).read_text(encoding="utf-8")
    links = [unquote(x) for x in re.findall(r'<a [^>]*href="([^"]+)"', html)]
    assert len(links) == 7  # the other language; of each run the pages, twice, and the workbook
    assert all((out / link).is_file() for link in links)
    language = "zh" if name == "index.html" else "en"
    made = [link for link in links if link.startswith("pages/")]
    assert {link.partition(".")[2] for link in made} == {f"{language}.html", f"{language}.xlsx"}
    table, figure = ("表", "图") if language == "zh" else ("Table", "Figure")
    captions = re.findall(r"<(?:caption|figcaption)><b>([^<]*)</b>", html)
    assert len(captions) == len(re.findall("<(?:table|figure)>", html))
    assert [c.strip() for c in captions if c.startswith(table)] == [
        f"{table} {i}" for i in range(1, html.count("<table>") + 1)
    ]
    assert [c.strip() for c in captions if c.startswith(figure)] == [f"{figure} 1"]
    assert "b &amp; &lt;i&gt;" in html
    assert "<i>" not in html
    assert "internship_rata" in html


def test_places_that_a_run_is_not_about_are_missing_and_rank_nobody(tmp_path: Path) -> None:
    path = write(tmp_path, "one", 1100)
    text = path.read_text(encoding="utf-8").replace("[sunan]", "[sunan, tacheng]")
    two = "population: {size: 0.05}\n" + text.replace("1100", "1200")
    (tmp_path / "two.yaml").write_text(two, encoding="utf-8")
    go([tmp_path], tmp_path / "out", languages=("en",))
    html = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    (row,) = re.findall(r"<tr><th[^>]*>Tacheng[^/]*</th>.*?</tr>", html)
    assert [re.sub("<[^>]+>", "", cell) for cell in re.findall("<td.*?</td>", row)][::2] == [
        "not run", "not run",
    ]  # fmt: skip
    assert "not directly comparable" in html
    assert "lowest outlay" not in html
    book = pd.read_excel(tmp_path / "out" / "comparison.xlsx", sheet_name=None, header=None)
    assert any("Tacheng" in str(sheet.to_numpy()) for sheet in book.values())


def test_the_summary_is_for_programs(finished: tuple[Path, list]) -> None:
    out, _ = finished
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    rows = {row["scenario"]: row for row in summary["scenarios"]}
    assert [rows[n]["status"] for n in ("a", "b & <i>", "bad", "z")] == [
        "done", "done", "failed", "done",
    ]  # fmt: skip
    run = open_run(out / rows["a"]["run"])
    totals = run.table("totals")
    paid = totals.groupby("arm")["outlay_fen"].sum()
    assert rows["a"]["all"]["scenario_fen"] == paid["scenario"]
    assert rows["a"]["all"]["change_fen"] == paid["scenario"] - paid["current_law"]
    frame = pd.read_csv(out / "summary.csv")
    assert list(frame["jurisdiction"]) == ["all", "sunan"] * 2 + ["all"] + ["all", "sunan"]
    assert (out / "comparison.xlsx").is_file()


def test_again_does_nothing_and_changes_nothing(finished: tuple[Path, list], folder: Path) -> None:
    out, _ = finished
    before = data_of(out)
    made = {p: p.stat().st_mtime_ns for p in out.glob("*/*/*") if p.is_file()}
    go([folder], out, languages=("zh", "en"), formats=("html", "xlsx"))
    assert data_of(out) == before
    assert {p: p.stat().st_mtime_ns for p in made} == made


def test_earlier_scenarios_stay_listed(tmp_path: Path) -> None:
    first, second = write(tmp_path, "first", 1100), write(tmp_path, "second", 1200)
    go([first], tmp_path / "out")
    go([second], tmp_path / "out")
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert [row["scenario"] for row in summary["scenarios"]] == ["first", "second"]


def test_a_damaged_run_is_set_aside_and_done_again(tmp_path: Path) -> None:
    path = write(tmp_path, "a", 1100)
    (entry,) = go([path], tmp_path / "out")
    run = tmp_path / "out" / "runs" / entry.folder
    (run / "totals.csv").write_text("half", encoding="utf-8")
    go([path], tmp_path / "out")
    assert is_whole(run)
    assert (run.with_name(f"{run.name}.damaged") / "totals.csv").read_text() == "half"


def test_a_full_disk_is_said_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(batch_runs, "keep", full)
    with pytest.raises(UserError, match=r"No space left.*what is finished stays"):
        go([write(tmp_path, "a", 1100)], tmp_path / "out")


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="cannot be written"):
        go([write(tmp_path, "a", 1100)], tmp_path / "file" / "out")


def test_a_killed_process_is_blamed_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = batch_runs.keep

    def die(outcome: object, law: object, folder: Path, answers: object) -> None:
        if folder.name.startswith("a-"):
            os.kill(os.getpid(), signal.SIGKILL)
        real(outcome, law, folder, answers)  # type: ignore[arg-type]

    monkeypatch.setattr(batch_runs, "keep", die)
    first, second = write(tmp_path, "a", 1100), write(tmp_path, "b", 1200)
    a, b = go([first, second], tmp_path / "out")
    assert "enough memory" in a.reason
    assert not b.failed


def test_a_notebook_that_takes_too_long_is_stopped(run_dir: Path, tmp_path: Path) -> None:
    jobs = jobs_of(run_dir, tmp_path, ["en"], ["sunan"])
    errors = render_jobs(jobs, seconds=0.2)
    assert list(errors.values()) == ["took longer than 0.2 seconds and was stopped"]
    assert not jobs[0].file.exists()


def test_files_folders_and_patterns(tmp_path: Path) -> None:
    for name in ("x/a", "x/b", "y/c", "y/.hidden"):
        write(tmp_path / Path(name).parent, Path(name).name, 1100)
    found = find_scenarios([f"{tmp_path}/x", f"{tmp_path}/**/*.yaml", f"{tmp_path}/x/a.yaml"])
    assert [Path(p).stem for p in found] == ["a", "b", "c"]
    with pytest.raises(UserError) as caught:
        find_scenarios([f"{tmp_path}/none", f"{tmp_path}/*.yaml"])
    assert len(caught.value.problems) == 2


def test_the_key_is_the_content(tmp_path: Path) -> None:
    first, again = write(tmp_path, "a", 1100), write(tmp_path, "b", 1100, "# a remark\n")
    other = write(tmp_path, "c", 1101)
    assert run_key(load(first)) == run_key(load(again)) != run_key(load(other))


def test_ranks_put_the_cheapest_first_and_the_unknown_last(run_dir: Path) -> None:
    row = figures(open_run(run_dir))
    rows = [row | {"name": "none", "cost_per_net_fen": None}, row | {"name": "x"}]
    assert [(r["rank"], r["name"]) for r in ranked(rows)] == [(1, "x"), (2, "none")]
    assert row["change_fen"] == row["scenario_fen"] - row["current_law_fen"]
    assert row["net_low"] <= row["net_central"] <= row["net_high"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_single_scenario_is_not_ranked(run_dir: Path, language: Language) -> None:
    run, words = open_run(run_dir), Words(language)
    one, two = (
        overview(Rows(names, [run] * len(names)), words, "", {}) for names in (["a"], ["a", "b"])
    )
    for blocks, ranked_ones in ((one, False), (two, True)):
        (table,) = (b for b in blocks if isinstance(b, Table))
        said = " ".join(b.text for b in blocks if isinstance(b, Text))
        assert ("rank" in [c.key for c in table.columns]) == ranked_ones
        assert any(w in said for w in ("cheapest", "lowest", "最低", "由低到高")) == ranked_ones


def test_what_may_be_none_ranks_after_what_is_sure(run_dir: Path) -> None:
    row = figures(open_run(run_dir))
    rows = [row | {"name": "a", "net_low": -1.0, "cost_per_net_fen": 1}, row | {"name": "b"}]
    assert [r["name"] for r in ranked(rows)] == ["b", "a"]


def test_names_are_told_apart() -> None:
    assert names_of([("a", "x/a"), ("b", "b"), ("a", "y/a")]) == ["x/a", "b", "y/a"]


def start(folder: Path, out: Path, processes: int = 1) -> subprocess.Popen[bytes]:
    words = ["batch", str(folder), "--out", str(out), "-l", "en", "--draws", "0", "-f", "html"]
    words += ["-p", str(processes)]  # one notebook kernel instead of two saves its imports
    return subprocess.Popen(
        [sys.executable, "-m", "sim.cli", *words], cwd=ROOT, env={**os.environ, "PYTHONPATH": "."},
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """Two scenarios, and what an uninterrupted batch of them leaves."""
    place = tmp_path_factory.mktemp("both")
    for i in range(2):
        write(place / "in", f"s{i}", 1100 + i)
    with start(place / "in", place / "out") as process:
        assert process.wait(600) == 0, process.stderr and process.stderr.read()
    return place / "in", data_of(place / "out")


@pytest.mark.parametrize("when", ["runs/.s*/totals.csv", "runs/s*-*", "pages/s*/en/*.html"])
def test_killed_and_given_again_it_ends_the_same(both: tuple, tmp_path: Path, when: str) -> None:
    folder, whole = both
    with start(folder, tmp_path / "out", 2 if when.startswith("runs") else 1) as process:
        while process.poll() is None and not any((tmp_path / "out").glob(when)):
            time.sleep(0.01)
        process.kill()
    with start(folder, tmp_path / "out") as process:
        assert process.wait(600) == 0
    assert data_of(tmp_path / "out") == whole
    assert not list((tmp_path / "out" / "runs").glob(".*"))


def test_two_batches_at_once_wait_for_each_other(both: tuple, tmp_path: Path) -> None:
    folder, whole = both
    out = tmp_path / "out"
    with start(folder, out) as first, start(folder, out) as second:
        said = b"".join(p.communicate(timeout=900)[1] for p in (first, second))
        assert (first.returncode, second.returncode) == (0, 0), said
    assert b"waiting for it" in said
    assert data_of(out) == whole


def test_compare_by_command(finished: tuple[Path, list], tmp_path: Path, monkeypatch, capsys):
    runs = sorted((finished[0] / "runs").iterdir())
    words = ["sim", "compare", *map(str, runs), "--out", str(tmp_path), "--json"]
    monkeypatch.setattr(sys, "argv", words)
    main()
    printed = json.loads(capsys.readouterr().out)
    assert [row["scenario"] for row in printed] == ["a", "b & <i>"]
    assert {p.name for p in tmp_path.iterdir()} == {
        "index.html", "index.en.html", "comparison.xlsx", "comparison.en.xlsx",
    }  # fmt: skip
    html = (tmp_path / "index.en.html").read_text(encoding="utf-8")
    assert "Difference from the first scenario" in html
    assert "http" not in html
    monkeypatch.setattr(sys, "argv", [*words[:3], f"{words[2]}/../{runs[0].name}"])
    with pytest.raises(SystemExit):
        main()
    assert "the same run is named again" in capsys.readouterr().err
    monkeypatch.setattr(sys, "argv", words[:3])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 2
    assert "two run folders" in capsys.readouterr().err


def test_the_workbook_holds_numbers_and_no_formulas(finished: tuple[Path, list]) -> None:
    from openpyxl import load_workbook

    out, _ = finished
    book = load_workbook(out / "comparison.xlsx")
    assert book.sheetnames == [
        "各方案对照",
        "图表",
        "分地区对照",
        "分年度支出",
        "按实际出资方的支出",
        "分措施支出",
    ]
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert not [c.coordinate for c in cells if c.data_type == "f"]
    assert sum(c.data_type == "n" and c.value is not None for c in cells) > 50
    assert len(book["图表"]._charts) == 1
    years = [[c.value for c in row] for row in book["分年度支出"].iter_rows()]
    assert years[3][1:] == ["a", "b & <i>", "与第一个方案之差\n（万元）"]
    (total,) = [row for row in years if row[0] == "合计"]
    body = [row for row in years if str(row[0]) in ("2019", "2019年")]
    assert total[1:] == pytest.approx([sum(row[i] for row in body) for i in (1, 2, 3)])
    assert total[3] == pytest.approx(total[2] - total[1]) != 0
