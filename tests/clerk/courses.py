"""Clauses on courses that somebody pays in kind or in full, and on apprentices.

Start-up courses: sn15b. Free courses: ly1.3a xt13b zy8a sn17. Apprentices: ly3.2b xt15b.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from .basics import (
    ISSUED,
    YEARS_2019_2020,
    YUAN,
    Decision,
    Facts,
    Local,
    Readings,
    UnpricedError,
    ask,
    belongs,
    failing,
    granted,
    half_up,
    in_force,
    inside,
    limited,
    month_of,
    once,
    plus,
    refused,
)


def startup_training_subsidy(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """sn15b: a course in starting a business, passed."""
    day = facts["ended_on"]
    problems = failing(
        [
            (facts["startup_course"], "no start-up course"),  # 「实体创业培训或网络创业培训」
            (facts["passed"], "did not pass"),  # 「培训合格后」
            in_force(doc, day),
        ]
    )
    if problems:
        return refused(*problems)
    # 「每人给予500-1900元的创业培训补贴」 (AMB-58)
    return once(day, limited(ask(local, "amount", day), 500 * YUAN, 1900 * YUAN), "passed")


def free_course_tests(clause: str, facts: Facts) -> list[tuple[bool, str]]:
    """Who may take a course that public money buys, and when it began."""
    day = facts["started_on"]
    return {
        # 「通过项目制方式」, 「为去产能失业人员免费提供」
        "ly1.3a": [
            (facts["project_based"], "not bought as a whole"),
            belongs(facts, "decapacity_worker"),
            (facts["unemployed"], "not unemployed"),
            in_force("ly", day),
        ],
        # 「2020年12月31日前,建檔立卡貧困勞動力可免費參加」; AMB-66b: that day is in
        "xt13b": [
            belongs(facts, "registered_poor"),
            inside(day, (ISSUED["xt"], date(2020, 12, 31))),
        ],
        # 「退役后可选择接受一次免费培训」
        "zy8a": [
            belongs(facts, "veteran"),
            (not facts["free_course_before"], "has taken the one free course"),
            in_force("zy", day),
        ],
        # 「以农牧村建档立卡劳动力、农牧村新生劳动力、稳定就业半年以上农民工和返乡农民工为重点」
        "sn17": [
            belongs(
                facts,
                "registered_poor",
                "school_leaver",
                "rural_transfer_worker",
                "returning_migrant",
            ),
            (day >= date(2019, 1, 1), "before 2019"),  # 「从2019年起」
        ],
    }[clause]


def free_course(clause: str, doc: str, facts: Facts, local: Local, readings: Readings) -> Decision:
    """ly1.3a xt13b zy8a sn17: the cost of the course, when it has ended; no text has a number."""
    problems = failing(free_course_tests(clause, facts))
    if problems:
        return refused(*problems)
    return once(facts["ended_on"], ask(local, "amount", facts["started_on"]), "a free course")


def yearly_rate(clause: str, facts: Facts, local: Local) -> Fraction:
    """What an apprentice earns the firm in a year; AMB-61 as amended."""
    least = Fraction(4000 * YUAN)
    day = facts["started_on"]
    if clause == "xt15b":
        return max(ask(local, "amount", day), least)  # 「每人每年不低于4000元」: hard
    try:
        return ask(local, "amount", day)  # 「原则上不低于4000元」: a lower rate is allowed
    except UnpricedError:
        return least  # section 9: 「default 4,000」


def new_apprenticeship(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """ly3.2b xt15b: so much a year; LY advances part of it, the rest comes at the end."""
    in_chain = clause == "ly3.2b" or facts["emerging_chain"]  # 「工業新興產業鏈相關企業」
    day = facts["started_on"]
    in_time = in_force(doc, day) if clause == "ly3.2b" else inside(day, YEARS_2019_2020)
    problems = failing(
        [
            (facts["enterprise"], "not an enterprise"),  # 「对开展学徒培训的企业」
            (in_chain, "not of the emerging chains"),
            in_time,
        ]
    )
    if problems:
        return refused(*problems)
    total = facts["years"] * yearly_rate(clause, facts, local)
    advance = 0
    if clause == "ly3.2b":  # 「预支不超过50%的补贴资金」
        share = min(ask(local, "advance_share", day), Fraction(50, 100))
        advance = half_up(share * total)
    started = month_of(day)
    by_month = {started: advance}
    if facts["completed"]:  # 「培训任务完成后及时拨付其余补贴资金」
        end = plus(started, 12 * facts["years"])
        by_month[end] = by_month.get(end, 0) + half_up(total) - advance
    return granted(by_month, f"{total} fen for {facts['years']} years")
