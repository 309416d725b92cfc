"""From a scenario file to pages a director reads, through the command line, on a real run."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from sim.cli.main import main
from tests.test_cli import BASE

PAGES = {f"sunan.{x}.{form}" for x in ("zh", "en") for form in ("html", "pdf")} | {"index.html"}
"""One jurisdiction needs no overview; the present room's own tests render one of five."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of one small scenario."""
    out = tmp_path_factory.mktemp("reports")
    text = BASE + "policy: {change: [{clause: sn12, term: internship_rate, value: 1100}]}\n"
    path = out / "try.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["sim", "report", str(path), "--out", str(out)])
        main()
    return out / "try"


def test_every_page_is_there(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == PAGES | {"run"}
    assert (folder / "run" / "record.json").is_file()


def test_pages_show_the_purses(folder: Path) -> None:
    zh = (folder / "sunan.zh.html").read_text(encoding="utf-8")
    for word in ("资金账本", "备付月数最低为", "失业保险基金预算表", "就业补助资金使用情况表"):
        assert word in zh
    en = (folder / "sunan.en.html").read_text(encoding="utf-8")
    assert "Bands are as wide as the money" in en
    assert "Solid: balance at each month" in en


@pytest.mark.parametrize("name", sorted(x for x in PAGES if x.endswith("html")))
def test_pages_stand_alone(folder: Path, name: str) -> None:
    html = (folder / name).read_text(encoding="utf-8")
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html), "an outside address"
    assert "import pandas" not in html, "code is hidden"
    assert "\\u" not in html.replace("\\u003c", ""), "escaped Chinese"
    assert "Traceback" not in html


@pytest.mark.parametrize("name", sorted(x for x in PAGES if x.endswith("pdf")))
def test_pages_to_print_stand_alone(folder: Path, name: str) -> None:
    made = (folder / name).read_bytes()
    assert made.startswith(b"%PDF-")
    assert b"/FontFile2" in made, "its font is inside"
    assert b"/URI" not in made, "no address outside"


def test_pages_say_what_was_asked_and_found(folder: Path) -> None:
    zh = (folder / "sunan.zh.html").read_text(encoding="utf-8")
    en = (folder / "sunan.en.html").read_text(encoding="utf-8")
    for word in ("肃南", "就业见习补贴", "失业保险基金", "万元"):
        assert word in zh
    for word in ("Sunan", "what if?", "Unemployment insurance fund", "yuan"):
        assert word in en
    fingerprint = re.search(r'"fingerprint": "(\w+)"', (folder / "run/record.json").read_text())
    assert fingerprint
    assert fingerprint.group(1)[:12] in zh
    assert fingerprint.group(1)[:12] in en


def test_an_unknown_language_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["sim", "report", "scenarios/baseline.yaml", "--out", str(tmp_path), "-l", "fr"]
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 2
    assert "known: zh, en" in capsys.readouterr().err
