"""The same work on many things, in one process or several, results in order; the cores for it."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

Work = TypeVar("Work")
Found = TypeVar("Found")
LOOK_SECONDS = 0.2


@contextmanager
def pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Worker processes, forked where that is possible.

    They leave interrupts to their parent, and end when it is gone, however it went. What has not
    begun is dropped when the block is left by an exception.
    """
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if "fork" in methods else None)
    made = ProcessPoolExecutor(workers, context, _begin, (os.getpid(),))
    try:
        yield made
    finally:
        made.shutdown(cancel_futures=True)


def _begin(parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # what the parent holds is no garbage here: it need not be looked through
    gc.set_threshold(100_000, 20, 20)  # among as many small objects looking often takes a seventh

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def spread(do: Callable[[Work], Found], works: Sequence[Work], processes: int) -> Iterator[Found]:
    """What ``do`` makes of each; the order is that of the works, whatever the processes."""
    if processes <= 1 or len(works) <= 1:
        yield from map(do, works)
        return
    with pool(min(processes, len(works))) as made:
        yield from made.map(do, works)


def cores() -> int:
    """Cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
