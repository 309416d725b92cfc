"""Days and months as integers, so that columns stay small and comparisons exact.

A *day* is the number of days since 1970-01-01, a *month* the number of months since 1970-01;
both int32. ``NEVER`` stands for "has not happened" and sorts after everything.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.base.errors import say

Int32 = npt.NDArray[np.int32]

NEVER = int(np.iinfo(np.int32).max)
_EPOCH = dt.date(1970, 1, 1).toordinal()


def day(date: dt.date | str) -> int:
    """Day number of a calendar date (``date`` or ISO text)."""
    if isinstance(date, str):
        date = dt.date.fromisoformat(date)
    return date.toordinal() - _EPOCH


def date_of(day_number: int) -> dt.date:
    """Calendar date of a day number."""
    return dt.date.fromordinal(int(day_number) + _EPOCH)


def month(year: int, month_of_year: int = 1) -> int:
    """Month number of a calendar month (1 = January)."""
    return (year - 1970) * 12 + month_of_year - 1


@cache
def month_label(month_number: int) -> str:
    """``2019-03`` for a month number."""
    years, months = divmod(int(month_number), 12)
    return f"{1970 + years:04d}-{months + 1:02d}"


def parse_month(label: str) -> int:
    """Month number of ``2019-03``; ``ValueError`` for anything else."""
    year, _, month_of_year = label.partition("-")
    if not (year.isdigit() and month_of_year.isdigit() and 1 <= int(month_of_year) <= 12):
        raise ValueError(
            say(
                "'{text}' should be a month such as 2019-03",
                "“{text}”应为月份，如 2019-03",
                text=label,
            )
        )
    return month(int(year), int(month_of_year))


_MONTHS = np.arange("1900-01", "2201-02", dtype="datetime64[M]").astype(np.int64).astype(np.int32)
_FIRST_DAYS = _MONTHS.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
_FIRST_DAY_OF = _FIRST_DAYS.astype(np.int32)
_FIRST_DAY, _DAY_AFTER = int(_FIRST_DAYS[0]), int(_FIRST_DAYS[-1])
_MONTH_OF_DAY = np.append(np.repeat(_MONTHS[:-1], np.diff(_FIRST_DAYS)), np.int32(NEVER))
"""Month of each day from 1900 to 2200; the entry after the last stands for ``NEVER``."""


def month_of(days: npt.ArrayLike) -> Int32:
    """Month number of each day number of 1900 to 2200; ``NEVER`` stays ``NEVER``."""
    days = np.asarray(days, dtype=np.int32)
    # NEVER lies beyond the table's end, where it finds itself.
    return np.asarray(_MONTH_OF_DAY[np.minimum(days, _DAY_AFTER) - _FIRST_DAY])


def first_day_of(months: npt.ArrayLike) -> Int32:
    """Day number of the first day of each month number; ``NEVER`` stays ``NEVER``."""
    months = np.asarray(months, dtype=np.int32)
    position = np.minimum(np.maximum(months - _MONTHS[0], 0), len(_FIRST_DAYS) - 1)
    return np.where(months == NEVER, np.int32(NEVER), _FIRST_DAY_OF[position])


def year_of(days: npt.ArrayLike) -> Int32:
    """Calendar year of each day number (``NEVER`` gives a year after every other)."""
    return np.asarray(month_of(days) // 12 + 1970, np.int32)


def add_months(days: npt.ArrayLike, months: npt.ArrayLike) -> Int32:
    """The same day of the month, some months later; a missing day becomes the month's last."""
    days = np.asarray(days, dtype=np.int32)
    here = month_of(days)
    there = here + np.asarray(months, dtype=np.int32)
    offset = days - first_day_of(here)
    length = first_day_of(there + 1) - first_day_of(there)
    return np.asarray(first_day_of(there) + np.minimum(offset, length - 1), np.int32)


def completed_years(born: npt.ArrayLike, on: npt.ArrayLike) -> Int32:
    """Completed years of age on a day; the birthday itself counts as completed."""
    born = np.asarray(born, dtype=np.int32)
    on = np.asarray(on, dtype=np.int32)
    months = month_of(on) - month_of(born)
    not_yet = (on - first_day_of(month_of(on))) < (born - first_day_of(month_of(born)))
    return ((months - not_yet) // 12).astype(np.int32)


def completed_months(start: npt.ArrayLike, end: npt.ArrayLike) -> Int32:
    """Whole months from one day to another; the same day of a later month completes it."""
    start = np.asarray(start, dtype=np.int32)
    end = np.asarray(end, dtype=np.int32)
    not_yet = (end - first_day_of(month_of(end))) < (start - first_day_of(month_of(start)))
    return (month_of(end) - month_of(start) - not_yet).astype(np.int32)


def as_date(value: Any) -> dt.date:
    """A date from a YAML date or ISO text; ``ValueError`` otherwise."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        english, zh = (
            "'{text}' should be a date such as 2019-01-31",
            "“{text}”应为日期，如 2019-01-31",
        )
        raise ValueError(say(english, zh, text=value)) from None
