"""The validation page and its notebook: every target has its words, nothing is drawn as boxes."""

import ast
import json
import warnings
from pathlib import Path

import nbformat
import numpy as np
import pytest

from sim.base.errors import UserError
from sim.population import compare_with_targets, draw, jurisdictions, targets_of
from sim.present.blocks import Picture
from sim.present.html import figure_svg
from sim.present.notebooks import execute
from sim.present.validation import open_page, target_words
from sim.present.words import Words

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "validation.ipynb"
SIZE = "0.1"


@pytest.fixture(autouse=True, scope="module")
def _own_cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WENGANG_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.mark.parametrize("place", jurisdictions())
def test_every_target_has_chinese_words(place):
    targets = targets_of(place)
    with np.errstate(all="raise"):
        rows = compare_with_targets(draw(targets, size=0.2), targets)
    for row in rows:
        said = target_words(row.target, Words("zh"))
        assert any("\u4e00" <= c <= "\u9fff" for c in said), row.target
        named = [e.name for e in targets.place.named_employers]
        assert row.target in named or not any(c.isascii() and c.isalpha() for c in said), said
        assert "_" not in target_words(row.target, Words("en"))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("place", ["sunan", "lingyuan"])
def test_pictures_draw_without_a_missing_glyph(language, place, caplog):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        shown = open_page(language, SIZE).place(place)
        pictures = [b for b in shown.blocks if isinstance(b, Picture)]
        svgs = [figure_svg(p) for p in pictures]
    assert len(svgs) == 2
    assert all(svg.startswith("<svg") for svg in svgs)
    assert not [r for r in caplog.records if "matplotlib" in r.name]
    assert "<table" in shown._repr_html_()


def test_an_unknown_place_is_refused():
    with pytest.raises(UserError, match="did you mean 'sunan'"):
        open_page("en", SIZE).place("sunann")


def test_the_notebook_is_clean_and_has_no_logic():
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    code = [c for c in notebook["cells"] if c["cell_type"] == "code"]
    assert all(not c["outputs"] and c["execution_count"] is None for c in code)
    nodes = {type(node) for c in code for node in ast.parse("".join(c["source"])).body}
    assert nodes == {ast.Assign, ast.ImportFrom, ast.Expr}
    text = "".join("".join(c["source"]) for c in code)
    assert all(f'page.place("{place}")' in text for place in jurisdictions())


def test_the_notebook_runs():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    done = execute(notebook, {"language": "en", "size": SIZE})
    shown = [c for c in done.cells if c.cell_type == "code" and "page.place" in c.source]
    assert len(shown) == len(jurisdictions())
    assert all("<svg" in c.outputs[0]["data"]["text/html"] for c in shown)
