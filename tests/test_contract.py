"""The contract between a kind, its terms and the engine, on a kind and a table of our own.

An incubator is neither a firm nor a person: what the engine needs to know of it is in its table.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.dates import day, month, month_of
from sim.engine.decide import Desk
from sim.engine.tally import Horizon, Sheet
from sim.law.schema import NoDouble
from sim.law.values import ALWAYS, Dated, Window
from sim.measures.award import Award, once
from sim.measures.registry import Kind, Terms, term
from sim.measures.rulebook import Measure, Rulebook
from sim.measures.tables import Int32, Int64, Table, column


@dataclass(frozen=True)
class Incubators(Table):
    """An incubator in a year in which it may be awarded."""

    CLAIMANT = "incubator"
    OCCASION = "assessed_on"

    incubator: Int32 = column("int32", "id", "the incubator")
    assessed_on: Int32 = column("int32", "day", "day of the assessment")
    residents: Int32 = column("int32", "entities", "resident entities")

    @property
    def covered(self) -> Int64:
        return self.residents.astype(np.int64)


@dataclass(frozen=True, kw_only=True)
class AwardTerms(Terms):
    """Terms of an award per resident (as in zy4d)."""

    amount: Dated = term("yuan", "per resident entity")
    more_than: Dated = term("count", "only incubators with more residents than this")


def award_residents(incubators: Incubators, terms: AwardTerms) -> Award:
    """A sum per resident entity, to incubators with more than so many."""
    day_ = incubators.assessed_on
    eligible = incubators.residents > terms.more_than.on(day_)
    eligible &= terms.window.holds(day_)
    return Award.of(eligible, once(terms.amount.on(day_) * incubators.residents, month_of(day_)))


KIND = Kind(
    "incubator_award", "", Incubators, AwardTerms, "institution", "start-up", award_residents
)


def constant(number: int) -> Dated:
    return Dated((ALWAYS,), ((number,),))


def measure(clause: str, amount: int) -> Measure:
    terms = AwardTerms(
        clause=clause,
        fund="unspecified",
        window=Window(day("2019-03-20")),
        amount=constant(amount * 100),
        more_than=constant(30),
    )
    return Measure(clause, KIND, terms, standing=False)


FACTS = Incubators.of(
    incubator=[1, 2, 3, 4],
    assessed_on=[day("2019-11-30"), day("2019-12-01"), day("2020-12-01"), day("2019-03-19")],
    residents=[30, 31, 100, 200],
)


def sheet() -> Sheet:
    def everyone(_kind: Kind, _table: Table, _rates: object, rows: np.ndarray) -> np.ndarray:
        return np.ones(len(rows), np.bool_)

    return Sheet(Desk({Incubators: FACTS}, everyone), Horizon(2019, 2021))


def rules(*measures: Measure, no_double: tuple[NoDouble, ...] = ()) -> Rulebook:
    return Rulebook("utopia", "utopia", measures, no_double, {}, {}, (), frozenset())


def test_an_institution_is_paid_like_anyone() -> None:
    lines = sheet().lines(rules(measure("ut1", 1000)), {})["ut1"]
    assert lines.outlay[month(2019, 12) - month(2019)] == 31 * 1000 * 100
    assert lines.outlay[month(2020, 12) - month(2019)] == 100 * 1000 * 100
    assert lines.outlay.sum() == 131 * 1000 * 100
    assert lines.heads.sum() == 2
    assert lines.funnel[:, 0].tolist() == [0, 0, 0, 0], "nothing before the horizon"
    assert lines.funnel[:, 1].tolist() == [3, 1, 1, 31]
    assert lines.funnel[:, 2].tolist() == [1, 1, 1, 100]


def test_of_two_clauses_an_occasion_draws_the_kept_or_the_larger_one() -> None:
    both = (measure("ut1", 1000), measure("ut2", 1500))

    def outlay(keep: str) -> dict[str, int]:
        rule = NoDouble(clauses=("ut1", "ut2"), keep=keep, source="tests")
        lines = sheet().lines(rules(*both, no_double=(rule,)), {})
        return {clause: int(x.outlay.sum()) // 100 for clause, x in lines.items()}

    assert outlay("ut1") == {"ut1": 131_000, "ut2": 0}
    assert outlay("ut2") == {"ut1": 0, "ut2": 196_500}
    assert outlay("larger") == {"ut1": 0, "ut2": 196_500}
    lines = sheet().lines(rules(*both), {})
    assert int(lines["ut1"].outlay.sum()) == 13_100_000, "without a rule both are paid"


def test_equal_amounts_are_paid_once() -> None:
    rule = NoDouble(clauses=("ut1", "ut2"), keep="larger", source="tests")
    equal = rules(measure("ut1", 1000), measure("ut2", 1000), no_double=(rule,))
    lines = sheet().lines(equal, {})
    assert [int(lines[c].outlay.sum()) for c in ("ut1", "ut2")] == [13_100_000, 0]


def test_an_unchanged_measure_is_not_decided_again() -> None:
    kept = sheet()
    first = kept.lines(rules(measure("ut1", 1000), measure("ut2", 1500)), {})
    second = kept.lines(rules(measure("ut1", 1000), measure("ut2", 1600)), {})
    assert second["ut1"] is first["ut1"]
    assert second["ut2"] is not first["ut2"]
