"""Clauses on people placed in work, by a firm, an agency or a public post.

Hires: sn16c xt9f zy6b xt19c. Moves: xt19d. Public-service posts: ly1.1a xt16c.
Firms with disabled employees: zy7a.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from .basics import (
    YEAR_2019,
    YEARS_2019_2020,
    YUAN,
    Decision,
    Facts,
    Local,
    Readings,
    ask,
    belongs,
    day_plus,
    failing,
    granted,
    half_up,
    in_force,
    inside,
    minimum_wage,
    month_of,
    must_know,
    once,
    paid_monthly,
    plus,
    reading,
    refused,
    run_of_months,
)


def poor_hire_training_grant(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """sn16c: 1,000 yuan for a contract of 6 to 12 months, 2,000 for a longer one."""
    long = facts["contract_months"] >= 12  # 「签订1年以上(含1年)劳动合同的企业」
    # 「并开展技能培训的」; AMB-56: for long contracts too?
    may_skip = long and reading(readings, "long_contract_training") == "not_needed"
    problems = failing(
        [
            (facts["enterprise"], "not an enterprise"),
            belongs(facts, "registered_poor"),  # 「建档立卡贫困家庭劳动力」
            (facts["contract_months"] >= 6, "contract under 6 months"),  # 「6个月以上不满1年」
            (facts["trained"] or may_skip, "not trained"),
            in_force(doc, facts["hired_on"]),
        ]
    )
    if problems:
        return refused(*problems)
    # 「按每人1000元的标准给予培训补助」, 「按每人2000元的标准给予培训补助」
    return once(facts["hired_on"], (2000 if long else 1000) * YUAN, "hired and trained")


def one_off_post_subsidy(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """xt9f: 1,000 yuan for a registered unemployed person who stays a year."""
    # AMB-47: the window tests the day of hiring, or the day a year is complete
    tested = facts["hired_on"]
    if reading(readings, "post_window") == "completion_date":
        tested = day_plus(tested, 12) - timedelta(days=1)  # AMB-47: a hire of 1 January fits
    fit = facts["small_or_labour_intensive"]
    problems = failing(
        [
            (facts["enterprise"], "not an enterprise"),
            (facts["insured"], "not insured"),  # 「按規定繳納社會保險的」
            (fit, "neither small nor labour-intensive"),  # 「勞動密集型企業和中小微企業」
            (facts["registered_unemployed"], "not registered unemployed"),  # 「吸納登記失業人員」
            (facts["months_on_post"] >= 12, "under a year"),  # 「穩定就業1年以上」
            inside(tested, YEAR_2019),  # 「2019年1月1日至12月31日」
        ]
    )
    if problems:
        return refused(*problems)
    # 「1000元/人的一次性崗位補貼」
    return granted({plus(month_of(facts["hired_on"]), 12): 1000 * YUAN}, "stayed a year")


# --- agencies and moves --------------------------------------------------------------------------


def stay_window(started_on: date, readings: Readings) -> tuple[bool, str]:
    """xt19c xt19d 「2019年1月1日至2020年12月31日」; AMB-52: the start, or 6 months complete."""
    if reading(readings, "stay_window") == "completion_date":
        started_on = day_plus(started_on, 6) - timedelta(days=1)
    return inside(started_on, YEARS_2019_2020)


def job_placement_subsidy(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """zy6b xt19c: 300 yuan to the agency for each person placed."""
    hired_on = facts["hired_on"]
    if clause == "zy6b":
        tests = [
            (facts["enterprise"], "not an enterprise"),
            (facts["private"], "not private"),  # 「到民营企业就业」
            (facts["insured"], "not insured"),  # 「参加社会保险的」
            (facts["contract_months"] >= 3, "contract too short"),  # 「签订3个月以上劳动合同」
            in_force(doc, hired_on),
        ]
    else:
        tests = [
            belongs(facts, "registered_poor"),  # 「每成功介紹1名貧困勞動力」
            (facts["months_on_post"] >= 6, "under 6 months"),  # 「穩定就業6個月以上的」
            stay_window(hired_on, readings),
        ]
    # 「对经营性人力资源服务机构」, 「具有合法資質的人力資源服務機構」
    problems = failing([(facts["by_agency"], "not placed by an agency"), *tests])
    if problems:
        return refused(*problems)
    # 「一次性给予300元/人的职业介绍补贴」 at once; 「給予300元的就業創業服務補貼」 after 6 months
    month = plus(month_of(hired_on), 0 if clause == "zy6b" else 6)
    return granted({month: 300 * YUAN}, "placed")


def labour_export_jobseeking_subsidy(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """xt19d: 300 yuan to a poor worker who stays 6 months out of the county."""
    problems = failing(
        [
            belongs(facts, "registered_poor"),  # 「貧困勞動力」
            (facts["organised"], "not organised"),  # 「通過有組織勞務輸出」
            (facts["outside_county"], "within the county"),  # 「轉移到戶籍所在縣以外就業」
            (facts["stable_months"] >= 6, "under 6 months"),  # 「穩定就業6個月以上的」
            stay_window(facts["moved_on"], readings),
        ]
    )
    if problems:
        return refused(*problems)
    # 「按300元/人的標準給予一次性求職創業補貼」
    return granted({plus(month_of(facts["moved_on"]), 6): 300 * YUAN}, "stayed 6 months")


# --- public posts --------------------------------------------------------------------------------


def public_post_tests(clause: str, facts: Facts) -> list[tuple[bool, str]]:
    """Who is placed on a public-service post."""
    if (
        clause == "ly1.1a"
    ):  # 「对安置低保家庭、贫困残疾人家庭、建档立卡贫困户家庭和特困人员中的高校毕业生」
        return [(facts["disadvantaged_graduate"], "not a disadvantaged graduate")]
    # 「有就業能力和愿望,不挑不揀的就業困難人員和純農戶離校未就業高校畢業生」
    named = "hard_to_employ" in facts["groups"] or facts["farm_graduate"]
    return [
        (facts["able_and_willing"], "not able and willing"),
        (named, "neither hard to employ nor a farm graduate"),
    ]


def public_service_post_subsidy(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """ly1.1a xt16c: a share of the minimum wage in each month on the post."""
    problems = failing([*public_post_tests(clause, facts), in_force(doc, facts["started_on"])])
    if problems:
        return refused(*problems)
    limit = int(ask(local, "months_limit", facts["started_on"]))
    months = run_of_months(month_of(facts["started_on"]), min(facts["months_on_post"], limit))

    def pay(day: date) -> Fraction:
        share = ask(local, "post_share", day)
        if clause == "ly1.1a":
            # 「按不高于当地最低工资标准50%的比例上浮」; AMB-59: of the wage, or of the base subsidy
            uplift = min(ask(local, "uplift", day), Fraction(50, 100))
            of_subsidy = reading(readings, "uplift_base") == "post_subsidy"
            share += uplift * share if of_subsidy else uplift
        return share * minimum_wage(local, facts, day)

    return granted(paid_monthly(months, pay), f"{len(months)} months on the post")


# --- disabled employees --------------------------------------------------------------------------


def disability_employer_award(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """zy7a: firms that employ many disabled people; every number is still to be drafted."""
    day = facts["applied_on"]
    heads, staff = facts["disabled_staff"], facts["staff"]
    problems = failing([in_force(doc, day)])  # 「对集中安排残疾人的用人单位」: any employer
    if problems:
        return refused(*problems)
    # 「对集中安排残疾人的用人单位」: how many, and what part of the staff
    least = must_know(local, "least_persons", day)
    share = must_know(local, "share_needed", day)
    problems = failing(
        [
            (heads >= least, "too few disabled employees"),
            (staff > 0 and heads >= share * staff, "too small a part of the staff"),
        ]
    )
    if problems:
        return refused(*problems)
    amount = half_up(heads * ask(local, "amount", day))  # 「必要的资金扶持」
    return once(day, amount, f"{heads} disabled employees")
