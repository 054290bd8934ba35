"""Growth: ``docs_per_s_1``, ``docs_per_s_2``, ``docs_per_s_cluster4``, ``identical``, ``largest_exponent``.

*Sharing.* ``--documents`` invented reports (about 300 words each) are read by one process, by two, and by a Dask
cluster of four workers on this machine, each into a case of its own; then ``--statements`` invented statements are
traced by each (``trace_statements_per_s_1``, ``…_2``, ``…_cluster4``). ``identical`` is 1 when all three hold the same
rows, and found the same claims, flows and notes. ``million_core_hours`` is a million divided by ``docs_per_s_1``, in
hours.

*On paper.* A third of the reports are read once more. Of one process ``read_core_ms`` are the milliseconds of processor
time a report, on all cores together, whatever else the machine does; ``sift_core_ms`` the same for a page of a web
archive that is taken apart and passed over. Of two processes ``reading_peak_mb`` is the memory of the larger one at its
peak; ``store_kb_per_document`` what the case has grown by with each report, an empty case taken off, of
which ``text_kb``, ``statements_kb`` and ``search_kb`` are the report, what was read in it
(``statements_per_document``), and the full text of both; ``million_store_gb`` is a million times that.

*Growth.* Cases of 10^3, 10^4 … statements (``--largest``) are made through the store; for the size of the store, a
search, the busiest site's page (asked for first, and again), the list of sources, a sentence in the brief editor, a
report read once more, and the time in which one more report joins the claims, ``…_exponent`` is the slope of the figure
against the number of statements on logarithmic axes, over the last decade: 1 is linear. ``build_s`` is what writing the
case took. ``--data`` is accepted as by all benchmarks and not used.
"""

from __future__ import annotations

import argparse
import random
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from itertools import islice
from math import log10
from pathlib import Path
from statistics import median

import desk
import joining
from common import show
from reporting import Reports, make_reports

from firsthand.case import Case
from firsthand.collect.collector import CollectOptions, collect
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
        alone, rows, _ = read_all(found, Path(folder, "1"), HERE)
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
    }


PARTS = {
    "text_kb": ("document%", "sqlite_autoindex_document%"),
    "statements_kb": ("statement%", "reading%", "sqlite_autoindex_statement%", "site_report%", "open_line%"),
    "search_kb": ("words%",),
}
"""Tables and indexes of ``case.db`` by what they hold, as patterns of SQL."""


def on_paper(count: int) -> dict[str, float | int | str]:
    """What reading a million such pages takes in memory and storage."""
    found = documents(count)
    with tempfile.TemporaryDirectory() as folder:
        Case.create(Path(folder, "empty")).store.close()
        read_all(found[:1], Path(folder, "warm"), HERE)
        began = time.process_time()
        read_all(found, Path(folder, "alone"), HERE)
        core_ms = 1000 * (time.process_time() - began)
        with hired(jobs=2) as two:
            _, _, size = read_all(found, Path(folder, "read"), two)
            peaks_mb = [peak for peak in two.map(peak_mb, range(8)) if isinstance(peak, float)]
        empty = sizes(Path(folder, "empty", "case.db"))
        grown = {name: kb - empty[name] for name, kb in sizes(Path(folder, "read", "case.db")).items()}
        whole = (size - sum(path.stat().st_size for path in Path(folder, "empty").rglob("*"))) / 1e3
        with closing(sqlite3.connect(Path(folder, "read", "case.db"))) as raw:
            statements = raw.execute("SELECT count(*) FROM statement").fetchone()[0]
    return {
        "read_core_ms": core_ms / count,
        "sift_core_ms": sift_core_ms(found),
        "reading_peak_mb": max(peaks_mb),
        "statements_per_document": statements / count,
        "store_kb_per_document": whole / count,
        **{name: kb / count for name, kb in grown.items()},
        "million_store_gb": whole / count,
    }


def sift_core_ms(found: list[Document]) -> float:
    """Of processor time for each page of a WARC file that is passed over, for it is in another language."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    kind = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
    with tempfile.TemporaryDirectory() as folder:
        case = Case.create(Path(folder, "case"), fictional=True)
        archive = Path(folder, "pages.warc.gz")
        with archive.open("wb") as file:
            writer = WARCWriter(file)
            for item in found:
                body = "".join(f"<p>{part}</p>" for part in item.text.split("\n\n"))
                page = BytesIO(f"<html><body><article>{body}</article></body></html>".encode())
                url = f"https://press.example/{item.id}"
                writer.write_record(writer.create_warc_record(url, "response", payload=page, http_headers=kind))
        began = time.process_time()
        report = collect(case, [str(archive)], CollectOptions(languages=frozenset({"ko"})))
        spent = time.process_time() - began
        case.store.close()
    assert report.done == 0, report
    assert not report.problems, report
    return 1000 * spent / len(found)


def peak_mb(_: int) -> float:
    """Of the process in which this is called."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def sizes(path: Path) -> dict[str, float]:
    """Kilobytes of a case's file by what they hold."""
    with closing(sqlite3.connect(path)) as raw:
        return {
            name: sum(
                raw.execute("SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name LIKE ?", (pattern,)).fetchone()[0]
                for pattern in patterns
            )
            / 1e3
            for name, patterns in PARTS.items()
        }


@contextmanager
def local_cluster(workers: int) -> Iterator[str]:
    """The address of a Dask cluster of processes on this machine."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0", host="127.0.0.1", memory_limit=0
    ) as cluster:
        yield cluster.scheduler_address


def growth(largest: int) -> dict[str, float | int | str]:
    """How some figures grow with the statements of a case."""
    sizes = [10**power for power in range(3, round(log10(largest)) + 1)]
    figures: dict[str, float | int | str] = {}
    pages = ("search_ms", "site_page_first_ms", "site_page_ms", "case_page_ms", "sources_ms")
    measures = (*pages, "editor_check_first_ms", "editor_check_ms")
    curves: dict[str, list[float]] = {name: [] for name in ("build_s", "store_mb", "read_again_ms", *measures)}
    for statements in sizes:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder, "case")
            began = time.perf_counter()
            desk.build(root, statements)
            curves["build_s"].append(time.perf_counter() - began)
            curves["store_mb"].append((root / "case.db").stat().st_size / 1e6)
            measured = desk.measure(root)
            curves["read_again_ms"].append(read_again_ms(root))
        for name in measures:
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


def read_again_ms(root: Path) -> float:
    """Milliseconds in which the store takes a report's reading in place of the one it had."""
    case = Case(root)
    spent = []
    for id, _ in islice(case.store.texts(), 5):
        reading = case.store.reading(id)
        assert reading is not None
        began = time.perf_counter()
        case.store.put_reading(reading)
        spent.append(1000 * (time.perf_counter() - began))
    case.store.close()
    return median(spent)


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
        lambda: on_paper(max(given.documents // 3, 1)),
        lambda: growth(given.largest),
    )
    for part in parts:
        show(part())


if __name__ == "__main__":
    main()
