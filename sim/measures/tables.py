"""The facts that measures read: one table per kind of occasion, one row per occasion.

Columns are numpy arrays of equal length; the field metadata give dtype, unit and meaning.
Absent facts do not exist: a column is complete or the table does not build.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, ClassVar, Self, TypeVar

import numpy as np
import numpy.typing as npt

from sim.base.dates import month_of, year_of
from sim.base.errors import Problem, UserError, did_you_mean

Bool = npt.NDArray[np.bool_]
Int8 = npt.NDArray[np.int8]
Int16 = npt.NDArray[np.int16]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt16 = npt.NDArray[np.uint16]
Array = npt.NDArray[Any]
T = TypeVar("T")

KEPT = 32
"""What a table remembers at most; the oldest goes first."""

CONTRIBUTION_BASE = ("contribution_floor", "contribution_cap")
UNEMPLOYMENT_PREMIUM = (*CONTRIBUTION_BASE, "unemployment_employer", "unemployment_employee")
THREE_OF_EMPLOYER = (
    *CONTRIBUTION_BASE,
    "pension_employer",
    "medical_employer",
    "unemployment_employer",
)
ALL_INSURANCES = (
    *UNEMPLOYMENT_PREMIUM,
    "pension_employer",
    "pension_employee",
    "medical_employer",
    "medical_employee",
    "injury_employer",
    "maternity_employer",
)
"""Shared numbers of the law that money columns are computed from."""

GROUPS = {
    "hard_to_employ": "就业困难人员",
    "registered_poor": "建档立卡贫困劳动力",
    "dibao": "低保家庭成员",
    "disabled": "残疾人",
    "zero_employment_family": "零就业家庭成员",
    "decapacity_worker": "去产能企业职工",
    "graduate": "离校未就业高校毕业生",
    "graduating_this_year": "毕业年度内（应届）高校毕业生",
    "school_leaver": "未继续升学的应届初高中毕业生",
    "rural_transfer_worker": "农村转移就业劳动者",
    "veteran": "退役军人",
    "returning_migrant": "返乡农民工",
    "secondary_graduate": "离校未就业中职毕业生",
    "technician_graduate": "技师学院、特教院校离校未就业毕业生",
}
"""Groups that the clauses name; a person's ``groups`` is the sum of the bits of :func:`bit`."""

_BITS = {name: 1 << i for i, name in enumerate(GROUPS)}


def bit(*names: str) -> int:
    """Bit mask of named groups (uint16); an unknown name is an error."""
    for name in names:
        if name not in _BITS:
            raise UserError(Problem(name, f"no such group; {did_you_mean(name, list(GROUPS))}"))
    return sum(_BITS[name] for name in set(names))


def any_of(groups: npt.ArrayLike, names: tuple[str, ...]) -> Bool:
    """True where a person belongs to at least one of the named groups."""
    return np.asarray((np.asarray(groups) & bit(*names)) != 0)


def column(dtype: str, unit: str, meaning: str) -> Any:
    """A column of a fact table: its dtype, unit and meaning."""
    return field(metadata={"dtype": np.dtype(dtype), "unit": unit, "meaning": meaning})


