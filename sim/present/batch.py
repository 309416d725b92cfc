"""Many scenarios: each simulated once, rendered, and put on one page that ranks them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sim.base.errors import Problem, UserError
from sim.base.files import alone_in, disk_is_full
from sim.law.load import load as load_law
from sim.present.batch_runs import file_all, simulate_all
from sim.present.filing import book_name
from sim.present.notebooks import PageDone, PagesFailedError, finish, render_jobs
from sim.present.page_jobs import Job, jobs_of
from sim.present.pages import FORMATS as PAGE_FORMATS
from sim.present.runs import in_order
from sim.present.words import LANGUAGES, Language
from sim.results.kept import find_kept, folder_name, run_key, sweep
from sim.scenario import Scenario

Tell = Callable[[str, int, int], None]
YAML = {".yaml", ".yml"}
FORMATS = (*PAGE_FORMATS, "xlsx")
USUAL = ("html", "xlsx")


@dataclass(frozen=True)
class Plan:
    """How a batch is to be run.

    Attributes:
        out: the folder of its results.
        languages: of the reports and the index.
        processes: how many scenarios, or notebooks, at a time.
        seconds: how long one notebook may take.
        formats: what to make of every run: pages as ``html`` and ``pdf``, a workbook.
        draws: behind the intervals of every scenario; as each of them says when absent.
    """

    out: Path
    languages: Sequence[str] = LANGUAGES
    processes: int = 2
    seconds: float = 600.0
    formats: Sequence[str] = USUAL
    draws: int | None = None

    @property
    def runs(self) -> Path:
        """Where the run folders are."""
        return self.out / "runs"

    @property
    def paged(self) -> list[str]:
        """The formats of report pages."""
        return [name for name in PAGE_FORMATS if name in self.formats]

    @property
    def spoken(self) -> list[Language]:
        """The languages, the usual one first."""
        return [x for x in LANGUAGES if x in self.languages]

    def book(self, folder: str, language: Language) -> Path:
        """Where the workbook of a run in a language is."""
        return self.pages(folder) / book_name(folder, language)

    def pages(self, folder: str) -> Path:
        """Where the pages of a run are; they link to each other, so languages are kept apart."""
        return self.out / "pages" / folder / "-".join(self.spoken)


@dataclass
class Entry:
    """A scenario of a batch, and what became of it.

    Attributes:
        path: its file, as given.
        scenario: its content, if it could be read.
        key: what its run is known by.
        folder: name of its run folder.
        same_as: the path of an earlier scenario with the same content.
        reason: why it failed.
        pages_failed: why pages of it failed, by file name.
    """

    path: str
    scenario: Scenario | None = None
    key: str = ""
    folder: str = ""
    same_as: str = ""
    reason: str = ""
    pages_failed: dict[str, str] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """True where anything is missing."""
        return bool(self.reason or self.pages_failed)


def run_batch(
    paths: Sequence[str], plan: Plan, tell: Tell, say: Callable[[str], None]
) -> list[Entry]:
    """Check, simulate, render and rank scenarios; what is there already is not done again.

    Args:
        paths: files, folders and patterns.
        plan: how.
        tell: called with (what is being done, steps done, of) as the batch goes on.
        say: called with a message of the batch.

    Returns:
        The entries, one a scenario, in order.

    Raises:
        UserError: there is nothing to run, or nothing can be written.
    """
    from sim.present.batch_index import write_index

    files = find_scenarios(paths)
    with alone_in(plan.out, lambda: say(f"another batch is at work in {plan.out}; waiting for it")):
        entries = [checked(path, plan.draws) for path in files]
        problems = [Problem("", e.reason) for e in entries if e.reason]
        if problems and len(problems) == len(entries):
            raise UserError(problems)
        for entry in entries:
            if entry.reason:
                say(f"left out: {entry.reason}")
        try:
            _work(entries, plan, tell)
            write_index(entries, plan)
        except OSError as error:
            if not disk_is_full(error):
                raise
            what = f"{error.strerror}; what is finished stays: make room and give the command again"
            raise UserError(Problem(str(plan.out), what)) from None
    return entries


def find_scenarios(paths: Sequence[str]) -> list[str]:
    """Scenario files: those named, those in a folder (not below), those a pattern matches."""
    import glob

    found: dict[Path, str] = {}
    problems = []
    for text in paths:
        path = Path(text)
        if path.is_dir():
            names = [p for p in path.iterdir() if p.suffix in YAML and p.name[0] != "."]
        elif path.exists():
            names = [path]
        else:
            names = [Path(p) for p in glob.glob(text, recursive=True) if Path(p).suffix in YAML]  # noqa: PTH207
        if not names:
            problems.append(Problem(text, "no scenario file is there (*.yaml)"))
        for name in sorted(names):
            found.setdefault(name.resolve(), name.as_posix())
    if problems:
        raise UserError(problems)
    return list(found.values())


def checked(path: str, draws: int | None = None) -> Entry:
    """A scenario read and checked against the law, with its key."""
    entry = Entry(path)
    try:
        scenario = in_order(path, draws)
        entry.key = run_key(scenario)
        entry.scenario, entry.folder = scenario, folder_name(scenario, entry.key)
    except UserError as error:
        entry.reason = str(error)
    except OSError as error:
        entry.reason = f"{path}: cannot be read: {error.strerror or error}"
    return entry


@dataclass
class _Steps:
    """One count over everything a batch does."""

    tell: Tell
    done: int
    total: int
    failed: int = 0

    def step(self, what: str, *, well: bool = True) -> None:
        self.done += 1
        self.failed += not well
        self.show(what)

    def show(self, what: str) -> None:
        """Tell where the batch is."""
        text = f"{what}, {self.failed} failed" if self.failed else what
        self.tell(text, self.done, self.total)


def _work(entries: Sequence[Entry], plan: Plan, tell: Tell) -> None:
    plan.runs.mkdir(parents=True, exist_ok=True)
    sweep(plan.runs)
    first = _first_of_each(entries, plan)
    todo = [e for e in first if not find_kept(plan.runs, e.key)]
    books = len(plan.languages) * ("xlsx" in plan.formats)
    makes = {e.path: _page_count(e, plan) + books for e in first}
    steps = _Steps(tell, len(first) - len(todo), len(first) + sum(makes.values()))
    steps.show("simulating")
    simulate_all(todo, plan, lambda e: steps.step("simulating", well=not e.reason))
    steps.total -= sum(makes[e.path] for e in first if e.reason)
    done = [e for e in first if not e.reason]
    if plan.paged:
        _render(done, plan, steps)
    if "xlsx" in plan.formats:
        every = [(e, x) for e in done for x in plan.spoken]
        left = [(e, x) for e, x in every if not plan.book(e.folder, x).is_file()]
        steps.done += len(every) - len(left)
        file_all(left, plan, lambda e: steps.step("workbooks", well=not e.pages_failed))
    by_key = {e.key: e for e in first}
    for entry in entries:
        if entry.same_as:
            entry.reason = by_key[entry.key].reason
            entry.pages_failed = by_key[entry.key].pages_failed


def _first_of_each(entries: Sequence[Entry], plan: Plan) -> list[Entry]:
    """The first scenario of each content, in the folder where its run is already, if it is."""
    first: dict[str, Entry] = {}
    for entry in entries:
        if entry.reason:
            continue
        known = first.setdefault(entry.key, entry)
        if known is not entry:
            entry.same_as, entry.folder = known.path, known.folder
            continue
        kept = find_kept(plan.runs, entry.key)
        entry.folder = kept.name if kept else entry.folder
    return list(first.values())


def _page_count(entry: Entry, plan: Plan) -> int:
    if not plan.paged or entry.scenario is None:
        return 0
    places = len(entry.scenario.file.jurisdictions or load_law().jurisdictions)
    return (places + (places > 1)) * len(plan.languages)


def _render(entries: Sequence[Entry], plan: Plan, steps: _Steps) -> None:
    """Render the pages that are not there yet, of all runs with the same warm kernels."""
    jobs: dict[str, list[Job]] = {}
    for entry in entries:
        try:
            out = plan.pages(entry.folder)
            folder = plan.runs / entry.folder
            jobs[entry.path] = jobs_of(folder, out, plan.languages, formats=plan.paged)
        except UserError as error:
            entry.pages_failed = {"": str(error)}
    todo = [job for of_run in jobs.values() for job in of_run if not job.is_there]
    steps.done += sum(map(len, jobs.values())) - len(todo)

    def shown(page: PageDone) -> None:
        steps.step("rendering", well=not page.error)

    steps.show("rendering")
    errors = render_jobs(todo, plan.processes, shown, plan.seconds)
    for entry in entries:
        if entry.path not in jobs:
            continue
        try:
            finish(jobs[entry.path], errors)
        except PagesFailedError as failed:
            entry.pages_failed = {p.where: p.what for p in failed.problems}
