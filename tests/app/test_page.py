"""The page in process: a slider moves and what is shown follows."""

import re
import tomllib
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from sim.app import Explorer, glossary
from sim.app.glossary import AppWords, characters, own_words
from sim.app.model import DRAFT
from sim.app.picture import months_picture
from sim.budget.bills import bills
from sim.engine import simulate
from sim.engine.gains import NO_UNIT
from sim.engine.session import still
from sim.population import SECTORS
from sim.present import words
from sim.results import tables_of
from sim.scenario import load
from tests.app.places import MODEL, PLACE, SHARE, STATES

SLIDER = "stable_employment_refund.share"


@pytest.fixture
def explorer(tmp_path):
    return Explorer(PLACE, "zh", folder=tmp_path, model=MODEL)


def outputs(explorer):
    explorer.results.draw_all()
    return {name: piece.value for name, piece in explorer.outputs.items()}


def test_moving_a_slider_changes_every_output(explorer):
    before = outputs(explorer)
    explorer.panel.controls[SLIDER].field.value = 70
    after = outputs(explorer)
    assert explorer.answer.difference > 0
    assert "+" in re.search(r"tile up.*?figure\">([^<]*)", after["headline"]).group(1)
    same = {name for name in before if before[name] == after[name]}
    # this change reaches the same firms, and jobs come with the full answer
    waits = {"standing", "jobs", "channels", "compare", "saves"}
    assert same == {"notice", "funnel", *waits}
    assert "value: 0.7" in after["document"]


def test_moving_back_changes_everything_back(explorer):
    before = outputs(explorer)
    slider = explorer.panel.controls[SLIDER].field
    slider.value = 70
    slider.value = 50
    assert outputs(explorer) == before
    explorer.panel.controls[SLIDER].field.value = 80
    explorer.panel.controls[SLIDER].undo.click()
    assert slider.value == 50
    assert outputs(explorer) == before


def test_the_purses_are_those_of_a_run(explorer):
    purse, state = explorer.answer.purse, explorer.state
    run = tables_of(simulate(MODEL.law, still(state.scenario(DRAFT))), MODEL.law)
    rows = run.reserves[run.reserves["arm"] == "scenario"]
    assert list(purse.balance) == rows["balance_fen"].tolist()
    assert list(purse.payments) == rows["payments_fen"].tolist()
    parts = run.settled[run.settled["arm"] == "scenario"]
    sums = parts.groupby(["payer", "outcome"])["amount_fen"].sum()
    assert {k: v for k, v in purse.parts.items() if v} == sums[sums > 0].to_dict()


def test_the_levels_of_government_are_those_of_a_run(explorer):
    explorer.panel.controls[SLIDER].field.value = 70
    answer, scenario = explorer.answer, explorer.state.scenario(DRAFT)
    settled = tables_of(simulate(MODEL.law, still(scenario)), MODEL.law).settled
    sums = bills(settled).groupby(["level", "arm"])["amount_fen"].sum()
    for level, (law, changed) in answer.levels.items():
        assert law == sums.get((level, "current_law"), 0), level
        assert changed == sums.get((level, "scenario"), 0), level
    for i, arm in enumerate(("current_law", "scenario")):
        assert sum(both[i] for both in answer.levels.values()) == answer.total(arm)
    block = outputs(explorer)["levels"]
    assert {explorer.words("level", level) for level in answer.levels} <= set(
        re.findall(r'<th scope="row">(.*?)<', block)
    )


def test_a_thin_fund_shows_its_closed_gates(tmp_path):
    path = tmp_path / "thin.yaml"
    figures = {PLACE: {"opening_balance": 1_000_000, "payments_last_year": 90_000_000}}
    body = {**DRAFT, "jurisdictions": [PLACE], "budget": {"figures": figures}}
    path.write_text(yaml.safe_dump(body, allow_unicode=True), encoding="utf-8")
    thin = Explorer(PLACE, "zh", scenario=path, folder=tmp_path, model=MODEL)
    assert thin.state.body()["budget"] == {"figures": figures}
    block = outputs(thin)["purse"]
    assert "门槛关闭" in block
    assert "备付不足不予发放" in block
    ET.fromstring(re.search(r"<svg.*?</svg>", block, re.DOTALL).group())  # noqa: S314
    thin.speak("en")
    assert "gate closed" in outputs(thin)["purse"]


