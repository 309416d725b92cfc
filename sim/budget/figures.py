"""The purses' own figures as data: balances, other spending, gates, order, shares, targets.

Every number carries unit, period, source, confidence and, unless it was read somewhere, a range.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.base.documents import Strict, read
from sim.base.errors import Problem, Said, UserError, listed, no_such, say
from sim.base.money import FEN_PER_YUAN
from sim.budget.amounts import Fen, whole
from sim.law.schema import Names
from sim.population.figures import Confidence, Figure
from sim.scenario import Scenario

FOLDER = Path(__file__).parent / "data"
UI = "unemployment_insurance_fund"
TRAINING = "enterprise_training_fund"
EMPLOYMENT = ("employment_subsidy_fund", "employment_entrepreneurship_subsidy_fund")
LEVELS = ("central", "provincial", "city", "county")
FIGURES = (
    "opening_balance", "payments_last_year", "other_payments", "adjustment_limit",
    "employment_opening", "employment_appropriation", "employment_other", "guarantee_fund",
)  # fmt: skip
"""What is known, or assumed, of each place; a scenario may give its own."""

Source = Annotated[str, Field(min_length=4)]


class Weights(Strict):
    """How a year's sum spreads over its months, January first."""

    shares: tuple[float, ...] = Field(min_length=12, max_length=12)
    period: int
    confidence: Confidence
    source: Source

    def months(self, fen: Fen) -> list[Fen]:
        """A year's sum in twelve months, exact: each rounds what has come so far."""
        year, upto, done, parts = sum(self.shares), 0.0, 0, []
        for share in self.shares[:-1]:
            upto += share
            now = whole(fen * upto / year)
            parts.append(now - done)
            done = now
        return [*parts, fen - done]


class Arrivals(Strict):
    """Months in which a year's appropriation arrives, with the part that does."""

    shares: dict[int, float]
    period: int
    confidence: Confidence
    source: Source


class Gate(Strict):
    """A kind of measure that a fund pays only above so many months of reserve."""

    fund: str
    kind: str
    months: int
    source: Source


class Priority(Strict):
    """Kinds by tier, first paid first; ``other`` is what the documents do not govern."""

    tiers: tuple[tuple[str, ...], ...]
    source: Source

    def rank(self, kind: str) -> int:
        """Tier of a kind; those not named come last."""
        for i, tier in enumerate(self.tiers):
            if kind in tier:
                return i
        return len(self.tiers)


class Backstop(Strict):
    """Who pays in place of a fund, and the figure that limits it in a year, if any."""

    fund: str
    limit: str = ""


class Cascade(Strict):
    """What happens when a fund runs dry, where no document says otherwise."""

    id: str
    fund: str
    then: tuple[Backstop, ...]
    source: Source


class Booking(Strict):
    """The purse that pays kinds of measure for which a document names no fund."""

    purse: str
    kinds: tuple[str, ...]
    named: tuple[str, ...]
    source: Source


class FirstPayer(Strict):
    """Kinds of measure that firms' own training funds pay before public money does."""

    kinds: tuple[str, ...]
    source: Source


class Shares(Strict):
    """Who provides a purse's money, by region; shares of the levels of government."""

    purse: str
    east: dict[str, float]
    central: dict[str, float]
    west: dict[str, float]
    period: int | str
    confidence: Confidence
    range: tuple[float, float]
    source: Source

    @model_validator(mode="after")
    def _whole(self) -> Shares:
        for region in ("east", "central", "west"):
            given: dict[str, float] = getattr(self, region)
            if abs(sum(given.values()) - 1) > 1e-9 or not set(given) <= set(LEVELS):
                msg = f"{self.purse}, {region}: shares of {', '.join(LEVELS)} that add up to 1"
                raise ValueError(msg)
        return self


class Forbidden(Strict):
    """Kinds that a fund may not pay, with the words of the list."""

    fund: str
    kinds: dict[str, str]
    source: Source


class National(Strict):
    """What holds in every place."""

    figures: dict[str, Figure]
    training_transfer_month: str
    profiles: dict[str, Weights]
    appropriations: Arrivals
    gates: tuple[Gate, ...]
    priority: Priority
    cascades: tuple[Cascade, ...]
    training: FirstPayer
    bookings: tuple[Booking, ...]
    shares: tuple[Shares, ...]
    forbidden: Forbidden
    lines: tuple[Line, ...]

    def purse(self, kind: str, named: str) -> str:
        """The purse that pays a kind for which a document names a fund."""
        for booking in self.bookings:
            if kind in booking.kinds and named in booking.named:
                return booking.purse
        return named

    def line(self, kind: str, named: str) -> str:
        """The purse and the tier of payment that a kind belongs to: what draws move together."""
        return f"{self.purse(kind, named)}:{self.priority.rank(kind)}"

    def cascade(self, fund: str) -> Cascade | None:
        """Who pays when a fund runs dry, by default."""
        return next((c for c in self.cascades if c.fund == fund), None)

    def levels(self, purse: str, region: str) -> dict[str, float]:
        """Shares of the levels in a purse; empty where it is no government's, or nobody knows."""
        for shares in self.shares:
            if shares.purse == purse or (shares.purse == EMPLOYMENT[0] and purse in EMPLOYMENT):
                return dict(getattr(shares, region))
        return {}


