"""Sheets of the funds: budget, use, reserve and gates, purses, levels, who stood in, rhythm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pandas as pd

from sim.budget.bills import BILL_LEVELS
from sim.budget.figures import EMPLOYMENT, UI
from sim.budget.purses import FLOWS, INCOME, OUTLAY
from sim.present.filing import Field, Sheet
from sim.present.words import Words
from sim.questions.purse import Purses
from sim.results.once import once_a_run

Frame = pd.DataFrame
PLACE = Field("jurisdiction", "place", "word", "place")
Row = tuple[bool, str, str, list[float]]
Fen = Mapping[int, int]
"""By year."""
ENDS = (Field("low", "closing_low", "money"), Field("high", "closing_high", "money"))


def where(p: Purses, place: str) -> tuple[str, ...]:
    """The places a sheet shows."""
    return (place,) if place else p.places


def ui_budget(p: Purses, words: Words, place: str) -> Sheet:
    """Income, outlay and balance of the insurance fund by year, as its budget is filed."""
    rows = [
        (name, "　" * within + words(section, key), *numbers)
        for name in where(p, place)
        for within, section, key, numbers in _ui(p, name, words.filed.fen)
    ]
    years = [Field(str(y), "", "filed", heading=str(y)) for y in p.years]
    frame = Frame(rows, columns=["jurisdiction", "item", *map(str, p.years)])
    fields = [PLACE, Field("item", "item"), *years]
    return Sheet("ui_budget", frame, fields, [words.say("note_ui_budget")])


@once_a_run
def _ui(p: Purses, place: str, unit: int) -> list[Row]:
    """Whether a row is a part of the one above, its word, and its numbers by year."""
    flows = {name: p.sums("purses", place, "year", of=name, fund=UI) for name in FLOWS}
    outcomes = p.sums("settled", place, "outcome", "year", fund=UI)
    purse, reserves = p.dated("purses", place, UI), p.dated("reserves", place)
    years = purse["year"].tolist()
    opening = dict(zip(years[::-1], purse["opening_fen"].tolist()[::-1], strict=True))
    closing = dict(zip(years, purse["closing_fen"].tolist(), strict=True))
    held = dict(zip(reserves["year"].tolist(), reserves["reserve_months"].tolist(), strict=True))

    def row(key: str, fen: Fen, *, within: bool = False, section: str = "row") -> Row:
        return within, section, key, [fen.get(y, 0) / unit for y in p.years]

    def whole(names: Sequence[str]) -> Fen:
        return {y: sum(flows[name].get(y, 0) for name in names) for y in p.years}

    def outcome(*names: str, more: Fen = MappingProxyType({})) -> Fen:
        return {
            y: sum(outcomes.get((name, y), 0) for name in names) + more.get(y, 0) for y in p.years
        }

    def parts(*names: str) -> list[Row]:
        return [row(name, flows[name], within=True) for name in names]

    def ends(flow: str) -> list[Row]:
        found = ends_of(p, place, UI, flow)
        return [row(f"end_{end}", fen, within=True) for end, fen in found.items()]

    return [
        row("opening", opening),
        row("income", whole(INCOME)),
        *parts("premium_fen", "interest_fen", "transfer_in_fen"),
        row("outlay", whole(OUTLAY)),
        *ends("outlay"),
        *(row(kind, fen, within=True, section="kind") for kind, fen in _kinds_paid(p, place)),
        *parts("other_fen", "transfer_out_fen"),
        row("closing", closing),
        *ends("closing"),
        (False, "row", "reserve_months", [held.get(y, 0.0) for y in p.years]),
        row("refused", outcome("gate")),
        row("moved", outcome("excess", more=p.sums("funding", place, "year", fund=UI))),
        row("unpaid", outcome("unpaid")),
    ]


def _kinds_paid(p: Purses, place: str) -> list[tuple[str, dict[int, int]]]:
    """What the insurance fund pays itself, by kind and year, most of it first."""
    paid = p.sums("settled", place, "payer", "kind", "year", fund=UI)
    by_kind: dict[str, dict[int, int]] = {}
    for (payer, kind, year), fen in sorted(paid.items()):
        if payer == UI:
            by_kind.setdefault(kind, {})[year] = fen
    return sorted(by_kind.items(), key=lambda pair: -sum(pair[1].values()))


@once_a_run
def ends_of(p: Purses, place: str, fund: str, flow: str) -> dict[str, dict[int, int]]:
    """The ends of a fund's flow by year (of its balance in December); none without draws."""
    found: dict[str, dict[int, int]] = {}
    ends = p.rows("balances", place, fund)
    for period, of, *pair in ends[["period", "flow", "low", "high"]].itertuples(index=False):
        if of == flow and period[4:] == ("-12" if flow == "closing" else ""):
            for end, fen in zip(("low", "high"), pair, strict=True):
                found.setdefault(end, {})[int(period[:4])] = fen
    return found


