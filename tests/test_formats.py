"""The published schemas are current, and what the commands print keeps to them."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("schemas", ROOT / "scripts" / "schemas.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", sorted(_script().schemas()))
def test_published_schema_is_current(name: str) -> None:
    published = (ROOT / "docs" / "schemas" / name).read_text(encoding="utf-8")
    assert json.loads(published) == json.loads(_script().schemas()[name]), "run `python scripts/schemas.py`"


def test_each_schema_is_named_in_the_docs() -> None:
    formats = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    missing = [name for name in _script().schemas() if f"schemas/{name}" not in formats]
    assert missing == []
