"""The house: SQL stays in the store, the model does no I/O, sizes stay readable, imports flow one way."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src"
MODULES = sorted((SOURCE / "firsthand").rglob("*.py"))


def _name(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {_name(path) for path in MODULES}


def _imports(path: Path) -> Iterator[str]:
    """Modules that a file imports anywhere, type-checking blocks left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hidden = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in NAMES else node.module for name in inner)


IMPORTS = {_name(path): set(_imports(path)) for path in MODULES}


def test_imports_flow_from_the_doors_to_the_records(tmp_path: Path) -> None:
    """The contracts of ``.importlinter``: one order of rooms, every room in it, no two that need each other."""
    linter = Path(sys.executable).with_name("lint-imports")
    config = SOURCE.parent / ".importlinter"
    done = subprocess.run(
        [linter, "--no-logo", "--cache-dir", tmp_path, "--config", config], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_sql_stays_in_the_store() -> None:
    users = {name for name, found in IMPORTS.items() if any(other.split(".")[0] == "sqlalchemy" for other in found)}
    assert {name.split(".")[1] for name in users} == {"store"}


def test_the_model_does_no_input_or_output() -> None:
    pure = {"__future__", "hashlib", "collections.abc", "dataclasses", "datetime", "enum"}
    assert IMPORTS["firsthand.terms"] <= pure
    records = {name for name in NAMES if name.split(".")[1:2] == ["model"]}
    for name in records:
        assert IMPORTS[name] <= pure | {"firsthand.terms"} | records, name


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_sizes_stay_readable(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 600, "would it read better as two modules?"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, f"{node.name} is too long"
