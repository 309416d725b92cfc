"""A progress bar on a terminal; elsewhere a line now and then."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

Tell = Callable[[str, int, int], None]
"""Takes what is being done, how much of it is, and of how much."""
LINE_EVERY = 30.0
"""Seconds between lines where no bar can be drawn, as in the log of a night."""


@contextmanager
def progress() -> Iterator[Tell]:
    """Yields ``show``; one bar for each ``what``."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(console)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as bar:
        tasks: dict[str, int] = {}

        def show(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=of)
            bar.update(tasks[what], completed=done, total=of)  # type: ignore[arg-type]

        yield show


@contextmanager
def progress_line() -> Iterator[Tell]:
    """Yields ``tell``; one bar for everything, its words change."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(console)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=console) as bar:
        task = bar.add_task("checking", total=None)

        def tell(what: str, done: int, of: int) -> None:
            bar.update(task, description=what, completed=done, total=of)

        yield tell


def _lines(console: Console) -> Tell:
    begun = last = time.monotonic()

    def tell(what: str, done: int, of: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now >= last + LINE_EVERY:
            last = now
            said = f"{what}: {done} of {of}, after {now - begun:.0f} s"
            console.print(said, markup=False, highlight=False, soft_wrap=True)

    return tell
