"""What a scenario file may contain."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from sim.base.documents import Strict, a_number
from sim.base.errors import say

FIRST_YEAR, LAST_YEAR = 2019, 2021
FEWEST_DRAWS = 10
Number = int | float | str


class Text(Strict):
    """Words in both languages; one text given alone serves for both."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _one_for_both(cls, data: Any) -> Any:
        return {"zh": data, "en": data} if isinstance(data, str) else data


class Expectation(Strict):
    """What the author expects, so that a surprise is noticed.

    ``against`` is ``baseline`` (the shipped baseline scenario: the world differs) or
    ``current_law`` (the same world under unchanged law: the policy differs).
    """

    outlay: Literal["up", "down", "same"]
    against: Literal["baseline", "current_law"] = "current_law"
    why: str = ""


class Change(Strict):
    """One number changed: of a clause, of every measure of a kind, or shared by many measures.

    ``value`` is in the unit of the number it replaces, and holds from ``from`` to ``to``.
    ``local_excess`` says that going beyond the text's bounds is meant (at local cost).
    """

    clause: str = ""
    kind: str = ""
    term: str
    jurisdictions: tuple[str, ...] = ()
    value: Number | dict[str | int, Number]
    from_: dt.date | None = Field(None, alias="from")
    to: dt.date | None = None
    local_excess: bool = False
    why: str = ""

    @field_validator("value", mode="before")
    @classmethod
    def _no_truth(cls, value: Any) -> Any:
        return a_number(value)

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if self.clause and self.kind:
            msg = say(
                "name a clause or a kind, not both (or neither, for a shared number)",
                "clause 和 kind 只写一个（共用的数两个都不写）",
            )
            raise ValueError(msg)
        if self.from_ and self.to and self.to < self.from_:
            msg = say(
                "'to' ({last}) lies before 'from' ({first})",
                "截止日（{last}）早于起始日（{first}）",
                first=self.from_, last=self.to,
            )  # fmt: skip
            raise ValueError(msg)
        return self

    @property
    def of(self) -> str:
        """What the number belongs to, as messages say it."""
        return self.clause or self.kind or say("those many measures share", "各项措施共用")


class Borrow(Strict):
    """Another jurisdiction's clauses in place of one's own, on one's own people and prices."""

    rules_of: str
    for_: str = Field(alias="for")


class Policy(Strict):
    """How the scenario's law differs from current law."""

    change: tuple[Change, ...] = ()
    switch_off: tuple[str, ...] = ()
    keep_only: tuple[str, ...] = ()
    borrow: tuple[Borrow, ...] = ()

    @model_validator(mode="after")
    def _not_both(self) -> Self:
        if self.switch_off and self.keep_only:
            msg = say(
                "'switch_off' and 'keep_only' exclude each other",
                "switch_off 和 keep_only 不能同时使用",
            )
            raise ValueError(msg)
        return self


Multiplier = Annotated[float, Field(ge=0, le=10)]


