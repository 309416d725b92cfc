"""Awards to incubators 创业孵化基地奖补: zy4d zy4e, tc4b tc4d, ly2.2b ly4.1a, xt12a, sn11b."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.law.values import Dated
from sim.measures.award import Award, every, once
from sim.measures.registry import Terms, measure, names, reading, term
from sim.measures.tables import LEVELS, IncubatorYears

NEEDS = ("effective", "passed", "chosen", "not_awarded_before")


@dataclass(frozen=True, kw_only=True)
class IncubatorTerms(Terms):
    """Which incubators."""

    levels: tuple[str, ...] = names("who must have recognised it; any if none is named", *LEVELS)
    needs: tuple[str, ...] = names("what else is asked", *NEEDS)


@dataclass(frozen=True, kw_only=True)
class PerResidentTerms(IncubatorTerms):
    """Terms of an award per resident entity (zy4d)."""

    amount: Dated = term("yuan", "per resident entity")
    more_than: Dated = term("count", "only incubators with more residents than this")
    incubator_residents: str = reading("AMB-20: all residents, or those above the number")


@dataclass(frozen=True, kw_only=True)
class MatchTerms(IncubatorTerms):
    """Terms of a match to the provincial award (zy4e)."""

    share: Dated = term("share", "part of the provincial award")


@dataclass(frozen=True, kw_only=True)
class GrantTerms(IncubatorTerms):
    """Terms of a sum per incubator."""

    amount: Dated | None = term("yuan", "per incubator", optional=True, at_most="ceiling")
    floor: Dated | None = term(
        "yuan", "lowest amount the text allows", optional=True, at_most="amount"
    )
    ceiling: Dated | None = term("yuan", "highest amount the text allows", optional=True)


@measure(
    "incubator_award",
    of=IncubatorYears,
    terms=PerResidentTerms,
    pays="institution",
    channel="start-up",
    variant="per_resident",
    rising=("amount",),
)
def per_resident(years: IncubatorYears, terms: PerResidentTerms) -> Award:
    """A sum per resident entity, to good incubators with more residents than a number."""
    day = years.assessed_on
    over = years.residents - terms.more_than.on(day)
    eligible = asked(years, terms) & every(residents_enough=over > 0)
    counted = years.residents if terms.incubator_residents == "all" else np.maximum(over, 0)
    return Award.of(eligible, once(terms.amount.on(day) * counted, years.month("assessed_on")))


@measure(
    "incubator_award",
    of=IncubatorYears,
    terms=MatchTerms,
    pays="institution",
    channel="start-up",
    variant="match",
    rising=("share",),
)
def match(years: IncubatorYears, terms: MatchTerms) -> Award:
    """A share of the provincial award on top."""
    eligible = asked(years, terms) & every(provincial_award=years.provincial_award_fen > 0)
    paid = terms.share.share_on(years.assessed_on).of(years.provincial_award_fen)
    return Award.of(eligible, once(paid, years.month("assessed_on")))


@measure(
    "incubator_award",
    of=IncubatorYears,
    terms=GrantTerms,
    pays="institution",
    channel="start-up",
    rising=("amount",),
)
def grant(years: IncubatorYears, terms: GrantTerms) -> Award:
    """A sum per incubator, where the text or the locality gives one."""
    eligible = asked(years, terms)
    if terms.amount is None:
        return Award.unpriced(eligible)
    amount = np.broadcast_to(terms.amount.on(years.assessed_on), eligible.shape)
    return Award.of(eligible, once(amount, years.month("assessed_on")))


def asked(
    years: IncubatorYears, terms: IncubatorTerms
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Level, effect, assessment, choice and window."""
    found = {
        "effective": years.effective,
        "passed": years.passed,
        "chosen": years.chosen,
        "not_awarded_before": ~years.awarded_before,
    }
    levels = [LEVELS[name] for name in terms.levels]
    return every(
        level=not levels or np.isin(years.level, levels),
        **{need: found[need] for need in terms.needs},
        in_window=terms.window.holds(years.assessed_on),
    )
