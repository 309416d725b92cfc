"""Sheets of the funds: budget, use, reserve and gates, purses, levels, who stood in, rhythm."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from sim.budget.bills import BILL_LEVELS
from sim.budget.figures import EMPLOYMENT, UI
from sim.budget.purses import FLOWS, INCOME, OUTLAY
from sim.present.filing import Field, Sheet
from sim.present.words import Words
from sim.questions.purse import Purses

Frame = pd.DataFrame
PLACE = Field("jurisdiction", "place", "word", "place")
WAN = 1_000_000
ENDS = (Field("low", "closing_low", "wan"), Field("high", "closing_high", "wan"))


def chosen(frame: Frame, place: str) -> Frame:
    """Rows of one place, or all."""
    return frame[frame["jurisdiction"] == place] if place else frame


def where(p: Purses, place: str) -> tuple[str, ...]:
    """The places a sheet shows."""
    return (place,) if place else p.places


def ui_budget(p: Purses, words: Words, place: str) -> Sheet:
    """Income, outlay and balance of the insurance fund by year, as its budget is filed."""
    rows = [row for name in where(p, place) for row in _ui(p, words, name)]
    years = [Field(str(y), "", "number", heading=str(y)) for y in p.years]
    frame = Frame(rows, columns=["jurisdiction", "item", *map(str, p.years)])
    fields = [PLACE, Field("item", "item"), *years]
    return Sheet("ui_budget", frame, fields, [words.say("note_ui_budget")])


def _ui(p: Purses, words: Words, place: str) -> Iterator[dict[str, Any]]:
    purse = p.rows("purses", place)
    purse = purse[purse["fund"] == UI].assign(year=lambda f: f["month"].str[:4])
    by_year = purse.groupby("year")
    opening, closing = by_year["opening_fen"].first(), by_year["closing_fen"].last()
    sums = by_year[list(FLOWS)].sum()
    settled = p.rows("settled", place)
    settled = settled[settled["fund"] == UI].assign(year=lambda f: f["month"].str[:4])
    paid = settled[settled["payer"] == UI].pivot_table(
        index="kind", columns="year", values="amount_fen", aggfunc="sum", fill_value=0
    )

    def row(label: str, values: Any, *, scale: float = WAN) -> dict[str, Any]:
        numbers = {str(y): float(values.get(str(y), 0)) / scale for y in p.years}
        return {"jurisdiction": place, "item": label, **numbers}

    def outcome(*names: str) -> Any:
        return settled[settled["outcome"].isin(names)].groupby("year")["amount_fen"].sum()

    def ends(flow: str) -> Iterator[dict[str, Any]]:
        for name, values in ends_of(p, place, UI, flow).items():
            if len(values):
                yield row("　" + words("row", f"end_{name}"), values)

    yield row(words("row", "opening"), opening)
    yield row(words("row", "income"), sums[list(INCOME)].sum(axis=1))
    for flow in ("premium_fen", "interest_fen", "transfer_in_fen"):
        yield row("　" + words("row", flow), sums[flow])
    yield row(words("row", "outlay"), sums[list(OUTLAY)].sum(axis=1))
    yield from ends("outlay")
    for kind in paid.sum(axis=1).sort_values(ascending=False).index:
        yield row("　" + words("kind", str(kind)), paid.loc[kind])
    for flow in ("other_fen", "transfer_out_fen"):
        yield row("　" + words("row", flow), sums[flow])
    yield row(words("row", "closing"), closing)
    yield from ends("closing")
    reserves = p.rows("reserves", place).assign(year=lambda f: f["month"].str[:4])
    yield row(words("row", "reserve_months"), reserves.groupby("year")["reserve_months"].last(),
              scale=1)  # fmt: skip
    yield row(words("row", "refused"), outcome("gate"))
    moves = p.rows("funding", place).assign(year=lambda f: f["month"].str[:4])
    helped = moves[moves["fund"] == UI].groupby("year")["amount_fen"].sum()
    yield row(words("row", "moved"), helped.add(outcome("excess"), fill_value=0))
    yield row(words("row", "unpaid"), outcome("unpaid"))


def ends_of(p: Purses, place: str, fund: str, flow: str) -> Frame:
    """The ends of a fund's flow by year (of its balance in December); empty without draws."""
    ends = p.rows("balances", place)
    months = 7 if flow == "closing" else 4
    ends = ends[(ends["fund"] == fund) & (ends["flow"] == flow)]
    ends = ends[(ends["period"].str.len() == months) & ~ends["period"].str.contains("-(?!12)")]
    return ends.assign(year=ends["period"].str[:4]).set_index("year")[["low", "high"]]


