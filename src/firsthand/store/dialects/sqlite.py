"""One case in one SQLite file: WAL, one writer at a time, foreign exceptions translated."""

from __future__ import annotations

import sqlite3
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from firsthand.errors import CaseBusyError, FirsthandError, StorageError
from firsthand.store.address import local_user
from firsthand.store.dialects.base import BUSY_TIMEOUT_MS


class File:
    """The records in ``case.db``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.engine = _engine(path)

    @property
    def place(self) -> str:
        return str(self.path)

    @property
    def account(self) -> str:
        return local_user()

    def make(self, connection: Connection) -> None:
        """SQLite makes a file when it first writes to it."""

    def remove(self) -> None:
        self.engine.dispose()
        for tail in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + tail).unlink(missing_ok=True)

    def check_settled(self) -> None:
        if self.path.with_name(f"{self.path.name}-wal").exists():
            raise StorageError(
                "its last writes could not be put into the file",
                thing=str(self.path),
                remedy="free some space, then run the same command again",
            )

    def check_made(self, connection: Connection) -> None:
        """A file is there as soon as it is opened."""

    def translate(self, error: DBAPIError) -> FirsthandError:
        return _translate(self.path, str(error.orig or error))

    def stamp(self) -> Hashable:
        """Times and sizes of the file and of its write-ahead log."""
        found = []
        for path in (self.path, self.path.with_name(f"{self.path.name}-wal")):
            stat = path.stat() if path.exists() else None
            found.append((stat.st_mtime_ns, stat.st_size) if stat else (0, 0))
        return tuple(found)

    def size_bytes(self) -> int:
        files = (self.path, self.path.with_name(f"{self.path.name}-wal"))
        return sum(path.stat().st_size for path in files if path.exists())

    def wrong(self, connection: Connection) -> list[str]:
        said = list(connection.execute(text("PRAGMA integrity_check")).scalars())
        return [] if said == ["ok"] else [str(line) for line in said]

    @contextmanager
    def held(self) -> Iterator[None]:
        """The lock of the case's folder is enough: the file lies in it."""
        yield

    def has_account(self, connection: Connection, name: str) -> bool:
        return True

    def grant(self, connection: Connection, name: str, role: str) -> None:
        """Files know no roles; the store alone heeds them."""

    def wait(self) -> None:
        """A file does not go away and come back."""

    def copy_to(self, path: Path) -> None:
        """Write one consistent state into a new file, also while others write. Raises DBAPIError."""
        raw = self.engine.raw_connection()
        try:
            # Past SQLAlchemy, for VACUUM cannot run inside a transaction.
            raw.cursor().execute("VACUUM INTO ?", (str(path),))
        except sqlite3.DatabaseError as err:
            raise _translate(path, str(err)) from err
        finally:
            raw.close()


def _engine(path: Path) -> Engine:
    """An engine over ``path`` with WAL, foreign keys, and explicit transactions."""
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})

    @event.listens_for(engine, "connect")
    def _configure(raw: sqlite3.Connection, _: object) -> None:
        # pysqlite would open transactions by itself, and late; BEGIN is ours (see _begin).
        raw.isolation_level = None
        for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", "journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
            try:
                raw.execute(f"PRAGMA {pragma}")
            except sqlite3.DatabaseError as err:
                raise _translate(path, str(err)) from err

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("firsthand_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _translate(path: Path, said: str) -> FirsthandError:
    low = said.lower()
    if "locked" in low or "busy" in low:
        return CaseBusyError(
            "another process is writing to this case", thing=str(path), remedy="wait for it, then run again"
        )
    if "full" in low:
        return StorageError(
            "the disk is full; nothing half-done was kept",
            thing=str(path),
            remedy="free some space, then run the same command again: it goes on where it stopped",
        )
    if "disk i/o" in low:
        return StorageError(
            "the disk refused a read or write: it is full or failing; nothing half-done was kept",
            thing=str(path),
            remedy="free some space or check the disk, then run the same command again: it goes on where it stopped",
        )
    if "readonly" in low or "read-only" in low or "unable to open" in low:
        return StorageError(f"cannot write here ({said})", thing=str(path), remedy="check the folder's permissions")
    return StorageError(
        f"the store is damaged ({said})", thing=str(path), remedy="restore case.db from a backup, or make a new case"
    )
