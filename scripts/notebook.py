"""Run ``docs/notebook.ipynb`` against a demo case and keep what it prints: ``python scripts/notebook.py DEMO-CASE``.

A test runs it too, so that the page never shows what the code no longer does.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).resolve().parent.parent / "docs" / "notebook.ipynb"


def executed(case: Path) -> nbformat.NotebookNode:
    """The notebook run in an empty folder where ``demo-case`` is ``case``. Raises CellExecutionError."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    with TemporaryDirectory() as folder:
        (Path(folder) / "demo-case").symlink_to(case.resolve())
        resources = {"metadata": {"path": folder}}
        NotebookClient(notebook, timeout=120, kernel_name="python3", resources=resources).execute()
    for cell in notebook.cells:
        # Times of running would make each run another file.
        cell.metadata.pop("execution", None)
    notebook.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return notebook


def main() -> None:
    nbformat.write(executed(Path(sys.argv[1])), NOTEBOOK)


if __name__ == "__main__":
    main()
