"""Circumstances of a hire: the employer's size and taxes, agencies, schooling, programmes."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.base.dates import completed_months
from sim.base.draws import bits
from sim.base.money import FEN_PER_YUAN
from sim.economy.firm_years import Setting
from sim.measures.tables import bit
from sim.population import ORIGINS, OWNERSHIP, SECTORS, Firms, Jobseekers
from sim.population.columns import GRADUATE
from sim.population.lookup import code_table, curve, four_fields

Int64 = npt.NDArray[np.int64]

INDUSTRY = np.isin(SECTORS, ("mining", "manufacturing"))
"""Sectors whose firms are medium up to a higher head count (classes of 2017)."""


def employers(setting: Setting, units: Firms) -> dict[str, Any]:
    """What kind of firm hires: columns of Hires."""
    rules = setting.responses.job_finding
    draw = four_fields(bits(setting.seed, "firm/character", units.firm))
    limit = np.where(
        INDUSTRY[units.sector], rules.small_industry_below.value, rules.small_other_below.value
    )
    intensive = np.asarray(rules.labour_intensive.of(SECTORS))[units.sector]
    small = (units.staff < limit) | (draw[0] < intensive * 65536)
    yuan = curve(rules.tax_per_employee)[draw[1]].astype(np.int64)
    taxes = np.where(units.enterprise, yuan * units.staff * FEN_PER_YUAN, 0)
    return {
        "private": is_private(units),
        "small_or_labour_intensive": units.enterprise & small,
        "tax_due_year_fen": taxes,
    }


def is_private(units: Firms) -> npt.NDArray[np.bool_]:
    """Private enterprises (民营)."""
    return np.asarray(units.enterprise & (units.ownership == OWNERSHIP.index("private")))


def circumstances(
    setting: Setting, ids: Int64, units: Firms, registered: npt.NDArray[np.bool_]
) -> dict[str, Any]:
    """How the person came to the firm: columns of Hires."""
    rules = setting.responses.job_finding
    draw = four_fields(bits(setting.seed, "hire/circumstances", ids))
    return {
        "registered_unemployed": registered,
        "by_agency": units.enterprise & (draw[0] < rules.by_agency.value * 65536),
        "trained": units.enterprise & (draw[1] < rules.trained.value * 65536),
    }


def schooling(
    setting: Setting, ids: Int64, people: Jobseekers, units: Firms, hired_on: Int64
) -> dict[str, Any]:
    """University degree, and whether graduate subsidies and programmes apply: columns of Hires."""
    rules = setting.responses.job_finding
    draw = four_fields(bits(setting.seed, "hire/schooling", ids))
    university = (people.groups & bit("graduate", "graduating_this_year")) != 0
    degree = np.where(university, code_table(rules.degrees)[draw[0]], 0)
    since = completed_months(np.minimum(people.left_school_on, hired_on), hired_on)
    recent = since < rules.fresh_months.value
    fresh = university & recent & (draw[1] < rules.fresh_meets.value * 65536)
    sent = fresh & units.enterprise & (people.origin == GRADUATE)
    return {
        "degree": degree,
        "fresh_graduate": fresh,
        "sent_by_programme": sent & (draw[2] < _chance_of_being_sent(setting) * 65536),
    }


def _chance_of_being_sent(setting: Setting) -> float:
    """The programme's graduates a year against the fresh ones whom enterprises would hire."""
    targets = setting.targets
    place, finding = targets.place, setting.responses.job_finding
    university = targets.common.seekers.graduate.share_of("graduate")
    by_unit = finding.hired_by_insured_unit.of(ORIGINS)[GRADUATE]
    fresh = place.graduates.value * university * by_unit * finding.fresh_meets.value
    candidates = fresh * (1 - place.public_share.value)
    return min(place.programme_graduates.value / max(candidates, 1.0), 1.0)
