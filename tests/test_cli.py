"""The command line as users and scripts meet it: good runs, and every kind of bad input."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from sim.cli.main import main
from tests.runs import ROOT

BASE = """\
title: {zh: 试, en: test}
question: what if?
author: tests
date: 2019-01-01
expect: {outlay: up}
jurisdictions: [sunan]
population: {size: 1.0, seed: 2019}
draws: 0
"""


class Result:
    """Exit code and what was printed."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def sim(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Call the command in this process."""

    def call(*words: object) -> Result:
        monkeypatch.setattr(sys, "argv", ["sim", *map(str, words)])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        printed = capsys.readouterr()
        return Result(code, printed.out, printed.err)

    return call


@pytest.fixture
def scenario(tmp_path: Path):
    """Write a scenario: the base with lines replaced or added."""

    def write(extra: str = "", **replace: str) -> Path:
        text = BASE + extra
        for old, new in replace.items():
            text = re.sub(rf"(?m)^{old}:.*$", f"{old}: {new}" if new else "", text)
        path = tmp_path / "try.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_run_writes_what_is_promised(sim, scenario, tmp_path: Path) -> None:
    extra = "policy: {change: [{clause: sn12, term: internship_rate, value: 1100}]}\n"
    result = sim("run", scenario(extra), "--out", tmp_path / "run", "--json")
    assert result.code == 0, result.err
    totals = json.loads(result.out)
    assert set(totals) == {"no_policy", "current_law", "scenario"}
    frame = pd.read_csv(tmp_path / "run" / "totals.csv")
    columns = ["jurisdiction", "clause", "kind", "fund", "month", "arm", "heads", "outlay_fen"]
    assert list(frame) == columns
    assert frame["outlay_fen"].dtype == "int64"
    for arm, places in totals.items():
        assert places["sunan"] == int(frame.loc[frame["arm"] == arm, "outlay_fen"].sum())
    record = json.loads((tmp_path / "run" / "record.json").read_text())
    for key in ("scenario", "law", "population", "code", "packages", "seed", "totals", "files"):
        assert record[key], key
    assert (tmp_path / "run" / "jobs.csv").is_file()
    assert sim("verify", tmp_path / "run").code == 0


