"""The insurance fund's reserve in one figure: its lowest months, and whether a gate closes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from sim.app.balance import Purse
from sim.app.glossary import AppWords
from sim.app.model import Answer
from sim.app.page import tile
from sim.app.shown import Shown
from sim.budget.settle import GateTest
from sim.present.formats import NOTHING


def purses(answer: Answer) -> dict[str, Purse]:
    """The purses of the places that an answer is about; of a single one without its name."""
    every = answer.parts or {"": answer}
    return {place: one.purse for place, one in every.items() if one.purse is not None}


def least(answer: Answer) -> tuple[str, float] | None:
    """Where the reserve is smallest at a gate, and its months; ``None`` where none is tested."""
    found = [(t.reserve, place) for place, purse in purses(answer).items() for t in purse.tests]
    if not found:
        return None
    months, place = min(found)
    return place, float(months)


def reserve_text(found: tuple[str, float] | None, words: AppWords) -> str:
    """A smallest reserve in months; of several places, with the place where it is."""
    if found is None or math.isinf(found[1]):
        return NOTHING
    place, months = found
    text = f"{months:.1f}"
    return words.app("reserve_in", months=text, place=words("place", place)) if place else text


def reserve_tile(shown: Shown) -> str:
    """The smallest reserve, and whether a gate is closed, always in sight."""
    words, found = shown.words, least(shown.answer)
    name = words.app("reserve_tile")
    if found is None:
        return tile(name, NOTHING, words.app("reserve_unknown"))
    place, months = found
    figure = NOTHING if math.isinf(months) else words.app("reserve_months", months=f"{months:.1f}")
    shut = {p: purse.shut for p, purse in purses(shown.answer).items() if purse.shut}
    parts = [words.app("reserve_where", place=words("place", place))] if place else []
    parts.append(_gates(shown, shut))
    return tile(name, figure, words.list(parts), "up" if shut else "")


def _gates(shown: Shown, shut: Mapping[str, Sequence[GateTest]]) -> str:
    """Whether the gates are open, or which are closed when and where."""
    words = shown.words
    if not shown.state.gates:
        return words.app("reserve_off")
    if not shut:
        return words.app("reserve_open")
    said = [_closed(words("place", p) if p else "", tests, words) for p, tests in shut.items()]
    return words.app("reserve_shut", parts=words.enumerate(said))


def _closed(place: str, tests: Iterable[GateTest], words: AppWords) -> str:
    years = sorted({test.year for test in tests})
    said = words.years((years[0], years[-1]))
    return f"{place} {said}".strip()