def employment_use(p: Purses, words: Words, place: str) -> Sheet:
    """The employment subsidy fund: measures by heads and standard, other spending, execution."""
    columns = ["jurisdiction", "year", "item", "clause", "heads", "mean", "amount"]
    frame = Frame(list(_use(p, words, place)), columns=columns)
    return Sheet(
        "employment_use",
        frame,
        [
            PLACE, Field("year", "year"), Field("item", "item"), Field("clause", "clause"),
            Field("heads", "heads", "count"), Field("mean", "mean", "yuan"),
            Field("amount", "amount", "number"),
        ],
        [words.say("note_employment")],
    )  # fmt: skip


def _use(p: Purses, words: Words, place: str) -> Iterator[dict[str, Any]]:
    settled = p.rows("settled")
    settled = settled[settled["payer"].isin(EMPLOYMENT)]
    settled = settled.assign(year=settled["month"].str[:4].astype("int64"))
    for row in chosen(p.execution, place).to_dict("records"):
        base = {"jurisdiction": row["jurisdiction"], "year": str(row["year"]), "clause": "",
                "heads": None, "mean": None}  # fmt: skip
        here = (settled["jurisdiction"] == row["jurisdiction"]) & (settled["year"] == row["year"])
        lines = settled[here].groupby(["clause", "kind"])[["heads", "amount_fen"]].sum()
        for (clause, kind), line in lines.iterrows():
            heads, fen = int(line["heads"]), int(line["amount_fen"])
            yield base | {
                "item": words("kind", str(kind)), "clause": clause, "heads": heads,
                "mean": fen / 100 / heads if heads else None, "amount": fen / WAN,
            }  # fmt: skip
        for label, key in (("other_fen", "other_fen"), ("spent", "spent_fen"),
                           ("available", "available_fen"), ("carry", "closing_fen")):  # fmt: skip
            yield base | {"item": words("row", label), "amount": row[key] / WAN}
        for name, values in ends_of(p, base["jurisdiction"], row["fund"], "closing").items():
            if base["year"] in values:
                label = "　" + words("row", f"end_{name}")
                yield base | {"item": label, "amount": values[base["year"]] / WAN}
        label = "rate_low" if row["low"] else "rate"
        yield base | {"item": words("row", label), "amount": 100 * row["rate"]}
        presumed = 100 * row["rate_if_presumed"]
        yield base | {"item": words("row", "if_presumed"), "amount": presumed}


def gates(p: Purses, words: Words, place: str) -> Sheet:
    """The reserve gates by year: months, what is due behind them, what they refuse."""
    keys = ["jurisdiction", "kind", "year"]
    drawn = p.rows("chances")
    drawn = drawn.loc[drawn["event"] == "gate", [*keys, "chance"]]
    return Sheet(
        "gates",
        chosen(p.rows("gates"), place).merge(drawn, how="left", on=keys),
        [
            PLACE, Field("year", "year"), Field("kind", "kind", "word", "kind"),
            Field("needs_months", "needs", "count"),
            Field("reserve_months", "reserve", "number"), Field("open", "open", "word", "yes"),
            Field("reserve_low", "reserve_low", "number"),
            Field("reserve_high", "reserve_high", "number"),
            Field("open_low", "open_low", "word", "yes"),
            Field("chance", "gate_chance", "share"),
            Field("balance_fen", "balance", "wan"), Field("payments_fen", "payments", "wan"),
            Field("due_fen", "due", "wan"), Field("refused_fen", "refused", "wan"),
            Field("refused_heads", "refused_heads", "count"),
            Field("closes_below_fen", "closes_below", "wan"),
        ],
        [words.say("note_gates")],
    )  # fmt: skip


def purses(p: Purses, words: Words, place: str) -> Sheet:
    """Every purse month by month; no balance where nobody keeps one."""
    names = (*INCOME, *OUTLAY)
    frame = chosen(p.rows("purses"), place)
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
            Field("opening_fen", "opening", "wan"),
            *(Field(name, name.removesuffix("_fen"), "wan") for name in names),
            Field("closing_fen", "closing", "wan"), *ENDS,
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
        chosen(p.overview, place),
        [
            PLACE, Field("fund", "fund", "word", "fund"), Field("year", "year"),
            Field("opening_fen", "opening", "wan"), Field("income_fen", "income", "wan"),
            Field("outlay_fen", "outlay", "wan"), Field("outlay_low", "outlay_low", "wan"),
            Field("outlay_high", "outlay_high", "wan"), Field("closing_fen", "closing", "wan"),
            Field("closing_low", "closing_low", "wan"),
            Field("closing_high", "closing_high", "wan"), Field("chance", "dry_chance", "share"),
            Field("basis", "basis_purse", "word", "basis_purse"),
        ],
        [words.say("note_funds"), words.say(draws_note(p))],
    )  # fmt: skip