@dataclass(frozen=True)
class Table:
    """Base of fact tables: equal-length columns, cheap selection."""

    def __post_init__(self) -> None:
        length = None
        for spec in fields(self):
            values = np.asarray(getattr(self, spec.name))
            if values.dtype != spec.metadata["dtype"]:
                wanted = spec.metadata["dtype"]
                msg = f"{type(self).__name__}.{spec.name} is {values.dtype}, not {wanted}"
                raise TypeError(msg)
            if length is not None and len(values) != length:
                msg = f"{type(self).__name__}.{spec.name} has {len(values)} rows, not {length}"
                raise ValueError(msg)
            length = len(values)

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    @classmethod
    def dtypes(cls) -> dict[str, np.dtype[Any]]:
        """Column names and their dtypes, in order."""
        return {f.name: f.metadata["dtype"] for f in fields(cls)}

    @classmethod
    def joined(cls, tables: Sequence[Self]) -> Self:
        """The rows of several tables, one after the other."""
        parts = {name: [getattr(table, name) for table in tables] for name in cls.dtypes()}
        return cls(**{name: np.concatenate(columns) for name, columns in parts.items()})

    @cached_property
    def _kept(self) -> dict[Hashable, Any]:
        return {}

    def kept(self, what: Hashable, compute: Callable[[], T]) -> T:
        """What follows from the facts and ``what`` alone, computed once and shared by measures."""
        if what not in self._kept:
            while len(self._kept) >= KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[what] = compute()
        found: T = self._kept[what]
        return found

    def month(self, days: str) -> Int32:
        """Month number of each day of a column."""
        return self.kept(("month", days), lambda: month_of(getattr(self, days)))

    def take(self, rows: Any) -> Self:
        """The table of the selected rows (index array, mask or slice)."""
        return type(self)(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    @classmethod
    def of(cls, **columns: npt.ArrayLike) -> Self:
        """A table from columns of any numeric type, cast to the declared dtypes."""
        known = [f.name for f in fields(cls)]
        wrong = [
            Problem(name, f"no such fact of {cls.__name__}; {did_you_mean(name, known)}")
            for name in columns
            if name not in known
        ]
        wrong += [
            Problem(name, f"{cls.__name__} needs this fact; it is never taken as zero")
            for name in known
            if name not in columns
        ]
        if wrong:
            raise UserError(wrong)
        return cls(
            **{f.name: np.asarray(columns[f.name], f.metadata["dtype"]) for f in fields(cls)}
        )

    @classmethod
    def empty(cls) -> Self:
        """A table without rows."""
        return cls.of(**{f.name: np.zeros(0, f.metadata["dtype"]) for f in fields(cls)})

    CLAIMANT: ClassVar[str]
    """Column of the agent who would claim."""
    OCCASION: ClassVar[str]
    """Column of the day on which the occasion falls."""

    @property
    def claimant(self) -> Int32:
        """Agent who would claim: decides take-up draws (int32 ids)."""
        return np.asarray(getattr(self, self.CLAIMANT), np.int32)

    @property
    def occasion(self) -> Int32:
        """Day the occasion falls on: the second counter of take-up draws."""
        return np.asarray(getattr(self, self.OCCASION), np.int32)

    @cached_property
    def year(self) -> Int32:
        """Calendar year of each occasion."""
        return year_of(self.occasion)

    @property
    def covered(self) -> Int64:
        """Persons that one row covers: the firm's staff, or one."""
        return np.broadcast_to(np.int64(1), len(self))

    @property
    def size(self) -> Int32:
        """Staff of the claiming firm, 1 for persons: the bracket of take-up rates."""
        return np.broadcast_to(np.int32(1), len(self))


@dataclass(frozen=True)
class FirmYears(Table):
    """A firm in a calendar year in which it could apply; "last year" is the year before."""

    CLAIMANT = "firm"
    OCCASION = "applied_on"

    firm: Int32 = column("int32", "id", "the firm")
    applied_on: Int32 = column("int32", "day", "day on which the firm applies, in the year")
    enterprise: Bool = column("bool", "-", "an enterprise (not a public institution)")
    insured: Bool = column("bool", "-", "takes part in unemployment insurance")
    owes_premium: Bool = column("bool", "-", "premium arrears not cleared at application")
    tier: Int8 = column("int8", "code", "minimum-wage tier of the firm's district")
    staff: Int32 = column("int32", "persons", "insured employees at application")
    staff_average: Int32 = column("int32", "persons", "insured employees, average of the year")
    staff_last_year: Int32 = column("int32", "persons", "insured employees, average of last year")
    layoffs_last_year: Int32 = column("int32", "persons", "employees laid off last year")
    premium_paid_fen: Int64 = column(
        "int64", "fen", "unemployment premium paid last year, firm and employees, no back payments"
    )
    premium_paid_by_firm_fen: Int64 = column("int64", "fen", "the firm's own part of it")
    back_payments_fen: Int64 = column(
        "int64", "fen", "premium of earlier years paid after the fact, firm and employees"
    )
    si_payable_month_fen: Int64 = column(
        "int64", "fen/month", "all social insurance payable by firm and employees"
    )
    si_three_payable_month_fen: Int64 = column(
        "int64", "fen/month", "pension, medical and unemployment insurance payable by both"
    )
    recognised_distressed: Bool = column(
        "bool", "-", "on the list of firms in temporary difficulty with recovery in sight"
    )
    objected: Bool = column("bool", "-", "an objection was raised when the list was published")
    trained_on: Int32 = column("int32", "day", "on-the-job training held; NEVER if none")
    training_cost_fen: Int64 = column("int64", "fen", "spending booked on that training")
    education_fund_fen: Int64 = column("int64", "fen", "employee-education fund available for it")
    trainees: Int32 = column("int32", "persons", "employees trained")
    training_approved: Bool = column(
        "bool", "-", "the labour bureau's review found it satisfactory"
    )

    @property
    def covered(self) -> Int64:
        return self.staff.astype(np.int64)

    @property
    def size(self) -> Int32:
        return self.staff


@dataclass(frozen=True)
class Spells(Table):
    """A spell of unemployment, from leaving work (or entering the register) to the next job."""

    CLAIMANT = "person"
    OCCASION = "registered_on"

    person: Int32 = column("int32", "id", "the person")
    left_on: Int32 = column("int32", "day", "day the last contract ended; NEVER if never employed")
    registered_on: Int32 = column("int32", "day", "day of registration as unemployed")
    reemployed_month: Int32 = column("int32", "month", "month of the next job; NEVER if none")
    contributed_months: Int16 = column(
        "int16", "months", "unemployment premium paid by employer and self, not yet drawn on"
    )
    laid_off: Bool = column("bool", "-", "left work against their will")
    seeking: Bool = column("bool", "-", "registered and looking for work")
    hardship: Bool = column("bool", "-", "the household is in hardship")
    rural: Bool = column("bool", "-", "rural household registration")
    tier: Int8 = column("int8", "code", "minimum-wage tier of the district")
    groups: UInt16 = column("uint16", "bits", "groups the person belongs to")


@dataclass(frozen=True)
class Certificates(Table):
    """A vocational certificate obtained by an employee."""

    CLAIMANT = "person"
    OCCASION = "applied_on"

    person: Int32 = column("int32", "id", "the employee")
    issued_on: Int32 = column("int32", "day", "date of the certificate")
    applied_on: Int32 = column("int32", "day", "date of the application")
    in_enterprise: Bool = column("bool", "-", "in-service employee of an enterprise")
    level: Int8 = column(
        "int8",
        "code",
        "5 junior, 4 intermediate, 3 senior, 2 technician, 1 senior technician, 0 ungraded",
    )
    post_level: Int8 = column(
        "int8", "code", "level of the post an ungraded certificate allows; 0 if none"
    )
    skill_level_certificate: Bool = column(
        "bool", "-", "a skill-level certificate (else a vocational qualification)"
    )
    insured_months: Int16 = column("int16", "months", "unemployment insurance, cumulative")
    insured_months_in_a_row: Int16 = column("int16", "months", "the latest unbroken stretch")
    staff_training_subsidised: Bool = column(
        "bool", "-", "the enterprise drew a staff-training subsidy for the same certificate"
    )


@dataclass(frozen=True)
class Trainings(Table):
    """A training course taken by a person who is not an employee."""

    CLAIMANT = "person"
    OCCASION = "started_on"

    person: Int32 = column("int32", "id", "the trainee")
    started_on: Int32 = column("int32", "day", "first day")
    ended_on: Int32 = column("int32", "day", "last day")
    days_attended: Int16 = column("int16", "days", "days actually attended")
    passed: Bool = column("bool", "-", "found qualified at the end")
    certified: Bool = column("bool", "-", "obtained a vocational qualification certificate")
    self_paid: Bool = column("bool", "-", "paid the course fee first")
    startup_course: Bool = column("bool", "-", "a course in starting a business")
    courses_before: Int8 = column("int8", "courses", "earlier courses in the same calendar year")
    unemployed: Bool = column("bool", "-", "registered unemployed when the course began")
    entitled_to_benefit: Bool = column("bool", "-", "entitled to unemployment benefit meanwhile")
    choice: Int8 = column(
        "int8", "code", "1 chose the allowance, 0 chose the benefit, -1 made no statement"
    )
    groups: UInt16 = column("uint16", "bits", "groups the person belongs to")
    tier: Int8 = column("int8", "code", "minimum-wage tier of the district")


@dataclass(frozen=True)
class Internships(Table):
    """An internship (就业见习) of a person at a unit."""

    CLAIMANT = "person"
    OCCASION = "started_on"

    person: Int32 = column("int32", "id", "the intern")
    unit: Int32 = column("int32", "id", "the firm that hosts")
    applied_on: Int32 = column("int32", "day", "date of the application")
    started_on: Int32 = column("int32", "day", "first day")
    planned_months: Int16 = column("int16", "months", "agreed length")
    completed_months: Int16 = column("int16", "months", "whole months done")
    born_on: Int32 = column("int32", "day", "date of birth")
    left_school_on: Int32 = column("int32", "day", "date of leaving school; NEVER if unknown")
    unemployed: Bool = column("bool", "-", "out of work when the internship began")
    groups: UInt16 = column("uint16", "bits", "groups the person belongs to")
    tier: Int8 = column("int8", "code", "minimum-wage tier of the unit's district")
    recognised_base: Bool = column("bool", "-", "the unit is a national or provincial base")
    stipend_month_fen: Int64 = column("int64", "fen/month", "basic living stipend the intern gets")
    batch_started: Int16 = column("int16", "persons", "interns who started in the unit's batch")
    batch_ended: Int16 = column("int16", "persons", "of whom reached the end of their term")
    batch_retained: Int16 = column("int16", "persons", "of whom the unit kept")
    retained: Bool = column("bool", "-", "this intern was kept at the end")
    stable_months: Int16 = column("int16", "months", "whole months employed by the unit since")
    hired_early: Bool = column("bool", "-", "hired by the unit before the term ended")
    contract_months: Int16 = column("int16", "months", "length of the labour contract; 0 if none")
    insured_after: Bool = column("bool", "-", "the unit pays social insurance under that contract")


@dataclass(frozen=True)
class Hires(Table):
    """A person newly hired by a firm."""

    CLAIMANT = "person"
    OCCASION = "hired_on"

    person: Int32 = column("int32", "id", "the person")
    firm: Int32 = column("int32", "id", "the employer")
    hired_on: Int32 = column("int32", "day", "first day of work")
    enterprise: Bool = column("bool", "-", "the employer is an enterprise")
    insured: Bool = column("bool", "-", "the employer pays social insurance for the person")
    contract_months: Int16 = column("int16", "months", "length of the labour contract")
    months_on_post: Int16 = column("int16", "months", "whole months worked and insured in the end")
    groups: UInt16 = column("uint16", "bits", "groups the person belongs to when hired")
    tier: Int8 = column("int8", "code", "minimum-wage tier of the district")
    employer_three_month_fen: Int64 = column(
        "int64", "fen/month", "pension, medical and unemployment insurance the employer pays"
    )
    employer_all_month_fen: Int64 = column(
        "int64", "fen/month", "all social insurance the employer pays"
    )


TABLES: tuple[type[Table], ...] = (FirmYears, Spells, Certificates, Trainings, Internships, Hires)
"""Every table the population can fill; a new kind of occasion is added here."""

Facts = dict[type[Table], Table]
"""The facts of one partition: a table of each type."""
