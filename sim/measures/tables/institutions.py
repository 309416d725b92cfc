"""Occasions of institutions: guarantee companies, incubators, and others that clauses pay."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.measures.tables.base import Bool, Int8, Int16, Int32, Int64, Table, column

LEVELS = {"none": 0, "county": 1, "city": 2, "provincial": 3, "national": 4}
"""Level of government that recognised an institution; in Tacheng ``city`` is the prefecture."""

INSTITUTIONS = {
    "studio": 0,
    "hr_agency": 1,
    "blind_massage": 2,
    "township": 3,
    "demonstration": 4,
    "workshop": 5,
}
"""Skill-master studios, HR agencies, places of blind massage, townships and streets, model projects
and bases, poverty-relief bases and workshops."""


@dataclass(frozen=True)
class GuaranteeYears(Table):
    """A financing-guarantee institution in a year."""

    CLAIMANT = "institution"
    OCCASION = "settled_on"

    institution: Int32 = column("int32", "id", "the institution")
    settled_on: Int32 = column("int32", "day", "day the year is settled")
    government: Bool = column("bool", "-", "a government financing-guarantee institution")
    reguarantor: Bool = column("bool", "-", "a credit re-guarantee institution")
    qualifies: Bool = column("bool", "-", "meets the conditions on fees and scope of business")
    average_balance_fen: Int64 = column(
        "int64", "fen", "average of the year of guarantees outstanding for small and micro firms"
    )
    new_fiscal_capital_fen: Int64 = column(
        "int64", "fen", "capital newly put in by the county or city in the year"
    )
    province_grants: Bool = column("bool", "-", "the province grants its capital subsidy")
    provincial_subsidy_fen: Int64 = column(
        "int64", "fen", "provincial capital subsidy the institution received in the year"
    )
    compensated_fen: Int64 = column(
        "int64", "fen", "compensated in the year on bank loans to small and micro firms of the area"
    )
    recovered_fen: Int64 = column("int64", "fen", "of that recovered from the debtors")


@dataclass(frozen=True)
class IncubatorYears(Table):
    """A start-up incubator or park in a year."""

    CLAIMANT = "incubator"
    OCCASION = "assessed_on"

    incubator: Int32 = column("int32", "id", "the incubator")
    assessed_on: Int32 = column("int32", "day", "day of the yearly assessment")
    residents: Int32 = column("int32", "entities", "resident entities")
    effective: Bool = column("bool", "-", "good incubation and employment effect")
    passed: Bool = column("bool", "-", "passed the yearly assessment")
    awarded_before: Bool = column("bool", "-", "drew the one-off award before")
    chosen: Bool = column("bool", "-", "among the best that are chosen for support")
    level: Int8 = column("int8", "code", "who recognised it", words=LEVELS)
    provincial_award_fen: Int64 = column("int64", "fen", "provincial award received in the year")

    @property
    def covered(self) -> Int64:
        return self.residents.astype(np.int64)


@dataclass(frozen=True)
class InstitutionYears(Table):
    """Another institution in a year: see :data:`INSTITUTIONS`."""

    CLAIMANT = "institution"
    OCCASION = "assessed_on"

    institution: Int32 = column("int32", "id", "the institution")
    assessed_on: Int32 = column("int32", "day", "day it is approved or assessed")
    type: Int8 = column("int8", "code", "what it is", words=INSTITUTIONS)
    level: Int8 = column("int8", "code", "who recognised it", words=LEVELS)
    approved: Bool = column("bool", "-", "approved, chosen or found good in the year")
    awarded_before: Bool = column("bool", "-", "drew the award before")
    poor_staff: Int16 = column("int16", "persons", "registered-poor workers it employs")
