"""``sim case``: the facts of one firm, person or institution against every measure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from sim.base.documents import parse
from sim.base.errors import UserError
from sim.base.money import fen
from sim.cli.main import app
from sim.law.load import load
from sim.measures import tables
from sim.questions.case import OCCASIONS, Case, CaseFile, cases_of, decide
from tests.test_cases import CASES

NAMES = {table.__name__: name for name, table in OCCASIONS.items()}
HIRE = """
jurisdiction: xiangtan
facts: {groups: [registered_poor], tier: 0}
occasions:
  hire:
    hired_on: 2019-05-06
    enterprise: true
    insured: true
    contract_months: 12
    months_on_post: 12
    private: true
    small_or_labour_intensive: true
    registered_unemployed: true
    by_agency: true
    trained: false
    degree: none
    fresh_graduate: false
    sent_by_programme: false
    tax_due_year: 6500
    employer_three_month: 700
    both_three_month: 1010
    employer_all_month: 780
"""


def decided(text: str) -> Case:
    document = parse(text, "case.yaml")
    return decide(document.as_model(CaseFile), load(), document, "case")


def by_clause(case: Case) -> dict[str, Any]:
    return {a.clause: a for o in case.occasions for a in o.accounts}


def test_every_measure_of_the_jurisdiction_answers() -> None:
    found = by_clause(decided(HIRE))
    assert {c: a.outcome for c, a in found.items()} == {
        "xt5a": "paid", "xt9a": "refused", "xt9b": "paid", "xt9f": "paid",
        "xt17d": "refused", "xt17e": "refused", "xt19c": "paid",
    }  # fmt: skip
    assert found["xt9b"].by_month == {"2020-05": 840_000}
    assert found["xt9f"].by_month == {"2020-05": 100_000}
    assert found["xt19c"].by_month == {"2019-11": 30_000}
    assert found["xt5a"].nature == "forgone"
    assert [n for n, holds in found["xt9a"].conditions.items() if not holds] == ["in_groups"]
    assert {n.term for n in found["xt9f"].numbers} == {"amount", "stable_months_needed"}
    assert found["xt9f"].readings["post_window"] == "hire_date"
    assert found["xt9f"].fund == "unspecified"


def test_a_missing_fact_is_named_and_never_taken_as_zero() -> None:
    found = by_clause(decided(HIRE.replace("    tax_due_year: 6500\n", "")))
    assert found["xt5a"].outcome == "undecided"
    assert found["xt5a"].needs == ("tax_due_year",)
    assert found["xt9b"].outcome == "paid", "who does not look at the fact does not need it"


def test_readings_and_values_of_the_case_count() -> None:
    text = HIRE + "readings: {poor_contributions: both_parts}\nvalues: {xt9f.amount: 1200}\n"
    found = by_clause(decided(text))
    assert found["xt9b"].total == 1_212_000
    assert found["xt9f"].total == 120_000
    layers = {n.term: n.layer for n in found["xt9f"].numbers}
    assert layers == {"amount": "scenario", "stable_months_needed": "clause"}


def test_the_larger_of_two_is_drawn() -> None:
    both = "[registered_poor, hard_to_employ]"
    found = by_clause(decided(HIRE.replace("[registered_poor]", both)))
    outcomes = {found[c].outcome: found[c] for c in ("xt9a", "xt9b")}
    assert set(outcomes) == {"paid", "displaced"}
    left_out = outcomes["displaced"]
    assert left_out.as_dict()["amount_fen"] == 0, "what is not paid adds up to nothing"
    assert 0 < left_out.would_be_fen <= outcomes["paid"].total


def test_an_open_number_can_be_supplied() -> None:
    text = """
