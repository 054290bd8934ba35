"""Connections to the SQLite file: WAL, one writer at a time, foreign exceptions translated."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError

from firsthand.errors import CaseBusyError, FirsthandError, StorageError

BUSY_TIMEOUT_MS = 15_000
"""How long a second writer waits; longer than any one stage transaction on a desk-sized case."""


def connect(path: Path) -> Engine:
    """An engine over ``path`` with WAL, foreign keys, and explicit transactions."""
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})

    @event.listens_for(engine, "connect")
    def _configure(raw: sqlite3.Connection, _: object) -> None:
        # pysqlite would open transactions by itself, and late; BEGIN is ours (see _begin).
        raw.isolation_level = None
        for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", "journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("firsthand_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite and SQLAlchemy raise into our errors, naming the file and the remedy."""
    try:
        yield
    except FirsthandError:
        raise
    except OperationalError as err:
        raise _translate(path, str(err.orig)) from err
    except (DatabaseError, sqlite3.DatabaseError) as err:
        raise _translate(path, str(getattr(err, "orig", err))) from err


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
