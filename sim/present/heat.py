"""Yuan per insured worker by measure and place, for the overview's heat table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.present.rundir import Frame, Run
from sim.present.tables import insured_workers
from sim.results.once import once_a_run


@once_a_run
def heat(run: Run) -> tuple[Frame, Frame]:
    """Yuan by kind and jurisdiction, and where a clause has no number.

    The yuan are those of all years together, per insured enterprise worker.
    """
    totals = run.table("totals")
    totals = totals[totals["arm"] == "scenario"]
    cube = totals.pivot_table(
        index="kind", columns="jurisdiction", values="outlay_fen", aggfunc="sum"
    ).reindex(columns=list(run.places))
    workers = insured_workers(run).set_index("jurisdiction")["workers"].replace(0, np.nan)
    yuan = cube / 100 / workers
    funnel = run.table("funnel")
    silent = funnel[(funnel["arm"] == "scenario") & ~funnel["priced"]]
    kinds = list(yuan.sum(axis=1).sort_values(ascending=False).index)
    kinds += [k for k in silent["kind"].unique() if k not in kinds]
    marks = pd.DataFrame(False, index=kinds, columns=list(run.places))
    for place, kind in silent[["jurisdiction", "kind"]].drop_duplicates().itertuples(index=False):
        marks.loc[kind, place] = True
    return yuan.reindex(kinds), marks
