"""Growth: ``docs_per_s_1``, ``docs_per_s_2``, ``docs_per_s_cluster4``, ``identical``, ``largest_exponent``.

*Sharing.* ``--documents`` invented reports (about 300 words each) are read by one process, by two, and by a Dask
cluster of four workers on this machine, each into a case of its own; then ``--statements`` invented statements are
traced by each (``trace_statements_per_s_1``, ``…_2``, ``…_cluster4``). ``identical`` is 1 when all three hold the same
rows, and found the same claims, flows and notes. ``million_core_hours`` and ``million_store_gb`` say what a million
such pages would take by these figures: the first is a million divided by ``docs_per_s_1`` in hours, the second by the
size of the case per document.

*Growth.* Cases of 10^3, 10^4 … statements (``--largest``) are made through the store; for the size of the store, a
search, the busiest site's page, and the time in which one more report joins the claims, ``…_exponent`` is the slope of
the figure against the number of statements on logarithmic axes, over the last decade: 1 is linear. ``--data`` is
accepted as by all benchmarks and not used.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import log10
from pathlib import Path
from statistics import median

import desk
import joining
from common import show
from reporting import Reports, make_reports

from firsthand.case import Case
from firsthand.model import Document
from firsthand.read.reader import read
from firsthand.trace.hands import Hands
from firsthand.trace.memory import noted
from firsthand.trace.tracer import trace_statements
from firsthand.workers import HERE, Workers, hired

WORDS = 300
SEED = 11
JOINING_LARGEST = 100_000
"""Statements that are held in memory at most, for the figure of joining."""


def documents(count: int) -> list[Document]:
    """Invented reports of about ``WORDS`` words: several short ones make a long one."""
    made = make_reports(random.Random(SEED), count * 25).documents
    found: list[Document] = []
    text = ""
    for item in made:
        text = f"{text}\n\n{item.text}" if text else item.text
        if len(text.split()) >= WORDS:
            number = len(found)
            found.append(
                Document(
                    f"doc-{number:06d}", f"{number}.txt", text, f"{number:064x}", "text/plain", item.captured,
                    outlet=item.outlet, published=item.published,
                )
            )  # fmt: skip
            text = ""
        if len(found) == count:
            break
    return found


def read_all(found: list[Document], root: Path, workers: Workers) -> tuple[float, list[object], int]:
    """Documents a second, what is stored, and the bytes that it takes."""
    case = Case.create(root, fictional=True)
    for item in found:
        case.store.put_document(item)
    began = time.perf_counter()
    report = read(case, workers=workers)
    per_second = len(found) / (time.perf_counter() - began)
    assert not report.problems, report.problems
    rows: list[object] = [case.store.reading(item.id) for item in found]
    case.store.close()
    return per_second, rows, sum(path.stat().st_size for path in root.rglob("*") if path.is_file())


def trace_all(case: Reports, workers: Workers) -> tuple[float, list[object]]:
    """Statements a second, and all that tracing would store."""
    began = time.perf_counter()
    found = trace_statements(case.documents, case.statements, joining.CONTEXT, hands=Hands(workers))
    per_second = len(case.statements) / (time.perf_counter() - began)
    return per_second, [found.claims, found.copies, noted(found.memory, found.copies)]


def sharing(count: int, statements: int) -> dict[str, float | int | str]:
    """Documents read and statements traced a second, alone and shared."""
    found = documents(count)
    case = make_reports(random.Random(SEED), statements)
    with tempfile.TemporaryDirectory() as folder:
        warm = Path(folder, "warm")
        read_all(found[:2], warm, HERE)
        alone, rows, size = read_all(found, Path(folder, "1"), HERE)
        trace_alone, claims = trace_all(case, HERE)
        with hired(jobs=2) as two:
            shared, by_two, _ = read_all(found, Path(folder, "2"), two)
            trace_shared, claims_by_two = trace_all(case, two)
        with local_cluster(4) as address, hired(cluster=address) as four:
            list(four.map(len, [[]] * 8))
            clustered, by_four, _ = read_all(found, Path(folder, "4"), four)
            trace_clustered, claims_by_four = trace_all(case, four)
    return {
        "documents": len(found),
        "docs_per_s_1": alone,
        "docs_per_s_2": shared,
        "docs_per_s_cluster4": clustered,
        "trace_statements_per_s_1": trace_alone,
        "trace_statements_per_s_2": trace_shared,
        "trace_statements_per_s_cluster4": trace_clustered,
        "identical": int(rows == by_two == by_four and claims == claims_by_two == claims_by_four),
        "million_core_hours": 1e6 / alone / 3600,
        "million_store_gb": size / len(found) / 1e3,
    }


@contextmanager
def local_cluster(workers: int) -> Iterator[str]:
    """The address of a Dask cluster of processes on this machine."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=workers, threads_per_worker=1, dashboard_address=None, host="127.0.0.1", memory_limit=0
    ) as cluster:
        yield cluster.scheduler_address


def growth(largest: int) -> dict[str, float | int | str]:
    """How four figures grow with the statements of a case."""
    sizes = [10**power for power in range(3, round(log10(largest)) + 1)]
    figures: dict[str, float | int | str] = {}
    curves: dict[str, list[float]] = {"store_mb": [], "search_ms": [], "site_page_ms": []}
    for statements in sizes:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder, "case")
            desk.build(root, statements)
            measured = desk.measure(root)
            curves["store_mb"].append((root / "case.db").stat().st_size / 1e6)
        for name in ("search_ms", "site_page_ms"):
            curves[name].append(float(measured[name]))
    joined = [size for size in sizes if size <= JOINING_LARGEST]
    curves["join_one_ms"] = [join_one_ms(size) for size in joined]
    exponents = []
    for name, values in curves.items():
        for size, value in zip(sizes, values, strict=False):
            figures[f"{name}_{size}"] = value
        if len(values) > 1:
            exponents.append(log10(values[-1] / values[-2]))
            figures[f"{name}_exponent"] = exponents[-1]
    return figures | {"largest_exponent": max(exponents)}


def join_one_ms(statements: int) -> float:
    """Milliseconds in which one more report joins a case of that many statements."""
    case = make_reports(random.Random(SEED), statements)
    spent = []
    for late in random.Random(SEED).sample(case.documents, 3):
        held, _ = joining.traced(case, without=late)
        _, one_ms = joining.traced(case, memory=held.memory)
        spent.append(one_ms)
    return median(spent)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="not used")
    parser.add_argument("--documents", type=int, default=300, help="to read")
    parser.add_argument("--statements", type=int, default=10_000, help="to trace")
    parser.add_argument("--largest", type=int, default=10_000, help="statements of the largest case; a power of ten")
    given = parser.parse_args()
    parts: tuple[Callable[[], dict[str, float | int | str]], ...] = (
        lambda: sharing(given.documents, given.statements),
        lambda: growth(given.largest),
    )
    for part in parts:
        show(part())


if __name__ == "__main__":
    main()
