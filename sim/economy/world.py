"""The world that firms and people act in: shocks by sector and month, growth of wages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from math import isfinite

import numpy as np
import numpy.typing as npt

from sim.base.errors import Problem, UserError, did_you_mean, say
from sim.population import SECTORS

Float64 = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Shock:
    """A spell of months in which things go differently; a multiplier of 1 changes nothing.

    Attributes:
        first_month: month number of its first month.
        last_month: month number of its last month, included.
        sectors: sectors it strikes; all when empty.
        layoffs: multiplier of expected lay-offs (not of public institutions, which lay off none).
        job_finding: multiplier of the hazard of finding a job.
        distress: multiplier of the chance that a firm is recognised as distressed.
        wages: multiplier of wages while it lasts.
    """

    first_month: int
    last_month: int
    sectors: tuple[str, ...] = ()
    layoffs: float = 1.0
    job_finding: float = 1.0
    distress: float = 1.0
    wages: float = 1.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "sectors", tuple(self.sectors))
        problems = list(self._problems())
        if problems:
            raise UserError(problems)

    def _problems(self) -> Iterator[Problem]:
        if self.first_month > self.last_month:
            what = say("its last month lies before its first", "结束月早于起始月")
            yield Problem("shock", what)
        for name in self.sectors:
            if name not in SECTORS:
                hint = did_you_mean(name, SECTORS)
                english, zh = "no such sector '{name}'; {hint}", "没有行业“{name}”；{hint}"
                yield Problem("shock: sectors", say(english, zh, name=name, hint=hint))
        for name in MULTIPLIERS:
            value = getattr(self, name)
            if not isfinite(value) or not 0 <= value <= 100:
                english, zh = (
                    "{value} should be a multiplier from 0 to 100",
                    "{value} 应为 0 至 100 的倍数",
                )
                yield Problem(f"shock: {name}", say(english, zh, value=value))


MULTIPLIERS = tuple(f.name for f in fields(Shock) if f.default == 1.0)
"""What a shock can multiply."""


@dataclass(frozen=True, kw_only=True)
class World:
    """Shocks and the growth of wages; without shocks, the baseline.

    Attributes:
        shocks: where several overlap, their multipliers multiply.
        wage_growth: share a year; the place's published growth when absent.
        listed_firms: ids of firms recognised as distressed in every year, whatever their luck.
    """

    shocks: tuple[Shock, ...] = ()
    wage_growth: float | None = None
    listed_firms: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "shocks", tuple(self.shocks))
        object.__setattr__(self, "listed_firms", tuple(self.listed_firms))
        growth = self.wage_growth
        if growth is not None and not -0.5 <= growth <= 1:
            raise UserError(Problem("wage_growth", f"{growth} should be a share from -0.5 to 1"))

    def multipliers(self, what: str, first_month: int, months: int) -> Float64:
        """Multipliers of one thing by sector and month, ``[sectors, months]``."""
        table = np.ones((len(SECTORS), months))
        for shock in self.shocks:
            rows = [SECTORS.index(s) for s in shock.sectors] or list(range(len(SECTORS)))
            begin = max(shock.first_month - first_month, 0)
            end = max(shock.last_month + 1 - first_month, 0)
            table[rows, begin:end] *= getattr(shock, what)
        return table


BASELINE = World()
"""The world without shocks."""
