"""Clauses on newly founded businesses.

Premises: zy4b zy4f tc4a ly4.1b. Rent: xt11a ly2.2a. One-off: xt11b sn10d. Trademarks: xt11c.
Benefit paid at once: xt11d.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from .basics import (
    YUAN,
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
    limited,
    minimum_wage,
    month_of,
    once,
    paid_monthly,
    plus,
    reading,
    refused,
    run_of_months,
)
from .spells import benefit_months, benefit_problems, full_benefit_months

INDIVIDUAL_BUSINESS, SMALL_FIRM = 0, 1
"""Codes of ``form``; the other two are 民办非企业单位 and 农民合作社."""


def months_open(facts: Facts, limit: int) -> list[Month]:
    """From the month of founding, while open, at most so many."""
    return run_of_months(month_of(facts["founded_on"]), min(facts["months_open"], limit))


def startup_premises_relief(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """zy4b zy4f tc4a ly4.1b: premises and fees in kind; value and length are local."""
    if clause == "zy4f":
        # 「稳定就业压力较大的县（区），要为失业人员自主创业提供免费的经营场地」
        tests = [
            (facts["unemployed"], "not unemployed"),
            (facts["strained_county"], "county without heavy pressure"),
        ]
    else:
        # zy4b 「政府投资或与社会共建的创业园区（孵化基地）」, tc4a 「创业孵化载体」,
        # ly4.1b 「为入驻其中的创业企业」
        tests = [(facts["in_public_park"], "not in a public park")]
    problems = failing([*tests, in_force(doc, facts["founded_on"])])
    if problems:
        return refused(*problems)
    limit = int(ask(local, "months_limit", facts["founded_on"]))
    if clause == "ly4.1b":
        limit = max(limit, 24)  # 「不低于2年」
    months = months_open(facts, limit)
    by_month = paid_monthly(months, lambda day: ask(local, "monthly_value", day))
    return granted(by_month, f"{len(months)} months in kind")


# --- rent ----------------------------------------------------------------------------------------


def rent_problems(clause: str, doc: str, facts: Facts) -> list[str]:
    """Why no rent is paid. xt11a names all four legal forms."""
    if clause == "xt11a":
        tests = [(facts["first_time"], "not the first business")]  # 「首次創辦」
    else:  # ly2.2a 「建档立卡贫困家庭高校毕业生」
        tests = [
            belongs(facts, "registered_poor"),
            belongs(facts, "graduate", "graduating_this_year"),
        ]
    return failing(
        [
            *tests,
            (
                facts["qualifies"],
                "local conditions",
            ),  # 「符合條件的」; 「符合创业场地补贴申领条件的」
            (facts["rent_month_fen"] > 0, "no rent"),  # 「創業經營場所租金補貼」
            in_force(doc, facts["founded_on"]),
        ]
    )


def startup_rent_subsidy(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """xt11a ly2.2a: the rent up to a local sum, or that sum flat (AMB-48)."""
    problems = rent_problems(clause, doc, facts)
    if problems:
        return refused(*problems)
    # 「最多24個月」; LY: local
    asked = clause == "ly2.2a"
    limit = int(ask(local, "months_limit", facts["founded_on"])) if asked else 24

    def rent(day: date) -> Fraction:
        amount = ask(local, "amount", day)
        if clause == "xt11a":
            amount = min(amount, Fraction(800 * YUAN))  # 「不超過800元/月」
        if reading(readings, "rent_limit") == "actual_rent":
            amount = min(amount, Fraction(facts["rent_month_fen"]))
        return amount

    months = months_open(facts, limit)
    return granted(paid_monthly(months, rent), f"{len(months)} months of rent")


# --- one-offs ------------------------------------------------------------------------------------


def sn10d_tests(facts: Facts, readings: Readings) -> list[tuple[bool, str]]:
    """「对首次创办小微企业或从事个体经营的高校毕业生和就业困难人员，按政策试点」."""
    # AMB-55: does 「首次」 govern 「从事个体经营」 too?
    firms_only = reading(readings, "first_business") == "firms_only"
    must_be_first = not (firms_only and facts["form"] == INDIVIDUAL_BUSINESS)
    return [
        belongs(facts, "graduate", "graduating_this_year", "hard_to_employ"),
        (facts["pilot"], "not in the pilot"),
        (facts["form"] in (INDIVIDUAL_BUSINESS, SMALL_FIRM), "another legal form"),
        (facts["first_time"] or not must_be_first, "not the first business"),
    ]


def first_time_tests(facts: Facts) -> list[tuple[bool, str]]:
    """xt11a-c 「對符合條件的首次創辦小微企業、民辦非企業單位、農民合作社和個體經營戶」."""
    return [
        (facts["first_time"], "not the first business"),
        (facts["qualifies"], "local conditions"),
    ]


def startup_one_off(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """xt11b sn10d: cash once, in the month of founding."""
    tests = first_time_tests(facts) if clause == "xt11b" else sn10d_tests(facts, readings)
    day = facts["founded_on"]
    problems = failing([*tests, in_force(doc, day)])
    if problems:
        return refused(*problems)
    if clause == "sn10d":
        return once(day, 5000 * YUAN, "one-off")  # 「一次性5000元创业补贴」
    # 「3000元至2萬元的一次性開辦費補貼」 (AMB-49)
    return once(day, limited(ask(local, "amount", day), 3000 * YUAN, 20_000 * YUAN), "one-off")


def trademark_subsidy(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """xt11c: 「500元/個(最多不超過3個)的商標注冊補貼」."""
    problems = failing(
        [
            *first_time_tests(facts),
            (facts["trademarks"] > 0, "no trademark"),
            in_force(doc, facts["founded_on"]),
        ]
    )
    if problems:
        return refused(*problems)
    paid = min(facts["trademarks"], 3)
    return once(facts["founded_on"], 500 * YUAN * paid, f"{paid} trademarks")


# --- the remaining benefit -----------------------------------------------------------------------


def ui_benefit_lump_sum_startup(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """xt11d: 「可一次性發放剩余期限的失業保險金」, in the month the business starts."""
    founded_in = facts["reemployed_month"]
    first_paid = plus(month_of(facts["registered_on"]), 1)
    # 「領取失業保險金期間自主創業的」: a month was drawn, and months remain
    drawing = founded_in is not None and founded_in > first_paid
    problems = [
        *benefit_problems(facts),
        *failing(
            [
                (facts["founded"], "no business of their own"),
                (drawing, "no benefit drawn before"),
            ]
        ),
    ]
    if problems or founded_in is None:
        return refused(*problems)
    # AMB-66: the founding, not the registration, is what the clause speaks of
    problems = failing([in_force(doc, first_day(founded_in))])
    if problems:
        return refused(*problems)
    drawn = benefit_months(doc, facts, local)
    remaining = len(full_benefit_months(facts, local)) - len(drawn)
    if not drawn or remaining <= 0:
        return refused("no month drawn, or none remains")
    day = first_day(founded_in)
    benefit = ask(local, "benefit_share", day) * minimum_wage(local, facts, day)
    return granted({founded_in: half_up(remaining * benefit)}, f"{remaining} months at once")
