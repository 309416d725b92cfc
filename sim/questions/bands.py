"""Net jobs per million yuan of a run, beside what evaluations of such measures lead to expect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from sim.base.documents import Strict, read
from sim.base.errors import Problem, UserError
from sim.base.money import FEN_PER_YUAN
from sim.economy import responses
from sim.law.schema import Names
from sim.results import Tables

FILE = Path(__file__).parent / "data" / "bands.yaml"
MILLION = 1_000_000 * FEN_PER_YUAN
ARM = "current_law"
TITLES = (
    "measure", "heads (expected)", "net jobs", "net job-years", "months a job", "centre", "range",
    "lies in", "band counts",
)  # fmt: skip
Span = tuple[float, float]
Where = Literal["centre", "range", "outside"]


class Band(Strict):
    """What evaluations lead to expect of a million yuan.

    ``kinds`` make the jobs; ``paid_as`` names the kinds whose outlay stands against them where it
    is not their own. ``counts`` says whether the band is of persons with a job or of job-years.
    ``why`` explains a figure outside the centre.
    """

    id: str
    what: Names
    kinds: tuple[str, ...]
    paid_as: tuple[str, ...] = ()
    counts: Literal["heads", "job-years"]
    gross: Span
    centre: Span
    range: Span
    confidence: Literal["found", "derived", "recalled"]
    source: Annotated[str, Field(min_length=4)]
    why: str = ""

    @model_validator(mode="after")
    def _rising(self) -> Self:
        for name in ("gross", "centre", "range"):
            low, high = getattr(self, name)
            if low > high:
                raise ValueError(f"{name}: the lower number comes first")
        if not self.range[0] <= self.centre[0] <= self.centre[1] <= self.range[1]:
            raise ValueError("the centre should lie within the range")
        return self


@dataclass(frozen=True)
class Row:
    """A band beside the run, everything per million yuan.

    Attributes:
        band: what is expected.
        gross: heads reached.
        begun: net jobs begun or saved.
        years: net job-years within the run.
        months: how long a net job lasts within the run, months.
    """

    band: Band
    gross: float
    begun: float
    years: float
    months: float

    @property
    def got(self) -> float:
        """The figure that the band is of."""
        return self.begun if self.band.counts == "heads" else self.years

    @property
    def place(self) -> Where:
        """Where the figure lies."""
        for name, (low, high) in (("centre", self.band.centre), ("range", self.band.range)):
            if low <= self.got <= high:
                return "centre" if name == "centre" else "range"
        return "outside"

    def as_dict(self) -> dict[str, float | str]:
        """The figures, without the band."""
        found = {k: v for k, v in asdict(self).items() if k != "band"}
        return {**found, "got": self.got, "lies_in": self.place}


def known_bands(path: Path = FILE) -> list[Band]:
    """The bands; ``UserError`` with every problem if the file is not right."""
    document = read(path)
    try:
        found = TypeAdapter(list[Band]).validate_python(document.data)
    except ValidationError as error:
        raise UserError(
            [document.problem(e["loc"], str(e["msg"])) for e in error.errors()]
        ) from None
    known = set(responses().effects)
    unknown = [(b.id, k) for b in found for k in (*b.kinds, *b.paid_as) if k not in known]
    if unknown:
        raise UserError([Problem(str(path), f"no kind '{kind}' ({id_})") for id_, kind in unknown])
    return found


def bands(tables: Tables) -> Iterator[Row]:
    """Every band beside a run under current law; a kind that costs nothing has none."""
    for band in known_bands():
        row = _row(band, tables)
        if row is not None:
            yield row


def _row(band: Band, tables: Tables) -> Row | None:
    jobs = tables.jobs[(tables.jobs["arm"] == ARM) & tables.jobs["kind"].isin(band.kinds)]
    totals = tables.totals[tables.totals["arm"] == ARM]
    paid = totals["kind"].isin(band.paid_as or band.kinds)
    millions = float(totals.loc[paid, "outlay_fen"].sum()) / MILLION
    if not millions:
        return None
    begun = sum(_begun(kind, part["starts"].sum()) for kind, part in jobs.groupby("kind"))
    years = float(jobs["net_central"].sum())
    return Row(
        band=band,
        gross=float(jobs["gross"].sum()) / millions,
        begun=begun / millions,
        years=years / millions,
        months=12 * years / begun if begun else 0.0,
    )


def _begun(kind: object, starts: float) -> float:
    """Jobs begun or saved of a kind, less those that others lose."""
    return float(starts) * (1.0 - responses().effects[str(kind)].lost)


def markdown(rows: list[Row]) -> str:
    """The page: heads and net jobs per million yuan, the bands, and why where outside."""
    lines = [
        "# Net jobs per million yuan",
        "",
        "A million yuan of current law (`scenarios/baseline.yaml`, five places, 2019 to 2021)",
        "beside what evaluations of such measures lead to expect. Made by",
        "`sim jobs RUN --write docs/behaviour-bands.md`; equations in",
        "[behaviour.md](behaviour.md).",
        "",
        "*Net jobs* are jobs begun or saved, less deadweight and displacement, counted once",
        "however long they last; *net job-years* weigh them by the months they last within the",
        "run. The figure set beside the band, in the unit that the band counts, is **bold**. All",
        "bands are derived from a few evaluations, most of them foreign: low confidence.",
        "",
        f"| {' | '.join(TITLES)} |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |",
    ]
    lines += [_line(row) for row in rows]
    lines += ["", "## Outside the centre", ""]
    lines += [f"- **{r.band.what.en}** ({r.got:,.1f}): {r.band.why}" for r in rows if r.band.why]
    lines += ["", "## Where the bands come from", ""]
    lines += [f"- **{r.band.what.en}** ({r.band.confidence}): {r.band.source}." for r in rows]
    return "\n".join(lines) + "\n"


def _line(row: Row) -> str:
    band = row.band
    begun, years = f"{row.begun:,.1f}", f"{row.years:,.1f}"
    if band.counts == "heads":
        begun = f"**{begun}**"
    else:
        years = f"**{years}**"
    return (
        f"| {band.what.en} {band.what.zh} | {row.gross:,.0f} ({span(band.gross)}) | {begun} | "
        f"{years} | {row.months:.1f} | {span(band.centre)} | {span(band.range)} | {row.place} | "
        f"{band.counts} |"
    )


def span(ends: Span) -> str:
    """Two numbers, or one where they are the same."""
    low, high = (f"{end:,g}" for end in ends)
    return low if low == high else f"{low}–{high}"
