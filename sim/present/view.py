"""One run seen from one place in one language: what every section of a page starts from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from sim.budget.payers import NOBODY
from sim.present import outlays, tables
from sim.present.charts import Stamp
from sim.present.formats import LONGEST_NAME, shortened
from sim.present.rundir import Frame, Run
from sim.present.words import Words


@dataclass(frozen=True)
class View:
    """A run, a jurisdiction (or ``all``) and a language.

    Attributes:
        run: the run folder.
        words: the language.
        place: jurisdiction, or ``all`` for the overview.
    """

    run: Run
    words: Words
    place: str

    @property
    def overview(self) -> bool:
        """True for the page of all jurisdictions."""
        return self.place == "all"

    @cached_property
    def name(self) -> str:
        """The place's name."""
        if not self.overview or len(self.run.places) == 5:
            return self.words("place", self.place)
        return self.words.enumerate([self.words("place", p) for p in self.run.places])

    @cached_property
    def years(self) -> str:
        """The years of the run."""
        return self.words.years(self.run.years)

    @cached_property
    def when(self) -> str:
        """The years as a sentence says them: over several, in a single one."""
        key = "lead_when" if len(self.run.years) > 1 else "lead_when_one"
        return self.words.say(key, years=self.years)

    @cached_property
    def title(self) -> str:
        """The scenario's title in the page's language."""
        scenario = self.run.record["scenario"]
        return self.words.own(scenario.get("title")) or str(scenario["name"])

    @cached_property
    def question(self) -> str:
        """What the scenario was run to find out."""
        return self.words.own(self.run.record["scenario"].get("question")) or self.title

    @cached_property
    def file(self) -> str:
        """The scenario file as it was named; no folders of the machine that ran it."""
        path = PurePath(self.run.record["scenario"]["path"])
        return path.name if path.is_absolute() else str(path)

    @cached_property
    def totals(self) -> Frame:
        """The outlays of the place."""
        return self.run.table("totals", self.place)

    @cached_property
    def same(self) -> bool:
        """True where the scenario is current law."""
        return outlays.same(self.run, self.place)

    @cached_property
    def arm(self) -> str:
        """What the main numbers are called."""
        return self.words("arm", "current_law" if self.same else "scenario")

    @cached_property
    def arms(self) -> tuple[str, ...]:
        """The arms shown side by side."""
        return ("no_policy", "current_law") if self.same else tables.ARMS

    @cached_property
    def stamp(self) -> Stamp:
        """What every chart states."""
        source = self.words.say(
            "stamp_source",
            version=self.run.record["wengang"],
            fingerprint=self.run.fingerprint[:12],
            name=shortened(self.run.record["scenario"]["name"], LONGEST_NAME),
        )
        return Stamp(self.words.capital(self.name), self.years, self.words.inline(self.arm), source)

    def outlay(self, arm: str = "scenario", **where: str) -> int:
        """Fen of one arm, of all or of one fund, kind, ..."""
        if not where:
            return sum(outlays.outlays(self.run, self.place, arm, "fund").values())
        ((column, value),) = where.items()
        return outlays.outlays(self.run, self.place, arm, column).get(value, 0)

    def unpaid(self, arm: str = "scenario") -> int:
        """Fen that are due and that nobody pays: refused by a gate, or without a payer."""
        return sum(self.outlay(arm, payer=why) for why in NOBODY)

    def sums(self, column: str, arm: str = "scenario") -> list[tuple[str, int]]:
        """(identifier, fen) of a column, largest first, zeros left out."""
        return outlays.ranked(self.run, self.place, arm, column)

    def caption(self, title: str, unit: str = "", arm: str = "") -> str:
        """A table's caption: what, where, when, which arm, which unit."""
        arm = self.words.inline(arm or self.arm)
        values = {"title": title, "place": self.name, "years": self.years, "arm": arm}
        if not unit:
            return self.words.say("caption_heads", **values)
        return self.words.say("caption", unit=unit, **values)
