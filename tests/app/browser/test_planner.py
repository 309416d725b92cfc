"""A planner at work in a real browser: comparing, own data, mistakes, steps back, full answers."""

from __future__ import annotations

import base64
import re
import shutil

import matplotlib.image
import numpy as np
import pytest
from playwright.sync_api import expect

from sim.app.glossary import AppWords, own_words
from sim.app.results import VIEWS
from sim.cli.template import template
from tests.app.browser.conftest import ARTEFACTS, SLOW
from tests.app.places import PLACE

ZH, EN = AppWords("zh"), AppWords("en")
SHARE = ZH.term("share")
TABLES = ZH.app("tables", place=ZH("place", PLACE))
MISPLACED = """() => [...document.querySelectorAll(".wengang-results svg")]
  .filter(svg => svg.checkVisibility()).flatMap(svg => {
    const room = svg.getBoundingClientRect(), found = [];
    const texts = [...svg.querySelectorAll("text")];
    const all = texts.map(e => [e.textContent, e.getBoundingClientRect()]);
    for (const [i, [said, box]] of all.entries()) {
      const beyond = [room.left - box.left, box.right - room.right, box.bottom - room.bottom];
      if (Math.max(...beyond) > 1 || said.includes("…")) found.push("cut: " + said);
      for (const [other, next] of all.slice(i + 1)) {
        const wide = Math.min(box.right, next.right) - Math.max(box.left, next.left);
        const tall = Math.min(box.bottom, next.bottom) - Math.max(box.top, next.top);
        if (wide > 1 && tall > box.height / 3) found.push(`over each other: ${said} | ${other}`);
      }
    }
    return found;
  })"""
DEARER = """by => {
  const cells = document.querySelectorAll("table.beside tbody tr:first-child td");
  const [kept, now] = [...cells].map(cell => Number(cell.textContent.replaceAll(",", "")));
  return Math.sign(now - kept) === by;
}"""
HIDDEN = """() => [...document.querySelectorAll(
    ".wengang-results .tile *, .wengang-results button, .wengang-results th")]
  .filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1 && e.clientWidth)
  .map(e => e.textContent)"""


@pytest.fixture(scope="module")
def afresh(visitor):
    """The visitor, on a page that was just loaded."""
    visitor.start_over()
    return visitor


@pytest.fixture
def planner(afresh):
    """The visitor, at current law."""
    reset = re.compile("|".join(words.app("reset") for words in (ZH, EN)))
    afresh.page.locator("button", has_text=reset).click()
    afresh.page.locator(".chips.none").wait_for()
    return afresh


@pytest.fixture
def all_returned(planner):
    """The visitor, where the whole contribution is returned; its full answer is known by then."""
    return_all(planner, ZH)
    return planner


def return_all(planner, words):
    planner.slider(words.term("share")).press("End")
    planner.page.locator(".chips", has_text="100%").wait_for()
    planner.settle()
    planner.page.locator(".standing.full", has_text=re.compile(r"\d ")).wait_for(timeout=SLOW)
    planner.settle()


def button(planner, name):
    return planner.page.get_by_role("button", name=name, exact=True)


def dearer(planner, by):
    """Wait until the present state costs more than what is pinned, or as much: by sign."""
    planner.page.wait_for_function(DEARER, arg=by)


def test_a_preview_is_marked_until_the_full_answer_has_jobs_and_intervals(planner):
    page, jobs = planner.page, planner.page.locator(".tiles.jobs .tile.strong")
    planner.slider(SHARE).press("End")
    page.locator(".standing.preview", has_text=ZH.app("preview")).wait_for()
    expect(page.locator(".tiles.jobs")).to_contain_text(ZH.app("jobs_come"))
    assert jobs.count() == 0
    page.locator(".standing.full", has_text=re.compile(r"\d+ 次抽样")).wait_for(timeout=SLOW)
    expect(jobs.locator(".figure")).to_have_text(re.compile(r"^[\d,.]+$"))
    expect(jobs.locator(".remark")).to_have_text(re.compile(r"^-?[\d,.]+–[\d,.]+；"))
    expect(page.locator(".tiles.jobs")).not_to_contain_text(ZH.app("jobs_come"))
    planner.keep("full_answer")


