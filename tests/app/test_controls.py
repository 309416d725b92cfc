"""The controls: undo and redo, places together, search, errors beside a control, own tables."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from typer.testing import CliRunner

from sim.app import Explorer
from sim.app.controls.measures import marks as marks_of
from sim.app.controls.measures import name_of
from sim.app.describe import document_text
from sim.app.glossary import AppWords
from sim.app.history import History, Stand
from sim.app.knobs import knobs
from sim.app.model import DRAFT
from sim.app.opening import state_of
from sim.app.responses import preset_of, presets, with_preset
from sim.app.shock import PRESETS
from sim.app.state import ALL, State
from sim.cli.main import app
from sim.cli.template import template
from sim.engine import simulate, still
from sim.law.ceilings import ceilings
from sim.measures.rulebook import current_law
from sim.scenario import load
from sim.scenario.load import of_text
from tests.app.places import MODEL, PLACE, SHARE, STATES, TOGETHER

LAW = MODEL.law
SLIDER = "stable_employment_refund.share"


MOVES = {
    SLIDER: 70,
    "severity": 50,
    "sector.mining": True,
    "on.skill_upgrade_subsidy": False,
    "reading.few_layoffs": "none",
    "years": (2019, 2020),
    "gates": False,
    "responses": "low",
    "borrow": "lingyuan",
    "place": "lingyuan",
}


@pytest.fixture
def explorer(tmp_path):
    return Explorer(PLACE, "en", folder=tmp_path, model=MODEL)


def field(explorer, name):
    return explorer.panel.controls[name].field


# back and forth


def test_undo_and_redo_walk_through_every_kind_of_control(explorer):
    for name, value in MOVES.items():
        before, text = explorer.state, explorer.document()
        field(explorer, name).value = value
        after = explorer.state
        assert after != before, name
        explorer.bar.undo.click()
        assert explorer.state == before, name
        assert explorer.document() == text, name
        explorer.bar.redo.click()
        assert explorer.state == after, name
        assert field(explorer, name).value == value, name


def test_buttons_say_what_they_would_do(explorer):
    bar = explorer.bar
    assert bar.undo.disabled
    assert bar.redo.disabled
    field(explorer, SLIDER).value = 70
    assert "share 70%" in bar.undo.tooltip
    explorer.speak("zh")
    assert "70%" in explorer.bar.undo.tooltip
    explorer.bar.undo.click()
    assert explorer.bar.undo.disabled
    assert "70%" in explorer.bar.redo.tooltip
    field(explorer, "gates").value = False
    assert explorer.bar.redo.disabled


def test_a_drag_is_one_step_and_a_pause_begins_another():
    now = [0.0]
    history = History(Stand(State(PLACE)), clock=lambda: now[0])
    for share in (0.6, 0.7, 0.8):
        now[0] += 0.1
        history.go(Stand(State(PLACE).with_change([SHARE], share)), SLIDER)
    now[0] += 10
    history.go(Stand(State(PLACE).with_change([SHARE], 0.9)), SLIDER)
    history.undo()
    assert history.now.state.changes == {SHARE: 0.8}
    history.undo()
    assert history.now.state.changes == {}
    assert history.before is None


def test_reset_to_law_can_be_undone(explorer):
    field(explorer, SLIDER).value = 70
    changed = explorer.state
    explorer.reset.click()
    assert explorer.answer.difference == 0
    explorer.undo()
    assert explorer.state == changed


# places together


def test_places_together_are_the_sum_of_a_run():
    state = TOGETHER.with_change([SHARE], 0.6)
    lines = simulate(LAW, still(state.scenario(DRAFT)))
    for arm in ("current_law", "scenario"):
        whole = 0
        for place, tally in lines.tallies.items():
            for measure in lines.places[place].arms[arm].measures:
                if measure.nature == "outlay":
                    whole += int(tally.lines[arm, measure.clause].outlay.sum())
        assert MODEL.answer(state).total(arm) == whole


def test_a_change_that_some_places_have_anyway_counts_in_the_others():
    term = next(
        k for k in knobs(LAW, *MODEL.rules(TOGETHER))
        if k.kind == "stable_employment_refund" and k.term == "registered_unemployment_rate"
    )  # fmt: skip
    assert len(term.differing) == len(LAW.jurisdictions)
    state = TOGETHER.with_change(term.targets, 0.028)
    answer = MODEL.answer(state)
    assert answer.note == ""
    assert set(answer.parts) == set(LAW.jurisdictions)
    assert answer.difference == sum(part.difference for part in answer.parts.values())
    assert len(MODEL.felt(state).scenario(DRAFT).file.jurisdictions) == 5


@pytest.mark.parametrize("lender", ["", "xiangtan"])
def test_every_slider_of_places_together_can_go_all_the_way(lender):
    state = replace(TOGETHER, borrow=lender)
    for knob in knobs(LAW, *MODEL.rules(state)):
        for position in (knob.low, knob.high):
            steps = (position - knob.low) // knob.step
            amount = knob.amount(knob.low + steps * knob.step)
            if amount is not None:
                moved = state.with_change(knob.targets, amount)
                for rules in MODEL.rules(replace(moved, borrow=lender)):
                    assert rules.measures


# what stands behind a number


@pytest.mark.parametrize("place", ["xiangtan", ALL])
def test_every_number_shows_its_clauses_values_sources_and_status(place):
    page = Explorer(place if place != ALL else PLACE, "en", model=MODEL)
    page.show_place(place)
    specs = {name_of(knob): knob for knob in page.panel.knobs}
    for name, knob in specs.items():
        details = page.panel.controls[name].spec.details()
        assert all(f"<b>{clause}</b>" in details for clause in knob.clauses), name
        assert re.search("In the document|Other published|Assumption|Left open", details), name
        assert details.count("<details") == 1


def test_the_legal_value_is_marked_and_a_national_ceiling_ends_the_slider():
    ended = 0
    for place in LAW.jurisdictions:
        for knob in knobs(LAW, current_law(LAW, place)):
            marks = [at for at, _, _ in marks_of(knob)]
            assert all(0 <= at <= 1 for at in marks)
            if knob.value is not None:
                law = (knob.value - knob.low) / (knob.high - knob.low)
                assert law == pytest.approx(min(marks, key=lambda at: abs(at - law)))
            ceiling = ceilings().of(knob.kind, knob.term)
            if ceiling and not knob.columns:
                top = ceiling.value * (100 if knob.unit == "share" else 1)
                below = knob.value is not None and knob.value < top
                assert knob.high <= top or not below, (place, knob.term)
                ended += below
    assert ended


def test_names_with_html_are_shown_and_not_executed(tmp_path):
    folder = tmp_path / "<img src=x onerror=alert(1)>"
    folder.mkdir()
    page = Explorer(PLACE, "en", folder=folder, model=MODEL)
    own = page.panel.fold("own").made()
    assert "&lt;img" in own.children[0].value
    field(page, f"tables.{PLACE}").value = "<img>"
    assert "<img" not in page.panel.controls[f"tables.{PLACE}"].box.children[-1].value


# presets


def test_presets_of_shocks_are_the_shipped_scenarios(explorer):
    for name, file in (("deep", "deep_downturn"), ("trade", "trade_shock")):
        scenario = load(f"scenarios/{file}.yaml")
        assert state_of(scenario.file, current_law(LAW, PLACE)).shock == PRESETS[name]
        field(explorer, "shock").value = name
        assert explorer.state.shock == PRESETS[name]
        assert explorer.answer.calm is not None
    field(explorer, "severity").value = 90
    assert field(explorer, "shock").value == "own"
    explorer.panel.controls["severity"].undo.click()
    assert field(explorer, "shock").value == "ordinary"


def test_presets_of_responses_stay_in_their_ranges_and_leave_the_static_costing():
    law = MODEL.answer(State(PLACE)).total("scenario")
    for name in presets():
        state = with_preset(State(PLACE).with_response("businesses.closes", 0.2), name)
        assert preset_of(state) == name
        assert state.responses["businesses.closes"] == 0.2
        assert MODEL.answer(with_preset(State(PLACE), name)).total("scenario") == law
    low, high = (presets()[n]["effects.startup_one_off.additional"] for n in ("low", "high"))
    assert low < high


# searching


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("sn8a", SLIDER), ("返还 比例", SLIDER), ("refund share", SLIDER),
        ("take-up skill", "take_up.skill_upgrade_subsidy"), ("少裁员", "reading.few_layoffs"),
        ("采矿", "sector.mining"), ("opening balance", f"balance.{PLACE}"),
    ],
)  # fmt: skip
def test_a_term_is_found_by_chinese_english_and_clause(explorer, text, name):
    explorer.panel.search.value = text
    control = explorer.panel.controls[name]
    assert "wg-hidden" not in control.box._dom_classes
    assert "wg-hidden" in explorer.panel.controls["borrow"].box._dom_classes
    explorer.panel.search.value = ""
    assert "wg-hidden" not in explorer.panel.controls["borrow"].box._dom_classes


def test_a_search_without_result_says_what_works(explorer):
    explorer.panel.search.value = "zzz"
    assert explorer.panel.find("zzz") == 0
    assert "Nothing found" in explorer.panel.box.children[1].value


# what is wrong


def test_an_error_stands_beside_its_control_until_it_is_put_right(explorer):
    before = explorer.outputs["headline"].value
    high = explorer.state.with_change([SHARE], 1.2).with_take_up("skill_upgrade_subsidy", 0.5)
    explorer._moved("gates", high)
    control = explorer.panel.controls[SLIDER]
    assert "above its bound" in control.complaint
    assert 'role="alert"' in control.box.children[2].value
    assert explorer.panel.controls["gates"].complaint == ""
    assert explorer.words.app("refused") in explorer.outputs["notice"].value
    assert explorer.outputs["headline"].value == before
    field(explorer, SLIDER).value = 60
    assert control.complaint == ""
    assert explorer.outputs["notice"].value == ""


@pytest.mark.parametrize(("text", "said"), [("plenty", "no number"), ("-3", "between 0")])
def test_a_balance_that_is_none_says_why(explorer, text, said):
    field(explorer, f"balance.{PLACE}").value = text
    assert said in explorer.panel.controls[f"balance.{PLACE}"].complaint
    assert explorer.state.balances == {}
    field(explorer, f"balance.{PLACE}").value = "12 million yuan"
    assert explorer.state.balances == {PLACE: 12_000_000}
    explorer.speak("zh")
    assert field(explorer, f"balance.{PLACE}").value == "1,200"
    field(explorer, f"balance.{PLACE}").value = "1,300 万元"
    assert explorer.state.balances == {PLACE: 13_000_000}
    assert explorer.panel.controls[f"balance.{PLACE}"].complaint == ""


def test_every_control_has_a_name_for_those_who_do_not_see_it(explorer):
    for language in ("zh", "en"):
        explorer.speak(language)
        for name, control in explorer.panel.controls.items():
            assert control.field.tooltip, name
            assert control.undo.tooltip, name
            assert not re.search(r"[<>]|\{", control.field.tooltip), name


# in and out


def test_saved_files_open_to_the_same_bytes(tmp_path):
    page = Explorer(PLACE, "en", folder=tmp_path, model=MODEL)
    again = Explorer("lingyuan", "zh", folder=tmp_path, model=MODEL)
    box = page.save_box
    box.question.value, box.author.value = "多少？", "预算处"
    for name, state in {**STATES, "together": TOGETHER.with_change([SHARE], 0.6)}.items():
        page._go(Stand(replace(state, folder=tmp_path)))
        box.name.value = name
        box.button.click()
        written = (tmp_path / f"{name}.yaml").read_text(encoding="utf-8")
        again.open(tmp_path / f"{name}.yaml")
        assert again.state.body() == page.state.body(), name
        assert again.document() == written, name
        # ... and the same again where it is written anew, not copied
        again._file = None
        assert _undated(again.document()) == _undated(written), name
    files = [str(path) for path in sorted(tmp_path.glob("*.yaml"))]
    checked = [CliRunner().invoke(app, ["check", path]) for path in files]
    assert [c.output for c in checked if c.exit_code] == []
    assert len(files) == len(STATES) + 1


def _undated(text):
    return re.sub(r"(?m)^(# .*|date: .*)\n", "", text)


def test_what_nobody_changed_is_saved_as_it_was_written(tmp_path):
    text = of_text(STATES["share"].scenario(DRAFT).text, "x").text + "# a remark\n"
    (tmp_path / "remark.yaml").write_text(text, encoding="utf-8")
    page = Explorer(PLACE, "en", scenario=tmp_path / "remark.yaml", folder=tmp_path, model=MODEL)
    assert page.document() == text
    field(page, SLIDER).value = 80
    assert "remark" not in page.document()
    page.undo()
    assert page.document() == text


def test_own_tables_are_checked_used_and_saved(tmp_path):
    template(tmp_path / "mine", place=PLACE, rows=40)
    (tmp_path / "mine" / "scenario.yaml").unlink()
    page = Explorer(PLACE, "en", folder=tmp_path, model=MODEL)
    synthetic = page.answer.total("scenario")
    name = f"tables.{PLACE}"
    field(page, name).value = "nowhere"
    assert "no folder" in page.panel.controls[name].complaint
    field(page, name).value = "../.."
    assert "inside" in page.panel.controls[name].complaint
    field(page, name).value = "mine"
    assert page.state.tables[PLACE]["firms"] == "mine/firms.csv"
    assert page.answer.total("scenario") != synthetic
    assert "In use" in page.panel.controls[name].box.children[-1].value
    box = page.save_box
    box.name.value, box.question.value, box.author.value = "own", "?", "me"
    box.button.click()
    again = Explorer(PLACE, "zh", scenario=tmp_path / "own.yaml", folder=tmp_path, model=MODEL)
    assert again.answer.total("scenario") == page.answer.total("scenario")
    firms = tmp_path / "mine" / "firms.csv"
    lines = firms.read_text(encoding="utf-8").splitlines()
    firms.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")
    field(page, name).value = ""
    field(page, name).value = "mine"
    assert "row" in page.panel.controls[name].complaint
    assert page.state.tables == {}


def test_a_link_out_of_the_folder_is_refused(tmp_path):
    inside = tmp_path / "scenarios"
    inside.mkdir()
    template(tmp_path / "outside", place=PLACE, rows=20)
    (inside / "link").symlink_to(tmp_path / "outside")
    page = Explorer(PLACE, "en", folder=inside, model=MODEL)
    field(page, f"tables.{PLACE}").value = "link"
    assert "inside" in page.panel.controls[f"tables.{PLACE}"].complaint
    (inside / "sly.yaml").write_text(
        State(PLACE, tables={PLACE: {"firms": "link/firms.csv"}}).scenario(DRAFT).text,
        encoding="utf-8",
    )
    before = page.outputs["headline"].value
    page.start_from.options = page._files()
    page.start_from.value = str(inside / "sly.yaml")
    assert "outside the scenario" in page.outputs["notice"].value
    assert "outside the scenario" in page.panel.controls[f"tables.{PLACE}"].complaint
    assert page.outputs["headline"].value == before


def test_a_file_cannot_run_code(explorer, tmp_path):
    (tmp_path / "bad.yaml").write_text(
        "title: !!python/object/apply:os.system ['touch owned']\n", encoding="utf-8"
    )
    explorer.start_from.options = explorer._files()
    explorer.start_from.value = str(tmp_path / "bad.yaml")
    assert explorer.words.app("refused") in explorer.outputs["notice"].value
    assert not (tmp_path / "owned").exists()


def test_an_opened_file_that_broke_meanwhile_leaves_the_place(explorer, tmp_path):
    path = tmp_path / "soon_bad.yaml"
    path.write_text(STATES["share"].scenario(DRAFT).text, encoding="utf-8")
    explorer.open(path)
    path.write_text("title: [", encoding="utf-8")
    field(explorer, "place").value = "lingyuan"
    assert explorer.state.jurisdiction == PLACE
    assert field(explorer, "place").value == PLACE
    assert explorer.words.app("refused") in explorer.outputs["notice"].value


def test_opening_goes_to_all_places_where_the_file_is_about_all(explorer, tmp_path):
    path = tmp_path / "every.yaml"
    path.write_text(TOGETHER.with_change([SHARE], 0.6).scenario(DRAFT).text, encoding="utf-8")
    explorer.open(path)
    assert explorer.state.jurisdiction == ALL
    assert field(explorer, "place").value == ALL
    explorer.undo()
    assert explorer.state.jurisdiction == PLACE
    assert explorer.start_from.value == ""


def below(explorer, name):
    """What stands below a control."""
    return explorer.panel.controls[name].box.children[2].value


def test_above_a_national_ceiling_the_control_says_who_bears_the_rest(explorer):
    said = "Above the national ceiling of 50%: the local budget bears the rest"
    assert said not in below(explorer, SLIDER)
    field(explorer, SLIDER).value = 50.5
    assert said in below(explorer, SLIDER)
    assert explorer.answer.levels["county"][1] > explorer.answer.levels["county"][0]
    field(explorer, SLIDER).value = 50
    assert said not in below(explorer, SLIDER)


def test_a_reading_too_long_for_its_dropdown_stands_below_it(explorer):
    name = "reading.few_layoffs"
    options = {option: text for text, option in field(explorer, name).options}
    longest = max(options, key=lambda option: len(options[option]))
    assert options[longest] in below(explorer, name)
    field(explorer, name).value = "none"
    assert options["none"] not in below(explorer, name)
    field(explorer, name).value = longest
    assert options[longest] in below(explorer, name)


def test_a_document_that_repeats_a_value_says_it_once():
    for place in LAW.jurisdictions:
        for knob in knobs(LAW, current_law(LAW, place)):
            values = [x for _, x in knob.steps]
            changes = sum(a != b for a, b in pairwise(values))
            said = document_text(knob, AppWords("en"))
            assert said.count(" from 20") <= changes + bool(knob.steps and knob.steps[0][0])


# from place to place


def test_what_was_set_comes_along_to_every_place_that_has_it(explorer):
    for name, value in (
        (SLIDER, 70), ("take_up.stable_employment_refund", 90), ("severity", 50),
        ("on.skill_upgrade_subsidy", False), ("reading.few_layoffs", "none"),
    ):  # fmt: skip
        field(explorer, name).value = value
    here = explorer.state
    for place in ("ziyang", ALL, "xiangtan", PLACE):
        field(explorer, "place").value = place
        state = explorer.state
        assert state.jurisdiction == place
        assert field(explorer, SLIDER).value == 70, place
        assert field(explorer, "take_up.stable_employment_refund").value == 90
        assert state.shock == here.shock
        assert state.off == here.off
        assert state.readings == here.readings
        assert "70%" in explorer.outputs["chips"].value
        assert explorer.answer.by("fund", "scenario") != explorer.answer.by("fund", "current_law")
    assert explorer.state.body() == here.body()
    assert explorer.outputs["notice"].value == ""


def test_what_has_no_counterpart_is_named_and_holds_again_at_home(explorer):
    field(explorer, "place").value = "xiangtan"
    kinds = {m.kind.name for m in explorer.panel.rules[0].measures}
    others = {m.kind.name for m in current_law(LAW, "ziyang").measures}
    missing = min(kinds - others & kinds)
    field(explorer, f"on.{missing}").value = False
    field(explorer, SLIDER).value = 70
    field(explorer, "balance.xiangtan").value = "90"
    home = explorer.state
    field(explorer, "place").value = "ziyang"
    said = explorer.outputs["notice"].value
    assert explorer.words("kind", missing) in said
    assert explorer.words("place", "xiangtan") in said
    assert "share 70%" not in said
    assert explorer.state.changes == {SHARE: 0.7}
    field(explorer, "severity").value = 50  # what is left behind outlives other changes
    field(explorer, "place").value = "xiangtan"
    assert explorer.words("kind", missing) not in explorer.outputs["notice"].value
    assert replace(explorer.state, shock=home.shock) == home


def test_what_was_set_after_opening_a_file_comes_along_too(explorer, tmp_path):
    path = tmp_path / "opened.yaml"
    state = STATES["share"].with_measure("skill_upgrade_subsidy", on=False)
    path.write_text(state.scenario(DRAFT).text, encoding="utf-8")
    explorer.open(path)
    field(explorer, SLIDER).value = 60
    field(explorer, "on.skill_upgrade_subsidy").value = True
    field(explorer, "place").value = "lingyuan"
    assert explorer.state.changes == {SHARE: 0.6}
    assert explorer.state.off == frozenset()
    explorer.undo()
    assert explorer.state.jurisdiction == PLACE