def employment_use(p: Purses, words: Words, place: str) -> Sheet:
    """The employment subsidy fund: measures by heads and standard, other spending, execution."""
    columns = ["jurisdiction", "year", "item", "clause", "heads", "mean", "amount"]
    rows = [
        (name, year, "　" * within + words(section, key), *rest)
        for name in where(p, place)
        for year, within, section, key, *rest in _use(p, name, words.filed.fen)
    ]
    return Sheet(
        "employment_use",
        Frame(rows, columns=columns),
        [
            PLACE, Field("year", "year"), Field("item", "item"), Field("clause", "clause"),
            Field("heads", "heads", "count"), Field("mean", "mean", "yuan"),
            Field("amount", "amount", "filed"),
        ],
        [words.say("note_employment")],
    )  # fmt: skip


@once_a_run
def _use(p: Purses, place: str, unit: int) -> list[tuple[Any, ...]]:
    """Year, whether a row is a part of the one above, its word, clause, heads, mean, amount."""
    keys = ("year", "clause", "kind", "payer")
    heads, fen = (p.sums("settled", place, *keys, of=of) for of in ("heads", "amount_fen"))
    found: list[tuple[Any, ...]] = []

    def row(key: str, amount: float, *, within: bool = False) -> None:
        found.append((str(year["year"]), within, "row", key, "", None, None, amount))

    for year in p.rows("execution", place).to_dict("records"):
        lines: dict[tuple[str, str], list[int]] = {}
        for (of, clause, kind, payer), count in heads.items():
            if of == year["year"] and payer in EMPLOYMENT:
                line = lines.setdefault((clause, kind), [0, 0])
                line[0] += count
                line[1] += fen[of, clause, kind, payer]
        for (clause, kind), (count, paid) in sorted(lines.items()):
            mean = paid / 100 / count if count else None
            found.append((str(year["year"]), False, "kind", kind, clause, count, mean, paid / unit))
        row("other_fen", year["other_fen"] / unit)
        row("spent", year["spent_fen"] / unit)
        row("available", year["available_fen"] / unit)
        row("carry", year["closing_fen"] / unit)
        for end, values in ends_of(p, place, year["fund"], "closing").items():
            if year["year"] in values:
                row(f"end_{end}", values[year["year"]] / unit, within=True)
        row("rate_low" if year["low"] else "rate", 100 * year["rate"])
        row("if_presumed", 100 * year["rate_if_presumed"])
    return found


def gates(p: Purses, words: Words, place: str) -> Sheet:
    """The reserve gates by year: months, what is due behind them, what they refuse."""
    return Sheet(
        "gates",
        _gates(p, place),
        [
            PLACE, Field("year", "year"), Field("kind", "kind", "word", "kind"),
            Field("needs_months", "needs", "count"),
            Field("reserve_months", "reserve", "number"), Field("open", "open", "word", "yes"),
            Field("reserve_low", "reserve_low", "number"),
            Field("reserve_high", "reserve_high", "number"),
            Field("open_low", "open_low", "word", "yes"),
            Field("chance", "gate_chance", "share"),
            Field("balance_fen", "balance", "money"), Field("payments_fen", "payments", "money"),
            Field("due_fen", "due", "money"), Field("refused_fen", "refused", "money"),
            Field("refused_heads", "refused_heads", "count"),
            Field("closes_below_fen", "closes_below", "money"),
        ],
        [words.say("note_gates")],
    )  # fmt: skip


