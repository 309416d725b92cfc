"""Clauses on guaranteed start-up loans (创业担保贷款).

Loans of persons: zy3a tc3a ly4.7a xt6a sn10a; of partners: xt6b.
Loans of small firms: zy3b tc3b ly4.7b xt6d sn10b.
Interest paid: zy3c tc3c xt6c xt6e sn10c. Award to banks: zy3d tc3d xt6f. Fund losses: zy3f.
"""

from __future__ import annotations

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
    belongs,
    failing,
    granted,
    half_up,
    in_force,
    known,
    month_of,
    once,
    plus,
    reading,
    refused,
)

INDIVIDUAL, PARTNERSHIP, SMALL_FIRM = 0, 1, 2
"""Codes of ``borrower_type``."""

WAN = 10_000 * YUAN
"""万元, in fen."""

LOANS_OF_PERSONS = {
    "zy": ("zy3a",),
    "tc": ("tc3a",),
    "ly": ("ly4.7a",),
    "xt": ("xt6a", "xt6b"),
    "sn": ("sn10a",),
}
LOANS_OF_FIRMS = {"zy": "zy3b", "tc": "tc3b", "ly": "ly4.7b", "xt": "xt6d", "sn": "sn10b"}
"""The clauses under which each document lends."""

INDIVIDUAL_LIMIT = {
    "zy3a": 15 * WAN,  # 「最高不超过15万元」
    "tc3a": 15 * WAN,  # 「最高不超过15万元」
    "ly4.7a": 10 * WAN,  # 「最高不超过10万元」
    "xt6a": 15 * WAN,  # 「由10萬元提高到15萬元」
    "sn10a": 15 * WAN,  # 「最高额度不超过15万元」
}
STUDENT_LIMIT = 20 * WAN  # ly4.7a 「大学生在高新技术领域实现自主创业的，贷款最高额度不超过20万元」
PARTNER_LIMIT = 15 * WAN  # xt6b 「每人最高15萬元額度」
PARTNERSHIP_CAP = 75 * WAN  # xt6b 「最高貸款額度為75萬元」
SME_LIMIT = 300 * WAN
"""zy3b tc3b ly4.7b sn10b 「最高不超过300万元」; xt6d 「由200萬元提高至300萬元」."""


# --- the loans themselves ------------------------------------------------------------------------


def person_loan_problems(clause: str, facts: Facts) -> list[str]:
    """Why one person gets no loan."""
    # sn10a alone: 「个人从事个体经营的」
    right_business = clause != "sn10a" or facts["individual_business"]
    return failing(
        [
            (facts["borrower_type"] == INDIVIDUAL, "not one person"),
            (facts["qualifies"], "does not meet the loan conditions"),  # 「符合…申请条件的人员」
            (facts["founder"], "does not start a business"),  # 「自主创业的」
            (right_business, "not an individual business"),
            in_force(clause[:2], facts["granted_on"]),
        ]
    )


def person_limit(clause: str, facts: Facts) -> int:
    """The most one person may borrow; AMB-16: students and graduates of the listed fields."""
    if clause == "ly4.7a" and facts["high_tech_student"]:
        return STUDENT_LIMIT
    return INDIVIDUAL_LIMIT[clause]


def partners_counted(facts: Facts, readings: Readings) -> int:
    """xt6b 「按合伙創業人數」; AMB-14: those who qualify, or all."""
    everyone = reading(readings, "partners_counted") == "all"
    return int(facts["partners" if everyone else "partners_qualifying"])


def partnership_problems(facts: Facts, readings: Readings) -> list[str]:
    """Why people who start up together get no loan (xt6b 「合伙創業」)."""
    # where partners are not looked at one by one, the borrower's own 「符合條件」 must hold
    everyone = reading(readings, "partners_counted") == "all"
    return failing(
        [
            (facts["borrower_type"] == PARTNERSHIP, "not a partnership"),
            (facts["founder"], "does not start a business"),
            (facts["partners"] >= 2, "nobody to start up together with"),
            (partners_counted(facts, readings) >= 1, "no partner counts"),
            (facts["qualifies"] or not everyone, "does not meet the loan conditions"),
            in_force("xt", facts["granted_on"]),
        ]
    )


def headcount(facts: Facts, readings: Readings) -> int:
    """「企业现有在职职工人数」; AMB-09: with the new hires, or before them."""
    before = reading(readings, "loan_headcount") == "before_new_hires"
    return int(facts["staff"] - (facts["new_hires"] if before else 0))


