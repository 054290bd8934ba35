"""Fixtures shared by all tests: the demonstration case, built and run once a session."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from firsthand.case import Case
from firsthand.stage import StageReport


@pytest.fixture(scope="session")
def demo_built_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the demonstration case, collected but with no stage run. Read it, or copy it; do not write to it."""
    from firsthand.demo.build import build

    root = tmp_path_factory.mktemp("demo-built") / "demo"
    build(root).store.close()
    return root


@pytest.fixture(scope="session")
def demo_run(demo_built_root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[StageReport]]:
    """Folder of the demonstration case with all stages run, and what the stages reported."""
    from firsthand.pipeline import run

    root = shutil.copytree(demo_built_root, tmp_path_factory.mktemp("demo-run") / "demo")
    case = Case(root)
    reports = run(case)
    case.store.close()
    return root, reports


@pytest.fixture(scope="session")
def demo_root(demo_run: tuple[Path, list[StageReport]]) -> Path:
    """Folder of the demonstration case with all stages run. Read it, or copy it; do not write to it."""
    return demo_run[0]


@pytest.fixture(scope="session")
def demo_case(demo_root: Path) -> Iterator[Case]:
    """The demonstration case, open, all stages run. For tests that only read."""
    case = Case(demo_root)
    yield case
    case.store.close()


@pytest.fixture
def demo_case_copy(demo_root: Path, tmp_path: Path) -> Iterator[Case]:
    """A copy of the run demonstration case, open, for tests that write."""
    case = Case(shutil.copytree(demo_root, tmp_path / "demo-copy"))
    yield case
    case.store.close()
