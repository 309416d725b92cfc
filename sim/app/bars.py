"""Horizontal bars: jobs by channel, who falls out on the way, who gains."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.app.shown import Shown
from sim.app.svg import Figure, drawing, line, rect, shortened, text, width_of
from sim.engine.gains import OVERLAP, REST
from sim.present.formats import MoneyUnit
from sim.present.style import ACCENT, FAINT, INK, PALE, SOFT

WIDTH, LEFT, RIGHT, TOP = 640.0, 196.0, 120.0, 8.0
FUNNEL = {"occasions": "#d5dae0", "eligible": "#7fa6cc", "paid": ACCENT}
GAIN_BAR, GAIN_WORDS = 324.0, 150.0
MOST = 8
Steps = tuple[int, int, int]


def channels(shown: Shown) -> Figure:
    """Net job-years of each channel with the range of its parameters."""
    words, full = shown.words, shown.full
    title, unit = words.app("channels"), words.app("unit_job_years")
    stamp = shown.stamp(unit)
    if full is None:
        return Figure("jobs", title, stamp, "", note=words.app("jobs_come"))
    if full.jobs is None or not full.jobs.channels:
        return Figure("jobs", title, stamp, "", note=words.app("jobs_off"))
    found = sorted(full.jobs.channels, key=lambda c: -c["net_central"])
    ends = [(float(c["net_low"]), float(c["net_central"]), float(c["net_high"])) for c in found]
    names = [words("channel", c["channel"]) for c in found]
    said = [
        words.app("channel_says", net=words.jobs(c["net_central"]), heads=words.count(c["gross"]))
        for c in found
    ]
    svg = _with_ranges(names, ends, said, title)
    keys = ("gross", "starts", "lost", "net_begun", "net_low", "net_central", "net_high")
    heads = [words.app(f"col_{k}") for k in ("channel", *keys, "cost")]
    money = words.money_unit(max(c["cost_fen"] for c in found))
    rows = [
        [name, *(round(float(c[k]), 3) for k in keys), money.of(c["cost_fen"])]
        for name, c in zip(names, found, strict=True)
    ]
    heads[-1] += f" ({money.name})"
    return Figure("jobs", title, stamp, svg, heads, rows, note=words.app("channels_note"))


def _with_ranges(
    names: Sequence[str],
    ends: Sequence[tuple[float, float, float]],
    said: Sequence[str],
    label: str,
) -> str:
    low = min(0.0, *(a for a, _, _ in ends))
    high = max(*(c for _, _, c in ends), 1e-9, 0.0)

    def x(value: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (value - low) / (high - low)

    inner = [f'<path d="M{x(0):.1f} {TOP}V{TOP + 30 * len(names):.1f}" stroke="{FAINT}"/>']
    for i, (name, (a, b, c), says) in enumerate(zip(names, ends, said, strict=True)):
        y = TOP + 30 * i
        inner.append(text(LEFT - 8, y + 15, shortened(name, LEFT - 12), INK, "end"))
        inner.append(rect(x(0), y + 4, x(b) - x(0), 14, ACCENT))
        inner.append(line([(x(a), y + 21.5), (x(c), y + 21.5)], SOFT, 1.4))
        inner += [line([(x(e), y + 19), (x(e), y + 24)], SOFT, 1.4) for e in (a, c)]
        inner.append(text(x(max(b, 0)) + 5, y + 15, says, INK))
    return drawing(inner, TOP + 30 * len(names) + 6, label)


def funnel(shown: Shown) -> Figure:
    """Occasions, eligible and paid of the measures that cost most."""
    words = shown.words
    title, stamp = words.app("funnel"), shown.stamp(words.app("unit_cases"))
    found = _funnel(shown)
    heads = [words.app("measure"), *(words.head(step) for step in FUNNEL)]
    rows = [[words("kind", kind), *steps] for kind, steps in found]
    if not found:
        return Figure("funnel", title, stamp, "", note=words.head("nobody_paid"))
    inner: list[str] = []
    for i, (kind, steps) in enumerate(found[:MOST]):
        inner += _steps(TOP + 40 * i, words("kind", kind), steps, shown)
    svg = drawing(inner, TOP + 40 * min(len(found), MOST), title)
    keys = [(colour, words.head(step)) for step, colour in FUNNEL.items()]
    return Figure("funnel", title, stamp, svg, heads, rows, words.app("funnel_note"), keys)


def _steps(y: float, name: str, steps: Steps, shown: Shown) -> Iterator[str]:
    whole = max(steps[0], 1)
    yield text(LEFT - 8, y + 20, shortened(name, LEFT - 12), INK, "end")
    for j, (colour, value) in enumerate(zip(FUNNEL.values(), steps, strict=True)):
        wide = (WIDTH - LEFT - RIGHT) * min(value / whole, 1.0)
        says = shown.words.count(value)
        if j:
            says += f" ({shown.words.percent(value, whole, 1)})"
        yield rect(LEFT, y + 11 * j, wide, 9.5, colour)
        yield text(LEFT + wide + 4, y + 11 * j + 8.5, says, INK, size=9.5)


def _funnel(shown: Shown) -> list[tuple[str, Steps]]:
    """Occasions, eligible and paid by measure, the dearest first."""
    seen, found = _occasions(shown), dict[str, Steps]()
    for row in shown.answer.rows:
        if row.arm == "scenario" and not row.adds_to:
            _, able, paid = found.get(row.kind, (0, 0, 0))
            found[row.kind] = seen[row.kind], able + row.eligible, paid + row.paid
    money = shown.answer.by("kind", "scenario")
    order = sorted(found, key=lambda k: (-money.get(k, 0), -found[k][2], k))
    return [(kind, found[kind]) for kind in order if found[kind][0]]


def _occasions(shown: Shown) -> dict[str, int]:
    """Clauses of a kind look at the same occasions of a place and year: these count once."""
    most: dict[tuple[str, str], tuple[int, ...]] = {}
    for row in shown.answer.rows:
        if row.arm == "scenario" and not row.adds_to:
            known = most.get((row.place, row.kind), row.occasions)
            most[row.place, row.kind] = tuple(map(max, known, row.occasions))
    sums: dict[str, int] = {}
    for (_, kind), years in most.items():
        sums[kind] = sums.get(kind, 0) + sum(years)
    return sums


@dataclass(frozen=True)
class Gain:
    """Whom some money goes to: a category by id and name, its claims, its fen, those of the law."""

    category: str
    name: str
    heads: int
    fen: int
    law: int

    @property
    def told(self) -> bool:
        """False for those whom the dimension is not about, and for what is counted twice."""
        return self.category not in REST


def gains(shown: Shown, dimension: str, rows: Sequence[Gain]) -> Figure:
    """Claims and money by category, as shares of all that is paid, against current law.

    Args:
        shown: the state.
        dimension: what the categories are of.
        rows: in the order to be shown; they add up to all that is paid.
    """
    words = shown.words
    title = words.app(f"gains_{dimension}")
    unit = words.money_unit(max([max(row.fen, row.law) for row in rows], default=1))
    stamp = shown.stamp(unit.name)
    if not any(row.heads or row.fen for row in rows):
        return Figure(f"gains_{dimension}", title, stamp, "", note=words.head("nobody_paid"))
    columns = [words.app("category"), words.app("heads"), unit.name]
    columns += [f"{words.app(f'col_{name}')} ({unit.name})" for name in ("law", "difference")]
    table = [
        [row.name, row.heads, *map(unit.of, (row.fen, row.law, row.fen - row.law))] for row in rows
    ]
    keys = [(PALE, words.app("heads")), (ACCENT, words.app("money"))]
    if _differs(rows):
        keys.append((INK, words.app("gains_law")))
    notes = {"group": "gains_overlap", "sector": "gains_sector_note"}
    note = words.app(notes[dimension]) if dimension in notes else ""
    svg = _gain_bars(shown, rows, unit, title)
    return Figure(f"gains_{dimension}", title, stamp, svg, columns, table, note, keys)


def _differs(rows: Sequence[Gain]) -> bool:
    return any(row.fen != row.law for row in rows)


def _gain_bars(shown: Shown, rows: Sequence[Gain], unit: MoneyUnit, title: str) -> str:
    """Two bars a category; those whom a dimension is not about have words alone."""
    words, differs = shown.words, _differs(rows)
    heads, fen = sum(row.heads for row in rows), sum(row.fen for row in rows)
    drawn = [row for row in rows if row.category != OVERLAP]
    left = max([LEFT, *(width_of(row.name) + 14 for row in drawn)])
    told = [row for row in drawn if row.told]
    most = max([1e-9, *(row.heads / max(heads, 1) for row in told),
                *(max(row.fen, row.law) / max(fen, 1) for row in told)])  # fmt: skip
    inner = []
    for i, row in enumerate(drawn):
        y, room = TOP + 26 * i, GAIN_BAR if row.told else 0
        wide = room * row.heads / max(heads, 1) / most
        paid, law = (room * x / max(fen, 1) / most for x in (row.fen, row.law))
        inner.append(text(left - 8, y + 15, row.name, INK, "end"))
        inner += [rect(left, y, wide, 9.5, PALE), rect(left, y + 11, paid, 9.5, ACCENT)]
        said = f"{words.count(row.heads)} ({words.percent(row.heads, heads, 1)})"
        inner.append(text(left + wide + 4, y + 8.5, said, INK, size=9.5))
        said = f"{unit.text(row.fen)} ({words.percent(row.fen, fen, 1)})"
        if differs and row.told:
            inner += [
                rect(left + law - x / 2, y + 11, x, 11, c) for x, c in ((5, "#fff"), (2, INK))
            ]
        if row.fen != row.law:
            said += f" {unit.text(row.fen - row.law, signed=True)}"
        inner.append(
            text(left + max(paid, law if differs else 0) + 5, y + 19.5, said, INK, size=9.5)
        )
    return drawing(inner, TOP + 26 * len(drawn), title, left + GAIN_BAR + GAIN_WORDS)
