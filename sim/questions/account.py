"""The account of one measure on one occasion: conditions, payments, readings, numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sim.base.dates import month_label
from sim.law.load import Law
from sim.measures.award import Award, Bool, conditions_heard, parts_heard
from sim.measures.rulebook import Measure, Rulebook, readings_of
from sim.measures.tables import Table
from sim.measures.terms import UsedValue, unprincipled
from sim.questions.unknown import decided

Months = dict[str, int]


@dataclass(frozen=True)
class Account:
    """What a clause says about one occasion.

    Attributes:
        clause, kind, variant: the measure.
        titles: name of the clause by language.
        outcome: ``paid``, ``unpriced`` (entitled, but nobody gives the number), ``nothing``
            (entitled to an amount of zero), ``displaced`` (another clause is drawn instead, so that
            nothing is paid here; ``would_be_fen`` says what it would have been),
            ``refused``, or ``undecided`` (a fact is missing that could still decide it).
        conditions: each condition the rule looked at, and whether it holds; those that a missing
            fact decides are left out.
        needs: facts that are missing.
        by_month: fen by month, of public money; credit lent, or revenue forgone, where that is the
            nature.
        by_employer: fen by month that the text makes the employer bear.
        nature: ``outlay``, ``credit`` or ``forgone``.
        fund: who pays.
        readings: option in force of each reading that decides the clause.
        ambiguities: the ambiguity that each of these readings settles.
        numbers: every number the clause rests on, with status, source and layer.
        instead: the clause drawn instead.
        claimed: whether the agent claims it in the run; ``None`` for a case.
        withheld: conditions of a part of the payment that do not hold; the part is not paid.
        unprincipled: numbers that the text sets in principle (原则上) and that are not respected.
        under_others: fen under another option of a reading (``name.option``), where it differs.
    """

    clause: str
    kind: str
    variant: str
    titles: dict[str, str]
    outcome: str
    conditions: dict[str, bool]
    needs: tuple[str, ...]
    by_month: Months
    by_employer: Months
    nature: str
    fund: str
    readings: dict[str, str]
    ambiguities: dict[str, str]
    numbers: tuple[UsedValue, ...]
    instead: str = ""
    would_be_fen: int = 0
    claimed: bool | None = None
    withheld: tuple[str, ...] = ()
    unprincipled: tuple[str, ...] = ()
    under_others: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Fen in all."""
        return sum(self.by_month.values())

    @property
    def entitled(self) -> bool:
        """True where every condition holds and no other clause is drawn instead."""
        return self.outcome in ("paid", "unpriced", "nothing")

    def as_dict(self) -> dict[str, Any]:
        """Plain values for programs; money in fen."""
        return {**asdict(self), "amount_fen": self.total}


def account(
    law: Law,
    rules: Rulebook,
    measure: Measure,
    table: Table,
    missing: Mapping[str, str],
    *,
    beneath: bool = False,
) -> Account:
    """The account of a measure on a one-row table.

    Args:
        law: for titles and readings.
        rules: the rulebook the measure is part of.
        measure: the measure.
        table: one occasion; columns in ``missing`` hold a placeholder.
        missing: columns that nobody gave, with the words people write for them.
        beneath: list the numbers that the facts themselves were made with, too.
    """
    watched, looked_at = _watched(table, missing)
    with conditions_heard() as heard, parts_heard() as parts:
        award = measure.kind.rule(watched, measure.terms)
    if looked_at:
        tiers = len(law[rules.jurisdiction].tiers)
        conditions = decided(measure, table, looked_at, tiers)
        verdict = "undecided" if all(conditions.values()) else "refused"
    else:
        conditions = _together(heard)
        verdict = outcome(award)
    place = law[_owner(law, measure.clause)]
    clause = place.clause(measure.clause)
    named = sorted(readings_of(place, clause, measure.kind))
    return Account(
        clause=measure.clause,
        kind=measure.kind.name,
        variant=measure.kind.variant,
        titles={"zh": clause.title.zh, "en": clause.title.en},
        outcome=verdict,
        conditions=conditions,
        needs=tuple(missing[name] for name in looked_at if verdict == "undecided"),
        by_month={} if looked_at else by_month(award, by_fund=True),
        by_employer={} if looked_at else by_month(award, by_fund=False),
        nature=measure.nature,
        fund=measure.fund,
        readings={name: getattr(measure.terms, name, rules.readings[name]) for name in named},
        ambiguities={name: law.readings[name].ambiguity for name in named},
        numbers=tuple(
            v
            for v in rules.numbers
            if v.clause == measure.clause and (beneath or v.term in measure.kind.specs())
        ),
        withheld=tuple(n for n, due in _together(parts).items() if not due and not looked_at),
        unprincipled=unprincipled(measure.kind, measure.terms),
        under_others={} if looked_at else _under_others(law, measure, table, named, award),
    )