def test_reset_brings_the_difference_to_exactly_zero(explorer):
    before = outputs(explorer)
    controls = explorer.panel.controls
    controls[SLIDER].field.value = 65
    controls["severity"].field.value = 50
    controls["reading.few_layoffs"].field.value = "none"
    explorer.panel.controls["on.skill_upgrade_subsidy"].field.value = False
    explorer.panel.controls["sector.mining"].field.value = True
    assert explorer.answer.difference != 0
    explorer.reset.click()
    assert explorer.answer.difference == 0
    assert outputs(explorer) == before
    assert explorer.panel.controls["on.skill_upgrade_subsidy"].field.value


def test_a_measure_is_switched_off_and_on(explorer):
    box = explorer.panel.controls["on.skill_upgrade_subsidy"].field
    box.value = False
    assert explorer.words.app("off") in outputs(explorer)["measures"]
    assert "skill_upgrade_subsidy" in explorer.outputs["document"].value
    box.value = True
    assert explorer.answer.difference == 0


def test_severity_moves_its_parts_and_a_part_moves_alone(explorer):
    controls = explorer.panel.controls
    controls["severity"].field.value = 100
    assert controls["layoffs"].field.value == pytest.approx(3)
    assert controls["job_finding"].field.value == pytest.approx(0.6)
    controls["job_finding"].field.value = 0.9
    assert explorer.state.shock.layoffs == 3
    assert explorer.state.shock.job_finding == 0.9
    controls["severity"].undo.click()
    assert explorer.state.shock.calm
    assert controls["layoffs"].field.value == 1


def test_a_change_that_changes_nothing_says_so_calmly(explorer):
    explorer.panel.controls["distressed_enterprise_refund.share"].field.value = 60
    notice = explorer.outputs["notice"].value
    assert explorer.words.app("no_payment") in notice
    assert "Error" not in notice
    assert "Traceback" not in notice


def test_a_refused_change_keeps_the_last_numbers(explorer):
    before = outputs(explorer)
    explorer._moved(SLIDER, explorer.state.with_change([SHARE], 1.2))
    assert explorer.words.app("refused") in explorer.outputs["notice"].value
    assert explorer.outputs["headline"].value == before["headline"]
    explorer.panel.controls[SLIDER].field.value = 60
    assert explorer.outputs["notice"].value == ""


def test_the_language_changes_and_nothing_else(explorer):
    explorer.panel.controls[SLIDER].field.value = 70
    explorer.save_box.author.value = "预算处"
    difference = explorer.answer.difference
    explorer.language.value = "en"
    assert explorer.answer.difference == difference
    assert explorer.panel.controls[SLIDER].field.value == 70
    assert explorer.save_box.author.value == "预算处"
    assert "Stable-employment refund" in explorer.outputs["chips"].value
    assert not re.search("[一-鿿]", explorer.outputs["headline"].value)


def test_another_place_has_its_own_law(explorer):
    explorer.place.value = "lingyuan"
    assert explorer.state.jurisdiction == "lingyuan"
    here = {m.kind.name for m in explorer.panel.rules[0].measures}
    controls = explorer.panel.controls
    assert {n.removeprefix("on.") for n in controls if n.startswith("on.")} == here


def test_controls_are_made_when_they_are_seen(explorer):
    made = explorer.panel.parts[1].controls.made
    name = "internship_subsidy.internship_rate"
    assert name not in made
    explorer.panel.fold("measure.internship_subsidy").open()
    assert name in made
    explorer.panel.controls[name].field.value = 1500
    assert explorer.answer.difference > 0


def test_sliders_stand_on_their_steps(explorer):
    """Browsers move a slider onto its steps by themselves, which would be a change."""
    for place in (*MODEL.law.jurisdictions, "all"):
        explorer.place.value = place
        for name, control in explorer.panel.controls.items():
            field = control.field
            if hasattr(field, "step"):
                steps = (field.value - field.min) / field.step
                assert steps == pytest.approx(round(steps), abs=1e-6), (place, name)
        assert explorer.state.changes == {}


