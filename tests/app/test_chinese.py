"""On the Chinese page, what a planner did wrong is said in Chinese, wherever it was found."""

import json
import pickle
import re
from dataclasses import replace
from html import unescape

import pytest

from sim.app import Explorer, errands
from sim.app.history import Stand
from sim.app.model import DRAFT
from sim.app.shock import Shock
from sim.app.state import State, Target
from sim.base.errors import NoEffectError, UserError, did_you_mean, say
from sim.cli.template import template
from sim.engine.places import arms
from sim.measures.registry import kinds
from sim.population import SECTORS
from sim.population.own_schema import OWN_TABLES
from sim.present.notebooks import _reason, finish, render
from sim.present.page_jobs import FORMATS, jobs_of
from sim.present.report import open_page
from sim.present.words import Words, glossary
from sim.results import read_tables
from sim.results.record import read_record
from sim.scenario.load import as_yaml, of_data
from sim.scenario.schema import ScenarioFile
from tests.app.places import MODEL, PLACE, SHARE
from tests.present.fake_run import build

LAW = MODEL.law
TABLES = f"tables.{PLACE}"


def identifiers():
    """Names that a planner writes in files as they are, so that they stay as they are."""
    found = {"CSV", "XLSX", "YAML", "UTF", "GB", "Parquet", "true", "false", "sim", "template"}
    found |= {"JSON", "SHA", "OSError", *FORMATS}
    found |= {*LAW.jurisdictions, *SECTORS, *LAW.readings, *(n for n, _ in kinds()), *OWN_TABLES}
    found |= {name for kind in kinds().values() for name in kind.specs()}
    found |= {option for reading in LAW.readings.values() for option in reading.options}
    found |= {column.name for table in OWN_TABLES.values() for column in table.columns}
    found |= {key for section in glossary().values() for key in section}
    schema = ScenarioFile.model_json_schema(by_alias=True)
    for part in (schema, *schema["$defs"].values()):
        found |= set(part["properties"])
    return found


NAMES = identifiers()


def english(text):
    """English words in a text, but for names, file names, and what was quoted from the planner."""
    text = re.sub(r"“[^”]*”|'[^']*'", "", text)
    text = re.sub(r"[\w/-]*[_./\d][\w./-]*", "", text, flags=re.ASCII)
    return [word for word in re.findall(r"[A-Za-z]{2,}", text) if word not in NAMES]


def is_chinese(text):
    return bool(re.search("[一-鿿]", text)) and not english(text)


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    return Explorer(PLACE, "zh", folder=tmp_path_factory.mktemp("scenarios"), model=MODEL)


def said(page):
    """What the page says is wrong, a line each."""
    notice = page.outputs["notice"].value
    lines = re.findall(r"<li>(.*?)</li>", notice)
    for control in page.panel.controls.values():
        lines += control.complaint.splitlines()
    return [unescape(line) for line in lines]


# own tables


def cell(column, value):
    """Writes a value into a column of the second row."""

    def spoil(lines):
        header = lines[0].split(",")
        at = next(i for i, name in enumerate(header) if column in name)
        cells = lines[1].split(",")
        cells[at] = value
        return [lines[0], ",".join(cells), *lines[2:]]

    return spoil


def without(column):
    """Leaves a column out."""

    def spoil(lines):
        header = lines[0].split(",")
        at = next(i for i, name in enumerate(header) if column in name)
        rows = [line.split(",") for line in lines]
        return [",".join(row[:at] + row[at + 1 :]) for row in rows]

    return spoil


