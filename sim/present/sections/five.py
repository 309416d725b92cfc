"""The answer in five sentences: cost, payers, funds, jobs, and how firm all that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.budget.payers import NOBODY
from sim.present import job_tables, net_jobs, statuses, tables
from sim.present.sections.sentences import as_if_paid, has_jobs
from sim.present.view import View
from sim.questions.intervals import widened

PAYERS = 4
GATES = 2


def sentences(view: View) -> list[tuple[str, str]]:
    """(label, sentence) of each."""
    return [
        ("ans_cost", cost(view)),
        ("ans_who", who(view)),
        ("ans_funds", funds(view)),
        ("ans_jobs", jobs(view)),
        ("ans_firm", firm(view)),
    ]


def cost(view: View) -> str:
    """What it costs against current law, or against no policy where it is current law."""
    words, left = view.words, view.unpaid()
    before, after = view.outlay("no_policy" if view.same else "current_law"), view.outlay()
    start, change, end, can = words.alike(before, abs(after - before), after, after - left)
    values = {
        "place": view.name, "when": view.when, "years": view.years, "after": end,
        "what": words.say("lead_due" if left else "lead_spending"),
        "is_paid": words.say("lead_is_due" if left else "lead_is_paid", after=end),
        "can": words.say("lead_can", money=can) if left else "",
    }  # fmt: skip
    if view.same:
        return words.say(
            "lead_same" if before else "lead_same_all", policy=change, base=start, **values
        )
    if before == after:
        return words.say("lead_shift", **values)
    values |= {"diff": change, "before": start}
    values["percent"] = words.signed_percent(after - before, before)
    return words.say("lead_more" if after > before else "lead_less", **values)


def who(view: View) -> str:
    """Who pays, and on whom the change falls."""
    words, total = view.words, view.outlay()
    sums = [(payer, fen) for payer, fen in view.sums("payer") if payer not in NOBODY]
    if not sums:
        return words.say("ans_pays_nothing")
    shown = sums if len(sums) <= PAYERS + 1 else sums[:PAYERS]
    parts = [(words("payer", payer), fen) for payer, fen in shown]
    if len(shown) < len(sums):
        rest = sum(fen for _, fen in sums[PAYERS:])
        parts.append((words.say("ans_payers_more", count=len(sums) - PAYERS), rest))
    left = view.unpaid()
    *paid, last = words.alike(*(fen for _, fen in parts), left)
    payers = [
        words.say("ans_payer", fund=name, money=money, share=words.percent(fen, total))
        for (name, fen), money in zip(parts, paid, strict=True)
    ]
    values = {"money": last, "share": words.percent(left, total)}
    nobody = words.say("ans_nobody", **values) if left else ""
    return words.say(
        "ans_pays", parts=words.enumerate(payers), nobody=nobody, change=_who_changes(view)
    )


def _who_changes(view: View) -> str:
    words = view.words
    before, after = (dict(view.sums("payer", arm)) for arm in ("current_law", "scenario"))
    moved = {p: after.get(p, 0) - before.get(p, 0) for p in {**after, **before}}
    least = max((abs(x) for x in moved.values()), default=0) / 100  # side effects in the noise
    told = ((f, x) for f, x in moved.items() if x and abs(x) >= least)
    largest = sorted(told, key=lambda pair: -abs(pair[1]))
    amounts = words.alike(*(x for _, x in largest[:PAYERS]), signed=True)
    parts = [
        words.say("ans_payer_change", fund=words("payer", f), money=money)
        for (f, _), money in zip(largest, amounts, strict=False)
    ]
    return words.say("ans_pays_change", parts=words.enumerate(parts)) if parts else ""


def funds(view: View) -> str:
    """Whether the insurance fund's reserve allows the refunds, and by how much."""
    words, gates = view.words, view.run.table("gates", view.place)
    rows = gates[gates["arm"] == "scenario"].sort_values("reserve_months", kind="stable")
    if rows.empty:
        return words.say("ans_funds_none")
    due = rows[rows["due_fen"] > 0]  # the others have nothing to refuse
    shut = due[~due["open"]]
    if len(shut):
        return words.say(
            "ans_funds_shut",
            parts=_refunds(view, shut.to_dict("records")),
            money=words.money(int(shut["refused_fen"].sum())),
            heads=words.count(int(shut["refused_heads"].sum())),
            short=_short(view),
        )
    worst = rows.iloc[0]
    needs = [str(n) for n in sorted(rows["needs_months"].unique())]
    poor = due[~due["open_low"]].to_dict("records")
    gap = "" if words.chinese else ", "
    return words.say(
        "ans_funds_open",
        reserve=_months(worst["reserve_months"]),
        where=words("place", str(worst["jurisdiction"])) + gap if view.overview else "",
        year=worst["year"],
        law=_reserve_law(view, worst["reserve_months"]),
        needs=words.enumerate(needs),
        poor=words.say("ans_poor_some", parts=_refunds(view, poor))
        if poor
        else words.say("ans_poor_none"),
        short=_short(view),
    )


def _short(view: View) -> str:
    """What other purses pay in place of a dry one, and what nobody pays."""
    words, rows = view.words, view.run.table("settled", view.place)
    sums = rows[rows["arm"] == "scenario"].groupby("outcome")["amount_fen"].sum()
    known = [(key, int(sums.get(key, 0))) for key in ("moved", "unpaid")]
    return "".join(words.say(f"ans_{key}", money=words.money(fen)) for key, fen in known if fen)


