"""From a key on a slider to the new headline and picture, as the browser's own clock sees it.

``python -m tests.app.browser.latency`` measures Xiangtan at full size.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

WATCH = """() => {
  window.marks = {key: 0};
  addEventListener("keydown", () => { marks = {key: performance.now()}; }, true);
  for (const [name, part] of [["headline", ".tiles"], ["picture", ".picture"]]) {
    const block = document.querySelector(part).closest(".widget-html");
    const seen = () => { marks[name] = performance.now(); };
    new MutationObserver(seen).observe(block, {childList: true, subtree: true});
  }
}"""
SEEN = """() => new Promise((done) => {
  const wait = setInterval(() => {
    if (!marks.headline || !marks.picture) return;
    clearInterval(wait);
    done(Math.max(marks.headline, marks.picture) - marks.key);
  }, 2);
})"""


@dataclass(frozen=True)
class Times:
    """Milliseconds of each step."""

    each: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.each)

    def said(self) -> str:
        most = max(self.each)
        return f"median {self.median:.0f} ms, least {min(self.each):.0f}, most {most:.0f}"


def measured(page, handle, presses: int) -> Times:
    """Press a key on a slider again and again; both blocks must have changed each time."""
    page.evaluate(WATCH)
    handle.focus()
    times = []
    for _ in range(presses):
        page.keyboard.press("ArrowRight")
        times.append(page.evaluate(SEEN))
        page.wait_for_timeout(150)
    return Times(tuple(times))


def main():
    """Print what a planner in Xiangtan waits for, and how long the page takes to come."""
    from playwright.sync_api import sync_playwright

    from sim.app.glossary import AppWords
    from tests.app.browser import conftest as c

    share = AppWords("zh").term("share")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=c.chromium(), args=c.ARGUMENTS)
        with c.served(Path(folder), "--place", "xiangtan") as desk:
            with c.opened(browser, desk.address) as first:
                print(f"first page while the kernel starts: {first.ready:.1f} s")
                first.page.wait_for_timeout(15_000)  # the next kernel is prepared meanwhile
            with c.opened(browser, desk.address) as second:
                print(f"a page with its kernel prepared: {second.ready:.1f} s")
                second.page.wait_for_timeout(15_000)
                handle = second.page.get_by_role("slider", name=share).first
                print(f"key to headline and picture: {measured(second.page, handle, 25).said()}")
        browser.close()


if __name__ == "__main__":
    main()
