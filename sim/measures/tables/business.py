"""Occasions of starting a business: loans and the new businesses themselves."""

from __future__ import annotations

from dataclasses import dataclass

from sim.measures.tables.base import (
    Bool,
    Int8,
    Int16,
    Int32,
    Int64,
    Table,
    UInt16,
    column,
)

BORROWERS = {"individual": 0, "partnership": 1, "small_firm": 2}
"""Who borrows: one person, people who start up together, a small or micro enterprise."""

BUSINESS_FORMS = {
    "individual_business": 0,
    "small_firm": 1,
    "non_enterprise_unit": 2,
    "farmer_cooperative": 3,
}
"""个体经营, 小微企业, 民办非企业单位, 农民合作社."""


@dataclass(frozen=True)
class Loans(Table):
    """An application for a guaranteed start-up loan 创业担保贷款, and what becomes of it."""

    CLAIMANT = "borrower"
    OCCASION = "granted_on"

    borrower: Int32 = column("int32", "id", "the person, the partners' first, or the firm")
    granted_on: Int32 = column("int32", "day", "day the loan is paid out")
    borrower_type: Int8 = column("int8", "code", "who borrows", words=BORROWERS)
    qualifies: Bool = column("bool", "-", "meets the conditions of start-up loans")
    founder: Bool = column("bool", "-", "starts a business of their own; of firms: false")
    individual_business: Bool = column("bool", "-", "the business is an individual one (个体经营)")
    partners: Int16 = column("int16", "persons", "people who start up together; 1 if alone")
    partners_qualifying: Int16 = column("int16", "persons", "of whom meet the loan conditions")
    high_tech_student: Bool = column(
        "bool", "-", "a student or graduate who starts up in a high-technology field"
    )
    small: Bool = column("bool", "-", "the firm is a small or micro enterprise")
    staff: Int32 = column("int32", "persons", "the firm's employees, the new ones included")
    new_hires: Int32 = column(
        "int32", "persons", "qualifying persons it newly hired in the calendar year"
    )
    contract_months: Int16 = column("int16", "months", "shortest of their labour contracts")
    clean_record: Bool = column(
        "bool", "-", "owes no wages or contributions, no grave violation, no bad credit record"
    )
    requested_fen: Int64 = column("int64", "fen", "amount asked for")
    term_months: Int16 = column("int16", "months", "agreed length of the loan")
    rate_bp: Int16 = column("int16", "0.01 %/year", "interest rate in hundredths of a percent")
    subsidised_before: Int8 = column(
        "int8", "times", "loans on which interest was subsidised before"
    )
    good_borrower: Bool = column(
        "bool", "-", "repaid well, creates jobs, good project: fit for another subsidised loan"
    )
    institutions: Int16 = column(
        "int16", "count", "banks and fund operators of the place that share in the award"
    )
    lost_on: Int32 = column("int32", "day", "day the guarantee fund bore a loss; NEVER if none")
    fund_loss_fen: Int64 = column("int64", "fen", "risk the guarantee fund actually bore")
    groups: UInt16 = column("uint16", "bits", "groups the borrower belongs to")


@dataclass(frozen=True)
class Startups(Table):
    """A business newly founded."""

    CLAIMANT = "founder"
    OCCASION = "founded_on"

    founder: Int32 = column("int32", "id", "the founder")
    founded_on: Int32 = column("int32", "day", "day the business opens")
    form: Int8 = column("int8", "code", "legal form", words=BUSINESS_FORMS)
    first_time: Bool = column("bool", "-", "the founder's first business")
    qualifies: Bool = column("bool", "-", "meets the local conditions of start-up subsidies")
    unemployed: Bool = column("bool", "-", "registered as unemployed when founding")
    months_open: Int16 = column("int16", "months", "whole months the business stays open")
    rent_month_fen: Int64 = column("int64", "fen/month", "rent of the business premises")
    trademarks: Int16 = column("int16", "count", "trademarks registered")
    in_public_park: Bool = column(
        "bool", "-", "resident in an incubator built by or with the government"
    )
    strained_county: Bool = column("bool", "-", "in a county with heavy employment pressure")
    pilot: Bool = column("bool", "-", "covered by the county's policy pilot")
    tax_due_year_fen: Int64 = column(
        "int64", "fen/year", "taxes of a year that the founders' credit may be set against"
    )
    groups: UInt16 = column("uint16", "bits", "groups the founder belongs to")
    tier: Int8 = column("int8", "code", "minimum-wage tier of the district")
