"""A planner's own tables: round trip, completion, formats, ids, what stays private."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import numpy as np
import pytest

from sim.base.errors import UserError
from sim.engine import Settings, simulate
from sim.engine.people import people_in
from sim.law.load import load as load_law
from sim.population import OwnPopulation, load, load_own, targets_of
from sim.population.columns import ORIGINS, STOCK, arrays
from sim.population.own import limits_of
from sim.population.own_kept import SALT, number_of
from sim.population.own_sample import sample_tables, write_csv
from sim.population.own_schema import OWN_TABLES, column_of, markdown
from sim.population.own_template import write_workbook
from sim.questions.explain import explain
from sim.results import tables_of, verify, write
from sim.scenario import load as load_scenario

DOCS = Path(__file__).parents[2] / "docs" / "own-data.md"
HEADER = """\
title: 试
question: what if?
author: tests
date: 2019-12-31
expect: {outlay: same}
jurisdictions: [sunan]
"""


@pytest.fixture(scope="module")
def people():
    return load("sunan")


@pytest.fixture(scope="module")
def samples(people):
    """Every row of the synthetic population, as a planner would write it."""
    return sample_tables(people, limits_of(targets_of("sunan")))


@pytest.fixture
def own(tmp_path, people, samples):
    """Read tables back: a selection of columns of each named table."""

    def read(*names, **changed) -> OwnPopulation:
        files = {}
        for name in (*names, *changed):
            lines = changed.get(name, samples[name])
            write_csv(lines, tmp_path / f"{name}.csv")
            files[name] = tmp_path / f"{name}.csv"
        return load_own("sunan", files, people, tmp_path)

    return read


def without(lines, *columns):
    keep = [i for i, h in enumerate(lines[0]) if h.split()[-1] not in columns]
    return [[line[i] for i in keep] for line in lines]


def only(lines, *columns):
    return without(lines, *{h.split()[-1] for h in lines[0]} - set(columns))


def scenario(folder: Path, tables: str, more: str = ""):
    text = f"{HEADER}population:\n  tables: {{{tables}}}\n{more}"
    (folder / "s.yaml").write_text(text, encoding="utf-8")
    return load_scenario(folder / "s.yaml")


def line_of(found: OwnPopulation, table: str, column: str):
    return next(x for x in found.report if (x.table, x.column) == (table, column))


def test_the_synthetic_population_survives_the_round_trip(own, people):
    found = own(*OWN_TABLES)
    for name, table in people.tables().items():
        for column, values in arrays(table).items():
            assert np.array_equal(getattr(found.tables()[name], column), values), (name, column)
    assert found.fingerprint == people.fingerprint
    assert all(line.drawn == 0 for line in found.report)


def test_a_run_on_the_round_trip_has_the_same_totals_to_the_fen(tmp_path, samples):
    for name, lines in samples.items():
        write_csv(lines, tmp_path / f"{name}.csv")
    plan = scenario(tmp_path, ", ".join(f"{name}: {name}.csv" for name in samples))
    law = load_law()
    (tmp_path / "plain.yaml").write_text(HEADER, encoding="utf-8")
    plain = tables_of(simulate(law, load_scenario(tmp_path / "plain.yaml")), law)
    mine = tables_of(simulate(law, plan), law)
    assert mine.totals.equals(plain.totals)
    assert mine.totals["outlay_fen"].sum() > 0


def test_only_firms_and_only_some_of_their_columns(own, samples):
    lines = only(samples["firms"], "firm_id", "staff", "sector")[:61]
    found = own(firms=lines)
    assert len(found.firms) == 60
    assert found.firms.staff.tolist() == [int(line[1]) for line in lines[1:]]
    assert len(found.workers) == found.firms.staff.sum()
    public = found.firms.sector == 8
    assert not found.firms.enterprise[public].any()
    assert found.firms.enterprise[~public].all()
    assert line_of(found, "firms", "staff").given == 60
    assert line_of(found, "firms", "ownership").drawn == 60
    assert line_of(found, "workers", "").drawn == len(found.workers)
    again = own(firms=lines)
    assert again.fingerprint == found.fingerprint


def test_only_workers_rebuild_their_firms(own, samples, people):
    lines = without(samples["workers"], "wage", "education")
    found = own(workers=lines)
    assert found.firms.staff.tolist() == people.firms.staff.tolist()
    assert np.array_equal(found.workers.born_on, people.workers.born_on)
    assert line_of(found, "firms", "staff").how == "counted in the workers table"
    assert line_of(found, "workers", "wage").drawn == len(people.workers)


def test_missing_wages_are_drawn_like_those_of_similar_firms(own, samples, people):
    found = own(firms=samples["firms"], workers=without(samples["workers"], "wage"))
    firm = np.repeat(people.firms.ownership, people.firms.staff)
    for kind in (0, 2):
        drawn = found.workers.wage_fen[firm == kind].mean()
        assert drawn == pytest.approx(people.workers.wage_fen[firm == kind].mean(), rel=0.1)
    assert found.workers.wage_fen.min() >= people.workers.wage_fen.min()
    assert np.array_equal(found.workers.education, people.workers.education)


def test_single_empty_cells_are_drawn_and_counted(own, samples):
    lines = [list(line) for line in samples["workers"]]
    wage = next(i for i, h in enumerate(lines[0]) if h.endswith("wage"))
    for line in lines[1:11]:
        line[wage] = ""
    found = own(firms=samples["firms"], workers=lines)
    line = line_of(found, "workers", "wage")
    assert (line.drawn, line.given) == (10, len(lines) - 11)
    assert (found.workers.wage_fen > 0).all()


def test_workers_of_firms_left_out_are_drawn_for_their_staff(own, samples, people):
    first = people.firms.staff[0]
    found = own(firms=samples["firms"], workers=samples["workers"][: first + 1])
    assert np.array_equal(found.workers.wage_fen[:first], people.workers.wage_fen[:first])
    assert len(found.workers) == len(people.workers)
    assert line_of(found, "workers", "").drawn == len(people.workers) - first


def test_a_register_keeps_the_synthetic_newcomers_of_later_years(own, samples, people):
    lines = samples["jobseekers"]
    at = next(i for i, h in enumerate(lines[0]) if h.endswith("origin"))
    stock = [line for line in lines[1:] if line[at] == "年末在册"][:40]
    register = only([lines[0], *stock], "jobseeker_id", "registered_on", "born_on", "sex")
    found = own(jobseekers=register)
    counts = np.bincount(found.jobseekers.origin, minlength=len(ORIGINS))
    synthetic = np.bincount(people.jobseekers.origin, minlength=len(ORIGINS))
    assert counts[STOCK] == 40
    assert counts[1:].tolist() == synthetic[1:].tolist()
    seekers = found.jobseekers
    left = seekers.left_on[seekers.left_on < seekers.came_on.max() + 1]
    assert (left <= seekers.came_on[seekers.left_on < seekers.came_on.max() + 1]).all()
    assert np.array_equal(found.workers.wage_fen, people.workers.wage_fen)


def test_a_type_of_institution_given_replaces_that_type_alone(own, people):
    lines = [["类型", "认定级别", "规模"], ["政府性融资担保机构", "县级", "70000000"]]
    found = own(institutions=lines)
    assert found.institutions.scale[found.institutions.type == 0].tolist() == [70_000_000]
    assert len(found.institutions) == len(people.institutions)


def test_totals_do_not_depend_on_partitions(tmp_path, samples):
    write_csv(only(samples["firms"], "firm_id", "staff")[:50], tmp_path / "firms.csv")
    plan, law = scenario(tmp_path, "firms: firms.csv"), load_law()
    whole, cut = (
        tables_of(simulate(law, plan, Settings(partition_workers=n)), law).totals
        for n in (250_000, 300)
    )
    assert whole.equals(cut)


def test_gb18030_and_other_spellings(tmp_path, people):
    header = "统一社会信用代码;参保人数(人);行业;成立日期;是否企业"
    text = f"{header}\n91A;12;制造业;2011/3/5;1\n91B;3;Trade;2015年7月;是\n"
    (tmp_path / "f.csv").write_bytes(text.encode("gb18030"))
    found = load_own("sunan", {"firms": tmp_path / "f.csv"}, people)
    assert found.firms.staff.tolist() == [12, 3]
    assert found.firms.sector.tolist() == [1, 7]
    assert found.firms.opened_month.tolist() == [(2011 - 1970) * 12 + 2, (2015 - 1970) * 12 + 6]
    assert found.ids["firm"].texts.tolist() == ["91A", "91B"]


def test_the_template_filled_in_reads_like_the_csv(tmp_path, people, samples):
    limits = limits_of(targets_of("sunan"))
    write_workbook(tmp_path / "filled.xlsx", limits, samples)
    files = dict.fromkeys(samples, tmp_path / "filled.xlsx")
    assert load_own("sunan", files, people).fingerprint == people.fingerprint


def test_native_cells_of_a_spreadsheet(tmp_path, people):
    import datetime as dt

    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["firm_id", "birth_year", "wage", "at_floor", "insured_months"])
    book.active.append([7, 1980, 4321.5, True, 30.0])
    book.active.append([7, dt.date(1990, 5, 1), 5000, False, 12])
    book.save(tmp_path / "w.xlsx")
    found = load_own("sunan", {"workers": tmp_path / "w.xlsx"}, people)
    assert found.workers.wage_fen.tolist() == [432_150, 500_000]
    assert found.workers.at_floor.tolist() == [True, False]
    assert found.ids["firm"].texts.tolist() == ["7"]


def test_parquet(tmp_path, people):
    pytest.importorskip("pyarrow")
    from pyarrow import parquet, table

    parquet.write_table(
        table({"firm_id": ["a", "b"], "staff": [3, None]}), tmp_path / "f.parquet"
    )  # fmt: skip
    found = load_own("sunan", {"firms": tmp_path / "f.parquet"}, people)
    assert found.firms.staff[0] == 3


def test_parquet_without_its_library_says_what_to_install(tmp_path, people, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (tmp_path / "f.parquet").write_bytes(b"PAR1")
    with pytest.raises(UserError, match=r"wengang\[parquet\]"):
        load_own("sunan", {"firms": tmp_path / "f.parquet"}, people)


@pytest.fixture
def run(tmp_path, samples):
    """A run folder of a scenario with own firms and workers."""

    def make(more: str = "") -> Path:
        write_csv(samples["firms"], tmp_path / "firms.csv")
        write_csv(samples["workers"], tmp_path / "workers.csv")
        plan, law = scenario(tmp_path, "firms: firms.csv, workers: workers.csv", more), load_law()
        write(simulate(law, plan), law, tmp_path / "run")
        for name in ("firms.csv", "workers.csv"):
            (tmp_path / name).unlink()
        return tmp_path / "run"

    return make


def test_an_agent_is_found_by_the_planners_id(run):
    folder = run()
    assert number_of(folder, "sunan", "firm", "own:F0000003") == 2
    found = explain(load_law(), folder, "sunan/firm/own:F0000003")
    assert found.agent == "sunan/firm/2"
    assert found.occasions
    with pytest.raises(UserError, match="no firm of sunan has this id"):
        explain(load_law(), folder, "firm/own:nobody/at all")


def test_the_record_holds_the_files_and_the_folder_verifies(run):
    folder = run()
    record = json.loads((folder / "record.json").read_text())
    assert record["own_data"]["sunan"]["firms"]["file"] == "firms.csv"
    assert len(record["own_data"]["sunan"]["workers"]["sha256"]) == 64
    failed = [name for name, holds, _ in verify(folder) if not holds]
    assert failed == []
    lines = list(csv.DictReader(io.StringIO((folder / "own_data.csv").read_text())))
    assert {line["jurisdiction"] for line in lines} == {"sunan"}


def test_hashed_ids_leave_no_id_in_the_run_folder(run, monkeypatch):
    monkeypatch.setenv(SALT, "pepper")
    folder = run("  hash_ids: true\n")
    for path in folder.iterdir():
        assert b"F0000003" not in path.read_bytes(), path.name
    assert number_of(folder, "sunan", "firm", "own:F0000003") == 2
    hashed = (folder / "own_ids.csv").read_text().splitlines()[3].split(",")[-1]
    assert number_of(folder, "sunan", "firm", hashed) == 2
    monkeypatch.delenv(SALT)
    with pytest.raises(UserError, match="if its ids are hashed"):
        number_of(folder, "sunan", "firm", "own:F0000003")


def test_a_run_folder_can_be_run_again(run, tmp_path):
    folder, law = run(), load_law()
    again = write(simulate(law, load_scenario(folder / "scenario.yaml")), law, tmp_path / "again")
    assert again["fingerprint"] == json.loads((folder / "record.json").read_text())["fingerprint"]
    assert number_of(tmp_path / "again", "sunan", "firm", "own:F0000003") == 2


def test_nothing_of_own_data_is_kept_among_the_populations(tmp_path, samples, monkeypatch):
    from sim.engine import people

    monkeypatch.setenv("WENGANG_CACHE", str(tmp_path / "cache"))
    people.people_of.cache_clear()
    write_csv(samples["firms"][:20], tmp_path / "firms.csv")
    own = people_in("sunan", scenario(tmp_path, "firms: firms.csv"))
    people.people_of.cache_clear()
    kept = [p.name for p in (tmp_path / "cache" / "populations").iterdir()]
    assert len(kept) == 1
    meta = json.loads((tmp_path / "cache" / "populations" / kept[0] / "meta.json").read_text())
    assert meta["fingerprint"] != own.fingerprint


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("单位编号", "firm_id"),
        ("单位编号 firm_id", "firm_id"),
        ("单位编号/firm_id", "firm_id"),
        ("月工资（元/月）", "wage"),
        ("Wage (yuan/month)", "wage"),
        ("出生日期 born_on", "born_on"),
        ("备注", None),
    ],
)
def test_headers_in_both_languages(header, name):
    found = column_of(OWN_TABLES["workers"], header)
    assert (found.name if found else None) == name


def test_every_column_belongs_to_the_population():
    from sim.population.columns import POPULATION_TABLES

    for name, table in OWN_TABLES.items():
        targets = {c.target for c in table.columns if c.kind != "id"}
        wanted = set(POPULATION_TABLES[name].dtypes()) - {"firm", "first_worker", "institution"}
        assert targets == wanted, name
        headers = [h.lower() for c in table.columns for h in c.headers]
        assert len(headers) == len(set(headers)), name


def test_the_documentation_holds_the_schema():
    page = DOCS.read_text(encoding="utf-8")
    assert markdown() in page, "paste sim.population.own_schema.markdown() into docs/own-data.md"
