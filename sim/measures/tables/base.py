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


def column(
    dtype: str,
    unit: str,
    meaning: str,
    words: dict[str, int] | None = None,
    low: int = 0,
    otherwise: int | None = None,
) -> Any:
    """A column of a fact table.

    Args:
        dtype: of the stored numbers.
        unit: as in the class; money is in fen, days count from 1970.
        meaning: what it says; one that may be missing says NEVER.
        words: what its codes are called.
        low: lowest value a person may state.
        otherwise: what a run takes where the population cannot tell, for facts that only another
            reading than the recommended one looks at; a case must state them all the same.
    """
    extra = {"dtype": np.dtype(dtype), "unit": unit, "meaning": meaning}
    return field(metadata={**extra, "words": words or {}, "low": low, "otherwise": otherwise})


_KNOWN: dict[type, dict[str, np.dtype[Any]]] = {}
"""Dtypes of the columns of each table, asked for once."""


@dataclass(frozen=True)
class Table:
    """Base of fact tables: equal-length columns, cheap selection."""

    def __post_init__(self) -> None:
        length = None
        for name, wanted in self.dtypes().items():
            values = np.asarray(getattr(self, name))
            if values.dtype != wanted:
                msg = f"{type(self).__name__}.{name} is {values.dtype}, not {wanted}"
                raise TypeError(msg)
            if length is not None and len(values) != length:
                msg = f"{type(self).__name__}.{name} has {len(values)} rows, not {length}"
                raise ValueError(msg)
            length = len(values)

    def __len__(self) -> int:
        return len(getattr(self, next(iter(self.dtypes()))))

    @classmethod
    def dtypes(cls) -> dict[str, np.dtype[Any]]:
        """Column names and their dtypes, in order."""
        if cls not in _KNOWN:
            _KNOWN[cls] = {f.name: f.metadata["dtype"] for f in fields(cls)}
        return _KNOWN[cls]

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
        return type(self)(**{name: getattr(self, name)[rows] for name in self.dtypes()})

    @classmethod
    def of(cls, **columns: npt.ArrayLike) -> Self:
        """A table from columns of any numeric type, cast to the declared dtypes."""
        known = list(cls.dtypes())
        wrong = [
            Problem(name, f"no such fact of {cls.__name__}; {did_you_mean(name, known)}")
            for name in columns
            if name not in known
        ]
        wrong += [
            Problem(name, f"{cls.__name__} needs this fact; it is never taken as zero")
            for name in known
            if name not in columns and name not in cls.untold()
        ]
        if wrong:
            raise UserError(wrong)
        rows = np.shape(next(iter(columns.values())))
        told = {n: np.full(rows, v) for n, v in cls.untold().items() if n not in columns} | columns
        return cls(**{name: np.asarray(told[name], dtype) for name, dtype in cls.dtypes().items()})

    @classmethod
    def untold(cls) -> dict[str, int]:
        """What columns hold that a population cannot tell."""
        found = {f.name: f.metadata["otherwise"] for f in fields(cls)}
        return {name: value for name, value in found.items() if value is not None}

    @classmethod
    def empty(cls) -> Self:
        """A table without rows."""
        return cls.of(**{name: np.zeros(0, dtype) for name, dtype in cls.dtypes().items()})

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
