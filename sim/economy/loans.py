"""Guaranteed start-up loans of persons, partners and small firms, and what becomes of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.base.dates import NEVER, add_months, month_of, year_of
from sim.base.draws import bits, uniform
from sim.base.money import FEN_PER_YUAN
from sim.economy.firm_years import Setting
from sim.economy.startups import forms
from sim.measures.tables import BORROWERS, BUSINESS_FORMS, Array, Bool, Loans, any_of
from sim.population.lookup import code_table, curve, four_fields

Int64 = npt.NDArray[np.int64]


def loans(setting: Setting, years: tuple[int, ...]) -> Loans:
    """Loans that would be paid out in the years."""
    return Loans.joined([_of_persons(setting, years), _of_firms(setting, years)])


def _of_persons(setting: Setting, years: tuple[int, ...]) -> Loans:
    partition, rules = setting.partition, setting.responses.loans
    rows = np.flatnonzero(np.isin(year_of(partition.founders.borrowed_on), years))
    ids, table = partition.founder_ids[rows], partition.founders.take(rows)
    draw = four_fields(bits(setting.seed, "loan/person", ids))
    qualifies = draw[0] < rules.qualifies.value * 65536
    partners = table.partners.astype(np.int64)
    student = any_of(table.groups, ("graduate", "graduating_this_year"))
    none = np.zeros(len(ids), np.int64)
    return Loans.of(
        borrower=ids,
        granted_on=table.borrowed_on,
        borrower_type=np.where(partners > 1, BORROWERS["partnership"], BORROWERS["individual"]),
        qualifies=qualifies,
        founder=draw[1] < rules.founder.value * 65536,
        individual_business=forms(setting, ids) == BUSINESS_FORMS["individual_business"],
        partners=partners,
        partners_qualifying=_qualifying(setting, ids, partners, qualifies),
        high_tech_student=student & (draw[2] < rules.high_tech_student.value * 65536),
        small=none,
        staff=none,
        new_hires=none,
        contract_months=none,
        subsidised_before=table.loans_before,
        requested_fen=_fen(table.loan_yuan),
        groups=table.groups,
        **_agreed(setting, ids, table.borrowed_on, _fen(table.loan_yuan)),
    )


def _qualifying(setting: Setting, ids: Int64, partners: Int64, first: Bool) -> Int64:
    """Partners who meet the conditions, the first one included."""
    chance = setting.responses.loans.partner_qualifies.value
    count = first.astype(np.int64)
    rows = np.flatnonzero(partners > 1)
    for number in range(2, int(partners.max(initial=1)) + 1):
        u = uniform(setting.seed, f"loan/partner {number}", ids[rows])
        count[rows] += (number <= partners[rows]) & (u < chance)
    return count


def _of_firms(setting: Setting, years: tuple[int, ...]) -> Loans:
    partition, rules = setting.partition, setting.responses.loans
    table = partition.firm_loans
    table = table.take(np.flatnonzero(np.isin(year_of(table.borrowed_on), years)))
    rows, on = partition.rows_of(table.firm), table.borrowed_on
    draw = four_fields(bits(setting.seed, "loan/firm", table.firm, on))
    step = month_of(on) - setting.closings.first_month
    left = partition.firms.staff[rows] - setting.gone_by_month[rows, step]
    staff = np.maximum(left, np.maximum(table.new_hires, 1))
    no = np.zeros(len(rows), np.bool_)
    return Loans.of(
        borrower=table.firm,
        granted_on=on,
        borrower_type=np.full(len(rows), BORROWERS["small_firm"]),
        qualifies=draw[0] < rules.firm_qualifies.value * 65536,
        founder=no,
        individual_business=no,
        partners=np.ones(len(rows)),
        partners_qualifying=np.ones(len(rows)),
        high_tech_student=no,
        small=staff < rules.small_below.value,
        staff=staff,
        new_hires=table.new_hires,
        contract_months=code_table(rules.contract_months)[draw[1]],
        subsidised_before=draw[2] < rules.firm_borrowed_before.value * 65536,
        requested_fen=_fen(table.loan_yuan),
        groups=np.zeros(len(rows)),
        **_agreed(setting, table.firm, on, _fen(table.loan_yuan)),
    )


def _agreed(setting: Setting, ids: Array, on: Array, amount: Int64) -> dict[str, Any]:
    """Terms of each loan, the borrower's record, and the loss, if there comes one."""
    rules, seed = setting.responses.loans, setting.seed
    draw = four_fields(bits(seed, "loan/terms", ids, on))
    loss = four_fields(bits(seed, "loan/loss", ids, on))
    lost = loss[0] < rules.defaults.value * 65536
    after = np.rint(curve(rules.default_after)[loss[1]]).astype(np.int64)
    share = curve(rules.fund_share)[loss[2]]
    borne = np.rint(amount / FEN_PER_YUAN * share).astype(np.int64) * FEN_PER_YUAN
    count = round(setting.targets.place.loan_institutions.value)
    return {
        "clean_record": draw[0] < rules.clean_record.value * 65536,
        "term_months": code_table(rules.term_months)[draw[1]],
        "rate_bp": code_table(rules.rate)[draw[2]],
        "good_borrower": draw[3] < rules.good_borrower.value * 65536,
        "institutions": np.full(len(on), count),
        "lost_on": np.where(lost, add_months(on, after), NEVER),
        "fund_loss_fen": np.where(lost, borne, 0),
    }


def _fen(yuan: Array) -> Int64:
    return yuan.astype(np.int64) * FEN_PER_YUAN
