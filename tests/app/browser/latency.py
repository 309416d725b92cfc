"""From a key on a slider to the new headline and picture, as the browser's own clock sees it."""

from __future__ import annotations

from dataclasses import dataclass
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