def _together(heard: list[tuple[str, Bool]]) -> dict[str, bool]:
    """Each condition of the only row; one asked twice holds if it always does."""
    found: dict[str, bool] = {}
    for name, holds in heard:
        found[name] = found.get(name, True) and bool(holds.reshape(-1)[0])
    return found


def _under_others(
    law: Law, measure: Measure, table: Table, readings: list[str], award: Award
) -> dict[str, int]:
    """What the other options of each reading of the rule would pay, where it is not the same."""
    found = {}
    for name in readings:
        for option in law.readings[name].options:
            if name in measure.kind.readings() and option != getattr(measure.terms, name):
                instead: dict[str, Any] = {name: option}
                terms = replace(measure.terms, **instead)
                other = measure.kind.rule(table.take(slice(None)), terms)
                if other.total[0] != award.total[0]:
                    found[f"{name}.{option}"] = int(other.total[0])
    return found


def outcome(award: Award, row: int = 0) -> str:
    """What becomes of one row."""
    if not award.eligible[row]:
        return "refused"
    if not award.priced:
        return "unpriced"
    return "paid" if award.total[row] else "nothing"


def by_month(award: Award, *, by_fund: bool, row: int = 0) -> Months:
    """Fen of one row by month, zeros left out."""
    months: Counter[int] = Counter()
    for payment in award.payments:
        if payment.by_fund == by_fund:
            first = int(payment.first_month[row])
            for month in range(first, first + int(payment.months[row])):
                months[month] += int(payment.amount[row])
    return {month_label(month): fen for month, fen in sorted(months.items()) if fen}


def one_of_each(accounts: list[Account], rules: Rulebook) -> list[Account]:
    """The accounts of one occasion after the rules against double benefit.

    What is not claimed displaces nothing.
    """
    would_be = {a.clause: a for a in accounts if a.outcome == "paid" and a.claimed is not False}
    found = {a.clause: a for a in accounts}
    for rule in rules.no_double:
        rivals = [would_be[c] for c in rule.clauses if c in would_be]
        drawn = next((a for a in rivals if a.clause == rule.keep), None)
        if rule.keep == "larger" and rivals:
            drawn = max(rivals, key=lambda a: (a.total, -rule.clauses.index(a.clause)))
        for rival in rivals:
            if drawn is not None and rival is not drawn:
                found[rival.clause] = displaced(rival, drawn)
    return [found[a.clause] for a in accounts]


def displaced(account: Account, drawn: Account) -> Account:
    """The account of a clause that pays nothing because another is drawn."""
    return replace(
        account,
        outcome="displaced",
        instead=drawn.clause,
        would_be_fen=account.total,
        by_month={},
        by_employer={},
    )


def _owner(law: Law, clause: str) -> str:
    return next(j.id for j in law.jurisdictions.values() if clause.startswith(j.file.prefix))


def _watched(table: Table, missing: Mapping[str, str]) -> tuple[Table, list[str]]:
    """The table, and a list that fills with the missing columns a rule looks at."""
    looked_at: list[str] = []
    if not missing:
        # A table that remembers nothing, so that every condition is heard.
        return table.take(slice(None)), looked_at

    class Watched(type(table)):  # type: ignore[misc]  # a table whose missing columns are noticed
        def __getattribute__(self, name: str) -> Any:
            if name in missing and name not in looked_at:
                looked_at.append(name)
            return super().__getattribute__(name)

    watched = object.__new__(Watched)
    for name in table.dtypes():
        object.__setattr__(watched, name, getattr(table, name))
    return watched, looked_at
