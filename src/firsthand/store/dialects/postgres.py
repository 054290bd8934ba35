"""One case in one schema of a PostgreSQL database, through pg8000: many readers, one writer at a time."""

from __future__ import annotations

import hashlib
import ssl
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError, NoSuchModuleError, SQLAlchemyError

from firsthand.errors import CaseBusyError, CaseError, CaseExistsError, FirsthandError, StorageError, UnknownIdError
from firsthand.store.address import OVERRIDE, Address
from firsthand.store.dialects.base import BUSY_TIMEOUT_MS, ServerLostError, translated

LEAST_VERSION = 130_000
"""PostgreSQL 13: the first with trusted extensions and the snapshots that caches are stamped by."""
RETURN_S = 20.0
"""How long a restarting server is waited for."""
AGAIN = "run the same command again: it goes on where it stopped"
WORKING, WRITING = "working", "writing"
"""What the locks of a case are for."""
LOST = ("57P01", "57P02", "57P03", "08000", "08003", "08006", "08001", "08004")
"""SQLSTATEs of a server that goes down, comes up, or hangs up (PostgreSQL manual, appendix A)."""
CUT = ("network error", "connection is closed", "communication error", "Can't create a connection")
"""What the driver says of a connection that is cut or cannot be made."""
GRANTS = {
    "reader": ("USAGE ON SCHEMA {s}", "SELECT ON ALL TABLES IN SCHEMA {s}"),
    "analyst": (
        "USAGE ON SCHEMA {s}",
        "SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {s}",
        "USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {s}",
    ),
    "owner": ("ALL ON SCHEMA {s}", "ALL ON ALL TABLES IN SCHEMA {s}", "ALL ON ALL SEQUENCES IN SCHEMA {s}"),
}
ONLY_ADDED = ("UPDATE, DELETE ON {s}.event", "INSERT, UPDATE, DELETE ON {s}.person, {s}.migration, {s}.notice")
"""What analysts may not do: alter the event log, or change who may do what."""


