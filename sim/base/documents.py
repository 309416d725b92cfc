"""Strict documents: YAML read by ruamel, checked by pydantic, every problem with file and line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from sim.base.errors import Problem, UserError, did_you_mean

M = TypeVar("M", bound=BaseModel)
Path_ = tuple[Any, ...]

_MESSAGES = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "bool_type": "should be true or false",
    "int_type": "should be a whole number",
    "int_parsing": "should be a whole number",
    "string_type": "should be text",
    "date_from_datetime_parsing": "should be a date such as 2019-01-31",
    "date_parsing": "should be a date such as 2019-01-31",
    "date_type": "should be a date such as 2019-01-31",
    "dict_type": "should be a mapping",
    "list_type": "should be a list",
    "model_type": "should be a mapping",
    "model_attributes_type": "should be a mapping",
}


class Strict(BaseModel):
    """Base of document models: unknown keys are errors, values are not coerced from text."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def a_number(value: Any) -> Any:
    """A value (or values by category) as it stands; true and false are no numbers."""
    parts = value.values() if isinstance(value, dict) else (value,)
    if any(isinstance(part, bool) for part in parts):
        msg = "true and false are not numbers"
        raise ValueError(msg)
    return value


@dataclass(frozen=True)
class Document:
    """A parsed YAML file that knows the line of every key.

    Attributes:
        name: how messages call the file.
        data: plain Python data.
        lines: line number of each path into ``data``.
    """

    name: str
    data: Any
    lines: Mapping[Path_, int]

    def where(self, path: Sequence[Any]) -> str:
        """``file:line: a.b.c`` of a path, by the nearest key that has a line."""
        for length in range(len(path), -1, -1):
            line = self.lines.get(tuple(path[:length]))
            if line is not None:
                break
        else:
            length, line = 0, 1
        # Parts that the file does not spell out (one value standing for a series) are left out.
        dotted = ".".join(str(p) for p in [*path[:length], *path[length:][-1:]])
        return f"{self.name}:{line}" + (f": {dotted}" if dotted else "")

    def problem(self, path: Sequence[Any], what: str) -> Problem:
        """A problem at a path."""
        return Problem(self.where(path), what)

    def part(self, *path: Any) -> Document:
        """What stands at a path, as a document of its own that still knows its lines."""
        data = self.data
        for key in path:
            data = data[key]
        inside = {p[len(path) :]: n for p, n in self.lines.items() if p[: len(path)] == path}
        return Document(self.name, data, inside)

    def as_model(self, model: type[M]) -> M:
        """The document as a pydantic model; ``UserError`` with every problem otherwise."""
        try:
            return model.model_validate(self.data)
        except ValidationError as error:
            raise UserError([_describe(self, model, e) for e in _telling(error)]) from None


def parse(text: str, name: str) -> Document:
    """Parse YAML 1.2 text; duplicate keys and syntax errors are problems with their line."""
    yaml = YAML(typ="rt")
    yaml.allow_duplicate_keys = False
    try:
        tree = yaml.load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        what = (error.problem or "is not valid YAML").split("\n")[0]
        if what.startswith("found duplicate key"):
            what = what.split(" with value")[0].replace("found ", "") + ": give it once"
        raise UserError(Problem(f"{name}:{line}", what)) from None
    except (YAMLError, ValueError) as error:
        raise UserError(Problem(name, f"is not valid YAML: {error}")) from None
    lines: dict[Path_, int] = {}
    try:
        data = _plain(tree, (), lines)
    except _OddError as odd:
        raise UserError(Problem(f"{name}:{lines.get(odd.args[0], 1)}", odd.args[1])) from None
    return Document(name, data, lines)


def read(path: Path) -> Document:
    """Read and parse a YAML file; ``UserError`` if it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UserError(Problem(str(path), "there is no such file")) from None
    except IsADirectoryError:
        raise UserError(Problem(str(path), "is a folder, not a file")) from None
    except UnicodeDecodeError:
        raise UserError(Problem(str(path), "is not UTF-8 text; save it as UTF-8")) from None
    except OSError as error:
        raise UserError(Problem(str(path), f"cannot be read: {error.strerror}")) from None
    return parse(text, str(path))


MOST_VALUES, DEEPEST = 200_000, 40


class _OddError(Exception):
    """Something YAML allows and no document of ours has: its path, and what is odd."""


def _plain(node: Any, path: Path_, lines: dict[Path_, int]) -> Any:
    if getattr(node, "tag", None) is not None and node.tag.value:
        raise _OddError(path, f"has the tag {node.tag.value}; documents hold plain values only")
    if len(path) > DEEPEST or len(lines) > MOST_VALUES:
        raise _OddError(path, "repeats itself (an alias) or is nested too often")
    if isinstance(node, CommentedMap | CommentedSeq):
        lines.setdefault(path, node.lc.line + 1)
    if isinstance(node, CommentedMap):
        for key in node:
            lines[*path, key] = node.lc.key(key)[0] + 1 if key in node.lc.data else lines[path]
        return {key: _plain(node[key], (*path, key), lines) for key in node}
    if isinstance(node, CommentedSeq):
        for i in range(len(node)):
            lines[*path, i] = node.lc.item(i)[0] + 1
        return [_plain(item, (*path, i), lines) for i, item in enumerate(node)]
    return _plain_scalar(node)


def _plain_scalar(node: Any) -> Any:
    # ruamel's own scalar classes carry layout; plain Python types compare and print as expected
    for kind in (bool, int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return node


def _telling(error: ValidationError) -> list[dict[str, Any]]:
    """The errors worth telling: not those that only follow from one further inside."""
    errors: list[dict[str, Any]] = [dict(e) for e in error.errors()]
    inner = {e["loc"][:n] for e in errors for n in range(len(e["loc"]))}
    return [e for e in errors if not (e["type"] == "too_short" and e["loc"] in inner)]


def _describe(document: Document, model: type[BaseModel], error: dict[str, Any]) -> Problem:
    path = [p for p in error["loc"] if not _is_tag(p, document)]
    what = _MESSAGES.get(
        error["type"], error["msg"].removeprefix("Value error, ").removeprefix("Input ")
    )
    if error["type"] == "missing":
        return document.problem(path[:-1], f"'{path[-1]}' is missing")
    if error["type"] == "extra_forbidden":
        hint = did_you_mean(str(path[-1]), known_keys(model, path[:-1]))
        return document.problem(
            path, f"'{path[-1]}' is not known here" + (f"; {hint}" if hint else "")
        )
    return document.problem(path, what)


def _is_tag(part: Any, document: Document) -> bool:
    # pydantic names the member of a union inside the path; the file has no such key
    return (
        isinstance(part, str) and part[:1].isupper() and not any(part in p for p in document.lines)
    )


def known_keys(model: type[BaseModel], path: Sequence[Any]) -> list[str]:
    """Keys that a model knows at a path, for hints."""
    current: Any = model
    for part in path:
        if isinstance(part, int):
            continue
        fields = getattr(current, "model_fields", None)
        if fields is None or part not in fields:
            continue
        current = _inner_model(fields[part].annotation)
    return list(getattr(current, "model_fields", {}))


def _inner_model(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _inner_model(inner)
        if found is not None:
            return found
    return None