def test_a_state_is_pinned_compared_restored_and_removed(planner):
    page = planner.page
    button(planner, ZH.app("view_compare")).click()
    page.get_by_text(ZH.app("no_pins")).wait_for()
    page.get_by_placeholder(ZH.app("pin_name_hint")).fill("原案")
    button(planner, ZH.app("pin")).click()
    dearer(planner, by=0)
    planner.slider(SHARE).press("End")
    page.locator(".chips", has_text="100%").wait_for()
    dearer(planner, by=1)
    heads = page.locator("table.beside thead th").all_inner_texts()
    assert [head.split("\n")[0] for head in heads[1:]] == [
        "原案",
        ZH.app("present_state"),
        ZH.app("beside_less"),
    ]
    expect(page.locator(".picture svg", has_text="原案")).to_be_visible()
    planner.keep("compare_zh")
    button(planner, ZH.app("restore")).click()
    page.locator(".chips.none").wait_for()
    expect(planner.slider(SHARE)).to_have_attribute("aria-valuenow", "50.0")
    dearer(planner, by=0)
    button(planner, ZH.app("remove")).click()
    page.get_by_text(ZH.app("no_pins")).wait_for()
    expect(page.locator("table.beside")).to_have_count(0)
    button(planner, ZH.app("view_months")).click()


def test_what_is_pinned_speaks_the_language_of_the_page(planner):
    page = planner.page
    button(planner, ZH.app("view_compare")).click()
    button(planner, ZH.app("pin")).click()
    page.locator("table.beside").wait_for()
    page.get_by_role("button", name="English").click()
    page.locator("table.beside thead", has_text=EN.app("present_state")).wait_for()
    expect(page.locator("table.beside")).not_to_contain_text(re.compile("[一-鿿]"))
    page.get_by_role("button", name="中文").click()
    page.locator("html[lang=zh-CN]").wait_for(state="attached")
    button(planner, ZH.app("remove")).click()
    page.get_by_text(ZH.app("no_pins")).wait_for()
    button(planner, ZH.app("view_months")).click()


def test_steps_are_taken_back_by_button_and_by_key(planner):
    page, chips = planner.page, planner.page.locator(".chips")
    planner.slider(SHARE).press("End")
    chips.get_by_text("100%").wait_for()
    page.locator("button.wg-undo").click()
    page.locator(".chips.none").wait_for()
    page.locator("button.wg-redo").click()
    chips.get_by_text("100%").wait_for()
    handle = planner.slider(SHARE)
    for keys, shown in (
        ("Control+z", None), ("Control+Shift+z", "100%"), ("Control+z", None),
        ("Control+y", "100%"), ("Control+z", None),
    ):  # fmt: skip
        handle.press(keys)
        (chips.get_by_text(shown) if shown else page.locator(".chips.none")).wait_for()
        expect(handle).to_have_attribute("aria-valuenow", "100.0" if shown else "50.0")


def test_a_search_leaves_what_was_looked_for(planner):
    page, controls = planner.page, planner.page.locator(".wg-control:visible .knob")
    every = controls.count()
    search = page.get_by_placeholder(ZH.app("search_hint"))
    search.fill("见习 年龄")
    page.get_by_role("status").filter(has_text="按回车").wait_for()
    expect(controls.filter(has_text=SHARE)).to_have_count(0)
    names = controls.all_inner_texts()
    assert 0 < len(names) < every
    planner.keep("search")
    search.press("Enter")
    page.wait_for_function("names => names.includes(document.activeElement.ariaLabel)", arg=names)
    search.fill("没有这个")
    page.get_by_text(ZH.app("found_none")).wait_for()
    search.fill("")
    planner.slider(SHARE).wait_for()
    expect(controls.nth(every - 1)).to_be_visible()


def wrong_beside(planner, field):
    """What is said beside a control that is marked as wrong."""
    control = planner.page.locator(".wg-control.wg-wrong", has=field)
    said = control.locator("[role=alert]")
    said.wait_for()
    planner.page.wait_for_function(
        "field => field.ariaInvalid == 'true' || field.getAttribute('aria-invalid') == 'true'",
        arg=field.element_handle(),
    )
    expect(field).to_have_attribute("aria-errormessage", said.get_attribute("id"))
    return said.inner_text()


