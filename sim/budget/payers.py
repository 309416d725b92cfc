"""Who pays what is due: the one place that says so, for reports, comparisons and the explorer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.base.sums import with_year

NOBODY = ("gate", "unpaid")
"""Stand in place of a payer: what a closed gate refuses, what has no payer."""


def payer_of(payer: str, outcome: str) -> str:
    """The purse that pays; where none does, why."""
    return payer or outcome


def paid(totals: pd.DataFrame, settled: pd.DataFrame) -> pd.DataFrame:
    """What is due, by the purse that pays it.

    Args:
        totals: outlays with the fund that the document assigns them to.
        settled: what became of them, where the purses of a place are written down.

    Returns:
        The columns of both that tell lines apart, ``payer`` and ``outlay_fen``; where no purses
        are written down, the assigned fund is taken to pay.
    """
    keys = ["jurisdiction", "arm"]
    known = set(settled[keys].drop_duplicates().itertuples(index=False, name=None))
    at = totals[keys].itertuples(index=False, name=None)
    rest = totals[np.array([line not in known for line in at], dtype=bool)]
    told = zip(settled["payer"].tolist(), settled["outcome"].tolist(), strict=True)
    names = [payer_of(*pair) for pair in told]
    own = settled.assign(payer=pd.Series(names, settled.index, dtype="str"))
    own = own.rename(columns={"amount_fen": "outlay_fen"})
    columns = [*keys, "clause", "kind", "fund", "month", "payer", "outlay_fen"]
    parts = [own[columns], rest.assign(payer=rest["fund"])[columns]]
    return with_year(pd.concat([part for part in parts if len(part)] or parts[:1]))
