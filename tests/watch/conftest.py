"""Fixtures: the small series, unwatched and watched."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from watch_cases import SPEC, add_scene, new_case

from firsthand.case import Case
from firsthand.simulate.series import write_series
from firsthand.simulate.truth import Truth
from firsthand.watch.watcher import watch


@pytest.fixture(scope="session")
def series(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    """Folder of the simulated scenes, and their truth."""
    folder = tmp_path_factory.mktemp("series")
    return folder, write_series(folder, SPEC, 11)


@pytest.fixture(scope="session")
def watched_root(series: tuple[Path, Truth], tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("watched") / "case"
    case = new_case(root)
    for path in sorted(series[0].glob("*.tif")):
        add_scene(case, path)
    assert not watch(case).problems
    case.store.close()
    return root


@pytest.fixture
def watched(watched_root: Path, tmp_path: Path) -> Iterator[Case]:
    """A case whose series has been watched; the test's own copy."""
    case = Case(shutil.copytree(watched_root, tmp_path / "case"))
    yield case
    case.store.close()


@pytest.fixture
def case_with(series: tuple[Path, Truth], tmp_path: Path) -> Iterator[Callable[..., Case]]:
    """A maker of unwatched cases with the named scenes (all coarse ones by default)."""
    made: list[Case] = []

    def make(pattern: str = "*_10m.tif") -> Case:
        case = new_case(tmp_path / f"case-{len(made)}")
        made.append(case)
        for path in sorted(series[0].glob(pattern)):
            add_scene(case, path)
        return case

    yield make
    for case in made:
        case.store.close()
