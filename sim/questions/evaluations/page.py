"""Every evaluation beside the program's figure, and the page that shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sim.questions.evaluations.figures import FIGURES, World
from sim.questions.evaluations.listed import Evaluation, Listed
from sim.results import Tables
from sim.scenario import Scenario


@dataclass(frozen=True)
class Row:
    """An evaluation beside the program's figure."""

    evaluation: Evaluation
    got: float

    @property
    def inside(self) -> bool:
        """Whether the program's figure lies in the published range."""
        return self.evaluation.low <= self.got <= self.evaluation.high


def validate(sheet: Listed, run: Callable[[Scenario], Tables]) -> Iterator[Row]:
    """Every evaluation beside the program's figure.

    Args:
        sheet: the evaluations and their scenarios.
        run: simulates a scenario.
    """
    worlds = {name: World(sheet.scenario(name), run) for name in sheet.scenarios}
    for one in sheet.evaluations:
        yield Row(one, FIGURES[one.figure](worlds[one.scenario], one.terms))


HEAD = """\
# Validation

The program's answers beside published evaluations of such programmes elsewhere, its terms set to
theirs where that makes sense. Made by `sim validate --write docs/validation.md`; figures, terms and
sources stand in `sim/questions/data/evaluations.yaml`.

*emergent*: the figure comes out of what firms and people decide, and stands as a test. *set*: a
parameter was chosen with it in view; the run shows that it arrives. The range is what studies or
reviews hold plausible. *Short-time work* and *lump sum* are no measures of the five documents: the
program's firms are asked what they would do if such a programme bore the loss.

| programme and figure | published | range | program | verdict | role | confidence | source |
| --- | ---: | ---: | ---: | --- | --- | --- | --- |
"""
BY_CONSTRUCTION = """\
## By construction

- **Public-service posts.** A job on such a post counts while the post is paid for and ends with it:
  what is left afterwards is nothing. Evaluations find about that (-2 to +1 points; Card, Kluve &
  Weber, recalled; direction found at econpapers.repec.org/paper/rwirepape/0086.htm).
- **Italian short-time work** held employment of the firms up to 45 % higher, and the effect faded
  once it ended (Giupponi & Landais). In the program four fifths of the jobs carried through a slump
  are needed afterwards (`labour.stays_after`, 0.5 to 0.95), the rest end with it.
"""


def markdown(rows: list[Row]) -> str:
    """The page: every figure with verdict and source, the terms, why a figure lies outside."""
    lines = [HEAD.rstrip("\n")]
    for row in rows:
        one = row.evaluation
        lines.append(
            f"| {one.what.en} {one.what.zh} | {said(one.value, one.unit)} "
            f"| {said(one.low, one.unit)} to {said(one.high, one.unit)} "
            f"| {said(row.got, one.unit)} | {'inside' if row.inside else '**outside**'} "
            f"| {one.role} | {one.confidence} | {one.source} |"
        )
    lines += ["", "## How the terms were set", ""]
    lines += [f"- **{r.evaluation.what.en}**: {r.evaluation.set}." for r in rows]
    lines += ["", "## Outside the range, and why", ""]
    lines += [
        f"- **{r.evaluation.what.en}** ({said(r.got, r.evaluation.unit)}): {r.evaluation.gap}"
        for r in rows
        if not r.inside
    ]
    return "\n".join([*lines, "", BY_CONSTRUCTION])


def said(value: float, unit: str) -> str:
    """A figure with its unit."""
    return f"{value:.1%}" if unit == "share" else f"{value:,.3g} {unit}"