def test_a_wrong_value_is_explained_beside_its_control(all_returned):
    planner, page, before = all_returned, all_returned.page, all_returned.total()
    planner.unfold(ZH.app("sec_purse"))
    field = page.get_by_role("textbox", name=ZH.app("balance", place=ZH("place", PLACE)))
    field.fill("很多")
    field.press("Enter")
    assert wrong_beside(planner, field) == ZH.app("balance_no_number", text="很多")
    assert planner.total() == before
    planner.keep("wrong_value")
    field.fill("")
    field.press("Enter")
    page.locator(".wg-wrong").wait_for(state="detached")


SLIPS = {"abc": "no_number", "170": "beyond", "-5": "beyond", "1,5": "no_number"}


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_a_number_that_cannot_be_is_explained_beside_its_slider(planner, words):
    page, before = planner.page, planner.total()
    if words is EN:
        page.get_by_role("button", name="English").click()
        page.locator(".wengang.english").wait_for()
        before = planner.becomes_other_than(before)
    control = page.locator(".wg-control", has=planner.slider(words.term("share"))).first
    readout, said = control.locator("[contenteditable]"), control.get_by_role("alert")
    at = {"low": 0, "high": 100, "value": "50"}
    for text, slip in SLIPS.items():
        readout.fill(text)
        readout.press("Enter" if text != "170" else "Tab")
        pair = own_words()["says"][slip]
        expect(said).to_have_text(pair[words is EN].format(text=text, **at))
        expect(readout).to_have_text("50")
        expect(readout).to_have_attribute("aria-invalid", "true")
        assert planner.total() == before
    planner.keep(f"slip_{words.language}")
    readout.fill("７０%")
    expect(said).to_have_count(0)
    readout.press("Enter")
    planner.becomes_other_than(before)
    expect(readout).to_have_text("70")
    if words is EN:
        page.get_by_role("button", name="中文").click()
        page.locator("html[lang=zh-CN]").wait_for(state="attached")
        planner.settle()


def test_what_is_being_written_outlives_what_comes_meanwhile(planner):
    page = planner.page
    planner.unfold(ZH.app("sec_purse"))
    field = page.get_by_role("textbox", name=ZH.app("balance", place=ZH("place", PLACE)))
    field.fill("很多")
    field.press("Enter")
    wrong_beside(planner, field)
    field.fill("30")
    planner.slider(SHARE).evaluate(
        "handle => handle.dispatchEvent(new KeyboardEvent('keydown', {key: 'End', bubbles: true}))"
    )
    page.locator(".chips", has_text="100%").wait_for()
    planner.settle()
    expect(page.locator(".wg-wrong")).to_have_count(0)  # the field was told to be empty again
    page.keyboard.type("00")
    page.keyboard.press("Enter")
    money = ZH.app("balance_is", place=ZH("place", PLACE), money=ZH.money(3000 * 10**6))
    expect(page.locator(".chips")).to_contain_text(money)
    expect(field).to_have_value("3,000")


def test_both_ends_of_a_span_have_names_of_their_own(planner):
    for end in own_words()["says"]["first"][0], own_words()["says"]["last"][0]:
        name = re.compile(end.format(name=f"^{ZH.app('years')}.*") + "$")
        expect(planner.page.get_by_role("slider", name=name)).to_have_count(1)


def test_what_cannot_go_together_is_explained_and_the_last_answer_stays(planner):
    page = planner.page
    planner.unfold(ZH("kind", "incubator_award"))
    most = planner.slider(ZH.term("ceiling"))
    most.press("Home")
    page.locator(".chips li").first.wait_for()
    planner.settle()
    good = page.locator(".chips").inner_text()
    amount = planner.slider(ZH.term("amount"))
    amount.press("End")
    assert "sn11b 的 补贴标准 超过 规定的上限" in wrong_beside(planner, amount)
    page.locator(".notice.warning", has_text=ZH.app("refused")).wait_for()
    assert page.locator(".chips").inner_text() == good, "the results are those of before"
    amount.scroll_into_view_if_needed()
    planner.keep("impossible")
    amount.press("Control+z")
    expect(page.locator(".wg-wrong")).to_have_count(0)
    expect(page.locator(".notice.warning")).to_have_count(0)
    amount.press("Control+z")
    page.locator(".chips.none").wait_for()


