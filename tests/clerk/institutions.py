"""Clauses on incubators and other institutions in a year.

Incubators: zy4d zy4e tc4b tc4d ly4.1a ly2.2b xt12a sn11b.
Others: sn16b xt11e xt19a sn5 zy7c zy17b xt24b. Paid in the month of the assessment.
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
    Readings,
    ask,
    failing,
    in_force,
    inside,
    limited,
    once,
    reading,
    refused,
)

COUNTY, CITY, PROVINCIAL, NATIONAL = 1, 2, 3, 4
"""Codes of ``level``."""

STUDIO, HR_AGENCY, BLIND_MASSAGE, TOWNSHIP, DEMONSTRATION, WORKSHOP = range(6)
"""Codes of ``type``."""

Tests = list[tuple[bool, str]]

# --- incubators ----------------------------------------------------------------------------------


def incubator_tests(clause: str, facts: Facts) -> Tests:
    """What each clause asks of an incubator."""
    effective = (facts["effective"], "no good effect")
    first = (not facts["awarded_before"], "drew the one-off award before")
    at_level = f"recognised at level {facts['level']}"
    return {
        # 「对入驻实体数量超过30户，且孵化效果好、带动劳动者就业效果好的」, 「一次性给予」
        "zy4d": [effective, first, (facts["residents"] > 30, "not above 30 residents")],
        # 「认定为国家级、省级创业园区」; AMB-21: the provincial award in both cases
        "zy4e": [
            (facts["level"] in (PROVINCIAL, NATIONAL), at_level),
            (facts["provincial_award_fen"] > 0, "no provincial award"),
        ],
        "tc4b": [effective],  # 「根据入驻实体数量、孵化效果和带动就业成效」
        "tc4d": [(facts["level"] == PROVINCIAL, at_level), first],  # 「打造1家自治区级」
        "ly4.1a": [],  # 「给予一定奖补」
        "ly2.2b": [effective],  # 「对入孵实体数量多、孵化效果好的」
        "xt12a": [(facts["chosen"], "not chosen")],  # 「每兩年擇優」
        # 「认定为县级创业孵化基地的，经年度考核合格，一次性给予」
        "sn11b": [
            (facts["level"] == COUNTY, at_level),
            (facts["passed"], "assessment not passed"),
            first,
        ],
    }[clause]


def incubator_amount(clause: str, facts: Facts, local: Local, readings: Readings) -> Fraction:
    """What each clause gives an incubator."""
    if clause == "zy4d":
        heads = facts["residents"]
        if reading(readings, "incubator_residents") == "above_threshold":  # AMB-20
            heads -= 30
        return Fraction(1000 * YUAN * heads)  # 「1000元/户」
    if clause == "zy4e":
        return Fraction(10, 100) * facts["provincial_award_fen"]  # 「省级奖补资金的10%奖励」
    amount = ask(local, "amount", facts["assessed_on"])
    if clause == "sn11b":  # 「1-3万元」 (AMB-57)
        return limited(amount, 10_000 * YUAN, 30_000 * YUAN)
    return amount


def incubator_award(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """An award to an incubator."""
    day = facts["assessed_on"]
    # tc4c 「力争至2020年底」, with tc4d of the same list
    window = (ISSUED["tc"], date(2020, 12, 31))
    in_time = inside(day, window) if clause == "tc4d" else in_force(doc, day)
    problems = failing([*incubator_tests(clause, facts), in_time])
    if problems:
        return refused(*problems)
    return once(day, incubator_amount(clause, facts, local, readings), "incubator award")


# --- other institutions --------------------------------------------------------------------------

KIND_OF_INSTITUTION = {
    "sn16b": STUDIO,  # 「批准设立为市级技能大师工作室的」
    "xt11e": DEMONSTRATION,  # 「示范典型的評選」
    "xt19a": WORKSHOP,  # 「就業扶貧基地」
    "sn5": WORKSHOP,  # 「扶贫车间」
    "zy7c": BLIND_MASSAGE,  # 「开发盲人医疗按摩岗位或购买服务」
    "zy17b": HR_AGENCY,  # 「经营性人力资源服务机构」
    "xt24b": TOWNSHIP,  # 「鄉鎮(街道)」
}


def institution_problems(clause: str, doc: str, facts: Facts) -> list[str]:
    """Why an institution gets nothing under a clause."""
    city_studio = facts["level"] == CITY and not facts["awarded_before"]  # 「市级」「一次性」
    # 「吸納建檔立卡貧困勞動力就業」, 「吸纳贫困家庭劳动力」
    employs_poor = facts["poor_staff"] > 0
    return failing(
        [
            (facts["type"] == KIND_OF_INSTITUTION[clause], f"of type {facts['type']}"),
            (facts["approved"], "not approved or chosen"),
            (clause != "sn16b" or city_studio, "not of the city, or drawn before"),
            (clause not in ("xt19a", "sn5") or employs_poor, "employs no poor worker"),
            in_force(doc, facts["assessed_on"]),
        ]
    )


def institution_award(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """sn16b has a sum; xt19a and sn5 go by poor worker; the others are a local amount each."""
    problems = institution_problems(clause, doc, facts)
    if problems:
        return refused(*problems)
    day = facts["assessed_on"]
    if clause == "sn16b":
        return once(day, 30_000 * YUAN, "studio")  # 「一次性给予3万元补贴」
    heads = facts["poor_staff"] if clause in ("xt19a", "sn5") else 1
    return once(day, heads * ask(local, "amount", day), f"{heads} times the local amount")
