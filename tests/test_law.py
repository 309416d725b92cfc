"""The law files: complete, sourced, strict; and what happens to a modeller's mistakes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.base.dates import day
from sim.base.errors import UserError
from sim.cli.main import app
from sim.law.load import DATA, load
from sim.law.schema import ACCOUNTS
from sim.measures.registry import kinds
from sim.measures.rulebook import check, partly_priced, rulebook
from sim.results import matrix
from sim.results.coverage import counts, markdown
from sim.results.tables import clause_rows
from sim.scenario.load import of_data
from tests.harness import measure_with, rules, the_law

ROOT = Path(__file__).parents[1]
COUNTS = {"ziyang": 50, "tacheng": 35, "lingyuan": 55, "xiangtan": 70, "sunan": 46}


def test_every_clause_is_accounted_for_once() -> None:
    """256 clauses: 50, 35, 55, 70 and 46, each with exactly one account (the schema's rule)."""
    law = the_law()
    found = {name: len(j.file.clauses) for name, j in law.jurisdictions.items()}
    assert found == COUNTS
    assert sum(found.values()) == 256
    assert all(clause.accounted in ACCOUNTS for _, clause in law.clauses())
    assert all(c.non_fiscal is None or len(c.non_fiscal) > 20 for _, c in law.clauses())


def test_clauses_name_title_and_lead_in_the_words_of_the_document() -> None:
    for _, clause in the_law().clauses():
        assert re.search("[\u4e00-\u9fff]", clause.title.zh), clause.id
        assert clause.title.en
        assert clause.article
        assert clause.lead


def test_an_unaccounted_clause_does_not_load(tmp_path: Path) -> None:
    edited(tmp_path, "ziyang", 'non_fiscal: "covering notice', 'note: "covering notice')
    with pytest.raises(UserError, match="clause zy0 needs exactly one of measure, rule"):
        load(tmp_path)


def test_the_coverage_page_is_current() -> None:
    law = the_law()
    rows = list(clause_rows(law, tuple(law.jurisdictions)))
    page = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    assert page == markdown(law, rows), "run: sim coverage --write docs/coverage.md"
    assert counts(rows)[-1][1]["all"] == 256


def test_the_matrix_page_is_current() -> None:
    page = (ROOT / "docs" / "matrix.md").read_text(encoding="utf-8")
    assert page == matrix.markdown(the_law()), "run: sim matrix --write docs/matrix.md"
    for name, _ in kinds():
        assert f"| `{name}` |" in page


def test_nothing_is_left_to_be_modelled() -> None:
    """145 fiscal clauses: 142 pay by themselves, three act through others (sn14, xt19b, ly3.3b)."""
    accounts = {clause.id: clause.accounted for _, clause in the_law().clauses()}
    assert "to_be_modelled" not in accounts.values()
    assert sum(account == "measure" for account in accounts.values()) == 142
    assert {accounts[c] for c in ("sn14", "xt19b", "ly3.3b")} == {"rule"}
    assert {clause.measure.kind for _, clause in the_law().clauses() if clause.measure} == {
        name for name, _ in kinds()
    }


def test_every_ambiguity_is_treated() -> None:
    """The catalogue's 77 and those of its amendments; none of weight H or M is left unsaid."""
    law = the_law()
    ids = {f"AMB-{n:02d}" for n in range(1, 83)} | {"AMB-26b", "AMB-50b", "AMB-66b"}
    assert set(law.ambiguities) == ids
    for name, spec in law.ambiguities.items():
        for reading in spec.readings:
            assert len(law.readings[reading].options) > 1, reading
        if spec.weight in "HM" and not (spec.readings or spec.numbers):
            assert len(spec.settled) > 40, f"{name}: a reason that convinces"
    used = {r for spec in law.ambiguities.values() for r in spec.readings}
    assert used == set(law.readings)


def test_the_numbers_of_ambiguities_are_terms_of_their_clauses() -> None:
    for name, spec in the_law().ambiguities.items():
        for number in spec.numbers:
            clause, _, term = number.rpartition(".")
            if not clause:
                assert term in the_law().purse_numbers(), f"{name}: {number}"
                continue
            assert term in measure_with(clause).kind.specs(), f"{name}: {number}"


def test_clauses_that_exclude_each_other_look_at_the_same_occasions() -> None:
    for name, place in the_law().jurisdictions.items():
        for rule in place.file.no_double:
            tables = {rules(name).measure(clause).kind.table for clause in rule.clauses}
            assert len(tables) == 1, rule


def test_every_number_has_a_source_and_every_assumption_a_range() -> None:
    for jurisdiction in the_law().jurisdictions:
        for used in rules(jurisdiction).numbers:
            assert used.source, used
            assert used.status in ("statute", "reference", "assumption", "open")
            assert used.status != "assumption" or (used.range and used.note), used
            assert (used.value == "") == (used.status == "open"), used


def test_statutes_cite_a_clause_of_their_own_document() -> None:
    law = the_law()
    for jurisdiction, clause in law.clauses():
        for name, parameter in (clause.measure.terms if clause.measure else {}).items():
            for value in parameter.values:
                if value.status == "statute":
                    cited = value.source.split(" ")[0]
                    ids = [c.id for c in jurisdiction.file.clauses]
                    assert cited in ids, f"{clause.id}.{name} cites {cited}"


def test_the_law_has_no_problem() -> None:
    assert list(check(the_law())) == []


def test_the_winning_layer_is_visible() -> None:
    layers = {(u.term, u.layer) for u in rules("ziyang").numbers}
    assert ("share", "clause") in layers
    assert ("minimum_wage", "jurisdiction") in layers
    assert ("pension_employer", "province") in layers
    assert ("benefit_months", "national") in layers


def test_open_numbers_stay_open() -> None:
    measure = rules("xiangtan").measure("xt9g")
    assert measure.terms.temporary_allowance is None
    assert [u.status for u in rules("xiangtan").numbers if u.clause == "xt9g"].count("open") == 2


ALL = ("ziyang", "tacheng", "lingyuan", "xiangtan", "sunan")


def edited(
    folder: Path, name: str, old: str, new: str, keep: tuple[str, ...] = ("ziyang",)
) -> None:
    """A copy of the law (of some jurisdictions: reading takes time) with one edit in a file."""
    if not (folder / "national.yaml").exists():
        shutil.copytree(DATA, folder, dirs_exist_ok=True)
        for path in (folder / "jurisdictions").glob("*.yaml"):
            if path.stem not in keep:
                path.unlink()
    path = next(folder.rglob(f"{name}.yaml"))
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


MISTAKES = [
    ("share: {value: 0.5, unit: share, status: statute, source: zy1a}",
     "share: {value: 0.5, unit: share, status: statute}",
     r"ziyang.yaml:\d+: .*'source' is missing"),
    ("share: {value: 0.5, unit: share, status: statute, source: zy1a}",
     "shar: {value: 0.5, unit: share, status: statute, source: zy1a}",
     r"ziyang.yaml:\d+: .*stable_employment_refund has no 'shar' here; did you mean 'share'"),
    ("share: {value: 0.5, unit: share, status: statute, source: zy1a}",
     "share: {value: 1.5, unit: share, status: statute, source: zy1a}",
     r"share is 1.5, above its bound of 1"),
    ("share: {value: 0.5, unit: share, status: statute, source: zy1a}",
     "share: {value: 0.5, unit: months, status: statute, source: zy1a}",
     r"should be a whole number of months"),
    ("share: {value: 0.5, unit: share, status: statute, source: zy1a}",
     "share: {value: 50, unit: yuan, status: statute, source: zy1a}",
     r"share is in share, not yuan"),
    ("share: {value: 0.5, unit: share, status: statute, source: zy1a}",
     "share: {value: 0.5, unit: share, status: guess, source: zy1a}", r"statute.*assumption"),
    ("prefix: zy", "prefix: zy\nprefix: zy", r"ziyang.yaml:\d+: duplicate key \"prefix\""),
    ("prefix: zy", "prefix: zy\ncolour: red",
     r"ziyang.yaml:\d+: colour: 'colour' is not known here"),
    ("province: sichuan", "province: sichaun",
     r"no province 'sichaun'; did you mean 'sichuan'"),
    ("window: {from: 2019-01-01, to: 2019-12-31}", "window: {from: 2019-12-31, to: 2019-01-01}",
     r"the window ends \(2019-01-01\) before it begins"),
    ("fund: unemployment_insurance_fund", "fund: petty_cash", r"'petty_cash' is no fund"),
    ("kind: stable_employment_refund", "kind: stable_employment_refnud",
     r"no kind of measure 'stable_employment_refnud'; did you mean"),
    ("on: [zy1a, zy1b]", "on: [zy1a, zy1x]", r"no clause 'zy1x'; did you mean"),
    ("reading: refund_stacking", "reading: refund_stakcing", r"no reading 'refund_stakcing'"),
    ("groups: [graduate]", "groups: [graduates]", r"no 'graduates'; did you mean 'graduate'"),
    ("id: zy0\n", "id: zy1a\n", r"clause zy1a is given twice"),
    ("{value: 1650, from: 2018-07-01", "{value: 1650, from: 2017-07-01", r"do not join"),
    ("range: [0.7, 0.9], note:", "note:", r"an assumption needs 'range'"),
    ("ceiling: {value: 50, unit: yuan/day", "ceiling: {value: 40, unit: yuan/day",
     r"amount exceeds ceiling of zy10b"),
    ("range: [0.7, 0.9], note:", "range: [0.9, 0.7], note:", r"from the lowest to the highest"),
    ("status: statute, source: zy1a}", "status: statute, source: xt1a}",
     r"a statute cites a clause of its own document, not 'xt1a'"),
    ("{value: 1650, from: 2018-07-01,", "{value: 1650, from: 2018-07-01, to: 2019-12-31,",
     r"the last value ends on 2019-12-31"),
    ("terms_of: zy5a\n      part_of: zy5a", "terms_of: zy5x\n      part_of: zy5a",
     r"no clause 'zy5x'; did you mean"),
    ("value: 1320, unit: yuan/month", "value: 1320.001, unit: yuan/month", r"finer than a fen"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES, ids=[m[2] for m in MISTAKES])
def test_a_mistake_names_file_line_and_remedy(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    edited(tmp_path, "ziyang", old, new)
    with pytest.raises(UserError, match=message) as caught:
        rulebook(load(tmp_path), "ziyang")
    assert "ziyang.yaml:" in str(caught.value)


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    edited(tmp_path, "ziyang", "prefix: zy", "prefix: zy\ncolour: red", keep=ALL)
    edited(tmp_path, "sunan", "prefix: sn", "prefix: sn\ncolor: red")
    edited(tmp_path, "hunan", "parameters:", "parameter:")
    with pytest.raises(UserError) as caught:
        load(tmp_path)
    places = " ".join(problem.where for problem in caught.value.problems)
    assert all(f"{name}.yaml" in places for name in ("ziyang", "sunan", "hunan"))


def test_values_hold_from_their_day() -> None:
    wage = rules("xiangtan").local["minimum_wage"]
    days = {"2019-09-30": 158_000, "2019-10-01": 170_000}
    for date, fen in days.items():
        assert int(wage.on(day(date), 0)) == fen
    assert int(wage.on(day("2021-01-01"), 1)) == 154_000


def test_a_clause_with_some_of_its_numbers_is_named() -> None:
    """ly4.1b says for how long and not how much; zy4b says neither, until a scenario says one."""
    assert list(partly_priced(rules("lingyuan"))) == [
        ("ly4.1b", ["months_limit"], ["monthly_value"])
    ]
    assert not list(partly_priced(rules("ziyang")))
    half = of_data(
        {
            "title": {"zh": "试", "en": "test"}, "question": "?", "author": "tests",
            "date": "2019-12-31", "expect": {"outlay": "same"},
            "policy": {"change": [{"clause": "zy4b", "term": "monthly_value", "value": 300}]},
        },
        "half.yaml",
    )  # fmt: skip
    found = list(partly_priced(rulebook(the_law(), "ziyang", half)))
    assert found == [("zy4b", ["monthly_value"], ["months_limit"])]
    told = CliRunner().invoke(app, ["check"]).output
    assert "ly4.1b is partly unpriced and pays nothing: months_limit given" in told
