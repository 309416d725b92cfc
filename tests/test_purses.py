"""The purses: identities on every shipped scenario, gates, cascades, local excess."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pandas as pd
import pytest

from sim.base.dates import first_day_of, month
from sim.base.errors import UserError
from sim.budget.bills import bills
from sim.budget.checks import broken_purses
from sim.budget.figures import (
    FIGURES,
    UI,
    given,
    national,
    place_book,
    places_with_books,
    poor,
    rich,
)
from sim.budget.purses import FLOWS, INCOME
from sim.budget.settle import Due, Payer, Plan, Settlement, settle
from sim.budget.tables import settled_again
from sim.economy import Setting, insured_months
from sim.engine import Outcome, simulate
from sim.engine.answer import answered, intentions
from sim.engine.people import people_in
from sim.engine.places import arms
from sim.law.load import load
from sim.law.purposes import purposes
from sim.measures.rulebook import current_law
from sim.results.tables import Tables, tables_of
from sim.scenario.load import of_data
from tests.questions.test_run_questions import HEADER
from tests.runs import NAMES, ROOT, outcome, tables

REFUNDS = {"stable_employment_refund", "distressed_enterprise_refund"}
NEEDED = ("totals", "settled", "purses", "gates")


def broken(found: Tables, **changed: pd.DataFrame) -> list[str]:
    parts = {name: getattr(found, name) for name in NEEDED}
    return list(broken_purses(**{**parts, **changed}))


def run(place: str, **parts: object) -> tuple[Outcome, Tables]:
    scenario = of_data({**HEADER, "jurisdictions": [place], **parts}, "budget.yaml")
    found = simulate(load(), scenario)
    return found, tables_of(found, load())


@pytest.mark.parametrize("name", NAMES)
def test_every_fund_and_month_adds_up(name: str) -> None:
    found = tables(name)
    assert broken(found) == []
    purses = found.purses
    income = purses[list(INCOME)].sum(axis=1)
    paid = purses[list(FLOWS[len(INCOME) :])].sum(axis=1)
    assert (purses["opening_fen"] + income - paid == purses["closing_fen"]).all()
    by_fund = purses.groupby(["jurisdiction", "arm"])["measures_fen"].sum()
    measures = found.settled[found.settled["payer"] != ""]
    by_measure = measures.groupby(["jurisdiction", "arm"])["amount_fen"].sum()
    assert by_fund.to_dict() == by_measure.to_dict()
    due = found.totals.groupby(["jurisdiction", "arm"])["outlay_fen"].sum()
    assert (
        due.to_dict()
        == found.settled.groupby(["jurisdiction", "arm"])["amount_fen"].sum().to_dict()
    )
    assert not set(purses["fund"]) & {"tax_or_price_forgone", "bank_credit_contingent"}
    closed = found.gates[~found.gates["open"]]
    assert (closed["due_fen"] == closed["refused_fen"]).all()


@pytest.mark.parametrize("name", NAMES)
def test_premium_income_is_the_premium_that_firms_are_refunded_from(name: str) -> None:
    """Twelve months of income against next year's "premium paid last year", two computations."""
    for place, tally in outcome(name).tallies.items():
        income = tally.insured["current_law"][0]
        for i in range(1, len(tally.premiums)):
            months, year = int(income[12 * (i - 1) : 12 * i].sum()), int(tally.premiums[i])
            # Firms that closed paid, and claim nothing the year after.
            assert -0.001 * year < months - year < 0.05 * year, (place, i)


