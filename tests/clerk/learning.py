"""Clauses on certificates and courses.

Skill upgrade: zy11 tc8 ly3.2d xt8b+xt14c+xt14d sn16a.
Training of the unemployed: zy10a tc7a ly1.3b xt13a xt13d sn15a.
Living allowance while training: zy10b tc7b ly1.3c xt13c sn15d.
"""

from __future__ import annotations

from fractions import Fraction

from .basics import (
    ISSUED,
    YEARS_2019_2020,
    YUAN,
    Decision,
    Facts,
    Local,
    Readings,
    ask,
    failing,
    first_day,
    granted,
    half_up,
    minimum_wage,
    month_of,
    reading,
    refused,
    within,
)

# --- skill upgrade -------------------------------------------------------------------------------

SKILL_AMOUNTS_BY_SKILL = {5: 1000 * YUAN, 4: 1500 * YUAN, 3: 2000 * YUAN}
"""sn16a 「初、中、高级」「1000元、1500元和2000元」; xt14c under the recommended order (AMB-41)."""

SKILL_AMOUNTS_LITERAL = {3: 1000 * YUAN, 4: 1500 * YUAN, 5: 2000 * YUAN}
"""xt14c word by word: 「三、四、五級」「1000元、1500元和2000元」."""


def months_needed(doc: str, facts: Facts, readings: Readings) -> int | None:
    """Insured months needed: 12 within the window; outside 36 (ZY, TC, LY) or no grant at all."""
    tested = reading(readings, "skill_window")  # AMB-40 as amended
    if tested == "recommended":
        tested = "certificate" if doc in ("xt", "sn") else "application"
    day = facts["issued_on"] if tested == "certificate" else facts["applied_on"]
    if within(day, YEARS_2019_2020):
        return 12  # 「放宽至参保1年以上」
    return None if doc in ("xt", "sn") else 36  # 「3年以上」


def skill_amount(doc: str, facts: Facts, local: Local, readings: Readings) -> Fraction | None:
    """The amount of the certificate; None if the text gives this certificate none."""
    level = facts["level"]
    if doc in ("xt", "sn"):
        # AMB-76: the amounts are tied to 職業資格證書; the other type shares them or has none.
        only_qualifications = reading(readings, "certificate_types") == "qualification_only"
        if only_qualifications and facts["skill_level_certificate"]:
            return None
        literal = doc == "xt" and reading(readings, "certificate_order") == "literal"
        amount = (SKILL_AMOUNTS_LITERAL if literal else SKILL_AMOUNTS_BY_SKILL).get(level)
        return None if amount is None else Fraction(amount)
    if doc == "zy" and level == 0:
        level = facts["post_level"]  # zy11 「按可聘相应专业技术职务确定等级」
    return ask(local, "amount", facts["applied_on"], level)  # AMB-44: no amounts in the text


def skill_upgrade_subsidy(doc: str, facts: Facts, local: Local, readings: Readings) -> Decision:
    """Zy11 tc8 ly3.2d xt8b+xt14c+xt14d sn16a: one-off for a certificate.

    Paid in the month of application.
    """
    in_a_row = reading(readings, "insured_year") == "in_a_row"  # AMB-39
    insured = facts["insured_months_in_a_row"] if in_a_row else facts["insured_months"]
    needed = months_needed(doc, facts, readings)
    # xt14d 「與企業在職職工技能提升培訓補貼不得重復享受」; AMB-42: for what, and when
    staff_training = {
        "same_certificate": "staff_training_subsidised",
        "same_year": "staff_training_same_year",
        "ever": "staff_training_ever",
    }[reading(readings, "double_training")]
    doubled = doc == "xt" and facts[staff_training]
    problems = failing(
        [
            (facts["in_enterprise"], "not an in-service employee of an enterprise"),
            (needed is not None, "outside 2019-2020"),
            (needed is None or insured >= needed, f"insured under {needed} months"),
            (not doubled, f"staff-training subsidy drawn: {staff_training}"),
        ]
    )
    if problems:
        return refused(*problems)
    amount = skill_amount(doc, facts, local, readings)
    if amount is None:
        return refused("the text gives this certificate no amount")
    why = f"certificate of level {facts['level']}"
    return granted({month_of(facts["applied_on"]): half_up(amount)}, why)


# --- training of the unemployed ------------------------------------------------------------------

XT13A_GROUPS = {
    "rural_transfer_worker",
    "graduating_this_year",
    "school_leaver",
    "registered_poor",
}
"""xt13a, beside the registered unemployed."""


def training_tests(clause: str, facts: Facts) -> list[tuple[bool, str]]:
    """Who and what each training clause covers."""
    unemployed = (facts["unemployed"], "not registered unemployed")
    passed = (facts["passed"], "did not pass")
    if (
        clause == "ly1.3b"
    ):  # 「对自行垫付培训费用且培训合格的符合条件人员」: not only the unemployed
        return [passed, (facts["self_paid"], "did not pay the fee first")]
    skill_course = (not facts["startup_course"], "a start-up course, not a skill course")
    if clause == "xt13a":  # 「參加技能培訓,獲得職業資格證書」
        named = facts["unemployed"] or facts["groups"] & XT13A_GROUPS
        return [
            (bool(named), "in none of the named groups"),
            (facts["certified"], "no vocational qualification certificate"),
            skill_course,
        ]
    if clause == "sn15a":  # 「就业技能培训」; start-up courses are sn15b's
        return [unemployed, passed, skill_course]
    return [unemployed, passed]  # zy10a tc7a xt13d: skill or start-up course


