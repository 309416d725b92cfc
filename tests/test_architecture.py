"""Data flows one way: a room imports only from rooms above it."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SIM = ROOT / "sim"
ROOMS = (
    "base", "scenario", "law", "measures", "population", "economy", "engine", "budget", "results",
    "questions", "present", "app", "cli",
)  # fmt: skip
FILES = sorted(SIM.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Rooms that a file imports, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("sim"):
            parts = node.module.split(".")
            names = [parts[1]] if len(parts) > 1 else [alias.name for alias in node.names]
            found |= {name for name in names if name in ROOMS}
        if isinstance(node, ast.ImportFrom) and node.level:
            pytest.fail(f"{path.relative_to(ROOT)}: relative import; name the room")
        if isinstance(node, ast.Import):
            for alias in node.names:
                parts = alias.name.split(".")
                if parts[0] == "sim" and len(parts) > 1:
                    found.add(parts[1])
    return found


def room_of(path: Path) -> str:
    return path.relative_to(SIM).parts[0]


@pytest.mark.parametrize("path", FILES, ids=[str(p.relative_to(ROOT)) for p in FILES])
def test_imports_go_upwards_only(path: Path) -> None:
    if path.parent == SIM:
        assert not imported(path), "the package itself imports no room"
        return
    allowed = set(ROOMS[: ROOMS.index(room_of(path)) + 1])
    assert imported(path) <= allowed, f"{room_of(path)} may import {sorted(allowed)} only"


def test_every_folder_is_a_known_room_with_a_docstring() -> None:
    folders = {p.name for p in SIM.iterdir() if p.is_dir() and p.name != "__pycache__"}
    assert folders <= set(ROOMS)
    for room in folders:
        text = (SIM / room / "__init__.py").read_text(encoding="utf-8")
        docstring = ast.get_docstring(ast.parse(text))
        assert docstring, room
        assert len(docstring.split(".")) >= 2, f"{room}: what lives here, and what may not"


@pytest.mark.parametrize("path", FILES, ids=[str(p.relative_to(ROOT)) for p in FILES])
def test_files_and_functions_stay_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            own = (node.end_lineno or 0) - node.lineno + 1
            docstring = ast.get_docstring(node, clean=False) or ""
            assert own - docstring.count("\n") - 1 <= 45, f"{node.name} has {own} lines"


def test_rules_draw_nothing() -> None:
    """Randomness belongs to population and economy, through counter-based draws only."""
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        assert "np.random" not in text, path
        assert "import random" not in text, path
        if room_of(path) in ("measures", "law", "engine", "budget") and path.parent != SIM:
            assert "base.draws" not in text, path


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda p: p.name)
def test_notebooks_hold_no_outputs_and_no_logic(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        assert not cell["outputs"]
        assert cell["execution_count"] is None
        tree = ast.parse("".join(cell["source"]))
        defined = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef)]
        assert not defined, "logic lives in sim/, notebooks only call it"
