"""Counter-based random numbers: a draw is a function of (seed, stream name, agent, occasion).

Never of order, partition or process, so a null reform is exactly zero. Each draw is one
splitmix64 finaliser over a keyed counter (Steele, Lea & Flood 2014, "Fast splittable
pseudorandom number generators"), vectorised over agents.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

import numpy as np
import numpy.typing as npt

UInt64 = npt.NDArray[np.uint64]
Float64 = npt.NDArray[np.float64]

_GOLDEN = 0x9E3779B97F4A7C15
_MIX1 = 0xBF58476D1CE4E5B9
_MIX2 = 0x94D049BB133111EB


@lru_cache(maxsize=4096)
def stream_key(seed: int, stream: str) -> np.uint64:
    """The key of a named stream under a seed."""
    digest = hashlib.blake2b(f"{seed}/{stream}".encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))


def _mix(words: UInt64) -> UInt64:
    words ^= words >> 30
    words *= _MIX1
    words ^= words >> 27
    words *= _MIX2
    words ^= words >> 31
    return words


def bits(
    seed: int, stream: str, agents: npt.ArrayLike, occasion: npt.ArrayLike | None = None
) -> UInt64:
    """64 random bits for each agent (uint64).

    Args:
        seed: the run's seed.
        stream: what the draw decides, e.g. ``"worker/age"``; each name is independent.
        agents: agent ids, any non-negative integers.
        occasion: a second counter (a day, a year), where an agent draws more than once.
    """
    words = _counted(agents)
    words = _mix(words ^ stream_key(seed, stream))
    if occasion is not None:
        words = _mix(words ^ _counted(occasion))
    single = np.ndim(agents) == 0 and (occasion is None or np.ndim(occasion) == 0)
    return words.reshape(()) if single else words


def _counted(numbers: npt.ArrayLike) -> UInt64:
    """The keyed counter of each number; never a bare number, whose overflow numpy would report."""
    words = np.array(numbers, np.uint64, ndmin=1)
    words += 1
    words *= _GOLDEN
    return words


def uniform(
    seed: int, stream: str, agents: npt.ArrayLike, occasion: npt.ArrayLike | None = None
) -> Float64:
    """Uniform draws in [0, 1), 53 bits (float64). Arguments as for :func:`bits`."""
    return (bits(seed, stream, agents, occasion) >> 11).astype(np.float64) * 2.0**-53
