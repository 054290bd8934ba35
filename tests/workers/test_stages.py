"""Stages give the same records whoever does the work."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from workers.jobs import Mortal

from firsthand.case import Case
from firsthand.collect.collector import CollectOptions, collect
from firsthand.read.reader import read
from firsthand.store.codec import encode
from firsthand.trace import claims, copies, hands, likeness, records
from firsthand.trace.tracer import trace
from firsthand.watch.watcher import watch
from firsthand.workers import hired


@pytest.fixture
def copied(tmp_path: Path) -> Iterator[Callable[[Path], Case]]:
    opened: list[Case] = []

    def copy(root: Path) -> Case:
        opened.append(Case(shutil.copytree(root, tmp_path / f"case-{len(opened)}")))
        return opened[-1]

    yield copy
    for case in opened:
        case.store.close()


def chips(case: Case) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (case.root / "chips").iterdir()}


def traced(case: Case) -> tuple[object, ...]:
    """All that tracing stored, as bytes; the order of notes is nobody's business."""
    store = case.store
    return (
        [encode(claim) for claim in store.claims()],
        [encode(copy) for copy in store.copies()],
        dict(store.trace_notes()),
        store.fingerprints("trace"),
    )


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """A case of a few reports is work for many."""
    monkeypatch.setattr(copies, "BATCH", 3)
    monkeypatch.setattr(records, "BATCH_STATEMENTS", 8)
    monkeypatch.setattr(likeness, "BATCH", 5)
    monkeypatch.setattr(claims, "REHEARSED", 5)
    monkeypatch.setattr(hands, "SHARED_FROM", 2)


def test_two_processes_store_what_one_stores(
    copied: Callable[[Path], Case], demo_built_root: Path, demo_root: Path, small_batches: None
) -> None:
    case = copied(demo_built_root)
    with hired(jobs=2) as workers:
        reports = [stage(case, workers=workers) for stage in (read, trace, watch)]
    assert [report.problems for report in reports] == [(), (), ()]
    alone = Case(demo_root)
    assert case.store.statements() == alone.store.statements() != []
    for document in case.store.documents():
        assert case.store.reading(document.id) == alone.store.reading(document.id)
    assert case.store.changes() == alone.store.changes() != []
    assert case.store.looks() == alone.store.looks()
    assert case.store.scenes() == alone.store.scenes()
    assert chips(case) == chips(alone)
    assert traced(case) == traced(alone)
    for stage in ("read", "watch"):
        assert case.store.fingerprints(stage) == alone.store.fingerprints(stage)
    alone.store.close()


def test_a_cluster_stores_what_one_process_stores(
    copied: Callable[[Path], Case],
    start_cluster: Callable[[int], Any],
    small_built_root: Path,
    small_root: Path,
    small_batches: None,
) -> None:
    case = copied(small_built_root)
    with hired(cluster=start_cluster(2).scheduler_address) as workers:
        reports = [stage(case, workers=workers) for stage in (read, trace, watch)]
    assert [report.problems for report in reports] == [(), (), ()]
    alone = Case(small_root)
    assert traced(case) == traced(alone)
    assert case.store.claims() != []
    assert case.store.statements() == alone.store.statements() != []
    assert case.store.looks() == alone.store.looks() != []
    alone.store.close()


def test_processes_that_die_while_tracing_cost_nothing_but_their_task(
    copied: Callable[[Path], Case], demo_root: Path, small_batches: None, tmp_path: Path
) -> None:
    case, alone = copied(demo_root), Case(demo_root)
    case.store.set_fingerprint("trace", "all", "")
    with case.store.writing():
        case.store.put_trace((), (), {})
    told: list[tuple[str, int, int]] = []
    with hired(jobs=2) as workers:
        report = trace(case, lambda *step: told.append(step), Mortal(workers, tmp_path))
    assert {path.name for path in tmp_path.iterdir()} >= {"Comparing", "Recording", "vectors"}, "one died over each"
    assert report.problems == ()
    assert traced(case) == traced(alone)
    for what in ("comparing texts", "comparing sentences", "grouping statements", "tracing origins"):
        steps = [(done, total) for name, done, total in told if name == what]
        assert steps == sorted(steps)
        assert len(steps) > 2 or what == "grouping statements"
    alone.store.close()


def test_two_processes_collect_what_one_collects(tmp_path: Path) -> None:
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    for number in range(9):
        (inputs / f"{number}.html").write_text(
            f"<html><head><title>Report {number}</title></head><body><article><h1>Report {number}</h1>"
            f"<p>The port authority said on Monday that crane number {number} had left the north quay by night.</p>"
            "<p>It gave no reason, and nobody at the quay would say where the crane had gone.</p></article>"
        )
    (inputs / "empty.html").write_text("")
    (inputs / "feed.xml").write_text(
        "<rss version='2.0'><channel><title>Quay News</title><item><title>A crane</title><guid>q1</guid>"
        "<description>The authority denied that a crane was sold.</description></item></channel></rss>"
    )
    kept = []
    for jobs in (1, 2):
        with hired(jobs) as workers:
            case = Case.create(tmp_path / f"by-{jobs}")
            options = CollectOptions(captured=datetime(2026, 3, 1, tzinfo=UTC))
            report = collect(case, [str(inputs)], options, workers=workers)
            kept.append((report, case.store.documents(), sorted(path.name for path in case.root.glob("files/*/*"))))
            case.store.close()
    assert kept[0] == kept[1]
    assert len(kept[0][1]) == 10
    assert [problem.thing for problem in kept[0][0].problems] == [str(inputs / "empty.html")]
