"""Worker processes: results in order, and none that outlives its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.base.pool import pool, spread

ROOT = Path(__file__).parents[1]
PARENT = """
import os, time
from sim.base.pool import pool
with pool(2) as workers:
    print(workers.submit(os.getpid).result(), flush=True)
    list(workers.map(time.sleep, [60, 60]))
"""


def test_the_order_is_that_of_the_works() -> None:
    assert list(spread(abs, [-3, 2, -1], 2)) == list(spread(abs, [-3, 2, -1], 1)) == [3, 2, 1]


def test_what_has_not_begun_is_dropped_on_an_error() -> None:
    def fail() -> None:
        with pool(1) as workers:
            for _ in range(60):
                workers.submit(time.sleep, 1)
            raise ZeroDivisionError

    begin = time.monotonic()
    with pytest.raises(ZeroDivisionError):
        fail()
    assert time.monotonic() - begin < 20


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks processes up in /proc")
def test_workers_end_when_their_parent_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=ROOT, env={**os.environ, "PYTHONPATH": "."},
        stdout=subprocess.PIPE, text=True,
    ) as parent:  # fmt: skip
        assert parent.stdout
        worker = Path("/proc") / parent.stdout.readline().strip()
        assert worker.name.isdigit()
        assert worker.exists()
        parent.send_signal(signal.SIGKILL)
    end = time.monotonic() + 20
    while worker.exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert not worker.exists()
