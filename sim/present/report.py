"""A page of the report: its sections, numbered, for the notebook to show one after another."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sim.base.errors import Problem, UserError, did_you_mean, say
from sim.present.blocks import Block, Fold, Heading, Picture, Table
from sim.present.html import Show
from sim.present.page_jobs import no_place
from sim.present.rundir import check_scenario, open_run
from sim.present.runs import run_of
from sim.present.sections.answer import answer
from sim.present.sections.basis import basis
from sim.present.sections.coverage import coverage
from sim.present.sections.doubts import doubts
from sim.present.sections.jobs import jobs
from sim.present.sections.method import method
from sim.present.sections.money import compare, heat, measures, money, months
from sim.present.sections.off_budget import off_budget
from sim.present.sections.people import people
from sim.present.sections.purses import purses
from sim.present.sections.reproduce import reproduce
from sim.present.view import View
from sim.present.words import Words

Section = Callable[[View], list[Block]]

# name of the section: for one jurisdiction, for the overview
SECTIONS: dict[str, tuple[Section, Section]] = {
    "answer": (answer, answer),
    "money": (money, compare),
    "months": (months, months),
    "measures": (measures, heat),
    "purses": (purses, purses),
    "off_budget": (off_budget, off_budget),
    "people": (people, people),
    "jobs": (jobs, jobs),
    "doubts": (doubts, doubts),
    "basis": (basis, basis),
    "coverage": (coverage, coverage),
    "method": (method, method),
    "reproduce": (reproduce, reproduce),
}

_CHINESE_NUMBERS = ("", *"一二三四五六七八九十", *(f"十{n}" for n in "一二三四五六七八九"))


@dataclass(frozen=True)
class Page:
    """A report page, ready to be shown section by section.

    Attributes:
        view: the run, the place and the language.
    """

    view: View

    def section(self, name: str) -> Show:
        """One section; the answer carries the page's title, the others are numbered."""
        if name not in SECTIONS:
            hint = did_you_mean(name, list(SECTIONS))
            raise UserError(f"the report has no section '{name}'; {hint}")
        number = list(SECTIONS).index(name)
        blocks = SECTIONS[name][self.view.overview](self.view)
        if number:
            blocks = [Heading(self._title(name, number), name), *blocks]
        return Show(numbered(blocks, number), self.view.words)

    def _title(self, name: str, number: int) -> str:
        key = "sec_money_all" if name == "money" and self.view.overview else f"sec_{name}"
        shown = _CHINESE_NUMBERS[number] if self.view.words.chinese else str(number)
        return self.view.words.say("numbered", number=shown, title=self.view.words.head(key))

    def blocks(self) -> list[Block]:
        """The whole page, for other printers than the notebook."""
        return [b for name in SECTIONS for b in self.section(name).blocks]


def numbered(blocks: Sequence[Block], section: int) -> list[Block]:
    """Tables and figures get numbers such as 2-1, counted apart within the section.

    Those of the answer, which has no number of its own, are 1, 2 and so on.
    """
    before = f"{section}-" if section else ""
    counts = {Table: 0, Picture: 0}

    def visit(block: Block) -> Block:
        if isinstance(block, Fold):
            return replace(block, blocks=[visit(b) for b in block.blocks])
        if isinstance(block, Table | Picture):
            counts[type(block)] += 1
            return replace(block, number=f"{before}{counts[type(block)]}")
        return block

    return [visit(b) for b in blocks]


def open_page(
    scenario_path: str,
    scenario_sha256: str,
    run_dir: str,
    language: str,
    jurisdiction: str,
) -> Page:
    """Open a run for one page, after checking that it belongs to the scenario.

    Args:
        scenario_path: the scenario file; empty for the copy in the run folder.
        scenario_sha256: its expected SHA-256; empty for the one in the run's record.
        run_dir: the run folder; empty to have the scenario simulated, unless it was already.
        language: ``zh`` or ``en``.
        jurisdiction: which place, or ``all`` for the overview.
    """
    if not run_dir and not scenario_path:
        what = say(
            "say which run folder to present, or which scenario_path to simulate",
            "请指明运行文件夹，或以 scenario_path 指明要模拟的方案",
        )
        raise UserError(Problem("run_dir", what))
    run = open_run(run_dir or run_of(scenario_path, jurisdiction))
    check_scenario(run, scenario_path if run_dir else "", scenario_sha256)
    known = [*run.places, "all"]
    if jurisdiction not in known:
        raise UserError(Problem("jurisdiction", no_place(jurisdiction, known)))
    words = Words(language)  # type: ignore[arg-type]
    words.require(run.identifiers())
    return Page(View(run, words, jurisdiction))


def given(names: Mapping[str, Any]) -> dict[str, str]:
    """The parameters among a notebook's names, for :func:`open_page`.

    Papermill sets a misspelt parameter as a variable that nobody reads, and only logs it; here
    plain data under a name that is no parameter is refused.

    Args:
        names: the notebook's global names.
    """
    known = list(inspect.signature(open_page).parameters)
    plain = (str, int, float, list, dict, tuple)
    extra = [
        name
        for name, value in names.items()
        if isinstance(value, plain) and name not in {*known, "In", "Out"} and name[0] != "_"
    ]
    problems = [
        Problem("parameters", f"the report has no '{n}'; {did_you_mean(n, known)}") for n in extra
    ]
    problems += [Problem("parameters", f"'{n}' is missing") for n in known if n not in names]
    problems += [
        Problem("parameters", f"'{n}' should be text, not {type(names[n]).__name__}")
        for n in known
        if n in names and not isinstance(names[n], str)
    ]
    if problems:
        raise UserError(problems)
    return {name: names[name] for name in known}
