"""Money from fund to measure to payee, as ribbons as wide as the money."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sim.app.shown import Shown
from sim.app.svg import Figure, drawing, rect, shortened, text, width_of
from sim.measures.registry import kinds
from sim.present.formats import MoneyUnit
from sim.present.style import ACCENT, DOWN, FAINT, SOFT, fund_colour

WIDTH, TOP = 790.0, 26.0
COLUMNS = (222.0, 398.0, 652.0)
BAR, GAP, LEAST = 12.0, 9.0, 13.0
TALL = 250.0
MOST = 9
OTHERS = "others"
PAYEES = {"firm": ACCENT, "person": DOWN, "institution": "#c5709d"}
Links = dict[tuple[str, str], int]


@dataclass(frozen=True)
class Box:
    """A name in a column with its bar."""

    name: str
    colour: str
    fen: int
    y: float
    height: float


def flow(shown: Shown) -> Figure:
    """The scenario's outlay: who pays which measure, and whom it reaches."""
    words = shown.words
    first, second = _links(shown)
    total = sum(first.values())
    unit = words.money_unit(max(total, 1))
    head = [words.app(n) for n in ("fund", "measure", "payee")]
    rows = [
        [words("fund", f), _measure(shown, k), words("payee", p), unit.of(fen)]
        for f, k, p, fen in _whole(shown)
    ]
    title = words.app("flow")
    stamp = shown.stamp(unit.name)
    if not total:
        return Figure("flow", title, stamp, "", note=words.head("nothing_paid"))
    scale = TALL / total
    columns = [
        _boxes(shown, "fund", _sums(first, 0), scale),
        _boxes(shown, "kind", _sums(first, 1), scale),
        _boxes(shown, "payee", _sums(second, 1), scale),
    ]
    height = max(box.y + box.height for column in columns for box in column.values()) + 14
    inner = [
        *_heads(head),
        *_ribbons(columns[0], columns[1], first, scale, 0),
        *_ribbons(columns[1], columns[2], second, scale, 1),
        *(piece for i, column in enumerate(columns) for piece in _column(column, i, unit)),
    ]
    label = f"{title}: {words.money(total)}"
    svg = drawing(inner, height, label, WIDTH)
    return Figure("flow", title, stamp, svg, [*head, unit.name], rows)


def _whole(shown: Shown) -> list[tuple[str, str, str, int]]:
    """(payer, kind, payee, fen), largest first."""
    pays = {name: kind.pays for (name, _), kind in kinds().items()}
    found: dict[tuple[str, str, str], int] = {}
    for line in shown.answer.payers:
        if line.arm == "scenario" and line.total:
            key = line.payer, line.kind, str(pays[line.kind])
            found[key] = found.get(key, 0) + line.total
    return sorted(((*key, fen) for key, fen in found.items()), key=lambda r: -r[3])


def _links(shown: Shown) -> tuple[Links, Links]:
    """Fen by (payer, measure) and by (measure, payee); small measures together."""
    every = _whole(shown)
    sums: dict[str, int] = {}
    for _, kind, _, fen in every:
        sums[kind] = sums.get(kind, 0) + fen
    shown_ones = sorted(sums, key=lambda k: -sums[k])
    if len(shown_ones) > MOST + 1:
        shown_ones = shown_ones[:MOST]
    first: Links = {}
    second: Links = {}
    for payer, kind, payee, fen in every:
        name = kind if kind in shown_ones else OTHERS
        first[payer, name] = first.get((payer, name), 0) + fen
        second[name, payee] = second.get((name, payee), 0) + fen
    return first, second


def _sums(links: Links, end: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for link, fen in links.items():
        found[link[end]] = found.get(link[end], 0) + fen
    return dict(sorted(found.items(), key=lambda x: (x[0] == OTHERS, -x[1])))


def _measure(shown: Shown, kind: str) -> str:
    return shown.words.app("other_measures") if kind == OTHERS else shown.words("kind", kind)


def _boxes(shown: Shown, what: str, sums: Mapping[str, int], scale: float) -> dict[str, Box]:
    y, found = TOP, {}
    for key, fen in sums.items():
        name = _measure(shown, key) if what == "kind" else shown.words(what, key)
        colour = {"fund": fund_colour(key), "kind": FAINT}.get(what) or PAYEES[key]
        height = max(fen * scale, 1.5)
        found[key] = Box(name, colour, fen, y, height)
        y += max(height, LEAST) + GAP
    return found


def _heads(names: list[str]) -> Iterator[str]:
    sides = ("end", "start", "start")
    for x, name, side in zip(COLUMNS, names, sides, strict=True):
        yield text(x + (BAR if side == "end" else 0), 12, name, SOFT, side)


def _ribbons(
    left: Mapping[str, Box], right: Mapping[str, Box], links: Links, scale: float, column: int
) -> Iterator[str]:
    """Ribbons between two columns, in the colour of their purse or of the payee."""
    out = {key: box.y for key, box in left.items()}
    into = {key: box.y for key, box in right.items()}
    x0, x1 = COLUMNS[column] + BAR, COLUMNS[column + 1]
    order = [(a, b) for a in left for b in right if (a, b) in links]
    for a, b in order:
        thick = max(links[a, b] * scale, 0.8)
        y0, y1, middle = out[a], into[b], (x0 + x1) / 2
        out[a] += links[a, b] * scale
        into[b] += links[a, b] * scale
        colour = (left[a] if column == 0 else right[b]).colour
        yield (
            f'<path d="M{x0:.1f} {y0:.1f}C{middle:.1f} {y0:.1f} {middle:.1f} {y1:.1f} {x1:.1f} '
            f"{y1:.1f}V{y1 + thick:.1f}C{middle:.1f} {y1 + thick:.1f} {middle:.1f} "
            f'{y0 + thick:.1f} {x0:.1f} {y0 + thick:.1f}z" fill="{colour}" fill-opacity=".28"/>'
        )


def _column(column: Mapping[str, Box], i: int, unit: MoneyUnit) -> Iterator[str]:
    """Bars with their names: of purses on the left, of the others on the right."""
    for box in column.values():
        money, y = unit.text(box.fen), box.y + min(box.height, LEAST) / 2 + 3.5
        yield rect(COLUMNS[i], box.y, BAR, box.height, box.colour, f"{box.name} {money}")
        if i == 0:
            name = shortened(box.name, COLUMNS[0] - width_of(money) - 16)
            yield text(COLUMNS[0] - 6, y, f"{name} {money}", side="end")
            continue
        end = COLUMNS[2] if i == 1 else WIDTH
        name = shortened(box.name, end - COLUMNS[i] - BAR - width_of(money) - 18)
        yield text(COLUMNS[i] + BAR + 6, y, f"{name} {money}")
