"""The PDF says what the HTML says, whatever stands in it, byte for byte the same each time."""

import json
import re
from dataclasses import fields, replace
from typing import get_args

import pandas as pd
import pytest

from sim.present import pdf
from sim.present.blocks import Block, Column, Fold, Heading, Source, Table, Text
from sim.present.filing import Field, Sheet
from sim.present.html import Show
from sim.present.pages import PageName
from sim.present.plain import MIME, plain
from sim.present.report import SECTIONS, open_page
from sim.present.sections.purses import _filled
from sim.present.widths import ROOM, layout, width
from sim.present.words import Words

HOSTILE = (
    r"""#import "x.typ" <script>alert(1)</script> $x^2$ *b* _i_ \u{41} `c` @ref <lab> [#panic()]"""
)


def bundle(section):
    made = section._repr_mimebundle_()
    return json.loads(json.dumps(made[MIME])), made["text/html"]


@pytest.fixture(scope="module", params=["zh", "en"])
def shown(run_dir, request):
    """Blocks and HTML of a page's sections, and what the template is given of them."""
    page = open_page("", "", str(run_dir), request.param, "sunan")
    made = [bundle(page.section(name)) for name in SECTIONS]
    return made, pdf.page_data(made, PageName("sunan", request.param), "title", "foot")


def texts(data):
    """Every text of a page's data, drawings left out."""
    if isinstance(data, dict):
        return [t for key, x in data.items() if key not in ("drawing", "block") for t in texts(x)]
    if isinstance(data, list):
        return [t for x in data for t in texts(x)]
    return [data] if isinstance(data, str) and data else []


def of_kind(blocks, kind):
    inner = [b for block in blocks for b in of_kind(block.get("blocks", []), kind)]
    return [b for b in blocks if b["block"] == kind] + inner


def pages_in(made):
    return len(re.findall(rb"/Type\s*/Page\b", made))


def test_every_figure_and_table_of_the_html_is_in_the_pdf(shown):
    made, data = shown
    html = "".join(text for _, text in made)
    blocks = [*data["blocks"], *data["folds"]]
    tables, pictures = of_kind(blocks, "table"), of_kind(blocks, "picture")
    assert len(tables) == html.count("<table>")
    assert [p["drawing"].count("<svg ") for p in pictures] == [1] * html.count("<svg ")
    labels = {b["label"].strip() for b in [*tables, *pictures]}
    assert len(labels) == len(tables) + len(pictures)
    assert labels == {x.strip() for x in re.findall(r"<b>((?:表|图|Table|Figure) [^<]*)</b>", html)}
    cells = sum(len(row) for t in tables for row in t["rows"])
    assert cells == html.count("<td") + html.count('scope="row"')


def test_the_same_page_gives_the_same_bytes(shown):
    _, data = shown
    made = pdf.typeset(data)
    assert made == pdf.typeset(json.loads(json.dumps(data)))
    assert made.startswith(b"%PDF-")
    assert b"/CreationDate" not in made
    assert pages_in(made) >= 8


def test_user_text_is_shown_and_never_read_as_markup():
    words = Words("en")
    frame = pd.DataFrame({"a": [HOSTILE], "n": [1]})
    columns = [Column("a", HOSTILE, kind="long"), Column("n", "n", kind="number")]
    table = Table(HOSTILE, frame, columns, note=HOSTILE, number="1-1")
    blocks = [
        Heading(HOSTILE, level=1), Text(HOSTILE, "lead"), Source(HOSTILE + "\n" + HOSTILE), table,
        Fold(HOSTILE, [replace(table, number="1-2")]),
    ]  # fmt: skip
    data = pdf.page_data([bundle(Show(blocks, words))], PageName("sunan", "en"), HOSTILE, HOSTILE)
    given = [text.replace("\u200b", "") for text in texts([data["blocks"], data["folds"]])]
    assert all(HOSTILE in text for text in given if "#" in text)
    written = shown_text(data)
    for piece in ("#import", "<script>", "$x^2$", "*b*", "[#panic()]"):
        assert piece in written


def shown_text(data):
    """What typst would show of a page: the text of the document's elements."""
    import typst

    source = pdf.TEMPLATE.read_text(encoding="utf-8")
    found = typst.query(
        source.encode(), "heading", root=str(pdf.TEMPLATE.parent), field="body",
        font_paths=pdf._fonts(), sys_inputs={"page": json.dumps(data)},
    )  # fmt: skip
    return " ".join(texts(json.loads(found)))


