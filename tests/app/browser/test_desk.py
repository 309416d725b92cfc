"""The served explorer in a real browser, as a planner uses it; the tests build on one another."""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from sim.app.glossary import AppWords
from sim.scenario import load
from tests.app.browser.conftest import SLOW, SOON, SPITEFUL
from tests.app.browser.latency import measured
from tests.app.places import PLACE

ZH, EN = AppWords("zh"), AppWords("en")
SHARE = ZH.term("share")


NAMELESS = """() => [...document.querySelectorAll(
    ".wengang [role=slider], .wengang select, .wengang button, .wengang input, "
    + ".wengang [contenteditable], .wengang [role=button]")]
  .filter(e => e.checkVisibility())
  .filter(e => !(e.ariaLabel || e.labels?.[0]?.textContent.trim() || e.textContent.trim()))
  .map(e => e.outerHTML.slice(0, 200))"""


def test_the_first_screen_answers_a_question(visitor):
    page = visitor.page
    assert page.title() == ZH.web("title")
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert re.match(r"[\d,.]+(亿|万)元", visitor.total())
    for part in (".tiles", ".picture svg"):
        box = page.locator(part).first.bounding_box()
        assert box["y"] < 500, part
        assert box["width"] > 600, part
    assert page.get_by_role("combobox", name=ZH.app("jurisdiction")).is_visible()
    page.wait_for_function(
        "() => [...document.fonts].some(f => f.status == 'loaded' && f.family == 'Wengang')"
    )
    visitor.keep("first_screen_zh")


def test_no_code_is_shown(visitor):
    assert "import" not in visitor.page.locator("body").inner_text()
    assert visitor.page.locator("textarea, .jp-InputArea, .cm-editor").count() == 0


def test_a_key_on_a_slider_changes_the_outlay(visitor):
    before = visitor.total()
    visitor.slider(SHARE).focus()
    visitor.page.keyboard.press("ArrowRight")
    visitor.becomes_other_than(before)
    expect(visitor.page.locator(".tile.up")).to_have_count(1)
    visitor.page.keyboard.press("ArrowLeft")
    expect(visitor.page.locator(".tile.up")).to_have_count(0)
    assert visitor.total() == before


def test_steps_in_quick_succession_do_not_queue_up(visitor):
    handle = visitor.slider(SHARE)
    handle.focus()
    first = int(handle.get_attribute("aria-valuenow").split(".")[0])
    del visitor.sent[:]
    for _ in range(30):
        visitor.page.keyboard.press("ArrowRight")
    last = time.monotonic()
    assert float(handle.get_attribute("aria-valuenow")) == first + 30
    visitor.page.locator(".chips", has_text=f"{first + 30}%").wait_for()
    waited = time.monotonic() - last
    messages = sum(b"comm_msg" in _bytes(m) for m in visitor.sent)
    print(f"30 steps: {messages} messages, the last shown after {1000 * waited:.0f} ms")
    assert messages < 30
    visitor.page.wait_for_timeout(300)
    assert sum(b"comm_msg" in _bytes(m) for m in visitor.sent) == messages, "nothing is left over"


def test_a_drag_ends_where_the_mouse_does(visitor):
    page, handle = visitor.page, visitor.slider(SHARE)
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 25):
        page.mouse.move(x - 2 * step, y)
    page.mouse.up()
    now = float(handle.get_attribute("aria-valuenow"))
    page.locator(".chips", has_text=f"{now:g}%").wait_for()


def _bytes(message):
    return message if isinstance(message, bytes) else message.encode()


def test_every_control_has_a_name(visitor):
    page = visitor.page
    folded = page.get_by_role("button", expanded=False)
    for _ in range(min(folded.count(), 6)):
        left = folded.count()
        folded.last.press("Enter")
        while folded.count() == left:
            page.wait_for_timeout(20)
    limit = time.monotonic() + SOON / 1000
    while (nameless := page.evaluate(NAMELESS)) and time.monotonic() < limit:
        page.wait_for_timeout(100)  # controls are made on demand, and named once they are there
    assert nameless == []
    visitor.keep("every_section_open")


def test_every_control_is_reached_by_the_keyboard(visitor):
    unreachable = visitor.page.evaluate(
        """() => [...document.querySelectorAll(
             ".wengang [role=slider], .wengang select, .wengang button, .wengang input, "
             + ".wengang [role=button]")]
           .filter(e => e.checkVisibility() && !e.disabled && e.tabIndex < 0)
           .map(e => e.outerHTML.slice(0, 200))"""
    )
    assert unreachable == []
    page = visitor.page
    visitor.slider(SHARE).focus()
    reached = set()
    for _ in range(6):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.outerHTML.slice(0, 300)"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", "the focus can be seen"
    assert len(reached) == 6


def test_the_result_is_said_to_people_who_do_not_see_it(visitor):
    said = visitor.page.locator("#said")
    assert said.get_attribute("role") == "status"
    expect(said).to_contain_text(ZH("place", PLACE))


def test_another_place_and_back(visitor):
    page = visitor.page
    before = visitor.total()
    page.get_by_role("combobox", name=ZH.app("jurisdiction")).select_option(ZH("place", "tacheng"))
    visitor.becomes_other_than(before)
    page.get_by_role("combobox", name=ZH.app("jurisdiction")).select_option(ZH("place", PLACE))
    page.locator(f".picture svg[aria-label*={ZH('place', PLACE)}]").first.wait_for()