def _reserve_law(view: View, here: float) -> str:
    """The lowest reserve under current law, where it is another one."""
    gates = view.run.table("gates", view.place)
    law = _months(gates.loc[gates["arm"] == "current_law", "reserve_months"].min())
    return "" if law == _months(here) else view.words.say("ans_reserve_law", reserve=law)


def _refunds(view: View, rows: Sequence[dict[Any, Any]]) -> str:
    """Refunds whose gate is shut: by name while they are few."""
    words = view.words
    if len(rows) > GATES:
        return words.say("ans_gates_many", count=len(rows))
    parts = [
        words.say(
            "ans_gate" if view.overview else "ans_gate_here",
            place=words("place", str(row["jurisdiction"])), year=row["year"],
            kind=words.inline(words("kind", str(row["kind"]))),
        )
        for row in sorted(rows, key=lambda row: int(row["year"]))
    ]  # fmt: skip
    return words.enumerate(parts)


def _months(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"


def jobs(view: View) -> str:
    """Heads, net job-years with their interval, the cost of one beside the wage, the change."""
    words, run = view.words, view.run
    if net_jobs.is_static(run):
        return words.say("jobs_static", heads=words.count(net_jobs.heads(run, view.place)))
    sums = tables.jobs_sums(view.run, view.place)
    if not has_jobs(view):
        return words.say("jobs_none")
    values = {
        "gross": words.count(sums["gross"]),
        "net": words.jobs(sums["net_central"]),
        "span": words.say(
            "ans_span_drawn" if run.has_draws else "ans_span_ends",
            span=words.jobs_span(sums["net_low"], sums["net_high"]) + _widened(view, "net_jobs"),
        ),
        "change": ("" if view.same else _jobs_change(view)) + as_if_paid(view),
    }  # fmt: skip
    if sums["net_central"] <= 0:
        return words.say("ans_jobs_no_gain", **values)
    if sums["net_low"] <= 0:
        return words.say("ans_jobs_maybe", **values)
    each = sums["cost_fen"] / sums["net_central"]
    wage = net_jobs.wage(run, view.place)
    values |= {"each": words.rough(each), "base": words.money(sums["cost_fen"])}
    values["wage"] = (
        words.say("ans_wage", wage=words.rough(wage), times=f"{each / wage:.1f}") if wage else ""
    )
    return words.say("ans_jobs_said", **values)


def _jobs_change(view: View) -> str:
    """What the scenario adds to the net job-years of current law, and what one of these costs."""
    words = view.words
    more, fen = job_tables.added(view.run, view.place)
    if abs(more) < 0.05:  # nothing that its one decimal would show
        return words.say("ans_same_jobs")
    jobs = words.jobs(abs(more))
    if more < 0:
        return words.say("ans_fewer_jobs", jobs=jobs)
    drawn = tables.interval(view.run, view.place, "net_jobs_change")
    if drawn:
        span = words.jobs_span(drawn["low"], drawn["high"])
        jobs += words.say("ans_span", span=span + _widened(view, "net_jobs_change"))
        if drawn["low"] <= 0:
            return words.say("ans_more_maybe", jobs=jobs)
    if fen <= 0:
        return words.say("ans_more_free", jobs=jobs)
    values = {"money": words.money(fen), "each": words.rough(fen / more)}
    return words.say("ans_more_jobs", jobs=jobs, **values)


def _widened(view: View, figure: str) -> str:
    """Says that an interval had to be widened to the central value, and where the draws lie."""
    drawn = tables.interval(view.run, view.place, figure)
    if not drawn or not widened(drawn["low"], drawn["central"], drawn["high"]):
        return ""
    return view.words.say("ans_widened", median=view.words.jobs(drawn["median"]))


def firm(view: View) -> str:
    """The interval, the share on assumptions, the input that matters most, what is left out."""
    words = view.words
    parts = [_interval(view), _assumed(view), _input(view), _silent(view)]
    known = [p for p in parts if p]
    said = words.list(known) if words.chinese else words.enumerate(known)
    return words.capital(said + ("。" if words.chinese else "."))


def _interval(view: View) -> str:
    """Of the change where there is one, else of the outlay."""
    words = view.words
    for figure, key in (("outlay_change", "ans_firm_change"), ("outlay", "ans_firm_interval")):
        drawn = tables.interval(view.run, view.place, figure)
        if drawn and (figure == "outlay" or not view.same):
            signed = figure == "outlay_change"
            low, high = words.alike(drawn["low"], drawn["high"], signed=signed)
            return words.say(key, low=low, high=high)
    return ""


def _assumed(view: View) -> str:
    sums = statuses.money_by_status(view.run, view.place, "jurisdiction").sum()
    share = view.words.percent(int(sums.get("assumption", 0)), int(sums.sum()))
    return view.words.say("ans_firm_assumed", share=share) if sums.sum() else ""


def _input(view: View) -> str:
    """The input with the longest bar: moved by itself if that was asked, else told by the draws."""
    found = view.run.table("sensitivity")
    rows = found[(found["part"] == "input") & (found["figure"] == "outlay")]
    if rows.empty or not (view.overview or len(view.run.places) == 1):
        told = tables.influence(view.run, view.place)
        rows = told[told["figure"] == "outlay"]
    if rows.empty:
        return ""
    longest = int((rows["high"] - rows["low"]).abs().to_numpy().argmax())
    name = str(rows["name"].iloc[longest])
    return view.words.say("ans_firm_input", input=view.words.input(name))


def _silent(view: View) -> str:
    count = len(tables.without_number(view.run, view.place))
    return view.words.some("ans_firm_silent", count) if count else ""
