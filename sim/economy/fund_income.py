"""What funds live on, month by month: premiums, posts, lay-offs, and wages of enterprises.

Each filled post owes the month's bill on its base, rounded once, half up; the employer's and the
employee's rate are added before, so nothing counts twice. Posts closed by lay-offs stop paying
after the month they close in; posts opened later start when their firm does.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sim.base.dates import month
from sim.economy.firm_years import Setting
from sim.economy.premiums import UNEMPLOYMENT, Stretch, month_bills, stretches

Int64 = npt.NDArray[np.int64]


def months_of_insurance(setting: Setting, years: Sequence[int]) -> Int64:
    """Premium payable in fen, insured posts, lay-offs and wages that enterprises pay, in fen.

    In each month (int64 ``[4, months]``).
    """
    premiums = [
        _of_stretch(setting, year, part)
        for year in years
        for part in stretches(setting.local, year, UNEMPLOYMENT)
    ]
    first = month(years[0])
    begin, end = (at - setting.closings.first_month for at in (first, month(years[-1] + 1)))
    laid_off = setting.closings.by_firm[:, begin:end].sum(axis=0)
    wages = np.concatenate([_wages(setting, year) for year in years])
    return np.stack([
        np.concatenate(premiums), _posts(setting, first, end - begin), laid_off, wages,
    ])  # fmt: skip


def _wages(setting: Setting, year: int) -> Int64:
    """Wages of enterprises in each month of a year, of posts that are opened and not yet closed."""
    firms, closings = setting.partition.firms, setting.closings
    factor = setting.wage_factor(year)[firms.sector] * firms.enterprise
    by_firm = np.rint(setting.wages_by_firm * factor).astype(np.int64)
    rows = closings.rows
    by_post = setting.partition.workers.wage_fen[rows] * factor[setting.partition.firm_rows[rows]]
    closed = np.rint(by_post).astype(np.int64)
    return np.array(
        [
            int(by_firm[firms.opened_month <= at].sum()) - int(closed[closings.months < at].sum())
            for at in range(month(year), month(year + 1))
        ],
        np.int64,
    )


def _posts(setting: Setting, first: int, months: int) -> Int64:
    """Posts that pay in each month: opened, and not closed before."""
    firms, closed = setting.partition.firms, setting.closings.months
    counts = [
        int(firms.staff[firms.opened_month <= at].sum()) - int((closed < at).sum())
        for at in range(first, first + months)
    ]
    return np.array(counts, np.int64)


def _of_stretch(setting: Setting, year: int, part: Stretch) -> Int64:
    partition, closings = setting.partition, setting.closings
    bills = month_bills(part.base(setting.declared(year)), part, 0)
    by_firm = np.add.reduceat(bills, partition.offsets)
    opened, months = partition.firms.opened_month, range(part.first, part.first + part.months)
    closed = bills[closings.rows]
    return np.array(
        [
            int(by_firm[opened <= at].sum()) - int(closed[closings.months < at].sum())
            for at in months
        ],
        np.int64,
    )