def test_html_in_a_scenario_is_shown_and_not_executed(visitor):
    page = visitor.page
    page.get_by_role("combobox", name=ZH.app("start_from")).select_option("<b>bold")
    page.locator(".wg-undo", has_text="<b>bold").wait_for()
    open_section(page)
    expect(page.get_by_label(ZH.app("question"))).to_have_value(SPITEFUL)
    page.wait_for_timeout(200)
    assert page.title() == ZH.web("title")
    assert page.locator(".wengang img").count() == 0
    assert page.locator(".wengang b", has_text=re.compile("^bold$")).count() == 0


def open_section(page):
    """The section in which a scenario is saved, opened by key if it is not."""
    section = page.get_by_role("button", name=ZH.app("sec_save")).first
    if section.get_attribute("aria-expanded") == "false":
        section.press("Enter")
        page.get_by_label(ZH.app("question")).wait_for()


def test_a_missing_answer_is_asked_for_beside_the_button(visitor, desk):
    page = visitor.page
    open_section(page)
    page.get_by_label(ZH.app("question")).fill("")
    page.get_by_label(ZH.app("file_name"), exact=True).fill("../up")
    page.get_by_role("button", name=re.compile(ZH.app("save") + "$")).click()
    page.locator(".notice.warning", has_text=ZH.app("question_missing")).wait_for()
    assert list(desk.folder.parent.glob("*.yaml")) == []


def test_saved_and_loaded_again(visitor, desk):
    page = visitor.page
    visitor.slider(SHARE).focus()
    page.keyboard.press("ArrowRight")
    page.locator(".tile.up").wait_for()
    after = visitor.slider(SHARE).get_attribute("aria-valuenow")
    page.get_by_label(ZH.app("file_name"), exact=True).fill("一步")
    page.get_by_label(ZH.app("question")).fill("多付多少？")
    page.get_by_label(ZH.app("author"), exact=True).fill("预算处")
    page.get_by_role("button", name=re.compile(ZH.app("save") + "$")).click()
    page.locator(".notice.done").first.wait_for()
    assert load(desk.folder / "一步.yaml").file.policy.change
    visitor.start_over()
    page.locator(".chips.none").wait_for()
    page.get_by_role("combobox", name=ZH.app("start_from")).select_option("一步")
    page.locator(".tile.up").wait_for()
    expect(visitor.slider(SHARE)).to_have_attribute("aria-valuenow", after)


def test_the_language_changes_in_place(visitor):
    page = visitor.page
    page.get_by_role("button", name="English").click()
    page.get_by_role("combobox", name=EN.app("jurisdiction"), exact=True).wait_for()
    page.locator("html[lang=en]").wait_for(state="attached")
    expect(page).to_have_title(EN.web("title"))
    expect(page.locator(".tiles").first).not_to_contain_text(re.compile("[一-鿿]"))
    visitor.keep("english")
    page.set_viewport_size({"width": 800, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 800
    visitor.keep("english_narrow")
    # a page of 1280 at 200 % has room for 640
    page.set_viewport_size({"width": 640, "height": 400})
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    visitor.keep("english_zoomed")
    page.set_viewport_size({"width": 1280, "height": 800})


def test_one_more_visitor_than_allowed_is_told_so_and_who_loads_again_has_room(visitor, desk):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(desk.address)  # noqa: S310 - our own
    with refused.value as reply:
        assert reply.code == 503
        said = reply.read().decode()
    assert ZH.web("full") in said
    assert EN.web("full") in said
    assert visitor.page.reload(wait_until="commit", timeout=SLOW).status == 200
    visitor.wait()
    limit = time.monotonic() + 60
    while len(desk.kernels()) > 2 and time.monotonic() < limit:
        visitor.page.wait_for_timeout(100)
    assert len(desk.kernels()) <= 2, "the visitor's, and one that waits for the next"


def test_a_lost_kernel_is_told_in_plain_words(visitor, desk):
    page = visitor.page
    connected = page.evaluate("jupyterapp.widgetManager.kernel.id")
    (kernel,) = desk.kernels(connected)
    kernel.kill()
    said = "|".join(re.escape(words.web("died")) for words in (ZH, EN))
    page.locator("#lost", has_text=re.compile(said)).wait_for()
    assert page.locator(".tiles").first.is_visible()
    assert page.locator("#lost").get_by_role("button").is_visible()
    visitor.keep("lost")


def test_slider_to_picture_is_fast_at_full_size(visitor):
    page = visitor.page
    visitor.start_over()
    before = visitor.total()
    page.get_by_role("combobox", name=ZH.app("jurisdiction")).select_option(ZH("place", "xiangtan"))
    visitor.becomes_other_than(before)
    times = measured(page, visitor.slider(SHARE), presses=9)
    print(f"key to picture, Xiangtan at full size: {times.said()}")
    assert times.median < 1000


def test_nothing_was_asked_of_another_machine_and_nothing_went_wrong(visitor, desk):
    assert len(visitor.requests) > 50
    assert visitor.strangers(desk.address) == set()
    assert visitor.errors == []
