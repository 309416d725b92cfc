"""What each piece of a view shows: its HTML, and the figures in it that can be saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from sim.app import bars, page
from sim.app.balance import Purse
from sim.app.flow import flow
from sim.app.full import Against
from sim.app.glossary import AppWords
from sim.app.keep import block
from sim.app.model import Model
from sim.app.picture import months_picture
from sim.app.purse import picture, purse_block, scale
from sim.app.shown import Shown
from sim.app.svg import Figure
from sim.app.waterfall import waterfall
from sim.law.load import Law
from sim.present.formats import MoneyUnit
from sim.present.gains import in_order, name_of
from sim.present.style import INK, fund_colour

Drawn = tuple[str, list[Figure]]


def _figure(make: Callable[[Shown], Figure]) -> Callable[[Shown], Drawn]:
    def drawn(shown: Shown) -> Drawn:
        figure = make(shown)
        return block(figure), [figure]

    return drawn


def months(shown: Shown) -> Figure:
    """Outlay month by month, by who pays."""
    answer, words = shown.answer, shown.words
    series = {arm: answer.by_month(arm) for arm in ("current_law", "scenario")}
    unit = words.money_unit(max(1, *(int(s.max()) for s in series.values())))
    sums = answer.by("payer", "scenario")
    paying = [f for f in sorted(sums, key=lambda f: -sums[f]) if sums[f]]
    by_fund = [answer.by_month("scenario", fund) for fund in paying]
    rows = [
        [label, *(unit.of(int(s[i])) for s in (*by_fund, *series.values()))]
        for i, label in enumerate(answer.labels)
    ]
    arms = [words("arm", arm) for arm in series]
    head = [words.app("month"), *(words("fund", f) for f in paying), *arms]
    keys = [(fund_colour(f), words("fund", f)) for f in paying]
    svg = months_picture(answer, words, page.aria(answer, shown.state, words))
    keys.append((INK, words("arm", "current_law")))
    return Figure("months", words.app("months"), shown.stamp(unit.name), svg, head, rows, keys=keys)


def _purse(shown: Shown) -> Drawn:
    """The insurance fund of each place."""
    every = shown.answer.parts or {shown.state.jurisdiction: shown.answer}
    blocks, figures = [], []
    for place, answer in every.items():
        if answer.purse is not None:
            _, unit = scale(answer.purse, shown.words)
            stamp = shown.stamp(unit.name, place)
            blocks.append(purse_block(answer.purse, shown.words, stamp))
            figures.append(_purse_figure(answer.purse, place, stamp, shown.words, unit))
    return "".join(blocks), figures


def _purse_figure(purse: Purse, place: str, stamp: str, words: AppWords, unit: MoneyUnit) -> Figure:
    """The fund's balance, to be saved."""
    arms = [words("arm", arm) for arm in ("scenario", "current_law")]
    head = [words.app("month"), *(f"{words.app('fund_balance')}: {arm}" for arm in arms)]
    series = zip(purse.months, purse.balance, purse.before, purse.payments, strict=True)
    rows = [[month, *(unit.of(fen) for fen in amounts)] for month, *amounts in series]
    title, svg = words.app("purse"), picture(purse, words)
    return Figure(f"fund_{place}", title, stamp, svg, [*head, words.app("payments_year")], rows)


def _funds(shown: Shown) -> Drawn:
    stamp = shown.stamp(page.unit_of(shown.answer, shown.words).name)
    return page.funds(shown.answer, shown.words, stamp), [_table(shown, "fund", "by_fund")]


def _levels(shown: Shown) -> Drawn:
    answer, words = shown.answer, shown.words
    unit = page.unit_of(answer, words)
    if not answer.levels:
        return "", []
    rows = [
        [words("level", level) if level else words.app("level_nobody"), *map(unit.of, both),
         unit.of(both[1] - both[0])]
        for level, both in answer.levels.items()
    ]  # fmt: skip
    head = [words.app(n) for n in ("level", "col_law", "col_scenario", "col_difference")]
    title, stamp = words.app("by_level"), shown.stamp(unit.name)
    return page.levels(answer, words, stamp), [Figure("by_level", title, stamp, "", head, rows)]


def _measures(shown: Shown) -> Drawn:
    stamp = shown.stamp(page.unit_of(shown.answer, shown.words).name)
    text = page.measures(shown.answer, shown.state, shown.words, stamp)
    return text, [_table(shown, "kind", "by_measure")]


def _table(shown: Shown, what: str, title: str) -> Figure:
    """The two arms by payer or by measure, to be saved."""
    words = shown.words
    law, scenario = (
        shown.answer.by("payer" if what == "fund" else "kind", arm)
        for arm in ("current_law", "scenario")
    )
    unit = words.money_unit(max([1, *law.values(), *scenario.values()]))
    rows = [
        [words(what, key), unit.of(law.get(key, 0)), unit.of(scenario.get(key, 0)),
         unit.of(scenario.get(key, 0) - law.get(key, 0))]
        for key in sorted({*law, *scenario}, key=lambda k: -scenario.get(k, 0))
    ]  # fmt: skip
    columns = [words.app(f"col_{n}") for n in ("law", "scenario", "difference")]
    first = words.app("fund" if what == "fund" else "measure")
    return Figure(title, words.app(title), shown.stamp(unit.name), "", [first, *columns], rows)


def gains(shown: Shown, model: Model) -> Drawn:
    """Who gains, by every dimension that is known: of the full answer where it tells, else static.

    In both, current law is worked out in the same way as the scenario.
    """
    found = shown.full.gains if shown.full else {}
    if not found:
        shown, found = replace(shown, full=None), _static(shown, model)
    figures = [
        bars.gains(shown, dimension, _named(shown, dimension, rows, model.law))
        for dimension, rows in found.items()
        if dimension != "district" or rows
    ]
    return "".join(block(figure) for figure in figures), figures


def _static(shown: Shown, model: Model) -> Against:
    """Claims and fen of a state, and fen of current law in the same world."""
    now, law = model.gains(shown.state), model.gains(shown.state.without_policy())
    return {
        dimension: {
            c: (*rows.get(c, (0, 0)), law[dimension].get(c, (0, 0))[1])
            for c in {**law[dimension], **rows}
        }
        for dimension, rows in now.items()
    }


def _named(
    shown: Shown, dimension: str, found: Mapping[str, tuple[int, int, int]], law: Law
) -> list[bars.Gain]:
    """Categories by name, in the order of a report's pages."""
    tiers = law[shown.state.jurisdiction].file.tiers if dimension == "district" else ()
    name = name_of(shown.words, dimension, tiers)
    order = in_order(dimension, {category: row[1] for category, row in found.items()})
    return [bars.Gain(c, name(c), *found[c]) for c in order]


DRAW: dict[str, Callable[[Shown], Drawn]] = {
    "months": _figure(months),
    "purse": _purse,
    "money": _figure(flow),
    "funds": _funds,
    "levels": _levels,
    "change": _figure(waterfall),
    "measures": _measures,
    "channels": _figure(bars.channels),
    "funnel": _figure(bars.funnel),
}
