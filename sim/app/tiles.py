"""The line of key figures on jobs and on what the numbers rest on, and how far the answer is."""

from __future__ import annotations

import math
from html import escape

from sim.app.following import Following
from sim.app.full import Full, Jobs
from sim.app.page import tile
from sim.app.reserve import reserve_tile
from sim.app.shown import Shown
from sim.present.formats import NOTHING

WAITING = "…"
STEPS = ("start", "waiting", "population", "partitions", "draws")


def jobs_tiles(shown: Shown) -> str:
    """Net jobs beside heads, their cost beside the wage, net fiscal cost, reserve, assumptions."""
    full = shown.full
    tiles = [*_jobs(shown, full), reserve_tile(shown), _assumed(shown)]
    return f'<div class="tiles jobs">{"".join(tiles)}</div>'


def _jobs(shown: Shown, full: Full | None) -> list[str]:
    app = shown.words.app
    names = ("net_jobs", "each_job", "net_fiscal")
    if full is None:
        return [tile(app(name), WAITING, app("jobs_come")) for name in names]
    if full.jobs is None:
        return [tile(app(name), NOTHING, app("jobs_off")) for name in names]
    return [make(shown, full, full.jobs) for make in (_net, _each, _cost)]


def _net(shown: Shown, full: Full, jobs: Jobs) -> str:
    words, span = shown.words, full.span("net_jobs")
    ends = words.jobs_span(*span) if span else words.app("interval_comes")
    remark = words.app("of_heads", interval=ends, heads=words.count(jobs.heads))
    return tile(words.app("net_jobs"), words.jobs(jobs.net), remark, "strong")


def _each(shown: Shown, full: Full, jobs: Jobs) -> str:
    words = shown.words
    if math.isinf(jobs.each):
        return tile(words.app("each_job"), NOTHING, words.app("no_net_jobs"))
    net = full.span("net_jobs")
    if net and net[0] <= 0:
        least = f"≥ {words.rough(jobs.cost / net[1])}" if net[1] > 0 else NOTHING
        return tile(words.app("each_job"), least, words.app("maybe_no_jobs"))
    span = full.span("cost_per_net_job")
    parts = [words.rough_span(max(span[0], 0), span[1])] if span else []
    if jobs.wage:
        times, wage = f"{jobs.each / jobs.wage:.1f}", words.rough(jobs.wage)
        parts.append(words.app("of_wage", times=times, wage=wage))
    parts.append(words.app("of_base", money=words.money(jobs.cost)))
    return tile(words.app("each_job"), words.rough(jobs.each), words.list(parts))


def _cost(shown: Shown, full: Full, jobs: Jobs) -> str:
    words = shown.words
    span = full.span("net_cost")
    parts = [words.money_span(*span)] if span else []
    sums = {"cost": words.money(jobs.cost), "saved": words.money(jobs.saved)}
    parts.append(words.app("less_saved", **sums))
    return tile(words.app("net_fiscal"), words.money(jobs.cost - jobs.saved), words.list(parts))


def _assumed(shown: Shown) -> str:
    """What share of the outlay rests on assumptions, and on what the rest."""
    words, basis = shown.words, shown.answer.basis
    whole = sum(basis.values())
    assumed = basis.get("assumption", 0)
    parts = [
        f"{words('status', status)} {words.percent(basis[status], whole)}"
        for status in ("statute", "reference", "scenario")
        if basis.get(status)
    ]
    figure = words.percent(assumed, whole)
    return tile(words.app("assumed"), figure, words.list(parts))


def standing(shown: Shown, following: Following) -> str:
    """Whether these are preview or full figures, and what is under way."""
    words, full = shown.words, shown.full
    style, what = "preview", words.app("preview")
    if full is not None:
        style = "full"
        what = words.app("full_drawn", draws=full.draws) if full.draws else words.app("full_plain")
    under_way = _under_way(shown, following)
    busy = f' <span class="busy">{escape(under_way)}</span>' if under_way else ""
    return f'<p class="standing {style}" role="status"><b>{escape(what)}</b>{busy}</p>'


def _under_way(shown: Shown, following: Following) -> str:
    words, app = shown.words, shown.words.app
    if following.trouble:
        said = [reason[words.language] for reason in following.trouble if reason]
        reasons = words.list(said) or app("worker_ended")
        return app("no_full", reasons=reasons)
    if following.step is None:
        return app("full_soon") if following.busy and shown.full is None else ""
    what, done, of = following.step
    key = f"step_{what}"
    return app(key, done=done, of=of) if what in STEPS else ""
