"""The same facts as data frames, and the same numbers as plain values: made before any timing."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pandas as pd

from sim.base.dates import NEVER, first_day_of, month
from sim.engine.decide import Desk
from sim.law.values import ALWAYS, Dated, Window
from sim.measures.award import segments
from sim.measures.registry import Terms
from sim.measures.rulebook import Rulebook
from sim.measures.tables import TABLES, bit
from tests.bench.city import YEARS

Frames = dict[str, pd.DataFrame]
Share = tuple[int, int]
Period = tuple[pd.Timestamp | None, pd.Timestamp | None]


def frames_of(desks: list[Desk]) -> Frames:
    """A frame for each fact table: days as datetimes, everything else in the table's own dtype.

    The two counters of take-up draws, ``claimant`` and ``occasion`` (a day number), stand beside.
    """
    return {table.__name__: _frame([desk.facts[table] for desk in desks]) for table in TABLES}


def _frame(tables: list[Any]) -> pd.DataFrame:
    columns = {}
    for spec in fields(tables[0]):
        values = np.concatenate([getattr(t, spec.name) for t in tables])
        columns[spec.name] = _days(values) if spec.metadata["unit"] == "day" else values
    columns["claimant"] = np.concatenate([t.claimant for t in tables])
    columns["occasion"] = np.concatenate([t.occasion for t in tables])
    return pd.DataFrame(columns)


def _days(values: np.ndarray) -> pd.Series:
    days = np.where(values == NEVER, np.datetime64("NaT"), values.astype("datetime64[D]"))
    return pd.Series(days.astype("datetime64[s]"))


@dataclass(frozen=True)
class Wages:
    """The minimum wage by tier (fen), with the months in which each step holds."""

    steps: tuple[tuple[int, int, np.ndarray], ...]
    starts: pd.DatetimeIndex
    by_tier: np.ndarray

    def on(self, days: pd.Series, tier: pd.Series) -> np.ndarray:
        """The wage on each day in each tier."""
        step = self.starts.searchsorted(days, side="right") - 1
        return self.by_tier[step, tier]


@dataclass(frozen=True)
class Numbers:
    """The numbers of Xiangtan's clauses, as an analyst would have typed them in."""

    window: dict[str, Period]
    rate_by_year: dict[int, int]
    rate_denominator: int
    wages: Wages
    refund: Share
    distressed_months: int
    benefit: Share
    interns_age: tuple[int, int]
    interns_months: tuple[int, int]
    interns_rates: tuple[Share, Share]
    contribution: Wages
    contribution_rate: Share
    contribution_months: int
    poor_share: Share
    poor_months: tuple[int, int]
    insured_needed: int
    benefit_brackets: np.ndarray
    benefit_months: np.ndarray
    medical: int
    medical_rate: Share
    course: dict[str, int]
    allowance: int
    standard: int
    standard_share: Share
    certificate: dict[int, int]
    certificate_insured: int
    groups: dict[str, int]


def numbers_of(rules: Rulebook) -> Numbers:
    """The numbers of a rulebook; every clause of Xiangtan in the form the peer is written for."""
    by: dict[str, Any] = {m.clause: m.terms for m in rules.measures}
    scale = by["xt9d"].benefit_months
    amount = by["xt14c"].amount
    wage = by["xt9a"]
    return Numbers(
        window={clause: _period(terms.window) for clause, terms in by.items()},
        rate_by_year=_rates(by["xt7a"].registered_unemployment_rate),
        rate_denominator=by["xt7a"].registered_unemployment_rate.denominator,
        wages=_wages(by["xt9d"].minimum_wage),
        refund=_share(by["xt7a"].share),
        distressed_months=_plain(by["xt7b"].months),
        benefit=_share(by["xt9d"].benefit_share),
        interns_age=(_plain(by["xt8a"].youngest), _plain(by["xt8a"].oldest)),
        interns_months=(_plain(by["xt8a"].months_least), _plain(by["xt8a"].months_most)),
        interns_rates=(_share(by["xt8a"].wage_share), _share(by["xt8a"].higher_wage_share)),
        contribution=_wages(wage.contribution_benchmark),
        contribution_rate=_share(
            (wage.pension_rate + wage.medical_rate + wage.unemployment_rate) * wage.base_share
        ),
        contribution_months=_plain(wage.months_limit),
        poor_share=_share(by["xt9b"].share),
        poor_months=(
            _plain(by["xt9b"].contract_months_needed), _plain(by["xt9b"].months_on_post_needed),
        ),
        insured_needed=_plain(by["xt9d"].contributed_months_needed),
        benefit_brackets=np.asarray(scale.categories),
        benefit_months=np.asarray(scale.table[0]),
        medical=_plain(by["xt9e"].medical_premium_base),
        medical_rate=_share(by["xt9e"].medical_premium_share),
        course={c: _plain(by[c].amount) for c in ("xt13a", "xt13d")},
        allowance=_plain(by["xt13c"].amount),
        standard=_plain(by["xt14b"].course_standard),
        standard_share=_share(by["xt14b"].share),
        certificate=dict(zip(amount.categories, amount.table[0], strict=True)),
        certificate_insured=_plain(by["xt14c"].insured_months_needed),
        groups={c: bit(*t.groups) for c, t in by.items() if _groups(t)},
    )  # fmt: skip


def _groups(terms: Terms) -> tuple[str, ...]:
    return getattr(terms, "groups", ())


def _plain(value: Dated) -> int:
    if len(value.table) != 1 or len(value.table[0]) != 1 or value.denominator != 1:
        msg = f"the peer expects one number, not {value}"
        raise ValueError(msg)
    return value.table[0][0]


def _share(value: Dated) -> Share:
    if len(value.table) != 1 or len(value.table[0]) != 1:
        msg = f"the peer expects one share, not {value}"
        raise ValueError(msg)
    return value.table[0][0], value.denominator


def _rates(value: Dated) -> dict[int, int]:
    """Numerators by the year of application: the rate on the last day of the year before."""
    years = range(YEARS[0], YEARS[1] + 1)
    return {year: int(value.raw(int(first_day_of(month(year))) - 1)) for year in years}


def _wages(value: Dated) -> Wages:
    steps = tuple((a, b, np.asarray(value.row(day))) for day, a, b in segments(value))
    starts = pd.DatetimeIndex([_timestamp(s) or pd.Timestamp("1900-01-01") for s in value.starts])
    return Wages(steps, starts, np.asarray(value.table))


def _period(window: Window) -> Period:
    return _timestamp(window.first), _timestamp(window.last)


def _timestamp(day: int) -> pd.Timestamp | None:
    return None if day in (ALWAYS, NEVER - 1) else pd.Timestamp(day, unit="D")