def test_saving_from_the_page(explorer, tmp_path):
    explorer.panel.controls[SLIDER].field.value = 70
    box = explorer.save_box
    box.button.click()
    assert "warning" in box.message.value
    assert not list(tmp_path.glob("*.yaml"))
    box.name.value, box.question.value, box.author.value = "seven", "多付多少？", "预算处"
    box.button.click()
    assert f"sim report {tmp_path.name}/seven.yaml" in box.message.value
    assert load(tmp_path / "seven.yaml").file.policy.change[0].value == 0.7
    other = Explorer(PLACE, "en", folder=tmp_path, model=MODEL)
    other.save_box.name.value, other.save_box.author.value = "seven", "someone"
    other.save_box.question.value = "?"
    other.save_box.button.click()
    assert "exists" in other.save_box.message.value


def test_opening_a_scenario_places_the_controls(explorer, tmp_path):
    path = tmp_path / "opened.yaml"
    path.write_text(STATES["everything"].scenario(DRAFT).text, encoding="utf-8")
    explorer.open(path)
    controls = explorer.panel.controls
    assert controls[SLIDER].field.value == 70
    assert controls["severity"].field.value == 75
    assert controls["reading.few_layoffs"].field.value == "none"
    assert not controls["on.internship_subsidy"].field.value
    assert explorer.state.body() == STATES["everything"].body()
    assert explorer.start_from.value == str(path)
    explorer.start_from.value = ""
    assert explorer.answer.difference == 0


def test_a_slip_in_the_cell_is_said_on_the_page(tmp_path):
    (tmp_path / "bad.yaml").write_text("title: [", encoding="utf-8")
    page = Explorer("sunnan", "en", scenario=tmp_path / "bad.yaml", folder=tmp_path, model=MODEL)
    notice = page.outputs["notice"].value
    assert "did you mean &#x27;sunan&#x27;" in notice
    assert notice.count("<li>") == 2
    assert page.answer.difference == 0


def test_a_scenario_about_another_place_takes_the_page_there(explorer, tmp_path):
    path = tmp_path / "there.yaml"
    there = replace(STATES["share"], jurisdiction="lingyuan")
    path.write_text(there.scenario(DRAFT).text, encoding="utf-8")
    explorer.start_from.options = explorer._files()
    explorer.start_from.value = str(path)
    assert explorer.state.jurisdiction == "lingyuan"
    assert explorer.answer.difference > 0
    explorer.place.value = PLACE
    assert explorer.answer.difference > 0
    assert explorer.words.app("not_here", name="there", place="肃南县") in (
        explorer.outputs["notice"].value
    )


def test_a_broken_file_leaves_the_page_as_it_is(explorer, tmp_path):
    (tmp_path / "bad.yaml").write_text("title: [", encoding="utf-8")
    before = explorer.outputs["headline"].value
    explorer.start_from.options = explorer._files()
    explorer.start_from.value = str(tmp_path / "bad.yaml")
    assert explorer.words.app("refused") in explorer.outputs["notice"].value
    assert explorer.outputs["headline"].value == before


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", STATES)
def test_the_picture_is_sound_and_needs_no_other_font(name, language):
    words = AppWords(language)
    svg = months_picture(MODEL.answer(STATES[name]), words, "a & b")
    tree = ET.fromstring(svg)  # noqa: S314 - our own
    texts = "".join("".join(t.itertext()) for t in tree.iter("{http://www.w3.org/2000/svg}text"))
    assert words.app("months_diff") in texts
    assert set(texts) <= characters(MODEL.law)


def test_everything_that_is_shown_is_in_the_font(explorer):
    have = characters(MODEL.law)
    for language in ("en", "zh"):
        explorer.language.value = language
        explorer.results.draw_all()
        for piece in explorer.outputs.values():
            assert set(re.sub("<[^>]*>", "", piece.value)) <= have | {"\n"}


def test_no_word_stands_in_two_files():
    files = [
        tomllib.loads(p.read_text(encoding="utf-8")) for p in Path(glossary.FOLDER).glob("*.toml")
    ]
    keys = [(s, key) for file in files for s, words in file.items() for key in words]
    assert len(keys) == len(set(keys))


def test_every_word_comes_in_both_languages():
    for section in own_words().values():
        for key, pair in section.items():
            assert len(pair) == 2, key
            assert all(pair), key
            fields = [sorted(re.findall(r"\{(\w+)\}", text)) for text in pair]
            assert fields[0] == fields[1], key
    assert set(words.glossary()["sector"]) == {*SECTORS, NO_UNIT}
