"""Grants to institutions: studios, model projects, poverty bases, services bought, townships.

sn16b, xt11e, xt19a sn5, zy7c zy17b, xt24b.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.law.values import Dated
from sim.measures.award import Award, Bool, every, once
from sim.measures.registry import Terms, choice, measure, names, term
from sim.measures.tables import INSTITUTIONS, LEVELS, InstitutionYears


@dataclass(frozen=True, kw_only=True)
class GrantTerms(Terms):
    """Terms of a sum per institution and year."""

    amount: Dated | None = term("yuan", "per institution", optional=True)
    institution: str = choice("which institutions", *INSTITUTIONS)
    levels: tuple[str, ...] = names("who must have recognised it; any if none is named", *LEVELS)
    again: str = choice("whether it may be drawn again", "yearly", "once", default="yearly")


@dataclass(frozen=True, kw_only=True)
class WorkerGrantTerms(GrantTerms):
    """Terms of a sum per registered-poor worker."""

    amount: Dated | None = term("yuan", "per registered-poor worker employed", optional=True)


@measure(
    "master_studio_award",
    of=InstitutionYears,
    terms=GrantTerms,
    pays="institution",
    channel="training",
    rising=("amount",),
)
def master_studio_award(years: InstitutionYears, terms: GrantTerms) -> Award:
    """One grant to a skill-master studio approved at the named level."""
    return per_institution(years, terms)


@measure(
    "startup_demonstration_award",
    of=InstitutionYears,
    terms=GrantTerms,
    pays="institution",
    channel="start-up",
    rising=("amount",),
)
def startup_demonstration_award(years: InstitutionYears, terms: GrantTerms) -> Award:
    """An award to model projects and bases that were selected."""
    return per_institution(years, terms)


@measure(
    "poverty_base_award",
    of=InstitutionYears,
    terms=WorkerGrantTerms,
    pays="institution",
    channel="hiring",
    rising=("amount",),
)
def poverty_base_award(years: InstitutionYears, terms: WorkerGrantTerms) -> Award:
    """An award per registered-poor worker, to poverty-relief bases and workshops."""
    eligible = approved(years, terms) & every(employs_poor=years.poor_staff > 0)
    return priced(years, terms, eligible, years.poor_staff.astype(np.int64))


@measure(
    "public_service_purchase",
    of=InstitutionYears,
    terms=GrantTerms,
    pays="institution",
    channel="placement",
    rising=("amount",),
)
def public_service_purchase(years: InstitutionYears, terms: GrantTerms) -> Award:
    """Services that government buys from institutions of the named type."""
    return per_institution(years, terms)


@measure(
    "admin_performance_award",
    of=InstitutionYears,
    terms=GrantTerms,
    pays="institution",
    channel="none",
    rising=("amount",),
)
def admin_performance_award(years: InstitutionYears, terms: GrantTerms) -> Award:
    """Work funds to townships and streets by their yearly assessment."""
    return per_institution(years, terms)


def per_institution(years: InstitutionYears, terms: GrantTerms) -> Award:
    """The sum to each approved institution."""
    return priced(years, terms, approved(years, terms), np.ones(len(years), np.int64))


def approved(years: InstitutionYears, terms: GrantTerms) -> Bool:
    """Institutions of the type and level, approved in the window."""
    levels = [LEVELS[name] for name in terms.levels]
    return every(
        institution_type=years.type == INSTITUTIONS[terms.institution],
        level=not levels or np.isin(years.level, levels),
        approved=years.approved,
        not_awarded_before=terms.again == "yearly" or ~years.awarded_before,
        in_window=terms.window.holds(years.assessed_on),
    )


def priced(
    years: InstitutionYears,
    terms: GrantTerms,
    eligible: Bool,
    times: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> Award:
    """So many times the sum, in the month of approval."""
    if terms.amount is None:
        return Award.unpriced(eligible)
    paid = terms.amount.on(years.assessed_on) * times
    return Award.of(eligible, once(paid, years.month("assessed_on")))
