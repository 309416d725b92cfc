"""What is no outlay is shown, and never counted as one."""

import pandas as pd
import pytest

from sim.law.schema import NATURES
from sim.present import off_budget as frames
from sim.present import tables
from sim.present.report import open_page
from sim.present.rundir import open_run
from sim.present.sections.off_budget import point
from tests.present.fake_run import GUARANTEED, OFF, build

WAN = 1_000_000  # fen


def section(run, place, language="en", name="off_budget"):
    return open_page("", "", str(run.folder), language, place).section(name)._repr_html_()


def test_the_funds_are_those_of_the_law():
    assert set(tables.OFF_BUDGET) == set(NATURES)


def test_loans_and_relief_by_clause(run):
    frame = frames.off_budget(run, "ziyang").set_index("clause")
    assert list(frame.index) == ["zy3a", "zy3b", "zy32"]  # credit first, the largest first
    loans = frame.loc["zy3a"]
    wan = OFF[0][4]
    assert loans["cases"] == 36 * OFF[0][5]
    assert [loans[str(y)] for y in run.years] == [12 * wan * WAN] * 3
    assert loans["scenario"] == loans["current_law"] == 36 * wan * WAN
    ends = [12 * wan * WAN, GUARANTEED * wan * WAN, GUARANTEED * wan * WAN]
    assert [loans[f"end_{y}"] for y in run.years] == ends
    assert not frame.loc["zy32", [f"end_{y}" for y in run.years]].any()


def test_nothing_forgone_is_not_told_as_nought(run):
    for place, credit, forgone in (("ziyang", 1, 1), ("tacheng", 1, 0), ("lingyuan", 0, 1)):
        said = point(open_page("", "", str(run.folder), "en", place).view)
        assert ("credit outstanding" in said, "forgone" in said) == (credit, forgone)
        assert " 0 yuan" not in said


def test_the_whole_is_the_sum_of_the_places(run):
    whole = frames.off_budget(run, "all")["scenario"].sum()
    assert whole == sum(frames.off_budget(run, p)["scenario"].sum() for p in run.places)
    rows = run.table("off_budget")
    assert whole == rows.loc[rows["arm"] == "scenario", "amount_fen"].sum()


def test_nothing_of_it_is_among_outlays_claims_or_jobs(run):
    off = {line[0] for line in OFF}
    assert not off & set(run.table("totals")["kind"])
    assert not off & set(tables.jobs(run, "ziyang")["kind"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_states_exposure_and_that_it_is_no_outlay(run, language):
    page = open_page("", "", str(run.folder), language, "ziyang")
    html = page.section("off_budget")._repr_html_()
    words = page.view.words
    exposure = sum(line[4] for line in OFF if line[3] == "credit") * GUARANTEED * WAN
    assert words.money(exposure) in html
    assert words.money(page.view.outlay(kind="startup_loan_interest_subsidy")) in html
    assert {"zh": "不在总支出之内", "en": "None of this is in the totals"}[language] in html
    assert words.money(exposure) in page.section("answer")._repr_html_()


def test_places_with_part_of_it_or_nothing(run):
    assert "revenue forgone, not an outlay" in section(run, "lingyuan")
    assert "outstanding, end" not in section(run, "lingyuan").lower()
    assert "forgone over" not in section(run, "tacheng")
    nothing = section(run, "sunan")
    assert "There is no guaranteed credit" in nothing
    assert "<table" not in nothing
    assert "Off the budget</dt>" not in section(run, "sunan", name="answer")


def test_a_scenario_that_lends_otherwise_is_set_beside_current_law(tmp_path):
    folder = build(tmp_path / "run", places=("ziyang",))
    path = folder / "off_budget.csv"
    frame = pd.read_csv(path)
    assert "As issued" not in section(open_run(folder), "ziyang")
    frame[frame["arm"] != "scenario"].to_csv(path, index=False)
    record = folder / "record.json"  # another record: the folder is read again
    record.write_text(record.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    changed = open_run(folder)
    assert "As issued, total" in section(changed, "ziyang")
    assert frames.off_budget(changed, "ziyang")["scenario"].sum() == 0


def test_older_folders_are_read_as_without(tmp_path):
    folder = build(tmp_path / "run", places=("ziyang",))
    (folder / "off_budget.csv").unlink()
    run = open_run(folder)
    assert run.table("off_budget").empty
    assert run.table("funding", "ziyang").empty
    assert "There is no guaranteed credit" in section(run, "ziyang")


def test_money_moved_between_funds_is_shown_when_there_is_any(tmp_path):
    folder = build(tmp_path / "run", places=("ziyang", "sunan"))
    ui, other = "unemployment_insurance_fund", "provincial_ui_adjustment_fund"
    rows = [
        ("ziyang", arm, "zy1c", "zy1a", f"{year}-11", ui, payer, fen)
        for arm in ("current_law", "scenario")
        for year in (2019, 2020)
        for payer, fen in ((ui, 900 * WAN), ("local_budget", 70 * WAN), (other, 30 * WAN))
    ]
    names = ["jurisdiction", "arm", "rule", "clause", "month", "fund", "payer", "amount_fen"]
    pd.DataFrame(rows, columns=names).to_csv(folder / "funding.csv", index=False)
    run = open_run(folder)
    frame = frames.moved(run, "ziyang").set_index("payer")
    assert frame["total"].to_dict() == {"local_budget": 140 * WAN, other: 60 * WAN}
    assert frame.loc["local_budget", ["2019", "2020", "2021"]].tolist() == [70 * WAN, 70 * WAN, 0]
    assert "Moved between funds" in section(run, "ziyang", name="money")
    assert "Moved between funds" in section(run, "all", name="money")
    assert "Moved between funds" not in section(run, "sunan", name="money")


def test_long_tables_and_many_bars_are_cut(run):
    frame = pd.DataFrame({"kind": list("abcdefghijklmnop"), "scenario": range(16, 0, -1)})
    top = tables.largest(frame, "kind")
    assert list(top["kind"]) == [*"abcdefghijkl", "others"]
    assert top["scenario"].sum() == frame["scenario"].sum()
    assert top["scenario"].dtype == "int64"
    assert len(tables.largest(frame.head(13), "kind")) == 13  # one more is no use
    rest = "All but the 12 most expensive"
    assert rest in section(run, "ziyang", name="measures")
    assert rest not in section(run, "lingyuan", name="measures")  # only 12 there
    assert "Only the 8 most expensive" in section(run, "sunan", name="people")


def test_clauses_without_a_number_are_stated_with_what_is_missing(run):
    html = section(run, "ziyang", name="coverage")
    assert "Clauses without a number: 1 of 19." in html
    assert ">amount<" in html
    assert "Clauses without a number are left out: 1" in section(run, "ziyang", name="measures")