SLIPS = {
    "missing": ("firms", without("firm_id"), "缺少"),
    "whole": ("firms", cell("staff", "2.5"), "整数"),
    "negative": ("workers", cell("wage", "-100"), "负数"),
    "no_money": ("workers", cell("wage", "plenty"), "金额"),
    "finer": ("workers", cell("wage", "10.001"), "两位小数"),
    "too_much": ("workers", cell("wage", "99999999"), "之间"),
    "sector": ("firms", cell("sector", "minning"), "是不是"),
    "sector_unknown": ("firms", cell("sector", "金融科技"), "没有"),
    "owner": ("firms", cell("ownership", "someone"), "可用"),
    "group": ("jobseekers", cell("groups", "heroes"), "这类人员"),
    "date": ("workers", cell("born_on", "soon"), "日期"),
    "future": ("workers", cell("born_on", "2035-01-01"), "将来"),
    "early": ("workers", cell("born_on", "1850-01-01"), "早于"),
    "young": ("workers", cell("born_on", "2015-01-01"), "不满"),
    "digits": ("firms", cell("firm_id", ""), "没有填写"),
    "unit": ("workers", cell("firm_id", "nobody"), "没有单位"),
    "twice": ("firms", lambda lines: [*lines, lines[1]], "重复"),
    "header": (
        "firms",
        lambda lines: [lines[0].replace("行业 sector", "sectr"), *lines[1:]],
        "改名",
    ),
    "no_rows": ("firms", lambda lines: lines[:1], "没有数据行"),
    "wide": ("firms", lambda lines: [*lines, lines[1] + ",x,y"], "逗号"),
    "open": ("firms", lambda lines: [*lines, 'x,"open'], "引号"),
}


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables") / "mine"
    template(folder, place=PLACE, rows=12)
    return {path.stem: path.read_text(encoding="utf-8-sig") for path in folder.glob("*.csv")}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_own_tables_is_explained_in_chinese(page, tables, slip):
    table, spoil, word = SLIPS[slip]
    folder = page.saver.folder / slip
    folder.mkdir()
    for name, text in tables.items():
        lines = text.splitlines()
        lines = spoil(lines) if name == table else lines
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    page.panel.controls[TABLES].field.value = slip
    lines = said(page)
    print(*lines, sep="\n")
    assert [line for line in lines if not is_chinese(line)] == []
    assert any(word in line and f"{table}.csv" in line for line in lines)


def test_a_scenario_with_a_slip_in_its_tables_names_the_cell(page):
    folder = page.saver.folder
    (folder / "firms.csv").write_text("firm_id,staff\na,-1\n", encoding="utf-8")
    text = as_yaml({**DRAFT, "population": {"tables": {PLACE: {"firms": "firms.csv"}}}})
    (folder / "slip.yaml").write_text(text, encoding="utf-8")
    page.open(folder / "slip.yaml")
    said_there = page.panel.controls[TABLES].complaint
    assert said_there.startswith("firms.csv 第 2 行，staff：-1 是负数")
    assert unescape(page.outputs["notice"].value).count(said_there) == 1
    page.reset_all()


# what cannot go together at the desk

HERE = State(PLACE)
REFUND = "stable_employment_refund"
STATES = {
    "share beyond its bound": HERE.with_change([SHARE], 1.2),
    "a finer amount": HERE.with_change([Target("premises", kind="incubator_award")], 1.001),
    "minimum above maximum": HERE.with_change([Target("amount", clause="sn11b")], 9e6),
    "take-up above 1": HERE.with_take_up(REFUND, 2.0),
    "shock that ends before": State(PLACE, shock=Shock("2020-05", "2019-06", layoffs=2.0)),
    "response beyond": HERE.with_response("labour.depth", 99.0),
    "balance below": State(PLACE, balances={PLACE: -1.0}),
    "years": State(PLACE, years=(2020, 2019)),
    "borrowed": State(PLACE, borrow="ziyang").with_change([Target("share", clause="zy1a")], 7.0),
}


@pytest.mark.parametrize("name", STATES)
def test_what_cannot_be_is_explained_in_chinese(page, name):
    page._go(Stand(replace(STATES[name], folder=page.saver.folder)))
    lines = said(page)
    print(*lines, sep="\n")
    page.reset_all()
    assert lines
    assert [line for line in lines if not is_chinese(line)] == []


# scenario files

