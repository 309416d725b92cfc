"""What a law file may contain. Unknown keys, numbers without a source, wrong units: errors."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from sim.base.documents import Strict, a_number
from sim.base.money import fraction

Unit = Literal[
    "share",
    "yuan",
    "yuan/month",
    "yuan/day",
    "months",
    "years",
    "days",
    "persons",
    "count",
    "date",
]
Status = Literal["statute", "reference", "assumption", "open"]
Scalar = int | float | str | dt.date
FUNDS = (
    "unemployment_insurance_fund",
    "employment_subsidy_fund",
    "employment_entrepreneurship_subsidy_fund",
    "city_budget",
    "provincial_budget",
    "local_budget",
    "fiscal_level_unspecified",
    "enterprise_training_fund",
    "unspecified",
    "bank_credit_contingent",
    "tax_or_price_forgone",
    "liaoning_xinjiang_aid_fund",
    "local_budget_then_provincial_ui_adjustment_fund",
    "none",
)
Nature = Literal["outlay", "credit", "forgone"]
NATURES: dict[str, Nature] = {
    "bank_credit_contingent": "credit",
    "tax_or_price_forgone": "forgone",
}
"""What the money of a fund is, if no outlay: bank credit that public money stands behind, or
revenue and prices forgone. Neither ever counts among outlays."""
CATEGORIES = {"registration": ("urban", "rural")}
"""Named categories a value may go by; ``tier`` is each jurisdiction's own, numbers are brackets."""


class Names(Strict):
    """A name in Chinese and in English."""

    zh: str
    en: str


class Value(Strict):
    """One value with its validity, status and source."""

    value: Scalar | dict[str | int, Scalar] | None = None
    status: Status
    source: str = Field(min_length=1)
    from_: dt.date | None = Field(None, alias="from")
    to: dt.date | None = None
    range: tuple[Scalar, Scalar] | None = None
    note: str = ""

    @field_validator("value", mode="before")
    @classmethod
    def _no_truth(cls, value: Any) -> Any:
        return a_number(value)

    @field_validator("range")
    @classmethod
    def _rising(cls, given: tuple[Scalar, Scalar] | None) -> tuple[Scalar, Scalar] | None:
        if given is not None and not fraction(str(given[0])) <= fraction(str(given[1])):
            msg = f"the range runs from the lowest to the highest value, not from {given[0]}"
            raise ValueError(msg)
        return given

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.status == "open" and self.value is not None:
            msg = "an open number has no value; give it another status"
            raise ValueError(msg)
        if self.status != "open" and self.value is None:
            msg = (
                f"'value' is missing; a number that nobody gives has status open, not {self.status}"
            )
            raise ValueError(msg)
        if self.status == "assumption" and (self.range is None or not self.note):
            msg = "an assumption needs 'range' (low, high) and a 'note' with the reason"
            raise ValueError(msg)
        if self.from_ and self.to and self.to < self.from_:
            msg = f"'to' ({self.to}) lies before 'from' ({self.from_})"
            raise ValueError(msg)
        return self