class Server:
    """The records in a schema. Readers see one state for the length of a transaction and never wait."""

    def __init__(self, address: Address) -> None:
        """Nothing is sent yet. Raises StorageError when the driver is not installed."""
        self.address = address
        try:
            self.engine = _engine(address)
        except (ModuleNotFoundError, NoSuchModuleError) as err:
            raise StorageError(
                "the driver for PostgreSQL is not installed",
                thing=address.url,
                remedy="pip install 'firsthand[team]'",
            ) from err
        event.listen(self.engine, "begin", self._begin)

    @property
    def place(self) -> str:
        return str(self.address)

    @property
    def account(self) -> str:
        return self.address.account

    def make(self, connection: Connection) -> None:
        if self._is_made(connection):
            raise CaseExistsError("there is a case in this schema", thing=self.place, remedy="name another")
        connection.execute(text(f"CREATE SCHEMA {self.address.schema}"))

    def remove(self) -> None:
        with self.engine.connect().execution_options(firsthand_write=True) as connection, connection.begin():
            connection.execute(text(f"DROP SCHEMA IF EXISTS {self.address.schema} CASCADE"))

    def check_settled(self) -> None:
        """What a server has committed lies there."""

    def check_made(self, connection: Connection) -> None:
        """Raises StorageError when the schema is not there."""
        if not self._is_made(connection):
            raise StorageError(
                "the server holds no such case",
                thing=self.place,
                remedy="check [store] in case.toml, or restore the schema from a backup of the server",
            )

    def _is_made(self, connection: Connection) -> bool:
        query = text("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = :name")
        return connection.execute(query, {"name": self.address.schema}).first() is not None

    def translate(self, error: DBAPIError) -> FirsthandError:
        return _translate(self.address, error.orig or error)

    def stamp(self) -> Hashable:
        """The server's own word for what is visible now: another after each transaction of anybody that wrote."""
        with self.engine.connect() as connection:
            return str(connection.execute(text("SELECT pg_current_snapshot()::text")).scalar_one())

    def size_bytes(self) -> int:
        query = text(
            "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_catalog.pg_class c "
            "WHERE c.relnamespace = CAST(:name AS regnamespace) AND c.relkind = 'r'"
        )
        with self.engine.connect() as connection:
            return int(connection.execute(query, {"name": self.address.schema}).scalar_one())

    def wrong(self, connection: Connection) -> list[str]:
        """Indexes that are not valid; every row is read, so that a page whose checksum fails is met."""
        here = {"name": self.address.schema}
        query = (
            "SELECT c.relname FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid "
            "WHERE NOT i.indisvalid AND c.relnamespace = CAST(:name AS regnamespace) ORDER BY 1"
        )
        found = [f"the index {name} is not valid" for name in connection.execute(text(query), here).scalars()]
        tables = text("SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = :name ORDER BY 1")
        for name in list(connection.execute(tables, here).scalars()):
            connection.execute(text(f'SELECT sum(length(t::text)) FROM "{name}" t')).scalar()  # noqa: S608
        return found

    @contextmanager
    def held(self) -> Iterator[None]:
        """A lock of the session: a machine that dies gives it up with its connection."""
        connection = self._locked()
        try:
            yield
        finally:
            # A server that went away has freed the lock by itself.
            with suppress(SQLAlchemyError):
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": self._key(WORKING)})
                connection.commit()
            connection.invalidate()
            connection.close()

    def _locked(self) -> Connection:
        """A connection that has the lock. Raises CaseBusyError, StorageError."""
        query = text("SELECT pg_try_advisory_lock(:key)")
        with translated(self):
            connection = self.engine.connect()
            free = connection.execute(query, {"key": self._key(WORKING)}).scalar_one()
            connection.commit()
        if not free:
            connection.close()
            raise CaseBusyError(
                "another firsthand process is at work on this case",
                thing=self.place,
                remedy="wait until it ends; it may run on another machine",
            )
        return connection

    def has_account(self, connection: Connection, name: str) -> bool:
        query = text("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = :name")
        return connection.execute(query, {"name": name}).first() is not None

    def grant(self, connection: Connection, name: str, role: str) -> None:
        if not self.has_account(connection, name):
            raise UnknownIdError(
                "the server has no such account", thing=name, remedy=f'let its keeper run: CREATE ROLE "{name}" LOGIN'
            )
        if name == self.account:
            return
        who, schema = '"' + name.replace('"', '""') + '"', self.address.schema
        for kind in ("TABLES IN SCHEMA", "SEQUENCES IN SCHEMA"):
            connection.exec_driver_sql(f"REVOKE ALL ON ALL {kind} {schema} FROM {who} CASCADE")
        connection.exec_driver_sql(f"REVOKE ALL ON SCHEMA {schema} FROM {who} CASCADE")
        passing = " WITH GRANT OPTION" if role == "owner" else ""
        for right in GRANTS.get(role, ()):
            connection.exec_driver_sql(f"GRANT {right.format(s=schema)} TO {who}{passing}")
        for right in ONLY_ADDED if role == "analyst" else ():
            connection.exec_driver_sql(f"REVOKE {right.format(s=schema)} FROM {who}")

    def wait(self) -> None:
        until = time.monotonic() + RETURN_S
        self.engine.dispose()
        while time.monotonic() < until:
            try:
                with self.engine.connect() as connection:
                    connection.execute(text("SELECT 1"))
            except (DBAPIError, StorageError):
                time.sleep(0.25)
            else:
                return

    def _key(self, purpose: str) -> int:
        """The number of a lock of this case; such numbers are shared by all that use the database."""
        digest = hashlib.sha256(f"firsthand {self.address.schema} {purpose}".encode()).digest()
        return int.from_bytes(digest[:8], signed=True)

    def _begin(self, connection: Connection) -> None:
        if not connection.get_execution_options().get("firsthand_write", False):
            return
        # One writer at a time, as in a file: what a stage reads in its transaction is still so when it writes. The
        # statements after the lock see what the last writer left, which a snapshot from before it would not.
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({self._key(WRITING)})")


def _engine(address: Address) -> Engine:
    url = URL.create("postgresql+pg8000", username=address.account, database=address.database)
    engine = create_engine(url, pool_pre_ping=True, creator=_connector(address), pool_size=8, max_overflow=24)
    # One round trip for many rows, also where no generated key is asked back.
    engine.dialect.use_insertmanyvalues_wo_returning = True
    event.listen(engine, "before_cursor_execute", _without_nul, retval=True)

    @event.listens_for(engine, "handle_error")
    def _mark_lost(context: ExceptionContext) -> None:
        if _is_lost(context.original_exception):
            context.is_disconnect = True

    return engine


