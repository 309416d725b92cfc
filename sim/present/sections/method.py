"""How the figures were made, on one page, from what the run says about itself."""

from __future__ import annotations

from sim.present import net_jobs, tables
from sim.present.blocks import Block, Points
from sim.present.view import View


def method(view: View) -> list[Block]:
    """People, law, arms, responses, jobs, purses, intervals, limits."""
    said = [
        ("met_question", view.words.say("met_question", years=view.years)),
        ("met_people", _people(view)),
        ("met_law", _law(view)),
        ("met_arms", view.words.say("met_arms")),
        ("met_response", _response(view)),
        ("met_jobs", "" if net_jobs.is_static(view.run) else view.words.say("met_jobs")),
        ("met_purses", view.words.say("met_purses")),
        ("met_doubt", _doubt(view)),
        ("met_not", view.words.say("met_not")),
    ]
    return [Points([(view.words.head(label), text) for label, text in said if text])]


def _people(view: View) -> str:
    words, rows = view.words, view.run.table("population", view.place)
    sums = rows.groupby("item")["value"].sum()
    firms, workers, seekers = (
        words.count(float(sums.get(item, 0))) for item in ("firms", "workers", "jobseekers")
    )
    size = f"{float(view.run.record['size']):g}"
    text = words.say("met_people", size=size, firms=firms, workers=workers, seekers=seekers)
    own = [p for p in view.run.record.get("own_data") or {} if view.overview or p == view.place]
    if not own:
        return text
    gap = "" if words.chinese else " "
    return text + gap + words.say(
        "met_people_own", places=words.enumerate([words("place", p) for p in own])
    )  # fmt: skip


def _law(view: View) -> str:
    sums = tables.coverage(view.run, view.place).sum()
    priced = int(sums.get("measure", 0)) + int(sums.get("rule", 0))
    return view.words.say("met_law", clauses=int(sums.sum()), priced=priced)


def _response(view: View) -> str:
    off = net_jobs.is_static(view.run)
    return view.words.say("met_response_off" if off else "met_response_on")


def _doubt(view: View) -> str:
    words, asked = view.words, (view.run.record.get("answers") or {}).get("intervals") or {}
    if not view.run.has_draws:
        return words.say("met_doubt_none")
    drawn = int(view.run.table("intervals")["draws"].max())
    return words.say("met_doubt_drawn", draws=drawn, size=words.percent(asked.get("size", 1), 1))
