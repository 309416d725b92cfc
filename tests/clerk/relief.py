"""Clauses on social assistance (低保, 临时救助): zy14b ly1.5f sn20b tc11a tc11b."""

from __future__ import annotations

from .basics import (
    Decision,
    Facts,
    Local,
    Readings,
    ask,
    failing,
    granted,
    in_force,
    month_of,
    paid_monthly,
    refused,
    run_of_months,
)


def in_need(clause: str, facts: Facts) -> bool:
    """Whom each clause relieves."""
    dibao = "dibao" in facts["groups"]  # 「对符合最低生活保障条件的家庭，及时纳入最低生活保障范围」
    hardship = facts["hardship"]  # 「对符合临时救助条件的，给予临时救助」
    if clause == "tc11a":
        return dibao
    if clause == "tc11b":  # 「给予应急性、过渡性救助」
        return hardship
    return dibao or hardship


def social_assistance(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """A local sum for a local number of months, from the month of registration."""
    problems = failing(
        [(in_need(clause, facts), "not in need"), in_force(doc, facts["registered_on"])]
    )
    if problems:
        return refused(*problems)
    count = int(ask(local, "months", facts["registered_on"]))
    months = run_of_months(month_of(facts["registered_on"]), count)
    return granted(paid_monthly(months, lambda day: ask(local, "amount", day)), f"{count} months")
