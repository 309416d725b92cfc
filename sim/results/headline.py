"""The figures of a run that decisions hang on: what it costs, which fund pays, jobs, net cost."""

from __future__ import annotations

from collections import defaultdict

from sim import economy
from sim.economy.effects import Effect
from sim.engine import Outcome
from sim.engine.ledger import MICRO, NET
from sim.results.jobs import MONTHS, offset_rows

OUTLAY, OFFSETS, JOBS_OUTLAY, NET_COST = "outlay", "offsets", "jobs_outlay", "net_cost"
JOBS, JOBS_END, COST, NET_COST_PER_JOB = (
    "net_jobs", "net_jobs_end", "cost_per_net_job", "net_cost_per_net_job",
)  # fmt: skip
KEYS = ["jurisdiction", "arm", "figure", "item"]
Key = tuple[str, str, str, str]
"""Jurisdiction, arm, figure, and the kind, fund or year that the figure is of, or ``""``."""


def headline(outcome: Outcome) -> dict[Key, float]:
    """Figures of a run by jurisdiction, arm, figure and item.

    - ``outlay`` (fen): all of it, and by ``fund:`` and ``kind:``.
    - ``net_jobs`` (job-years): all that outlays make or save against no policy, and by ``kind:``.
    - ``net_jobs_end`` (jobs): in each December, by year.
    - ``jobs_outlay`` (fen): of the kinds that are meant to make or save jobs.
    - ``offsets`` (fen): what the purse saves on those jobs; ``net_cost``: the one less the other.
    """
    found: dict[Key, float] = defaultdict(float)
    for name in outcome.places:
        _add_money(found, outcome, name)
        _add_jobs(found, outcome, name)
    for row in offset_rows(outcome):
        if (row["jurisdiction"], row["arm"], JOBS, f"kind:{row['kind']}") in found:
            found[row["jurisdiction"], row["arm"], OFFSETS, ""] += row["amount_fen"]
    for name, place in outcome.places.items():
        for arm in place.arms:
            cost, saved = (found[name, arm, figure, ""] for figure in (JOBS_OUTLAY, OFFSETS))
            found[name, arm, NET_COST, ""] = cost - saved
    return dict(found)


def _effects(outcome: Outcome) -> dict[str, Effect]:
    return economy.with_values(outcome.scenario.file.behaviour.responses).effects


def _supports(effect: Effect) -> bool:
    """True for income support and what acts on no jobs."""
    return effect.acts == "none" or effect.channel == "income support"


def _add_money(found: dict[Key, float], outcome: Outcome, name: str) -> None:
    effects = _effects(outcome)
    for arm, rules in outcome.places[name].arms.items():
        found[name, arm, OUTLAY, ""] += 0.0
        found[name, arm, JOBS_OUTLAY, ""] += 0.0
        for measure in rules.measures:
            if measure.nature != "outlay":
                continue
            kind = measure.kind.name
            fen = int(outcome.tallies[name].lines[arm, measure.clause].outlay.sum())
            for item in ("", f"fund:{measure.fund}", f"kind:{kind}"):
                found[name, arm, OUTLAY, item] += fen
            if not _supports(effects[kind]):
                found[name, arm, JOBS_OUTLAY, ""] += fen


def _add_jobs(found: dict[Key, float], outcome: Outcome, name: str) -> None:
    horizon, effects = outcome.horizon, _effects(outcome)
    for arm in outcome.places[name].arms:
        for year in range(horizon.years):
            found[name, arm, JOBS_END, str(horizon.first_year + year)] += 0.0
        found[name, arm, JOBS, ""] += 0.0
    for (arm, kind), path in outcome.tallies[name].jobs.items():
        effect = effects[kind]
        if not found.get((name, arm, OUTLAY, f"kind:{kind}")) or _supports(effect):
            continue  # nothing is paid (credit, relief, no number in the text), or not for jobs
        years = int(path[NET].sum()) / MICRO / MONTHS
        found[name, arm, JOBS, ""] += years
        found[name, arm, JOBS, f"kind:{kind}"] += years
        for year in range(horizon.years):
            end = int(path[NET, MONTHS * (year + 1) - 1]) / MICRO
            found[name, arm, JOBS_END, str(horizon.first_year + year)] += end