class ShockSpec(Strict):
    """A stretch of months in which business is worse (or better) in some sectors."""

    from_: str = Field(alias="from", pattern=r"^20\d\d-(0[1-9]|1[0-2])$")
    to: str = Field(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")
    sectors: tuple[str, ...] = ()
    layoffs: Multiplier = 1.0
    job_finding: Multiplier = 1.0
    distress: Multiplier = 1.0

    @model_validator(mode="after")
    def _upright(self) -> Self:
        if self.to < self.from_:
            msg = say(
                "the shock ends ({last}) before it begins ({first})",
                "冲击的结束月（{last}）早于起始月（{first}）",
                first=self.from_, last=self.to,
            )  # fmt: skip
            raise ValueError(msg)
        return self


class WorldSpec(Strict):
    """The economy that every arm of the run lives in."""

    shocks: tuple[ShockSpec, ...] = ()


class PopulationSpec(Strict):
    """Size as a share of full size, the seed of every draw, and a planner's own tables.

    ``draw`` is the number of a possible world: 0 has the central value of every target, each
    other one a value from the range of each uncertain target.
    ``tables`` holds files by jurisdiction and table, relative to the scenario's file; of a
    scenario of one jurisdiction the files by table will do. ``hash_ids`` writes salted hashes
    in place of the ids in those files.
    """

    size: float = Field(1.0, ge=0.001, le=20)
    seed: int = Field(2019, ge=0, lt=2**31)
    draw: int = Field(0, ge=0, lt=2**31)
    tables: dict[str, dict[str, str]] = Field(default_factory=dict)
    hash_ids: bool = False

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.tables and self.size != 1:
            msg = say(
                "'size' is {size}, but own tables are taken as they are; "
                "leave 'size' out, or leave 'tables' out",
                "size 为 {size}，但自有数据按原样使用；请删去 size 或 tables",
                size=self.size,
            )
            raise ValueError(msg)
        return self


class BudgetSpec(Strict):
    """How the purses pay.

    ``gates``: whether refunds wait for the reserve that the national notice asks for.
    ``figures``: a bureau's own figures in place of the shipped ones, by jurisdiction and name, in
    the unit of the figure they replace (``sim budget RUN --sheet figures`` lists them).
    ``shares``: parts of the levels of government, by purse, in place of the shipped ones.
    """

    gates: Literal["on", "off"] = "on"
    figures: dict[str, dict[str, Annotated[float, Field(ge=0)]]] = Field(default_factory=dict)
    shares: dict[str, dict[str, Annotated[float, Field(ge=0, le=1)]]] = Field(default_factory=dict)


class BehaviourSpec(Strict):
    """How firms and people respond.

    ``on`` false gives the static costing: nobody acts differently for the money. ``responses``
    sets numbers of the economy other than shipped, by dotted name (``labour.depth``), each within
    its plausible range.
    """

    on: bool = True
    responses: dict[str, float] = Field(default_factory=dict)


class ScenarioFile(Strict):
    """A whole scenario.

    ``draws``: how many draws of everything uncertain the 5-95 % intervals rest on; 0 for none.
    """

    title: Text
    question: Text
    author: str = Field(min_length=1)
    date: dt.date
    expect: Expectation
    jurisdictions: tuple[str, ...] = ()
    years: tuple[int, int] = (FIRST_YEAR, LAST_YEAR)
    policy: Policy = Policy()
    readings: dict[str, str] = Field(default_factory=dict)
    world: WorldSpec = WorldSpec()
    take_up: dict[str, Annotated[float, Field(ge=0, le=1)]] = Field(default_factory=dict)
    behaviour: BehaviourSpec = BehaviourSpec()
    population: PopulationSpec = PopulationSpec()
    budget: BudgetSpec = BudgetSpec()
    draws: Annotated[int, Field(ge=0, le=65536)] = 200

    @field_validator("draws")
    @classmethod
    def _enough_draws(cls, draws: int) -> int:
        if 0 < draws < FEWEST_DRAWS:
            msg = say(
                "{draws} draws make no interval: ask for {fewest} at least, or 0 for none",
                "{draws} 次抽样得不出区间：至少 {fewest} 次，或写 0 不求区间",
                draws=draws, fewest=FEWEST_DRAWS,
            )  # fmt: skip
            raise ValueError(msg)
        return draws

    @model_validator(mode="before")
    @classmethod
    def _years_as_pair(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("years"), int):
            return {**data, "years": [data["years"], data["years"]]}
        return data

    @model_validator(mode="before")
    @classmethod
    def _tables_by_place(cls, data: Any) -> Any:
        if not isinstance(data, dict) or not isinstance(data.get("population"), dict):
            return data
        people = data["population"]
        tables = people.get("tables")
        if not isinstance(tables, dict) or not tables:
            return data
        if not any(isinstance(value, str) for value in tables.values()):
            return data
        places = list(data.get("jurisdictions") or [])
        if len(places) != 1 or not all(isinstance(value, str) for value in tables.values()):
            msg = say(
                "population.tables: say whose tables these are, e.g. "
                "tables: {example}; "
                "the name may be left out only if 'jurisdictions' names one place",
                "population.tables：请写明是哪个地区的表，如 tables: {example}；"
                "只有 jurisdictions 只写一个地区时才可省略",
                example="{xiangtan: {firms: data/firms.csv}}",
            )
            raise ValueError(msg)
        return {**data, "population": {**people, "tables": {places[0]: tables}}}

    @field_validator("jurisdictions")
    @classmethod
    def _each_once(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(names)) < len(names):
            msg = say("a jurisdiction is named twice", "同一地区写了两次")
            raise ValueError(msg)
        return names

    @model_validator(mode="after")
    def _shocks_within(self) -> Self:
        for shock in self.world.shocks:
            if int(shock.from_[:4]) > self.years[1] or int(shock.to[:4]) < FIRST_YEAR:
                msg = say(
                    "the shock from {first} to {last} lies outside the years of the run",
                    "{first} 至 {last} 的冲击不在测算年份内",
                    first=shock.from_, last=shock.to,
                )  # fmt: skip
                raise ValueError(msg)
        return self

    @field_validator("years", mode="before")
    @classmethod
    def _first_and_last(cls, years: Any) -> Any:
        if isinstance(years, list | tuple) and len(years) != 2:
            english = "needs the first and the last year, e.g. [{first}, {last}]"
            chinese = "要写首尾两个年份，如 [{first}, {last}]"
            first, last = (years[0], years[-1]) if years else (FIRST_YEAR, LAST_YEAR)
            raise ValueError(say(english, chinese, first=first, last=last))
        return years

    @field_validator("years")
    @classmethod
    def _years_known(cls, years: tuple[int, int]) -> tuple[int, int]:
        if not FIRST_YEAR <= years[0] <= years[1] <= LAST_YEAR:
            msg = say(
                "years go from {first} to {last}, first before last",
                "年份应在 {first} 至 {last} 之间，先起后止",
                first=FIRST_YEAR, last=LAST_YEAR,
            )  # fmt: skip
            raise ValueError(msg)
        return years
