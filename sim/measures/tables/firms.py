"""Occasions of firms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.measures.tables.base import Bool, Int8, Int32, Int64, Table, column


@dataclass(frozen=True)
class FirmYears(Table):
    """A firm in a calendar year in which it could apply; "last year" is the year before."""

    CLAIMANT = "firm"
    OCCASION = "applied_on"

    firm: Int32 = column("int32", "id", "the firm")
    applied_on: Int32 = column("int32", "day", "day on which the firm applies, in the year")
    enterprise: Bool = column("bool", "-", "an enterprise (not a public institution)")
    insured: Bool = column("bool", "-", "takes part in unemployment insurance")
    owes_premium: Bool = column("bool", "-", "premium arrears not cleared at application")
    tier: Int8 = column("int8", "code", "minimum-wage tier of the firm's district")
    staff: Int32 = column("int32", "persons", "insured employees at application")
    staff_average: Int32 = column("int32", "persons", "insured employees, average of the year")
    staff_last_year: Int32 = column("int32", "persons", "insured employees, average of last year")
    layoffs_last_year: Int32 = column("int32", "persons", "employees laid off last year")
    premium_paid_fen: Int64 = column(
        "int64", "fen", "unemployment premium paid last year, firm and employees, no back payments"
    )
    premium_paid_by_firm_fen: Int64 = column("int64", "fen", "the firm's own part of it")
    back_payments_fen: Int64 = column(
        "int64", "fen", "premium of earlier years paid after the fact, firm and employees"
    )
    si_payable_month_fen: Int64 = column(
        "int64", "fen/month", "all social insurance payable by firm and employees"
    )
    si_three_payable_month_fen: Int64 = column(
        "int64", "fen/month", "pension, medical and unemployment insurance payable by both"
    )
    recognised_distressed: Bool = column(
        "bool", "-", "on the list of firms in temporary difficulty with recovery in sight"
    )
    months_in_difficulty: Int8 = column(
        "int8", "months", "months the firm was in that difficulty before it applied", otherwise=6
    )
    objected: Bool = column("bool", "-", "an objection was raised when the list was published")
    trained_on: Int32 = column("int32", "day", "on-the-job training held; NEVER if none")
    training_cost_fen: Int64 = column("int64", "fen", "spending booked on that training")
    education_fund_fen: Int64 = column("int64", "fen", "employee-education fund available for it")
    trainees: Int32 = column("int32", "persons", "employees trained")
    training_approved: Bool = column(
        "bool", "-", "the labour bureau's review found it satisfactory"
    )
    disabled_staff: Int32 = column("int32", "persons", "disabled employees at application")

    @property
    def covered(self) -> Int64:
        return self.staff.astype(np.int64)

    @property
    def size(self) -> Int32:
        return self.staff


@dataclass(frozen=True)
class TaxYears(Table):
    """A firm in a year for which taxes, contributions and prices are settled."""

    CLAIMANT = "firm"
    OCCASION = "year_end"

    firm: Int32 = column("int32", "id", "the firm")
    year_end: Int32 = column("int32", "day", "last day of the tax year")
    settled_on: Int32 = column("int32", "day", "day the income tax of the year is settled")
    enterprise: Bool = column("bool", "-", "an enterprise that pays enterprise income tax")
    private: Bool = column("bool", "-", "a private enterprise (民营)")
    insured: Bool = column("bool", "-", "pays social insurance")
    technology_service: Bool = column(
        "bool", "-", "certified technology-advanced enterprise of service trade"
    )
    commercial_power: Bool = column(
        "bool", "-", "pays the general commercial and industrial tariff"
    )
    staff: Int32 = column("int32", "persons", "insured employees, average of the year")
    wage_bill_fen: Int64 = column("int64", "fen", "wages of the year")
    education_spending_fen: Int64 = column(
        "int64", "fen", "employee-education spending of the year"
    )
    education_carried_fen: Int64 = column(
        "int64", "fen", "education spending of earlier years not yet deducted"
    )
    taxable_income_fen: Int64 = column(
        "int64", "fen", "taxable income of the year before employee-education spending is deducted"
    )
    contribution_base_month_fen: Int64 = column(
        "int64", "fen/month", "wages that pension contributions are levied on"
    )

    @property
    def covered(self) -> Int64:
        return self.staff.astype(np.int64)

    @property
    def size(self) -> Int32:
        return self.staff
