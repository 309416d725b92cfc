"""Reading a scenario; its hash is over its content, not its layout."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.base.documents import Document, parse, read
from sim.base.errors import Problem, UserError, say
from sim.scenario.schema import ScenarioFile

NEEDED = {
    "title": "-", "question": "-", "author": "-", "date": dt.date(2019, 1, 1),
    "expect": {"outlay": "up"},
}  # fmt: skip


@dataclass(frozen=True)
class Scenario:
    """A scenario with the document it came from.

    Attributes:
        name: file name without ending.
        file: its content.
        document: for messages with lines.
        written: the text it was read from, if it was.
        folder: where it was read from; paths in it start there.
    """

    name: str
    file: ScenarioFile
    document: Document
    written: str | None = None
    folder: Path | None = None

    @cached_property
    def text(self) -> str:
        """As written, or as it would be."""
        return to_yaml(self.file) if self.written is None else self.written

    @property
    def sha256(self) -> str:
        """Hash of the text as written."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def content_sha256(self) -> str:
        """Hash of the content, whatever its layout and comments."""
        data = self.file.model_dump(mode="json", by_alias=True)
        return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()

    def problem(self, path: tuple[Any, ...], what: str) -> Problem:
        """A problem at a place of the scenario."""
        return self.document.problem(path, what)

    def with_(self, **changes: Any) -> Scenario:
        """The scenario with parts replaced (plain data, as in YAML); for widgets and tests."""
        data = self.file.model_dump(by_alias=True, exclude_defaults=True)
        return replace(of_data({**data, **changes}, self.name), folder=self.folder)

    def own_tables(self, jurisdiction: str) -> dict[str, Path]:
        """Files of a planner's own tables of a place, by table.

        Raises:
            UserError: a file outside the scenario's folder, or none such; all at once.
        """
        named = self.file.population.tables.get(jurisdiction, {})
        problems, found = [], {}
        for table, written in named.items():
            where: tuple[str, ...] = ("population", "tables", jurisdiction, table)
            if ("population", "tables", table) in self.document.lines:
                where = ("population", "tables", table)
            try:
                found[table] = _inside(self.folder, written)
            except ValueError as error:
                problems.append(self.problem(where, str(error)))
        if problems:
            raise UserError(problems)
        return found


def _inside(folder: Path | None, written: str) -> Path:
    """The file that a scenario names; ``ValueError`` unless it lies in the scenario's folder."""
    if folder is None:
        msg = say(
            "own tables need a scenario that is saved as a file; their paths start there",
            "使用自有数据，方案须先存为文件；数据文件的路径从那里算起",
        )
        raise ValueError(msg)
    path = (folder / written).resolve()
    if not path.is_relative_to(folder.resolve()):
        msg = say(
            "'{file}' lies outside the scenario's folder; "
            "put the file beside the scenario (or below) and name it from there",
            "“{file}”不在方案所在的文件夹内；请把文件放在方案旁边（或下级文件夹），并从那里写起",
            file=written,
        )
        raise ValueError(msg)
    if not path.is_file():
        msg = say(
            "there is no file '{file}' in the scenario's folder",
            "方案所在的文件夹里没有“{file}”这个文件",
            file=written,
        )
        raise ValueError(msg)
    return path


def load(path: Path | str) -> Scenario:
    """Read a scenario file; ``UserError`` with every problem."""
    path = Path(path)
    document = read(path)
    file = document.as_model(ScenarioFile)
    text = path.read_text(encoding="utf-8")
    return Scenario(path.stem, file, document, text, path.parent)


def what_is_right(path: Path | str) -> Scenario | None:
    """A scenario with mistakes, for further checks of the rest; ``None`` if nothing is left.

    Parts that are wrong are left out, and what every scenario needs stands in for what is missing.
    """
    try:
        document = read(Path(path))
        data = dict(document.data) if isinstance(document.data, dict) else {}
        ScenarioFile.model_validate(data)
    except UserError:
        return None
    except ValidationError as error:
        wrong = {str(e["loc"][0]) for e in error.errors() if e["loc"]}
        data = NEEDED | {key: value for key, value in data.items() if key not in wrong}
    try:
        right = Document(document.name, data, document.lines)
        return Scenario(
            Path(path).stem, right.as_model(ScenarioFile), right, folder=Path(path).parent
        )
    except UserError:
        return None


def of_text(text: str, name: str) -> Scenario:
    """A scenario from YAML text."""
    document = parse(text, name)
    return Scenario(Path(name).stem, document.as_model(ScenarioFile), document, text)


def of_data(data: Mapping[str, Any], name: str) -> Scenario:
    """A scenario from plain data."""
    document = Document(name, dict(data), {(): 1})
    file = document.as_model(ScenarioFile)
    return Scenario(name, file, document)


def to_yaml(file: ScenarioFile) -> str:
    """The scenario as a YAML document that loads to the same content."""
    return as_yaml(file.model_dump(by_alias=True, exclude_defaults=True))


def as_yaml(data: Mapping[str, Any]) -> str:
    """Plain data as a YAML document."""
    from io import StringIO

    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.allow_unicode = True
    yaml.width = 100
    stream = StringIO()
    yaml.dump(dict(data), stream)
    return stream.getvalue()
