"""A case on a server: made, moved both ways, shared; what the server does to us in the middle."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from postgres_server import PASSWORD, PostgresServer
from sqlalchemy import text

from firsthand import team
from firsthand.case import Case, new_case
from firsthand.decisions import Judged, record
from firsthand.errors import CaseBusyError, CaseError, FirsthandError, StorageError, UsageError
from firsthand.exchange.bag import verify_bag, write_bag
from firsthand.integrity import verify
from firsthand.model import Decision, Document
from firsthand.queries import claims
from firsthand.store import Address, Store
from firsthand.store.address import hidden, of_settings, parse
from firsthand.weigh.scoring.resolutions import foretell

NOON = datetime(2031, 7, 1, 12, tzinfo=UTC)


def a_document(number: int = 1, body: str = "The mayor said the old pier is closed.") -> Document:
    return Document(f"doc-{number}", f"{number}.txt", body, "00", "text/plain", NOON, published=NOON)


def a_decision(number: int = 1) -> Decision:
    return Decision(f"dec-{number}", "same", ("stm-1", "stm-2"), "same", "ana", NOON)


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    return PASSWORD


@pytest.fixture
def team_store(address: Address) -> Iterator[Store]:
    opened = Store(address, make=True)
    yield opened
    opened.close()


def test_a_case_is_made_on_a_server_and_the_password_is_not_kept(
    server: PostgresServer, password: str, tmp_path: Path
) -> None:
    made = new_case(tmp_path / "case", "Pier Watch", store=server.url)
    made.store.put_document(a_document())
    made.store.close()
    settings = (made.root / "case.toml").read_text()
    assert PASSWORD not in settings
    assert "%20" not in settings
    assert 'schema = "case_pier_watch_' in settings
    assert not (made.root / "case.db").exists()
    again = Case(made.root)
    assert again.title == "Pier Watch"
    assert [document.id for document in again.store.documents()] == ["doc-1"]
    again.store.close()


def test_a_case_moves_to_a_server_and_back_without_loss(
    server: PostgresServer, password: str, small_root: Path, tmp_path: Path
) -> None:
    root = shutil.copytree(small_root, tmp_path / "case")
    case = Case(root)
    case.store.put_decision(a_decision())
    told = [view.model_dump_json() for view in claims(case)]
    events = case.store.events(10_000)
    (root / "case.toml").write_text((root / "case.toml").read_text() + "\n[alerts]\n# mine\n")
    there = team.move(case, server.url.replace(PASSWORD.replace(" ", "%20"), "x").replace(":x@", "@"))
    assert there.rows["document"] == len(case_documents(root))
    moved = Case(root)
    assert [view.model_dump_json() for view in claims(moved)] == told
    assert moved.store.events(10_000) == events
    assert moved.store.decisions() == [a_decision()]
    assert moved.store.counts() == counts_of(small_root) | {"decision": 1}
    assert verify(moved).problems == ()
    moved.store.put_decision(a_decision(2))
    back = team.move(moved, "folder")
    assert back.rows["decision"] == 2
    moved.store.close()
    home = Case(root)
    assert of_settings(home.settings) is None
    assert "# mine" in (root / "case.toml").read_text()
    assert [view.model_dump_json() for view in claims(home)] == told
    assert [decision.id for decision in home.store.decisions()] == ["dec-1", "dec-2"]
    assert verify(home).problems == ()
    home.store.close()


def test_a_case_collected_and_run_on_a_server_says_the_same(
    server: PostgresServer, password: str, small_built_root: Path, small_root: Path, tmp_path: Path
) -> None:
    from firsthand.collect.collector import CollectOptions, collect
    from firsthand.demo.build import METADATA, REPORTS
    from firsthand.pipeline import run

    built, there = Case(small_built_root), Case.create(tmp_path / "case", fictional=True, store=server.url)
    for name in ("sites.geojson", "outlets.csv"):
        shutil.copy(small_built_root / name, there.root / name)
    inputs = [str(path) for path in sorted(REPORTS.iterdir())[::3]]
    for scene in built.store.scenes():
        inputs.append(str(shutil.copy(built.file_path(scene.sha256), tmp_path / Path(scene.name).name)))
    assert not collect(there, inputs, CollectOptions(metadata=METADATA)).problems
    assert not [problem for report in run(there) for problem in report.problems]
    here = Case(small_root)
    told, expected = ([view.model_dump_json() for view in claims(case)] for case in (there, here))
    assert told == expected
    assert [change.id for change in there.store.changes()] == [change.id for change in here.store.changes()]
    assert there.store.counts() == here.store.counts()
    assert verify(there).problems == ()
    assert [report.done for report in run(there)] == [0] * 6
    for opened in (built, there, here):
        opened.store.close()


def case_documents(root: Path) -> list[str]:
    case = Case(root)
    found = [document.id for document in case.store.documents()]
    case.store.close()
    return found


def counts_of(root: Path) -> dict[str, int]:
    case = Case(root)
    found = case.store.counts()
    case.store.close()
    return found


def test_the_old_place_stays_in_force_when_a_move_fails(address: Address, password: str, tmp_path: Path) -> None:
    store = Store(tmp_path / "case.db")
    store.put_document(a_document())
    with pytest.raises(RuntimeError), store.moving_to(address):
        raise RuntimeError("killed before the switch")
    store.put_document(a_document(2))
    assert len(store.documents()) == 2
    with pytest.raises(StorageError, match="no such case"):
        Store(address)
    store.close()


def test_who_still_has_the_old_place_open_is_told(address: Address, tmp_path: Path) -> None:
    store, other = Store(tmp_path / "case.db"), Store(tmp_path / "case.db")
    with store.moving_to(address):
        pass
    with pytest.raises(StorageError, match="have moved to postgresql://"):
        other.put_document(a_document())
    assert other.documents() == []
    for opened in (store, other):
        opened.close()


def test_many_writers_lose_nothing(team_store: Store, address: Address) -> None:
    def write(first: int) -> None:
        mine = Store(address)
        for number in range(first, first + 10):
            mine.put_document(a_document(number))
            mine.put_decision(a_decision(number))
        mine.close()

    writers = [threading.Thread(target=write, args=(10 * number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(team_store.documents()) == 40
    assert len(team_store.decisions()) == 40
    assert team_store.chain_faults() == []


def test_one_machine_works_at_a_time(team_store: Store, address: Address) -> None:
    other = Store(address)
    with team_store.held():
        with pytest.raises(CaseBusyError, match="at work on this case"), other.held():
            pass
        other.put_document(a_document())
    with other.held():
        assert len(team_store.documents()) == 1
    other.close()


def test_a_restart_between_writes_is_not_noticed(team_store: Store, server: PostgresServer) -> None:
    team_store.put_document(a_document())
    server.stop()
    server.start()
    team_store.put_document(a_document(2))
    assert len(team_store.documents()) == 2


def test_a_write_cut_in_the_middle_is_done_again(
    team_store: Store, server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, cut = Store.log, []

    def cutting(store: Store, *given: str) -> None:
        real(store, *given)
        if not cut:
            cut.append(True)
            server.stop()
            server.start()

    monkeypatch.setattr(Store, "log", cutting)
    team_store.put_decision(a_decision())
    assert cut
    assert [decision.id for decision in team_store.decisions()] == ["dec-1"]
    assert len([event for event in team_store.events() if event.what == "decision"]) == 1
    assert team_store.chain_faults() == []


def test_a_larger_piece_of_work_cut_in_the_middle_leaves_nothing(team_store: Store, server: PostgresServer) -> None:
    with pytest.raises(StorageError, match="nothing half-done"), team_store.writing():
        team_store.put_document(a_document())
        server.stop()
        server.start()
        team_store.put_document(a_document(2))
    assert team_store.documents() == []


def test_a_server_that_is_down_is_named_with_the_remedy(team_store: Store, server: PostgresServer) -> None:
    server.stop()
    try:
        with pytest.raises(StorageError, match="does not answer") as caught:
            team_store.documents()
        with pytest.raises(StorageError, match="does not answer"), team_store.held():
            pass
    finally:
        server.start()
    assert "check that it runs" in caught.value.remedy
    assert PASSWORD not in str(caught.value)


def test_a_server_that_cannot_be_reached_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="does not answer"):
        new_case(tmp_path / "case", store="postgresql://ana@127.0.0.1:1/watch")
    assert not (tmp_path / "case").exists()


def test_a_wrong_password_is_said(team_store: Store, address: Address) -> None:
    with pytest.raises(StorageError, match="does not let this account in") as caught:
        Store(replace(address, password="wrong"))
    assert "PGPASSWORD" in caught.value.remedy


def test_an_unknown_database_and_case_are_said(address: Address) -> None:
    with pytest.raises(StorageError, match="no such database"):
        Store(replace(address, database="nowhere"))
    with pytest.raises(StorageError, match="no such case"):
        Store(replace(address, schema="case_nobody_made"))


def test_an_old_server_is_refused(address: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firsthand.store.dialects.postgres.LEAST_VERSION", 990_000)
    with pytest.raises(StorageError, match="too old"):
        Store(address, make=True)


def accounts(store: Store, *names: str) -> None:
    """Let the server have them."""
    with store.writing() as connection:
        for name in names:
            if not store.home.has_account(connection, name):
                connection.execute(text(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'"))


def test_roles_are_kept_by_the_server_too(team_store: Store, server: PostgresServer, address: Address) -> None:
    accounts(team_store, "ben", "cleo")
    team_store.set_person("ben", "reader")
    team_store.set_person("cleo", "analyst")
    assert [(person.name, person.role) for person in team_store.people()] == [
        ("ben", "reader"),
        ("cleo", "analyst"),
        ("firsthand", "owner"),
    ]
    ben, cleo = (Store(replace(address, user=name)) for name in ("ben", "cleo"))
    cleo.put_document(a_document())
    cleo.put_decision(a_decision())
    assert ben.documents() == team_store.documents()
    with pytest.raises(CaseError, match="ben is a reader"):
        ben.put_document(a_document(2))
    with pytest.raises(CaseError, match="only an owner"):
        cleo.set_person("cleo", "owner")
    with pytest.raises(CaseError, match="may not do that"), cleo.writing() as connection:
        connection.execute(text("UPDATE event SET who = 'ben'"))
    assert team_store.events(1)[0].who == "cleo"
    team_store.drop_person("ben")
    with pytest.raises(StorageError, match="not for this account"):
        ben.documents()
    for opened in (ben, cleo):
        opened.close()


def test_roles_move_with_the_case_and_the_server_keeps_them(
    team_store: Store, server: PostgresServer, password: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "ana-at-home")
    accounts(team_store, "ben", "cleo")
    case = new_case(tmp_path / "case", "Pier")
    for name, role in (("ben", "reader"), ("cleo", "analyst"), ("dora", "analyst")):
        case.store.set_person(name, role)
    moved = team.move(case, server.url)
    assert moved.without_account == ("ana-at-home", "dora")
    there = of_settings(Case(case.root).settings)
    assert there is not None
    ben, cleo, firsthand = (Store(replace(there, user=name)) for name in ("ben", "cleo", "firsthand"))
    cleo.put_document(a_document())
    assert ben.documents() == cleo.documents() == [a_document()]
    for store, refused in ((ben, "INSERT INTO notice VALUES ('moved', 'away')"), (cleo, "DELETE FROM person")):
        store._ready = False  # past the program, as with another client
        with pytest.raises(CaseError, match="may not do that"), store.writing() as connection:
            connection.execute(text(refused))
    firsthand.set_person("ben", "analyst")
    ben._ready = True
    ben.put_document(a_document(2))
    assert firsthand.chain_faults() == []
    for opened in (ben, cleo, firsthand):
        opened.close()


def test_only_an_owner_moves_a_case_and_stays_one(
    server: PostgresServer, password: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = new_case(tmp_path / "case", "Pier", store=server.url)
    case.store.set_person(case.store.account, "owner")
    monkeypatch.setattr("getpass.getuser", lambda: "ana-at-home")
    team.move(case, "folder")
    case.store.close()
    home = Case(case.root)
    home.store.set_person("cleo", "analyst")
    monkeypatch.setattr("getpass.getuser", lambda: "cleo")
    with pytest.raises(CaseError, match="only an owner moves"):
        team.move(home, server.url)
    home.store.put_document(a_document())
    home.store.close()


def test_a_role_is_taken_from_an_account_that_is_gone(team_store: Store) -> None:
    accounts(team_store, "eve")
    team_store.set_person("eve", "analyst")
    with team_store.writing() as connection:
        for command in ("DROP OWNED BY eve", "DROP ROLE eve"):
            connection.execute(text(command))
    assert team_store.without_account() == ["eve"]
    team_store.drop_person("eve")
    assert [person.name for person in team_store.people()] == [team_store.account]


def test_misspelled_words_are_found_where_nothing_else_is(team_store: Store) -> None:
    from test_store import a_statement

    from firsthand.model import Reading

    document = a_document()
    team_store.put_document(document)
    statement = replace(a_statement(replace(document, text=document.text)), document_id=document.id)
    team_store.put_reading(Reading(document.id, (statement,)))
    assert [hit.kind for hit in team_store.search("cloosed")] == ["statement"]
    assert team_store.search("harvest") == []


def test_a_bag_of_a_team_case_holds_its_records(server: PostgresServer, password: str, tmp_path: Path) -> None:
    case = new_case(tmp_path / "case", "Pier", store=server.url)
    case.store.put_decision(a_decision())
    bag = write_bag(case, tmp_path / "bag")
    case.store.close()
    assert "postgresql" not in (bag / "data" / "case.toml").read_text()
    held = Store(bag / "data" / "case.db")
    assert held.decisions() == [a_decision()]
    held.close()


def test_a_bag_that_names_a_server_is_refused_before_it_is_asked(tmp_path: Path) -> None:
    case = new_case(tmp_path / "case", "Pier")
    bag = write_bag(case, tmp_path / "bag")
    case.store.close()
    settings = bag / "data" / "case.toml"
    settings.write_text(settings.read_text() + '[store]\nurl = "postgresql://thief@127.0.0.1:9/x"\nschema = "x"\n')
    found = verify_bag(bag)
    assert "it names a server for the records" in {problem.message for problem in found.problems}
    assert found.case is None


def test_a_user_without_a_name_may_write_and_sign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found: 12345")

    monkeypatch.setattr("getpass.getuser", nameless)
    case = new_case(tmp_path / "case", "Pier")
    case.store.log("note", "written")
    signed = [
        case.store.events(1)[0].who,
        record(case, Judged("grade", ("Quay News",), "B")).who,
        foretell(case, "The pier opens.", 0.5).who,
    ]
    assert all(name.startswith("uid ") for name in signed)
    case.store.close()


# ---- addresses -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "mysql://a@b/c",
        "postgresql://a@b",
        "postgresql://b:port/c",
        "postgresql://b/c?sslmode=no",
        "postgresql://b/c?x=1",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(UsageError):
        parse(url, "case_x")


def test_an_address_is_written_without_its_password() -> None:
    address = parse("postgresql://ana:s%3Ae@db.example.org:5433/watch?sslmode=require", "case_x")
    assert address.secret() == "s:e"
    assert address.url == "postgresql://ana@db.example.org:5433/watch?sslmode=require"
    assert "s:e" not in str(address)
    assert hidden("postgresql://ana:s@db/x") == "postgresql://ana@db/x"


def test_the_password_file_is_read_as_the_servers_tools_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pass").write_text("# mine\nother:*:*:*:no\ndb.example.org:5432:*:ana:a\\:b\\\\c\n")
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pass"))
    monkeypatch.delenv("PGPASSWORD", raising=False)
    assert parse("postgresql://ana@db.example.org/watch", "case_x").secret() == "a:b\\c"
    assert parse("postgresql://ben@db.example.org/watch", "case_x").secret() is None


def test_each_member_may_come_under_an_own_account(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = {"store": {"url": "postgresql://ana@db/watch", "schema": "case_x"}}
    monkeypatch.setenv("FIRSTHAND_STORE_URL", "postgresql://ben@db/watch")
    found = of_settings(settings)
    assert found is not None
    assert (found.user, found.schema) == ("ben", "case_x")
    assert of_settings({"case": {}}) is None


def test_a_schema_that_is_no_name_never_reaches_the_server() -> None:
    with pytest.raises(FirsthandError):
        of_settings({"store": {"url": "postgresql://db/watch", "schema": 'x"; DROP SCHEMA public; --'}})


def test_a_remote_server_is_checked_by_its_certificate(tmp_path: Path) -> None:
    context = parse("postgresql://db.example.org/watch", "case_x").context()
    assert not isinstance(context, bool)
    assert context.check_hostname
    assert parse("postgresql://127.0.0.1/watch", "case_x").context() is False
    with pytest.raises(StorageError, match="certificates"):
        parse(f"postgresql://db/x?sslrootcert={tmp_path}/none.pem", "case_x").context()
