"""Whole numbers of a table added up by some of its columns: plain, because the tables are small."""

from __future__ import annotations

from typing import Any

import pandas as pd


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