def test_premium_income_is_that_of_every_post_while_it_is_open() -> None:
    """A plain count over the posts of a small place, month by month."""
    scenario = of_data({**HEADER, "jurisdictions": ["sunan"]}, "budget.yaml")
    part = people_in("sunan", scenario).partitions(10**6)[0]
    local = current_law(load(), "sunan").local
    would = intentions(part, scenario)
    premium, posts, laid_off, _ = insured_months(would, local, (2019,))
    setting = Setting(would, local)
    closed = dict(zip(setting.closings.rows.tolist(), setting.closings.months, strict=True))
    declared, firm = setting.declared(2019), part.firm_rows
    for i, at in enumerate(range(month(2019), month(2020))):
        here = [
            row for row in range(len(part.workers))
            if part.firms.opened_month[firm[row]] <= at <= closed.get(row, at)
        ]  # fmt: skip
        floor, cap = (
            int(local[name].on(int(first_day_of(at))))
            for name in ("contribution_floor", "contribution_cap")
        )
        bases = np.clip(declared[here], floor, cap)
        # 0.5 % employer and 0.5 % employee, each post rounded half up.
        assert (len(here), int(((bases + 50) // 100).sum())) == (posts[i], premium[i])
        assert laid_off[i] == sum(at == gone for gone in closed.values())


def test_identities_of_purses_can_break() -> None:
    found = tables("baseline")
    assert not broken(found)
    assert broken(found, purses=found.purses.assign(closing_fen=found.purses["closing_fen"] + 1))
    assert broken(found, purses=found.purses.assign(opening_fen=found.purses["opening_fen"] + 1))
    assert broken(found, settled=found.settled.assign(amount_fen=found.settled["amount_fen"] + 1))
    assert broken(found, gates=found.gates.assign(open=False))


def test_a_thin_fund_closes_its_gates_and_says_what_it_refuses() -> None:
    thin = {
        "figures": {"ziyang": {"opening_balance": 30_000_000, "payments_last_year": 48_000_000}}
    }
    _, found = run("ziyang", budget=thin)
    gates = found.gates[(found.gates["arm"] == "scenario") & (found.gates["year"] == 2019)]
    assert not gates["open"].any()
    assert (gates["reserve_months"] == 7.5).all()
    totals = found.totals[(found.totals["arm"] == "scenario") & found.totals["kind"].isin(REFUNDS)]
    refused = totals[totals["month"] < "2020"]
    assert gates["refused_fen"].sum() == refused["outlay_fen"].sum() > 0
    assert gates["refused_heads"].sum() == refused["heads"].sum()
    paid = found.settled[(found.settled["kind"].isin(REFUNDS)) & (found.settled["payer"] != "")]
    assert paid.loc[(paid["arm"] == "scenario") & (paid["month"] < "2020")].empty
    off = run("ziyang", budget={**thin, "gates": "off"})[1]
    assert off.gates["open"].all()
    assert off.gates["refused_fen"].sum() == 0
    pd.testing.assert_frame_equal(off.totals, found.totals)  # entitlements stay


def test_a_closed_gate_opens_again_when_the_fund_recovers() -> None:
    budget = {"figures": {"xiangtan": {"opening_balance": 70_000_000}}}
    _, found = run("xiangtan", budget=budget)
    gates = found.gates[found.gates["arm"] == "scenario"]
    ordinary = gates[gates["kind"] == "stable_employment_refund"].set_index("year")["open"]
    assert not ordinary[2019]
    # The year after, the balance that was spared counts.
    reserve = gates.groupby("year")["reserve_months"].first()
    balance = gates.groupby("year")[["balance_fen", "payments_fen"]].first()
    assert np.allclose(reserve, 12 * balance["balance_fen"] / balance["payments_fen"])


@pytest.mark.parametrize(
    ("place", "rule", "order"),
    [
        ("ziyang", "zy1c", ["local_budget"]),
        ("lingyuan", "ui_regulation_art_8", ["provincial_ui_adjustment_fund", "local_budget"]),
    ],
)
def test_a_dry_fund_is_helped_in_the_order_of_the_rule(
    place: str, rule: str, order: list[str]
) -> None:
    figures = {"opening_balance": 0, "payments_last_year": 1, "adjustment_limit": 1_000_000}
    spec = {"gates": "off", "figures": {place: {**figures, "other_payments": 90_000_000}}}
    _, found = run(place, budget=spec)
    moved = found.funding[(found.funding["arm"] == "scenario") & (found.funding["rule"] == rule)]
    assert list(dict.fromkeys(moved.sort_values("month")["payer"])) == order
    lent = moved[moved["payer"] == "provincial_ui_adjustment_fund"]
    assert (lent.groupby(lent["month"].str[:4])["amount_fen"].sum() <= 100_000_000).all()
    assert not (found.settled["outcome"] == "unpaid").any(), "the local budget bears the rest"
    assert broken(found) == []


def plan(**changed: object) -> Plan:
    figures = dict.fromkeys(FIGURES, 0) | {
        "payments_last_year": 1200_00,
        "opening_balance": 1000_00,
    }
    months = tuple(f"2019-{m:02d}" for m in range(1, 13))
    spec = national()
    frozen = spec.model_copy(update={"training_transfer_month": "2030-01"})
    base = Plan(months, (), (0,) * 12, figures, frozen, True, {})
    return dataclasses.replace(base, **changed)  # type: ignore[arg-type]


def due(kind: str, fen: int, month: str = "2019-01", **more: object) -> Due:
    return Due(f"x.{kind}", kind, UI, month, 1, fen, **more)  # type: ignore[arg-type]


def outcomes(found: Settlement) -> list[tuple[str, str, str, int]]:
    return [(p.due.kind, p.payer, p.outcome, p.fen) for p in found.parts]


@pytest.mark.parametrize(("balance", "is_open"), [(1200_00, True), (1199_99, False)])
def test_exactly_twelve_months_opens_the_gate(balance: int, is_open: bool) -> None:
    figures = {**plan().figures, "opening_balance": balance}
    tests = settle(plan(figures=figures)).tests
    assert [t.open for t in tests] == [is_open, False]


def test_benefits_come_first_and_the_cascade_follows_its_order_and_limits() -> None:
    dues = (due("unemployment_benefit", 900_00), due("skill_upgrade_subsidy", 300_00))
    helpers = {UI: ("rule", (Payer("provincial_ui_adjustment_fund", 50_00), Payer("local_budget")))}
    found = settle(plan(dues=dues, backstops=helpers))
    interest = 167  # 2 % a year of 1,000 yuan, one month
    assert outcomes(found) == [
        ("unemployment_benefit", UI, "paid", 900_00),
        ("skill_upgrade_subsidy", UI, "paid", 100_00 + interest),
        ("skill_upgrade_subsidy", "provincial_ui_adjustment_fund", "moved", 50_00),
        ("skill_upgrade_subsidy", "local_budget", "moved", 150_00 - interest),
    ]
    assert found.purses[UI].months[0].closing_fen == 0


def test_without_anybody_to_stand_in_the_rest_stays_unpaid() -> None:
    found = settle(plan(dues=(due("unemployment_benefit", 1500_00),)))
    assert [(p.outcome, p.fen) for p in found.parts] == [("paid", 1001_67), ("unpaid", 498_33)]


def test_a_local_excess_is_booked_to_the_local_budget() -> None:
    change = {"clause": "sn15a", "term": "amount", "value": 1600, "local_excess": True}
    _, found = run("sunan", policy={"change": [change]})
    rows = found.settled[
        (found.settled["clause"] == "sn15a") & (found.settled["arm"] == "scenario")
    ]
    by = rows.groupby("outcome")["amount_fen"].sum()
    # 1,500 is the ceiling: a sixteenth of what 1,600 costs falls on the county
    assert by["excess"] * 16 == by.sum() > 0
    assert set(rows.loc[rows["outcome"] == "excess", "payer"]) == {"local_budget"}


@pytest.mark.parametrize("share", [0.75, 1])
def test_what_lies_above_a_ceiling_does_not_depend_on_how_a_share_is_written(share) -> None:
    change = {"kind": "stable_employment_refund", "term": "share", "value": share}
    _, found = run("sunan", policy={"change": [change]})
    scenario = found.settled[found.settled["arm"] == "scenario"]
    rows = scenario[scenario["kind"] == "stable_employment_refund"]
    by = rows.groupby("outcome")["amount_fen"].sum()
    # half is the ceiling; a firm's amounts are rounded to the fen
    assert by["excess"] / by.sum() == pytest.approx(1 - 0.5 / share, rel=1e-6)


def test_every_figure_says_where_it_is_from() -> None:
    for place in places_with_books():
        book = place_book(place)
        assert set(book.figures) == set(FIGURES)
        for name, figure in book.figures.items():
            assert figure.range, (place, name)
            assert figure.confidence in ("derived", "recalled"), (
                "nothing of this was found published"
            )


@pytest.mark.parametrize(
    ("budget", "message"),
    [
        ({"figures": {"ziyan": {}}}, "no jurisdiction 'ziyan'; did you mean 'ziyang'"),
        ({"figures": {"ziyang": {"opening_balanc": 1}}}, "did you mean 'opening_balance'"),
        ({"figures": {"ziyang": {"payments_last_year": 0}}}, "payments above 0"),
        ({"shares": {"local_budgt": {"city": 1}}}, "did you mean 'local_budget'"),
        ({"shares": {"local_budget": {"town": 1}}}, "no level 'town'"),
        ({"shares": {"local_budget": {"city": 0.5}}}, "add up to 1"),
    ],
)
def test_what_is_wrong_with_a_budget_is_told(budget: dict[str, object], message: str) -> None:
    with pytest.raises(UserError, match=message):
        run("ziyang", budget=budget)


def test_a_finished_run_is_settled_again_from_its_tables() -> None:
    found, law = tables("trade_shock"), load()
    scenario, frames = outcome("trade_shock").scenario, dict(found.items())
    same = settled_again(law, scenario, frames, given)
    for name in ("settled", "purses", "funding"):
        pd.testing.assert_frame_equal(same[name], getattr(found, name))
    keys = ["jurisdiction", "arm", "month"]
    low, high = (
        settled_again(law, scenario, frames, end)["reserves"].set_index(keys)["balance_fen"]
        for end in (poor, rich)
    )
    middle = found.reserves.set_index(keys)
    assert (middle["low_fen"] == low).all()
    assert (middle["high_fen"] == high).all()
    assert (low <= middle["balance_fen"]).all()
    assert (middle["balance_fen"] <= high).all()


def test_a_bureaus_own_figures_have_no_range() -> None:
    own = {"figures": {"sunan": dict.fromkeys(FIGURES, 1000000)}}
    _, found = run("sunan", budget=own)
    assert (found.reserves["low_fen"] == found.reserves["high_fen"]).all()


def test_shares_of_a_scenario_replace_the_shipped_ones() -> None:
    settled = tables("baseline").settled
    inclusive = settled[settled["payer"] == "inclusive_finance_fund"]
    found = bills(inclusive, {"inclusive_finance_fund": {"central": 0.25, "county": 0.75}})
    sums = found.groupby("level")["amount_fen"].sum()
    assert set(sums.index) == {"central", "county"}
    assert abs(sums["county"] - 3 * sums["central"]) < 3 * len(found)
    assert sums.sum() == inclusive["amount_fen"].sum()


def test_two_trainings_in_a_year_are_found_across_funds_and_two_allowances_by_month() -> None:
    """The counts of the run are those of a plain search among everyone paid."""
    scenario = of_data({**HEADER, "jurisdictions": ["tacheng"]}, "budget.yaml")
    place = next(iter(arms(load(), scenario)))
    found = {"training": 0, "living": 0}
    for part in people_in("tacheng", scenario).partitions(250_000):
        desk = answered(part, place, scenario)["scenario"].desk
        rules = place.arms["scenario"]
        drawn: dict[tuple[str, int, int], dict[str, tuple[int, int]]] = {}
        for measure in rules.measures:
            purpose = next((p.id for p in purposes().purposes if measure.kind.name in p.kinds), "")
            if purpose not in found:
                continue
            decision = desk.decision(measure, rules, {})
            for row in np.flatnonzero(decision.paid & (decision.award.total > 0)).tolist():
                person, year = int(decision.table.claimant[row]), int(decision.table.year[row])
                when = [
                    (int(p.first_month[row]), int(p.first_month[row] + p.months[row]))
                    for p in decision.award.payments
                    if p.months[row] and p.amount[row]
                ]
                one = drawn.setdefault((purpose, person, year), {})
                before = one.get(measure.clause, (10**9, 0))
                one[measure.clause] = (
                    min(before[0], *(a for a, _ in when)),
                    max(before[1], *(b for _, b in when)),
                )
        for (purpose, _, _), clauses in drawn.items():
            for a, b in itertools.combinations(clauses.values(), 2):
                together = a[0] < b[1] and b[0] < a[1]
                found[purpose] += purpose == "training" or together
    counted = tables("baseline").doubles
    counted = counted[(counted["jurisdiction"] == "tacheng") & (counted["arm"] == "scenario")]
    sums = counted.groupby("purpose")["payees"].sum()
    assert found == {name: int(sums.get(name, 0)) for name in found}
    assert min(found.values()) > 0


def test_the_page_on_the_purses_names_every_figure_and_share() -> None:
    page = (ROOT / "docs" / "budget.md").read_text(encoding="utf-8")
    for name in FIGURES:
        line = next(row for row in page.splitlines() if row.startswith(f"| `{name}` |"))
        for place in places_with_books():
            assert f"{place_book(place).figures[name].value / 1e4:,.0f} (" in line, (place, name)
    for shares in national().shares:
        line = next(row for row in page.splitlines() if row.startswith(f"| `{shares.purse}` |"))
        assert line.endswith(f"{shares.confidence} |")
        assert all(f"{100 * part:g} %" in line for part in shares.west.values())
