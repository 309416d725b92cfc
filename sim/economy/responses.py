"""Responses of firms and people, as data with sources (``data/responses.yaml``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from sim.base.documents import Strict, read
from sim.base.errors import Problem, UserError, did_you_mean, say
from sim.economy.behaviour import (
    ApprenticeRates,
    CertificateRates,
    FirmBehaviour,
    InstitutionRates,
    InternshipRates,
    JobFinding,
    Labour,
    Leaving,
    LoanTerms,
    NewBusinesses,
    NextJobs,
    Offsets,
    Registration,
    TalentRates,
    TaxRates,
    TrainingRates,
)
from sim.economy.effects import Effect
from sim.population import Figure

Ends = tuple[float, float]
Chance = Annotated[float, Field(ge=0, le=1)]

FILE = Path(__file__).parent / "data" / "responses.yaml"


class TakeUp(Strict):
    """Share of those entitled who claim, by lowest staff of a size class, by year or flat.

    ``places`` holds factors for some jurisdictions; ``range`` holds the lowest and highest rate, or
    factors around each where there are several. ``follows`` names the kind that is claimed in the
    same breath: by the same people and no others.
    """

    by_staff: dict[int, Chance] = Field(default_factory=dict)
    by_year: dict[int, Chance] = Field(default_factory=dict)
    rate: Chance | None = None
    follows: str = ""
    places: dict[str, Annotated[float, Field(ge=0)]] = Field(default_factory=dict)
    unit: Literal["share"]
    period: int | str
    source: Annotated[str, Field(min_length=4)]
    confidence: Literal["found", "derived", "recalled"]
    range: tuple[float, float] | None = None
    note: str = ""

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = (self.by_staff, self.by_year, self.rate is not None, self.follows)
        if sum(map(bool, forms)) != 1:
            raise ValueError("give one of rate, by_staff, by_year and follows")
        if self.confidence != "found" and self.range is None:
            raise ValueError(f"a {self.confidence} rate needs its range: [low, high]")
        return self

    @property
    def level(self) -> Figure | None:
        """The rate, or where there are several a factor around all of them, with its range.

        ``None`` for what follows another kind or is certain.
        """
        if self.follows or self.range is None or self.range[0] == self.range[1]:
            return None
        if self.rate is not None:
            return self._figure(self.rate, "share", self.range)
        # Rates by year have the lowest and highest rate as their range, others have factors.
        latest = self.by_year[max(self.by_year)] if self.by_year else 1.0
        low, high = (end / latest for end in self.range)
        return self._figure(1.0, "ratio", (low, high))

    def _figure(self, value: float, unit: Literal["share", "ratio"], ends: Ends) -> Figure:
        return Figure(
            value=value,
            unit=unit,
            range=ends,
            period=self.period,
            source=self.source,
            confidence=self.confidence,
        )

    def at(self, level: float) -> TakeUp:
        """The same with another :attr:`level`; no share exceeds 1."""
        if self.rate is not None:
            return self.model_copy(update={"rate": level})
        moved = {
            name: {key: min(share * level, 1.0) for key, share in getattr(self, name).items()}
            for name in ("by_staff", "by_year")
        }
        return self.model_copy(update=moved)


class Responses(Strict):
    """Everything in ``data/responses.yaml``."""

    layoffs: Leaving
    labour: Labour
    offsets: Offsets
    firms: FirmBehaviour
    job_finding: JobFinding
    registration: Registration
    certificates: CertificateRates
    trainings: TrainingRates
    internships: InternshipRates
    next_jobs: NextJobs
    businesses: NewBusinesses
    loans: LoanTerms
    apprenticeships: ApprenticeRates
    taxes: TaxRates
    institutions: InstitutionRates
    talents: TalentRates
    take_up: dict[str, TakeUp]
    effects: dict[str, Effect]


@cache
def responses(path: Path = FILE) -> Responses:
    """The responses; ``UserError`` with every problem if the file is not right."""
    return read(path).as_model(Responses)


def response_figures(behaviour: Responses | None = None) -> dict[str, Figure]:
    """Every single number among the responses by dotted name.

    ``labour.depth`` for a number of a group, ``effects.startup_one_off.additional`` for the
    effect of a kind, ``take_up.<kind>`` for the rate of a kind, or a factor around its rates where
    it has several.
    """
    behaviour = behaviour or responses()
    figures = {
        f"{group}.{name}": figure
        for group in Responses.model_fields
        if isinstance(getattr(behaviour, group), Strict)
        for name, figure in dict(getattr(behaviour, group)).items()
        if isinstance(figure, Figure)
    }
    for kind, effect in behaviour.effects.items():
        figures |= {f"effects.{kind}.{name}": one for name, one in effect.figures().items()}
    levels = {f"take_up.{kind}": entry.level for kind, entry in behaviour.take_up.items()}
    return figures | {name: level for name, level in levels.items() if level}


def with_values(changes: Mapping[str, float], behaviour: Responses | None = None) -> Responses:
    """The responses with some numbers changed, each inside its plausible range.

    Args:
        changes: new values by the names of :func:`response_figures`.
        behaviour: what to change; the shipped responses when absent.
    """
    if behaviour is not None:
        return _changed(tuple(sorted(changes.items())), behaviour)
    return _shipped_with(tuple(sorted(changes.items())))


@lru_cache(maxsize=4)
def _shipped_with(changes: tuple[tuple[str, float], ...]) -> Responses:
    return _changed(changes, responses())


def _changed(changes: tuple[tuple[str, float], ...], behaviour: Responses) -> Responses:
    if not changes:
        return behaviour
    known = response_figures(behaviour)
    problems = list(_wrong_changes(changes, known))
    if problems:
        raise UserError(problems)
    parts: dict[str, dict[str, Any]] = {}
    for name, value in changes:
        group, *kind, field = name.split(".")
        part = parts.setdefault(group, dict(getattr(behaviour, group)))
        if group == "take_up":
            part[field] = part[field].at(float(value))
        elif kind:
            part[kind[0]] = part[kind[0]].with_central(field, float(value))
        else:
            part[field] = known[name].model_copy(update={"value": float(value)})
    moved = {
        group: part
        if isinstance(old := getattr(behaviour, group), dict)
        else old.model_copy(update=part)
        for group, part in parts.items()
    }
    return behaviour.model_copy(update=moved)


def _wrong_changes(
    changes: tuple[tuple[str, float], ...], known: dict[str, Figure]
) -> Iterator[Problem]:
    for name, value in changes:
        if name not in known:
            hint = did_you_mean(name, list(known))
            what = say("no such number; {hint}", "没有这个数；{hint}", hint=hint)
            yield Problem(f"responses: {name}", what)
            continue
        low, high = known[name].range or (known[name].value, known[name].value)
        if not low <= value <= high:
            what = say(
                "{value} lies outside the plausible range {low:g} to {high:g}",
                "{value} 超出合理范围 {low:g} 至 {high:g}",
                value=value, low=low, high=high,
            )  # fmt: skip
            yield Problem(f"responses: {name}", what)