CHANGE = {"kind": REFUND, "term": "share", "value": 0.7}
OPEN = {"clause": "sn7", "term": "fees", "value": 100, "from": "2020-01-01"}
FILES = {
    "no such key": {"bright_red": True},
    "nearly a key": {"jurisdiction": [PLACE]},
    "no author": {"author": ""},
    "no title": {"title": None},
    "no date": {"date": "soon"},
    "no expectation": {"expect": {"outlay": "more"}},
    "years": {"years": [2019, 2035]},
    "years in words": {"years": "all"},
    "a place twice": {"jurisdictions": [PLACE, PLACE]},
    "unknown place": {"jurisdictions": ["sunnan"]},
    "unknown clause": {"policy": {"change": [{**CHANGE, "kind": "", "clause": "zz99"}]}},
    "unknown kind": {"policy": {"change": [{**CHANGE, "kind": "refund"}]}},
    "unknown term": {"policy": {"change": [{**CHANGE, "term": "shar"}]}},
    "unknown shared term": {"policy": {"change": [{"term": "moonlight", "value": 1}]}},
    "clause and kind": {"policy": {"change": [{**CHANGE, "clause": "sn1a"}]}},
    "dates": {"policy": {"change": [{**CHANGE, "from": "2020-05-01", "to": "2020-01-01"}]}},
    "no number": {"policy": {"change": [{**CHANGE, "value": "many"}]}},
    "truth": {"policy": {"change": [{**CHANGE, "value": True}]}},
    "by category": {"policy": {"change": [{**CHANGE, "value": {"a": 1}}]}},
    "over each other": {"policy": {"change": [CHANGE, CHANGE]}},
    "open": {"policy": {"change": [OPEN]}},
    "negative": {"policy": {"change": [{"term": "minimum_wage", "value": -1}]}},
    "finer": {"policy": {"change": [{**OPEN, "from": None, "value": 1.001}]}},
    "beyond": {"policy": {"change": [{**CHANGE, "value": 1.2}]}},
    "off and only": {"policy": {"switch_off": [REFUND], "keep_only": [REFUND]}},
    "unknown measure off": {"policy": {"switch_off": ["refund"]}},
    "unknown lender": {"policy": {"borrow": [{"rules_of": "nowhere", "for": PLACE}]}},
    "unknown reading": {"readings": {"unknown": "none"}},
    "unknown option": {"readings": {"few_layoffs": "sometimes"}},
    "unknown take-up": {"take_up": {"refund": 0.5}},
    "take-up above 1": {"take_up": {REFUND: 5}},
    "take-up in words": {"take_up": {REFUND: "half"}},
    "shock": {"world": {"shocks": [{"from": "2020-05", "to": "2019-05"}]}},
    "shock elsewhen": {"world": {"shocks": [{"from": "2030-05", "to": "2031-05"}]}},
    "shock without months": {"world": {"shocks": [{"from": "May", "to": "2020-05"}]}},
    "shock too strong": {
        "world": {"shocks": [{"from": "2019-05", "to": "2020-05", "layoffs": 99}]}
    },
    "sector": {"world": {"shocks": [{"from": "2019-05", "to": "2020-05", "sectors": ["moon"]}]}},
    "response": {"behaviour": {"responses": {"labour.dept": 1.0}}},
    "response beyond": {"behaviour": {"responses": {"labour.depth": 99.0}}},
    "behaviour": {"behaviour": {"on": "perhaps"}},
    "size": {"population": {"size": 0}},
    "seed": {"population": {"seed": 1.5}},
    "tables of nowhere": {"population": {"tables": {"nowhere": {"firms": "firms.csv"}}}},
    "tables of nobody": {"jurisdictions": [], "population": {"tables": {"firms": "firms.csv"}}},
    "tables not there": {"population": {"tables": {PLACE: {"firms": "gone.csv"}}}},
    "tables outside": {"population": {"tables": {PLACE: {"firms": "../../firms.csv"}}}},
    "tables unknown": {"population": {"tables": {PLACE: {"firm": "no key.yaml"}}}},
    "tables and size": {"population": {"size": 0.5, "tables": {PLACE: {"firms": "firms.csv"}}}},
    "gates": {"budget": {"gates": "maybe"}},
    "figure": {"budget": {"figures": {PLACE: {"opening": 1.0}}}},
    "figure of nowhere": {"budget": {"figures": {"nowhere": {"opening_balance": 1.0}}}},
    "no payments": {"budget": {"figures": {PLACE: {"payments_last_year": 0}}}},
    "shares": {"budget": {"shares": {"moon": {"city": 0.5, "planet": 0.1}}}},
    "few draws": {"draws": 3},
    "half a draw": {"draws": 3.5},
}
TEXTS = {
    "not yaml": "title: [",
    "twice": "author: me\nauthor: you\n",
    "tag": "title: !!python/object:x {}\n",
    "a list": "- 1\n",
    "empty": "",
}


def opened(page, name, text):
    path = page.saver.folder / f"{name.replace(' ', '_')}.yaml"
    path.write_text(text, encoding="utf-8")
    page._show_bar()
    page.start_from.value = str(path)
    lines = said(page)
    print(name, *lines, sep="\n   ")
    page.reset_all()
    path.unlink()
    return lines


