"""Why the head count and the net jobs lie so far apart, from the run's own numbers."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from sim.present import job_tables, net_jobs, tables
from sim.present.view import View

ByBasis = Mapping[str, Mapping[Hashable, Any]]


def why(view: View) -> str:
    """One paragraph: firms that would have kept their people, people who would have found work."""
    rows = net_jobs.steps(view.run, view.place, "basis").to_dict("records")
    by_basis = {str(row["basis"]): row for row in rows}
    sums = job_tables.sums(view.run, view.place, "basis")
    parts = [
        _head(view, sums["gross"], sums["net_central"]),
        _firms(view, by_basis),
        _persons(view, by_basis),
        _lost(view, sums["starts"], sums["lost"]),
        _lasting(view, sums["net_begun"], sums["net_central"]),
        cost(view, sums["cost_fen"], sums["net_central"]),
    ]
    gap = "" if view.words.chinese else " "
    return gap.join(part for part in parts if part)


def _head(view: View, gross: float, net: float) -> str:
    words = view.words
    if gross <= 0 or net <= 0:
        return ""
    if gross < 2 * net:
        return words.say("why_close", gross=words.count(gross), net=words.jobs(net))
    ratio = words.count(gross / net) if gross >= 10 * net else f"{gross / net:.1f}"
    return words.say("why_head", gross=words.count(gross), net=words.jobs(net), ratio=ratio)


def _firms(view: View, by_basis: ByBasis) -> str:
    """Refunds: posts covered, posts kept for the money."""
    words = view.words
    row = _row(by_basis, "covered_workers")
    if row["gross"] <= 0 or row["starts"] <= 0:
        return ""
    return words.say(
        "why_firms",
        covered=words.count(row["gross"]),
        kept=words.jobs(row["starts"]),
        share=words.percent(row["starts"], row["gross"], 2),
    )


def _persons(view: View, by_basis: ByBasis) -> str:
    """People helped, and jobs that would not be there without the help."""
    words = view.words
    row = _row(by_basis, "persons")
    if row["gross"] <= 0 or row["starts"] <= 0:
        return ""
    return words.say(
        "why_persons", persons=words.count(row["gross"]), begun=words.jobs(row["starts"])
    )


def _row(by_basis: ByBasis, basis: str) -> dict[str, float]:
    """Gross heads and jobs due to the money of one basis of counting; none where it is absent."""
    row = by_basis.get(basis, {})
    return {column: float(row.get(column, 0)) for column in ("gross", "starts")}


def _lost(view: View, starts: float, lost: float) -> str:
    words = view.words
    if lost <= 0:
        return ""
    return words.say("why_lost", starts=words.jobs(starts), lost=words.jobs(lost))


def _lasting(view: View, begun: float, years: float) -> str:
    """A job counts only until it ends, or the person would have had another, or the run ends."""
    words = view.words
    if begun <= 0 or years <= 0:
        return ""
    return words.say(
        "why_lasting",
        begun=words.jobs(begun),
        months=f"{12 * years / begun:.1f}",
        years=words.jobs(years),
    )


def cost(view: View, fen: float, net: float) -> str:
    """What a net job-year costs beside the average yearly wage of the place."""
    words = view.words
    if net <= 0 or fen <= 0 or tables.jobs_sums(view.run, view.place)["net_low"] <= 0:
        return ""  # where there may be none, none has a price
    each, wage = fen / net, net_jobs.wage(view.run, view.place)
    if wage is None:
        return words.say("cost_alone", each=words.rough(each))
    values = {"each": words.rough(each), "wage": words.rough(wage), "times": f"{each / wage:.1f}"}
    return words.say("cost_and_wage", **values)
