"""Responses of firms and people, as data with sources (``data/responses.yaml``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.base.documents import Strict, read
from sim.base.errors import Problem, UserError, did_you_mean
from sim.measures.registry import Channel
from sim.population import SECTORS, Curve, Figure, Rates
from sim.population.figures import Sourced

Chance = Annotated[float, Field(ge=0, le=1)]

FILE = Path(__file__).parent / "data" / "responses.yaml"


class Codes(Sourced):
    """Shares of whole numbers (levels, months) that add up to one."""

    shares: dict[int, Chance]

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        total = sum(self.shares.values())
        if abs(total - 1) > 1e-6:
            raise ValueError(f"the shares add up to {total:.4f}; they should add up to 1")
        return self


class Layoffs(Strict):
    """Lay-offs by firms: most firms have none."""

    zero_share: Figure
    mean_rate: Figure
    ended_contracts: Figure
    quit_rate: Figure


class FirmBehaviour(Strict):
    """What happens to firms besides lay-offs."""

    application_months: Codes
    distressed: Figure
    distress_by_sector: Rates
    distress_small_weight: Figure
    distress_small_below: Figure
    distress_listed_below: Figure
    distress_layoff_limit: Figure
    objected: Figure
    arrears: Figure
    arrears_distressed: Figure
    back_payers: Figure
    trains: Figure
    trains_distressed: Figure
    trained_part: Curve
    training_cost: Curve
    education_fund: Figure
    education_fund_left: Curve
    training_approved: Figure

    @model_validator(mode="after")
    def _known(self) -> Self:
        if set(self.distress_by_sector.shares) != set(SECTORS[:-1]):
            raise ValueError(f"distress_by_sector: give a number for each of {SECTORS[:-1]}")
        return self


class JobFinding(Strict):
    """Monthly hazards of the next job, and what follows it."""

    laid_off: Figure
    registered: Figure
    graduate: Figure
    reserve: Figure
    hard_to_employ_factor: Figure
    hired_by_insured_unit: Rates
    insured: Figure
    contract_months: Codes
    leaves_post: Figure
    at_floor: Figure


class Registration(Strict):
    """Who registers as unemployed, and in what state."""

    laid_off_registers: Figure
    graduate_registers: Figure
    gap_days: Curve
    seeking: Figure
    hardship: Figure
    older_man: Figure
    older_woman: Figure
    older_recognised: Figure


class CertificateRates(Strict):
    """Vocational certificates of employees."""

    per_year: Figure
    levels: Codes
    post_levels: Codes
    skill_level_share: Figure
    unbroken_share: Figure
    days_to_apply: Curve
    staff_training_subsidised: Figure


class TrainingRates(Strict):
    """Courses taken by people who are not employees."""

    registered_per_year: Figure
    graduates: Figure
    reserve: Figure
    days: Curve
    attendance: Curve
    passed: Figure
    certified: Figure
    self_paid: Figure
    startup: Figure
    second_course: Figure
    choice: Codes


class InternshipRates(Strict):
    """Internships of the young."""

    days_to_start: Curve
    months: Codes
    drops_out: Figure
    hired_early: Figure
    retention_by_unit: Curve
    contract_months: Codes
    early_contract_months: Codes
    insured_after: Figure
    stipend: Curve


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


class NetFactor(Strict):
    """Jobs stabilised per head that a measure reaches, after deadweight and displacement.

    ``basis``: ``covered_workers`` counts the staff of paid firms, ``persons`` paid rows.
    """

    basis: Literal["covered_workers", "persons"]
    low: Chance
    central: Chance
    high: Chance
    channel: Channel
    source: Annotated[str, Field(min_length=4)]
    confidence: Literal["found", "derived", "recalled"]
    reason: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.low <= self.central <= self.high:
            raise ValueError("low, central and high should rise")
        if self.central == 0 and not self.reason:
            raise ValueError("a factor of 0 needs its reason")
        return self


class Responses(Strict):
    """Everything in ``data/responses.yaml``."""

    layoffs: Layoffs
    firms: FirmBehaviour
    job_finding: JobFinding
    registration: Registration
    certificates: CertificateRates
    trainings: TrainingRates
    internships: InternshipRates
    take_up: dict[str, TakeUp]
    net_factors: dict[str, NetFactor]


@cache
def responses(path: Path = FILE) -> Responses:
    """The responses; ``UserError`` with every problem if the file is not right."""
    return read(path).as_model(Responses)


def response_figures(behaviour: Responses | None = None) -> dict[str, Figure]:
    """Every single number among the responses by dotted name, e.g. ``layoffs.mean_rate``."""
    behaviour = behaviour or responses()
    return {
        f"{group}.{name}": figure
        for group in Responses.model_fields
        if isinstance(getattr(behaviour, group), Strict)
        for name, figure in dict(getattr(behaviour, group)).items()
        if isinstance(figure, Figure)
    }


def with_values(changes: Mapping[str, float], behaviour: Responses | None = None) -> Responses:
    """The responses with some numbers changed, each inside its plausible range.

    Args:
        changes: new values by the names of :func:`response_figures`.
        behaviour: what to change; the shipped responses when absent.
    """
    behaviour = behaviour or responses()
    known = response_figures(behaviour)
    problems = list(_wrong_changes(changes, known))
    if problems:
        raise UserError(problems)
    for name, value in changes.items():
        group, field = name.split(".")
        figure = known[name].model_copy(update={"value": float(value)})
        part = getattr(behaviour, group).model_copy(update={field: figure})
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
