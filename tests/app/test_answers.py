"""What follows from a state: figures that add up, one view drawn at a time, pins, files."""

import base64
import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from sim.app import Explorer, bars, reserve, svg, views
from sim.app.flow import flow
from sim.app.full import Full, full_of
from sim.app.glossary import AppWords, characters
from sim.app.keep import picture_file, table_file
from sim.app.model import DRAFT
from sim.app.results import VIEWS
from sim.app.shown import Shown
from sim.app.waterfall import waterfall
from sim.engine import simulate
from sim.engine.gains import DIMENSIONS
from sim.engine.session import still
from sim.present import statuses, tables
from sim.present.formats import NOTHING
from sim.present.rundir import open_run
from sim.results import write
from tests.app.places import MODEL, PLACE, STATES, TOGETHER

SLIDER = "stable_employment_refund.share"
MAKERS = (views.months, flow, waterfall, bars.channels, bars.funnel)


@pytest.fixture
def explorer(tmp_path):
    return Explorer(PLACE, "zh", folder=tmp_path, model=MODEL)


def shown_of(name, language="en"):
    state = STATES[name]
    return Shown(state, MODEL.answer(state), None, AppWords(language))


@pytest.fixture(scope="module")
def still_run(tmp_path_factory):
    """A run folder of the static costing."""
    folder = tmp_path_factory.mktemp("still") / "run"
    outcome = simulate(MODEL.law, still(STATES["everything"].scenario(DRAFT)))
    write(outcome, MODEL.law, folder)
    return open_run(folder)


def amounts(figure, *columns):
    return [[row[figure.head.index(c)] for c in columns] for row in figure.rows]


def test_money_flows_from_fund_to_payee_to_the_fen():
    shown = shown_of("everything")
    figure = flow(shown)
    total = shown.answer.total("scenario")
    unit = shown.words.money_unit(total)
    assert sum(row[-1] for row in figure.rows) == pytest.approx(unit.of(total))
    funds = {shown.words("fund", f) for f, x in shown.answer.by("payer", "scenario").items() if x}
    assert {row[0] for row in figure.rows} == funds


def test_the_waterfall_leads_from_law_to_scenario():
    shown = shown_of("everything")
    first, *steps, last = [row[1] for row in waterfall(shown).rows]
    assert first + sum(steps) == pytest.approx(last)
    assert not waterfall(shown_of("reset")).svg
    assert shown.words.app("waterfall_same") in waterfall(shown_of("reset")).note


def test_the_funnel_is_that_of_a_run(still_run):
    shown = shown_of("everything")
    found = {row[0]: row[1:] for row in bars.funnel(shown).rows}
    run = tables.funnel_by_kind(still_run, PLACE)
    run = tables.on_budget(still_run, still_run.table("funnel", PLACE))["kind"].pipe(
        lambda kinds: run[run["kind"].isin(set(kinds)) & (run["occasions"] > 0)]
    )
    assert found == {
        shown.words("kind", r.kind): [r.occasions, r.eligible, r.paid] for r in run.itertuples()
    }


def test_what_rests_on_assumptions_is_as_in_a_report(still_run):
    sums = statuses.money_by_status(still_run, PLACE, "jurisdiction").sum()
    basis = MODEL.answer(STATES["everything"]).basis
    assert basis == {status: fen for status, fen in sums.items() if fen}


def test_who_gains_is_as_in_a_report(still_run):
    found = MODEL.gains(STATES["everything"])
    total = MODEL.answer(STATES["everything"]).total("scenario")
    run = still_run.table("gains", PLACE, "scenario")
    sums = run.groupby(["dimension", "category"])[["heads", "outlay_fen"]].sum()
    for dimension in DIMENSIONS:
        assert sum(fen for _, fen in found[dimension].values()) == total
        paid = {c: tuple(of) for c, of in sums.loc[dimension].iterrows()}
        assert {c: of for c, of in found[dimension].items() if any(of)} == paid
    assert 0 < found["sex"]["not_person"][1] < total
    assert 0 < found["staff"]["not_firm"][1] < total


