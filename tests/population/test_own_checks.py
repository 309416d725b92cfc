"""Broken files of every kind: each mistake is named with file, row and column, all at once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sim.base.errors import UserError
from sim.cli.main import main
from sim.engine.people import people_in
from sim.engine.places import arms
from sim.law.load import load as load_law
from sim.population import load, load_own
from sim.scenario import load as load_scenario
from sim.scenario.load import of_text

WORKERS = "firm_id,worker_id,born_on,sex,wage,insured_months,groups,education\n"
FIRMS = "firm_id,staff,sector,ownership,enterprise,district,opened_month\n"
SEEKERS = "registered_on,last_contract_end,laid_off,born_on,origin,insured_months\n"
FOUNDERS = "founded_on,borrowed_on,loan\n"


@pytest.fixture
def problems(tmp_path):
    """What is wrong with some tables, as shown."""

    def read(**tables: str | bytes) -> list[str]:
        files = {}
        for name, text in tables.items():
            path = tmp_path / f"{name}.csv"
            path.write_bytes(text.encode() if isinstance(text, str) else text)
            files[name] = path
        with pytest.raises(UserError) as error:
            load_own("sunan", files, load("sunan"))
        return [str(p) for p in error.value.problems]

    return read


CASES = [
    ({"firms": FIRMS + "a,3,,,,,\na,4,,,,,\n"}, "firms.csv: row 3, firm_id: 'a' stands in row 2"),
    (
        {"firms": FIRMS + "a,3,minning,,,,\n"},
        "row 2, sector: 'minning' is no word of this column; did you mean 'mining'?",
    ),
    (
        {"firms": FIRMS + "a,3,,全民,,,\n"},
        "row 2, ownership: '全民' is no word of this column; allowed: 国有 state",
    ),
    (
        {"firms": FIRMS + "a,3,public,,yes,,\n"},
        "row 2, enterprise: is yes, but the sector is 'public'",
    ),
    ({"firms": FIRMS + "a,3,trade,,no,,\n"}, "row 2, enterprise: is no, so the sector"),
    ({"firms": FIRMS + "a,0,,,,,\n"}, "row 2, staff: 0 should be from 1 to"),
    ({"firms": FIRMS + "a,2.5,,,,,\n"}, "row 2, staff: '2.5' should be a whole number"),
    (
        {"firms": FIRMS + "a,3,,,,north,\n"},
        "row 2, district: 'north' is no word of this column; allowed: all",
    ),
    (
        {"firms": FIRMS + "a,3,,,,,2025-01\n"},
        "row 2, opened_month: 2025-01-01 lies in the future; 2018-12-31",
    ),
    ({"firms": FIRMS + ",3,,,,,\n"}, "row 2, firm_id: is empty; it is needed"),
    ({"firms": "staff\n3\n"}, "firms.csv: the column 'firm_id' (单位编号) is missing"),
    (
        {"firms": "firm_id,staf\na,3\n"},
        "row 1: 'staf' is no column of firms; did you mean 'staff'?",
    ),
    ({"firms": "firm_id,staff,参保人数\na,3,3\n"}, "two columns are 'staff'"),
    ({"firms": "firm_id,staff\na,3,9\n"}, "row 2: has 3 cells, the header 2"),
    ({"firms": "firm_id\n"}, "holds no rows below a header"),
    ({"firms": b'firm_id,staff\n"a,3\n'}, "is not valid CSV"),
    ({"firms": b"firm_id,staff\n\xff\xff\xff,3\n"}, "is neither UTF-8 nor GB18030"),
    ({"firms": "firm_id,staff\na,3\n".encode("utf-16")}, "is UTF-16 text; save it as 'CSV UTF-8'"),
    (
        {"firms": "firm_id,staff\na,3\n", "workers": WORKERS + "b,,,,,,,\n"},
        "workers.csv: row 2, firm_id: 'b' is no unit of firms.csv",
    ),
    (
        {"firms": "firm_id,staff\na,3\n", "workers": WORKERS + "a,,,,,,,\n"},
        "firms.csv: row 2, staff: says 3, but workers.csv has 1 workers of this unit",
    ),
    ({"workers": WORKERS + "a,,,,-5,,,\n"}, "row 2, wage: -5 is negative"),
    ({"workers": WORKERS + "a,,,,4000.005,,,\n"}, "row 2, wage: 4000.005 yuan is finer than a fen"),
    ({"workers": WORKERS + "a,,,,much,,,\n"}, "row 2, wage: 'much' should be an amount of yuan"),
    (
        {"workers": WORKERS + "a,,2012-01-01,,,,,\n"},
        "row 2, born_on: makes the person younger than 16",
    ),
    (
        {"workers": WORKERS + "a,,2030-01-01,,,,,\n"},
        "row 2, born_on: 2030-01-01 lies in the future",
    ),
    (
        {"workers": WORKERS + "a,,1980-02-30,,,,,\n"},
        "row 2, born_on: '1980-02-30' should be a date",
    ),
    (
        {"workers": WORKERS + "a,,2000-01-01,,,300,,\n"},
        "row 2, insured_months: is more than the months",
    ),
    ({"workers": WORKERS + "a,,,,,,veteran;pilot,\n"}, "row 2, groups: 'pilot' is no group"),
    ({"workers": WORKERS + "a,x,,,,,,\na,x,,,,,,\n"}, "row 3, worker_id: 'x' stands in row 2"),
    (
        {"jobseekers": SEEKERS + "2018-05-01,2018-06-01,,,,\n"},
        "row 2, last_contract_end: lies after the day of registration",
    ),
    (
        {"jobseekers": SEEKERS + "2018-05-01,never,yes,,,\n"},
        "row 2, laid_off: is yes, but the last contract never ended",
    ),
    (
        {"jobseekers": SEEKERS + "2020-05-01,,,,stock,\n"},
        "row 2, origin: is 'stock' (年末在册), but the person came after",
    ),
    ({"jobseekers": SEEKERS + "2018-05-01,,,,graduate,\n"}, "row 2, origin: should be 'stock'"),
    ({"jobseekers": SEEKERS + "never,,,,,\n"}, "row 2, registered_on: 'never' should be a date"),
    (
        {"jobseekers": "firm_id,sex\na,女\n"},
        "jobseekers.csv: firm_id: names units, but no firms table is given",
    ),
    (
        {"founders": FOUNDERS + "2019-05-01,2019-06-01,12345\n"},
        "row 2, loan: should be a whole number of 10,000",
    ),
    (
        {"founders": FOUNDERS + "2019-05-01,never,50000\n"},
        "row 2, loan: is more than 0, but no loan",
    ),
    (
        {"founders": FOUNDERS + "2019-05-01,2019-06-01,0\n"},
        "row 2, loan: is 0, but a loan is asked for",
    ),
    (
        {"founders": FOUNDERS + "never,never,0\n"},
        "row 2, founded_on: is 'never' and so is the loan",
    ),
]


@pytest.mark.parametrize(("tables", "message"), CASES, ids=[m[:60] for _, m in CASES])
def test_each_mistake_is_named(problems, tables, message):
    found = problems(**tables)
    assert any(message in problem for problem in found), found
    assert all("nan" not in problem.lower() for problem in found)


def test_all_mistakes_are_listed_at_once_and_many_are_counted(problems):
    bad = "".join(f"f{i},0,oil,,,,\n" for i in range(30))
    found = problems(firms=FIRMS + bad, workers=WORKERS + "f1,,,,-1,,,\n")
    assert sum("staff: 0 should" in p for p in found) == 20
    assert found.count("firms.csv: and 10 more like the last") == 2
    assert any("wage: -1 is negative" in p for p in found)


def test_an_unknown_table_suffix_or_damaged_workbook(problems, tmp_path):
    (tmp_path / "x.txt").write_text("firm_id\na\n")
    (tmp_path / "y.xlsx").write_text("no workbook")
    files = {"firms": tmp_path / "x.txt", "workers": tmp_path / "y.xlsx", "frims": tmp_path / "x"}
    with pytest.raises(UserError) as error:
        load_own("sunan", files, load("sunan"))
    text = str(error.value)
    assert "'.txt' should be .csv, .xlsx or .parquet" in text
    assert "y.xlsx: is not a valid .xlsx workbook" in text
    assert "frims: no such table; did you mean 'firms'?" in text


def test_numbers_that_a_spreadsheet_cut_are_no_ids(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["firm_id", "staff"])
    book.active.append([914303001234567890, 3])
    book.save(tmp_path / "f.xlsx")
    with pytest.raises(UserError, match="lost digits; make the column text"):
        load_own("sunan", {"firms": tmp_path / "f.xlsx"}, load("sunan"))


HEADER = """\
title: 试
question: what if?
author: tests
date: 2019-12-31
expect: {outlay: same}
"""


def saved(folder: Path, text: str):
    (folder / "s.yaml").write_text(HEADER + text, encoding="utf-8")
    return load_scenario(folder / "s.yaml")


def test_whose_tables_they_are_must_be_clear(tmp_path):
    for places in ("[sunan, ziyang]", "[]"):
        with pytest.raises(UserError, match="say whose tables these are"):
            saved(
                tmp_path, f"jurisdictions: {places}\npopulation: {{tables: {{firms: f.csv}}}}\n"
            )  # fmt: skip
    with pytest.raises(UserError, match="own tables are taken as they are"):
        saved(
            tmp_path,
            "jurisdictions: [sunan]\npopulation: {size: 0.5, tables: {firms: f.csv}}\n",
        )
    plan = saved(tmp_path, "population: {tables: {sunann: {firms: f.csv}}}\n")
    with pytest.raises(UserError, match="no jurisdiction 'sunann'; did you mean 'sunan'"):
        list(arms(load_law(), plan))


def test_a_file_outside_the_scenarios_folder_is_refused(tmp_path):
    inside = tmp_path / "in"
    inside.mkdir()
    (tmp_path / "f.csv").write_text("firm_id\na\n")
    (inside / "link.csv").symlink_to(tmp_path / "f.csv")
    for name in ("../f.csv", str(tmp_path / "f.csv"), "link.csv"):
        plan = saved(inside, f"jurisdictions: [sunan]\npopulation: {{tables: {{firms: {name}}}}}\n")
        with pytest.raises(UserError, match="lies outside the scenario's folder"):
            people_in("sunan", plan)
    plan = saved(inside, "jurisdictions: [sunan]\npopulation: {tables: {firms: g.csv}}\n")
    with pytest.raises(UserError, match=r"s.yaml:\d+: .*there is no file 'g.csv'"):
        people_in("sunan", plan)
    text = HEADER + "jurisdictions: [sunan]\npopulation: {tables: {firms: g.csv}}\n"
    with pytest.raises(UserError, match="saved as a file"):
        people_in("sunan", of_text(text, "x.yaml"))


def test_own_tables_stay_with_their_place(tmp_path):
    plan = saved(tmp_path, "jurisdictions: [sunan]\npopulation: {tables: {firms: f.csv}}\n")
    elsewhere = plan.with_(jurisdictions=["lingyuan"])
    assert elsewhere.file.population.tables == {"sunan": {"firms": "f.csv"}}
    assert elsewhere.folder == tmp_path


@pytest.fixture
def sim(capsys, monkeypatch):
    """Call the command in this process: exit code, output, errors."""

    def call(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["sim", *map(str, words)])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


def test_the_template_command_writes_what_check_accepts(sim, tmp_path):
    folder = tmp_path / "my"
    code, out, _ = sim("template", folder, "--place", "tacheng", "--rows", 150)
    assert code == 0
    assert "template.xlsx" in out
    assert len((folder / "firms.csv").read_text(encoding="utf-8-sig").splitlines()) == 151
    code, out, err = sim("check", folder / "scenario.yaml")
    assert (code, err) == (0, "")
    assert "own data" in out
    code, _, err = sim("template", folder)
    assert code == 2
    assert "is there already" in err


def test_check_shows_every_problem_without_a_traceback(sim, tmp_path):
    saved(tmp_path, "jurisdictions: [sunan]\npopulation: {tables: {firms: f.csv}}\n")
    (tmp_path / "f.csv").write_text("firm_id,staff,sector\na,0,oil\n")
    code, _, err = sim("check", tmp_path / "s.yaml")
    assert code == 2
    assert "f.csv: row 2, staff" in err
    assert "f.csv: row 2, sector" in err
