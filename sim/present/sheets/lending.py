"""Sheets of guaranteed loans: the application for interest money, and what stands behind."""

from __future__ import annotations

import pandas as pd

from sim.present.filing import Field, Sheet
from sim.present.sheets.funds import PLACE
from sim.present.words import Words
from sim.questions.purse import Purses
from sim.results.once import once_a_run

PURSES = ("inclusive_finance_fund", "local_budget")
KINDS = ("startup_loan_interest_subsidy", "loan_bank_award")
LEVELS = ("central", "provincial", "city", "county")


def loan_interest(p: Purses, words: Words, place: str) -> Sheet:
    """Loans, interest and award by year, and the parts of the levels of government."""
    return Sheet(
        "loan_interest",
        _with_levels(p, place),
        [
            PLACE, Field("year", "year"), Field("loans", "loans", "count"),
            Field("lent_fen", "lent", "money"), Field("stock_fen", "stock", "money"),
            Field("interest_fen", "interest_paid", "money"), Field("award_fen", "award", "money"),
            *(Field(level, level, "money") for level in LEVELS),
        ],
        [words.say("note_loan_interest")],
    )  # fmt: skip


@once_a_run
def _with_levels(p: Purses, place: str) -> pd.DataFrame:
    """Loans by year, and what each level of government pays for them."""
    frame = p.rows("loans", place)
    fen = p.sums("bills", place, "jurisdiction", "year", "level", "purse", "kind")
    paid: dict[tuple[str, int, str], int] = {}
    for (*at, purse, kind), part in fen.items():
        if purse in PURSES and kind in KINDS:
            paid[*at] = paid.get((*at,), 0) + part
    keys = list(zip(frame["jurisdiction"], frame["year"], strict=True))
    return frame.assign(**{level: [paid.get((*key, level), 0) for key in keys] for level in LEVELS})


def loans(p: Purses, words: Words, place: str) -> Sheet:
    """Stock, backing, expected losses and interest still to come."""
    return Sheet(
        "loans",
        p.rows("loans", place),
        [
            PLACE, Field("year", "year"), Field("stock_fen", "stock", "money"),
            Field("fund_fen", "guarantee", "money"), Field("covers_fen", "covers", "money"),
            Field("short_fen", "short", "money"),
            Field("expected_loss_fen", "expected_loss", "money"),
            Field("loss_low_fen", "loss_low", "money"),
            Field("loss_high_fen", "loss_high", "money"),
            Field("replenished_fen", "replenished", "money"),
            Field("interest_later_fen", "interest_later", "money"),
        ],
        [words.say("note_loans", sharing=_sharing(p, words, place))],
    )  # fmt: skip


def commitments(p: Purses, words: Words, place: str) -> Sheet:
    """What falls due after the run, and what employers bear beside the funds."""
    return Sheet(
        "commitments",
        p.rows("commitments", place),
        [
            PLACE, Field("clause", "clause"), Field("kind", "kind", "word", "kind"),
            Field("fund", "fund", "word", "fund"), Field("later_fen", "later", "money"),
            Field("own_fen", "own", "money"),
        ],
        [words.say("note_commitments")],
    )  # fmt: skip


def _sharing(p: Purses, words: Words, place: str) -> str:
    rows = p.rows("sharing", place)[["clause", "kind", "value"]]
    told = [
        f"{clause} {words('kind', str(kind))} {words.share(str(value))}"
        for clause, kind, value in rows.itertuples(index=False)
    ]
    return words.list(told) or "–"
