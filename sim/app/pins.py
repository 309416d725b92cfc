"""States that were pinned, and finished runs, side by side with the present one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from sim.app.glossary import AppWords
from sim.app.model import Answer
from sim.app.reserve import least, reserve_text
from sim.app.shown import Shown
from sim.app.state import State
from sim.app.svg import Figure, across, ceiling, drawing, line, rect, shortened, text, tick
from sim.present.formats import NOTHING, MoneyUnit
from sim.present.net_jobs import is_static
from sim.present.outlays import outlays
from sim.present.rundir import Run
from sim.present.standing import figures
from sim.present.style import INK, SOFT, fund_colour

MOST_RUNS = 200


@dataclass(frozen=True)
class Pin:
    """A state that was pinned.

    Attributes:
        name: what the planner calls it.
        state: where the controls stood.
        static: its static costing.
    """

    name: str
    state: State
    static: Answer


@dataclass(frozen=True)
class Beside:
    """A column of the comparison. Money in fen; what is not known is ``None``.

    Attributes:
        name: on top of the column.
        about: place, years and by which reckoning.
        outlay, law: of the scenario and of current law.
        funds: the scenario by who pays.
        net: net job-years, with the ends of their interval where drawn.
        each: fen for a net job-year.
        reserve: least months of reserve of the insurance fund at a gate, and where.
    """

    name: str
    about: str
    outlay: int
    law: int
    funds: Mapping[str, int]
    net: float | None
    span: tuple[float, float] | None
    each: float | None
    reserve: tuple[str, float] | None


def of_state(name: str, shown: Shown) -> Beside:
    """A state as a column; of its full answer where there is one."""
    answer, full, words = shown.answer, shown.full, shown.words
    jobs = full.jobs if full else None
    span = full.span("net_jobs") if full and jobs else None
    reckoned = words.app("by_full" if full else "by_static")
    return Beside(
        name,
        f"{shown.place} {shown.years} · {reckoned}",
        answer.total("scenario"),
        answer.total("current_law"),
        {f: fen for f, fen in answer.by("payer", "scenario").items() if fen},
        jobs.net if jobs else None,
        span,
        jobs.each if jobs and _surely(jobs.net, span) else None,
        least(answer),
    )


def _surely(net: float, span: tuple[float, float] | None) -> bool:
    """Whether there are net jobs, at the low end as well; else no price belongs to one."""
    return net > 0 and (span is None or span[0] > 0)


def of_run(name: str, run: Run, words: AppWords) -> Beside:
    """A finished run as a column."""
    found = figures(run)
    funds = outlays(run, "all", "scenario", "payer")
    place = run.places[0] if len(run.places) == 1 else "all"
    about = [words.capital(words("place", place)), words.years(run.years), words.app("by_run")]
    net = None if is_static(run) else found["net_central"]
    span = (found["net_low"], found["net_high"]) if net is not None and run.has_draws else None
    return Beside(
        name,
        " · ".join(about),
        found["scenario_fen"],
        found["current_law_fen"],
        {f: fen for f, fen in funds.items() if fen},
        net,
        span,
        found["cost_per_net_fen"] if _surely(net or 0, span) else None,
        _least_of_run(run),
    )


def _least_of_run(run: Run) -> tuple[str, float] | None:
    """The smallest reserve at a gate that a run tells; of several places, with the place."""
    gates = run.table("gates")
    gates = gates[gates["arm"] == "scenario"]
    found = zip(gates["reserve_months"].tolist(), gates["jurisdiction"].tolist(), strict=True)
    months, place = min(found, default=(None, ""))
    if months is None:
        return None
    return "" if len(run.places) == 1 else place, months


@dataclass(frozen=True)
class Line:
    """A row of the comparison: how it looks, what it says of a column, and by what it goes up."""

    style: str
    name: str
    says: Callable[[Beside], str]
    value: Callable[[Beside], float | None]
    change: Callable[[float], str]

    def less(self, one: Beside, other: Beside) -> str:
        """A column less another, in words; nothing where they are alike or one is not known."""
        ends = self.value(one), self.value(other)
        if ends[0] is None or ends[1] is None or ends[0] == ends[1]:
            return NOTHING
        return self.change(ends[0] - ends[1])


def table(columns: Sequence[Beside], words: AppWords) -> str:
    """The columns as a table, and the last less the first."""
    unit = words.money_unit(max(c.outlay for c in columns))
    first, last = columns[0], columns[-1]
    less = words.app("beside_less"), words.app("beside_of", now=last.name, then=first.name)
    head = "".join(
        f'<th class="number" scope="col">{escape(name)}<br><span class="small">'
        f"{escape(about)}</span></th>"
        for name, about in [*((c.name, c.about) for c in columns), less]
    )
    body = "".join(
        f'<tr class="{row.style}"><th scope="row">{escape(row.name)}</th>'
        + "".join(
            f'<td class="number">{escape(said)}</td>'
            for said in [*map(row.says, columns), row.less(last, first)]
        )
        + "</tr>"
        for row in _lines(columns, unit, words)
    )
    unit_cell = f'<th scope="col"><span class="unit">{escape(unit.name)}</span></th>'
    top = f"<thead><tr>{unit_cell}{head}</tr></thead>"
    return f'<table class="beside">{top}<tbody>{body}</tbody></table>'


def _lines(columns: Sequence[Beside], unit: MoneyUnit, words: AppWords) -> list[Line]:
    app = words.app

    def money(style: str, name: str, of: Callable[[Beside], int], *, signed: bool = False) -> Line:
        return Line(
            style, name, lambda c: unit.text(of(c), signed=signed), of,
            lambda fen: unit.text(round(fen), signed=True),
        )  # fmt: skip

    def of_fund(fund: str) -> Line:
        return money("part", words("fund", fund), lambda c: c.funds.get(fund, 0))

    return [
        money("strong", app("total"), lambda c: c.outlay),
        *(of_fund(fund) for fund in _funds(columns)),
        money("", app("law_total"), lambda c: c.law),
        money("", app("difference"), lambda c: c.outlay - c.law, signed=True),
        Line("strong", app("net_jobs"), lambda c: _net(c, words), lambda c: c.net,
             lambda jobs: _signed(jobs, words.jobs)),
        Line("", app("each_job"), lambda c: words.rough(c.each) if c.each else NOTHING,
             lambda c: c.each or None, lambda fen: _signed(fen, words.rough)),
        Line("", app("least_reserve"), lambda c: reserve_text(c.reserve, words),
             lambda c: _at_one_place(c, columns), lambda months: f"{months:+.1f}"),
    ]  # fmt: skip


def _signed(number: float, says: Callable[[float], str]) -> str:
    sign = "+" if number > 0 else "\u2212" if number < 0 else ""
    return sign + says(abs(number))


def _at_one_place(column: Beside, columns: Sequence[Beside]) -> float | None:
    """Months of reserve, where all columns mean the same place."""
    places = {c.reserve[0] for c in columns if c.reserve}
    return column.reserve[1] if column.reserve and len(places) == 1 else None


def _net(column: Beside, words: AppWords) -> str:
    if column.net is None:
        return NOTHING
    if column.span is None:
        return words.jobs(column.net)
    return f"{words.jobs(column.net)} ({words.jobs_span(*column.span)})"


def _funds(columns: Sequence[Beside]) -> list[str]:
    sums: dict[str, int] = {}
    for column in columns:
        for fund, fen in column.funds.items():
            sums[fund] = max(sums.get(fund, 0), fen)
    return sorted(sums, key=lambda f: -sums[f])


CHART_LEFT, CHART_RIGHT, CHART_TOP, CHART_FOOT = 52.0, 630.0, 22.0, 176.0


def picture(columns: Sequence[Beside], words: AppWords) -> Figure:
    """Outlay of each by who pays, one bar each; current law as a line across."""
    unit = words.money_unit(max(c.outlay for c in columns))
    funds, title = _funds(columns), words.app("beside_chart")
    top = ceiling(max(max(c.outlay, c.law) for c in columns) / unit.fen) * unit.fen
    inner = [text(CHART_LEFT, 11, unit.name, SOFT)]
    for share in (0, 0.5, 1):
        at = _y(top * share, top)
        inner.append(across(CHART_LEFT, CHART_RIGHT, at))
        inner.append(text(CHART_LEFT - 6, at + 3.5, tick(top * share / unit.fen), INK, "end"))
    step = (CHART_RIGHT - CHART_LEFT) / len(columns)
    for i, column in enumerate(columns):
        inner += _stack(column, CHART_LEFT + step * (i + 0.5), step, top, funds, unit, words)
    keys = [*((fund_colour(f), words("fund", f)) for f in funds), (INK, words.app("beside_law"))]
    heads = ["", "", *(words.app(n) for n in ("total", "law_total", "net_jobs"))]
    stamp = f"{words('arm', 'scenario')} · {unit.name}"
    return Figure(
        "compare", title, stamp, drawing(inner, CHART_FOOT + 24, title),
        [*heads, *(words("fund", f) for f in funds)],
        [_numbers(column, funds, unit) for column in columns], keys=keys,
    )  # fmt: skip


def _y(fen: float, top: float) -> float:
    return CHART_FOOT - (CHART_FOOT - CHART_TOP) * fen / top


def _stack(
    column: Beside, x: float, step: float, top: float, funds: Sequence[str], unit: MoneyUnit,
    words: AppWords,
) -> Iterator[str]:  # fmt: skip
    """The bar of one column, its parts by fund, its name below."""
    base, wide = 0, min(step * 0.55, 90.0)
    for fund in funds:
        fen = column.funds.get(fund, 0)
        if fen:
            tall, says = (
                _y(base, top) - _y(base + fen, top),
                f"{words('fund', fund)} {unit.text(fen)}",
            )
            yield rect(x - wide / 2, _y(base + fen, top), wide, tall, fund_colour(fund), says)
        base += fen
    yield text(x, _y(base, top) - 4, unit.text(column.outlay), INK, "middle")
    law, half = _y(column.law, top), wide / 2 + 6
    yield line([(x - half, law), (x + half, law)], INK, 1.4, dash="4 2")
    yield text(x, CHART_FOOT + 16, shortened(column.name, step - 8), INK, "middle")


def _numbers(column: Beside, funds: Sequence[str], unit: MoneyUnit) -> list[object]:
    amounts = (column.outlay, column.law)
    by_fund = [unit.of(column.funds.get(fund, 0)) for fund in funds]
    return [column.name, column.about, *map(unit.of, amounts), column.net, *by_fund]


def runs_in(folders: Sequence[Path]) -> list[Path]:
    """Finished runs in some folders, the newest first."""
    found = {
        record.parent
        for folder in folders
        if folder.is_dir()
        for depth in ("*", "*/*", "*/*/*")
        for record in folder.glob(f"{depth}/record.json")
    }
    newest = sorted(found, key=lambda path: -(path / "record.json").stat().st_mtime)
    return [path for path in newest[:MOST_RUNS] if _is_run(path)]


def _is_run(folder: Path) -> bool:
    try:
        record = json.loads((folder / "record.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(record, dict) and {"scenario", "jurisdictions", "years"} <= record.keys()