@pytest.fixture(scope="module")
def own(desk):
    """Two folders of own tables: one that is right, and one with a row twice and a letter."""
    template(desk.folder / "mine", place=PLACE, rows=40)
    (desk.folder / "mine" / "scenario.yaml").unlink()
    shutil.copytree(desk.folder / "mine", desk.folder / "slip")
    firms = desk.folder / "slip" / "firms.csv"
    lines = firms.read_text(encoding="utf-8").splitlines()
    firms.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")


def test_own_data_change_the_total_and_a_wrong_table_is_explained(all_returned, own):
    planner, page = all_returned, all_returned.page
    page.locator(".standing.full").wait_for(timeout=SLOW)
    synthetic = planner.total()
    planner.unfold(ZH.app("sec_own"))
    field = page.get_by_role("textbox", name=TABLES)
    field.fill("slip")
    field.press("Enter")
    said = wrong_beside(planner, field)
    assert "firms.csv 第 " in said
    assert "编号不能重复" in said
    assert planner.total() == synthetic
    page.locator(".wg-wrong [role=alert]").scroll_into_view_if_needed()
    planner.keep("own_wrong")
    field.fill("mine")
    field.press("Enter")
    page.locator(".wg-told", has_text=ZH.app("table_firms")).wait_for()
    expect(page.locator(".wg-wrong")).to_have_count(0)
    with_own = planner.becomes_other_than(synthetic)
    page.locator(".wg-told", has_text=ZH.app("table_firms")).scroll_into_view_if_needed()
    planner.keep("own")
    field.fill("")
    field.press("Enter")
    page.locator(".wg-told", has_text=ZH.app("table_firms")).wait_for(state="detached")
    while planner.becomes_other_than(with_own) != synthetic:  # a preview may come first
        with_own = planner.total()


def test_a_figure_is_saved_as_a_bitmap_with_its_words(planner):
    page = planner.page
    button(planner, ZH.app("view_months")).click()
    saves = page.locator(".saves li", has_text=ZH.app("months"))
    with page.expect_download() as waiting:
        saves.get_by_role("button", name="PNG").click()
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    path = ARTEFACTS / "saved.png"
    waiting.value.save_as(path)
    assert waiting.value.suggested_filename == "months.png"
    assert waiting.value.url.startswith("blob:")
    drawing = base64.b64decode(
        saves.locator("a").first.get_attribute("href").split(",")[1]
    ).decode()
    size = re.search(r'width="(\d+)" height="(\d+)"', drawing)
    assert path.read_bytes().startswith(b"\x89PNG")
    picture = matplotlib.image.imread(path)
    height, width, _ = picture.shape
    assert (width, height) == (2 * int(size[1]), 2 * int(size[2]))
    # where the title stands, ink of each character differs; boxes for missing ones would not
    ink = picture[4:36, 8 : 8 + 28 * len(ZH.app("months")), :3].sum(axis=2) < 2.4
    assert len({ink[:, at : at + 28].sum() for at in range(0, ink.shape[1], 28)}) > 2
    assert len(np.unique(picture.reshape(-1, picture.shape[2]), axis=0)) > 50


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_no_word_is_cut_or_over_another_in_any_view(planner, words):
    page = planner.page
    page.get_by_role("button", name="English" if words is EN else "中文").click()
    page.locator(f"html[lang={'en' if words is EN else 'zh-CN'}]").wait_for(state="attached")
    return_all(planner, words)
    button(planner, words.app("view_compare")).click()
    button(planner, words.app("pin")).click()
    wrong = {}
    for width in (1280, 800):
        page.set_viewport_size({"width": width, "height": 1400})
        for view in VIEWS:
            button(planner, words.app(f"view_{view}")).click()
            page.wait_for_timeout(120)
            planner.settle()
            planner.keep(f"view_{view}_{words.language}_{width}")
            misplaced = [*page.evaluate(MISPLACED), *page.evaluate(HIDDEN)]
            wide = page.evaluate("document.documentElement.scrollWidth") - width
            if misplaced or wide > 0:
                wrong[view, width] = (misplaced, wide)
    page.set_viewport_size({"width": 1280, "height": 800})
    assert wrong == {}


def test_nothing_was_asked_elsewhere_and_nothing_went_wrong(afresh, desk):
    assert afresh.strangers(desk.address) == set()
    assert afresh.errors == []