def hired_enough(clause: str, facts: Facts, readings: Readings) -> bool:
    """Have enough people been newly hired, measured against the staff?"""
    staff = headcount(facts, readings)
    if clause == "ly4.7b":
        share = Fraction(15, 100)  # 「15%(含15%)」, whatever the size
    else:
        # 「达到企业现有在职职工人数25%（超过100人的企业达到15%）」; AMB-10: 100 itself
        from_hundred = reading(readings, "hundred_edge") == "from"
        large = staff >= 100 if from_hundred else staff > 100
        share = Fraction(15, 100) if large else Fraction(25, 100)
    return facts["new_hires"] >= share * staff


def firm_loan_problems(clause: str, facts: Facts, readings: Readings) -> list[str]:
    """Why a small firm gets no loan."""
    # sn10b alone: 「无拖欠职工工资、欠缴社会保险等严重违法违规行为和不良信用记录的」
    clean = clause != "sn10b" or facts["clean_record"]
    return failing(
        [
            (facts["borrower_type"] == SMALL_FIRM, "not a firm"),
            (facts["small"], "not small or micro"),  # 「小微企业」
            (facts["new_hires"] >= 1, "nobody newly hired"),  # 「当年新招用」
            (hired_enough(clause, facts, readings), "too few newly hired"),
            (facts["contract_months"] >= 12, "contracts under a year"),  # 「1年以上劳动合同」
            (clean, "arrears, violations or bad credit"),
            in_force(clause[:2], facts["granted_on"]),
        ]
    )


def loan_problems(clause: str, facts: Facts, readings: Readings) -> list[str]:
    """Why there is no loan under a clause."""
    if clause == "xt6b":
        return partnership_problems(facts, readings)
    if clause in LOANS_OF_FIRMS.values():
        return firm_loan_problems(clause, facts, readings)
    return person_loan_problems(clause, facts)


def principal(clause: str, facts: Facts, readings: Readings) -> int:
    """What is lent: what was asked for, within the limit."""
    if clause == "xt6b":
        limit = min(PARTNER_LIMIT * partners_counted(facts, readings), PARTNERSHIP_CAP)
    elif clause in LOANS_OF_FIRMS.values():
        limit = SME_LIMIT
    else:
        limit = person_limit(clause, facts)
    return min(facts["requested_fen"], limit)