jurisdiction: sunan
occasions: {tax_year: {year_end: 2019-12-31, private: true, insured: true}}
"""
    assert by_clause(decided(text))["sn7"].outcome == "unpriced"
    found = by_clause(decided(text + "values: {sn7.fees: 800}\n"))["sn7"]
    assert (found.outcome, found.total, found.nature) == ("paid", 80_000, "forgone")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("hired_on:", "hired_onn:"), "no such fact; did you mean 'hired_on'"),
        (("2019-05-06", "soon"), "soon"),
        (("xiangtan", "xiangtam"), "did you mean 'xiangtan'"),
        (("  hire:", "  hier:"), "did you mean 'hire'"),
        (("degree: none", "degree: doctor"), "should be one of: none, college, bachelor, master"),
        (("tier: 0", "tear: 0"), "no 'tear' here"),
        (("insured: true", "insured: 1"), "should be true or false"),
        (("[registered_poor]", "[poor]"), "no such group"),
        (("months_on_post: 12", "months_on_post: 40000"), "out of range: 0 to 32767"),
        (("contract_months: 12", "contract_months: -1"), "out of range"),
        (("employer_three_month: 700", "employer_three_month: 1.0e+17"), "out of range"),
        (("tier: 0", "tier: 7"), "is no tier; xiangtan has 0 to 1"),
        (("2019-05-06", "never"), "'never' is not possible here"),
        (("2019-05-06", "2300-01-01"), "out of range"),
    ],
)
def test_mistakes_are_told(change: tuple[str, str], said: str) -> None:
    with pytest.raises(UserError, match=said):
        decided(HIRE.replace(*change))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("values: {xt9f.amont: 1}", "did you mean 'amount'"),
        ("values: {minimumwage: 1500}", "did you mean 'minimum_wage'"),
        ("values: {zy1a.share: 0.9}", "changes nothing"),
        ("values: {xt9f.amount: 1000}", "changes nothing"),
        ("readings: {post_window: hire}", "did you mean 'hire_date'"),
    ],
)
def test_values_and_readings_are_never_ignored(more: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        decided(HIRE + more)


def test_problems_of_all_kinds_come_together() -> None:
    text = HIRE.replace("  hire:", "  hier: {}\n  hire:").replace("tier: 0", "tier: 9")
    with pytest.raises(UserError) as caught:
        decided(text + "readings: {post_windo: hire_date}")
    assert len(caught.value.problems) == 3


def test_every_problem_of_a_batch_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text(
        "- {jurisdiction: moon, occasions: {hire: {}}}\n"
        "- {jurisdiction: sunan, occasions: {hire: {hired_on: 2019-01-01, colour: red}}}\n"
    )
    with pytest.raises(UserError) as caught:
        cases_of(path, load())
    said = [str(p) for p in caught.value.problems]
    assert len(said) == 2
    assert "cases.yaml:1" in said[0]
    assert "cases.yaml:2" in said[1]


def test_the_command_prints_text_and_json(tmp_path: Path) -> None:
    path = tmp_path / "cases.yaml"
    listed = [YAML(typ="safe").load(HIRE), {**YAML(typ="safe").load(HIRE), "case": "again"}]
    path.write_text(json.dumps(listed, default=str))
    text = CliRunner().invoke(app, ["case", str(path)])
    assert text.exit_code == 0
    assert "8,400.00 yuan" in text.output
    told = CliRunner().invoke(app, ["case", str(path), "--json"])
    rows = json.loads(told.output)
    assert [row["case"] for row in rows] == ["case 1", "again"]
    measures = {m["clause"]: m for m in rows[1]["occasions"][0]["measures"]}
    assert measures["xt9b"]["amount_fen"] == 840_000
    assert rows[0]["not_asked"]["move"] == ["xt19d"]


def test_an_undecided_case_has_its_own_exit_code(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(HIRE.replace("    tax_due_year: 6500\n", ""))
    assert CliRunner().invoke(app, ["case", str(path)]).exit_code == 1


def test_the_schema_lists_every_fact_with_its_unit() -> None:
    told = CliRunner().invoke(app, ["case", "--facts", "all", "--json"])
    schema = json.loads(told.output)
    assert len(schema) == len(tables.TABLES)
    assert schema["loan"]["requested"] == {"unit": "yuan", "meaning": "amount asked for"}
    assert schema["loan"]["borrower_type"]["unit"] == "individual | partnership | small_firm"
    assert "borrower" not in schema["loan"], "who it is does not matter"


PLAIN = [c for c in CASES if not c.values[3].get("local")]


@pytest.mark.parametrize("case", [pytest.param(c.values, id=c.id) for c in PLAIN])
def test_worked_cases_are_told_as_they_were_worked(case: tuple[Any, ...]) -> None:
    _, table, facts, worked = case
    if set(worked.get("readings") or {}) - set(load().readings):
        pytest.skip("names a reading by its clause")
    file = CaseFile(
        jurisdiction=worked["jurisdiction"],
        occasions={NAMES[table]: facts},
        readings=worked.get("readings") or {},
    )
    found = by_clause(decide(file, load(), parse("{}", "case.yaml"), worked["id"]))
    told = found[worked["clause"]]
    expect = worked["expect"]
    if told.outcome != "displaced":
        assert told.entitled == expect["eligible"], worked["why"]
        assert told.total == fen(str(expect.get("amount", 0))), worked["arithmetic"]


EARLY_HIRE = HIRE.replace("2019-05-06", "2018-11-05").replace("registered_poor", "hard_to_employ")


def test_the_window_of_an_undated_clause_tests_the_event_or_the_payment() -> None:
    """xt9a, in force from 2019-02-01: a hire of 2018 is too early, or paid from then on."""
    refused = by_clause(decided(EARLY_HIRE))["xt9a"]
    assert refused.outcome == "refused"
    assert refused.readings["undated_day"] == "event"
    paid = by_clause(decided(EARLY_HIRE + "readings: {undated_day: payment}"))["xt9a"]
    assert paid.outcome == "paid"
    assert (min(paid.by_month), max(paid.by_month)) == ("2019-02", "2019-10")
    gone = EARLY_HIRE.replace("months_on_post: 12", "months_on_post: 3")
    late = by_clause(decided(gone + "readings: {undated_day: payment}"))["xt9a"]
    assert late.outcome == "refused"
    assert not late.conditions["due_in_force"]


def test_a_dated_clause_is_not_concerned() -> None:
    found = by_clause(decided(EARLY_HIRE + "readings: {undated_day: payment}"))
    assert found["xt9f"].outcome == "refused", "its own window tests the day of hiring"
    assert "undated_day" not in found["xt9f"].readings


APPRENTICE = """
jurisdiction: xiangtan
occasions:
  apprenticeship: {started_on: 2019-05-06, years: 2, completed: false, enterprise: true,
    emerging_chain: true}
