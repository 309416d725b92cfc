"""Clauses on graduates and talents.

Employment: xt17d xt17e sn8c. Job seeking: xt17c. Talents: ly1.6d zy6c.
"""

from __future__ import annotations

from datetime import date

from .basics import (
    YUAN,
    Decision,
    Facts,
    Local,
    Readings,
    ask,
    failing,
    granted,
    half_up,
    in_force,
    inside,
    limited,
    month_of,
    once,
    plus,
    reading,
    refused,
    run_of_months,
)

MONTHS_AT_WORK = {"xt17d": 12, "xt17e": 24}
"""xt17d 「就業時間滿1年的」, xt17e 「穩定就業滿2年的」."""


def graduate_tests(doc: str, facts: Facts) -> list[tuple[bool, str]]:
    """A university graduate who meets the local conditions (「符合條件的」), just hired."""
    return [
        (facts["fresh_graduate"], "local conditions"),
        (facts["degree"] >= 1, "no degree"),  # 「高校畢業生」
        in_force(doc, facts["hired_on"]),
    ]


def graduate_employment_subsidy(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """xt17d xt17e: a sum by degree after one year, and the same again after two."""
    months = MONTHS_AT_WORK[clause]
    problems = failing(
        [
            *graduate_tests(doc, facts),
            (facts["months_on_post"] >= months, f"under {months} months"),
        ]
    )
    if problems:
        return refused(*problems)
    # 「按學歷分別給予3000元至6000元的就業補貼」; xt17e 「按上述標準再給予穩定就業補貼」 (AMB-51)
    amount = ask(local, "amount", facts["hired_on"], facts["degree"])
    paid = half_up(limited(amount, 3000 * YUAN, 6000 * YUAN))
    return granted({plus(month_of(facts["hired_on"]), months): paid}, f"{months} months at work")


def graduate_living_subsidy(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """sn8c: 1,500 yuan a month; how long is local."""
    # AMB-53 as amended: any graduate, or only those of 「每年选派30名以上高校毕业生」
    sent_only = reading(readings, "graduate_scope") == "sent_only"
    problems = failing(
        [
            *graduate_tests(doc, facts),
            (facts["enterprise"], "not an enterprise"),  # 「吸纳高校毕业生到企业就业的」
            (facts["sent_by_programme"] or not sent_only, "not sent by the programme"),
        ]
    )
    if problems:
        return refused(*problems)
    limit = int(ask(local, "months_limit", facts["hired_on"]))
    months = run_of_months(month_of(facts["hired_on"]), min(facts["months_on_post"], limit))
    # 「财政给予每人每月1500元生活补贴」
    return granted(dict.fromkeys(months, 1500 * YUAN), f"{len(months)} months")


def graduate_jobseeking_subsidy(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """xt17c: 1,500 yuan, once."""
    problems = failing(
        [
            (facts["disadvantaged"], "not disadvantaged"),  # 「符合條件的困難高校畢業生」
            (not facts["drawn_before"], "drawn before"),  # 「一次性」
            in_force(doc, facts["applied_on"]),
        ]
    )
    if problems:
        return refused(*problems)
    # 「由800元/人提高至1500元/人」
    return once(facts["applied_on"], 1500 * YUAN, "disadvantaged graduate")


# --- talents -------------------------------------------------------------------------------------

TALENT_ARRIVAL = (date(2017, 9, 1), date(2020, 8, 30))
"""ly1.6d 「自2017年9月1日至2020年8月30日期间来凌」; AMB-60: 30 August, literally."""

HOUSING = {1: 150_000 * YUAN, 2: 100_000 * YUAN, 3: 50_000 * YUAN, 4: 30_000 * YUAN}
"""ly1.6d 「根据人才类型分别给予15万元、10万元、5万元、3万元的人才安家补助」."""


def talent_housing_allowance(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """ly1.6d: a sum by type of talent, with the first home."""
    problems = failing(
        [
            (facts["qualifies"], "conditions of the talent rules"),  # 「符合相关条件」
            (facts["first_home"], "not the first home"),  # 「在凌源首次购房」
            (facts["own_use"], "lives elsewhere"),  # 「用于自住」
            (facts["talent_type"] in HOUSING, "no type of talent"),  # 「根据人才类型」
            inside(facts["arrived_on"], TALENT_ARRIVAL),
        ]
    )
    if problems:
        return refused(*problems)
    return once(facts["applied_on"], HOUSING[facts["talent_type"]], "first home")


def talent_support(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """zy6c 「按规定同等享受有关政策的扶持」: no number in the text."""
    day = facts["applied_on"]
    problems = failing([(facts["qualifies"], "the city's measures"), in_force(doc, day)])
    if problems:
        return refused(*problems)
    return once(day, ask(local, "amount", day), "talent")
