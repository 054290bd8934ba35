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
def small_built_root(demo_built_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A part of the demonstration that runs in a few seconds: eight reports, five coarse scenes; no stage run."""
    from firsthand.collect.collector import CollectOptions, collect
    from firsthand.demo.build import HERE, METADATA, REPORTS

    work = tmp_path_factory.mktemp("small-built")
    demo = Case(demo_built_root)
    coarse = [scene for scene in demo.store.scenes("tarn-valley") if scene.gsd_m > 5][:5]
    inputs = [str(path) for path in sorted(REPORTS.iterdir())[::3]]
    for scene in coarse:
        inputs.append(str(shutil.copy(demo.file_path(scene.sha256), work / Path(scene.name).name)))
    case = Case.create(work / "case", fictional=True)
    for name in ("sites.geojson", "outlets.csv"):
        shutil.copy(HERE / name, case.root / name)
    report = collect(case, inputs, CollectOptions(metadata=METADATA))
    assert not report.problems
    for opened in (demo, case):
        opened.store.close()
    return case.root


@pytest.fixture(scope="session")
def small_root(small_built_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small case with all stages run. Read it, or copy it; do not write to it."""
    from firsthand.pipeline import run

    root = shutil.copytree(small_built_root, tmp_path_factory.mktemp("small-run") / "case")
    case = Case(root)
    assert not [problem for report in run(case) for problem in report.problems]
    case.store.close()
    return root


@pytest.fixture
def small_case_copy(small_root: Path, tmp_path: Path) -> Iterator[Case]:
    """A copy of the run small case, open, for tests that write."""
    case = Case(shutil.copytree(small_root, tmp_path / "small-copy"))
    yield case
    case.store.close()


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
