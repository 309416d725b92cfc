"""Clauses on internships (就业见习).

Monthly support: zy5a zy5b tc5a ly3.3c ly3.3d (with ly3.3a, b, e) xt8a sn12.
Retention bonus: zy5c. Early-hire top-up: tc5b.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from .basics import (
    ISSUED,
    YUAN,
    Decision,
    Facts,
    Local,
    Month,
    Readings,
    ask,
    completed_years,
    day_plus,
    failing,
    first_day,
    granted,
    half_up,
    known,
    minimum_wage,
    month_of,
    plus,
    reading,
    refused,
    run_of_months,
)

STARTS = {
    "zy": date(2019, 1, 1),  # 「从2019年1月1日起」
    "tc": date(2019, 1, 1),
    "ly": date(2019, 1, 1),  # ly3.3e: who began before stays on the old policy, left out (AMB-29)
    "xt": ISSUED["xt"],  # xt8a states no day (AMB-66)
    "sn": date(2019, 1, 1),
}
"""First day on which an internship may begin."""


def graduate_named(doc: str, facts: Facts) -> bool:
    """Is the intern a graduate of the kinds the document names? Graduates have no age limit."""
    groups = facts["groups"]
    if doc == "tc":  # 「含技师学院高级工班、预备技师班和特殊教育院校职业教育类」
        return bool(groups & {"graduate", "technician_graduate"})
    if doc == "ly":  # 「离校2年内未就业的高校、中职毕业生」
        left = facts["left_school_on"]
        if left is None or not groups & {"graduate", "secondary_graduate"}:
            return False
        return left <= facts["started_on"] <= day_plus(left, 24)
    return "graduate" in groups


def intern_problems(doc: str, facts: Facts, readings: Readings) -> list[str]:
    """Why a person is not an intern in the sense of the document."""
    # AMB-23: 「16-24岁」, both ends in, completed years
    age_day = facts["started_on"]
    if reading(readings, "intern_age") == "at_application":
        age_day = facts["applied_on"]
    young = 16 <= completed_years(facts["born_on"], age_day) <= 24
    return failing(
        [
            (facts["unemployed"], "not out of work"),
            (young or graduate_named(doc, facts), "neither 16-24 nor a named graduate"),
            (3 <= facts["planned_months"] <= 12, "not an internship of 3-12 months"),
        ]
    )


def support_problems(doc: str, facts: Facts, readings: Readings) -> list[str]:
    """Why no monthly support is due, whatever its amount."""
    done = facts["completed_months"]
    # AMB-78: nothing under 3 months, unless hired early (a case only TC knows: tc5b)
    enough = done >= 3 or (doc == "tc" and facts["hired_early"])
    if reading(readings, "short_internship") == "months_done":
        enough = True
    return [
        *intern_problems(doc, facts, readings),
        *failing(
            [
                (facts["started_on"] >= STARTS[doc], "begun before the clause began"),
                (enough, "under 3 months done"),
                (done > 0, "no month done"),
            ]
        ),
    ]


def months_supported(facts: Facts) -> list[Month]:
    """One per completed month from the month the internship began; at most 12."""
    return run_of_months(month_of(facts["started_on"]), min(facts["completed_months"], 12))


def month_after_term(facts: Facts) -> Month:
    """First month + completed months: where the term has ended."""
    return plus(month_of(facts["started_on"]), facts["completed_months"])


def kept_share(facts: Facts, readings: Readings) -> Fraction:
    """Retention rate of the unit's batch (AMB-27); no rate without anyone to divide by."""
    column = "batch_ended"
    if reading(readings, "retention_rate") == "of_started":
        column = "batch_started"
    return Fraction(facts["batch_retained"], facts[column]) if facts[column] else Fraction(0)


def gets_higher_rate(facts: Facts, readings: Readings, *, high: bool) -> bool:
    """AMB-28 (xt8a, sn12): the whole batch, only those kept, or the unit's later batches."""
    whose = reading(readings, "higher_rate")
    if whose == "later_batches":
        return facts["earlier_batch_kept_many"]
    return high and (whose == "whole_batch" or facts["retained"])


