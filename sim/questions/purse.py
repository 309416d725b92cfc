"""A finished run seen from the purses: who pays, what is lawful, what was aimed at, what comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from sim.base.errors import UserError, say
from sim.base.sums import sums_by, with_year
from sim.budget import bills, limits, loans, overview, rhythm, targets, triggers
from sim.budget.figures import FIGURES, given, place_book, places_with_books
from sim.law.load import Law
from sim.population.own_kept import IDS
from sim.questions.explain import everyone_paid, everyone_paid_twice
from sim.results import Tables
from sim.results.answers import COLUMNS, read_answer
from sim.results.once import Kept, once_a_run
from sim.results.record import read_record
from sim.results.write import read_tables
from sim.scenario import Scenario
from sim.scenario import load as load_scenario

Frame = pd.DataFrame
REFUNDS = ("stable_employment_refund", "distressed_enterprise_refund")
ARM = "scenario"


@dataclass(frozen=True)
class Purses(Kept):
    """The purses of a run.

    Attributes:
        folder: the run folder.
        law: the law in force, for the names of clauses.
        record: what the run says about itself.
        tables: the run's tables.
        scenario: what was run.
    """

    folder: Path
    law: Law
    record: dict[str, Any]
    tables: Tables
    scenario: Scenario

    @classmethod
    def of(cls, folder: Path, law: Law) -> Purses:
        """Open a run folder; ``UserError`` if it has no tables of its purses."""
        record, tables = read_record(folder), read_tables(folder)
        found = cls(folder, law, record, tables, load_scenario(folder / "scenario.yaml"))
        if not found.places:
            what = say(
                "no place of this run has figures on its purses (sim/budget/data)",
                "本次运行的各地都没有资金账户数据（sim/budget/data）",
            )
            raise UserError(what)
        return found

    @cached_property
    def frames(self) -> dict[str, Frame]:
        """The tables by name."""
        answers = {name: read_answer(self.folder, name) for name in COLUMNS}
        return {**dict(self.tables.items()), **answers}

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Places whose purses are written down, in the run's order."""
        return tuple(p for p in self.record["jurisdictions"] if p in places_with_books())

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Every year of the run."""
        first, last = self.record["years"]
        return tuple(range(first, last + 1))

    @once_a_run
    def rows(self, table: str, place: str = "", fund: str = "") -> Frame:
        """Rows of the scenario, of one place or fund or of all.

        Args:
            table: of the run, or what is worked out below.
            place: jurisdiction.
            fund: of the table's own ``fund``.
        """
        if place or fund:
            frame = self.rows(table, place) if fund else self.rows(table)
            return frame[frame["fund"] == fund] if fund else frame[frame["jurisdiction"] == place]
        frame = self.frames[table] if table in self.frames else getattr(self, table)
        return frame[frame["arm"] == ARM] if "arm" in frame else frame

    @once_a_run
    def sums(
        self, table: str, place: str, *keys: str, of: str = "amount_fen", fund: str = ""
    ) -> dict[Any, int]:
        """Whole numbers of such rows, added up by some of their columns."""
        return sums_by(self.dated(table, place, fund), keys, of)

    @once_a_run
    def dated(self, table: str, place: str, fund: str = "") -> Frame:
        """Such rows with the calendar year of their months."""
        return with_year(self.rows(table, place, fund))

    @cached_property
    def overview(self) -> Frame:
        """Every purse by year: what it held, took in and paid; empty where nobody knows."""
        rows = []
        for place in self.places:
            rules = (c.rule for c in self.law[place].file.clauses if c.rule)
            named = [r.transfer.from_ for r in rules if r.transfer]
            purses, held, risk = (
                self.rows(name, place) for name in ("purses", "balances", "chances")
            )
            rows += list(overview.overview(purses, held, risk, place, named))
        numbers = dict.fromkeys((*overview.SUMS, "chance"), "float64")
        return pd.DataFrame(rows, columns=list(overview.COLUMNS)).astype(numbers)

    @cached_property
    def bills(self) -> Frame:
        """Payments by purse and level of government."""
        return bills.bills(self.frames["settled"], self.scenario.file.budget.shares)

    @cached_property
    def findings(self) -> Frame:
        """What the law does not allow."""
        return limits.findings(self.frames)

    @cached_property
    def targets(self) -> Frame:
        """Target clauses beside the run."""
        return targets.targets(self.frames, self.years)

    @cached_property
    def profile(self) -> Frame:
        """Cash within the year beside the national rhythm."""
        return rhythm.cash_profile(self.frames["purses"])

    @cached_property
    def execution(self) -> Frame:
        """Use of the employment subsidy fund."""
        presumed = {p: self.law[p].file.presumed.clauses for p in self.places}
        return rhythm.execution(self.rows("purses"), self.rows("settled"), presumed)

    @cached_property
    def loans(self) -> Frame:
        """Guaranteed loans and what they commit."""
        return loans.loans(self.frames, self.scenario.file.population.size)

    @cached_property
    def sharing(self) -> Frame:
        """Shares of a loss that public money takes over."""
        return loans.sharing(self.frames["values"], self.frames["clauses"])

    @cached_property
    def triggers(self) -> Frame:
        """Lines crossed, in the scenario."""
        return triggers.triggers({name: self.rows(name) for name in triggers.NEEDED})

    @cached_property
    def figures(self) -> Frame:
        """The figures that the purses start from, with their sources and ranges."""
        return pd.DataFrame(list(self._figures()))

    def _figures(self) -> Iterator[dict[str, Any]]:
        for place in self.places:
            book, used = place_book(place), given(place, self.scenario)
            own = self.scenario.file.budget.figures.get(place, {})
            for name in FIGURES:
                figure = book.figures[name]
                low, high = figure.range or (figure.value, figure.value)
                yield {
                    "jurisdiction": place, "figure": name, "used_fen": used[name],
                    "low_fen": round(low * 100), "high_fen": round(high * 100),
                    "period": str(figure.period),
                    "confidence": "scenario" if name in own else figure.confidence,
                    "source": "the scenario" if name in own else figure.source,
                    "note": figure.note,
                }  # fmt: skip

    @cached_property
    def refunded(self) -> Frame:
        """Firms refunded: place, year, clause, kind, firm, month, workers, fen; none behind a gate.

        Of a planner's own data the firm's own id (or its salted hash) stands in place of a number.
        """
        names = self._own_ids("firm")
        gates = self.rows("gates")
        shut = set(
            gates.loc[~gates["open"], ["jurisdiction", "kind", "year"]].itertuples(index=False)
        )
        rows = [
            {
                "jurisdiction": p.jurisdiction, "year": int(p.month[:4]), "clause": p.clause,
                "kind": p.measure,
                "firm": names.get((p.jurisdiction, p.number), f"{p.jurisdiction}-{p.number:06d}"),
                "month": p.month, "workers": p.covered, "amount_fen": p.fen,
            }
            for p in everyone_paid(self.law, self.folder, REFUNDS)
            if (p.jurisdiction, p.measure, int(p.month[:4])) not in shut
        ]  # fmt: skip
        columns = ["jurisdiction", "year", "clause", "kind", "firm", "month", "workers",
                   "amount_fen"]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

    @cached_property
    def doubled(self) -> Frame:
        """Every person for whom two clauses of one purpose pay, with the funds and both amounts.

        One row a person, year and pair of clauses: the cases counted in ``findings``.
        """
        names = self._own_ids("person")
        clauses = self.frames["clauses"]
        fund = clauses.set_index("clause")["fund"].to_dict()
        rows = [
            {
                "jurisdiction": place, "purpose": twice.purpose, "year": year,
                "person": names.get((place, person), f"{place}-{person:06d}"),
                "clause": twice.clause, "fund": fund[twice.clause], "fen": fen,
                "other": twice.other, "other_fund": fund[twice.other], "other_fen": other,
                "across": fund[twice.clause] != fund[twice.other],
            }
            for place, twice in everyone_paid_twice(self.law, self.folder)
            if place in self.places
            for person, year, fen, other in zip(
                *(x.tolist() for x in (twice.person, twice.year, twice.fen, twice.other_fen)),
                strict=True,
            )
        ]  # fmt: skip
        columns = ["jurisdiction", "purpose", "year", "person", "clause", "fund", "fen", "other",
                   "other_fund", "other_fen", "across"]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

    def _own_ids(self, kind: str) -> dict[tuple[str, int], str]:
        path = self.folder / IDS
        if not path.is_file():
            return {}
        ids = pd.read_csv(path, dtype={"id": "str"})
        ids = ids[ids["kind"] == kind]
        keys = zip(ids["jurisdiction"], ids["number"].astype(int), strict=True)
        return dict(zip(keys, ids["id"], strict=True))
