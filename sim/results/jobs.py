"""Jobs that money makes or saves, and what the public purse saves on them, as tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim import economy
from sim.base.money import FEN_PER_YUAN
from sim.economy.effects import Effect
from sim.engine import Outcome
from sim.engine.ledger import ADDITIONAL, ASSISTED, DELAYED, MICRO, NET, STARTS
from sim.engine.tally import Tally

MONTHS = 12
KEYS = ["jurisdiction", "kind", "arm", "year"]
Path = npt.NDArray[np.int64]


def job_rows(
    outcome: Outcome, totals: pd.DataFrame, funnel: pd.DataFrame
) -> Iterator[dict[str, Any]]:
    """One row for each kind, arm and year that reaches anybody.

    ``acts``: by which mechanism the kind acts on jobs, or ``none``; ``gross`` heads reached;
    ``starts`` additional jobs begun or saved in the year; the rest in job-years of the year:
    ``additional``, ``displaced`` (lost by others) and ``net_central``, with ``net_low`` and
    ``net_high`` for the kind's own parameters at the ends of their ranges;
    ``net_end`` net jobs in December.
    """
    effects = _responses(outcome).effects
    first = outcome.horizon.first_year
    gross, cost = _gross(funnel, effects, first), _cost(totals)
    for name, place in outcome.places.items():
        for arm, rules in place.arms.items():
            for kind in sorted({m.kind.name for m in rules.measures}):
                effect = effects[kind]
                path = outcome.tallies[name].jobs.get((arm, kind))
                for i in range(outcome.horizon.years):
                    key = (name, kind, arm, first + i)
                    numbers, delayed = _year(path, i), _delayed(path, i)
                    low, high = _ends(effect, outcome, numbers["additional"] - delayed, delayed)
                    yield {
                        "jurisdiction": name,
                        "kind": kind,
                        "channel": effect.channel,
                        "acts": effect.acts,
                        "arm": arm,
                        "year": first + i,
                        "basis": effect.basis,
                        "gross": gross.get(key, 0),
                        **numbers,
                        "net_low": low,
                        "net_high": high,
                        "cost_fen": cost.get(key, 0),
                    }


def _responses(outcome: Outcome) -> economy.Responses:
    return economy.with_values(outcome.scenario.file.behaviour.responses)


def _year(path: Path | None, year: int) -> dict[str, float]:
    """The numbers of one year of a path, in job-years; jobs begun, and jobs in December."""
    if path is None:
        return dict.fromkeys(("starts", "additional", "displaced", "net_central", "net_end"), 0.0)
    months = path[:, MONTHS * year : MONTHS * (year + 1)]
    additional, net = int(months[ADDITIONAL].sum()), int(months[NET].sum())
    return {
        "starts": int(months[STARTS].sum()) / MICRO,
        "additional": additional / MICRO / MONTHS,
        "displaced": (additional - net) / MICRO / MONTHS,
        "net_central": net / MICRO / MONTHS,
        "net_end": int(months[NET, -1]) / MICRO,
    }


def _delayed(path: Path | None, year: int) -> float:
    """Job-years of a year that search given up during courses costs; below nothing."""
    if path is None:
        return 0.0
    return int(path[DELAYED, MONTHS * year : MONTHS * (year + 1)].sum()) / MICRO / MONTHS


def _ends(effect: Effect, outcome: Outcome, gained: float, delayed: float) -> tuple[float, float]:
    """Lowest and highest net jobs with the kind's own parameters at the ends of their ranges.

    What search given up costs (``delayed``) does not depend on how many jobs a course brings.
    """
    if effect.displaced is None:
        return 0.0, 0.0
    reckons = _responses(outcome).labour.reckons
    share = effect.additional or (*(reckons.range or [reckons.value]), reckons.value)
    central = effect.share if effect.additional else reckons.value
    net = [
        (gained * one / central + delayed if central else delayed) * (1.0 - lost)
        for one in share
        for lost in effect.displaced
    ]
    return min(net), max(net)


def _gross(
    funnel: pd.DataFrame, effects: dict[str, Effect], first: int
) -> dict[tuple[Any, ...], int]:
    """Heads reached; those reached before the first year count in it."""
    counted = funnel[funnel["part_of"] == ""]
    counted = counted.assign(year=counted["year"].clip(lower=first))
    sums = counted.groupby(KEYS)[["paid", "covered"]].sum().reset_index()
    heads = {"covered_workers": "covered", "persons": "paid"}
    return {
        tuple(row[key] for key in KEYS): int(row[heads[effects[row["kind"]].basis]])
        for row in sums.to_dict("records")
    }


def _cost(totals: pd.DataFrame) -> dict[tuple[Any, ...], int]:
    year = totals["month"].str[:4].astype("int64").rename("year")
    keys = [totals["jurisdiction"], totals["kind"], totals["arm"], year]
    sums = totals["outlay_fen"].groupby(keys).sum().reset_index()
    return {tuple(row[k] for k in KEYS): int(row["outlay_fen"]) for row in sums.to_dict("records")}


# --- what the purse saves ------------------------------------------------------------------------


def offset_rows(outcome: Outcome) -> Iterator[dict[str, Any]]:
    """What the public purse saves on the jobs, by kind, year and source.

    Contributions kept and allowances saved follow from each kind's own jobs. Benefits and medical
    premiums not drawn are the difference of two runs; they are split by additional job-years.
    """
    for name in outcome.places:
        for arm in outcome.places[name].arms:
            for year in range(outcome.horizon.years):
                yield from _offsets(outcome, name, arm, year)


def _offsets(outcome: Outcome, name: str, arm: str, year: int) -> Iterator[dict[str, Any]]:
    tally, first = outcome.tallies[name], outcome.horizon.first_year
    responses = _responses(outcome)
    months = slice(MONTHS * year, MONTHS * (year + 1))
    jobs = {
        kind: path[:, months].sum(axis=1).tolist()
        for (a, kind), path in sorted(tally.jobs.items())
        if a == arm
    }
    fen, staff = (int(x) for x in tally.contributions[:, year]) if jobs else (0, 0)
    dibao = responses.offsets.dibao.amounts.get(name, 0.0) * responses.offsets.dibao_stops.value
    row = {"jurisdiction": name, "arm": arm, "year": first + year}
    for kind, micro in jobs.items():
        insured = round(micro[NET] * responses.effects[kind].insured)
        kept = insured * fen // max(staff * MICRO, 1)
        allowance = int(micro[ASSISTED] * dibao * FEN_PER_YUAN / MICRO)
        yield {**row, "kind": kind, "source": "contributions", "amount_fen": kept}
        yield {**row, "kind": kind, "source": "dibao", "amount_fen": allowance}
    shares = _shares({kind: micro[ADDITIONAL] for kind, micro in jobs.items()})
    for kind_saved, saved in _benefits(outcome, tally, name, arm, months).items():
        for kind, amount in _split(saved, shares).items():
            yield {**row, "kind": kind, "source": kind_saved, "amount_fen": amount}


def _benefits(outcome: Outcome, tally: Tally, name: str, arm: str, months: slice) -> dict[str, int]:
    """Benefits not drawn for the response: what it saves here, less what it costs the bare arm."""
    found: dict[str, int] = {}
    bare = next(iter(outcome.places[name].arms))
    for which, sign in ((bare, 1), (arm, -1)):
        for measure in outcome.places[name].arms[which].measures:
            if not measure.standing or (which, measure.clause) not in tally.idle:
                continue
            now = int(tally.lines[which, measure.clause].outlay[months].sum())
            idle = int(tally.idle[which, measure.clause][months].sum())
            kind = measure.kind.name
            found[kind] = found.get(kind, 0) + sign * (now - idle)
    return found


def _shares(weights: dict[str, int]) -> dict[str, float]:
    positive = {kind: max(weight, 0) for kind, weight in weights.items()}
    total = sum(positive.values())
    return {kind: weight / total for kind, weight in positive.items()} if total else {}


def _split(amount: int, shares: dict[str, float]) -> dict[str, int]:
    """An amount in whole fen by shares; the largest takes what rounding leaves."""
    if not shares or not amount:
        return {}
    parts = {kind: round(amount * share) for kind, share in shares.items()}
    parts[max(shares, key=lambda kind: shares[kind])] += amount - sum(parts.values())
    return parts
