"""Responses of firms and people, as data with sources (``data/responses.yaml``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.base.documents import Strict, read
from sim.base.errors import Problem, UserError, did_you_mean
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
    effect of a kind.
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
    return figures


def with_values(changes: Mapping[str, float], behaviour: Responses | None = None) -> Responses:
    """The responses with some numbers changed, each inside its plausible range.

    Args:
        changes: new values by the names of :func:`response_figures`.
        behaviour: what to change; the shipped responses when absent.
    """
    behaviour = behaviour or responses()
    if not changes:
        return behaviour
    known = response_figures(behaviour)
    problems = list(_wrong_changes(changes, known))
    if problems:
        raise UserError(problems)
    for name, value in changes.items():
        group, *kind, field = name.split(".")
        part = getattr(behaviour, group)
        if kind:
            effect = part[kind[0]].with_central(field, float(value))
            part = {**part, kind[0]: effect}
        else:
            figure = known[name].model_copy(update={"value": float(value)})
            part = part.model_copy(update={field: figure})
        behaviour = behaviour.model_copy(update={group: part})
    return behaviour


def _wrong_changes(changes: Mapping[str, float], known: dict[str, Figure]) -> Iterator[Problem]:
    for name, value in changes.items():
        if name not in known:
            hint = did_you_mean(name, list(known))
            yield Problem(f"responses: {name}", f"no such number; {hint}")
            continue
        low, high = known[name].range or (known[name].value, known[name].value)
        if not low <= value <= high:
            said = f"{value} lies outside the plausible range {low:g} to {high:g}"
            yield Problem(f"responses: {name}", said)
