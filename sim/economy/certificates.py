"""Vocational certificates that employees obtain and apply with."""

from __future__ import annotations

import numpy as np

from sim.base.dates import month, month_of, year_of
from sim.base.draws import bits, uniform
from sim.economy.firm_years import Setting
from sim.economy.posts import day_in_month, insured_by
from sim.measures.tables import Certificates
from sim.population.lookup import code_table, curve, four_fields


def certificates(setting: Setting, years: tuple[int, ...]) -> Certificates:
    """Certificates applied with in the years, issued from the base year on.

    A post's holder obtains one at most; whether and when is one draw, the same chance each year.
    """
    partition, seed, rules = setting.partition, setting.seed, setting.responses.certificates
    months = 12 * (max(years) - setting.base_year + 1)
    chance = rules.per_year.value / 1000 / 12
    u = uniform(seed, "worker/certificate", partition.worker_ids)
    rows = np.flatnonzero(u < chance * months)
    issued = month(setting.base_year) + np.floor(u[rows] / chance).astype(np.int64)
    open_until = np.full(len(rows), np.iinfo(np.int64).max)
    closed, at, closed_at = np.intersect1d(rows, setting.closings.rows, return_indices=True)[:3]
    open_until[at] = setting.closings.months[closed_at]
    del closed
    kept = np.flatnonzero(issued < open_until)
    rows, issued = rows[kept], issued[kept]
    ids = partition.worker_ids[rows]
    draw = four_fields(bits(seed, "worker/certificate kind", ids))
    other = four_fields(bits(seed, "worker/certificate use", ids))
    issued_on = day_in_month(issued, draw[0] / 65536)
    applied_on = issued_on + curve(rules.days_to_apply).astype(np.int64)[draw[1]]
    level = code_table(rules.levels)[draw[2]]
    insured, in_a_row = insured_by(
        partition, rows, month_of(applied_on).astype(np.int64), setting.responses, seed
    )
    table = Certificates.of(
        person=ids,
        issued_on=issued_on,
        applied_on=applied_on,
        in_enterprise=partition.firms.enterprise[partition.firm_rows[rows]],
        level=level,
        post_level=np.where(level == 0, code_table(rules.post_levels)[draw[3]], 0),
        skill_level_certificate=other[0] < rules.skill_level_share.value * 65536,
        insured_months=insured,
        insured_months_in_a_row=in_a_row,
        # One draw: whoever had it for the certificate also had it in the year, and ever.
        staff_training_subsidised=other[1] < rules.staff_training_subsidised.value * 65536,
        staff_training_same_year=other[1] < rules.staff_training_same_year.value * 65536,
        staff_training_ever=other[1] < rules.staff_training_ever.value * 65536,
    )
    return table.take(np.isin(year_of(table.applied_on), years))
