"""Stages give the same records whoever does the work."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from firsthand.case import Case
from firsthand.read.reader import read
from firsthand.watch.watcher import watch
from firsthand.workers import hired


@pytest.fixture
def case(small_built_root: Path, tmp_path: Path) -> Iterator[Case]:
    opened = Case(shutil.copytree(small_built_root, tmp_path / "case"))
    yield opened
    opened.store.close()


def chips(case: Case) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (case.root / "chips").iterdir()}


def test_two_processes_store_what_one_stores(case: Case, small_root: Path) -> None:
    with hired(jobs=2) as workers:
        reports = [read(case, workers=workers), watch(case, workers=workers)]
    assert [report.problems for report in reports] == [(), ()]
    alone = Case(small_root)
    assert case.store.statements() == alone.store.statements() != []
    for document in case.store.documents():
        assert case.store.reading(document.id) == alone.store.reading(document.id)
    assert case.store.changes() == alone.store.changes() != []
    assert case.store.looks() == alone.store.looks()
    assert case.store.scenes() == alone.store.scenes()
    assert chips(case) == chips(alone)
    for stage in ("read", "watch"):
        assert case.store.fingerprints(stage) == alone.store.fingerprints(stage)
    alone.store.close()


def test_a_cluster_stores_what_one_process_stores(case: Case, small_root: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed (the extra `cluster`)")
    with (
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=False,
            dashboard_address=None,
            host="127.0.0.1",
            protocol="tcp://",
        ) as cluster,
        hired(cluster=cluster.scheduler_address) as workers,
    ):
        reports = [read(case, workers=workers), watch(case, workers=workers)]
    assert [report.problems for report in reports] == [(), ()]
    alone = Case(small_root)
    assert case.store.statements() == alone.store.statements() != []
    assert case.store.changes() == alone.store.changes() != []
    assert chips(case) == chips(alone)
    alone.store.close()
