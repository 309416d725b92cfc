"""Quiet notebook kernels that are started once and run several pages, one after another.

Papermill starts a kernel for every notebook: most of a page's time would go into importing the
same libraries again. Its engine takes a kernel manager (``km=``), so each worker keeps one. The
report notebook calls pure functions and sets all its parameters, so pages cannot see each other.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_event_loop, run_sync

import sim

_FIRST = (
    "import gc, pandas",
    "pandas.options.mode.string_storage = 'python'",
    "gc.freeze()",
    "gc.set_threshold(100_000, 20, 20)",
)
_SCREEN_ONLY = (
    "from sim.present.html import Show",
    "shown = get_ipython().display_formatter.mimebundle_formatter",
    "shown.for_type(Show, lambda _: None)",
    "del shown",
)
_ARGUMENTS = [
    "-m",
    "ipykernel_launcher",
    "-f",
    "{connection_file}",
    "--IPKernelApp.log_level=40",  # not the warning about TCP at every start
    "--HistoryManager.enabled=False",
    "--InteractiveShell.cache_size=0",  # outputs of earlier pages are not kept
    "--InteractiveShell.colors=nocolor",
    # Short texts: Python's own strings make a page's many small tables a sixth faster. Looking for
    # cycles among so many small objects takes a twentieth of a page: do it seldom.
    "--IPKernelApp.exec_lines={first}",
]


class _Line(AsyncKernelClient):
    """A connection to a kernel that is made once and stays from one page to the next.

    Waiting until a kernel is ready ends with a fifth of a second in which nothing may be heard.
    """

    _open = False

    def start_channels(self, *which: Any, **named: Any) -> None:
        """Connect, unless that was done for an earlier page."""
        if not self._open:
            super().start_channels(*which, **named)

    async def wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """Wait until the kernel answers, unless it has answered before."""
        if not self._open:
            await self._async_wait_for_ready(timeout)
            self._open = True


class Kernel(AsyncKernelManager):
    """A kernel manager with one connection for all pages that are run on it."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings, client_factory=_Line)
        self._line: Any = None

    def client(self, **settings: Any) -> Any:
        """The client to the kernel."""
        if self._line is None:
            self._line = super().client(**settings)
        return self._line

    def end(self) -> None:
        """Stop the kernel, if it runs, and remove its files."""
        if self._line is not None:
            self._line.stop_channels()
        if self.has_kernel:
            run_sync(self.shutdown_kernel)(now=True)
        run_sync(self.cleanup_resources)()


@contextmanager
def kernel_folder(*, screen_only: bool = False) -> Iterator[Path]:
    """A short-lived folder with the kernel's specification and its sockets.

    Args:
        screen_only: sections are shown as HTML, without the data that a printer needs.
    """
    with tempfile.TemporaryDirectory(prefix="wg-") as folder:
        spec = Path(folder) / "wengang"
        spec.mkdir()
        (spec / "kernel.json").write_text(
            json.dumps(_spec(screen_only=screen_only)), encoding="utf-8"
        )
        yield Path(folder)


def _spec(*, screen_only: bool) -> dict[str, Any]:
    first = "; ".join([*_FIRST, *(_SCREEN_ONLY if screen_only else ())])
    here = str(Path(sim.__file__).parents[1])
    path = os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH", "")]))
    return {
        "argv": [sys.executable, *(word.replace("{first}", first) for word in _ARGUMENTS)],
        "display_name": "Wengang",
        "language": "python",
        "env": {"MPLBACKEND": "agg", "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},
    }


def new_kernel(folder: Path, name: str) -> Kernel:
    """A kernel that is not running yet: the first notebook starts it."""
    specs = KernelSpecManager(kernel_dirs=[str(folder)])
    kernel = Kernel(kernel_name="wengang", kernel_spec_manager=specs)
    if os.name == "posix":
        # Sockets in a folder of our own: no port can be taken by someone else meanwhile.
        kernel.transport = "ipc"
    kernel.connection_file = str(folder / f"{name}.json")
    return kernel


@contextmanager
def time_limit(kernel: Kernel, seconds: float, late: threading.Event) -> Iterator[None]:
    """Kill the kernel when a page takes too long, and set the event ``late``."""

    def stop() -> None:
        late.set()
        pid = getattr(kernel.provisioner, "pid", None)
        if pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def quiet() -> Iterator[None]:
    """Papermill logs every notebook it opens; the progress callback says it better."""
    loggers = [logging.getLogger(n) for n in ("papermill", "traitlets")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


def close_loop() -> None:
    """Close the event loop that a worker's thread got for talking to its kernels."""
    ensure_event_loop().close()
