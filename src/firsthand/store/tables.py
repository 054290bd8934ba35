"""What all tables share: the connection, one writer at a time, records in and out of their rows."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, select

from firsthand.errors import UnknownIdError
from firsthand.store.codec import decode
from firsthand.store.database import connect, translated
from firsthand.store.migrations import migrate

Record = TypeVar("Record")
LIST_IDS = "list ids with `firsthand claims` or `search`"


class Tables:
    """An open store. Its mixins hold the tables of one matter each."""

    def __init__(self, path: Path) -> None:
        """Open ``path``, made and migrated when needed. Raises StorageError, CaseTooNewError, CaseBusyError."""
        self.path = path
        self._engine = connect(path)
        self._local = threading.local()  # a writer joins nested writes of its own thread only
        with self.writing() as connection:
            migrate(connection, str(path))

    def close(self) -> None:
        self._engine.dispose()

    @property
    def _writer(self) -> Connection | None:
        return getattr(self._local, "writer", None)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One write transaction; nested use joins the outer one."""
        outer = self._writer
        if outer is not None:
            yield outer
            return
        with translated(self.path), self._engine.connect() as plain:
            connection = plain.execution_options(firsthand_write=True)
            with connection.begin():
                self._local.writer = connection
                try:
                    yield connection
                finally:
                    self._local.writer = None

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        outer = self._writer
        if outer is not None:
            yield outer
            return
        with translated(self.path), self._engine.connect() as connection:
            yield connection

    def _all(self, kind: type[Record], table: Table, *where: Any, order: Any = None) -> list[Record]:
        query = select(table.c.body).where(*where)
        query = query.order_by(*(order if isinstance(order, tuple) else (order,))) if order is not None else query
        with self._reading() as connection:
            return [decode(kind, body) for body in connection.execute(query).scalars()]

    def _one(self, kind: type[Record], table: Table, key: Any, wanted: str, remedy: str = LIST_IDS) -> Record:
        found = self._all(kind, table, key == wanted)
        if not found:
            raise UnknownIdError(f"no {table.name} with this id", thing=wanted, remedy=remedy)
        return found[0]
