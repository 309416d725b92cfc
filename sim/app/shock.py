"""How bad it gets: one shock, and the named ones that a planner can start from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

# A year like 2020, as in scenarios/deep_downturn.yaml: what severity 1 means.
SEVERE = {"layoffs": 3.0, "job_finding": 0.6, "distress": 2.0}


@dataclass(frozen=True)
class Shock:
    """A stretch of bad months; multipliers of 1 are no shock at all."""

    first: str = "2020-02"
    last: str = "2020-12"
    sectors: tuple[str, ...] = ()
    layoffs: float = 1.0
    job_finding: float = 1.0
    distress: float = 1.0

    @property
    def severity(self) -> float:
        """How severe: 1 is the deep downturn, judged by its lay-offs."""
        return (self.layoffs - 1) / (SEVERE["layoffs"] - 1)

    @property
    def calm(self) -> bool:
        """True where nothing is different."""
        return all(getattr(self, name) == 1 for name in SEVERE)

    @property
    def preset(self) -> str:
        """Name of the preset that it is; ``own`` if it is none."""
        if self.calm:
            return "ordinary"
        return next((name for name, shock in PRESETS.items() if shock == self), "own")

    def of_severity(self, severity: float) -> Shock:
        """The shock with all multipliers moved together."""
        moved = {name: round(1 + severity * (full - 1), 3) for name, full in SEVERE.items()}
        return self.with_multipliers(moved)

    def with_multipliers(self, moved: Mapping[str, float]) -> Shock:
        """The shock with some multipliers set."""
        parts: dict[str, Any] = dict(moved)
        return replace(self, **parts)

    def with_sector(self, name: str, order: tuple[str, ...], *, on: bool) -> Shock:
        """The shock in one sector more or less; ``order`` is how sectors are listed."""
        chosen = {*self.sectors, name} if on else {*self.sectors} - {name}
        return replace(self, sectors=tuple(x for x in order if x in chosen))

    def document(self) -> dict[str, Any]:
        """The shock as a scenario writes it."""
        said: dict[str, Any] = {"from": self.first, "to": self.last}
        if self.sectors:
            said["sectors"] = list(self.sectors)
        return said | {name: getattr(self, name) for name in SEVERE if getattr(self, name) != 1}


# Deep and trade are scenarios/deep_downturn.yaml and scenarios/trade_shock.yaml.
PRESETS = {
    "ordinary": Shock(),
    "mild": Shock().of_severity(0.25),
    "deep": Shock().of_severity(1),
    "trade": Shock("2019-06", "2020-05", ("manufacturing",), 2.5, 0.8, 2.0),
    "building": Shock("2020-01", "2020-12", ("construction",), 2.5, 0.8, 2.0),
    "travel": Shock("2020-01", "2020-12", ("transport", "hotels_catering", "trade"), 2.5, 0.8, 2.0),
}
