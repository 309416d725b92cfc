"""Who gains: claims and public money by size, sector and district of the firm, sex and group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from sim.base.sums import exact_sums
from sim.measures.rulebook import Measure
from sim.measures.tables import BORROWERS, GROUPS, FirmYears, Loans, Table, TaxYears, bit
from sim.population import SECTORS, Partition

Int64 = npt.NDArray[np.int64]
Codes = npt.NDArray[np.intp]
Gains = dict[tuple[str, str], Int64]
"""Claims, each in the first year it is paid in, and fen by year (int64 ``[2, years]``), by
dimension and category. The categories of a dimension add up to all that is paid."""

DIMENSIONS = ("staff", "sector", "district", "sex", "group")
STAFF_BANDS = (1, 10, 30, 100, 300, 1000)
STAFF_LABELS = ("1-9", "10-29", "30-99", "100-299", "300-999", "1000+")
GROUP_LABELS = (*GROUPS, "none")
NOT_FIRM, NO_UNIT, NO_DISTRICT, NOT_RECORDED, NOT_PERSON, OVERLAP = (
    "not_firm", "no_unit", "no_district", "not_recorded", "not_person", "overlap",
)  # fmt: skip
"""Whom a dimension does not tell apart. ``overlap`` takes off what groups count more than once."""
REST = (NOT_FIRM, NOT_PERSON, OVERLAP)
"""Categories of those whom a dimension is not about, and the correction."""

_MONEY_ALONE = np.array([[0], [1]])
_PERSONS = ("person", "founder", "borrower")
_STAFF = (*STAFF_LABELS, NOT_FIRM)
_SECTORS = (*SECTORS, NO_UNIT)
_SEXES = ("man", "woman", NOT_RECORDED, NOT_PERSON)
_GROUPS = (*GROUP_LABELS, NOT_PERSON, NOT_RECORDED, OVERLAP)
_BEYOND = (1 << len(GROUPS), 2 << len(GROUPS))
_BITS = np.array([*map(bit, GROUPS), *_BEYOND])[:, None]
"""Of each group, then of those who are no persons, and of persons whose groups are not recorded."""


@dataclass(frozen=True)
class Paid:
    """Rows of a table that are paid within the horizon.

    Attributes:
        table: the occasions.
        rows: those paid.
        fen: by year, of each row (int64 ``[years, rows]``).
    """

    table: Table
    rows: Codes
    fen: Int64

    @cached_property
    def persons(self) -> Codes:
        """Id of the person that each row is for; -1 for firms and institutions."""
        table, nobody = self.table, np.full(len(self.rows), -1)
        if table.CLAIMANT not in _PERSONS:
            return nobody
        ids = table.claimant[self.rows].astype(np.intp)
        if isinstance(table, Loans):
            of_firm = table.borrower_type[self.rows] == BORROWERS["small_firm"]
            return np.where(of_firm, nobody, ids)
        return ids

    @cached_property
    def first(self) -> Codes:
        """The first year in which each row is paid."""
        first = np.zeros(len(self.rows), np.intp)
        for year in reversed(range(len(self.fen))):
            first[self.fen[year] > 0] = year
        return first

    @cached_property
    def cells(self) -> tuple[Codes, Codes, Int64]:
        """Year, row and fen of each payment of a year."""
        fen = self.fen.ravel()
        at = np.flatnonzero(fen)
        return *np.divmod(at, len(self.rows)), fen[at]

    def by(self, codes: Codes, size: int) -> Int64:
        """Claims and fen by category and year (int64 ``[size, 2, years]``).

        Args:
            codes: the category of each row in each of several dimensions (``[dimensions, rows]``).
            size: number of categories of all dimensions.
        """
        years, (year, row, fen) = len(self.fen), self.cells
        codes, cells = codes * years, size * years
        claims = np.bincount((codes + self.first).ravel(), minlength=cells)
        money = exact_sums((codes[:, row] + year).ravel(), np.tile(fen, len(codes)), cells)
        return np.stack([claims, money]).reshape(2, size, years).swapaxes(0, 1)


@dataclass(frozen=True)
class Units:
    """Where the people of a partition work and who they are, by the ids that tables carry.

    Attributes:
        partition: the people; of a whole place if it is the only one.
        firm_rows: row of each worker's firm.
    """

    partition: Partition
    firm_rows: npt.NDArray[np.int32]

    @classmethod
    def of(cls, partition: Partition) -> Units:
        """The units of a partition."""
        return cls(partition, partition.firm_rows)

    def gains(self, paid: Paid) -> Gains:
        """Who gains of what is paid, by every dimension.

        Sizes are of firms paid as firms, sex and groups of persons paid or paid for; sectors and
        districts are of everybody. Groups overlap.
        """
        if not len(paid.rows):
            return {}
        keys: list[tuple[str, str]] = []
        codes = []
        for dimension, labels, of in self._coded(paid):
            codes.append(of + len(keys))
            keys += [(dimension, label) for label in labels]
        patterns, of = _groups(paid)
        sums = paid.by(np.stack([*codes, of + len(keys)]), len(keys) + len(patterns))
        sums = np.concatenate([sums[: len(keys)], _by_group(patterns, sums[len(keys) :])])
        keys += [("group", label) for label in _GROUPS]
        return {keys[i]: sums[i] for i in np.flatnonzero(sums.any(axis=(1, 2))).tolist()}

    def _coded(self, paid: Paid) -> Iterator[tuple[str, tuple[str, ...], Codes]]:
        """(dimension, categories, category of each row) of what does not overlap."""
        table, rows, firms = paid.table, paid.rows, self.partition.firms
        at = self._firms(paid)
        yield "staff", _STAFF, _sizes(table, rows)
        yield "sector", _SECTORS, _of(firms.sector, at, len(SECTORS))
        own = getattr(table, "tier", None)
        tiers = _of(firms.tier, at, -1) if own is None else own[rows].astype(np.intp)
        yield "district", (NO_DISTRICT, *map(str, range(tiers.max() + 1))), tiers + 1
        yield "sex", _SEXES, self._sexes(paid.persons)

    def _firms(self, paid: Paid) -> Codes:
        """Row of the firm of each claim, or of whom works there; -1 where there is none."""
        firm = getattr(paid.table, "firm", None)
        if firm is not None:
            return np.asarray(self.partition.rows_of(firm[paid.rows]), np.intp)
        return _of(self.firm_rows, paid.persons - self.partition.first_worker, -1)

    def _sexes(self, persons: Codes) -> Codes:
        people, unknown = self.partition, _SEXES.index(NOT_RECORDED)
        working = _of(people.workers.woman, persons - people.first_worker, unknown)
        seeking = _of(people.jobseekers.woman, persons - people.first_jobseeker, unknown)
        return np.where(persons < 0, _SEXES.index(NOT_PERSON), np.minimum(working, seeking))


def _sizes(table: Table, rows: Codes) -> Codes:
    if not isinstance(table, FirmYears | TaxYears):
        return np.full(len(rows), len(STAFF_LABELS))
    bands = np.searchsorted(STAFF_BANDS, table.size[rows], side="right") - 1
    return np.maximum(bands, 0)


def _of(column: npt.NDArray[np.generic], rows: npt.NDArray[np.integer], otherwise: int) -> Codes:
    """What a column says in some rows, and something else where there is no such row."""
    known = (rows >= 0) & (rows < len(column))
    if not len(column):
        return np.full(len(rows), otherwise)
    return np.where(known, column.take(rows, mode="clip"), otherwise).astype(np.intp)


def _groups(paid: Paid) -> tuple[Codes, Codes]:
    """The sets of groups that people belong to, and which of them each row is for."""
    every, (no_person, not_recorded) = getattr(paid.table, "groups", None), _BEYOND
    bits = np.full(len(paid.rows), not_recorded) if every is None else every[paid.rows]
    bits = np.where(paid.persons < 0, no_person, bits)
    seen = np.bincount(bits) > 0
    return np.flatnonzero(seen), (np.cumsum(seen) - 1)[bits]


def _by_group(patterns: Codes, sums: Int64) -> Int64:
    """Sums by group from those by set of groups; what counts in several is taken off again."""
    member, known = (patterns & _BITS) != 0, len(GROUPS)
    times = member.sum(axis=0)
    counted = np.vstack([member[:known], times == 0, member[known:], -np.maximum(times - 1, 0)])
    return np.asarray(np.tensordot(counted.astype(np.int64), sums, axes=1), np.int64)


def added(to: Gains, more: Gains) -> Gains:
    """Both together."""
    sums = {key: to[key] + more[key] for key in to.keys() & more.keys()}
    return to | more | sums


def all_outlays(lines: Iterable[tuple[Measure, Gains]]) -> Gains:
    """The gains of every measure that is an outlay; an add-on's claims are its main clause's."""
    found: Gains = {}
    for measure, gains in lines:
        if measure.nature == "outlay":
            alone = {key: sums * _MONEY_ALONE for key, sums in gains.items()}
            found = added(found, alone if measure.part_of else gains)
    return found


def in_order(gains: Gains, tiers: Sequence[str]) -> Iterator[tuple[tuple[str, str], Int64]]:
    """The gains of a place, dimension by dimension; districts by the ids of its tiers."""
    known = {"staff": _STAFF, "sector": _SECTORS, "sex": _SEXES, "group": _GROUPS}
    names = {**dict(zip(map(str, range(len(tiers))), tiers, strict=True)), NO_DISTRICT: NO_DISTRICT}
    for dimension in DIMENSIONS:
        for category in known.get(dimension, names):
            if (dimension, category) in gains:
                name = names[category] if dimension == "district" else category
                yield (dimension, name), gains[dimension, category]