def test_a_scenario_that_cannot_be_opened_is_explained_in_chinese(page):
    texts = {
        name: as_yaml({**DRAFT, "jurisdictions": [PLACE], **part}) for name, part in FILES.items()
    }
    found = {name: opened(page, name, text) for name, text in {**texts, **TEXTS}.items()}
    assert [name for name, lines in found.items() if not lines] == []
    assert {line for lines in found.values() for line in lines if not is_chinese(line)} == set()
    assert "no_such_key.yaml:11: bright_red" in found["no such key"][0], "it says where"


# runs that are laid beside, and reports


def spoilt(name, text):
    """Writes something else into a file of a run."""
    return lambda run: (run / name).write_text(text, encoding="utf-8")


def record_without(key):
    """Leaves a part out of the record."""

    def spoil(run):
        record = json.loads((run / "record.json").read_text(encoding="utf-8"))
        del record[key]
        (run / "record.json").write_text(json.dumps(record), encoding="utf-8")

    return spoil


TOTALS = "jurisdiction,clause,kind,fund,month,arm,heads,outlay_fen\na,b,c,d,2019-01,e,many,1\n"
RUNS = {
    "no run": lambda run: (run / "record.json").unlink(),
    "no json": spoilt("record.json", "half"),
    "no places": record_without("jurisdictions"),
    "no table": lambda run: (run / "totals.csv").unlink(),
    "empty": spoilt("totals.csv", ""),
    "no columns": spoilt("totals.csv", "jurisdiction,clause\n"),
    "no numbers": spoilt("totals.csv", TOTALS),
}


@pytest.mark.parametrize("slip", RUNS)
def test_a_run_that_cannot_be_laid_beside_is_explained_in_chinese(page, tmp_path, slip):
    run = build(tmp_path / "run", places=(PLACE,))
    RUNS[slip](run)
    comparing = page.results.comparing
    comparing._add(str(run))
    text = unescape(re.sub("<[^>]*>", "", comparing.message.value))
    print(text)
    assert is_chinese(text)
    assert comparing.runs == []


def test_a_report_that_cannot_be_rendered_is_explained_in_chinese(tmp_path):
    run = build(tmp_path / "run", places=(PLACE,))
    other = tmp_path / "mine"
    other.mkdir()
    (other / "notes.txt").write_text("x", encoding="utf-8")
    request = {"out": str(other), "draws": 0, "language": "zh"}
    failing = (
        lambda: render(run, tmp_path, jurisdictions=("mars",), languages=("fr",), formats=("a",)),
        lambda: render(run, tmp_path, formats=()),
        lambda: finish(jobs_of(run, tmp_path), {tmp_path / f"{PLACE}.zh.html": _reason(OSError())}),
        lambda: Words("zh").require([("kind", "unheard")]),
        lambda: open_page("", "", "", "zh", PLACE),
        lambda: open_page(str(run / "scenario.yaml"), "0" * 64, str(run), "zh", PLACE),
        lambda: read_record(tmp_path),
        lambda: read_tables(run),
        lambda: errands.report(of_data(DRAFT, "mine"), request, print),
    )
    for fails in failing:
        with pytest.raises(UserError) as error:
            fails()
        lines = error.value.said("zh")
        print(*lines, sep="\n")
        assert lines
        assert [line for line in lines if not is_chinese(line)] == []


def test_what_changes_nothing_is_said_in_chinese(page):
    page._go(Stand(HERE.with_change([SHARE], 0.5)))
    assert page.words.app("same_rules") in page.outputs["notice"].value
    page.reset_all()
    scenario = of_data({**DRAFT, "policy": {"change": [{**CHANGE, "value": 0.5}]}}, "idle")
    with pytest.raises(NoEffectError) as idle:
        list(arms(LAW, scenario))
    assert all(map(is_chinese, idle.value.said("zh")))
    assert all("changes nothing" in line for line in idle.value.said("en"))


def test_a_sentence_keeps_both_its_languages():
    hint = did_you_mean("shar", ["share"])
    what = str(
        ValueError(say("no '{word}'; {hint}", "没有“{word}”；{hint}", word="shar", hint=hint))
    )
    error = UserError(what)
    assert error.said("zh") == ["没有“shar”；是不是“share”？"]
    assert error.said("en") == ["no 'shar'; did you mean 'share'?"] == [str(error)]
    assert UserError("only English").said("zh") == ["only English"]
    again = pickle.loads(pickle.dumps(what))  # noqa: S301 - what worker processes send
    assert (again, again.zh) == (what, what.zh)
