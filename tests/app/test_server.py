"""The server of the page without a browser: addresses, ports, the frame's files."""

from __future__ import annotations

import ast
import asyncio
import re
import socket
import sys
from pathlib import Path

import pytest
from nbformat.v4 import new_notebook
from voila.execute import VoilaExecutor

from sim.app import server
from sim.app.glossary import own_words
from sim.app.server import FRAME, POLICY, House, Page, Visit, _settings, _socket
from sim.cli.main import main


def test_only_loopback_addresses_are_private():
    assert House().private
    assert all(House(host).private for host in ("localhost", "127.0.0.1", "127.1.2.3", "::1"))
    assert not any(House(host).private for host in ("0.0.0.0", "::", "192.168.1.5", "desk.local"))  # noqa: S104


def test_a_port_that_is_taken_gives_way_to_the_next():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        opened, found = _socket(House(port=port))
        opened.close()
    assert port < found <= port + 20


def test_a_prepared_page_waits_for_its_visitor_without_end():
    # its cell runs until a visitor comes; a limit on cells would end it first
    settings = _settings(Visit("sunan", "zh", None, Path()), House())
    assert VoilaExecutor(new_notebook(), config=settings).timeout == -1


def test_what_the_user_says_cannot_become_code():
    spite = Path("a'); import os; ('\n.yaml")
    visit = Visit("sunan", "zh", spite, Path("/x'y"))
    _, call = ast.parse(visit.cell()).body
    assert [ast.literal_eval(word) for word in call.value.args] == [
        "sunan",
        "zh",
        str(spite),
        "/x'y",
    ]


class Full:
    """A desk for one visitor, taken until it was counted some times."""

    def __init__(self, counts):
        self.door, self.house = asyncio.Lock(), House(visitors=1)
        self.left = counts

    @property
    def visitors(self):
        self.left -= 1
        return int(self.left >= 0)


class Guest(Page):
    """A visitor's request, with a page of two pieces."""

    def __init__(self, desk):
        self.desk, self.sent = desk, []

    async def get_generator(self):
        yield "first"
        yield "second"

    def write(self, piece):
        self.sent.append(piece)

    async def flush(self):
        pass


@pytest.mark.parametrize(("counts", "sent"), [(0, ["first"]), (3, ["first"]), (999, [])])
def test_a_visitor_waits_for_a_place_but_not_for_long(counts, sent, monkeypatch):
    monkeypatch.setattr(server, "PATIENCE", 0.6)
    guest = Guest(Full(counts))
    pieces = asyncio.run(guest.let_in())
    assert guest.sent == sent
    assert (pieces is None) == (not sent)
    assert guest.desk.left < counts


def test_the_frame_names_no_other_machine():
    for path in FRAME.iterdir():
        assert not re.search("https?://|//cdn", path.read_text(encoding="utf-8")), path
    assert "http" not in POLICY


def test_every_word_of_the_frame_exists():
    known = set(own_words()["web"])
    used = set()
    for path in FRAME.iterdir():
        text = path.read_text(encoding="utf-8")
        used |= set(re.findall(r"words\.(\w+)", text)) | set(re.findall(r'fail\("(\w+)"\)', text))
    assert used <= known
    assert {"reconnecting", "forgotten", "died", "preparing"} <= used


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--place", "xiangtam"], "did you mean 'xiangtan'"),
        (["nowhere.yaml"], "nowhere.yaml"),
        (["--language", "fr"], "no language 'fr'"),
        (["--host", "203.0.113.7"], "cannot listen there"),
    ],
)
def test_a_slip_is_said_before_anything_is_served(words, said, capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["sim", "app", "--no-browser", *words])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 2
    assert said in capsys.readouterr().err
