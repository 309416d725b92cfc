"""From the controls to numbers and back, without a page."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sim.app import page
from sim.app.full import packed, unpacked
from sim.app.glossary import AppWords
from sim.app.knobs import knobs
from sim.app.model import DRAFT, joined
from sim.app.opening import state_of
from sim.app.state import Shock, State
from sim.base.errors import UserError
from sim.budget.figures import UI
from sim.engine import simulate, still
from sim.engine.places import arms
from sim.measures.rulebook import current_law, rulebook
from sim.scenario import load
from sim.scenario.load import of_data, of_text
from tests.app.places import MODEL, PLACE, SHARE, STATES

LAW = MODEL.law
SHIPPED = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))


def totals(outcome, place):
    """Outlays by arm; guaranteed credit and revenue forgone are none."""
    lines = outcome.tallies[place].lines
    return {
        arm: sum(
            int(lines[arm, m.clause].outlay.sum()) for m in rules.measures if m.nature == "outlay"
        )
        for arm, rules in outcome.places[place].arms.items()
    }


def shown(state):
    answer = MODEL.answer(state)
    return {arm: answer.total(arm) for arm in ("no_policy", "current_law", "scenario")}


@pytest.mark.parametrize("name", STATES)
def test_a_state_survives_its_own_yaml(name):
    state = STATES[name]
    scenario = state.scenario(DRAFT)
    again = of_text(scenario.text, "again.yaml")
    assert again.file == scenario.file
    found = state_of(again.file, current_law(LAW, PLACE))
    assert found.body() == state.body()
    assert found.key == state.key


@pytest.mark.parametrize("name", STATES)
def test_totals_are_those_of_a_run(name):
    state = STATES[name]
    assert shown(state) == totals(simulate(LAW, still(state.scenario(DRAFT))), PLACE)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_every_shipped_scenario_opens_to_the_totals_of_its_run(path):
    scenario = load(path)
    place = (scenario.file.jurisdictions or ("ziyang",))[-1]
    small = scenario.with_(population={"size": 0.2}, jurisdictions=[place])
    state = state_of(small.file, _rules_of(small, place))
    assert shown(state) == totals(simulate(LAW, still(small)), place)


def _rules_of(scenario, place):
    borrow = [b.model_dump(by_alias=True) for b in scenario.file.policy.borrow]
    if not borrow:
        return current_law(LAW, place)
    return rulebook(LAW, place, scenario.with_(policy={"borrow": borrow}))


def test_reset_is_exactly_current_law():
    answer = MODEL.answer(State(PLACE))
    assert answer.difference == 0
    assert answer.note == ""
    assert not (answer.by_month("scenario") != answer.by_month("current_law")).any()
    assert answer.by("payer", "scenario") == answer.by("payer", "current_law")


def test_a_measure_that_is_off_is_gone_and_nothing_else_changes():
    answer = MODEL.answer(STATES["off"])
    law, scenario = (answer.by("kind", arm) for arm in ("current_law", "scenario"))
    assert law.pop("skill_upgrade_subsidy") > 0
    assert "skill_upgrade_subsidy" not in scenario
    assert scenario == law


def test_sums_agree_whichever_way_they_are_taken():
    answer = MODEL.answer(STATES["everything"])
    for arm in ("current_law", "scenario"):
        whole = answer.total(arm)
        assert sum(answer.by("payer", arm).values()) == whole
        assert sum(answer.by("kind", arm).values()) == whole
        assert int(answer.by_month(arm).sum()) == whole
        funds = answer.by("payer", arm)
        assert sum(int(answer.by_month(arm, fund).sum()) for fund in funds) == whole


def test_payers_are_those_of_the_purses_and_not_of_the_text():
    state = State("xiangtan").with_change([SHARE], 0.7)
    answer = unpacked(json.loads(json.dumps(packed(MODEL.answer(state)))))
    paid = answer.by("payer", "scenario")
    settled = {}
    for (payer, outcome), fen in answer.purse.parts.items():
        settled[payer or outcome] = settled.get(payer or outcome, 0) + fen
    assert paid == settled
    excess = answer.purse.parts["local_budget", "excess"]
    assert excess > 0
    law = answer.by("payer", "current_law")
    assert "local_budget" not in law
    assert paid[UI] == pytest.approx(law[UI], rel=0.01), (
        "what lies above the ceiling is not the fund's"
    )
    due = sum(r.total for r in answer.rows if r.arm == "scenario" and r.fund == UI)
    assert due == paid[UI] + excess


def test_a_closed_gate_is_told_above_every_view_with_what_it_refuses():
    shut = State("xiangtan", balances={"xiangtan": 30_000_000.0})
    answer = unpacked(json.loads(json.dumps(packed(MODEL.answer(shut)))))
    refused = sum(fen for _, fen in answer.purse.refusing)
    assert answer.unpaid == refused > 0
    for language in ("zh", "en"):
        words = AppWords(language)
        said, tiles = page.closed(answer, words), page.headline(answer, words, {})
        assert words.money(refused) in said
        assert said.count("<li>") == len(answer.purse.refusing) < len(answer.purse.shut)
        assert words.app("total_due") in tiles
        assert words.money(answer.total("scenario") - refused) in tiles
    together = joined({"xiangtan": answer, PLACE: MODEL.answer(State(PLACE))})
    assert "Xiangtan: Gate closed" in page.closed(together, AppWords("en"))
    assert not page.closed(MODEL.answer(State("xiangtan")), AppWords("en"))


def test_a_change_to_what_the_law_says_anyway_is_noticed():
    answer = MODEL.answer(State(PLACE).with_change([SHARE], 0.5))
    assert answer.note == "same_rules"
    assert answer.difference == 0


def test_a_change_without_any_payment_is_noticed():
    idle = next(
        k for k in knobs(LAW, current_law(LAW, PLACE))
        if k.kind == "distressed_enterprise_refund" and k.term == "share"
    )  # fmt: skip
    # method A is in force, so that method B's share pays nobody
    answer = MODEL.answer(State(PLACE).with_change(idle.targets, 0.6))
    assert answer.note == "no_payment"
    assert answer.difference == 0


def test_what_cannot_be_is_refused_with_its_reason():
    with pytest.raises(UserError, match="above its bound"):
        MODEL.answer(State(PLACE).with_change([SHARE], 1.2))


def test_a_shock_alone_moves_both_arms_and_tells_its_own_cost():
    answer = MODEL.answer(STATES["shock"])
    assert answer.difference == 0
    assert answer.calm == MODEL.answer(State(PLACE)).total("current_law")
    assert answer.total("current_law") != answer.calm


def test_quick_is_true_for_rules_and_false_for_a_new_economy():
    MODEL.answer(State(PLACE).with_change([SHARE], 0.62))
    assert MODEL.quick(State(PLACE).with_change([SHARE], 0.61))
    assert not MODEL.quick(State(PLACE, shock=Shock(layoffs=1.23)))


@pytest.mark.parametrize("place", LAW.jurisdictions)
def test_every_slider_can_go_all_the_way(place):
    rules = current_law(LAW, place)
    for knob in knobs(LAW, rules):
        for position in (knob.low, knob.start, (knob.low + knob.high) / 2, knob.high):
            on_step = knob.low + (position - knob.low) // knob.step * knob.step
            amount = knob.amount(on_step)
            if amount is None:
                continue
            state = State(place).with_change(knob.targets, amount)
            under = rulebook(LAW, place, state.scenario(DRAFT))
            assert under.measures, (knob.kind, knob.term, position)
            assert knob.position(amount) == pytest.approx(on_step)


@pytest.mark.parametrize("place", LAW.jurisdictions)
def test_sliders_stay_inside_the_bounds_of_the_kinds(place):
    rules = current_law(LAW, place)
    specs = {(m.kind.name, n): s for m in rules.measures for n, s in m.kind.specs().items()}
    for knob in knobs(LAW, rules):
        spec = specs[knob.kind, knob.term]
        factor = 100 if knob.unit == "share" else 1
        assert knob.low < knob.high
        assert knob.low >= float(spec.low or 0) * factor
        assert spec.high is None or knob.high <= float(spec.high) * factor or knob.columns


def test_numbers_that_no_slider_shows_are_kept_as_written():
    change = {"term": "minimum_wage", "value": 1600, "from": "2020-07-01", "why": "a rise"}
    header = {**DRAFT, "years": [2019, 2020], "jurisdictions": [PLACE]}
    scenario = of_data({**header, "policy": {"change": [change]}}, "kept")
    state = state_of(scenario.file, current_law(LAW, PLACE))
    assert not state.changes
    assert state.scenario(header).file == scenario.file
    moved = replace(state, changes={SHARE: 0.6})
    assert len(list(arms(LAW, moved.scenario(header)))) == 1
    assert len(moved.body()["policy"]["change"]) == 2
