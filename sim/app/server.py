"""The explorer as a web page: one notebook, shown by Voila in a frame of our own.

Nothing is fetched from elsewhere (a policy in every answer's header forbids it to the browser),
kernels take no code from the page, those of pages that are gone are stopped, and there are never
more than the visitors allowed and one kernel that waits for the next.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import json
import logging
import os
import secrets
import shutil
import signal
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_core.utils import ensure_async, run_sync
from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.web import HTTPError, StaticFileHandler, authenticated
from traitlets import default
from traitlets.config import Config
from voila.app import Voila
from voila.paths import collect_static_paths
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.handler import TornadoVoilaHandler

from sim.app.glossary import AppWords, own_words
from sim.app.reasons import Reasons
from sim.base.errors import Problem, UserError
from sim.present.fonts import FONT_FILE
from sim.present.kernels import kernel_folder
from sim.present.words import LANGUAGES, Language

FRAME = Path(__file__).parent / "web"
PORTS = 20
"""How many ports are tried, from the one wished for."""
PATIENCE = 5.0
"""Seconds to wait for a place: a visitor who loads the page again is counted twice at first."""
HTML_LANG = {"zh": "zh-CN", "en": "en"}
ICON = "data:image/svg+xml," + quote(
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><rect width='16' height='16' "
    "fill='#0b5394'/><path d='M3 13V9h2v4zM7 13V6h2v7zM11 13V3h2v10z' fill='#fff'/></svg>"
)
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
"""What the browser may load, and from whom: only from this server."""


@dataclass(frozen=True)
class Visit:
    """What a visitor sees first, and where scenarios are.

    Attributes:
        place: jurisdiction.
        language: ``zh`` or ``en``.
        scenario: a file to begin with.
        folder: where scenarios are opened and saved.
    """

    place: str
    language: Language
    scenario: Path | None
    folder: Path

    def cell(self) -> str:
        """The code of the notebook's only cell."""
        scenario = str(self.scenario) if self.scenario else None
        words = f"{self.place!r}, {self.language!r}, {scenario!r}, {str(self.folder)!r}"
        return f"from sim.app.visit import visit\n\nvisit({words})\n"


@dataclass(frozen=True)
class House:
    """Where the page is served and to how many.

    Attributes:
        host: address to listen on.
        port: the first port to try.
        visitors: pages open at the same time.
        forget: seconds after which the kernel of a page that is gone is stopped.
    """

    host: str = "127.0.0.1"
    port: int = 8866
    visitors: int = 4
    forget: int = 300

    @property
    def private(self) -> bool:
        """Whether only this machine can reach it."""
        if self.host == "localhost":
            return True
        with contextlib.suppress(ValueError):
            return ipaddress.ip_address(self.host).is_loopback
        return False


def serve(visit: Visit, house: House, opened: Callable[[str, bool], None]) -> None:
    """Serve the page until it is stopped.

    Args:
        visit: what is served.
        house: where and to whom.
        opened: told the address, and whether it is on the port wished for, once it answers.
    """
    listening, port = _socket(house)
    token = "" if house.private else secrets.token_urlsafe(24)
    with kernel_folder() as folder:
        notebook = _notebook(visit, folder)
        desk = Desk(
            notebook_path=str(notebook), ip=house.host, port=port, token=token,
            config=_settings(visit, house), config_file_paths=[], log_level=logging.CRITICAL,
        )  # fmt: skip
        desk.house, desk.socket, desk.kernels = house, listening, folder
        name = f"[{house.host}]" if ":" in house.host else house.host
        if house.host in ("0.0.0.0", "::"):  # noqa: S104 - the user asked for it
            name = socket.gethostname()
        address = f"http://{name}:{port}/" + (f"?token={token}" if token else "")
        desk.opened = lambda: opened(address, port == house.port)
        with _quiet(house):
            desk.initialize(argv=[])
            desk.start()


def _socket(house: House) -> tuple[socket.socket, int]:
    """A socket on the first free port from the one wished for."""
    for port in range(house.port, min(house.port + PORTS, 65536)):
        try:
            family, *_, address = socket.getaddrinfo(house.host, port, type=socket.SOCK_STREAM)[0]
            listening = socket.create_server(address[:2], family=family)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise UserError(Problem(house.host, f"cannot listen there: {error}")) from None
        else:
            listening.setblocking(False)
            return listening, port
    last = house.port + PORTS - 1
    raise UserError(Problem("--port", f"no free port from {house.port} to {last}; name another"))


