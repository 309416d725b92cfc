"""The tables of a run, as frames with exact integers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np
import pandas as pd

from sim import population
from sim.base.dates import date_of, month_label
from sim.budget.checks import broken_identities, broken_purses
from sim.budget.tables import COLUMNS as BUDGET_COLUMNS
from sim.budget.tables import budget_frames
from sim.engine import ARMS, Outcome
from sim.engine.gains import GROUP_LABELS, STAFF_LABELS, all_outlays, in_order
from sim.engine.tally import Lines
from sim.law.load import Law
from sim.measures.rulebook import Measure, Rulebook
from sim.measures.terms import UsedValue
from sim.results.jobs import job_rows, offset_rows


@dataclass(frozen=True)
class Tables:
    """Every table of a run; each is written as ``<name>.csv``.

    ``totals``: jurisdiction, clause, kind, fund, month, arm, heads, outlay_fen; one row per
    non-empty cell. ``heads`` counts occasions paid in the month: firms for refunds, persons
    otherwise, whoever receives the money for them.
    ``funnel``: the year before the first stands for every earlier one (people already on the
    register); ``paid`` counts occasions with money in the years of the run. ``part_of`` names the
    clause that an add-on's people are already counted under.
    ``funding``: what another purse pays in place of a fund (zy1c) or into it (tc16a, ly5.6b);
    outlays stay booked under the fund that owes them.
    ``settled``: everything due, by the purse that paid it (``payer``) and the ``outcome``: paid,
    moved to another purse, excess at local cost, refused by a reserve gate, unpaid.
    ``purses``: every purse month by month: opening + income - outlay = closing.
    ``reserves``, ``gates``: months of reserve of the insurance fund, and what the gates refuse.
    ``insured``: premium, insured posts and lay-offs by month. ``excess``: above a ceiling.
    ``training``: wages of enterprises by month, and what their own training funds pay first.
    ``commitments``: due after the horizon, and borne by employers. ``doubles``: two clauses
    paid for one person, purpose and period.
    ``jobs`` and ``offsets``: see :mod:`sim.results.jobs`.
    ``reach``: claims and money by clause, of firms by size and of persons by group.
    ``gains``: who gains from all outlays, by size, sector and district of the firm, by sex and
    group: see :mod:`sim.engine.gains`. The categories of each dimension add up to the outlay; a
    claim counts in the first year in which it is paid.
    ``off_budget``: what is no outlay: guaranteed credit newly lent and outstanding, and revenue
    forgone.
    """

    totals: pd.DataFrame
    off_budget: pd.DataFrame
    funding: pd.DataFrame
    jobs: pd.DataFrame
    offsets: pd.DataFrame
    funnel: pd.DataFrame
    reach: pd.DataFrame
    gains: pd.DataFrame
    values: pd.DataFrame
    clauses: pd.DataFrame
    readings: pd.DataFrame
    population: pd.DataFrame
    premiums: pd.DataFrame
    settled: pd.DataFrame
    purses: pd.DataFrame
    reserves: pd.DataFrame
    gates: pd.DataFrame
    commitments: pd.DataFrame
    insured: pd.DataFrame
    excess: pd.DataFrame
    training: pd.DataFrame
    doubles: pd.DataFrame

    def items(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """(name, frame) of each table."""
        for entry in fields(self):
            yield entry.name, getattr(self, entry.name)


COLUMNS: dict[str, dict[str, str]] = {
    "totals": dict.fromkeys(("jurisdiction", "clause", "kind", "fund", "month", "arm"), "str")
    | {"heads": "int64", "outlay_fen": "int64"},
    "off_budget": dict.fromkeys(
        ("jurisdiction", "clause", "kind", "fund", "nature", "month", "arm"), "str"
    )
    | {"heads": "int64", "amount_fen": "int64", "outstanding_fen": "int64"},
    "funnel": dict.fromkeys(("jurisdiction", "clause", "kind", "fund", "arm"), "str")
    | dict.fromkeys(("year", "occasions", "eligible", "paid", "covered"), "int64")
    | {"priced": "bool", "part_of": "str"},
    "reach": dict.fromkeys(
        ("jurisdiction", "clause", "kind", "arm", "dimension", "category"), "str"
    )
    | {"heads": "int64", "outlay_fen": "int64", "part_of": "str"},
    "gains": {"jurisdiction": "str", "arm": "str", "year": "int64", "dimension": "str"}
    | {"category": "str", "heads": "int64", "outlay_fen": "int64"},
    "jobs": dict.fromkeys(("jurisdiction", "kind", "channel", "acts", "arm"), "str")
    | {"year": "int64", "basis": "str", "gross": "int64"}
    | dict.fromkeys(
        ("starts", "additional", "displaced", "net_low", "net_central", "net_high", "net_end"),
        "float64",
    )
    | {"cost_fen": "int64"},
    "offsets": dict.fromkeys(("jurisdiction", "kind", "arm"), "str")
    | {"year": "int64", "source": "str", "amount_fen": "int64"},
    "values": {f.name: "str" for f in fields(UsedValue)},
    "clauses": dict.fromkeys(
        (
            "jurisdiction", "clause", "article", "title_zh", "title_en", "lead", "accounted",
            "kind", "fund", "valid_from", "valid_to", "note",
        ),
        "str",
    ),
    "readings": dict.fromkeys(("jurisdiction", "reading", "ambiguity", "option"), "str")
    | {"recommended": "bool", "meaning": "str"},
    "population": {"jurisdiction": "str", "item": "str", "value": "float64"},
    "premiums": {"jurisdiction": "str", "year": "int64", "premium_fen": "int64"},
    **BUDGET_COLUMNS,
}  # fmt: skip


def frame(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """A table with its declared columns and dtypes, also when empty."""
    columns = COLUMNS[name]
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def tables_of(outcome: Outcome, law: Law) -> Tables:
    """The tables of a finished run; a run that breaks an identity does not get any.

    Raises:
        AssertionError: an identity does not hold, so the run is wrong.
    """
    totals = totals_of(outcome)
    off_budget = frame("off_budget", list(_off_budget(outcome)))
    funnel = frame("funnel", list(_funnel(outcome)))
    premiums = frame("premiums", list(_premiums(outcome)))
    reach = frame("reach", list(_reach(outcome)))
    gains = frame("gains", list(_gains(outcome, law)))
    budget = budget_frames(outcome, law, totals)
    broken = [
        *broken_identities(totals, off_budget, funnel, reach, gains, premiums),
        *broken_purses(totals, *(budget[name] for name in ("settled", "purses", "gates"))),
    ]
    if broken:
        raise AssertionError("; ".join(broken))
    return Tables(
        totals=totals,
        off_budget=off_budget,
        jobs=frame("jobs", list(job_rows(outcome, totals, funnel))),
        offsets=frame("offsets", list(offset_rows(outcome))),
        funnel=funnel,
        reach=reach,
        gains=gains,
        values=frame("values", list(_values(outcome))),
        clauses=frame("clauses", list(clause_rows(law, tuple(outcome.places)))),
        readings=frame("readings", list(_readings(outcome, law))),
        population=frame("population", list(_population(outcome))),
        premiums=premiums,
        **budget,
    )


def totals_of(outcome: Outcome) -> pd.DataFrame:
    """The outlays of a run: ``totals``."""
    return frame("totals", list(_totals(outcome)))


def _lines(outcome: Outcome) -> Iterator[tuple[str, str, Rulebook, Measure, Lines]]:
    for name, place in outcome.places.items():
        for arm in ARMS:
            rules = place.arms[arm]
            for measure in rules.measures:
                yield name, arm, rules, measure, outcome.tallies[name].lines[arm, measure.clause]


def _totals(outcome: Outcome) -> Iterator[dict[str, Any]]:
    first = outcome.horizon.first_month
    for name, arm, _, measure, lines in _lines(outcome):
        if measure.nature != "outlay":
            continue
        for i in np.flatnonzero(lines.heads | lines.outlay).tolist():
            yield {
                "jurisdiction": name,
                "clause": measure.clause,
                "kind": measure.kind.name,
                "fund": measure.fund,
                "month": month_label(first + i),
                "arm": arm,
                "heads": int(lines.heads[i]),
                "outlay_fen": int(lines.outlay[i]),
            }


def _off_budget(outcome: Outcome) -> Iterator[dict[str, Any]]:
    first = outcome.horizon.first_month
    for name, arm, _, measure, lines in _lines(outcome):
        if measure.nature == "outlay":
            continue
        for i in np.flatnonzero(lines.heads | lines.outlay | lines.exposure).tolist():
            yield {
                "jurisdiction": name,
                "clause": measure.clause,
                "kind": measure.kind.name,
                "fund": measure.fund,
                "nature": measure.nature,
                "month": month_label(first + i),
                "arm": arm,
                "heads": int(lines.heads[i]),
                "amount_fen": int(lines.outlay[i]),
                "outstanding_fen": int(lines.exposure[i]),
            }


def _funnel(outcome: Outcome) -> Iterator[dict[str, Any]]:
    for name, arm, _, measure, lines in _lines(outcome):
        for i in range(outcome.horizon.years + 1):
            occasions, eligible, paid, covered = (int(x) for x in lines.funnel[:, i])
            if i == 0 and not occasions:
                continue
            yield {
                "jurisdiction": name,
                "clause": measure.clause,
                "kind": measure.kind.name,
                "fund": measure.fund,
                "arm": arm,
                "year": outcome.horizon.first_year - 1 + i,
                "occasions": occasions,
                "eligible": eligible,
                "paid": paid if lines.priced else 0,
                "covered": covered if lines.priced else 0,
                "priced": lines.priced,
                "part_of": measure.part_of,
            }


def _reach(outcome: Outcome) -> Iterator[dict[str, Any]]:
    for name, arm, _, measure, lines in _lines(outcome):
        for dimension, labels in (("staff", STAFF_LABELS), ("group", GROUP_LABELS)):
            for category in labels:
                if (dimension, category) in lines.gains:
                    heads, fen = lines.gains[dimension, category].sum(axis=1).tolist()
                    yield {
                        "jurisdiction": name,
                        "clause": measure.clause,
                        "kind": measure.kind.name,
                        "arm": arm,
                        "dimension": dimension,
                        "category": category,
                        "heads": heads,
                        "outlay_fen": fen,
                        "part_of": measure.part_of,
                    }


def _gains(outcome: Outcome, law: Law) -> Iterator[dict[str, Any]]:
    for name, place in outcome.places.items():
        for arm in ARMS:
            lines = outcome.tallies[name].lines
            rows = all_outlays((m, lines[arm, m.clause].gains) for m in place.arms[arm].measures)
            for (dimension, category), sums in in_order(rows, law[name].tiers):
                for i, (heads, fen) in enumerate(sums.T.tolist()):
                    if heads or fen:
                        yield {
                            "jurisdiction": name,
                            "arm": arm,
                            "year": outcome.horizon.first_year + i,
                            "dimension": dimension,
                            "category": category,
                            "heads": heads,
                            "outlay_fen": fen,
                        }


def _values(outcome: Outcome) -> Iterator[dict[str, Any]]:
    for place in outcome.places.values():
        rules = place.arms["scenario"]
        yield from (asdict(value) for value in rules.numbers)


def clause_rows(law: Law, jurisdictions: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """How every clause is accounted for."""
    for place, clause in law.clauses():
        if place.id not in jurisdictions:
            continue
        window = place.window(clause)
        spec = clause.measure
        given = clause.window
        yield {
            "jurisdiction": place.id,
            "clause": clause.id,
            "article": clause.article,
            "title_zh": clause.title.zh,
            "title_en": clause.title.en,
            "lead": clause.lead,
            "accounted": clause.accounted,
            "kind": spec.kind if spec else clause.to_be_modelled or "",
            "fund": spec.fund if spec else "",
            "valid_from": date_of(window.first).isoformat() if window.first > -(10**6) else "",
            "valid_to": given.to.isoformat() if given and given.to else "",
            "note": clause.note
            or clause.target
            or clause.non_fiscal
            or (f"on {', '.join(clause.rule.on)}: {clause.rule.does}" if clause.rule else ""),
        }


def _readings(outcome: Outcome, law: Law) -> Iterator[dict[str, Any]]:
    for name, place in outcome.places.items():
        for reading, option in place.arms["scenario"].readings.items():
            spec = law.readings[reading]
            recommended = law[name].file.readings.get(reading, spec.recommended)
            yield {
                "jurisdiction": name,
                "reading": reading,
                "ambiguity": spec.ambiguity,
                "option": option,
                "recommended": option == recommended,
                "meaning": f"{spec.meaning}: {spec.options[option]}",
            }


def _population(outcome: Outcome) -> Iterator[dict[str, Any]]:
    for name, people in outcome.populations.items():
        for item, value in population.summary(people).items():
            yield {"jurisdiction": name, "item": item, "value": float(value)}


def _premiums(outcome: Outcome) -> Iterator[dict[str, Any]]:
    for name, tally in outcome.tallies.items():
        for i, premium in enumerate(tally.premiums):
            yield {
                "jurisdiction": name,
                "year": outcome.horizon.first_year + i,
                "premium_fen": int(premium),
            }
