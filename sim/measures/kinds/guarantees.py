"""Subsidies to guarantee institutions: zy2b zy2c capital, zy2e fee, zy2f loss, zy2d tc2b risk."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.law.values import Dated
from sim.measures.award import Award, every, once
from sim.measures.registry import Terms, choice, measure, reading, term
from sim.measures.tables import GuaranteeYears


@dataclass(frozen=True, kw_only=True)
class CapitalTerms(Terms):
    """Terms of the capital subsidies."""

    share: Dated = term("share", "part of the base")
    cap: Dated | None = term(
        "yuan", "most per institution and year", optional=True, high=100_000_000
    )


@measure(
    "guarantee_capital_subsidy",
    of=GuaranteeYears,
    terms=CapitalTerms,
    pays="institution",
    channel="retention",
    variant="on_provincial_subsidy",
    rising=("share",),
)
def on_provincial_subsidy(years: GuaranteeYears, terms: CapitalTerms) -> Award:
    """A share of the provincial capital subsidy on top, to government guarantee institutions."""
    eligible = every(
        government=years.government,
        provincial_subsidy=years.provincial_subsidy_fen > 0,
        in_window=terms.window.holds(years.settled_on),
    )
    return capped(years, terms, eligible, years.provincial_subsidy_fen)


@measure(
    "guarantee_capital_subsidy",
    of=GuaranteeYears,
    terms=CapitalTerms,
    pays="institution",
    channel="retention",
    variant="on_new_capital",
    rising=("share", "cap"),
)
def on_new_capital(years: GuaranteeYears, terms: CapitalTerms) -> Award:
    """A share of new fiscal capital up to a cap, where the province grants it."""
    eligible = every(
        government=years.government,
        province_grants=years.province_grants,
        new_capital=years.new_fiscal_capital_fen > 0,
        in_window=terms.window.holds(years.settled_on),
    )
    return capped(years, terms, eligible, years.new_fiscal_capital_fen)


@measure(
    "guarantee_fee_subsidy",
    of=GuaranteeYears,
    terms=CapitalTerms,
    pays="institution",
    channel="retention",
    rising=("share", "cap"),
)
def guarantee_fee_subsidy(years: GuaranteeYears, terms: CapitalTerms) -> Award:
    """A share of the year's average guarantees for small firms, up to a cap per institution."""
    eligible = every(
        qualifies=years.qualifies,
        guarantees=years.average_balance_fen > 0,
        in_window=terms.window.holds(years.settled_on),
    )
    return capped(years, terms, eligible, years.average_balance_fen)


def capped(
    years: GuaranteeYears,
    terms: CapitalTerms,
    eligible: np.ndarray[tuple[int], np.dtype[np.bool_]],
    base: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> Award:
    """A share of the base, at most the cap, when the year is settled."""
    paid = terms.share.share_on(years.settled_on).of(base)
    if terms.cap is not None:
        paid = np.minimum(paid, terms.cap.on(years.settled_on))
    return Award.of(eligible, once(paid, years.month("settled_on")))


@dataclass(frozen=True, kw_only=True)
class LossTerms(Terms):
    """Terms of the loss subsidy."""

    share: Dated | None = term("share", "part of the loss", optional=True, at_most="ceiling")
    ceiling: Dated | None = term("share", "highest share the text allows", optional=True)
    loss_base: str = reading("AMB-19: share of the amount compensated, or of the net loss")


@measure(
    "guarantee_loss_subsidy",
    of=GuaranteeYears,
    terms=LossTerms,
    pays="institution",
    channel="retention",
    rising=("share",),
)
def guarantee_loss_subsidy(years: GuaranteeYears, terms: LossTerms) -> Award:
    """Part of what an institution paid out for small firms, never more than it finally lost."""
    eligible = every(
        compensated=years.compensated_fen > 0,
        in_window=terms.window.holds(years.settled_on),
    )
    if terms.share is None:
        return Award.unpriced(eligible)
    net = np.maximum(years.compensated_fen - years.recovered_fen, 0)
    base = net if terms.loss_base == "net_loss" else years.compensated_fen
    paid = np.minimum(terms.share.share_on(years.settled_on).of(base), net)
    return Award.of(eligible, once(paid, years.month("settled_on")))


@dataclass(frozen=True, kw_only=True)
class PoolTerms(Terms):
    """Terms of a risk pool without a number in the text."""

    amount: Dated | None = term("yuan", "per institution and year", optional=True, high=100_000_000)
    institutions: str = choice("whose risk", "every institution", "re-guarantee institutions")


@measure(
    "guarantee_risk_pool",
    of=GuaranteeYears,
    terms=PoolTerms,
    pays="institution",
    channel="retention",
    rising=("amount",),
)
def guarantee_risk_pool(years: GuaranteeYears, terms: PoolTerms) -> Award:
    """Compensation for the risk of guarantee institutions, by a scheme outside the text."""
    eligible = every(
        reguarantor=terms.institutions == "every institution" or years.reguarantor,
        in_window=terms.window.holds(years.settled_on),
    )
    if terms.amount is None:
        return Award.unpriced(eligible)
    amount = np.broadcast_to(terms.amount.on(years.settled_on), eligible.shape)
    return Award.of(eligible, once(amount, years.month("settled_on")))
