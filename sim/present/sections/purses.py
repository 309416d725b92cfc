"""The purses: reserve and gates, where the money flows, who pays, what is lawful."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sim.base.sums import sums_by
from sim.budget.figures import EMPLOYMENT, TRAINING, UI, national
from sim.budget.payers import payer_of
from sim.law.load import load as load_law
from sim.measures.registry import kinds
from sim.present import charts
from sim.present.blocks import Block, Column, Fold, Kind, Picture, Table, Text
from sim.present.filing import DECIMALS, Field, Sheet, shown
from sim.present.rundir import Frame, Run
from sim.present.sections.columns import LONG
from sim.present.sheets import SHEETS
from sim.present.view import View
from sim.present.words import Words
from sim.questions.purse import Purses
from sim.results.once import once_a_run

Rows = Sequence[Mapping[Hashable, Any]]
SHOWN = ("funds", "gates", "bills", "limits", "triggers")
NOT_SHOWN = {
    "gates": ("balance_fen", "payments_fen", "reserve_high", "refused_heads"),
    "limits": ("source",),
}
"""Columns of the filed sheets that the page leaves out."""
SPARSE = ("funds", "bills", "commitments")
"""Sheets with a row for whatever could be paid, most of which is nothing."""
FOLDED = (
    "chances", "ui_budget", "employment_use", "profile", "targets", "loans", "loan_interest",
    "commitments", "performance", "assessment", "figures",
)  # fmt: skip
BY_PLACE = ("ui_budget", "employment_use", "profile", "performance", "assessment", "figures")
"""Sheets of which an overview's print would only string together those of the places."""
MOST_KINDS = 9
LEAST_CHANCE = 0.01
"""What is rarer among the draws is not told in words."""


def purses(view: View) -> list[Block]:
    """Is there enough, is it lawful, who pays: in pictures first, then as it is filed."""
    if view.run.table("gates", view.place).empty:
        return [Text(view.words.say("purses_none"))]
    opened = _opened(view.run)
    place = _place(view)
    first = [_sheet(view, SHEETS[name](opened, view.words, place)) for name in SHOWN]
    more = [_sheet(view, SHEETS[name](opened, view.words, place)) for name in FOLDED]
    told = (
        _gates(view), *_doubts(view), _paid(view, opened), _moved(view, opened),
        _execution(view, opened), _break(view),
    )  # fmt: skip
    texts = [Text(t) for t in told if t]
    return [
        *texts,
        *([_reserves(view)] if view.overview else _balances(view)),
        _flow(view),
        *(_unfolded(table) for table in first),
        *(
            Fold(_title(table), [table], printed=not view.overview or name not in BY_PLACE)
            for name, table in zip(FOLDED, more, strict=True)
        ),
    ]


@once_a_run
def _opened(run: Run) -> Purses:
    return Purses.of(run.folder, load_law())


def _title(table: Table) -> str:
    return table.caption


def _unfolded(table: Table) -> Block:
    return table if len(table.frame) <= LONG else Fold(_title(table), [table])


def _sheet(view: View, sheet: Sheet) -> Table:
    """A sheet as a table of the page; the place goes without saying on its own page."""
    left_out = [*NOT_SHOWN.get(sheet.name, ()), *(() if view.overview else ("jurisdiction",))]
    sheet = replace(sheet, fields=[f for f in sheet.fields if f.key not in left_out])
    sheet, notes = _filled(sheet, view.words)
    keys = [f.key for f in sheet.fields]
    rows = Frame(sheet.rows(view.words), columns=keys, dtype=object)
    titles = zip(sheet.fields, sheet.bare_headings(view.words), strict=True)
    columns = [_column(f, title, view.words) for f, title in titles]
    money = any(f.kind == "money" for f in sheet.fields)
    caption = view.caption(sheet.title(view.words), view.words.filed.name if money else "")
    return Table(caption, rows, columns, note=" ".join([*sheet.notes, *notes]))


def _filled(sheet: Sheet, words: Words) -> tuple[Sheet, list[str]]:
    """The sheet without columns in which nothing stands, and without rows of nothing but noughts.

    A row of ``SPARSE`` sheets says nothing where no money is in it; the note counts such rows.
    """
    frame = sheet.frame
    if sheet.name in SPARSE:
        money = [f.key for f in sheet.fields if f.kind == "money"]
        frame = frame[frame[money].fillna(0).ne(0).any(axis=1)]
    used = [f for f in sheet.fields if f.kind not in DECIMALS or frame[f.key].notna().any()]
    gone = len(sheet.frame) - len(frame)
    notes = [words.some("purses_gone", gone)] if gone else []
    return replace(sheet, frame=frame, fields=used), notes


def _column(field: Field, title: str, words: Words) -> Column:
    kind: Kind = "number" if field.kind in DECIMALS else "text"
    return Column(field.key, title, lambda v: shown(v, field, words), kind)


