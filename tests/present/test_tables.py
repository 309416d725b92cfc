"""The frames behind the pages add up, and tables are plain accessible HTML."""

import pandas as pd
import pytest

from sim.base.errors import UserError
from sim.base.sums import sums_by
from sim.engine.gains import DIMENSIONS
from sim.present import gains, outlays, statuses, tables
from sim.present.blocks import Column, Table
from sim.present.html import html
from sim.present.report import open_page
from sim.present.rundir import open_run
from sim.present.sections.five import cost
from sim.present.words import Words
from tests.present.fake_run import EARLIER, build


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
        assert statuses.money_by_status(run, place, "fund").to_numpy().sum() == wanted


def test_a_number_set_by_the_scenario_is_no_assumption(run):
    status = statuses.clause_status(run).set_index("clause")["status"]
    assert status["zy1b"] == "assumption"
    assert status["zy1a"] == "scenario"  # its take-up is assumed, but is left out
    assert status["zy19a"] == "reference"
    assert status["zy16c"] == "assumption"  # its share is published, but the floor is assumed


def test_add_ons_bring_money_but_no_heads(run):
    kinds = tables.funnel_by_kind(run, "ziyang").set_index("kind")
    interns = kinds.loc["internship_subsidy"]
    assert (interns["occasions"], interns["eligible"], interns["paid"], interns["covered"]) == (
        9900, 3960, 1980, 1980)  # fmt: skip
    totals = run.table("totals", "ziyang")
    totals = totals[(totals["arm"] == "scenario") & (totals["kind"] == "internship_subsidy")]
    assert interns["outlay_fen"] == totals["outlay_fen"].sum()
    assert set(totals["clause"]) == {"zy5a", "zy5b"}

    firms, _, persons, institutions = tables.payee_counts(run, "ziyang")
    assert institutions == kinds.loc["guarantee_fee_subsidy", "paid"] == 3 * 4
    assert firms + persons + institutions == tables.on_budget(
        run, tables.counted(run.table("funnel", "ziyang")))["paid"].sum()  # fmt: skip


def test_clauses_of_a_kind_share_their_occasions(run):
    kinds = tables.funnel_by_kind(run, "xiangtan").set_index("kind")
    courses = kinds.loc["unemployed_training_subsidy"]
    assert courses["occasions"] == 3 * 5 * 6800  # the larger clause, each year
    assert courses["paid"] == 3 * (6800 + 3400)
    whole = tables.funnel_by_kind(run, "all").set_index("kind")["occasions"]
    apart = [tables.funnel_by_kind(run, p).set_index("kind")["occasions"] for p in run.places]
    assert whole.to_dict() == pd.concat(apart).groupby(level=0).sum().to_dict()


def test_people_from_before_the_run_are_in_the_sums(run):
    assert tables.has_earlier(run, "ziyang")
    kinds = tables.funnel_by_kind(run, "ziyang").set_index("kind")
    assert kinds.loc["unemployment_benefit", "paid"] == 3 * 14_000 + EARLIER
    html = open_page("", "", str(run.folder), "en", "ziyang").section("people")._repr_html_()
    assert "already on the register before 2019" in html
    assert "2018" not in html


def test_run_folders_without_add_ons_can_be_read(tmp_path):
    folder = build(tmp_path / "run", places=("ziyang",))
    for name in ("funnel", "reach"):
        path = folder / f"{name}.csv"
        pd.read_csv(path).drop(columns="part_of").to_csv(path, index=False)
    old = open_run(folder)
    assert set(old.table("funnel")["part_of"]) == {""}
    kinds = tables.funnel_by_kind(old, "ziyang").set_index("kind")
    assert kinds.loc["internship_subsidy", "paid"] == 3 * (660 + 66)


@pytest.mark.parametrize("place", ["xiangtan", "all"])
def test_who_gains_adds_up_to_the_outlay_in_every_breakdown(run, place):
    totals = run.table("totals", place)
    paid = totals.groupby("arm")["outlay_fen"].sum()
    known = gains.dimensions(run, place)
    assert known == tuple(d for d in DIMENSIONS if d != "district" or place != "all")
    for dimension in known:
        rows = gains.gains(run, place, dimension, "current_law")
        assert rows["outlay_fen"].sum() == paid["scenario"]
        assert rows["gain_fen"].sum() == paid["scenario"] - paid["current_law"]
        assert not set(gains.told(rows)["category"]) & {"not_firm", "not_person", "overlap"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_older_run_says_what_it_did_not_keep(tmp_path, language):
    folder = build(tmp_path / "run", places=("ziyang",))
    (folder / "gains.csv").unlink()
    old = open_run(folder)
    words = Words(language)
    assert gains.dimensions(old, "ziyang") == ("staff", "group")
    rows = tables.on_budget(old, old.table("reach", "ziyang", "scenario"))
    rows = rows[rows["dimension"] == "group"]
    shown = gains.gains(old, "ziyang", "group", "current_law")
    assert shown["outlay_fen"].sum() == rows["outlay_fen"].sum()
    assert shown["heads"].sum() == rows.loc[rows["clause"] != "zy5b", "heads"].sum()
    html = open_page("", "", str(folder), language, "ziyang").section("people")._repr_html_()
    assert words.say("gains_older") in html
    assert words.head("gains_staff") in html
    assert words.head("gains_sector") not in html


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_first_sentence_names_the_documents_own_cost_first(language, unchanged_dir):
    page = open_page("", "", str(unchanged_dir), language, "ziyang")
    base, total = (page.view.outlay(arm) for arm in ("no_policy", "scenario"))
    money = page.view.words.money
    sentence = cost(page.view)
    own, granted, paid = (sentence.index(money(x)) for x in (total - base, base, total))
    assert own < granted < paid


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
    merged = statuses.values(run, "all", "assumption")
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


@pytest.mark.parametrize("keys", [("kind",), ("arm", "year"), ("jurisdiction", "fund", "month")])
def test_sums_are_those_of_pandas_and_keep_the_order(run, keys):
    totals = run.table("totals")
    wanted = totals.groupby(list(keys), sort=False)["outlay_fen"].sum()
    found = sums_by(totals, keys, "outlay_fen")
    assert found == wanted.to_dict()
    assert [*found] == [*wanted.to_dict()]


def test_what_is_made_of_a_run_once_is_not_changed_by_whoever_asks(run):
    lines = outlays.lines(run, "all", "fund")
    lines["scenario"] = 0
    assert outlays.lines(run, "all", "fund")["scenario"].sum() == sum(
        outlays.outlays(run, "all", "scenario", "fund").values()
    )
