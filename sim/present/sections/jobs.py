"""How many jobs: heads, what would be there anyway, what others lose, net jobs and their cost."""

from __future__ import annotations

import math
from collections.abc import Callable

from sim.present import charts, job_tables, net_jobs, tables
from sim.present.blocks import Block, Column, Fold, Picture, Table, Text
from sim.present.formats import MINUS, NOTHING
from sim.present.sections import sentences
from sim.present.sections.columns import caption, folded, name
from sim.present.sections.why_net import why
from sim.present.view import View
from sim.questions.intervals import widened

TITLES = {"kind": "measure", "jurisdiction": "place", "channel": "channel", "year": "year"}
"""Title of the first column by what the rows are."""


def jobs(view: View) -> list[Block]:
    """Gross, deadweight, displaced, net, cost beside the wage, what the purse saves."""
    words = view.words
    if net_jobs.is_static(view.run):
        return [
            Text(words.say("jobs_static", heads=words.count(net_jobs.heads(view.run, view.place))))
        ]
    frame = tables.jobs(view.run, view.place)
    if not frame["net_central"].sum():
        return [Text(sentences.jobs(view)), *_unpriced(view), *_loans(view)]
    key = "jurisdiction" if view.overview else "kind"
    return [
        Text(sentences.jobs(view)),
        Text(why(view)),
        *_change(view),
        *_steps_picture(view),
        _by_channel(view),
        Text(words.say("jobs_drawn" if view.run.has_draws else "jobs_warning"), "warning"),
        _picture(view, key),
        _by_row(view, key),
        *_savings(view, key),
        *_unpriced(view),
        *_loans(view),
    ]


def _steps_picture(view: View) -> list[Block]:
    words, say = view.words, view.words.say
    sums = job_tables.sums(view.run, view.place, "kind")
    shown = [
        (words.head("step_gross"), sums["gross"]),
        (words.head("step_starts"), sums["starts"]),
        (words.head("step_net"), sums["net_begun"]),
        (words.head("step_years"), sums["net_central"]),
    ]
    gone = [(1, say("step_lost", jobs=words.jobs(sums["lost"])))]
    if not math.isnan(sums["anyway"]):
        gone.insert(0, (0, say("step_anyway", heads=words.count(sums["anyway"]))))
    if sums["net_begun"] > 0:
        months = f"{12 * sums['net_central'] / sums['net_begun']:.1f}"
        gone.append((2, say("step_months", months=months)))
    ends = net_jobs.year_ends(view.run, view.place)
    alt = say(
        "alt_net_jobs",
        gross=words.count(sums["gross"]),
        starts=words.jobs(sums["starts"]),
        net=words.jobs(sums["net_begun"]),
        years=words.jobs(sums["net_central"]),
        last=view.run.years[-1],
        end=words.jobs(float(ends.to_numpy()[:, -1].sum())),
    )
    figure = charts.heads_to_net(shown, gone, ends, words, view.stamp)
    return [Picture(figure, say("cap_net_jobs"), alt)]


def _by_channel(view: View) -> Table:
    """One row a channel: the steps, then net job-years and year-ends by year."""
    words, head, years = view.words, view.words.head, view.run.years
    frame = job_tables.by_channel(view.run, view.place)
    columns = [
        Column("channel", head("channel"), name(view, "channel"), "short"),
        *_step_columns(view),
        *(Column(f"years_{y}", words.say("job_years_in", year=y), words.jobs, "number")
          for y in years),
        *(Column(f"end_{y}", words.say("net_at_end", year=y), words.jobs, "number") for y in years),
    ]  # fmt: skip
    caption = view.caption(head("channel_table"))
    return Table(caption, frame, columns, total=True, note=words.say("note_steps"))


def _step_columns(view: View) -> list[Column]:
    words, head = view.words, view.words.head
    return [
        Column("gross", head("gross"), words.count, "number"),
        Column("anyway", head("anyway"), lambda x: _count(view, x), "number"),
        Column("lost", head("lost"), words.jobs, "number"),
        Column("net_begun", head("net_begun"), words.jobs, "number"),
    ]


def _picture(view: View, key: str) -> Picture:
    """Heads and net job-years by measure (or jurisdiction), and the cost of each."""
    words = view.words
    count, top, sums = job_tables.drawn(view.run, view.place, key)
    section = "place" if view.overview else "kind"
    named = top.assign(name=[words(section, str(k)) for k in top[key]])
    alt = words.say(
        "alt_jobs",
        gross=words.count(sums["gross"]),
        net=words.jobs(sums["net_central"]),
        span=words.jobs_span(sums["net_low"], sums["net_high"]),
    )  # fmt: skip
    figure = charts.jobs_by_row(named, words, view.stamp)
    return Picture(figure, caption(view, "cap_jobs", count, "cap_rest", tables.MOST), alt)


def _by_row(view: View, key: str) -> Table:
    """The steps, net job-years with their range, outlay and cost, by measure or jurisdiction."""
    words, head = view.words, view.words.head
    both = job_tables.by_row(view.run, view.place, key)
    unit = words.money_unit(both["cost_fen"].iloc[:-1].max())
    first = [Column(key, head(TITLES[key]), _named(view, key))]
    if key == "kind":
        first.append(Column("channel", head("channel"), name(view, "channel"), "short"))
    rows = zip(both["net_low"], both["net_central"], both["net_high"], strict=True)
    drawn = [(ends, view.run.has_draws and widened(*ends)) for ends in rows]
    mark = words.say("widened_mark")
    both = both.assign(interval=[words.jobs_span(a, b) + mark * out for (a, _, b), out in drawn])
    note = words.say("note_widened_rows") if any(out for _, out in drawn) else ""
    columns = [
        *first,
        *_step_columns(view),
        Column("net_central", head("net_central"), words.jobs, "number", strong=True),
        Column("interval", head("interval"), str, "number"),
        Column("cost_fen", head("outlay"), unit.text, "number"),
        Column("cost_per_net_fen", head("cost_per_job_year"), lambda x: _money(view, x), "number"),
    ]
    if "wages" in both:
        columns.append(Column("wages", head("wages"), _times, "number"))
    caption = view.caption(head("steps_table"), unit.name)
    return Table(caption, both, columns, total=True, note=note)


