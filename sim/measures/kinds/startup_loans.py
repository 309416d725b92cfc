"""Guaranteed start-up loans 创业担保贷款: zy3a-b, tc3a-b, ly4.7a-b, xt6a-b xt6d, sn10a-b.

A loan is bank credit that public money stands behind, not an outlay: ``exposure`` holds what is
outstanding month by month.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.money import Int64
from sim.law.values import Dated
from sim.measures.award import Award, Bool, Payment, every, once, unheard
from sim.measures.registry import Terms, choice, measure, reading, term
from sim.measures.tables import BORROWERS, Loans


@dataclass(frozen=True, kw_only=True)
class GuaranteeTerms(Terms):
    """What every guaranteed loan has."""

    longest_term: Dated | None = term("months", "longest guaranteed term", optional=True)


@dataclass(frozen=True, kw_only=True)
class PersonTerms(GuaranteeTerms):
    """Terms of a loan to one person."""

    individual_limit: Dated = term("yuan", "highest loan to a person")
    student_limit: Dated | None = term(
        "yuan", "highest loan to a student in a high-technology field", optional=True
    )
    business: str = choice(
        "what the person must start", "any", "individual business", default="any"
    )


@dataclass(frozen=True, kw_only=True)
class PartnerTerms(GuaranteeTerms):
    """Terms of a loan to people who start up together."""

    partner_limit: Dated | None = term("yuan", "highest loan per partner", optional=True)
    partnership_cap: Dated | None = term("yuan", "highest loan to a partnership", optional=True)
    partners_counted: str = reading("AMB-14: partners who qualify, or all")


@dataclass(frozen=True, kw_only=True)
class FirmTerms(GuaranteeTerms):
    """Terms of a loan to a small firm that hires."""

    sme_limit: Dated = term("yuan", "highest loan to a small firm")
    hire_share: Dated = term("share", "new hires as a share of employees")
    hire_share_large: Dated | None = term(
        "share", "the same in firms above the size named", optional=True
    )
    large_over: Dated | None = term("persons", "size above which it holds", optional=True)
    contract_months_needed: Dated = term("months", "shortest labour contract with the new hires")
    record: str = choice("the firm's record", "not asked", "clean", default="not asked")
    loan_headcount: str = reading("AMB-09: employees with or without the new hires")
    hundred_edge: str = reading("AMB-10: whether the size named is itself large")


@dataclass(frozen=True, kw_only=True)
class LoanTerms(PersonTerms, PartnerTerms, FirmTerms):
    """Terms of every loan of a document, for clauses that follow its loans."""


@measure(
    "startup_guaranteed_loan_individual",
    of=Loans,
    terms=PersonTerms,
    pays="person",
    channel="start-up",
    rising=("individual_limit",),
)
def to_persons(loans: Loans, terms: PersonTerms) -> Award:
    """A bank loan up to the limit, guaranteed, to a qualifying person who starts a business."""
    return credit(loans, terms, person(loans, terms), person_limit(loans, terms))


@measure(
    "startup_guaranteed_loan_individual",
    of=Loans,
    terms=PartnerTerms,
    pays="person",
    channel="start-up",
    variant="partnership",
    rising=("partner_limit", "partnership_cap"),
)
def to_partnerships(loans: Loans, terms: PartnerTerms) -> Award:
    """A bank loan up to a limit per partner and a cap, guaranteed, to people who start together."""
    return credit(loans, terms, partners(loans, terms), partner_limit(loans, terms))


@measure(
    "startup_guaranteed_loan_sme",
    of=Loans,
    terms=FirmTerms,
    pays="firm",
    channel="hiring",
    rising=("sme_limit",),
)
def to_firms(loans: Loans, terms: FirmTerms) -> Award:
    """A bank loan up to the limit, guaranteed, to a small firm that newly hired enough people."""
    return credit(loans, terms, firm(loans, terms), terms.sme_limit.on(loans.granted_on))


def credit(loans: Loans, terms: GuaranteeTerms, borrower: Bool, limit: Int64) -> Award:
    """The loan in the month it is paid out, outstanding over its guaranteed term."""
    eligible = borrower & every(in_window=terms.window.holds(loans.granted_on))
    principal = np.minimum(loans.requested_fen, limit)
    month, months = loans.month("granted_on"), loans.term_months.astype(np.int32)
    if terms.longest_term is not None:
        months = np.minimum(months, terms.longest_term.on(loans.granted_on)).astype(np.int32)
    outstanding = Payment(principal, month, months).where(eligible)
    return Award(eligible, (once(principal, month).where(eligible),), exposure=(outstanding,))


def granted(loans: Loans, terms: LoanTerms) -> tuple[Bool, Int64]:
    """Loans that meet the conditions of their kind of borrower, and their principal."""
    with unheard():  # alternatives: the loan's own clause says why it was refused
        kinds = [person(loans, terms), partners(loans, terms), firm(loans, terms)]
    limits = [
        person_limit(loans, terms),
        partner_limit(loans, terms),
        terms.sme_limit.on(loans.granted_on),
    ]
    limit = np.select(kinds, [np.broadcast_to(x, len(loans)) for x in limits], 0)
    met = kinds[0] | kinds[1] | kinds[2]
    return met, np.minimum(loans.requested_fen, limit)


def person(loans: Loans, terms: PersonTerms) -> Bool:
    """A qualifying person who starts a business."""
    return every(
        one_person=loans.borrower_type == BORROWERS["individual"],
        qualifies=loans.qualifies,
        founder=loans.founder,
        individual_business=terms.business == "any" or loans.individual_business,
    )


def person_limit(loans: Loans, terms: PersonTerms) -> Int64:
    """The limit of a person; students in high-technology fields may have a higher one."""
    limit = terms.individual_limit.on(loans.granted_on)
    if terms.student_limit is None:
        return limit
    return np.where(loans.high_tech_student, terms.student_limit.on(loans.granted_on), limit)


def partners(loans: Loans, terms: PartnerTerms) -> Bool:
    """People who start up together, where the document knows partnerships."""
    return every(
        partnership=loans.borrower_type == BORROWERS["partnership"],
        document_knows_partnerships=np.full(len(loans), terms.partner_limit is not None),
        founder=loans.founder,
        several_partners=loans.partners >= 2,
        qualifies=loans.partners_qualifying >= 1
        if terms.partners_counted == "qualifying"
        else loans.qualifies,
    )


def counted(loans: Loans, terms: PartnerTerms) -> Int64:
    """Partners that the limit counts (AMB-14)."""
    every_one = terms.partners_counted == "all"
    return (loans.partners if every_one else loans.partners_qualifying).astype(np.int64)


def partner_limit(loans: Loans, terms: PartnerTerms) -> Int64:
    """So much per partner, up to the cap."""
    if terms.partner_limit is None:
        return np.zeros(len(loans), np.int64)
    limit = terms.partner_limit.on(loans.granted_on) * counted(loans, terms)
    if terms.partnership_cap is None:
        return limit
    return np.asarray(np.minimum(limit, terms.partnership_cap.on(loans.granted_on)))


def firm(loans: Loans, terms: FirmTerms) -> Bool:
    """A small firm whose qualifying new hires of the year reach the share of its employees."""
    contract = terms.contract_months_needed.on(loans.granted_on)
    return every(
        small_firm=(loans.borrower_type == BORROWERS["small_firm"]) & loans.small,
        hired_enough=hired_enough(loans, terms),
        contract_long_enough=loans.contract_months >= contract,
        clean_record=terms.record == "not asked" or loans.clean_record,
    )


def hired_enough(loans: Loans, terms: FirmTerms) -> Bool:
    """New hires over employees at application (AMB-09); larger firms may have a lower share."""
    day, hires = loans.granted_on, loans.new_hires
    staff = loans.staff if terms.loan_headcount == "with_new_hires" else loans.staff - hires
    enough = ~terms.hire_share.share_on(day).exceeds(hires, staff)
    if terms.hire_share_large is not None and terms.large_over is not None:
        edge = terms.large_over.on(day)
        large = staff > edge if terms.hundred_edge == "over" else staff >= edge
        enough = np.where(
            large, ~terms.hire_share_large.share_on(day).exceeds(hires, staff), enough
        )
    return np.asarray(enough & (hires >= 1))