def _scenario(view: View, table: str) -> Frame:
    return view.run.table(table, view.place, "scenario")


@once_a_run
def _tests(run: Run, place: str) -> list[dict[Hashable, Any]]:
    """The gates of the scenario, year by year."""
    return run.table("gates", place, "scenario").to_dict("records")


def _gates(view: View) -> str:
    """Whether a gate closes, and what that refuses."""
    words, rows = view.words, _tests(view.run, view.place)
    shut = [row for row in rows if row["due_fen"] and not row["open"]]  # others refuse nothing
    if not shut:
        worst = min(rows, key=lambda row: float(row["reserve_months"]))
        return words.say(
            "purses_open", reserve=f"{worst['reserve_months']:.0f}", year=worst["year"],
            place=words("place", str(worst["jurisdiction"])),
        )  # fmt: skip
    return words.say(
        "purses_shut",
        parts=words.list(_shut(shut, "reserve_months", words)),
        money=words.money(sum(row["refused_fen"] for row in shut)),
        heads=words.count(sum(row["refused_heads"] for row in shut)),
    )


def _shut(rows: Rows, reserve: str, words: Words) -> list[str]:
    """Place, year, kind and months of reserve of closed gates."""
    return [
        words.say(
            "purses_shut_part", place=words("place", str(row["jurisdiction"])), year=row["year"],
            kind=words.inline(words("kind", str(row["kind"]))),
            reserve=f"{row[reserve]:.1f}", needs=row["needs_months"],
        )
        for row in rows
    ]  # fmt: skip


def _doubts(view: View) -> list[str]:
    """How likely gates close and funds fall short; without draws, at the poor end of all ranges."""
    words, rows = view.words, _scenario(view, "chances")
    if rows.empty:
        return [_poor(view)]
    gates = _scenario(view, "gates")
    keys = ["jurisdiction", "kind", "year"]
    idle = gates.loc[gates["due_fen"] == 0, keys]  # a closed gate would refuse nothing
    rows = rows.merge(idle, how="left", on=keys, indicator=True)
    rows = rows[rows["_merge"] == "left_only"]
    told = []
    for event, section, item in (("gate", "kind", "kind"), ("dry", "fund", "fund")):
        of = rows[(rows["event"] == event) & (rows["chance"] >= LEAST_CHANCE)]
        worst = of.sort_values("chance", ascending=False, kind="stable")
        worst = worst.drop_duplicates(["jurisdiction", item]).sort_index()
        parts = [
            words.say(
                "purses_chance_part", place=words("place", str(row["jurisdiction"])),
                year=row["year"], what=words.inline(words(section, str(row[item]))),
                chance=words.percent(row["chance"], 1),
            )
            for row in worst.to_dict("records")
        ]  # fmt: skip
        key = f"purses_{event}" if parts else f"purses_{event}_none"
        told.append(words.say(key, parts=words.list(parts)) if parts else words.say(key))
    return told


def _poor(view: View) -> str:
    """The gates that close when the figures are as bad as their ranges allow."""
    rows = _tests(view.run, view.place)
    shut = [row for row in rows if row["open"] and not row["open_low"] and row["due_fen"] > 0]
    if not shut:
        every = all(row["open"] for row in rows)
        return view.words.say("purses_poor_none") if every else ""
    return view.words.say(
        "purses_poor", parts=view.words.list(_shut(shut, "reserve_low", view.words))
    )


def _break(view: View) -> str:
    """Below which balance the gates of the first year close; for one place."""
    if view.overview:
        return ""
    words, rows = view.words, _tests(view.run, view.place)
    first = min(row["year"] for row in rows)
    parts = [
        words.say(
            "purses_break_part", kind=words.inline(words("kind", str(row["kind"]))),
            money=words.money(int(row["closes_below_fen"])),
        )
        for row in rows
        if row["year"] == first
    ]  # fmt: skip
    return words.say("purses_break", parts=words.enumerate(parts))


def _paid(view: View, opened: Purses) -> str:
    words, place = view.words, _place(view)
    payers = opened.sums("settled", place, "payer")
    levels = opened.sums("bills", place, "level")
    due = sum(payers.values())
    amounts = (due, due - payers.get("", 0), levels.get("county", 0), levels.get("unknown", 0))
    names = ("due", "paid", "county", "unknown")
    said = dict(zip(names, words.alike(*amounts), strict=True))
    return words.say("purses_paid", years=view.years, **said)


def _execution(view: View, opened: Purses) -> str:
    """Years in which less of the employment fund is spent than the warning line asks for."""
    words = view.words
    rows = [row for row in _use(opened, _place(view)) if row["low"]]
    last = max((row["year"] for row in rows), default=None)
    parts = [
        words.say(
            "purses_execution_part", place=words("place", str(row["jurisdiction"])),
            year=row["year"], rate=words.percent(row["rate"], 1),
        )
        for row in rows
        if row["year"] == last
    ]  # fmt: skip
    line = words.percent(national().figures["execution_warning"].value, 1)
    return words.say("purses_execution", line=line, parts=words.list(parts)) if parts else ""


