"""Reading a scenario; its hash is over its content, not its layout."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.base.documents import Document, parse, read
from sim.base.errors import Problem
from sim.scenario.schema import ScenarioFile


@dataclass(frozen=True)
class Scenario:
    """A scenario with the document it came from.

    Attributes:
        name: file name without ending.
        file: its content.
        document: for messages with lines.
        written: the text it was read from, if it was.
    """

    name: str
    file: ScenarioFile
    document: Document
    written: str | None = None

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
        return of_data({**data, **changes}, self.name)


def load(path: Path | str) -> Scenario:
    """Read a scenario file; ``UserError`` with every problem."""
    path = Path(path)
    document = read(path)
    file = document.as_model(ScenarioFile)
    return Scenario(path.stem, file, document, path.read_text(encoding="utf-8"))


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
    from io import StringIO

    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.allow_unicode = True
    yaml.width = 100
    stream = StringIO()
    yaml.dump(file.model_dump(by_alias=True, exclude_defaults=True), stream)
    return stream.getvalue()