def test_who_gains_stands_against_current_law_and_is_of_the_full_answer_once_it_is_there(still_run):
    shown = shown_of("everything")
    full = full_of(still_run, shown.static)
    assert full.gains == Full.unpacked(json.loads(json.dumps(full.packed()))).gains
    told = still_run.table("gains", PLACE).groupby(["dimension", "category", "arm"])
    sums = told["outlay_fen"].sum()
    for dimension, rows in full.gains.items():
        for category, (_, fen, law) in rows.items():
            assert fen == sums.get((dimension, category, "scenario"), 0)
            assert law == sums.get((dimension, category, "current_law"), 0)
        assert sum(law for _, _, law in rows.values()) == shown.static.total("current_law")
    (text, preview), (final, figures) = (
        views.gains(x, MODEL) for x in (shown, replace(shown, full=full))
    )
    # the run of this test is one without responses, so that both say the same
    assert [figure.rows for figure in preview] == [figure.rows for figure in figures]
    assert "preview" in text
    assert "preview" not in final
    assert shown.words.app("gains_law") in final
    same = views.gains(shown_of("reset"), MODEL)[0]
    assert shown.words.app("gains_law") not in same


def test_who_gains_in_several_places_leaves_out_their_districts():
    answer = MODEL.answer(TOGETHER)
    _, figures = views.gains(Shown(TOGETHER, answer, None, AppWords("en")), MODEL)
    assert [figure.name for figure in figures] == [
        f"gains_{dimension}" for dimension in DIMENSIONS if dimension != "district"
    ]
    found = MODEL.gains(TOGETHER)
    for dimension in ("staff", "sector", "sex", "group"):
        assert sum(fen for _, fen in found[dimension].values()) == answer.total("scenario")


def test_the_reserve_and_its_gates_are_told_in_every_view(explorer):
    words, (purse,) = explorer.words, reserve.purses(explorer.answer).values()
    months = min(test.reserve for test in purse.tests)
    for view in VIEWS:
        explorer.results.views.value = view
        assert f"{months:.1f} 个月" in explorer.outputs["jobs"].value
        assert words.app("reserve_open") in explorer.outputs["jobs"].value
    explorer.panel.controls[f"balance.{PLACE}"].field.value = "1"
    shut = reserve.purses(explorer.answer)[""].shut
    years = words.years((shut[0].year, shut[-1].year))
    assert words.app("reserve_shut", parts=years) in explorer.outputs["jobs"].value
    explorer.panel.controls["gates"].field.value = False
    assert words.app("reserve_off") in explorer.outputs["jobs"].value


