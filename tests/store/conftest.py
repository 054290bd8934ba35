"""The stores that the shared tests run over: a file, and a schema on a real server."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from postgres_server import PostgresServer, started

from firsthand.store import Address, Store
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
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where a store may be made: each test runs once for each kind of database."""
    if request.param == "sqlite":
        return tmp_path / "case.db"
    found: Address = request.getfixturevalue("address")
    return replace(found)


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


@pytest.fixture
def store(open_store: Callable[[], Store]) -> Store:
    return open_store()
