"""The full answer: the same as a run, worked out beside the page, dropped when nobody waits."""

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest

from sim.app import Explorer, errands
from sim.app.background import Background, Later
from sim.app.following import Following
from sim.app.full import Full, packed, unpacked
from sim.app.model import DRAFT, answer_of
from sim.app.shown import Shown
from sim.app.tiles import jobs_tiles
from sim.engine import simulate
from sim.present import tables
from sim.present.rundir import open_run
from sim.results import verify
from tests.app.places import MODEL, PLACE, STATES

SLIDER = "stable_employment_refund.share"
STATE = STATES["everything"]


@pytest.fixture(autouse=True, scope="module")
def cache(tmp_path_factory):
    """Full answers are kept elsewhere while testing; populations are not."""
    folder = tmp_path_factory.mktemp("desk")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(errands, "desk_folder", lambda: folder)
        yield folder


SMALL = STATE.scenario(DRAFT).with_(population={"size": 0.2})


def done(do, **request):
    told = []
    do(SMALL, request, lambda **said: told.append(plain(said)))
    return told


def plain(data):
    return json.loads(json.dumps(data))


@pytest.fixture(scope="module")
def told():
    """What is told while the full answer is worked out."""
    return done(errands.full_answer, draws=10)


def test_the_full_answer_is_that_of_a_run(told):
    first, *_, last = (Full.unpacked(said["found"]) for said in told if "found" in said)
    outcome = simulate(MODEL.law, SMALL)
    assert plain(packed(last.answer)) == plain(packed(answer_of(MODEL.law, outcome)))
    run = open_run(last.folder)
    assert all(holds for _, holds, _ in verify(Path(last.folder)))
    sums = tables.jobs_sums(run, PLACE)
    assert (last.jobs.net, last.jobs.heads) == (sums["net_central"], sums["gross"])
    assert last.span("net_jobs") == (sums["net_low"], sums["net_high"])
    assert (first.draws, last.draws) == (0, 10)
    assert first.jobs == last.jobs
    again = done(errands.full_answer, draws=10)
    assert [said.keys() for said in again] == [{"found"}]
    assert again[0] == told[-1]


def test_numbers_survive_as_plain_data():
    answer = MODEL.answer(STATE)
    again = unpacked(plain(packed(answer)))
    assert packed(again) == packed(answer)
    assert again.total("scenario") == answer.total("scenario")
    assert again.purse == answer.purse


def test_a_process_beside_the_page_answers_the_newest_request_only(cache, monkeypatch):
    monkeypatch.setenv("WENGANG_CACHE", str(cache))
    told = []
    background = Background(told.append)
    texts = [STATES[name].scenario(DRAFT).text for name in ("share", "off")]
    background.ask("answer", text=texts[0], draws=10)
    newest = background.ask("answer", text=texts[1], draws=0)
    process = background._process
    try:
        end = time.monotonic() + 100
        while not any("end" in said for said in told) and time.monotonic() < end:
            time.sleep(0.05)
        assert {said["id"] for said in told} == {newest}
        found = Full.unpacked(next(said["found"] for said in told if "found" in said))
        outcome = simulate(MODEL.law, STATES["off"].scenario(DRAFT))
        assert found.answer.total("scenario") == answer_of(MODEL.law, outcome).total("scenario")
        background.ask("answer", text="title: [", draws=0)
        while not any("error" in said for said in told) and time.monotonic() < end:
            time.sleep(0.05)
        assert told[-1]["error"]
        background.ask("answer", text=texts[0], draws=10)
        process.kill()
        while not told[-1].get("ended") and time.monotonic() < end:
            time.sleep(0.05)
        assert told[-1]["error"] == []
    finally:
        background.close()
    assert process.returncode is not None


class Silent:
    """Stands for the process beside the page."""

    def __init__(self):
        self.asked, self.dropped = [], 0

    def ask(self, do, **request):
        self.asked.append((do, request))
        return len(self.asked)

    def drop(self):
        self.dropped += 1

    def close(self):
        pass


@pytest.fixture
def explorer(tmp_path):
    page = Explorer(PLACE, "zh", folder=tmp_path, model=MODEL)
    page.results.following._background = Silent()
    return page


def full_like(answer):
    told = {"rows": [], "heads": 900, "anyway": 800.0, "starts": 100.0, "lost": 20.0, "net": 50.0}
    jobs = told | {"law": 40.0, "cost": 5e8, "saved": 1e8, "wage": 6e6, "channels": []}
    del jobs["rows"]
    spans = {"net_jobs": [50.0, 30.0, 70.0], "net_cost": [4e8, 3e8, 5e8]}
    return {
        "folder": "", "draws": 40, "answer": packed(answer), "jobs": jobs, "spans": spans,
    }  # fmt: skip


