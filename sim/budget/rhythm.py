"""When the money goes out in a year, and how much of what was provided is spent."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.budget.figures import EMPLOYMENT, UI, national

Frame = pd.DataFrame


def cash_profile(purses: Frame, arm: str = "scenario") -> Frame:
    """Spending of the insurance fund by month beside the national rhythm of 2019.

    Returns:
        jurisdiction, month, paid_fen, share (of its year), national_share, in_rhythm_fen (the
        same year's sum in the national rhythm).
    """
    rows = purses[(purses["arm"] == arm) & (purses["fund"] == UI)]
    rows = rows.assign(
        paid_fen=rows["measures_fen"] + rows["other_fen"], year=rows["month"].str[:4]
    )
    found = []
    profile = national().profiles[UI]
    whole = sum(profile.shares)
    for (place, _), year in rows.groupby(["jurisdiction", "year"], sort=False):
        total = int(year["paid_fen"].sum())
        found += [
            {
                "jurisdiction": place, "month": month, "paid_fen": paid,
                "share": paid / total if total else 0.0, "national_share": share / whole,
                "in_rhythm_fen": rhythm,
            }
            for month, paid, share, rhythm in zip(
                year["month"], year["paid_fen"], profile.shares, profile.months(total), strict=True
            )
        ]  # fmt: skip
    columns = ["jurisdiction", "month", "paid_fen", "share", "national_share", "in_rhythm_fen"]
    return pd.DataFrame(found, columns=columns)


def execution(purses: Frame, settled: Frame, presumed: dict[str, tuple[str, ...]]) -> Frame:
    """Employment subsidy fund by year: available, spent, rate, carried over, warning.

    Args:
        purses: the run's ``purses``, one arm.
        settled: the run's ``settled``, the same arm.
        presumed: by place, the clauses without a fund that the fund presumably pays (AMB-71).

    ``rate_if_presumed`` counts those as well; ``low`` warns of a rate under the line.
    """
    rows = purses[purses["fund"].isin(EMPLOYMENT) & (purses["basis"] == "balance")]
    rows = rows.assign(year=rows["month"].str[:4].astype("int64"))
    line = national().figures["execution_warning"].value
    unnamed = settled[settled["payer"] == "unspecified"]
    found: list[dict[str, Any]] = []
    for (place, fund, year), of in rows.groupby(["jurisdiction", "fund", "year"], sort=False):
        income = int(of["appropriation_fen"].sum() + of["transfer_in_fen"].sum())
        opening, closing = int(of["opening_fen"].iloc[0]), int(of["closing_fen"].iloc[-1])
        spent = int(of["measures_fen"].sum() + of["other_fen"].sum())
        more = unnamed[
            (unnamed["jurisdiction"] == place)
            & unnamed["clause"].isin(presumed.get(str(place), ()))
            & (unnamed["month"].str[:4] == str(year))
        ]
        extra = int(more["amount_fen"].sum())
        available = opening + income
        found.append({
            "jurisdiction": place, "fund": fund, "year": year, "opening_fen": opening,
            "income_fen": income, "available_fen": available,
            "measures_fen": int(of["measures_fen"].sum()), "other_fen": int(of["other_fen"].sum()),
            "spent_fen": spent, "closing_fen": closing, "rate": spent / available,
            "presumed_fen": extra, "rate_if_presumed": (spent + extra) / available,
            "low": spent < line * available,
        })  # fmt: skip
    return pd.DataFrame(found)
