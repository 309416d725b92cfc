"""Rendering: the report notebook, run by papermill once a page, as HTML and PDF."""

from __future__ import annotations

import ast
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.base.errors import Problem, Said, UserError, did_you_mean, say
from sim.base.files import disk_is_full, write_bytes, write_text
from sim.present.by_run import ByRun
from sim.present.formats import LONGEST_NAME, shortened
from sim.present.page_jobs import Job, jobs_of
from sim.present.pages import FORMATS, PageName, index_html, page_html
from sim.present.pdf import page_pdf
from sim.present.rundir import Run
from sim.present.words import LANGUAGES, Words

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "report.ipynb"
CELL_SECONDS = 300
PAGE_SECONDS = 600.0


@dataclass(frozen=True)
class PageDone:
    """What the progress callback is told after each page.

    Attributes:
        file: the page's file name.
        done: pages finished so far, this one included.
        total: pages in all.
        seconds: how long this one took.
        error: why it failed; empty when it did not.
    """

    file: str
    done: int
    total: int
    seconds: float
    error: str = ""


Progress = Callable[[PageDone], None]


class PagesFailedError(UserError):
    """Some pages could not be rendered; the others are written.

    Attributes:
        written: the files that are.
    """

    def __init__(self, problems: Sequence[Problem], written: Sequence[Path]) -> None:
        super().__init__(problems)
        self.written = tuple(written)


@dataclass
class _Batch:
    """Pages to do and what became of them; shared by the workers."""

    jobs: Sequence[Job]
    notebook: Any
    progress: Progress | None
    seconds: float
    todo: ByRun[Job] = field(default_factory=ByRun)
    errors: dict[Path, str] = field(default_factory=dict)
    done: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    stopped: OSError | None = None

    def finish(self, job: Job, seconds: float, error: str) -> None:
        with self.lock:  # workers finish side by side; the callback hears of one at a time
            self.done += 1
            if error:
                self.errors[job.file] = error
            if self.progress:
                told = PageDone(job.file.name, self.done, len(self.jobs), seconds, error)
                self.progress(told)


def render(
    run_dir: str | Path,
    out_dir: str | Path,
    languages: Sequence[str] = LANGUAGES,
    jurisdictions: Sequence[str] | None = None,
    workers: int = 2,
    progress: Progress | None = None,
    formats: Sequence[str] = FORMATS,
    books: Sequence[Path] = (),
) -> list[Path]:
    """Render the report pages of a run and an index of them.

    Files of the same pages in another format, left from an earlier run, are removed.

    Args:
        run_dir: a finished run folder.
        out_dir: where the pages go; created when absent.
        languages: ``zh``, ``en`` or both.
        jurisdictions: which pages, ``all`` meaning the overview; by default every one of the run
            and, where there are several, the overview.
        workers: how many notebooks run at a time.
        progress: called after each page.
        formats: ``html``, ``pdf`` or both.
        books: workbooks in the same folder, for the index to link.

    Returns:
        The files written, ``index.html`` first.

    Raises:
        PagesFailedError: some pages failed; the others are written all the same.
    """
    jobs = jobs_of(run_dir, Path(out_dir), languages, jurisdictions, formats)
    Words("zh").require(jobs[0].run.identifiers())
    errors = render_jobs(jobs, workers, progress)
    for file in (file for job in jobs for file in job.others):
        file.unlink(missing_ok=True)
    return finish(jobs, errors, books)


def render_jobs(
    jobs: Sequence[Job],
    workers: int = 2,
    progress: Progress | None = None,
    seconds: float = PAGE_SECONDS,
) -> dict[Path, str]:
    """Render pages of one run or of many; kernels stay warm from one to the next.

    Args:
        jobs: the pages.
        workers: how many notebooks run at a time.
        progress: called after each page.
        seconds: how long one page may take.

    Returns:
        Why pages failed, by file; the others are written.

    Raises:
        OSError: the disk is full or cannot be written any more.
    """
    batch = _Batch(jobs, load_notebook(), progress, seconds)
    for job in jobs:
        job.out.mkdir(parents=True, exist_ok=True)
        batch.todo.add(job.run.folder, job)
    if jobs:
        _work_all(batch, min(max(workers, 1), len(jobs)))
    if batch.stopped:
        raise batch.stopped
    return batch.errors


def finish(
    jobs: Sequence[Job], errors: Mapping[Path, str], books: Sequence[Path] = ()
) -> list[Path]:
    """Write the index of one run's pages, and tell what was written and what failed."""
    run, out, pages = jobs[0].run, jobs[0].out, jobs[0].pages
    failed, index = [j for j in jobs if j.file in errors], out / "index.html"
    titles, formats = _titles(run), jobs[0].formats
    write_text(
        index, index_html(pages, [j.page for j in failed], titles, formats, [b.name for b in books])
    )
    written = [index, *(file for j in jobs if j.file not in errors for file in j.files)]
    if failed:
        problems = [Problem(j.file.name, errors[j.file]) for j in failed]
        raise PagesFailedError(problems, written)
    return written


def _titles(run: Run) -> Mapping[str, str]:
    scenario = run.record["scenario"]
    return {x: Words(x).own(scenario.get("title")) or str(scenario["name"]) for x in LANGUAGES}


def _work_all(batch: _Batch, workers: int) -> None:
    import papermill  # noqa: F401  # imported here, once, not by two threads at a time

    from sim.present.kernels import kernel_folder, quiet

    screen_only = not any("pdf" in job.formats for job in batch.jobs)
    with (
        kernel_folder(screen_only=screen_only) as folder,
        quiet(),
        ThreadPoolExecutor(workers) as pool,
    ):
        futures = [pool.submit(_work, batch, folder, str(i)) for i in range(workers)]
        try:
            for future in futures:
                future.result()
        except BaseException:
            # an interrupt, say: do not make the user wait for all other pages
            batch.todo.drop()
            raise


