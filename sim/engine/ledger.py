"""Jobs that money makes or saves, month by month, in exact millionths of a job."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]

MICRO = 1_000_000
"""Millionths of a job, so that sums do not depend on their order."""
ADDITIONAL, NET, STARTS, ASSISTED, DELAYED = range(5)
"""Rows of a path: jobs that would not be there otherwise, less those others lose, jobs that begin
in the month, additional jobs of people from households on the subsistence allowance, and the part
of the additional (below nothing) that search given up during courses costs."""


@dataclass
class Ledger:
    """Additional jobs by kind of measure.

    Attributes:
        first_month: month number of the first month.
        months: how many.
        paths: by kind, ``[5, months]`` in millionths of a job.
    """

    first_month: int
    months: int
    paths: dict[str, Int64] = field(default_factory=dict)

    def book(
        self,
        kind: str,
        begin: Int64,
        end: Int64,
        jobs: Float64,
        lost: float,
        assisted: npt.NDArray[np.bool_] | None = None,
        *,
        delayed: bool = False,
    ) -> None:
        """Add jobs that last from one month up to before another.

        Args:
            kind: kind of measure that they are owed to.
            begin: month number of the first month, by row.
            end: month number after the last, by row; before ``begin`` for jobs lost in between.
            jobs: how many, by row.
            lost: share of them that others lose.
            assisted: rows of households on the subsistence allowance.
            delayed: whether search given up is the cause.
        """
        path = self.paths.setdefault(kind, np.zeros((5, self.months), np.int64))
        turned = end < begin
        first, after = np.where(turned, end, begin), np.where(turned, begin, end)
        sign = np.where(turned, -1.0, 1.0)
        micro = np.rint(sign * jobs * MICRO).astype(np.int64)
        kept = np.rint(sign * jobs * (1.0 - lost) * MICRO).astype(np.int64)
        path[ADDITIONAL] += self._run(first, after, micro)
        if delayed:
            path[DELAYED] += self._run(first, after, micro)
        path[NET] += self._run(first, after, kept)
        path[STARTS] += self._at(first, np.maximum(micro, 0))  # a delay begins no job
        if assisted is not None:
            path[ASSISTED] += self._run(first, after, np.where(assisted, micro, 0))

    def _at(self, months: Int64, amount: Int64) -> Int64:
        """Amounts in their month; those outside are left out."""
        at = months - self.first_month
        here = (at >= 0) & (at < self.months)
        total = np.zeros(self.months, np.int64)
        np.add.at(total, at[here], amount[here])
        return total

    def _run(self, begin: Int64, end: Int64, amount: Int64) -> Int64:
        """Amounts in every month of ``[begin, end)``."""
        total = np.zeros(self.months + 1, np.int64)
        np.add.at(total, np.clip(begin - self.first_month, 0, self.months), amount)
        np.add.at(total, np.clip(end - self.first_month, 0, self.months), -amount)
        return np.cumsum(total)[: self.months]
