"""What differs between SQLite and PostgreSQL, and nothing else."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from firsthand.store.address import Address
from firsthand.store.dialects.base import Finding, Home
from firsthand.store.dialects.postgres import Server
from firsthand.store.dialects.postgres_finding import PostgresFinding
from firsthand.store.dialects.sqlite import File
from firsthand.store.dialects.sqlite_finding import SqliteFinding

FINDING: dict[str, Finding] = {"sqlite": SqliteFinding(), "postgresql": PostgresFinding()}


def finding(connection: Connection) -> Finding:
    """How words and places are found in the database of ``connection``."""
    return FINDING[connection.dialect.name]


def home(place: Path | Address) -> Home:
    """Where records lie: in a file, or in a schema of a server."""
    return Server(place) if isinstance(place, Address) else File(place)
