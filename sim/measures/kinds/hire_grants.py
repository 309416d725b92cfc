"""Grants per person hired, placed or moved: sn16c, xt9f, zy6b xt19c, xt19d."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.dates import Int32, add_months
from sim.law.values import Dated
from sim.measures.award import Award, Bool, every, once
from sim.measures.registry import Terms, choice, measure, names, reading, term
from sim.measures.tables import GROUPS, Hires, Moves, any_of


@dataclass(frozen=True, kw_only=True)
class TrainingGrantTerms(Terms):
    """Terms of the grant to firms that hire and train (sn16c)."""

    groups: tuple[str, ...] = names("who must be hired", *GROUPS)
    short_amount: Dated = term("yuan", "for a contract of the shorter length")
    long_amount: Dated = term("yuan", "for a contract of the longer length or more")
    short_contract: Dated = term("months", "shortest contract that earns a grant")
    long_contract: Dated = term("months", "shortest contract that earns the larger one")
    long_contract_training: str = reading("AMB-56: training asked of long contracts too")


@measure(
    "poor_hire_training_grant",
    of=Hires,
    terms=TrainingGrantTerms,
    pays="firm",
    channel="hiring",
    rising=("short_amount", "long_amount"),
)
def poor_hire_training_grant(hires: Hires, terms: TrainingGrantTerms) -> Award:
    """One payment per person hired and trained, larger for longer contracts."""
    day = hires.hired_on
    long = hires.contract_months >= terms.long_contract.on(day)
    excused = long if terms.long_contract_training == "not_needed" else np.zeros_like(long)
    eligible = every(
        enterprise=hires.enterprise,
        in_groups=any_of(hires.groups, terms.groups),
        contract_long_enough=hires.contract_months >= terms.short_contract.on(day),
        trained=hires.trained | excused,
        in_window=terms.window.holds(day),
    )
    amount = np.where(long, terms.long_amount.on(day), terms.short_amount.on(day))
    return Award.of(eligible, once(amount, hires.month("hired_on")))


@dataclass(frozen=True, kw_only=True)
class PostTerms(Terms):
    """Terms of the one-off post subsidy (xt9f)."""

    amount: Dated = term("yuan", "one-off per person")
    stable_months_needed: Dated = term("months", "months of stable employment")
    post_window: str = reading("AMB-47: the window tests the hire or the completed year")


@measure(
    "one_off_post_subsidy",
    of=Hires,
    terms=PostTerms,
    pays="firm",
    channel="hiring",
    rising=("amount",),
)
def one_off_post_subsidy(hires: Hires, terms: PostTerms) -> Award:
    """One payment per registered unemployed person kept for a year by a smaller firm."""
    needed = terms.stable_months_needed.on(hires.hired_on)
    eligible = every(
        enterprise=hires.enterprise,
        insured=hires.insured,
        small_or_labour_intensive=hires.small_or_labour_intensive,
        registered_unemployed=hires.registered_unemployed,
        stable_long_enough=hires.months_on_post >= needed,
        in_window=in_window(hires.hired_on, needed, terms, terms.post_window),
    )
    amount = np.broadcast_to(terms.amount.on(hires.hired_on), eligible.shape)
    return Award.of(eligible, once(amount, hires.month("hired_on") + needed))


@dataclass(frozen=True, kw_only=True)
class PlacementTerms(Terms):
    """Terms of the placement subsidy."""

    amount: Dated = term("yuan", "one-off per person placed")
    contract_months_needed: Dated | None = term("months", "shortest labour contract", optional=True)
    stable_months_needed: Dated | None = term(
        "months", "months to be worked before it is paid", optional=True
    )
    groups: tuple[str, ...] = names("who must be placed; anyone if none is named", *GROUPS)
    employer: str = choice("with whom", "any", "private enterprise", default="any")
    insurance: str = choice("insured on the post", "not asked", "asked", default="not asked")
    stay_window: str = reading("AMB-52: the window tests the start or the completed months")


@measure(
    "job_placement_subsidy",
    of=Hires,
    terms=PlacementTerms,
    pays="institution",
    channel="placement",
    rising=("amount",),
)
def job_placement_subsidy(hires: Hires, terms: PlacementTerms) -> Award:
    """One payment to the agency per person placed, at once or when the person has stayed."""
    day, contract, stay = hires.hired_on, terms.contract_months_needed, terms.stable_months_needed
    needed = np.zeros((), np.int64) if stay is None else stay.on(day)
    private = hires.private & hires.enterprise
    eligible = every(
        by_agency=hires.by_agency,
        in_groups=not terms.groups or any_of(hires.groups, terms.groups),
        private_employer=terms.employer == "any" or private,
        insured=terms.insurance == "not asked" or hires.insured,
        contract_long_enough=contract is None or hires.contract_months >= contract.on(day),
        stable_long_enough=stay is None or hires.months_on_post >= needed,
        in_window=in_window(day, needed, terms, terms.stay_window),
    )
    amount = np.broadcast_to(terms.amount.on(day), eligible.shape)
    return Award.of(eligible, once(amount, hires.month("hired_on") + needed))


@dataclass(frozen=True, kw_only=True)
class MoveTerms(Terms):
    """Terms of the subsidy to workers who move (xt19d)."""

    amount: Dated = term("yuan", "one-off per worker")
    stable_months_needed: Dated = term("months", "months to be worked before it is paid")
    groups: tuple[str, ...] = names("who must move", *GROUPS)
    stay_window: str = reading("AMB-52: the window tests the start or the completed months")


@measure(
    "labour_export_jobseeking_subsidy",
    of=Moves,
    terms=MoveTerms,
    pays="person",
    channel="placement",
    rising=("amount",),
)
def labour_export_jobseeking_subsidy(moves: Moves, terms: MoveTerms) -> Award:
    """One payment to workers of the named groups moved out of the county in an organised way."""
    needed = terms.stable_months_needed.on(moves.moved_on)
    eligible = every(
        in_groups=any_of(moves.groups, terms.groups),
        organised=moves.organised,
        outside_county=moves.outside_county,
        stable_long_enough=moves.stable_months >= needed,
        in_window=in_window(moves.moved_on, needed, terms, terms.stay_window),
    )
    amount = np.broadcast_to(terms.amount.on(moves.moved_on), eligible.shape)
    return Award.of(eligible, once(amount, moves.month("moved_on") + needed))


def in_window(
    day: Int32, months: np.ndarray[tuple[int], np.dtype[np.int64]], terms: Terms, tested: str
) -> Bool:
    """The window tests the first day, or the last day of the months that are needed."""
    if tested == "completion_date":
        return terms.window.holds(add_months(day, months) - 1)
    return terms.window.holds(day)
