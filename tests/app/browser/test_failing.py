"""A page that cannot be made says so, and what to do; one that nobody looks at is forgotten."""

from __future__ import annotations

import os
import re
import time
import urllib.request

import pytest

from sim.app.glossary import AppWords
from tests.app.browser.conftest import ARTEFACTS, SLOW, SOON, served
from tests.runs import ROOT

ZH, EN = AppWords("zh"), AppWords("en")
# In kernels only, while a file is there, the program's own module cannot be imported.
BROKEN = """
import sys
from pathlib import Path
if "ipykernel_launcher" in " ".join(sys.orig_argv) and Path({flag!r}).exists():
    sys.modules["sim.app.visit"] = None
"""


@pytest.fixture
def broken(tmp_path, browser):
    """A server whose kernels fail for now, and the file that makes them."""
    flag, site = tmp_path / "flag", tmp_path / "site"
    flag.touch()
    site.mkdir()
    text = BROKEN.format(flag=str(flag))
    (site / "sitecustomize.py").write_text(text, encoding="utf-8")
    path = os.pathsep.join([str(site), str(ROOT)])
    with served(tmp_path / "desk", "--visitors", "3", PYTHONPATH=path) as running:
        yield running, flag


def test_a_page_that_cannot_be_made_says_so_and_comes_when_it_can(broken, browser):
    running, flag = broken
    errors, reason = running.folder.parent / "errors", "the page could not be prepared: Module"
    limit = time.monotonic() + SLOW / 1000
    while reason not in (said := errors.read_text(encoding="utf-8")):
        assert time.monotonic() < limit, said
        time.sleep(0.1)
    assert "\x1b" not in said
    flag.unlink()
    page = browser.new_page()
    page.set_default_timeout(SOON)
    page.goto(running.address, wait_until="commit", timeout=SLOW)
    page.locator("#lost", has_text=ZH.web("failed")).wait_for()
    assert page.locator("#lost [lang=en]").inner_text() == EN.web("failed")
    assert not page.locator("#loading").is_visible()
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ARTEFACTS / "failed.png")
    page.locator("#lost button").click()
    page.wait_for_selector("body.ready .tiles", timeout=SLOW)
    page.close()


def test_a_page_that_never_connected_is_forgotten(tmp_path):
    with served(tmp_path / "desk", "--visitors", "1", "--forget", "4") as running:
        begun = time.monotonic()
        with urllib.request.urlopen(running.address) as page:  # noqa: S310 - our own
            kernel = re.search(r'"kernelId": ?"([^"]+)"', page.read().decode())[1]
        assert running.kernels(kernel)
        while running.kernels(kernel):
            assert time.monotonic() < begun + SLOW / 1000, "its kernel still runs"
            time.sleep(0.1)
        assert time.monotonic() > begun + 4, "its browser had no time to connect"