def zy5a(facts: Facts, local: Local, readings: Readings) -> Decision:
    """ZY: a local monthly rate; the text has none (AMB-22)."""
    problems = support_problems("zy", facts, readings)
    if problems:
        return refused(*problems)
    by_month = {
        month: half_up(ask(local, "internship_rate", first_day(month)))
        for month in months_supported(facts)
    }
    return granted(by_month, f"{len(by_month)} months")


def zy5b(facts: Facts, local: Local, readings: Readings) -> Decision:
    """ZY: 「国家级、省级就业见习基地…可上浮10%」: the uplift alone, on top of zy5a."""
    problems = support_problems("zy", facts, readings)
    problems += failing([(facts["recognised_base"], "not a national or provincial base")])
    if problems:
        return refused(*problems)
    by_month = {}
    for month in months_supported(facts):
        day = first_day(month)
        uplift = min(ask(local, "uplift", day), Fraction(10, 100))
        by_month[month] = half_up(uplift * ask(local, "internship_rate", day))
    return granted(by_month, f"{len(by_month)} months of uplift")


def tc5a(facts: Facts, local: Local, readings: Readings) -> Decision:
    """TC: the minimum wage from the fund; the unit adds half of it.

    「办理人身意外伤害保险」, AMB-25: the unit's affair and without a price, or from the fund.
    """
    problems = support_problems("tc", facts, readings)
    if problems:
        return refused(*problems)
    by_month = {}
    employer = 0
    for month in months_supported(facts):
        wage = minimum_wage(local, facts, first_day(month))
        by_month[month] = half_up(wage)
        employer += half_up(Fraction(50, 100) * wage)  # 「不低于当地最低工资标准的50%」
    if reading(readings, "intern_insurance") == "by_fund":
        first = month_of(facts["started_on"])
        by_month[first] += half_up(known(local, "insurance", first_day(first)) or 0)
    return granted(by_month, f"{len(by_month)} months at the minimum wage", employer)


def ly_shares(clause: str, stipend: int, wage: Fraction, readings: Readings) -> tuple[int, int]:
    """Public and employer part of one month's stipend and guidance, without the insurance."""
    guidance = 100 * YUAN  # 「100元/人月」
    if clause == "ly3.3d":
        public = half_up(min(Fraction(stipend), wage))
        return public + guidance, stipend - public
    two_thirds = Fraction(2, 3)
    if reading(readings, "intern_cap") == "on_subsidy":  # AMB-26 「以当地最低工资标准为补贴上限」
        public = half_up(min(two_thirds * stipend, wage))
    else:
        public = half_up(two_thirds * min(Fraction(stipend), wage))
    return public, stipend - public + guidance


def ly_support(clause: str, facts: Facts, local: Local, readings: Readings) -> Decision:
    """LY ly3.3c (retention up to 50 %) and ly3.3d (above 50 %): stipend, insurance, guidance."""
    high = kept_share(facts, readings) > Fraction(1, 2)
    tier = "ly3.3d" if high else "ly3.3c"  # 「50%以下（含50%）」 / 「超过50%」
    problems = support_problems("ly", facts, readings)
    problems += failing([(clause == tier, f"the retention rate leads to {tier}")])
    if problems:
        return refused(*problems)
    stipend = facts["stipend_month_fen"]
    months = months_supported(facts)
    floor = Fraction(60, 100) * minimum_wage(local, facts, first_day(months[0]))
    if stipend < floor:
        return refused("stipend under 60 % of the minimum wage")  # ly3.3b
    by_month = {}
    employer = 0
    for month in months:
        wage = minimum_wage(local, facts, first_day(month))
        by_month[month], own = ly_shares(clause, stipend, wage, readings)
        employer += own
    by_month[months[0]] += 400 * YUAN  # accident insurance 「400元/人」, once (AMB-26b)
    return granted(by_month, f"{clause}: {len(months)} months", employer)


