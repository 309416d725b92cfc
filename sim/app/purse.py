"""The purses beside the controls: the fund's balance against its gates, and who pays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from sim.app.balance import Purse
from sim.app.glossary import AppWords
from sim.app.svg import ceiling, drawing, tick
from sim.budget.payers import payer_of
from sim.present.formats import MoneyUnit
from sim.present.style import ACCENT, FAINT, INK, SOFT, UP, fund_colour

AMBER, SHUT = "#d08a1d", "#f7e3db"
LINES = ((24, AMBER), (12, UP))
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 620, 200, 52, 96, 20, 22


def purse_block(purse: Purse, words: AppWords, stamp: str) -> str:
    """Balance with gates, and the payers; ``stamp`` says of what."""
    title = escape(words.app("purse"))
    return (
        f'<h3>{title}</h3><p class="stamp">{escape(stamp)}</p>{_said(purse, words)}'
        f'<div class="picture">{picture(purse, words)}</div>{_payers(purse, words)}'
    )


def scale(purse: Purse, words: AppWords) -> tuple[float, MoneyUnit]:
    """The most that the picture shows, fen, and its unit."""
    needs = max(p * months // 12 for p in purse.payments for months, _ in LINES)
    most = max(*purse.balance, *purse.before, needs, 1)
    unit = words.money_unit(most)
    return ceiling(most / unit.fen) * unit.fen, unit


def _said(purse: Purse, words: AppWords) -> str:
    """Whether a gate closes, in a sentence."""
    refused = purse.parts.get(("", "gate"), 0)
    if not purse.refusing:
        low = min(test.reserve for test in purse.tests)
        if purse.shut:
            said = words.app("purse_idle", reserve=f"{low:.1f}")
            return f'<p class="remark">{escape(said)}</p>'
        return f'<p class="remark">{escape(words.app("purse_open", reserve=f"{low:.0f}"))}</p>'
    parts = [
        words.app(
            "purse_gate", year=test.year, kind=words("kind", test.kind),
            reserve=f"{test.reserve:.1f}", needs=test.needs,
        )
        for test, _ in purse.refusing
    ]  # fmt: skip
    text = words.app("purse_shut", money=words.money(refused), parts=words.list(parts))
    return f'<p class="remark up">{escape(text)}</p>'


def picture(purse: Purse, words: AppWords) -> str:
    """The fund's balance against its reserve lines, as an SVG element."""
    needs = [(m, [p * m // 12 for p in purse.payments], colour) for m, colour in LINES]
    top, unit = scale(purse, words)
    inner = [*_shaded(purse, words), *_grid(top, words), *_years(purse)]
    if purse.before != purse.balance:
        inner.append(_line(purse.before, top, FAINT, 1.4))
    ends = [(words.app("purse_balance"), purse.balance[-1], ACCENT)]
    for months, line, colour in needs:
        inner.append(_line(line, top, colour, 1.2, dash="5 3"))
        ends.append((words.app("purse_line", months=months), line[-1], colour))
    inner += [_line(purse.balance, top, ACCENT, 2.2), *_names(ends, top)]
    inner.append(_text(LEFT, 9, unit.name, SOFT))
    label = words.app("purse_aria", first=words.money(purse.balance[0]),
                      last=words.money(purse.balance[-1]))  # fmt: skip
    return drawing(inner, HEIGHT, label, WIDTH)


def _y(fen: float, top: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - max(fen, 0) / top)


def _x(i: float, months: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * i / max(months - 1, 1)


def _line(fen: Sequence[int], top: float, colour: str, width: float, dash: str = "") -> str:
    points = " ".join(f"{_x(i, len(fen)):.1f},{_y(y, top):.1f}" for i, y in enumerate(fen))
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    stroke = f'stroke="{colour}" stroke-width="{width}"{dashed}'
    return f'<polyline points="{points}" fill="none" {stroke}/>'


def _text(x: float, y: float, text: str, colour: str, side: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="10" fill="{colour}" text-anchor="{side}">'
        f"{escape(text)}</text>"
    )


def _shaded(purse: Purse, words: AppWords) -> Iterator[str]:
    """Years in which a gate is closed."""
    n = len(purse.months)
    for year in dict.fromkeys(test.year for test in purse.shut):
        at = [i for i, month in enumerate(purse.months) if month.startswith(str(year))]
        left, right = _x(max(at[0] - 0.5, 0), n), _x(min(at[-1] + 0.5, n - 1), n)
        yield (
            f'<rect x="{left:.1f}" y="{TOP}" width="{right - left:.1f}" '
            f'height="{HEIGHT - TOP - BOTTOM}" fill="{SHUT}"/>'
        )
        yield _text((left + right) / 2, TOP + 11, words.app("purse_closed"), UP, "middle")


def _grid(top: float, words: AppWords) -> Iterator[str]:
    unit = words.money_unit(top)
    for share in (0, 0.5, 1):
        y = _y(top * share, top)
        yield f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#e4e7eb"/>'
        yield _text(LEFT - 6, y + 3.5, tick(top * share / unit.fen), INK, "end")


def _years(purse: Purse) -> Iterator[str]:
    for i, month in enumerate(purse.months):
        if month.endswith("-01"):
            yield _text(_x(i, len(purse.months)), HEIGHT - 7, month[:4], INK, "middle")


def _names(ends: Sequence[tuple[str, int, str]], top: float) -> Iterator[str]:
    """Names at the ends of the lines, one above the other."""
    last = float(HEIGHT)
    for name, fen, colour in sorted(ends, key=lambda end: end[1]):
        last = min(_y(fen, top) + 3.5, last - 12)
        yield _text(WIDTH - RIGHT + 6, last, name, colour)


def _payers(purse: Purse, words: AppWords) -> str:
    """A bar of who pays what is due; what is moved, refused or unpaid says so."""
    whole = sum(purse.parts.values())
    if not whole:
        return ""
    rows = sorted(((k, fen) for k, fen in purse.parts.items() if fen), key=lambda row: -row[1])
    bars, keys = [], []
    for (payer, outcome), fen in rows:
        who = payer_of(payer, outcome)
        colour, name = fund_colour(who), words("fund", who)
        if outcome in ("moved", "excess"):
            name += words.app(f"purse_{outcome}")
        share = 100 * fen / whole
        bars.append(f'<i style="width:{share:.2f}%;background:{colour}"></i>')
        money = escape(f"{name} {words.money(fen)}")
        keys.append(f'<span class="key"><i style="background:{colour}"></i>{money}</span>')
    head = escape(words.app("purse_payers"))
    return (
        f'<p class="remark">{head}</p><div class="payers">{"".join(bars)}</div>'
        f'<div class="keys">{"".join(keys)}</div>'
    )