def start_up_loan(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """The loan: credit, not an outlay, shown in the month it is paid out."""
    problems = loan_problems(clause, facts, readings)
    if problems:
        return refused(*problems)
    return once(facts["granted_on"], principal(clause, facts, readings), "credit, no outlay")


def lent_under(doc: str, facts: Facts, readings: Readings) -> str | None:
    """The clause of the document under which the loan is lent, if any."""
    for clause in (*LOANS_OF_PERSONS[doc], LOANS_OF_FIRMS[doc]):
        if not loan_problems(clause, facts, readings):
            return clause
    return None


# --- interest ------------------------------------------------------------------------------------

FULL_FOR_TWO_YEARS = {1: Fraction(1), 2: Fraction(1), 3: Fraction(0)}
"""tc3c 「前2年全额贴息，第3年只担保不贴息」; xt6c 「全額貼息2年」."""


def whose_interest(clause: str, readings: Readings) -> str:
    """Persons, firms or both; AMB-12 leaves it open in tc3c and xt6c only.

    Recommended: TC both; XT as amended in section 9: persons in full for two years, and for small
    firms 「an open parameter, not zero」, so they are in, at a share that is asked.
    """
    if clause not in ("tc3c", "xt6c"):
        return "both"
    scope = reading(readings, "interest_scope")
    return "both" if scope == "recommended" else scope


def times_problems(clause: str, facts: Facts, readings: Readings) -> list[str]:
    """XT alone counts how often interest was paid before."""
    before = facts["subsidised_before"]
    if clause == "xt6c":
        return failing([(before == 0, "not the first time")])
    if clause != "xt6e":
        return []
    # 「累計次數不超過3次」; AMB-13: with the first, or three repeats
    most = 3 if reading(readings, "interest_times") == "three_repeats" else 2
    return failing(
        [
            (before >= 1, "never subsidised before"),  # 「可繼續提供」
            (
                facts["good_borrower"],
                "no good borrower",
            ),  # 「還款積極、帶動就業能力強、創業項目好」
            (before <= most, "subsidised too often"),
        ]
    )


def shares_of_firms(clause: str, facts: Facts, local: Local) -> dict[int, Fraction]:
    """The share of each loan year for small firms; what is unknown pays nothing."""
    if clause == "tc3c":
        return FULL_FOR_TWO_YEARS
    day = facts["granted_on"]
    return {year: known(local, "firm_share", day, year) or Fraction(0) for year in (1, 2, 3)}


def shares(clause: str, facts: Facts, local: Local, *, firm: bool) -> dict[int, Fraction]:
    """The share of the interest that public money pays in each year of the loan."""
    if clause in ("tc3c", "xt6c"):
        of_persons = FULL_FOR_TWO_YEARS
    else:
        # zy3c 「按规定及时足额予以贴息」, sn10c 「贴息标准按原政策执行」:
        # without these shares no loan under the clause has a price, a firm's neither
        day = facts["granted_on"]
        of_persons = {year: ask(local, "share", day, year) for year in (1, 2, 3)}
    return shares_of_firms(clause, facts, local) if firm else of_persons


def interest_by_month(
    facts: Facts, lent: int, rate: Fraction, share: dict[int, Fraction], every: int
) -> dict[Month, int]:
    """After each period of so many months (the last may be shorter): its public interest.

    Month by month of the loan, at the share of the loan year the month is in; nothing after the
    third year.
    """
    by_month: dict[Month, Fraction] = {}
    lasts = min(facts["term_months"], 36)
    if facts["lost_on"] is not None:  # called in: from that month on there is no interest to bear
        (year, month), lost = month_of(facts["granted_on"]), month_of(facts["lost_on"])
        lasts = max(0, min(lasts, 12 * (lost[0] - year) + lost[1] - month))
    for month in range(1, lasts + 1):
        year = (month + 11) // 12
        settled = min(-(-month // every) * every, lasts)
        when = plus(month_of(facts["granted_on"]), settled)
        exact = lent * rate * share[year] / 12
        by_month[when] = by_month.get(when, Fraction(0)) + exact
    return {when: half_up(exact) for when, exact in by_month.items()}


def start_up_loan_interest(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """zy3c tc3c xt6c xt6e sn10c: interest on loans of the same article."""
    lent_by = lent_under(doc, facts, readings)
    firm = lent_by == LOANS_OF_FIRMS[doc]
    scope = whose_interest(clause, readings)
    problems = [
        *failing(
            [
                (lent_by is not None, "no loan of this article"),
                (scope in ("both", "firms" if firm else "persons"), f"interest is for {scope}"),
            ]
        ),
        *times_problems(clause, facts, readings),
    ]
    if lent_by is None or problems:
        return refused(*problems)
    day = facts["granted_on"]
    rate = Fraction(facts["rate_bp"], 10_000)
    ceiling = known(local, "rate_ceiling", day)
    if ceiling is not None:
        rate = min(rate, ceiling)
    share = shares(clause, facts, local, firm=firm)
    every = int(ask(local, "paid_every", day))
    lent = principal(lent_by, facts, readings)
    return granted(
        interest_by_month(facts, lent, rate, share, every), f"{lent} fen lent under {lent_by}"
    )


# --- banks and the guarantee fund ----------------------------------------------------------------


def loan_bank_award(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """zy3d tc3d xt6f: 1 % of every loan, in December of its year."""
    lent_by = lent_under(doc, facts, readings)
    if lent_by is None:
        return refused("no loan of this article")
    # 「按当年新发放创业担保贷款总额的1%」; xt6f 「總額1%」
    exact = Fraction(1, 100) * principal(lent_by, facts, readings)
    if reading(readings, "bank_award") == "to_each":  # AMB-15
        exact *= facts["institutions"]
    year = facts["granted_on"].year
    return granted({(year, 12): half_up(exact)}, f"1 % of the loan, {lent_by}")


def guarantee_fund_replenishment(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """zy3f: half of what the guarantee fund bore, back into the fund."""
    lost_on = facts["lost_on"]
    if lost_on is None:
        return refused("no loss")
    # when the loan was granted does not matter: only the day of the loss does
    lent_by = lent_under(doc, {**facts, "granted_on": max(lost_on, ISSUED[doc])}, readings)
    problems = failing(
        [
            (lent_by is not None, "no loan of this article, so no guarantee"),
            # 「针对返乡创业农民工、高校毕业生、复员转业退役军人创业贷款损失」 (AMB-81)
            belongs(facts, "returning_migrant", "graduate", "graduating_this_year", "veteran"),
            (facts["fund_loss_fen"] > 0, "the fund bore nothing"),
            in_force(doc, lost_on),
        ]
    )
    if problems or lent_by is None:
        return refused(*problems)
    # 「担保基金实际分险金额的50%」; the fund stands behind the loan, so for no more than it
    borne = min(facts["fund_loss_fen"], principal(lent_by, facts, readings))
    return once(lost_on, Fraction(50, 100) * borne, "half of the fund's loss")