def xt8a(facts: Facts, local: Local, readings: Readings) -> Decision:
    """XT: the minimum wage; 120 % if more than half are kept, settled after the term."""
    problems = support_problems("xt", facts, readings)
    if problems:
        return refused(*problems)
    wages = {
        month: minimum_wage(local, facts, first_day(month)) for month in months_supported(facts)
    }
    by_month = {month: half_up(wage) for month, wage in wages.items()}
    high = kept_share(facts, readings) > Fraction(1, 2)  # 「超過50%」
    if gets_higher_rate(facts, readings, high=high):
        by_month[month_after_term(facts)] = half_up(Fraction(20, 100) * sum(wages.values()))
    return granted(by_month, f"{len(wages)} months, {'120' if high else '100'} % tier")


def sn12(facts: Facts, local: Local, readings: Readings) -> Decision:
    """SN: 1,000 yuan a month; 1,200 if half or more are kept, settled after the term."""
    problems = support_problems("sn", facts, readings)
    if problems:
        return refused(*problems)
    months = months_supported(facts)
    by_month = dict.fromkeys(months, 1000 * YUAN)  # 「每人每月1000元」
    high = kept_share(facts, readings) >= Fraction(1, 2)  # 「达到50%以上」: 50 % counts
    if gets_higher_rate(facts, readings, high=high):
        by_month[month_after_term(facts)] = (1200 - 1000) * YUAN * len(months)
    return granted(by_month, f"{len(months)} months, {'high' if high else 'low'} tier")


def internship_subsidy(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """The monthly support of each document."""
    if doc == "ly":
        return ly_support(clause, facts, local, readings)
    return {"zy5a": zy5a, "zy5b": zy5b, "tc5a": tc5a, "xt8a": xt8a, "sn12": sn12}[clause](
        facts, local, readings
    )


DISADVANTAGED = {"hard_to_employ", "registered_poor", "dibao", "disabled"}
"""zy5c 「就业困难人员、建档立卡贫困户家庭成员、低保对象或残疾人」."""


def intern_retention_bonus(doc: str, facts: Facts, local: Local, readings: Readings) -> Decision:
    """zy5c: 1,000 yuan to the unit that keeps a disadvantaged intern for 6 stable months.

    「见习期满被用人单位留用，稳定就业６个月以上的」: the term must have been served to its end.
    It starts at issue (2019-03-20, section 9) and tests the day on which the internship ends.
    """
    ended_on = day_plus(facts["started_on"], facts["completed_months"])
    problems = intern_problems(doc, facts, readings)
    problems += failing(
        [
            (bool(facts["groups"] & DISADVANTAGED), "in none of the named groups"),
            (facts["completed_months"] >= facts["planned_months"], "term not served to its end"),
            (facts["retained"], "not kept"),
            (facts["stable_months"] >= 6, "under 6 stable months"),
            (ended_on >= ISSUED[doc], "internship ended before issue"),
        ]
    )
    if problems:
        return refused(*problems)
    return granted({plus(month_after_term(facts), 6): 1000 * YUAN}, "kept for 6 months")


def intern_early_hire_topup(doc: str, facts: Facts, local: Local, readings: Readings) -> Decision:
    """tc5b: the remaining months' support, to the unit that hires before the term ends.

    「见习期未满即与见习毕业生签订2年以上期限劳动合同并缴纳社会保险费的」
    """
    remaining = facts["planned_months"] - facts["completed_months"]
    # AMB-24: 「见习毕业生」 word by word
    graduates_only = reading(readings, "early_hire_topup") == "graduates_only"
    problems = intern_problems(doc, facts, readings)
    problems += failing(
        [
            (facts["started_on"] >= STARTS[doc], "begun before the clause began"),
            (facts["hired_early"], "not hired early"),
            (remaining > 0, "no month remains"),
            (facts["contract_months"] >= 24, "contract under 2 years"),
            (facts["insured_after"], "no social insurance under the contract"),
            (not graduates_only or graduate_named(doc, facts), "not a graduate"),
        ]
    )
    if problems:
        return refused(*problems)
    month = month_after_term(facts)
    wage = minimum_wage(local, facts, first_day(month))
    return granted({month: half_up(remaining * wage)}, f"{remaining} remaining months")
