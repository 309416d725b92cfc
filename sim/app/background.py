"""A process beside the page, and the way back from its thread to the page."""

from __future__ import annotations

import asyncio
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

Message = dict[str, Any]
Tell = Callable[[Message], None]


class Timer(Protocol):
    """Something that was to happen later."""

    def cancel(self) -> None:
        """It shall not happen."""


class Later:
    """Does things on the page's own thread: in its event loop, or when :meth:`wait` is called.

    Attributes:
        live: whether there is an event loop, so that things happen by themselves.
    """

    def __init__(self) -> None:
        try:
            self._loop: asyncio.AbstractEventLoop | None = asyncio.get_running_loop()
        except RuntimeError:
            self._loop = None
        self._waiting: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()

    @property
    def live(self) -> bool:
        return self._loop is not None

    def soon(self, do: Callable[[], None]) -> None:
        """Do something as soon as the page has time; from any thread."""
        if self._loop is None:
            self._waiting.put(do)
        elif not self._loop.is_closed():
            self._loop.call_soon_threadsafe(do)

    def after(self, seconds: float, do: Callable[[], None]) -> Timer | None:
        """Do something after a while; never where there is no event loop."""
        return self._loop.call_later(seconds, do) if self._loop is not None else None

    def wait(self, until: Callable[[], bool], seconds: float = 120.0) -> bool:
        """Do what waits to be done until something holds; False if it does not in time."""
        end = time.monotonic() + seconds
        while not until():
            try:
                self._waiting.get(timeout=max(end - time.monotonic(), 0.0))()
            except queue.Empty:
                return False
        return True


class Background:
    """A process of its own for work that takes longer; the newest request is the only one.

    It is started when first asked, and again if it has ended.
    """

    def __init__(self, tell: Tell) -> None:
        """``tell`` is called with every message about the newest request, from a thread."""
        self._tell = tell
        self._process: subprocess.Popen[bytes] | None = None
        self._id = 0
        self._busy = False

    def ask(self, do: str, **request: Any) -> int:
        """Have something done instead of anything before; the number of the request."""
        self._busy = True
        self._send({"do": do, **request})
        return self._id

    def drop(self) -> None:
        """Nobody waits any more for what was asked last."""
        if self._busy:
            self._busy = False
            self._send({"do": ""})

    def close(self) -> None:
        """End the process."""
        process, self._process, self._busy = self._process, None, False
        if process is not None:
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()
            process.wait()

    def _send(self, request: Message) -> None:
        self._id += 1
        line = json.dumps({"id": self._id, **request}).encode() + b"\n"
        for _ in range(2):
            process = self._running()
            try:
                process.stdin.write(line)  # type: ignore[union-attr]
                process.stdin.flush()  # type: ignore[union-attr]
                return
            except OSError:
                self._process = None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "sim.app.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
                start_new_session=True,
            )
            for watch in (self._listen, _end_children):
                threading.Thread(target=watch, args=(self._process,), daemon=True).start()
        return self._process

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        try:
            for line in process.stdout or ():
                self._heard(json.loads(line))
        except ValueError:  # closed while reading
            return
        if process is self._process and self._busy:
            self._heard({"id": self._id, "error": [], "ended": True})

    def _heard(self, message: Message) -> None:
        if message["id"] == self._id and self._busy:
            self._busy = not ({"end", "error"} & message.keys())
            self._tell(message)


def _end_children(process: subprocess.Popen[bytes]) -> None:
    """When a process has ended, however it did, those it forked end too."""
    process.wait()
    with suppress(OSError, AttributeError):  # none is left, or no such thing on this system
        os.killpg(process.pid, signal.SIGKILL)
