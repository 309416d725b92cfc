"""What takes longer, worked out beside the page: ``python -m sim.app.worker``.

Requests come in and what was found goes out, a JSON line each. Only the newest request counts:
an older one is dropped at its next step. The process ends with the page, or after a long rest.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import threading
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from sim.app import errands
from sim.base.errors import Said, UserError, said
from sim.present.words import LANGUAGES
from sim.scenario import Scenario
from sim.scenario.load import of_text

REST_SECONDS = 300.0
Request = dict[str, Any]


class DroppedError(Exception):
    """Nobody waits for this answer any more."""


class Worker:
    """Does one thing after the other, and tells how far it is.

    Args:
        out: where messages are written.
    """

    def __init__(self, out: IO[str]) -> None:
        self._out = out
        self._todo: queue.SimpleQueue[Request] = queue.SimpleQueue()
        self._wanted = 0

    def listen(self, stream: int) -> None:
        """Take requests from a file descriptor until it closes, which ends the process."""
        rest = b""
        # Python's own buffered reading holds a lock, which a forked process would wait for.
        while read := os.read(stream, 65536):
            *lines, rest = (rest + read).split(b"\n")
            for line in lines:
                request = json.loads(line)
                self._wanted = request["id"]
                self._todo.put(request)
        end_all()

    def work(self, rest_seconds: float = REST_SECONDS) -> None:
        """Answer requests until nobody has asked for a while."""
        while True:
            try:
                request = self._todo.get(timeout=rest_seconds)
            except queue.Empty:
                return
            if request["id"] == self._wanted and request["do"] in errands.ERRANDS:
                self._answer(request)

    def _answer(self, request: Request) -> None:
        def tell(**said: Any) -> None:
            if self._wanted != request["id"]:
                raise DroppedError
            self._out.write(json.dumps({"id": request["id"], **said}) + "\n")
            self._out.flush()

        try:
            errands.ERRANDS[request["do"]](scenario_of(request), request, tell)
            tell(end=True)
        except DroppedError:
            return
        except UserError as error:
            self._fail(tell, [problem.what for problem in error.problems])
        except Exception as error:  # noqa: BLE001 - the page says so, and the next one may do
            traceback.print_exc()
            name = type(error).__name__
            self._fail(tell, [Said(f"{name}: {error}", f"程序出错（{name}）")])

    @staticmethod
    def _fail(tell: Callable[..., None], reasons: list[str]) -> None:
        try:
            tell(error=[{name: said(reason, name) for name in LANGUAGES} for reason in reasons])
        except DroppedError:
            return


def scenario_of(request: Request) -> Scenario:
    """The scenario that a request is about."""
    scenario = of_text(request["text"], request.get("name", "explorer"))
    folder = request.get("folder")
    return replace(scenario, folder=Path(folder)) if folder else scenario


def end_all() -> None:
    """End this process and those it has forked."""
    if hasattr(os, "killpg") and os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def main() -> None:
    """Serve the page that started this process."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print is no message
    if hasattr(os, "nice"):
        os.nice(5)  # the sliders come first
    worker = Worker(out)
    threading.Thread(target=worker.listen, args=(0,), daemon=True).start()
    worker.work()
    end_all()


if __name__ == "__main__":
    main()
