"""Sheets of guaranteed loans: the application for interest money, and what stands behind."""

from __future__ import annotations

import pandas as pd

from sim.present.filing import Field, Sheet
from sim.present.sheets.funds import PLACE, chosen
from sim.present.words import Words
from sim.questions.purse import Purses

PURSE = "inclusive_finance_fund"
LEVELS = ("central", "provincial", "city", "county")


def loan_interest(p: Purses, words: Words, place: str) -> Sheet:
    """Loans, interest and award by year, and the parts of the levels of government."""
    frame = chosen(p.loans, place)
    rows = p.bills[(p.bills["arm"] == "scenario") & p.bills["purse"].isin((PURSE, "local_budget"))]
    rows = rows[rows["kind"].isin(("startup_loan_interest_subsidy", "loan_bank_award"))]
    cube = rows.pivot_table(
        index=["jurisdiction", "year"], columns="level", values="amount_fen", aggfunc="sum"
    )
    cube = cube.reindex(columns=list(LEVELS)).fillna(0).astype("int64").reset_index()
    frame = frame.merge(cube, how="left", on=["jurisdiction", "year"])
    frame[list(LEVELS)] = frame[list(LEVELS)].fillna(0).astype("int64")
    return Sheet(
        "loan_interest",
        pd.DataFrame(frame),
        [
            PLACE, Field("year", "year"), Field("loans", "loans", "count"),
            Field("lent_fen", "lent", "wan"), Field("stock_fen", "stock", "wan"),
            Field("interest_fen", "interest_paid", "wan"), Field("award_fen", "award", "wan"),
            *(Field(level, level, "wan") for level in LEVELS),
        ],
        [words.say("note_loan_interest")],
    )  # fmt: skip


def loans(p: Purses, words: Words, place: str) -> Sheet:
    """Stock, backing, expected losses and interest still to come."""
    return Sheet(
        "loans",
        chosen(p.loans, place),
        [
            PLACE, Field("year", "year"), Field("stock_fen", "stock", "wan"),
            Field("fund_fen", "guarantee", "wan"), Field("covers_fen", "covers", "wan"),
            Field("short_fen", "short", "wan"), Field("expected_loss_fen", "expected_loss", "wan"),
            Field("loss_low_fen", "loss_low", "wan"), Field("loss_high_fen", "loss_high", "wan"),
            Field("replenished_fen", "replenished", "wan"),
            Field("interest_later_fen", "interest_later", "wan"),
        ],
        [words.say("note_loans", sharing=_sharing(p, words, place))],
    )  # fmt: skip


def commitments(p: Purses, words: Words, place: str) -> Sheet:
    """What falls due after the run, and what employers bear beside the funds."""
    return Sheet(
        "commitments",
        chosen(p.rows("commitments"), place),
        [
            PLACE, Field("clause", "clause"), Field("kind", "kind", "word", "kind"),
            Field("fund", "fund", "word", "fund"), Field("later_fen", "later", "wan"),
            Field("own_fen", "own", "wan"),
        ],
        [words.say("note_commitments")],
    )  # fmt: skip


def _sharing(p: Purses, words: Words, place: str) -> str:
    rows = chosen(p.sharing, place)
    told = [
        f"{row.clause} {words('kind', str(row.kind))} {words.share(str(row.value))}"
        for row in rows.itertuples()
    ]
    return words.list(told) or "–"