def test_of_several_places_the_smallest_reserve_is_told_and_where():
    answer = MODEL.answer(TOGETHER)
    every = {p: min(t.reserve for t in part.purse.tests) for p, part in answer.parts.items()}
    place = min(every, key=every.get)
    words = AppWords("en")
    told = reserve.reserve_tile(Shown(TOGETHER, answer, None, words))
    assert f"{every[place]:.1f} months" in told
    assert words("place", place) in told
    shut = [words("place", p) for p, part in answer.parts.items() if part.purse.shut]
    assert all(name in told for name in shut)
    assert (
        reserve.reserve_text(reserve.least(answer), words)
        == f"{every[place]:.1f} ({words('place', place)})"
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_figure_says_year_place_arm_and_unit_and_can_be_saved(language):
    shown = shown_of("everything", language)
    _, gains = views.gains(shown, MODEL)
    have = characters(MODEL.law)
    for figure in [*(make(shown) for make in MAKERS), *gains]:
        for part in (shown.place, "2019", shown.words.app("preview").split("：")[0][:2]):
            assert part.lower() in figure.stamp.lower() or language == "en"
        assert figure.stamp.count(" · ") == 3
        rows = list(csv.reader(io.StringIO(table_file(figure).removeprefix("\ufeff"))))
        assert rows[1] == [figure.stamp]
        assert all(len(row) == len(figure.head) for row in rows[3:])
        if figure.svg:
            ET.fromstring(figure.svg)  # noqa: S314 - our own
            texts = ET.fromstring(picture_file(figure)).itertext()  # noqa: S314
            assert set("".join(t for t in texts if "font-face" not in t)) <= have
            assert figure.title in picture_file(figure)


def test_what_colours_mean_fits_into_a_saved_picture():
    names = [f"a rather long name of fund number {i}" for i in range(7)]
    drawing = svg.drawing([svg.text(9, 9, "drawn")], 50, "x")
    figure = svg.Figure("x", "X", "y", drawing, keys=[("#000", name) for name in names])
    root = ET.fromstring(picture_file(figure))  # noqa: S314 - our own
    lines = {}
    for words in root.iterfind(".//{*}text"):
        lines.setdefault(float(words.get("y")), []).append(words)
        assert float(words.get("x")) + svg.width_of(words.text) <= float(root.get("width"))
    assert sum(words.text in names for line in lines.values() for words in line) == len(names)
    below = float(root.find("{*}g").get("transform").removesuffix(")").split()[1])
    assert all(y < below for y, line in lines.items() if line[0].text in names)


def test_names_that_look_like_formulas_stay_words():
    figure = bars.gains(shown_of("share"), "sex", [bars.Gain("man", "=1+1", 1, 100, 100)])
    assert "'=1+1" in table_file(figure)


def test_only_the_view_that_is_seen_is_drawn(explorer):
    explorer.results.draw_all()
    before = {name: piece.value for name, piece in explorer.outputs.items()}
    explorer.panel.controls[SLIDER].field.value = 70
    hidden = {name for view in VIEWS if view != "months" for name in VIEWS[view]}
    assert all(explorer.outputs[name].value == before[name] for name in hidden)
    assert explorer.outputs["months"].value != before["months"]
    explorer.results.views.value = "change"
    assert explorer.outputs["change"].value != before["change"]
    assert explorer.outputs["change"] in explorer.results._room.children


def test_links_save_what_is_seen_once_the_controls_rest(explorer):
    explorer.panel.controls[SLIDER].field.value = 70
    assert explorer.outputs["saves"].value == ""
    explorer.results.settle()
    kinds = re.findall(
        r'download="([^"]*)" href="data:[^,]*,([^"]*)"', explorer.outputs["saves"].value
    )
    assert [name for name, _ in kinds] == [
        f"{name}.{kind}" for name in ("months", f"fund_{PLACE}") for kind in ("svg", "csv")
    ]
    drawn = re.findall(r'data-png="([^"]*)"', explorer.outputs["saves"].value)
    assert drawn == ["months.png", f"fund_{PLACE}.png"]
    table = base64.b64decode(kinds[1][1]).decode()
    assert explorer.words("arm", "scenario") in table
    assert len(table.splitlines()) == 3 + 36


def test_a_pin_stands_beside_what_comes_after_and_can_be_restored(explorer):
    results = explorer.results
    results.views.value = "compare"
    assert explorer.words.app("no_pins") in explorer.outputs["compare"].value
    explorer.panel.controls[SLIDER].field.value = 60
    pinned = explorer.answer.total("scenario")
    results.comparing.name.value = "<b>六成"
    results.comparing.pin_button.click()
    explorer.panel.controls[SLIDER].field.value = 80
    first, now = results.comparing.columns(results._shown)
    assert (first.outlay, now.outlay) == (pinned, explorer.answer.total("scenario"))
    assert first.law == now.law
    assert sum(first.funds.values()) == first.outlay
    shown = explorer.outputs["compare"].value
    rows = {
        name: re.findall(r'<td class="number">(.*?)</td>', cells)
        for name, cells in re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', shown)
    }
    words = explorer.words
    unit = words.money_unit(now.outlay)
    assert rows[words.app("total")][-1] == unit.text(now.outlay - first.outlay, signed=True)
    assert rows[words.app("law_total")][-1] == unit.text(0)
    assert rows[words.app("net_jobs")][-1] == NOTHING
    order = [words.app("total"), *(words("fund", fund) for fund in first.funds)]
    assert sorted(list(rows)[: len(order)]) == sorted(order)  # the funds add up to the total
    assert list(rows)[len(order)] == words.app("law_total")
    assert "&lt;b&gt;六成" in shown
    assert "<b>六成" not in shown
    results.comparing.restore("<b>六成")
    assert explorer.panel.controls[SLIDER].field.value == 60
    assert explorer.answer.total("scenario") == pinned
    explorer.undo()
    assert explorer.panel.controls[SLIDER].field.value == 80
    explorer.speak("en")
    results.comparing.remove("<b>六成")
    assert explorer.words.app("no_pins") in explorer.outputs["compare"].value


def test_a_finished_run_stands_beside_the_present_state(explorer, still_run):
    comparing = explorer.results.comparing
    explorer.results.views.value = "compare"
    comparing._add(str(still_run.folder))
    run, _ = comparing.columns(explorer.results._shown)
    answer = MODEL.answer(STATES["everything"])
    assert (run.outlay, run.law) == (answer.total("scenario"), answer.total("current_law"))
    assert run.net is None
    assert run.reserve == pytest.approx(reserve.least(answer))
    comparing._add("/nowhere")
    assert "record.json" in comparing.message.value
