"""A case in which everything that comes from outside attacks, and the desk over it."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from firsthand.case import Case

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the client warns of a successor that the project does not use yet
    from starlette.testclient import TestClient


@pytest.fixture(scope="session")
def hostile_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the case. Copy it; do not write to it."""
    import hostile_case

    root = tmp_path_factory.mktemp("hostile") / "case"
    hostile_case.build(root)
    return root


@pytest.fixture
def hostile_copy(hostile_root: Path, tmp_path: Path) -> Path:
    return shutil.copytree(hostile_root, tmp_path / "case")


@pytest.fixture
def hostile_case(hostile_copy: Path) -> Iterator[Case]:
    """A copy of the case, open."""
    case = Case(hostile_copy)
    yield case
    case.store.close()


@pytest.fixture
def desk(hostile_copy: Path) -> TestClient:
    """The desk over the copy; its errors are raised, not shown."""
    from firsthand.desk.app import create_app

    return TestClient(create_app(hostile_copy), base_url="http://127.0.0.1:8321")
