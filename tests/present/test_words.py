"""The glossary is complete in both languages and never shows a bare identifier."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import sim.measures.kinds
from sim.base.errors import UserError
from sim.law.load import load
from sim.law.schema import ACCOUNTS, FUNDS, NATURES, Unit
from sim.measures.registry import kinds
from sim.measures.tables import GROUPS
from sim.present.words import Words, glossary
from sim.questions.case import OCCASIONS

# Section 0.4 of the catalogue of clauses: the 54 fiscal kinds, the rules and "not fiscal".
_KINDS = """
    stable_employment_refund distressed_enterprise_refund fund_cascade_rule fund_transfer_rule
    guarantee_capital_subsidy guarantee_fee_subsidy guarantee_loss_subsidy guarantee_risk_pool
    startup_guaranteed_loan_individual startup_guaranteed_loan_sme startup_loan_interest_subsidy
    loan_bank_award guarantee_fund_replenishment incubator_award startup_premises_relief
    startup_rent_subsidy startup_one_off trademark_subsidy ui_benefit_lump_sum_startup
    startup_training_subsidy startup_demonstration_award internship_subsidy intern_retention_bonus
    intern_early_hire_topup skill_upgrade_subsidy unemployed_training_subsidy
    training_living_allowance distressed_on_the_job_training new_apprenticeship
    project_based_training_purchase free_training_poor veteran_free_training migrant_training
    poor_hire_training_grant master_studio_award social_insurance_subsidy one_off_post_subsidy
    public_service_post_subsidy job_placement_subsidy labour_export_jobseeking_subsidy
    graduate_employment_subsidy graduate_jobseeking_subsidy graduate_policy_reference
    talent_housing_allowance talent_support disability_employer_award poverty_base_award
    public_service_purchase admin_performance_award unemployment_benefit ui_medical_premium
    temporary_living_allowance social_assistance tax_expenditure contribution_rate_cut
    energy_price_cut fee_reduction non_fiscal
"""
_FUNDS = """
    unemployment_insurance_fund employment_subsidy_fund employment_entrepreneurship_subsidy_fund
    fiscal_level_unspecified unspecified city_budget provincial_budget local_budget
    enterprise_training_fund bank_credit_contingent tax_or_price_forgone liaoning_xinjiang_aid_fund
    industrial_restructuring_award_fund provincial_ui_adjustment_fund
