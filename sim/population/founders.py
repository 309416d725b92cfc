"""Drawing who starts a business, and who borrows for one: people, partners, small firms."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.base.dates import NEVER, day
from sim.base.draws import bits, uniform
from sim.population import lookup
from sim.population.columns import FirmLoans, Firms, Founders
from sim.population.figures import Curve
from sim.population.placing import places
from sim.population.systematic import spread
from sim.population.targets import Targets

Int64 = npt.NDArray[np.int64]

TEN_THOUSAND = 10_000


def draw_founders(targets: Targets, seed: int, size: float, firms: Firms) -> Founders:
    """Founders of each year, some of whom borrow; and those who borrow again."""
    rules = targets.common.businesses
    year, opens, borrows = _who(targets, size)
    ids = np.arange(len(year))
    january, after = _january(year), _january(year + 1)
    u = uniform(seed, "founder/day", ids)
    day_of_year = january + (u * (after - january)).astype(np.int64)
    draw = lookup.four_fields(bits(seed, "founder/person", ids))
    wait = lookup.curve(rules.days_to_loan).astype(np.int64)[draw[0]]
    founded = np.where(borrows, np.maximum(day_of_year - wait, january), day_of_year)
    partners = np.ones(len(year), np.int64)
    partners[borrows] = _partners(targets, seed, ids[borrows], year[borrows])
    firm = places(seed, "founder/unit", firms, len(year))
    order = np.argsort(firm, kind="stable")
    again = lookup.code_table(rules.loans_again)[draw[1]]
    return Founders.of(
        firm=firm[order],
        founded_on=np.where(opens, founded, NEVER)[order],
        borrowed_on=np.where(borrows, day_of_year, NEVER)[order],
        loan_yuan=_loans(targets, seed, ids, year, borrows, partners)[order],
        loans_before=np.where(opens, 0, again)[order],
        partners=partners[order],
        groups=lookup.group_bits(rules.groups)[draw[2]][order],
    )


def _who(
    targets: Targets, size: float
) -> tuple[Int64, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Year, whether a business opens, whether a loan is asked for, by person."""
    place, years = targets.place, targets.common.years
    founders = round(place.founders.value * size)
    loans = max(1, round(place.loans.value * size))
    again = round(loans * targets.common.businesses.repeat_loans.value)
    founders = max(founders, loans - again)
    number = np.arange(founders + again)
    opens = number < founders
    borrows = (number < loans - again) | ~opens
    year = np.repeat(np.asarray(years, np.int64), len(number))
    return year, np.tile(opens, len(years)), np.tile(borrows, len(years))


def _january(year: Int64) -> Int64:
    first = np.array([day(f"{y}-01-01") for y in range(1970, 2100)])
    return np.asarray(first[year - 1970])


def _partners(targets: Targets, seed: int, ids: Int64, year: Int64) -> Int64:
    table = lookup.code_table(targets.common.businesses.partners)
    return np.asarray(table[spread(seed, "founder/partners", ids, year)])


def _loans(
    targets: Targets,
    seed: int,
    ids: Int64,
    year: Int64,
    borrows: npt.NDArray[np.bool_],
    partners: Int64,
) -> Int64:
    """Amounts asked for; evenly spread over the curve in each year, so that few are no luck."""
    amounts = np.zeros(len(ids), np.int64)
    curve = targets.common.businesses.loan_person
    each = _amounts(curve, spread(seed, "founder/loan", ids[borrows], year[borrows]))
    amounts[borrows] = each * partners[borrows]
    return amounts


def _amounts(curve: Curve, field: Int64) -> Int64:
    """Whole 10,000 yuan of a curve in yuan, one at least."""
    return np.maximum(np.rint(lookup.curve(curve) / TEN_THOUSAND), 1).astype(np.int64)[field] * (
        TEN_THOUSAND
    )


def draw_firm_loans(targets: Targets, seed: int, size: float, firms: Firms) -> FirmLoans:
    """Small enterprises that ask for a loan: others each year, larger ones likelier."""
    rules, wanted = targets.common.businesses, targets.place.firm_loans.value
    count = max(1, round(wanted * size)) if wanted else 0
    low, high = rules.borrower_staff_least.value, rules.borrower_staff_most.value
    may = np.flatnonzero(firms.enterprise & (firms.staff >= low) & (firms.staff <= high))
    chosen, years = [], []
    for year in targets.common.years:
        u = uniform(seed, "firm/start-up loan", firms.firm[may], np.full(len(may), year))
        # The first of waiting times whose rates are the root of the staff.
        waits = -np.log1p(-u) / np.sqrt(firms.staff[may])
        chosen.append(np.sort(may[np.argsort(waits, kind="stable")[:count]]))
        years.append(np.full(len(chosen[-1]), year))
    order = np.argsort(np.concatenate(chosen), kind="stable")
    firm, when = np.concatenate(chosen)[order], np.concatenate(years)[order]
    key = firm.astype(np.int64) * 4096 + when
    january = _january(when)
    days = uniform(seed, "firm/loan day", firm, when) * (_january(when + 1) - january)
    share = lookup.curve(rules.hired_share)[spread(seed, "firm/loan hires", key, when)]
    return FirmLoans.of(
        firm=firm,
        borrowed_on=january + days.astype(np.int64),
        loan_yuan=_amounts(rules.loan_firm, spread(seed, "firm/loan", key, when)),
        # Firms hire as many as the rule asks for, and seldom more: exact shares occur.
        new_hires=np.ceil(firms.staff[firm] * share - 1e-9).astype(np.int64),
    )
