"""Timing: several repeats, garbage collected before each, everything but the work left outside."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any


@dataclass(frozen=True)
class Timed:
    """Seconds of each repeat, and what the last one returned."""

    seconds: tuple[float, ...]
    result: Any

    @property
    def best(self) -> float:
        return min(self.seconds)

    @property
    def median(self) -> float:
        return median(self.seconds)


def timed(work: Callable[..., Any], inputs: Iterable[tuple[Any, ...]]) -> Timed:
    """Time ``work`` once on each of the inputs; making an input is not timed."""
    seconds, result = [], None
    for arguments in inputs:
        result = None
        gc.collect()
        begin = perf_counter()
        result = work(*arguments)
        seconds.append(perf_counter() - begin)
    return Timed(tuple(seconds), result)
