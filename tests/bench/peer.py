"""Xiangtan's thirteen paying clauses in plain pandas: whole frames, one column step at a time.

What an analyst at home in pandas would write: integers for money, masks for conditions, groupby
for sums; months and years of the day columns are computed once a frame, what several clauses
share is computed once, and monthly payments are added up as starts less ends. Take-up uses the
project's own draws, so that the same people claim.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim import economy
from sim.base.dates import month
from sim.base.draws import uniform
from tests.bench.city import PLACE, SEED, YEARS
from tests.bench.frames import Frames, Numbers, Period, Share, Wages
from tests.bench.totals import ByClause, Totals

FIRST = month(YEARS[0])
MONTHS = 12 * (YEARS[1] - YEARS[0] + 1)


@dataclass
class Decided:
    """One clause: who is eligible, and ``amount``, ``first`` month and ``months`` of payments."""

    frame: pd.DataFrame
    eligible: pd.Series
    payments: list[pd.DataFrame]
    claims: pd.Series

    def would_be_paid(self) -> pd.Series:
        """Eligible, claimed, and worth something where there is a price."""
        paid = self.eligible & self.claims
        return paid & (self.total() > 0) if self.payments else paid

    def total(self) -> pd.Series:
        return sum(p["amount"] * p["months"] for p in self.payments)


USED = ("FirmYears", "Internships", "Hires", "Spells", "Trainings", "Certificates")
"""Tables of the rules that the peer knows: those of the benchmark."""


def rules_pass(frames: Frames, numbers: Numbers) -> ByClause:
    """Every clause on ready frames, added up by clause and month."""
    ready = {name: with_months(frames[name]) for name in USED}
    decided = dict(decisions(ready, numbers))
    return {clause: totals(*found) for clause, found in paid_rows(decided).items()}


def with_months(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the months of its days and the year of its occasion."""
    days = frame.select_dtypes("datetime").drop(columns=["born_on", "left_on"], errors="ignore")
    found = {name.replace("_on", "_month"): months_of(days[name]) for name in days}
    occasion = "registered_on" if "registered_on" in days else "started_on"
    occasion = next(n for n in ("hired_on", occasion, "applied_on") if n in days)
    return frame.assign(**found, year=days[occasion].dt.year)


def months_of(days: pd.Series) -> pd.Series:
    """Months since January 1970; NaN for never."""
    return (days.dt.year - 1970) * 12 + days.dt.month - 1


def decisions(frames: Frames, numbers: Numbers) -> Iterator[tuple[str, Decided]]:
    """Each clause by itself."""
    yield from firms(frames["FirmYears"], numbers)
    yield "xt8a", internships(frames["Internships"], numbers)
    yield from hires(frames["Hires"], numbers)
    yield from spells(frames["Spells"], numbers)
    yield from trainings(frames["Trainings"], numbers)
    yield "xt14c", certificates(frames["Certificates"], numbers)


def paid_rows(decided: dict[str, Decided]) -> dict[str, tuple[Decided, pd.Series]]:
    """Who is paid once nobody draws twice.

    xt7b before xt7a, xt13a before xt13d, and the larger of xt9a and xt9b.
    """
    paid = {clause: one.would_be_paid() for clause, one in decided.items()}
    standard, actual = decided["xt9a"].total(), decided["xt9b"].total()
    kept = {
        "xt7a": paid["xt7a"] & ~paid["xt7b"],
        "xt13d": paid["xt13d"] & ~paid["xt13a"],
        "xt9a": paid["xt9a"] & ~(paid["xt9b"] & (actual > standard)),
        "xt9b": paid["xt9b"] & ~(paid["xt9a"] & (standard >= actual)),
    }
    return {clause: (one, kept.get(clause, paid[clause])) for clause, one in decided.items()}


def share_of(amount: pd.Series | np.ndarray, share: Share) -> pd.Series | np.ndarray:
    """A share rounded half up to the fen, in integers."""
    numerator, denominator = share
    return (2 * amount * numerator + denominator) // (2 * denominator)


