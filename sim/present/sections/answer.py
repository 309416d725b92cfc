"""The first page: the question, answered in five sentences and a picture."""

from __future__ import annotations

from sim.present import charts, outlays, statuses, tables
from sim.present.blocks import Block, Heading, Picture, Points, Text, Tiles
from sim.present.changes import change
from sim.present.formats import NOTHING
from sim.present.sections import five, off_budget
from sim.present.sections.sentences import UI, has_jobs
from sim.present.view import View


def answer(view: View) -> list[Block]:
    """Title, question, five sentences, key figures, the way from one total to the other."""
    say, scenario = view.words.say, view.run.record["scenario"]
    meta = say(
        "page_meta",
        author=view.words.own(scenario.get("author")) or "–",
        date=scenario.get("date") or "–",
        fingerprint=view.run.fingerprint[:12],
    )
    notes = [say("answer_same") if view.same else "", off_budget.point(view)]
    return [
        Text(say("page_kicker", years=view.years), "note"),
        Heading(say("page_title", place=view.words.capital(view.name), title=view.title), level=1),
        Text(meta, "note"),
        Text(view.question, "lead"),
        *_size(view),
        Points([(view.words.head(label), text) for label, text in five.sentences(view)]),
        Tiles(tiles(view)),
        picture(view),
        *(Text(note, "note") for note in notes if note),
    ]


def _size(view: View) -> list[Text]:
    """A warning where only a part of the population was simulated; nothing is scaled up."""
    size = 100 * float(view.run.record["size"])
    return [] if size == 100 else [Text(view.words.say("ans_size", size=f"{size:g}%"), "warning")]


def picture(view: View) -> Picture:
    """From current law to the scenario; where these are one, from no policy to current law."""
    words = view.words
    before, after = ("no_policy", "current_law") if view.same else ("current_law", "scenario")
    found = change(view.totals, before, after)
    ends = [(words("arm", before), found.start), (words("arm", after), found.end)]
    steps = [(_kind(view, kind), fen) for kind, fen in found.steps]
    title = words.head("chart_change_same" if view.same else "chart_change")
    unit = words.money_unit(max(found.start, found.end))
    caption = words.say("cap_change", unit=unit.name)
    if charts.starts_at(charts.levels(found.start, steps)):
        caption += ("" if words.chinese else " ") + words.say("cap_change_cut")
    parts = [
        words.say("change_part", what=words.inline(name), money=words.money(fen, signed=True))
        for name, fen in steps
    ]
    alt = words.say(
        "alt_change", before=f"{ends[0][0]} {words.money(found.start)}",
        after=f"{ends[1][0]} {words.money(found.end)}", parts=words.list(parts) or "–",
    )  # fmt: skip
    return Picture(charts.waterfall(ends, steps, title, words, view.stamp), caption, alt)


def _kind(view: View, kind: str) -> str:
    return view.words.head("other_changes") if kind == "others" else view.words("kind", kind)


def tiles(view: View) -> list[tuple[str, str, str]]:
    """Eight key figures with a remark each."""
    words, head = view.words, view.words.head
    total, law = view.outlay(), view.outlay("current_law")
    own = total - view.outlay("no_policy")
    ui = view.outlay(payer=UI)
    by_status = statuses.money_by_status(view.run, view.place, "jurisdiction").sum()
    assumed = int(by_status.get("assumption", 0))
    months = outlays.months(view.run, view.place, "scenario")
    peak = (
        (words.money(months.max()), words.month(str(months.idxmax()))) if len(months) else ("–", "")
    )
    left = view.unpaid()
    whole = (head("tile_total"), words.money(total), view.years)
    if left:
        can = words.say("tile_can", money=words.money(total - left))
        whole = (head("tile_due"), words.money(total), can)
    shown = [
        whole,
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
    if not has_jobs(view):
        return []
    low, net, high = (float(numbers[f"net_{n}"]) for n in ("low", "central", "high"))
    cost = numbers["cost_fen"]
    each, remark = NOTHING, words.head("tile_maybe_none")
    if low > 0:
        each, span = words.rough(cost / net), words.rough_span(cost / high, cost / low)
        remark = words.say("tile_base", money=words.money(cost), span=span)
    elif high > 0:
        each = f"≥ {words.rough(cost / high)}"
    return [
        (words.head("tile_jobs"), words.jobs(net), words.jobs_span(low, high)),
        (words.head("tile_cost"), each, remark),
    ]
