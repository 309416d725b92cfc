"""Occasions of learning: courses, certificates, internships, apprenticeships."""

from __future__ import annotations

from dataclasses import dataclass

from sim.measures.tables.base import Bool, Int8, Int16, Int32, Int64, Table, UInt16, column


@dataclass(frozen=True)
class Certificates(Table):
    """A vocational certificate obtained by an employee."""

    CLAIMANT = "person"
    OCCASION = "applied_on"

    person: Int32 = column("int32", "id", "the employee")
    issued_on: Int32 = column("int32", "day", "date of the certificate")
    applied_on: Int32 = column("int32", "day", "date of the application")
    in_enterprise: Bool = column("bool", "-", "in-service employee of an enterprise")
    level: Int8 = column(
        "int8",
        "code",
        "5 junior, 4 intermediate, 3 senior, 2 technician, 1 senior technician, 0 ungraded",
    )
    post_level: Int8 = column(
        "int8", "code", "level of the post an ungraded certificate allows; 0 if none"
    )
    skill_level_certificate: Bool = column(
        "bool", "-", "a skill-level certificate (else a vocational qualification)"
    )
    insured_months: Int16 = column("int16", "months", "unemployment insurance, cumulative")
    insured_months_in_a_row: Int16 = column("int16", "months", "the latest unbroken stretch")
    staff_training_subsidised: Bool = column(
        "bool", "-", "the enterprise drew a staff-training subsidy for the same certificate"
    )
    staff_training_same_year: Bool = column(
        "bool", "-", "it drew one for this employee in the same calendar year"
    )
    staff_training_ever: Bool = column("bool", "-", "it ever drew one for this employee")


@dataclass(frozen=True)
class Trainings(Table):
    """A training course taken by a person who is not an employee."""

    CLAIMANT = "person"
    OCCASION = "started_on"

    person: Int32 = column("int32", "id", "the trainee")
    started_on: Int32 = column("int32", "day", "first day")
    ended_on: Int32 = column("int32", "day", "last day")
    days_attended: Int16 = column("int16", "days", "days actually attended")
    passed: Bool = column("bool", "-", "found qualified at the end")
    certified: Bool = column("bool", "-", "obtained a vocational qualification certificate")
    self_paid: Bool = column("bool", "-", "paid the course fee first")
    startup_course: Bool = column("bool", "-", "a course in starting a business")
    project_based: Bool = column("bool", "-", "bought as a whole from an institution (项目制)")
    free_course_before: Bool = column("bool", "-", "has taken the one free course before")
    courses_before: Int8 = column("int8", "courses", "earlier courses in the same calendar year")
    unemployed: Bool = column("bool", "-", "registered unemployed when the course began")
    entitled_to_benefit: Bool = column("bool", "-", "entitled to unemployment benefit meanwhile")
    choice: Int8 = column(
        "int8", "code", "1 chose the allowance, 0 chose the benefit, -1 made no statement", low=-1
    )
    groups: UInt16 = column("uint16", "bits", "groups the person belongs to")
    tier: Int8 = column("int8", "code", "minimum-wage tier of the district")


@dataclass(frozen=True)
class Internships(Table):
    """An internship (就业见习) of a person at a unit."""

    CLAIMANT = "person"
    OCCASION = "started_on"

    person: Int32 = column("int32", "id", "the intern")
    unit: Int32 = column("int32", "id", "the firm that hosts")
    applied_on: Int32 = column("int32", "day", "date of the application")
    started_on: Int32 = column("int32", "day", "first day")
    planned_months: Int16 = column("int16", "months", "agreed length")
    completed_months: Int16 = column("int16", "months", "whole months done")
    born_on: Int32 = column("int32", "day", "date of birth")
    left_school_on: Int32 = column("int32", "day", "date of leaving school; NEVER if unknown")
    unemployed: Bool = column("bool", "-", "out of work when the internship began")
    groups: UInt16 = column("uint16", "bits", "groups the person belongs to")
    tier: Int8 = column("int8", "code", "minimum-wage tier of the unit's district")
    recognised_base: Bool = column("bool", "-", "the unit is a national or provincial base")
    stipend_month_fen: Int64 = column("int64", "fen/month", "basic living stipend the intern gets")
    batch_started: Int16 = column("int16", "persons", "interns who started in the unit's batch")
    batch_ended: Int16 = column("int16", "persons", "of whom reached the end of their term")
    batch_retained: Int16 = column("int16", "persons", "of whom the unit kept")
    earlier_batch_kept_many: Bool = column(
        "bool", "-", "an earlier batch of the unit had the high retention rate", otherwise=0
    )
    retained: Bool = column("bool", "-", "this intern was kept at the end")
    stable_months: Int16 = column("int16", "months", "whole months employed by the unit since")
    hired_early: Bool = column("bool", "-", "hired by the unit before the term ended")
    contract_months: Int16 = column("int16", "months", "length of the labour contract; 0 if none")
    insured_after: Bool = column("bool", "-", "the unit pays social insurance under that contract")


@dataclass(frozen=True)
class Apprenticeships(Table):
    """An employee trained as an apprentice (企业新型学徒制)."""

    CLAIMANT = "person"
    OCCASION = "started_on"

    person: Int32 = column("int32", "id", "the apprentice")
    firm: Int32 = column("int32", "id", "the employer")
    started_on: Int32 = column("int32", "day", "first day of training")
    years: Int8 = column("int8", "years", "agreed length of the training")
    completed: Bool = column("bool", "-", "the training task was completed")
    enterprise: Bool = column("bool", "-", "the employer is an enterprise")
    emerging_chain: Bool = column(
        "bool", "-", "the employer belongs to the place's emerging industrial chains"
    )