def unemployed_training_subsidy(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """Zy10a tc7a ly1.3b xt13a xt13d sn15a: the course subsidy, when the course has ended."""
    ended_on = facts["ended_on"]
    problems = failing(
        [
            *training_tests(clause, facts),
            (ended_on >= ISSUED[doc], "ended before the document was issued"),
        ]
    )
    if problems:
        return refused(*problems)
    amount = ask(local, "amount", ended_on)
    if clause == "tc7a":  # 「最高不超过1800元/人」; AMB-82: paid up to the limit
        amount = min(amount, Fraction(1800 * YUAN))
    if clause == "sn15a":  # 「600-1500元」
        amount = min(max(amount, Fraction(600 * YUAN)), Fraction(1500 * YUAN))
    return granted({month_of(ended_on): half_up(amount)}, "course completed")


# --- living allowance while training -------------------------------------------------------------

ALLOWANCE_GROUPS = {
    "zy": {"hard_to_employ", "zero_employment_family"},
    # 「登记失业的低保家庭人员、残疾人、去产能企业职工等就业困难人员和零就业家庭人员」 (AMB-38)
    "tc": {"dibao", "disabled", "decapacity_worker", "hard_to_employ", "zero_employment_family"},
    "ly": {"hard_to_employ"},
    "xt": {"registered_poor", "hard_to_employ", "zero_employment_family"},
    "sn": {"hard_to_employ", "zero_employment_family"},
}
"""zy10b tc7b ly1.3c xt13c sn15d: who gets the living allowance."""


def allowance_problems(doc: str, facts: Facts, readings: Readings) -> list[str]:
    """Why a trainee gets no living allowance; the LY choice of the two is made elsewhere."""
    # AMB-75: 「对其中」 may point to those who passed (ZY, TC) or who paid first and passed (LY).
    needs = reading(readings, "living_allowance_needs")
    must_pass = doc in ("zy", "tc", "ly") and needs != "nothing"
    must_pay = doc == "ly" and needs == "self_paid_and_passed"
    # 「其中」 of the unemployed (ZY), 「登记失业的」 (TC); the other three do not say so.
    must_be_unemployed = doc in ("zy", "tc")
    # 「不可同时领取失业保险金」; LY lets the person choose
    drawing = doc != "ly" and facts["entitled_to_benefit"]
    return failing(
        [
            (bool(facts["groups"] & ALLOWANCE_GROUPS[doc]), "in none of the named groups"),
            (within(facts["started_on"], YEARS_2019_2020), "course begun outside 2019-2020"),
            (facts["courses_before"] == 0, "second course of the calendar year"),  # AMB-80
            (facts["unemployed"] or not must_be_unemployed, "not registered unemployed"),
            (not drawing, "unemployment benefit at the same time"),
            (facts["passed"] or not must_pass, "did not pass"),
            (facts["self_paid"] or not must_pay, "did not pay the fee first"),
        ]
    )


def dibao_a_day(facts: Facts, local: Local, readings: Readings) -> Fraction:
    """ly1.3c 「参照当地城市最低生活保障标准」, by the day; AMB-35."""
    monthly = ask(local, "urban_dibao", facts["started_on"])
    return {
        "month_30": monthly / 30,
        "year_365": monthly * 12 / 365,
        "working_days": monthly / Fraction(2175, 100),
    }[reading(readings, "dibao_day")]


def allowance(doc: str, facts: Facts, local: Local, readings: Readings) -> Fraction:
    """The whole allowance of a course, by the days attended."""
    days = facts["days_attended"]
    if doc == "tc":
        return Fraction(50 * YUAN * min(days, 30))  # 「每天50元」「最长不超过30天」
    if doc == "xt":
        return Fraction(20 * YUAN * days)  # 「每天20元」, no limit on days
    if doc == "ly":
        return dibao_a_day(facts, local, readings) * days
    rate = ask(local, "amount", facts["started_on"])
    if doc == "zy":
        rate = min(rate, Fraction(50 * YUAN))  # 「不超过50元/天/人」, no limit on days (AMB-34)
        if reading(readings, "living_days") == "thirty_days":
            days = min(days, 30)  # as TC
    return rate * days


def takes_benefit_instead(facts: Facts, local: Local) -> bool:
    """ly1.3c 「任选一项领取」, AMB-36: a stated choice holds, otherwise the larger of the two.

    Both are monthly rates turned into days in the same way, so the monthly rates are compared.
    """
    if not facts["entitled_to_benefit"] or facts["choice"] == 1:
        return False
    if facts["choice"] == 0:
        return True
    day = first_day(month_of(facts["started_on"]))
    benefit = ask(local, "benefit_share", day) * minimum_wage(local, facts, day)
    return benefit >= ask(local, "urban_dibao", facts["started_on"])


def training_living_allowance(doc: str, facts: Facts, local: Local, readings: Readings) -> Decision:
    """Zy10b tc7b ly1.3c xt13c sn15d: a daily allowance, once per calendar year.

    Paid in the month the course ends.
    """
    problems = allowance_problems(doc, facts, readings)
    if problems:
        return refused(*problems)
    if doc == "ly" and takes_benefit_instead(facts, local):
        return refused("takes unemployment benefit instead")
    amount = half_up(allowance(doc, facts, local, readings))
    return granted({month_of(facts["ended_on"]): amount}, f"{facts['days_attended']} days attended")
