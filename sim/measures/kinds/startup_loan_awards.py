"""What start-up loans earn banks and funds: zy3d tc3d xt6f (1 % 奖补), zy3f (分险补贴)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.dates import NEVER
from sim.law.values import Dated
from sim.measures.award import Award, every, once
from sim.measures.kinds.startup_loans import LoanTerms, granted
from sim.measures.registry import measure, names, reading, term
from sim.measures.tables import GROUPS, Loans, any_of


@dataclass(frozen=True, kw_only=True)
class BankAwardTerms(LoanTerms):
    """Terms of the award to lending institutions."""

    award_share: Dated = term("share", "part of the year's new loans")
    bank_award: str = reading("AMB-15: one pool for all institutions, or to each")


@measure(
    "loan_bank_award",
    of=Loans,
    terms=BankAwardTerms,
    pays="institution",
    channel="start-up",
    rising=("award_share",),
)
def loan_bank_award(loans: Loans, terms: BankAwardTerms) -> Award:
    """A share of the loans newly issued in the year, to banks and fund operators at its end.

    Loans are in whole yuan, so a hundredth of each adds up to a hundredth of all.
    """
    met, principal = granted(loans, terms)
    eligible = every(loan_granted=met, in_window=terms.window.holds(loans.granted_on))
    award = terms.award_share.share_on(loans.granted_on).of(principal)
    if terms.bank_award == "to_each":
        award = award * loans.institutions
    return Award.of(eligible, once(award, december(loans)))


def december(loans: Loans) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """Month number of December of the year a loan was granted in."""
    return (loans.month("granted_on") // 12 * 12 + 11).astype(np.int32)


@dataclass(frozen=True, kw_only=True)
class ReplenishmentTerms(LoanTerms):
    """Terms of the refill of the guarantee fund."""

    share: Dated = term("share", "part of the risk the fund bore")
    groups: tuple[str, ...] = names("borrowers whose losses count", *GROUPS)


@measure(
    "guarantee_fund_replenishment",
    of=Loans,
    terms=ReplenishmentTerms,
    pays="institution",
    channel="start-up",
    rising=("share",),
)
def guarantee_fund_replenishment(loans: Loans, terms: ReplenishmentTerms) -> Award:
    """Part of the guarantee fund's losses on loans to named groups, paid back into the fund."""
    met, principal = granted(loans, terms)
    eligible = every(
        loan_granted=met,
        in_groups=any_of(loans.groups, terms.groups),
        loss_borne=(loans.lost_on != NEVER) & (loans.fund_loss_fen > 0),
        in_window=terms.window.holds(loans.lost_on),
    )
    loss = np.minimum(loans.fund_loss_fen, principal)
    paid = terms.share.share_on(loans.lost_on).of(loss)
    return Award.of(eligible, once(paid, loans.month("lost_on")))