class Parameter(Strict):
    """A number of the law: its unit, its category if it goes by one, its values over time."""

    unit: Unit
    by: str = ""
    values: tuple[Value, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _single(cls, data: Any) -> Any:
        if isinstance(data, dict) and "values" not in data:
            outer = {k: data[k] for k in ("unit", "by") if k in data}
            return {**outer, "values": [{k: v for k, v in data.items() if k not in outer}]}
        return data

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for before, after in zip(self.values, self.values[1:], strict=False):
            if after.from_ is None or (before.from_ and after.from_ <= before.from_):
                msg = "values over time need ascending 'from' dates"
                raise ValueError(msg)
            if before.to and before.to + dt.timedelta(days=1) != after.from_:
                msg = f"the value to {before.to} and the one from {after.from_} do not join"
                raise ValueError(msg)
        return self

    def __hash__(self) -> int:
        """By identity: what a parameter converts to is kept for each one (see ``convert``)."""
        return id(self)

    @property
    def open(self) -> bool:
        """True while nobody has supplied a number."""
        return all(v.status == "open" for v in self.values)


class WindowSpec(Strict):
    """First and last day of a clause, both included; a missing end is open."""

    from_: dt.date | None = Field(None, alias="from")
    to: dt.date | None = None

    @model_validator(mode="after")
    def _upright(self) -> Self:
        if self.from_ and self.to and self.to < self.from_:
            msg = f"the window ends ({self.to}) before it begins ({self.from_})"
            raise ValueError(msg)
        return self


class MeasureSpec(Strict):
    """How a clause pays: kind and variant, fund, its own numbers and its fixed choices.

    ``standing``: national law grants it without the document too. ``terms_of``: the clauses whose
    numbers it shares where it gives none of its own. ``part_of``: the clause it only adds to: it
    falls with that clause, and its people are counted there.
    """

    kind: str
    variant: str = ""
    fund: str
    standing: bool = False
    terms_of: tuple[str, ...] = ()
    part_of: str = ""
    terms: dict[str, Parameter] = Field(default_factory=dict)
    fixed: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)
    settled: dict[str, str] = Field(default_factory=dict)

    @field_validator("terms_of", mode="before")
    @classmethod
    def _one_or_more(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _known_fund(self) -> Self:
        if self.fund not in FUNDS:
            msg = f"'{self.fund}' is no fund; known: {', '.join(FUNDS)}"
            raise ValueError(msg)
        return self


class Backstop(Strict):
    """Who pays when those before cannot, and the number that says how much a year, if any."""

    fund: str
    available: str = ""


class CascadeSpec(Strict):
    """What a fund cannot pay in a year is paid by others in turn.

    ``available`` names the number of the jurisdiction that says what the fund can pay in a year.
    """

    fund: str
    available: str
    then: tuple[Backstop, ...] = Field(min_length=1)


class TransferSpec(Strict):
    """Money that moves between funds; ``amount`` names the number that says how much a year."""

    from_: str = Field(alias="from")
    into: str
    amount: str


class RuleSpec(Strict):
    """A clause that conditions others and pays nothing itself."""

    on: tuple[str, ...] = Field(min_length=1)
    does: str
    cascade: CascadeSpec | None = None
    transfer: TransferSpec | None = None


ACCOUNTS = ("measure", "rule", "target", "non_fiscal", "to_be_modelled")


class Clause(Strict):
    """One clause of a document, and how it is accounted for: exactly one way."""

    id: str
    article: str
    title: Names
    lead: str
    window: WindowSpec | None = None
    measure: MeasureSpec | None = None
    rule: RuleSpec | None = None
    target: str | None = None
    non_fiscal: str | None = None
    to_be_modelled: str | None = None
    note: str = ""

    @model_validator(mode="after")
    def _one_account(self) -> Self:
        given = [a for a in ACCOUNTS if getattr(self, a) is not None]
        if len(given) != 1:
            found = ", ".join(given) or "none"
            msg = f"clause {self.id} needs exactly one of {', '.join(ACCOUNTS)}; found {found}"
            raise ValueError(msg)
        return self

    @property
    def paying(self) -> MeasureSpec:
        """Its measure; ``TypeError`` for a clause that pays nothing itself."""
        if self.measure is None:
            msg = f"clause {self.id} pays nothing itself"
            raise TypeError(msg)
        return self.measure

    @property
    def undated(self) -> bool:
        """Whether its words name no first day; what national law grants anyway needs none."""
        stands = self.measure is not None and self.measure.standing
        return not stands and (self.window is None or self.window.from_ is None)

    @property
    def accounted(self) -> str:
        """Which of the ways."""
        return next(a for a in ACCOUNTS if getattr(self, a) is not None)


class ReadingSpec(Strict):
    """A named reading of an ambiguous wording, with the recommended option."""

    ambiguity: str
    meaning: str
    options: dict[str, str]
    recommended: str
    weight: Literal["H", "M", "L"]

    @model_validator(mode="after")
    def _recommended_exists(self) -> Self:
        if self.recommended not in self.options:
            msg = f"recommended '{self.recommended}' is none of {', '.join(self.options)}"
            raise ValueError(msg)
        return self


class AmbiguitySpec(Strict):
    """An ambiguity of the documents, and how it is treated.

    ``readings`` name the readings that decide it, ``numbers`` the terms (``clause.term``) that a
    scenario can change, ``facts`` the columns of the case that tell; ``settled`` says why nothing
    is left to choose.
    """

    weight: Literal["H", "M", "L"]
    about: str
    readings: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    settled: str = ""

    @model_validator(mode="after")
    def _treated(self) -> Self:
        if not (self.readings or self.numbers or self.facts or self.settled):
            msg = "say how it is treated: readings, numbers, facts or settled"
            raise ValueError(msg)
        return self


class AmbiguityFile(Strict):
    """Every ambiguity by its id in the catalogue."""

    id: str
    ambiguities: dict[str, AmbiguitySpec]


class NoDouble(Strict):
    """Clauses of which an occasion may draw only one."""

    clauses: tuple[str, ...] = Field(min_length=2)
    keep: str
    reading: str = ""
    when: str = ""
    source: str


class LayerFile(Strict):
    """National or provincial law: shared numbers, defaults by kind, readings."""

    id: str
    names: Names
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    kinds: dict[str, dict[str, Parameter]] = Field(default_factory=dict)
    readings: dict[str, ReadingSpec] = Field(default_factory=dict)


class DocumentSpec(Strict):
    """The document a jurisdiction issued."""

    title: str
    number: str
    issued: dt.date
    note: str = ""


class Tier(Strict):
    """A minimum-wage tier: districts of one jurisdiction with the same minimum wage."""

    id: str
    names: Names


class PresumedFund(Strict):
    """The fund that presumably pays clauses which name none (AMB-71)."""

    fund: str
    clauses: tuple[str, ...]


class JurisdictionFile(Strict):
    """A jurisdiction: its document, its local numbers, every clause."""

    id: str
    names: Names
    province: str
    prefix: str
    document: DocumentSpec
    presumed: PresumedFund
    tiers: tuple[Tier, ...] = Field(min_length=1)
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    readings: dict[str, str] = Field(default_factory=dict)
    no_double: tuple[NoDouble, ...] = ()
    clauses: tuple[Clause, ...]