"""
_OUTCOMES = ("paid", "unpriced", "nothing", "displaced", "refused", "undecided")


def test_every_kind_fund_group_and_place_has_a_word():
    wanted = [("kind", k) for k in _KINDS.split()] + [("fund", f) for f in _FUNDS.split()]
    wanted += [("group", g) for g in [*GROUPS, "none"]]
    wanted += [("place", p) for p in ("ziyang", "tacheng", "lingyuan", "xiangtan", "sunan")]
    wanted += [("kind", name) for name, _ in kinds()]
    for language in ("zh", "en"):
        Words(language).require(wanted)


def test_every_parameter_and_reading_of_the_measures_is_translated():
    names = {("term", t) for kind in kinds().values() for t in kind.specs()}
    names |= {("reading", r) for kind in kinds().values() for r in kind.readings()}
    Words("zh").require(names)
    numbers = {n for place in load().jurisdictions.values() for n in place.file.parameters}
    Words("zh").require(("term", n) for n in numbers)


def test_every_option_of_a_reading_is_in_chinese():
    found = load().readings
    assert found
    Words("zh").require(("reading", name) for name in found)
    Words("zh").require(("option", f"{name}.{o}") for name, r in found.items() for o in r.options)


def test_what_a_text_fixes_has_words():
    wanted = set()
    for kind in kinds().values():
        for name, (_, options, _) in kind.choices().items():
            wanted |= {("choice", name), *(("choice", f"{name}.{option}") for option in options)}
        for name, (_, vocabulary) in kind.name_lists().items():
            wanted.add(("list", name))
            if name == "needs":
                wanted |= {("condition", word) for word in vocabulary}
            elif name in {"levels", "forms"}:
                wanted |= {("list", f"{name}.{word}") for word in vocabulary}
            else:
                wanted |= {("group", word) for word in vocabulary}
    assert len(wanted) > 90
    Words("zh").require(wanted)


def test_the_law_room_s_own_words_are_translated():
    wanted = [("fund", f) for f in FUNDS]
    rules = [c.rule for _, c in load().clauses() if c.rule]
    wanted += [("fund", b.fund) for r in rules if r.cascade for b in (r.cascade, *r.cascade.then)]
    wanted += [
        ("fund", f) for r in rules if r.transfer for f in (r.transfer.from_, r.transfer.into)
    ]
    wanted += [("nature", n) for n in ("outlay", *NATURES.values())]
    wanted += [("accounted", a) for a in ACCOUNTS]
    wanted += [("unit", u) for u in Unit.__args__]
    wanted += [("occasion", o) for o in OCCASIONS]
    wanted += [("outcome", o) for o in _OUTCOMES]
    Words("zh").require(wanted)


def test_every_condition_of_a_measure_has_words():
    found = set(conditions())
    assert len(found) > 100
    Words("zh").require(("condition", name) for name in found)
    assert set(glossary()["condition"]) == found  # nor words for conditions that are gone


def conditions() -> Iterator[str]:
    """Every name that a kind passes to ``every`` or ``part_due``, dictionaries included."""
    kinds = Path(next(iter(sim.measures.kinds.__path__)))
    paths = [*kinds.glob("*.py"), kinds.parent / "award.py"]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in paths]
    for tree in trees:
        for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
            for call in (*calls(function, "every"), *calls(function, "part_due")):
                for keyword in call.keywords:
                    yield from (
                        [keyword.arg]
                        if keyword.arg
                        else spread(keyword.value, function, tree, trees)
                    )


def calls(node: ast.AST, name: str) -> Iterator[ast.Call]:
    """Calls of a function by its bare name."""
    for n in ast.walk(node):
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == name:
            yield n


def spread(
    value: ast.expr, function: ast.FunctionDef, tree: ast.Module, trees: list[ast.Module]
) -> Iterator[str]:
    """Names in ``**value``: the module's NEEDS, a function's dictionaries, keywords passed on."""
    if isinstance(value, ast.DictComp):
        needs = [
            n.value
            for n in tree.body
            if isinstance(n, ast.Assign) and [ast.unparse(t) for t in n.targets] == ["NEEDS"]
        ]
        yield from ast.literal_eval(needs[0])
    elif isinstance(value, ast.Call):
        maker = next(
            n
            for n in tree.body
            if isinstance(n, ast.FunctionDef) and n.name == ast.unparse(value.func)
        )
        found = [n for n in ast.walk(maker) if isinstance(n, ast.Dict)]
        assert found
        yield from (ast.literal_eval(key) for n in found for key in n.keys)
    else:
        assert function.args.kwarg
        assert ast.unparse(value) == function.args.kwarg.arg
        own = {a.arg for a in (*function.args.args, *function.args.kwonlyargs)}
        for call in (c for t in trees for c in calls(t, function.name)):
            yield from (k.arg for k in call.keywords if k.arg and k.arg not in own)


def test_no_entry_is_empty_or_in_the_wrong_script():
    for section, words in glossary().items():
        for key, (zh, en) in words.items():
            assert zh or section == "unit", (section, key)
            assert en or section in {"unit", "option"}, (section, key)
            if section not in {"sentence", "label", "term", "reading", "option"}:
                assert en.isascii() or "–" in en, (section, key, en)


def test_sentences_use_the_same_values_in_both_languages():
    import string

    for key, pair in glossary()["sentence"].items():
        fields = [{f for _, f, _, _ in string.Formatter().parse(text) if f} for text in pair]
        assert fields[0] == fields[1], key


def test_all_missing_words_are_listed_at_once():
    with pytest.raises(UserError) as caught:
        Words("zh").require([("kind", "stable_refund"), ("fund", "moon_fund"), ("arm", "scenario")])
    assert len(caught.value.problems) == 2
    assert "moon_fund" in str(caught.value)


def test_an_unknown_language_is_refused():
    with pytest.raises(UserError, match="'fr' is not offered"):
        Words("fr")


def test_a_run_with_an_unknown_kind_is_refused(tmp_path):
    from sim.present.report import open_page
    from tests.present.fake_run import build

    folder = build(tmp_path / "run", places=("sunan",))
    totals = folder / "totals.csv"
    text = totals.read_text(encoding="utf-8").replace("skill_upgrade_subsidy", "skil_subsidy")
    totals.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match="skil_subsidy"):
        open_page("", "", str(folder), "zh", "sunan")