def within(days: pd.Series, period: Period) -> pd.Series:
    """Days inside a period, both ends included; open ends are None."""
    first, last = period
    inside = days.notna() if first is None else days >= first
    return inside if last is None else inside & (days <= last)


def claiming(frame: pd.DataFrame, kind: str, staff: pd.Series | int = 1) -> pd.Series:
    """Who claims: the draw of each claimant and occasion against the take-up rate."""
    u = uniform(SEED, f"take_up/{kind}", frame["claimant"], frame["occasion"])
    rate = economy.take_up_rate(kind, PLACE, staff, frame["year"])
    return pd.Series(u < rate, index=frame.index)


def payment(amount: pd.Series | int, first: pd.Series, months: pd.Series | int) -> pd.DataFrame:
    return pd.DataFrame({"amount": amount, "first": first, "months": months}, index=first.index)


def firms(frame: pd.DataFrame, n: Numbers) -> Iterator[tuple[str, Decided]]:
    """The two refunds and training in distressed firms."""
    rate = frame["year"].map(n.rate_by_year)
    laid_off = frame["layoffs_last_year"].astype("int64")
    limit = rate * frame["staff_last_year"]
    few = (laid_off == 0) | (laid_off * n.rate_denominator < limit)
    steady = frame["enterprise"] & frame["insured"] & few
    applied, month_ = frame["applied_on"], frame["applied_month"]
    yield (
        "xt7a",
        Decided(
            frame,
            steady & ~frame["owes_premium"] & within(applied, n.window["xt7a"]),
            [payment(share_of(frame["premium_paid_fen"], n.refund), month_, 1)],
            claiming(frame, "stable_employment_refund", frame["staff"]),
        ),
    )
    wages = n.wages.on(applied, frame["tier"]) * n.distressed_months * frame["staff"]
    yield (
        "xt7b",
        Decided(
            frame,
            steady & frame["recognised_distressed"] & within(applied, n.window["xt7b"]),
            [payment(share_of(wages, n.benefit), month_, 1)],
            claiming(frame, "distressed_enterprise_refund", frame["staff"]),
        ),
    )
    short = (frame["training_cost_fen"] - frame["education_fund_fen"]).clip(lower=0)
    approved = frame["enterprise"] & frame["recognised_distressed"] & frame["training_approved"]
    each = int(share_of(np.int64(n.standard), n.standard_share))
    yield (
        "xt14b",
        Decided(
            frame,
            approved & within(frame["trained_on"], n.window["xt14b"]) & (short > 0),
            [payment(np.minimum(short, each * frame["trainees"]), frame["trained_month"], 1)],
            claiming(frame, "distressed_on_the_job_training", frame["staff"]),
        ),
    )


def internships(frame: pd.DataFrame, n: Numbers) -> Decided:
    """The internship subsidy, and the rest of the higher rate when the batch is settled."""
    born, started = frame["born_on"].dt, frame["started_on"].dt
    months = (started.year - born.year) * 12 + started.month - born.month
    age = (months - (started.day < born.day)) // 12
    graduate = (frame["groups"] & n.groups["xt8a"]) != 0
    least, most = n.interns_months
    eligible = (
        frame["unemployed"]
        & (age.between(*n.interns_age) | graduate)
        & (frame["completed_months"] >= least)
        & within(frame["started_on"], n.window["xt8a"])
    )
    first, length = frame["started_month"], frame["completed_months"].clip(upper=most)
    base = monthly_at_wage(first, length, n.wages, n.interns_rates[0], frame["tier"])
    higher = monthly_at_wage(first, length, n.wages, n.interns_rates[1], frame["tier"])
    more = sum((h["amount"] - b["amount"]) * b["months"] for h, b in zip(higher, base, strict=True))
    ended = frame["batch_ended"]
    good = (2 * frame["batch_retained"] > ended) & (ended > 0)
    settled = payment(more.clip(lower=0).where(good, 0), first + length, 1)
    claims = claiming(frame, "internship_subsidy")
    return Decided(frame, eligible, [*base, settled], claims)


