"""The PDF says what the HTML says, whatever stands in it, byte for byte the same each time."""

import json
import re
from dataclasses import fields, replace
from typing import get_args

import pandas as pd
import pytest

from sim.present import pdf
from sim.present.blocks import Block, Column, Fold, Heading, Source, Table, Text
from sim.present.html import Show
from sim.present.pages import PageName
from sim.present.plain import MIME, plain
from sim.present.report import SECTIONS, open_page
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