def _notebook(visit: Visit, folder: Path) -> Path:
    path = folder / "page" / "wengang.ipynb"
    path.parent.mkdir()
    spec = {"name": "wengang", "language": "python", "display_name": "Wengang"}
    code: dict[str, Any] = {"cell_type": "code", "id": "visit", "source": visit.cell()}
    code |= {"metadata": {}, "outputs": [], "execution_count": None}
    whole = {"cells": [code], "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(whole), encoding="utf-8")
    return path


def _settings(visit: Visit, house: House) -> Config:
    """Settings of Voila and of the server under it."""
    web = {
        "lang": HTML_LANG[visit.language],
        "icon": ICON,
        "words": web_words(visit.language),
        "all_words": {name: web_words(name) for name in LANGUAGES},
    }
    settings = {
        "VoilaConfiguration": {
            "template": "wengang",
            "allow_template_override": "NO",
            "allow_theme_override": "NO",
            "preheat_kernel": True,
            "resources": {"wengang": web},
            "kernel_spec_manager_class": Specs,
            "file_allowlist": [],
            "extension_allowlist": [
                "@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8",
            ],
        },
        "MappingKernelManager": {
            "cull_idle_timeout": house.forget,
            "cull_interval": max(1, min(30, house.forget // 2)),
            "cull_connected": False,
            "buffer_offline_messages": False,
        },
        # a page that is prepared waits as long as nobody comes
        "VoilaExecutor": {"timeout": -1, "startup_timeout": 120},
        "KernelRestarter": {"restart_limit": 0},  # a new kernel would not know the page
    }  # fmt: skip
    return Config(settings)


def web_words(language: Language) -> dict[str, str]:
    """The words of the frame."""
    return {key: pair[language == "en"] for key, pair in own_words()["web"].items()}


class Specs(KernelSpecManager):
    """Knows our own kernel only."""

    @default("kernel_dirs")
    def _only_ours(self) -> list[str]:
        desk: Any = self.parent
        return [str(desk.kernels)]

    @default("ensure_native_kernel")
    def _no_other(self) -> bool:
        return False


class Desk(Voila):  # type: ignore[misc]  # Voila brings no types
    """Voila with our own template and door.

    Attributes:
        house: where and to whom.
        socket: already listens.
        kernels: folder of the kernel's specification.
        opened: called when the server answers.
        door: one visitor at a time comes in.
    """

    house: House
    socket: socket.socket
    kernels: Path
    opened: Callable[[], None]

    def setup_template_dirs(self) -> None:
        """Our own template, and Voila's own scripts."""
        self.template_paths = [str(FRAME)]
        self.static_paths = collect_static_paths(["voila", "nbconvert"], "lab")

    def init_settings(self) -> dict[str, Any]:
        """Only names of this machine may ask for the page when it is private."""
        self.door = asyncio.Lock()
        if self.house.private:
            own = {"allow_remote_access": False, "local_hostnames": ["localhost"]}
            self.tornado_settings = own
        settings: dict[str, Any] = super().init_settings()
        return settings

    def init_handlers(self) -> list[Any]:
        """Voila's, with our page in place of its own, and the font."""
        *others, (pattern, _, settings) = super().init_handlers()
        font = {"path": str(FONT_FILE.parent)}
        return [
            (rf"/font/({FONT_FILE.name})", StaticFileHandler, font),
            (r"/voila/api/shutdown/(.*)", Goodbye),
            *(one for one in others if not str(one[0]).endswith(("/login", "/logout"))),
            (pattern, Page, {**settings, "desk": self}),
        ]

    @property
    def visitors(self) -> int:
        """Pages that are open, or have been left a short while ago."""
        manager = self.kernel_manager
        pools = manager._pools.values()  # noqa: SLF001 - Voila has no other way
        ready = [task for pool in pools for task in pool if task.done() and not task.exception()]
        waiting = {task.result()["kernel_id"] for task in ready}
        return len(set(manager.list_kernel_ids()) - waiting)

    def listen(self) -> None:
        """Answer until stopped."""
        server = HTTPServer(self.app)
        server.add_sockets([self.socket])
        self.ioloop = IOLoop.current()
        self.ioloop.call_later(0, self.opened)
        try:
            with _stops(self.ioloop), contextlib.suppress(KeyboardInterrupt):
                self.ioloop.start()
        finally:
            server.stop()
            self.stop()

    def stop(self) -> None:
        """Stop every kernel, then remove what they wrote."""
        for _ in range(10):  # one only just being started cannot be stopped; it ends with us
            with contextlib.suppress(HTTPError):
                run_sync(self.kernel_manager.shutdown_all)(now=True)
                break
            run_sync(asyncio.sleep)(0.1)
        shutil.rmtree(self.connection_dir, ignore_errors=True)


@contextmanager
def _stops(loop: Any) -> Iterator[None]:
    """Ctrl-C and a polite kill end the loop.

    As an exception inside a task an interrupt would come up again wherever that task is waited for.
    """
    signals = (signal.SIGINT, signal.SIGTERM)
    with contextlib.suppress(NotImplementedError):  # Windows
        for one in signals:
            loop.asyncio_loop.add_signal_handler(one, loop.stop)
    try:
        yield
    finally:
        with contextlib.suppress(NotImplementedError):
            for one in signals:
                loop.asyncio_loop.remove_signal_handler(one)


class Goodbye(VoilaShutdownKernelHandler):  # type: ignore[misc]
    """A page closes; its kernel may have been stopped already."""

    @authenticated
    async def post(self, kernel_id: str) -> None:
        with contextlib.suppress(HTTPError, KeyError, RuntimeError):
            await ensure_async(self.kernel_manager.shutdown_kernel(kernel_id, now=True))
        self.set_status(204)
        self.finish()


class Page(TornadoVoilaHandler):  # type: ignore[misc]
    """The page, or a word why there is none."""

    def initialize(self, desk: Desk, **settings: Any) -> None:
        self.desk = desk
        super().initialize(**settings)

    @property
    def content_security_policy(self) -> str:
        """The browser may ask nobody but this server for anything."""
        return POLICY

    @allow_unauthenticated  # a stranger gets a word of ours, no login form
    async def get(self, path: str = "") -> None:
        if path:
            return self.say(404, "nothing_here")
        if self.current_user is None:
            return self.say(403, "token_needed")
        _ = self.xsrf_token  # sets the cookie with which the page says goodbye
        pieces = await self.let_in()
        if pieces is None:
            return self.say(503, "full")
        async for piece in pieces:
            self.write(piece)
            await self.flush()
        return None

    async def let_in(self) -> AsyncIterator[str] | None:
        """The page from its second piece on; ``None`` where no place becomes free in time."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            async with self.desk.door:
                if self.desk.visitors < self.desk.house.visitors:
                    pieces: AsyncIterator[str] = self.get_generator()
                    self.write(await anext(pieces))
                    await self.flush()
                    return pieces
            await asyncio.sleep(0.1)
        return None

    def say(self, status: int, word: str) -> None:
        """A short page in both languages."""
        self.set_status(status)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        texts = [(name, AppWords(name).web(word)) for name in LANGUAGES]
        paragraphs = [{"lang": HTML_LANG[name], "text": text} for name, text in texts]
        page = self.get_template("message.html.j2").render(
            lang="zh-CN", icon=ICON, title=AppWords("zh").web("brand"), paragraphs=paragraphs
        )
        self.finish(page)

    def write_error(self, status_code: int, **_: Any) -> None:
        """A failure, in plain words and without any outside address."""
        self.say(status_code, "failed")


@contextmanager
def _quiet(house: House) -> Iterator[None]:
    """Only what the command says is printed, and why a page failed; kernels learn of the server."""
    names = ("tornado.access", "tornado.application", "tornado.general", "traitlets")
    loggers = [logging.getLogger(name) for name in names]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    loggers[-1].setLevel(logging.ERROR)  # Voila writes there what happens in a kernel
    loggers[-1].addHandler(reasons := Reasons())
    open_to_all = house.host in ("0.0.0.0", "::")  # noqa: S104
    host = "127.0.0.1" if open_to_all else house.host
    os.environ["VOILA_APP_IP"] = f"[{host}]" if ":" in host else host
    try:
        yield
    finally:
        loggers[-1].removeHandler(reasons)
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