def monthly_at_wage(
    first: pd.Series, months: pd.Series, wages: Wages, share: Share, tier: pd.Series
) -> list[pd.DataFrame]:
    """A share of a dated amount a month, one payment for each of its steps."""
    payments, end = [], first + months
    for since, until, by_tier in wages.steps:
        begin = first.clip(lower=since)
        length = (end.clip(upper=until) - begin).clip(lower=0)
        payments.append(payment(share_of(by_tier, share)[tier], begin, length))
    return payments


def hires(frame: pd.DataFrame, n: Numbers) -> Iterator[tuple[str, Decided]]:
    """Social-insurance subsidies at standard rates and as paid."""
    claims = claiming(frame, "social_insurance_subsidy")
    on_post, first = frame["months_on_post"].astype("int64"), frame["hired_month"]
    insured = frame["enterprise"] & frame["insured"] & (on_post > 0)
    months = on_post.clip(upper=n.contribution_months)
    standard = monthly_at_wage(
        first, months, n.contribution, n.contribution_rate, pd.Series(0, index=frame.index)
    )
    yield (
        "xt9a",
        Decided(
            frame,
            insured
            & ((frame["groups"] & n.groups["xt9a"]) != 0)
            & within(frame["hired_on"], n.window["xt9a"]),
            standard,
            claims,
        ),
    )
    contract, needed = n.poor_months
    paid = share_of(frame["employer_three_month_fen"], n.poor_share)
    yield (
        "xt9b",
        Decided(
            frame,
            insured
            & ((frame["groups"] & n.groups["xt9b"]) != 0)
            & within(frame["hired_on"], n.window["xt9b"])
            & (frame["contract_months"] >= contract)
            & (on_post >= needed),
            [payment(paid * needed, first + needed, 1)],
            claims,
        ),
    )


def spells(frame: pd.DataFrame, n: Numbers) -> Iterator[tuple[str, Decided]]:
    """Benefit, medical premium, and the allowance that has no number."""
    insured = frame["contributed_months"]
    floor = max(n.insured_needed, n.benefit_brackets[0])
    holds = frame["laid_off"] & frame["seeking"] & frame["left_on"].notna() & (insured >= floor)
    bracket = np.searchsorted(n.benefit_brackets, insured, side="right") - 1
    first = frame["registered_month"] + 1
    out = (frame["reemployed_month"] - first.astype("int64")).clip(lower=0)
    months = np.minimum(n.benefit_months[bracket.clip(0)], out).where(holds, 0)
    # The medical premium comes with the benefit: one claim for both.
    claims = claiming(frame, "unemployment_benefit")
    benefit = monthly_at_wage(first, months, n.wages, n.benefit, frame["tier"])
    yield "xt9d", Decided(frame, holds, benefit, claims)
    premium = int(share_of(np.int64(n.medical), n.medical_rate))
    yield "xt9e", Decided(frame, holds, [payment(premium, first, months)], claims)
    without = frame["reemployed_month"] > first + months
    in_need = frame["hardship"] & without
    yield (
        "xt9g",
        Decided(
            frame,
            in_need & within(frame["registered_on"], n.window["xt9g"]),
            [],
            claiming(frame, "temporary_living_allowance"),
        ),
    )


def trainings(frame: pd.DataFrame, n: Numbers) -> Iterator[tuple[str, Decided]]:
    """Two course subsidies and the living allowance."""
    claims, ended = claiming(frame, "unemployed_training_subsidy"), frame["ended_month"]
    served = frame["unemployed"] | ((frame["groups"] & n.groups["xt13a"]) != 0)
    yield (
        "xt13a",
        Decided(
            frame,
            served
            & within(frame["ended_on"], n.window["xt13a"])
            & frame["certified"]
            & ~frame["startup_course"],
            [payment(n.course["xt13a"], ended, 1)],
            claims,
        ),
    )
    yield (
        "xt13c",
        Decided(
            frame,
            ((frame["groups"] & n.groups["xt13c"]) != 0)
            & within(frame["started_on"], n.window["xt13c"])
            & (frame["courses_before"] == 0)
            & ~frame["entitled_to_benefit"],
            [payment(frame["days_attended"].astype("int64") * n.allowance, ended, 1)],
            claiming(frame, "training_living_allowance"),
        ),
    )
    yield (
        "xt13d",
        Decided(
            frame,
            frame["unemployed"] & within(frame["ended_on"], n.window["xt13d"]) & frame["passed"],
            [payment(n.course["xt13d"], ended, 1)],
            claims,
        ),
    )