def test_a_preview_is_marked_until_the_full_answer_replaces_it(explorer):
    words, following = explorer.words, explorer.results.following
    explorer.panel.controls[SLIDER].field.value = 70
    assert words.app("preview") in explorer.outputs["standing"].value
    assert words.app("jobs_come") in explorer.outputs["jobs"].value
    following.start({"text": ""})
    following._heard({"id": 1, "step": "draws", "done": 12, "of": 84})
    assert "12/84" in explorer.outputs["standing"].value
    following._heard({"id": 1, "found": full_like(MODEL.answer(STATE))})
    following._heard({"id": 1, "end": True})
    assert words.app("full_drawn", draws=40) in explorer.outputs["standing"].value
    assert "30.0–70.0" in explorer.outputs["jobs"].value
    assert words.money(MODEL.answer(STATE).total("scenario")) in explorer.outputs["headline"].value
    jobs = following.full(explorer.state.key).jobs
    sums = {"cost": words.money(jobs.cost), "saved": words.money(jobs.saved)}
    assert words.app("less_saved", **sums) in explorer.outputs["jobs"].value
    assert words.app("of_base", money=words.money(jobs.cost)) in explorer.outputs["jobs"].value
    full = following.full(explorer.state.key)
    unsure = replace(full, spans={**full.spans, "net_jobs": (50.0, -112.0, 145.0)})
    shown = Shown(explorer.state, MODEL.answer(STATE), unsure, words)
    assert words.jobs_span(-112, 145) in jobs_tiles(shown)
    assert words.app("maybe_no_jobs") in jobs_tiles(shown)
    assert words.rough(jobs.each) not in jobs_tiles(shown)
    explorer.panel.controls[SLIDER].field.value = 60
    assert words.app("preview") in explorer.outputs["standing"].value
    explorer.panel.controls[SLIDER].field.value = 70
    assert words.app("full_drawn", draws=40) in explorer.outputs["standing"].value


def test_an_answer_to_an_earlier_state_is_dropped(explorer):
    following = explorer.results.following
    following.start({"text": ""})
    explorer.panel.controls[SLIDER].field.value = 70
    assert following._background.dropped == 1
    before = explorer.outputs["headline"].value
    following._heard({"id": 1, "found": full_like(MODEL.answer(STATE))})
    assert explorer.outputs["headline"].value == before
    assert following.full(explorer.state.key) is None


def test_a_refusal_stays_when_the_last_states_full_answer_comes(explorer):
    words, following = explorer.words, explorer.results.following
    explorer.panel.controls[SLIDER].field.value = 70
    explorer._try(lambda: explorer.open("nowhere.yaml"))
    assert words.app("refused") in explorer.outputs["notice"].value
    following.start({"text": ""})
    following._heard({"id": 1, "found": full_like(MODEL.answer(STATE))})
    assert "30.0–70.0" in explorer.outputs["jobs"].value
    assert words.app("refused") in explorer.outputs["notice"].value
    explorer.panel.controls[SLIDER].field.value = 60
    assert words.app("refused") not in explorer.outputs["notice"].value


def test_a_full_answer_that_fails_leaves_the_preview_and_says_so(explorer):
    before = explorer.outputs["headline"].value
    explorer.results.following.start({"text": ""})
    reason = {"zh": "磁盘已满", "en": "the disk is full"}
    explorer.results.following._heard({"id": 1, "error": [reason]})
    assert "磁盘已满" in explorer.outputs["standing"].value
    assert explorer.outputs["headline"].value == before
    assert not explorer.results.following.busy


class Live(Later):
    """An event loop in which nothing happens by itself."""

    live = True

    def after(self, seconds, do):
        self.due = do
        return Due()


class Due:
    def cancel(self):
        pass


def test_pinned_states_are_answered_when_nothing_else_is_to_be_done():
    later = Live()
    following = Following(later, lambda: None)
    following._background = silent = Silent()
    following.also("pinned", {"text": "pinned"})
    following.follow("now", lambda: {"text": "now"})
    assert silent.dropped == 1  # the present state goes first
    later.due()
    assert silent.asked[-1][1] == {"text": "now"}
    found = full_like(MODEL.answer(STATE))
    following._heard({"id": 2, "found": found})
    following._heard({"id": 2, "end": True})
    assert silent.asked[-1][1] == {"text": "pinned"}
    following._heard({"id": 3, "step": "draws", "done": 1, "of": 84})
    assert following.step is None
    following._heard({"id": 3, "found": found})
    following._heard({"id": 3, "end": True})
    assert following.full("pinned").draws == 40
    assert not following.busy
    assert len(silent.asked) == 3


def test_things_wait_for_their_turn_where_there_is_no_event_loop():
    later, happened = Later(), []
    later.soon(lambda: happened.append(1))
    assert happened == []
    assert later.wait(lambda: bool(happened), 1)
    assert later.after(0, lambda: happened.append(2)) is None
    assert not later.wait(lambda: len(happened) > 1, 0.01)
    assert not Following(later, lambda: None).busy


def test_the_workbook_is_of_the_scenarios_own_run(tmp_path):
    out = tmp_path / "mine"
    told = done(errands.workbook, out=str(out), draws=0, language="zh")
    (path,) = told[-1]["written"]
    assert path.startswith(str(out))
    assert open_run(out / "run").record["scenario"]["name"] == "explorer"
    stamp = (out / "run" / "record.json").stat().st_mtime_ns
    done(errands.workbook, out=str(out), draws=0, language="en")
    assert (out / "run" / "record.json").stat().st_mtime_ns == stamp


@pytest.mark.usefixtures("told")
def test_a_report_uses_the_intervals_that_the_page_has(tmp_path):
    own = SMALL.with_(title="Mine", question="Why?")
    told = []
    request = {"out": str(tmp_path / "mine"), "draws": 10, "language": "en"}
    errands.workbook(own, request, lambda **said: told.append(said))
    assert not any(said.get("step") == "draws" for said in told)
    run, kept = (open_run(x) for x in (tmp_path / "mine/run", errands.kept_folder(SMALL) / "run"))
    assert run.table("intervals").equals(kept.table("intervals"))
    assert run.record["answers"] == kept.record["answers"]
    assert run.record["scenario"]["title"] == {"zh": "Mine", "en": "Mine"}


def test_nothing_that_is_no_report_is_written_over(tmp_path):
    (tmp_path / "notes.txt").write_text("precious", encoding="utf-8")
    with pytest.raises(Exception, match="not an earlier report"):
        done(errands.report, out=str(tmp_path), draws=0)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
