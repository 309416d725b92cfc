"""What every desk of the clerk needs: dates, months, money, local numbers, readings, decisions.

Nothing here knows the vectorised program. Money is counted in fen, exactly (``Fraction``), and
rounded half up to the fen only when a payment is made.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

Month = tuple[int, int]
"""A calendar month: (year, month)."""

Facts = dict[str, Any]
"""One row of a fact table, as plain Python values."""

Readings = dict[str, str]
"""Name of an ambiguity -> the reading to apply; whatever is missing gets the default."""

Local = Callable[..., Any]
"""``local(name, day, category=None)``: a number the text does not give, or None if unknown."""

YUAN = 100
"""Fen in a yuan."""

ISSUED = {
    "zy": date(2019, 3, 20),  # 「2019年3月20日」
    "tc": date(2019, 1, 31),  # 「2019年1月31日」
    "ly": date(2019, 4, 1),  # 「2019年4月1日印发」: only a print date
    "xt": date(2019, 2, 1),  # catalogue, AMB-66
    "sn": date(2019, 1, 1),  # the text has no date; "2019, day unknown" (AMB-66)
}
"""AMB-66: what has no window of its own runs from the day of issue, without end."""

YEAR_2019 = (date(2019, 1, 1), date(2019, 12, 31))
"""「2019年1月1日至12月31日」, both days included."""

YEARS_2019_2020 = (date(2019, 1, 1), date(2020, 12, 31))
"""「2019年1月1日至2020年12月31日」, both days included."""

HORIZON = "2024-12"
"""Last month counted for a payment that nothing in the facts or the law ever ends."""

OPTIONS: dict[str, tuple[str, ...]] = {
    "few_layoffs": ("below_registered_rate", "at_most_registered_rate", "none"),  # AMB-01, 02
    "refund_base": ("total", "employer_part"),  # AMB-03
    "back_payments": ("excluded", "included"),  # AMB-03
    "distressed_method": ("benefit", "contributions", "larger"),  # AMB-04
    "distressed_headcount": ("at_application", "yearly_average"),  # AMB-06
    "distressed_insurances": ("all", "three"),  # AMB-07
    "certificate_order": ("by_skill", "literal"),  # AMB-41
    "certificate_types": ("both", "qualification_only"),  # AMB-76
    "insured_year": ("cumulative", "in_a_row"),  # AMB-39
    "skill_window": ("recommended", "application", "certificate"),  # AMB-40
    "training_base": ("all_spending", "education_fund", "shortfall"),  # AMB-30
    "ceiling_base": ("total", "shortfall"),  # AMB-31
    "living_allowance_needs": ("nothing", "passed", "self_paid_and_passed"),  # AMB-75
    "dibao_day": ("month_30", "year_365", "working_days"),  # AMB-35
    "intern_age": ("at_start", "at_application"),  # AMB-23
    "registered_rate_year": ("last_year", "this_year"),  # AMB-02
    "distressed_months": ("fixed", "in_difficulty"),  # AMB-06
    "first_year": ("months_in_force", "whole_year"),  # AMB-66
    "retention_rate": ("of_ended", "of_started"),  # AMB-27
    "higher_rate": ("whole_batch", "retained_only", "later_batches"),  # AMB-28
    "intern_cap": ("on_subsidy", "on_base"),  # AMB-26
    "short_internship": ("nothing", "months_done"),  # AMB-78
    "early_hire_topup": ("graduates_only", "any_intern"),  # AMB-24
    "exhausted_benefit": ("counts_as_ineligible", "excluded"),  # AMB-79
    "training_standard": ("per_trainee", "per_firm"),  # AMB-32
    "living_days": ("every_day", "thirty_days"),  # AMB-34
    "intern_insurance": ("by_unit", "by_fund"),  # AMB-25
    "double_training": ("same_certificate", "same_year", "ever"),  # AMB-42
    "benchmark_period": ("monthly", "yearly"),  # AMB-45
    "poor_months": ("first_twelve", "all"),  # AMB-46
    "poor_contributions": ("employer_part", "both_parts"),  # AMB-46
    "partners_counted": ("qualifying", "all"),  # AMB-14
    "loan_headcount": ("with_new_hires", "before_new_hires"),  # AMB-09
    "hundred_edge": ("over", "from"),  # AMB-10
    "interest_scope": ("recommended", "persons", "firms", "both"),  # AMB-12 as amended
    "interest_times": ("three_in_all", "three_repeats"),  # AMB-13
    "bank_award": ("one_pool", "to_each"),  # AMB-15
    "loss_base": ("compensated", "net_loss"),  # AMB-19
    "incubator_residents": ("all", "above_threshold"),  # AMB-20
    "rent_limit": ("actual_rent", "flat"),  # AMB-48
    "first_business": ("both_forms", "firms_only"),  # AMB-55
    "long_contract_training": ("needed", "not_needed"),  # AMB-56
    "post_window": ("hire_date", "completion_date"),  # AMB-47
    "stay_window": ("start_date", "completion_date"),  # AMB-52
    "graduate_scope": ("any_graduate", "sent_only"),  # AMB-53 as amended
    "uplift_base": ("minimum_wage", "post_subsidy"),  # AMB-59
}
"""Every reading the clerk knows; the first of each is the default (the recommended one)."""


class UnpricedError(Exception):
    """A local number that the amount needs is unknown: eligible, but no money."""


class UndecidedError(Exception):
    """A local number that eligibility itself needs is unknown."""


@dataclass
class Decision:
    """What the clerk decides about one row under one clause."""

    eligible: bool
    amount_fen: int = 0  # total public money over all months
    by_month: dict[Month, int] = field(default_factory=dict)
    employer_fen: int = 0  # what the text makes the employer bear beside it
    priced: bool = True
    why: str = ""


def refused(*reasons: str) -> Decision:
    """Not eligible, for these reasons."""
    return Decision(eligible=False, why="; ".join(reasons))


def granted(by_month: dict[Month, int], why: str, employer_fen: int = 0) -> Decision:
    """Eligible, with these payments (already in whole fen)."""
    return Decision(
        eligible=True,
        amount_fen=sum(by_month.values()),
        by_month=by_month,
        employer_fen=employer_fen,
        why=why,
    )


def failing(tests: Iterable[tuple[Any, str]]) -> list[str]:
    """The names of the tests that fail; each test is (holds, name)."""
    return [name for holds, name in tests if not holds]


def reading(readings: Readings, name: str) -> str:
    """The reading in force for an ambiguity; an unknown one is an error, never ignored."""
    options = OPTIONS[name]
    chosen = readings.get(name, options[0])
    if chosen not in options:
        raise ValueError(f"reading {name}: {chosen!r} is none of {options}")
    return chosen


def last_counted_month(readings: Readings) -> Month:
    """``readings["horizon"]`` ("2021-12"): where payments without any end stop being counted."""
    year, month = readings.get("horizon", HORIZON).split("-")
    return int(year), int(month)


def ask(local: Local, name: str, day: date, category: object = None) -> Fraction:
    """A local number, exactly; unknown means that the clause cannot be priced."""
    value = local(name, day) if category is None else local(name, day, category)
    if value is None:
        raise UnpricedError(f"{name} of {day} ({category}) is unknown")
    if isinstance(value, float):
        raise TypeError(f"{name}: local numbers are int or Fraction, not the float {value}")
    return Fraction(value)


def known(local: Local, name: str, day: date, category: object = None) -> Fraction | None:
    """A local number that the text can do without: None if unknown, and no error."""
    try:
        return ask(local, name, day, category)
    except UnpricedError:
        return None


def must_know(local: Local, name: str, day: date) -> Fraction:
    """A local number that eligibility itself needs: unknown means undecided."""
    value = known(local, name, day)
    if value is None:
        raise UndecidedError(f"{name} of {day} is unknown")
    return value


def limited(amount: Fraction, least: int, most: int) -> Fraction:
    """A local number within the limits of the text; AMB-82: the clause pays up to its limit."""
    return min(max(amount, Fraction(least)), Fraction(most))


def half_up(amount: Fraction | int) -> int:
    """Whole fen, half a fen going up; no amount here is negative."""
    doubled_and_one = 2 * Fraction(amount) + 1
    return doubled_and_one.numerator // (2 * doubled_and_one.denominator)


def within(day: date, window: tuple[date, date]) -> bool:
    """Windows include both their days (AMB-73)."""
    first, last = window
    return first <= day <= last


def month_of(day: date) -> Month:
    """The month of a day."""
    return day.year, day.month


def first_day(month: Month) -> date:
    """The first of a month: the day whose rates a monthly payment follows."""
    return date(month[0], month[1], 1)


def plus(month: Month, months: int) -> Month:
    """So many months later."""
    count = month[0] * 12 + (month[1] - 1) + months
    return count // 12, count % 12 + 1


def day_plus(day: date, months: int) -> date:
    """The same day of the month so many months later, clipped to the end of that month."""
    year, month = plus(month_of(day), months)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def run_of_months(first: Month, count: int) -> list[Month]:
    """So many months in a row."""
    return [plus(first, i) for i in range(count)]


def completed_years(born_on: date, day: date) -> int:
    """Age in completed years; someone born on 29 February is a year older on 1 March."""
    had_birthday = (day.month, day.day) >= (born_on.month, born_on.day)
    return day.year - born_on.year - (0 if had_birthday else 1)


def in_force(doc: str, day: date) -> tuple[bool, str]:
    """The test of a clause without a window of its own: from issue, without end (AMB-66)."""
    return day >= ISSUED[doc], "before the document was issued"


def inside(day: date, window: tuple[date, date]) -> tuple[bool, str]:
    """The test of a clause with a window."""
    return within(day, window), f"outside {window[0]} to {window[1]}"


def belongs(facts: Facts, *names: str) -> tuple[bool, str]:
    """The test of belonging to at least one of the named groups."""
    return bool(facts["groups"] & set(names)), f"not {' or '.join(names)}"


def paid_monthly(
    months: Iterable[Month], amount_on: Callable[[date], Fraction | int]
) -> dict[Month, int]:
    """One payment a month, by the numbers in force on the first of that month."""
    return {month: half_up(amount_on(first_day(month))) for month in months}


def once(day: date, amount: Fraction | int, why: str) -> Decision:
    """A one-off, paid in the month of a day."""
    return granted({month_of(day): half_up(amount)}, why)


def minimum_wage(local: Local, facts: Facts, day: date) -> Fraction:
    """The local minimum wage (当地最低工资标准) of the row's tier, fen a month."""
    return ask(local, "minimum_wage", day, facts["tier"])
