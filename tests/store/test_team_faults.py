"""A server whose disk is full, and backups of a case that lies on a server: said in words, nothing half-done, whole."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from postgres_server import PASSWORD, PostgresServer
from sqlalchemy import text

from firsthand import team
from firsthand.case import Case, new_case
from firsthand.collect.collector import collect
from firsthand.errors import StorageError
from firsthand.exchange.backup import back_up, restore
from firsthand.integrity import verify
from firsthand.model import Decision, Document
from firsthand.pipeline import run
from firsthand.queries import claims
from firsthand.store import Store

NOON = datetime(2031, 7, 1, 12, tzinfo=UTC)
FULL = """
CREATE OR REPLACE FUNCTION {schema}.full_disk() RETURNS {kind} AS $$ BEGIN
    RAISE EXCEPTION 'could not extend file "base/5/16384": No space left on device' USING ERRCODE = '53100';
END $$ LANGUAGE plpgsql
"""
"""What a server says that cannot write any more (PostgreSQL manual, appendix A: disk_full)."""


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", PASSWORD)


@pytest.fixture
def case(server: PostgresServer, tmp_path: Path) -> Iterator[Case]:
    """An empty case on the server."""
    made = new_case(tmp_path / "pier", "Pier", store=server.url)
    yield made
    made.store.close()


def schema_of(store: Store) -> str:
    with store.writing() as connection:
        return str(connection.execute(text("SELECT current_schema()")).scalar_one())


def do(store: Store, *commands: str) -> None:
    with store.writing() as connection:
        for command in commands:
            connection.execute(text(command))


@contextmanager
def full_disk(store: Store, table: str, when: str = "true", at_commit: bool = False) -> Iterator[None]:
    """The server refuses rows of a table as if its disk were full: at once, or when the transaction is to end."""
    schema = schema_of(store)
    constraint, moment = ("CONSTRAINT", "AFTER") if at_commit else ("", "BEFORE")
    deferred = "DEFERRABLE INITIALLY DEFERRED" if at_commit else ""
    do(
        store,
        FULL.format(schema=schema, kind="trigger"),
        f"CREATE {constraint} TRIGGER full_disk {moment} INSERT ON {table} {deferred} "
        f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {schema}.full_disk()",
    )
    yield
    do(store, f"DROP TRIGGER full_disk ON {table}")


def said_well(error: StorageError) -> None:
    assert "disk is full; nothing half-done was kept" in error.message
    assert "free some space" in error.remedy and "run the same command again" in error.remedy
    assert PASSWORD not in str(error)


@pytest.mark.parametrize(("table", "at_commit"), [("statement", False), ("assessment", True)])
def test_a_run_on_a_full_server_is_finished_by_the_next(
    table: str, at_commit: bool, server: PostgresServer, small_built_root: Path, small_root: Path, tmp_path: Path
) -> None:
    here = Case(shutil.copytree(small_built_root, tmp_path / "case"))
    team.move(here, server.url)
    case, whole = Case(here.root), Case(small_root)
    with full_disk(case.store, table, at_commit=at_commit):
        with pytest.raises(StorageError) as caught:
            run(case)
        said_well(caught.value)
        assert verify(case).problems == ()
    run(case)
    assert [view.model_dump_json() for view in claims(case)] == [view.model_dump_json() for view in claims(whole)]
    assert case.store.counts() == whole.store.counts()
    assert verify(case).problems == ()
    for opened in (case, whole):
        opened.store.close()


def test_what_a_full_server_refused_is_collected_again(case: Case, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for name in "abc":
        (inbox / f"{name}.txt").write_text(f"The mayor said pier {name} is closed, and that it will stay so.", "utf-8")
    with full_disk(case.store, "document", "NEW.name = 'b.txt'"):
        with pytest.raises(StorageError) as caught:
            collect(case, [str(inbox)])
        said_well(caught.value)
        assert [document.name for document in case.store.documents()] == ["a.txt"]
        assert case.store.search("pier b") == []
    report = collect(case, [str(inbox)])
    assert (report.done, report.fresh) == (2, 1)
    assert verify(case).problems == ()


def test_a_judgement_that_a_full_server_refused_is_not_there(case: Case) -> None:
    decision = Decision("dec-1", "same", ("stm-1", "stm-2"), "same", "ana", NOON)
    with full_disk(case.store, "event"):
        with pytest.raises(StorageError) as caught:
            case.store.put_decision(decision)
        said_well(caught.value)
        assert case.store.decisions(standing=False) == []
    case.store.put_decision(decision)
    assert case.store.decisions() == [decision]
    assert case.store.chain_faults() == []


def test_a_move_to_a_full_server_leaves_all_as_it_was(
    server: PostgresServer, case: Case, small_root: Path, tmp_path: Path
) -> None:
    here = Case(shutil.copytree(small_root, tmp_path / "case"))
    schemas = text("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'case_%'")
    do(
        case.store,
        FULL.format(schema="public", kind="event_trigger"),
        "CREATE EVENT TRIGGER full_disk ON ddl_command_start WHEN TAG IN ('CREATE INDEX') "
        "EXECUTE FUNCTION public.full_disk()",
    )
    with case.store.writing() as connection:
        before = connection.execute(schemas).scalar_one()
    try:
        with pytest.raises(StorageError) as caught:
            team.move(here, server.url)
    finally:
        do(case.store, "DROP EVENT TRIGGER full_disk")
    said_well(caught.value)
    with case.store.writing() as connection:
        assert connection.execute(schemas).scalar_one() == before
    here.store.put_decision(Decision("dec-1", "same", ("stm-1", "stm-2"), "same", "ana", NOON))
    again = Case(here.root)
    assert again.store.home.place == str(here.root / "case.db")
    assert verify(again).problems == ()
    for opened in (here, again):
        opened.store.close()


def test_a_backup_of_a_teams_case_is_a_state_of_it(case: Case, tmp_path: Path) -> None:
    heads, stop = [case.store.chain_head()], threading.Event()

    def write() -> None:
        mine = Case(case.root)
        while not stop.is_set():
            number = len(heads)
            sha256 = mine.archive(f"Report {number}".encode())
            with mine.store.writing():
                mine.store.put_document(Document(f"doc-{number}", f"{number}.txt", "x", sha256, "text/plain", NOON))
                mine.store.put_decision(Decision(f"dec-{number}", "same", ("a", "b"), "same", "ana", NOON))
                heads.append(mine.store.chain_head())
        mine.store.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [back_up(case, tmp_path / "shelf") for _ in range(2)]
    finally:
        stop.set()
        writer.join()
    assert len(heads) > 2
    for number, backup in enumerate(made):
        assert backup.problems == ()
        assert "postgresql" not in (backup.folder / "data" / "case.toml").read_text("utf-8")
        assert restore(backup.folder, tmp_path / f"again-{number}").problems == ()
        restored = Case(tmp_path / f"again-{number}")
        state = heads.index(restored.store.chain_head())
        assert {item.id for item in restored.store.documents()} == {f"doc-{n}" for n in range(1, state + 1)}
        assert {item.id for item in restored.store.decisions()} == {f"dec-{n}" for n in range(1, state + 1)}
        restored.store.close()


def test_a_teams_case_with_roles_comes_back_onto_a_server(
    server: PostgresServer, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "somebody-here")
    case.store.set_person("firsthand", "owner")
    case.store.put_decision(Decision("dec-1", "same", ("stm-1", "stm-2"), "same", "ana", NOON))
    folder = back_up(case, tmp_path / "shelf").folder
    assert restore(folder, tmp_path / "again").problems == ()
    here = Case(tmp_path / "again")
    team.move(here, server.url)
    there = Case(here.root)
    there.store.put_decision(Decision("dec-2", "same", ("stm-1", "stm-2"), "same", "ana", NOON))
    assert [item.id for item in there.store.decisions()] == ["dec-1", "dec-2"]
    assert {(item.name, item.role) for item in there.store.people()} >= {("firsthand", "owner")}
    assert there.store.chain_faults() == []
    there.store.close()
