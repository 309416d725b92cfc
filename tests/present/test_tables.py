"""The frames behind the pages add up, and tables are plain accessible HTML."""

import pandas as pd
import pytest

from sim.base.errors import UserError
from sim.present import tables
from sim.present.blocks import Column, Table
from sim.present.html import html
from sim.present.rundir import open_run
from sim.present.words import Words


def test_lines_add_up_to_the_record(run):
    recorded = run.record["totals"]
    for place in run.places:
        totals = run.table("totals", place)
        for keys in (["fund"], ["kind", "fund"]):
            lines = tables.by_line(totals, keys, run.years)
            for arm in tables.ARMS:
                assert lines[arm].sum() == recorded[arm][place]
            assert (lines[[str(y) for y in run.years]].sum(axis=1) == lines["scenario"]).all()
            assert (lines["difference"] == lines["scenario"] - lines["current_law"]).all()


def test_money_by_status_loses_nothing(run):
    for place in ("all", "ziyang"):
        wanted = run.table("totals", place)
        wanted = wanted[wanted["arm"] == "scenario"]["outlay_fen"].sum()
        assert tables.money_by_status(run, place, "fund").to_numpy().sum() == wanted


def test_a_number_set_by_the_scenario_is_no_assumption(run):
    status = tables.clause_status(run).set_index("clause")["status"]
    assert status["zy1b"] == "assumption"
    assert status["zy1a"] == "scenario"  # its take-up is assumed, but is left out
    assert status["zy19a"] == "reference"


def test_equal_scenario_is_recognised(run, unchanged_dir):
    assert not tables.same_as_current_law(run.table("totals"))
    assert tables.same_as_current_law(open_run(unchanged_dir).table("totals"))


def test_clauses_without_a_number_keep_their_heads(run):
    silent = tables.without_number(run, "ziyang")
    assert list(silent["clause"]) == ["zy12b"]
    assert silent["eligible"].iloc[0] > 0


def test_jobs_leave_income_support_out(run):
    jobs = tables.jobs(run, "ziyang")
    assert (jobs["net_high"] > 0).all()
    refund = jobs[jobs["kind"] == "stable_employment_refund"].iloc[0]
    assert refund["cost_per_net_fen"] == pytest.approx(refund["cost_fen"] / refund["net_central"])


def test_equal_values_are_merged_over_places(run):
    merged = tables.values(run, "all", "assumption")
    amounts = merged[(merged["term"] == "amount") & (merged["unit"] == "yuan")]
    assert amounts["clauses"].iloc[0] == ("zy10a", "tc10a", "ly10a", "xt10a", "sn10a")


def test_tables_escape_and_align():
    frame = pd.DataFrame({"a": ["<script>"], "b": [1]})
    shown = html(
        Table("x & y", frame, [Column("a", "A"), Column("b", "B", str, "number")]), Words("en")
    )
    assert "<script>" not in shown
    assert "x &amp; y" in shown
    assert '<th scope="col" class="number">B</th>' in shown
    assert '<th scope="row">&lt;script&gt;</th><td class="number">1</td>' in shown


def test_incomplete_folders_are_refused(tmp_path, run_dir):
    with pytest.raises(UserError, match=r"no record\.json"):
        open_run(tmp_path)
    import shutil

    folder = tmp_path / "copy"
    shutil.copytree(run_dir, folder)
    (folder / "totals.csv").write_text("jurisdiction,clause\n", encoding="utf-8")
    with pytest.raises(UserError, match="lacks the columns"):
        open_run(folder).table("totals")
    (folder / "jobs.csv").unlink()
    with pytest.raises(UserError, match="no complete run folder"):
        open_run(folder).table("jobs")
