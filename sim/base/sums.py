"""Whole numbers of a table added up by some of its columns: plain, because the tables are small."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

EXACT = 2**53
"""Whole numbers up to here are exact as floating-point ones."""


def exact_sums(
    codes: npt.NDArray[np.intp], amounts: npt.NDArray[np.int64], size: int
) -> npt.NDArray[np.int64]:
    """Sums of amounts by code from 0 up to a size.

    Raises:
        OverflowError: the amounts exceed the exact range.
    """
    if int(amounts.sum()) >= EXACT:
        msg = "a partition's payments exceed the exact range of the sums"
        raise OverflowError(msg)
    return np.rint(np.bincount(codes, weights=amounts, minlength=size)).astype(np.int64)


def sums_by(frame: pd.DataFrame, keys: tuple[str, ...], number: str) -> dict[Any, int]:
    """Sums by what stands in one column, or by tuples where several are asked, as they come."""
    columns = [frame[key].tolist() for key in keys]
    found: dict[Any, int] = {}
    for key, value in zip(
        columns[0] if len(keys) == 1 else zip(*columns, strict=True),
        frame[number].tolist(),
        strict=True,
    ):
        found[key] = found.get(key, 0) + value
    return found


def with_year(frame: pd.DataFrame) -> pd.DataFrame:
    """A table with the calendar year of its months."""
    if "month" not in frame or "year" in frame:
        return frame
    years = {month: int(month[:4]) for month in frame["month"].unique()}
    return frame.assign(year=frame["month"].map(years).astype("int64"))
