"""Clauses on spells of unemployment.

Benefit: zy13a tc10a(+tc10c) ly1.5c xt9d sn19a. Medical premium: zy13b tc10b ly1.5d xt9e sn19b.
Temporary living allowance: zy14a ly1.5e xt9g sn20a (TC has none).
"""

from __future__ import annotations

from datetime import date

from .basics import (
    ISSUED,
    YUAN,
    Decision,
    Facts,
    Local,
    Month,
    Readings,
    UnpricedError,
    ask,
    failing,
    first_day,
    granted,
    half_up,
    last_counted_month,
    minimum_wage,
    month_of,
    plus,
    reading,
    refused,
)


def benefit_problems(facts: Facts) -> list[str]:
    """Why a person cannot draw unemployment benefit (standing national law, no window)."""
    return failing(
        [
            (facts["left_on"] is not None, "never employed"),
            (facts["laid_off"], "left work by choice"),
            (facts["seeking"], "not registered and looking for work"),
            (facts["contributed_months"] >= 12, "under 12 months of contributions"),
        ]
    )


def full_benefit_months(facts: Facts, local: Local) -> list[Month]:
    """The benefit months if no job came: in a row from the month after registration."""
    registered_on = facts["registered_on"]
    count = ask(local, "benefit_months", registered_on, facts["contributed_months"])
    return [plus(month_of(registered_on), i + 1) for i in range(int(count))]


def benefit_months(doc: str, facts: Facts, local: Local) -> list[Month]:
    """The benefit months actually paid.

    tc10c 「从次月开始停发」: TC still pays the month of the new job; elsewhere the month before
    it is the last.
    """
    paid = []
    new_job = facts["reemployed_month"]
    for month in full_benefit_months(facts, local):
        if new_job is not None and month > new_job:
            break
        if new_job is not None and month == new_job and doc != "tc":
            break
        paid.append(month)
    return paid


def unemployment_benefit(doc: str, facts: Facts, local: Local, readings: Readings) -> Decision:
    """Zy13a tc10a+tc10c ly1.5c xt9d sn19a: the benefit, month by month.

    The share of the minimum wage in force on the first of each month; rounded month by month.
    """
    problems = benefit_problems(facts)
    if problems:
        return refused(*problems)
    by_month = {}
    for month in benefit_months(doc, facts, local):
        day = first_day(month)
        by_month[month] = half_up(
            ask(local, "benefit_share", day) * minimum_wage(local, facts, day)
        )
    return granted(by_month, f"{len(by_month)} months of benefit")


def ui_medical_premium(doc: str, facts: Facts, local: Local, readings: Readings) -> Decision:
    """Zy13b tc10b ly1.5d xt9e sn19b: the person's medical premium in exactly the benefit months.

    tc10b 「期限与领取失业保险金的期限一致」; xt9e 「等費用」 is read as medical only (AMB-50b).
    """
    problems = benefit_problems(facts)
    if problems:
        return refused(*problems)
    by_month = {}
    for month in benefit_months(doc, facts, local):
        day = first_day(month)
        by_month[month] = half_up(
            ask(local, "medical_premium_share", day) * ask(local, "medical_premium_base", day)
        )
    return granted(by_month, f"{len(by_month)} months of medical premium")


def months_without_work(first: Month, facts: Facts, readings: Readings) -> list[Month]:
    """Months from ``first`` to the month before the next job (or to the horizon)."""
    months = []
    month = first
    while month <= last_counted_month(readings):
        if facts["reemployed_month"] is not None and month >= facts["reemployed_month"]:
            break
        months.append(month)
        month = plus(month, 1)
    return months


def months_granted(doc: str, facts: Facts, local: Local) -> int:
    """Months of temporary allowance a person may get in one calendar year."""
    try:
        count = int(ask(local, "temporary_months", facts["registered_on"]))
    except UnpricedError:
        if doc != "zy":
            raise
        count = 3
    return min(count, 3) if doc == "zy" else count  # zy14a 「不超过3个月」


def allowance_of(doc: str, facts: Facts, local: Local, month: Month) -> int:
    """The allowance of one month; only zy14a gives numbers. AMB-62: by household registration."""
    if doc == "zy":
        return (310 if facts["rural"] else 500) * YUAN  # 「城镇居民500元/月、农村居民310元/月」
    kind = "rural" if facts["rural"] else "urban"
    return half_up(ask(local, "temporary_allowance", first_day(month), kind))


def temporary_allowance_problems(doc: str, facts: Facts, readings: Readings) -> list[str]:
    """Why a person cannot get the temporary allowance, leaving the benefit months aside."""
    entitled = not benefit_problems(facts)
    # AMB-79 (zy14a, ly1.5e only): may those who used up their benefit come at all?
    barred = (
        doc in ("zy", "ly") and entitled and reading(readings, "exhausted_benefit") == "excluded"
    )
    # 「下岗失业人员」 in ZY, LY and SN; XT says 「失業人員」 only.
    laid_off = doc == "xt" or facts["laid_off"]
    # LY 「自2019年1月1日起与所在单位解除劳动合同」 is a start of its own, so it stands for the
    # issue date; the others run from issue and test the day of registration (AMB-66).
    if doc == "ly":
        starts = date(2019, 1, 1)
        left_in_time = facts["left_on"] is not None and facts["left_on"] >= starts
    else:
        starts = ISSUED[doc]
        left_in_time = True
    return failing(
        [
            (facts["hardship"], "no hardship"),
            (facts["seeking"], "not registered and looking for work"),
            (laid_off, "not laid off"),
            (left_in_time, "contract not ended on or after 2019-01-01"),
            (facts["registered_on"] >= starts, "registered before the clause began"),
            (not barred, "entitled to benefit"),
        ]
    )


def temporary_living_allowance(
    doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """Zy14a ly1.5e xt9g sn20a: cash for the unemployed in hardship who have no benefit.

    Without entitlement from the month after registration; after exhaustion from the month after
    the last benefit month. In each calendar year the first so many free months are paid.
    """
    problems = temporary_allowance_problems(doc, facts, readings)
    if problems:
        return refused(*problems)
    first = plus(month_of(facts["registered_on"]), 1)
    entitled = not benefit_problems(facts)
    if entitled:
        first = plus(first, len(full_benefit_months(facts, local)))
    free = months_without_work(first, facts, readings)
    if entitled and not free:
        return refused("back at work before the benefit was used up")

    limit = months_granted(doc, facts, local)
    paid_in_year: dict[int, int] = {}
    by_month = {}
    for month in free:
        year = month[0]
        if paid_in_year.get(year, 0) < limit:
            by_month[month] = allowance_of(doc, facts, local, month)
            paid_in_year[year] = paid_in_year.get(year, 0) + 1
    return granted(by_month, f"{len(by_month)} months, at most {limit} a calendar year")
