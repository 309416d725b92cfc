"""Occasions of people out of work or newly at work."""

from __future__ import annotations

from dataclasses import dataclass

from sim.measures.tables.base import Bool, Int8, Int16, Int32, Int64, Table, UInt16, column

DEGREES = {"none": 0, "college": 1, "bachelor": 2, "master": 3}
"""University degrees: 专科, 本科, 硕士 or higher."""

TALENT_TYPES = {"none": 0, "first": 1, "second": 2, "third": 3, "fourth": 4}
"""Types of talent in the order of the sums they get."""


@dataclass(frozen=True)
class Spells(Table):
    """A spell of unemployment, from leaving work (or entering the register) to the next job."""

    CLAIMANT = "person"
    OCCASION = "registered_on"

    person: Int32 = column("int32", "id", "the person")
    left_on: Int32 = column("int32", "day", "day the last contract ended; NEVER if never employed")
    registered_on: Int32 = column("int32", "day", "day of registration as unemployed")
    reemployed_month: Int32 = column("int32", "month", "month of the next job; NEVER if none")
    founded: Bool = column("bool", "-", "that job is a business of their own")
    contributed_months: Int16 = column(
        "int16", "months", "unemployment premium paid by employer and self, not yet drawn on"
    )
    laid_off: Bool = column("bool", "-", "left work against their will")
    seeking: Bool = column("bool", "-", "registered and looking for work")
    hardship: Bool = column("bool", "-", "the household is in hardship")
    rural: Bool = column("bool", "-", "rural household registration")
    tier: Int8 = column("int8", "code", "minimum-wage tier of the district")
    groups: UInt16 = column("uint16", "bits", "groups the person belongs to")


@dataclass(frozen=True)
class Hires(Table):
    """A person newly hired by a firm."""

    CLAIMANT = "person"
    OCCASION = "hired_on"

    person: Int32 = column("int32", "id", "the person")
    firm: Int32 = column("int32", "id", "the employer")
    hired_on: Int32 = column("int32", "day", "first day of work")
    enterprise: Bool = column("bool", "-", "the employer is an enterprise")
    insured: Bool = column("bool", "-", "the employer pays social insurance for the person")
    contract_months: Int16 = column("int16", "months", "length of the labour contract")
    months_on_post: Int16 = column("int16", "months", "whole months worked and insured in the end")
    groups: UInt16 = column("uint16", "bits", "groups the person belongs to when hired")
    tier: Int8 = column("int8", "code", "minimum-wage tier of the district")
    private: Bool = column("bool", "-", "the employer is a private enterprise (民营)")
    small_or_labour_intensive: Bool = column(
        "bool", "-", "the employer is a micro, small, medium or labour-intensive enterprise"
    )
    registered_unemployed: Bool = column("bool", "-", "registered as unemployed when hired")
    by_agency: Bool = column(
        "bool", "-", "introduced by a lawfully qualified HR agency (in Ziyang a for-profit one)"
    )
    trained: Bool = column("bool", "-", "given skill training by the employer")
    degree: Int8 = column("int8", "code", "university degree", words=DEGREES)
    fresh_graduate: Bool = column(
        "bool", "-", "a university graduate who meets the local conditions of graduate subsidies"
    )
    sent_by_programme: Bool = column("bool", "-", "chosen and sent by the county's programme")
    tax_due_year_fen: Int64 = column(
        "int64", "fen/year", "the employer's taxes of a year that the credit may be set against"
    )
    both_three_month_fen: Int64 = column(
        "int64", "fen/month", "pension, medical and unemployment insurance, employer and worker"
    )
    employer_three_month_fen: Int64 = column(
        "int64", "fen/month", "pension, medical and unemployment insurance the employer pays"
    )
    employer_all_month_fen: Int64 = column(
        "int64", "fen/month", "all social insurance the employer pays"
    )


@dataclass(frozen=True)
class Posts(Table):
    """A person placed on a public-service post (公益性岗位)."""

    CLAIMANT = "person"
    OCCASION = "started_on"

    person: Int32 = column("int32", "id", "the person")
    started_on: Int32 = column("int32", "day", "first day on the post")
    months_on_post: Int16 = column("int16", "months", "whole months on the post in the end")
    able_and_willing: Bool = column("bool", "-", "able and willing to work, not choosy")
    disadvantaged_graduate: Bool = column(
        "bool",
        "-",
        "a graduate of a dibao, poor-disabled, registered-poor or destitute household, disabled, "
        "or a martyr's child",
    )
    farm_graduate: Bool = column(
        "bool", "-", "a left-school unemployed graduate of a purely farming household"
    )
    groups: UInt16 = column("uint16", "bits", "groups the person belongs to")
    tier: Int8 = column("int8", "code", "minimum-wage tier of the district")


@dataclass(frozen=True)
class Moves(Table):
    """A worker who takes work away from home."""

    CLAIMANT = "person"
    OCCASION = "moved_on"

    person: Int32 = column("int32", "id", "the worker")
    moved_on: Int32 = column("int32", "day", "first day of work there")
    organised: Bool = column("bool", "-", "moved by organised labour export (有组织劳务输出)")
    outside_county: Bool = column("bool", "-", "outside the county of household registration")
    stable_months: Int16 = column("int16", "months", "whole months worked there in the end")
    groups: UInt16 = column("uint16", "bits", "groups the person belongs to")


@dataclass(frozen=True)
class Graduations(Table):
    """A university student in the graduation year who applies for the job-seeking subsidy."""

    CLAIMANT = "person"
    OCCASION = "applied_on"

    person: Int32 = column("int32", "id", "the student")
    applied_on: Int32 = column("int32", "day", "day of the application")
    disadvantaged: Bool = column("bool", "-", "in one of the categories of disadvantaged graduates")
    drawn_before: Bool = column("bool", "-", "drew the subsidy before")


@dataclass(frozen=True)
class Talents(Table):
    """A recognised talent (人才) who came to the place."""

    CLAIMANT = "person"
    OCCASION = "applied_on"

    person: Int32 = column("int32", "id", "the person")
    applied_on: Int32 = column("int32", "day", "day of the application")
    arrived_on: Int32 = column("int32", "day", "day the person came to the place")
    qualifies: Bool = column("bool", "-", "meets the conditions of the talent rules")
    talent_type: Int8 = column(
        "int8", "code", "type of talent, from 1 (highest) to 4; 0 none", words=TALENT_TYPES
    )
    first_home: Bool = column("bool", "-", "bought a first home in the place")
    own_use: Bool = column("bool", "-", "lives in that home")