def _work(batch: _Batch, folder: Path, name: str) -> None:
    """One worker: a kernel, and page after page until none is left."""
    from sim.present.kernels import close_loop, new_kernel

    kernel, count, last = new_kernel(folder, name), 0, None
    try:
        while job := batch.todo.take(last):
            last = job.run.folder
            start = time.perf_counter()
            error = _one_page(batch, job, kernel)
            if error:
                # whatever went wrong, the next page gets a fresh kernel
                kernel.end()
                count += 1
                kernel = new_kernel(folder, f"{name}-{count}")
            batch.finish(job, time.perf_counter() - start, error)
    finally:
        kernel.end()
        close_loop()


def _one_page(batch: _Batch, job: Job, kernel: Any) -> str:
    """Run, convert and write one page; the reason when that failed."""
    from sim.present.kernels import time_limit

    run, page, late = job.run, job.page, threading.Event()
    try:
        with time_limit(kernel, batch.seconds, late):
            done = execute(batch.notebook, parameters_of(run, page), km=kernel)
        _write(job, done)
    except UserError as error:
        return Said(str(error), "\n".join(problem.in_full("zh") for problem in error.problems))
    except Exception as error:  # noqa: BLE001  # one page must not stop the others
        if late.is_set():
            english, zh = "took longer than {n:g} seconds and was stopped", "超过{n:g}秒，已停止"
            return say(english, zh, n=batch.seconds)
        if disk_is_full(error):
            batch.stopped = error
            batch.todo.drop()
        return _reason(error)
    return ""


def _write(job: Job, done: Any) -> None:
    """An executed notebook in the formats that are wanted: all of them or, on an error, none."""
    run, page = job.run, job.page
    footer = page.words.say(
        "stamp_source",
        version=run.record["wengang"],
        fingerprint=run.fingerprint,
        name=shortened(run.record["scenario"]["name"], LONGEST_NAME),
    )
    made = []
    for form in job.formats:
        if form == "html":
            made.append(page_html(done, page, job.pages, footer, job.formats).encode())
        else:
            made.append(page_pdf(done, page, _titles(run)[page.language], footer))
    for file, content in zip(job.files, made, strict=True):
        write_bytes(file, content)


def _reason(error: Exception) -> str:
    name, value = getattr(error, "ename", ""), getattr(error, "evalue", "")
    if name:
        return str(value) if name in {"UserError", "NoEffectError"} else _broken(name, value)
    return _broken(type(error).__name__, error)


def _broken(name: str, what: object) -> Said:
    """What the program stumbled over; the words of Python are no help to who reads Chinese."""
    return Said(f"{name}: {what}".strip().split("\n")[0], f"程序出错（{name}）")


def parameters_of(run: Run, page: PageName) -> dict[str, str]:
    """The notebook's parameters for a page: names and hashes only, never policy values."""
    return {
        "scenario_path": str(run.folder / "scenario.yaml"),
        "scenario_sha256": str(run.record["scenario"]["sha256"]),
        "run_dir": str(run.folder),
        "language": page.language,
        "jurisdiction": page.place,
    }


def load_notebook(path: Path = NOTEBOOK) -> Any:
    """The report notebook, read once for all pages."""
    import nbformat

    if not path.is_file():
        what = say("the report notebook is missing", "缺少报告所用的笔记本")
        raise UserError(Problem(str(path), what))
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def declared_parameters(notebook: Any) -> dict[str, Any]:
    """Names and defaults in the cell tagged ``parameters``."""
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            return {
                target.id: ast.literal_eval(node.value)
                for node in ast.parse(cell.source).body
                if isinstance(node, ast.Assign)
                for target in node.targets
                if isinstance(target, ast.Name)
            }
    raise UserError("the notebook has no cell tagged 'parameters'")


def check_parameters(notebook: Any, parameters: Mapping[str, Any]) -> None:
    """Refuse names the notebook does not declare, names it lacks, and values that are not text.

    Papermill itself only logs a misspelt name and runs on the default.
    """
    declared = declared_parameters(notebook)
    problems = [
        Problem("parameters", f"the notebook has no '{n}'; {did_you_mean(n, list(declared))}")
        for n in parameters
        if n not in declared
    ]
    problems += [
        Problem("parameters", f"'{n}' is missing") for n in declared if n not in parameters
    ]
    problems += [
        Problem("parameters", f"'{n}' should be text, not {type(v).__name__}")
        for n, v in parameters.items()
        if n in declared and not isinstance(v, str)
    ]
    if problems:
        raise UserError(problems)


def execute(notebook: Any, parameters: Mapping[str, str], km: Any = None) -> Any:
    """Run the notebook by papermill and make sure that every cell was completed.

    Args:
        notebook: the report notebook; left as it is.
        parameters: all of its parameters.
        km: a kernel manager to run it on; by default papermill starts a kernel for it.
    """
    import papermill

    check_parameters(notebook, parameters)
    done = papermill.execute_notebook(
        deepcopy(notebook),
        None,
        parameters=dict(parameters),
        progress_bar=False,
        log_output=False,
        request_save_on_cell_execute=False,
        start_timeout=120,
        execution_timeout=CELL_SECONDS,
        km=km,
    )
    unfinished = [
        cell.get("id", "?")
        for cell in done.cells
        if cell.cell_type == "code"
        and cell.metadata.get("papermill", {}).get("status") != "completed"
    ]
    if done.metadata.papermill.get("exception") or unfinished:
        raise UserError(f"cells were not completed: {', '.join(unfinished) or 'see the notebook'}")
    return done
