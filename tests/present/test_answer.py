"""The first page answers in five sentences, right in grammar and number, from the results."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from sim.budget.figures import UI
from sim.budget.payers import paid
from sim.present import standing, tables
from sim.present.blocks import Picture, Points, Table, Text
from sim.present.changes import change
from sim.present.charts import levels, starts_at
from sim.present.report import open_page
from sim.present.rundir import open_run
from sim.present.sections import five
from sim.present.sections.answer import answer, tiles
from sim.present.sections.doubts import doubts
from sim.present.sections.jobs import jobs as sections_jobs
from sim.present.sections.money import money
from sim.present.sections.sentences import jobs
from sim.present.tables import ARMS
from sim.present.view import View
from sim.present.words import Words, glossary
from sim.questions.intervals import widened


def gates(reserve=(80.0, 30.0), shut=(), poor=()):
    """Two years of both refunds; by default all is well."""
    rows = [
        {
            "jurisdiction": "ziyang", "arm": arm, "kind": kind, "year": year,
            "needs_months": needs, "reserve_months": months,
            "open": (kind, year) not in shut, "open_low": (kind, year) not in {*shut, *poor},
            "due_fen": 9_000_000,
            "refused_fen": 5_000_000 if (kind, year) in shut else 0,
            "refused_heads": 1 if (kind, year) in shut else 0,
            "closes_below_fen": 1, "reserve_low": 10.0,
        }
        for arm in ARMS
        for year, months in zip((2019, 2020), reserve, strict=True)
        for kind, needs in (("stable_employment_refund", 12), ("distressed_enterprise_refund", 24))
    ]  # fmt: skip
    return pd.DataFrame(rows)


def view_with(folder, language, **tables):
    """A run whose tables are as given, whatever stands in its folder."""
    known = {(name, "all"): frame for name, frame in tables.items()}
    for name, frame in tables.items():
        here = frame["jurisdiction"] == "ziyang" if "jurisdiction" in frame else [True] * len(frame)
        known[name, "ziyang"] = frame[here]
    return View(replace(open_run(folder), _known=known), Words(language), "ziyang")


def intervals(central=1.0, median=1.0, **ends):
    """Central, low and high by figure."""
    rows = [
        {"jurisdiction": "ziyang", "arm": "scenario", "figure": figure, "item": "",
         "central": central, "low": low, "high": high, "median": median, "agents": 0.0,
         "noise": 0.0, "moved": 0.0, "draws": 200}
        for figure, (low, high) in ends.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("changed", [True, False])
@pytest.mark.parametrize("place", ["all", "sunan"])
def test_five_sentences_and_one_picture(run_dir, unchanged_dir, language, changed, place):
    folder = run_dir if changed else unchanged_dir
    view = open_page("", "", str(folder), language, place).view
    blocks = answer(view)
    (points,) = (b for b in blocks if isinstance(b, Points))
    assert len(points.items) == 5
    assert sum(isinstance(b, Picture) for b in blocks) == 1
    end = "。" if language == "zh" else "."
    for _, said in points.items:
        assert said.endswith(end)
        assert said.count("。") == (language == "zh"), "one sentence each"
        assert not re.search(r"[.;,] ?[.;,]|\(\)|  |\{|\}|\bnan\b|\binf\b", said), said
        assert not said[0].islower()


@pytest.mark.parametrize(("language", "said"), [("zh", "撑得住"), ("en", "bears it")])
def test_open_gates_are_borne(run_dir, language, said):
    text = five.funds(view_with(run_dir, language, gates=gates()))
    assert said in text
    assert "30" in text  # the lowest reserve, not the first
    assert "80" not in text
    poor = gates(poor=[("distressed_enterprise_refund", 2020)])
    text = five.funds(view_with(run_dir, language, gates=poor))
    assert {"zh": "2020年的困难企业稳岗返还会停发", "en": "in 2020 would be refused"}[
        language
    ] in text


@pytest.mark.parametrize(("language", "said"), [("zh", "撑不住"), ("en", "does not bear all")])
def test_shut_gates_are_named_with_what_they_refuse(run_dir, language, said):
    shut = gates(shut=[("distressed_enterprise_refund", 2020)])
    text = five.funds(view_with(run_dir, language, gates=shut))
    assert said in text
    assert Words(language).money(3 * 5_000_000 // 3) in text
    kinds = ("distressed_enterprise_refund", "stable_employment_refund")
    many = gates(shut=[(kind, year) for kind in kinds for year in (2019, 2020)])
    text = five.funds(view_with(run_dir, language, gates=many))
    assert {"zh": "4项返还", "en": "4 refunds"}[language] in text


@pytest.mark.parametrize(
    ("language", "due", "can"), [("zh", "应付", "付得出"), ("en", "due", "can be")]
)
def test_what_is_refused_is_due_and_not_paid(run_dir, unchanged_dir, language, due, can):
    for folder in (run_dir, unchanged_dir):
        settled = settled_like(open_run(folder), outcome="gate", payer="")
        view = view_with(folder, language, settled=settled)
        refused = view.outlay(payer="gate")
        text = five.cost(view)
        assert due in text
        assert can in text
        paid = view.outlay() - refused
        assert view.words.money(paid) in text or view.words.alike(paid, refused)[0] in text
        assert "is paid" not in text
        assert tiles(view)[0][0] == view.words.head("tile_due")
        for told in (five.jobs(view), jobs(view)):
            assert {"zh": "照常发放计算", "en": "counted as if"}[language] in told
            assert view.words.money(refused) in told
        plain = view_with(folder, language)
        assert "can be paid" not in five.cost(plain)
        assert "counted as if" not in five.jobs(plain)


def test_a_closed_gate_with_nothing_behind_it_refuses_nothing(run_dir):
    shut = gates(shut=[("distressed_enterprise_refund", 2020)])
    idle = shut.assign(due_fen=shut["due_fen"].where(shut["open"], 0), refused_fen=0)
    text = five.funds(view_with(run_dir, "en", gates=idle))
    assert "so no refund is refused" in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_jobs_that_may_be_none_have_no_price(run_dir, language):
    drawn = intervals(net_jobs=(-112, 145), net_jobs_change=(-4, 9))
    table = open_run(run_dir).table("jobs")
    more = (table["arm"] == "scenario") & (table["kind"] == "stable_employment_refund")
    table = table.assign(net_central=table["net_central"].where(~more, table["net_central"] + 10))
    view = view_with(run_dir, language, intervals=drawn, jobs=table)
    assert view.words.jobs_span(-112, 145) == {"zh": "−112 至 145", "en": "−112 to 145"}[language]
    sums = tables.jobs_sums(view.run, view.place)
    price = view.words.rough(sums["cost_fen"] / sums["net_central"])
    section = [block.text for block in sections_jobs(view) if isinstance(block, Text)]
    for text in (five.jobs(view), jobs(view), *section):
        assert price not in text
        assert {"zh": "每个净岗位年的支出约", "en": "net job-year costs"}[language] not in text
    for text in (five.jobs(view), jobs(view)):
        assert view.words.jobs_span(-112, 145) in text
        assert {"zh": "一个都没有", "en": "there may be none"}[language] in text
    assert {"zh": "新增支出", "en": "of added outlay each"}[language] not in five.jobs(view)
    name, figure, remark = tiles(view)[-1]
    assert (name, remark) == (view.words.head("tile_cost"), view.words.head("tile_maybe_none"))
    assert figure.startswith("≥")
    firm = view_with(run_dir, language, intervals=intervals(net_jobs=(112, 145)))
    assert price not in five.jobs(view)
    assert "112–145" in five.jobs(firm)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_cost_per_job_names_the_money_it_is_a_part_of(run_dir, language):
    view = view_with(run_dir, language, intervals=intervals(net_jobs=(112, 145)))
    base = view.words.money(tables.jobs_sums(view.run, view.place)["cost_fen"])
    assert base != view.words.money(view.outlay())
    for text in (five.jobs(view), jobs(view), tiles(view)[-1][-1]):
        assert base in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_interval_widened_to_its_central_value_says_so(run_dir, language):
    known = {"zh": "已扩至", "en": "widened to"}[language]
    for low, high, out in ((83.25, 177, True), (50, 83.25, True), (50, 177, False)):
        drawn = intervals(central=83.25, median=121, net_jobs=(low, high), outlay=(low, high))
        view = view_with(run_dir, language, intervals=drawn)
        (table,) = (b for b in doubts(view) if isinstance(b, Table))
        assert (known in five.jobs(view)) == (known in table.note) == out
        assert ("121" in five.jobs(view)) == ("121" in table.note) == out
        marks = [shown.endswith("°") for shown in table.frame["interval"]]
        assert marks == [out] * len(marks)
    assert not widened(5.0, 5.0, 5.0)
    assert not widened(5.0, float("inf"), float("inf"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_part_of_the_population_is_told_on_the_first_page(run_dir, language):
    view = view_with(run_dir, language)
    for size, said in ((0.05, "5%"), (1.0, ""), (0.125, "12.5%")):
        run = replace(view.run, record={**view.run.record, "size": size})
        warnings = [
            block.text for block in answer(replace(view, run=run))
            if isinstance(block, Text) and block.tone == "warning"
        ]  # fmt: skip
        assert len(warnings) == bool(said)
        assert not said or said in warnings[0]


def test_the_first_sentence_can_be_checked_and_says_in_or_over(run_dir):
    view = view_with(run_dir, "en")
    assert "over 2019–2021" in five.cost(view)
    (by, start, end) = re.findall(r"([\d.,]+) million yuan", five.cost(view))
    by, start, end = (float(x.replace(",", "")) for x in (by, start, end))
    assert by == pytest.approx(end - start, abs=0.11)
    record = {**view.run.record, "years": [2020, 2020]}
    single = five.cost(replace(view, run=replace(view.run, record=record)))
    assert "in 2020 by" in single
    assert "over" not in single


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_net_number_of_nought_is_a_number(run_dir, language):
    table = open_run(run_dir).table("jobs")
    nought = table.assign(net_low=0.0, net_central=0.0, net_high=0.0)
    view = view_with(run_dir, language, jobs=nought)
    for text in (five.jobs(view), jobs(view)):
        assert text != view.words.say("jobs_none")
        assert view.words.count(tables.jobs_sums(view.run, view.place)["gross"]) in text
        assert {"zh": "谈不上每个岗位的成本", "en": "no cost per job"}[language] in text
    none = view_with(run_dir, language, jobs=table[:0])
    assert five.jobs(none) == jobs(none) == none.words.say("jobs_none")


def test_money_that_others_pay_or_nobody_is_told(run_dir):
    rows = [("paid", 100), ("moved", 7_000_000_00), ("unpaid", 5_000_000_00)]
    settled = pd.DataFrame([
        {"jurisdiction": "ziyang", "arm": "scenario", "outcome": outcome, "amount_fen": fen}
        for outcome, fen in rows
    ])  # fmt: skip
    text = five.funds(view_with(run_dir, "en", gates=gates(), settled=settled))
    assert text.endswith(
        "; other purses stand in for 7.0 million yuan; 5.0 million yuan is left without a payer."
    )


def settled_like(run, part=0.3, outcome="excess", payer="local_budget"):
    """What is due, a part of the ordinary refund of the scenario paid by another, or by nobody."""
    due = run.table("totals").rename(columns={"outlay_fen": "amount_fen"})
    refund = (due["kind"] == "stable_employment_refund") & (due["arm"] == "scenario")
    other = (due["amount_fen"] * part).astype("int64").where(refund, 0)
    own = due.assign(amount_fen=due["amount_fen"] - other, payer=due["fund"], outcome="paid")
    rest = due.assign(amount_fen=other, payer=payer, outcome=outcome)[refund]
    return pd.concat([own, rest])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_who_pays_is_told_by_the_purses_not_by_the_text(run_dir, language):
    run, words = open_run(run_dir), Words(language)
    settled = settled_like(run)
    view = view_with(run_dir, language, settled=settled)
    here = settled[(settled["jurisdiction"] == "ziyang") & (settled["arm"] == "scenario")]
    paid_by = here.groupby("payer")["amount_fen"].sum()
    refund = here[here["outcome"] == "excess"]["amount_fen"].sum()
    assert dict(view.sums("payer")) == dict(paid_by)
    assert view.outlay() == paid_by.sum()
    assert view.outlay(fund=UI) == paid_by[UI] + refund, "what the document assigns"
    said, change = five.who(view).split({"zh": "；与", "en": "; the change"}[language])
    (amount, _), gap = words.alike(paid_by[UI], refund), {"zh": "（", "en": " ("}[language]
    assert words("payer", UI) + gap + amount in said
    assert words.money(refund) in said
    shown = re.match(r"[+\d,.]+", words.money(refund, signed=True))[0]
    assert words("payer", "local_budget") + {"zh": "（", "en": " ("}[language] + shown in change
    figures = [figure for _, figure, _ in tiles(view)]
    assert words.money(paid_by[UI]) in figures
    table = next(b for b in money(view) if isinstance(b, Table)).frame.set_index("payer")
    assert table.loc["local_budget", "scenario"] == refund
    assert table.loc[UI, "scenario"] == paid_by[UI]
    wide = standing.wide(["a"], [view.run], "payer").set_index("payer")["a"]
    assert wide["local_budget"] == settled[settled["outcome"] == "excess"]["amount_fen"].sum()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_nobody_pays_is_no_payers(run_dir, language):
    settled = settled_like(open_run(run_dir), outcome="gate", payer="")
    view = view_with(run_dir, language, settled=settled)
    refused = view.outlay(payer="gate")
    assert 0 < refused < view.outlay()
    said = five.who(view)
    assert {"zh": "无人支付", "en": "nobody pays the remaining"}[language] in said
    assert view.words.money(refused) in said
    assert sum(fen for _, fen in view.sums("payer")) == view.outlay()


def test_without_books_the_assigned_fund_is_taken_to_pay(run_dir):
    totals = open_run(run_dir).table("totals")
    settled = settled_like(open_run(run_dir))
    known = paid(totals, settled[settled["jurisdiction"] == "ziyang"])
    sums = known.groupby(["jurisdiction", "arm"])["outlay_fen"].sum()
    assert sums.to_dict() == totals.groupby(["jurisdiction", "arm"])["outlay_fen"].sum().to_dict()
    assert set(known.loc[known["payer"] == "local_budget", "jurisdiction"]) == {"ziyang"}
    none = paid(totals, settled[:0])
    assert (none["payer"] == none["fund"]).all()


def test_the_change_of_net_jobs_has_its_own_interval_and_cost(run_dir):
    run = open_run(run_dir)
    jobs = run.table("jobs")
    more = (jobs["arm"] == "scenario") & (jobs["kind"] == "stable_employment_refund")
    jobs = jobs.assign(net_central=jobs["net_central"].where(~more, jobs["net_central"] + 10))
    drawn = intervals(net_jobs=(100, 300), net_jobs_change=(12, 48))
    text = five.jobs(view_with(run_dir, "en", jobs=jobs, intervals=drawn))
    assert "90 % interval 100–300" in text
    assert "30.0 (12.0–48.0) of them come on top" in text
    assert "of added outlay each" in text


def test_certainty_is_about_the_change_where_there_is_one(run_dir, unchanged_dir):
    drawn = intervals(outlay=(1e9, 2e9), outlay_change=(-1e8, 1e8))
    changed = five.firm(view_with(run_dir, "en", intervals=drawn))
    assert "the change lies between −1.0 million yuan and +1.0 million yuan" in changed
    same = five.firm(view_with(unchanged_dir, "en", intervals=drawn))
    assert "the outlay lies between 10.0 million yuan and 20.0 million yuan" in same


def test_one_clause_has_a_singular_and_the_largest_input_is_named(run_dir):
    tornado = pd.DataFrame({
        "part": "input", "name": ["labour.depth", "labour.reckons"], "group": "x",
        "figure": "outlay", "central": 5.0, "low": [4.0, 1.0], "high": [6.0, 9.0],
        "error": 0.0, "first": 0.0, "total": 0.0,
    })  # fmt: skip
    view = view_with(run_dir, "en", sensitivity=tornado)
    text = five.firm(replace(view, place="all"))
    assert f'"{view.words.input("labour.reckons")}"' in text
    assert "1 clause states no number and carries no money" in five.firm(view)


def test_the_steps_of_the_waterfall_add_up_to_the_fen(run_dir):
    run = open_run(run_dir)
    for place in ("all", *run.places):
        totals = run.table("totals", place)
        for before, after in (("no_policy", "current_law"), ("current_law", "scenario")):
            found = change(totals, before, after)
            sums = totals.groupby("arm")["outlay_fen"].sum()
            assert (found.start, found.end) == (sums[before], sums[after])
            assert levels(found.start, found.steps)[-1] == found.end
            sizes = [abs(fen) for kind, fen in found.steps if kind != "others"]
            assert sizes == sorted(sizes, reverse=True)


def test_the_axis_is_cut_only_where_the_levels_hardly_differ():
    assert starts_at([0, 5, 100]) == 0
    assert starts_at([70, 100]) == 0
    assert 0 < starts_at([2000, 2100, 2090]) < 2000
    assert starts_at([0, 0]) == 0


def test_every_fund_has_a_word_as_a_payer():
    funds = set(glossary()["fund"]) - {
        "none", "bank_credit_contingent", "tax_or_price_forgone", "social_insurance_funds",
        "assistance_budget",
    }  # fmt: skip
    assert funds <= set(glossary()["payer"])