def chances(p: Purses, words: Words, place: str) -> Sheet:
    """How likely a gate closes or a fund runs dry, year by year."""
    frame = chosen(p.rows("chances"), place)
    gate = frame["event"] == "gate"
    scale = gate.map({True: 1, False: WAN})
    numbers = {name: frame[name] / scale for name in ("central", "low", "high")}
    unit = gate.map({
        True: words("measure_unit", "months"), False: words.say("unit_wan"),
    })  # fmt: skip
    return Sheet(
        "chances",
        frame.assign(unit=unit, **numbers),
        [
            PLACE, Field("event", "event", "word", "event"),
            Field("fund", "fund", "word", "fund"), Field("kind", "kind", "word", "kind"),
            Field("year", "year"), Field("chance", "chance", "share"),
            Field("central", "range_central", "number"), Field("low", "range_low", "number"),
            Field("high", "range_high", "number"), Field("unit", "unit"),
        ],
        [words.say("note_chances"), words.say(draws_note(p))],
    )  # fmt: skip


def bills(p: Purses, words: Words, place: str) -> Sheet:
    """What each level of government pays, by year and purse."""
    rows = chosen(p.bills[p.bills["arm"] == "scenario"], place)
    keys = ["jurisdiction", "year", "purse", "confidence"]
    cube = rows.pivot_table(
        index=keys, columns="level", values="amount_fen", aggfunc="sum", fill_value=0, sort=False
    )
    cube = cube.reindex(columns=list(BILL_LEVELS), fill_value=0).reset_index()
    return Sheet(
        "bills",
        cube,
        [
            PLACE, Field("year", "year"), Field("purse", "payer", "word", "fund"),
            *(Field(level, level, "wan") for level in BILL_LEVELS),
            Field("confidence", "confidence", "word", "confidence"),
        ],
        [words.say("note_bills")],
    )  # fmt: skip


def measure_bills(p: Purses, words: Words, place: str) -> Sheet:
    """What each level of government pays of each measure, all years, and how its share is known."""
    rows = chosen(p.bills[p.bills["arm"] == "scenario"], place)
    keys = ["jurisdiction", "kind", "purse", "confidence"]
    cube = rows.pivot_table(
        index=keys, columns="level", values="amount_fen", aggfunc="sum", fill_value=0, sort=False
    )
    cube = cube.reindex(columns=list(BILL_LEVELS), fill_value=0)
    cube = cube.assign(total=cube.sum(axis=1)).reset_index()
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
            Field("total", "amount", "wan"), *(Field(level, level, "wan") for level in BILL_LEVELS),
            Field("local", "local_share", "share"),
            Field("confidence", "confidence", "word", "confidence"),
            Field("source", "source", "long"),
        ],
        [words.say("note_measure_bills"), words.say("note_bills")],
    )  # fmt: skip


def moved(p: Purses, words: Words, place: str) -> Sheet:
    """What others paid in place of a fund, month by month."""
    rows = chosen(p.rows("funding"), place)
    return Sheet(
        "moved",
        rows,
        [
            PLACE, Field("month", "month"), Field("rule", "rule"), Field("clause", "clause"),
            Field("fund", "fund", "word", "fund"), Field("payer", "payer", "word", "fund"),
            Field("amount_fen", "amount", "wan"),
        ],
        [words.say("note_moved" if len(rows) else "note_nothing_moved")],
    )  # fmt: skip


def profile(p: Purses, words: Words, place: str) -> Sheet:
    """Spending of the insurance fund within the year, beside the national rhythm."""
    return Sheet(
        "profile",
        chosen(p.profile, place),
        [
            PLACE, Field("month", "month"), Field("paid_fen", "paid", "wan"),
            Field("share", "share", "share"), Field("national_share", "national_share", "share"),
            Field("in_rhythm_fen", "in_rhythm", "wan"),
        ],
        [words.say("note_profile")],
    )  # fmt: skip