def _connector(address: Address) -> Callable[[], Any]:
    import pg8000.dbapi

    def connect() -> Any:
        # Readers by default; a writer says so (see Server._begin).
        settings = {
            "search_path": address.schema,
            "lock_timeout": str(BUSY_TIMEOUT_MS),
            "default_transaction_isolation": "repeatable read",
            "default_transaction_read_only": "on",
            "timezone": "UTC",
        }
        try:
            raw = pg8000.dbapi.connect(
                address.account,
                host=address.host or "localhost",
                unix_sock=address.socket,
                port=address.port,
                database=address.database,
                password=address.secret(),
                ssl_context=address.context(),
                application_name="firsthand",
                startup_params=settings,
            )
        except ssl.SSLError as err:
            raise StorageError(
                f"the server's certificate does not hold ({err.reason or err})",
                thing=address.url,
                remedy="name its authority with ?sslrootcert=FILE (docs/team.md)",
            ) from err
        except OSError as err:
            raise ServerLostError(
                "the server does not answer", thing=address.url, remedy=f"check that it runs, then {AGAIN}"
            ) from err
        cursor = raw.cursor()
        cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_encoding')")
        version, encoding = cursor.fetchone()
        raw.rollback()
        _check_server(address, version, encoding)
        return raw

    return connect


def _check_server(address: Address, version: int, encoding: str) -> None:
    if version < LEAST_VERSION:
        raise StorageError(
            f"this PostgreSQL is too old ({version // 10_000})",
            thing=address.url,
            remedy=f"use version {LEAST_VERSION // 10_000} or later",
        )
    if encoding != "UTF8":
        raise StorageError(
            f"this database keeps text as {encoding}",
            thing=address.url,
            remedy="make one with CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0",
        )


def _without_nul(
    connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, many: bool
) -> tuple[str, Any]:
    """PostgreSQL's text holds no U+0000; bodies name it as JSON does, so only columns beside them are touched."""
    # Many rows come as a list of rows, except where they were written into one statement.
    if many and isinstance(parameters, list):
        return statement, [_replaced(row) for row in parameters]
    return statement, _replaced(parameters)


def _replaced(row: Any) -> Any:
    if not any(isinstance(value, str) and "\0" in value for value in row):
        return row
    return tuple(value.replace("\0", "\ufffd") if isinstance(value, str) else value for value in row)


def _code(error: BaseException) -> str:
    """The SQLSTATE that a server gave; empty when the error is not its."""
    said = error.args[0] if error.args else None
    return str(said.get("C", "")) if isinstance(said, dict) else ""


def _is_lost(error: BaseException) -> bool:
    code = _code(error)
    if code:
        return code in LOST
    said = str(error)
    return isinstance(error, ConnectionError) or any(words in said for words in CUT)


def _translate(address: Address, error: BaseException) -> FirsthandError:
    code, said = _code(error), error.args[0] if error.args else ""
    words = str(said.get("M", "")) if isinstance(said, dict) else str(said)
    place = address.url
    if "connect" in words.lower() and not code:
        return ServerLostError(
            "the server does not answer", thing=place, remedy=f"check that it runs and can be reached, then {AGAIN}"
        )
    if _is_lost(error):
        return ServerLostError(
            "the server went away in the middle; nothing half-done was kept",
            thing=place,
            remedy=f"when it is up again, {AGAIN}",
        )
    kind, message, remedy = _KNOWN.get(code) or _KNOWN.get(code[:2]) or (StorageError, "the server refused", AGAIN)
    return kind(f"{message} ({words})", thing=place, remedy=remedy)


_KNOWN: dict[str, tuple[type[FirsthandError], str, str]] = {
    "28": (
        StorageError,
        "the server does not let this account in",
        f"give the password in PGPASSWORD or ~/.pgpass, or another account in {OVERRIDE}",
    ),
    "3D000": (StorageError, "the server has no such database", "let its keeper run: createdb NAME"),
    "53100": (
        StorageError,
        "the server's disk is full; nothing half-done was kept",
        f"free some space there, then {AGAIN}",
    ),
    "53300": (StorageError, "the server has no connection left", "end others, or raise max_connections; then go on"),
    "53": (StorageError, "the server lacks memory or space; nothing half-done was kept", AGAIN),
    "55P03": (CaseBusyError, "another process is writing to this case", "wait for it, then run again"),
    "40": (CaseBusyError, "another process was writing to this case", AGAIN),
    "42501": (CaseError, "this account may not do that here", "ask an owner of the case: `firsthand people`"),
    "25006": (StorageError, "the server takes no writes", "name the primary server, not a standby"),
    "42P01": (
        StorageError,
        "the records are not there, or not for this account to see",
        "ask an owner of the case: `firsthand people`",
    ),
    "XX": (StorageError, "the server's files are damaged", "restore the database from a backup"),
    "58": (StorageError, "the server's disk refused a read or write", "check its disk"),
}