def _named(view: View, key: str) -> Callable[..., str]:
    """Rows by their word; years as they are."""
    if key == "year":
        return lambda year: view.words.head("total") if year == tables.TOTAL else str(year)
    return name(view, "place" if key == "jurisdiction" else key)


def _savings(view: View, key: str) -> list[Block]:
    """Outlay less what the purse saves on the jobs, by measure and by fund."""
    words = view.words
    frame = job_tables.savings(view.run, view.place, key)
    if not frame["saved_fen"].any():
        return [Text(words.say("saved_none"))]
    sums = frame.iloc[-1]
    each = ""
    if tables.jobs_sums(view.run, view.place)["net_low"] > 0:
        each = words.say("saved_each", each=words.rough(sums["net_per_job_fen"]))
    parts = {
        "outlay": sums["cost_fen"],
        "saved": sums["saved_fen"],
        "net": sums["net_fen"],
        "benefits": sums[list(net_jobs.BENEFITS)].sum(),
        "contributions": sums["contributions"],
        "dibao": sums["dibao"],
    }
    said = dict(zip(parts, words.alike(*parts.values()), strict=True))
    share = words.percent(sums["saved_fen"], sums["cost_fen"])
    text = words.say("saved_sentence", share=share, each=each, **said)
    table = folded(view, _saving_table(view, key), words.head("saved_table"))
    more = [_saving_table(view, other) for other in ("channel", "year")]
    return [Text(text), table, _fund_table(view), Fold(words.head("fold_saved"), more)]


def _saving_table(view: View, key: str) -> Table:
    """Outlay, each saving and net cost by measure, jurisdiction, channel or year."""
    words, head = view.words, view.words.head
    frame = job_tables.savings(view.run, view.place, key)
    unit = words.money_unit(frame["cost_fen"].iloc[:-1].max())
    columns = [
        Column(key, head(TITLES[key]), _named(view, key), "short"),
        Column("cost_fen", head("outlay"), unit.text, "number"),
        *(Column(s, head(f"saved_{s}"), unit.text, "number") for s in net_jobs.SOURCES),
        Column("net_fen", head("net_cost"), unit.text, "number", strong=True),
        Column("net_per_job_fen", head("net_cost_per_job"), lambda x: _money(view, x), "number"),
    ]
    return Table(view.caption(head("saved_table"), unit.name), frame, columns, total=True)


def _fund_table(view: View) -> Table:
    words, head = view.words, view.words.head
    frame = net_jobs.net_cost_by_fund(view.run, view.place)
    unit = words.money_unit(frame[["cost_fen", "saved_fen"]].to_numpy().max())
    columns = [
        Column("fund", head("fund"), name(view, "fund")),
        Column("cost_fen", head("outlay"), unit.text, "number"),
        Column("saved_fen", head("saved"), unit.text, "number"),
        Column("net_fen", head("net_cost"), unit.text, "number", strong=True),
    ]
    both = tables.with_total(frame, ["fund"])
    caption = view.caption(head("saved_by_fund"), unit.name)
    return Table(caption, both, columns, total=True, note=words.say("note_saved"))


def _change(view: View) -> list[Block]:
    """What the scenario changes against the document as issued."""
    if view.same:
        return []
    words = view.words
    jobs, fen = job_tables.added(view.run, view.place)
    change = f"{'+' if jobs > 0 else MINUS if jobs < 0 else ''}{words.jobs(abs(jobs))}"
    money = words.money(fen, signed=True)
    return [Text(words.say("jobs_change", jobs=change, money=money))]


def _unpriced(view: View) -> list[Block]:
    """Jobs of measures that cost nobody knows what."""
    words = view.words
    rows = tables.jobs(view.run, view.place, group="unpriced")
    rows = rows[rows["net_central"] > 0]
    if not rows["net_central"].sum():
        return []
    kinds = words.list([words.inline(words("kind", str(k))) for k in rows["kind"]])
    net = words.jobs(rows["net_central"].sum())
    return [Text(words.say("jobs_unpriced", net=net, kinds=kinds))]


def _loans(view: View) -> list[Block]:
    """Jobs of guaranteed loans and relief, which have no outlay to set against them."""
    words = view.words
    found = job_tables.off_budget(view.run, view.place)
    if not found[-1]:
        return []
    net, span = words.jobs(found[0]), words.jobs_span(*found[1:])
    blocks: list[Block] = [Text(words.say("jobs_off", net=net, span=span))]
    loans, behind = net_jobs.behind_loans(view.run, view.place)
    if loans > 0 and behind and found[1] > 0:
        each = words.rough(behind / loans)
        values = {"net": words.jobs(loans), "money": words.money(behind), "each": each}
        blocks.append(Text(words.say("jobs_loans", **values)))
    return blocks


def _money(view: View, fen: float) -> str:
    return NOTHING if math.isnan(fen) else view.words.rough(fen)


def _count(view: View, heads: float) -> str:
    return NOTHING if math.isnan(heads) else view.words.count(heads)


def _times(value: float) -> str:
    return NOTHING if math.isnan(value) else f"{value:.1f}"
