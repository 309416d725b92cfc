"""From heads to net jobs: steps that add up, what the purse saves, and words for it."""

import json

import pandas as pd
import pytest

from sim.present import net_jobs, tables
from sim.present.blocks import Fold, Picture, Table, Text
from sim.present.report import open_page
from sim.present.rundir import open_run
from sim.present.sections.why_net import why
from sim.present.words import glossary
from tests.present.fake_run import SAVED, WAGE, build


def blocks(run, place, language="en", kind=Text):
    shown = open_page("", "", str(run.folder), language, place).section("jobs").blocks
    flat = [b for s in shown for b in (s.blocks if isinstance(s, Fold) else [s])]
    return [b for b in flat if isinstance(b, kind)]


def texts(run, place, language="en"):
    return "\n".join(b.text for b in blocks(run, place, language))


def changed(folder, table, change):
    """A table of the folder, changed; the record too, so that the folder is read again."""
    path = folder / f"{table}.csv"
    change(pd.read_csv(path, keep_default_na=False)).to_csv(path, index=False)
    record = folder / "record.json"
    record.write_text(record.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    return open_run(folder)


def test_the_steps_add_up(run):
    for place in ("all", "ziyang"):
        frame = net_jobs.steps(run, place, "kind")
        assert (frame["anyway"] == frame["gross"] - frame["starts"]).all()
        assert (frame["net_begun"] == frame["starts"] - frame["lost"]).all()
        # the made-up run says that others lose a quarter of what is additional
        assert frame["lost"].to_numpy() == pytest.approx(frame["starts"].to_numpy() / 4)
        rows = tables.job_rows(run, place)
        assert frame["net_central"].sum() == pytest.approx(rows["net_central"].sum())
        sums = net_jobs.total(frame)
        for key in ("channel", "basis", "year", "jurisdiction"):
            other = net_jobs.total(net_jobs.steps(run, place, key))
            columns = ["gross", "starts", "lost", "net_central", "cost_fen"]
            assert other[columns].tolist() == pytest.approx(sums[columns].tolist())
        assert sums["cost_per_net_fen"] == pytest.approx(sums["cost_fen"] / sums["net_central"])


def test_the_overview_is_the_sum_of_its_places(run):
    whole = net_jobs.total(net_jobs.steps(run, "all", "kind"))
    apart = [net_jobs.total(net_jobs.steps(run, p, "kind")) for p in run.places]
    for column in ("gross", "starts", "lost", "net_central", "cost_fen"):
        assert whole[column] == pytest.approx(sum(one[column] for one in apart))


def test_year_ends_and_job_years_by_channel(run):
    rows = tables.job_rows(run, "ziyang")
    for frame, column in (
        (net_jobs.year_ends(run, "ziyang"), "net_end"),
        (net_jobs.job_years(run, "ziyang"), "net_central"),
    ):
        assert list(frame.columns) == list(run.years)
        for (channel, year), part in rows.groupby(["channel", "year"]):
            assert frame.loc[channel, year] == pytest.approx(part[column].sum())


def test_net_cost_is_outlay_less_what_is_saved(run):
    by_kind = net_jobs.net_cost(run, "ziyang").set_index("kind")
    for kind, row in by_kind.iterrows():
        assert row["saved_fen"] == sum(row[s] for s in net_jobs.SOURCES)
        assert row["net_fen"] == row["cost_fen"] - row["saved_fen"]
        expected = row["net_central"] * sum(SAVED.values()) * 100
        assert row["saved_fen"] == pytest.approx(expected, rel=0.01), kind
    for key in ("channel", "year", "jurisdiction"):
        other = net_jobs.net_cost(run, "ziyang", key)
        assert other["net_fen"].sum() == by_kind["net_fen"].sum()
    assert by_kind["cost_fen"].dtype == by_kind["saved_fen"].dtype == "int64"


def test_each_fund_gets_its_own_savings(run):
    by_fund = net_jobs.net_cost_by_fund(run, "all").set_index("fund")
    whole = net_jobs.net_cost(run, "all").sum(numeric_only=True)
    totals = run.table("totals")
    kinds = totals["kind"].isin(set(tables.job_rows(run, "all")["kind"]))
    outlay = totals.loc[kinds & (totals["arm"] == "scenario"), "outlay_fen"].sum()
    assert by_fund["cost_fen"].sum() == outlay
    assert by_fund["saved_fen"].sum() == whole["saved_fen"]
    assert by_fund.loc["social_insurance_funds", "saved_fen"] == whole["contributions"]
    assert by_fund.loc["assistance_budget", "saved_fen"] == whole["dibao"]
    benefits = whole["unemployment_benefit"] + whole["ui_medical_premium"]
    assert by_fund.loc["unemployment_insurance_fund", "saved_fen"] == benefits
    assert by_fund.loc["social_insurance_funds", "cost_fen"] == 0


def test_a_measure_without_a_number_is_not_free(tmp_path):
    """Its jobs have a cost that nobody knows: they are in neither sum nor cost, but are named."""
    folder = build(tmp_path / "run", places=("sunan",))
    before = net_jobs.total(net_jobs.steps(open_run(folder), "sunan", "kind"))

    def add(rows):
        one = rows[rows["kind"] == "skill_upgrade_subsidy"]
        return pd.concat([rows, one.assign(kind="veteran_free_training", cost_fen=0, gross=0)])

    run = changed(folder, "jobs", add)
    after = net_jobs.total(net_jobs.steps(run, "sunan", "kind"))
    assert after["net_central"] == before["net_central"]
    assert after["cost_per_net_fen"] == before["cost_per_net_fen"]
    extra = tables.jobs(run, "sunan", group="unpriced")
    assert list(extra["kind"]) == ["veteran_free_training"]
    assert "free training, veterans" in texts(run, "sunan").lower()


def test_income_support_and_what_acts_on_nothing_is_left_out(tmp_path):
    folder = build(tmp_path / "run", places=("sunan",))

    def none(rows):
        return rows.assign(acts=rows["acts"].where(rows["kind"] != "internship_subsidy", "none"))

    assert "internship_subsidy" in set(tables.job_rows(open_run(folder), "sunan")["kind"])
    run = changed(folder, "jobs", none)
    assert "internship_subsidy" not in set(tables.job_rows(run, "sunan")["kind"])


def test_a_measure_that_reached_nobody_still_costs(tmp_path):
    folder = build(tmp_path / "run", places=("sunan", "ziyang"))
    numbers = ["starts", "additional", "displaced", "net_low", "net_central", "net_high", "net_end"]

    def nobody(rows):
        here = (rows["jurisdiction"] == "sunan") & (rows["kind"] == "internship_subsidy")
        rows.loc[here, numbers] = 0.0
        return rows

    before = net_jobs.total(net_jobs.steps(open_run(folder), "sunan", "kind"))["cost_fen"]
    run = changed(folder, "jobs", nobody)
    assert net_jobs.total(net_jobs.steps(run, "sunan", "kind"))["cost_fen"] == before


def test_the_wage_is_that_of_the_place_or_missing(tmp_path, run):
    assert net_jobs.wage(run, "ziyang") == net_jobs.wage(run, "all") == WAGE * 12 * 100
    folder = build(tmp_path / "run", places=("sunan",))
    old = changed(folder, "population", lambda rows: rows[rows["item"] != "wage_on_post"])
    assert net_jobs.wage(old, "sunan") is None
    assert "mean yearly wage" not in texts(old, "sunan")
    assert "A net job-year costs about" in texts(old, "sunan")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("place", ["all", "ziyang", "sunan"])
def test_the_paragraph_tells_the_run_s_own_numbers(run, language, place):
    view = open_page("", "", str(run.folder), language, place).view
    words, sums = view.words, net_jobs.total(net_jobs.steps(run, place, "kind"))
    text = why(view)
    for number in (
        words.count(sums["gross"]), words.jobs(sums["net_central"]), words.jobs(sums["starts"]),
        words.jobs(sums["lost"]), words.jobs(sums["net_begun"]),
        words.rough(sums["cost_per_net_fen"]), words.rough(WAGE * 12 * 100),
    ):  # fmt: skip
        assert number in text, number
    assert "{" not in text
    assert "  " not in text
    assert ".." not in text
    assert text in texts(run, place, language)


def test_the_paragraph_leaves_out_what_is_not_there(tmp_path):
    folder = build(tmp_path / "run", places=("sunan",))
    only = changed(folder, "jobs", lambda rows: rows[rows["basis"] == "covered_workers"])
    view = open_page("", "", str(only.folder), "en", "sunan").view
    assert "persons helped" not in why(view)
    assert "worker-years" in why(view)


def test_tables_by_channel_kind_fund_and_year(run):
    shown = blocks(run, "ziyang", kind=Table)
    firsts = [t.columns[0].key for t in shown]
    assert firsts == ["channel", "kind", "kind", "fund", "channel", "year"]
    assert [c.key for c in shown[0].columns[-3:]] == ["end_2019", "end_2020", "end_2021"]
    keys = [c.key for c in shown[1].columns]
    assert keys[2:6] == ["gross", "anyway", "lost", "net_begun"]
    assert keys[-2:] == ["cost_per_net_fen", "wages"]
    assert all(t.total for t in shown)
    last = shown[1].frame.iloc[-1]
    assert last["wages"] == pytest.approx(last["cost_per_net_fen"] / (WAGE * 12 * 100))
    assert blocks(run, "all", kind=Table)[1].columns[0].key == "jurisdiction"
    assert len(blocks(run, "ziyang", kind=Picture)) == 2


def test_a_scenario_is_set_beside_the_document(run, unchanged_dir):
    assert "Against the document as issued" in texts(run, "ziyang")
    assert "Against the document as issued" not in texts(open_run(unchanged_dir), "ziyang")


@pytest.mark.parametrize(("language", "said"), [("zh", "关闭了行为反应"), ("en", "switched off")])
def test_without_behaviour_the_page_says_so_instead_of_zeros(tmp_path, language, said):
    folder = build(tmp_path / "run", places=("sunan",))
    path = folder / "record.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**record, "behaviour": {"on": False}}), encoding="utf-8")
    run = open_run(folder)
    assert net_jobs.is_static(run)
    text = texts(run, "sunan", language)
    assert said in text
    assert f"{net_jobs.heads(run, 'sunan'):,}" in text
    assert not blocks(run, "sunan", language, kind=Table)
    page = open_page("", "", str(folder), language, "sunan")
    assert said in page.section("answer")._repr_html_()


def test_older_folders_without_the_mechanism_can_be_read(tmp_path):
    folder = build(tmp_path / "run", places=("sunan",))
    run = changed(folder, "jobs", lambda rows: rows.drop(columns="acts"))
    assert not tables.job_rows(run, "sunan").empty


def test_no_word_of_factors_is_left():
    for section in ("sentence", "label"):
        for zh, en in glossary()[section].values():
            assert "head-count factor" not in en.lower()
            assert "净系数" not in zh
