"""Clauses on new hires: the social-insurance subsidies ly2.1c xt9a xt9b sn8d."""

from __future__ import annotations

from fractions import Fraction

from .basics import (
    ISSUED,
    Decision,
    Facts,
    Local,
    Month,
    Readings,
    ask,
    failing,
    first_day,
    granted,
    half_up,
    known,
    month_of,
    plus,
    reading,
    refused,
    run_of_months,
)

GROUP = {
    "ly2.1c": "registered_poor",  # 「企业吸纳贫困劳动力」
    "xt9a": "hard_to_employ",  # 「企業新招用符合條件的就業困難人員」
    "xt9b": "registered_poor",  # 「企業吸納建檔立卡貧困勞動力」
    "sn8d": "graduating_this_year",  # 「应届高校毕业生」
}
"""Whom the firm must have hired."""


def hire_problems(clause: str, doc: str, facts: Facts) -> list[str]:
    """Why a hire earns no subsidy."""
    # xt9b alone asks for 「1年以上勞動合同且實際在崗12個月」
    whole_year = facts["contract_months"] >= 12 and facts["months_on_post"] >= 12
    return failing(
        [
            (facts["enterprise"], "not an enterprise"),
            (facts["insured"], "no social insurance paid"),
            (GROUP[clause] in facts["groups"], f"not {GROUP[clause]}"),
            (facts["hired_on"] >= ISSUED[doc], "hired before the document was issued"),
            (clause != "xt9b" or whole_year, "no contract of a year with 12 months on the post"),
        ]
    )


def months_subsidised(facts: Facts, local: Local) -> list[Month]:
    """From the month of hiring, as long as worked and as long as the locality allows."""
    limit = int(ask(local, "months_limit", facts["hired_on"]))
    return run_of_months(month_of(facts["hired_on"]), min(facts["months_on_post"], limit))


def amount_of(clause: str, facts: Facts, local: Local, readings: Readings, month: Month) -> int:
    """The subsidy of one month, where it is monthly."""
    day = first_day(month)
    if clause == "xt9a":
        # 「繳費基準值60%為基數」, 「12%、基本醫療保險5%、失業保險0.7%」
        rate = Fraction(12, 100) + Fraction(5, 100) + Fraction(7, 1000)
        benchmark = ask(local, "contribution_benchmark", day)
        if reading(readings, "benchmark_period") == "yearly":  # AMB-45: a twelfth a month
            benchmark /= 12
        return half_up(rate * Fraction(60, 100) * benchmark)
    if clause == "sn8d":
        return facts["employer_all_month_fen"]  # 「企业缴纳部分的社会保险费」: all of it (AMB-54)
    # ly2.1c 「参照就业困难人员落实」: the share is local; never more than what was paid
    share = min(ask(local, "share", day), Fraction(1))
    return half_up(share * facts["employer_three_month_fen"])


def social_insurance_subsidy(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """ly2.1c xt9a xt9b sn8d: the employer's contributions given back."""
    problems = hire_problems(clause, doc, facts)
    if problems:
        return refused(*problems)
    if clause == "xt9b":
        # AMB-46: the employer's part of three insurances over the 12 months, when they are over;
        # or 「實際繳納的社會保險費」 with the worker's part
        both = reading(readings, "poor_contributions") == "both_parts"
        amount = 12 * facts["both_three_month_fen" if both else "employer_three_month_fen"]
        settled = plus(month_of(facts["hired_on"]), 12)
        by_month = {settled: amount}
        if reading(readings, "poor_months") == "all":
            # AMB-46: after those twelve, month by month as long as the person stays
            stays = facts["months_on_post"]
            limit = known(local, "months_limit", facts["hired_on"])
            beyond = (stays if limit is None else min(stays, int(limit))) - 12
            for month in run_of_months(settled, beyond):
                by_month[month] = by_month.get(month, 0) + amount // 12
        return granted(by_month, "12 months on the post")
    by_month = {
        month: amount_of(clause, facts, local, readings, month)
        for month in months_subsidised(facts, local)
    }
    return granted(by_month, f"{len(by_month)} months")
