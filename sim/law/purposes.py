"""Purposes that public money may serve once for a person and period."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from sim.base.documents import Strict, read

FILE = Path(__file__).parent / "data" / "purposes.yaml"


class Purpose(Strict):
    """Kinds of measure that serve one purpose, and the period in which one may be drawn.

    Attributes:
        within: ``year``: one in a calendar year; ``months``: one in the same months.
    """

    id: str
    within: Literal["year", "months"]
    kinds: tuple[str, ...]


class PurposeFile(Strict):
    """Every purpose."""

    id: str
    source: str = Field(min_length=4)
    purposes: tuple[Purpose, ...]


@lru_cache(maxsize=1)
def purposes() -> PurposeFile:
    """The purposes, from the data."""
    return read(FILE).as_model(PurposeFile)
