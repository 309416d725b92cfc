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

from sim.base.errors import Problem, Said, UserError, did_you_mean, say

M = TypeVar("M", bound=BaseModel)
Path_ = tuple[Any, ...]

_TRUTH = Said("should be true or false", "应为 true 或 false")
_WHOLE = Said("should be a whole number", "应为整数")
_DATE = Said("should be a date such as 2019-01-31", "应为日期，如 2019-01-31")
_MAPPING = Said("should be a mapping", "应为“名称: 值”的形式")
_LIST = Said("should be a list", "应为列表")
_MESSAGES = {
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": Said("should be a number", "应为数字"),
    "float_parsing": Said("should be a number", "应为数字"),
    "string_type": Said("should be text", "应为文字"),
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "date_parsing": _DATE,
    "date_type": _DATE,
    "dict_type": _MAPPING,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
}
_IN_CHINESE = {
    "greater_than": "应大于 {gt:g}",
    "greater_than_equal": "应不小于 {ge:g}",
    "less_than": "应小于 {lt:g}",
    "less_than_equal": "应不大于 {le:g}",
    "finite_number": "应为有限的数字",
    "literal_error": "应为 {expected}",
    "string_too_short": "不能为空",
    "string_pattern_mismatch": "形式不对，应符合 {pattern}",
    "too_short": "至少要有 {min_length} 项",
    "too_long": "至多 {max_length} 项",
}
"""What pydantic says well enough in English, by its type of error."""


class Strict(BaseModel):
    """Base of document models: unknown keys are errors, values are not coerced from text."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def a_number(value: Any) -> Any:
    """A value (or values by category) as it stands; true and false are no numbers."""
    parts = value.values() if isinstance(value, dict) else (value,)
    if any(isinstance(part, bool) for part in parts):
        raise ValueError(say("true and false are not numbers", "true 和 false 不是数字"))
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
        raise UserError(Problem(f"{name}:{line}", _syntax(error))) from None
    except (YAMLError, ValueError) as error:
        what = say("is not valid YAML: {error}", "不是有效的 YAML", error=error)
        raise UserError(Problem(name, what)) from None
    lines: dict[Path_, int] = {}
    try:
        data = _plain(tree, (), lines)
    except _OddError as odd:
        raise UserError(Problem(f"{name}:{lines.get(odd.args[0], 1)}", odd.args[1])) from None
    return Document(name, data, lines)


def _syntax(error: MarkedYAMLError) -> Said:
    what = (error.problem or "is not valid YAML").split("\n")[0]
    if what.startswith("found duplicate key"):
        key = what.split(" with value")[0].removeprefix("found duplicate key ")
        name = key.strip("\"'")
        return say(
            "duplicate key {key}: give it once", "“{name}”重复；只能写一次", key=key, name=name
        )
    return Said(what, "不是有效的 YAML；请检查缩进、冒号、引号和括号")


def read(path: Path) -> Document:
    """Read and parse a YAML file; ``UserError`` if it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        what = Said("there is no such file", "没有这个文件")
    except IsADirectoryError:
        what = Said("is a folder, not a file", "是文件夹，不是文件")
    except UnicodeDecodeError:
        what = Said("is not UTF-8 text; save it as UTF-8", "不是 UTF-8 编码；请另存为 UTF-8")
    except OSError as error:
        what = say("cannot be read: {why}", "无法读取，请检查权限", why=error.strerror)
    else:
        return parse(text, str(path))
    raise UserError(Problem(str(path), what))


MOST_VALUES, DEEPEST = 200_000, 40


class _OddError(Exception):
    """Something YAML allows and no document of ours has: its path, and what is odd."""


def _plain(node: Any, path: Path_, lines: dict[Path_, int]) -> Any:
    if getattr(node, "tag", None) is not None and node.tag.value:
        what = say(
            "has the tag {tag}; documents hold plain values only",
            "带有标签“{tag}”；文件里只能写普通的值",
            tag=node.tag.value,
        )
        raise _OddError(path, what)
    if len(path) > DEEPEST or len(lines) > MOST_VALUES:
        what = Said(
            "repeats itself (an alias) or is nested too often", "自我引用（别名）或层次过深"
        )
        raise _OddError(path, what)
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
    if error["type"] == "missing":
        what = say("'{key}' is missing", "缺少“{key}”", key=path[-1])
        return document.problem(path[:-1], what)
    if error["type"] == "extra_forbidden":
        hint = did_you_mean(str(path[-1]), known_keys(model, path[:-1]))
        english, chinese = "'{key}' is not known here; {hint}", "这里没有“{key}”这一项；{hint}"
        return document.problem(path, say(english, chinese, key=path[-1], hint=hint))
    return document.problem(path, _what(error))


def _what(error: dict[str, Any]) -> str:
    """What is wrong with a value: as our own checks say it, or as pydantic does."""
    kind, told = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(told["error"])
    english = error["msg"].removeprefix("Input ")
    chinese = _IN_CHINESE.get(kind, "").format(**told).replace(" or ", " 或 ")
    return _MESSAGES.get(kind) or Said(english, chinese)


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
