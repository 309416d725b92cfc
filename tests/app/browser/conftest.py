"""A served explorer and a real browser, both started once for the tests in this folder."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
import yaml
from playwright.sync_api import TimeoutError as TooSlow
from playwright.sync_api import expect

from sim.app.model import DRAFT
from tests.app.places import PLACE
from tests.runs import ROOT

ARTEFACTS = ROOT / "tests" / "artefacts" / "browser"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SPITEFUL = "<img src=x onerror=\"document.title='broken'\"><b>bold</b>"
SLOW, SOON = 100_000, 45_000  # milliseconds: a busy machine starts a kernel slowly
expect.set_options(timeout=SOON)


def chromium() -> str:
    """The system's browser; without one the tests are skipped, or fail where it is required."""
    names = ("chromium", "google-chrome", "chromium-browser", "google-chrome-stable")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None and os.environ.get("WENGANG_BROWSER") == "required":
        pytest.fail("no Chromium on this machine, and WENGANG_BROWSER=required")
    if found is None:
        pytest.skip("no Chromium on this machine (apt install chromium)")
    return found


@dataclass
class Served:
    """A running ``sim app``.

    Attributes:
        address: of the page.
        folder: its scenarios.
        process: the server.
    """

    address: str
    folder: Path
    process: subprocess.Popen[str] = field(repr=False)

    def kernels(self, identifier: str = "") -> list[psutil.Process]:
        """Kernels that are running; one of them, if it is named."""
        found = []
        for child in psutil.Process(self.process.pid).children(recursive=True):
            with suppress(psutil.Error):  # gone meanwhile
                words = child.cmdline()
                if "ipykernel_launcher" in words and identifier in " ".join(words):
                    found.append(child)
        return found


@contextmanager
def served(folder: Path, *words: str, **settings: str) -> Iterator[Served]:
    """``sim app`` on a free port, its scenarios in a folder of the test.

    What it says of errors goes into the folder's file ``errors``; settings are of the environment.
    """
    scenarios = folder / "scenarios"
    scenarios.mkdir(parents=True)
    spiteful = {**DRAFT, "question": SPITEFUL, "author": SPITEFUL, "jurisdictions": [PLACE]}
    text = yaml.safe_dump(spiteful, allow_unicode=True)
    (scenarios / "<b>bold.yaml").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "sim.cli", "app", "--no-browser", "--place", PLACE, *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **settings}
    with (folder / "errors").open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True,
            bufsize=1,
        )  # fmt: skip
    try:
        line = process.stdout.readline()
        assert line.startswith("Explorer: "), line
        yield Served(line.split()[1], scenarios, process)
    finally:
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        process.stdout.close()
        assert process.wait(60) == 0
        assert rest.endswith("stopped\n"), rest


@pytest.fixture(scope="package")
def desk(tmp_path_factory):
    """The page, for one visitor."""
    chromium()
    with served(tmp_path_factory.mktemp("desk"), "--visitors", "1") as running:
        yield running


@pytest.fixture(scope="package")
def browser():
    """The system's Chromium."""
    program = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield running
        running.close()


@dataclass
class Watched:
    """A page and what the browser said about it.

    Attributes:
        page: of Playwright.
        requests: addresses asked for.
        errors: of the console and of scripts.
        sent: messages to the kernel.
        ready: seconds until the page could be used.
    """

    page: object
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    sent: list[str | bytes] = field(default_factory=list)
    ready: float = 0.0

    def total(self) -> str:
        """The headline's outlay."""
        return self.page.locator(".tiles:not(.jobs) .tile.strong .figure").inner_text()

    def slider(self, name: str) -> object:
        """A slider by the beginning of its name."""
        return self.page.get_by_role("slider", name=name).first

    def start_over(self) -> None:
        """Load the page again, and wait until it can be used."""
        self.page.reload(wait_until="commit", timeout=SLOW)
        self.wait()

    def wait(self) -> None:
        """Wait until the page can be used; a visitor of a busy machine loads it again."""
        for last in (False, False, True):
            try:
                self.page.wait_for_selector("body.ready .tiles", timeout=SLOW)
            except TooSlow:
                said = self.page.locator("body").inner_text()[:300]
                assert not last, f"not ready: {said}"
                self.page.reload(wait_until="commit", timeout=SLOW)
            else:
                return

    def settle(self) -> None:
        """Wait until all that the kernel answers is on the page; its pieces come one by one."""
        self.page.wait_for_function("() => jupyterapp.widgetManager.kernel.status == 'idle'")
        self.page.evaluate("() => new Promise(requestAnimationFrame)")

    def unfold(self, title: str) -> None:
        """Open a section by key, if it is not open."""
        head = self.page.get_by_role("button", name=title).first
        if head.get_attribute("aria-expanded") == "false":
            head.press("Enter")
            self.page.locator("[aria-expanded=true]", has_text=title).first.wait_for()

    def becomes_other_than(self, before: str) -> str:
        """The headline's outlay once it is another one."""
        limit = time.monotonic() + SOON / 1000
        while self.total() == before:
            assert time.monotonic() < limit, f"still {before}"
            self.page.wait_for_timeout(20)
        self.settle()
        return self.total()

    def strangers(self, address: str) -> set[str]:
        """Requests that went anywhere but to a served page."""
        here = urlsplit(address).netloc
        allowed = {("http", here), ("ws", here), ("data", ""), ("blob", "")}
        return {u for u in self.requests if tuple(urlsplit(u)[:2]) not in allowed}

    def keep(self, name: str) -> None:
        """A picture to look at."""
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"{name}.png")


@contextmanager
def opened(browser, address: str, width: int = 1280, height: int = 800) -> Iterator[Watched]:
    """A new visitor's page, ready."""
    context = browser.new_context(viewport={"width": width, "height": height})
    watched = Watched(context.new_page())
    page = watched.page
    page.set_default_timeout(SOON)
    page.on("request", lambda request: watched.requests.append(request.url))
    page.on("pageerror", lambda error: watched.errors.append(str(error)))
    page.on(
        "console", lambda m: m.type == "error" and watched.errors.append(f"{m.text} {m.location}")
    )

    def connected(socket) -> None:
        watched.requests.append(socket.url)
        # Playwright takes no built-in method as a listener
        socket.on("framesent", lambda data: watched.sent.append(data))  # noqa: PLW0108

    page.on("websocket", connected)
    begun = time.monotonic()
    page.goto(address, wait_until="commit", timeout=SLOW)
    watched.wait()
    watched.ready = time.monotonic() - begun
    yield watched
    context.close()


@pytest.fixture(scope="package")
def visitor(browser, desk):
    """A visitor who stays for most of the tests."""
    with opened(browser, desk.address) as watched:
        yield watched
