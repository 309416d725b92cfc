"""Rule clauses that move money between purses: zy1c, tc16a, ly5.6b."""

from __future__ import annotations

import pandas as pd

from sim.budget.funding import moves
from sim.engine import Settings, simulate
from sim.law.load import load
from sim.law.values import ALWAYS, Dated
from sim.results.tables import tables_of
from sim.scenario.load import of_data
from tests.questions.test_run_questions import HEADER


def yuan(amount: int) -> Dated:
    return Dated((ALWAYS,), ((100 * amount,),))


OUTLAYS = pd.DataFrame(
    [
        ("zy1a", "unemployment_insurance_fund", "2019-05", 700_00),
        ("zy1b", "unemployment_insurance_fund", "2019-05", 500_00),
        ("zy1a", "unemployment_insurance_fund", "2019-12", 400_00),
        ("zy13a", "unemployment_insurance_fund", "2019-12", 999_00),
        ("zy1a", "unemployment_insurance_fund", "2020-12", 300_00),
    ],
    columns=["clause", "fund", "month", "outlay_fen"],
)


def test_the_cascade_runs_in_the_order_of_the_words() -> None:
    place = load()["ziyang"]
    local = {"refund_money_available": yuan(1000), "local_backstop_available": yuan(250)}
    found = [(m.clause, m.month, m.payer, m.amount_fen) for m in moves(place, local, OUTLAYS)]
    # 2019: 1,600 owed, 1,000 in the fund; 200 of zy1b and 50 of zy1a local; 350 provincial
    assert found == [
        ("zy1b", "2019-05", "local_budget", 200_00),
        ("zy1a", "2019-12", "local_budget", 50_00),
        ("zy1a", "2019-12", "provincial_ui_adjustment_fund", 350_00),
    ]


def test_without_a_limit_the_local_budget_pays_all_that_is_short() -> None:
    found = list(moves(load()["ziyang"], {"refund_money_available": yuan(0)}, OUTLAYS))
    assert {m.payer for m in found} == {"local_budget"}
    assert sum(m.amount_fen for m in found) == 1_900_00, "benefit (zy13a) is not covered by zy1c"


def test_nothing_moves_while_nobody_says_how_much() -> None:
    assert list(moves(load()["ziyang"], {}, OUTLAYS)) == []
    assert list(moves(load()["lingyuan"], {}, OUTLAYS)) == []


def test_a_transfer_is_booked_once_a_year_in_force() -> None:
    local = {"restructuring_transfer": yuan(2000)}
    for name, rule, issued in (("tacheng", "tc16a", "2019-01"), ("lingyuan", "ly5.6b", "2019-04")):
        found = list(moves(load()[name], local, OUTLAYS))
        assert [(m.rule, m.month, m.amount_fen) for m in found] == [
            (rule, issued, 2000_00),
            (rule, "2020-01", 2000_00),
        ]
        assert {m.fund for m in found} == {"employment_subsidy_fund"}


def test_a_scenario_that_only_moves_money_runs_and_totals_stay() -> None:
    change = {"term": "refund_money_available", "value": 1_000_000, "jurisdictions": ["ziyang"]}
    scenario = of_data(
        {**HEADER, "jurisdictions": ["ziyang"], "policy": {"change": [change]}}, "short.yaml"
    )
    found = tables_of(simulate(load(), scenario, Settings(reach=False)), load())
    sums = found.totals.groupby("arm")["outlay_fen"].sum()
    assert sums["scenario"] == sums["current_law"]
    moved = found.funding
    assert set(moved["arm"]) == {"scenario"}
    covered = found.totals[
        (found.totals["arm"] == "scenario") & found.totals["clause"].isin(["zy1a", "zy1b"])
    ]
    by_year = covered.groupby(covered["month"].str[:4])["outlay_fen"].sum()
    short = (by_year - 100_000_000).clip(lower=0)
    assert moved["amount_fen"].sum() == short.sum() > 0
