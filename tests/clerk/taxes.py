"""Clauses on revenue and prices forgone.

Firms' years: ly3.2a xt5b sn6 xt9c xt5c sn7. Hires: xt5a. Founders: xt11g.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from .basics import (
    Decision,
    Facts,
    Local,
    Month,
    Readings,
    ask,
    belongs,
    failing,
    first_day,
    granted,
    half_up,
    in_force,
    known,
    month_of,
    once,
    paid_monthly,
    plus,
    reading,
    refused,
    run_of_months,
)

INDIVIDUAL_BUSINESS = 0
"""Code of ``form``."""


# --- income tax ----------------------------------------------------------------------------------


def deductible(facts: Facts, share: Fraction) -> Fraction:
    """Education spending, new and carried over, within a share of the wages and the income."""
    spent = facts["education_spending_fen"] + facts["education_carried_fen"]
    income = max(0, facts["taxable_income_fen"])
    return min(Fraction(spent), share * facts["wage_bill_fen"], Fraction(income))


def education_deduction(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """ly3.2a: the income tax on what is deducted beyond the former law."""
    day = facts["year_end"]
    problems = failing([(facts["enterprise"], "not an enterprise"), in_force(doc, day)])
    if problems:
        return refused(*problems)
    rate = ask(local, "income_tax_rate", day)
    # 「不超过工资薪金总额8%的部分，准予在计算企业所得税应纳税所得额时扣除」,
    # 「超过部分，准予在以后纳税年度结转扣除」
    now = deductible(facts, Fraction(8, 100))
    formerly = deductible(facts, known(local, "former_share", day) or Fraction(0))
    forgone = rate * max(Fraction(0), now - formerly)
    return once(facts["settled_on"], forgone, f"{now} fen deducted, {formerly} formerly")


def technology_service_tax(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """xt5b: 15 % in place of the ordinary rate."""
    day = facts["year_end"]
    certified = facts["technology_service"]
    problems = failing(
        [
            (facts["enterprise"], "not an enterprise"),
            (certified, "not certified"),  # 「對經認定的服務貿易類技術先進型企業」
            in_force(doc, day),
        ]
    )
    if problems:
        return refused(*problems)
    # 「按15%的稅率征收企業所得稅」
    less = max(Fraction(0), ask(local, "income_tax_rate", day) - Fraction(15, 100))
    return once(facts["settled_on"], less * max(0, facts["taxable_income_fen"]), f"{less} less")


def tax_relief_of_firms(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """sn6 「加快落实减税降费、降电价等政策措施」: no rates, a local amount for each firm."""
    day = facts["year_end"]
    problems = failing([(facts["enterprise"], "not an enterprise"), in_force(doc, day)])
    if problems:
        return refused(*problems)
    return once(day, ask(local, "amount", day), "a local amount")


# --- key groups ----------------------------------------------------------------------------------


def yearly_credits(started_on: date, months: int, tax_due: int, local: Local) -> dict[Month, int]:
    """A credit after each full year, never above the tax due; how much, how long is local."""
    limit = int(ask(local, "years_limit", started_on))
    credit = half_up(min(ask(local, "yearly_credit", started_on), Fraction(tax_due)))
    years = min(months // 12, limit)
    return {plus(month_of(started_on), 12 * k): credit for k in range(1, years + 1)}


def key_group_hire_credit(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """xt5a 「強化重點群體創業就業稅收優惠政策落實」: the employer's part."""
    named = facts["registered_unemployed"] or "registered_poor" in facts["groups"]
    hired_on = facts["hired_on"]
    problems = failing(
        [
            (facts["enterprise"], "not an enterprise"),
            (facts["insured"], "not insured"),
            (named, "in no key group"),
            (facts["contract_months"] >= 12, "contract under a year"),
            in_force(doc, hired_on),
        ]
    )
    if problems:
        return refused(*problems)
    by_month = yearly_credits(hired_on, facts["months_on_post"], facts["tax_due_year_fen"], local)
    return granted(by_month, f"{len(by_month)} full years")


def key_group_founder_credit(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """xt11g 「兌現各類重點群體自主創業的稅收優惠政策」."""
    in_group, why = belongs(facts, "registered_poor", "hard_to_employ", "graduating_this_year")
    founded_on = facts["founded_on"]
    problems = failing(
        [
            (in_group or facts["unemployed"], why),
            (facts["form"] == INDIVIDUAL_BUSINESS, "not an individual business"),
            in_force(doc, founded_on),
        ]
    )
    if problems:
        return refused(*problems)
    by_month = yearly_credits(founded_on, facts["months_open"], facts["tax_due_year_fen"], local)
    return granted(by_month, f"{len(by_month)} full years")


# --- contributions, power, fees ------------------------------------------------------------------


def contribution_rate_cut(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """xt9c 「職工養老保險階段性降低繳費費率政策」: month by month, from issue."""
    year = run_of_months((facts["year_end"].year, 1), 12)
    months = [month for month in year if in_force(doc, first_day(month))[0]]
    problems = failing(
        [(facts["insured"], "not insured"), (bool(months), "before the document was issued")]
    )
    if problems:
        return refused(*problems)
    base = facts["contribution_base_month_fen"]
    by_month = paid_monthly(months, lambda day: base * ask(local, "rate_cut", day))
    return granted(by_month, f"{len(months)} months")


def energy_price_cut(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """xt5c: a tenth of the year's bill for power, a target (AMB-68)."""
    day = facts["year_end"]
    # 「一般工商業電價」
    problems = failing([(facts["commercial_power"], "another tariff"), in_force(doc, day)])
    if problems:
        return refused(*problems)
    # 「電價減負10%的目標」
    months = months_cut(doc, day.year, readings)
    forgone = Fraction(10, 100) * ask(local, "power_cost", day) * facts["staff"] * months
    return granted({(day.year, 12): half_up(forgone)}, f"a tenth of the bill of {months} months")


def months_cut(doc: str, year: int, readings: Readings) -> int:
    """No clause acts before it is issued: the months from issue on, or the year as a whole."""
    if reading(readings, "first_year") == "whole_year":
        return 12
    return sum(in_force(doc, date(year, month, 1))[0] for month in range(1, 13))


def fee_reduction(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """sn7 「加快推进涉企行政事业性零收费」: the fees a private firm would have paid."""
    day = facts["year_end"]
    # 「大力支持民营企业发展」
    problems = failing([(facts["private"], "not private"), in_force(doc, day)])
    if problems:
        return refused(*problems)
    fees = ask(local, "fees", day) * Fraction(months_cut(doc, day.year, readings), 12)
    return granted({(day.year, 12): half_up(fees)}, "no fees")
