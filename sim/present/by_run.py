"""What is left to do, handed out so that a worker stays with the run it has read."""

from __future__ import annotations

import threading
from collections import deque
from pathlib import Path
from typing import Generic, TypeVar

Work = TypeVar("Work")


class ByRun(Generic[Work]):
    """Work by run folder, for several threads."""

    def __init__(self) -> None:
        self._left: dict[Path, deque[Work]] = {}
        self._begun: set[Path] = set()
        self._lock = threading.Lock()

    def add(self, run: Path, work: Work) -> None:
        """Put more in the queue of a run."""
        with self._lock:
            self._left.setdefault(run, deque()).append(work)

    def take(self, last: Path | None) -> Work | None:
        """The next of the run a worker had last, else of one that nobody has, else of any."""
        with self._lock:
            left = [run for run, works in self._left.items() if works]
            if not left:
                return None
            fresh = [run for run in left if run not in self._begun]
            run = last if last in left else (fresh or left)[0]
            self._begun.add(run)
            return self._left[run].popleft()

    def drop(self) -> None:
        """Leave what no worker has begun."""
        with self._lock:
            self._left.clear()