@once_a_run
def _gates(p: Purses, place: str) -> Frame:
    """Gates, with the share of draws in which each is closed."""
    keys = ["jurisdiction", "kind", "year"]
    drawn = p.rows("chances")
    drawn = drawn.loc[drawn["event"] == "gate", [*keys, "chance"]]
    return p.rows("gates", place).merge(drawn, how="left", on=keys)


def purses(p: Purses, words: Words, place: str) -> Sheet:
    """Every purse month by month; no balance where nobody keeps one."""
    names = (*INCOME, *OUTLAY)
    frame = p.rows("purses", place)
    kept = frame["basis"] != "as_needed"
    known = kept & ~((frame["basis"] == "since_start") & (frame["month"] == frame["month"].min()))
    frame = frame.assign(
        opening_fen=frame["opening_fen"].where(known), closing_fen=frame["closing_fen"].where(kept)
    )
    frame = with_ends(frame, p, "closing")
    return Sheet(
        "purses",
        frame,
        [
            PLACE, Field("fund", "fund", "word", "fund"), Field("month", "month"),
            Field("basis", "basis_purse", "word", "basis_purse"),
            Field("opening_fen", "opening", "money"),
            *(Field(name, name.removesuffix("_fen"), "money") for name in names),
            Field("closing_fen", "closing", "money"), *ENDS,
        ],
        [words.say("note_purses"), words.say(draws_note(p))],
    )  # fmt: skip


def with_ends(frame: Frame, p: Purses, flow: str) -> Frame:
    """The 5 and 95 % ends of a flow of each fund and month beside it; empty without draws."""
    keys = ["jurisdiction", "fund", "month"]
    ends = p.rows("balances").rename(columns={"period": "month"})
    ends = ends[ends["flow"] == flow][[*keys, "low", "high"]]
    return frame.merge(ends, how="left", on=keys)


def draws_note(p: Purses) -> str:
    """What the small print says of ranges: from draws, or that the run has none."""
    return "note_draws" if len(p.frames["balances"]) else "note_no_draws"


def funds(p: Purses, words: Words, place: str) -> Sheet:
    """Every purse by year, those without a balance included."""
    return Sheet(
        "funds",
        p.rows("overview", place),
        [
            PLACE, Field("fund", "fund", "word", "fund"), Field("year", "year"),
            Field("opening_fen", "opening", "money"), Field("income_fen", "income", "money"),
            Field("outlay_fen", "outlay", "money"), Field("outlay_low", "outlay_low", "money"),
            Field("outlay_high", "outlay_high", "money"), Field("closing_fen", "closing", "money"),
            Field("closing_low", "closing_low", "money"),
            Field("closing_high", "closing_high", "money"), Field("chance", "dry_chance", "share"),
            Field("basis", "basis_purse", "word", "basis_purse"),
        ],
        [words.say("note_funds"), words.say(draws_note(p))],
    )  # fmt: skip


def chances(p: Purses, words: Words, place: str) -> Sheet:
    """How likely a gate closes or a fund runs dry, year by year."""
    frame = p.rows("chances", place)
    gate = frame["event"] == "gate"
    scale = gate.map({True: 1, False: words.filed.fen})
    numbers = {name: frame[name] / scale for name in ("central", "low", "high")}
    unit = gate.map({
        True: words("measure_unit", "months"), False: words.filed.name,
    })  # fmt: skip
    return Sheet(
        "chances",
        frame.assign(unit=unit, **numbers),
        [
            PLACE, Field("event", "event", "word", "event"),
            Field("fund", "fund", "word", "fund"), Field("kind", "kind", "word", "kind"),
            Field("year", "year"), Field("chance", "chance", "share"),
            Field("central", "range_central", "filed"), Field("low", "range_low", "filed"),
            Field("high", "range_high", "filed"), Field("unit", "unit"),
        ],
        [words.say("note_chances"), words.say(draws_note(p))],
    )  # fmt: skip