@once_a_run
def _use(opened: Purses, place: str) -> list[dict[Hashable, Any]]:
    return opened.rows("execution", place).to_dict("records")


def _moved(view: View, opened: Purses) -> str:
    """What other purses pay in place of a dry fund, for other spending as well."""
    other = opened.sums("purses", _place(view), "fund", of="other_fen")
    beside = sum(fen for fund, fen in other.items() if fund not in (UI, TRAINING, *EMPLOYMENT))
    fen = opened.sums("settled", _place(view), "outcome").get("moved", 0) + beside
    return view.words.say("purses_moved", money=view.words.money(fen)) if fen else ""


def _place(view: View) -> str:
    return "" if view.overview else view.place


def _balances(view: View) -> list[Block]:
    """The insurance fund against its gates, and other funds whose balance is known."""
    return [_balance(view), *_others(view)]


def _balance(view: View) -> Picture:
    words, rows, gates = view.words, _scenario(view, "reserves"), _scenario(view, "gates")
    shut = sorted({int(y) for y in gates.loc[~gates["open"], "year"]})
    ends = [words.money(int(rows["balance_fen"].iloc[i])) for i in (0, -1)]
    drawn = _drawn(view)
    drawn = drawn[drawn["fund"] == UI].set_index("month")
    if len(drawn):
        low, high = (rows["month"].map(drawn[name]) for name in ("low", "high"))
        rows = rows.assign(low_fen=low, high_fen=high)
    return Picture(
        charts.balance_line(rows, shut, words, view.stamp),
        words.say("cap_balance_drawn" if len(drawn) else "cap_balance"),
        words.say("alt_balance", first=ends[0], last=ends[1]),
    )


def _drawn(view: View) -> Frame:
    """Closing balances with the ends of their ranges; none without draws."""
    rows = _scenario(view, "balances").rename(columns={"period": "month"})
    return rows[rows["flow"] == "closing"]


def _others(view: View) -> list[Block]:
    """Balances of the other funds of a place, where draws tell their ranges."""
    words, rows = view.words, _drawn(view)
    funds = [
        (str(fund), part) for fund, part in rows.groupby("fund", sort=False) if fund != UI
    ]  # fmt: skip
    if not funds:
        return []
    parts = [
        words.say(
            "fund_end", fund=words("fund", fund), money=words.money(int(part["central"].iloc[-1])),
            low=words.money(int(part["low"].iloc[-1])),
            high=words.money(int(part["high"].iloc[-1])),
        )
        for fund, part in funds
    ]  # fmt: skip
    since = sorted(set(rows.loc[rows["basis"] == "since_start", "fund"]))
    return [
        Picture(
            charts.fund_lines(funds, since, words, view.stamp),
            words.say("cap_funds"),
            words.list(parts),
        )
    ]


def _reserves(view: View) -> Picture:
    words, rows = view.words, _scenario(view, "reserves")
    low, high = (f"{x:.0f}" for x in (rows["reserve_months"].min(), rows["reserve_months"].max()))
    return Picture(
        charts.reserve_lines(rows, words, view.stamp),
        words.say("cap_reserve"),
        words.say("alt_reserve", low=low, high=high),
    )


def _flow(view: View) -> Picture:
    words, links = view.words, _links(view.run, view.place)
    sums = sorted(sums_by(links, ("purse",), "fen").items())
    known = sorted(sums, key=lambda pair: -pair[1])
    parts = [f"{words('fund', k)} {words.money(v)}" for k, v in known]
    return Picture(
        charts.money_flow(links, words, view.stamp),
        words.say("cap_flow"),
        words.say("alt_flow", parts=words.list(parts)),
    )


@once_a_run
def _links(run: Run, place: str) -> Frame:
    return flows(run.table("settled", place, "scenario"))


def flows(settled: Frame) -> Frame:
    """Purse, kind, payee and fen; small kinds together, what nobody pays as a purse of its own."""
    pays = {name: kind.pays for (name, _), kind in kinds().items()}
    sums = sorted(sums_by(settled, ("kind",), "amount_fen").items(), key=lambda x: (-x[1], x[0]))
    paid = [kind for kind, fen in sums if fen]
    kept = paid if len(paid) <= MOST_KINDS + 1 else paid[:MOST_KINDS]
    links: dict[tuple[str, str, str], int] = {}
    lines = sums_by(settled, ("payer", "kind", "outcome"), "amount_fen")
    for (payer, kind, outcome), fen in lines.items():
        key = (payer_of(payer, outcome), kind if kind in kept else "others", pays[kind])
        links[key] = links.get(key, 0) + fen
    rows = [(*key, fen) for key, fen in sorted(links.items()) if fen]
    return Frame(rows, columns=["purse", "kind", "payee", "fen"])
