"""Medical premium while on benefit 失业期间医保费: zy13b, tc10b, ly1.5d, xt9e, sn19b.

A national entitlement (Social Insurance Law, art. 48).
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.law.values import Dated
from sim.measures.award import Award, monthly
from sim.measures.kinds.unemployment_benefit import EntitlementTerms, entitlement
from sim.measures.registry import measure, term
from sim.measures.tables import Spells


@dataclass(frozen=True, kw_only=True)
class MedicalPremiumTerms(EntitlementTerms):
    """Terms of the premium."""

    medical_premium_base: Dated | None = term(
        "yuan/month", "base on which the premium is paid", optional=True
    )
    medical_premium_share: Dated | None = term("share", "premium rate", optional=True)


@measure(
    "ui_medical_premium",
    of=Spells,
    terms=MedicalPremiumTerms,
    pays="person",
    channel="income support",
    rising=("medical_premium_base", "medical_premium_share"),
)
def ui_medical_premium(spells: Spells, terms: MedicalPremiumTerms) -> Award:
    """The fund pays basic medical insurance in exactly the benefit months."""
    entitled = entitlement(spells, terms)
    if terms.medical_premium_base is None or terms.medical_premium_share is None:
        return Award.unpriced(entitled.holds)
    return Award.of(
        entitled.holds,
        *monthly(
            terms.medical_premium_base,
            entitled.first_month,
            entitled.months,
            share=terms.medical_premium_share,
        ),
    )
