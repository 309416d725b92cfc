"""What several sections tell in the same words."""

from __future__ import annotations

from collections.abc import Sequence

from sim.present import net_jobs, outlays, statuses, tables
from sim.present.formats import FEN
from sim.present.rundir import Frame
from sim.present.view import View

UI = "unemployment_insurance_fund"


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
    """Who pays how much."""
    return _shares(view, "payer", "fund", "fund_part", 4)


def measures(view: View) -> str:
    """The most expensive measures."""
    words, total = view.words, view.outlay()
    parts = [
        words.say(
            "measure_part", measure=words.inline(words("kind", str(kind))), money=words.money(fen),
            share=words.percent(fen, total),
        )
        for kind, fen in view.sums("kind")[:3]
    ]  # fmt: skip
    return _sentence(view, parts)


def years(view: View) -> str:
    """How much in each year."""
    sums = sorted(outlays.outlays(view.run, view.place, "scenario", "year").items())
    parts = [view.words.say("year_part", year=y, money=view.words.money(fen)) for y, fen in sums]
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
    months = outlays.months(view.run, view.place, "scenario")
    if not len(months):
        return ""
    words = view.words
    parts = []
    for year in view.run.years:
        of_year = [(str(m)[5:], x) for m, x in months.items() if str(m)[:4] == str(year)]
        last, whole = sum(x for m, x in of_year if m >= "10"), sum(x for _, x in of_year)
        if whole:
            share = words.percent(last, whole)
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
    institutions = view.words.some("people_institutions", others) if others else ""
    return view.words.say(
        "people_sentence",
        firms=count(firms),
        workers=count(workers),
        persons=count(persons),
        institutions=institutions,
    )


def has_jobs(view: View) -> bool:
    """True where a measure that costs money acts on jobs, be the net number nought."""
    return len(tables.jobs(view.run, view.place)) > 0


def as_if_paid(view: View) -> str:
    """Says that jobs are counted as if everything due were paid, where it is not."""
    left = view.unpaid()
    return view.words.say("ans_as_if_paid", money=view.words.money(left)) if left else ""


def jobs(view: View) -> str:
    """Gross heads and net jobs, with the caution that belongs to them."""
    words = view.words
    if net_jobs.is_static(view.run):
        return words.say("jobs_static", heads=words.count(net_jobs.heads(view.run, view.place)))
    sums = tables.jobs_sums(view.run, view.place)
    if not has_jobs(view):
        return words.say("jobs_none")
    values = {
        "gross": words.count(sums["gross"]),
        "net": words.jobs(sums["net_central"]),
        "span": words.jobs_span(sums["net_low"], sums["net_high"]),
        "as_if_paid": as_if_paid(view),
    }
    if sums["net_central"] <= 0:
        return words.say("jobs_sentence_none", **values)
    if sums["net_low"] <= 0:
        return words.say("jobs_sentence_maybe", **values)
    each = words.rough(sums["cost_fen"] / sums["net_central"])
    base = words.money(sums["cost_fen"])
    return words.say("jobs_sentence", cost=each, base=base, **values)


def basis(view: View) -> str:
    """What share of the money rests on what."""
    sums = statuses.money_by_status(view.run, view.place, "jurisdiction").sum()
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