def certificates(frame: pd.DataFrame, n: Numbers) -> Decided:
    """The skill-upgrade subsidy by level of the certificate."""
    level = frame["level"]
    amount = level.map(n.certificate)
    eligible = (
        frame["in_enterprise"]
        & within(frame["issued_on"], n.window["xt14c"])
        & (frame["insured_months"] >= n.certificate_insured)
        & amount.notna()
        & ~frame["staff_training_subsidised"]
    )
    paid = payment(amount.fillna(0).astype("int64"), frame["applied_month"], 1)
    return Decided(frame, eligible, [paid], claiming(frame, "skill_upgrade_subsidy"))


def totals(decided: Decided, paid: pd.Series) -> Totals:
    """Fen and heads by month, and the funnel by year."""
    found = [by_month(p[paid]) for p in decided.payments]
    empty = np.zeros((2, MONTHS), np.int64)
    outlay, heads = sum(found, empty)
    frame = decided.frame
    if decided.payments:
        # Who is paid outside the years only counts in other budgets.
        paid = paid & pd.concat([inside(p) for p in decided.payments], axis=1).any(axis=1)
    funnel = pd.DataFrame({
        "occasions": 1,
        "eligible": decided.eligible,
        "paid": paid,
        "covered": frame.get("staff", 1) * paid,
    }, index=frame.index)  # fmt: skip
    # People registered earlier stand in the year before the first.
    by_year = funnel.groupby(frame["year"].clip(YEARS[0] - 1, YEARS[1])).sum()
    by_year = by_year.reindex(range(YEARS[0] - 1, YEARS[1] + 1), fill_value=0)
    return Totals(outlay, heads, by_year.to_numpy(np.int64).T)


def inside(payments: pd.DataFrame) -> pd.Series:
    """Payments with money in the years."""
    begin, end = payments["first"] - FIRST, payments["first"] + payments["months"] - FIRST
    return (payments["amount"] > 0) & (end.clip(0, MONTHS) > begin.clip(0, MONTHS))


def by_month(payments: pd.DataFrame) -> np.ndarray:
    """Fen and heads in each month of the horizon, ``[2, months]``."""
    begin = (payments["first"] - FIRST).clip(0, MONTHS)
    end = (payments["first"] + payments["months"] - FIRST).clip(0, MONTHS)
    spread = payments.loc[(end > begin) & (payments["amount"] > 0), "amount"]
    return (_sums(spread, begin) - _sums(spread, end)).cumsum(axis=1)[:, :MONTHS]


def _sums(amount: pd.Series, at: pd.Series) -> np.ndarray:
    by = amount.groupby(at.loc[amount.index]).agg(["sum", "size"])
    return by.reindex(range(MONTHS + 1), fill_value=0).to_numpy(np.int64).T


@dataclass(frozen=True)
class Kept:
    """What an analyst keeps to try other refund shares: the paid rows' premiums and months."""

    paid: pd.DataFrame
    totals: ByClause


def kept(frames: Frames, numbers: Numbers) -> Kept:
    """Decide once, and keep what the refund share does not change."""
    ready = {name: with_months(frames[name]) for name in USED}
    rows = paid_rows(dict(decisions(ready, numbers)))
    decided, paid = rows["xt7a"]
    return Kept(decided.frame[paid], {c: totals(*found) for c, found in rows.items()})


def one_change(known: Kept, share: Share) -> ByClause:
    """Another refund share: only the amounts of the paid rows are computed again."""
    amount = share_of(known.paid["premium_paid_fen"], share)
    outlay, heads = by_month(payment(amount, known.paid["applied_month"], 1))
    changed = Totals(outlay, heads, known.totals["xt7a"].funnel)
    return {**known.totals, "xt7a": changed}
