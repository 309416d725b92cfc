"""Clauses on firms: the two refunds and on-the-job training in distressed firms.

Ordinary refund: zy1a tc1a ly3.1a xt7a sn8a.
Distressed refund: zy1b tc1b(+tc1c) ly3.1b xt7b sn8b.
On-the-job training: zy9 tc6b ly3.2c xt14b; sn14 gives nothing.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from .basics import (
    ISSUED,
    YEAR_2019,
    Decision,
    Facts,
    Local,
    Readings,
    UndecidedError,
    UnpricedError,
    ask,
    failing,
    granted,
    half_up,
    minimum_wage,
    month_of,
    reading,
    refused,
    within,
)


def has_few_layoffs(facts: Facts, local: Local, readings: Readings, *, rate_in_text: bool) -> bool:
    """「不裁员或少裁员」; AMB-01 and AMB-02.

    No lay-offs at all always pass. Otherwise last year's lay-off rate (laid off ÷ average staff of
    last year) is held against last year's registered urban unemployment rate, or against that of
    the year of application (AMB-02). Only tc1a says so itself (「裁员率低于地区城镇登记失业率」),
    so there the reading "none" has nothing to change.
    """
    if facts["layoffs_last_year"] == 0:
        return True
    wanted = reading(readings, "few_layoffs")
    if wanted == "none" and not rate_in_text:
        return False
    if facts["staff_last_year"] == 0:
        return False
    year = facts["applied_on"].year
    if reading(readings, "registered_rate_year") == "last_year":
        year -= 1
    try:
        registered = ask(local, "registered_unemployment_rate", date(year, 12, 31))
    except UnpricedError as unknown:
        raise UndecidedError(str(unknown)) from unknown
    rate = Fraction(facts["layoffs_last_year"], facts["staff_last_year"])
    if wanted == "at_most_registered_rate":
        return rate <= registered
    return rate < registered  # 低于: equal fails


def stable_employment_refund(doc: str, facts: Facts, local: Local, readings: Readings) -> Decision:
    """Zy1a tc1a ly3.1a xt7a sn8a: 50 % of the unemployment premium paid last year.

    「返还其上年度实际缴纳失业保险费的50%」. Paid in the month of application.
    """
    # Arrears: TC 「依法参保缴费」, XT 「一次性补缴所有欠费后」; the other three texts are silent.
    clean = doc not in ("tc", "xt") or not facts["owes_premium"]
    problems = failing(
        [
            (facts["enterprise"], "not an enterprise"),
            (facts["insured"], "not in unemployment insurance"),
            (clean, "premium arrears"),
            (facts["applied_on"] >= ISSUED[doc], "applied before the document was issued"),
        ]
    )
    if problems:
        return refused(*problems)
    if not has_few_layoffs(facts, local, readings, rate_in_text=doc == "tc"):
        return refused("more than few lay-offs last year")

    # AMB-03: firm and employees together (TC: 「总额」), or the firm's part only.
    base = facts["premium_paid_fen"]
    if reading(readings, "refund_base") == "employer_part":
        base = facts["premium_paid_by_firm_fen"]
    if reading(readings, "back_payments") == "included":
        base += facts["back_payments_fen"]
    amount = half_up(Fraction(50, 100) * base)
    return granted({month_of(facts["applied_on"]): amount}, f"50 % of {base} fen paid last year")


def distressed_enterprise_refund(
    doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """Zy1b tc1b+tc1c ly3.1b xt7b sn8b: the larger refund of 2019 to firms in difficulty.

    A 「6个月的当地月人均失业保险金和参保职工人数」;
    B 「6个月的企业及其职工应缴纳社会保险费50%」. LY has B only. Paid in the month of application.
    """
    # Only ZY pays those 「公示无异议」; TC publishes the list but draws no consequence (tc1c).
    uncontested = doc != "zy" or not facts["objected"]
    problems = failing(
        [
            (facts["enterprise"], "not an enterprise"),
            (facts["insured"], "not insured (参保企业)"),
            (facts["recognised_distressed"], "not recognised as in temporary difficulty"),
            (uncontested, "an objection was raised"),
            (within(facts["applied_on"], YEAR_2019), "applied outside 2019"),
        ]
    )
    if problems:
        return refused(*problems)
    if not has_few_layoffs(facts, local, readings, rate_in_text=False):
        return refused("more than few lay-offs last year")

    # AMB-04: 「可按…确定，或按…确定」; LY has the second alone
    method = "contributions" if doc == "ly" else reading(readings, "distressed_method")
    exact = {
        "benefit": lambda: refund_by_benefit(facts, local, readings),
        "contributions": lambda: refund_by_contributions(facts, readings),
        "larger": lambda: max(
            refund_by_benefit(facts, local, readings), refund_by_contributions(facts, readings)
        ),
    }[method]()
    return granted({month_of(facts["applied_on"]): half_up(exact)}, f"by {method}: {exact} fen")


def refund_by_benefit(facts: Facts, local: Local, readings: Readings) -> Fraction:
    """A: 6 months x monthly benefit x insured employees."""
    heads = facts["staff"]  # AMB-06
    if reading(readings, "distressed_headcount") == "yearly_average":
        heads = facts["staff_average"]
    day = facts["applied_on"]
    months = months_returned(facts, readings)
    return months * ask(local, "benefit_share", day) * minimum_wage(local, facts, day) * heads


def months_returned(facts: Facts, readings: Readings) -> int:
    """「6个月」, AMB-06: always six, or the months in difficulty, of which six count at most."""
    if reading(readings, "distressed_months") == "in_difficulty":
        return min(6, facts["months_in_difficulty"])
    return 6


def refund_by_contributions(facts: Facts, readings: Readings) -> Fraction:
    """B: half of 6 months of contributions payable."""
    monthly = facts["si_payable_month_fen"]  # AMB-07: all insurances, both parts
    if reading(readings, "distressed_insurances") == "three":
        monthly = facts["si_three_payable_month_fen"]
    return Fraction(50, 100) * months_returned(facts, readings) * monthly


def training_support(
    doc: str, facts: Facts, local: Local, readings: Readings, shortfall: int
) -> Fraction:
    """The support for on-the-job training before it is limited to the shortfall."""
    day = facts["trained_on"]
    cost = facts["training_cost_fen"]
    if doc == "zy":
        # zy9 「企业列支的在岗培训经费30%补贴」; AMB-30: 30 % of what
        base = {
            "all_spending": cost,
            "education_fund": min(cost, facts["education_fund_fen"]),
            "shortfall": shortfall,
        }[reading(readings, "training_base")]
        return Fraction(30, 100) * base
    if doc == "tc":
        # tc6b 「不足部分…予以适当支持」: a local share of the shortfall
        return ask(local, "share", day) * shortfall
    if doc == "ly":
        # ly3.2c 「补贴金额为不超过总支出的80%」; AMB-31: 80 % of what
        share = min(ask(local, "share", day), Fraction(80, 100))
        return share * (cost if reading(readings, "ceiling_base") == "total" else shortfall)
    # xt14b 「不超過就業技能培訓補貼標準的50%」; AMB-32: per trainee, or per firm
    share = min(ask(local, "share", day), Fraction(50, 100))
    times = 1 if reading(readings, "training_standard") == "per_firm" else facts["trainees"]
    return share * ask(local, "course_standard", day) * times


def distressed_on_the_job_training(
    doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """Zy9 tc6b ly3.2c xt14b sn14: training in distressed firms beyond their education fund.

    Only 「不足部分」 counts: the education fund pays first. Paid in the month of the training.
    """
    if doc == "sn":
        return refused("sn14 gives no money of its own: it points to the refund (AMB-33)")
    if facts["trained_on"] is None:
        return refused("no training held")
    shortfall = max(0, facts["training_cost_fen"] - facts["education_fund_fen"])
    problems = failing(
        [
            (facts["enterprise"], "not an enterprise"),
            (facts["recognised_distressed"], "not a distressed firm (困难企业)"),
            (within(facts["trained_on"], YEAR_2019), "training held outside 2019"),
            (facts["training_approved"], "the review did not find it satisfactory"),
            (shortfall > 0, "the education fund covers it"),
        ]
    )
    if problems:
        return refused(*problems)
    support = training_support(doc, facts, local, readings, shortfall)
    amount = half_up(min(support, Fraction(shortfall)))
    why = f"{support} fen of support, limited to the shortfall of {shortfall} fen"
    return granted({month_of(facts["trained_on"]): amount}, why)
