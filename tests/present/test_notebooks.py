"""The report notebook is clean, and its pages stand on their own."""

import ast
import json
import os
import re
from copy import deepcopy

import pytest

from sim.base.errors import UserError
from sim.present.notebooks import (
    NOTEBOOK,
    PagesFailedError,
    check_parameters,
    declared_parameters,
    execute,
    load_notebook,
    parameters_of,
    render,
)
from sim.present.pages import PageName
from sim.present.report import SECTIONS, open_page
from tests.present.fake_run import build

NAMES = ["scenario_path", "scenario_sha256", "run_dir", "language", "jurisdiction"]
SMALL = """\
title: {zh: 见习, en: Interns}
question: what if?
author: tests
date: 2019-01-01
expect: {outlay: up}
jurisdictions: [sunan]
years: [2019, 2019]
draws: 0
population: {size: 0.2}
policy: {change: [{clause: sn12, term: internship_rate, value: 1200}]}
"""


@pytest.fixture(scope="module")
def pages(run_dir, tmp_path_factory):
    out = tmp_path_factory.mktemp("pages")
    steps = []
    written = render(run_dir, out, jurisdictions=["sunan"], progress=steps.append)
    return out, written, steps


def test_the_notebook_is_committed_without_outputs():
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    code = [c for c in notebook["cells"] if c["cell_type"] == "code"]
    assert all(not c["outputs"] and c["execution_count"] is None for c in code)
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert all(set(c["metadata"]) <= {"tags"} for c in notebook["cells"])


def test_the_notebook_has_no_logic_and_shows_every_section():
    sources = [c.source for c in load_notebook().cells if c.cell_type == "code"]
    nodes = {type(node) for source in sources for node in ast.parse(source).body}
    assert nodes == {ast.Assign, ast.ImportFrom, ast.Expr}
    shown = re.findall(r'page\.section\("(\w+)"\)', "\n".join(sources))
    assert shown == list(SECTIONS)


def test_parameters_are_declared_as_text():
    declared = declared_parameters(load_notebook())
    assert list(declared) == NAMES
    assert all(isinstance(value, str) for value in declared.values())


def test_misspelt_missing_and_untyped_parameters_are_refused(run):
    good = parameters_of(run, PageName("sunan", "zh"))
    bad = {**good, "langage": "zh", "run_dir": 7}
    del bad["jurisdiction"]
    with pytest.raises(UserError) as caught:
        check_parameters(load_notebook(), bad)
    text = str(caught.value)
    assert "no 'langage'; did you mean 'language'?" in text
    assert "'jurisdiction' is missing" in text
    assert "'run_dir' should be text, not int" in text


def test_pages_and_index_are_written(pages):
    out, written, steps = pages
    names = [p.name for p in written]
    pages = [f"sunan.{x}.{form}" for x in ("zh", "en") for form in ("html", "pdf")]
    assert names == ["index.html", *pages]
    assert sorted(p.name for p in out.iterdir()) == sorted(names)
    assert [(s.done, s.total, s.error) for s in steps] == [(1, 2, ""), (2, 2, "")]
    index = (out / "index.html").read_text(encoding="utf-8")
    assert all(f'href="{name}"' in index for name in names[1:])