def test_every_kind_of_block_can_be_printed():
    template = pdf.TEMPLATE.read_text(encoding="utf-8")
    setters = template.split("#let setters = (")[1].split("\n)")[0]
    for kind in get_args(Block):
        assert kind in plain.registry, kind
        empty = {"frame": pd.DataFrame(), "figure": None}
        values = {f.name: empty.get(f.name, "") for f in fields(kind)}
        name = plain(kind(**values), Words("zh"))["block"]
        assert re.search(rf"\b{name}:", setters), name


def test_a_block_that_cannot_be_printed_is_refused():
    with pytest.raises(TypeError, match="object"):
        plain(object(), Words("zh"))


@pytest.mark.parametrize("count", [3, 9, 16])
def test_numbers_stay_whole_and_tables_within_the_margins(count):
    columns = [{"title": "Measure", "kind": "text"}]
    columns += [{"title": "Outlay in 2019", "kind": "number"}] * count
    rows = [["Stable-employment refund", *["12,345.6"] * count]]
    made = layout(columns, rows)
    assert sum(made.columns) <= ROOM + 0.1
    assert all(w >= width("12,345.6") * made.size for w in made.columns[1:])
    assert not made.breaks
    assert layout(columns, rows * 60).breaks


def test_widths_go_to_the_columns_that_make_rows_tall():
    """A column of a few words beside many of numbers stays on one line."""
    columns = [{"title": "Fund", "kind": "text"}]
    columns += [{"title": "Outlay", "kind": "number"}] * 8 + [{"title": "Basis", "kind": "text"}]
    rows = [["Employment subsidy fund", *["1,234.56"] * 8, "provided as needed"]] * 40
    made = layout(columns, rows)
    assert made.columns[-1] >= width("provided as needed") * made.size
    assert made.columns[0] >= width("Employment subsidy fund") * made.size
    assert made.size >= 6.6


def test_what_is_beyond_a_page_is_set_small_and_what_is_short_is_not():
    columns = [{"title": "Measure", "kind": "text"}, {"title": "Outlay", "kind": "number"}]
    rows = [["Stable-employment refund", "1.0"]]
    assert layout(columns, rows * 10).size == 8.0
    assert layout(columns, rows * 100).size < 7.0


def test_what_only_the_screen_shows_is_named_in_print():
    words = Words("en")
    table = Table("A: the places", pd.DataFrame({"a": [1]}), [Column("a", "a")], number="4-1")
    other = replace(table, number="4-2")
    folds = [Fold("A: the places", [table], printed=False), Fold("B", [other]),
             Fold("C: the places", [replace(table, number="4-3")], printed=False)]  # fmt: skip
    shown = bundle(Show([Heading("h"), *folds], words))
    assert shown[1].count("<details>") == 3
    data = pdf.page_data([shown], PageName("all", "en"), "title", "foot")
    told = [b["text"] for b in data["blocks"] if b["block"] == "text"]
    intro = "In the reports of the places, and in this overview on the screen: "
    assert told == [intro + "Table 4-1 A; Table 4-3 C."]
    assert [b["title"] for b in data["folds"]] == ["B"]


def test_purses_leave_out_empty_columns_and_count_rows_of_noughts():
    words = Words("en")
    fields = [Field("fund", "fund"), Field("income_fen", "income", "money"),
              Field("outlay_low", "outlay_low", "money")]  # fmt: skip
    frame = pd.DataFrame(
        {"fund": ["a", "b", "c"], "income_fen": [0, 5, 0], "outlay_low": [None] * 3}
    )
    left, notes = _filled(Sheet("funds", frame, fields), words)
    assert [f.key for f in left.fields] == ["fund", "income_fen"]
    assert left.frame["fund"].tolist() == ["b"]
    assert notes == ["2 rows with no money in them are left out."]
    same, notes = _filled(Sheet("limits", frame, fields), words)
    assert len(same.frame) == 3
    assert not notes


def test_the_method_stays_on_one_page(shown):
    _, data = shown
    (whole,) = [b for b in data["blocks"] if b["block"] == "whole"]
    assert [b["block"] for b in whole["blocks"]] == ["heading", "points"]
    assert len(whole["blocks"][1]["items"]) >= 8


def test_a_long_title_leaves_the_head_of_a_page_whole(shown):
    made, _ = shown
    title = "a title that goes on " * 10
    data = pdf.page_data(made[:1], PageName("sunan", "en"), title, "foot")
    assert title in data["title"]
    assert len(data["short_title"]) <= len("Sunan: ") + 60
