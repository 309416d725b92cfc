"""The blocks of the page beside the controls, as plain HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from sim.app.glossary import AppWords
from sim.app.model import Answer
from sim.app.state import State
from sim.present.formats import MoneyUnit
from sim.present.style import ACCENT, UP, fund_colour

UI = "unemployment_insurance_fund"
ARMS = ("current_law", "scenario")


def chips(phrases: Sequence[str], words: AppWords) -> str:
    """What was changed, one chip each."""
    if not phrases:
        return f'<p class="chips none">{escape(words.app("nothing_changed"))}</p>'
    inner = "".join(f"<li>{escape(phrase)}</li>" for phrase in phrases)
    label = escape(words.app("you_changed"))
    return f'<div class="chips"><b>{label}</b><ul>{inner}</ul></div>'


def notice(kind: str, text: str, details: Iterable[str] = ()) -> str:
    """A calm message; nothing when there is none. ``kind`` is info, warning or done."""
    if not text:
        return ""
    # who reads the text alone hears lines, not one word
    more = "\n".join(f"<li>{escape(d)}</li>" for d in details)
    more = f"\n<ul>{more}</ul>" if more else ""
    return f'<div class="notice {kind}" role="status">{escape(text)}{more}</div>'


def closed(answer: Answer, words: AppWords) -> str:
    """A warning where gates are closed or money lacks a payer, seen on every view."""
    if not answer.unpaid:
        return ""
    every = answer.parts or {"": answer}
    parts = [line for place, one in every.items() for line in _refused(one, place, words)]
    why = answer.by("payer", "scenario").get("unpaid", 0)
    if why:
        parts.append(words.app("left_unpaid", money=words.money(why)))
    text = words.app("nobody_pays", money=words.money(answer.unpaid))
    return notice("warning", text, parts)


def _refused(answer: Answer, place: str, words: AppWords) -> Iterator[str]:
    """The closed gates of a place, each with what it refuses."""
    where = words.capital(words("place", place)) + words.app("colon") if place else ""
    for test, fen in answer.purse.refusing if answer.purse else ():
        gate = words.app(
            "purse_gate", year=test.year, kind=words("kind", test.kind),
            reserve=f"{test.reserve:.1f}", needs=test.needs,
        )  # fmt: skip
        yield where + words.app("gate_refuses", gate=gate, money=words.money(fen))


def sentences(every: Sequence[str]) -> str:
    """Calm messages, each on a line of its own; nothing where there are none."""
    text = " <br>".join(map(escape, every))
    return f'<div class="notice info" role="status">{text}</div>' if text else ""


Span = tuple[float, float]


def headline(answer: Answer, words: AppWords, spans: Mapping[str, Span]) -> str:
    """Scenario, current law, difference, and what the unemployment fund bears.

    Args:
        answer: the numbers.
        words: the language.
        spans: ends of the intervals that are known, by figure.
    """
    total, law = answer.total("scenario"), answer.total("current_law")
    bare = answer.total("no_policy")
    years = answer.months / 12
    under = words.app("under_shock") if answer.calm is not None else ""
    ui, ui_law = (answer.by("payer", arm).get(UI, 0) for arm in ("scenario", "current_law"))
    remark = _within(spans.get("outlay"), words) or _per_year(total / years, words)
    if answer.unpaid:
        remark = words.app("can_be_paid", money=words.money(total - answer.unpaid))
    tiles = [
        tile(
            words.app("total_due" if answer.unpaid else "total"),
            words.money(total),
            remark,
            "strong",
        ),
        tile(words.app("law_total"), words.money(law), under or _due(law - bare, words)),
        _difference(answer.difference, law, words, spans.get("outlay_change")),
        tile(words.app("ui_fund"), words.money(ui), _ui(ui, ui_law, total, words)),
    ]
    return f'<div class="tiles">{"".join(tiles)}</div>' + _shock(answer, law, words)


def tile(name: str, figure: str, remark: str, style: str = "") -> str:
    """A key figure with its name and a remark."""
    return (
        f'<div class="tile {style}"><div class="name">{escape(name)}</div>'
        f'<div class="figure">{escape(figure)}</div>'
        f'<div class="remark">{escape(remark)}</div></div>'
    )


def _per_year(fen: float, words: AppWords) -> str:
    return words.app("per_year", money=words.money(fen))


def _due(fen: int, words: AppWords) -> str:
    return words.app("due_to_document", money=words.money(fen))


def _within(span: Span | None, words: AppWords) -> str:
    return words.app("within", span=words.money_span(*span)) if span else ""


def _difference(fen: int, law: int, words: AppWords, span: Span | None) -> str:
    if fen == 0:
        return tile(words.app("difference"), "0", words.app("difference_same"))
    style = "up" if fen > 0 else "down"
    figure = words.money(fen, signed=True)
    parts = [words.signed_percent(fen, law), *([_within(span, words)] if span else [])]
    return tile(words.app("difference"), figure, words.list(parts), style)


def _ui(fen: int, law: int, total: int, words: AppWords) -> str:
    share = words.app("ui_share", share=words.percent(fen, total))
    if fen == law:
        return share
    change = words.alike(fen - law, fen, signed=True)[0]
    return f"{change} · {share}"


def _shock(answer: Answer, law: int, words: AppWords) -> str:
    if answer.calm is None:
        return ""
    change = words.money(law - answer.calm, signed=True)
    text = words.app("shock_costs", money=change, calm=words.money(answer.calm))
    return f'<p class="remark">{escape(text)}</p>'


def aria(answer: Answer, state: State, words: AppWords) -> str:
    """The picture in one sentence."""
    return words.app(
        "months_aria",
        place=words("place", state.jurisdiction),
        total=words.money(answer.total("scenario")),
        diff=words.money(answer.difference, signed=True),
    )


def funds(answer: Answer, words: AppWords, stamp: str) -> str:
    """Which purse pays, with bars; ``stamp`` says of what."""
    law, scenario = (answer.by("payer", arm) for arm in ARMS)
    names = sorted({*law, *scenario}, key=lambda f: -max(law.get(f, 0), scenario.get(f, 0)))
    widest = max([1, *law.values(), *scenario.values()])
    rows = []
    for name in names:
        before, after = law.get(name, 0), scenario.get(name, 0)
        if before or after:
            cell = _bar(words("fund", name), fund_colour(name), after / widest)
            rows.append(_row(cell, before, after, answer, words))
    head = _head(words.app("fund"), answer, words)
    return _titled(words.app("by_fund"), stamp) + _table(head, rows, answer, words)


def levels(answer: Answer, words: AppWords, stamp: str) -> str:
    """Which level of government pays; nothing where the purses are not written down."""
    found = answer.levels
    widest = max([1, *(max(pair) for pair in found.values())])
    rows = []
    for level, (before, after) in found.items():
        name = words("level", level) if level else words.app("level_nobody")
        cell = _bar(name, ACCENT if level else UP, after / widest)
        rows.append(_row(cell, before, after, answer, words))
    if not rows:
        return ""
    head = _head(words.app("level"), answer, words)
    note = f'<p class="remark">{escape(words.app("level_note"))}</p>'
    title = _titled(words.app("by_level"), stamp)
    return title + _table(head, rows, answer, words) + note


def _titled(title: str, stamp: str) -> str:
    return f'<h3>{escape(title)}</h3><p class="stamp">{escape(stamp)}</p>'


def _bar(name: str, colour: str, share: float) -> str:
    bar = f'<i class="bar" style="width:{100 * share:.1f}%;background:{colour}"></i>'
    return f'<th scope="row">{escape(name)}{bar}</th>'


def measures(answer: Answer, state: State, words: AppWords, stamp: str) -> str:
    """Every measure in the two arms; ``stamp`` says of what."""
    law, scenario = (answer.by("kind", arm) for arm in ARMS)
    paid = {row.kind: 0 for row in answer.rows}
    for row in answer.rows:
        paid[row.kind] += row.paid if row.arm == "scenario" else 0
    priced = {row.kind for row in answer.rows if row.priced}
    names = sorted({*law, *scenario}, key=lambda k: -max(law.get(k, 0), scenario.get(k, 0)))
    rows = []
    for name in names:
        remark = words.app("off") if name in state.off else ""
        remark = remark or ("" if name in priced else words.app("open_number"))
        tag = f' <span class="tag">{escape(remark)}</span>' if remark else ""
        cell = f'<th scope="row">{escape(words("kind", name))}{tag}</th>'
        last = f'<td class="number">{words.count(paid[name])}</td>'
        rows.append(_row(cell, law.get(name, 0), scenario.get(name, 0), answer, words) + last)
    head = _head(words.app("measure"), answer, words)
    head += f'<th class="number" scope="col">{escape(words.app("col_paid"))}</th>'
    note = f'<p class="remark">{escape(words.app("note"))}</p>'
    body = _table(head, rows, answer, words, extra="<td></td>")
    return _titled(words.app("by_measure"), stamp) + body + note


def unit_of(answer: Answer, words: AppWords) -> MoneyUnit:
    """The unit of an answer's tables."""
    return words.money_unit(max(answer.total("scenario"), answer.total("current_law"), 1))


