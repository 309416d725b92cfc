"""Who gains: heads and public money by size, sector and district of the firm, sex and group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.engine.decide import Decision
from sim.engine.tally import GROUP_LABELS, STAFF_BANDS, STAFF_LABELS, Horizon, paid_in
from sim.measures.rulebook import Measure
from sim.measures.tables import GROUPS, FirmYears, Table, TaxYears, bit
from sim.population import SECTORS, Population

Codes = npt.NDArray[np.intp]
Rows = npt.NDArray[np.intp]
Gains = dict[str, dict[str, tuple[int, int]]]
"""Claims paid and fen, by dimension and category."""
DIMENSIONS = ("staff", "sector", "district", "sex", "group")
NOBODY = "none"
"""Category of those to whom a dimension does not apply."""


def gains(
    people: Population, decisions: Iterable[tuple[Measure, Decision]], horizon: Horizon
) -> Gains:
    """Claims paid and money in the horizon, by dimension and category.

    Sizes are of firms paid as firms, sex and groups of persons paid or paid for; sectors and
    districts are of everybody, those without a firm apart. Groups overlap.
    """
    units = _Units.of(people)
    found: Gains = {name: {} for name in DIMENSIONS}
    for measure, decision in decisions:
        if measure.nature != "outlay" or not decision.award.priced:
            continue
        rows, fen = paid_in(decision, horizon)
        if not len(rows):
            continue
        heads = 0 if measure.part_of else 1
        for dimension, labels, codes in units.coded(decision.table, rows):
            _add(found[dimension], labels, codes, fen, heads)
        groups = getattr(decision.table, "groups", None)
        if groups is not None:
            _add_groups(found["group"], groups[rows], fen, heads)
    return found


@dataclass(frozen=True)
class _Units:
    """Where people work, by the ids that tables carry."""

    people: Population
    firm_of: Codes
    woman: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, people: Population) -> _Units:
        firms = people.firms
        firm_of = np.repeat(np.arange(len(firms)), firms.staff)
        woman = np.concatenate([people.workers.woman, people.jobseekers.woman])
        return cls(people, firm_of, woman)

    def coded(self, table: Table, rows: Rows) -> Iterable[tuple[str, tuple[str, ...], Codes]]:
        """(dimension, categories, category of each row); a last category is of nobody."""
        firms = self._firms(table, rows)
        if isinstance(table, FirmYears | TaxYears):
            bands = np.searchsorted(STAFF_BANDS, table.size[rows], side="right") - 1
            yield "staff", STAFF_LABELS, np.maximum(bands, 0)
        yield "sector", (*SECTORS, NOBODY), _of(self.people.firms.sector, firms, len(SECTORS))
        tiers = int(self.people.firms.tier.max(initial=0)) + 1
        labels = (*map(str, range(tiers)), NOBODY)
        own = getattr(table, "tier", None)
        places = _of(self.people.firms.tier, firms, tiers) if own is None else own[rows]
        yield "district", labels, np.asarray(places, np.intp)
        persons = getattr(table, "person", None)
        if persons is not None:
            ids = persons[rows]
            known = ids < len(self.woman)
            codes = np.where(known, self.woman[np.where(known, ids, 0)], 2)
            yield "sex", ("man", "woman", NOBODY), codes.astype(np.intp)

    def _firms(self, table: Table, rows: Rows) -> Codes:
        """The firm of each row, or of whom works there; -1 where there is none."""
        firm = getattr(table, "firm", None)
        if firm is not None:
            return np.asarray(firm[rows], np.intp)
        person = getattr(table, "person", None)
        if person is None:
            return np.full(len(rows), -1)
        ids = person[rows]
        works = ids < len(self.firm_of)
        return np.where(works, self.firm_of[np.where(works, ids, 0)], -1)


def _of(column: npt.NDArray[np.integer], firms: Codes, nobody: int) -> Codes:
    known = (firms >= 0) & (firms < len(column))
    return np.where(known, column[np.where(known, firms, 0)].astype(np.intp), nobody)


def _add(
    sums: dict[str, tuple[int, int]],
    labels: tuple[str, ...],
    codes: Codes,
    fen: npt.NDArray[np.int64],
    heads: int,
) -> None:
    counts = np.bincount(codes, minlength=len(labels))
    money = np.zeros(len(labels), np.int64)
    np.add.at(money, codes, fen)
    for label, count, total in zip(labels, counts.tolist(), money.tolist(), strict=True):
        if count:
            before = sums.get(label, (0, 0))
            sums[label] = before[0] + count * heads, before[1] + total


def _add_groups(
    sums: dict[str, tuple[int, int]],
    groups: npt.NDArray[np.uint16],
    fen: npt.NDArray[np.int64],
    heads: int,
) -> None:
    member = [(groups & bit(name)) != 0 for name in GROUPS] + [groups == 0]
    for label, of in zip(GROUP_LABELS, member, strict=True):
        if count := int(of.sum()):
            before = sums.get(label, (0, 0))
            sums[label] = before[0] + count * heads, before[1] + int(fen[of].sum())


def added(every: Iterable[Gains]) -> Gains:
    """The gains of several places; districts, which are each place's own, only of a single one."""
    every = list(every)
    found: Gains = {name: {} for name in DIMENSIONS}
    for one in every:
        for dimension, sums in one.items():
            if dimension == "district" and len(every) > 1:
                continue
            for label, (heads, fen) in sums.items():
                before = found[dimension].get(label, (0, 0))
                found[dimension][label] = before[0] + heads, before[1] + fen
    return found
