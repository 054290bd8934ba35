"""What all tables share: the connection, one writer at a time, records in and out of their rows."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Table, select

from firsthand.errors import CaseError, StorageError, UnknownIdError
from firsthand.store import schema
from firsthand.store.address import Address
from firsthand.store.codec import decode
from firsthand.store.dialects import home
from firsthand.store.dialects.base import ServerLostError, translated
from firsthand.store.migrations import is_current, migrate

Record = TypeVar("Record")
Given = ParamSpec("Given")
Answer = TypeVar("Answer")
Held = TypeVar("Held", bound="Tables")
LIST_IDS = "list ids with `firsthand claims` or `search`"
MOVED = "moved"
"""The notice of where the records are now."""
READER, ANALYST, OWNER = "reader", "analyst", "owner"


class Tables:
    """An open store. Its mixins hold the tables of one matter each."""

    def __init__(
        self, place: Path | Address, make: bool = False, fill: Callable[[Connection], object] | None = None
    ) -> None:
        """Open the store at ``place``, migrated when needed; ``make``: in a new schema, a file is made in any case.

        ``fill`` is called in the transaction that makes the tables. Raises StorageError, CaseTooNewError,
        CaseBusyError; CaseExistsError when the schema to make is there.
        """
        self.home = home(place)
        self._local = threading.local()  # a writer joins nested writes of its own thread only
        self._ready = False
        with translated(self.home):
            with self.home.engine.connect() as connection:
                current = not make and self._is_current(connection)
            if fill or not current:
                self._bring_up(make, fill)
        self._ready = True

    def _is_current(self, connection: Connection) -> bool:
        self.home.check_made(connection)
        return is_current(connection, self.home.place)

    def _bring_up(self, make: bool, fill: Callable[[Connection], object] | None) -> None:
        with self.writing() as connection:
            if make:
                self.home.make(connection)
            migrate(connection, self.home.place)
            if fill:
                fill(connection)
            # Tables that are new have lost what was granted on them elsewhere, or before a migration.
            for row in connection.execute(select(schema.person)).all():
                if self.home.has_account(connection, row.name):
                    self.home.grant(connection, row.name, row.role)

    def close(self) -> None:
        self.home.engine.dispose()

    @property
    def _writer(self) -> Connection | None:
        return getattr(self._local, "writer", None)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One write transaction; nested use joins the outer one.

        Raises CaseBusyError when another writes for long, CaseError when this account may only read, StorageError.
        """
        outer = self._writer
        if outer is not None:
            yield outer
            return
        with translated(self.home), self.home.engine.connect() as plain:
            connection = plain.execution_options(firsthand_write=True)
            with connection.begin():
                if self._ready:
                    self._check_may_write(connection)
                self._local.writer = connection
                try:
                    yield connection
                finally:
                    self._local.writer = None

    def _check_may_write(self, connection: Connection) -> None:
        roles, notice = schema.person, schema.notice
        mine = select(roles.c.role).where(roles.c.name == self.home.account).scalar_subquery()
        anybody = select(roles.c.role).limit(1).scalar_subquery()
        moved = select(notice.c.value).where(notice.c.key == MOVED).scalar_subquery()
        role, kept, place = connection.execute(select(mine, anybody, moved)).one()
        if place:
            raise StorageError(
                f"the records of this case have moved to {place}", thing=self.home.place, remedy="open the case again"
            )
        if kept and role not in (ANALYST, OWNER):
            said = (
                f"{self.home.account} is a reader of this case" if role else f"{self.home.account} is not of this case"
            )
            raise CaseError(said, thing=self.home.place, remedy="ask an owner of it: `firsthand people`")

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        outer = self._writer
        if outer is not None:
            yield outer
            return
        with translated(self.home), self.home.engine.connect() as connection:
            yield connection

    def _all(
        self, kind: type[Record], table: Table, *where: Any, order: Any = None, limit: int | None = None
    ) -> list[Record]:
        query = select(table.c.body).where(*where).limit(limit)
        query = query.order_by(*(order if isinstance(order, tuple) else (order,))) if order is not None else query
        with self._reading() as connection:
            return [decode(kind, body) for body in connection.execute(query).scalars()]

    def _one(self, kind: type[Record], table: Table, key: Any, wanted: str, remedy: str = LIST_IDS) -> Record:
        found = self._all(kind, table, key == wanted)
        if not found:
            raise UnknownIdError(f"no {table.name} with this id", thing=wanted, remedy=remedy)
        return found[0]


def unit(method: Callable[Concatenate[Held, Given], Answer]) -> Callable[Concatenate[Held, Given], Answer]:
    """A write that may be done twice with the same end: done again, once, when the server restarts in the middle.

    Inside a larger transaction it is not, for that has gone with the server.
    """

    @functools.wraps(method)
    def whole(store: Held, /, *args: Given.args, **options: Given.kwargs) -> Answer:
        if store._writer is not None:
            return method(store, *args, **options)
        kept = [tuple(item) if isinstance(item, Iterator) else item for item in args]
        try:
            return method(store, *kept, **options)  # type: ignore[arg-type]
        except ServerLostError:
            store.home.wait()
            return method(store, *kept, **options)  # type: ignore[arg-type]

    return whole
