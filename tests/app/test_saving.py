"""A saved scenario: complete, loadable, and never over somebody's work."""

import datetime as dt
import json
import subprocess
import sys

import pytest

from sim.app.glossary import AppWords
from sim.app.knobs import knobs
from sim.app.saving import Header, Saver, header_data, text_of
from sim.base.errors import UserError
from sim.measures.rulebook import current_law
from sim.scenario import load
from tests.app.places import MODEL, PLACE, STATES

WORDS = AppWords("en")
HEADER = Header("What does it cost?", "Budget office")
DAY = dt.date(2019, 12, 31)


def text(state, header=HEADER):
    numbers = knobs(MODEL.law, current_law(MODEL.law, PLACE))
    data = header_data(header, state, MODEL.answer(state), numbers, MODEL.law, DAY)
    return text_of(state, data)


@pytest.mark.parametrize("name", STATES)
def test_what_is_saved_loads_to_the_same_content(name, tmp_path):
    path = Saver(tmp_path).save(name, text(STATES[name]), HEADER, WORDS)
    file = load(path).file
    assert file.author == "Budget office"
    assert file.date == DAY
    assert file.jurisdictions == (PLACE,)
    body = STATES[name].body()
    assert file == STATES[name].scenario(_header_of(file)).file
    assert set(body) <= set(load(path).document.data)


def _header_of(file):
    data = file.model_dump(by_alias=True)
    return {n: data[n] for n in ("title", "question", "author", "date", "expect")}


@pytest.mark.parametrize(
    ("name", "outlay", "against"),
    [
        ("reset", "same", "current_law"),
        ("share", "up", "current_law"),
        ("off", "down", "current_law"),
        ("shock", "up", "baseline"),
    ],
)
def test_the_expectation_is_what_the_page_showed(name, outlay, against, tmp_path):
    path = Saver(tmp_path).save(name, text(STATES[name]), HEADER, WORDS)
    expect = load(path).file.expect
    assert (expect.outlay, expect.against) == (outlay, against)


def test_the_command_line_finds_the_same_totals_to_the_fen(tmp_path):
    path = Saver(tmp_path).save("everything", text(STATES["everything"]), HEADER, WORDS)
    words = ["run", str(path), "--out", str(tmp_path / "run"), "--static", "--json", "--draws", "0"]
    done = subprocess.run(
        [sys.executable, "-c", "from sim.cli import main; main()", *words],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    totals = json.loads(done.stdout)
    answer = MODEL.answer(STATES["everything"])
    assert {arm: sums[PLACE] for arm, sums in totals.items()} == {
        arm: answer.total(arm) for arm in ("no_policy", "current_law", "scenario")
    }


def test_a_file_that_is_there_stays(tmp_path):
    theirs = tmp_path / "mine.yaml"
    theirs.write_text("precious", encoding="utf-8")
    saver = Saver(tmp_path)
    with pytest.raises(UserError, match="exists"):
        saver.save("mine", text(STATES["share"]), HEADER, WORDS)
    assert theirs.read_text(encoding="utf-8") == "precious"
    saver.save("mine", text(STATES["share"]), HEADER, WORDS, replaces=True)
    assert load(theirs).file.policy.change


def test_a_file_of_this_session_may_be_saved_again_until_somebody_edits_it(tmp_path):
    saver = Saver(tmp_path)
    path = saver.save("mine", text(STATES["share"]), HEADER, WORDS)
    saver.save("mine.yaml", text(STATES["off"]), HEADER, WORDS)
    assert load(path).file.policy.switch_off
    path.write_text(path.read_text(encoding="utf-8") + "# by hand\n", encoding="utf-8")
    with pytest.raises(UserError, match="exists"):
        saver.save("mine", text(STATES["share"]), HEADER, WORDS)
    with pytest.raises(UserError, match="exists"):
        Saver(tmp_path).save("mine", text(STATES["share"]), HEADER, WORDS)


@pytest.mark.parametrize("name", ["", "../up", "a/b", ".hidden", "-dash", "x" * 61, "a.b", "a b"])
def test_a_name_that_is_no_file_name_is_refused(name, tmp_path):
    with pytest.raises(UserError, match="file name"):
        Saver(tmp_path).save(name, text(STATES["share"]), HEADER, WORDS)
    assert not list(tmp_path.iterdir())


def test_everything_missing_is_said_at_once(tmp_path):
    with pytest.raises(UserError) as error:
        Saver(tmp_path).save("", text(STATES["share"], Header()), Header(" "), WORDS)
    assert len(error.value.problems) == 3


def test_titles_say_the_change_in_both_languages(tmp_path):
    path = Saver(tmp_path).save("方案一", text(STATES["share"]), HEADER, WORDS)
    title = load(path).file.title
    assert "70%" in title.zh
    assert "肃南县" in title.zh
    assert "70%" in title.en
    assert "Sunan" in title.en


def test_an_opened_question_keeps_both_languages_until_it_is_rewritten():
    header = Header("多少？", "x", asked=("多少？", "How much?"))
    assert header.both == {"zh": "多少？", "en": "How much?"}
    assert header.in_language("en").question == "How much?"
    rewritten = Header("为何？", "x", asked=("多少？", "How much?"))
    assert rewritten.both == {"zh": "为何？", "en": "为何？"}
    assert rewritten.in_language("en").question == "为何？"
