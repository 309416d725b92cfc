"""Dates, money, draws and documents: the tools everything else stands on."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.dates import (
    NEVER,
    add_months,
    completed_months,
    completed_years,
    date_of,
    day,
    first_day_of,
    month,
    month_label,
    month_of,
    parse_month,
    year_of,
)
from sim.base.documents import parse
from sim.base.draws import bits, uniform
from sim.base.errors import UserError, did_you_mean
from sim.base.money import Share, divide_half_up, fen, fraction
from sim.scenario.load import of_text, to_yaml
from sim.scenario.schema import ScenarioFile

DATES = st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31))


@given(DATES)
def test_days_and_months_agree_with_the_calendar(date: dt.date) -> None:
    number = day(date)
    assert date_of(number) == date
    assert int(month_of(number)) == month(date.year, date.month)
    assert date_of(int(first_day_of(month_of(number)))) == date.replace(day=1)
    assert int(year_of(number)) == date.year
    assert parse_month(month_label(int(month_of(number)))) == int(month_of(number))


def test_never_stays_never() -> None:
    assert int(month_of(NEVER)) == NEVER
    assert int(first_day_of(NEVER)) == NEVER


@given(DATES.filter(lambda d: 1900 < d.year < 2190), st.integers(0, 100))
def test_adding_months_and_counting_them_agree(date: dt.date, months: int) -> None:
    later = int(add_months(day(date), months))
    assert int(month_of(later)) == month(date.year, date.month) + months
    if date.day <= 28:
        assert date_of(later).day == date.day
        assert int(completed_months(day(date), later)) == months
        assert int(completed_months(day(date), later - 1)) == months - 1


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("2003-05-06", "2019-05-05", 15),
        ("2003-05-06", "2019-05-06", 16),
        ("2000-02-29", "2019-02-28", 18),
        ("2000-02-29", "2019-03-01", 19),
    ],
)
def test_a_birthday_completes_a_year(born: str, on: str, years: int) -> None:
    assert int(completed_years(day(born), day(on))) == years


@given(st.integers(0, 10**9), st.fractions(0, 2, max_denominator=10_000))
def test_shares_round_half_up_exactly(amount: int, share: Fraction) -> None:
    exact = Fraction(amount) * share
    wanted = int(exact + Fraction(1, 2))  # floor of a non-negative number plus a half
    assert int(Share(share.numerator, share.denominator).of(amount)) == wanted


@given(st.integers(0, 10**9), st.integers(1, 3_000))
def test_division_rounds_half_up(number: int, by: int) -> None:
    assert int(divide_half_up(number, by)) == int(Fraction(number, by) + Fraction(1, 2))


def test_exceeds_is_strict_and_exact() -> None:
    assert not Share(1, 3).exceeds(1, 3)
    assert Share(1, 3).exceeds(333_333, 1_000_000)
    assert not Share(371, 10_000).exceeds(371, 10_000)


@pytest.mark.parametrize(("yuan", "wanted"), [("0.01", 1), (1650, 165_000), ("5499.5", 549_950)])
def test_yuan_become_fen(yuan: str | int, wanted: int) -> None:
    assert fen(yuan) == wanted


@pytest.mark.parametrize("yuan", ["0.005", "1.001", "much"])
def test_what_is_finer_than_a_fen_is_refused(yuan: str) -> None:
    with pytest.raises(ValueError, match=r"finer than a fen|not an amount"):
        fen(yuan)


def test_fractions_are_exact() -> None:
    assert fraction("2/3") == Fraction(2, 3)
    assert fraction(0.1) == Fraction(1, 10)


def test_draws_depend_on_seed_stream_agent_and_occasion_only() -> None:
    agents = np.arange(1000)
    whole = bits(1, "age", agents)
    assert np.array_equal(whole[500:], bits(1, "age", agents[500:]))
    assert np.array_equal(whole[::-1], bits(1, "age", agents[::-1]))
    others = [bits(2, "age", agents), bits(1, "sex", agents), bits(1, "age", agents, 3)]
    assert all(not np.any(whole == other) for other in others)


def test_draws_are_uniform_and_uncorrelated() -> None:
    u = uniform(7, "test", np.arange(200_000))
    assert abs(u.mean() - 0.5) < 0.003
    counts = np.bincount((u * 20).astype(int), minlength=20)
    chi_square = ((counts - 10_000) ** 2 / 10_000).sum()
    assert chi_square < 45, "19 degrees of freedom"
    v = uniform(7, "other", np.arange(200_000))
    assert abs(np.corrcoef(u, v)[0, 1]) < 0.01
    assert abs(np.corrcoef(u[1:], u[:-1])[0, 1]) < 0.01


def test_yaml_is_read_as_written() -> None:
    data = parse("country: no\ncode: 010\ntime: 12:30\nrate: 1e3\n", "x.yaml").data
    assert data == {"country": "no", "code": 10, "time": "12:30", "rate": 1000.0}


def test_places_in_documents() -> None:
    document = parse("a:\n  - b: 1\n  - c: 2\n", "x.yaml")
    assert document.where(("a", 1, "c")) == "x.yaml:3: a.1.c"
    assert document.where(("a", 1, "c", "deeper")) == "x.yaml:3: a.1.c.deeper"
    assert document.where(()) == "x.yaml:1"


def test_duplicate_keys_are_refused() -> None:
    with pytest.raises(UserError, match=r"x.yaml:3: duplicate key \"a\""):
        parse("a: 1\nb: 2\na: 3\n", "x.yaml")


_ALIASES = ["a: &a [1, 1, 1, 1, 1, 1, 1, 1]"] + [
    f"{x}: &{x} [{', '.join(['*' + y] * 8)}]" for x, y in zip("bcdefg", "abcdef", strict=True)
]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: 1\nb: !!python/object/apply:os.system ['x']\n", "x.yaml:2: has the tag"),
        ("b: !!str 5\n", "plain values only"),
        ("\n".join(_ALIASES), "repeats itself"),
    ],
)  # fmt: skip
def test_what_yaml_allows_beyond_plain_values_is_refused(text: str, what: str) -> None:
    with pytest.raises(UserError, match=what):
        parse(text, "x.yaml")


def test_hints_name_the_closest_word() -> None:
    assert (
        did_you_mean("jurisdcitions", ["jurisdictions", "years"]) == "did you mean 'jurisdictions'?"
    )
    assert did_you_mean("zzz", ["a", "b"]) == "known: a, b"


def test_a_scenario_survives_its_own_yaml() -> None:
    text = """
title: {zh: 试, en: test}
question: what if?
author: tests
date: 2019-01-01
expect: {outlay: up}
policy:
  change:
    - {clause: sn16a, term: amount, value: {3: 2400, 4: 1500, 5: 1000}, from: 2020-01-01}
  borrow: [{rules_of: xiangtan, for: ziyang}]
world: {shocks: [{from: 2020-02, to: 2020-12, layoffs: 2.5}]}
"""
    scenario = of_text(text, "x.yaml")
    again = of_text(to_yaml(scenario.file), "x.yaml")
    assert again.file == scenario.file
    assert again.content_sha256 == scenario.content_sha256
    assert isinstance(scenario.file, ScenarioFile)
    assert scenario.file.question.zh == "what if?"
