"""The store on both databases: milliseconds to put, get and search in a case of 10,000 invented statements.

``python benchmarks/store.py`` starts a PostgreSQL of its own where its binaries are installed; else only SQLite's
figures are printed. Each figure is the median of its runs.
"""

from __future__ import annotations

import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from common import show

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests" / "store"))
from postgres_server import PostgresServer, started

from firsthand.model import (
    Action,
    Anchor,
    Basis,
    Certainty,
    Claim,
    Document,
    Event,
    Link,
    Member,
    Reading,
    Relation,
    SourceKind,
    Stance,
    Statement,
    Voice,
)
from firsthand.store import Store
from firsthand.store.address import parse

DOCUMENTS = 1_000
STATEMENTS_EACH = 10
NOON = datetime(2031, 7, 1, 12, tzinfo=UTC)
SEED = 7
VOCABULARY = (
    "pier crane wall valley tower fence road trench gate rail tank depot quay mast shed ramp yard bridge "
    "signal convoy engineer mayor guard driver farmer inspector fisherman teacher delegate spokesman "
    "closed opened moved painted flooded repaired guarded abandoned widened lowered empty crowded silent "
    "covered northern eastern old new red grey"
)
WORDS = VOCABULARY.split()


def made(number: int, rng: random.Random) -> tuple[Document, Reading]:
    """A report of ten invented statements."""
    id = f"doc-{number:06}"
    said = [f"The {rng.choice(WORDS)} said the {' '.join(rng.choices(WORDS, k=8))} {number}." for _ in range(10)]
    statements, at = [], 0
    for place, sentence in enumerate(said):
        source = sentence.split(" said ")[0]
        quote = sentence.split(" said ")[1]
        start = at + len(source) + len(" said ")
        mayor = Anchor(at, at + len(source), source)
        statements.append(
            Statement(
                f"stm-{number:06}-{place}", id, (Anchor(start, start + len(quote), quote),), mayor,
                Anchor(at + len(source) + 1, at + len(source) + 5, "said"), SourceKind.UNNAMED_OFFICIAL, source,
                (Link(source, SourceKind.UNNAMED_OFFICIAL, mayor),), Voice.INDIRECT, Stance.ASSERTS, Basis.UNSTATED,
                Certainty(0.8, 0.95), Event(Action.PRESENT, "pier", ("harbour",)),
            )
        )  # fmt: skip
        at += len(sentence) + 1
    published = NOON + timedelta(minutes=number)
    document = Document(
        id, f"{number}.txt", " ".join(said), f"{number:064x}", "text/plain", NOON, published=published, title=said[0]
    )
    return document, Reading(id, tuple(statements), (), "en")


def claims_of(readings: list[Reading]) -> list[Claim]:
    """A claim for each statement."""
    found = []
    for reading in readings:
        for statement in reading.statements:
            member = Member(statement.id, statement.document_id, Relation.AGREES, None, "first report")
            id = statement.id.replace("stm", "clm")
            found.append(Claim(id, statement.quote, statement.event, (member,), (), 0, 1, 0, 1))
    return found


def median_ms(work: Callable[[int], object], runs: int) -> float:
    taken = []
    for run in range(runs):
        start = time.perf_counter()
        work(run)
        taken.append(time.perf_counter() - start)
    return 1_000 * statistics.median(taken)


def measured(store: Store) -> Iterator[tuple[str, float]]:
    """Figures of one store, filled as it is measured."""
    rng = random.Random(SEED)
    reports = [made(number, rng) for number in range(DOCUMENTS)]

    def put(number: int) -> None:
        document, reading = reports[number]
        with store.writing():
            store.put_document(document)
            store.put_reading(reading)

    yield "put_report_ms", median_ms(put, DOCUMENTS)
    claims = claims_of([reading for _, reading in reports])
    yield "put_claims_s", median_ms(lambda _: store.put_trace(claims, []), 1) / 1_000
    yield "get_document_ms", median_ms(lambda run: store.document(f"doc-{run:06}"), 200)
    yield "get_statements_ms", median_ms(lambda run: store.statements(f"doc-{run:06}"), 200)
    yield "search_two_words_ms", median_ms(lambda run: store.search_newest(" ".join(rng.sample(WORDS, 2)), 20), 50)
    yield "search_number_ms", median_ms(lambda run: store.search(str(rng.randrange(DOCUMENTS))), 50)
    yield "log_ms", median_ms(lambda run: store.log("note", str(run)), 100)
    yield "size_mib", store.size_bytes() / 2**20


def main() -> None:
    work = Path(tempfile.mkdtemp(prefix="firsthand-store-"))
    server = started()
    try:
        file = Store(work / "case.db")
        show(dict(measured(file)), "sqlite")
        if isinstance(server, PostgresServer):
            show(dict(measured(Store(parse(server.url, "case_benchmark"), make=True))), "postgresql")
            start = time.perf_counter()
            with file.moving_to(parse(server.url, "case_moved")):
                pass
            show({"move_to_postgresql_s": time.perf_counter() - start})
        else:
            show({"postgresql": server})
        file.close()
    finally:
        if isinstance(server, PostgresServer):
            server.stop()
            shutil.rmtree(server.folder, ignore_errors=True)
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