def _head(first: str, answer: Answer, words: AppWords) -> str:
    cells = "".join(
        f'<th class="number" scope="col">{escape(words.app(name))}</th>'
        for name in ("col_law", "col_scenario", "col_difference")
    )
    unit = escape(unit_of(answer, words).name)
    return f'<th scope="col">{escape(first)} <span class="unit">{unit}</span></th>{cells}'


def _row(cell: str, law: int, scenario: int, answer: Answer, words: AppWords) -> str:
    unit = unit_of(answer, words)
    change = scenario - law
    style = "up" if change > 0 else "down" if change < 0 else ""
    return (
        f'{cell}<td class="number">{unit.text(law)}</td>'
        f'<td class="number">{unit.text(scenario)}</td>'
        f'<td class="number {style}">{unit.text(change, signed=True)}</td>'
    )


def _table(head: str, rows: Sequence[str], answer: Answer, words: AppWords, extra: str = "") -> str:
    name = f'<th scope="row">{escape(words.app("all"))}</th>'
    law, scenario = (answer.total(arm) for arm in ARMS)
    total = _row(name, law, scenario, answer, words)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return (
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
        f"<tfoot><tr>{total}{extra}</tr></tfoot></table>"
    )


def document(text: str) -> str:
    """The scenario file."""
    return f'<pre class="document">{escape(text)}</pre>'


def saved(text: str, command: str) -> str:
    """The message after saving, with the command that comes next."""
    return (
        f'<div class="notice done" role="status">{escape(text)}<br>'
        f"<code>{escape(command)}</code></div>"
    )