def bills(p: Purses, words: Words, place: str) -> Sheet:
    """What each level of government pays, by year and purse."""
    return Sheet(
        "bills",
        _by_level(p, place, "year"),
        [
            PLACE, Field("year", "year"), Field("purse", "payer", "word", "fund"),
            *(Field(level, level, "money") for level in BILL_LEVELS),
            Field("confidence", "confidence", "word", "confidence"),
        ],
        [words.say("note_bills")],
    )  # fmt: skip


@once_a_run
def _by_level(p: Purses, place: str, what: str) -> Frame:
    """Payments by place, year or kind, purse and how its shares are known; a column a level.

    Rows stand in the order in which places, years... first come.
    """
    keys = ("jurisdiction", what, "purse", "confidence")
    lines: dict[tuple[Any, ...], dict[str, int]] = {}
    for (*key, level), fen in p.sums("bills", place, *keys, "level").items():
        line = lines.setdefault((*key,), dict.fromkeys(BILL_LEVELS, 0))
        line[level] += fen
    ranks = [{x: i for i, x in enumerate(dict.fromkeys(of))} for of in zip(*lines, strict=True)]
    order = sorted(lines, key=lambda key: [r[x] for r, x in zip(ranks, key, strict=True)])
    rows = [(*key, *lines[key].values()) for key in order]
    return Frame(rows, columns=[*keys, *BILL_LEVELS])


def measure_bills(p: Purses, words: Words, place: str) -> Sheet:
    """What each level of government pays of each measure, all years, and how its share is known."""
    cube = _by_level(p, place, "kind")
    cube = cube.assign(total=cube[list(BILL_LEVELS)].sum(axis=1))
    given = words("confidence", "scenario")
    cube = cube.assign(
        local=((cube["city"] + cube["county"]) / cube["total"]).where(cube["unknown"] == 0),
        source=[
            given if confidence == "scenario" else words("share_source", str(purse))
            for purse, confidence in zip(cube["purse"], cube["confidence"], strict=True)
        ],
    )
    return Sheet(
        "measure_bills",
        cube,
        [
            PLACE, Field("kind", "kind", "word", "kind"), Field("purse", "payer", "word", "fund"),
            Field("total", "amount", "money"),
            *(Field(level, level, "money") for level in BILL_LEVELS),
            Field("local", "local_share", "share"),
            Field("confidence", "confidence", "word", "confidence"),
            Field("source", "source", "long"),
        ],
        [words.say("note_measure_bills"), words.say("note_bills")],
    )  # fmt: skip


def moved(p: Purses, words: Words, place: str) -> Sheet:
    """What others paid in place of a fund, month by month."""
    rows = p.rows("funding", place)
    return Sheet(
        "moved",
        rows,
        [
            PLACE, Field("month", "month"), Field("rule", "rule"), Field("clause", "clause"),
            Field("fund", "fund", "word", "fund"), Field("payer", "payer", "word", "fund"),
            Field("amount_fen", "amount", "money"),
        ],
        [words.say("note_moved" if len(rows) else "note_nothing_moved")],
    )  # fmt: skip


def profile(p: Purses, words: Words, place: str) -> Sheet:
    """Spending of the insurance fund within the year, beside the national rhythm."""
    return Sheet(
        "profile",
        p.rows("profile", place),
        [
            PLACE, Field("month", "month"), Field("paid_fen", "paid", "money"),
            Field("share", "share", "share"), Field("national_share", "national_share", "share"),
            Field("in_rhythm_fen", "in_rhythm", "money"),
        ],
        [words.say("note_profile")],
    )  # fmt: skip
