"""The facts that measures read: one table per kind of occasion, one row per occasion.

A new kind of occasion is a class here, listed in :data:`TABLES`, which the economy fills.
"""

from collections.abc import Mapping

from sim.measures.tables.base import (
    ALL_INSURANCES,
    CONTRIBUTION_BASE,
    GROUPS,
    THREE_OF_EMPLOYER,
    UNEMPLOYMENT_PREMIUM,
    Array,
    Bool,
    Int8,
    Int16,
    Int32,
    Int64,
    Table,
    UInt16,
    any_of,
    bit,
    column,
)
from sim.measures.tables.business import BORROWERS, BUSINESS_FORMS, Loans, Startups
from sim.measures.tables.firms import FirmYears, TaxYears
from sim.measures.tables.institutions import (
    INSTITUTIONS,
    LEVELS,
    GuaranteeYears,
    IncubatorYears,
    InstitutionYears,
)
from sim.measures.tables.learning import Apprenticeships, Certificates, Internships, Trainings
from sim.measures.tables.people import (
    DEGREES,
    TALENT_TYPES,
    Graduations,
    Hires,
    Moves,
    Posts,
    Spells,
    Talents,
)

TABLES: tuple[type[Table], ...] = (
    FirmYears,
    TaxYears,
    Spells,
    Hires,
    Posts,
    Moves,
    Graduations,
    Talents,
    Certificates,
    Trainings,
    Internships,
    Apprenticeships,
    Loans,
    Startups,
    GuaranteeYears,
    IncubatorYears,
    InstitutionYears,
)
"""Every table the population can fill."""

Facts = Mapping[type[Table], Table]
"""The facts of one partition: a table of each type."""

__all__ = [
    "ALL_INSURANCES", "BORROWERS", "BUSINESS_FORMS", "CONTRIBUTION_BASE", "DEGREES", "GROUPS",
    "INSTITUTIONS", "LEVELS", "TABLES", "TALENT_TYPES", "THREE_OF_EMPLOYER", "UNEMPLOYMENT_PREMIUM",
    "Apprenticeships", "Array", "Bool", "Certificates", "Facts", "FirmYears", "Graduations",
    "GuaranteeYears", "Hires", "IncubatorYears", "InstitutionYears", "Int8", "Int16", "Int32",
    "Int64", "Internships", "Loans", "Moves", "Posts", "Spells", "Startups", "Table", "Talents",
    "TaxYears", "Trainings", "UInt16", "any_of", "bit", "column",
]  # fmt: skip
