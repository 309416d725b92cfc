"""Clauses on financing-guarantee institutions in a year.

New capital: zy2b zy2c. Fees: zy2e. Losses: zy2f. Risk pools: zy2d tc2b. Paid when the year is
settled.
"""

from __future__ import annotations

from fractions import Fraction

from .basics import (
    YUAN,
    Decision,
    Facts,
    Local,
    Readings,
    ask,
    failing,
    half_up,
    in_force,
    once,
    reading,
    refused,
)

FIVE_MILLION = 500 * 10_000 * YUAN
"""zy2c 「给予最高不超过500万元的财力补助」; zy2e 「单户年度最高不超过500万元」."""


def guarantee_capital_subsidy(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """zy2b: the city on top of the province, no cap (AMB-17); zy2c: the province, if it grants."""
    if clause == "zy2b":
        base = facts["provincial_subsidy_fen"]  # 「获得省级新增出资补助的」
        grants = True
    else:
        base = facts["new_fiscal_capital_fen"]  # 「其财政新增出资额」
        grants = facts["province_grants"]  # 「积极争取」: only if the province grants it
    problems = failing(
        [
            (facts["government"], "not a government institution"),  # 「政府性融资担保机构」
            (grants, "the province grants nothing"),
            (base > 0, "no new capital" if clause == "zy2c" else "no provincial subsidy"),
            in_force(doc, facts["settled_on"]),
        ]
    )
    if problems:
        return refused(*problems)
    # 「市财政按省级补助的20%给予再补助」; 「新增出资额的20%」
    amount = half_up(Fraction(20, 100) * base)
    if clause == "zy2c":
        amount = min(amount, FIVE_MILLION)
    return once(facts["settled_on"], amount, f"20 % of {base} fen")


def guarantee_fee_subsidy(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """zy2e: one thousandth of the average balance, per institution (AMB-18)."""
    balance = facts["average_balance_fen"]
    problems = failing(
        [
            (facts["qualifies"], "fees or scope"),  # 「对担保收费水平、业务范围等符合条件的」
            (balance > 0, "no guarantees outstanding"),
            in_force(doc, facts["settled_on"]),
        ]
    )
    if problems:
        return refused(*problems)
    # 「年度担保平均余额的1‰」
    amount = min(half_up(Fraction(1, 1000) * balance), FIVE_MILLION)
    return once(facts["settled_on"], amount, f"1 per mille of {balance} fen")


def guarantee_loss_subsidy(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """zy2f: a local share of what was compensated; AMB-19."""
    compensated = facts["compensated_fen"]
    problems = failing(
        [
            (compensated > 0, "nothing compensated"),  # 「所发生的代偿损失」
            in_force(doc, facts["settled_on"]),
        ]
    )
    if problems:
        return refused(*problems)
    # 「按最高不超过代偿额的10%予以风险补贴」
    share = min(ask(local, "share", facts["settled_on"]), Fraction(10, 100))
    net_loss = max(0, compensated - facts["recovered_fen"])
    if reading(readings, "loss_base") == "net_loss":
        amount = half_up(share * net_loss)
    else:
        amount = min(half_up(share * compensated), net_loss)
    return once(facts["settled_on"], amount, f"{share} of the loss")


def guarantee_risk_pool(
    clause: str, doc: str, facts: Facts, local: Local, readings: Readings
) -> Decision:
    """zy2d 「信用再担保机构」, tc2b 「建立风险金及风险共担机制」: no number in either text."""
    problems = failing(
        [
            (clause != "zy2d" or facts["reguarantor"], "not a re-guarantor"),
            in_force(doc, facts["settled_on"]),
        ]
    )
    if problems:
        return refused(*problems)
    return once(facts["settled_on"], ask(local, "amount", facts["settled_on"]), "risk pool")
