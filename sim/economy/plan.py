"""What money changes in one arm: posts kept, firms spared, jobs that come sooner or later."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Bool = npt.NDArray[np.bool_]
Int64 = npt.NDArray[np.int64]


def _none() -> Bool:
    return np.zeros(0, np.bool_)


def _nobody() -> Int64:
    return np.zeros(0, np.int64)


@dataclass(frozen=True)
class Plan:
    """Differences from what firms and people do when nobody responds.

    Attributes:
        kept: by post to be dismissed, whether the firm keeps it after all; empty for none.
        spared: by firm-year of closing, whether money comes in time; empty for none.
        people: ids of people whose next job comes in another month, ascending.
        job_month: that month; NEVER if beyond all reckoning.
        elsewhere: whether that job is any job rather than the one a measure paid for.
    """

    kept: Bool = field(default_factory=_none)
    spared: Bool = field(default_factory=_none)
    people: Int64 = field(default_factory=_nobody)
    job_month: Int64 = field(default_factory=_nobody)
    elsewhere: Bool = field(default_factory=_none)

    def kept_of(self, posts: int) -> Bool:
        """``kept``, in full length."""
        return self.kept if len(self.kept) else np.zeros(posts, np.bool_)

    def spared_of(self, firm_years: int) -> Bool:
        """``spared``, in full length."""
        return self.spared if len(self.spared) else np.zeros(firm_years, np.bool_)

    def moved(self, ids: Int64, months: Int64) -> tuple[Int64, Bool]:
        """Months of the next job with the plan, and who finds any job instead of the one paid."""
        elsewhere = np.zeros(len(ids), np.bool_)
        if not len(self.people) or not len(ids):
            return months, elsewhere
        at = np.minimum(np.searchsorted(self.people, ids), len(self.people) - 1)
        here = self.people[at] == ids
        elsewhere[here] = self.elsewhere[at[here]]
        return np.where(here, self.job_month[at], months), elsewhere

    def same(self, other: Plan) -> bool:
        """Whether two plans change the same."""
        if self.empty or other.empty:
            return self.empty and other.empty
        mine, theirs = (
            (p.kept, p.spared, p.people, p.job_month, p.elsewhere) for p in (self, other)
        )
        return all(np.array_equal(a, b) for a, b in zip(mine, theirs, strict=True))

    @property
    def empty(self) -> bool:
        """True where nothing changes."""
        return not (self.kept.any() or self.spared.any() or len(self.people))


NOTHING = Plan()
"""Nobody responds."""
