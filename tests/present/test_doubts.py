"""The section on how far off a result could be: with draws, without, and with longer questions."""

import json

import pandas as pd
import pytest

from sim.present.report import open_page
from tests.present.fake_run import build


def drawn(place, figure, central, low, high, item=""):
    return {
        "jurisdiction": place, "arm": "scenario", "figure": figure, "item": item,
        "central": central, "low": low, "high": high, "median": central, "agents": 1.0,
        "noise": 0.1, "moved": 0.07, "draws": 200,
    }  # fmt: skip


INTERVALS = [
    drawn("sunan", "outlay", 6e8, 5e8, 8e8),
    drawn("sunan", "outlay", 4e8, 3e8, 5e8, "fund:unemployment_insurance_fund"),
    drawn("sunan", "net_jobs", 20.0, 11.5, 56.25),
    drawn("sunan", "net_jobs", 9.0, 4.25, 33.25, "kind:internship_subsidy"),
    drawn("sunan", "net_jobs_end", 6.0, 2.0, 9.0, "2019"),
    drawn("sunan", "cost_per_net_job", 3e7, 1e7, float("inf")),
]
SENSITIVITY = [
    {"part": part, "name": name, "group": group, "figure": figure, "central": 10.0, "low": low,
     "high": high, "error": 0.1, "first": first, "total": first}
    for figure in ("outlay", "net_jobs")
    for part, name, group, low, high, first in (
        ("input", "labour.depth", "layoffs", 8.0, 13.0, 0.0),
        ("input", "effects.internship_subsidy.additional", "effects", 9.0, 11.0, 0.0),
        ("input", "targets", "targets", 7.0, 14.0, 0.0),
        ("group", "layoffs", "layoffs", 0.0, 0.0, 0.6),
    )
]  # fmt: skip
INFLUENCE = [
    {"jurisdiction": "sunan", "figure": "outlay", "name": name, "group": "layoffs",
     "central": 6e8, "low": low, "high": high, "error": 2e7, "share": share}
    for name, low, high, share in (
        ("labour.depth", 5e8, 7.5e8, 0.4), ("targets", 5.5e8, 7e8, 0.2),
        ("job_finding.laid_off", 6.5e8, 5.7e8, 0.104),
    )
]  # fmt: skip
ATTRIBUTION = [
    {"jurisdiction": "sunan", "group": group, "figure": figure, "booked": 3.0, "alone": 3.0,
     "last": 2.0, "shapley": 2.5}
    for figure in ("outlay", "net_jobs")
    for group in ("always", "retention", "hiring")
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A run of one place that was asked everything."""
    made = build(tmp_path_factory.mktemp("run") / "asked", places=("sunan",))
    for name, rows in (
        ("intervals", INTERVALS), ("sensitivity", SENSITIVITY), ("attribution", ATTRIBUTION),
    ):  # fmt: skip
        pd.DataFrame(rows).to_csv(made / f"{name}.csv", index=False)
    return made


def section(folder, language, name="doubts"):
    return open_page("", "", str(folder), language, "sunan").section(name)._repr_html_()


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        (
            "zh",
            ["500.0万元", "800.0万元", "11.5", "56.2", "2019年末净岗位", "∞", "沙普利值"],
        ),
        (
            "en",
            ["5.0 million yuan", "8.0 million yuan", "end of 2019", "Shapley", "depth of slumps"],
        ),
    ],
)  # fmt: skip
def test_it_shows_intervals_inputs_and_shares(folder, language, wanted):
    html = section(folder, language)
    for word in wanted:
        assert word in html, word
    assert "labour.depth" not in html


def test_jobs_have_the_drawn_interval(folder):
    for name in ("jobs", "answer"):
        assert "11.5–56.2" in section(folder, "en", name), name
    assert "4.2–33.2" in section(folder, "en", "jobs")
    assert "runs with drawn parameters" in section(folder, "en", "jobs")


def test_a_run_without_draws_says_so(tmp_path):
    folder = build(tmp_path / "run", places=("sunan",))
    html = section(folder, "en")
    assert "no draws" in html
    assert "--draws 200 --out RUN" in html
    assert "not a statistical confidence interval" in section(folder, "en", "jobs")


def drawn_run(folder, rows, places=("sunan",)):
    """A run with draws, of which these rows were told."""
    build(folder, places=places)
    pd.DataFrame(INTERVALS).to_csv(folder / "intervals.csv", index=False)
    pd.DataFrame(rows, columns=list(INFLUENCE[0])).to_csv(folder / "influence.csv", index=False)
    record = json.loads((folder / "record.json").read_text(encoding="utf-8"))
    record["answers"] = {"influence": {"draws": 200}}
    record["scenario"]["path"] = "/home/clerk/plans/mine.yaml"
    (folder / "record.json").write_text(json.dumps(record), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("language", "wanted", "silent"),
    [
        ("en", ["read off the 200 draws", "70% of outlay", "depth of slumps in firms",
                "sim sensitivity mine.yaml"], "For change in outlay, against the document"),
        ("zh", ["从200次抽样读出", "财政支出70%", "冲击深度", "sim sensitivity mine.yaml"],
         "对支出变化"),
    ],
)  # fmt: skip
def test_draws_name_the_inputs_that_matter(tmp_path, language, wanted, silent):
    html = section(drawn_run(tmp_path / "run", INFLUENCE), language)
    for word in [*wanted, silent]:
        assert word in html, word
    assert "<svg" in html
    assert "labour.depth" not in html


def test_each_page_shows_the_inputs_of_its_own_place(tmp_path):
    whole = [{**row, "jurisdiction": "all", "name": "labour.discount"} for row in INFLUENCE[:1]]
    folder = drawn_run(tmp_path / "run", [*INFLUENCE, *whole], ("sunan", "ziyang"))
    overview, own = (
        open_page("", "", str(folder), "en", place).section("doubts")._repr_html_()
        for place in ("all", "sunan")
    )
    assert "discount rate" in overview
    assert "depth of slumps" not in overview
    assert "depth of slumps" in own
    assert "discount rate" not in own


def test_draws_in_which_nothing_stands_out_say_so(tmp_path):
    html = section(drawn_run(tmp_path / "run", []), "en")
    assert "no single input stands above chance in 200 draws" in html
    assert "read off the" not in html


def test_what_was_moved_by_itself_comes_before_what_draws_tell(tmp_path):
    folder = drawn_run(tmp_path / "run", INFLUENCE)
    pd.DataFrame(SENSITIVITY).to_csv(folder / "sensitivity.csv", index=False)
    html = section(folder, "en")
    assert "Each input by itself" in html
    assert "read off the" not in html


def test_no_page_names_a_folder_of_the_machine_that_ran_it(tmp_path):
    folder = drawn_run(tmp_path / "run", INFLUENCE)
    for language in ("zh", "en"):
        for name in ("doubts", "reproduce"):
            html = section(folder, language, name)
            assert "mine.yaml" in html
            assert "/home" not in html


def test_an_older_run_with_draws_says_what_to_type(tmp_path):
    folder = build(tmp_path / "run", places=("sunan",))
    pd.DataFrame(INTERVALS).to_csv(folder / "intervals.csv", index=False)
    assert "sim sensitivity" in section(folder, "en")
    assert "This run has no draws" not in section(folder, "en")


def test_the_first_page_names_the_input_that_matters_most(tmp_path):
    html = section(drawn_run(tmp_path / "run", INFLUENCE), "en", "answer")
    assert "moves the outlay most is &quot;depth of slumps in firms&quot;" in html
    assert "moves the outlay most" not in section(drawn_run(tmp_path / "no", []), "en", "answer")