def test_files_of_an_earlier_run_in_another_format_do_not_stay(run_dir, tmp_path, monkeypatch):
    from sim.present import notebooks

    monkeypatch.setattr(notebooks, "render_jobs", lambda *_args: {})
    (tmp_path / "sunan.en.pdf").write_bytes(b"old")
    (tmp_path / "sunan.zh.pdf").write_bytes(b"not asked for")
    render(run_dir, tmp_path, ["en"], ["sunan"], formats=["html"])
    assert not (tmp_path / "sunan.en.pdf").exists()
    assert (tmp_path / "sunan.zh.pdf").exists()
    assert "PDF" not in (tmp_path / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_stands_on_its_own(pages, language):
    html = (pages[0] / f"sunan.{language}.html").read_text(encoding="utf-8")
    assert not re.search(r"""(?:src|href|url)\s*[=(]\s*["']?\s*(?:https?:)?//""", html)
    assert "http" not in html
    assert "open_page" not in html  # no code
    assert not re.search(r"\\u[0-9a-f]{4}", html)
    assert "¶" not in html
    assert "font/woff2;base64," in html
    assert html.count("<svg ") == html.count('role="img"') == 9
    assert html.count("<h2") == len(SECTIONS) - 1
    ids = re.findall(r'<path id="(Noto[^"]+)"', html)
    assert len(ids) == len(set(ids))
    used = set(re.findall(r'href="#(Noto[^"]+)"', html))
    assert used <= set(ids)


def test_no_identifier_is_left_on_a_page(pages):
    for language in ("zh", "en"):
        html = (pages[0] / f"sunan.{language}.html").read_text(encoding="utf-8")
        text = re.sub(r"<(style|svg|script).*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL)
        text = text.split("stable employment refund", 1)[0]  # made-up titles of the fake run
        assert not re.findall(r"\b[a-z]+_[a-z_]+\b(?!\.csv)", text)  # files keep their names


def test_the_embedded_font_has_every_character(pages):
    import base64
    import io

    from fontTools.ttLib import TTFont

    html = (pages[0] / "sunan.zh.html").read_text(encoding="utf-8")
    known = set()
    for face in re.findall(r"@font-face\{(.*?)\}", html):
        data = re.search(r"base64,([A-Za-z0-9+/=]+)\)", face).group(1)
        with TTFont(io.BytesIO(base64.b64decode(data))) as font:
            held = set(font.getBestCmap())
        told = re.search(r"unicode-range:([^;}]+)", face)
        assert not told or set(told.group(1).split(",")) >= {f"U+{code:X}" for code in held}
        known |= held
    text = re.sub(r"<(style|svg|script).*?</\1>|<[^>]+>", "", html, flags=re.DOTALL)
    assert {c for c in text if ord(c) not in known and not c.isspace()} == set()


def test_a_wrong_hash_stops_the_page(run):
    wrong = {**parameters_of(run, PageName("sunan", "zh")), "scenario_sha256": "0" * 64}
    with pytest.raises(UserError, match="not 0000"):
        open_page(**wrong)


def test_another_scenario_is_refused(run, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text("name: other\n", encoding="utf-8")
    with pytest.raises(UserError, match="the run's record says"):
        open_page(str(other), "", str(run.folder), "zh", "sunan")


def test_a_failing_page_does_not_stop_the_others(tmp_path):
    folder = build(tmp_path / "run", places=("sunan", "ziyang"))
    path = folder / "population.csv"
    # the overview needs the population of every place; the places themselves do not need the item
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [x for x in lines if "workers" not in x]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    out = tmp_path / "out"
    with pytest.raises(PagesFailedError) as caught:
        render(folder, out, ["en"], ["all", "sunan", "ziyang"], formats=["html"])
    assert [p.where for p in caught.value.problems] == ["overview.en.html"]
    assert "has none of the items" in str(caught.value)
    assert [p.name for p in caught.value.written] == [
        "index.html",
        "sunan.en.html",
        "ziyang.en.html",
    ]
    assert not (out / "overview.en.html").exists()
    assert "not rendered" in (out / "index.html").read_text(encoding="utf-8")


def test_unknown_places_and_languages_are_refused(run_dir, tmp_path):
    with pytest.raises(UserError) as caught:
        render(run_dir, tmp_path / "out", ["fr"], ["zijang"], formats=["docx"])
    assert "did you mean 'ziyang'" in str(caught.value)
    assert "'fr' is not offered" in str(caught.value)
    assert "'docx' is not offered" in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_a_cell_that_was_not_completed_is_an_error(run, monkeypatch):
    import papermill

    def half(notebook, *_args, **_kwargs):
        done = deepcopy(notebook)
        done.metadata["papermill"] = {"exception": None}
        for cell in done.cells:
            cell.metadata["papermill"] = {"status": "completed"}
        done.cells[-1].metadata["papermill"]["status"] = "pending"
        return done

    monkeypatch.setattr(papermill, "execute_notebook", half)
    with pytest.raises(UserError, match="not completed: reproduce"):
        execute(load_notebook(), parameters_of(run, PageName("sunan", "zh")))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-p", "langage", "zh"], "the report has no 'langage'; did you mean 'language'?"),
        (["-p", "jurisdiction", "sunan"], "run_dir: say which run folder to present, or which"),
        (["-r", "run_dir", "", "-p", "language", "7"], "'language' should be text, not int"),
    ],
)
def test_plain_papermill_says_what_is_wrong(words, said, tmp_path):
    done = papermill_command(tmp_path, words)
    assert done.returncode
    assert said in done.stderr


def test_plain_papermill_renders(run_dir, tmp_path):
    words = ["-p", "run_dir", str(run_dir), "-p", "jurisdiction", "sunan", "-p", "language", "en"]
    done = papermill_command(tmp_path, words)
    assert not done.returncode, done.stderr
    assert "<section>" in (tmp_path / "out.ipynb").read_text(encoding="utf-8")


def test_plain_papermill_simulates_a_scenario_once(tmp_path):
    scenario = tmp_path / "小方案.yaml"
    scenario.write_text(SMALL, encoding="utf-8")
    words = ["-p", "scenario_path", scenario.name]
    done = papermill_command(tmp_path, [*words, "-p", "jurisdiction", "tacheng"])
    assert "jurisdiction: the run has no 'tacheng'" in done.stderr
    assert not (tmp_path / "runs").exists()
    for _ in range(2):
        done = papermill_command(tmp_path, [*words, "-p", "jurisdiction", "sunan"])
        assert not done.returncode, done.stderr
        (run,) = (tmp_path / "runs").iterdir()
        first = run.stat().st_mtime_ns
    assert run.stat().st_mtime_ns == first
    assert "<section>" in (tmp_path / "out.ipynb").read_text(encoding="utf-8")


def papermill_command(folder, words):
    """Papermill as its own users call it."""
    import subprocess
    import sys

    command = [sys.executable, "-m", "papermill", str(NOTEBOOK), str(folder / "out.ipynb")]
    return subprocess.run(
        [*command, "--no-progress-bar", *words], cwd=folder, check=False, capture_output=True,
        text=True, timeout=300, env={**os.environ, "PYTHONPATH": str(NOTEBOOK.parents[1])},
    )  # fmt: skip
