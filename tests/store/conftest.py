"""The stores that the shared tests run over: a file, and a schema on a real server."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from postgres_server import PostgresServer, started
from sqlalchemy import text

from firsthand.store import Address, Store, chain
from firsthand.store.address import parse

Place = Path | Address
NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    """A PostgreSQL of the machine's own packages, on loopback."""
    found = started()
    if isinstance(found, str):
        pytest.skip(found)
    yield found
    found.stop()
    shutil.rmtree(found.folder, ignore_errors=True)


@pytest.fixture
def address(server: PostgresServer) -> Address:
    """A schema that is not there yet."""
    return parse(server.url, f"case_{next(NUMBERS)}")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """Each test runs once for each kind of database."""
    return str(request.param)


@pytest.fixture
def place(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where a store may be made."""
    return tmp_path / "case.db" if database == "sqlite" else request.getfixturevalue("address")


@pytest.fixture
def open_store(place: Place) -> Iterator[Callable[[], Store]]:
    """Opens the store of ``place``, made when it is not there yet; closed after the test."""
    opened: list[Store] = []

    def open_it() -> Store:
        opened.append(Store(place, make=not opened))
        return opened[-1]

    yield open_it
    for store in opened:
        store.close()


@pytest.fixture(scope="session")
def kept(server: PostgresServer) -> Iterator[Store]:
    """One schema for all tests that only want an empty store: making one takes longer than most tests."""
    opened = Store(parse(server.url, "case_kept"), make=True)
    yield opened
    opened.close()


@pytest.fixture
def store(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    if database == "sqlite":
        opened = Store(tmp_path / "case.db")
        yield opened
        opened.close()
        return
    found: Store = request.getfixturevalue("kept")
    with found.writing() as connection:
        tables = text("SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables WHERE schemaname = 'case_kept'")
        names = connection.execute(tables).scalar_one().replace("migration, ", "").replace(", migration", "")
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        chain.start(connection)
    yield found
