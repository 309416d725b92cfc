"""The answer first: what was asked, what it costs, who pays when, whom it reaches."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.present import net_jobs, tables
from sim.present.blocks import Block, Heading, Points, Text, Tiles
from sim.present.formats import FEN
from sim.present.rundir import Frame
from sim.present.sections import off_budget
from sim.present.view import View

UI = "unemployment_insurance_fund"


def answer(view: View) -> list[Block]:
    """Title, lead, key figures and the sentences behind them."""
    say, scenario = view.words.say, view.run.record["scenario"]
    meta = say(
        "page_meta",
        author=view.words.own(scenario.get("author")) or "–",
        date=scenario.get("date") or "–",
        fingerprint=view.run.fingerprint[:12],
    )
    blocks: list[Block] = [
        Text(say("page_kicker", years=view.years), "note"),
        Heading(say("page_title", place=view.words.capital(view.name), title=view.title), level=1),
        Text(meta, "note"),
        Text(lead(view), "lead"),
        Tiles(tiles(view)),
    ]
    asked = (view.words.head("point_question"), view.question)
    return [*blocks, Points([asked, *points(view)])]


def lead(view: View) -> str:
    """The one sentence a director reads."""
    before, after = view.outlay("current_law"), view.outlay()
    money = view.words.money
    values = {"place": view.name, "years": view.years, "before": money(before)}
    values["after"] = money(after)
    if view.same:
        base = view.outlay("no_policy")
        if not base:
            return view.words.say("lead_same_all", **values)
        values |= {"policy": money(after - base), "base": money(base)}
        return view.words.say("lead_same", **values)
    if before == after:
        return view.words.say("lead_shift", **values)
    values["diff"] = money(abs(after - before))
    values["percent"] = view.words.signed_percent(after - before, before)
    return view.words.say("lead_more" if after > before else "lead_less", **values)


def tiles(view: View) -> list[tuple[str, str, str]]:
    """Six key figures with a remark each."""
    words, head = view.words, view.words.head
    total, law = view.outlay(), view.outlay("current_law")
    own = total - view.outlay("no_policy")
    ui = view.outlay(fund=UI)
    by_status = tables.money_by_status(view.run, view.place, "jurisdiction").sum()
    assumed = int(by_status.get("assumption", 0))
    months = tables.month_totals(view.totals, "scenario")
    peak = (
        (words.money(months.max()), words.month(str(months.idxmax()))) if len(months) else ("–", "")
    )
    shown = [
        (head("tile_total"), words.money(total), view.years),
        (head("tile_document"), words.money(own), words.percent(own, total)),
        (head("tile_ui"), words.money(ui), words.percent(ui, total)),
        (head("tile_peak"), *peak),
        (head("tile_assumed"), words.percent(assumed, total), words.money(assumed)),
    ]
    if view.same:
        workers = tables.payee_counts(view.run, view.place)[1]
        shown.append((head("tile_workers"), words.count(workers), head("all_years")))
    else:
        change = words.money(total - law, signed=True)
        shown.insert(1, (head("tile_difference"), change, words.signed_percent(total - law, law)))
    return [*shown, *_job_tiles(view)][:8]


def _job_tiles(view: View) -> list[tuple[str, str, str]]:
    words = view.words
    numbers = tables.jobs_sums(view.run, view.place)
    if not numbers.get("net_central", 0):
        return []
    span = f"{words.jobs(numbers['net_low'])}–{words.jobs(numbers['net_high'])}"
    cost = numbers["cost_fen"]
    cheap = cost / max(numbers["net_high"], 1e-9)
    dear = cost / numbers["net_low"] if numbers["net_low"] > 0 else math.inf
    each = words.rough(cost / numbers["net_central"])
    return [
        (words.head("tile_jobs"), words.jobs(numbers["net_central"]), span),
        (words.head("tile_cost"), each, words.rough_span(cheap, dear)),
    ]


def points(view: View) -> list[tuple[str, str]]:
    """The labelled sentences under the key figures."""
    found = [
        ("point_cost", cost(view)),
        ("point_places", places(view) if view.overview else ""),
        ("point_funds", funds(view)),
        ("point_years", years(view)),
        ("point_peak", peak(view)),
        ("point_measures", measures(view)),
        ("point_people", people(view)),
        ("point_jobs", jobs(view)),
        ("point_basis", basis(view)),
        ("point_off", off_budget.point(view)),
        ("point_open", left_open(view)),
        ("point_coverage", coverage(view)),
    ]
    return [(view.words.head(label), text) for label, text in found if text]


def cost(view: View) -> str:
    """How much of the total is due to the document."""
    total, base = view.outlay(), view.outlay("no_policy")
    money = view.words.money
    if not base:
        return view.words.say("cost_all", total=money(total))
    own = total - base
    share = view.words.percent(own, total)
    parts = {"total": money(total), "policy": money(own), "base": money(base), "share": share}
    return view.words.say("cost_parts", **parts)


def _shares(view: View, column: str, section: str, sentence: str, most: int) -> str:
    words, total = view.words, view.outlay()
    sums = view.sums(column)
    parts = [
        words.say(
            sentence, **{section: words.inline(words(section, key))}, money=words.money(fen),
            share=words.percent(fen, total),
        )
        for key, fen in sums[:most]
    ]  # fmt: skip
    if len(sums) > most:
        rest = sum(fen for _, fen in sums[most:])
        others = words.say("and_others", count=len(sums) - most)
        parts.append(
            words.say(
                sentence, **{section: others}, money=words.money(rest),
                share=words.percent(rest, total),
            )
        )  # fmt: skip
    return _sentence(view, parts)


def _sentence(view: View, parts: list[str]) -> str:
    if not parts:
        return ""
    text = view.words.list(parts) + ("。" if view.words.chinese else ".")
    return view.words.capital(text)


def funds(view: View) -> str:
    """Which fund pays how much."""
    return _shares(view, "fund", "fund", "fund_part", 4)


def measures(view: View) -> str:
    """The most expensive measures."""
    rows = view.totals.rename(columns={"kind": "measure"})
    sums = rows[rows["arm"] == "scenario"].groupby("measure")["outlay_fen"].sum()
    words, total = view.words, view.outlay()
    parts = [
        words.say(
            "measure_part", measure=words.inline(words("kind", str(kind))), money=words.money(fen),
            share=words.percent(fen, total),
        )
        for kind, fen in sums.sort_values(ascending=False).head(3).items()
        if fen
    ]  # fmt: skip
    return _sentence(view, parts)


def years(view: View) -> str:
    """How much in each year."""
    rows = tables.by_fund_year_arm(view.totals)
    sums = rows[rows["arm"] == "scenario"].groupby("year")["outlay_fen"].sum()
    money = view.words.money
    parts = [view.words.say("year_part", year=y, money=money(int(sums[y]))) for y in sums.index]
    return _sentence(view, parts)


def places(view: View) -> str:
    """How much in each jurisdiction, in all and per insured enterprise worker."""
    words = view.words
    insured = tables.insured_workers(view.run).set_index("jurisdiction")["workers"]
    parts = [
        words.say(
            "place_part", place=words("place", place), money=words.money(fen),
            per=words.money(round(fen / max(insured[place], 1) / FEN) * FEN),
        )
        for place, fen in view.sums("jurisdiction")
    ]  # fmt: skip
    return _sentence(view, parts)


def peak(view: View) -> str:
    """The month that needs most cash, and the fourth quarters."""
    months = tables.month_totals(view.totals, "scenario")
    if not len(months):
        return ""
    words = view.words
    parts = []
    for year in view.run.years:
        of_year = months[months.index.str[:4] == str(year)]
        last = of_year[of_year.index.str[5:].isin(["10", "11", "12"])]
        if of_year.sum():
            share = words.percent(last.sum(), of_year.sum())
            parts.append(words.say("quarter_part", year=year, share=share))
    mean = months.sum() / (12 * len(view.run.years))
    return words.say(
        "peak_sentence",
        month=words.month(str(months.idxmax())),
        money=words.money(months.max()),
        times=f"{months.max() / mean:.1f}",
        quarters=words.enumerate(parts),
    )


def people(view: View) -> str:
    """Firms, worker-years covered and persons."""
    count = view.words.count
    firms, workers, persons, others = tables.payee_counts(view.run, view.place)
    institutions = view.words.say("people_institutions", count=count(others)) if others else ""
    return view.words.say(
        "people_sentence",
        firms=count(firms),
        workers=count(workers),
        persons=count(persons),
        institutions=institutions,
    )


def jobs(view: View) -> str:
    """Gross heads and net jobs, with the caution that belongs to them."""
    words = view.words
    if net_jobs.is_static(view.run):
        return words.say("jobs_static", heads=words.count(net_jobs.heads(view.run, view.place)))
    sums = tables.jobs_sums(view.run, view.place)
    if not sums.get("net_central", 0):
        return words.say("jobs_none")
    return words.say(
        "jobs_sentence",
        gross=words.count(sums["gross"]),
        net=words.jobs(sums["net_central"]),
        low=words.jobs(sums["net_low"]),
        high=words.jobs(sums["net_high"]),
        cost=words.rough(sums["cost_fen"] / sums["net_central"]),
    )


def basis(view: View) -> str:
    """What share of the money rests on what."""
    sums = tables.money_by_status(view.run, view.place, "jurisdiction").sum()
    words, total = view.words, sums.sum()
    order = ("statute", "reference", "scenario", "assumption", "none")
    parts = [
        words.say("basis_part", share=words.percent(sums[s], total), status=words("status_long", s))
        for s in order
        if sums.get(s, 0)
    ]
    return words.say("basis_sentence", parts=words.list(parts)) if parts else ""


def left_open(view: View) -> str:
    """How many clauses have heads but no money."""
    silent = tables.without_number(view.run, view.place)
    if silent.empty:
        return view.words.say("open_none")
    heads = view.words.count(silent.loc[silent["part_of"] == "", "eligible"].sum())
    funnel = view.run.table("funnel", view.place)
    total = len(funnel[["jurisdiction", "clause"]].drop_duplicates())
    return view.words.say("open_sentence", count=len(silent), total=total, heads=heads)


def treatments(counts: Frame) -> Sequence[str]:
    """In which ways clauses are accounted for, in the order in which they are told."""
    order = ["measure", "rule", "target", "non_fiscal", "to_be_modelled"]
    known = [k for k in order if k in counts.columns]
    return [*known, *(str(k) for k in counts.columns if k not in order)]


def coverage(view: View) -> str:
    """How many clauses are costed, are rules, targets or not fiscal, or wait to be modelled."""
    words, counts = view.words, tables.coverage(view.run, view.place)
    sums = counts.sum()
    parts = []
    for key in treatments(counts):
        treatment = words.inline(words("accounted", key))
        parts.append(words.say("coverage_part", treatment=treatment, count=int(sums[key])))
    if not parts:
        return ""
    text = words.say("coverage_sentence", clauses=int(sums.sum()), parts=words.enumerate(parts))
    waiting = int(sums.get("to_be_modelled", 0))
    gap = "" if words.chinese else " "
    return text + (gap + words.say("to_model", count=waiting) if waiting else "")
