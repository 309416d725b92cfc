"""What a kernel of the served page does: prepare the explorer, wait for a visitor, show it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from sim.app.explorer import Explorer
from sim.app.look import FONT_IS_SERVED
from sim.present.words import Language

MOST_MEMORY = 3 * 1024**3
"""Bytes of data that one visitor's kernel may hold; Xiangtan at full size takes a tenth."""


def visit(place: str, language: Language, scenario: str | None, folder: str) -> Explorer:
    """The explorer, prepared before anybody asks for it and up to date when somebody does.

    Args:
        place: jurisdiction to begin with.
        language: ``zh`` or ``en``.
        scenario: file to begin with.
        folder: where scenarios are.
    """
    from voila.utils import wait_for_request

    _bound_memory()
    os.environ[FONT_IS_SERVED] = "1"
    explorer = Explorer(place, language, scenario=scenario, folder=Path(folder))
    wait_for_request()
    explorer.arrive()
    return explorer


def _bound_memory() -> None:
    """A visitor who asks for too much fails alone."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, hard))
