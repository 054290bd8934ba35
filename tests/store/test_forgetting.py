"""A text that is read again is forgotten by its id, without looking through all others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import text

from firsthand.model import Document
from firsthand.store import Store

QUERIES = {
    "sqlite": "EXPLAIN QUERY PLAN SELECT id FROM words_content WHERE c1 IN ('a', 'b') AND c0 = 'document'",
    "postgresql": "EXPLAIN SELECT number FROM words WHERE kind = 'document' AND ref = ANY(ARRAY['a', 'b'])",
}


def report(number: int, body: str) -> Document:
    when = datetime(2026, 3, 1, tzinfo=UTC)
    return Document(f"doc-{number}", f"{number}.txt", body, f"{number:064x}", "text/plain", when)


def test_the_index_is_used(open_store: Callable[[], Store], database: str) -> None:
    with open_store().writing() as connection:
        if database == "postgresql":  # which would look through so few rows
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        plan = "\n".join(str(tuple(row)) for row in connection.execute(text(QUERIES[database])))
    assert "words_ref" in plan


def test_what_is_collected_again_is_found_by_its_new_words_only(open_store: Callable[[], Store]) -> None:
    store = open_store()
    for number in range(3):
        store.put_document(report(number, "the old pier"))
    store.put_document(report(1, "the new quay"))
    assert [hit.ref for hit in store.search("quay")] == ["doc-1"]
    assert {hit.ref for hit in store.search("pier")} == {"doc-0", "doc-2"}
    assert store.integrity() == []
