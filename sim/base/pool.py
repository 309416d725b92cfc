"""The same work on many things, in one process or several, results in order; the cores for it."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

Work = TypeVar("Work")
Found = TypeVar("Found")


def spread(do: Callable[[Work], Found], works: Sequence[Work], processes: int) -> Iterator[Found]:
    """What ``do`` makes of each; the order is that of the works, whatever the processes."""
    if processes <= 1 or len(works) <= 1:
        yield from map(do, works)
        return
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if "fork" in methods else None)
    with ProcessPoolExecutor(min(processes, len(works)), mp_context=context) as pool:
        yield from pool.map(do, works)


def cores() -> int:
    """Cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
