"""What national rules provide for at most; what a place gives above it falls on the place."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from sim.base.documents import Strict, read
from sim.base.money import FEN_PER_YUAN, fraction
from sim.law.schema import Unit

FILE = Path(__file__).parent / "data" / "ceilings.yaml"


class Ceiling(Strict):
    """A ceiling on some terms of some kinds of measure."""

    kinds: tuple[str, ...]
    terms: tuple[str, ...]
    value: float
    unit: Unit
    confidence: Literal["found", "derived", "recalled"]
    source: str = Field(min_length=4)

    @property
    def stored(self) -> str:
        """The value as terms store it: fen for money."""
        exact = fraction(self.value)
        return str(exact * FEN_PER_YUAN if self.unit.startswith("yuan") else exact)


class CeilingFile(Strict):
    """Every ceiling, and who bears what lies above."""

    id: str
    bearer: str
    source: str = Field(min_length=4)
    ceilings: tuple[Ceiling, ...]

    def of(self, kind: str, term: str) -> Ceiling | None:
        """The ceiling on a term of a kind."""
        return next((c for c in self.ceilings if kind in c.kinds and term in c.terms), None)


@lru_cache(maxsize=1)
def ceilings() -> CeilingFile:
    """The national ceilings."""
    return read(FILE).as_model(CeilingFile)