class Target(Strict):
    """A target clause: the number the document sets itself, and the clauses that work on it."""

    clause: str
    what: Names
    value: float
    unit: str
    year: str
    by: tuple[str, ...]
    counts: Literal["paid", "covered", "occasions", "lent"] = "paid"
    quote: Annotated[str, Field(min_length=1)]


class Line(Strict):
    """A line that a bureau watches: what is measured, and the side that calls for action."""

    id: str
    what: Names
    measure: Literal["reserve_months", "cover", "employment_months", "recipients", "layoffs"]
    side: Literal["below", "above"]
    value: float
    source: Source
    does: Names = Names(zh="", en="")
    """What happens by national rules, where the place's document is silent."""


class Response(Strict):
    """What a document says happens when a line is crossed."""

    line: str
    clause: str
    does: Names


class PlaceBook(Strict):
    """One place's purses."""

    id: str
    region: Literal["east", "central", "west"]
    tier: Literal["prefecture", "county"]
    pooling: Names
    figures: dict[str, Figure]
    targets: tuple[Target, ...]
    responses: tuple[Response, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> PlaceBook:
        missing = [name for name in FIGURES if name not in self.figures]
        if missing:
            msg = f"figures are missing: {', '.join(missing)}"
            raise ValueError(msg)
        return self


@lru_cache(maxsize=1)
def national(folder: Path = FOLDER) -> National:
    """What holds in every place."""
    return read(folder / "national.yaml").as_model(National)


@lru_cache(maxsize=32)
def place_book(place: str, folder: Path = FOLDER) -> PlaceBook:
    """One place's purses; ``UserError`` where nobody wrote them down."""
    path = folder / f"{place}.yaml"
    if not path.is_file():
        what = say(
            "no figures on the purses of {place}; write {file} like the others there",
            "没有 {place} 各项资金的数；请比照同一文件夹的其他文件写 {file}",
            place=place, file=path.name,
        )  # fmt: skip
        raise UserError(Problem(str(path), what))
    return read(path).as_model(PlaceBook)


@lru_cache(maxsize=1)
def places_with_books(folder: Path = FOLDER) -> tuple[str, ...]:
    """Places whose purses are written down."""
    return tuple(sorted(p.stem for p in folder.glob("*.yaml") if p.stem != "national"))


def given(place: str, scenario: Scenario) -> dict[str, int]:
    """The figures of a place in fen: the shipped ones at the scenario's size, or its own."""
    own = scenario.file.budget.figures.get(place, {})
    shipped = place_book(place).figures
    size = scenario.file.population.size
    return {
        name: round(own[name] * FEN_PER_YUAN)
        if name in own
        else round(shipped[name].value * size * FEN_PER_YUAN)
        for name in FIGURES
    }


SPENDING = ("payments_last_year", "other_payments", "employment_other")
"""Figures that leave a purse the poorer the larger they are."""


def poor(place: str, scenario: Scenario) -> dict[str, int]:
    """The figures of a place, each at the end of its range that leaves the purses poorest."""
    return _at_end(place, scenario, 0)


def rich(place: str, scenario: Scenario) -> dict[str, int]:
    """The figures of a place, each at the end of its range that leaves the purses richest."""
    return _at_end(place, scenario, 1)


def _at_end(place: str, scenario: Scenario, end: int) -> dict[str, int]:
    """A scenario's own figures have no range and stay."""
    own, found = scenario.file.budget.figures.get(place, {}), given(place, scenario)
    size = scenario.file.population.size
    for name, figure in place_book(place).figures.items():
        if figure.range and name not in own and name in FIGURES:
            at = 1 - end if name in SPENDING else end
            found[name] = round(figure.range[at] * size * FEN_PER_YUAN)
    return found


def problems(scenario: Scenario) -> list[Problem]:
    """Names in the scenario's ``budget`` that nobody knows, all at once."""
    found = []
    figures: Mapping[str, Mapping[str, float]] = scenario.file.budget.figures
    for place, named in figures.items():
        if place not in places_with_books():
            what = no_such(Said("jurisdiction", "地区"), place, places_with_books())
            found.append(scenario.problem(("budget", "figures", place), what))
            continue
        for name, value in named.items():
            where = ("budget", "figures", place, name)
            if name not in FIGURES:
                what = no_such(Said("figure", "数据项"), name, FIGURES)
                found.append(scenario.problem(where, what))
            elif name == "payments_last_year" and not value:
                what = say(
                    "months of reserve need payments above 0: give last year's spending",
                    "计算备付月数，上年支出须大于 0：请填上年支出",
                )
                found.append(scenario.problem(where, what))
    return [*found, *_wrong_shares(scenario)]


def _wrong_shares(scenario: Scenario) -> Iterator[Problem]:
    """Shares of unknown purses or levels, and those that do not add up to 1."""
    known = [s.purse for s in national().shares]
    for purse, shares in scenario.file.budget.shares.items():
        where = ("budget", "shares", purse)
        if purse not in known:
            yield scenario.problem(where, no_such(Said("purse", "资金"), purse, known))
        for level in shares:
            if level not in LEVELS:
                what = no_such(Said("level", "层级"), level, LEVELS)
                yield scenario.problem((*where, level), what)
        if abs(sum(shares.values()) - 1) > 1e-9:
            what = say(
                "shares of {levels} add up to 1", "{levels} 的比例合计应为 1", levels=listed(LEVELS)
            )
            yield scenario.problem(where, what)
