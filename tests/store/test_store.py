"""The store: records come back as they went in, transactions are whole, people's decisions outlive re-runs."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from firsthand.errors import CaseTooNewError, IntegrityError, StorageError, UnknownIdError
from firsthand.model import (
    Action,
    Anchor,
    Basis,
    Certainty,
    Claim,
    Decision,
    Document,
    Event,
    Link,
    Mark,
    Member,
    Reading,
    Relation,
    Scene,
    SourceKind,
    Stance,
    Statement,
    Voice,
)
from firsthand.store import Store
from firsthand.store.dialects.base import terms_of
from firsthand.store.dialects.sqlite_finding import SqliteFinding
from firsthand.store.migrations import MIGRATIONS

NOON = datetime(2025, 7, 1, 12, tzinfo=UTC)
WORDS = "The mayor said the old pier is closed. Nobody else was asked."


def a_document(name: str = "pier.txt", body: str = WORDS, **more: object) -> Document:
    base = Document(f"doc-{name}", name, body, "00", "text/plain", NOON, published=NOON)
    return replace(base, **more)  # type: ignore[arg-type]


def a_statement(document: Document, id: str = "stm-1") -> Statement:
    return Statement(
        id=id,
        document_id=document.id,
        content=(Anchor(15, 37, "the old pier is closed"),),
        source=Anchor(0, 9, "The mayor"),
        cue=Anchor(10, 14, "said"),
        source_kind=SourceKind.UNNAMED_OFFICIAL,
        source_name="the mayor",
        chain=(Link("the mayor", SourceKind.UNNAMED_OFFICIAL, Anchor(0, 9, "The mayor")),),
        voice=Voice.INDIRECT,
        stance=Stance.ASSERTS,
        basis=Basis.UNSTATED,
        certainty=Certainty(0.8, 0.95),
        event=Event(Action.PRESENT, "pier", ("harbour",)),
    )


def a_claim(statement: Statement) -> Claim:
    member = Member(statement.id, statement.document_id, Relation.AGREES, None, "first report")
    return Claim("clm-1", "the old pier is closed", statement.event, (member,), (), 0, 1, 0, 1)


def test_records_come_back_as_they_went_in(store: Store) -> None:
    document = a_document(url="https://pier.example/1", notes=("decoded as utf-8",))
    reading = Reading(document.id, (a_statement(document),), (Mark(39, 61, "boilerplate", "test"),), "en")
    assert store.put_document(document) is True
    store.put_reading(reading)
    assert store.document(document.id) == document
    assert store.reading(document.id) == reading
    assert store.document_with_url("https://pier.example/1") == document


def test_same_document_again_refreshes_metadata_only(store: Store) -> None:
    document = a_document()
    store.put_document(document)
    store.put_reading(Reading(document.id, (a_statement(document),)))
    assert store.put_document(replace(document, outlet="Pier News")) is False
    assert [found.outlet for found in store.documents()] == ["Pier News"]
    assert len(store.statements()) == 1


def test_a_quote_that_does_not_stand_in_the_text_is_refused(store: Store) -> None:
    document = a_document()
    store.put_document(document)
    wrong = replace(a_statement(document), content=(Anchor(15, 37, "the new pier is closed"),))
    with pytest.raises(IntegrityError, match="the new pier"):
        store.put_reading(Reading(document.id, (wrong,)))
    assert store.reading(document.id) is None


def test_reading_again_replaces_statements_and_keeps_decisions(store: Store) -> None:
    document = a_document()
    store.put_document(document)
    statement = a_statement(document)
    store.put_reading(Reading(document.id, (statement,)))
    store.put_trace([a_claim(statement)], [])
    decision = Decision("dec-1", "same", ("stm-1", "stm-2"), "same", "ana", NOON)
    store.put_decision(decision)
    store.put_reading(Reading(document.id, (a_statement(document, "stm-9"),)))
    store.put_trace([], [])
    assert [found.id for found in store.statements()] == ["stm-9"]
    assert store.decisions() == [decision]


def test_withdrawn_decisions_stay_on_record(store: Store) -> None:
    decision = Decision("dec-1", "grade", ("src",), "B", "ana", NOON)
    store.put_decision(decision)
    store.put_decision(replace(decision, withdrawn=NOON))
    assert store.decisions() == []
    assert store.decisions(standing=False) == [replace(decision, withdrawn=NOON)]


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError), store.writing():
        store.put_document(a_document())
        raise RuntimeError("killed here")
    assert store.documents() == []


def test_a_reader_sees_the_old_state_while_another_writes(store: Store) -> None:
    seen: list[int] = []
    with store.writing():
        store.put_document(a_document())
        reader = threading.Thread(target=lambda: seen.append(len(store.documents())))
        reader.start()
        reader.join()
    assert seen == [0]
    assert len(store.documents()) == 1


def test_search_finds_stems_and_phrases(store: Store) -> None:
    document = a_document()
    store.put_document(document)
    store.put_reading(Reading(document.id, (a_statement(document),)))
    assert {hit.kind for hit in store.search("closing pier")} == {"document", "statement"}
    assert [hit.kind for hit in store.search('"nobody else"')] == ["document"]
    assert store.search('"pier old"') == []


@pytest.mark.parametrize("words", ['"', "a AND (", "NEAR(", "x* OR", "'; DROP TABLE document; --", "", "—"])
def test_search_takes_any_words_as_words(store: Store, words: str) -> None:
    store.put_document(a_document())
    assert isinstance(store.search(words), list)
    assert len(store.documents()) == 1


def test_fts_query_quotes_every_term() -> None:
    assert SqliteFinding().quick(terms_of('old "wooden pier" clos')) == '"old" "wooden pier" "clos"*'


def test_boxes_find_scenes_that_meet_them(store: Store) -> None:
    scene = Scene(
        "scn-1", "harbour", "a.tif", "00", NOON, "demo", 10.0, "EPSG:4326", (1.0, 2.0, 1.5, 2.5), 5, 5, (), NOON
    )
    store.put_scene(scene)
    assert store.within((1.4, 2.4, 3.0, 3.0)) == [("scene", "scn-1")]
    assert store.within((5.0, 5.0, 6.0, 6.0)) == []


def test_unknown_id_is_named(store: Store) -> None:
    with pytest.raises(UnknownIdError) as caught:
        store.claim("clm-nothing")
    assert "clm-nothing" in str(caught.value)


def test_only_documents_known_by_then(store: Store) -> None:
    store.put_document(a_document("old.txt"))
    store.put_document(a_document("new.txt", captured=datetime(2025, 8, 1, tzinfo=UTC)))
    assert [found.name for found in store.documents(known_at=NOON)] == ["old.txt"]


def test_a_newer_case_is_refused_politely(open_store: Callable[[], Store]) -> None:
    store = open_store()
    with store.writing() as connection:
        connection.execute(text("INSERT INTO migration VALUES ('m9999_future', 'later')"))
    with pytest.raises(CaseTooNewError, match="newer Firsthand"):
        open_store()


def test_reopening_finds_what_was_written_and_migrates_nothing(open_store: Callable[[], Store]) -> None:
    first = open_store()
    first.put_document(a_document())
    again = open_store()
    assert again.documents() == first.documents()
    with again.writing() as connection:
        names = connection.execute(text("SELECT name FROM migration ORDER BY name")).scalars().all()
    assert list(names) == [step.__name__ for step in MIGRATIONS]


def test_the_stamp_changes_with_the_records(store: Store) -> None:
    before = store.stamp()
    assert store.stamp() == before
    store.put_document(a_document())
    assert store.stamp() != before


def test_a_text_with_a_null_sign_comes_back(store: Store) -> None:
    document = a_document(title="Pier\0 closed", body="The old pier\0 is closed.")
    store.put_document(document)
    assert store.document(document.id) == document
    assert [hit.kind for hit in store.search("pier")] == ["document"]
    assert store.documents_called([document.id])[document.id].text == ""


def test_designations_are_found_by_their_parts(store: Store) -> None:
    """The server's own parser would read a word and a negative number."""
    store.put_document(a_document(body="A KN-23 was seen at Site 4/7."))
    assert len(store.search("KN-23")) == 1
    assert len(store.search('"site 4 7"')) == 1
    assert store.search("KN-24") == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_full_disk_is_said_and_nothing_stored_is_harmed(store: Store) -> None:
    store.put_document(a_document("first.txt"))
    with store.writing() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(StorageError, match="disk is full"):
        store.put_document(a_document("second.txt", "word " * 200_000))
    assert [found.name for found in store.documents()] == ["first.txt"]
    assert store.integrity() == []


def test_a_damaged_store_is_said(tmp_path: Path) -> None:
    path = tmp_path / "case.db"
    path.write_bytes(b"this is not a database, not at all" * 100)
    with pytest.raises(StorageError, match="damaged"):
        Store(path)


def test_migrations_are_applied_once_and_recorded(tmp_path: Path) -> None:
    Store(tmp_path / "case.db").close()
    Store(tmp_path / "case.db").close()
    with sqlite3.connect(tmp_path / "case.db") as raw:
        names = [row[0] for row in raw.execute("SELECT name FROM migration ORDER BY name")]
        mode = raw.execute("PRAGMA journal_mode").fetchone()[0]
    assert names == [step.__name__ for step in MIGRATIONS]
    assert mode == "wal"


def test_a_store_from_before_places_gets_room_for_them(tmp_path: Path) -> None:
    path = tmp_path / "case.db"
    Store(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("ALTER TABLE reading DROP COLUMN places")
        raw.execute("DELETE FROM migration WHERE name = 'm0003_places'")
    Store(path).close()
    with sqlite3.connect(path) as raw:
        assert "places" in [row[1] for row in raw.execute("PRAGMA table_info(reading)")]