"""


def test_an_amount_of_zero_says_why() -> None:
    """xt15b pays when the course is done: entitled, and nothing due."""
    found = by_clause(decided(APPRENTICE))["xt15b"]
    assert (found.outcome, found.withheld) == ("nothing", ("course_completed",))
    assert all(found.conditions.values())
    done = by_clause(decided(APPRENTICE.replace("completed: false", "completed: true")))["xt15b"]
    assert (done.outcome, done.withheld) == ("paid", ())


def test_less_than_the_text_asks_in_principle_is_paid_and_flagged() -> None:
    """ly3.2b: 原则上不低于4000元."""
    text = APPRENTICE.replace("xiangtan", "lingyuan").replace("false", "true")
    low = by_clause(decided(text + "values: {ly3.2b.amount: 3500}"))["ly3.2b"]
    assert (low.outcome, low.total, low.unprincipled) == ("paid", 700_000, ("soft_floor",))
    assert by_clause(decided(text))["ly3.2b"].unprincipled == ()


def test_warnings_are_printed(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(APPRENTICE)
    told = CliRunner().invoke(app, ["case", str(path)]).output
    assert "not due in full: course_completed does not hold" in told
    path.write_text(APPRENTICE.replace("xiangtan", "lingyuan") + "values: {ly3.2b.amount: 3500}")
    told = CliRunner().invoke(app, ["case", str(path)]).output
    assert "in principle (原则上) soft_floor = 4000 yuan (ly3.2b)" in told


def test_a_condition_that_refuses_does_so_whatever_else_is_unknown() -> None:
    unknown = HIRE.replace("    contract_months: 12\n", "").replace("    insured: true\n", "")
    found = by_clause(decided(unknown))
    assert found["xt9a"].outcome == "refused", "not hard to employ, whatever the contract"
    assert found["xt9a"].conditions["in_groups"] is False
    assert "insured" not in found["xt9a"].conditions, "a missing fact decides it"
    assert found["xt9a"].needs == ()
    assert found["xt9b"].outcome == "undecided"
    assert set(found["xt9b"].needs) == {"insured", "contract_months"}


def test_what_the_other_readings_would_pay_stands_beside() -> None:
    """AMB-30: (i) is limited to the shortfall; (ii) is always told beside it."""
    text = """
jurisdiction: ziyang
occasions:
  firm_year: {applied_on: 2019-06-01, enterprise: true, recognised_distressed: true,
    trained_on: 2019-05-20, training_cost: 1000, education_fund: 600, trainees: 3,
    training_approved: true}
"""
    found = by_clause(decided(text))["zy9"]
    assert found.total == 30_000
    others = {"training_base.education_fund": 18_000, "training_base.shortfall": 12_000}
    assert found.under_others == others
    for option, amount in others.items():
        chosen = text + f"readings: {{training_base: {option.partition('.')[2]}}}"
        assert by_clause(decided(chosen))["zy9"].total == amount


@pytest.mark.parametrize("uplift", ["0.05", "0.09"])
def test_the_uplift_of_ziyang_is_a_switch(uplift: str) -> None:
    """zy5b 可上浮10%: 1.00 or 1.10, nothing between."""
    text = """
jurisdiction: ziyang
occasions: {internship: {started_on: 2019-05-06}}
"""
    with pytest.raises(UserError, match=r"it is 0 or 0\.1, nothing between"):
        decided(text + f"values: {{zy5b.uplift: {uplift}}}")
    assert decided(text + "values: {zy5b.uplift: 0}")
