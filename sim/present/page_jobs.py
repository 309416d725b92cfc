"""Which pages of a run are wanted, in which languages and formats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sim.base.errors import Problem, Said, UserError, did_you_mean, listed, say
from sim.present.pages import FORMATS, Format, PageName
from sim.present.rundir import Run, open_run
from sim.present.words import LANGUAGES, Language


@dataclass(frozen=True)
class Job:
    """A page to be rendered, in one format or several from one run of the notebook.

    Attributes:
        run: what it is about.
        out: the folder it goes to.
        page: which page.
        pages: every page of the folder, for the links between them.
        formats: what it is written as.
    """

    run: Run = field(repr=False)
    out: Path
    page: PageName
    pages: tuple[PageName, ...] = field(repr=False)
    formats: tuple[Format, ...] = FORMATS

    @property
    def files(self) -> list[Path]:
        """Where the page goes, one file a format."""
        return [self.out / self.page.named(name) for name in self.formats]

    @property
    def file(self) -> Path:
        """The first of its files, by which the page is known."""
        return self.files[0]

    @property
    def others(self) -> list[Path]:
        """Where the page would go in the formats that are not wanted."""
        return [self.out / self.page.named(x) for x in FORMATS if x not in self.formats]

    @property
    def is_there(self) -> bool:
        """True where every file has been written."""
        return all(file.is_file() for file in self.files)


def jobs_of(
    run_dir: str | Path,
    out: Path,
    languages: Sequence[str] = LANGUAGES,
    jurisdictions: Sequence[str] | None = None,
    formats: Sequence[str] = FORMATS,
) -> list[Job]:
    """The pages of a run, yet to be rendered.

    Args:
        run_dir: a finished run folder.
        out: where the pages go.
        languages: ``zh``, ``en`` or both.
        jurisdictions: which pages, ``all`` meaning the overview; by default every one of the run
            and, where there are several, the overview.
        formats: ``html``, ``pdf`` or both.
    """
    run = open_run(run_dir)
    if jurisdictions is None:
        jurisdictions = ["all", *run.places] if len(run.places) > 1 else list(run.places)
    _check(run, languages, jurisdictions, formats)
    spoken: list[Language] = [x for x in LANGUAGES if x in languages]
    pages = tuple(PageName(j, x) for j in dict.fromkeys(jurisdictions) for x in spoken)
    written = tuple(x for x in FORMATS if x in formats)
    return [Job(run, out, page, pages, written) for page in pages]


def _check(
    run: Run, languages: Sequence[str], jurisdictions: Sequence[str], formats: Sequence[str]
) -> None:
    known = [*run.places, "all"]
    problems = [
        Problem("jurisdictions", no_place(j, known)) for j in jurisdictions if j not in known
    ]
    problems += [
        Problem("languages", _not_offered(x, LANGUAGES)) for x in languages if x not in LANGUAGES
    ]
    problems += [Problem("formats", _not_offered(x, FORMATS)) for x in formats if x not in FORMATS]
    if not jurisdictions or not languages or not formats:
        what = say(
            "there is no page to render: name a jurisdiction, a language and a format",
            "没有要生成的页面：请给出地区、语言和格式",
        )
        problems.append(Problem("", what))
    if problems:
        raise UserError(problems)


def no_place(name: str, known: Sequence[str]) -> Said:
    """A run is not of a place; a hint at what it is of."""
    hint = did_you_mean(name, known)
    return say(
        "the run has no '{name}'; {hint}", "本次运行没有“{name}”；{hint}", name=name, hint=hint
    )


def _not_offered(name: str, known: Sequence[str]) -> Said:
    english, zh = "'{name}' is not offered; known: {known}", "没有“{name}”；可用：{known}"
    return say(english, zh, name=name, known=listed(known))