def test_the_same_run_has_the_same_fingerprint(sim, scenario, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert sim("run", scenario(), "--out", tmp_path / name).code == 0
    records = [json.loads((tmp_path / n / "record.json").read_text()) for n in ("one", "two")]
    assert records[0]["fingerprint"] == records[1]["fingerprint"]
    assert records[0]["files"] == records[1]["files"]


def test_verify_finds_any_change(sim, scenario, tmp_path: Path) -> None:
    sim("run", scenario(), "--out", tmp_path / "run")
    path = tmp_path / "run" / "totals.csv"
    text = path.read_text()
    path.write_text(text.replace(text.splitlines()[5], text.splitlines()[5] + "0"))
    result = sim("verify", tmp_path / "run", "--json")
    checks = {row["check"]: row["holds"] for row in json.loads(result.out)}
    assert result.code == 1
    assert not checks["totals.csv"]
    assert not checks["grand totals"]
    assert checks["law"]
    (tmp_path / "run" / "jobs.csv").unlink()
    (tmp_path / "run" / "mine.csv").write_text("a")
    result = sim("verify", tmp_path / "run").out
    assert "missing" in result
    assert "DIFFERS  mine.csv: unknown file" in result


def test_what_is_wrong_with_a_scenario_is_told_together(sim, tmp_path: Path) -> None:
    """Missing keys, a year too few and a misspelt kind: the law is asked about what is right."""
    path = tmp_path / "odd.yaml"
    path.write_text(
        "title: t\nquestion: q\nyears: [2020]\n"
        "policy: {change: [{kind: stable_employment_refnd, term: share, value: 0.7}]}\n",
        encoding="utf-8",
    )
    said = sim("check", path).err
    for part in ("'author' is missing", "'date' is missing", "'expect' is missing",
                 "needs the first and the last year, e.g. [2020, 2020]",
                 "did you mean 'stable_employment_refund'"):  # fmt: skip
        assert part in said, said


def test_budget_prints_files_and_compares(sim, scenario, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    sim("run", scenario(), "--out", folder)
    printed = sim("budget", folder, "--language", "en", "--sheet", "gates")
    assert printed.code == 0
    assert "Months of reserve" in printed.out
    data = json.loads(sim("budget", folder, folder, "--sheet", "triggers", "--json").out)
    assert {row["scenario"] for row in data[0]["rows"]} == {"try"}
    assert sim("budget", folder, "--workbook", tmp_path / "f.xlsx").code == 0
    assert (tmp_path / "f.xlsx").is_file()
    assert sim("budget", folder, "--csv", tmp_path / "csv").code == 0
    assert (tmp_path / "csv" / "doubles.csv").read_text(encoding="utf-8-sig").startswith("地区,")
    wrong = sim("budget", folder, "--sheet", "gate")
    assert wrong.code == 2
    assert "did you mean 'gates'" in wrong.err


def test_verify_wants_a_run_folder(sim, tmp_path: Path) -> None:
    result = sim("verify", tmp_path)
    assert result.code == 2
    assert "is not a run folder" in result.err


def test_readings_are_listed_with_their_clauses(sim) -> None:
    rows = {row["reading"]: row for row in json.loads(sim("readings", "--json").out)}
    assert rows["distressed_method"]["clauses"] == ["zy1b", "tc1b", "xt7b", "sn8b"]
    assert rows["certificate_order"]["clauses"] == ["xt14c"]
    assert rows["training_base"]["recommended"] == "all_spending"
    assert all(row["clauses"] for row in rows.values()), "a reading that decides nothing"
    assert "refund_stacking" in sim("readings").out


def test_check_and_coverage(sim) -> None:
    result = sim("check", *sorted((ROOT / "scenarios").glob("*.yaml")))
    assert result.code == 0, result.err
    assert "256 clauses of 5 jurisdictions" in result.out
    rows = json.loads(sim("coverage", "--json").out)
    assert len(rows) == 256
    assert "all" in sim("coverage").out


BAD = {
    "misspelt key": ({"extra": "polciy: {}\n"}, r"try.yaml:9: polciy: .*did you mean 'policy'"),
    "duplicate key": ({"extra": "author: me\n"}, r'try.yaml:9: duplicate key "author"'),
    "unknown jurisdiction": (
        {"jurisdictions": "[ziyangg]"}, r"try.yaml:6: .*no jurisdiction 'ziyangg'; did you mean"),
    "number out of bounds": (
        {"extra": "policy: {change: [{clause: sn8a, term: share, value: 1.7}]}\n"},
        r"try.yaml:9: .*share is 1.7, above its bound of 1"),
    "negative number": (
        {"extra": "policy: {change: [{clause: sn12, term: internship_rate, value: -5}]}\n"},
        r"internship_rate is -5, below its bound of 0"),
    "not a number": (
        {"extra": "policy: {change: [{clause: sn8a, term: share, value: half}]}\n"},
        r"try.yaml:9: .*half"),
    "unknown clause": (
        {"extra": "policy: {change: [{clause: sn88, term: share, value: 0.7}]}\n"},
        r"no paying clause 'sn88'; did you mean"),
    "unknown kind": (
        {"extra": "policy: {switch_off: [internship_subsidies]}\n"},
        r"no measure 'internship_subsidies'; did you mean 'internship_subsidy'"),
    "unknown term": (
        {"extra": "policy: {change: [{clause: sn8a, term: shares, value: 0.7}]}\n"},
        r"no number of sn8a 'shares'; did you mean 'share'"),
    "unknown shared number": (
        {"extra": "policy: {change: [{term: minimum_wages, value: 1500}]}\n"},
        r"'minimum_wages'.*did you mean 'minimum_wage'"),
    "unknown reading": (
        {"extra": "readings: {few_layofs: none}\n"}, r"no reading 'few_layofs'; did you mean"),
    "unknown option": (
        {"extra": "readings: {few_layoffs: never}\n"}, r"few_layoffs has no option 'never'"),
    "unknown sector": (
        {"extra": "world: {shocks: [{from: 2019-06, to: 2019-09, sectors: [steel]}]}\n"},
        r"9: world.shocks.0.sectors: no sector 'steel'"),
    "window upside down": (
        {"extra": "policy: {change: [{clause: sn8a, term: share, value: 0.7, from: 2020-05-01, "
                  "to: 2020-01-01}]}\n"}, r"'to' \(2020-01-01\) lies before 'from'"),
    "shock upside down": (
        {"extra": "world: {shocks: [{from: 2020-06, to: 2019-09, layoffs: 2}]}\n"},
        r"the shock ends \(2019-09\) before it begins"),
    "years unknown": ({"extra": "years: [2017, 2019]\n"}, r"years go from 2019 to 2021"),
    "missing question": ({"question": ""}, r"'question' is missing"),
    "size zero": ({"population": "{size: 0, seed: 1}"},
                  r"population.size: should be greater than or equal to 0.001"),
    "changes nothing": (
        {"extra": "policy: {change: [{clause: sn8a, term: share, value: 0.5}]}\n"},
        r"changes nothing"),
    "one of two changes idle": (
        {"extra": "policy: {change: [{clause: sn12, term: internship_rate, value: 1100}, "
                  "{clause: sn8a, term: share, value: 0.5}]}\n"},
        r"policy.change.1: changes nothing"),
    "off what is not there": (
        {"extra": "policy: {switch_off: [intern_retention_bonus]}\n"}, r"changes nothing"),
    "two changes of one number": (
        {"extra": "policy: {change: [{clause: sn12, term: internship_rate, value: 1100}, "
                  "{kind: internship_subsidy, term: internship_rate, value: 1200}]}\n"},
        r"policy.change.1.value: changes internship_rate on days that change 1"),
    "a slip of the hand": (
        {"extra": "policy: {change: [{clause: sn12, term: internship_rate, value: 300000000}]}\n"},
        r"above its bound of 100000"),
    "a shock outside the years": (
        {"extra": "world: {shocks: [{from: 2050-01, to: 2050-06, layoffs: 2}]}\n"},
        r"lies outside the years of the run"),
    "twice": ({"jurisdictions": "[sunan, sunan]"}, r"a jurisdiction is named twice"),
    "true is no number": (
        {"extra": "policy: {change: [{clause: sn8a, term: share, value: true}]}\n"},
        r"true and false are not numbers"),
    "divided by zero": (
        {"extra": "policy: {change: [{clause: sn8a, term: share, value: 1/0}]}\n"},
        r"'1/0' is not a number"),
    "no such day": ({"date": "2018-13-01"}, r"try.yaml"),
    "reading as it is": ({"extra": "readings: {few_layoffs: below_registered_rate}\n"},
                         r"changes nothing"),
    "above the ceiling of the text": (
        {"extra": "policy: {change: [{clause: sn15a, term: amount, value: 1600}]}\n"},
        r"amount exceeds ceiling of sn15a .*local_excess"),
    "not yaml": ({"extra": "a: [b\n"}, r"try.yaml:\d+: "),
    "a list": ({"extra": "- a\n"}, r"try.yaml:\d+: "),
}  # fmt: skip


@pytest.mark.parametrize(("change", "message"), BAD.values(), ids=BAD)
def test_bad_input_ends_in_one_clear_message(
    sim, scenario, tmp_path: Path, change: dict[str, str], message: str
) -> None:
    result = sim(
        "run",
        scenario(change.get("extra", ""), **{k: v for k, v in change.items() if k != "extra"}),
        "--out",
        tmp_path / "run",
    )
    assert result.code == 2
    assert re.search(message, result.err), result.err
    assert "Traceback" not in result.err
    assert not (tmp_path / "run").exists(), "nothing may be half-written"
    assert len(set(result.err.splitlines())) == len(result.err.splitlines())


def test_all_problems_are_shown_at_once(sim, scenario, tmp_path: Path) -> None:
    extra = "polciy: {}\nyears: 2017\nworld: {shock: []}\n"
    result = sim("check", scenario(extra, author=""))
    assert result.code == 2
    for word in ("polciy", "'author' is missing", "shock", "years"):
        assert word in result.err


def test_a_deliberate_local_excess_runs(sim, scenario, tmp_path: Path) -> None:
    extra = (
        "policy: {change: [{clause: sn15a, term: amount, value: 1600, local_excess: true, "
        "why: the county adds 100}]}\n"
    )
    assert sim("run", scenario(extra), "--out", tmp_path / "run").code == 0


def test_unreadable_scenarios(sim, tmp_path: Path) -> None:
    assert "there is no such file" in sim("run", tmp_path / "no.yaml", "--out", tmp_path / "r").err
    assert "is a folder" in sim("run", tmp_path, "--out", tmp_path / "r").err
    path = tmp_path / "gbk.yaml"
    path.write_bytes(BASE.encode("gbk"))
    result = sim("run", path, "--out", tmp_path / "r")
    assert result.code == 2
    assert "is not UTF-8 text" in result.err


def test_an_output_folder_that_cannot_be_written(sim, scenario, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    result = sim("run", scenario(), "--out", blocked / "run")
    assert result.code == 2
    assert "cannot be written" in result.err
    assert blocked.read_text() == "x"


def test_an_output_folder_without_permission(
    sim, scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # root may write anywhere: say no for it
    monkeypatch.setattr(os, "access", lambda _path, mode, **_: not mode & os.W_OK)
    result = sim("run", scenario(), "--out", tmp_path / "run")
    assert result.code == 2
    assert "no permission" in result.err


def test_a_place_that_is_no_folder(sim, scenario) -> None:
    result = sim("run", scenario(), "--out", "/proc/wengang/run")
    assert result.code == 2
    assert "cannot be written" in result.err


def test_a_report_never_lands_on_other_files(sim, scenario, tmp_path: Path) -> None:
    (tmp_path / "reports" / "try").mkdir(parents=True)
    (tmp_path / "reports" / "try" / "index.html").write_text("mine")
    result = sim("report", scenario(), "--out", tmp_path / "reports")
    assert result.code == 2
    assert "not an earlier report" in result.err
    assert (tmp_path / "reports" / "try" / "index.html").read_text() == "mine"


def test_a_surprise_is_noted(sim, scenario, tmp_path: Path) -> None:
    extra = "policy: {change: [{clause: sn12, term: internship_rate, value: 900}]}\n"
    result = sim("run", scenario(extra), "--out", tmp_path / "run")
    assert result.code == 0
    assert "expected the outlay to go up, it goes down" in " ".join(result.err.split())


@pytest.mark.parametrize("text", ["[]", "{}", "not json"])
def test_a_damaged_record_is_named(sim, tmp_path: Path, text: str) -> None:
    (tmp_path / "record.json").write_text(text)
    result = sim("verify", tmp_path)
    assert result.code == 2
    assert "is damaged" in result.err


def test_other_folders_are_never_overwritten(sim, scenario, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    result = sim("run", scenario(), "--out", mine)
    assert result.code == 2
    assert "is not an earlier result" in result.err
    assert (mine / "thesis.txt").read_text() == "years of work"


def test_help_teaches(sim) -> None:
    for command in ("run", "report", "check", "coverage", "readings", "verify"):
        result = sim(command, "--help")
        assert result.code == 0
        assert "Example" in result.out


def test_a_wrong_option_is_explained(sim) -> None:
    result = sim("run", "--outt", "x")
    assert result.code == 2
    assert "No such option" in result.err


def test_the_installed_command_starts() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "sim.cli", "check"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert "no problem" in run.stdout


def test_a_run_shows_net_jobs_and_what_one_costs(sim, scenario, tmp_path: Path) -> None:
    shown = sim("run", scenario(), "--out", tmp_path / "run").out
    assert "job-years" in shown
    assert "yuan each" in shown
    still = sim("run", scenario(), "--static", "--out", tmp_path / "still")
    assert "behaviour is off" in still.out
    assert "yuan each" not in still.out
    records = [json.loads((tmp_path / n / "record.json").read_text()) for n in ("run", "still")]
    assert [r["behaviour"] for r in records] == [{"on": True}, {"on": False}]


def test_jobs_per_million_are_set_beside_evaluations(sim, scenario, tmp_path: Path) -> None:
    assert sim("run", scenario(), "--out", tmp_path / "run").code == 0
    page = tmp_path / "page.md"
    result = sim("jobs", tmp_path / "run", "--json", "--write", page)
    rows = {row["id"]: row for row in json.loads(result.out)}
    assert rows["ordinary_refund"]["gross"] > 1000
    assert rows["internship"]["lies_in"] in {"centre", "range", "outside"}
    assert "public_posts" in rows or "brokerage" not in rows  # kinds that cost nothing have no row
    assert page.read_text(encoding="utf-8").startswith("# Net jobs per million yuan")
    assert "per million" in sim("jobs", tmp_path / "run").out.lower()


def test_an_interrupted_batch_says_that_it_goes_on(sim, scenario, tmp_path, monkeypatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.present.batch.run_batch", interrupted)
    result = sim("batch", scenario(), "--out", tmp_path / "out")
    assert result.code == 130
    assert result.err.splitlines() == [
        "what is finished stays; the same command goes on from there", "stopped",
    ]  # fmt: skip


def test_a_log_tells_the_progress(sim, scenario, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("sim.cli.progress.LINE_EVERY", 0.0)
    result = sim("run", scenario(), "--out", tmp_path / "run", "--draws", 0)
    assert re.search(r"(?m)^partitions: 1 of 1, after \d+ s$", result.err)


def test_another_scenarios_run_is_not_replaced_in_silence(sim, scenario, tmp_path) -> None:
    words = ("--out", tmp_path / "run", "--draws", 0)
    assert "replaced" not in sim("run", scenario(), *words).err
    other = scenario().rename(tmp_path / "other.yaml")
    assert "replaced the run of try in" in sim("run", other, *words).err.replace("\n", " ")


def test_a_report_may_be_a_workbook(sim, scenario, tmp_path: Path) -> None:
    """Without pages only the books are made; a format that is not there is refused."""
    result = sim("report", scenario(), "--out", tmp_path, "-f", "xlsx", "-l", "en", "--draws", "0")
    assert result.code == 0, result.err
    assert [p.name for p in sorted((tmp_path / "try").iterdir())] == ["run", "try.en.xlsx"]
    assert "try.en.xlsx" in result.out
    assert "html, pdf, xlsx" in sim("report", scenario(), "--out", tmp_path, "-f", "doc").err
