"""Stores of every released schema open in this version; ``scripts/store_versions.py`` wrote them with the old code."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from firsthand.errors import CaseTooNewError
from firsthand.store import Store, migrations
from firsthand.store.dialects import home
from firsthand.store.migrations import MIGRATIONS

VERSIONS = sorted((Path(__file__).parent / "versions").glob("*.sql"))


@pytest.fixture(params=VERSIONS, ids=lambda path: path.stem)
def old_store(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "case.db"
    with sqlite3.connect(path) as raw:
        raw.executescript(request.param.read_text(encoding="utf-8"))
    raw.close()
    return path


def test_there_is_a_stored_case_of_every_schema() -> None:
    """But of the first, for the second came with it: no version could write a record without."""
    lacking = {step.__name__[:5] for step in MIGRATIONS[1:]} - {path.stem for path in VERSIONS}
    assert not lacking, "write one with scripts/store_versions.py"


def test_migrations_may_come_one_by_one(
    old_store: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """As for somebody who takes every version of the program in turn."""
    engine = home(old_store).engine
    for number in range(int(request.node.callspec.id[1:]), len(MIGRATIONS) + 1):
        monkeypatch.setattr(migrations, "MIGRATIONS", MIGRATIONS[:number])
        with engine.connect().execution_options(firsthand_write=True) as connection, connection.begin():
            assert len(migrations.migrate(connection, "")) <= 1
    engine.dispose()
    store = Store(old_store)
    assert [claim.id for claim in store.claims()] == ["clm-1"]
    assert [decision.id for decision in store.decisions()] == ["dec-1"]
    assert {hit.kind for hit in store.search("closing pier")} == {"document", "statement", "claim"}
    assert store.integrity() == [] and store.chain_faults() == []
    store.close()


def test_a_newer_store_is_refused_and_left_alone(old_store: Path) -> None:
    Store(old_store).close()
    with sqlite3.connect(old_store) as raw:
        raw.execute("INSERT INTO migration VALUES ('m9999_from_the_future', '2099-01-01')")
    raw.close()
    before = old_store.read_bytes()
    with pytest.raises(CaseTooNewError, match="m9999_from_the_future") as caught:
        Store(old_store)
    assert "upgrade Firsthand" in caught.value.remedy
    assert old_store.read_bytes() == before


def test_an_old_store_opens_whole(old_store: Path) -> None:
    store = Store(old_store)
    (document,) = store.documents()
    reading = store.reading(document.id)
    assert document.title == "Pier"
    assert reading is not None
    assert [statement.id for statement in reading.statements] == ["stm-1"]
    assert [claim.id for claim in store.claims()] == ["clm-1"]
    assert [decision.id for decision in store.decisions()] == ["dec-1"]
    assert store.fingerprints("read") == {"doc-1": "f"}
    assert {hit.kind for hit in store.search("closing pier")} == {"document", "statement", "claim"}
    assert store.within((1.4, 2.4, 3.0, 3.0)) == [("scene", "scn-1")]
    assert store.site_counts()["harbour"].claims == 1
    assert store.integrity() == []
    store.close()


def test_the_chain_begins_with_what_an_old_store_had_logged(old_store: Path) -> None:
    store = Store(old_store)
    logged = store.events()
    assert [event.detail for event in logged if event.what == "note"] == ["kept by an old version"]
    assert store.chain_faults() == []
    store.close()
    with sqlite3.connect(old_store) as raw:
        raw.execute("UPDATE event SET detail = 'never' WHERE what = 'note'")
    raw.close()
    store = Store(old_store)
    ((_, said),) = store.chain_faults()
    assert "was altered" in said
    store.close()


def test_an_old_store_has_all_migrations_once(old_store: Path) -> None:
    for _ in range(2):
        Store(old_store).close()
    with sqlite3.connect(old_store) as raw:
        names = [row[0] for row in raw.execute("SELECT name FROM migration ORDER BY name")]
    raw.close()
    assert names == [step.__name__ for step in MIGRATIONS]
