"""The notebook: clean as committed, and it runs."""

from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "explore.ipynb"


def test_the_notebook_is_clean_and_thin():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert sum(len(cell.source.splitlines()) for cell in code) <= 5


def test_the_notebook_runs():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(
        notebook, timeout=120, resources={"metadata": {"path": str(NOTEBOOK.parents[1])}}
    ).execute()
    output = notebook.cells[-1].outputs[-1]
    assert "application/vnd.jupyter.widget-view+json" in output.data
    assert not any(o.output_type == "stream" for o in notebook.cells[-1].outputs)
